// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/allocation/found.hpp"
#include "engine/column/evaluated.hpp"

namespace fairstart::allocation {

inline constexpr std::int64_t last_of_all = std::numeric_limits<std::int64_t>::max();

// What is certain of a value, so that the smaller comes first: its least where the highest comes first, its greatest where the
// lowest does. Not bounded on that side: last_of_all.
std::int64_t priority(column::Interval value, bool highest);
std::int64_t priority_of_levels(std::uint64_t possible, bool highest);
// The certain end that a priority stands for; not for last_of_all.
std::int64_t value_of_priority(std::int64_t priority, bool highest);

// Of one key on one row; a key without value is the wait since `since`.
std::int64_t priority(const plan::Plan& plan, const plan::OrderKey& key, plan::ExprId since, const column::Evaluated& evaluated,
                      column::Row row);

// The draw of a row: the first 64 bits of SHA-256 of the lottery's text, a line feed and the row's id.
std::uint64_t lot(std::string_view lottery, std::string_view id);

// Entries from first to last: by place (as ranked by `place_rank`, one for each entry), certain before others, by their keys, by
// lot, by the rows' keys, by row. The same whatever order they were found in.
std::vector<std::uint32_t> in_order(const Found& found, const std::vector<std::uint32_t>& place_rank,
                                    const column::Table& table);

}  // namespace fairstart::allocation
