// SPDX-License-Identifier: Apache-2.0
#include "dsl/difference/canonical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "dsl/base/overloaded.hpp"

namespace fairstart::difference {

using base::overloaded;
using plan::ExprId;
using plan::ListId;

namespace {

template <class Node>
const Node* node_as(const plan::Plan& plan, ExprId id) {
  return id.exists() ? std::get_if<Node>(&plan.expr(id).node) : nullptr;
}

template <class Node>
void add_operands(const plan::Plan& plan, const Node& node, std::vector<ExprId>& out) {
  for (const ExprId id : node.answers) {
    if (const Node* inner = node_as<Node>(plan, id))
      add_operands(plan, *inner, out);
    else
      out.push_back(id);
  }
}

// A set of levels as "from X on" or "up to X" where it is one: another level above changes nothing of what is asked.
std::string level_set(const plan::Levels& scheme, std::uint64_t bits) {
  const std::size_t count = scheme.levels.size();
  const std::uint64_t all = count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
  bits &= all;
  if (bits == 0) return "none";
  if (bits == all) return "every";
  const auto lowest = static_cast<std::size_t>(std::countr_zero(bits));
  const auto highest = static_cast<std::size_t>(63 - std::countl_zero(bits));
  const bool run = std::popcount(bits) == static_cast<int>(highest - lowest + 1);
  if (scheme.kind == plan::LevelsKind::tiers && run && highest + 1 == count) return "from " + scheme.levels[lowest].name;
  if (scheme.kind == plan::LevelsKind::tiers && run && lowest == 0) return "up to " + scheme.levels[highest].name;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i)
    if ((bits >> i & 1U) != 0) names.push_back(scheme.levels[i].name);
  std::sort(names.begin(), names.end());
  return fmt::format("{}", fmt::join(names, " "));
}

std::string base_of(const plan::Plan& plan, const types::Base& base) {
  return base.measure == types::Measure::unit ? "unit " + plan.units[base.unit.index()].singular
                                              : std::to_string(static_cast<int>(base.measure));
}

}  // namespace

std::vector<ExprId> flat_operands(const plan::Plan& plan, ExprId id) {
  std::vector<ExprId> out;
  if (const auto* all = node_as<plan::And>(plan, id)) add_operands(plan, *all, out);
  if (const auto* some = node_as<plan::Or>(plan, id)) add_operands(plan, *some, out);
  return out;
}

Canonical::Canonical(const plan::Plan& plan) : plan_(plan), known_(plan.exprs.size()) {}

const std::string& Canonical::of(ExprId id) {
  static const std::string none = "-";
  if (!id.exists()) return none;
  std::string& known = known_[id.index()];
  if (known.empty()) known = written(plan_.expr(id));
  return known_[id.index()];
}

std::string Canonical::record(plan::RecordId id) const {
  if (!id.exists()) return "-";
  const plan::Record& record = plan_.record(id);
  if (!record.pairing) return record.name;
  return fmt::format("<{} sees {}{} under {}>", this->record(record.pairing->viewer),
                     record.pairing->others_only ? "other " : "", this->record(record.pairing->listed),
                     this->record(record.pairing->scope));
}

// Weeks are days and years are months here: what a number is shown in changes no answer.
std::string Canonical::type(const plan::Type& type) const {
  std::string out = std::to_string(static_cast<int>(type.kind));
  if (type.kind == types::Kind::number) out += (type.whole ? " whole " : " ") + base_of(plan_, type.base);
  if (type.per) out += " per " + base_of(plan_, *type.per);
  if (type.codes.exists()) out += ' ' + plan_.code_lists[type.codes.index()].name;
  if (type.levels.exists()) out += ' ' + plan_.levels[type.levels.index()].name;
  if (type.record.exists()) out += ' ' + record(type.record);
  return out;
}

