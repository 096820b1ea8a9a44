// SPDX-License-Identifier: Apache-2.0
#include "engine/partitions/stored.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "dsl/base/let_go.hpp"
#include "engine/readers/do_all.hpp"

namespace fairstart::partitions {
namespace {

using column::Row;

constexpr std::size_t rows_between = 1024;  // of owners that are held

template <class T>
std::vector<T> moved(const std::vector<T>& values, const std::vector<Row>& order) {
  std::vector<T> all;
  all.reserve(order.size());
  for (const Row row : order) all.push_back(values[row]);
  return all;
}

template <class T>
void make(column::Column& column, std::size_t kind) {
  if constexpr (!std::is_same_v<T, column::NoCells>)
    if (kind == column::Column{.cells = T{}}.cells.index()) column.cells = T{};
}

// A column of the kind that another had.
template <class... T>
void make_alike(column::Column& column, std::size_t kind, const std::variant<T...>&) {
  (make<T>(column, kind), ...);
}

// A few sizes only, so that the next part finds room where the last one had it, and no holes are left that are a little small.
std::size_t rounded(std::size_t size) {
  const std::size_t step = std::max<std::size_t>(std::bit_floor(size) / 16, 1);
  return (size + step - 1) / step * step;
}

// Room once: vectors that grow as stretches come would leave holes behind.
void reserve(column::Table& table, std::size_t rows, std::size_t bytes_of_keys) {
  rows = rounded(rows), bytes_of_keys = rounded(bytes_of_keys);
  for (column::Column& column : table.columns) column::reserve(column, rows);
  table.owner.reserve(rows);
  table.keys.reserve(rows, bytes_of_keys);
}

}  // namespace

// Three rounds of counting, eleven bits each.
std::vector<Row> order_by_owner(const std::vector<Row>& owners) {
  if (std::is_sorted(owners.begin(), owners.end())) return {};
  constexpr unsigned bits = 11;
  constexpr std::size_t places = std::size_t{1} << bits;
  std::vector<Row> order(owners.size()), next(owners.size());
  for (std::size_t row = 0; row < order.size(); ++row) order[row] = static_cast<Row>(row);
  for (unsigned shift = 0; shift < 32; shift += bits) {
    std::array<std::size_t, places + 1> starts{};
    for (const Row owner : owners) ++starts[((owner >> shift) & (places - 1)) + 1];
    for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
    for (const Row row : order) next[starts[(owners[row] >> shift) & (places - 1)]++] = row;
    order.swap(next);
  }
  return order;
}

void add_numbers(column::Keys& keys, const std::vector<std::int64_t>& numbers) {
  const bool rise = std::adjacent_find(numbers.begin(), numbers.end(), std::greater_equal<>()) == numbers.end();
  if (rise && !keys.as_text()) return keys.add_rising(numbers);
  for (const std::int64_t number : numbers) keys.add(std::to_string(number));
}

std::uint64_t Stored::write(const void* bytes, std::size_t size) {
  const base::Result<std::uint64_t> at = file_->add(bytes, size);
  if (!at) throw StoreFailed(at.failure().message);
  return at.value();
}

void Stored::read(std::uint64_t at, void* to, std::size_t size) const {
  if (const base::Status done = file_->read(at, to, size); !done) throw StoreFailed(done.failure().message);
}

void Stored::take(column::Table& table, bool keys) {
  Stretch stretch{.rows = table.rows};
  const std::vector<Row> order = by_owner_ ? order_by_owner(table.owner) : std::vector<Row>{};
  const auto put = [&](const auto& values) { return order.empty() ? write(values) : write(moved(values, order)); };
  for (column::Column& column : table.columns) {
    column::resize(column, table.rows);
    Cells cells{.why = !column.why.empty(), .kind = column.cells.index()};
    std::visit(
        [&](auto& of_kind) {
          if constexpr (requires { of_kind.cells; }) {
            cells.at = put(of_kind.cells);
            bytes_ += of_kind.cells.size() * sizeof(of_kind.cells[0]);
            of_kind.cells.clear();
          }
        },
        column.cells);
    if (cells.why) {
      column.why.resize(table.rows, plan::Missing::not_recorded);
      cells.why_at = put(column.why);
      bytes_ += column.why.size() * sizeof(column.why[0]);
      base::let_go(column.why);
    }
    stretch.columns.push_back(cells);
  }
  if (keys) {
    stretch.keys = write_keys(table.keys, order);
    bytes_ += table.keys.bytes() + (order.empty() ? 0 : table.rows * sizeof(std::int32_t));
    text_keys_ = text_keys_ || (table.keys.size() > 0 && table.keys.as_text());
    table.keys = {};
  }
  stretch.lines = !table.lines.empty();
  if (stretch.lines) {
    stretch.lines_at = put(table.lines);
    bytes_ += table.lines.size() * sizeof(table.lines[0]);
    table.lines.clear();
  }
  stretch.owners = !table.owner.empty();
  if (stretch.owners) {
    const std::vector<Row> owners = order.empty() ? std::vector<Row>{} : moved(table.owner, order);
    const std::vector<Row>& sorted = order.empty() ? table.owner : owners;
    stretch.owners_at = write(sorted);
    for (std::size_t row = 0; row < sorted.size(); row += rows_between) stretch.every.push_back(sorted[row]);
    bytes_ += sorted.size() * sizeof(Row);
    table.owner.clear();
  }
  rows_ += table.rows;
  table.rows = 0;
  stretches_.push_back(std::move(stretch));
}

Stored::StoredKeys Stored::write_keys(const column::Keys& keys, const std::vector<Row>& order) {
  StoredKeys stored;
  const std::size_t rows = keys.size();
  if (rows == 0) return stored;
  const auto key_row = [&](std::size_t i) { return order.empty() ? static_cast<Row>(i) : order[i]; };
  if (!keys.as_text()) {
    stored.first = keys.number(0);
    stored.form = keys.count_up() && order.empty() ? KeyForm::count_up : KeyForm::numbers;
    if (stored.form == KeyForm::count_up) return stored;
    std::vector<std::int64_t> numbers;
    numbers.reserve(rows);
    for (std::size_t i = 0; i < rows; ++i) numbers.push_back(keys.number(key_row(i)));
    stored.at = write(numbers);
    return stored;
  }
  std::string characters;
  stored.length = keys.view(0).size();
  characters.reserve(rows * stored.length);
  bool same = true;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::string_view key = keys.view(key_row(i));
    characters += key;
    same = same && key.size() == stored.length;
  }
  stored.form = same ? KeyForm::same_length : KeyForm::texts;
  stored.at = write(characters.data(), characters.size());
  if (same) return stored;
  std::vector<std::uint64_t> ends;
  ends.reserve(rows);
  std::uint64_t end = 0;
  for (std::size_t i = 0; i < rows; ++i) ends.push_back(end += keys.view(key_row(i)).size());
  stored.ends_at = write(ends);
  return stored;
}

