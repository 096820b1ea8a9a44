// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "dsl/difference/things.hpp"

namespace fairstart::difference {

using plan::ExprId;
using plan::ListId;

Builder::Builder(Canonical& canonical, std::string kind, std::string name, std::string title)
    : canonical_(canonical), plan_(canonical.plan()) {
  thing_.kind = std::move(kind);
  thing_.name = std::move(name);
  thing_.title = std::move(title);
}

// Labels tell parts apart: the second of a name is numbered.
void Builder::add(Part part) {
  const std::string label = part.label;
  const auto taken = [&](const std::string& text) {
    return std::any_of(thing_.parts.begin(), thing_.parts.end(), [&](const Part& other) { return other.label == text; });
  };
  for (int number = 2; taken(part.label); ++number) part.label = fmt::format("{} ({})", label, number);
  thing_.parts.push_back(std::move(part));
}

void Builder::text(const std::string& label, const std::string& value) {
  if (!value.empty()) add({.label = label, .canonical = value, .shown = value, .condition = {}});
}

void Builder::wording(const std::string& label, const std::string& value) {
  if (!value.empty()) add({.label = label, .canonical = value, .shown = "“" + value + "”", .condition = {}, .wording = true});
}

void Builder::flag(const std::string& label, bool on) {
  if (on) add({.label = label, .canonical = "yes", .shown = "", .condition = {}});
}

void Builder::said(const std::string& text, const std::string& canonical) {
  add({.label = text, .canonical = canonical, .shown = "", .condition = {}, .wording = true});
}

void Builder::same(const std::string& label, std::string canonical, std::string shown) {
  add({.label = label, .canonical = std::move(canonical), .shown = std::move(shown), .condition = {}});
}

void Builder::value(const std::string& label, ExprId id) {
  if (!id.exists()) return;
  read(id);
  same(label, canonical_.of(id), in_words(plan_, id));
}

void Builder::condition(const std::string& label, ExprId id) {
  if (!id.exists()) return;
  read(id);
  add({.label = label, .canonical = canonical_.of(id), .shown = in_words(plan_, id), .condition = id});
}

void Builder::list(const std::string& label, ListId id) {
  if (!id.exists()) return;
  read(id);
  const plan::List& list = plan_.list(id);
  same(label, canonical_.of(id), list.text.empty() ? plan_.record(list.record).plural : list.text);
}

void Builder::rest(ExprId id) {
  if (!id.exists()) return;
  read(id);
  add({.label = "what it rests on",
       .canonical = canonical_.of(id),
       .shown = in_words(plan_, id),
       .condition = {},
       .rest = true});
}

void Builder::order(const std::string& label, const std::vector<plan::OrderKey>& keys) {
  if (keys.empty()) return;
  std::string canonical, shown;
  for (const plan::OrderKey& key : keys) {
    read(key.value);
    canonical += fmt::format("{}{} ", key.highest ? '+' : '-', canonical_.of(key.value));
    shown += (shown.empty() ? "" : ", then ") +
             (key.value.exists() ? in_words(plan_, key.value) + (key.highest ? " highest" : " lowest") : "waiting longest");
  }
  same(label, std::move(canonical), std::move(shown));
}

void Builder::serves(const std::vector<plan::OutcomeId>& outcomes) {
  std::vector<std::string> names;
  for (const plan::OutcomeId id : outcomes) {
    names.push_back(plan_.outcomes[id.index()].name);
    reads("outcome", names.back());
  }
  std::sort(names.begin(), names.end());
  text("what it serves", fmt::format("{}", fmt::join(names, ", ")));
}

void Builder::notes(const plan::Notes& notes) {
  for (const std::string& source : notes.sources) wording("the source", source);
  for (const std::string& note : notes.notes) wording("the note", note);
  if (notes.review_by) wording("the day to review it by", base::format_long_date(*notes.review_by));
}

void Builder::whom(plan::RecordId record, plan::RoleId role) {
  if (!record.exists()) return;
  const std::string name = role.exists() ? plan_.roles[role.index()].name : plan_.record(record).name;
  if (role.exists()) reads("role", name);
  same("whom it is for", canonical_.record(record) + '/' + name, name);
}

void Builder::type(const std::string& label, const plan::Type& type) { text(label, plan::describe(type, plan_)); }

Thing Builder::done(bool core, bool result) {
  thing_.core = core;
  thing_.result = result;
  if (core) flag("its place in the core", true);
  if (!thing_.title.empty() && thing_.title != thing_.name) wording("the title", thing_.title);
  return std::move(thing_);
}

void Builder::read(ListId id) {
  if (!id.exists()) return;
  const plan::List& list = plan_.list(id);
  if (list.role.exists()) reads("role", plan_.roles[list.role.index()].name);
  if (!plan_.record(list.record).pairing) reads("record", plan_.record(list.record).name);
  read(list.member);
}

void Builder::read(ExprId root) {
  if (!root.exists()) return;
  std::vector<ExprId> todo{root};
  const auto field = [&](plan::FieldId id) {
    if (id.exists()) reads("field", fmt::format("{} of {}", plan_.field(id).name, plan_.record(plan_.field(id).record).name));
  };
  while (!todo.empty()) {
    const ExprId id = todo.back();
    todo.pop_back();
    if (!seen_.insert(id.value).second) continue;
    const plan::Node& node = plan_.expr(id).node;
    if (const auto* one = std::get_if<plan::ParameterValue>(&node))
      reads("parameter", plan_.parameters[one->parameter.index()].name);
    if (const auto* one = std::get_if<plan::FieldValue>(&node)) field(one->field);
    if (const auto* one = std::get_if<plan::OfLink>(&node)) field(one->link);
    if (const auto* one = std::get_if<plan::RoleTest>(&node)) reads("role", plan_.roles[one->role.index()].name);
    if (const auto* one = std::get_if<plan::NextDay>(&node)) reads("calendar", plan_.calendars[one->calendar.index()].name);
    if (const auto* one = std::get_if<plan::ScoreValue>(&node)) reads("score", plan_.scores[one->score.index()].name);
    if (const auto* one = std::get_if<plan::LevelValue>(&node)) {
      const plan::Levels& scheme = plan_.levels[one->levels.index()];
      reads(std::string(plan::word_of(scheme.kind)), scheme.name);
    }
    if (const auto* one = std::get_if<plan::DefinitionValue>(&node)) {
      const bool table = std::any_of(plan_.decision_tables.begin(), plan_.decision_tables.end(),
                                     [&](const plan::Table& each) { return each.definition == one->definition; });
      reads(table ? "table" : "define", plan_.definitions[one->definition.index()].name);
    }
    if (const auto* one = std::get_if<plan::LevelIn>(&node)) {
      const std::size_t levels = plan_.levels[plan_.expr(one->level).type.levels.index()].levels.size();
      const std::uint64_t all = levels >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << levels) - 1;
      if ((one->levels & all) == all) continue;  // every level: it asks nothing
    }
    plan::for_each_operand(plan_, id, [&](ExprId part) { todo.push_back(part); });
  }
}

}  // namespace fairstart::difference
