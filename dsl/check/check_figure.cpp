// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "dsl/base/decimal.hpp"
#include "dsl/base/text.hpp"
#include "dsl/check/checker.hpp"

// What is said of figures: periods, readings, targets, bands. The same for indicators and for what is told over them.
namespace fairstart::check {

using types::Kind;
using types::Measure;

std::optional<plan::Period> Checker::period(Cursor at) {
  plan::Period period;
  const Cursor first = at.first();
  const auto day = [](int year, int month, int of_month) { return base::day_of(year, month, of_month); };
  std::optional<base::Day> from, to;
  if (const Cursor years = at.child(NodeKind::YEARS)) {
    const bool school = at.has_word("school year");
    const int year = std::stoi(std::string(years.text().substr(0, 4)));
    // That the second year follows the first is the parser's to say.
    from = school ? day(year, 9, 1) : day(year, 4, 1);
    to = school ? day(year + 1, 8, 31) : day(year + 1, 3, 31);
    period.text = fmt::format("{} {}", school ? "school year" : "financial year", years.text());
  } else if (const Cursor year_at = at.child(NodeKind::NUM)) {
    const auto year = base::parse_decimal(year_at.text());
    const bool four = year_at.text().size() == 4 && year_at.text().find_first_not_of("0123456789") == std::string_view::npos;
    if (!year || !four) {
      report(Code::no_such_date, year_at.span(), fmt::format("`{}` is not a calendar year", year_at.text()),
             "write its four figures: `in calendar year 2014`");
      return {};
    }
    const int number = static_cast<int>(*year / base::million);
    from = day(number, 1, 1);
    to = day(number, 12, 31);
    period.text = fmt::format("calendar year {}", year_at.text());
  } else if (first.is_word("on")) {
    from = to = date(at.child(NodeKind::DATE));
    period.text = text_at(at.span());
  } else {
    from = date(at.child(NodeKind::DATE));
    to = date(at.child(NodeKind::DATE, 1));
    period.text = text_at(at.span());
  }
  if (!from || !to) {
    if (at.child(NodeKind::YEARS) || at.child(NodeKind::NUM))
      report(Code::no_such_date, at.span(), fmt::format("{} is outside the calendar", period.text));
    return {};
  }
  if (*to < *from) {
    report(Code::range_reversed, at.span(), "this period ends before it starts", "put the earlier date first");
    return {};
  }
  period.from = *from;
  period.to = *to;
  return period;
}

void Checker::keep_reading(Cursor word, plan::Reading read, std::optional<plan::Reading>& baseline,
                           std::vector<plan::Reading>& readings) {
  if (word.is_word("baseline")) {
    baseline = std::move(read);
    return;
  }
  const bool twice = std::any_of(readings.begin(), readings.end(), [&](const plan::Reading& other) {
    return other.period.from == read.period.from && other.period.to == read.period.to;
  });
  if (twice) {
    report(Code::clause_twice, word.span(), fmt::format("there are two readings for {}", read.period.text), "keep one of them");
    return;
  }
  // In the order of their time, however they are written.
  const auto later = std::find_if(readings.begin(), readings.end(), [&](const plan::Reading& other) {
    return std::pair(other.period.to, other.period.from) > std::pair(read.period.to, read.period.from);
  });
  readings.insert(later, std::move(read));
}

std::optional<plan::Target> Checker::target(Cursor at, const Told& told, const std::vector<plan::Comparator>& comparators,
                                            const std::optional<plan::Reading>& baseline) {
  const Cursor by_at = at.child(NodeKind::DATE);
  const auto by = date(by_at);
  if (!by || told.type.kind == Kind::unknown) return {};
  plan::Target target{.by = *by};
  const bool halve = at.has_word("halve"), match = at.has_word("match");
  const bool reduce = at.has_word("reduce by"), raise = at.has_word("raise by");
  const Cursor literal_at = halve || match ? Cursor{} : at.child(NodeKind::literal);
  const Cursor from_at = at.child(NodeKind::literal, halve || match ? 0 : 1);
  const Cursor last = literal_at ? literal_at : match ? at.child(NodeKind::TEXT) : at.word("halve");
  base::Span what = at.span();
  const Cursor first = halve    ? at.word("halve")
                       : match  ? at.word("match")
                       : reduce ? at.word("reduce by")
                       : raise  ? at.word("raise by")
                                : literal_at;
  what.begin = first.span().begin;
  what.end = last.span().end;
  target.text = text_at(what);
  if (halve) target.kind = plan::TargetKind::halve;
  if (match) {
    target.kind = plan::TargetKind::match;
    const std::string label = text_of(at.child(NodeKind::TEXT));
    const auto found = std::find_if(comparators.begin(), comparators.end(),
                                    [&](const plan::Comparator& comparator) { return comparator.label == label; });
    if (found == comparators.end()) {
      std::vector<std::string_view> labels;
      for (const plan::Comparator& comparator : comparators) labels.push_back(comparator.label);
      const std::string_view near = base::nearest(label, labels);
      report(Code::unknown_name, at.child(NodeKind::TEXT).span(),
             fmt::format("there is no comparison with \"{}\" to match", label),
             !near.empty()    ? fmt::format("did you mean \"{}\"?", near)
             : labels.empty() ? fmt::format("give its figure: `compare \"{}\" …`", label)
                              : fmt::format("there is \"{}\"", labels.front()));
      return {};
    }
    target.value = found->value;
  }
  if (reduce || raise) {
    target.kind = reduce ? plan::TargetKind::reduce_by : plan::TargetKind::raise_by;
    const Cursor quantity_at = literal_at.child(NodeKind::quantity);
    const bool percent_written = quantity_at && quantity_at.child(NodeKind::PCT);
    // `10%` is a share of what there is; a difference between percentages is in percentage points.
    target.share = percent_written;
    Type type = told.type;
    if (percent_written)
      type = types::number(Measure::percent);
    else if (type.base.measure == Measure::percent && !type.per)
      type = types::number(Measure::points);
    const auto value = literal(literal_at, type, told.why);
    if (!value) return {};
    if (value->number <= 0 || (reduce && target.share && value->number > base::million)) {
      report(Code::range_reversed, literal_at.span(),
             value->number <= 0 ? fmt::format("`{}` takes a number over 0", reduce ? "reduce by" : "raise by")
                                : std::string("nothing can be reduced by more than 100%"),
             value->number < 0 ? fmt::format("say `{}`", reduce ? "raise by" : "reduce by") : "");
      return {};
    }
    target.value = value->number;
  }
  if (target.kind == plan::TargetKind::absolute) {
    const auto value = literal(literal_at, told.type, told.why);
    if (!value) return {};
    target.value = value->number;
  }
  if (from_at) {
    const auto from = literal(from_at, told.type, told.why);
    if (!from) return {};
    target.base = from->number;
  } else if (baseline) {
    target.base = baseline->value;
  }
  if (baseline && baseline->period.to >= target.by) {
    report(Code::target_before_baseline, by_at.span(),
           fmt::format("the target's date is not after the baseline, which is {} {}",
                       baseline->period.text.starts_with("on ") || baseline->period.text.starts_with("from ") ? "of" : "in",
                       baseline->period.text),
           "a target comes after what it starts from");
    return {};
  }
  const bool relative = halve || reduce || raise;
  if (relative && !target.base)
    report(Code::target_cannot_be_judged, what, fmt::format("nothing says what to `{}` from", target.text),
           "add `from …` to the target, or a `baseline`");
  else if (!relative && !told.higher_is_better)
    report(Code::target_cannot_be_judged, what, "nothing says which way is better, so nobody can say whether this is met",
           "add `better higher` or `better lower`");
  if (told.higher_is_better) {
    const bool up = *told.higher_is_better;
    const bool away = (up && (reduce || halve)) || (!up && raise) ||
                      (!relative && target.base && (up ? *target.value < *target.base : *target.value > *target.base));
    if (away)
      report(Code::target_against_better, what,
             fmt::format("this target goes {}, but `better {}` says that {} is better", up ? "down" : "up",
                         up ? "higher" : "lower", up ? "more" : "less"),
             "turn one of them round");
  }
  return target;
}

namespace {

// What is left of the line of figures after some bands: closed stretches, in order.
using Stretches = std::vector<std::pair<std::int64_t, std::int64_t>>;

Stretches held_by(plan::Comparison comparison, std::int64_t value) {
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min(), most = std::numeric_limits<std::int64_t>::max();
  value = std::clamp(value, least + 1, most - 1);
  switch (comparison) {
    case plan::Comparison::is: return {{value, value}};
    case plan::Comparison::is_not: return {{least, value - 1}, {value + 1, most}};
    case plan::Comparison::under: return {{least, value - 1}};
    case plan::Comparison::over: return {{value + 1, most}};
    case plan::Comparison::at_least: return {{value, most}};
    case plan::Comparison::at_most: return {{least, value}};
  }
  return {};
}

// Takes `held` out of `left`; false if they do not meet.
bool take(Stretches& left, const Stretches& held) {
  bool met = false;
  for (const auto& [from, to] : held) {
    Stretches rest;
    for (const auto& [a, b] : left) {
      if (b < from || a > to) {
        rest.emplace_back(a, b);
        continue;
      }
      met = true;
      if (a < from) rest.emplace_back(a, from - 1);
      if (b > to) rest.emplace_back(to + 1, b);
    }
    left = std::move(rest);
  }
  return met;
}

plan::Comparison comparison_of(std::string_view symbol) {
  if (symbol == "<") return plan::Comparison::under;
  if (symbol == ">") return plan::Comparison::over;
  if (symbol == "<=" || symbol == "≤") return plan::Comparison::at_most;
  if (symbol == ">=" || symbol == "≥") return plan::Comparison::at_least;
  if (symbol == "≠") return plan::Comparison::is_not;
  return plan::Comparison::is;
}

}  // namespace

void Checker::fill_bands(Cursor clause, plan::Indicator& indicator, const Told& told) {
  if (told.type.kind == Kind::unknown) return;
  const bool share = told.type.base.measure == Measure::percent && !told.type.per;
  const bool counted = indicator.show == plan::Show::count || indicator.show == plan::Show::rate;
  // Figures that there can be.
  Stretches left = {
      {share || counted ? 0 : std::numeric_limits<std::int64_t>::min() + 1,
       share && indicator.what == plan::What::count ? base::million : std::numeric_limits<std::int64_t>::max() - 1}};
  Cursor name;
  Cursor symbol;
  std::map<std::string, base::Span> seen;
  const auto add_band = [&](std::optional<plan::Comparison> comparison, std::int64_t value, Cursor end) {
    base::Span span = name.span();
    span.end = end.span().end;
    if (!once(name, seen, name.text())) return;
    const bool met = comparison ? take(left, held_by(*comparison, value)) : !left.empty();
    if (!comparison) left.clear();
    if (!met)
      report(Code::band_unreachable, span, fmt::format("no figure is left for `{}`", name.text()),
             "the first band that holds is taken: put the narrower ones first, and `otherwise` last");
    indicator.bands.push_back({std::string(name.text()), comparison, value});
  };
  bool broken = false;
  for (const Cursor child : clause) {
    if (child.is(NodeKind::NAME)) name = child;
    if (child.is(NodeKind::CMP)) symbol = child;
    if (child.is_word("otherwise")) add_band({}, 0, child);
    if (!child.is(NodeKind::literal)) continue;
    const auto value = literal(child, told.type, told.why);
    broken = broken || !value;
    if (value) add_band(comparison_of(symbol.text()), value->number, child);
  }
  if (!broken && !left.empty())
    report(Code::bands_incomplete, clause.first().span(), fmt::format("some figures of `{}` are in no band", indicator.name),
           "end with a band `otherwise`");
}

}  // namespace fairstart::check
