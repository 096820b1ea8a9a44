// SPDX-License-Identifier: Apache-2.0
#include "dsl/difference/things.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/decimal.hpp"

namespace fairstart::difference {
namespace {

std::string quoted(const std::string& text) { return "“" + text + "”"; }
std::string titled(const std::string& title, const std::string& name) { return quoted(title.empty() ? name : title); }

std::string word(plan::Sensitivity sensitivity) {
  switch (sensitivity) {
    case plan::Sensitivity::ordinary: return "ordinary";
    case plan::Sensitivity::personal: return "personal";
    case plan::Sensitivity::special: return "special";
    case plan::Sensitivity::restricted: return "restricted";
  }
  return "";
}

class Declarations {
 public:
  Declarations(Canonical& canonical, std::vector<Thing>& out) : canonical_(canonical), plan_(canonical.plan()), out_(out) {}

  void all() {
    about();
    for (const plan::CodeList& each : plan_.code_lists) codes(each);
    for (const plan::Record& each : plan_.records) record(each);
    for (const plan::Role& each : plan_.roles) {
      Builder one(canonical_, "role", each.name, each.title);
      one.text("the record that it is of", plan_.record(each.record).name);
      one.condition("the condition", each.where);
      for (const auto& [field, fixed] : each.fixed)
        one.text("what it fixes " + plan_.field(field).name + " to", plan::show_value(plan_.field(field).type, fixed, plan_));
      out_.push_back(one.done());
    }
    for (const plan::Parameter& each : plan_.parameters) parameter(each);
    for (const plan::Calendar& each : plan_.calendars) {
      Builder one(canonical_, "calendar", each.name, each.title);
      std::string days;
      for (const plan::YearDay& day : each.days) days += fmt::format("{}{}/{}", days.empty() ? "" : ", ", day.day, day.month);
      one.text("the set of days (day/month)", days);
      out_.push_back(one.done());
    }
    for (const plan::Window& each : plan_.windows) {
      Builder one(canonical_, "window", each.name, each.title);
      one.whom(each.record, each.role);
      one.value("the first day", each.from);
      one.value("the last day", each.to);
      one.notes(each.notes);
      out_.push_back(one.done());
    }
    for (const plan::Definition& each : plan_.definitions) definition(each);
    for (const plan::Table& each : plan_.decision_tables) table(each);
    for (const plan::Score& each : plan_.scores) score(each);
    for (const plan::Levels& each : plan_.levels) levels(each);
    for (const plan::Offer& each : plan_.offers) {
      Builder one(canonical_, "offer", each.name, each.title);
      offer(one, each);
      if (each.schedule.exists()) one.reads("schedule", plan_.schedules[each.schedule.index()].name);
      out_.push_back(one.done(each.core, each.shown));
    }
    for (const plan::Schedule& each : plan_.schedules) {
      Builder one(canonical_, "schedule", each.name, each.title);
      one.whom(each.record, each.role);
      one.notes(each.notes);
      out_.push_back(one.done(each.core));
    }
    for (const plan::Allocation& each : plan_.allocations) allocation(each);
    for (const plan::Register& each : plan_.registers) registered(each);
  }

 private:
  // The framework as such.
  void about() {
    const plan::Module& main = plan_.modules[plan_.main.index()];
    Builder one(canonical_, main.framework ? "framework" : "library", "", "");
    one.wording("the name", main.name);
    one.wording("the title", main.title);
    one.wording("the version", main.version);
    one.wording("the publisher", main.publisher);
    one.wording("the licence", main.licence);
    one.wording("the jurisdiction", main.jurisdiction);
    if (main.builds_on.exists()) one.text("what it builds on", plan_.modules[main.builds_on.index()].name);
    if (main.in_force_from) one.text("the day from which it is in force", base::format_long_date(*main.in_force_from));
    if (main.in_force_to) one.text("the last day on which it is in force", base::format_long_date(*main.in_force_to));
    if (!plan_.proportionate_off.empty())
      one.text("the reason why the checks of proportionate universalism are off", quoted(plan_.proportionate_off));
    one.notes(main.notes);
    for (const plan::Module& module : plan_.modules)
      if (module.name != main.name) one.wording("the version of " + module.name, module.version);
    for (const plan::Adaptation& each : plan_.adaptations)
      if (each.change != plan::Change::added)
        one.wording(fmt::format("the reason for which {} {} is {}", each.kind, each.name,
                                each.change == plan::Change::retired ? "retired" : "adapted"),
                    each.because);
    for (const plan::NotEncoded& each : plan_.not_encoded)
      for (const std::string& text : each.texts) {
        one.said("what is not encoded, " + quoted(text) + ",");
        for (const std::string& source : each.sources)
          one.said(fmt::format("the source {} of what is not encoded, {},", quoted(source), quoted(text)));
      }
    out_.push_back(one.done());
  }

