// SPDX-License-Identifier: Apache-2.0
#include "dsl/plan/falling.hpp"

#include <utility>
#include <vector>

namespace fairstart::plan {

namespace {

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
  CouldFall(const Plan& plan, LevelsId levels, const std::set<std::uint32_t>& widened)
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
    const Node& node = plan_.expr(id).node;
    if (const auto* level = std::get_if<LevelValue>(&node)) {
      if (level->levels == levels_ && way != Way::with) found_ = true;
      for (const Level& each : plan_.levels[level->levels.index()].levels) visit(each.when, way);
    } else if (const auto* in = std::get_if<LevelIn>(&node)) {
      const std::size_t count = plan_.levels[plan_.expr(in->level).type.levels.index()].levels.size();
      visit(in->level, upper(in->levels, count) ? way : upper(~in->levels, count) ? turned(way) : Way::unseen);
    } else if (const auto* negated = std::get_if<Not>(&node)) {
      visit(negated->answer, turned(way));
    } else if (const auto* both = std::get_if<And>(&node)) {
      all(both->answers, way);
    } else if (const auto* either = std::get_if<Or>(&node)) {
      all(either->answers, way);
    } else if (const auto* set = std::get_if<CountOfSet>(&node)) {
      all(set->answers, way);
    } else if (const auto* counts = std::get_if<CountsAs>(&node)) {
      visit(counts->answer, way);
    } else if (const auto* owner = std::get_if<OfOwner>(&node)) {
      visit(owner->value, way);
    } else if (const auto* definition = std::get_if<DefinitionValue>(&node)) {
      visit(plan_.definitions[definition->definition.index()].meaning, way);
    } else if (const auto* any = std::get_if<Any>(&node)) {
      visit(plan_.list(any->list).member, way);
    } else if (const auto* count = std::get_if<Count>(&node)) {
      visit(plan_.list(count->list).member, way);
    } else if (const auto* every = std::get_if<Every>(&node)) {
      visit(plan_.list(every->list).member, turned(way));
      visit(every->claim, way);
    } else if (const auto* compared = std::get_if<Compare>(&node)) {
      const bool more = compared->comparison == Comparison::at_least || compared->comparison == Comparison::over;
      const bool less = compared->comparison == Comparison::at_most || compared->comparison == Comparison::under;
      const Way left = more ? way : less ? turned(way) : Way::unseen;
      visit(compared->left, left);
      visit(compared->right, turned(left));
    } else {
      for_each_read(plan_, id, [&](ExprId read) { visit(read, Way::unseen); });
    }
  }

  const Plan& plan_;
  types::LevelsId levels_;
  const std::set<std::uint32_t>& widened_;
  std::set<std::pair<std::uint32_t, Way>> seen_;
  std::vector<std::pair<ExprId, Way>> todo_;
  bool found_ = false;
};

}  // namespace

bool could_fall(const Plan& plan, ExprId answer, LevelsId levels, const std::set<std::uint32_t>& widened) {
  return answer.exists() && CouldFall(plan, levels, widened).by(answer);
}

}  // namespace fairstart::plan
