// SPDX-License-Identifier: Apache-2.0
#include "engine/partitions/shelf.hpp"

#include <algorithm>

#include "dsl/base/let_go.hpp"
#include "engine/readers/grouping.hpp"
#include "engine/readers/key_index.hpp"

namespace fairstart::partitions {
namespace {

using column::no_row;
using column::Row;

constexpr std::size_t none = SIZE_MAX;
constexpr std::size_t least_part = std::size_t{8} << 20U;

bool is_link_within(const plan::Plan& plan, const plan::Field& field) {
  return field.type.kind == types::Kind::link && field.type.record.exists() && plan.family.exists() &&
         plan.belongs_under(field.type.record, plan.family);
}

std::size_t bytes_of(const column::Table& table) {
  std::size_t bytes = table.keys.bytes() + table.owner.size() * sizeof(Row) + table.lines.size() * sizeof(std::uint64_t);
  for (const column::Column& column : table.columns) {
    bytes += column.why.size();
    std::visit(
        [&](const auto& of_kind) {
          if constexpr (requires { of_kind.cells; }) bytes += of_kind.cells.size() * sizeof(of_kind.cells[0]);
        },
        column.cells);
  }
  return bytes;
}

std::size_t bytes_that_go(const column::Table& table, bool keys_stay) {
  return bytes_of(table) - (keys_stay ? table.keys.bytes() : 0);
}

void reorder(column::Table& table, const std::vector<Row>& order) {
  if (order.empty()) return;
  const auto move = [&](auto& values) {
    if (values.empty()) return;
    auto all = values;
    all.clear();
    for (const Row row : order) all.push_back(values[row]);
    values = std::move(all);
  };
  for (column::Column& column : table.columns) {
    std::visit(
        [&](auto& of_kind) {
          if constexpr (requires { of_kind.cells; }) move(of_kind.cells);
        },
        column.cells);
    move(column.why);
  }
  if (table.keys.size() > 0) table.keys.reorder(order);
  move(table.lines);
  move(table.owner);
}

// A database of families' parts has no columns of them between the parts.
void clear(column::Table& table) {
  table.rows = 0;
  table.columns = {};
  table.keys = {};
  table.owner = {}, table.first = {};
  table.lines = {};
  table.open_owners = {};
}

// What there is in all, of which so much is a share.
std::size_t of_whole(std::size_t part, double share) {
  constexpr double least = 1e-9;
  return static_cast<std::size_t>(static_cast<double>(part) / std::clamp(share, least, 1.0));
}

// Texts that will come with the rest, should they go on as they have.
std::size_t texts_to_come(const readers::SoFar& so_far) {
  constexpr double least = 0.01;  // before that, most of what they take is room
  const std::size_t bytes = so_far.database.texts.bytes();
  return of_whole(bytes, std::max(so_far.share, least)) - bytes;
}

// Of the table that finds rows by their keys; where a share of the keys is there, by them all.
std::size_t bytes_of_index(const column::Keys& keys, double share = 1) {
  return readers::KeyIndex::bytes_of_whole(keys, of_whole(keys.size(), share));
}

// To put rows in order: two orders of them, and a copy of what is largest.
std::size_t bytes_to_order(const column::Keys& keys, std::size_t rows) {
  return std::max(keys.bytes(), rows * sizeof(std::uint64_t)) + 2 * rows * sizeof(Row);
}

void add_keys_of(column::Keys& keys, const column::Keys& all, Row begin, Row end) {
  if (all.as_text()) {
    std::size_t bytes = 0;
    for (Row row = begin; row < end; ++row) bytes += all.view(row).size();
    keys.reserve(end - begin, bytes);
    for (Row row = begin; row < end; ++row) keys.add(all.view(row));
    return;
  }
  std::vector<std::int64_t> numbers;
  numbers.reserve(end - begin);
  for (Row row = begin; row < end; ++row) numbers.push_back(all.number(row));
  add_numbers(keys, numbers);
}

}  // namespace

Shelf::Shelf(const plan::Plan& plan, base::UnnamedFile file, Sizes sizes)
    : plan_(plan), file_(std::move(file)), sizes_(sizes), place_(plan.records.size(), none), pairs_(plan.records.size()) {
  if (sizes_.stretch == 0) sizes_.stretch = (sizes_.memory - std::min(sizes_.memory, sizes_.apart)) / 8;
  for (const plan::Field& field : plan.fields) keep_owners_ = keep_owners_ || is_link_within(plan, field);
  if (!plan.family.exists()) return;
  std::vector<std::pair<std::size_t, plan::RecordId>> by_depth;
  for (std::size_t i = 0; i < plan.records.size(); ++i) {
    const plan::RecordId record(i);
    if (plan.records[i].pairing || !plan.belongs_under(record, plan.family)) continue;
    std::size_t depth = 0;
    for (plan::RecordId at = record; at != plan.family; at = plan.record(at).owner) ++depth;
    by_depth.emplace_back(depth, record);
  }
  std::stable_sort(by_depth.begin(), by_depth.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [depth, record] : by_depth) {
    place_[record.index()] = shelved_.size();
    shelved_.push_back({record, Stored(file_, record != plan.family), {}});
  }
}

Shelf::Shelved* Shelf::find(plan::RecordId record) {
  return place_[record.index()] == none ? nullptr : &shelved_[place_[record.index()]];
}
const Shelf::Shelved* Shelf::find(plan::RecordId record) const {
  return place_[record.index()] == none ? nullptr : &shelved_[place_[record.index()]];
}

bool Shelf::keys_stay(plan::RecordId record) const {
  const auto owned = [&](const plan::Record& other) { return other.owner == record && !other.pairing; };
  const auto linked = [&](const plan::Field& field) {
    return field.type.kind == types::Kind::link && field.type.record == record;
  };
  return std::any_of(plan_.records.begin(), plan_.records.end(), owned) ||
         std::any_of(plan_.fields.begin(), plan_.fields.end(), linked);
}

// What no part is without.
void Shelf::count_others(const readers::SoFar& so_far) {
  const std::vector<column::Table>& tables = so_far.database.tables;
  other_bytes_ = so_far.database.texts.bytes() + so_far.besides;
  for (std::size_t i = 0; i < tables.size(); ++i)
    if (place_[i] == none) other_bytes_ += bytes_of(tables[i]) + bytes_of_index(tables[i].keys);
}

void Shelf::rows_stay(const std::vector<plan::RecordId>& records, const readers::SoFar& so_far) {
  count_others(so_far);
  std::size_t rows = 0, index = 0;
  for (const plan::RecordId record : records) {
    const column::Table& table = so_far.database.table(record);
    const std::size_t of_rows = bytes_of(table), of_index = bytes_of_index(table.keys);
    rows += of_rows;
    index += of_index;
    if (place_[record.index()] == none) other_bytes_ -= of_rows + of_index;
  }
  // Room for a column that is put in order, or away. What tells repeated keys has gone when the table that finds keys comes.
  const auto in_all = [](std::size_t bytes) { return bytes + bytes / 8; };
  check(in_all(rows + std::max(index, so_far.index)), of_whole(in_all(rows + index), so_far.share) + texts_to_come(so_far));
}

void Shelf::check_room(plan::RecordId record, const readers::SoFar& so_far) {
  const column::Table& table = so_far.database.table(record);
  count_others(so_far);
  const bool stay = keys_stay(record);
  const std::size_t rows = 2 * std::min(bytes_that_go(table, stay), sizes_.stretch);
  std::size_t now = rows + so_far.index, whole = rows + texts_to_come(so_far);
  if (stay) {
    now = rows + table.keys.bytes() + std::max(so_far.index, bytes_of_index(table.keys));
    // Owners come besides, and keys may have to be put in the order of theirs.
    const std::size_t to_come =
        record == plan_.family ? 0 : bytes_to_order(table.keys, table.keys.size()) + table.keys.size() * sizeof(Row);
    whole += of_whole(table.keys.bytes() + to_come, so_far.share) + bytes_of_index(table.keys, so_far.share);
  }
  check(now, whole);
}

bool Shelf::rows_came(plan::RecordId record, const readers::SoFar& so_far) {
  check_room(record, so_far);
  Shelved& shelved = *find(record);
  column::Table& table = so_far.database.tables[record.index()];
  const bool stay = keys_stay(record);
  if (bytes_that_go(table, stay) < sizes_.stretch) return false;
  if (stay && record != plan_.family) {
    // Room once: what is not used costs address space only.
    if (shelved.owners.empty()) shelved.owners.reserve(of_whole(table.keys.size(), so_far.share));
    shelved.owners.insert(shelved.owners.end(), table.owner.begin(), table.owner.end());
  }
  shelved.rows.take(table, !stay);
  return true;
}

void Shelf::take_rest(Shelved& shelved, column::Table& table) {
  const bool stay = keys_stay(shelved.record);
  if (stay && shelved.record != plan_.family) {
    shelved.owners.insert(shelved.owners.end(), table.owner.begin(), table.owner.end());
    const std::vector<Row> order = order_by_owner(shelved.owners);
    if (!order.empty()) {
      check(bytes_to_order(table.keys, order.size()));
      if (table.keys.size() > 0) table.keys.reorder(order);
      std::sort(shelved.owners.begin(), shelved.owners.end());
    }
  }
  shelved.rows.take(table, !stay);
  for (column::Column& column : table.columns) column = {};
  base::let_go(table.lines);
  base::let_go(table.owner);
  if (keep_owners_ && stay && shelved.record != plan_.family) table.owner = std::move(shelved.owners);
  base::let_go(shelved.owners);
  table.rows = shelved.rows.rows();
}

void Shelf::ended(plan::RecordId record, const readers::SoFar& so_far, bool links) {
  Shelved& shelved = *find(record);
  column::Table& table = so_far.database.tables[record.index()];
  count_others(so_far);
  ended_bytes_ += table.open_owners.size() * sizeof(Row);
  if (keys_stay(record)) ended_bytes_ += bytes_of_index(table.keys) + (links ? 0 : table.keys.bytes());
  if (links) {
    ended_bytes_ += bytes_of(table);
    shelved.waits = true;
    const std::vector<Row> order = record == plan_.family ? std::vector<Row>{} : order_by_owner(table.owner);
    check(order.empty() ? 0 : bytes_to_order(table.keys, order.size()));
    reorder(table, order);
    return;
  }
  take_rest(shelved, table);
}

void Shelf::all_ended(column::Database& database) {
  for (Shelved& shelved : shelved_) {
    column::Table& table = database.tables[shelved.record.index()];
    if (shelved.waits) take_rest(shelved, table);
    shelved.frame = std::move(table);
    shelved.frame.columns.clear();
    base::let_go(shelved.frame.owner);
    table = {};
  }
  ended_bytes_ = 0;
  count_others({database});
  room(0);
}

// For rows of a part.
std::size_t Shelf::room(std::size_t besides) const {
  if (sizes_.part != 0) return sizes_.part;
  check(besides + least_part);
  // Loading holds one column twice for a while, and working out keeps tables by the side.
  return (sizes_.memory - sizes_.apart - held() - besides) * 2 / 3;
}

void Shelf::each_key_taken(plan::RecordId record, const std::function<void(std::string_view)>& use) const {
  if (const Shelved* shelved = find(record)) shelved->rows.each_key(use);
}

std::size_t Shelf::held() const {
  std::size_t bytes = other_bytes_ + ended_bytes_;
  for (const Shelved& shelved : shelved_)
    bytes += shelved.frame.keys.bytes() + (shelved.owners.size() + shelved.frame.open_owners.size()) * sizeof(Row);
  return bytes;
}

// `whole`: what it will be when the table that is being read is whole, so that what is said to do does.
void Shelf::check(std::size_t besides, std::size_t whole) const {
  const std::size_t others = sizes_.apart + held();
  if (sizes_.memory > 0 && others + besides > sizes_.memory) throw TooLittle(others + std::max(besides, whole));
}

std::size_t Shelf::families() const { return shelved_.empty() ? 0 : shelved_.front().rows.rows(); }

Shelf::Ranges Shelf::ranges(Row begin, Row end) const {
  Ranges all(shelved_.size());
  for (std::size_t i = 0; i < shelved_.size(); ++i) {
    if (i == 0) {
      all[i] = {begin, end};
      continue;
    }
    const Range owners = all[place_[plan_.record(shelved_[i].record).owner.index()]];
    all[i] = {shelved_[i].rows.before(owners.begin), shelved_[i].rows.before(owners.end)};
  }
  return all;
}

std::size_t Shelf::bytes(const Ranges& ranges) const {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < shelved_.size(); ++i) {
    const std::size_t rows = ranges[i].end - ranges[i].begin;
    const Shelved& shelved = shelved_[i];
    std::size_t each = shelved.rows.bytes_a_row() + sizeof(Row);
    if (shelved.frame.rows > 0) each += shelved.frame.keys.bytes() / shelved.frame.rows + sizeof(Row);
    bytes += rows * each;
  }
  return bytes;
}