  void codes(const plan::CodeList& list) {
    Builder one(canonical_, "codes", list.name, list.title);
    std::string order;
    for (const plan::CodeItem& item : list.items) {
      one.flag("the code " + item.name, true);
      one.wording("the title of the code " + item.name, item.title);
      std::vector<std::string> also = item.also;
      std::sort(also.begin(), also.end());
      one.text("how records may spell the code " + item.name, fmt::format("{}", fmt::join(also, ", ")));
      order += (order.empty() ? "" : ", ") + item.name;
    }
    if (list.in_order)
      one.text("the order of the codes, from low to high,", order);
    else
      one.wording("the order in which its codes are told", order);
    for (const plan::CodeGroup& group : list.groups) {
      std::vector<std::string> members;
      for (const std::int64_t member : group.members) members.push_back(list.items[static_cast<std::size_t>(member)].name);
      std::sort(members.begin(), members.end());
      one.text("the group " + group.name, fmt::format("{}", fmt::join(members, ", ")));
      one.wording("the title of the group " + group.name, group.title);
    }
    one.notes(list.notes);
    out_.push_back(one.done());
  }

  void record(const plan::Record& record) {
    if (record.pairing) return;
    Builder one(canonical_, "record", record.name, record.title);
    one.text("the plural, and so the name of its file,", record.plural);
    one.text("the key", record.key);
    if (record.owner.exists()) one.text("what it belongs to", plan_.record(record.owner).name + " by " + record.owner_column);
    if (record.date.exists()) one.text("the day on which it happens", plan_.field(record.date).name);
    if (record.existence.exists()) one.flag("that a row may or may not be there", true);
    one.notes(record.notes);
    out_.push_back(one.done());
    for (const plan::FieldId id : record.fields) {
      const plan::Field& field = plan_.field(id);
      Builder each(canonical_, "field", field.name + " of " + record.name, field.title == field.name ? "" : field.title);
      each.type("what it holds", field.type);
      if (field.type.codes.exists()) each.reads("codes", plan_.code_lists[field.type.codes.index()].name);
      if (field.lowest) each.text("the lowest value", plan::show_value(field.type, *field.lowest, plan_));
      if (field.highest) each.text("the highest value", plan::show_value(field.type, *field.highest, plan_));
      each.text("the sensitivity", word(field.sensitivity));
      each.text("the column", field.column_name);
      each.flag("that it says how things stand on one day", field.snapshot);
      if (field.good_for_days)
        each.text("the days that it is good for", base::format_decimal(*field.good_for_days * base::million));
      if (field.good_for_months)
        each.text("the months that it is good for", base::format_decimal(*field.good_for_months * base::million));
      each.reads("record", record.name);
      out_.push_back(each.done());
    }
  }

  void parameter(const plan::Parameter& parameter) {
    Builder one(canonical_, "parameter", parameter.name, parameter.title);
    one.type("what it is", parameter.type);
    for (const plan::ParameterPeriod& period : parameter.values) {
      std::string label = "the value";
      if (period.from) label += " from " + base::format_long_date(*period.from);
      if (period.to) label += " to " + base::format_long_date(*period.to);
      one.same(label, canonical_.constant(parameter.type, period.value), in_words(plan_, parameter.type, period.value));
    }
    const auto limit = [&](const char* label, const std::optional<std::int64_t>& value) {
      if (value) one.text(label, plan::show_value(parameter.type, *value, plan_));
    };
    limit("the lowest that places may choose", parameter.may_choose_from);
    limit("the highest that places may choose", parameter.may_choose_to);
    one.notes(parameter.notes);
    out_.push_back(one.done());
  }

  void definition(const plan::Definition& definition) {
    const plan::DefinitionId id(static_cast<std::size_t>(&definition - plan_.definitions.data()));
    const bool is_table = std::any_of(plan_.decision_tables.begin(), plan_.decision_tables.end(),
                                      [&](const plan::Table& table) { return table.definition == id; });
    if (is_table) return;
    Builder one(canonical_, "define", definition.name, definition.title);
    one.whom(definition.record, definition.role);
    if (plan_.expr(definition.meaning).type.kind == types::Kind::yes_no)
      one.condition("the condition", definition.meaning);
    else
      one.value("the meaning", definition.meaning);
    one.type("what it gives", plan_.expr(definition.meaning).type);
    one.notes(definition.notes);
    out_.push_back(one.done());
  }

  void table(const plan::Table& table) {
    const plan::Definition& definition = plan_.definitions[table.definition.index()];
    Builder one(canonical_, "table", table.name, table.title);
    one.whom(definition.record, definition.role);
    one.type("what it gives", plan_.expr(definition.meaning).type);
    for (const plan::TableColumn& column : table.columns) one.value("the column " + column.text, column.value);
    for (const plan::TableRow& row : table.rows)
      one.same(fmt::format("the row {}", fmt::join(row.cells, " | ")), canonical_.of(row.when) + ' ' + canonical_.of(row.value),
               in_words(plan_, row.value));
    one.rest(definition.meaning);
    one.notes(definition.notes);
    out_.push_back(one.done());
  }

