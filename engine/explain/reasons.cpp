// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/reasons.hpp"

#include <algorithm>
#include <numeric>

namespace fairstart::explain {

void Reasons::start(const column::Evaluated& evaluated) {
  evaluated_ = &evaluated;
  ++chunk_;
  if (bytes_ <= most_bytes) return;
  for (Trail& trail : trails_) trail.known.clear(), trail.taken = 0, trail.last = {};
  texts_.clear();
  bytes_ = 0;
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
    step.each = expr.row.exists() ? ~std::size_t{0} : 0;
    step.answers = yes_no ? values.answers.data() : nullptr;
    step.levels = yes_no ? nullptr : values.levels.data();
    const std::size_t rows = expr.row.exists() ? evaluated_->chunk.rows[expr.row.index()].size() : 1;
    trail.there = trail.there && (yes_no ? values.answers.size() : values.levels.size()) >= rows;
  }
}

Reasons::Trail& Reasons::ready(std::size_t which) {
  Trail& trail = trails_[which];
  const plan::ExprId answer = answers_[which];
  if (!trail.laid) {
    std::uint32_t bits = 2;
    trail.laid = trail.fits = true;
    if (answer.exists()) {
      trail.steps.push_back({.expr = answer});
      lay(answer, trail, bits);
    }
  }
  if (trail.chunk != chunk_) {
    trail.chunk = chunk_;
    trail.there = !answer.exists();
    if (answer.exists() && trail.fits && evaluated_->has(answer)) bind(trail);
    if (trail.known.empty()) trail.known.resize(16);
  }
  return trail;
}

column::Row Reasons::begin(std::size_t which) const {
  const plan::ExprId answer = answers_[which];
  const plan::RecordId record = answer.exists() ? plan_.expr(answer).row : plan::RecordId{};
  return record.exists() ? evaluated_->chunk.rows[record.index()].begin : 0;
}

const PaddedText* Reasons::put(std::size_t which, column::Row row) {
  const plan::ExprId answer = answers_[which];
  PaddedText& text = texts_.emplace_back();
  if (answer.exists())
    finish_(text.bytes, which, evaluated_->answer(plan_, answer, row), reason(plan_, *evaluated_, answer, row, options_));
  else
    finish_(text.bytes, which, column::yes, "");
  text.size = text.bytes.size();
  text.bytes.resize(text.size + PaddedText::padding);
  bytes_ += text.bytes.size();
  return &text;
}

// Where it is, or would be.
std::size_t Reasons::place_of(const std::vector<Known>& known, std::uint64_t seen) {
  std::uint64_t hash = seen * 0x9E37'79B9'7F4A'7C15U;
  hash ^= hash >> 32U;
  std::size_t at = hash & (known.size() - 1);
  while (known[at].text != nullptr && known[at].seen != seen) at = (at + 1) & (known.size() - 1);
  return at;
}

const PaddedText* Reasons::find(std::size_t which, Trail& trail, std::uint64_t seen, column::Row row) {
  if (trail.last.seen == seen && trail.last.text != nullptr) return trail.last.text;
  if (const Known& known = trail.known[place_of(trail.known, seen)]; known.text != nullptr) {
    trail.last = known;
    return known.text;
  }
  if (2 * ++trail.taken > trail.known.size()) {
    std::vector<Known> more(2 * trail.known.size());
    for (const Known& each : trail.known)
      if (each.text != nullptr) more[place_of(more, each.seen)] = each;
    trail.known = std::move(more);
  }
  const PaddedText* text = put(which, row);
  trail.known[place_of(trail.known, seen)] = {seen, text};
  return text;
}

void Reasons::of_places(std::size_t which, std::span<const std::uint32_t> places, std::vector<const PaddedText*>& texts) {
  Trail& trail = ready(which);
  const column::Row from = begin(which);
  const std::size_t count = places.size();
  texts.resize(count);
  if (!trail.there) {
    for (std::size_t i = 0; i < count; ++i) texts[i] = put(which, from + places[i]);
    return;
  }
  seen_.assign(count, 0);
  std::uint32_t at = 0;
  for (const Step& step : trail.steps) {
    if (step.answers != nullptr)
      for (std::size_t i = 0; i < count; ++i) seen_[i] |= std::uint64_t{step.answers[places[i] & step.each]} << at;
    else
      for (std::size_t i = 0; i < count; ++i) seen_[i] |= step.levels[places[i] & step.each] << at;
    at += step.bits;
  }
  for (std::size_t i = 0; i < count; ++i) texts[i] = find(which, trail, seen_[i], from + places[i]);
}

void Reasons::of_possible(std::size_t which, column::Rows rows, std::vector<const PaddedText*>& texts) {
  const plan::ExprId answer = answers_[which];
  if (answer.exists() && plan_.expr(answer).row.exists()) {
    const std::vector<column::Answer>& answers = evaluated_->values(answer).answers;
    return of_places(which, possible_.list(answers.data(), std::min(rows.size(), answers.size())), texts);
  }
  // The same for all.
  texts.clear();
  if (rows.size() == 0) return;
  if (answer.exists()) {
    const std::vector<column::Answer>& answers = evaluated_->values(answer).answers;
    if (answers.empty() || !column::possibly(answers.front())) return;
  }
  texts.assign(rows.size(), &of(which, 0));
}

const PaddedText& Reasons::of(std::size_t which, column::Row row) {
  const std::uint32_t place = row - begin(which);
  std::vector<const PaddedText*> texts;
  of_places(which, {&place, 1}, texts);
  return *texts.front();
}

}  // namespace fairstart::explain