Row Shelf::end_of_part(Row begin, std::size_t room) const {
  const auto families = static_cast<Row>(this->families());
  if (bytes(ranges(begin, families)) <= room) return families;
  Row fits = begin + 1, too_far = families;
  while (fits + 1 < too_far) {
    const Row middle = fits + (too_far - fits) / 2;
    (bytes(ranges(begin, middle)) <= room ? fits : too_far) = middle;
  }
  return fits;
}

bool Shelf::next(column::Database& database, std::size_t besides) {
  for (std::size_t i = 0; i < plan_.records.size(); ++i) {
    const bool pairing = plan_.records[i].pairing.has_value();
    if (pairing) pairs_[i] += database.tables[i].rows;
    if (pairing || place_[i] != none) clear(database.tables[i]);
  }
  if (!next_) return false;
  const Row begin = *next_, families = static_cast<Row>(this->families());
  const Row end = begin == families ? families : end_of_part(begin, room(besides));
  next_ = end == families ? std::nullopt : std::optional(end);
  database.families_before = begin;
  if (!shelved_.empty()) load(database, ranges(begin, end));
  column::make_pairs(database, 4'000'000, pairs_);
  return true;
}

void Shelf::load(column::Database& database, const Ranges& ranges) const {
  for (std::size_t i = 0; i < shelved_.size(); ++i) {
    const Shelved& shelved = shelved_[i];
    column::Table& table = database.tables[shelved.record.index()];
    table.columns.resize(plan_.record(shelved.record).fields.size());
    table.files = shelved.frame.files;
    table.partial = shelved.frame.partial;
    table.partial_where = shelved.frame.partial_where;
    table.covers = shelved.frame.covers;
    table.lost = shelved.frame.lost;
    load(table, shelved, ranges);
  }
}

