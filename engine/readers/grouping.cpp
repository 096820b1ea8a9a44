// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/grouping.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

#include "engine/column/reorder.hpp"
#include "engine/readers/do_all.hpp"

namespace fairstart::readers {
namespace {

using column::Row;

// Rows in slices, on so many threads.
std::size_t slices_of(std::size_t rows, std::size_t threads) {
  constexpr std::size_t rows_a_slice = 1U << 16U;
  return std::clamp<std::size_t>(rows / rows_a_slice, 1, std::max<std::size_t>(threads, 1));
}
std::size_t begin_of(std::size_t slice, std::size_t slices, std::size_t rows) { return rows * slice / slices; }

bool is_in_order(const std::vector<Row>& owner, std::size_t threads) {
  if (owner.empty()) return true;
  const std::size_t slices = slices_of(owner.size(), threads);
  std::atomic<bool> in_order = true;
  do_all(slices, slices, [&](std::size_t slice) {
    constexpr std::size_t rows_a_look = 4096;
    const std::size_t last = std::min(begin_of(slice + 1, slices, owner.size()), owner.size() - 1);
    for (std::size_t row = begin_of(slice, slices, owner.size()); row < last && in_order;) {
      unsigned falls = 0;
      for (const std::size_t until = std::min(row + rows_a_look, last); row < until; ++row)
        falls |= owner[row] > owner[row + 1] ? 1U : 0U;
      if (falls != 0) in_order = false;
    }
  });
  return in_order;
}

// Of rows in the order of their owners, into `first`, which is all 0. Nothing branches on how many rows an owner has.
void find_first(const std::vector<Row>& owner, std::vector<Row>& first, std::size_t threads) {
  if (owner.empty()) return;
  const std::size_t slices = slices_of(owner.size(), threads);
  // Slices begin where an owner's rows do, so that no two write to one place.
  const auto begin = [&](std::size_t slice) {
    std::size_t row = begin_of(slice, slices, owner.size());
    while (row > 0 && row < owner.size() && owner[row] == owner[row - 1]) ++row;
    return row;
  };
  do_all(slices, slices, [&](std::size_t slice) {
    const std::size_t from = begin(slice), to = begin(slice + 1);
    if (from == to) return;
    for (std::size_t row = from; row < to; ++row) first[owner[row] + 1] = static_cast<Row>(row + 1);
    auto at = static_cast<Row>(from);
    const std::size_t end = to == owner.size() ? first.size() : std::size_t{owner[to - 1]} + 2;
    for (std::size_t i = from == 0 ? 0 : std::size_t{owner[from - 1]} + 2; i < end; ++i) first[i] = at = std::max(at, first[i]);
  });
}

// Takes rows to the order of their owners, a column at a time and in two steps: first to the part of the owners that theirs is
// in, then to their place within it. Each step writes to few places at a time, or to what fits the processor's caches; rows that
// are gathered from everywhere would wait for memory one by one.
class ByOwner {
 public:
  // `first` becomes where each owner's rows begin. `owner` and `first` must stay as they are meanwhile.
  ByOwner(const std::vector<Row>& owner, std::size_t owner_rows, std::vector<Row>& first, std::size_t threads)
      : owner_(owner), owner_rows_(owner_rows), first_(first), room_(owner.size() * sizeof(Row)), places_(room_.as<Row>()) {
    constexpr std::size_t most_parts = 512;
    while (owner_rows >> shift_ >= most_parts) ++shift_;
    parts_ = (owner_rows >> shift_) + 1;
    slices_ = slices_of(owner.size(), threads);
    next_.assign(slices_, std::vector<Row>(parts_));
    do_all(slices_, slices_, [&](std::size_t slice) {
      for (std::size_t row = begin(slice); row < begin(slice + 1); ++row) ++next_[slice][owner[row] >> shift_];
    });
    ends_.resize(parts_);
    Row before = 0;
    for (std::size_t part = 0; part < parts_; ++part) {
      for (std::vector<Row>& next : next_) before += std::exchange(next[part], before);
      ends_[part] = before;
    }
    to_parts(places_, [&](std::size_t row) { return owner_[row]; });
    do_all(parts_, slices_, [&](std::size_t part) {
      const std::size_t base = part << shift_, owners = std::min(owner_rows_ - base, std::size_t{1} << shift_);
      Row* const to = first_.data() + base;
      for (std::size_t i = start_of(part); i < ends_[part]; ++i) ++to[places_[i] - base];
      Row at = start_of(part);
      for (std::size_t i = 0; i < owners; ++i) at += std::exchange(to[i], at);
      // From owners to the places of their rows.
      std::vector<Row> next(to, to + owners);
      for (std::size_t i = start_of(part); i < ends_[part]; ++i) places_[i] = next[places_[i] - base]++;
    });
    first_[owner_rows] = static_cast<Row>(owner.size());
  }