void Stored::add_keys(column::Keys& keys, const Stretch& stretch, std::size_t from, std::size_t count) const {
  const StoredKeys& stored = stretch.keys;
  if (stored.form == KeyForm::none || count == 0) return;
  if (stored.form == KeyForm::count_up || stored.form == KeyForm::numbers) {
    std::vector<std::int64_t> numbers;
    if (stored.form == KeyForm::numbers) {
      add(numbers, stored.at, from, count);
    } else {
      numbers.reserve(count);
      for (std::size_t i = 0; i < count; ++i) numbers.push_back(stored.first + static_cast<std::int64_t>(from + i));
    }
    add_numbers(keys, numbers);
    return;
  }
  std::vector<std::uint64_t> ends;
  std::uint64_t begin = from * stored.length, end = begin + count * stored.length;
  if (stored.form == KeyForm::texts) {
    // The end before the first is where it begins.
    const std::size_t before_it = from == 0 ? 0 : 1;
    add(ends, stored.ends_at, from - before_it, count + before_it);
    if (before_it == 0) ends.insert(ends.begin(), 0);
    begin = ends.front(), end = ends.back();
  }
  std::string characters(end - begin, '\0');
  read(stored.at + begin, characters.data(), characters.size());
  const std::string_view all = characters;
  for (std::size_t i = 0; i < count; ++i)
    keys.add(stored.form == KeyForm::texts ? all.substr(ends[i] - begin, ends[i + 1] - ends[i])
                                           : all.substr(i * stored.length, stored.length));
}

std::size_t Stored::bytes_of_texts(const Stretch& stretch, std::size_t from, std::size_t count) const {
  const StoredKeys& stored = stretch.keys;
  if (stored.form == KeyForm::same_length) return count * stored.length;
  if (stored.form != KeyForm::texts || count == 0) return 0;
  const auto end_before = [&](std::size_t row) {
    std::uint64_t end = 0;
    if (row > 0) read(stored.ends_at + (row - 1) * sizeof(end), &end, sizeof(end));
    return end;
  };
  return end_before(from + count) - end_before(from);
}

