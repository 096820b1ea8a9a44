// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/calendar.hpp"
#include "engine/report/html.hpp"

// The sections on what the figures rest on: what is not encoded, numbers that are set, sources, records.
namespace fairstart::report {
namespace {

std::string value_text(const plan::Plan& plan, const plan::Parameter& parameter, const plan::ParameterPeriod& period) {
  std::string text = parameter.type.kind == types::Kind::text ? period.value.text
                                                              : plan::show_value(parameter.type, period.value.number, plan);
  if (period.from) text += ", from " + base::format_long_date(*period.from);
  if (period.to) text += ", to " + base::format_long_date(*period.to);
  return text;
}

void add_parameters(std::string& page, const RunFacts& run, const Figures& figures) {
  if (figures.parameters.empty()) return;
  const plan::Plan& plan = *run.plan;
  page += "<div class=\"block\">\n" +
          open_table("Numbers that the framework sets, as they stood on " + base::format_long_date(run.clock.as_at),
                     {{"", "What"}, {"", "Value"}, {"", "Source"}});
  for (const ParameterRow& row : figures.parameters) {
    const plan::Parameter& parameter = plan.parameters[row.parameter.index()];
    std::string value =
        row.period ? escaped(value_text(plan, parameter, parameter.values[*row.period])) : "no value on that day";
    if (!row.answers_without || *row.answers_without > 0) {
      value += fmt::format("<p class=\"note\">{} not be told for want of it</p>",
                           row.answers_without && *row.answers_without == 1
                               ? "1 answer could"
                               : plural(row.answers_without, "answer", "answers") + " could");
    }
    std::string sources;
    for (const std::string& source : parameter.notes.sources) {
      sources += sources.empty() ? "" : "; ";
      sources += escaped(source);
    }
    if (parameter.notes.review_by)
      sources += fmt::format("<p class=\"note\">Review by {}</p>", base::format_long_date(*parameter.notes.review_by));
    page += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n", titled(parameter.title, parameter.name),
                        value, sources);
  }
  page += std::string(close_table) + "</div>\n";
}

// Each source once, with what rests on it, in the order in which they are met.
class Sources {
 public:
  void add(const std::string& what, const plan::Notes& notes) {
    for (const std::string& source : notes.sources) {
      const auto [found, is_new] = at_.try_emplace(source, sources_.size());
      if (is_new) sources_.push_back({source, {}});
      sources_[found->second].second.push_back(what);
    }
  }
  const std::vector<std::pair<std::string, std::vector<std::string>>>& all() const { return sources_; }

 private:
  std::map<std::string, std::size_t> at_;
  std::vector<std::pair<std::string, std::vector<std::string>>> sources_;
};

template <class Things>
void add_all(Sources& sources, const Things& things) {
  for (const auto& thing : things) sources.add(titled(thing.title, thing.name), thing.notes);
}

}  // namespace

void add_not_encoded(std::string& page, const plan::Plan& plan) {
  if (plan.not_encoded.empty()) return;
  page += open_section("not-encoded", "What the framework file leaves out");
  page += "<p>The source documents say this too; the rules here do not.</p>\n<ul class=\"plain\">\n";
  for (const plan::NotEncoded& omitted : plan.not_encoded) {
    page += "<li>";
    for (std::size_t i = 0; i < omitted.texts.size(); ++i) {
      page += i == 0 ? "" : " ";
      page += escaped(omitted.texts[i]);
    }
    for (const std::string& source : omitted.sources) page += fmt::format(" <span class=\"note\">({})</span>", escaped(source));
    page += "</li>\n";
  }
  page += "</ul>\n</section>\n";
}

void add_sources(std::string& page, const RunFacts& run, const Figures& figures) {
  const plan::Plan& plan = *run.plan;
  Sources sources;
  add_all(sources, plan.modules);
  add_all(sources, plan.levels);
  add_all(sources, plan.scores);
  add_all(sources, plan.definitions);
  for (const plan::Offer& offer : plan.offers) {
    if (offer.shown) sources.add(titled(offer.title, offer.name), offer.notes);
  }
  add_all(sources, plan.outcomes);
  for (const plan::Indicator& indicator : plan.indicators) {
    if (indicator.shown) sources.add(titled(indicator.title, indicator.name), indicator.notes);
  }
  add_all(sources, plan.objectives);
  for (const plan::Spread& spread : plan.spreads) {
    if (spread.shown) sources.add(titled(spread.title, spread.name), spread.notes);
  }
  for (const plan::Case& money : plan.cases) {
    if (money.shown) sources.add(titled(money.title, money.name), money.notes);
  }
  for (const plan::Incentive& incentive : plan.incentives) {
    if (incentive.shown) sources.add(titled(incentive.title, incentive.name), incentive.notes);
  }
  if (sources.all().empty() && figures.parameters.empty()) return;
  page += open_section("sources", "What the rules rest on");
  add_parameters(page, run, figures);
  if (!sources.all().empty()) {
    page += "<div class=\"block\">\n" + open_table("Sources", {{"", "Source"}, {"", "What rests on it"}});
    for (const auto& [source, things] : sources.all()) {
      page += fmt::format("<tr><th scope=\"row\">{}</th><td>", escaped(source));
      for (std::size_t i = 0; i < things.size(); ++i) {
        page += i == 0 ? "" : "; ";
        page += things[i];
      }
      page += "</td></tr>\n";
    }
    page += std::string(close_table) + "</div>\n";
  }
  page += "</section>\n";
}

