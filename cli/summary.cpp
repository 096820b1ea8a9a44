// SPDX-License-Identifier: Apache-2.0
#include "cli/summary.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

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

std::string levels_line(const plan::Levels& levels, const std::map<int, report::Totals::ByFifth>& by_fifth) {
  std::vector<std::int64_t> at(levels.levels.size());
  std::int64_t could_be_higher = 0;
  for (const auto& [fifth, row] : by_fifth) {
    for (std::size_t i = 0; i < at.size() && i < row.at_level.size(); ++i) at[i] += row.at_level[i];
    could_be_higher += row.could_be_higher;
  }
  std::string line = fmt::format("{}: ", levels.title.empty() ? levels.name : levels.title);
  for (std::size_t i = 0; i < at.size(); ++i) {
    line += fmt::format("{}{} {}", i == 0 ? "" : ", ",
                        levels.levels[i].title.empty() ? levels.levels[i].name : levels.levels[i].title, grouped(at[i]));
  }
  if (could_be_higher > 0 && levels.kind == plan::LevelsKind::tiers)
    line += fmt::format("; {} could be higher", grouped(could_be_higher));
  return line + '\n';
}

}  // namespace

std::string summary(const report::RunFacts& facts, const std::filesystem::path& folder, bool html, std::uint64_t rejects) {
  const plan::Plan& plan = *facts.plan;
  const plan::Module& main = plan.modules[plan.main.index()];
  std::string out = fmt::format("{}{}, as at {}\n", main.title, main.version.empty() ? "" : " (" + main.version + ")",
                                base::format_long_date(facts.clock.as_at));
  out += counted(facts.totals.families, "family", "families") + '\n';
  for (std::size_t i = 0; i < plan.levels.size() && i < facts.totals.levels.size(); ++i) {
    if (!facts.totals.levels[i].empty()) out += "  " + levels_line(plan.levels[i], facts.totals.levels[i]);
  }
  for (std::size_t i = 0; i < plan.offers.size() && i < facts.totals.offers.size(); ++i) {
    const report::OfferCounts& counts = facts.totals.offers[i];
    if (!plan.offers[i].shown) continue;
    std::string line = fmt::format(
        "  {}: {} offered", plan.offers[i].title.empty() ? plan.offers[i].name : plan.offers[i].title, grouped(counts.offered));
    if (counts.overdue > 0) line += fmt::format(", {} overdue", grouped(counts.overdue));
    if (counts.cannot_tell > 0) line += fmt::format(", {} can't tell", grouped(counts.cannot_tell));
    out += line + '\n';
  }
  if (facts.totals.families_to_ask > 0) {
    std::vector<std::pair<std::int64_t, std::string>> asked;
    for (const auto& [what, families] : facts.totals.asked) asked.emplace_back(-families, what);
    std::sort(asked.begin(), asked.end());
    std::string most;
    for (std::size_t i = 0; i < asked.size() && i < 3; ++i)
      most += fmt::format("{}{} ({})", i == 0 ? "" : ", ", asked[i].second, grouped(-asked[i].first));
    out += fmt::format("  {} to ask about something; most often {}\n",
                       counted(facts.totals.families_to_ask, "family", "families"), most);
  }
  if (rejects > 0)
    out += fmt::format("{} not used, each named in {}\n",
                       counted(static_cast<std::int64_t>(rejects), "row or cell", "rows and cells"),
                       (folder / "rejects.csv").string());
  out += html ? fmt::format("Report: {}\n", (folder / "report.html").string()) : fmt::format("Outputs: {}\n", folder.string());
  return out;
}

}  // namespace fairstart::cli
