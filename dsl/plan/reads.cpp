// SPDX-License-Identifier: Apache-2.0
#include "dsl/plan/reads.hpp"

#include <set>

#include "dsl/base/overloaded.hpp"

namespace fairstart::plan {
namespace {

class Walk {
 public:
  explicit Walk(const Plan& plan) : plan_(plan) {}

  void expression(ExprId root) {
    if (!root.exists()) return;
    std::vector<ExprId> todo{root};
    while (!todo.empty()) {
      const ExprId id = todo.back();
      todo.pop_back();
      if (!seen_.insert(id.value).second) continue;
      const Expr& expr = plan_.expr(id);
      if (expr.row.exists()) records_.insert(expr.row);
      if (const auto* field = std::get_if<FieldValue>(&expr.node)) fields_.insert(field->field);
      if (const auto* field = std::get_if<Marked>(&expr.node)) fields_.insert(field->field);
      if (const auto* link = std::get_if<OfLink>(&expr.node)) fields_.insert(link->link);
      const ListId list = std::visit(
          [](const auto& node) {
            if constexpr (requires { node.list; })
              return node.list;
            else
              return ListId();
          },
          expr.node);
      if (list.exists()) records_.insert(plan_.list(list).record);
      if (!is_any_level(expr)) for_each_read(plan_, id, [&](ExprId read) { todo.push_back(read); });
    }
  }
  void list(ListId id) {
    if (!id.exists()) return;
    records_.insert(plan_.list(id).record);
    expression(plan_.list(id).member);
  }
  void order(const std::vector<OrderKey>& keys) {
    for (const OrderKey& key : keys) expression(key.value);
  }
  void offer(const Offer& one) {
    if (!one.amounts.empty()) expression(one.tier_level);
    for (const ExprId id : {one.when, one.eligible, one.anchor, one.due_from, one.due_by, one.received, one.received_on,
                            one.amount, one.cost, one.overdue})
      expression(id);
    list(one.met_by);
    for (const LevelAmount& amount : one.amounts) expression(amount.amount);
    row(one.record);
  }
  void row(RecordId record) {
    if (record.exists()) records_.insert(record);
  }
  void indicator(const Indicator& one) {
    list(one.among);
    expression(one.count);
    expression(one.value);
    for (const std::vector<Breakdown>& by : one.by)
      for (const Breakdown& each : by) expression(each.value);
  }
  void field(FieldId id) { fields_.insert(id); }

  // What was read since the last time.
  template <class Thing>
  Reader told(std::string kind, const Thing& thing, std::vector<OutcomeId> serves = {}) {
    Reader out{.kind = std::move(kind), .name = thing.name, .title = thing.title, .serves = std::move(serves)};
    for (const RecordId id : records_)
      if (!plan_.record(id).pairing) out.records.push_back(id);
    out.fields.assign(fields_.begin(), fields_.end());
    seen_.clear();
    fields_.clear();
    records_.clear();
    return out;
  }

 private:
  // What is for every level asks nothing of what levels rest on.
  bool is_any_level(const Expr& expr) const {
    const auto* node = std::get_if<LevelIn>(&expr.node);
    if (node == nullptr) return false;
    const Type& type = plan_.expr(node->level).type;
    const std::size_t levels = type.levels.exists() ? plan_.levels[type.levels.index()].levels.size() : 0;
    return levels > 0 && levels <= 64 && node->levels == (levels == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << levels) - 1);
  }

  const Plan& plan_;
  std::set<std::uint32_t> seen_;
  std::set<FieldId> fields_;
  std::set<RecordId> records_;
};

std::vector<OutcomeId> with(std::vector<OutcomeId> serves, OutcomeId outcome) {
  if (outcome.exists()) serves.insert(serves.begin(), outcome);
  return serves;
}

}  // namespace

