// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/scan.hpp"

#include <bit>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define FAIRSTART_SCAN_X86 1
#include <immintrin.h>
#endif

namespace fairstart::readers {
namespace {

void note(char c, Scanned& found) {
  found.newlines += c == '\n' ? 1U : 0U;
  found.quotes |= c == '"';
  found.beyond_ascii |= (static_cast<unsigned char>(c) & 0x80U) != 0;
  found.nul |= c == '\0';
}

// What is left at the end, byte by byte: what stands after the text must not count.
void scan_rest(const char* text, std::size_t at, std::size_t size, std::uint32_t* marks, Scanned& found) {
  for (; at < size; ++at) {
    const char c = text[at];
    note(c, found);
    if (c == ',' || c == '\n' || c == '"') marks[found.marks++] = static_cast<std::uint32_t>(at);
  }
}

#ifdef FAIRSTART_SCAN_X86

// Eight at a time whatever there are, as most runs of 64 bytes have about so many: no branch for each.
[[gnu::always_inline]] inline std::uint32_t* write_marks(std::uint64_t bits, std::size_t count, std::uint32_t base,
                                                         std::uint32_t* to) {
  std::uint32_t* const end = to + count;
  do {
    for (int i = 0; i < 8; ++i) {
      to[i] = base + static_cast<std::uint32_t>(std::countr_zero(bits));
      bits &= bits - 1;
    }
    to += 8;
  } while (bits != 0);
  return end;
}

__attribute__((target("avx2,bmi,popcnt"))) Scanned scan_avx2(const char* text, std::size_t size, std::uint32_t* marks) {
  const __m256i comma = _mm256_set1_epi8(','), newline = _mm256_set1_epi8('\n'), quote = _mm256_set1_epi8('"');
  __m256i any = _mm256_setzero_si256(), least = _mm256_set1_epi8(-1), quotes = _mm256_setzero_si256();
  std::size_t newlines = 0, at = 0;
  std::uint32_t* to = marks;
  for (; at + 64 <= size; at += 64) {
    const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + at));
    const __m256i b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + at + 32));
    any = _mm256_or_si256(any, _mm256_or_si256(a, b));
    least = _mm256_min_epu8(least, _mm256_min_epu8(a, b));
    const __m256i newline_a = _mm256_cmpeq_epi8(a, newline), newline_b = _mm256_cmpeq_epi8(b, newline);
    const __m256i quote_a = _mm256_cmpeq_epi8(a, quote), quote_b = _mm256_cmpeq_epi8(b, quote);
    quotes = _mm256_or_si256(quotes, _mm256_or_si256(quote_a, quote_b));
    const __m256i mark_a = _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(a, comma), newline_a), quote_a);
    const __m256i mark_b = _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(b, comma), newline_b), quote_b);
    const std::uint64_t lines = static_cast<std::uint32_t>(_mm256_movemask_epi8(newline_a)) |
                                std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(newline_b))} << 32U;
    const std::uint64_t bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(mark_a)) |
                               std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(mark_b))} << 32U;
    newlines += static_cast<std::size_t>(__builtin_popcountll(lines));
    to = write_marks(bits, static_cast<std::size_t>(__builtin_popcountll(bits)), static_cast<std::uint32_t>(at), to);
  }
  Scanned found;
  found.marks = static_cast<std::size_t>(to - marks);
  found.newlines = newlines;
  found.quotes = _mm256_movemask_epi8(quotes) != 0;
  found.beyond_ascii = _mm256_movemask_epi8(any) != 0;
  found.nul = _mm256_movemask_epi8(_mm256_cmpeq_epi8(least, _mm256_setzero_si256())) != 0;
  scan_rest(text, at, size, marks, found);
  return found;
}

Scanned scan_sse2(const char* text, std::size_t size, std::uint32_t* marks) {
  const __m128i comma = _mm_set1_epi8(','), newline = _mm_set1_epi8('\n'), quote = _mm_set1_epi8('"');
  __m128i any = _mm_setzero_si128(), least = _mm_set1_epi8(-1), quotes = _mm_setzero_si128(), lines = _mm_setzero_si128();
  std::size_t at = 0;
  std::uint32_t* to = marks;
  for (; at + 16 <= size; at += 16) {
    const __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + at));
    any = _mm_or_si128(any, a);
    least = _mm_min_epu8(least, a);
    const __m128i newline_a = _mm_cmpeq_epi8(a, newline), quote_a = _mm_cmpeq_epi8(a, quote);
    quotes = _mm_or_si128(quotes, quote_a);
    // The processor may be without popcnt: line feeds are summed in the vector.
    lines = _mm_add_epi64(lines, _mm_sad_epu8(_mm_and_si128(newline_a, _mm_set1_epi8(1)), _mm_setzero_si128()));
    const __m128i mark = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(a, comma), newline_a), quote_a);
    for (auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(mark)); bits != 0; bits &= bits - 1)
      *to++ = static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(bits));
  }
  alignas(16) std::uint64_t halves[2];
  _mm_store_si128(reinterpret_cast<__m128i*>(halves), lines);
  Scanned found;
  found.marks = static_cast<std::size_t>(to - marks);
  found.newlines = static_cast<std::size_t>(halves[0] + halves[1]);
  found.quotes = _mm_movemask_epi8(quotes) != 0;
  found.beyond_ascii = _mm_movemask_epi8(any) != 0;
  found.nul = _mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128())) != 0;
  scan_rest(text, at, size, marks, found);
  return found;
}

