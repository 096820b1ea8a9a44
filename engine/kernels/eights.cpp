// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/eights.hpp"

#include "dsl/base/decimal.hpp"

#if defined(FAIRSTART_WIDE)
#include <immintrin.h>

#define FAIRSTART_EIGHTS __attribute__((target("avx512f,avx512bw,avx512vl,bmi2,popcnt")))

namespace fairstart::kernels {
namespace {

// Eight groups from the g-th on: where they begin, and how many rows each has. False: one of them has more than `most`.
struct Eight {
  alignas(32) std::uint32_t begin[8];
  alignas(32) std::uint32_t rows[8];
};

FAIRSTART_EIGHTS inline __attribute__((always_inline)) bool eight_at(const Groups& groups, std::size_t g, unsigned most,
                                                                     Eight& eight) {
  const __m256i begin = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(groups.first + g));
  const __m256i end = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(groups.first + g + 1));
  const __m256i rows = _mm256_sub_epi32(end, begin);
  _mm256_store_si256(reinterpret_cast<__m256i*>(eight.begin),
                     _mm256_sub_epi32(begin, _mm256_set1_epi32(static_cast<int>(groups.base))));
  _mm256_store_si256(reinterpret_cast<__m256i*>(eight.rows), rows);
  return _mm256_cmpgt_epu32_mask(rows, _mm256_set1_epi32(static_cast<int>(most))) == 0;
}

FAIRSTART_EIGHTS inline __attribute__((always_inline)) __m128i or_halves(__m256i of) {
  return _mm_or_si128(_mm256_castsi256_si128(of), _mm256_extracti128_si256(of, 1));
}

FAIRSTART_EIGHTS void fold_one(const std::uint16_t* rows, const Groups& groups, std::size_t g, std::uint16_t* out) {
  unsigned together = 0;
  for (std::size_t i = groups.begin(g), end = groups.end(g); i < end; ++i) together |= rows[i];
  out[g] = static_cast<std::uint16_t>(together);
}

FAIRSTART_EIGHTS void count_one(const Answer* at, const Groups& groups, std::size_t g, IntervalsOut out) {
  std::size_t i = groups.begin(g), left = groups.end(g) - i;
  std::int64_t certain = 0, possible = 0;
  for (bool more = true; more; i += 64, left -= 64) {
    more = left > 64;
    const __mmask64 here = _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(more ? 64 : left));
    const __m512i answers = _mm512_maskz_loadu_epi8(here, at + i);
    certain += __builtin_popcountll(_mm512_test_epi8_mask(answers, _mm512_set1_epi8(1)));
    possible += __builtin_popcountll(_mm512_test_epi8_mask(answers, _mm512_set1_epi8(2)));
    if (!more) break;
  }
  out.lo[g] = certain * base::million;
  out.hi[g] = possible * base::million;
}

FAIRSTART_EIGHTS void least_one(const std::int32_t* keys, const Groups& groups, std::size_t g, std::int32_t none,
                                std::int32_t* out) {
  std::int32_t least = none;
  for (std::size_t i = groups.begin(g), end = groups.end(g); i < end; ++i) least = keys[i] < least ? keys[i] : least;
  out[g] = least;
}

}  // namespace

bool has_eights() {
  static const bool has = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
                          __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("bmi2") != 0;
  return has;
}

FAIRSTART_EIGHTS void fold_eights(const std::uint16_t* rows, const Groups& groups, std::uint16_t* out) {
  const __m256i counting = _mm256_setr_epi16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  Eight eight;
  std::size_t g = 0;
  for (; g + 8 <= groups.n; g += 8) {
    if (!eight_at(groups, g, 16, eight)) {
      for (std::size_t j = 0; j < 8; ++j) fold_one(rows, groups, g + j, out);
      continue;
    }
    __m128i of[8];
    for (unsigned j = 0; j < 8; ++j) {
      const __mmask16 here = _mm256_cmplt_epi16_mask(counting, _mm256_set1_epi16(static_cast<short>(eight.rows[j])));
      of[j] = or_halves(_mm256_maskz_loadu_epi16(here, rows + eight.begin[j]));
    }
    __m128i two[4], four[2];
    for (unsigned j = 0; j < 4; ++j)
      two[j] = _mm_or_si128(_mm_unpacklo_epi16(of[2 * j], of[2 * j + 1]), _mm_unpackhi_epi16(of[2 * j], of[2 * j + 1]));
    for (unsigned j = 0; j < 2; ++j)
      four[j] = _mm_or_si128(_mm_unpacklo_epi32(two[2 * j], two[2 * j + 1]), _mm_unpackhi_epi32(two[2 * j], two[2 * j + 1]));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + g),
                     _mm_or_si128(_mm_unpacklo_epi64(four[0], four[1]), _mm_unpackhi_epi64(four[0], four[1])));
  }
  for (; g < groups.n; ++g) fold_one(rows, groups, g, out);
}

