// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/check/checker.hpp"

// What a core protects rests on parameters and levels too, and these a framework may change: only so that nobody loses
// (grammar.md, section 6, Never weaker). Decided by form, when all changes are in place.
namespace fairstart::check {

namespace {

using plan::Comparison;

// How an answer goes with what it reads: with it, against it, or neither is seen.
enum class Way : std::uint8_t { with, against, unseen };

Way turned(Way way) { return way == Way::with ? Way::against : way == Way::against ? Way::with : way; }

// From some level up.
bool upper(std::uint64_t levels, std::size_t count) {
  const std::uint64_t all = count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
  const std::uint64_t rest = ~levels & all;
  return (rest & (rest + 1)) == 0;
}

// Whether an answer that is yes could become another where more people reach a higher level, or are in a group.
class CouldFall {
 public:
  CouldFall(const plan::Plan& plan, types::LevelsId levels, const std::set<std::uint32_t>& widened)
      : plan_(plan), levels_(levels), widened_(widened) {}

  bool by(ExprId answer) {
    visit(answer, Way::with);
    while (!found_ && !todo_.empty()) {
      const auto [id, way] = todo_.back();
      todo_.pop_back();
      walk(id, way);
    }
    return found_;
  }

 private:
  void visit(ExprId id, Way way) {
    if (id.exists() && seen_.insert({id.value, way}).second) todo_.push_back({id, way});
  }
  void all(const std::vector<ExprId>& answers, Way way) {
    for (const ExprId answer : answers) visit(answer, way);
  }

  void walk(ExprId id, Way way) {
    if (widened_.contains(id.value) && way != Way::with) {
      found_ = true;
      return;
    }
    const plan::Node& node = plan_.expr(id).node;
    if (const auto* level = std::get_if<plan::LevelValue>(&node)) {
      if (level->levels == levels_ && way != Way::with) found_ = true;
      for (const plan::Level& each : plan_.levels[level->levels.index()].levels) visit(each.when, way);
    } else if (const auto* in = std::get_if<plan::LevelIn>(&node)) {
      const std::size_t count = plan_.levels[plan_.expr(in->level).type.levels.index()].levels.size();
      visit(in->level, upper(in->levels, count) ? way : upper(~in->levels, count) ? turned(way) : Way::unseen);
    } else if (const auto* negated = std::get_if<plan::Not>(&node)) {
      visit(negated->answer, turned(way));
    } else if (const auto* both = std::get_if<plan::And>(&node)) {
      all(both->answers, way);
    } else if (const auto* either = std::get_if<plan::Or>(&node)) {
      all(either->answers, way);
    } else if (const auto* set = std::get_if<plan::CountOfSet>(&node)) {
      all(set->answers, way);
    } else if (const auto* counts = std::get_if<plan::CountsAs>(&node)) {
      visit(counts->answer, way);
    } else if (const auto* owner = std::get_if<plan::OfOwner>(&node)) {
      visit(owner->value, way);
    } else if (const auto* definition = std::get_if<plan::DefinitionValue>(&node)) {
      visit(plan_.definitions[definition->definition.index()].meaning, way);
    } else if (const auto* any = std::get_if<plan::Any>(&node)) {
      visit(plan_.list(any->list).member, way);
    } else if (const auto* count = std::get_if<plan::Count>(&node)) {
      visit(plan_.list(count->list).member, way);
    } else if (const auto* every = std::get_if<plan::Every>(&node)) {
      visit(plan_.list(every->list).member, turned(way));
      visit(every->claim, way);
    } else if (const auto* compared = std::get_if<plan::Compare>(&node)) {
      const bool more = compared->comparison == Comparison::at_least || compared->comparison == Comparison::over;
      const bool less = compared->comparison == Comparison::at_most || compared->comparison == Comparison::under;
      const Way left = more ? way : less ? turned(way) : Way::unseen;
      visit(compared->left, left);
      visit(compared->right, turned(left));
    } else {
      plan::for_each_read(plan_, id, [&](ExprId read) { visit(read, Way::unseen); });
    }
  }

  const plan::Plan& plan_;
  types::LevelsId levels_;
  const std::set<std::uint32_t>& widened_;
  std::set<std::pair<std::uint32_t, Way>> seen_;
  std::vector<std::pair<ExprId, Way>> todo_;
  bool found_ = false;
};

// The first day that one has a value for and the other has not; none: there is no such day.
struct Gap {
  std::optional<base::Day> day;  // none: before all dates
};
std::optional<Gap> uncovered(const std::vector<plan::ParameterPeriod>& had, const std::vector<plan::ParameterPeriod>& has) {
  for (const plan::ParameterPeriod& period : had) {
    std::optional<base::Day> at = period.from;
    for (bool moved = true; moved;) {
      moved = false;
      for (const plan::ParameterPeriod& each : has) {
        if (each.from && (!at || *each.from > *at)) continue;
        if (!each.to) return uncovered({had.begin() + (&period - had.data()) + 1, had.end()}, has);
        if (at && *each.to < *at) continue;
        at = *each.to + 1;
        moved = true;
      }
      if (at && period.to && *at > *period.to) break;
    }
    if (!at || !period.to || *at <= *period.to) return Gap{at};
  }
  return {};
}

}  // namespace

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

// A parameter without a range of choice may change only where nothing that the core protects reads it; one with dates of its own
// has a value on every day that the core's has; levels are widened only where nobody loses by being in a higher one.
void Checker::check_frozen() {
  if (free_parameters_.empty() && dated_parameters_.empty() && widened_levels_.empty()) return;
  const std::vector<Protected> roots = protected_by_cores();
  std::map<std::uint32_t, std::string> reads;  // parameter → the first protected thing that reads it
  for (const Protected& root : roots) {
    std::set<std::uint32_t> seen;
    std::vector<ExprId> todo{root.rests_on};
    while (!todo.empty()) {
      const ExprId id = todo.back();
      todo.pop_back();
      if (!id.exists() || !seen.insert(id.value).second) continue;
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
  for (const Dated& dated : dated_parameters_) {
    const auto read = reads.find(dated.parameter.value);
    const plan::Parameter& parameter = plan_.parameters[dated.parameter.index()];
    const auto gap = read == reads.end() ? std::nullopt : uncovered(dated.had, parameter.values);
    if (!gap) continue;
    report(Code::core_weakened, dated.at,
           fmt::format("`{}` has no value {}, where the core has one, and the core's `{}` rests on it", parameter.name,
                       gap->day ? "on " + base::format_iso_date(*gap->day) : "before its first date", read->second),
           "give it a value for every day that the core has one for", {{parameter.span, "the core's is here"}});
  }
  for (const Widened& widened : widened_levels_) {
    for (const Protected& root : roots) {
      if (!root.gives || !CouldFall(plan_, widened.levels, widened.conditions).by(root.rests_on)) continue;
      report(Code::core_weakened, widened.at,
             fmt::format("the core's `{}` would be lost by some of those whom this moves up or adds", root.what),
             "leave the core's levels as they are, and declare your own beside them", {{root.span, "what is lost is here"}});
      break;
    }
  }
}

}  // namespace fairstart::check
