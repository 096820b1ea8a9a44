// SPDX-License-Identifier: Apache-2.0
#include "engine/examples/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/examples/examples.hpp"
#include "engine/exec/program.hpp"

namespace fairstart::examples {
namespace {

using plan::ExprId;
using plan::RoleId;

template <class Node>
concept ReadsList = requires(const Node& node) { node.list; };

// The role whose rows an operand is about: below a list, the list's.
RoleId role_of_operand(const plan::Plan& plan, const plan::Expr& user, ExprId operand, RoleId role) {
  const plan::RecordId row = plan.expr(operand).row;
  const plan::ListId list = std::visit(
      [](const auto& node) {
        if constexpr (ReadsList<std::decay_t<decltype(node)>>) return node.list;
        return plan::ListId();
      },
      user.node);
  if (list.exists() && row == plan.list(list).record) return plan.list(list).role;
  return row == user.row ? role : RoleId();
}

template <class... Kinds>
bool is_any_of(const plan::Node& node) {
  return (std::holds_alternative<Kinds>(node) || ...);
}

// What is not one is made of tests, is said elsewhere (a definition's own meaning), or asks nothing.
bool is_test(const plan::Node& node) {
  return !is_any_of<plan::And, plan::Or, plan::Not, plan::Constant, plan::DefinitionValue, plan::OfOwner, plan::OfListed,
                    plan::RoleTest>(node);
}

const plan::Compare* ordered(const plan::Plan& plan, ExprId id) {
  const auto* node = std::get_if<plan::Compare>(&plan.expr(id).node);
  if (node == nullptr || node->comparison == plan::Comparison::is || node->comparison == plan::Comparison::is_not)
    return nullptr;
  const types::Kind kind = plan.expr(node->left).type.kind;
  return kind == types::Kind::number || kind == types::Kind::date ? node : nullptr;
}

void nearest(std::optional<std::int64_t>& so_far, std::int64_t by) {
  if (!so_far || by < *so_far) so_far = by;
}

}  // namespace

Coverage::Coverage(const plan::Plan& plan, base::FileId file) : plan_(plan), file_(file), open_(plan.exprs.size(), 0) {
  const auto ours = [&](base::Span span) { return span.file == file_; };
  for (const plan::Definition& one : plan.definitions)
    if (ours(one.span)) conditions_of(one.meaning, one.role, "define " + one.name);
  for (const plan::Score& one : plan.scores)
    for (const plan::ScoreItem& item : one.items) {
      if (!ours(item.span)) continue;
      conditions_of(item.answer, one.role, "score " + one.name);
      conditions_of(item.count, one.role, "score " + one.name);
    }
  for (const plan::Levels& one : plan.levels)
    for (const plan::Level& level : one.levels) conditions_of(level.when, one.role, one.name + ' ' + level.name);
  for (const plan::Offer& one : plan.offers) conditions_of(one.when, one.role, "offer " + one.name);
  for (const plan::Allocation& one : plan.allocations)
    conditions_of(one.offer.when, one.offer.role, "allocation " + one.offer.name);
  for (const plan::Register& one : plan.registers) conditions_of(one.when, one.role, "list " + one.name);
  sort();
}

void Coverage::conditions_of(ExprId whole, RoleId role, const std::string& where) {
  if (whole.exists()) walk(whole, role, where, true);
}

// What lies in another file is that file's to test, but what it reads may lie in this one.
void Coverage::walk(ExprId id, RoleId role, const std::string& where, bool whole) {
  if (!walked_.emplace(std::pair(id.value, role.value), true).second) return;
  const plan::Expr& expr = plan_.expr(id);
  note(id, role, where, whole);
  plan::for_each_operand(plan_, id,
                         [&](ExprId operand) { walk(operand, role_of_operand(plan_, expr, operand, role), where, false); });
}

void Coverage::note(ExprId id, RoleId role, const std::string& where, bool whole) {
  const plan::Expr& expr = plan_.expr(id);
  if (expr.span.file != file_ || expr.text.empty() || expr.type.kind != types::Kind::yes_no) return;
  // The checker adds these in its own words: nobody wrote them.
  if (expr.text == "alive" || expr.text == "born by then") return;
  const std::pair place(expr.span.begin, expr.span.end);
  if (is_any_of<plan::Constant>(expr.node) || !(whole || is_test(expr.node))) return;
  const auto [at, fresh] = by_place_.emplace(place, conditions_.size());
  if (fresh)
    conditions_.push_back({.span = expr.span, .text = expr.text, .where = where, .can_be_unknown = can_be_unknown(id)});
  answers_.push_back({id, role, at->second});
  if (ordered(plan_, id) == nullptr) return;
  const auto [limit, new_limit] = threshold_by_place_.emplace(place, thresholds_.size());
  const auto& node = std::get<plan::Compare>(expr.node);
  if (new_limit)
    thresholds_.push_back({.span = expr.span, .text = expr.text, .where = where, .type = plan_.expr(node.left).type});
  comparisons_.push_back({id, role, limit->second});
}

// Whether some records leave it open. A list may lack rows, but in an example it is complete: only its rows' facts count.
bool Coverage::can_be_unknown(ExprId id) {
  if (!id.exists()) return false;
  if (open_[id.index()] != 0) return open_[id.index()] == 1;
  const plan::Node& node = plan_.expr(id).node;
  bool open = is_any_of<plan::FieldValue, plan::MissingValue, plan::OfLink, plan::Marked, plan::Pick>(node);
  if (const auto* summary = std::get_if<plan::Summarise>(&node)) open = summary->summary != plan::Summary::sum;
  if (const auto* either = std::get_if<plan::OrElse>(&node)) {
    open = can_be_unknown(either->otherwise);
  } else if (!open && !is_any_of<plan::IsKnown, plan::IsMissing, plan::CountsAs>(node)) {
    plan::for_each_read(plan_, id, [&](ExprId operand) { open = open || can_be_unknown(operand); });
  }
  open_[id.index()] = open ? 1 : 2;
  return open;
}

void Coverage::sort() {
  const auto arrange = [](auto& things, std::vector<Site>& sites) {
    std::vector<std::size_t> order(things.size()), now(things.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(things[a].span.begin, things[a].span.end) < std::pair(things[b].span.begin, things[b].span.end);
    });
    std::decay_t<decltype(things)> sorted;
    for (std::size_t i = 0; i < order.size(); ++i) {
      now[order[i]] = i;
      sorted.push_back(std::move(things[order[i]]));
    }
    things = std::move(sorted);
    for (Site& site : sites) site.at = now[site.at];
  };
  arrange(conditions_, answers_);
  arrange(thresholds_, comparisons_);
}