FAIRSTART_EIGHTS void count_eights(const Answer* at, const Groups& groups, IntervalsOut out) {
  alignas(64) std::uint8_t numbers[64];
  for (unsigned i = 0; i < 64; ++i) numbers[i] = static_cast<std::uint8_t>(i);
  const __m512i counting = _mm512_load_si512(numbers);
  const __m128i sixteen = _mm_load_si128(reinterpret_cast<const __m128i*>(numbers));
  // A byte an answer: a possible row counts 128, a certain one 129. Of 64 rows at most, sums of either do not meet.
  const __m128i worth = _mm_setr_epi8(0, 1, -128, -127, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m512i wide_worth = _mm512_maskz_broadcast_i32x4(0xFFFF, worth), zero = _mm512_setzero_si512();
  const __m512i million = _mm512_set1_epi64(base::million), low = _mm512_set1_epi64(127);
  const bool short_groups = groups.n > 0 && groups.end(groups.n - 1) - groups.begin(0) <= 6 * groups.n;
  Eight eight;
  std::size_t g = 0;
  for (; g + 8 <= groups.n; g += 8) {
    __m512i sums;
    if (short_groups && eight_at(groups, g, 16, eight)) {
      __m128i of[8];
      for (unsigned j = 0; j < 8; ++j) {
        const __mmask16 here = _mm_cmplt_epi8_mask(sixteen, _mm_set1_epi8(static_cast<char>(eight.rows[j])));
        of[j] = _mm_sad_epu8(_mm_shuffle_epi8(worth, _mm_maskz_loadu_epi8(here, at + eight.begin[j])), _mm_setzero_si128());
      }
      __m128i two[4];
      for (unsigned j = 0; j < 4; ++j)
        two[j] = _mm_add_epi64(_mm_unpacklo_epi64(of[2 * j], of[2 * j + 1]), _mm_unpackhi_epi64(of[2 * j], of[2 * j + 1]));
      const __m256i first = _mm256_inserti128_si256(_mm256_castsi128_si256(two[0]), two[1], 1);
      const __m256i last = _mm256_inserti128_si256(_mm256_castsi128_si256(two[2]), two[3], 1);
      sums = _mm512_maskz_inserti64x4(0xFF, _mm512_castsi256_si512(first), last, 1);
    } else if (eight_at(groups, g, 64, eight)) {
      // Each to four sums, then two groups a vector, four, and eight.
      __m256i of[8], two[4];
      for (unsigned j = 0; j < 8; ++j) {
        const __mmask64 here = _mm512_cmplt_epi8_mask(counting, _mm512_set1_epi8(static_cast<char>(eight.rows[j])));
        const __m512i each =
            _mm512_sad_epu8(_mm512_shuffle_epi8(wide_worth, _mm512_maskz_loadu_epi8(here, at + eight.begin[j])), zero);
        of[j] =
            _mm256_add_epi64(_mm512_maskz_extracti64x4_epi64(0xFF, each, 0), _mm512_maskz_extracti64x4_epi64(0xFF, each, 1));
      }
      for (unsigned j = 0; j < 4; ++j)
        two[j] =
            _mm256_add_epi64(_mm256_unpacklo_epi64(of[2 * j], of[2 * j + 1]), _mm256_unpackhi_epi64(of[2 * j], of[2 * j + 1]));
      const __m256i first =
          _mm256_add_epi64(_mm256_permute2x128_si256(two[0], two[1], 0x20), _mm256_permute2x128_si256(two[0], two[1], 0x31));
      const __m256i last =
          _mm256_add_epi64(_mm256_permute2x128_si256(two[2], two[3], 0x20), _mm256_permute2x128_si256(two[2], two[3], 0x31));
      sums = _mm512_maskz_inserti64x4(0xFF, _mm512_castsi256_si512(first), last, 1);
    } else {
      for (std::size_t j = 0; j < 8; ++j) count_one(at, groups, g + j, out);
      continue;
    }
    _mm512_storeu_si512(out.lo + g, _mm512_maskz_mul_epu32(0xFF, _mm512_and_si512(sums, low), million));
    _mm512_storeu_si512(out.hi + g, _mm512_maskz_mul_epu32(0xFF, _mm512_maskz_srli_epi64(0xFF, sums, 7), million));
  }
  for (; g < groups.n; ++g) count_one(at, groups, g, out);
}

FAIRSTART_EIGHTS void least_eights(const std::int32_t* keys, const Groups& groups, std::int32_t none, std::int32_t* out) {
  const __m256i counting = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), nothing = _mm256_set1_epi32(none);
  Eight eight;
  std::size_t g = 0;
  for (; g + 8 <= groups.n; g += 8) {
    if (!eight_at(groups, g, 8, eight)) {
      for (std::size_t j = 0; j < 8; ++j) least_one(keys, groups, g + j, none, out);
      continue;
    }
    __m256i of[8], two[4], four[2];
    for (unsigned j = 0; j < 8; ++j) {
      const __mmask8 here = _mm256_cmplt_epi32_mask(counting, _mm256_set1_epi32(static_cast<int>(eight.rows[j])));
      of[j] = _mm256_mask_loadu_epi32(nothing, here, keys + eight.begin[j]);
    }
    for (unsigned j = 0; j < 4; ++j)
      two[j] =
          _mm256_min_epi32(_mm256_unpacklo_epi32(of[2 * j], of[2 * j + 1]), _mm256_unpackhi_epi32(of[2 * j], of[2 * j + 1]));
    for (unsigned j = 0; j < 2; ++j)
      four[j] = _mm256_min_epi32(_mm256_unpacklo_epi64(two[2 * j], two[2 * j + 1]),
                                 _mm256_unpackhi_epi64(two[2 * j], two[2 * j + 1]));
    const __m256i least =
        _mm256_min_epi32(_mm256_permute2x128_si256(four[0], four[1], 0x20), _mm256_permute2x128_si256(four[0], four[1], 0x31));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + g), least);
  }
  for (; g < groups.n; ++g) least_one(keys, groups, g, none, out);
}

}  // namespace fairstart::kernels
#endif
