// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <tuple>

#include "dsl/base/decimal.hpp"
#include "dsl/base/text.hpp"
#include "dsl/check/checker.hpp"

namespace fairstart::check {

using types::Kind;

void Checker::fill_example(Cursor decl) {
  if (module_ != modules_.asked_for.front()) return;  // a library's examples are its own affair
  if (decl.has_word("examples from")) {
    fill_examples_from(decl);
    return;
  }
  plan::Example example{.title = text_of(decl.child(NodeKind::TEXT)), .span = decl.child(NodeKind::TEXT).span()};
  if (const auto day = date(decl.child(NodeKind::DATE))) example.as_at = *day;
  std::map<std::string, std::pair<RecordId, RoleId>> rows;
  for (const Cursor child : decl)
    if (child.is(NodeKind::made)) example.rows.push_back(made_row(child, {}, rows));
  check_made_links(example.rows, rows);
  for (const Cursor child : decl)
    if (child.is(NodeKind::expect)) fill_expectation(child, rows, example);
  plan_.examples.push_back(std::move(example));
}

// NAME NAME? { (made | others no | NAME literal)* }
plan::MadeRow Checker::made_row(Cursor at, RecordId owner, std::map<std::string, std::pair<RecordId, RoleId>>& rows) {
  const Cursor what = at.child(NodeKind::NAME);
  plan::MadeRow row{.span = what.span()};
  const bool known = row_named(what, row.record, row.role);
  bool inside = false;
  // The row's own name is the NAME before the brace.
  for (const Cursor child : at) {
    if (child.is(NodeKind::mark) && child.text() == "{") break;
    if (child.is(NodeKind::NAME) && child.index() != what.index()) row.name = child.text();
  }
  if (!known) return row;
  if (!row.name.empty()) {
    if (!rows.emplace(row.name, std::pair{row.record, row.role}).second)
      report(Code::declared_twice, at.span(), fmt::format("two rows are called `{}`", row.name), "give each a name of its own");
  }
  const plan::Record& record = plan_.record(row.record);
  if (owner.exists() && record.owner != owner) {
    report(Code::example_wrong_name, what.span(),
           fmt::format("a {} does not belong to a {}", record.name, plan_.record(owner).name),
           record.owner.exists() ? fmt::format("put it inside a {}", plan_.record(record.owner).name) : "",
           {{record.span, "declared here"}});
  }
  plan::FieldId field;
  std::map<std::string, base::Span> seen;
  for (const Cursor child : at) {
    if (child.is(NodeKind::mark) && child.text() == "{") inside = true;
    if (!inside) continue;
    if (child.is(NodeKind::made)) row.rows.push_back(made_row(child, row.record, rows));
    if (child.is_word("others no")) row.others_no = true;
    if (child.is(NodeKind::NAME)) {
      field = {};
      std::vector<std::string_view> names;
      for (const plan::FieldId each : plan_.record(row.record).fields) {
        names.push_back(plan_.field(each).name);
        if (plan_.field(each).name == child.text()) field = each;
      }
      if (!field.exists())
        unknown_name(child, fmt::format("fact of a {}", plan_.record(row.record).name), names);
      else if (plan_.field(field).type.kind != Kind::codes)
        once(child, seen, child.text());
    }
    if (child.is(NodeKind::literal) && field.exists()) {
      const std::size_t errors = diagnostics_.errors();
      plan::MadeFact fact = made_fact(child, field);
      if (fact.value) check_fact(row.role, field, *fact.value, child);
      if (diagnostics_.errors() == errors) add_fact(row.facts, std::move(fact), child);
    }
  }
  return row;
}

// A link's literal is what the example calls another row.
plan::MadeFact Checker::made_fact(Cursor at, plan::FieldId id) {
  const plan::Field& field = plan_.field(id);
  plan::MadeFact fact{.field = id, .span = at.span()};
  if (field.type.kind == Kind::link && at.first().is(NodeKind::NAME))
    fact.value = plan::Constant{.text = std::string(at.text())};
  else
    fact.value = literal(at, field.type, field.span, &fact.why);
  if (fact.value) keep_nhs_number(id, *fact.value, at);
  return fact;
}

// What a `many of` field says more than once adds up.
void Checker::add_fact(std::vector<plan::MadeFact>& facts, plan::MadeFact fact, Cursor at) {
  const bool many = plan_.field(fact.field).type.kind == Kind::codes;
  const auto before = std::find_if(facts.begin(), facts.end(), [&](const auto& other) { return other.field == fact.field; });
  if (!many || before == facts.end()) {
    facts.push_back(std::move(fact));
    return;
  }
  const bool one_more = fact.value && before->value && fact.value->number != 0 && before->value->number != 0;
  if (one_more && (fact.value->number & before->value->number) == 0) {
    before->value->number |= fact.value->number;
    return;
  }
  report(Code::declared_twice, at.span(),
         one_more ? fmt::format("`{}` is said twice", at.text())
                  : fmt::format("`{}` does not go with what is said before", at.text()),
         "a fact that takes several codes is written once for each", {{before->span, "said here"}});
}

// Once all rows have their names.
void Checker::check_made_links(const std::vector<plan::MadeRow>& made,
                               const std::map<std::string, std::pair<RecordId, RoleId>>& rows) {
  for (const plan::MadeRow& row : made) {
    for (const plan::MadeFact& fact : row.facts) {
      const plan::Field& field = plan_.field(fact.field);
      if (field.type.kind != Kind::link || !fact.value) continue;
      const auto found = rows.find(fact.value->text);
      if (found != rows.end() && found->second.first == field.type.record) continue;
      const std::string& wanted = plan_.record(field.type.record).name;
      if (found != rows.end()) {
        report(Code::example_wrong_name, fact.span,
               fmt::format("`{}` is a {}, where `{}` names a {}", found->first, plan_.record(found->second.first).name,
                           field.name, wanted),
               "", {{field.span, "declared here"}});
        continue;
      }
      std::vector<std::string_view> names;
      for (const auto& [name, what] : rows)
        if (what.first == field.type.record) names.push_back(name);
      const std::string_view near = base::nearest(fact.value->text, names);
      report(Code::example_wrong_name, fact.span, fmt::format("the example has no {} called `{}`", wanted, fact.value->text),
             near.empty() ? fmt::format("give that row a name: `{} {} {{ … }}`", wanted, fact.value->text)
                          : fmt::format("did you mean `{}`?", near),
             {{field.span, fmt::format("`{}` names a {}", field.name, wanted)}});
    }
    check_made_links(row.rows, rows);
  }
}

// A fact is one that a record could hold, and that the row's role allows.
void Checker::check_fact(RoleId role, plan::FieldId id, const plan::Constant& value, Cursor at) {
  const plan::Field& field = plan_.field(id);
  const auto shown = [&](std::int64_t number) { return plan::show_value(field.type, number, plan_); };
  const bool number = field.type.kind == Kind::number;
  if (number && field.type.whole && (value.number / base::million > INT32_MAX || value.number / base::million < -INT32_MAX))
    report(Code::bad_number, at.span(), fmt::format("`{}` is too large for `{}`", at.text(), field.name));
  else if ((field.lowest && value.number < *field.lowest) || (field.highest && value.number > *field.highest))
    report(Code::wrong_type, at.span(),
           fmt::format("`{}` is outside {} to {}, where `{}` lies", at.text(), shown(field.lowest.value_or(value.number)),
                       shown(field.highest.value_or(value.number)), field.name),
           "records with such a value are rejected", {{field.span, "declared here"}});
  if (!role.exists()) return;
  for (const auto& [fixed, fixed_to] : plan_.roles[role.index()].fixed)
    if (fixed == id && fixed_to != value.number)
      report(Code::wrong_type, at.span(),
             fmt::format("the `{}` of a {} is {}", field.name, plan_.roles[role.index()].name, shown(fixed_to)),
             "leave the fact out, or make the row under another role", {{plan_.roles[role.index()].span, "declared here"}});
}

void Checker::fill_expectation(Cursor at, const std::map<std::string, std::pair<RecordId, RoleId>>& rows,
                               plan::Example& example) {
  plan::Expectation expectation{.span = at.span(), .text = text_at(at.span())};
  RecordId record;
  RoleId role;
  if (const Cursor row_at = at.after_word("for")) {
    const auto found = rows.find(std::string(row_at.text()));
    if (found == rows.end()) {
      std::vector<std::string_view> names;
      for (const auto& [name, what] : rows) names.push_back(name);
      const std::string_view near = base::nearest(row_at.text(), names);
      report(Code::example_wrong_name, row_at.span(), fmt::format("the example has no row called `{}`", row_at.text()),
             near.empty() ? "" : fmt::format("did you mean `{}`?", near));
      return;
    }
    expectation.row = found->first;
    std::tie(record, role) = found->second;
  } else {
    for (const plan::MadeRow& row : example.rows)
      if (!record.exists()) record = row.record;
  }
  if (!record.exists()) {
    report(Code::example_wrong_name, at.span(), "the example makes no family to expect something of", "add `family { … }`");
    return;
  }
  const bool no_offer = at.has_word("no offer"), cannot = static_cast<bool>(at.child(NodeKind::CANT)),
             offer = no_offer || cannot || at.has_word("offer");
  const Cursor ref = at.child(NodeKind::ref);
  const auto is_for = [&](RecordId for_record, base::Span declared) {
    if (!for_record.exists() || for_record == record) return for_record.exists();
    report(Code::example_wrong_name, ref.span(),
           fmt::format("`{}` is for a {}, not a {}", ref.text(), plan_.record(for_record).name, plan_.record(record).name),
           "say whom: `… for NAME`", {{declared, "declared here"}});
    return false;
  };
  if (at.has_word("on list") || at.has_word("not on list")) {
    const Symbol* symbol = need(Space::registers, ref.child(NodeKind::NAME), "list");
    if (symbol == nullptr) return;
    const plan::Register& list = plan_.registers[symbol->index];
    if (!is_for(list.record, list.span)) return;
    plan::ExpectListed what{.list = plan::RegisterId{symbol->index}};
    if (!cannot) what.listed = !at.has_word("not on list");
    expectation.what = what;
  } else if (offer) {
    const plan::OfferId id = expected_offer(ref);
    if (!id.exists() || !is_for(plan_.offers[id.index()].record, plan_.offers[id.index()].span)) return;
    expectation.what = plan::ExpectOffer{.offer = id,
                                         .status = no_offer ? plan::OfferStatus::not_offered
                                                   : cannot ? plan::OfferStatus::cannot_tell
                                                            : plan::OfferStatus::offered};
  } else {
    const Cursor name = at.child(NodeKind::NAME), low_at = at.child(NodeKind::literal),
                 high_at = at.child(NodeKind::literal, 1);
    if (!expect_value(name, low_at, high_at, record, role, expectation)) return;
  }
  for (const Cursor detail : at)
    if (detail.is(NodeKind::detail)) expect_detail(detail, expectation);
  example.expectations.push_back(std::move(expectation));
}

// `new-birth-visit`, or `routine.mmrv-2` of a schedule.
plan::OfferId Checker::expected_offer(Cursor ref) {
  const Cursor name = ref.child(NodeKind::NAME), of_schedule = ref.child(NodeKind::NAME, 1);
  if (!of_schedule) {
    const Symbol* symbol = need(Space::offers, name, "offer");
    return symbol == nullptr ? plan::OfferId{} : plan::OfferId{symbol->index};
  }
  const Symbol* symbol = need(Space::schedules, name, "schedule");
  if (symbol == nullptr) return {};
  const plan::Schedule& schedule = plan_.schedules[symbol->index];
  std::vector<std::string_view> names;
  for (const plan::OfferId offer : schedule.offers) {
    const std::string& full = plan_.offers[offer.index()].name;
    names.push_back(std::string_view(full).substr(std::min(full.size(), schedule.name.size() + 1)));
    if (names.back() == of_schedule.text()) return offer;
  }
  unknown_name(of_schedule, fmt::format("offer of {}", schedule.name), names);
  return {};
}

bool Checker::expect_value(Cursor name, Cursor low_at, Cursor high_at, RecordId record, RoleId role,
                           plan::Expectation& expectation) {
  const Cursor word = low_at.first();
  for (const Symbol* symbol : find_all(Space::values, name.text())) {
    if (symbol->record != record || (symbol->role.exists() && !known_in_role(role, symbol->role))) continue;
    if (symbol->kind == SymbolKind::score) {
      const auto low = literal(low_at, types::number(), symbol->span);
      const auto high = high_at ? literal(high_at, types::number(), symbol->span) : low;
      if (!low || !high) return false;
      expectation.what = plan::ExpectScore{plan::ScoreId{symbol->index}, low->number, high->number};
      return true;
    }
    if (symbol->kind == SymbolKind::levels) {
      const plan::Levels& scheme = plan_.levels[symbol->index];
      plan::ExpectLevel what{.levels = types::LevelsId{symbol->index}};
      if (word.is_word("unknown")) {
        what.unknown = true;
      } else {
        const auto level = std::find_if(scheme.levels.begin(), scheme.levels.end(),
                                        [&](const plan::Level& l) { return l.name == low_at.text(); });
        if (level == scheme.levels.end()) {
          std::vector<std::string_view> names;
          for (const plan::Level& each : scheme.levels) names.push_back(each.name);
          unknown_name(low_at, fmt::format("level of {}", scheme.name), names);
          return false;
        }
        what.level = static_cast<std::size_t>(level - scheme.levels.begin());
      }
      expectation.what = what;
      return true;
    }
    if (symbol->kind == SymbolKind::definition) {
      const plan::DefinitionId id{symbol->index};
      fill_definition(id);
      const ExprId meaning = plan_.definitions[id.index()].meaning;
      if (!meaning.exists() || is_poison(meaning)) return false;
      plan::ExpectAnswer what{.definition = id};
      if (word.is_word("unknown")) {
        expectation.what = what;
        return true;
      }
      const Type type = type_of(meaning);
      const auto low = literal(low_at, type, symbol->span);
      const auto high = high_at ? literal(high_at, type, symbol->span) : low;
      if (!low || !high) return false;
      if (type.kind == Kind::yes_no)
        what.answer = low->number != 0;
      else {
        what.lowest = low;
        what.highest = high;
      }
      expectation.what = what;
      return true;
    }
  }
  // Groups are expected one by one: `expect getting-help yes`.
  for (const auto& [scheme_name, symbol] : all_of(SymbolKind::levels)) {
    const plan::Levels& scheme = plan_.levels[symbol->index];
    if (symbol->record != record || scheme.kind != plan::LevelsKind::groups) continue;
    for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
      if (scheme.levels[i].name != name.text()) continue;
      plan::ExpectGroup what{.levels = types::LevelsId{symbol->index}, .group = i};
      if (word.is_word("yes") || word.is_word("no")) what.answer = word.is_word("yes");
      expectation.what = what;
      return true;
    }
  }
  const RowContext row{record, role};
  if (!is_poison(need_value(name, row)))
    report(Code::example_wrong_name, name.span(), fmt::format("`{}` is a fact, not something that is worked out", name.text()),
           "expect a definition, score, tier or offer");
  return false;
}