bool Coverage::counts(const column::Evaluated& evaluated, const Site& site, column::Row row) const {
  if (!site.role.exists()) return true;
  const plan::Role& role = plan_.roles[site.role.index()];
  if (!role.where.exists() || plan_.expr(role.where).row != plan_.expr(site.expr).row) return true;
  return evaluated.answer(plan_, role.where, row) != column::no;
}

void Coverage::see(const plan::Example& example) {
  const column::Database database = records_of(plan_, example);
  const column::Clock clock{example.as_at, example.as_at, example.as_at};
  std::vector<ExprId> wanted;
  for (const std::vector<Site>* sites : {&answers_, &comparisons_})
    for (const Site& site : *sites) {
      wanted.push_back(site.expr);
      if (site.role.exists() && plan_.roles[site.role.index()].where.exists())
        wanted.push_back(plan_.roles[site.role.index()].where);
    }
  for (const Site& site : comparisons_) {
    const auto& node = std::get<plan::Compare>(plan_.expr(site.expr).node);
    wanted.insert(wanted.end(), {node.left, node.right});
  }
  const exec::Program program(database, clock, wanted);
  column::Evaluated evaluated;
  const auto families = static_cast<column::Row>(plan_.family.exists() ? database.table(plan_.family).rows : 0);
  program.run(column::chunk_of_families(database, 0, families), evaluated);
  const auto for_rows = [&](const Site& site, const auto& visit) {
    const plan::RecordId record = plan_.expr(site.expr).row;
    if (!record.exists()) return visit(column::Row{0});
    const column::Rows rows = evaluated.chunk.rows[record.index()];
    for (column::Row row = rows.begin; row < rows.end; ++row)
      if (counts(evaluated, site, row)) visit(row);
  };
  for (const Site& site : answers_)
    for_rows(site, [&](column::Row row) {
      const column::Answer answer = evaluated.answer(plan_, site.expr, row);
      Condition& condition = conditions_[site.at];
      (answer == column::yes ? condition.yes : answer == column::no ? condition.no : condition.unknown) = true;
    });
  for (const Site& site : comparisons_)
    for_rows(site, [&](column::Row row) {
      const auto& node = std::get<plan::Compare>(plan_.expr(site.expr).node);
      const column::Interval left = evaluated.interval(plan_, node.left, row),
                             right = evaluated.interval(plan_, node.right, row);
      if (!left.known() || !right.known()) return;
      std::int64_t by = 0;
      if (__builtin_sub_overflow(std::max(left.lo, right.lo), std::min(left.lo, right.lo), &by)) return;
      Threshold& threshold = thresholds_[site.at];
      nearest(evaluated.answer(plan_, site.expr, row) == column::yes ? threshold.met : threshold.not_met, by);
    });
}

Share share(const std::vector<Condition>& conditions) {
  Share out;
  for (const Condition& condition : conditions) {
    out.seen += condition.seen();
    out.of += condition.states();
  }
  return out;
}

std::string distance(const plan::Plan& plan, const Threshold& threshold, std::int64_t by) {
  if (threshold.type.kind == types::Kind::date) return fmt::format("{} day{}", by, by == 1 ? "" : "s");
  return plan::show_value(threshold.type, by, plan);
}

}  // namespace fairstart::examples
