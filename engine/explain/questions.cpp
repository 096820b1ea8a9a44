// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/questions.hpp"

#include <algorithm>
#include <set>

#include "dsl/base/decimal.hpp"
#include "dsl/base/overloaded.hpp"

namespace fairstart::explain {
namespace {

using base::overloaded;

bool is_answer(const plan::Expr& expr) { return expr.type.kind == types::Kind::yes_no; }

}  // namespace

Questions::Questions(const column::Database& database, const column::Clock& clock)
    : database_(&database),
      clock_(clock),
      asker_(database, clock),
      open_(column::open_lists(database, clock.as_at, clock.period_from, clock.period_to)),
      turns_(std::make_unique<std::atomic<Turns>[]>(database.plan->exprs.size())) {
  const plan::Plan& plan = *database.plan;
  for (const plan::List& list : plan.lists) lists_.push_back(rows_of(list));
  questions_.reserve(plan.exprs.size());
  for (const plan::Expr& expr : plan.exprs) questions_.push_back(question_of(expr));
  for (const plan::Score& score : plan.scores) scores_.push_back(score_of(score));
  find_sources();
  find_columns();
}

void Questions::find_sources() {
  constexpr int most_steps = 1'000;
  sources_.resize(questions_.size());
  for (std::size_t id = 0; id < questions_.size(); ++id) {
    auto at = static_cast<std::uint32_t>(id);
    for (int steps = 0; steps < most_steps; ++steps) {
      const Question& question = questions_[at];
      if (question.way != Way::same && question.way != Way::definition) break;
      const std::uint32_t operand = *operands(question);
      if (questions_[operand].record != question.record) break;
      at = operand;
    }
    sources_[id] = at;
  }
}

// Operands come before what they are operands of, but for definitions: so a few passes find nearly all. What they do not find,
// or what lies too deep, is walked row by row.
void Questions::find_columns() {
  constexpr int passes = 4;
  constexpr std::uint16_t deepest = 100;
  in_columns_.resize(questions_.size());
  std::vector<std::uint16_t> depths(questions_.size());
  const auto take = [&](std::uint32_t operand, std::uint16_t& depth) {
    const std::uint32_t source = sources_[operand];
    depth = std::max(depth, depths[source]);
    return in_columns_[source];
  };
  for (int pass = 0; pass < passes; ++pass) {
    for (std::size_t id = 0; id < questions_.size(); ++id) {
      const Question& question = questions_[id];
      if (sources_[id] != id || in_columns_[id]) continue;
      std::uint16_t depth = 0;
      bool all = true;
      switch (question.way) {
        case Way::field: break;
        case Way::condition: all = question.holder == plan::RecordId(question.record); break;
        case Way::parts:
          for (std::uint32_t i = 0; i < question.count; ++i) {
            const std::uint32_t operand = operands(question)[i];
            all = all && (questions_[operand].record == Question::none || take(operand, depth));
          }
          break;
        case Way::any: all = lists_[question.list].member != Question::none && take(lists_[question.list].member, depth); break;
        default: all = false;
      }
      if (!all || depth >= deepest) continue;
      in_columns_[id] = true;
      depths[id] = static_cast<std::uint16_t>(depth + 1);
    }
  }
}

void Questions::add_operand(Question& out, plan::ExprId id) {
  if (out.count == 0) out.first = static_cast<std::uint32_t>(operands_.size());
  operands_.push_back(static_cast<std::uint32_t>(id.index()));
  ++out.count;
}

// A value that no row changes and that is certainly there: constants, dates of the run, parameters in force.
bool Questions::same_for_all(plan::ExprId id) const {
  const plan::Plan& plan = *database_->plan;
  const plan::Expr& expr = plan.expr(id);
  if (expr.row.exists() || is_answer(expr)) return false;
  if (const auto* parameter = std::get_if<plan::ParameterValue>(&expr.node))
    return plan.parameters[parameter->parameter.index()].in_force(clock_.as_at) != nullptr;
  return std::holds_alternative<plan::Constant>(expr.node) || std::holds_alternative<plan::AsAt>(expr.node) ||
         std::holds_alternative<plan::PeriodStart>(expr.node) || std::holds_alternative<plan::PeriodEnd>(expr.node);
}

// Whether all that the expression rests on is one field, met once, and what is the same for all rows. `record`: of its rows.
bool Questions::one_field(plan::ExprId id, plan::RecordId record, Question& out, int& budget) const {
  const plan::Plan& plan = *database_->plan;
  if (--budget < 0) return false;  // definitions of definitions may come to the same one very often
  if (same_for_all(id)) return true;
  const plan::Expr& expr = plan.expr(id);
  const auto all = [&](std::initializer_list<plan::ExprId> ids) {
    return std::all_of(ids.begin(), ids.end(), [&](plan::ExprId each) { return one_field(each, record, out, budget); });
  };
  return std::visit(
      overloaded{
          [&](const plan::FieldValue& node) {
            const plan::Field& declared = plan.field(node.field);
            if (out.field.exists() || declared.record != record) return false;
            if (declared.type.kind == types::Kind::link) return false;
            out.field = node.field;
            out.holder = declared.record;
            return true;
          },
          [&](const plan::OfOwner& node) {
            const plan::RecordId owner = plan.expr(node.value).row;
            return owner.exists() && one_field(node.value, owner, out, budget);
          },
          [&](const plan::DefinitionValue& node) { return all({plan.definitions[node.definition.index()].meaning}); },
          [&](const plan::Compare& node) {
            return all({node.left, node.right});
          },
          [&](const plan::OneOf& node) { return all({node.value}); },
          [&](const plan::Includes& node) { return all({node.value}); },
          [&](const plan::Arithmetic& node) {
            return all({node.left, node.right});
          },
          [&](const plan::Negate& node) { return all({node.value}); },
          [&](const plan::Rescale& node) { return all({node.value}); },
          [&](const plan::Shift& node) {
            return all({node.date, node.by});
          },
          [&](const plan::Elapsed& node) {
            return all({node.from, node.to});
          },
          [&](const plan::NextDay& node) { return all({node.after}); },
          [](const auto&) { return false; },
      },
      expr.node);
}

void Questions::compare(const plan::Expr& expr, const plan::Compare& node, Question& out) {
  const plan::Plan& plan = *database_->plan;
  out.comparison = node.comparison;
  out.number_left = same_for_all(node.left);
  const plan::ExprId number = out.number_left ? node.left : node.right, counted = out.number_left ? node.right : node.left;
  if (!same_for_all(number)) return;
  const plan::Expr& what = plan.expr(counted);
  if (what.row != expr.row) return;
  if (const auto* set = std::get_if<plan::CountOfSet>(&what.node)) {
    for (const plan::ExprId answer : set->answers) add_operand(out, answer);
    out.way = Way::count_of_set;
  } else if (const auto* count = std::get_if<plan::Count>(&what.node)) {
    if (!lists_[count->list.index()].seen || lists_[count->list.index()].scope != expr.row) return;
    out.list = static_cast<std::uint32_t>(count->list.index());
    out.way = Way::count;
  }
  out.number = static_cast<std::uint32_t>(number.index());
  if (const auto* written = std::get_if<plan::Constant>(&plan.expr(number).node)) out.constant = written->number;
}

Question Questions::question_of(const plan::Expr& expr) {
  const plan::Plan& plan = *database_->plan;
  Question out;
  if (expr.row.exists()) out.record = static_cast<std::uint32_t>(expr.row.index());
  if (!expr.row.exists() || !is_answer(expr)) return out;
  const auto in = [&](Way way, const std::vector<plan::ExprId>& operands) {
    out.way = way;
    for (const plan::ExprId id : operands) add_operand(out, id);
  };
  const auto in_list = [&](Way way, plan::ListId list) {
    if (!lists_[list.index()].seen || lists_[list.index()].scope != expr.row) return;
    out.way = way;
    out.list = static_cast<std::uint32_t>(list.index());
  };
  std::visit(
      overloaded{
          [&](const plan::FieldValue& node) {
            if (plan.field(node.field).record != expr.row) return;
            out.way = Way::field;
            out.holder = expr.row;
            out.field = node.field;
          },
          [&](const plan::Not& node) { in(Way::same, {node.answer}); },
          [&](const plan::And& node) { in(Way::parts, node.answers); },
          [&](const plan::Or& node) { in(Way::parts, node.answers); },
          [&](const plan::DefinitionValue& node) { in(Way::definition, {plan.definitions[node.definition.index()].meaning}); },
          [&](const plan::RoleTest& node) {
            const plan::Role& role = plan.roles[node.role.index()];
            // A row of an example is in the role that it was made under.
            if (!role.where.exists() || !database_->table(role.record).made_as.empty()) return;
            in(Way::same, {role.where});
          },
          [&](const plan::OfOwner& node) {
            out.holder = plan.expr(node.value).row;
            if (out.holder.exists()) in(Way::owner, {node.value});
          },
          [&](const plan::Any& node) { in_list(Way::any, node.list); },
          [&](const plan::Every& node) {
            in_list(Way::every, node.list);
            add_operand(out, node.claim);
          },
          [&](const plan::Compare& node) { compare(expr, node, out); },
          [](const auto&) {},
      },
      expr.node);
  if (out.way != Way::other) return out;
  Question condition;
  condition.record = out.record;
  const bool compares = std::holds_alternative<plan::Compare>(expr.node) || std::holds_alternative<plan::OneOf>(expr.node) ||
                        std::holds_alternative<plan::Includes>(expr.node);
  const plan::ExprId id(static_cast<std::size_t>(&expr - plan.exprs.data()));
  int budget = 100;
  if (!compares || !one_field(id, expr.row, condition, budget) || !condition.field.exists()) return out;
  condition.way = Way::condition;
  return condition;
}

ListRows Questions::rows_of(const plan::List& list) const {
  const plan::Plan& plan = *database_->plan;
  ListRows out;
  out.scope = list.scope;
  out.record = list.record;
  if (!list.scope.exists() || list.record == list.scope) return out;
  if (plan.family.exists() && list.scope != plan.family && plan.belongs_under(plan.family, list.scope)) return out;
  if (list.member.exists()) out.member = static_cast<std::uint32_t>(list.member.index());
  bool perhaps = false;
  for (plan::RecordId at = list.record; at != list.scope; at = plan.record(at).owner) {
    // Pairs stand for other rows; rows that nothing groups cannot be walked.
    if (!at.exists() || plan.record(at).pairing || database_->table(at).first.empty()) return out;
    const column::Table& table = database_->table(at);
    perhaps = perhaps || table.partial || !table.open_owners.empty();
    out.steps.push_back(&table.first);
  }
  std::reverse(out.steps.begin(), out.steps.end());
  const auto index = static_cast<std::size_t>(&list - plan.lists.data());
  const bool always = index < open_.size() && open_[index];
  out.open = always ? ListRows::Open::always : perhaps ? ListRows::Open::perhaps : ListRows::Open::never;
  out.seen = true;
  return out;
}

ScoreQuestion Questions::score_of(const plan::Score& score) const {
  constexpr std::int64_t most_points = 1'000'000 * base::million;
  ScoreQuestion out;
  out.simple = score.items.size() <= 1'000;
  for (const plan::ScoreItem& item : score.items) {
    const std::int64_t limit = item.up_to.value_or(column::no_upper);
    ScoreQuestion::Part part;
    part.counts = !item.answer.exists();
    part.expr = static_cast<std::uint32_t>((part.counts ? item.count : item.answer).index());
    part.points = item.points;
    part.most = limit;
    if (!part.counts) part.points = item.points >= 0 ? std::min(item.points, limit) : std::max(item.points, -limit);
    out.simple = out.simple && part.points <= most_points && part.points >= -most_points && limit >= 0;
    out.parts.push_back(part);
  }
  const plan::Plan& plan = *database_->plan;
  std::set<std::uint32_t> meanings;
  for (ScoreQuestion::Part& part : out.parts) {
    if (part.counts || part.points == 0 || plan.expr(plan::ExprId{part.expr}).row != score.record) continue;
    if (questions_[part.expr].way != Way::definition) continue;
    part.meaning = *operands(questions_[part.expr]);
    meanings.insert(part.meaning);
    out.answers.push_back(plan::ExprId{part.expr});
  }
  out.of_definitions = meanings.size() == out.parts.size();
  return out;
}

}  // namespace fairstart::explain
