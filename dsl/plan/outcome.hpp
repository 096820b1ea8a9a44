// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dsl/plan/expression.hpp"
#include "dsl/plan/notes.hpp"

// Outcomes: indicators, what is told over them, objectives, money, guarantees.
namespace fairstart::plan {

struct Breakdown {
  std::string label;
  ExprId value;
  bool grouped = false;
};  // value: on the list's row
// How a figure is told. `rate`: per Indicator::rate_per rows; `quantity`: in the value's own unit ("days").
enum class Show : std::uint8_t { percent, count, rate, mean, quantity, points, relative };

// A stretch of days, both included, and how it was written ("school year 2017/18").
struct Period {
  base::Day from = 0, to = 0;
  std::string text;
};
// A figure that was published or measured before: percent as a fraction in millionths, else as the indicator shows it.
struct Reading {
  std::int64_t value = 0;
  Period period;
};
enum class TargetKind : std::uint8_t { absolute, reduce_by, raise_by, halve, match };
struct Target {
  std::string text;  // "95%", "reduce by 10%", "halve": without its date
  TargetKind kind = TargetKind::absolute;
  std::optional<std::int64_t> value;  // absolute: the target; reduce_by, raise_by: by how much; match: the comparator's value
  bool share = false;                 // reduce_by, raise_by: a share of the base (10%), not a difference (10 percentage points)
  std::optional<std::int64_t> base;   // `from`, else the baseline; none: a relative target cannot be judged
  base::Day by = 0;
};
struct Comparator {
  std::string label;
  std::int64_t value = 0;
};
struct Band {
  std::string name;
  std::optional<Comparison> comparison;  // none: otherwise
  std::int64_t value = 0;
};
enum class What : std::uint8_t { count, average, total, median, percentile, published };
enum class IntervalMethod : std::uint8_t { none, wilson, byar, exact, student };

struct Indicator {
  std::string name, title;
  OutcomeId outcome;
  What what = What::count;
  ListId among;                 // scope: none (all rows of the record); none where published
  ExprId count;                 // What::count: yes/no on the list's row
  ExprId value;                 // average, total, median, percentile: a number on the list's row
  Type value_type;              // Show::quantity, mean: as it is shown ("weeks"); published: of the readings
  std::int64_t percentile = 0;  // millionths: 90 is 90,000,000; median: 50,000,000
  Show show = Show::percent;
  std::int64_t rate_per = 0;  // Show::rate: 1,000 …
  std::optional<bool> higher_is_better;
  std::vector<std::vector<Breakdown>> by;  // each: one value, or several crossed
  std::optional<Target> target;
  std::vector<Target> stricter_targets;  // added by frameworks that build on this one
  std::vector<Comparator> comparators;
  std::optional<Reading> baseline;
  std::vector<Reading> readings;
  std::vector<Band> bands;                         // the first that holds
  IntervalMethod interval = IntervalMethod::none;  // none named: Wilson for percent, Byar for rates
  std::int64_t confidence = 950'000;               // millionths
  std::string identifier;
  std::vector<OutcomeId> serves;
  std::optional<std::int64_t> hide_below, round_to;  // counts, not millionths
  Notes notes;
  base::Span span;
  bool shown = true;
};

// A figure over an indicator's rows: the gap between two sides, the slope or concentration over ranks, the trend in time.
enum class SpreadKind : std::uint8_t { gap, slope, concentration, trend };
struct Side {
  std::string label;
  ExprId among;  // yes/no on the indicator's row; none: everyone, and both sides of what is only published
};
// From the first period that begins on this day or later a trend's limits and rules start anew.
struct Rebase {
  base::Day on = 0;
  std::string because;
};
struct Spread {
  SpreadKind kind{};
  std::string name, title;
  OutcomeId outcome;
  IndicatorId of;
  Breakdown over;            // slope, concentration
  std::optional<Side> a, b;  // gap: a against b
  std::optional<Show> show;
  std::optional<Target> target;
  std::optional<Reading> baseline;
  std::vector<Reading> readings;
  std::string rules;            // trend: "nhs making data count"
  std::vector<Rebase> rebased;  // trend: by day
  Notes notes;
  base::Span span;
  bool shown = true;
};

struct Wave {
  std::string name, title;
  std::optional<base::Day> from;
  base::Span span;
};
struct Objective {
  std::string name, title;
  WaveId wave;
  std::vector<OutcomeId> outcomes;
  std::vector<IndicatorId> indicators;  // its own, outside outcomes
  std::vector<SpreadId> spreads;
  std::vector<std::string> not_encoded;
  Notes notes;
  base::Span span;
};
struct Outcome {
  std::string name, title;
  ObjectiveId objective;
  WaveId wave;
  std::vector<IndicatorId> indicators;
  std::vector<SpreadId> spreads;
  std::vector<OutcomeId> serves;
  std::vector<std::string> not_encoded;
  Notes notes;
  base::Span span;
};

// --- Money. All expressions are rowless.
enum class FlowTime : std::uint8_t { once, each_year, over };
struct Flow {
  std::string name, title;
  bool saving = false;
  ExprId value;       // central; none where only a range is given
  ExprId low, high;   // `between`
  std::string payer;  // code of `payers`, or empty
  FlowTime time = FlowTime::once;
  std::int64_t over_months = 0;
  std::optional<bool> cashable;
  base::Span span;
};
struct Volume {
  std::string name;
  ExprId value;
  Type type;
};
// What the source prints: "net", "ratio", "payback" or a flow's name.
struct CaseExpectation {
  std::string of;
  std::string per;  // volume that divides it; may be empty
  Type type;
  std::int64_t lowest = 0, highest = 0, within = 0;
  std::string text;
  base::Span span;
};
struct Case {
  std::string name, title;
  std::int64_t horizon_months = 12;
  std::optional<base::Day> from;
  ExprId discount;  // percent a year; may be none
  std::optional<Period> prices;
  std::vector<Volume> volumes;
  std::vector<Flow> flows;
  std::vector<CaseExpectation> expectations;
  std::vector<OutcomeId> serves;
  Notes notes;
  base::Span span;
  bool shown = true;
};
struct Incentive {
  std::string name, title;
  ExprId pays;  // rowless money; per an item where `each` is given
  Type pays_type;
  ListId each;                        // scope: none; paid for each row …
  IndicatorId indicator;              // … or between two thresholds of an indicator's value
  std::int64_t lower = 0, upper = 0;  // nothing at `lower`, all at `upper`; lower > upper where lower is better
  std::string to;
  std::vector<OutcomeId> serves;
  Notes notes;
  base::Span span;
  bool shown = true;
};

// What must hold for every row of `record`: an answer, or that a value never falls when a fact becomes yes.
struct Flip {
  std::string name;
  DefinitionId definition;  // yes/no, or
  FieldId field;            // yes/no
};
struct Guarantee {
  std::string name, title;
  RecordId record;
  ExprId holds;             // yes/no on the row (with a value: whether it is told of the row at all); or
  ExprId value;             // a level or a number on the row, that never falls when any one row's …
  std::vector<Flip> flips;  // … fact becomes yes, all else equal
  Notes notes;
  base::Span span;
};

}  // namespace fairstart::plan
