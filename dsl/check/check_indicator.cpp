// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dsl/base/decimal.hpp"
#include "dsl/check/checker.hpp"

namespace fairstart::check {

using types::Kind;
using types::Measure;

namespace {

// The word that stands for a way to count: only one of them may be given.
bool counts(Cursor clause) {
  const Cursor first = clause.first();
  return first.is_word("count") || first.is_word("average") || first.is_word("total") || first.is_word("median") ||
         first.is_word("percentile");
}

std::string_view key_of(Cursor clause) {
  const Cursor first = clause.first();
  if (first.is(NodeKind::note)) return "note";
  if (first.is(NodeKind::target)) return "target";
  return first.text();
}

}  // namespace

void Checker::declare_indicator(Cursor decl, plan::OutcomeId outcome) {
  const Cursor name = decl.child(NodeKind::NAME);
  const plan::IndicatorId id{plan_.indicators.size()};
  plan::Indicator indicator{
      .name = std::string(name.text()), .title = std::string(name.text()), .outcome = outcome, .span = name.span()};
  if (const Cursor title = decl.child(NodeKind::TEXT)) indicator.title = text_of(title);
  plan_.indicators.push_back(std::move(indicator));
  indicators_.push_back({decl, module_});
  declare(module_, Space::indicators, std::string(name.text()),
          {.kind = SymbolKind::indicator, .index = id.value, .span = name.span()});
}

void Checker::fill_indicator(Cursor decl, plan::IndicatorId id) {
  plan::Indicator indicator = plan_.indicators[id.index()];
  const RowContext top{{}, {}, nullptr, true};
  RowContext row = top;
  std::map<std::string, base::Span> seen;
  std::vector<Cursor> clauses;
  for (const Cursor clause : decl) {
    if (!clause.is(NodeKind::iclause)) continue;
    const Cursor first = clause.first();
    if (first.is(NodeKind::note)) {
      add_note(indicator.notes, first);
      continue;
    }
    const std::string_view key = key_of(clause);
    const bool often = key == "compare" || key == "reading";
    if (often)
      seen.emplace(std::string(key), clause.span());
    else if (!once(clause, seen, key))
      continue;
    clauses.push_back(clause);
  }
  const auto clause_of = [&](std::string_view key) {
    const auto found = std::find_if(clauses.begin(), clauses.end(), [&](Cursor clause) { return key_of(clause) == key; });
    return found == clauses.end() ? Cursor{} : *found;
  };

  // Who is counted comes first, then what, then how it is told: each of them says what the next may be.
  if (const Cursor published = clause_of("published")) {
    indicator.what = plan::What::published;
    check_published(seen, indicator);
  } else if (const Cursor among = clause_of("among")) {
    const auto found = list(among.child(NodeKind::list), top);
    if (!found) {
      plan_.indicators[id.index()] = std::move(indicator);
      return;
    }
    indicator.among = found->id;
    row = inner_context(*found, top);
    row.in_indicator = true;
  } else {
    report(Code::clause_missing, indicator.span, fmt::format("`{}` does not say who it counts", indicator.name),
           "add `among …`, or `published` if others count it");
    plan_.indicators[id.index()] = std::move(indicator);
    return;
  }

  Cursor counted;
  for (const Cursor clause : clauses) {
    if (!counts(clause) || indicator.what == plan::What::published) continue;
    if (counted) {
      report(Code::clause_twice, clause.span(),
             fmt::format("`{}` both has `{}` and `{}`", indicator.name, counted.first().text(), clause.first().text()),
             "keep one of them", {{counted.span(), "the first is here"}});
      continue;
    }
    counted = clause;
    fill_counted(clause, indicator, row);
  }
  if (!counted && indicator.what != plan::What::published)
    report(Code::clause_missing, indicator.span, fmt::format("`{}` does not say what it counts", indicator.name),
           "add `count …`, `average …`, `total …` or `median …`");
  const bool broken = indicator.what != plan::What::published && !indicator.count.exists() && !indicator.value.exists();

  const Cursor show = clause_of("show");
  bool shown = !broken;
  if (shown && show) shown = fill_show(show.child(NodeKind::show), indicator, counted ? counted.span() : base::Span{});
  if (const Cursor better = clause_of("better")) indicator.higher_is_better = better.has_word("higher");
  const base::Span why = show ? show.span() : counted ? counted.span() : indicator.span;
  // Of figures whose kind is not known no more is said: one mistake, one message.
  const Told told{shown ? figure_type(indicator) : Type{}, why, indicator.higher_is_better};

  for (const Cursor clause : clauses)
    if (const std::string_view key = key_of(clause); key == "baseline" || key == "reading") {
      const auto value = literal(clause.child(NodeKind::literal), told.type, told.why);
      auto when = period(clause.child(NodeKind::period));
      if (value && when)
        keep_reading(clause.first(), {value->number, std::move(*when)}, indicator.baseline, indicator.readings);
    }
  for (const Cursor clause : clauses) {
    if (key_of(clause) != "compare") continue;
    const auto value = literal(clause.child(NodeKind::literal), told.type, told.why);
    plan::Comparator comparator{text_of(clause.child(NodeKind::TEXT)), value ? value->number : 0};
    const bool twice = std::any_of(indicator.comparators.begin(), indicator.comparators.end(),
                                   [&](const plan::Comparator& other) { return other.label == comparator.label; });
    if (twice)
      report(Code::clause_twice, clause.span(), fmt::format("\"{}\" is compared with twice", comparator.label),
             "keep one of them, or give them different names");
    else if (value || told.type.kind != Kind::unknown)
      indicator.comparators.push_back(std::move(comparator));
  }
  if (const Cursor clause = clause_of("target"))
    indicator.target = target(clause.first(), told, indicator.comparators, indicator.baseline);
  if (const Cursor clause = clause_of("bands")) fill_bands(clause, indicator, told);
  if (const Cursor clause = clause_of("identifier")) indicator.identifier = text_of(clause.child(NodeKind::TEXT));
  if (const Cursor clause = clause_of("serves")) indicator.serves = served_in(clause);
  // One that stands alone belongs to the first outcome that it serves.
  const auto own = [&](const plan::Objective& objective) {
    return std::find(objective.indicators.begin(), objective.indicators.end(), id) != objective.indicators.end();
  };
  if (!indicator.outcome.exists() && !indicator.serves.empty() &&
      std::none_of(plan_.objectives.begin(), plan_.objectives.end(), own)) {
    indicator.outcome = indicator.serves.front();
    plan_.outcomes[indicator.outcome.index()].indicators.push_back(id);
  }
  if (indicator.what != plan::What::published) {
    if (const Cursor clause = clause_of("by")) fill_breakdowns(clause, indicator, row);
    if (const Cursor clause = clause_of("interval"); clause && shown) fill_interval(clause, indicator);
    if (const Cursor clause = clause_of("hide counts below")) fill_hiding(clause, indicator);
  }
  plan_.indicators[id.index()] = std::move(indicator);
  adapt_indicator(id, row);
}

// What others count can't be counted again, only compared.
void Checker::check_published(const std::map<std::string, base::Span>& seen, const plan::Indicator& indicator) {
  const base::Span published = seen.at("published");
  for (const std::string_view word :
       {"among", "count", "average", "total", "median", "percentile", "by", "interval", "hide counts below"}) {
    const auto found = seen.find(std::string(word));
    if (found == seen.end()) continue;
    report(Code::published_and_counted, found->second,
           fmt::format("`{}` is published elsewhere, so `{}` has no rows to work on", indicator.name, word),
           "leave out one of the two", {{published, "published is said here"}});
    return;
  }
}

void Checker::fill_counted(Cursor clause, plan::Indicator& indicator, const RowContext& row) {
  const Cursor word = clause.first();
  if (word.is_word("count")) {
    indicator.what = plan::What::count;
    indicator.show = plan::Show::percent;
    const ExprId count = condition(clause.child(NodeKind::answer), row);
    if (!is_poison(count)) indicator.count = count;
    return;
  }
  const Cursor sum_at = clause.child(NodeKind::sum);
  const ExprId value = sum(sum_at, row);
  if (word.is_word("percentile")) {
    const Cursor at = clause.child(NodeKind::NUM);
    const auto percentile = base::parse_decimal(at.text());
    if (!percentile || *percentile <= 0 || *percentile >= 100 * base::million) {
      report(Code::bad_number, at.span(), "a percentile is over 0 and under 100");
      return;
    }
    indicator.percentile = *percentile;
  }
  if (is_poison(value)) return;
  if (type_of(value).kind != Kind::number) {
    report(Code::wrong_type, sum_at.span(),
           fmt::format("`{}` is {}, which has no {}", text_at(sum_at.span()), plan::with_article(type_of(value), plan_),
                       word.text()),
           type_of(value).kind == Kind::yes_no ? "`count` takes a yes or no" : "");
    return;
  }
  indicator.value = value;
  indicator.value_type = type_of(value);
  const bool plain = !indicator.value_type.per && indicator.value_type.base.measure == Measure::plain;
  indicator.what = plan::What::average;
  indicator.show = plan::Show::mean;
  if (word.is_word("total")) {
    indicator.what = plan::What::total;
    indicator.show = plain ? plan::Show::count : plan::Show::quantity;
  }
  if (word.is_word("median") || word.is_word("percentile")) {
    indicator.what = word.is_word("median") ? plan::What::median : plan::What::percentile;
    if (word.is_word("median")) indicator.percentile = 50 * base::million;
    indicator.show = plan::Show::quantity;
  }
  // A mean or median of whole numbers need not be one.
  if (indicator.what != plan::What::total) indicator.value_type.whole = false;
}

bool Checker::fill_show(Cursor at, plan::Indicator& indicator, base::Span counted) {
  using plan::Show;
  using plan::What;
  const std::string as = text_at(at.span());
  const Cursor name = at.child(NodeKind::NAME);
  const What what = indicator.what;
  const auto wrong = [&](std::string message, std::string help) {
    std::vector<diagnostics::Label> labels;
    if (counted.exists()) labels.push_back({counted, "this is what is shown"});
    report(Code::show_does_not_fit, at.span(), std::move(message), std::move(help), std::move(labels));
    return false;
  };
  const bool published = what == What::published;
  if (at.has_word("percentage points") || (name && name.text() == "relative"))
    return wrong(fmt::format("`{}` tells a gap, not an indicator", as),
                 "an indicator is shown as `percent`, `rate per 1,000`, `count`, `mean`, or in a unit");
  if (at.has_word("rate per")) {
    if (!published && what != What::count && what != What::total)
      return wrong("a rate is of something counted, and here nothing is", "say `show mean`, or the unit: `show days`");
    const auto per = whole(at.child(NodeKind::NUM));
    if (!per) return false;
    if (*per < 1) {
      report(Code::range_reversed, at.span(), "a rate is per 1 or more");
      return false;
    }
    if (what == What::total && (indicator.value_type.per || indicator.value_type.base.measure != Measure::plain))
      return wrong(fmt::format("a total of {} is no rate", plan::with_article(indicator.value_type, plan_)),
                   "say `average …` with `show mean`");
    indicator.show = Show::rate;
    indicator.rate_per = *per;
    return true;
  }
  if (at.has_word("count")) {
    const bool plain = !indicator.value_type.per && indicator.value_type.base.measure == Measure::plain;
    if (!published && what != What::count && !(what == What::total && plain))
      return wrong(what == What::total
                       ? fmt::format("this totals {}, which is no count", plan::with_article(indicator.value_type, plan_))
                       : std::string("nothing is counted here"),
                   what == What::average ? "say `show mean`" : "say the unit: `show days`");
    indicator.show = Show::count;
    return true;
  }
  if (name.text() == "percent") {
    if (!published && what != What::count) {
      const bool share = !indicator.value_type.per && indicator.value_type.base.measure == Measure::percent;
      if (!share || what == What::total)
        return wrong(fmt::format("{} is not a percentage", what == What::average ? "an average"
                                                           : what == What::total ? "a total"
                                                                                 : "a median or percentile"),
                     "percent is of rows that meet a condition: `count …`");
      return true;  // the mean or median of percentages, in percent
    }
    indicator.show = Show::percent;
    return true;
  }
  if (name.text() == "mean") {
    if (published) {
      indicator.value_type = types::number();
    } else if (what != What::average) {
      return wrong(fmt::format("`mean` is for `average …`; here there is `{}`", what == What::count    ? "count"
                                                                                : what == What::total  ? "total"
                                                                                : what == What::median ? "median"
                                                                                                       : "percentile"),
                   what == What::count ? "say `show percent`, or `average` a number" : "say the unit: `show days`");
    }
    indicator.show = Show::mean;
    return true;
  }
  // A unit: of the value itself.
  types::TimeUnit shown = types::TimeUnit::none;
  const auto base = base_named(name, shown);
  if (!base) return false;
  if (published) {
    indicator.value_type = {.kind = Kind::number, .base = *base, .shown_in = shown};
    indicator.show = Show::quantity;
    return true;
  }
  if (what == What::count)
    return wrong(fmt::format("a count of rows is not in {}", as), "say `show percent`, `show rate per 1,000` or `show count`");
  if (*base != indicator.value_type.base)
    return wrong(fmt::format("the value is {}, not {}", plan::with_article(indicator.value_type, plan_), as),
                 "show it in its own unit");
  if (shown != types::TimeUnit::none) indicator.value_type.shown_in = shown;
  if (what != What::average) indicator.show = Show::quantity;
  return true;
}

Type Checker::figure_type(const plan::Indicator& indicator) const {
  switch (indicator.show) {
    case plan::Show::percent: return types::number(Measure::percent);
    case plan::Show::points: return types::number(Measure::points);
    case plan::Show::count:
    case plan::Show::rate:
    case plan::Show::relative: return types::number();
    case plan::Show::mean:
    case plan::Show::quantity: {
      Type type = indicator.value_type;
      type.whole = false;
      return type;
    }
  }
  return {};
}

// Children lie flat: NAME grouped? (and NAME)*, separated by commas.
void Checker::fill_breakdowns(Cursor clause, plan::Indicator& indicator, const RowContext& row) {
  bool crossed = false;
  for (const Cursor child : clause) {
    if (child.is_word("and")) crossed = true;
    if (child.is_word("grouped") && !indicator.by.empty()) {
      plan::Breakdown& last = indicator.by.back().back();
      const Type type = type_of(last.value);
      if (type.kind != Kind::code || plan_.code_lists[type.codes.index()].groups.empty()) {
        report(Code::wrong_type, child.span(), fmt::format("`{}` has no groups", last.label),
               "groups are declared in a code list");
        continue;
      }
      std::set<std::int64_t> grouped;
      for (const plan::CodeGroup& group : plan_.code_lists[type.codes.index()].groups)
        for (const std::int64_t member : group.members)
          if (!grouped.insert(member).second) {
            report(Code::wrong_type, child.span(),
                   fmt::format("the groups of `{}` overlap, so that rows would count twice", last.label),
                   fmt::format("`{}` is in two of them",
                               plan_.code_lists[type.codes.index()].items[static_cast<std::size_t>(member)].name));
            return;
          }
      last.grouped = true;
    }
    if (!child.is(NodeKind::NAME)) continue;
    const ExprId value = need_value(child, row);
    const bool joins = std::exchange(crossed, false);
    if (is_poison(value)) continue;
    const Kind kind = type_of(value).kind;
    if (kind != Kind::code && kind != Kind::number && kind != Kind::text && kind != Kind::levels && kind != Kind::yes_no) {
      report(Code::wrong_type, child.span(),
             fmt::format("`{}` is {}, which rows can't be told apart by", child.text(),
                         plan::with_article(type_of(value), plan_)));
      continue;
    }
    plan::Breakdown part{std::string(child.text()), value};
    if (joins && !indicator.by.empty()) {
      const auto& axes = indicator.by.back();
      const bool twice =
          std::any_of(axes.begin(), axes.end(), [&](const plan::Breakdown& axis) { return axis.label == part.label; });
      if (twice)
        report(Code::clause_twice, child.span(), fmt::format("`{}` is crossed with itself", part.label), "name it once");
      else
        indicator.by.back().push_back(std::move(part));
    } else {
      indicator.by.push_back({std::move(part)});
    }
  }
}

void Checker::fill_interval(Cursor clause, plan::Indicator& indicator) {
  using plan::IntervalMethod;
  using plan::Show;
  const Cursor name = clause.child(NodeKind::NAME), level = clause.child(NodeKind::PCT);
  const std::string_view method = name.text();
  const auto wrong = [&](std::string message, std::string help) {
    report(Code::interval_does_not_fit, clause.span(), std::move(message), std::move(help));
  };
  const auto confidence = base::parse_decimal(level.text().substr(0, level.text().size() - 1));
  if (!confidence || *confidence < 50 * base::million || *confidence >= 100 * base::million)
    return wrong(fmt::format("{} is no level for an interval", level.text()), "most use 95%; from 50% to under 100%");
  const bool counted = indicator.what == plan::What::count || indicator.what == plan::What::total;
  if (method == "wilson") {
    if (indicator.show != Show::percent)
      return wrong("`wilson` is for percentages", "a rate or count has `byar` or `exact`, an average `student`");
    indicator.interval = IntervalMethod::wilson;
  } else if (method == "byar") {
    if (!counted || (indicator.show != Show::rate && indicator.show != Show::count))
      return wrong("`byar` is for counts and rates", "a percentage has `wilson` or `exact`, an average `student`");
    indicator.interval = IntervalMethod::byar;
  } else if (method == "exact") {
    if (!counted || indicator.show == Show::quantity)
      return wrong("`exact` is for what is counted: percentages, counts and rates", "an average has `student`");
    indicator.interval = IntervalMethod::exact;
  } else if (method == "student") {
    if (indicator.what != plan::What::average)
      return wrong("`student` is for averages", "a percentage has `wilson` or `exact`, a rate `byar`");
    indicator.interval = IntervalMethod::student;
  } else {
    return unknown_name(name, "interval method", {"wilson", "byar", "exact", "student"});
  }
  indicator.confidence = *confidence / 100;
}

void Checker::fill_hiding(Cursor clause, plan::Indicator& indicator) {
  const auto below = whole(clause.child(NodeKind::NUM));
  if (below && *below < 2)
    report(Code::range_reversed, clause.span(), "hiding starts at counts below 2");
  else
    indicator.hide_below = below;
  if (const Cursor round = clause.child(NodeKind::NUM, 1)) {
    const auto to = whole(round);
    if (to && *to < 1)
      report(Code::range_reversed, round.span(), "counts are rounded to 1 or more");
    else
      indicator.round_to = to;
  }
}

}  // namespace fairstart::check
