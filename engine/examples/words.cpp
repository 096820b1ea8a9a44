// SPDX-License-Identifier: Apache-2.0
#include "engine/examples/words.hpp"

namespace fairstart::examples {

std::string said(column::Answer answer) {
  if (answer == column::unknown) return "unknown";
  return answer == column::yes ? "yes" : "no";
}

std::string range(const types::Type& type, column::Interval interval, const plan::Plan& plan) {
  const auto shown = [&](std::int64_t number) { return plan::show_value(type, number, plan); };
  const bool no_lo = interval.lo == column::no_lower, no_hi = interval.hi == column::no_upper;
  if (interval.known()) return shown(interval.lo);
  if ((no_lo && no_hi) || type.kind == types::Kind::code) return "unknown";
  if (no_hi) return shown(interval.lo) + " or more";
  if (no_lo) return shown(interval.hi) + " or less";
  return shown(interval.lo) + " to " + shown(interval.hi);
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += between;
    out += part;
  }
  return out;
}

std::string either(const std::vector<std::string>& names) { return joined(names, " or "); }

}  // namespace fairstart::examples
