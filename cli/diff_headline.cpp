// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/diff_pages.hpp"
#include "dsl/base/decimal.hpp"
#include "dsl/base/text.hpp"

namespace fairstart::cli {
namespace {

using impact::Move;

struct HeadlinePhrase {
  Move move;
  const char *many, *one;
};
// Losses first; what is certain before what nobody can tell.
constexpr std::array<HeadlinePhrase, 9> phrases = {{
    {Move::loses, "lose something", "loses something"},
    {Move::both, "lose and gain", "loses and gains"},
    {Move::gains, "gain something", "gains something"},
    {Move::may_lose, "may lose something", "may lose something"},
    {Move::no_longer_may, "no longer may have something", "no longer may have something"},
    {Move::becomes_certain, "now have for certain what they may have had", "now has for certain what it may have had"},
    {Move::may_gain, "may gain something", "may gain something"},
    {Move::moves, "move to a level that is neither higher nor lower", "moves to a level that is neither higher nor lower"},
    {Move::changes, "keep what they have and have it otherwise", "keeps what it has and has it otherwise"},
}};

}  // namespace

std::string with_commas(std::int64_t number) { return base::format_decimal(number * base::million, true); }

std::string diff_headline(const Impact& all) {
  const impact::Figures& figures = all.figures;
  if (all.found.families() == 0) return "No family was read by both frameworks: what it does to families is not known.";
  const std::string of_all = figures.families ? fmt::format(" of {} families", with_commas(*figures.families)) : " families";
  const std::string of_the =
      figures.families ? fmt::format(" of the {} families", with_commas(*figures.families)) : " of the families";
  const impact::FigureTable& told = figures.overall.by_fifth;
  const auto has = [&](Move move) { return std::find(told.moves.begin(), told.moves.end(), move) != told.moves.end(); };
  if (figures.items.empty()) return "None" + of_the + " gains, loses or changes anything.";
  if (told.moves.empty())
    return "None" + of_the + " gains, loses or changes an offer or a level; who is on a list or in a group changes.";
  std::vector<std::string> parts;
  const auto add = [&](const HeadlinePhrase& phrase) {
    const auto at = std::find(told.moves.begin(), told.moves.end(), phrase.move);
    if (at == told.moves.end()) return;
    const impact::Shown& number = told.rows.back().counts[static_cast<std::size_t>(at - told.moves.begin())];
    const bool first = parts.empty();
    if (number)
      parts.push_back(
          fmt::format("{}{} {}", with_commas(*number), first ? of_all : "", *number == 1 ? phrase.one : phrase.many));
    else
      parts.push_back(fmt::format("{}{} {}", first ? "A hidden number" : "a hidden number",
                                  !first             ? ""
                                  : figures.families ? of_all
                                                     : " of families",
                                  phrase.many));
  };
  for (std::size_t i = 0; i < 3; ++i) add(phrases[i]);
  const bool loses = has(Move::loses) || has(Move::both), gains = has(Move::gains) || has(Move::both);
  if (parts.empty())
    parts.push_back(fmt::format("None{} loses or gains anything for certain", of_the));
  else if (!loses)
    parts.emplace_back("none loses");
  else if (!gains)
    parts.emplace_back("none gains");
  for (std::size_t i = 3; i < phrases.size(); ++i) add(phrases[i]);
  return fmt::format("{}.", fmt::join(parts, "; "));
}

std::string diff_summary(const DiffResult& result) {
  const plan::Module& before = result.before->modules[result.before->main.index()];
  const plan::Module& after = result.after->modules[result.after->main.index()];
  const auto called = [](const plan::Module& module) {
    return module.name + (module.version.empty() ? "" : " " + module.version);
  };
  std::string versions;
  if (before.name != after.name)
    versions = fmt::format(" (from {} to {})", called(before), called(after));
  else if (before.version != after.version)
    versions = fmt::format(" (from {} to {})", before.version.empty() ? "no version" : "version " + before.version,
                           after.version.empty() ? "none" : after.version);
  else if (!after.version.empty())
    versions = fmt::format(" (both say version {})", after.version);
  if (result.difference.none()) return "No difference in meaning.";
  std::array<std::size_t, 3> counts{};
  std::size_t wording = 0, rules = 0;
  for (const difference::Change& change : result.difference.changes) {
    if (change.wording) {
      ++wording;
    } else {
      ++counts[static_cast<std::size_t>(change.what)];
      ++rules;
    }
  }
  static constexpr std::array<std::string_view, 3> verbs = {"added", "removed", "changed"};
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < verbs.size(); ++i) {
    if (counts[i] == 0) continue;
    const std::string number = rules == 1 ? "One" : with_commas(static_cast<std::int64_t>(counts[i]));
    parts.push_back(fmt::format("{}{} {}", number, !parts.empty() ? "" : counts[i] == 1 ? " rule" : " rules", verbs[i]));
  }
  std::string out = (parts.empty() ? "No rule changed" : base::listed(parts)) + versions + '.';
  if (wording > 0)
    out += fmt::format(" {} in words, sources or examples alone.",
                       wording == 1 ? "One thing differs" : with_commas(static_cast<std::int64_t>(wording)) + " things differ");
  return out;
}

}  // namespace fairstart::cli
