// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "dsl/base/calendar.hpp"
#include "dsl/base/span.hpp"
#include "dsl/types/type.hpp"

namespace fairstart::plan {

using types::CodeListId;
using types::LevelsId;
using types::RecordId;
using types::Type;
using types::UnitId;
using FieldId = base::Id<struct FieldTag>;
using RoleId = base::Id<struct RoleTag>;
using ParameterId = base::Id<struct ParameterTag>;
using DefinitionId = base::Id<struct DefinitionTag>;
using ScoreId = base::Id<struct ScoreTag>;
using OfferId = base::Id<struct OfferTag>;
using OutcomeId = base::Id<struct OutcomeTag>;
using IndicatorId = base::Id<struct IndicatorTag>;
using ModuleId = base::Id<struct ModuleTag>;
using CalendarId = base::Id<struct CalendarTag>;
using WindowId = base::Id<struct WindowTag>;
using ScheduleId = base::Id<struct ScheduleTag>;
using AllocationId = base::Id<struct AllocationTag>;
using RegisterId = base::Id<struct RegisterTag>;
using WaveId = base::Id<struct WaveTag>;
using ObjectiveId = base::Id<struct ObjectiveTag>;
using SpreadId = base::Id<struct SpreadTag>;
using ExprId = base::Id<struct ExprTag>;
using ListId = base::Id<struct ListTag>;

// Why a value is not there. All are unknown to a rule; `is declined` and the like ask which (grammar.md, section 5, Missing).
enum class Missing : std::uint8_t {
  not_recorded,
  not_asked,
  declined,
  another_time,
  records_disagree,
  no_certain_record,
  no_parameter_value,
};

// --- Leaves. A constant's number: millionths (numbers; days and months too), day number (dates), index (codes, levels),
//     0 or 1 (yes/no); a text has `text` instead.
struct Constant {
  std::int64_t number = 0;
  std::string text;
};
struct MissingValue {
  Missing why = Missing::not_recorded;
};  // the literal `unknown`
struct AsAt {};
struct PeriodStart {};  // of the reporting period, first day
struct PeriodEnd {};    // … last day, included
struct ParameterValue {
  ParameterId parameter;
};  // its value at `as at`; unknown outside its dates
struct FieldValue {
  FieldId field;
};  // on the expression's own row
// The value, worked out on an owner's row (any number of owners up), seen from this row. Unknown where there is no owner.
struct OfOwner {
  ExprId value;
};
// On a pairing's row (see Pairing): the value, worked out on the listed row.
struct OfListed {
  ExprId value;
};
// The value, worked out on the row that a link names. Unknown where no row is named.
struct OfLink {
  FieldId link;
  ExprId value;
};
// Only in a counterfactual plan: yes on the rows that the clock marks; on the others the field, or no where there is none.
struct Marked {
  FieldId field;
};

// --- Named things, on their own record's row
struct RoleTest {
  RoleId role;
};  // yes/no: is the row in the role
struct DefinitionValue {
  DefinitionId definition;
};
struct ScoreValue {
  ScoreId score;
};
struct LevelValue {
  LevelsId levels;
};  // of tiers or segments

// --- Three answers
struct Not {
  ExprId answer;
};
struct And {
  std::vector<ExprId> answers;
};
struct Or {
  std::vector<ExprId> answers;
};
enum class Counting : std::uint8_t { at_least, at_most, exactly };
struct CountOfSet {
  std::vector<ExprId> answers;
};  // whole number: `count of { }`; `at least n of { }` compares it
struct CountsAs {
  ExprId answer;
  bool yes = false;
};  // unknown counts as yes / no

enum class Comparison : std::uint8_t { is, is_not, under, over, at_least, at_most };
// Of two numbers.
template <class Number>
constexpr bool holds(Comparison comparison, Number left, Number right) {
  switch (comparison) {
    case Comparison::is: return left == right;
    case Comparison::is_not: return left != right;
    case Comparison::under: return left < right;
    case Comparison::over: return left > right;
    case Comparison::at_least: return left >= right;
    case Comparison::at_most: return left <= right;
  }
  return false;
}
struct Compare {
  Comparison comparison{};
  ExprId left, right;
};  // numbers, dates, codes, texts, yes/no; not levels
// Codes only: yes where `value` is one of these indexes (sorted; groups spelt out).
struct OneOf {
  ExprId value;
  std::vector<std::int64_t> codes;
};
// `many of` fields only: yes where the set of codes has one of these (sorted).
struct Includes {
  ExprId value;
  std::vector<std::int64_t> codes;
};
// Levels only: yes where the level is in the set (bit i: level i). Certain if all possible levels are, possible if any is.
struct LevelIn {
  ExprId level;
  std::uint64_t levels = 0;
};
struct IsKnown {
  ExprId value;
};  // always definite
struct IsMissing {
  ExprId value;
  Missing why{};
};  // always definite: `is declined`, `is not asked`, `is not recorded`
struct OrElse {
  ExprId value, otherwise;
};

// --- Numbers and dates, as intervals
enum class Operation : std::uint8_t { add, subtract, multiply, divide };
struct Arithmetic {
  Operation operation{};
  ExprId left, right;
};  // also date − date = days (as a number)
struct Negate {
  ExprId value;
};
// A date moved by a number of days or months (its type says which). Months round as said.
struct Shift {
  ExprId date, by;
  bool later = true;
  base::Rounding rounding = base::Rounding::up;
};
// Completed days, weeks, months or years between two dates, as a number (plain).
struct Elapsed {
  types::TimeUnit unit{};
  ExprId from, to;
};
struct Extreme {
  bool highest = true;
  std::vector<ExprId> values;
};  // `later of`, `lowest of` …
struct Rescale {
  ExprId value;
  std::int64_t multiply = 1, divide = 1;
};  // `as money per month`, `in weeks`
// The first day of a calendar strictly after a date.
struct NextDay {
  CalendarId calendar;
  ExprId after;
};

// The value of the first choice whose `when` holds; a `when` that is none holds always. Any type.
struct Choice {
  ExprId when, value;
};
struct Choose {
  std::vector<Choice> choices;
};

// --- Lists of rows (see List)
struct Any {
  ListId list;
};
struct Every {
  ListId list;
  ExprId claim;
};  // claim: yes/no on the list's row
struct Count {
  ListId list;
};  // whole number
// How many different values there are. Whole number; `value` on the list's row.
struct CountDifferent {
  ListId list;
  ExprId value;
};
// On a row of the list's record: yes/no, is it among the `count` latest (earliest) members by `order`; all, if there are fewer.
struct Ranked {
  ListId list;
  ExprId order;
  bool latest = true;
  std::int64_t count = 1;
};
enum class Summary : std::uint8_t { sum, average, lowest, highest };
struct Summarise {
  Summary summary{};
  ListId list;
  ExprId value;
};  // value: on the list's row; lowest, highest take dates too
enum class Which : std::uint8_t { latest, earliest, latest_recorded };
// `value` on the latest (earliest) row by `order`; for `youngest` and `oldest`, order is the date of birth.
struct Pick {
  Which which{};
  ListId list;
  ExprId order, value;
};

using Node = std::variant<Constant, MissingValue, AsAt, PeriodStart, PeriodEnd, ParameterValue, FieldValue, OfOwner, RoleTest,
                          DefinitionValue, ScoreValue, LevelValue, Not, And, Or, CountOfSet, CountsAs, Compare, OneOf, LevelIn,
                          IsKnown, IsMissing, OrElse, Arithmetic, Negate, Shift, Elapsed, Extreme, Rescale, Any, Every, Count,
                          Summarise, Pick, OfListed, OfLink, Marked, Includes, NextDay, Choose, CountDifferent, Ranked>;

// One node of the plan. `row`: the record on whose row it is worked out; none: the same for all rows (rowless).
// Operands have the same row, or none; a value of an owner comes through OfOwner, one of owned rows through a list, one of a
// listed row through OfListed, one of a linked row through OfLink.
// INVARIANT: operands have smaller ids than their user, except through Definition-, Score-, LevelValue and RoleTest.
struct Expr {
  Node node;
  Type type;
  RecordId row;
  base::Span span;
  std::string text;         // as written, on one line: for reasons and explanations; empty for what the checker added
  bool restricted = false;  // rests on a restricted field, at any depth
};

// Rows of `record` under a row of `scope` (the same record's owner, or an owner's owner …; never `record` itself).
// A row belongs with the weight that `member` answers: role ∧ alive ∧ dated ≤ as at ∧ window ∧ where, each also by itself.
struct List {
  RecordId record;
  RecordId scope;
  RoleId role;    // where named by a role
  ExprId member;  // on `record`'s row: all of it; a constant yes where nothing is asked
  ExprId where;   // what the user wrote after `where`; may be none
  ExprId window;  // what `within …` says; may be none
  // How far back the rows may lie, where that is the same for all: what `covers` of a mapping is held against.
  std::optional<std::int64_t> within_days, within_months;  // back from as at
  bool in_period = false;
  base::Span span;
  std::string text;
};

}  // namespace fairstart::plan
