// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/base/calendar.hpp"
#include "dsl/types/type.hpp"

namespace fairstart::allocation {

// Days, both included.
struct Stretch {
  base::Day from = base::first_day, to = base::last_day;
  bool all_time() const { return from == base::first_day && to == base::last_day; }
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

// The stretch of a supply that holds a day: the day, the week from Monday, the calendar month, quarter (from January, April, July,
// October) or year. A supply that is not per anything is there once, for all time.
Stretch stretch_of(const types::Type& supply, base::Day day);

}  // namespace fairstart::allocation
