// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace fairstart::base {

// A way to write dates: D or DD, M or MM, MMM (Jan), MMMM (January), YY, YYYY; every other character stands for itself.
enum class DatePart : std::uint8_t { day, day_2, month, month_2, month_short, month_long, year_2, year_4, literal };
struct DateStep {
  DatePart part{};
  char literal = '\0';
  friend bool operator==(const DateStep&, const DateStep&) = default;
};

// Nothing unless it names a day, a month and a year once each, holds no other letter, and leaves no doubt where a part ends.
std::optional<std::vector<DateStep>> date_pattern(std::string_view text);

// Whether some text is one date by the first pattern and perhaps another by the second: 03/04/2026 by DD/MM/YYYY, MM/DD/YYYY.
bool may_clash(const std::vector<DateStep>& first, const std::vector<DateStep>& second);

}  // namespace fairstart::base