// What a reason can rest on: facts, definitions, scores, levels, parameters, roles.
std::vector<std::string_view> Checker::names_of_reasons() const {
  std::vector<std::string_view> names;
  for (const plan::Field& field : plan_.fields) names.push_back(field.name);
  for (const plan::Definition& definition : plan_.definitions) names.push_back(definition.name);
  for (const plan::Score& score : plan_.scores) names.push_back(score.name);
  for (const plan::Parameter& parameter : plan_.parameters) names.push_back(parameter.name);
  for (const plan::Role& role : plan_.roles) names.push_back(role.name);
  for (const plan::Levels& scheme : plan_.levels) {
    names.push_back(scheme.name);
    for (const plan::Level& level : scheme.levels) names.push_back(level.name);
  }
  return names;
}

bool Checker::can_be_asked(std::string_view name) const {
  for (const plan::Field& field : plan_.fields)
    if (field.name == name) return true;
  for (const plan::Record& record : plan_.records)
    if (record.plural == name) return true;
  for (const plan::Parameter& parameter : plan_.parameters)
    if (parameter.name == name) return true;
  return false;
}

void Checker::expect_detail(Cursor at, plan::Expectation& expectation) {
  const Cursor word = at.first();
  auto* level = std::get_if<plan::ExpectLevel>(&expectation.what);
  auto* offer = std::get_if<plan::ExpectOffer>(&expectation.what);
  const auto misplaced = [&](std::string_view of) {
    report(Code::out_of_place, at.span(), fmt::format("`{}` does not go with this", word.text()),
           fmt::format("it is said of {}", of));
  };
  if (word.is_word("could be")) {
    if (level == nullptr) return misplaced("tiers");
    const plan::Levels& scheme = plan_.levels[level->levels.index()];
    std::vector<std::string_view> names;
    for (const plan::Level& each : scheme.levels) names.push_back(each.name);
    for (const Cursor name : at) {
      if (!name.is(NodeKind::NAME)) continue;
      const auto found = std::find(names.begin(), names.end(), name.text());
      if (found == names.end())
        unknown_name(name, fmt::format("level of {}", scheme.name), names);
      else
        level->could_be.push_back(static_cast<std::size_t>(found - names.begin()));
    }
    std::sort(level->could_be.begin(), level->could_be.end());
    return;
  }
  if (word.is_word("asks")) {
    std::vector<plan::AskedFact> facts;
    bool of = false;
    for (const Cursor child : at) {
      if (child.is_word("of")) of = true;
      if (!child.is(NodeKind::NAME)) continue;
      if (!of && !can_be_asked(child.text())) {
        report(Code::example_wrong_name, child.span(),
               fmt::format("there is no fact, list or parameter `{}` to ask about", child.text()));
        return;
      }
      if (std::exchange(of, false) && !facts.empty())
        facts.back().row = child.text();
      else
        facts.push_back({std::string(child.text()), {}});
    }
    expectation.asks = std::move(facts);
    return;
  }
  if (word.is_word("because")) {
    const Cursor name = at.child(NodeKind::NAME);
    const std::vector<std::string_view> names = names_of_reasons();
    if (std::find(names.begin(), names.end(), name.text()) == names.end())
      unknown_name(name, "fact or definition", names);
    else
      expectation.because.emplace_back(name.text());
    return;
  }
  if (offer == nullptr) return misplaced("offers");
  if (word.is_word("amount")) {
    const plan::Offer& of = plan_.offers[offer->offer.index()];
    if (of.amount_type.kind != Kind::number) {
      report(Code::example_wrong_name, at.span(), fmt::format("`{}` has no amount", of.name), "", {{of.span, "declared here"}});
      return;
    }
    const Cursor high_at = at.child(NodeKind::literal, 1);
    const auto low = literal(at.child(NodeKind::literal), of.amount_type, of.span);
    const auto high = high_at ? literal(high_at, of.amount_type, of.span) : low;
    if (low && high) {
      offer->amount_lowest = low->number;
      offer->amount_highest = high->number;
    }
  } else if (word.is_word("due from")) {
    offer->due_from = date(at.child(NodeKind::DATE));
  } else if (word.is_word("due by")) {
    offer->due_by = date(at.child(NodeKind::DATE));
  } else if (word.is_word("early")) {
    offer->early = true;
  } else if (word.is_word("not yet due")) {
    offer->window = plan::WindowState::not_yet_due;
  } else if (word.is_word("open")) {
    offer->window = plan::WindowState::open;
  } else if (word.is_word("missed")) {
    offer->window = plan::WindowState::missed;
  } else if (word.is_word("done")) {
    offer->window = plan::WindowState::done;
  } else {
    not_built_yet(at.span(), fmt::format("`{}`", word.text()));
  }
}

}  // namespace fairstart::check
