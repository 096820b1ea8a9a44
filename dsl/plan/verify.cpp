// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "dsl/base/overloaded.hpp"
#include "dsl/plan/cycles.hpp"
#include "dsl/plan/plan.hpp"

namespace fairstart::plan {
namespace {

using types::Kind;

using base::overloaded;

enum class Fit : std::uint8_t { yes_no, number, number_or_date, date, code, codes, levels, any };

bool fits(const Type& type, Fit fit) {
  const Kind kind = type.kind;
  if (kind == Kind::unknown) return true;
  switch (fit) {
    case Fit::yes_no: return kind == Kind::yes_no;
    case Fit::number: return kind == Kind::number;
    case Fit::number_or_date: return kind == Kind::number || kind == Kind::date;
    case Fit::date: return kind == Kind::date;
    case Fit::code: return kind == Kind::code;
    case Fit::codes: return kind == Kind::codes;
    case Fit::levels: return kind == Kind::levels;
    case Fit::any: return true;
  }
  return false;
}

// Every check first asks whether the ids are there, so that a broken plan is told about, never walked into.
class Verifier {
 public:
  explicit Verifier(const Plan& plan) : plan_(plan) {}

  std::vector<std::string> all() {
    tables();
    for (std::size_t i = 0; i < plan_.exprs.size(); ++i) shape(i);
    if (!wrong_.empty()) return std::move(wrong_);
    for (std::size_t i = 0; i < plan_.lists.size(); ++i) list(i);
    if (!wrong_.empty()) return std::move(wrong_);
    for (std::size_t i = 0; i < plan_.exprs.size(); ++i) expr(i);
    if (!wrong_.empty()) return std::move(wrong_);
    named();
    if (!wrong_.empty()) return std::move(wrong_);
    if (const auto round = rests_on_itself(plan_)) {
      where_ = fmt::format("expression {}", round->index());
      say("rests on itself");
    }
    return std::move(wrong_);
  }

 private:
  template <class... Args>
  void say(fmt::format_string<Args...> format, Args&&... args) {
    wrong_.push_back(fmt::format("{}: ", where_) + fmt::format(format, std::forward<Args>(args)...));
  }

  template <class Tag, class T>
  bool in(base::Id<Tag> id, const std::vector<T>& things, std::string_view what) {
    if (id.exists() && id.index() < things.size()) return true;
    if (id.exists())
      say("{} {} of {}", what, id.index(), things.size());
    else
      say("no {}", what);
    return false;
  }
  template <class Tag, class T>
  bool in_or_none(base::Id<Tag> id, const std::vector<T>& things, std::string_view what) {
    return !id.exists() || in(id, things, what);
  }

  bool type(const Type& type) {
    switch (type.kind) {
      case Kind::code:
      case Kind::codes: return in(type.codes, plan_.code_lists, "code list");
      case Kind::levels:
      case Kind::groups: return in(type.levels, plan_.levels, "levels scheme");
      case Kind::link: return in(type.record, plan_.records, "record");
      case Kind::number: return type.base.measure != types::Measure::unit || in(type.base.unit, plan_.units, "unit");
      case Kind::unknown:
      case Kind::yes_no:
      case Kind::date:
      case Kind::text: return true;
    }
    return true;
  }

  void tables() {
    where_ = "plan";
    in_or_none(plan_.main, plan_.modules, "module");
    in_or_none(plan_.family, plan_.records, "record");
    for (const Field& field : plan_.fields) {
      where_ = "field " + field.name;
      in(field.record, plan_.records, "record");
      type(field.type);
      if (field.lowest && field.highest && *field.lowest > *field.highest) say("declared lowest over highest");
      if (field.nhs_number && field.type.kind != types::Kind::text) say("an nhs number that is no text");
    }
    for (const Record& record : plan_.records) {
      where_ = "record " + record.name;
      in_or_none(record.owner, plan_.records, "record");
      for (const FieldId id : record.fields)
        if (in(id, plan_.fields, "field") && &plan_.record(plan_.field(id).record) != &record)
          say("its field {} is of another record", plan_.field(id).name);
      for (const FieldId id : {record.date, record.date_of_birth, record.date_of_death})
        if (in_or_none(id, plan_.fields, "field") && id.exists() && plan_.field(id).type.kind != Kind::date)
          say("{} is not a date", plan_.field(id).name);
      if (in_or_none(record.existence, plan_.fields, "field") && record.existence.exists() &&
          (plan_.field(record.existence).type.kind != Kind::yes_no ||
           &plan_.record(plan_.field(record.existence).record) != &record))
        say("its existence is no yes or no of its own");
    }
    if (wrong_.empty()) owners();
    for (const Record& record : plan_.records) {
      where_ = "record " + record.name;
      if (!record.pairing) continue;
      const Pairing& pair = *record.pairing;
      if (!in(pair.viewer, plan_.records, "viewer") || !in(pair.listed, plan_.records, "listed") ||
          !in(pair.scope, plan_.records, "scope"))
        continue;
      if (record.owner != pair.viewer) say("its owner is not its viewer");
      if (!record.fields.empty() || record.date.exists()) say("a pairing with fields");
      if (plan_.record(pair.listed).pairing) say("a pairing of pairings");
      if (!plan_.belongs_under(pair.listed, pair.scope)) say("{} is not under its scope", plan_.record(pair.listed).name);
    }
    for (const Levels& levels : plan_.levels) {
      where_ = "levels " + levels.name;
      if (levels.levels.empty() || levels.levels.size() > 64) say("{} levels", levels.levels.size());
    }
  }

