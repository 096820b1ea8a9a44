// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/calendar.hpp"
#include "engine/report/html.hpp"

namespace fairstart::report {
namespace {

std::string date(base::Day day) { return base::format_long_date(day); }

void add_header(std::string& page, const RunFacts& run, const Figures& figures) {
  const plan::Plan& plan = *run.plan;
  const plan::Module main = plan.main.exists() ? plan.modules[plan.main.index()] : plan::Module{};
  std::uint64_t rows = 0;
  for (const readers::FileRead& file : run.records->files) rows += file.rows_used;
  page += fmt::format("<header>\n<div class=\"wrap\">\n<p class=\"eyebrow\">Outcomes report</p>\n<h1>{}</h1>\n",
                      main.title.empty() && main.name.empty() ? "Report" : titled(main.title, main.name));
  if (!main.publisher.empty()) page += fmt::format("<p class=\"publisher\">{}</p>\n", escaped(main.publisher));
  page += "<dl>\n";
  const auto fact = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) page += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, value);
  };
  fact("As at", date(run.clock.as_at));
  fact("Reporting period", date(run.clock.period_from) + " to " + date(run.clock.period_to));
  fact("Families", number(figures.families));
  fact("Rows of records used", number(static_cast<std::int64_t>(rows)));
  fact("Framework version", escaped(main.version));
  page += "</dl>\n</div>\n</header>\n";
}

// The sections that are there, by their headings.
void add_contents(std::string& page, const std::string& sections) {
  page += "<nav class=\"wrap\" aria-labelledby=\"contents-h\">\n<h2 id=\"contents-h\">Contents</h2>\n<ul>\n";
  constexpr std::string_view opening = "<section id=\"", heading = "-h\">";
  for (std::size_t at = sections.find(opening); at != std::string::npos; at = sections.find(opening, at + 1)) {
    const std::size_t id = at + opening.size();
    const std::string name = sections.substr(id, sections.find('"', id) - id);
    const std::size_t title =
        sections.find(name + std::string(heading), sections.find("<h2", id)) + name.size() + heading.size();
    page +=
        fmt::format("<li><a href=\"#{}\">{}</a></li>\n", name, sections.substr(title, sections.find("</h2>", title) - title));
  }
  page += "</ul>\n</nav>\n";
}

}  // namespace

std::string report_html(const RunFacts& run, const Figures& figures) {
  const plan::Plan& plan = *run.plan;
  const plan::Module main = plan.main.exists() ? plan.modules[plan.main.index()] : plan::Module{};
  std::string summary, sections;
  add_summary(summary, run, figures);
  add_levels(sections, plan, figures);
  add_offers(sections, plan, figures);
  add_reach(sections, plan, figures);
  add_indicators(sections, plan, figures);
  add_lists(sections, plan, figures);
  add_allocations(sections, plan, figures);
  add_asks(sections, figures);
  add_money(sections, plan, figures);
  add_guarantees(sections, run, figures);
  add_left_out(sections, run, figures);
  add_not_encoded(sections, plan);
  add_adaptations(sections, plan);
  add_sources(sections, run, figures);
  add_methods(sections, plan, figures);
  add_fingerprints(sections, run);

  std::string page =
      "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += fmt::format(
      "<title>{}: report as at {}</title>\n<style>{}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the "
      "report</a>\n",
      main.title.empty() && main.name.empty() ? "Fairstart" : titled(main.title, main.name), date(run.clock.as_at),
      style_sheet);
  add_header(page, run, figures);
  page += "<main id=\"main\" tabindex=\"-1\">\n<div class=\"wrap\">\n" + summary + "</div>\n";
  add_contents(page, sections);
  page += "<div class=\"wrap\">\n" + sections + "</div>\n</main>\n";
  page += fmt::format(
      "<footer><div class=\"wrap\">Made by fairstart {}. The same figures, for programs: report.json and "
      "indicators.csv.</div></footer>\n</body>\n</html>\n",
      escaped(run.program_version));
  return page;
}

}  // namespace fairstart::report
