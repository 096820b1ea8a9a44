// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/report/figures.hpp"

// Pieces of the HTML page. Text that comes from outside passes through `escaped`.
namespace fairstart::report {

std::string escaped(std::string_view text);
std::string readable(std::string_view name);                            // "imd-quintile" → "Imd quintile"
std::string capital(std::string text);                                  // "byar 95%" → "Byar 95%"
std::string titled(const std::string& title, const std::string& name);  // the title, else the name made readable; escaped
std::string number(std::int64_t count);                                 // "1,240"
std::string number(const Shown& count);                                 // or the word for a hidden cell
std::string share(const Shown& part, const Shown& of);                  // "12.5%", or nothing
// "95% by 31 March 2027"
std::string target_words(const plan::Plan& plan, const indicators::Unit& unit, const plan::Target& target,
                         const std::vector<plan::Comparator>& comparators);
// "met", "not met", or "not yet met" where its day is still to come; else the status as it is.
std::string_view status_words(std::string_view status, const plan::Target& target, base::Day as_at);
std::string plain_figure(const indicators::Unit& unit, double shown);                         // "88.9"
std::string figure_text(const plan::Plan& plan, const indicators::Unit& unit, double shown);  // "88.9%", "12.3 per 1,000"
std::string confidence_words(const plan::Indicator& indicator);                               // "95%"
std::string period_words(const plan::Period& period);  // as it was written, else "1 April 2025 to 31 March 2026"
// "Deprivation fifth, 1 is most deprived and District": what a breakdown is by.
std::string breakdown_words(const plan::Plan& plan, const std::vector<plan::Breakdown>& axes);
std::string plural(const Shown& count, std::string_view one, std::string_view many);  // "1 family"
extern const std::string_view style_sheet;

// A section with its heading; close with "</section>\n". title: HTML.
std::string open_section(std::string_view id, std::string_view title);
// A column's heading, and how it stands: "n" for numbers, "chart" for drawings, "" for text.
struct Head {
  std::string_view css_class;
  std::string title;  // HTML
};
// A table in a box that scrolls where the page is narrow, up to its body. quiet: the caption is for those who can't see that it
// stands under a heading of the same words. caption: HTML. Close with `close_table`.
std::string open_table(const std::string& caption, const std::vector<Head>& heads, bool quiet = false);
extern const std::string_view close_table;

// --- Drawings in the cells of tables. The figures stand beside them, so programs that read aloud pass them over.
// A part of a bar: its size and the class that colours it.
struct BarPart {
  std::int64_t size;
  std::string css_class;
};
// A stacked bar as wide as its cell, of which `of` fills all; `label` says in words what it shows.
std::string stacked_bar(const std::vector<BarPart>& parts, std::int64_t of, std::string_view label);
// A bar from 0; share: 0 to 1 of the cell's width.
std::string plain_bar(double share, std::string_view label);
std::string legend(const std::vector<std::pair<std::string, std::string>>& class_and_label);

// A scale for dots and whiskers, in the unit shown.
struct Scale {
  double from = 0, to = 0, step = 0;  // of its marks
};
Scale scale_of(const std::vector<double>& values, double step_at_least = 0);
Scale scale_for(const plan::Indicator& indicator, const std::vector<indicators::Line>& lines);
std::string mark_text(const Scale& scale, double value);  // with the decimals that the step needs
std::string axis(const Scale& scale, std::string_view suffix);
std::string dot_and_whisker(const plan::Indicator& indicator, const indicators::Line& line, const Scale& scale);
std::string dot(double value, const Scale& scale, std::string_view label);
std::optional<double> goal_shown(const plan::Indicator& indicator);  // the target's figure, in the unit shown

// The control chart of a trend, told in words by its title and description; id: unique on the page.
std::string control_chart(const plan::Plan& plan, const plan::Spread& spread, const indicators::TrendLine& line,
                          const std::string& id);
// What a case costs and saves in each year; nothing for fewer than two years. title: escaped; id: unique on the page.
std::string case_chart(const cases::Result& result, std::string_view title, const std::string& id);

// "Source: Cox, Holden and Sagovsky (1987). Note: …", or nothing.
std::string notes_html(const plan::Notes& notes);

void add_summary(std::string& page, const RunFacts& run, const Figures& figures);
void add_levels(std::string& page, const plan::Plan& plan, const Figures& figures);
void add_offers(std::string& page, const plan::Plan& plan, const Figures& figures);
void add_reach(std::string& page, const plan::Plan& plan, const Figures& figures);
void add_lists(std::string& page, const plan::Plan& plan, const Figures& figures);
void add_allocations(std::string& page, const plan::Plan& plan, const Figures& figures);
void add_asks(std::string& page, const Figures& figures);
void add_indicators(std::string& page, const plan::Plan& plan, const Figures& figures);
// Of one outcome; none: of those without one.
void add_spreads(std::string& page, const plan::Plan& plan, const Figures& figures, plan::OutcomeId outcome);
void add_money(std::string& page, const plan::Plan& plan, const Figures& figures);  // cases and incentives
// Counts of a guarantee as they may be shown.
struct GuaranteeRow {
  std::size_t guarantee = 0;
  bool failed = false;
  Shown holds, fails, unknown;
};
std::vector<GuaranteeRow> guarantee_rows(const RunFacts& run, std::int64_t below);
void add_guarantees(std::string& page, const RunFacts& run, const Figures& figures);
void add_adaptations(std::string& page, const plan::Plan& plan);
void add_left_out(std::string& page, const RunFacts& run, const Figures& figures);
void add_not_encoded(std::string& page, const plan::Plan& plan);
void add_sources(std::string& page, const RunFacts& run, const Figures& figures);
void add_methods(std::string& page, const plan::Plan& plan, const Figures& figures);
void add_fingerprints(std::string& page, const RunFacts& run);
std::string small_numbers_note(const Figures& figures);
// How figures are worked out and hidden, as sentences without markup: the page and the workbook say the same.
std::vector<std::string> method_notes(const plan::Plan& plan, const Figures& figures);

}  // namespace fairstart::report
