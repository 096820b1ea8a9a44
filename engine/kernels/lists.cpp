// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/lists.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "engine/kernels/bounded.hpp"
#include "engine/kernels/clones.hpp"

namespace fairstart::kernels {
namespace {

template <class Change>
void each_open(const Open& open, std::size_t n, const Change& change) {
  if (open.all) {
    for (std::size_t g = 0; g < n; ++g) change(g);
  } else {
    for (const Row row : open.rows) change(row - open.base);
  }
}

constexpr std::uint64_t low_bits = 0x0101'0101'0101'0101U;

std::uint64_t sum_of_bytes(std::uint64_t word) { return (word * low_bits) >> 56U; }  // of bytes that add up to under 256

Answer low_byte(std::uint64_t word) { return static_cast<Answer>(word & 0xFFU); }

std::uint64_t load(const Answer* at) {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// By how many bytes of it are wanted: the first bytes in memory of a word.
constexpr std::array<std::uint64_t, 9> first_bytes = [] {
  std::array<std::uint64_t, 9> masks{};
  for (unsigned n = 0; n <= 8; ++n) {
    for (unsigned i = 0; i < n; ++i)
      masks[n] |= std::uint64_t{0xFF} << (8 * (std::endian::native == std::endian::little ? i : 7 - i));
  }
  return masks;
}();

// A group's bytes as words, zero where they go beyond the group. Nothing beyond the last group's end is read.
template <class Use>
FAIRSTART_INLINE void each_word(const Answer* at, Groups groups, std::size_t g, const Use& use) {
  std::size_t i = groups.begin(g);
  const std::size_t end = groups.end(g), all = groups.end(groups.n - 1);
  for (; i + 16 < end; i += 8) use(load(at + i));
  const std::size_t left = end - i;
  if (i + 16 <= all) {
    // Most groups are of sixteen rows at most: no branch on their length.
    use(load(at + i) & first_bytes[std::min<std::size_t>(left, 8)]);
    use(load(at + i + 8) & first_bytes[left > 8 ? left - 8 : 0]);
  } else {
    for (; i < end; ++i) use(std::uint64_t{at[i]});
  }
}

// Calls use(g, word): the first byte has what any of the group's bytes has.
template <class Use>
FAIRSTART_INLINE void each_group_folded(const Answer* at, Groups groups, const Use& use) {
  for (std::size_t g = 0; g < groups.n; ++g) {
    std::uint64_t together = 0;
    each_word(at, groups, g, [&](std::uint64_t word) { together |= word; });
    together |= together >> 32U;
    together |= together >> 16U;
    together |= together >> 8U;
    use(g, together);
  }
}

FAIRSTART_CLONES void pack_four(const Answer* a, const Answer* b, const Answer* c, const Answer* d, Answer* out,
                                std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Answer>(a[i] | (b[i] << 2U) | (c[i] << 4U) | (d[i] << 6U));
}

FAIRSTART_CLONES void unpack(const Answer* packed, unsigned shift, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Answer>((packed[i] >> shift) & 3U);
}

}  // namespace

Span possible_rows(Answers member, Groups groups, std::size_t g) {
  Span rows{groups.begin(g), groups.end(g)};
  const std::size_t n = rows.end - rows.begin;
  if (member.step == 1 && n <= 16 && rows.begin + 16 <= groups.end(groups.n - 1) &&
      std::endian::native == std::endian::little) {
    const std::uint64_t low = load(member.at + rows.begin) & first_bytes[std::min<std::size_t>(n, 8)];
    const std::uint64_t high = load(member.at + rows.begin + 8) & first_bytes[n > 8 ? n - 8 : 0];
    if ((low | high) == 0) return {rows.begin, rows.begin};
    const auto first = static_cast<std::size_t>(low != 0 ? std::countr_zero(low) / 8 : 8 + std::countr_zero(high) / 8);
    const auto last = static_cast<std::size_t>(high != 0 ? 15 - std::countl_zero(high) / 8 : 7 - std::countl_zero(low) / 8);
    return {rows.begin + first, rows.begin + last + 1};
  }
  while (rows.begin < rows.end && member[rows.begin] == column::no) ++rows.begin;
  while (rows.begin < rows.end && member[rows.end - 1] == column::no) --rows.end;
  return rows;
}

void any(Answers member, Groups groups, const Open& open, Answer* out) {
  if (member.step == 1) {
    each_group_folded(member.at, groups, [&](std::size_t g, std::uint64_t together) { out[g] = low_byte(together); });
  } else {
    for (std::size_t g = 0; g < groups.n; ++g) out[g] = groups.begin(g) < groups.end(g) ? member.at[0] : column::no;
  }
  each_open(open, groups.n, [&](std::size_t g) { out[g] = static_cast<Answer>(out[g] | column::unknown); });
}

void any_of_several(std::span<const Answers> members, Groups groups, const Open& open, Packed& room,
                    std::span<Answer* const> out) {
  const std::size_t rows = groups.n == 0 ? 0 : groups.end(groups.n - 1);
  const std::size_t first = groups.n == 0 ? 0 : groups.begin(0);
  room.rows.resize(rows);
  room.groups.resize(groups.n);
  for (std::size_t from = 0; from < members.size(); from += 4) {
    const std::size_t last = members.size() - 1;
    // Beyond the last: the last again, whose bits are not read.
    const auto at = [&](std::size_t i) { return members[std::min(from + i, last)].at + first; };
    pack_four(at(0), at(1), at(2), at(3), room.rows.data() + first, rows - first);
    each_group_folded(room.rows.data(), groups,
                      [&](std::size_t g, std::uint64_t together) { room.groups[g] = low_byte(together); });
    for (std::size_t i = from; i < std::min(from + 4, members.size()); ++i)
      unpack(room.groups.data(), static_cast<unsigned>(2 * (i - from)), out[i], groups.n);
  }
  for (Answer* each : out)
    each_open(open, groups.n, [&](std::size_t g) { each[g] = static_cast<Answer>(each[g] | column::unknown); });
}

void every(Answers member, Answers claim, Groups groups, const Open& open, Answer* out) {
  with_step(member.step, [&](auto member_step) {
    with_step(claim.step, [&](auto claim_step) {
      for (std::size_t g = 0; g < groups.n; ++g) {
        unsigned together = column::yes;
        const std::size_t end = groups.end(g);
        for (std::size_t i = groups.begin(g); i < end; ++i) {
          together &= static_cast<unsigned>(column::negated(member.at[i * member_step]) | claim.at[i * claim_step]);
        }
        out[g] = static_cast<Answer>(together);
      }
    });
  });
  each_open(open, groups.n, [&](std::size_t g) { out[g] = static_cast<Answer>(out[g] & column::unknown); });
}

void count(Answers member, Groups groups, const Open& open, IntervalsOut out) {
  for (std::size_t g = 0; g < groups.n; ++g) {
    std::uint64_t certain = 0, possible = 0;
    if (member.step == 0) {
      const std::uint64_t rows = groups.end(g) - groups.begin(g);
      certain = rows * (member.at[0] & 1U);
      possible = rows * (member.at[0] >> 1U);
    } else {
      each_word(member.at, groups, g, [&](std::uint64_t word) {
        certain += sum_of_bytes(word & low_bits);
        possible += sum_of_bytes((word >> 1U) & low_bits);
      });
    }
    out.lo[g] = static_cast<std::int64_t>(certain) * base::million;
    out.hi[g] = static_cast<std::int64_t>(possible) * base::million;
  }
  each_open(open, groups.n, [&](std::size_t g) { out.hi[g] = column::no_upper; });
}

void mark(Groups groups, Row marked, Answer* out) {
  for (std::size_t g = 0; g < groups.n; ++g) {
    const std::size_t at = groups.begin(g) + marked;
    if (at < groups.end(g)) out[at] = column::yes;
  }
}

void sum(Answers member, Intervals value, bool never_negative, Groups groups, const Open& open, IntervalsOut out) {
  OpenCursor opened(open);
  for (std::size_t g = 0; g < groups.n; ++g) {
    ExactSum total;
    const std::size_t end = groups.end(g);
    for (std::size_t i = groups.begin(g); i < end; ++i) {
      const Answer m = member[i];
      if (m == column::no) continue;
      const Interval v = value[i];
      total.add_lo(m == column::yes ? v.lo : std::min<std::int64_t>(0, v.lo));
      total.add_hi(m == column::yes ? v.hi : std::max<std::int64_t>(0, v.hi));
    }
    if (opened.at(g)) {
      total.open_above();
      if (!never_negative) total.open_below();
    }
    out.set(g, total.value());
  }
}

void summarise(plan::Summary summary, Answers member, Intervals value, Interval unknown_value, Groups groups, const Open& open,
               IntervalsOut out) {
  OpenCursor opened(open);
  for (std::size_t g = 0; g < groups.n; ++g) {
    bool definite = !opened.at(g);
    std::int64_t rows = 0, lowest = column::no_upper, highest = column::no_lower;
    Wide total = 0;
    const std::size_t end = groups.end(g);
    for (std::size_t i = groups.begin(g); i < end && definite; ++i) {
      const Answer m = member[i];
      if (m == column::no) continue;
      const Interval v = value[i];
      definite = m == column::yes && v.known();
      ++rows;
      total += v.lo;
      lowest = std::min(lowest, v.lo);
      highest = std::max(highest, v.lo);
    }
    std::int64_t result = 0;
    if (definite && rows > 0) {
      switch (summary) {
        case plan::Summary::average: result = static_cast<std::int64_t>(divide_half_even(total, rows)); break;
        case plan::Summary::lowest: result = lowest; break;
        case plan::Summary::highest: result = highest; break;
        case plan::Summary::sum: result = static_cast<std::int64_t>(total); break;
      }
    }
    out.set(g, definite && rows > 0 ? Interval{result, result} : unknown_value);
  }
}

}  // namespace fairstart::kernels
