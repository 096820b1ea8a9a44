// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace fairstart::allocation {

// `whole` (0 or more) in proportion to weights (0 or more), in whole parts by largest remainder: each gets its proportion rounded
// down, and what is left goes one each to the largest remainders, of equal ones to the earlier. Together they are `whole`.
// Weights that are all 0 count as equal. No weights: nothing.
std::vector<std::int64_t> largest_remainder(std::int64_t whole, const std::vector<std::int64_t>& weights);

// Millionths of a supply, shared in whole units where it is a whole number of them, else to the last decimal.
std::vector<std::int64_t> shares_of(std::int64_t supply, const std::vector<std::int64_t>& weights);

// What is left in each place of its share, after what was received there: together never more than `supply` less all that was
// received (`received_elsewhere` is what had no place). Where some have had more than their share the others go short in
// proportion.
std::vector<std::int64_t> remaining(std::int64_t supply, const std::vector<std::int64_t>& shares,
                                    const std::vector<std::int64_t>& received, std::int64_t received_elsewhere);

}  // namespace fairstart::allocation
