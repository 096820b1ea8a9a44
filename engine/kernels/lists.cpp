// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/lists.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "engine/kernels/bounded.hpp"
#include "engine/kernels/clones.hpp"
#include "engine/kernels/eights.hpp"
#if defined(FAIRSTART_WIDE)
#include <immintrin.h>
#endif

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

// A group's bytes as words, zero where they go beyond the group. Nothing beyond the last group's end, `all`, is read.
template <class Use>
FAIRSTART_INLINE void each_word(const Answer* at, const Groups& groups, std::size_t all, std::size_t g, const Use& use) {
  std::size_t i = groups.begin(g);
  const std::size_t end = groups.end(g);
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

// Calls use(g) for each group that has rows.
template <class Use>
FAIRSTART_INLINE void each_filled(const Groups& groups, const Use& use) {
  if (groups.filled.empty()) {
    for (std::size_t g = 0; g < groups.n; ++g) use(g);
  } else {
    for (const Row row : groups.filled) use(static_cast<Row>(row - groups.filled_base));
  }
}

// Puts into each group's byte what any of its rows' bytes has.
void fold(const Answer* at, const Groups& groups, Answer* out) {
  if (groups.n == 0) return;
  const std::size_t all = groups.end(groups.n - 1);
  if (!groups.filled.empty()) std::fill_n(out, groups.n, Answer{0});
  each_filled(groups, [&](std::size_t g) {
    std::uint64_t together = 0;
    each_word(at, groups, all, g, [&](std::uint64_t word) { together |= word; });
    together |= together >> 32U;
    together |= together >> 16U;
    together |= together >> 8U;
    out[g] = low_byte(together);
  });
}

FAIRSTART_CLONES void pack_four(const Answer* a, const Answer* b, const Answer* c, const Answer* d, Answer* out,
                                std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Answer>(a[i] | (b[i] << 2U) | (c[i] << 4U) | (d[i] << 6U));
}

FAIRSTART_CLONES void unpack(const Answer* packed, unsigned shift, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Answer>((packed[i] >> shift) & 3U);
}

FAIRSTART_CLONES void pack_eight(const Answer* const* at, std::uint16_t* __restrict out, std::size_t n) {
  const Answer *a = at[0], *b = at[1], *c = at[2], *d = at[3], *e = at[4], *f = at[5], *g = at[6], *h = at[7];
  for (std::size_t i = 0; i < n; ++i) {
    const unsigned low = unsigned{a[i]} | unsigned{b[i]} << 2U | unsigned{c[i]} << 4U | unsigned{d[i]} << 6U;
    const unsigned high = unsigned{e[i]} | unsigned{f[i]} << 2U | unsigned{g[i]} << 4U | unsigned{h[i]} << 6U;
    out[i] = static_cast<std::uint16_t>(low | (high << 8U));
  }
}

FAIRSTART_CLONES void unpack_half(const std::uint16_t* packed, unsigned shift, Answer* __restrict out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Answer>((packed[i] >> shift) & 3U);
}

#if defined(FAIRSTART_WIDE)
// Sixteen lists at a time, four bytes a row: a group's rows are one vector, or two. No row beyond the last group's is read.
__attribute__((target("avx512f,avx512bw,avx512vl,bmi2"))) void fold_wide(const std::uint32_t* rows, const Groups& groups,
                                                                         std::uint32_t* out) {
  if (!groups.filled.empty()) std::fill_n(out, groups.n, 0U);
  const std::size_t known = groups.filled.empty() ? groups.n : groups.filled.size();
  for (std::size_t k = 0; k < known; ++k) {
    const std::size_t g = groups.filled.empty() ? k : static_cast<Row>(groups.filled[k] - groups.filled_base);
    std::size_t i = groups.begin(g), left = groups.end(g) - i;
    __m512i together = _mm512_setzero_si512();
    for (; left > 16; i += 16, left -= 16) together = _mm512_or_si512(together, _mm512_loadu_si512(rows + i));
    const auto here = static_cast<__mmask16>(_bzhi_u32(0xFFFFU, static_cast<unsigned>(left)));
    together = _mm512_or_si512(together, _mm512_maskz_loadu_epi32(here, rows + i));
    const __m256i half =
        _mm256_or_si256(_mm512_maskz_extracti64x4_epi64(0xFF, together, 0), _mm512_maskz_extracti64x4_epi64(0xFF, together, 1));
    const __m128i quarter = _mm_or_si128(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
    const __m128i eighth = _mm_or_si128(quarter, _mm_unpackhi_epi64(quarter, quarter));
    const auto two = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eighth));
    out[g] = static_cast<std::uint32_t>(two | (two >> 32U));
  }
}