  void owners() {
    for (const Record& record : plan_.records) {
      where_ = "record " + record.name;
      RecordId up = record.owner;
      for (std::size_t steps = 0; up.exists() && steps <= plan_.records.size(); ++steps) up = plan_.record(up).owner;
      if (up.exists()) say("its owners go in a circle");
    }
  }

  // An expression that a named thing or a list holds: there, of a fitting type, and on that record's row or rowless.
  bool held(ExprId id, std::string_view what, Fit fit, RecordId row) {
    if (!in(id, plan_.exprs, what)) return false;
    const Expr& value = plan_.expr(id);
    if (!fits(value.type, fit)) say("{} (expression {}) has a type that does not fit", what, id.index());
    if (value.row.exists() && value.row != row) say("{} (expression {}) is on another record's row", what, id.index());
    return true;
  }
  void held_or_none(ExprId id, std::string_view what, Fit fit, RecordId row) {
    if (id.exists()) held(id, what, fit, row);
  }

  void list(std::size_t index) {
    where_ = fmt::format("list {}", index);
    const List& list = plan_.lists[index];
    if (!in(list.record, plan_.records, "record") || !in_or_none(list.scope, plan_.records, "scope")) return;
    in_or_none(list.role, plan_.roles, "role");
    if (list.scope.exists() && (list.scope == list.record || !plan_.belongs_under(list.record, list.scope)))
      say("{} does not belong under {}", plan_.record(list.record).name, plan_.record(list.scope).name);
    held(list.member, "member", Fit::yes_no, list.record);
    held_or_none(list.where, "where", Fit::yes_no, list.record);
    held_or_none(list.window, "window", Fit::yes_no, list.record);
  }

  // An operand on the expression's own row, or rowless.
  bool operand(ExprId id, Fit fit = Fit::any) {
    if (!in(id, plan_.exprs, "operand")) return false;
    if (id.index() >= self_) say("operand {} is not before it", id.index());
    const Expr& value = plan_.expr(id);
    if (value.row.exists() && value.row != plan_.exprs[self_].row) say("operand {} is on another record's row", id.index());
    if (!fits(value.type, fit)) say("operand {} has a type that does not fit", id.index());
    return true;
  }
  void answers(const std::vector<ExprId>& ids) {
    for (const ExprId id : ids) operand(id, Fit::yes_no);
  }
  void gives(Kind kind) {
    if (plan_.exprs[self_].type.kind != kind) say("its own type does not fit its node");
  }
  void yes_no_of(const std::vector<ExprId>& ids) {
    gives(Kind::yes_no);
    answers(ids);
  }
  void one_of_its_own(RecordId record, std::string_view what) {
    if (plan_.exprs[self_].row != record) say("{} is of another record", what);
  }

  void over_list(ListId id, const std::vector<std::pair<ExprId, Fit>>& values) {
    if (!in(id, plan_.lists, "list")) return;
    const List& list = plan_.list(id);
    if (plan_.exprs[self_].row != list.scope) say("is not on the row of the scope of list {}", id.index());
    if (list.member.exists() && list.member.index() >= self_) say("member {} is not before it", list.member.index());
    for (const auto& [value, fit] : values)
      if (held(value, "value over the list", fit, list.record) && value.index() >= self_)
        say("operand {} is not before it", value.index());
  }

