// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/calendar.hpp"
#include "engine/report/html.hpp"

// The first minute of a busy reader: a few figures, what is going well, what is not, who is missed.
namespace fairstart::report {
namespace {

constexpr std::size_t most_points = 6;  // of each verdict
constexpr std::size_t most_groups = 3;  // that a point names

struct KeyFigure {
  std::string figure, what;
};

std::vector<KeyFigure> key_figures(const RunFacts& run, const Figures& figures) {
  const plan::Plan& plan = *run.plan;
  std::vector<KeyFigure> keys{{number(figures.families), "families"}};
  const plan::LevelsId support = levels_of_support(plan);
  for (const SchemeTable& table : figures.schemes) {
    if (table.scheme != support) continue;
    const plan::Levels& scheme = plan.levels[support.index()];
    const SchemeRow& all = table.rows.back();
    if (all.total && all.at_level.front()) {
      const std::int64_t above = *all.total - *all.at_level.front();
      const std::string of = share(above, all.total);
      keys.push_back(
          {number(above), fmt::format("at a level above {}{}", titled(scheme.levels.front().title, scheme.levels.front().name),
                                      of.empty() ? "" : " (" + of + ")")});
    }
    keys.push_back({number(all.could_be), "whose level could be higher: something is not known"});
  }
  std::int64_t open = 0, overdue = 0;
  bool some_hidden = false;
  for (const OfferRow& row : figures.offers) {
    open += row.open.value_or(0);
    overdue += row.overdue.value_or(0);
    some_hidden = some_hidden || !row.open || !row.overdue;
  }
  if (!figures.offers.empty()) {
    const std::string_view more = some_hidden ? " or more" : "";
    keys.push_back(
        {number(open) + std::string(more), some_hidden ? "offers due now: some counts are hidden" : "offers due now"});
    keys.push_back(
        {number(overdue) + std::string(more), some_hidden ? "offers overdue: some counts are hidden" : "offers overdue"});
  }
  std::size_t judged = 0, met = 0;
  const auto judge_target = [&](const std::string& status) {
    if (status.empty() || status == indicators::cannot_be_judged) return;
    ++judged;
    if (status == "met") ++met;
  };
  for (const IndicatorTable& table : figures.indicators)
    if (!table.lines.empty()) judge_target(table.lines.front().target_status);
  for (const SpreadTable& table : figures.spreads) judge_target(table.line.target_status);
  if (judged > 0) keys.push_back({fmt::format("{} of {}", met, judged), "targets met"});
  return keys;
}

struct Verdicts {
  std::vector<std::string> good, bad, missed;
  std::size_t hidden = 0, unjudged = 0;
};

std::string point(const std::string& what, const std::string& words) {
  return fmt::format("<strong>{}</strong> {}", what, words);
}

void judge(const plan::Plan& plan, base::Day as_at, const IndicatorTable& table, Verdicts& verdicts) {
  if (table.lines.empty()) return;
  const plan::Indicator& indicator = plan.indicators[table.indicator.index()];
  const indicators::Line& line = table.lines.front();
  if (line.hidden) {
    ++verdicts.hidden;
    return;
  }
  if (!line.value) {
    ++verdicts.unjudged;
    return;
  }
  const indicators::Unit unit = indicators::unit_of(indicator);
  std::string words = figure_text(plan, unit, *line.value);
  bool good = false, bad = false;
  if (indicator.target && (line.target_status == "met" || line.target_status == "not met")) {
    const bool met = line.target_status == "met";
    (met ? good : bad) = true;
    words += fmt::format("; target {}: {}", escaped(target_words(plan, unit, *indicator.target, indicator.comparators)),
                         status_words(line.target_status, *indicator.target, as_at));
  }
  for (std::size_t i = 0; i < line.comparisons.size() && i < indicator.comparators.size(); ++i) {
    const std::string& is = line.comparisons[i];
    if (is != "better" && is != "worse") continue;
    (is == "better" ? good : bad) = true;
    words += fmt::format("; {} than {}", is, escaped(comparator_text(plan, indicator, indicator.comparators[i])));
  }
  if (!good && !bad)
    ++verdicts.unjudged;
  else
    (bad ? verdicts.bad : verdicts.good).push_back(point(titled(indicator.title, indicator.name), words));
}

// Groups for which the indicator is worse than for everyone, by their interval.
void find_missed(const plan::Plan& plan, const IndicatorTable& table, Verdicts& verdicts) {
  const plan::Indicator& indicator = plan.indicators[table.indicator.index()];
  if (table.lines.empty() || !table.lines.front().value || !indicator.higher_is_better) return;
  const double whole = *table.lines.front().value;
  const indicators::Unit unit = indicators::unit_of(indicator);
  std::vector<const indicators::Line*> worse;
  for (const indicators::Line& line : table.lines) {
    if (line.breakdown == 0 || line.hidden || !line.value || !line.lower || !line.upper) continue;
    if (*indicator.higher_is_better ? *line.upper < whole : *line.lower > whole) worse.push_back(&line);
  }
  if (worse.empty()) return;
  std::stable_sort(worse.begin(), worse.end(), [&](const indicators::Line* a, const indicators::Line* b) {
    return *indicator.higher_is_better ? *a->value < *b->value : *a->value > *b->value;
  });
  std::string words =
      fmt::format("{} than everyone ({}):", *indicator.higher_is_better ? "lower" : "higher", figure_text(plan, unit, whole));
  for (std::size_t i = 0; i < worse.size() && i < most_groups; ++i) {
    // "Deprivation fifth, 1 is most deprived": what is before the comma names it.
    const std::string axis = breakdown_words(plan, indicator.by[worse[i]->breakdown - 1]);
    words += fmt::format("{} {}: {}, {}", i == 0 ? "" : ";", axis.substr(0, axis.find(',')), escaped(worse[i]->group_title),
                         figure_text(plan, unit, *worse[i]->value));
  }
  if (worse.size() > most_groups) words += fmt::format("; and {} more", worse.size() - most_groups);
  verdicts.missed.push_back(point(titled(indicator.title, indicator.name), words));
}

// Signals come first: what chance alone would not bring.
void judge_trends(const plan::Plan& plan, const Figures& figures, Verdicts& verdicts) {
  for (const TrendTable& table : figures.trends) {
    const plan::Spread& spread = plan.spreads[table.spread.index()];
    const plan::Indicator& indicator = plan.indicators[spread.of.index()];
    if (table.line.points.empty() || !table.line.points.back().value) continue;
    const indicators::TrendPoint& last = table.line.points.back();
    const std::string_view meaning = indicators::meaning(last.chart, indicator.higher_is_better);
    if (meaning != "improvement" && meaning != "concern") continue;
    const std::string words = fmt::format(
        "{}, {}: {}", figure_text(plan, indicators::unit_of(indicator), *last.value), escaped(period_words(last.period)),
        meaning == "improvement" ? "better than chance alone would make it" : "worse than chance alone would make it");
    (meaning == "improvement" ? verdicts.good : verdicts.bad)
        .push_back(point(titled(spread.title.empty() ? indicator.title : spread.title, spread.name) + ": trend", words));
  }
}

void judge_spreads(const plan::Plan& plan, base::Day as_at, const Figures& figures, Verdicts& verdicts) {
  for (const SpreadTable& table : figures.spreads) {
    const plan::Spread& spread = plan.spreads[table.spread.index()];
    if (table.line.hidden || !table.line.value) continue;
    const indicators::Unit unit = indicators::unit_of(plan, spread);
    std::string words = fmt::format("{} {}", indicators::words(table.line.measure), figure_text(plan, unit, *table.line.value));
    const std::string& status = table.line.target_status;
    if (spread.target && (status == "met" || status == "not met")) {
      words += fmt::format("; target {}: {}", escaped(target_words(plan, unit, *spread.target, {})),
                           status_words(status, *spread.target, as_at));
      (status == "met" ? verdicts.good : verdicts.bad).push_back(point(titled(spread.title, spread.name), words));
    } else if (table.line.lower) {
      // The first side, or the lowest ranks, are worse off by more than chance alone would make them.
      const bool ratio =
          table.line.measure == indicators::Measure::ratio || table.line.measure == indicators::Measure::relative_index;
      const bool difference =
          table.line.measure == indicators::Measure::gap || table.line.measure == indicators::Measure::slope_index;
      if ((ratio && *table.line.lower > 1) || (difference && *table.line.lower > 0))
        verdicts.missed.push_back(point(titled(spread.title, spread.name), words));
    }
  }
}

void judge_offers(const plan::Plan& plan, const Figures& figures, Verdicts& verdicts) {
  std::vector<const OfferRow*> late;
  for (const OfferRow& row : figures.offers)
    if (row.overdue.value_or(0) + row.missed.value_or(0) > 0) late.push_back(&row);
  std::stable_sort(late.begin(), late.end(), [](const OfferRow* a, const OfferRow* b) {
    return std::max(a->overdue.value_or(0), a->missed.value_or(0)) > std::max(b->overdue.value_or(0), b->missed.value_or(0));
  });
  for (std::size_t i = 0; i < late.size() && i < most_groups; ++i) {
    const plan::Offer& offer = plan.offers[late[i]->offer.index()];
    std::string words;
    if (late[i]->overdue.value_or(0) > 0) words = number(late[i]->overdue) + " overdue";
    if (words.empty()) words = number(late[i]->missed) + " missed";
    if (late[i]->offered) words += fmt::format(" of {} offered", number(late[i]->offered));
    verdicts.missed.push_back(point(titled(offer.title, offer.name), words));
  }
}

void judge_the_rest(const RunFacts& run, const Figures& figures, Verdicts& verdicts) {
  const plan::Plan& plan = *run.plan;
  for (const GuaranteeRow& row : guarantee_rows(run, figures.below)) {
    const plan::Guarantee& guarantee = plan.guarantees[row.guarantee];
    const std::string title = titled(guarantee.title, guarantee.name);
    if (row.failed)
      verdicts.bad.push_back(point(title, "a guarantee that does not hold"));
    else if (run.guarantees[row.guarantee].unknown == 0 && run.guarantees[row.guarantee].holds > 0)
      verdicts.good.push_back(point(title, "a guarantee that holds for everyone"));
  }
  for (const AllocationTable& table : figures.allocations) {
    const plan::Offer& offer = plan.allocations[table.allocation.index()].offer;
    if (table.all.applicants.waiting.value_or(0) > 0)
      verdicts.missed.push_back(point(titled(offer.title, offer.name), number(table.all.applicants.waiting) + " waiting"));
  }
  for (const ListRow& row : figures.lists) {
    const plan::Register& list = plan.registers[row.list.index()];
    if (row.beyond_limit.value_or(0) > 0)
      verdicts.missed.push_back(
          point(titled(list.title, list.name), number(row.beyond_limit) + " beyond the limit of the list"));
  }
  if (!figures.families_to_ask || *figures.families_to_ask > 0) {
    std::string words = fmt::format("{}: a fact that nobody recorded could change a level or decide an offer",
                                    plural(figures.families_to_ask, "family", "families"));
    if (!figures.asked.empty() && figures.asked.front().families) {
      const AskedRow& first = figures.asked.front();
      words += fmt::format(". Most often: {} ({})", escaped(first.title.empty() ? readable(first.fact) : first.title),
                           plural(first.families, "family", "families"));
    }
    verdicts.missed.push_back(point("Not known", words));
  }
}

void add_verdict(std::string& page, std::string_view css_class, std::string_view title, const std::vector<std::string>& points,
                 std::string_view none) {
  page += fmt::format("<div class=\"verdict {}\">\n<h3>{}</h3>\n", css_class, title);
  if (points.empty()) {
    page += fmt::format("<p>{}</p>\n", none);
  } else {
    page += "<ul>\n";
    for (std::size_t i = 0; i < points.size() && i < most_points; ++i) page += "<li>" + points[i] + "</li>\n";
    if (points.size() > most_points) page += fmt::format("<li>And {} more: see below.</li>\n", points.size() - most_points);
    page += "</ul>\n";
  }
  page += "</div>\n";
}

}  // namespace

void add_summary(std::string& page, const RunFacts& run, const Figures& figures) {
  const plan::Plan& plan = *run.plan;
  page += open_section("summary", "In one minute");
  page += "<ul class=\"figures\">\n";
  for (const KeyFigure& key : key_figures(run, figures))
    page += fmt::format("<li><span class=\"figure\">{}</span> <span class=\"what\">{}</span></li>\n", key.figure, key.what);
  page += "</ul>\n";
  if (figures.families == Shown{0}) page += "<p>There are no families in the records: there is nothing to report on.</p>\n";
  Verdicts verdicts;
  judge_trends(plan, figures, verdicts);
  for (const IndicatorTable& table : figures.indicators) judge(plan, run.clock.as_at, table, verdicts);
  judge_spreads(plan, run.clock.as_at, figures, verdicts);
  judge_offers(plan, figures, verdicts);
  for (const IndicatorTable& table : figures.indicators) find_missed(plan, table, verdicts);
  judge_the_rest(run, figures, verdicts);
  page += "<div class=\"verdicts\">\n";
  add_verdict(page, "good", "Going well", verdicts.good,
              "No target is met, and nothing is better than what it is compared with.");
  add_verdict(page, "bad", "Not going well", verdicts.bad,
              "No target is missed, and nothing is worse than what it is compared with.");
  add_verdict(page, "missed", "Who is missed", verdicts.missed, "Nobody, as far as these records tell.");
  page += "</div>\n";
  std::string rest;
  if (verdicts.unjudged > 0) {
    rest += fmt::format("{} no target or comparison that says whether {} good. ",
                        verdicts.unjudged == 1 ? "One measure has" : fmt::format("{} measures have", verdicts.unjudged),
                        verdicts.unjudged == 1 ? "it is" : "they are");
  }
  if (verdicts.hidden > 0) {
    rest += fmt::format("{} hidden, as the numbers are small.",
                        verdicts.hidden == 1 ? "One measure is" : fmt::format("{} measures are", verdicts.hidden));
  }
  if (!rest.empty()) page += "<p class=\"note\">" + rest + "</p>\n";
  page += "</section>\n";
}

}  // namespace fairstart::report
