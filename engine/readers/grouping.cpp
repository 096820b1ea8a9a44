// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/grouping.hpp"

#include <algorithm>
#include <utility>

#include "engine/column/reorder.hpp"
#include "engine/readers/do_all.hpp"

namespace fairstart::readers {
namespace {

using column::Row;

// Takes rows to the order of their owners, a column at a time and in two steps: first to the part of the owners that theirs is
// in, then to their place within it. Each step writes to few places at a time, or to what fits the processor's caches; rows that
// are gathered from everywhere would wait for memory one by one.
class ByOwner {
 public:
  // `first` becomes where each owner's rows begin. `owner` and `first` must stay as they are meanwhile.
  ByOwner(const std::vector<Row>& owner, std::size_t owner_rows, std::vector<Row>& first, std::size_t threads)
      : owner_(owner), owner_rows_(owner_rows), first_(first), room_(owner.size() * sizeof(Row)), places_(room_.as<Row>()) {
    constexpr std::size_t most_parts = 512, rows_a_slice = 1U << 16U;
    while (owner_rows >> shift_ >= most_parts) ++shift_;
    parts_ = (owner_rows >> shift_) + 1;
    slices_ = std::clamp<std::size_t>(owner.size() / rows_a_slice, 1, std::max<std::size_t>(threads, 1));
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
    put(values.data(), [&values](std::size_t row) { return values[row]; });
  }
  // Texts of one length, one after another; false where they are longer than texts that are moved as values.
  bool move_texts(std::string& texts) const {
    const std::size_t length = texts.size() / owner_.size();
    return move_texts(texts, length, std::make_index_sequence<longest_text>{});
  }
  // Row i was at order[i].
  void put_order(Row* order) const {
    put(order, [](std::size_t row) { return static_cast<Row>(row); });
  }
  // The owners themselves.
  void put_owners(std::vector<Row>& owner) const {
    do_all(parts_, slices_, [&](std::size_t part) {
      const std::size_t base = part << shift_, end = std::min(owner_rows_, base + (std::size_t{1} << shift_));
      for (std::size_t i = base; i < end; ++i)
        std::fill(owner.begin() + first_[i], owner.begin() + first_[i + 1], static_cast<Row>(i));
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
  std::size_t begin(std::size_t slice) const { return owner_.size() * slice / slices_; }
  Row start_of(std::size_t part) const { return part == 0 ? 0 : ends_[part - 1]; }

  template <class T, class Value>
  void to_parts(T* parted, Value value) const {
    do_all(slices_, slices_, [&](std::size_t slice) {
      std::vector<Row> next = next_[slice];  // not in the same cache lines as another thread's
      Row* const to = next.data();
      const Row* const owner = owner_.data();
      for (std::size_t row = begin(slice); row < begin(slice + 1); ++row) parted[to[owner[row] >> shift_]++] = value(row);
    });
  }
  template <class T, class Value>
  void put(T* out, Value value) const {
    column::Room room(owner_.size() * sizeof(T));
    T* const parted = room.as<T>();
    to_parts(parted, value);
    do_all(parts_, slices_, [&](std::size_t part) {
      for (std::size_t i = start_of(part); i < ends_[part]; ++i) out[places_[i]] = parted[i];
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
  if (std::is_sorted(table.owner.begin(), table.owner.end())) {
    for (const Row owner : table.owner) ++table.first[owner + 1];
    for (std::size_t i = 1; i <= owner_rows; ++i) table.first[i] += table.first[i - 1];
    return;
  }
  const ByOwner by_owner(table.owner, owner_rows, table.first, threads);
  const bool seldom = moved == nullptr && !keys_are_looked_up && table.keys.as_text();
  std::string* const texts = seldom ? nullptr : table.keys.texts_of_one_length();
  const bool keys_moved = table.keys.size() == 0 || (texts != nullptr && by_owner.move_texts(*texts));
  if (seldom) {
    column::Room order(table.owner.size() * sizeof(Row));
    by_owner.put_order(order.as<Row>());
    table.keys.look_through(std::move(order));
  } else if (moved != nullptr || !keys_moved) {
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
  by_owner.put_owners(table.owner);
}

}  // namespace fairstart::readers