  void compare(const Compare& node) {
    gives(Kind::yes_no);
    if (!operand(node.left) || !operand(node.right)) return;
    const Type &left = plan_.expr(node.left).type, &right = plan_.expr(node.right).type;
    if (!types::same(left, right)) say("compares different types");
    if (left.kind == Kind::levels || left.kind == Kind::groups || left.kind == Kind::codes)
      say("compares levels or sets of codes");
    const bool equality = node.comparison == Comparison::is || node.comparison == Comparison::is_not;
    const bool ordered =
        fits(left, Fit::number_or_date) || (left.kind == Kind::code && plan_.code_lists[left.codes.index()].in_order);
    if (!equality && !ordered) say("compares by order what has none");
  }

  void constant(const Constant& node) {
    const Type& own = plan_.exprs[self_].type;
    const auto below = [&](std::size_t size) {
      if (node.number < 0 || static_cast<std::size_t>(node.number) >= size) say("constant {} of {}", node.number, size);
    };
    if (own.kind == Kind::yes_no) below(2);
    if (own.kind == Kind::code) below(plan_.code_lists[own.codes.index()].items.size());
    if (own.kind == Kind::levels) below(plan_.levels[own.levels.index()].levels.size());
  }

  void shape(std::size_t index) {
    where_ = fmt::format("expression {}", index);
    type(plan_.exprs[index].type);
    in_or_none(plan_.exprs[index].row, plan_.records, "record");
  }

