// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "cli/options.hpp"
#include "engine/partitions/shelf.hpp"

namespace fairstart::cli {

// The value of --memory in bytes: a whole number and K, M or G (of 1024). Throws WrongUsage for anything else, and for less than
// the program itself takes with so many threads.
std::optional<std::uint64_t> memory_cap(const Given& given, std::size_t threads);
// How a run keeps within it.
partitions::Sizes sizes_within(std::uint64_t cap, std::size_t threads);
// From now on, memory that is given up goes back to the system: what a run holds is what it needs.
void give_memory_back();
// From now on it waits for what comes next, as to use it again costs a small part of what fresh memory does. Holes may stay.
void keep_memory();
// `--memory 64M` does not do: what would, rounded up to what one would write.
WrongUsage too_little(const Given& given, std::uint64_t needed);

}  // namespace fairstart::cli
