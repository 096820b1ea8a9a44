// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>

#include "dsl/lint/rules.hpp"

namespace fairstart::lint {

using diagnostics::Code;

namespace {

struct Used {
  std::set<std::uint32_t> definitions, parameters, calendars, windows;
};

// What expressions read, and what examples and guarantees name. A thing's own rule is not a use of it.
Used used_in(const plan::Plan& plan) {
  Used used;
  std::set<std::uint32_t> read;  // expressions that others read
  for (std::uint32_t i = 0; i < plan.exprs.size(); ++i) {
    plan::for_each_operand(plan, plan::ExprId{i}, [&](plan::ExprId operand) { read.insert(operand.value); });
    const plan::Node& node = plan.exprs[i].node;
    if (const auto* use = std::get_if<plan::DefinitionValue>(&node)) used.definitions.insert(use->definition.value);
    if (const auto* use = std::get_if<plan::ParameterValue>(&node)) used.parameters.insert(use->parameter.value);
    if (const auto* use = std::get_if<plan::NextDay>(&node)) used.calendars.insert(use->calendar.value);
  }
  for (std::uint32_t i = 0; i < plan.windows.size(); ++i)
    if (read.contains(plan.windows[i].from.value) || read.contains(plan.windows[i].to.value)) used.windows.insert(i);
  for (const plan::Example& example : plan.examples) {
    for (const plan::Expectation& expectation : example.expectations) {
      if (const auto* answer = std::get_if<plan::ExpectAnswer>(&expectation.what))
        used.definitions.insert(answer->definition.value);
    }
  }
  for (const plan::Guarantee& guarantee : plan.guarantees)
    for (const plan::Flip& flip : guarantee.flips)
      if (flip.definition.exists()) used.definitions.insert(flip.definition.value);
  return used;
}

}  // namespace

void look_for_unused(const Subject& subject, diagnostics::Diagnostics& found) {
  if (!subject.framework()) return;  // a library's declarations are for others to read
  const plan::Plan& plan = subject.plan;
  const Used used = used_in(plan);
  std::set<std::uint32_t> tables;
  for (const plan::Table& table : plan.decision_tables) tables.insert(table.definition.value);
  const auto each = [&](const auto& things, const std::set<std::uint32_t>& read, std::string_view what) {
    for (std::uint32_t i = 0; i < things.size(); ++i) {
      if (read.contains(i) || !subject.here(things[i].span)) continue;
      warn(found, Code::unused_declaration, things[i].span,
           fmt::format("no rule, offer, indicator or example reads the {} `{}`", what, things[i].name),
           "use it, or leave it out");
    }
  };
  for (std::uint32_t i = 0; i < plan.definitions.size(); ++i) {
    const plan::Definition& definition = plan.definitions[i];
    if (used.definitions.contains(i) || !subject.here(definition.span)) continue;
    warn(found, Code::unused_declaration, definition.span,
         fmt::format("no rule, offer, indicator or example reads the {} `{}`", tables.contains(i) ? "table" : "definition",
                     definition.name),
         "use it, or leave it out");
  }
  each(plan.parameters, used.parameters, "parameter");
  each(plan.windows, used.windows, "window");
  each(plan.calendars, used.calendars, "calendar");
}

}  // namespace fairstart::lint