// What each indicator leaves out for want of a fact.
void add_unknowns(std::string& page, const plan::Plan& plan, const Figures& figures) {
  std::string rows;
  for (const IndicatorTable& table : figures.indicators) {
    const plan::Indicator& indicator = plan.indicators[table.indicator.index()];
    if (indicator.what == plan::What::published || table.lines.empty()) continue;
    const indicators::Line& line = table.lines.front();
    rows +=
        fmt::format("<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
                    titled(indicator.title, indicator.name), number(line.excluded_shown), number(line.membership_not_known),
                    number(line.answer_not_known));
  }
  if (rows.empty()) return;
  page += "<div class=\"block\">\n" +
          open_table("Left out of each measure, as something is not known", {{"", "Measure"},
                                                                             {"n", "Left out"},
                                                                             {"n", "It is not known whether they belong"},
                                                                             {"n", "They belong; the answer is not known"}}) +
          rows + std::string(close_table) + small_numbers_note(figures) + "</div>\n";
}

void add_reject_reasons(std::string& page, const RunFacts& run) {
  if (run.reject_reasons.empty()) return;
  constexpr std::size_t most = 25;
  page += "<div class=\"block\">\n" +
          open_table("Why cells and rows were not used", {{"", "File"}, {"", "Column"}, {"", "Reason"}, {"n", "How many"}});
  for (std::size_t i = 0; i < run.reject_reasons.size() && i < most; ++i) {
    const RejectReason& each = run.reject_reasons[i];
    page += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"n\">{}</td></tr>\n", escaped(each.file),
                        escaped(each.column), escaped(each.reason), number(static_cast<std::int64_t>(each.count)));
  }
  page += close_table;
  if (run.reject_reasons.size() > most)
    page += fmt::format("<p class=\"note\">And {} more reasons: see rejects.csv.</p>\n", run.reject_reasons.size() - most);
  page += "</div>\n";
}

void add_left_out(std::string& page, const RunFacts& run, const Figures& figures) {
  const plan::Plan& plan = *run.plan;
  const auto count = [](std::uint64_t rows) { return number(static_cast<std::int64_t>(rows)); };
  page += open_section("left-out", "What was left out, and why");
  page +=
      "<p>A cell that can’t be read counts as not known; its row is still used. A row is lost only for its key or its owner. "
      "Each "
      "stands in rejects.csv with its file, line and reason.</p>\n";
  std::uint64_t rows = 0, cells = 0;
  for (const readers::FileRead& file : run.records->files) {
    rows += file.rows_rejected;
    cells += file.cells_rejected;
  }
  page += fmt::format("<p>Not used: {} and {}.</p>\n<div class=\"block\">\n",
                      plural(static_cast<std::int64_t>(rows), "row", "rows"),
                      plural(static_cast<std::int64_t>(cells), "cell", "cells"));
  page += open_table(
      "Files read",
      {{"", "File"}, {"", "Gives"}, {"n", "Rows read"}, {"n", "Rows used"}, {"n", "Rows not used"}, {"n", "Cells not used"}});
  for (const readers::FileRead& file : run.records->files) {
    const plan::Record* record = file.record.exists() ? &plan.record(file.record) : nullptr;
    page += fmt::format(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>"
        "<td class=\"n\">{}</td></tr>\n",
        escaped(file.file), record != nullptr ? escaped(record->plural) : "", count(file.rows_read), count(file.rows_used),
        count(file.rows_rejected), count(file.cells_rejected));
  }
  page += std::string(close_table) + "</div>\n";
  add_reject_reasons(page, run);
  add_unknowns(page, plan, figures);
  if (!run.said_once.empty()) {
    page +=
        "<div class=\"block\">\n<h3>What the records do not hold</h3>\n<p>Not recorded is not no: answers that need these are "
        "not "
        "known.</p>\n<ul class=\"plain\">\n";
    for (const std::string& said : run.said_once) page += "<li>" + escaped(said) + "</li>\n";
    page += "</ul>\n</div>\n";
  }
  page += "</section>\n";
}

void add_fingerprints(std::string& page, const RunFacts& run) {
  const plan::Plan& plan = *run.plan;
  page += open_section("fingerprints", "How this report can be made again");
  page += fmt::format(
      "<p>Program: fairstart {}. As at {}; period {} to {}. The same files and dates give the same report, byte for "
      "byte.</p>\n",
      escaped(run.program_version), base::format_iso_date(run.clock.as_at), base::format_iso_date(run.clock.period_from),
      base::format_iso_date(run.clock.period_to));
  page += open_table("Fingerprints of what was read", {{"", "What"}, {"", "Version"}, {"", "By"}, {"", "Fingerprint"}});
  for (const plan::Module& module : plan.modules) {
    page += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>SHA-256</td><td><code>{}</code></td></tr>\n",
                        escaped(module.name), escaped(module.version), escaped(module.sha256));
  }
  for (const readers::FileRead& file : run.records->files) {
    const auto add = [&](std::string_view by, std::string_view digits) {
      page += fmt::format("<tr><th scope=\"row\">{}</th><td></td><td>{}</td><td><code>{}</code></td></tr>\n",
                          escaped(file.file), by, digits);
    };
    add("XXH128", file.fingerprint.xxh128);
    if (!file.fingerprint.sha256.empty()) add("SHA-256", file.fingerprint.sha256);
  }
  page += std::string(close_table) + "</section>\n";
}

}  // namespace fairstart::report
