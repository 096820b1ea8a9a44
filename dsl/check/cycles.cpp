// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/checker.hpp"
#include "dsl/plan/cycles.hpp"

namespace fairstart::check {
namespace {

// What a rule can rest on by name.
struct Thing {
  enum Kind : std::uint8_t { definition, score, level, role } kind;
  std::uint32_t index;
  friend auto operator<=>(const Thing&, const Thing&) = default;
};

class Walk {
 public:
  Walk(const plan::Plan& plan, std::size_t most) : plan_(plan), most_(most) {}

  struct Found {
    std::vector<Thing> round;  // each needs the next, the last the first
    bool too_deep = false;     // `round` is the one thing that rests on too many
  };

  // Depth first; a thing's depth is kept, so that the walk itself goes no deeper than `most`.
  void visit(Thing thing, std::vector<Found>& found) {
    const auto [at, fresh] = depths_.try_emplace(thing, 0);
    if (at->second > 0) return;
    if (!fresh) {
      found.push_back({{std::find(path_.begin(), path_.end(), thing), path_.end()}});
      return;
    }
    std::size_t deepest = 0;
    path_.push_back(thing);
    if (path_.size() <= most_) {
      for (const Thing& use : uses(thing)) {
        visit(use, found);
        deepest = std::max(deepest, depths_[use]);
      }
    } else {
      deepest = most_;
    }
    path_.pop_back();
    depths_[thing] = deepest + 1;
    if (deepest == most_) found.push_back({{thing}, true});
  }

  std::pair<const std::string&, base::Span> named(Thing thing) const {
    const auto of = [](const auto& declared) -> std::pair<const std::string&, base::Span> {
      return {declared.name, declared.span};
    };
    switch (thing.kind) {
      case Thing::definition: return of(plan_.definitions[thing.index]);
      case Thing::score: return of(plan_.scores[thing.index]);
      case Thing::level: return of(plan_.levels[thing.index]);
      case Thing::role: break;
    }
    return of(plan_.roles[thing.index]);
  }

 private:
  std::vector<Thing> uses(Thing thing) const {
    std::vector<ExprId> to_read;
    switch (thing.kind) {
      case Thing::definition: to_read.push_back(plan_.definitions[thing.index].meaning); break;
      case Thing::score:
        for (const auto& item : plan_.scores[thing.index].items) to_read.insert(to_read.end(), {item.answer, item.count});
        break;
      case Thing::level:
        for (const auto& item : plan_.levels[thing.index].levels) to_read.push_back(item.when);
        break;
      case Thing::role: to_read.push_back(plan_.roles[thing.index].where); break;
    }
    std::set<ExprId> seen;
    std::vector<Thing> found;
    while (!to_read.empty()) {
      const ExprId id = to_read.back();
      to_read.pop_back();
      if (!id.exists() || !seen.insert(id).second) continue;
      plan::for_each_operand(plan_, id, [&](ExprId operand) { to_read.push_back(operand); });
      const plan::Node& node = plan_.expr(id).node;
      if (const auto* use = std::get_if<plan::DefinitionValue>(&node))
        found.push_back({Thing::definition, use->definition.value});
      if (const auto* use = std::get_if<plan::ScoreValue>(&node)) found.push_back({Thing::score, use->score.value});
      if (const auto* use = std::get_if<plan::LevelValue>(&node)) found.push_back({Thing::level, use->levels.value});
      if (const auto* use = std::get_if<plan::RoleTest>(&node)) found.push_back({Thing::role, use->role.value});
    }
    std::reverse(found.begin(), found.end());  // as they are written
    return found;
  }

  const plan::Plan& plan_;
  std::size_t most_;
  std::map<Thing, std::size_t> depths_;  // 0: on the path
  std::vector<Thing> path_;
};

}  // namespace

// Nothing rests on itself, nor on a chain so long that whoever follows it would need to be told when to stop.
void Checker::check_cycles() {
  Walk walk(plan_, max_depth);
  std::vector<Walk::Found> found;
  for (std::uint32_t i = 0; i < plan_.definitions.size(); ++i) walk.visit({Thing::definition, i}, found);
  for (std::uint32_t i = 0; i < plan_.scores.size(); ++i) walk.visit({Thing::score, i}, found);
  for (std::uint32_t i = 0; i < plan_.levels.size(); ++i) walk.visit({Thing::level, i}, found);
  for (std::uint32_t i = 0; i < plan_.roles.size(); ++i) walk.visit({Thing::role, i}, found);
  for (const auto& [round, too_deep] : found) {
    const auto [name, span] = walk.named(round.front());
    if (too_deep) {
      report(Code::nested_too_deep, span, fmt::format("more than {} definitions rest on one another", max_depth));
      return;
    }
    std::string text;
    for (const Thing& thing : round) text += "`" + walk.named(thing).first + "` needs ";
    report(Code::definition_cycle, span, text + "`" + name + "` again", "say one of them without the others");
  }
  if (!found.empty()) return;
  if (const auto deep = plan::deeper_than(plan_, plan::most_in_line))
    report(Code::nested_too_deep, plan_.expr(*deep).span,
           fmt::format("this rests on more than {} conditions, sums and definitions, one within another", plan::most_in_line),
           "say it in fewer steps");
}

}  // namespace fairstart::check
