// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/calendar.hpp"
#include "engine/report/html.hpp"

namespace fairstart::report {
namespace {

struct Card {
  std::string figure, what;
};

std::string date(base::Day day) { return base::format_long_date(day); }

// The scheme that the headline is about: the first tiers of families.
const SchemeTable* headline_scheme(const plan::Plan& plan, const Figures& figures) {
  for (const SchemeTable& table : figures.schemes) {
    const plan::Levels& scheme = plan.levels[table.scheme.index()];
    if (scheme.kind == plan::LevelsKind::tiers && scheme.record == plan.family) return &table;
  }
  return nullptr;
}

std::vector<Card> cards_of(const RunFacts& run, const Figures& figures) {
  const plan::Plan& plan = *run.plan;
  std::vector<Card> cards{{number(figures.families), "families"}};
  if (const SchemeTable* table = headline_scheme(plan, figures)) {
    const plan::Levels& scheme = plan.levels[table->scheme.index()];
    const SchemeRow& all = table->rows.back();
    if (all.total && all.at_level.front()) {
      const std::int64_t above = *all.total - *all.at_level.front();
      const std::string of = share(above, all.total);
      cards.push_back(
          {number(above), fmt::format("at a level above {}{}", titled(scheme.levels.front().title, scheme.levels.front().name),
                                      of.empty() ? "" : " (" + of + ")")});
    }
    cards.push_back({number(all.could_be), "whose level could be higher: something is not known"});
  }
  std::int64_t open = 0, overdue = 0;
  bool some_hidden = false;
  for (const OfferRow& row : figures.offers) {
    open += row.open.value_or(0);
    overdue += row.overdue.value_or(0);
    some_hidden = some_hidden || !row.open || !row.overdue;
  }
  if (!figures.offers.empty()) {
    const std::string_view more = some_hidden ? "+" : "", why = some_hidden ? " (some are hidden)" : "";
    cards.push_back({fmt::format("{}{}", number(open), more), fmt::format("offers open now{}", why)});
    cards.push_back({fmt::format("{}{}", number(overdue), more), fmt::format("offers overdue{}", why)});
  }
  std::size_t judged = 0, met = 0;
  for (const IndicatorTable& table : figures.indicators) {
    if (table.lines.empty()) continue;
    const std::string& status = table.lines.front().target_status;
    if (status.empty() || status == indicators::cannot_be_judged) continue;
    ++judged;
    if (status == "met") ++met;
  }
  if (judged > 0) cards.push_back({fmt::format("{} of {}", met, judged), "targets met"});
  return cards;
}

void add_summary(std::string& page, const RunFacts& run, const Figures& figures) {
  page += fmt::format(
      "<section id=\"summary\" aria-labelledby=\"summary-h\">\n<h2 id=\"summary-h\">In short</h2>\n<p>The position on "
      "{}.</p>\n<ul class=\"cards\">\n",
      date(run.clock.as_at));
  for (const Card& card : cards_of(run, figures)) {
    page += fmt::format("<li><span class=\"figure\">{}</span><span class=\"what\">{}</span></li>\n", card.figure, card.what);
  }
  page += "</ul>\n";
  const plan::Plan& plan = *run.plan;
  std::string points;
  if (!figures.asked.empty() && figures.asked.front().families) {
    const AskedRow& first = figures.asked.front();
    points +=
        fmt::format("<li>Ask first for <strong>{}</strong>: it would settle something for {}.</li>\n",
                    escaped(first.title.empty() ? first.fact : first.title), plural(first.families, "family", "families"));
  }
  for (const IndicatorTable& table : figures.indicators) {
    const plan::Indicator& indicator = plan.indicators[table.indicator.index()];
    if (table.lines.empty() || !table.lines.front().value) continue;
    const indicators::Line& line = table.lines.front();
    const indicators::Unit unit = indicators::unit_of(indicator);
    points += fmt::format("<li>{}: <strong>{}</strong>", titled(indicator.title, indicator.name),
                          figure_text(plan, unit, *line.value));
    if (line.period) points += fmt::format(" ({})", escaped(period_words(*line.period)));
    if (line.lower && line.upper) {
      points += fmt::format(" ({} interval {} to {})", confidence_words(indicator), plain_figure(unit, *line.lower),
                            plain_figure(unit, *line.upper));
    }
    if (indicator.target) {
      points += fmt::format("; target {}{}", escaped(target_words(plan, unit, *indicator.target, indicator.comparators)),
                            line.target_status.empty() ? "" : ": " + line.target_status);
    }
    points += ".</li>\n";
  }
  if (!points.empty()) page += "<div class=\"panel\"><ul class=\"plain\">\n" + points + "</ul></div>\n";
  page += "</section>\n";
}

void add_header(std::string& page, const RunFacts& run, const Figures& figures) {
  const plan::Plan& plan = *run.plan;
  const plan::Module main = plan.main.exists() ? plan.modules[plan.main.index()] : plan::Module{};
  std::uint64_t rows = 0;
  for (const readers::FileRead& file : run.records->files) rows += file.rows_used;
  page += fmt::format("<header>\n<div class=\"wrap\">\n<p class=\"eyebrow\">Framework report</p>\n<h1>{}</h1>\n",
                      titled(main.title, main.name));
  if (!main.publisher.empty()) page += fmt::format("<p class=\"publisher\">{}</p>\n", escaped(main.publisher));
  page += "<dl>\n";
  const auto fact = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) page += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, value);
  };
  fact("Version", escaped(main.version));
  fact("As at", date(run.clock.as_at));
  fact("Reporting period", date(run.clock.period_from) + " to " + date(run.clock.period_to));
  fact("Families", number(figures.families));
  fact("Rows of records used", number(static_cast<std::int64_t>(rows)));
  page += "</dl>\n</div>\n</header>\n";
}

}  // namespace

