// SPDX-License-Identifier: Apache-2.0
#include "engine/allocation/hand_out.hpp"

namespace fairstart::allocation {

std::vector<bool> hand_out(const std::vector<InLine>& line, std::vector<std::int64_t>& left) {
  std::vector<bool> given(line.size());
  std::vector<bool> stopped(left.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto [place, amount] = line[i];
    if (stopped[place]) continue;
    if (amount > left[place]) {
      stopped[place] = true;
      continue;
    }
    left[place] -= amount;
    given[i] = true;
  }
  return given;
}

}  // namespace fairstart::allocation
