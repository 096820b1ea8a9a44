// SPDX-License-Identifier: Apache-2.0
#include "engine/exec/order.hpp"

namespace fairstart::exec {
std::size_t place_of(const plan::Plan& plan, Item item) {
  switch (item.kind) {
    case Item::Kind::expr: return item.index;
    case Item::Kind::score: return plan.exprs.size() + item.index;
    case Item::Kind::levels: return plan.exprs.size() + plan.scores.size() + item.index;
  }
  return 0;
}

std::size_t places_in(const plan::Plan& plan) { return plan.exprs.size() + plan.scores.size() + plan.levels.size(); }

std::vector<Item> operands(const plan::Plan& plan, Item item) {
  std::vector<Item> items;
  const auto expr = [&](plan::ExprId id) {
    if (id.exists()) items.push_back({Item::Kind::expr, id.value});
  };
  switch (item.kind) {
    case Item::Kind::expr: {
      plan::for_each_operand(plan, plan::ExprId(item.index), expr);
      const plan::Node& node = plan.exprs[item.index].node;
      if (const auto* role = std::get_if<plan::RoleTest>(&node)) expr(plan.roles[role->role.index()].where);
      if (const auto* named = std::get_if<plan::DefinitionValue>(&node)) {
        expr(plan.definitions[named->definition.index()].meaning);
      }
      if (const auto* score = std::get_if<plan::ScoreValue>(&node)) items.push_back({Item::Kind::score, score->score.value});
      if (const auto* level = std::get_if<plan::LevelValue>(&node)) items.push_back({Item::Kind::levels, level->levels.value});
      break;
    }
    case Item::Kind::score:
      for (const plan::ScoreItem& part : plan.scores[item.index].items) expr(part.answer), expr(part.count);
      break;
    case Item::Kind::levels:
      for (const plan::Level& level : plan.levels[item.index].levels) expr(level.when);
      break;
  }
  return items;
}

std::vector<Item> in_order(const plan::Plan& plan, const std::vector<plan::ExprId>& wanted, Rest rest) {
  std::vector<Item> roots;
  for (const plan::ExprId id : wanted) {
    if (id.exists()) roots.push_back({Item::Kind::expr, id.value});
  }
  if (rest == Rest::with_it) {
    for (std::size_t i = 0; i < plan.scores.size(); ++i) roots.push_back({Item::Kind::score, static_cast<std::uint32_t>(i)});
    for (std::size_t i = 0; i < plan.levels.size(); ++i) roots.push_back({Item::Kind::levels, static_cast<std::uint32_t>(i)});
  }

  // Depth first with a stack of its own: definitions of definitions may go deeper than the machine's stack.
  struct Visit {
    Item item;
    std::vector<Item> reads;
    std::size_t next = 0;
  };
  std::vector<Item> order;
  std::vector<bool> seen(places_in(plan));
  std::vector<Visit> open;
  const auto enter = [&](Item item) {
    const std::size_t place = place_of(plan, item);
    if (seen[place]) return;
    seen[place] = true;
    open.push_back({item, operands(plan, item)});
  };
  for (const Item root : roots) {
    enter(root);
    while (!open.empty()) {
      Visit& top = open.back();
      if (top.next < top.reads.size()) {
        enter(top.reads[top.next++]);
      } else {
        order.push_back(top.item);
        open.pop_back();
      }
    }
  }
  return order;
}

plan::RecordId row_of(const plan::Plan& plan, Item item) {
  switch (item.kind) {
    case Item::Kind::expr: return plan.exprs[item.index].row;
    case Item::Kind::score: return plan.scores[item.index].record;
    case Item::Kind::levels: return plan.levels[item.index].record;
  }
  return {};
}

}  // namespace fairstart::exec
