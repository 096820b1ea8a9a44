// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/order.hpp"

#include "engine/reference/evaluator.hpp"

namespace fairstart::reference {
namespace {

using plan::ExprId;

std::vector<Step> rests_on(const plan::Plan& plan, ExprId id) {
  std::vector<Step> out;
  plan::for_each_operand(plan, id, [&](ExprId operand) { out.emplace_back(operand); });
  const plan::Node& node = plan.expr(id).node;
  if (const auto* role = std::get_if<plan::RoleTest>(&node)) out.emplace_back(plan.roles[role->role.index()].where);
  if (const auto* definition = std::get_if<plan::DefinitionValue>(&node))
    out.emplace_back(plan.definitions[definition->definition.index()].meaning);
  if (const auto* score = std::get_if<plan::ScoreValue>(&node)) out.emplace_back(score->score);
  if (const auto* level = std::get_if<plan::LevelValue>(&node)) out.emplace_back(level->levels);
  return out;
}

// Depth first, with a stack of its own: a plan's depth is the user's, not the machine's.
class Order {
 public:
  explicit Order(const plan::Plan& plan)
      : plan_(plan), exprs_(plan.exprs.size()), scores_(plan.scores.size()), levels_(plan.levels.size()) {}

  void add(Step step) {
    std::vector<Open> stack{{step, {}, false}};
    while (!stack.empty()) {
      Open& top = stack.back();
      if (!top.entered) {
        if (!exists(top.step) || mark(top.step)) {
          stack.pop_back();
          continue;
        }
        top.entered = true;
        top.rest = needs(top.step);
      }
      if (top.rest.empty()) {
        out.push_back(top.step);
        stack.pop_back();
      } else {
        const Step next = top.rest.back();
        top.rest.pop_back();
        stack.push_back({next, {}, false});
      }
    }
  }

  std::vector<Step> out;

 private:
  struct Open {
    Step step;
    std::vector<Step> rest;
    bool entered;
  };

  static bool exists(const Step& step) {
    return std::visit([](auto id) { return id.exists(); }, step);
  }

  // Whether it was met before; it is from now on.
  bool mark(const Step& step) {
    const auto met = [](std::vector<bool>& seen, std::size_t i) {
      const bool before = seen[i];
      seen[i] = true;
      return before;
    };
    return std::visit(overloaded{[&](ExprId id) { return met(exprs_, id.index()); },
                                 [&](plan::ScoreId id) { return met(scores_, id.index()); },
                                 [&](plan::LevelsId id) { return met(levels_, id.index()); }},
                      step);
  }

  std::vector<Step> needs(const Step& step) const {
    return std::visit(overloaded{[&](ExprId id) { return rests_on(plan_, id); },
                                 [&](plan::ScoreId id) {
                                   std::vector<Step> all;
                                   for (const auto& item : plan_.scores[id.index()].items) {
                                     all.emplace_back(item.answer);
                                     all.emplace_back(item.count);
                                   }
                                   return all;
                                 },
                                 [&](plan::LevelsId id) {
                                   std::vector<Step> all;
                                   for (const auto& level : plan_.levels[id.index()].levels) all.emplace_back(level.when);
                                   return all;
                                 }},
                      step);
  }

  const plan::Plan& plan_;
  std::vector<bool> exprs_, scores_, levels_;
};

}  // namespace

std::vector<Step> order(const plan::Plan& plan, const std::vector<ExprId>& wanted) {
  Order order(plan);
  for (const ExprId id : wanted) order.add(id);
  for (std::size_t i = 0; i < plan.scores.size(); ++i) order.add(plan::ScoreId(i));
  for (std::size_t i = 0; i < plan.levels.size(); ++i) order.add(plan::LevelsId(i));
  return std::move(order.out);
}

}  // namespace fairstart::reference
