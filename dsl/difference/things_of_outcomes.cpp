// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "dsl/difference/things.hpp"

namespace fairstart::difference {
namespace {

std::string number(std::int64_t millionths) { return base::format_decimal(millionths, true); }

std::string word(plan::IntervalMethod method) {
  switch (method) {
    case plan::IntervalMethod::none: return "";
    case plan::IntervalMethod::wilson: return "wilson";
    case plan::IntervalMethod::byar: return "byar";
    case plan::IntervalMethod::exact: return "exact";
    case plan::IntervalMethod::student: return "student";
  }
  return "";
}

// A published figure as its indicator tells it: a percentage is kept as a share.
std::string figure(plan::Show show, std::int64_t value) {
  if (show == plan::Show::percent)
    if (const auto hundredfold = base::multiply(value, 100 * base::million)) return number(*hundredfold) + "%";
  return number(value);
}

void target(Builder& one, const std::string& label, const plan::Target& target) {
  const std::string shown = target.text + " by " + base::format_long_date(target.by);
  one.same(label,
           fmt::format("{} {} {} {} {}", static_cast<int>(target.kind), target.value.value_or(INT64_MIN), target.share,
                       target.base.value_or(INT64_MIN), target.by),
           shown);
}

void readings(Builder& one, plan::Show show, const std::optional<plan::Reading>& baseline,
              const std::vector<plan::Reading>& all) {
  const auto days = [](const plan::Period& period) {
    return base::format_iso_date(period.from) + " to " + base::format_iso_date(period.to);
  };
  if (baseline)
    one.same("the baseline", fmt::format("{} {}", baseline->value, days(baseline->period)),
             figure(show, baseline->value) + " in " +
                 (baseline->period.text.empty() ? days(baseline->period) : baseline->period.text));
  for (const plan::Reading& reading : all)
    one.text("the reading of " + (reading.period.text.empty() ? days(reading.period) : reading.period.text),
             figure(show, reading.value));
}

void indicator(Canonical& canonical, const plan::Indicator& each, std::vector<Thing>& out) {
  const plan::Plan& plan = canonical.plan();
  Builder one(canonical, "indicator", each.name, each.title);
  if (each.outcome.exists()) {
    one.text("the outcome that it measures", plan.outcomes[each.outcome.index()].name);
    one.reads("outcome", plan.outcomes[each.outcome.index()].name);
  }
  one.flag("its place among the results", each.shown);
  one.list("who it is about", each.among);
  one.text("what is made of the rows", std::string(plan::word_of(each.what)));
  one.condition("the condition that is counted", each.count);
  one.value("the value", each.value);
  if (each.what == plan::What::percentile) one.text("the percentile", number(each.percentile));
  one.text("how it is shown",
           each.show == plan::Show::rate ? "rate per " + std::to_string(each.rate_per) : std::string(plan::word_of(each.show)));
  one.type("the unit that it is shown in", each.value_type);
  if (each.higher_is_better) one.text("which way is better", *each.higher_is_better ? "higher" : "lower");
  for (const std::vector<plan::Breakdown>& by : each.by) {
    std::string label, meaning;
    for (const plan::Breakdown& part : by) {
      label += (label.empty() ? "" : " and ") + part.label + (part.grouped ? " grouped" : "");
      meaning += canonical.of(part.value) + ' ';
    }
    one.same("the breakdown by " + label, meaning, "");
    for (const plan::Breakdown& part : by) one.rest(part.value);
  }
  if (each.target) target(one, "the target", *each.target);
  for (const plan::Target& stricter : each.stricter_targets) target(one, "the stricter target", stricter);
  for (const plan::Comparator& other : each.comparators)
    one.text("the comparison with " + other.label, figure(each.show, other.value));
  readings(one, each.show, each.baseline, each.readings);
  std::string bands;
  for (const plan::Band& band : each.bands)
    bands += fmt::format(
        "{}{} {}", bands.empty() ? "" : ", ", band.name,
        band.comparison ? fmt::format("{}{}", static_cast<int>(*band.comparison), number(band.value)) : "otherwise");
  one.text("the bands", bands);
  one.text("the interval", word(each.interval));
  one.text("the confidence of the interval", figure(plan::Show::percent, each.confidence));
  one.wording("the identifier", each.identifier);
  one.serves(each.serves);
  if (each.hide_below) one.text("the number below which counts are hidden", std::to_string(*each.hide_below));
  if (each.round_to) one.text("what counts are rounded to", std::to_string(*each.round_to));
  one.notes(each.notes);
  out.push_back(one.done(false, each.shown));
}

void spread(Canonical& canonical, const plan::Spread& each, std::vector<Thing>& out) {
  const plan::Plan& plan = canonical.plan();
  Builder one(canonical, std::string(plan::word_of(each.kind)), each.name, each.title);
  const plan::Indicator& of = plan.indicators[each.of.index()];
  one.text("the indicator that it is of", of.name);
  one.reads("indicator", of.name);
  one.flag("its place among the results", each.shown);
  if (each.over.value.exists()) one.value("what it runs over", each.over.value);
  for (const auto& [label, side] : {std::pair("the first side", &each.a), std::pair("the second side", &each.b)}) {
    if (!*side) continue;
    one.same(label, (*side)->label + ' ' + canonical.of((*side)->among), (*side)->label);
    one.rest((*side)->among);
  }
  const plan::Show show = each.show.value_or(of.show);
  if (each.show) one.text("how it is shown", std::string(plan::word_of(*each.show)));
  if (each.target) target(one, "the target", *each.target);
  readings(one, show == plan::Show::points ? plan::Show::percent : show, each.baseline, each.readings);
  one.text("the rules of its chart", each.rules);
  one.notes(each.notes);
  out.push_back(one.done(false, each.shown));
}

void flow(Builder& one, const plan::Flow& each) {
  const std::string name = (each.saving ? "saving " : "cost ") + each.name;
  one.value("the " + name, each.value);
  one.value("the low end of the " + name, each.low);
  one.value("the high end of the " + name, each.high);
  one.text("who pays or gains the " + name, each.payer);
  const char* when = each.time == plan::FlowTime::once ? "once" : each.time == plan::FlowTime::each_year ? "each year" : "over";
  one.text("when the " + name + " comes",
           each.time == plan::FlowTime::over ? fmt::format("{} {} months", when, each.over_months) : std::string(when));
  if (each.cashable) one.text("whether the " + name + " is cashable", *each.cashable ? "cashable" : "not cashable");
  one.wording("the title of the " + name, each.title);
}

void money_case(Canonical& canonical, const plan::Case& each, std::vector<Thing>& out) {
  Builder one(canonical, "case", each.name, each.title);
  one.text("the horizon", fmt::format("{} months", each.horizon_months));
  if (each.from) one.text("the first day", base::format_long_date(*each.from));
  one.value("the discount", each.discount);
  if (each.prices) one.text("the year of the prices", each.prices->text);
  for (const plan::Volume& volume : each.volumes) one.value("the volume " + volume.name, volume.value);
  for (const plan::Flow& part : each.flows) flow(one, part);
  for (const plan::CaseExpectation& part : each.expectations)
    one.wording("what is expected of " + part.of + (part.per.empty() ? "" : " per " + part.per), part.text);
  one.serves(each.serves);
  one.notes(each.notes);
  out.push_back(one.done(false, each.shown));
}

// Every name and mark that a mapping reads by, in its order.
std::string columns_of(Canonical& canonical, const plan::MappedFile& file) {
  const plan::Plan& plan = canonical.plan();
  std::string out = fmt::format("{} {} {} {}", plan.record(file.record).name, fmt::join(file.each_column, "|"), file.up_to_last,
                                fmt::join(file.says, "|"));
  std::vector<std::string> columns;
  for (const plan::MappedColumn& column : file.columns) {
    const plan::Type type = column.field.exists() ? plan.field(column.field).type : types::text();
    std::string one = fmt::format("; {} {} {} {} {}/{}", static_cast<int>(column.target),
                                  column.field.exists() ? plan.field(column.field).name : "-", column.from,
                                  column.from_column_name, column.multiply, column.divide);
    if (column.always) one += " always " + canonical.constant(type, *column.always);
    for (const plan::CellMeaning& cell : column.cells)
      one += fmt::format(" {} is {}", fmt::join(cell.spelt, "|"),
                         cell.value ? canonical.constant(type, *cell.value) : std::to_string(static_cast<int>(cell.why)));
    columns.push_back(std::move(one));
  }
  std::sort(columns.begin(), columns.end());
  for (const std::string& column : columns) out += column;
  return out;
}

void mapping(Canonical& canonical, const plan::Mapping& each, std::vector<Thing>& out) {
  const plan::Plan& plan = canonical.plan();
  Builder one(canonical, "mapping", each.name, each.title);
  const auto marks = [&](const char* label, const std::vector<std::string>& all) {
    one.text(label, fmt::format("{}", fmt::join(all, ", ")));
  };
  marks("how dates are written", each.date_formats);
  marks("what is read as unknown", each.unknown);
  marks("what is read as declined", each.declined);
  marks("what is read as not asked", each.not_asked);
  if (each.extracted_on) one.text("the day of the extract", base::format_long_date(*each.extracted_on));
  for (const plan::PartialSource& source : each.partial)
    one.same("that rows may be missing of " + plan.record(source.record).name, "partial " + canonical.of(source.where),
             source.where.exists() ? in_words(plan, source.where) : source.why);
  for (const plan::Covers& covers : each.covers)
    one.text("the days covered of " + plan.record(covers.record).name,
             base::format_long_date(covers.from) + (covers.to ? " to " + base::format_long_date(*covers.to) : ""));
  for (const plan::MappedFile& file : each.files)
    one.same("how the file " + file.file + " is read", columns_of(canonical, file),
             fmt::format("{} columns", file.columns.size()));
  one.notes(each.notes);
  out.push_back(one.done());
}

}  // namespace

void add_outcomes(Canonical& canonical, std::vector<Thing>& out) {
  const plan::Plan& plan = canonical.plan();
  const auto wave = [&](Builder& one, plan::WaveId id) {
    if (id.exists()) one.text("the wave", plan.waves[id.index()].name);
  };
  for (const plan::Wave& each : plan.waves) {
    Builder one(canonical, "wave", each.name, each.title);
    if (each.from) one.text("the first day", base::format_long_date(*each.from));
    out.push_back(one.done());
  }
  for (const plan::Objective& each : plan.objectives) {
    Builder one(canonical, "objective", each.name, each.title);
    wave(one, each.wave);
    for (const std::string& text : each.not_encoded) one.said("what is not encoded, “" + text + "”,");
    one.notes(each.notes);
    out.push_back(one.done());
  }
  for (const plan::Outcome& each : plan.outcomes) {
    Builder one(canonical, "outcome", each.name, each.title);
    if (each.objective.exists()) {
      one.text("the objective", plan.objectives[each.objective.index()].name);
      one.reads("objective", plan.objectives[each.objective.index()].name);
    }
    wave(one, each.wave);
    one.serves(each.serves);
    for (const std::string& text : each.not_encoded) one.said("what is not encoded, “" + text + "”,");
    one.notes(each.notes);
    out.push_back(one.done());
  }
  for (const plan::Indicator& each : plan.indicators) indicator(canonical, each, out);
  for (const plan::Spread& each : plan.spreads) spread(canonical, each, out);
}

void add_money_and_tests(Canonical& canonical, std::vector<Thing>& out) {
  const plan::Plan& plan = canonical.plan();
  for (const plan::Case& each : plan.cases) money_case(canonical, each, out);
  for (const plan::Incentive& each : plan.incentives) {
    Builder one(canonical, "incentive", each.name, each.title);
    one.value("what it pays", each.pays);
    one.list("what it pays for", each.each);
    if (each.indicator.exists()) {
      one.text("the indicator that it pays by", plan.indicators[each.indicator.index()].name);
      one.reads("indicator", plan.indicators[each.indicator.index()].name);
      const plan::Show show = plan.indicators[each.indicator.index()].show;
      one.text("where nothing is paid", figure(show, each.lower));
      one.text("where all is paid", figure(show, each.upper));
    }
    one.text("who is paid", each.to);
    one.serves(each.serves);
    one.notes(each.notes);
    out.push_back(one.done(false, each.shown));
  }
  for (const plan::Guarantee& each : plan.guarantees) {
    Builder one(canonical, "guarantee", each.name, each.title);
    one.whom(each.record, {});
    one.condition("what must hold", each.holds);
    one.value("what never falls", each.value);
    for (const plan::Flip& flip : each.flips) {
      one.flag("that this is so when " + flip.name + " becomes yes", true);
      if (flip.definition.exists()) one.reads("define", plan.definitions[flip.definition.index()].name);
    }
    one.notes(each.notes);
    out.push_back(one.done(false, true));
  }
  for (const plan::Mapping& each : plan.mappings) mapping(canonical, each, out);
}

}  // namespace fairstart::difference
