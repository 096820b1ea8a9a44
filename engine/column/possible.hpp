// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "engine/column/answer.hpp"
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Rows that may hold, out of many that do not: found 64 at a time, so that what follows costs by row found.
namespace fairstart::column {

inline constexpr std::size_t rows_a_word = 64;

// Bit i: answer i of the next 64 is yes or unknown.
inline std::uint64_t possible_word(const Answer* answers) {
  std::uint64_t bits = 0;
#if defined(__SSE2__)
  for (unsigned i = 0; i < 4; ++i) {
    const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(answers + std::size_t{16} * i));
    // The second bit of a byte, where its sign is.
    const auto found = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_slli_epi16(sixteen, 6)));
    bits |= std::uint64_t{found} << (16 * i);
  }
#else
  for (unsigned i = 0; i < rows_a_word; ++i) bits |= std::uint64_t{static_cast<unsigned>(answers[i]) >> 1U & 1U} << i;
#endif
  return bits;
}

// The same of the next 16 alone.
inline std::uint32_t possible_sixteen(const Answer* answers) {
#if defined(__SSE2__)
  const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(answers));
  return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_slli_epi16(sixteen, 6)));
#else
  std::uint32_t bits = 0;
  for (unsigned i = 0; i < 16; ++i) bits |= (static_cast<std::uint32_t>(answers[i]) >> 1U & 1U) << i;
  return bits;
#endif
}

// The same of the last n answers, fewer than 64.
inline std::uint64_t possible_word(const Answer* answers, std::size_t n) {
  Answer last[rows_a_word] = {};
  std::memcpy(last, answers, n);
  return possible_word(last);
}

// Bit i: answer i of the next 64 is unknown.
inline std::uint64_t unknown_word(const Answer* answers) {
  std::uint64_t bits = 0;
#if defined(__SSE2__)
  for (unsigned i = 0; i < 4; ++i) {
    const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(answers + std::size_t{16} * i));
    const __m128i only_possible = _mm_andnot_si128(_mm_slli_epi16(sixteen, 7), _mm_slli_epi16(sixteen, 6));
    bits |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(only_possible))} << (16 * i);
  }
#else
  for (unsigned i = 0; i < rows_a_word; ++i) bits |= std::uint64_t{answers[i] == unknown} << i;
#endif
  return bits;
}

// Calls use(i) for each of n rows whose answer is yes or unknown, rising. `use` may change the answer of its own row.
template <class Use>
void each_possible(const Answer* answers, std::size_t n, const Use& use) {
  for (std::size_t begin = 0; begin < n; begin += rows_a_word) {
    const std::size_t left = n - begin;
    std::uint64_t bits = left >= rows_a_word ? possible_word(answers + begin) : possible_word(answers + begin, left);
    for (; bits != 0; bits &= bits - 1) use(begin + static_cast<std::size_t>(std::countr_zero(bits)));
  }
}

// Puts the rows, of n, whose answer is yes or unknown into `rows`, rising, and says how many there are. Up to the n-th and
// `list_slack` more may be written to.
// `most`: as on a processor that has no more than that.
enum class Width : std::uint8_t { plain, avx512, avx512_vbmi2 };
std::size_t list_possible(const Answer* answers, std::size_t n, std::uint32_t* rows, Width most = Width::avx512_vbmi2);
inline constexpr std::size_t list_slack = 16;

// Such a list of a thread's own, which grows to the largest chunk, and stays.
class PossibleRows {
 public:
  std::span<const std::uint32_t> list(const Answer* answers, std::size_t n) {
    if (rows_.size() < n + list_slack) rows_.resize(n + list_slack);
    return {rows_.data(), list_possible(answers, n, rows_.data())};
  }

 private:
  std::vector<std::uint32_t> rows_;
};

inline std::size_t count_possible(const Answer* answers, std::size_t n) {
  std::size_t found = 0;
  for (std::size_t begin = 0; begin < n; begin += rows_a_word) {
    const std::size_t left = n - begin;
    found += static_cast<std::size_t>(
        std::popcount(left >= rows_a_word ? possible_word(answers + begin) : possible_word(answers + begin, left)));
  }
  return found;
}

}  // namespace fairstart::column