std::string Canonical::constant(const plan::Type& type, const plan::Constant& constant) const {
  switch (type.kind) {
    case types::Kind::text: return fmt::format("\"{}\"", constant.text);
    case types::Kind::code:
    case types::Kind::codes:
    case types::Kind::levels:
    case types::Kind::groups: return "`" + plan::show_value(type, constant.number, plan_);
    case types::Kind::number: {
      std::string unit = base_of(plan_, type.base);
      if (type.per) unit += "/" + base_of(plan_, *type.per);
      return fmt::format("{}#{}", constant.number, unit);
    }
    case types::Kind::unknown:
    case types::Kind::yes_no:
    case types::Kind::date:
    case types::Kind::link: break;
  }
  return fmt::format("{}:{}", static_cast<int>(type.kind), constant.number);
}

std::string Canonical::sorted(std::string_view head, std::vector<std::string> parts) const {
  std::sort(parts.begin(), parts.end());
  return fmt::format("({} {})", head, fmt::join(parts, " "));
}

template <class Node>
void Canonical::flatten(ExprId id, std::vector<std::string>& parts) {
  if (const Node* inner = node_as<Node>(plan_, id)) {
    for (const ExprId part : inner->answers) flatten<Node>(part, parts);
  } else {
    parts.push_back(of(id));
  }
}

std::string Canonical::of(ListId id) {
  if (!id.exists()) return "-";
  const plan::List& list = plan_.list(id);
  std::vector<std::string> members;
  flatten<plan::And>(list.member, members);
  std::string out =
      fmt::format("[{} under {} as {} {}", record(list.record), record(list.scope),
                  list.role.exists() ? plan_.roles[list.role.index()].name : "-", sorted("and", std::move(members)));
  if (list.within_days) out += fmt::format(" {}d", *list.within_days);
  if (list.within_months) out += fmt::format(" {}m", *list.within_months);
  return out + (list.in_period ? " in period]" : "]");
}

