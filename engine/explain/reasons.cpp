// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/reasons.hpp"

namespace fairstart::explain {

void Reasons::start(const column::Evaluated& evaluated) {
  evaluated_ = &evaluated;
  ++chunk_;
}

// Goes wherever Reason::tell may go (reason.cpp), whatever the answers are.
void Reasons::lay(plan::ExprId id, Trail& trail, std::uint32_t& bits) const {
  const auto step = [&](plan::ExprId expr, std::size_t more) {
    bits += static_cast<std::uint32_t>(more);
    trail.fits = trail.fits && bits <= 64;
    if (trail.fits) trail.steps.push_back({.expr = expr, .bits = static_cast<std::uint32_t>(more)});
    return trail.fits;
  };
  const plan::Expr& expr = plan_.expr(id);
  const auto parts = [&](const std::vector<plan::ExprId>& answers) {
    for (const plan::ExprId part : answers) {
      if (!step(part, 2)) return;
      lay(part, trail, bits);
    }
  };
  if (const auto* all = std::get_if<plan::And>(&expr.node)) return parts(all->answers);
  if (const auto* any = std::get_if<plan::Or>(&expr.node)) return parts(any->answers);
  if (const auto* counts = std::get_if<plan::CountsAs>(&expr.node)) return parts({counts->answer});
  if (const auto* level = std::get_if<plan::LevelIn>(&expr.node)) {
    const plan::LevelsId scheme = plan_.expr(level->level).type.levels;
    if (scheme.exists()) step(level->level, plan_.levels[scheme.index()].levels.size());
  }
}

void Reasons::bind(Trail& trail) const {
  trail.chunk = chunk_;
  trail.there = true;
  for (Step& step : trail.steps) {
    const plan::Expr& expr = plan_.expr(step.expr);
    const bool yes_no = expr.type.kind == types::Kind::yes_no;
    const column::Values& values = evaluated_->values(step.expr);
    step.each = expr.row.exists() ? ~column::Row{0} : 0;
    step.begin = expr.row.exists() ? evaluated_->chunk.rows[expr.row.index()].begin : 0;
    step.answers = yes_no ? values.answers.data() : nullptr;
    step.levels = yes_no ? nullptr : values.levels.data();
    const std::size_t rows = expr.row.exists() ? evaluated_->chunk.rows[expr.row.index()].size() : 1;
    trail.there = trail.there && (yes_no ? values.answers.size() : values.levels.size()) >= rows;
  }
}

const std::string& Reasons::of(plan::ExprId yes_no, column::Row row) {
  text_.clear();
  if (!yes_no.exists()) return finish_(text_, ""), text_;
  Trail& trail = trails_[yes_no.index()];
  if (!trail.laid) {
    std::uint32_t bits = 2;
    trail.laid = trail.fits = true;
    trail.steps.push_back({.expr = yes_no});
    lay(yes_no, trail, bits);
  }
  if (trail.chunk != chunk_) {
    if (trail.fits && evaluated_->has(yes_no)) {
      bind(trail);
    } else {
      trail.chunk = chunk_;
      trail.there = false;
    }
  }
  const auto put = [&] { finish_(text_, reason(plan_, *evaluated_, yes_no, row, options_)); };
  if (!trail.there) return put(), text_;
  std::uint64_t seen = 0;
  std::uint32_t at = 0;
  for (const Step& step : trail.steps) {
    const std::size_t i = (row - step.begin) & step.each;
    seen |= (step.answers != nullptr ? std::uint64_t{step.answers[i]} : step.levels[i]) << at;
    at += step.bits;
  }
  std::uint64_t hash = (seen ^ yes_no.value * 0xD6E8'FEB8'6659'FD93U) * 0x9E37'79B9'7F4A'7C15U;
  hash ^= hash >> 32U;
  Kept& kept = kept_[hash % slots];
  if (kept.expr == yes_no && kept.seen == seen) return kept.text;
  put();
  kept.expr = yes_no;
  kept.seen = seen;
  kept.text = text_;
  return kept.text;
}

}  // namespace fairstart::explain