__attribute__((target("avx512f,avx512bw,avx512vl"))) void pack_wide(std::span<const Answers> members, std::size_t first,
                                                                    std::uint32_t* out, std::size_t n) {
  for (std::size_t i = 0; i < n; i += 16) {
    const auto here = static_cast<__mmask16>(n - i >= 16 ? 0xFFFFU : (1U << (n - i)) - 1U);
    __m512i together = _mm512_setzero_si512();
    for (std::size_t k = 0; k < members.size(); ++k) {
      const __m128i answers = _mm_maskz_loadu_epi8(here, members[k].at + first + i);
      const __m512i wide = _mm512_maskz_cvtepu8_epi32(here, answers);
      together = _mm512_or_si512(together, _mm512_maskz_sll_epi32(here, wide, _mm_cvtsi32_si128(static_cast<int>(2 * k))));
    }
    _mm512_mask_storeu_epi32(out + i, here, together);
  }
}

__attribute__((target("avx512f,avx512bw,avx512vl"))) void unpack_wide(const std::uint32_t* groups, unsigned shift, Answer* out,
                                                                      std::size_t n) {
  for (std::size_t i = 0; i < n; i += 16) {
    const auto here = static_cast<__mmask16>(n - i >= 16 ? 0xFFFFU : (1U << (n - i)) - 1U);
    const __m512i words = _mm512_maskz_loadu_epi32(here, groups + i);
    const __m512i shifted = _mm512_maskz_srl_epi32(here, words, _mm_cvtsi32_si128(static_cast<int>(shift)));
    _mm_mask_storeu_epi8(out + i, here, _mm512_maskz_cvtepi32_epi8(here, _mm512_and_si512(shifted, _mm512_set1_epi32(3))));
  }
}

// As `fold`, for groups that are one vector of sixteen rows or a few.
__attribute__((target("avx512f,avx512bw,avx512vl,bmi2"))) void fold_bytes(const Answer* at, const Groups& groups, Answer* out) {
  if (!groups.filled.empty()) std::fill_n(out, groups.n, Answer{0});
  const std::size_t known = groups.filled.empty() ? groups.n : groups.filled.size();
  for (std::size_t k = 0; k < known; ++k) {
    const std::size_t g = groups.filled.empty() ? k : static_cast<Row>(groups.filled[k] - groups.filled_base);
    std::size_t i = groups.begin(g), left = groups.end(g) - i;
    __m128i together = _mm_setzero_si128();
    for (; left > 16; i += 16, left -= 16)
      together = _mm_or_si128(together, _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + i)));
    const auto here = static_cast<__mmask16>(_bzhi_u32(0xFFFFU, static_cast<unsigned>(left)));
    together = _mm_or_si128(together, _mm_maskz_loadu_epi8(here, at + i));
    together = _mm_or_si128(together, _mm_unpackhi_epi64(together, together));
    auto word = static_cast<std::uint64_t>(_mm_cvtsi128_si64(together));
    word |= word >> 32U;
    word |= word >> 16U;
    out[g] = low_byte(word | (word >> 8U));
  }
}

bool has_wide() {
  static const bool has = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
                          __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("bmi2") != 0;
  return has;
}

void any_of_sixteen(std::span<const Answers> members, const Groups& groups, std::size_t first, std::size_t rows, Packed& room,
                    std::span<Answer* const> out) {
  room.wide_rows.resize(rows);
  room.wide_groups.resize(groups.n);
  pack_wide(members, first, room.wide_rows.data() + first, rows - first);
  fold_wide(room.wide_rows.data(), groups, room.wide_groups.data());
  for (std::size_t i = 0; i < members.size(); ++i)
    unpack_wide(room.wide_groups.data(), static_cast<unsigned>(2 * i), out[i], groups.n);
}