std::string Canonical::written(const plan::Expr& expr) {
  const auto all_of = [&](const std::vector<ExprId>& ids) {
    std::vector<std::string> parts;
    for (const ExprId id : ids) parts.push_back(of(id));
    return parts;
  };
  const auto codes = [&](const plan::Type& of_type, const std::vector<std::int64_t>& of) {
    std::vector<std::string> names;
    for (const std::int64_t code : of) names.push_back(plan::show_value(types::code(of_type.codes), code, plan_));
    return sorted("codes", std::move(names));
  };
  return std::visit(
      overloaded{
          [&](const plan::Constant& node) { return constant(expr.type, node); },
          [&](const plan::MissingValue& node) { return fmt::format("missing{}", static_cast<int>(node.why)); },
          [&](const plan::AsAt&) { return std::string("as-at"); },
          [&](const plan::PeriodStart&) { return std::string("period-start"); },
          [&](const plan::PeriodEnd&) { return std::string("period-end"); },
          [&](const plan::ParameterValue& node) { return "$" + plan_.parameters[node.parameter.index()].name; },
          [&](const plan::FieldValue& node) {
            return fmt::format("{}.{}", record(plan_.field(node.field).record), plan_.field(node.field).name);
          },
          [&](const plan::OfOwner& node) {
            return fmt::format("(of {} {})", record(plan_.expr(node.value).row), of(node.value));
          },
          [&](const plan::OfListed& node) { return fmt::format("(listed {})", of(node.value)); },
          [&](const plan::OfLink& node) {
            return fmt::format("(link {}.{} {})", record(plan_.field(node.link).record), plan_.field(node.link).name,
                               of(node.value));
          },
          [&](const plan::Marked& node) {
            return "(marked " + (node.field.exists() ? plan_.field(node.field).name : std::string("-")) + ')';
          },
          [&](const plan::RoleTest& node) { return fmt::format("role.{}", plan_.roles[node.role.index()].name); },
          [&](const plan::DefinitionValue& node) {
            return fmt::format("define.{}", plan_.definitions[node.definition.index()].name);
          },
          [&](const plan::ScoreValue& node) { return fmt::format("score.{}", plan_.scores[node.score.index()].name); },
          [&](const plan::LevelValue& node) { return fmt::format("level.{}", plan_.levels[node.levels.index()].name); },
          [&](const plan::Not& node) { return fmt::format("(not {})", of(node.answer)); },
          [&](const plan::And& node) {
            std::vector<std::string> parts;
            for (const ExprId id : node.answers) flatten<plan::And>(id, parts);
            return sorted("and", std::move(parts));
          },
          [&](const plan::Or& node) {
            std::vector<std::string> parts;
            for (const ExprId id : node.answers) flatten<plan::Or>(id, parts);
            return sorted("or", std::move(parts));
          },
          [&](const plan::CountOfSet& node) { return sorted("count", all_of(node.answers)); },
          [&](const plan::CountsAs& node) { return fmt::format("(as-{} {})", node.yes, of(node.answer)); },
          [&](const plan::Compare& node) {
            return fmt::format("(cmp{} {} {})", static_cast<int>(node.comparison), of(node.left), of(node.right));
          },
          [&](const plan::OneOf& node) {
            return fmt::format("(one-of {} {})", of(node.value), codes(plan_.expr(node.value).type, node.codes));
          },
          [&](const plan::Includes& node) {
            return fmt::format("(includes {} {})", of(node.value), codes(plan_.expr(node.value).type, node.codes));
          },
          [&](const plan::LevelIn& node) {
            const plan::Type& type = plan_.expr(node.level).type;
            return fmt::format("(level-in {} {})", of(node.level), level_set(plan_.levels[type.levels.index()], node.levels));
          },
          [&](const plan::IsKnown& node) { return fmt::format("(known {})", of(node.value)); },
          [&](const plan::IsMissing& node) {
            return fmt::format("(missing{} {})", static_cast<int>(node.why), of(node.value));
          },
          [&](const plan::OrElse& node) { return fmt::format("(else {} {})", of(node.value), of(node.otherwise)); },
          [&](const plan::Arithmetic& node) {
            return fmt::format("(op{} {} {})", static_cast<int>(node.operation), of(node.left), of(node.right));
          },
          [&](const plan::Negate& node) { return fmt::format("(minus {})", of(node.value)); },
          [&](const plan::Shift& node) {
            return fmt::format("(shift {} {} {} {})", node.later, static_cast<int>(node.rounding), of(node.date), of(node.by));
          },
          [&](const plan::Elapsed& node) {
            return fmt::format("(elapsed {} {} {})", static_cast<int>(node.unit), of(node.from), of(node.to));
          },
          [&](const plan::Extreme& node) { return sorted(node.highest ? "highest" : "lowest", all_of(node.values)); },
          [&](const plan::Rescale& node) {
            return fmt::format("(scale {} {} {})", node.multiply, node.divide, of(node.value));
          },
          [&](const plan::NextDay& node) {
            return fmt::format("(next {} {})", plan_.calendars[node.calendar.index()].name, of(node.after));
          },
          [&](const plan::Choose& node) {
            std::string out = "(choose";
            for (const plan::Choice& choice : node.choices) out += fmt::format(" {{{} {}}}", of(choice.when), of(choice.value));
            return out + ')';
          },
          [&](const plan::Any& node) { return fmt::format("(any {})", of(node.list)); },
          [&](const plan::Every& node) { return fmt::format("(every {} {})", of(node.list), of(node.claim)); },
          [&](const plan::Count& node) { return fmt::format("(rows {})", of(node.list)); },
          [&](const plan::CountDifferent& node) { return fmt::format("(different {} {})", of(node.list), of(node.value)); },
          [&](const plan::Ranked& node) {
            return fmt::format("(ranked {} {} {} {})", node.latest, node.count, of(node.list), of(node.order));
          },
          [&](const plan::Summarise& node) {
            return fmt::format("(sum{} {} {})", static_cast<int>(node.summary), of(node.list), of(node.value));
          },
          [&](const plan::Pick& node) {
            return fmt::format("(pick{} {} {} {})", static_cast<int>(node.which), of(node.list), of(node.order),
                               of(node.value));
          },
      },
      expr.node);
}

}  // namespace fairstart::difference
