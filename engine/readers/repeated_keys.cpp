// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/repeated_keys.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <mutex>
#include <optional>
#include <span>

#include "engine/column/reorder.hpp"
#include "engine/readers/do_all.hpp"
#include "engine/readers/key_hash.hpp"

namespace fairstart::readers {
namespace {

using column::Row;

constexpr std::size_t part_bits = 8, parts = std::size_t{1} << part_bits;
std::size_t part_of(std::uint64_t hash) { return hash >> (64 - part_bits); }
// Of a key's hash, bits that do not say which part it is in; never 0.
std::uint32_t bits_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> (32 - part_bits)) | 1U; }

struct Range {
  std::size_t begin, end;
};

// Bits that more than one of the rows has; a few may be there that only one has.
void find_suspects(const std::uint32_t* bits, std::span<const Range> ranges, std::vector<std::uint32_t>& table,
                   std::vector<std::uint32_t>& suspects) {
  constexpr std::size_t most_steps = 64;  // keys may be chosen so that all have neighbouring places
  std::size_t size = 0;
  for (const Range& range : ranges) size += range.end - range.begin;
  const auto width = static_cast<unsigned>(std::bit_width(2 * size + most_steps));
  table.assign((std::size_t{1} << width) + most_steps, 0);
  for (const Range& range : ranges) {
    for (const std::uint32_t *at = bits + range.begin, *const end = bits + range.end; at != end; ++at) {
      std::uint32_t* const place = table.data() + (std::uint64_t{*at} << width >> 32U);
      std::size_t step = 0;
      while (step < most_steps && place[step] != 0 && place[step] != *at) ++step;
      if (step < most_steps && place[step] == 0)
        place[step] = *at;
      else
        suspects.push_back(*at);
    }
  }
}

class Search {
 public:
  Search(const column::Keys& keys, std::size_t threads) : keys_(keys) {
    constexpr std::size_t rows_a_slice = 1U << 16U;
    slices_ = std::clamp<std::size_t>(keys.size() / rows_a_slice, 1, std::max<std::size_t>(threads, 1));
    if (put(even_rooms())) return;
    put(counted_rooms());
  }

  std::vector<std::uint64_t> repeated() {
    std::vector<std::uint64_t> found;
    std::mutex lock;
    do_all(slices_, slices_, [&](std::size_t slice) {
      std::vector<std::uint32_t> table, suspects;
      for (std::size_t part = slice; part < parts; part += slices_) {
        suspects.clear();
        find_suspects(bits(), ranges_of(part), table, suspects);
        if (suspects.empty()) continue;
        std::vector<std::uint64_t> here = compare(ranges_of(part), suspects);
        const std::lock_guard held(lock);
        found.insert(found.end(), here.begin(), here.end());
      }
    });
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

 private:
  using Sizes = std::vector<std::size_t>;  // by part, and within it by slice of the rows

  template <class Use>
  void each(std::size_t slice, Use use) const {
    const auto begin = static_cast<Row>(keys_.size() * slice / slices_);
    const auto end = static_cast<Row>(keys_.size() * (slice + 1) / slices_);
    if (keys_.as_text())
      for (Row row = begin; row < end; ++row) use(row, hash_of_text(keys_.view(row)));
    else
      for (Row row = begin; row < end; ++row) use(row, hash_of_number(keys_.number(row)));
  }
  std::uint32_t* bits() const { return bits_room_->as<std::uint32_t>(); }
  Row* rows() const { return rows_room_->as<Row>(); }
  std::span<const Range> ranges_of(std::size_t part) const { return std::span(ranges_).subspan(part * slices_, slices_); }

  // As chance has it when all keys differ, and more than it ever needs: eight standard deviations.
  Sizes even_rooms() const {
    const double share = static_cast<double>(keys_.size()) / static_cast<double>(slices_ * parts);
    return Sizes(parts * slices_, static_cast<std::size_t>(share + 8 * std::sqrt(share)) + 8);
  }
  // As it is, where keys that come again and again need more.
  Sizes counted_rooms() const {
    Sizes counts(parts * slices_);
    do_all(slices_, slices_, [&](std::size_t slice) {
      Sizes here(parts);
      each(slice, [&](Row, std::uint64_t hash) { ++here[part_of(hash)]; });
      for (std::size_t part = 0; part < parts; ++part) counts[part * slices_ + slice] = here[part];
    });
    return counts;
  }
  // Puts bits and rows of each slice into the parts; false: not all have room.
  bool put(const Sizes& rooms) {
    ranges_.clear();
    std::size_t all = 0;
    for (const std::size_t room : rooms) {
      ranges_.push_back({all, all + room});
      all += room;
    }
    bits_room_.emplace(all * sizeof(std::uint32_t));
    rows_room_.emplace(all * sizeof(Row));
    std::atomic<bool> fit = true;
    do_all(slices_, slices_, [&](std::size_t slice) {
      std::size_t next[parts], ends[parts];
      for (std::size_t part = 0; part < parts; ++part) {
        const Range& range = ranges_[part * slices_ + slice];
        next[part] = range.begin, ends[part] = range.end;
      }
      bool all_fit = true;
      each(slice, [&, to_bits = bits(), to_rows = rows()](Row row, std::uint64_t hash) {
        const std::size_t part = part_of(hash), at = next[part];
        if (at == ends[part]) return void(all_fit = false);
        to_bits[at] = bits_of(hash);
        to_rows[at] = row;
        next[part] = at + 1;
      });
      for (std::size_t part = 0; part < parts; ++part) ranges_[part * slices_ + slice].end = next[part];
      if (!all_fit) fit = false;
    });
    return fit;
  }

  // Rows whose bits are suspect, by their keys themselves.
  std::vector<std::uint64_t> compare(std::span<const Range> ranges, std::vector<std::uint32_t>& suspects) const {
    std::sort(suspects.begin(), suspects.end());
    suspects.erase(std::unique(suspects.begin(), suspects.end()), suspects.end());
    std::vector<Row> rows;
    for (const Range& range : ranges)
      for (std::size_t at = range.begin; at < range.end; ++at)
        if (std::binary_search(suspects.begin(), suspects.end(), bits()[at])) rows.push_back(this->rows()[at]);
    const auto sorted = [&](auto key) {
      std::sort(rows.begin(), rows.end(), [&](Row a, Row b) { return key(a) < key(b); });
      std::vector<std::uint64_t> hashes;
      for (std::size_t i = 1; i < rows.size(); ++i)
        if (key(rows[i - 1]) == key(rows[i])) hashes.push_back(hash_of_text(keys_.text(rows[i])));
      return hashes;
    };
    if (keys_.as_text()) return sorted([&](Row row) { return keys_.view(row); });
    return sorted([&](Row row) { return keys_.number(row); });
  }

  const column::Keys& keys_;
  std::size_t slices_ = 1;
  std::optional<column::Room> bits_room_, rows_room_;  // of keys, by part, slice and row: their bits, and whose they are
  std::vector<Range> ranges_;                          // by part and slice: what is taken of the rooms
};

}  // namespace

std::vector<std::uint64_t> repeated_keys(const column::Keys& keys, std::size_t threads) {
  if (keys.size() < 2 || keys.count_up()) return {};
  return Search(keys, threads).repeated();
}

}  // namespace fairstart::readers
