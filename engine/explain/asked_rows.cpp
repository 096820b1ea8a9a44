// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/asked_rows.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <set>

namespace fairstart::explain {

AskedRows::AskedRows(const Questions& questions, ResultsAsked results)
    : plan_(*questions.database().plan), results_(std::move(results)) {
  std::set<std::uint32_t> sources;
  for (const plan::LevelsId id : results_.groups) {
    for (const plan::Level& member : plan_.levels[id.index()].levels) {
      if (!member.when.exists()) continue;
      if (sources.insert(questions.source(static_cast<std::uint32_t>(member.when.index()))).second)
        members_.push_back({.when = member.when});
    }
  }
  std::size_t most_parts = 0;
  for (const plan::ScoreId id : results_.scores) {
    const ScoreQuestion& score = questions.score(id);
    const bool all =
        score.simple && score.of_definitions && std::all_of(score.answers.begin(), score.answers.end(), [&](plan::ExprId part) {
          return sources.count(questions.source(static_cast<std::uint32_t>(part.index()))) != 0;
        });
    (all ? of_members_ : other_scores_).push_back(id);
    if (all) most_parts = std::max(most_parts, score.parts.size());
  }
  few_ = Asking::few_of_score(most_parts);
}

bool AskedRows::is_open(plan::LevelsId scheme, column::Row row) const {
  const std::uint64_t could_be = evaluated_->possible_levels(plan_, scheme, row);
  return (could_be & (could_be - 1)) != 0;
}

void AskedRows::fill(const column::Evaluated& evaluated, Asking& asking) {
  const column::Rows rows = evaluated.chunk.rows[results_.record.index()];
  evaluated_ = &evaluated;
  begin_ = rows.begin;
  spans_.assign(rows.size(), {});
  schemes_.clear();
  scores_.clear();
  for (const plan::LevelsId id : results_.schemes) {
    std::uint64_t open = 0;
    for (const std::uint64_t could_be : evaluated.levels[id.index()].levels) open |= could_be & (could_be - 1);
    if (open != 0) schemes_.push_back(id);
  }
  for (const plan::ScoreId id : other_scores_) {
    const column::Values& score = evaluated.scores[id.index()];
    if (score.lo != score.hi) scores_.push_back(id);
  }
  fill_members(asking);
  for (std::size_t word = 0; word < several_.size(); ++word)
    for (std::uint64_t bits = several_[word]; bits != 0; bits &= bits - 1)
      fill_row(begin_ + static_cast<column::Row>(64 * word + static_cast<std::size_t>(std::countr_zero(bits))), asking);
}

// Rows in which one member is not known, and nothing else, ask for that one's facts.
void AskedRows::fill_members(Asking& asking) {
  const std::size_t words = (spans_.size() + 63) / 64;
  several_.assign(words, 0);
  for (Member& member : members_) member.column = asking.whole_column(member.when);
  const bool others = !schemes_.empty() || !scores_.empty();
  for (std::size_t word = 0; word < words; ++word) {
    const std::size_t left = spans_.size() - 64 * word;
    const std::uint64_t there = left >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
    std::uint64_t one = 0, several = others ? ~std::uint64_t{0} : 0;
    for (Member& member : members_) {
      member.open = asking.open_rows(member.when, word);
      const bool whole = member.column != nullptr && !member.column->open.empty();
      several |= (one & member.open) | (member.open & ~(whole ? member.column->open[word] : 0));
      one |= member.open;
    }
    for (const Member& member : members_) {
      for (std::uint64_t bits = member.open & ~several & there; bits != 0; bits &= bits - 1) {
        const std::size_t i = 64 * word + static_cast<std::size_t>(std::countr_zero(bits));
        spans_[i] = member.column->spans[i];
        if (spans_[i].count > few_) several |= bits & -bits;  // not found, too
      }
    }
    several_[word] = several & there;
  }
}

void AskedRows::fill_row(column::Row row, Asking& asking) {
  Asking::Span& all = spans_[row - begin_];
  all = {};
  found_.clear();
  bool distinct = true;
  const bool found = add_members(row, asking);
  if (found && !found_.empty()) all = asking.together(found_.data(), found_.size(), distinct);
  const bool few = distinct && all.count <= few_;
  if (found && few && schemes_.empty() && scores_.empty()) return;
  if (!found || !add_others(row, few, asking)) all = {.count = Asking::Span::only_formula};
}

bool AskedRows::add_members(column::Row row, Asking& asking) {
  for (const Member& member : members_) {
    if (asking.answer(static_cast<std::uint32_t>(member.when.index()), row) != column::unknown) continue;
    found_.push_back(asking.facts(member.when, row));
    if (!found_.back().found()) return false;
  }
  return true;
}

// Whatever else is not known. False where only a formula tells.
bool AskedRows::add_others(column::Row row, bool few, Asking& asking) {
  Asking::Span& all = spans_[row - begin_];
  found_.clear();
  if (all.count != 0) found_.push_back(all);
  for (const plan::LevelsId id : schemes_)
    if (is_open(id, row)) found_.push_back(asking.facts_of_levels(id, row));
  const auto add_scores = [&](const std::vector<plan::ScoreId>& scores) {
    for (const plan::ScoreId id : scores)
      if (!evaluated_->score(plan_, id, row).known()) found_.push_back(asking.facts_of_score(id, row));
  };
  add_scores(scores_);
  if (!few) add_scores(of_members_);
  if (found_.empty()) return true;
  if (!std::all_of(found_.begin(), found_.end(), [](Asking::Span each) { return each.found(); })) return false;
  bool distinct = false;
  all = asking.together(found_.data(), found_.size(), distinct);
  return true;
}

AskedRows::Facts AskedRows::one_by_one(column::Row row, Asking& asking) {
  ask_.facts.clear();
  ask_.may_include_more_than_needed = false;
  for (const Member& member : members_) {
    if (asking.answer(static_cast<std::uint32_t>(member.when.index()), row) == column::unknown)
      asking.about(member.when, row, ask_);
  }
  for (const plan::LevelsId id : schemes_)
    if (is_open(id, row)) asking.about_levels(id, row, ask_);
  for (const auto* scores : {&scores_, &of_members_})
    for (const plan::ScoreId id : *scores) asking.about_score(id, row, ask_);
  Asking::tidy(ask_);
  return {ask_.facts, ask_.may_include_more_than_needed};
}

}  // namespace fairstart::explain