  void expr(std::size_t index) {
    self_ = index;
    where_ = fmt::format("expression {}", index);
    const Expr& expr = plan_.exprs[index];
    std::visit(overloaded{
                   [&](const Constant& node) { constant(node); },
                   [](const MissingValue&) {},
                   [&](const AsAt&) { gives(Kind::date); },
                   [&](const PeriodStart&) { gives(Kind::date); },
                   [&](const PeriodEnd&) { gives(Kind::date); },
                   [&](const ParameterValue& node) { in(node.parameter, plan_.parameters, "parameter"); },
                   [&](const FieldValue& node) {
                     if (!in(node.field, plan_.fields, "field")) return;
                     one_of_its_own(plan_.field(node.field).record, "field");
                     gives(plan_.field(node.field).type.kind);
                   },
                   [&](const OfOwner& node) {
                     if (!in(node.value, plan_.exprs, "operand")) return;
                     const RecordId owner = plan_.expr(node.value).row;
                     if (node.value.index() >= self_) say("operand {} is not before it", node.value.index());
                     if (!expr.row.exists()) return say("of an owner, but on no row");
                     if (owner.exists() && (owner == expr.row || !plan_.belongs_under(expr.row, owner)))
                       say("operand {} is not on an owner's row", node.value.index());
                     gives(plan_.expr(node.value).type.kind);
                   },
                   [&](const RoleTest& node) {
                     gives(Kind::yes_no);
                     if (in(node.role, plan_.roles, "role")) one_of_its_own(plan_.roles[node.role.index()].record, "role");
                   },
                   [&](const DefinitionValue& node) {
                     if (in(node.definition, plan_.definitions, "definition"))
                       one_of_its_own(plan_.definitions[node.definition.index()].record, "definition");
                   },
                   [&](const ScoreValue& node) {
                     gives(Kind::number);
                     if (in(node.score, plan_.scores, "score"))
                       one_of_its_own(plan_.scores[node.score.index()].record, "score");
                   },
                   [&](const LevelValue& node) {
                     if (!in(node.levels, plan_.levels, "levels")) return;
                     const Levels& levels = plan_.levels[node.levels.index()];
                     gives(levels.kind == LevelsKind::groups ? Kind::groups : Kind::levels);
                     one_of_its_own(levels.record, "levels");
                   },
                   [&](const Not& node) { yes_no_of({node.answer}); },
                   [&](const And& node) { yes_no_of(node.answers); },
                   [&](const Or& node) { yes_no_of(node.answers); },
                   [&](const CountOfSet& node) {
                     gives(Kind::number);
                     answers(node.answers);
                   },
                   [&](const CountsAs& node) { yes_no_of({node.answer}); },
                   [&](const Compare& node) { compare(node); },
                   [&](const OneOf& node) {
                     gives(Kind::yes_no);
                     operand(node.value, Fit::code);
                     if (!std::is_sorted(node.codes.begin(), node.codes.end())) say("its codes are not in order");
                     if (std::adjacent_find(node.codes.begin(), node.codes.end()) != node.codes.end())
                       say("a code is there twice");
                   },
                   [&](const LevelIn& node) {
                     gives(Kind::yes_no);
                     operand(node.level, Fit::levels);
                   },
                   [&](const IsKnown& node) {
                     gives(Kind::yes_no);
                     operand(node.value);
                   },
                   [&](const IsMissing& node) {
                     gives(Kind::yes_no);
                     operand(node.value);
                   },
                   [&](const OrElse& node) {
                     if (operand(node.value) && operand(node.otherwise) &&
                         !types::same(plan_.expr(node.value).type, plan_.expr(node.otherwise).type))
                       say("`or else` of different types");
                   },
                   [&](const Arithmetic& node) {
                     gives(Kind::number);
                     const Fit fit = node.operation == Operation::subtract ? Fit::number_or_date : Fit::number;
                     if (operand(node.left, fit) && operand(node.right, fit) &&
                         fits(plan_.expr(node.left).type, Fit::number) != fits(plan_.expr(node.right).type, Fit::number))
                       say("a date and a number");
                   },
                   [&](const Negate& node) {
                     gives(Kind::number);
                     operand(node.value, Fit::number);
                   },
                   [&](const Shift& node) {
                     gives(Kind::date);
                     operand(node.date, Fit::date);
                     if (!operand(node.by, Fit::number)) return;
                     const types::Measure measure = plan_.expr(node.by).type.base.measure;
                     if (measure != types::Measure::days && measure != types::Measure::months)
                       say("moved by neither days nor months");
                   },
                   [&](const Elapsed& node) {
                     gives(Kind::number);
                     operand(node.from, Fit::date);
                     operand(node.to, Fit::date);
                   },
                   [&](const Extreme& node) {
                     for (const ExprId id : node.values) operand(id);
                     if (node.values.empty()) say("the highest or lowest of nothing");
                   },
                   [&](const Rescale& node) {
                     gives(Kind::number);
                     operand(node.value, Fit::number);
                     if (node.multiply <= 0 || node.divide <= 0) say("rescaled by {}/{}", node.multiply, node.divide);
                   },
                   [&](const Any& node) {
                     gives(Kind::yes_no);
                     over_list(node.list, {});
                   },
                   [&](const Every& node) {
                     gives(Kind::yes_no);
                     over_list(node.list, {{node.claim, Fit::yes_no}});
                   },
                   [&](const Count& node) {
                     gives(Kind::number);
                     over_list(node.list, {});
                   },
                   [&](const Summarise& node) {
                     const bool adds = node.summary == Summary::sum || node.summary == Summary::average;
                     over_list(node.list, {{node.value, adds ? Fit::number : Fit::number_or_date}});
                   },
                   [&](const Pick& node) {
                     over_list(node.list, {{node.order, Fit::date}, {node.value, Fit::any}});
                   },
                   [&](const OfListed& node) {
                     if (!in(node.value, plan_.exprs, "operand")) return;
                     if (node.value.index() >= self_) say("operand {} is not before it", node.value.index());
                     if (!expr.row.exists() || !plan_.record(expr.row).pairing)
                       return say("of a listed row, but on no pairing");
                     const RecordId row = plan_.expr(node.value).row;
                     if (row.exists() && row != plan_.record(expr.row).pairing->listed)
                       say("operand {} is not on the listed row", node.value.index());
                     gives(plan_.expr(node.value).type.kind);
                   },
                   [&](const OfLink& node) {
                     if (!in(node.link, plan_.fields, "field") || !in(node.value, plan_.exprs, "operand")) return;
                     if (node.value.index() >= self_) say("operand {} is not before it", node.value.index());
                     const Field& link = plan_.field(node.link);
                     one_of_its_own(link.record, "link");
                     if (link.type.kind != Kind::link) return say("{} is no link", link.name);
                     const RecordId row = plan_.expr(node.value).row;
                     if (row.exists() && row != link.type.record)
                       say("operand {} is not on the linked row", node.value.index());
                     gives(plan_.expr(node.value).type.kind);
                   },
                   [&](const Marked& node) {
                     gives(Kind::yes_no);
                     if (in_or_none(node.field, plan_.fields, "field") && node.field.exists())
                       one_of_its_own(plan_.field(node.field).record, "field");
                   },
                   [&](const Includes& node) {
                     gives(Kind::yes_no);
                     operand(node.value, Fit::codes);
                     if (!std::is_sorted(node.codes.begin(), node.codes.end())) say("its codes are not in order");
                   },
                   [&](const NextDay& node) {
                     gives(Kind::date);
                     operand(node.after, Fit::date);
                     if (in(node.calendar, plan_.calendars, "calendar") && plan_.calendars[node.calendar.index()].days.empty())
                       say("a calendar without days");
                   },
                   [&](const Choose& node) {
                     if (node.choices.empty()) say("a choice of nothing");
                     for (const Choice& choice : node.choices) {
                       if (choice.when.exists()) operand(choice.when, Fit::yes_no);
                       if (operand(choice.value) && !types::same(plan_.expr(choice.value).type, expr.type))
                         say("choices of different types");
                     }
                   },
                   [&](const CountDifferent& node) {
                     gives(Kind::number);
                     over_list(node.list, {{node.value, Fit::any}});
                   },
                   [&](const Ranked& node) {
                     gives(Kind::yes_no);
                     if (!in(node.list, plan_.lists, "list")) return;
                     const List& list = plan_.list(node.list);
                     if (expr.row != list.record) say("is not on the row of list {}", node.list.index());
                     if (!list.scope.exists()) say("the latest rows of a list without scope");
                     if (list.member.exists() && list.member.index() >= self_)
                       say("member {} is not before it", list.member.index());
                     operand(node.order, Fit::date);
                     if (node.count < 1) say("the latest {} rows", node.count);
                   },
               },
               expr.node);
  }

