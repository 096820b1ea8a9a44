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
std::string titled(const std::string& title, const std::string& name);  // the title, else the name made readable; escaped
std::string number(std::int64_t count);                                 // "1,240"
std::string number(const Shown& count);                                 // or the word for a hidden cell
std::string share(const Shown& part, const Shown& of);                  // "12.5%", or nothing
// "95% by 31 March 2027"
std::string target_words(const plan::Plan& plan, const indicators::Unit& unit, const plan::Target& target,
                         const std::vector<plan::Comparator>& comparators);
std::string plain_figure(const indicators::Unit& unit, double shown);                         // "88.9"
std::string figure_text(const plan::Plan& plan, const indicators::Unit& unit, double shown);  // "88.9%", "12.3 per 1,000"
std::string confidence_words(const plan::Indicator& indicator);                               // "95%"
std::string period_words(const plan::Period& period);  // as it was written, else "1 April 2025 to 31 March 2026"
std::string plural(const Shown& count, std::string_view one, std::string_view many);  // "1 family"
extern const std::string_view style_sheet;

// A part of a bar: its size and the class that colours it.
struct BarPart {
  std::int64_t size;
  std::string css_class;
};
// A stacked bar as wide as its cell, of which `of` fills all; `label` says in words what it shows.
std::string stacked_bar(const std::vector<BarPart>& parts, std::int64_t of, std::string_view label);
std::string legend(const std::vector<std::pair<std::string, std::string>>& class_and_label);

// A scale of percentages for dots and whiskers.
struct Scale {
  double from, to;
};
Scale scale_for(const plan::Indicator& indicator, const std::vector<indicators::Line>& lines);
std::string axis(const Scale& scale);
std::string dot_and_whisker(const plan::Indicator& indicator, const indicators::Line& line, const Scale& scale);

// "Source: Cox, Holden and Sagovsky (1987). Note: …", or nothing.
std::string notes_html(const plan::Notes& notes);

void add_levels(std::string& page, const plan::Plan& plan, const Figures& figures);
void add_offers(std::string& page, const plan::Plan& plan, const Figures& figures);
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
void add_not_encoded(std::string& page, const plan::Plan& plan);
void add_sources(std::string& page, const RunFacts& run, const Figures& figures);
void add_records(std::string& page, const RunFacts& run);
std::string small_numbers_note(const Figures& figures);

}  // namespace fairstart::report
