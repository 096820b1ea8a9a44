// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "dsl/base/id.hpp"

namespace fairstart::types {

using UnitId = base::Id<struct UnitTag>;
using CodeListId = base::Id<struct CodeListTag>;
using LevelsId = base::Id<struct LevelsTag>;
using RecordId = base::Id<struct RecordTag>;

// What a number counts. `week` and `day` share the base `days`; `month`, `quarter` and `year` share `months`.
enum class Measure : std::uint8_t { plain, percent, points, money, days, months, unit };

struct Base {
  Measure measure = Measure::plain;
  UnitId unit;  // for Measure::unit
  friend bool operator==(const Base&, const Base&) = default;
};

enum class Kind : std::uint8_t {
  unknown,  // of a mistake already reported, or of the literal `unknown`: fits anything
  yes_no,
  number,  // of `base`, per `per` where given
  date,
  code,    // one of a code list
  codes,   // many of a code list
  text,    // also identifiers
  link,    // to a record
  levels,  // a level of tiers or segments
  groups,  // the groups a row is in
};

// How the user spelt a time unit: kept for conversion of constants and for printing only ("per year", "36 weeks").
enum class TimeUnit : std::uint8_t { none, day, week, month, quarter, year };

struct Type {
  Kind kind = Kind::unknown;
  bool whole = false;
  Base base;
  std::optional<Base> per;
  TimeUnit shown_in = TimeUnit::none;   // of `base` where it is days or months
  TimeUnit shown_per = TimeUnit::none;  // of `per`: money per year is per months, counted in 12s
  CodeListId codes;
  LevelsId levels;
  RecordId record;
};

inline Type yes_no() { return {.kind = Kind::yes_no}; }
inline Type date() { return {.kind = Kind::date}; }
inline Type text() { return {.kind = Kind::text}; }
inline Type number(Measure measure = Measure::plain, UnitId unit = {}) {
  return {.kind = Kind::number, .base = {measure, unit}};
}
inline Type whole_number() { return {.kind = Kind::number, .whole = true}; }
inline Type code(CodeListId list) { return {.kind = Kind::code, .codes = list}; }

// The same for comparison, sum and difference: `whole` aside, and money per year is not money per month.
bool same(const Type& a, const Type& b);

// How a number's own unit relates to the stored one: 7 for weeks, 12 for years, 1 otherwise.
std::int64_t days_or_months_in(TimeUnit unit);
bool counted_in_days(TimeUnit unit);

}  // namespace fairstart::types