  void named() {
    for (const Role& each : plan_.roles) {
      where_ = "role " + each.name;
      if (in(each.record, plan_.records, "record")) held_or_none(each.where, "where", Fit::yes_no, each.record);
    }
    for (const Definition& each : plan_.definitions) {
      where_ = "definition " + each.name;
      in_or_none(each.role, plan_.roles, "role");
      if (in(each.record, plan_.records, "record")) held(each.meaning, "meaning", Fit::any, each.record);
    }
    for (const Score& each : plan_.scores) {
      where_ = "score " + each.name;
      if (!in(each.record, plan_.records, "record")) continue;
      for (const ScoreItem& item : each.items) {
        if (item.answer.exists() == item.count.exists()) say("an item has an answer or a count, one of them");
        held_or_none(item.answer, "answer", Fit::yes_no, each.record);
        held_or_none(item.count, "count", Fit::number, each.record);
      }
    }
    for (const Levels& each : plan_.levels) {
      where_ = "levels " + each.name;
      if (!in(each.record, plan_.records, "record")) continue;
      for (const Level& level : each.levels) held_or_none(level.when, "when", Fit::yes_no, each.record);
    }
    for (const Window& each : plan_.windows) {
      where_ = "window " + each.name;
      if (!in(each.record, plan_.records, "record")) continue;
      held(each.from, "from", Fit::date, each.record);
      held(each.to, "to", Fit::date, each.record);
    }
    for (const Table& each : plan_.decision_tables) {
      where_ = "table " + each.name;
      if (!in(each.definition, plan_.definitions, "definition")) continue;
      for (const TableRow& row : each.rows)
        if (row.cells.size() != each.columns.size())
          say("a row of {} cells for {} columns", row.cells.size(), each.columns.size());
    }
    for (const Offer& each : plan_.offers) offer(each);
    for (const Schedule& each : plan_.schedules) {
      where_ = "schedule " + each.name;
      for (const OfferId id : each.offers) in(id, plan_.offers, "offer");
    }
    for (const Register& each : plan_.registers) {
      where_ = "list " + each.name;
      if (!in(each.record, plan_.records, "record")) continue;
      held(each.eligible, "eligible", Fit::yes_no, each.record);
      held_or_none(each.show_names, "show names", Fit::yes_no, each.record);
      held_or_none(each.per, "per", Fit::any, each.record);
      for (const OrderKey& key : each.order) held_or_none(key.value, "order", Fit::any, each.record);
      for (const ShownItem& item : each.shows) held(item.value, "shown item", Fit::any, each.record);
    }
    for (const Allocation& each : plan_.allocations) {
      offer(each.offer);
      where_ = "allocation " + each.offer.name;
      held(each.supply, "supply", Fit::number, {});
      held_or_none(each.share_by, "share by", Fit::any, each.offer.record);
      held_or_none(each.share_place, "place of a family", Fit::any, plan_.family);
      held_or_none(each.share_weight, "weight", Fit::number, plan_.family);
      held_or_none(each.waiting_since, "waiting since", Fit::date, each.offer.record);
      for (const OrderKey& key : each.order) held_or_none(key.value, "order", Fit::any, each.offer.record);
    }
    for (const Spread& each : plan_.spreads) {
      where_ = "spread " + each.name;
      in(each.of, plan_.indicators, "indicator");
    }
    for (const Case& each : plan_.cases) {
      where_ = "case " + each.name;
      held_or_none(each.discount, "discount", Fit::number, {});
      for (const Flow& flow : each.flows)
        for (const ExprId id : {flow.value, flow.low, flow.high}) held_or_none(id, "flow", Fit::number, {});
    }
    for (const Incentive& each : plan_.incentives) {
      where_ = "incentive " + each.name;
      held(each.pays, "pays", Fit::number, {});
      in_or_none(each.each, plan_.lists, "list");
      in_or_none(each.indicator, plan_.indicators, "indicator");
    }
    for (const Guarantee& each : plan_.guarantees) {
      where_ = "guarantee " + each.name;
      if (!in(each.record, plan_.records, "record")) continue;
      held_or_none(each.holds, "holds", Fit::yes_no, each.record);
      held_or_none(each.value, "value", Fit::any, each.record);
      if (!each.holds.exists() && !each.value.exists()) say("it has neither an answer nor a value");
      for (const Flip& flip : each.flips)
        if (flip.field.exists() == flip.definition.exists()) say("{} is a field or a definition, one of them", flip.name);
    }
    for (const Outcome& each : plan_.outcomes) {
      where_ = "outcome " + each.name;
      for (const IndicatorId id : each.indicators) in(id, plan_.indicators, "indicator");
    }
    for (const Indicator& each : plan_.indicators) {
      where_ = "indicator " + each.name;
      in_or_none(each.outcome, plan_.outcomes, "outcome");
      if (each.what == What::published) continue;
      if (!in(each.among, plan_.lists, "list")) continue;
      const RecordId row = plan_.list(each.among).record;
      if (each.what == What::count)
        held(each.count, "count", Fit::yes_no, row);
      else
        held(each.value, "value", Fit::number, row);
      for (const auto& by : each.by)
        for (const Breakdown& part : by) held(part.value, "breakdown", Fit::any, row);
    }
    for (const Mapping& each : plan_.mappings) {
      where_ = "mapping " + each.name;
      for (const PartialSource& source : each.partial)
        if (in(source.record, plan_.records, "record")) held_or_none(source.where, "partial", Fit::yes_no, source.record);
      for (const Covers& covers : each.covers)
        if (in(covers.record, plan_.records, "record") && covers.to && *covers.to < covers.from) say("it covers no day");
      for (const MappedFile& file : each.files) {
        if (!in(file.record, plan_.records, "record") || file.each_column.empty()) continue;
        if (!plan_.record(file.record).existence.exists()) say("columns make rows of a record without existence");
        if (file.up_to_last && file.each_column.size() != 2) say("a run of columns has two ends");
      }
    }
  }