void any_of_eight(std::span<const Answers> members, const Groups& groups, std::size_t first, std::size_t rows, Packed& room,
                  std::span<Answer* const> out) {
  room.half_rows.resize(rows);
  room.half_groups.resize(groups.n);
  const Answer* at[8];
  // Beyond the last: the last again, whose bits are not read.
  for (std::size_t i = 0; i < 8; ++i) at[i] = members[std::min(i, members.size() - 1)].at + first;
  pack_eight(at, room.half_rows.data() + first, rows - first);
  fold_eights(room.half_rows.data(), groups, room.half_groups.data());
  for (std::size_t i = 0; i < members.size(); ++i)
    unpack_half(room.half_groups.data(), static_cast<unsigned>(2 * i), out[i], groups.n);
}
#endif

}  // namespace

bool are_listed(Answers member, const Groups& groups) { return member.step == 1 && !groups.up.empty() && groups.n > 0; }

Span possible_rows_of_many(Answers member, const Groups& groups, std::size_t g) {
  Span rows{groups.begin(g), groups.end(g)};
  while (rows.begin < rows.end && member[rows.begin] == column::no) ++rows.begin;
  while (rows.begin < rows.end && member[rows.end - 1] == column::no) --rows.end;
  return rows;
}

void any(Answers member, const Groups& groups, const Open& open, Answer* out) {
  if (member.step == 1) {
    fold(member.at, groups, out);
  } else {
    for (std::size_t g = 0; g < groups.n; ++g) out[g] = groups.begin(g) < groups.end(g) ? member.at[0] : column::no;
  }
  each_open(open, groups.n, [&](std::size_t g) { out[g] = static_cast<Answer>(out[g] | column::unknown); });
}

