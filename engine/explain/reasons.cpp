// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/reasons.hpp"

namespace fairstart::explain {

// False where there is more than a key holds.
bool Reasons::note(std::uint64_t value, std::uint32_t bits) {
  const std::uint32_t word = seen_.bits / 64, at = seen_.bits % 64;
  if (seen_.bits + bits > 64 * most_words) return false;
  seen_.words[word] |= value << at;
  if (at + bits > 64) seen_.words[word + 1] |= value >> (64 - at);
  seen_.bits += bits;
  return true;
}

bool Reasons::join(const std::vector<plan::ExprId>& parts, column::Row row, column::Answer answer) {
  for (const plan::ExprId part : parts) {
    const column::Answer is = evaluated_.answer(plan_, part, row);
    if (!note(is, 2) || (is == answer && !look(part, row, answer))) return false;
  }
  return true;
}

// Goes where Reason::tell goes (reason.cpp), and notes each answer that it would act upon.
bool Reasons::look(plan::ExprId id, column::Row row, column::Answer answer) {
  const plan::Expr& expr = plan_.expr(id);
  if (const auto* all = std::get_if<plan::And>(&expr.node)) return join(all->answers, row, answer);
  if (const auto* any = std::get_if<plan::Or>(&expr.node)) return join(any->answers, row, answer);
  if (const auto* counts = std::get_if<plan::CountsAs>(&expr.node)) {
    const column::Answer is = evaluated_.answer(plan_, counts->answer, row);
    return note(is, 2) && (is == column::unknown || look(counts->answer, row, is));
  }
  if (const auto* level = std::get_if<plan::LevelIn>(&expr.node)) {
    if (!plan_.expr(level->level).type.levels.exists()) return true;
    return note(evaluated_.possible_levels(plan_, level->level, row), 64);
  }
  return true;
}

const std::string& Reasons::of(plan::ExprId yes_no, column::Row row) {
  seen_ = {};
  seen_.id = yes_no;
  bool fits = false;
  if (yes_no.exists() && evaluated_.has(yes_no)) {
    const column::Answer answer = evaluated_.answer(plan_, yes_no, row);
    fits = note(answer, 2) && look(yes_no, row, answer);
  }
  std::uint64_t hash = yes_no.value;
  for (const std::uint64_t word : seen_.words) hash = (hash ^ word) * 0x9E37'79B9'7F4A'7C15U, hash ^= hash >> 29U;
  Kept& kept = kept_[hash % slots];
  if (fits && kept.seen == seen_) return kept.text;
  text_.clear();
  finish_(text_, reason(plan_, evaluated_, yes_no, row, options_));
  if (!fits) return text_;
  kept.seen = seen_;
  kept.text = text_;
  return kept.text;
}

}  // namespace fairstart::explain