  void score(const plan::Score& score) {
    Builder one(canonical_, "score", score.name, score.title);
    one.whom(score.record, score.role);
    for (const plan::ScoreItem& item : score.items) {
      const plan::ExprId what = item.answer.exists() ? item.answer : item.count;
      const std::string points = base::format_decimal(item.points) + (item.points == base::million ? " point" : " points");
      const std::string cap = item.up_to ? ", up to " + base::format_decimal(*item.up_to) : "";
      const std::string label = in_words(plan_, what);
      one.same("what is given " + std::string(item.answer.exists() ? "when " : "for each ") + label,
               fmt::format("{} {} {}", item.points, item.up_to.value_or(-1), canonical_.of(what)), points + cap);
      one.rest(what);
    }
    one.notes(score.notes);
    out_.push_back(one.done(false, true));
  }

  void levels(const plan::Levels& scheme) {
    Builder one(canonical_, std::string(plan::word_of(scheme.kind)), scheme.name, scheme.title);
    one.whom(scheme.record, scheme.role);
    std::string order;
    for (const plan::Level& level : scheme.levels) {
      const std::string name = titled(level.title, level.name);
      one.flag("the level " + level.name, true);
      one.flag("the place in the core of " + name, level.core);
      one.wording("the title of the level " + level.name, level.title);
      one.condition("the condition of " + name, level.when);
      order += (order.empty() ? "" : ", ") + level.name;
    }
    if (scheme.kind != plan::LevelsKind::groups) one.text("the order of the levels", order);
    one.notes(scheme.notes);
    out_.push_back(one.done(false, true));
  }

  void offer(Builder& one, const plan::Offer& offer) {
    one.whom(offer.record, offer.role);
    one.flag("its place among the results", offer.shown);
    if (offer.levels.exists()) {
      const plan::Levels& scheme = plan_.levels[offer.levels.index()];
      // What the first tier gets, everyone gets: nothing of the tiers matters to it but amounts by level.
      if (offer.tier > 0 || !offer.amounts.empty()) one.reads(std::string(plan::word_of(scheme.kind)), scheme.name);
      one.text("the lowest tier that gets it", scheme.levels[offer.tier].name + " of " + scheme.name);
    }
    one.condition("the condition", offer.when);
    one.value("the first day on which it is due", offer.due_from);
    one.value("the last day on which it is due", offer.due_by);
    one.list("what it is met by", offer.met_by);
    one.value("the amount", offer.amount);
    for (const plan::LevelAmount& amount : offer.amounts) {
      const plan::Level& level = plan_.levels[offer.levels.index()].levels[amount.level];
      one.value("the amount at " + titled(level.title, level.name), amount.amount);
    }
    if (offer.amount.exists() || !offer.amounts.empty()) one.type("the unit of the amount", offer.amount_type);
    one.text("who provides it", offer.provider);
    one.value("the cost", offer.cost);
    one.text("who pays for it", offer.cost_to);
    one.serves(offer.serves);
    for (const plan::ExprId id : {offer.anchor, offer.eligible, offer.received, offer.received_on, offer.overdue}) one.rest(id);
    one.notes(offer.notes);
  }

  void allocation(const plan::Allocation& each) {
    Builder one(canonical_, "allocate", each.offer.name, each.offer.title);
    one.value("the supply", each.supply);
    one.type("the unit of the supply", each.supply_type);
    one.value("what it is shared by", each.share_by);
    one.value("what the shares are in proportion to", each.share_weight);
    one.order("who comes first", each.order);
    one.value("the day since which somebody waits", each.waiting_since);
    one.rest(each.met_on);
    one.text("the text that ties are drawn with", each.lottery);
    offer(one, each.offer);
    out_.push_back(one.done(each.offer.core, true));
  }

  void registered(const plan::Register& each) {
    Builder one(canonical_, "list", each.name, each.title);
    one.whom(each.record, each.role);
    one.flag("its place among the results", each.shown);
    one.condition("the condition", each.when);
    one.order("who comes first", each.order);
    for (const plan::ShownItem& item : each.shows) one.value("what is shown as " + item.label, item.value);
    one.condition("the condition for showing names", each.show_names);
    if (each.limit) one.text("the limit", fmt::format("{} per {}", *each.limit, each.per_text));
    one.rest(each.per);
    one.rest(each.eligible);
    one.notes(each.notes);
    out_.push_back(one.done(each.core, each.shown));
  }

  Canonical& canonical_;
  const plan::Plan& plan_;
  std::vector<Thing>& out_;
};

}  // namespace

bool is_labelled_as_written(const Part& part) {
  return part.label.starts_with("what is given ") || part.label.starts_with("the column ") ||
         part.label.starts_with("the row ") || part.label.starts_with("the expectation ");
}

std::vector<Thing> things_of(Canonical& canonical) {
  std::vector<Thing> out;
  Declarations(canonical, out).all();
  add_outcomes(canonical, out);
  add_money_and_tests(canonical, out);
  add_examples(canonical, out);
  return out;
}

}  // namespace fairstart::difference
