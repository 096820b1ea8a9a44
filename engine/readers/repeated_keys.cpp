// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/repeated_keys.hpp"

#include <algorithm>
#include <bit>
#include <mutex>

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

// Bits that more than one of the rows has; a few may be there that only one has.
void find_suspects(const std::uint32_t* begin, const std::uint32_t* end, std::vector<std::uint32_t>& table,
                   std::vector<std::uint32_t>& suspects) {
  constexpr std::size_t most_steps = 64;  // keys may be chosen so that all have neighbouring places
  const auto size = static_cast<std::size_t>(end - begin);
  const auto width = static_cast<unsigned>(std::bit_width(2 * size + most_steps));
  table.assign((std::size_t{1} << width) + most_steps, 0);
  for (const std::uint32_t* at = begin; at != end; ++at) {
    std::uint32_t* const place = table.data() + (std::uint64_t{*at} << width >> 32U);
    std::size_t step = 0;
    while (step < most_steps && place[step] != 0 && place[step] != *at) ++step;
    if (step < most_steps && place[step] == 0)
      place[step] = *at;
    else
      suspects.push_back(*at);
  }
}

class Search {
 public:
  Search(const column::Keys& keys, std::size_t threads)
      : keys_(keys), bits_room_(keys.size() * sizeof(std::uint32_t)), rows_room_(keys.size() * sizeof(Row)) {
    constexpr std::size_t rows_a_slice = 1U << 16U;
    slices_ = std::clamp<std::size_t>(keys.size() / rows_a_slice, 1, std::max<std::size_t>(threads, 1));
    bits_ = bits_room_.as<std::uint32_t>();
    rows_ = rows_room_.as<Row>();
    std::vector<std::vector<std::size_t>> next(slices_, std::vector<std::size_t>(parts));
    do_all(slices_, slices_, [&](std::size_t slice) {
      std::vector<std::size_t>& counts = next[slice];
      each(slice, [&](Row, std::uint64_t hash) { ++counts[part_of(hash)]; });
    });
    std::size_t before = 0;
    for (std::size_t part = 0; part < parts; ++part) {
      for (auto& counts : next) before += std::exchange(counts[part], before);
      ends_[part] = before;
    }
    do_all(slices_, slices_, [&](std::size_t slice) {
      std::size_t to[parts];
      std::copy(next[slice].begin(), next[slice].end(), to);
      each(slice, [&](Row row, std::uint64_t hash) {
        const std::size_t at = to[part_of(hash)]++;
        bits_[at] = bits_of(hash);
        rows_[at] = row;
      });
    });
  }

  std::vector<std::uint64_t> repeated() {
    std::vector<std::uint64_t> found;
    std::mutex lock;
    do_all(slices_, slices_, [&](std::size_t slice) {
      std::vector<std::uint32_t> table, suspects;
      for (std::size_t part = slice; part < parts; part += slices_) {
        const std::size_t begin = part == 0 ? 0 : ends_[part - 1], end = ends_[part];
        suspects.clear();
        find_suspects(bits_ + begin, bits_ + end, table, suspects);
        if (suspects.empty()) continue;
        std::vector<std::uint64_t> here = compare(begin, end, suspects);
        const std::lock_guard held(lock);
        found.insert(found.end(), here.begin(), here.end());
      }
    });
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

 private:
  template <class Use>
  void each(std::size_t slice, Use use) const {
    const auto begin = static_cast<Row>(keys_.size() * slice / slices_);
    const auto end = static_cast<Row>(keys_.size() * (slice + 1) / slices_);
    if (keys_.as_text())
      for (Row row = begin; row < end; ++row) use(row, hash_of_text(keys_.view(row)));
    else
      for (Row row = begin; row < end; ++row) use(row, hash_of_number(keys_.number(row)));
  }

  // Rows whose bits are suspect, by their keys themselves.
  std::vector<std::uint64_t> compare(std::size_t begin, std::size_t end, std::vector<std::uint32_t>& suspects) const {
    std::sort(suspects.begin(), suspects.end());
    suspects.erase(std::unique(suspects.begin(), suspects.end()), suspects.end());
    std::vector<Row> rows;
    for (std::size_t at = begin; at < end; ++at)
      if (std::binary_search(suspects.begin(), suspects.end(), bits_[at])) rows.push_back(rows_[at]);
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
  column::Room bits_room_, rows_room_;  // two: what comes next needs rooms of this size
  std::uint32_t* bits_ = nullptr;       // by part, and within it in the order of rows
  Row* rows_ = nullptr;                 // whose they are
  std::size_t ends_[parts] = {};
};

}  // namespace

std::vector<std::uint64_t> repeated_keys(const column::Keys& keys, std::size_t threads) {
  if (keys.size() < 2 || keys.count_up()) return {};
  return Search(keys, threads).repeated();
}

}  // namespace fairstart::readers
