// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace fairstart::readers {

// What stands in a run of bytes of CSV.
struct Scanned {
  std::size_t marks = 0;     // commas, line feeds and quotes: how many
  std::size_t newlines = 0;  // line feeds among them
  bool quotes = false, beyond_ascii = false, nul = false;
};

// Room that `scan` needs beyond the marks found, in elements of `marks`; and beyond the text, in readable bytes.
inline constexpr std::size_t scan_margin = 64;

// Writes the offsets of commas, line feeds and quotes to `marks`, in order. `size` is below 4 GiB; the bytes up to
// `scan_margin` after the text may be read, and don't count.
Scanned scan(const char* text, std::size_t size, std::uint32_t* marks);
// The same by the plainest loop: what the others are tested against, and what runs on other processors.
Scanned scan_plainly(const char* text, std::size_t size, std::uint32_t* marks);
// The same in steps of 16 bytes, and of 32 or 64 where the processor can; in smaller ones elsewhere.
Scanned scan_by_16(const char* text, std::size_t size, std::uint32_t* marks);
Scanned scan_by_32(const char* text, std::size_t size, std::uint32_t* marks);
Scanned scan_by_64(const char* text, std::size_t size, std::uint32_t* marks);

}  // namespace fairstart::readers