void Stored::each_key(const std::function<void(std::string_view)>& use) const {
  constexpr std::size_t at_once = std::size_t{1} << 16U;
  for (const Stretch& stretch : stretches_) {
    for (std::size_t from = 0; from < stretch.rows; from += at_once) {
      column::Keys keys;
      add_keys(keys, stretch, from, std::min(at_once, stretch.rows - from));
      for (Row row = 0; row < keys.size(); ++row) use(keys.text(row));
    }
  }
}

std::size_t Stored::before(const Stretch& stretch, Row owner) const {
  const auto next = std::lower_bound(stretch.every.begin(), stretch.every.end(), owner);
  if (next == stretch.every.begin()) return 0;
  const std::size_t from = static_cast<std::size_t>(next - stretch.every.begin() - 1) * rows_between;
  std::vector<Row> owners;
  add(owners, stretch.owners_at, from, std::min(rows_between, stretch.rows - from));
  return from + static_cast<std::size_t>(std::lower_bound(owners.begin(), owners.end(), owner) - owners.begin());
}

Row Stored::before(Row owner) const {
  if (!by_owner_) return static_cast<Row>(std::min<std::size_t>(owner, rows_));
  std::size_t rows = 0;
  for (const Stretch& stretch : stretches_) rows += before(stretch, owner);
  return static_cast<Row>(rows);
}

void Stored::add_to(column::Table& table, Row begin, Row end, std::size_t threads) const {
  // A column that one file gives is there for the rows of others too.
  for (const Stretch& stretch : stretches_)
    for (std::size_t i = 0; i < stretch.columns.size(); ++i) {
      column::Column& column = table.columns[i];
      if (column.cells.index() == 0) make_alike(column, stretch.columns[i].kind, column.cells);
      column::resize(column, table.rows);
    }
  struct Rows {
    std::size_t from, to;
  };
  std::vector<Rows> wanted;
  std::size_t passed = 0, all = table.rows;
  for (const Stretch& stretch : stretches_) {
    const auto within = [&](Row row) { return std::clamp<std::size_t>(row, passed, passed + stretch.rows) - passed; };
    const Rows rows = by_owner_ ? Rows{before(stretch, begin), before(stretch, end)} : Rows{within(begin), within(end)};
    passed += stretch.rows;
    all += rows.to - rows.from;
    wanted.push_back(rows);
  }
  const auto each_stretch = [&](const auto& use) {
    std::size_t rows = table.rows;  // those there are
    for (std::size_t i = 0; i < stretches_.size(); ++i) {
      const auto [from, to] = wanted[i];
      if (from != to) use(stretches_[i], from, to - from, rows);
      rows += to - from;
    }
  };
  std::size_t bytes = 0;
  each_stretch([&](const Stretch& stretch, std::size_t from, std::size_t count, std::size_t) {
    bytes += bytes_of_texts(stretch, from, count);
  });
  reserve(table, all, bytes);
  const std::size_t columns = stretches_.empty() ? 0 : stretches_.front().columns.size();
  readers::do_all(columns + 2, threads, [&](std::size_t i) {
    each_stretch([&](const Stretch& stretch, std::size_t from, std::size_t count, std::size_t rows) {
      if (i < columns) return add_cells(table.columns[i], stretch.columns[i], from, count, rows);
      if (i > columns) return add_keys(table.keys, stretch, from, count);
      if (stretch.lines) add(table.lines, stretch.lines_at, from, count);
      if (stretch.owners) add(table.owner, stretch.owners_at, from, count);
    });
  });
  table.rows = all;
}

// After so many rows.
void Stored::add_cells(column::Column& column, const Cells& cells, std::size_t from, std::size_t count,
                       std::size_t rows) const {
  if (cells.kind == 0) return column::resize(column, rows + count);
  std::visit(
      [&](auto& of_kind) {
        if constexpr (requires { of_kind.cells; }) add(of_kind.cells, cells.at, from, count);
      },
      column.cells);
  if (cells.why) {
    column.why.resize(rows, plan::Missing::not_recorded);
    add(column.why, cells.why_at, from, count);
  } else if (!column.why.empty()) {
    column.why.resize(rows + count, plan::Missing::not_recorded);
  }
}

}  // namespace fairstart::partitions
