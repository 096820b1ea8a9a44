// SPDX-License-Identifier: Apache-2.0
#include "dsl/plan/cycles.hpp"

#include <utility>

namespace fairstart::plan {
namespace {

std::vector<std::size_t> goes_to(const Plan& plan, ExprId id) {
  std::vector<std::size_t> out;
  const auto add = [&](ExprId other) {
    if (other.exists()) out.push_back(other.index());
  };
  for_each_operand(plan, id, add);
  const Node& node = plan.expr(id).node;
  if (const auto* role = std::get_if<RoleTest>(&node)) add(plan.roles[role->role.index()].where);
  if (const auto* definition = std::get_if<DefinitionValue>(&node))
    add(plan.definitions[definition->definition.index()].meaning);
  if (const auto* score = std::get_if<ScoreValue>(&node))
    for (const ScoreItem& item : plan.scores[score->score.index()].items) add(item.answer.exists() ? item.answer : item.count);
  if (const auto* level = std::get_if<LevelValue>(&node))
    for (const Level& each : plan.levels[level->levels.index()].levels) add(each.when);
  return out;
}

}  // namespace

// Definitions, scores, levels and roles are the only way for an expression to rest on a later one; all else goes down. Depth
// first, without recursion: plans come from files of any size.
std::optional<ExprId> rests_on_itself(const Plan& plan) {
  const std::size_t named = plan.exprs.size();
  std::vector<std::vector<std::size_t>> needs(named);
  for (std::size_t i = 0; i < named; ++i) needs[i] = goes_to(plan, ExprId(i));
  enum class State : std::uint8_t { fresh, open, done };
  std::vector<State> states(named, State::fresh);
  for (std::size_t start = 0; start < named; ++start) {
    std::vector<std::pair<std::size_t, std::size_t>> stack;
    if (states[start] == State::fresh) stack.emplace_back(start, 0);
    while (!stack.empty()) {
      auto& [at, next] = stack.back();
      states[at] = State::open;
      if (next == needs[at].size()) {
        states[at] = State::done;
        stack.pop_back();
        continue;
      }
      const std::size_t to = needs[at][next++];
      if (states[to] == State::open) return ExprId(to);
      if (states[to] == State::fresh) stack.emplace_back(to, 0);
    }
  }
  return {};
}

}  // namespace fairstart::plan
