// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/checker.hpp"
#include "dsl/plan/falling.hpp"

// What a core protects rests on parameters and levels too, and these a framework may change: only so that nobody loses
// (grammar.md, section 6, Never weaker). Decided by form, when all changes are in place.
namespace fairstart::check {

// Everything that the framework's cores protect, expression by expression.
std::vector<Checker::Protected> Checker::protected_by_cores() const {
  std::vector<Protected> roots;
  const auto is_core = [&](plan::ModuleId module) { return cores_of(modules_.asked_for.front()).contains(module); };
  for (std::size_t i = 0; i < plan_.offers.size(); ++i) {
    const plan::Offer& offer = plan_.offers[i];
    if (!offer.core || i >= offers_.size() || !is_core(offers_[i].module)) continue;
    roots.push_back({offer.eligible, offer.name, offer.span, true});
    for (const ExprId id : {offer.due_from, offer.due_by, offer.received, offer.amount})
      roots.push_back({id, offer.name, offer.span});
    for (const plan::LevelAmount& amount : offer.amounts) roots.push_back({amount.amount, offer.name, offer.span});
  }
  for (std::size_t i = 0; i < plan_.allocations.size(); ++i) {
    const plan::Allocation& allocation = plan_.allocations[i];
    const plan::Offer& offer = allocation.offer;
    if (!offer.core || i >= allocations_.size() || !is_core(allocations_[i].module)) continue;
    roots.push_back({offer.eligible, offer.name, offer.span, true});
    for (const ExprId id : {offer.due_from, offer.due_by, offer.received, offer.amount, allocation.supply,
                            allocation.waiting_since, allocation.share_by, allocation.share_weight})
      roots.push_back({id, offer.name, offer.span});
    for (const plan::LevelAmount& amount : offer.amounts) roots.push_back({amount.amount, offer.name, offer.span});
    for (const plan::OrderKey& key : allocation.order) roots.push_back({key.value, offer.name, offer.span});
  }
  for (std::size_t i = 0; i < plan_.registers.size(); ++i) {
    const plan::Register& list = plan_.registers[i];
    if (!list.core || i >= registers_.size() || !is_core(registers_[i].module)) continue;
    roots.push_back({list.eligible, list.name, list.span, true});
    roots.push_back({list.show_names, list.name, list.span});
    for (const plan::OrderKey& key : list.order) roots.push_back({key.value, list.name, list.span});
  }
  for (std::size_t i = 0; i < plan_.levels.size(); ++i)
    for (const plan::Level& level : plan_.levels[i].levels)
      if (level.core && i < levels_.size() && is_core(levels_[i].module))
        roots.push_back({level.when, level.name, level.span, true});
  for (std::size_t i = 0; i < plan_.indicators.size(); ++i) {
    if (i >= indicators_.size() || !is_core(indicators_[i].module)) continue;
    const plan::Indicator& indicator = plan_.indicators[i];
    if (indicator.among.exists()) roots.push_back({plan_.list(indicator.among).member, indicator.name, indicator.span});
    roots.push_back({indicator.count, indicator.name, indicator.span});
    roots.push_back({indicator.value, indicator.name, indicator.span});
  }
  for (std::size_t i = 0; i < plan_.guarantees.size(); ++i) {
    if (i >= guarantees_.size() || !is_core(guarantees_[i].module)) continue;
    roots.push_back({plan_.guarantees[i].holds, plan_.guarantees[i].name, plan_.guarantees[i].span});
    roots.push_back({plan_.guarantees[i].value, plan_.guarantees[i].name, plan_.guarantees[i].span});
  }
  return roots;
}

// A parameter without a range of choice may change only where nothing that the core protects reads it; levels are widened only where nobody loses by being in a higher one.
void Checker::check_frozen() {
  if (free_parameters_.empty() && widened_levels_.empty() && changed_offers_.empty()) return;
  const std::vector<Protected> roots = protected_by_cores();
  std::map<std::uint32_t, const Protected*> given;  // expression → what is given to families by it
  std::map<std::uint32_t, std::string> reads;       // parameter → the first protected thing that reads it
  for (const Protected& root : roots) {
    std::set<std::uint32_t> seen;
    std::vector<ExprId> todo{root.rests_on};
    while (!todo.empty()) {
      const ExprId id = todo.back();
      todo.pop_back();
      if (!id.exists() || !seen.insert(id.value).second) continue;
      if (root.gives) given.emplace(id.value, &root);
      plan::for_each_read(plan_, id, [&](ExprId read) { todo.push_back(read); });
      if (const auto* use = std::get_if<plan::ParameterValue>(&plan_.expr(id).node))
        reads.emplace(use->parameter.value, root.what);
    }
  }
  for (const auto& [parameter, place] : free_parameters_) {
    const auto read = reads.find(parameter.value);
    if (read == reads.end()) continue;
    report(Code::core_frozen, place,
           fmt::format("`{}` gives places no choice, and the core's `{}` rests on it", plan_.parameters[parameter.index()].name,
                       read->second),
           "ask the core's publisher for `places may choose from … to …`",
           {{plan_.parameters[parameter.index()].span, "the core's is here"}});
  }
  for (const ChangedOffer& changed : changed_offers_) {
    const auto offer = std::find_if(plan_.offers.begin(), plan_.offers.end(),
                                    [&](const plan::Offer& each) { return each.name == changed.name; });
    if (offer == plan_.offers.end()) continue;
    for (const ExprId id : {offer->eligible, offer->received, offer->overdue}) {
      const auto read = id.exists() ? given.find(id.value) : given.end();
      if (read == given.end()) continue;
      report(Code::core_frozen, changed.at,
             fmt::format("the core's `{}` goes by who is offered `{}` and who has had it, so it stays as it is",
                         read->second->what, changed.name),
             "declare what differs under a new name", {{read->second->span, "the core's is here"}});
      break;
    }
  }
  for (const Widened& widened : widened_levels_) {
    for (const Protected& root : roots) {
      if (!root.gives || !plan::could_fall(plan_, root.rests_on, widened.levels, widened.conditions)) continue;
      report(Code::core_weakened, widened.at,
             fmt::format("the core's `{}` would be lost by some of those whom this moves up or adds", root.what),
             "leave the core's levels as they are, and declare your own beside them", {{root.span, "what is lost is here"}});
      break;
    }
  }
}

}  // namespace fairstart::check
