// SPDX-License-Identifier: Apache-2.0
#include "engine/allocation/shares.hpp"

#include <algorithm>
#include <numeric>

#include "dsl/base/decimal.hpp"

namespace fairstart::allocation {
namespace {

__extension__ using Wide = __int128;

}  // namespace

std::vector<std::int64_t> largest_remainder(std::int64_t whole, const std::vector<std::int64_t>& weights) {
  std::vector<std::int64_t> parts(weights.size());
  if (weights.empty() || whole <= 0) return parts;
  Wide all = 0;
  for (const std::int64_t weight : weights) all += weight;
  const bool equal = all == 0;
  if (equal) all = static_cast<Wide>(weights.size());
  std::vector<Wide> left(weights.size());
  std::int64_t given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Wide exact = static_cast<Wide>(whole) * (equal ? 1 : weights[i]);
    parts[i] = static_cast<std::int64_t>(exact / all);
    left[i] = exact % all;
    given += parts[i];
  }
  std::vector<std::size_t> by_remainder(weights.size());
  std::iota(by_remainder.begin(), by_remainder.end(), std::size_t{0});
  std::stable_sort(by_remainder.begin(), by_remainder.end(), [&](std::size_t a, std::size_t b) { return left[a] > left[b]; });
  // Fewer are left than there are remainders over 0.
  for (std::size_t i = 0; given < whole; ++i, ++given) ++parts[by_remainder[i]];
  return parts;
}

std::vector<std::int64_t> shares_of(std::int64_t supply, const std::vector<std::int64_t>& weights) {
  if (supply % base::million != 0) return largest_remainder(supply, weights);
  std::vector<std::int64_t> shares = largest_remainder(supply / base::million, weights);
  for (std::int64_t& share : shares) share *= base::million;
  return shares;
}

std::vector<std::int64_t> remaining(std::int64_t supply, const std::vector<std::int64_t>& shares,
                                    const std::vector<std::int64_t>& received, std::int64_t received_elsewhere) {
  std::vector<std::int64_t> left(shares.size());
  Wide all_left = 0, all_received = received_elsewhere;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    left[i] = std::max<std::int64_t>(0, shares[i] - received[i]);
    all_left += left[i];
    all_received += received[i];
  }
  const Wide there = std::max<Wide>(0, supply - all_received);
  if (all_left <= there) return left;
  // In whole units only where all are whole: so nobody gets more than what they had left.
  const auto in_all = static_cast<std::int64_t>(there);
  const bool whole = std::all_of(left.begin(), left.end(), [](std::int64_t part) { return part % base::million == 0; });
  return whole ? shares_of(in_all, left) : largest_remainder(in_all, left);
}

}  // namespace fairstart::allocation
