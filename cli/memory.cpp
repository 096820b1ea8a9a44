// SPDX-License-Identifier: Apache-2.0
#include "cli/memory.hpp"

#include <fmt/core.h>
#include <malloc.h>

#include <charconv>
#include <limits>

namespace fairstart::cli {
namespace {

constexpr std::uint64_t megabyte = std::uint64_t{1} << 20U;
// The program and a framework; what a thread reads and works with.
constexpr std::uint64_t of_program = 28 * megabyte, of_thread = 6 * megabyte;
constexpr std::uint64_t of_rows = 12 * megabyte;

std::uint64_t rounded_up(std::uint64_t bytes, std::uint64_t step) { return (bytes + step - 1) / step * step; }

}  // namespace

std::optional<std::uint64_t> memory_cap(const Given& given, std::size_t threads) {
  const std::optional<std::string> text = given.value("--memory");
  if (!text) return {};
  std::uint64_t number = 0;
  const char* const end = text->data() + text->size();
  const auto [rest, error] = std::from_chars(text->data(), end, number);
  const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  const unsigned shift = unit == "K" ? 10 : unit == "M" ? 20 : unit == "G" ? 30 : 0;
  if (error != std::errc() || shift == 0 || number == 0 || number > (UINT64_MAX >> 2U >> shift))
    throw WrongUsage(fmt::format("the value of `--memory` is not a size: `{}`. Sizes are written as 512M or 2G", *text));
  const std::uint64_t cap = number << shift;
  if (const std::uint64_t least = of_program + threads * of_thread + of_rows; cap < least) throw too_little(given, least);
  return cap;
}

partitions::Sizes sizes_within(std::uint64_t cap, std::size_t threads) {
  return {.memory = cap, .apart = of_program + threads * of_thread, .threads = threads};
}

void keep_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
#endif
}

void give_memory_back() {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 1);  // what one thread gives up, another one uses
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 20);
#endif
}

WrongUsage too_little(const Given& given, std::uint64_t needed) {
  return WrongUsage(fmt::format("`--memory {}` is too little here: at least {}M would do", *given.value("--memory"),
                                rounded_up(needed, 16 * megabyte) / megabyte));
}

}  // namespace fairstart::cli
