// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/overloaded.hpp"
#include "dsl/difference/canonical.hpp"

namespace fairstart::difference {
namespace {

using plan::ExprId;

std::string_view symbol(plan::Operation operation) {
  switch (operation) {
    case plan::Operation::add: return "+";
    case plan::Operation::subtract: return "-";
    case plan::Operation::multiply: return "×";
    case plan::Operation::divide: return "÷";
  }
  return "";
}

std::string_view words(plan::Comparison comparison) {
  switch (comparison) {
    case plan::Comparison::is: return "is";
    case plan::Comparison::is_not: return "is not";
    case plan::Comparison::under: return "is under";
    case plan::Comparison::over: return "is over";
    case plan::Comparison::at_least: return "is at least";
    case plan::Comparison::at_most: return "is at most";
  }
  return "";
}

// What the checker put together has no text of its own: dates of windows, steps of a schedule. What it never puts together by
// itself is told by its kind alone.
std::string composed(const plan::Plan& plan, ExprId id);

std::string words_of(const plan::Plan& plan, const std::vector<ExprId>& ids, std::string_view between) {
  std::string out;
  for (const ExprId id : ids) out += (out.empty() ? "" : std::string(between)) + in_words(plan, id);
  return out;
}

std::string composed(const plan::Plan& plan, ExprId id) {
  const plan::Expr& expr = plan.expr(id);
  return std::visit(
      base::overloaded{
          [&](const plan::Constant& node) { return in_words(plan, expr.type, node); },
          [&](const plan::MissingValue&) { return std::string("unknown"); },
          [&](const plan::AsAt&) { return std::string("as at"); },
          [&](const plan::PeriodStart&) { return std::string("the period's first day"); },
          [&](const plan::PeriodEnd&) { return std::string("the period's last day"); },
          [&](const plan::ParameterValue& node) { return plan.parameters[node.parameter.index()].name; },
          [&](const plan::FieldValue& node) { return plan.field(node.field).name; },
          [&](const plan::RoleTest& node) { return "is a " + plan.roles[node.role.index()].name; },
          [&](const plan::DefinitionValue& node) { return plan.definitions[node.definition.index()].name; },
          [&](const plan::ScoreValue& node) { return plan.scores[node.score.index()].name; },
          [&](const plan::LevelValue& node) { return plan.levels[node.levels.index()].name; },
          [&](const plan::Not& node) { return "not " + in_words(plan, node.answer); },
          [&](const plan::And& node) { return words_of(plan, node.answers, " and "); },
          [&](const plan::Or& node) { return words_of(plan, node.answers, " or "); },
          [&](const plan::Compare& node) {
            return fmt::format("{} {} {}", in_words(plan, node.left), words(node.comparison), in_words(plan, node.right));
          },
          [&](const plan::Arithmetic& node) {
            return fmt::format("{} {} {}", in_words(plan, node.left), symbol(node.operation), in_words(plan, node.right));
          },
          [&](const plan::Shift& node) {
            return fmt::format("{} {} {}", in_words(plan, node.by), node.later ? "after" : "before", in_words(plan, node.date));
          },
          [&](const plan::OrElse& node) {
            return fmt::format("{} or else {}", in_words(plan, node.value), in_words(plan, node.otherwise));
          },
          [&](const plan::OneOf& node) {
            std::string codes;
            for (const std::int64_t code : node.codes)
              codes +=
                  (codes.empty() ? "" : ", ") + plan::show_value(types::code(plan.expr(node.value).type.codes), code, plan);
            return fmt::format("{} is one of {{ {} }}", in_words(plan, node.value), codes);
          },
          [&](const plan::LevelIn& node) {
            std::string names;
            const plan::Levels& scheme = plan.levels[plan.expr(node.level).type.levels.index()];
            for (std::size_t i = 0; i < scheme.levels.size() && i < 64; ++i)
              if ((node.levels >> i & 1U) != 0) names += (names.empty() ? "" : ", ") + scheme.levels[i].name;
            return fmt::format("{} is one of {{ {} }}", scheme.name, names);
          },
          [&](const plan::Choose& node) {
            std::string out;
            for (const plan::Choice& choice : node.choices)
              out += (out.empty() ? "" : ", else ") + in_words(plan, choice.value) +
                     (choice.when.exists() ? " where " + in_words(plan, choice.when) : "");
            return out;
          },
          [&](const auto& node) {
            std::string out;
            if constexpr (requires { node.list; }) out = plan.list(node.list).text;
            plan::for_each_operand(plan, id, [&](ExprId part) {
              if (out.empty()) out = in_words(plan, part);
            });
            return out.empty() ? std::string("what it rests on") : out;
          },
      },
      expr.node);
}

}  // namespace

std::string in_words(const plan::Plan& plan, const plan::Type& type, const plan::Constant& constant) {
  if (type.kind == types::Kind::text) return "“" + constant.text + "”";
  return plan::show_value(type, constant.number, plan);
}

std::string in_words(const plan::Plan& plan, ExprId id) {
  if (!id.exists()) return "nothing";
  const std::string& text = plan.expr(id).text;
  return text.empty() ? composed(plan, id) : text;
}

}  // namespace fairstart::difference