std::string report_html(const RunFacts& run) {
  const plan::Plan& plan = *run.plan;
  const Figures figures = figures_of(run);
  const plan::Module main = plan.main.exists() ? plan.modules[plan.main.index()] : plan::Module{};
  std::string sections;
  add_summary(sections, run, figures);
  add_levels(sections, plan, figures);
  add_offers(sections, plan, figures);
  add_lists(sections, plan, figures);
  add_allocations(sections, plan, figures);
  add_asks(sections, figures);
  add_indicators(sections, plan, figures);
  add_money(sections, plan, figures);
  add_guarantees(sections, run, figures);
  add_adaptations(sections, plan);
  add_not_encoded(sections, plan);
  add_sources(sections, run, figures);
  add_records(sections, run);

  std::string page =
      "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += fmt::format(
      "<title>{}: report as at {}</title>\n<style>{}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the "
      "report</a>\n",
      titled(main.title, main.name), date(run.clock.as_at), style_sheet);
  add_header(page, run, figures);
  page += "<nav aria-label=\"Contents\"><ul class=\"wrap\">\n";
  constexpr std::array<std::pair<std::string_view, std::string_view>, 14> contents{{{"summary", "In short"},
                                                                                    {"support", "Support"},
                                                                                    {"offers", "Offers"},
                                                                                    {"lists", "Lists"},
                                                                                    {"allocations", "Supplies"},
                                                                                    {"ask", "What to ask"},
                                                                                    {"outcomes", "Outcomes"},
                                                                                    {"cases", "Costs and savings"},
                                                                                    {"incentives", "Payments"},
                                                                                    {"guarantees", "Guarantees"},
                                                                                    {"changes", "Changes"},
                                                                                    {"not-encoded", "Left out"},
                                                                                    {"sources", "Sources"},
                                                                                    {"records", "Records"}}};
  for (const auto& [id, label] : contents) {
    if (sections.find(fmt::format("<section id=\"{}\"", id)) == std::string::npos) continue;
    page += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", id, label);
  }
  page += "</ul></nav>\n<main id=\"main\" class=\"wrap\">\n" + sections + "</main>\n";
  page += fmt::format(
      "<footer><div class=\"wrap\">Made by fairstart {}. The same figures, for programs: report.json and "
      "indicators.csv.</div></footer>\n</body>\n</html>\n",
      escaped(run.program_version));
  return page;
}

}  // namespace fairstart::report
