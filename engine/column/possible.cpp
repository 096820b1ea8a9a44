// SPDX-License-Identifier: Apache-2.0
#include "engine/column/possible.hpp"

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#include <immintrin.h>
#endif

namespace fairstart::column {
namespace {

std::size_t list_plain(const Answer* answers, std::size_t n, std::uint32_t* rows) {
  const std::uint32_t* const begin = rows;
  each_possible(answers, n, [&](std::size_t i) { *rows++ = static_cast<std::uint32_t>(i); });
  return static_cast<std::size_t>(rows - begin);
}

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
// Sixteen rows at a time, without a branch on how many of them are found.
__attribute__((target("avx512f,avx512bw,popcnt"))) std::size_t list_wide(const Answer* answers, std::size_t n,
                                                                         std::uint32_t* rows) {
  const std::uint32_t* const first = rows;
  const __m512i counting = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  for (std::size_t begin = 0; begin < n; begin += rows_a_word) {
    const std::size_t left = n - begin;
    const __mmask64 here = left >= rows_a_word ? ~__mmask64{0} : (__mmask64{1} << left) - 1;
    std::uint64_t found = _mm512_test_epi8_mask(_mm512_maskz_loadu_epi8(here, answers + begin), _mm512_set1_epi8(2));
    __m512i numbers = _mm512_add_epi32(counting, _mm512_set1_epi32(static_cast<int>(begin)));
    for (; found != 0; found >>= 16U) {
      const auto sixteen = static_cast<__mmask16>(found);
      _mm512_storeu_si512(rows, _mm512_maskz_compress_epi32(sixteen, numbers));
      rows += __builtin_popcount(sixteen);
      numbers = _mm512_add_epi32(numbers, _mm512_set1_epi32(16));
    }
  }
  return static_cast<std::size_t>(rows - first);
}

// The same, whose places are found 64 at a time.
__attribute__((target("avx512f,avx512bw,avx512vbmi2,popcnt"))) std::size_t list_widest(const Answer* answers, std::size_t n,
                                                                                       std::uint32_t* rows) {
  const std::uint32_t* const first = rows;
  alignas(64) std::uint8_t counting[rows_a_word];
  for (unsigned i = 0; i < rows_a_word; ++i) counting[i] = static_cast<std::uint8_t>(i);
  const __m512i place = _mm512_load_si512(counting);
  constexpr __mmask16 all = 0xFFFF;
  for (std::size_t begin = 0; begin < n; begin += rows_a_word) {
    const std::size_t left = n - begin;
    const __mmask64 here = left >= rows_a_word ? ~__mmask64{0} : (__mmask64{1} << left) - 1;
    const __mmask64 found = _mm512_test_epi8_mask(_mm512_maskz_loadu_epi8(here, answers + begin), _mm512_set1_epi8(2));
    __m512i places = _mm512_maskz_compress_epi8(found, place);
    const __m512i from = _mm512_set1_epi32(static_cast<int>(begin));
    const auto count = static_cast<unsigned>(__builtin_popcountll(found));
    const __m512i sixteen = _mm512_maskz_cvtepu8_epi32(all, _mm512_castsi512_si128(places));
    _mm512_storeu_si512(rows, _mm512_add_epi32(sixteen, from));
    for (unsigned at = 16; at < count; at += 16) {  // seldom
      places = _mm512_maskz_alignr_epi64(0x3F, places, places, 2);
      const __m512i more = _mm512_maskz_cvtepu8_epi32(all, _mm512_castsi512_si128(places));
      _mm512_storeu_si512(rows + at, _mm512_add_epi32(more, from));
    }
    rows += count;
  }
  return static_cast<std::size_t>(rows - first);
}

bool has_wide() {
  static const bool has = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0;
  return has;
}

bool has_widest() {
  static const bool has = has_wide() && __builtin_cpu_supports("avx512vbmi2") != 0;
  return has;
}
#endif

}  // namespace

std::size_t list_possible(const Answer* answers, std::size_t n, std::uint32_t* rows, [[maybe_unused]] Width most) {
#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
  if (most >= Width::avx512_vbmi2 && has_widest()) return list_widest(answers, n, rows);
  if (most >= Width::avx512 && has_wide()) return list_wide(answers, n, rows);
#endif
  return list_plain(answers, n, rows);
}

}  // namespace fairstart::column
