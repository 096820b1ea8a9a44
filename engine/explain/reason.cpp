// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include "engine/explain/explain.hpp"
#include "engine/explain/steps.hpp"

namespace fairstart::explain {
namespace {

// Collects the conditions that decided an answer. Only their words: no value of anyone's record.
class Reason {
 public:
  Reason(const plan::Plan& plan, const column::Evaluated& evaluated, const Options& options)
      : plan_(plan), evaluated_(evaluated), options_(options) {}

  std::string text;

  void tell(plan::ExprId id, column::Row row, column::Answer answer) {
    const plan::Expr& expr = plan_.expr(id);
    if (const auto* all = std::get_if<plan::And>(&expr.node)) return join(all->answers, row, answer);
    if (const auto* any = std::get_if<plan::Or>(&expr.node)) return join(any->answers, row, answer);
    if (const auto* counts = std::get_if<plan::CountsAs>(&expr.node)) return counted(id, *counts, row);
    // The level itself is in the families' own file: it is told even where it rests on a restricted field.
    if (const auto* level = std::get_if<plan::LevelIn>(&expr.node)) return at_level(level->level, row);
    if (const auto* role = std::get_if<plan::RoleTest>(&expr.node)) {
      if (answer != column::yes) add(plan_.roles[role->role.index()].name);
      return;
    }
    if (expr.restricted && !options_.show_restricted) return add(restricted_words);
    if (const auto* named = definition_of(id))
      return add(named->title.empty() ? named->name : named->name + " (" + named->title + ")");
    add(expr.text);
  }

 private:
  void join(const std::vector<plan::ExprId>& parts, column::Row row, column::Answer answer) {
    for (const plan::ExprId part : parts)
      if (evaluated_.answer(plan_, part, row) == answer) tell(part, row, answer);
  }

  void counted(plan::ExprId id, const plan::CountsAs& counts, column::Row row) {
    if (evaluated_.answer(plan_, counts.answer, row) != column::unknown)
      return tell(counts.answer, row, evaluated_.answer(plan_, counts.answer, row));
    if (plan_.expr(id).text.empty() && plan_.expr(counts.answer).text.empty()) return;
    if (plan_.expr(id).restricted && !options_.show_restricted) return add(restricted_words);
    const auto* named = definition_of(counts.answer);
    const std::string& words = named != nullptr ? named->name : plan_.expr(counts.answer).text;
    if (!words.empty()) add(words + (counts.yes ? ", unknown counts as yes" : ", unknown counts as no"));
  }

  void at_level(plan::ExprId id, column::Row row) {
    const plan::Type& type = plan_.expr(id).type;
    if (!type.levels.exists()) return;
    const plan::Levels& scheme = plan_.levels[type.levels.index()];
    const std::uint64_t possible = evaluated_.possible_levels(plan_, id, row);
    std::string words;
    for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
      if (((possible >> i) & 1U) == 0) continue;
      const bool decided = scheme.kind == plan::LevelsKind::tiers || std::has_single_bit(possible);
      words += words.empty() ? (decided ? scheme.name + " is " : scheme.name + " could be ")
               : words.find(", could be ") == std::string::npos && decided ? ", could be "
                                                                           : " or ";
      words += scheme.levels[i].title;
    }
    add(words);
  }

  const plan::Definition* definition_of(plan::ExprId id) const {
    const auto* definition = std::get_if<plan::DefinitionValue>(&plan_.expr(id).node);
    return definition == nullptr ? nullptr : &plan_.definitions[definition->definition.index()];
  }

  void add(const std::string& words) {
    if (words.empty()) return;
    // The same words once: two restricted facts read the same.
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
      const bool starts = at == 0 || text.compare(at - 2, 2, "; ") == 0;
      const std::size_t end = at + words.size();
      if (starts && (end == text.size() || text.compare(end, 2, "; ") == 0)) return;
    }
    if (!text.empty()) text += "; ";
    text += words;
  }

  const plan::Plan& plan_;
  const column::Evaluated& evaluated_;
  const Options& options_;
};

}  // namespace

std::string reason(const plan::Plan& plan, const column::Evaluated& evaluated, plan::ExprId yes_no, column::Row row,
                   const Options& options) {
  Reason reason(plan, evaluated, options);
  if (yes_no.exists() && evaluated.has(yes_no)) reason.tell(yes_no, row, evaluated.answer(plan, yes_no, row));
  return std::move(reason.text);
}

}  // namespace fairstart::explain
