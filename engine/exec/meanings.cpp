// SPDX-License-Identifier: Apache-2.0
#include "engine/exec/meanings.hpp"

#include "dsl/base/overloaded.hpp"
#include "engine/exec/shape.hpp"

namespace fairstart::exec {
namespace {

using base::overloaded;

// Numbers, each in eight bytes.
class Key {
 public:
  explicit Key(std::string& out) : out_(out) {}
  void put(std::uint64_t number) { out_.append(reinterpret_cast<const char*>(&number), sizeof number); }
  void put(std::int64_t number) { put(static_cast<std::uint64_t>(number)); }
  void put(const std::vector<std::int64_t>& numbers) {
    put(std::uint64_t{numbers.size()});
    for (const std::int64_t number : numbers) put(number);
  }
  template <class Tag>
  void put(base::Id<Tag> id) {
    put(std::uint64_t{id.value});
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void put(Enum value) {
    put(static_cast<std::uint64_t>(value));
  }
  void put(bool value) { put(std::uint64_t{value ? 1U : 0U}); }

 private:
  std::string& out_;
};

}  // namespace

Meanings::Meanings(const column::Database& database, Groupings& groupings)
    : database_(database), plan_(*database.plan), groupings_(groupings), same_(plan_.exprs.size()) {}

plan::ExprId Meanings::add(plan::ExprId id) {
  plan::ExprId& same = same_[id.index()];
  same = another_name_of(id);
  if (same.exists()) return same;
  write_key(id);
  same = by_key_.try_emplace(key_, id).first->second;
  return same;
}

plan::ExprId Meanings::another_name_of(plan::ExprId id) const {
  const plan::Expr& expr = plan_.expr(id);
  plan::ExprId named;
  if (const auto* definition = std::get_if<plan::DefinitionValue>(&expr.node)) {
    named = plan_.definitions[definition->definition.index()].meaning;
  } else if (const auto* role = std::get_if<plan::RoleTest>(&expr.node)) {
    const plan::Role& declared = plan_.roles[role->role.index()];
    if (database_.table(declared.record).made_as.empty()) named = declared.where;
  } else if (const auto* owner = std::get_if<plan::OfOwner>(&expr.node)) {
    named = owner->value;  // of the row itself, as far as a rule may say so
  } else if (const auto* all = std::get_if<plan::And>(&expr.node); all != nullptr && all->answers.size() == 1) {
    named = all->answers.front();
  } else if (const auto* any = std::get_if<plan::Or>(&expr.node); any != nullptr && any->answers.size() == 1) {
    named = any->answers.front();
  }
  if (!named.exists()) return {};
  const plan::Expr& meant = plan_.expr(named);
  return meant.row == expr.row && shape_of(meant.type) == shape_of(expr.type) ? of(named) : plan::ExprId{};
}

void Meanings::write_key(plan::ExprId id) {
  const plan::Expr& expr = plan_.expr(id);
  key_.clear();
  Key key(key_);
  key.put(std::uint64_t{expr.node.index()});
  key.put(expr.row);
  key.put(expr.type.kind), key.put(expr.type.codes), key.put(expr.type.levels), key.put(expr.type.record);
  key.put(expr.type.base.measure);
  plan::for_each_operand(plan_, id, [&](plan::ExprId operand) { key.put(of(operand)); });
  const auto rows = [&](plan::ListId list) {
    key.put(plan_.list(list).record), key.put(plan_.list(list).scope);
    const ListRows found = groupings_.rows_of(list);
    key.put(bool{found}), key.put(found.all_open);
  };
  std::visit(overloaded{
                 [&](const plan::Constant& node) {
                   key.put(node.number);
                   key_ += node.text;
                 },
                 [](const plan::MissingValue&) {},
                 [](const plan::AsAt&) {},
                 [](const plan::PeriodStart&) {},
                 [](const plan::PeriodEnd&) {},
                 [&](const plan::ParameterValue& node) { key.put(node.parameter); },
                 [&](const plan::FieldValue& node) { key.put(node.field); },
                 [](const plan::OfOwner&) {},
                 [&](const plan::RoleTest& node) { key.put(node.role); },
                 [&](const plan::DefinitionValue& node) { key.put(node.definition); },
                 [&](const plan::ScoreValue& node) { key.put(node.score); },
                 [&](const plan::LevelValue& node) { key.put(node.levels); },
                 [](const plan::Not&) {},
                 [](const plan::And&) {},
                 [](const plan::Or&) {},
                 [](const plan::CountOfSet&) {},
                 [&](const plan::CountsAs& node) { key.put(node.yes); },
                 [&](const plan::Compare& node) { key.put(node.comparison); },
                 [&](const plan::OneOf& node) { key.put(node.codes); },
                 [&](const plan::LevelIn& node) { key.put(node.levels); },
                 [](const plan::IsKnown&) {},
                 [&](const plan::IsMissing&) { key.put(id); },  // why a value is missing depends on how it is named
                 [](const plan::OrElse&) {},
                 [&](const plan::Arithmetic& node) { key.put(node.operation); },
                 [](const plan::Negate&) {},
                 [&](const plan::Shift& node) { key.put(node.later), key.put(node.rounding); },
                 [&](const plan::Elapsed& node) { key.put(node.unit); },
                 [&](const plan::Extreme& node) { key.put(node.highest); },
                 [&](const plan::Rescale& node) { key.put(node.multiply), key.put(node.divide); },
                 [&](const plan::Any& node) { rows(node.list); },
                 [&](const plan::Every& node) { rows(node.list); },
                 [&](const plan::Count& node) { rows(node.list); },
                 [&](const plan::Summarise& node) {
                   rows(node.list);
                   key.put(node.summary);
                   // A field's own range holds for rows not on record too; a name for the field has none.
                   key.put(std::holds_alternative<plan::FieldValue>(plan_.expr(node.value).node));
                 },
                 [&](const plan::Pick& node) { rows(node.list), key.put(node.which); },
                 [](const plan::OfListed&) {},
                 [&](const plan::OfLink& node) { key.put(node.link); },
                 [&](const plan::Marked& node) { key.put(node.field); },
                 [&](const plan::Includes& node) { key.put(node.codes); },
                 [&](const plan::NextDay& node) { key.put(node.calendar); },
                 [&](const plan::Choose& node) {
                   for (const plan::Choice& choice : node.choices) key.put(choice.when.exists());
                 },
                 [&](const plan::CountDifferent& node) { rows(node.list); },
                 [&](const plan::Ranked& node) { rows(node.list), key.put(node.latest), key.put(node.count); },
             },
             expr.node);
}

}  // namespace fairstart::exec