alignas(64) constexpr std::uint8_t counting[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                                   16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                                   32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                                   48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

// The places of all marks of 64 bytes come together in one step, and 16 are written in another: seldom are there more.
__attribute__((target("avx512f,avx512bw,avx512vbmi2,popcnt"))) Scanned scan_avx512(const char* text, std::size_t size,
                                                                                   std::uint32_t* marks) {
  const __m512i comma = _mm512_set1_epi8(','), newline = _mm512_set1_epi8('\n'), quote = _mm512_set1_epi8('"');
  const __m512i places = _mm512_load_si512(counting);
  __m512i any = _mm512_setzero_si512(), least = _mm512_set1_epi8(-1);
  std::uint64_t quotes = 0;
  std::size_t newlines = 0, at = 0;
  std::uint32_t* to = marks;
  for (; at + 64 <= size; at += 64) {
    const __m512i a = _mm512_loadu_si512(text + at);
    any = _mm512_or_si512(any, a);
    least = _mm512_min_epu8(least, a);
    const std::uint64_t lines = _mm512_cmpeq_epi8_mask(a, newline), quoted = _mm512_cmpeq_epi8_mask(a, quote);
    const std::uint64_t bits = _mm512_cmpeq_epi8_mask(a, comma) | lines | quoted;
    quotes |= quoted;
    newlines += static_cast<std::size_t>(__builtin_popcountll(lines));
    const auto count = static_cast<std::size_t>(__builtin_popcountll(bits));
    const __m512i found = _mm512_maskz_compress_epi8(bits, places), base = _mm512_set1_epi32(static_cast<int>(at));
    _mm512_storeu_si512(to, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(found))));
    if (count > 16) [[unlikely]] {
      _mm512_storeu_si512(to + 16, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(found, 1))));
      _mm512_storeu_si512(to + 32, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(found, 2))));
      _mm512_storeu_si512(to + 48, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(found, 3))));
    }
    to += count;
  }
  Scanned found;
  found.marks = static_cast<std::size_t>(to - marks);
  found.newlines = newlines;
  found.quotes = quotes != 0;
  found.beyond_ascii = _mm512_movepi8_mask(any) != 0;
  found.nul = _mm512_cmpeq_epi8_mask(least, _mm512_setzero_si512()) != 0;
  scan_rest(text, at, size, marks, found);
  return found;
}

bool has_avx512() {
  static const bool has = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
                          __builtin_cpu_supports("avx512vbmi2") != 0 && __builtin_cpu_supports("popcnt") != 0;
  return has;
}

bool has_avx2() {
  static const bool has =
      __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 && __builtin_cpu_supports("popcnt") != 0;
  return has;
}

#endif

}  // namespace

Scanned scan_plainly(const char* text, std::size_t size, std::uint32_t* marks) {
  Scanned found;
  scan_rest(text, 0, size, marks, found);
  return found;
}

#ifdef FAIRSTART_SCAN_X86
Scanned scan_by_16(const char* text, std::size_t size, std::uint32_t* marks) { return scan_sse2(text, size, marks); }
Scanned scan_by_32(const char* text, std::size_t size, std::uint32_t* marks) {
  return has_avx2() ? scan_avx2(text, size, marks) : scan_sse2(text, size, marks);
}
Scanned scan_by_64(const char* text, std::size_t size, std::uint32_t* marks) {
  return has_avx512() ? scan_avx512(text, size, marks) : scan_by_32(text, size, marks);
}
#else
Scanned scan_by_16(const char* text, std::size_t size, std::uint32_t* marks) { return scan_plainly(text, size, marks); }
Scanned scan_by_32(const char* text, std::size_t size, std::uint32_t* marks) { return scan_plainly(text, size, marks); }
Scanned scan_by_64(const char* text, std::size_t size, std::uint32_t* marks) { return scan_plainly(text, size, marks); }
#endif

Scanned scan(const char* text, std::size_t size, std::uint32_t* marks) { return scan_by_64(text, size, marks); }

}  // namespace fairstart::readers
