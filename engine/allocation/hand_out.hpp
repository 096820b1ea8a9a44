// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace fairstart::allocation {

// Someone in line, and what of.
struct InLine {
  std::size_t place = 0;    // index into what is left
  std::int64_t amount = 0;  // over 0
};

// Who gets it: each in turn, first in line first, while what is left in the place suffices. Once it does not, all after it in that
// place wait, even for less: nobody is passed over. `left` becomes what is left after all.
std::vector<bool> hand_out(const std::vector<InLine>& line, std::vector<std::int64_t>& left);

}  // namespace fairstart::allocation