std::vector<Reader> readers(const Plan& plan) {
  std::vector<Reader> out;
  Walk walk(plan);
  for (const Levels& one : plan.levels) {
    walk.row(one.record);
    for (const Level& level : one.levels) walk.expression(level.when);
    out.push_back(walk.told(std::string(word_of(one.kind)), one));
  }
  for (const Score& one : plan.scores) {
    walk.row(one.record);
    for (const ScoreItem& item : one.items) {
      walk.expression(item.answer);
      walk.expression(item.count);
    }
    out.push_back(walk.told("score", one));
  }
  for (const Offer& one : plan.offers) {
    if (!one.shown) continue;
    walk.offer(one);
    out.push_back(walk.told("offer", one, one.serves));
  }
  for (const Allocation& one : plan.allocations) {
    if (!one.offer.shown) continue;
    walk.offer(one.offer);
    for (const ExprId id : {one.supply, one.share_by, one.share_place, one.share_weight, one.waiting_since, one.met_on})
      walk.expression(id);
    walk.order(one.order);
    out.push_back(walk.told("allocation", one.offer, one.offer.serves));
  }
  for (const Register& one : plan.registers) {
    if (!one.shown) continue;
    walk.row(one.record);
    for (const ExprId id : {one.when, one.eligible, one.show_names, one.per}) walk.expression(id);
    walk.order(one.order);
    for (const ShownItem& item : one.shows) walk.expression(item.value);
    out.push_back(walk.told("list", one));
  }
  for (const Indicator& one : plan.indicators) {
    if (!one.shown || one.what == What::published) continue;
    walk.indicator(one);
    out.push_back(walk.told("indicator", one, with(one.serves, one.outcome)));
  }
  for (const Spread& one : plan.spreads) {
    if (!one.shown || !one.of.exists() || plan.indicators[one.of.index()].what == What::published) continue;
    walk.indicator(plan.indicators[one.of.index()]);
    walk.expression(one.over.value);
    for (const std::optional<Side>* side : {&one.a, &one.b})
      if (*side) walk.expression((*side)->among);
    out.push_back(walk.told(std::string(word_of(one.kind)), one, with({}, one.outcome)));
  }
  for (const Incentive& one : plan.incentives) {
    if (!one.shown) continue;
    walk.expression(one.pays);
    walk.list(one.each);
    if (one.indicator.exists()) walk.indicator(plan.indicators[one.indicator.index()]);
    out.push_back(walk.told("incentive", one, one.serves));
  }
  for (const Guarantee& one : plan.guarantees) {
    walk.row(one.record);
    walk.expression(one.holds);
    walk.expression(one.value);
    for (const Flip& flip : one.flips) {
      if (flip.definition.exists()) walk.expression(plan.definitions[flip.definition.index()].meaning);
      if (flip.field.exists()) walk.field(flip.field);
    }
    out.push_back(walk.told("guarantee", one));
  }
  return out;
}

std::vector<RecordRead> records_read(const Plan& plan) {
  std::set<FieldId> fields;
  std::set<RecordId> records;
  for (const Reader& reader : readers(plan)) {
    fields.insert(reader.fields.begin(), reader.fields.end());
    records.insert(reader.records.begin(), reader.records.end());
  }
  for (const FieldId field : fields) records.insert(plan.field(field).record);
  if (plan.family.exists()) records.insert(plan.family);
  for (const RecordId record : std::vector<RecordId>(records.begin(), records.end()))
    for (RecordId owner = plan.record(record).owner; owner.exists(); owner = plan.record(owner).owner) records.insert(owner);
  std::vector<RecordRead> out;
  for (const RecordId id : records) {
    const Record& record = plan.record(id);
    if (record.pairing) continue;
    RecordRead read{id, {}};
    for (const FieldId field : record.fields) {
      const std::string& name = plan.field(field).name;
      if (fields.contains(field) || field == record.date || name == "imd-quintile" || name == "imd-decile")
        read.fields.push_back(field);
    }
    out.push_back(std::move(read));
  }
  return out;
}

}  // namespace fairstart::plan
