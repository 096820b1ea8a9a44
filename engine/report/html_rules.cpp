// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "engine/report/html.hpp"

// The sections on the rules themselves: what they promise, and what this framework changed of its core.
namespace fairstart::report {
namespace {

Shown kept_apart(std::int64_t count, std::int64_t below) { return count > 0 && count < below ? Shown{} : Shown{count}; }

}  // namespace

std::vector<GuaranteeRow> guarantee_rows(const RunFacts& run, std::int64_t below) {
  std::vector<GuaranteeRow> rows;
  for (std::size_t i = 0; i < run.guarantees.size(); ++i) {
    const GuaranteeCounts& counts = run.guarantees[i];
    GuaranteeRow row{i, counts.fails > 0, kept_apart(counts.holds, below), kept_apart(counts.fails, below),
                     kept_apart(counts.unknown, below)};
    // A count that is hidden could be worked out from the others and the number of rows: what is hidden is hidden together.
    if (!row.fails || !row.unknown || !row.holds)
      for (Shown* count : {&row.holds, &row.fails, &row.unknown})
        if (*count != Shown{0}) *count = {};
    rows.push_back(row);
  }
  return rows;
}

void add_guarantees(std::string& page, const RunFacts& run, const Figures& figures) {
  const std::vector<GuaranteeRow> rows = guarantee_rows(run, figures.below);
  if (rows.empty()) return;
  page += open_section("guarantees", "Guarantees");
  page +=
      "<p>What the framework promises, tried on these records: of every row, and by turning each named fact to yes, one row at "
      "a "
      "time.</p>\n<div class=\"block\">\n";
  page +=
      open_table("Guarantees", {{"", "Guarantee"}, {"", "Result"}, {"n", "Holds"}, {"n", "Fails"}, {"n", "Can’t tell"}}, true);
  for (const GuaranteeRow& row : rows) {
    const plan::Guarantee& guarantee = run.plan->guarantees[row.guarantee];
    const GuaranteeCounts& counts = run.guarantees[row.guarantee];
    page += fmt::format(
        "<tr><th scope=\"row\">{}{}</th><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
        "class=\"n\">{}</td></tr>\n",
        titled(guarantee.title, guarantee.name), notes_html(guarantee.notes),
        row.failed           ? "<strong>does not hold</strong>"
        : counts.unknown > 0 ? "can’t tell for all"
                             : "holds",
        number(row.holds), number(row.fails), number(row.unknown));
  }
  page += std::string(close_table) + "</div>\n</section>\n";
}

void add_adaptations(std::string& page, const plan::Plan& plan) {
  std::string rows;
  for (const plan::Adaptation& each : plan.adaptations) {
    if (each.change == plan::Change::added) continue;
    std::string what = each.change == plan::Change::retired ? "retired" : "";
    for (const std::string& line : each.what) what += fmt::format("{}{}", what.empty() ? "" : "<br>", escaped(line));
    rows += fmt::format("<tr><th scope=\"row\">{} {}</th><td>{}</td><td>{}</td></tr>\n", escaped(each.kind), escaped(each.name),
                        what, escaped(each.because));
  }
  if (rows.empty()) return;
  page += open_section("changes", "What was changed of the core") + "<div class=\"block\">\n" +
          open_table("Changes, each with its reason", {{"", "What"}, {"", "Change"}, {"", "Because"}}) + rows +
          std::string(close_table) + "</div>\n</section>\n";
}

}  // namespace fairstart::report