  template <class T>
  void move(std::vector<T>& values) const {
    if (values.empty()) return;
    put(values.data(), [from = values.data()](std::size_t row) { return from[row]; });
  }
  // Texts of one length, one after another; false where they are longer than texts that are moved as values.
  bool move_texts(std::string& texts) const {
    const std::size_t length = texts.size() / owner_.size();
    return move_texts(texts, length, std::make_index_sequence<longest_text>{});
  }
  // Row i was at order[i].
  void put_order(Row* order) const {
    to_parts(order, [](std::size_t row) { return static_cast<Row>(row); });
    do_all(parts_, slices_, [&](std::size_t part) {
      const std::vector<Row> parted(order + start_of(part), order + ends_[part]);
      for (std::size_t i = 0; i < parted.size(); ++i) order[places_[start_of(part) + i]] = parted[i];
    });
  }
  // The owners themselves.
  void put_owners(std::vector<Row>& owner) const {
    constexpr std::size_t at_once = 8;
    do_all(parts_, slices_, [&](std::size_t part) {
      const std::size_t base = part << shift_, end = std::min(owner_rows_, base + (std::size_t{1} << shift_));
      const Row* const first = first_.data();
      Row* const to = owner.data();
      for (std::size_t i = base; i < end; ++i) {
        const auto value = static_cast<Row>(i);
        std::size_t row = first[i];
        // Most have few rows. What is written too far is the next owner's, who comes next.
        if (row + at_once <= ends_[part]) {
          for (std::size_t k = 0; k < at_once; ++k) to[row + k] = value;
          row += at_once;
        }
        for (; row < first[i + 1]; ++row) to[row] = value;
      }
    });
  }

 private:
  static constexpr std::size_t longest_text = 16;
  template <std::size_t Length>
  struct Text {
    char bytes[Length];
  };
  template <std::size_t... Shorter>
  bool move_texts(std::string& texts, std::size_t length, std::index_sequence<Shorter...>) const {
    const auto move_these = [&]<std::size_t Length>() {
      auto* const values = reinterpret_cast<Text<Length>*>(texts.data());
      put(values, [values](std::size_t row) { return values[row]; });
      return true;
    };
    return ((length == Shorter + 1 && move_these.template operator()<Shorter + 1>()) || ...);
  }
  std::size_t begin(std::size_t slice) const { return begin_of(slice, slices_, owner_.size()); }
  Row start_of(std::size_t part) const { return part == 0 ? 0 : ends_[part - 1]; }

  template <class T, class Value>
  void to_parts(T* parted, Value value) const {
    do_all(slices_, slices_, [&](std::size_t slice) {
      std::vector<Row> next = next_[slice];  // not in the same cache lines as another thread's
      // All at hand: a byte that is written could be any of them.
      Row* const to = next.data();
      const Row* const owner = owner_.data();
      T* const out = parted;
      const Value value_of = value;
      const unsigned shift = shift_;
      for (std::size_t row = begin(slice), end = begin(slice + 1); row < end; ++row)
        out[to[owner[row] >> shift]++] = value_of(row);
    });
  }
  template <class T, class Value>
  void put(T* out, Value value) const {
    column::Room room(owner_.size() * sizeof(T));
    T* const parted = room.as<T>();
    to_parts(parted, value);
    do_all(parts_, slices_, [&](std::size_t part) {
      const Row* const places = places_;
      const T* const from = parted;
      T* const to = out;
      for (std::size_t i = start_of(part), end = ends_[part]; i < end; ++i) to[places[i]] = from[i];
    });
  }

  const std::vector<Row>& owner_;
  std::size_t owner_rows_;
  std::vector<Row>& first_;
  unsigned shift_ = 6;  // the part of an owner: its row without so many bits
  std::size_t parts_ = 0, slices_ = 0;
  std::vector<std::vector<Row>> next_;  // by slice of the rows and part: where its first row goes
  std::vector<Row> ends_;               // by part
  column::Room room_;
  Row* places_;  // of rows, as they are when they are in the order of parts
};

}  // namespace

void group_by_owner(column::Table& table, std::size_t owner_rows, std::vector<Row>* moved, std::size_t threads,
                    bool keys_are_looked_up) {
  table.first.assign(owner_rows + 1, 0);
  if (is_in_order(table.owner, threads)) return find_first(table.owner, table.first, threads);
  const ByOwner by_owner(table.owner, owner_rows, table.first, threads);
  const bool seldom = moved == nullptr && !keys_are_looked_up && table.keys.as_text();
  std::string* const texts = seldom ? nullptr : table.keys.texts_of_one_length();
  const bool keys_moved = table.keys.size() == 0 || (texts != nullptr && by_owner.move_texts(*texts));
  if (!seldom && (moved != nullptr || !keys_moved)) {
    std::vector<Row> order(table.owner.size());
    by_owner.put_order(order.data());
    if (!keys_moved) table.keys.reorder(order);
    if (moved != nullptr) *moved = std::move(order);
  }
  for (column::Column& column : table.columns) {
    std::visit(
        [&](auto& cells) {
          if constexpr (requires { cells.cells; }) by_owner.move(cells.cells);
        },
        column.cells);
    by_owner.move(column.why);
  }
  by_owner.move(table.lines);
  if (seldom) {
    // After the columns, in a room that they have moved through.
    column::Room order(table.owner.size() * sizeof(Row));
    by_owner.put_order(order.as<Row>());
    table.keys.look_through(std::move(order));
  }
  by_owner.put_owners(table.owner);
}

}  // namespace fairstart::readers