  void offer(const Offer& each) {
    where_ = "offer " + each.name;
    if (!in(each.record, plan_.records, "record")) return;
    if (in_or_none(each.levels, plan_.levels, "levels") && each.levels.exists()) {
      if (each.tier >= plan_.levels[each.levels.index()].levels.size()) say("its tier is not there");
      held(each.tier_level, "level", Fit::levels, each.record);
    }
    held_or_none(each.when, "when", Fit::yes_no, each.record);
    held(each.eligible, "eligible", Fit::yes_no, each.record);
    for (const ExprId id : {each.anchor, each.due_from, each.due_by, each.received_on})
      held_or_none(id, "date", Fit::date, each.record);
    held_or_none(each.received, "received", Fit::yes_no, each.record);
    held_or_none(each.overdue, "overdue", Fit::yes_no, each.record);
    held_or_none(each.amount, "amount", Fit::number, each.record);
    held_or_none(each.cost, "cost", Fit::number, each.record);
    in_or_none(each.met_by, plan_.lists, "list");
    for (const LevelAmount& amount : each.amounts) held(amount.amount, "amount", Fit::number, each.record);
    if (!std::is_sorted(each.amounts.begin(), each.amounts.end(),
                        [](const LevelAmount& a, const LevelAmount& b) { return a.level < b.level; }))
      say("its amounts are not in rising order of level");
    for (const OutcomeId id : each.serves) in(id, plan_.outcomes, "outcome");
  }

  const Plan& plan_;
  std::vector<std::string> wrong_;
  std::string where_;
  std::size_t self_ = 0;
};

}  // namespace

std::vector<std::string> verify(const Plan& plan) { return Verifier(plan).all(); }

}  // namespace fairstart::plan