void any_of_several(std::span<const Answers> members, const Groups& groups, const Open& open, Packed& room,
                    std::span<Answer* const> out) {
  const std::size_t rows = groups.n == 0 ? 0 : groups.end(groups.n - 1);
  const std::size_t first = groups.n == 0 ? 0 : groups.begin(0);
  const auto open_up = [&] {
    for (Answer* each : out)
      each_open(open, groups.n, [&](std::size_t g) { each[g] = static_cast<Answer>(each[g] | column::unknown); });
  };
#if defined(FAIRSTART_WIDE)
  if (has_wide() && !room.plain && members.size() > 4) {
    for (std::size_t from = 0; from < members.size(); from += 16) {
      const std::size_t n = std::min<std::size_t>(16, members.size() - from);
      (n > 8 ? any_of_sixteen : any_of_eight)(members.subspan(from, n), groups, first, rows, room, out.subspan(from, n));
    }
    return open_up();
  }
#endif
  room.rows.resize(rows);
  room.groups.resize(groups.n);
  for (std::size_t from = 0; from < members.size(); from += 4) {
    const std::size_t last = members.size() - 1;
    // Beyond the last: the last again, whose bits are not read.
    const auto at = [&](std::size_t i) { return members[std::min(from + i, last)].at + first; };
    pack_four(at(0), at(1), at(2), at(3), room.rows.data() + first, rows - first);
#if defined(FAIRSTART_WIDE)
    if (has_wide() && !room.plain) {
      fold_bytes(room.rows.data(), groups, room.groups.data());
    } else {
      fold(room.rows.data(), groups, room.groups.data());
    }
#else
    fold(room.rows.data(), groups, room.groups.data());
#endif
    for (std::size_t i = from; i < std::min(from + 4, members.size()); ++i)
      unpack(room.groups.data(), static_cast<unsigned>(2 * (i - from)), out[i], groups.n);
  }
  open_up();
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

void count(Answers member, const Groups& groups, const Open& open, IntervalsOut out, [[maybe_unused]] bool plain) {
  const auto open_up = [&] { each_open(open, groups.n, [&](std::size_t g) { out.hi[g] = column::no_upper; }); };
#if defined(FAIRSTART_WIDE)
  if (has_eights() && !plain && member.step == 1) {
    count_eights(member.at, groups, out);
    return open_up();
  }
#endif
  std::fill_n(out.lo, groups.n, 0);
  std::fill_n(out.hi, groups.n, 0);
  if (are_listed(member, groups)) {
    thread_local column::PossibleRows room;
    const std::size_t first = groups.begin(0);
    const std::span<const Row> listed = room.list(member.at + first, groups.end(groups.n - 1) - first);
    if (listed.size() <= (groups.filled.empty() ? groups.n : groups.filled.size())) {
      for (const Row i : listed) {
        const std::size_t group = groups.group_of(first + i);
        if (group >= groups.n) continue;
        out.lo[group] += (member.at[first + i] & 1) * base::million;
        out.hi[group] += base::million;
      }
      return open_up();
    }
  }
  if (groups.n > 0) {
    const std::size_t all = groups.end(groups.n - 1);
    each_filled(groups, [&](std::size_t g) {
      std::uint64_t certain = 0, possible = 0;
      if (member.step == 0) {
        const std::uint64_t rows = groups.end(g) - groups.begin(g);
        certain = rows * (member.at[0] & 1U);
        possible = rows * (member.at[0] >> 1U);
      } else {
        each_word(member.at, groups, all, g, [&](std::uint64_t word) {
          certain += sum_of_bytes(word & low_bits);
          possible += sum_of_bytes((word >> 1U) & low_bits);
        });
      }
      out.lo[g] = static_cast<std::int64_t>(certain) * base::million;
      out.hi[g] = static_cast<std::int64_t>(possible) * base::million;
    });
  }
  open_up();
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

namespace {

// Keys rise as what is looked for comes first: the least is the result, `spoilt` if any row leaves it open.
constexpr std::int32_t spoilt = INT32_MIN, no_key = INT32_MAX;

FAIRSTART_CLONES void key_each(const Answer* member, const std::int32_t* dates, std::int32_t flip, std::int32_t* keys,
                               std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const std::int32_t date = dates[i];
    const std::int32_t key = date == column::DateCells::none || member[i] != column::yes ? spoilt : date ^ flip;
    keys[i] = member[i] == column::no ? no_key : key;
  }
}

FAIRSTART_CLONES void days_of_keys(const std::int32_t* keys, std::int32_t flip, Interval unknown_value, std::int64_t* lo,
                                   std::int64_t* hi, std::size_t n) {
  for (std::size_t g = 0; g < n; ++g) {
    const bool known = keys[g] != spoilt && keys[g] != no_key;
    const std::int64_t day = keys[g] ^ flip;
    lo[g] = known ? day : unknown_value.lo;
    hi[g] = known ? day : unknown_value.hi;
  }
}

// Groups are of a few rows most often: eight of them at a time, those beyond the group left out.
FAIRSTART_CLONES void least_keys(const std::int32_t* keys, const Row* first, Row base, std::size_t groups, std::size_t all,
                                 std::int32_t flip, Interval unknown_value, std::int64_t* lo, std::int64_t* hi) {
  for (std::size_t g = 0; g < groups; ++g) {
    std::size_t i = first[g] - base;
    const std::size_t end = first[g + 1] - base;
    std::int32_t least = no_key;
    if (i + 8 <= all) {
      const auto rows = static_cast<std::int32_t>(std::min<std::size_t>(end - i, 8));
      std::int32_t lanes[8];
      for (std::int32_t j = 0; j < 8; ++j) lanes[j] = j < rows ? keys[i + static_cast<std::size_t>(j)] : no_key;
      for (int j = 0; j < 4; ++j) lanes[j] = std::min(lanes[j], lanes[j + 4]);
      least = std::min(std::min(lanes[0], lanes[1]), std::min(lanes[2], lanes[3]));
      i += 8;
    }
    for (; i < end; ++i) least = std::min(least, keys[i]);
    const bool known = least != spoilt && least != no_key;
    lo[g] = known ? least ^ flip : unknown_value.lo;
    hi[g] = known ? least ^ flip : unknown_value.hi;
  }
}

}  // namespace

void extreme_date(bool highest, Answers member, const std::int32_t* dates, Interval unknown_value, const Groups& groups,
                  const Open& open, Keys& room, IntervalsOut out) {
  if (groups.n == 0) return;
  const std::size_t first = groups.begin(0), all = groups.end(groups.n - 1);
  room.rows.resize(all);
  const std::int32_t flip = highest ? -1 : 0;  // the order of dates, which are far from the ends of 32 bits, turned round
  key_each(member.at + first, dates + first, flip, room.rows.data() + first, all - first);
  const auto open_up = [&] { each_open(open, groups.n, [&](std::size_t g) { out.set(g, unknown_value); }); };
#if defined(FAIRSTART_WIDE)
  if (has_eights() && !room.plain) {
    room.groups.resize(groups.n);
    least_eights(room.rows.data(), groups, no_key, room.groups.data());
    days_of_keys(room.groups.data(), flip, unknown_value, out.lo, out.hi, groups.n);
    return open_up();
  }
#endif
  least_keys(room.rows.data(), groups.first, groups.base, groups.n, all, flip, unknown_value, out.lo, out.hi);
  open_up();
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