void Shelf::load(column::Table& table, const Shelved& shelved, const Ranges& ranges) const {
  const Range rows = ranges[place_[shelved.record.index()]];
  const bool keys_stay = shelved.frame.keys.size() > 0;
  if (shelved.record == plan_.family) {
    shelved.rows.add_to(table, rows.begin, rows.end, sizes_.threads);
  } else {
    const Range owners = ranges[place_[plan_.record(shelved.record).owner.index()]];
    shelved.rows.add_to(table, owners.begin, owners.end, sizes_.threads);
    for (Row& owner : table.owner) owner -= owners.begin;
    readers::group_by_owner(table, owners.end - owners.begin, nullptr, sizes_.threads);
    const auto& open = shelved.frame.open_owners;
    for (auto at = std::lower_bound(open.begin(), open.end(), owners.begin); at != open.end() && *at < owners.end; ++at)
      table.open_owners.push_back(*at - owners.begin);
  }
  if (keys_stay) {
    if (shelved.frame.keys.as_text()) table.keys.make_texts();
    add_keys_of(table.keys, shelved.frame.keys, rows.begin, rows.end);
  } else if (shelved.rows.has_text_keys()) {
    table.keys.make_texts();
  }
  move_links(table, shelved, ranges);
}

// Links within a family lead to rows of the same part.
void Shelf::move_links(column::Table& table, const Shelved& shelved, const Ranges& ranges) const {
  const auto& fields = plan_.record(shelved.record).fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const plan::Field& field = plan_.field(fields[i]);
    auto* cells = std::get_if<column::LinkCells>(&table.columns[i].cells);
    if (cells == nullptr || !is_link_within(plan_, field)) continue;
    const Row before = ranges[place_[field.type.record.index()]].begin;
    for (Row& cell : cells->cells)
      if (cell != column::LinkCells::none) cell -= before;
  }
}

}  // namespace fairstart::partitions
