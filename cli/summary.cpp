// SPDX-License-Identifier: Apache-2.0
#include "cli/summary.hpp"

#include <fmt/core.h>

#include <vector>

#include "dsl/diagnostics/visible.hpp"
#include "engine/report/figures.hpp"
#include "engine/report/html.hpp"

namespace fairstart::cli {
namespace {

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

// A small count is "some": a terminal's log is read by more people than the report.
std::string shown(const report::Shown& count) { return count ? grouped(*count) : "some"; }
bool worth_saying(const report::Shown& count) { return !count || *count > 0; }

std::string levels_line(const plan::Levels& levels, const report::SchemeTable& table) {
  const report::SchemeRow& everyone = table.rows.back();
  std::string line = fmt::format("{}: ", levels.title.empty() ? levels.name : levels.title);
  for (std::size_t i = 0; i < everyone.at_level.size(); ++i) {
    line += fmt::format("{}{} {}", i == 0 ? "" : ", ",
                        levels.levels[i].title.empty() ? levels.levels[i].name : levels.levels[i].title,
                        shown(everyone.at_level[i]));
  }
  if (worth_saying(everyone.could_be) && levels.kind == plan::LevelsKind::tiers)
    line += fmt::format("; {} could be higher", shown(everyone.could_be));
  return line + '\n';
}

}  // namespace

std::string summary(const report::RunFacts& facts, const report::Figures& figures, const std::filesystem::path& folder,
                    bool html, std::uint64_t rejects) {
  const plan::Plan& plan = *facts.plan;
  const plan::Module& main = plan.modules[plan.main.index()];
  std::string out = fmt::format("{}{}, as at {}\n", main.title, main.version.empty() ? "" : " (" + main.version + ")",
                                base::format_long_date(facts.clock.as_at));
  out += counted(facts.totals.families, "family", "families") + '\n';
  for (const report::SchemeTable& table : figures.schemes)
    if (!table.rows.empty()) out += "  " + levels_line(plan.levels[table.scheme.index()], table);
  for (const report::OfferRow& row : figures.offers) {
    const plan::Offer& offer = plan.offers[row.offer.index()];
    std::string line = fmt::format("  {}: {} offered", offer.title.empty() ? offer.name : offer.title, shown(row.offered));
    if (offer.due_by.exists() && worth_saying(row.overdue)) line += fmt::format(", {} overdue", shown(row.overdue));
    if (worth_saying(row.cannot_tell)) line += fmt::format(", {} can't tell", shown(row.cannot_tell));
    out += line + '\n';
  }
  for (const report::ListRow& row : figures.lists) {
    const plan::Register& list = plan.registers[row.list.index()];
    out += fmt::format("  {}: {} on the list", list.title.empty() ? list.name : list.title, shown(row.listed));
    if (worth_saying(row.beyond_limit)) out += fmt::format(", {} beyond its limit", shown(row.beyond_limit));
    if (worth_saying(row.cannot_tell)) out += fmt::format(", {} can't tell", shown(row.cannot_tell));
    out += '\n';
  }
  if (worth_saying(figures.families_to_ask)) {
    std::string most;
    for (std::size_t i = 0; i < figures.asked.size() && i < 3; ++i)
      most += fmt::format("{}{} ({})", i == 0 ? "" : ", ", figures.asked[i].fact, shown(figures.asked[i].families));
    out += figures.families_to_ask ? "  " + counted(*figures.families_to_ask, "family", "families") : "  some families";
    out += fmt::format(" to ask about something; most often {}\n", most);
  }
  for (const report::GuaranteeRow& row : report::guarantee_rows(facts, figures.below)) {
    if (!row.failed) continue;
    const plan::Guarantee& guarantee = plan.guarantees[row.guarantee];
    out += fmt::format("  Guarantee does not hold: {}: fails for {}",
                       guarantee.title.empty() ? guarantee.name : guarantee.title, shown(row.fails));
    if (worth_saying(row.unknown)) out += fmt::format(", {} can't tell", shown(row.unknown));
    out += '\n';
  }
  if (figures.below > 0)
    out += fmt::format("  \"some\" stands for counts from 1 to {}, and those that would tell them\n", figures.below - 1);
  if (rejects > 0)
    out += fmt::format("{} not used, each named in {}\n",
                       counted(static_cast<std::int64_t>(rejects), "row or cell", "rows and cells"),
                       (folder / "rejects.csv").string());
  out += html ? fmt::format("Report: {}\n", (folder / "report.html").string()) : fmt::format("Outputs: {}\n", folder.string());
  // Titles may come from elsewhere.
  return diagnostics::escaped(out, diagnostics::NewLines::kept);
}

}  // namespace fairstart::cli
