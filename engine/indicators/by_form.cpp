// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/by_form.hpp"

#include <algorithm>
#include <set>

namespace fairstart::indicators {
namespace {

constexpr int deepest_choice = 8;  // `or` within `or`, through definitions

}  // namespace

bool ByForm::implies(plan::ExprId narrow, plan::ExprId wide, int depth) {
  if (!wide.exists()) return true;
  if (depth > deepest_choice) return false;
  static const Parts nothing;
  const Parts& of_narrow = narrow.exists() ? parts_of(narrow) : nothing;
  const Parts& of_wide = parts_of(wide);
  return std::all_of(of_wide.begin(), of_wide.end(), [&](const auto& part) {
    const auto& choices = part.second;
    return of_narrow.contains(part.first) ||
           std::any_of(choices.begin(), choices.end(), [&](plan::ExprId choice) { return implies(narrow, choice, depth + 1); });
  });
}

const ByForm::Parts& ByForm::parts_of(plan::ExprId condition) {
  const auto [known, added] = known_.try_emplace(condition.index());
  Parts& found = known->second;
  if (!added) return found;
  const plan::Plan& plan = canonical_.plan();
  std::vector<plan::ExprId> to_read{condition};
  std::set<std::size_t> met;
  while (!to_read.empty()) {
    const plan::ExprId at = to_read.back();
    to_read.pop_back();
    if (!at.exists() || !met.insert(at.index()).second) continue;
    const plan::Node& node = plan.expr(at).node;
    const auto* constant = std::get_if<plan::Constant>(&node);
    if (const auto* all = std::get_if<plan::And>(&node)) {
      to_read.insert(to_read.end(), all->answers.begin(), all->answers.end());
    } else if (const auto* definition = std::get_if<plan::DefinitionValue>(&node)) {
      to_read.push_back(plan.definitions[definition->definition.index()].meaning);
    } else if (const auto* role = std::get_if<plan::RoleTest>(&node)) {
      to_read.push_back(plan.roles[role->role.index()].where);
    } else if (constant == nullptr || constant->number == 0) {  // a yes asks nothing
      std::vector<plan::ExprId>& choices = found[canonical_.of(at)];
      if (std::get_if<plan::Or>(&node) != nullptr) choices = difference::flat_operands(plan, at);
    }
  }
  return found;
}

}  // namespace fairstart::indicators
