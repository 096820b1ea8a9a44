// SPDX-License-Identifier: Apache-2.0
#include "engine/examples/judge.hpp"

#include <algorithm>

#include "dsl/base/overloaded.hpp"
#include "engine/examples/words.hpp"
#include "engine/explain/behind.hpp"

namespace fairstart::examples {
namespace {

using base::overloaded;

std::optional<bool> definite(column::Answer answer) {
  if (answer == column::unknown) return {};
  return answer == column::yes;
}

}  // namespace

plan::RecordId record_of(const plan::Plan& plan, const plan::Expectation& expectation) {
  return std::visit(overloaded{
                        [&](const plan::ExpectLevel& e) { return plan.levels[e.levels.index()].record; },
                        [&](const plan::ExpectGroup& e) { return plan.levels[e.levels.index()].record; },
                        [&](const plan::ExpectScore& e) { return plan.scores[e.score.index()].record; },
                        [&](const plan::ExpectAnswer& e) { return plan.definitions[e.definition.index()].record; },
                        [&](const plan::ExpectOffer& e) { return plan.offers[e.offer.index()].record; },
                        [&](const plan::ExpectListed& e) { return plan.registers[e.list.index()].record; },
                    },
                    expectation.what);
}

Judge::Judge(const column::Database& database, const column::Clock& clock, const column::Evaluated& evaluated)
    : database_(database), plan_(*database.plan), clock_(clock), evaluated_(evaluated), asker_(database, clock) {}

// A name may be of a row below the one meant: `for noah` of something about the family is about noah's family.
std::optional<column::Row> Judge::row_of(plan::RecordId record, const std::string& name) const {
  const auto in_chunk = [&](column::Row row) {
    const column::Rows rows = evaluated_.chunk.rows[record.index()];
    return row >= rows.begin && row < rows.end;
  };
  const auto rows_in = [&](plan::RecordId id) { return static_cast<column::Row>(database_.table(id).rows); };
  if (name.empty()) {
    column::Row row = column::no_row;
    if (record == plan_.family || rows_in(record) == 1)
      row = 0;
    else if (plan_.family.exists() && rows_in(plan_.family) > 0 && plan_.belongs_under(plan_.family, record))
      row = column::owner_row(database_, plan_.family, 0, record);
    return row != column::no_row && in_chunk(row) ? std::optional(row) : std::nullopt;
  }
  for (std::size_t i = 0; i < plan_.records.size(); ++i) {
    const plan::RecordId id(i);
    if (!plan_.belongs_under(id, record)) continue;
    for (column::Row row = 0; row < rows_in(id); ++row) {
      if (database_.table(id).keys.text(row) != name) continue;
      const column::Row found = column::owner_row(database_, id, row, record);
      if (found != column::no_row && in_chunk(found)) return found;
    }
  }
  return {};
}

std::string Judge::name_of(plan::RecordId record, column::Row row) const {
  if (row == column::no_row || (record == plan_.family && database_.table(record).rows == 1)) return "";
  return database_.table(record).keys.text(row);
}

Judge::Asked Judge::asked(const explain::Ask& ask) const {
  Asked out;
  for (const explain::Fact& fact : ask.facts) {
    const std::string row = fact.record.exists() ? name_of(fact.record, fact.row) : "";
    if (fact.field.exists()) out.emplace(plan_.field(fact.field).name, row);
    if (fact.list.exists()) out.emplace(plan_.record(fact.list).plural, row);
    if (fact.parameter.exists()) out.emplace(plan_.parameters[fact.parameter.index()].name, "");
  }
  return out;
}

// A text that no row holds is the plan's own, numbered as docs/evaluation.md says.
std::string Judge::text_of(std::int64_t number) const {
  if (number >= 0) return std::string(database_.texts.text(static_cast<std::uint32_t>(number)));
  std::vector<std::string> texts;
  const auto add = [&](const plan::Constant& constant) {
    if (std::find(texts.begin(), texts.end(), constant.text) == texts.end()) texts.push_back(constant.text);
  };
  for (const plan::Expr& expr : plan_.exprs)
    if (const auto* constant = std::get_if<plan::Constant>(&expr.node); constant && expr.type.kind == types::Kind::text)
      add(*constant);
  for (const plan::Parameter& parameter : plan_.parameters)
    if (parameter.type.kind == types::Kind::text)
      for (const plan::ParameterPeriod& period : parameter.values) add(period.value);
  const auto place = static_cast<std::size_t>(-1 - number);
  return place < texts.size() ? texts[place] : "";
}

Judge::Answer Judge::got(const plan::ExpectLevel& expected, column::Row row, bool asks) const {
  const plan::Levels& scheme = plan_.levels[expected.levels.index()];
  // `expect thrive getting-advice`: a row can be in several groups; this one is among them.
  if (scheme.kind == plan::LevelsKind::groups)
    return got(plan::ExpectGroup{expected.levels, expected.level, expected.unknown ? std::nullopt : std::optional(true)}, row,
               asks);
  const std::uint64_t possible = evaluated_.possible_levels(plan_, expected.levels, row);
  const offers::LevelResult found = offers::level_result(scheme, possible);
  Answer out;
  out.head = scheme.name + ' ' + (found.answer ? scheme.levels[*found.answer].name : "unknown");
  std::vector<std::size_t> could_be = found.could_be, stated = expected.could_be;
  std::vector<std::string> names;
  for (const std::size_t level : could_be) names.push_back(scheme.levels[level].name);
  if (!names.empty()) out.details.push_back("could be " + either(names));
  std::sort(could_be.begin(), could_be.end());
  std::sort(stated.begin(), stated.end());
  out.holds = expected.unknown ? !found.answer && (stated.empty() || stated == could_be)
                               : found.answer == expected.level && stated == could_be;
  out.settled = found.answer.has_value() && could_be.empty();
  if (asks && !out.settled) out.ask = asker_.about_levels(evaluated_, expected.levels, row);
  return out;
}

Judge::Answer Judge::got(const plan::ExpectGroup& expected, column::Row row, bool asks) const {
  const plan::Levels& scheme = plan_.levels[expected.levels.index()];
  const plan::Level& group = scheme.levels[expected.group];
  const column::Answer found = group.when.exists() ? evaluated_.answer(plan_, group.when, row) : column::yes;
  Answer out;
  out.head = found == column::yes ? scheme.name + ' ' + group.name : group.name + ' ' + said(found);
  out.holds = definite(found) == expected.answer;
  out.settled = found != column::unknown;
  if (asks && !out.settled) out.ask = asker_.about(evaluated_, group.when, row);
  return out;
}

Judge::Answer Judge::got(const plan::ExpectScore& expected, column::Row row, bool asks) const {
  const plan::Score& score = plan_.scores[expected.score.index()];
  const column::Interval found = evaluated_.score(plan_, expected.score, row);
  Answer out;
  out.head = score.name + ' ' + range(types::number(), found, plan_);
  out.holds = found == column::Interval{expected.lowest, expected.highest};
  out.settled = found.known();
  if (asks && !out.settled) out.ask = asker_.about_score(evaluated_, expected.score, row);
  return out;
}

void Judge::value(const plan::ExpectAnswer& expected, const plan::Definition& definition, column::Interval found,
                  Answer& out) const {
  const types::Type& type = plan_.expr(definition.meaning).type;
  out.settled = found.known();
  if (type.kind == types::Kind::text) {
    const std::string shown = found.known() ? text_of(found.lo) : "";
    out.head = definition.name + ' ' + (found.known() ? '"' + shown + '"' : "unknown");
    out.holds = expected.lowest ? found.known() && shown == expected.lowest->text : !found.known();
    return;
  }
  out.head = definition.name + ' ' + range(type, found, plan_);
  if (!expected.lowest) {
    out.holds = !found.known();
    return;
  }
  const std::int64_t lowest = expected.lowest->number;
  out.holds = found == column::Interval{lowest, expected.highest ? expected.highest->number : lowest};
}

Judge::Answer Judge::got(const plan::ExpectAnswer& expected, column::Row row, bool asks) const {
  const plan::Definition& definition = plan_.definitions[expected.definition.index()];
  const types::Kind kind = plan_.expr(definition.meaning).type.kind;
  Answer out;
  if (kind == types::Kind::yes_no) {
    const column::Answer found = evaluated_.answer(plan_, definition.meaning, row);
    out.head = definition.name + ' ' + said(found);
    out.holds = definite(found) == expected.answer;
    out.settled = found != column::unknown;
    if (asks && !out.settled) out.ask = asker_.about(evaluated_, definition.meaning, row);
  } else if (kind == types::Kind::levels) {
    const plan::Levels& scheme = plan_.levels[plan_.expr(definition.meaning).type.levels.index()];
    const offers::LevelResult found = offers::level_result(scheme, evaluated_.possible_levels(plan_, definition.meaning, row));
    out.settled = found.answer.has_value() && found.could_be.empty();
    out.head = definition.name + ' ' + (out.settled ? scheme.levels[*found.answer].name : "unknown");
    out.holds =
        expected.lowest ? out.settled && static_cast<std::int64_t>(*found.answer) == expected.lowest->number : !out.settled;
  } else {
    value(expected, definition, evaluated_.interval(plan_, definition.meaning, row), out);
  }
  if (asks && !out.settled && kind != types::Kind::yes_no) out.ask = asker_.about(evaluated_, definition.meaning, row);
  return out;
}

void Judge::details(const plan::ExpectOffer& expected, const plan::Offer& offer, const offers::OfferResult& result,
                    Answer& out) const {
  if (result.amount) out.details.push_back("amount " + range(offer.amount_type, *result.amount, plan_));
  if (result.due_from) out.details.push_back("due from " + base::format_iso_date(*result.due_from));
  if (result.due_by) out.details.push_back("due by " + base::format_iso_date(*result.due_by));
  if (result.window != plan::WindowState::none) out.details.emplace_back(plan::word_of(result.window));
  if (result.early) out.details.emplace_back("early");
  if (expected.amount_lowest) {
    const std::int64_t lowest = *expected.amount_lowest;
    out.holds = out.holds && result.amount == column::Interval{lowest, expected.amount_highest.value_or(lowest)};
  }
  if (expected.due_from) out.holds = out.holds && result.due_from == expected.due_from;
  if (expected.due_by) out.holds = out.holds && result.due_by == expected.due_by;
  if (expected.window) out.holds = out.holds && result.window == *expected.window;
  if (expected.early) out.holds = out.holds && result.early;
}

Judge::Answer Judge::got(const plan::ExpectOffer& expected, column::Row row, bool asks) const {
  const plan::Offer& offer = plan_.offers[expected.offer.index()];
  const offers::OfferResult found = offers::result(plan_, offer, evaluated_, clock_, row);
  Answer out;
  switch (found.status) {
    case column::yes: out.head = "offer " + offer.name; break;
    case column::no: out.head = "no offer " + offer.name; break;
    default: out.head = "can't tell offer " + offer.name; break;
  }
  switch (expected.status) {
    case plan::OfferStatus::offered: out.holds = found.status == column::yes; break;
    case plan::OfferStatus::not_offered: out.holds = found.status == column::no; break;
    case plan::OfferStatus::cannot_tell: out.holds = found.status == column::unknown; break;
  }
  details(expected, offer, found, out);
  out.settled = found.status != column::unknown;
  if (asks && !out.settled) out.ask = asker_.about(evaluated_, offer.eligible, row);
  return out;
}

Judge::Answer Judge::got(const plan::ExpectListed& expected, column::Row row, bool asks) const {
  const plan::Register& list = plan_.registers[expected.list.index()];
  const column::Answer found = list.eligible.exists() ? evaluated_.answer(plan_, list.eligible, row) : column::yes;
  Answer out;
  out.head = (found == column::yes  ? "on list "
              : found == column::no ? "not on list "
                                    : "can't tell whether on list ") +
             list.name;
  out.holds = found == (expected.listed ? column::answer_of(*expected.listed) : column::unknown);
  out.settled = found != column::unknown;
  if (asks && !out.settled) out.ask = asker_.about(evaluated_, list.eligible, row);
  return out;
}

std::set<std::string> Judge::names_behind(const plan::Expectation& expectation, column::Row row) const {
  const explain::Options options{.show_restricted = true};
  const explain::Wording wording(database_, clock_, evaluated_, options);
  explain::Behind behind(wording);
  std::visit(
      overloaded{
          [&](const plan::ExpectLevel& e) {
            const plan::Levels& scheme = plan_.levels[e.levels.index()];
            if (scheme.kind == plan::LevelsKind::groups && !e.unknown)
              behind.expression(scheme.levels[e.level].when, row);
            else
              behind.levels(e.levels, row);
          },
          [&](const plan::ExpectGroup& e) { behind.expression(plan_.levels[e.levels.index()].levels[e.group].when, row); },
          [&](const plan::ExpectScore& e) { behind.score(e.score, row); },
          [&](const plan::ExpectAnswer& e) { behind.expression(plan_.definitions[e.definition.index()].meaning, row); },
          [&](const plan::ExpectOffer& e) { behind.expression(plan_.offers[e.offer.index()].eligible, row); },
          [&](const plan::ExpectListed& e) { behind.expression(plan_.registers[e.list.index()].eligible, row); },
      },
      expectation.what);
  return std::move(behind.names);
}

Judged Judge::compose(const plan::Expectation& expectation, const Answer& answer, column::Row about) const {
  Judged out;
  out.got = "expect " + answer.head;
  if (!expectation.row.empty()) out.got += " for " + expectation.row;
  for (const std::string& detail : answer.details) out.got += ", " + detail;
  const Asked found = asked(answer.ask);
  std::vector<std::string> facts;
  for (const auto& [field, row] : found) facts.push_back(row.empty() ? field : field + " of " + row);
  if (!facts.empty()) out.got += ", asks " + joined(facts, " and ");
  out.holds = answer.holds;
  if (!expectation.because.empty()) {
    const std::set<std::string> behind = names_behind(expectation, about);
    std::vector<std::string> names(behind.begin(), behind.end());
    for (const std::string& name : expectation.because) out.holds = out.holds && behind.contains(name);
    if (!out.holds) out.got += names.empty() ? ", because of nothing" : ", because of " + joined(names, ", ");
  }
  if (expectation.asks) {
    Asked stated;
    for (const plan::AskedFact& fact : *expectation.asks) {
      const auto row = fact.row.empty() ? std::nullopt : row_of(plan_.family, fact.row);
      const bool is_family = row && plan_.family.exists() && database_.table(plan_.family).keys.text(*row) == fact.row;
      stated.emplace(fact.field, is_family ? name_of(plan_.family, *row) : fact.row);
    }
    out.holds = out.holds && stated == found;
  }
  return out;
}

Judged Judge::judge(const plan::Expectation& expectation) const {
  const plan::RecordId record = record_of(plan_, expectation);
  const std::optional<column::Row> row = row_of(record, expectation.row);
  if (!row)
    return {false, expectation.row.empty() ? "nobody that this could be about" : "nobody named " + expectation.row, record};
  const auto judged = [&](bool asks) {
    Judged out =
        compose(expectation, std::visit([&](const auto& what) { return got(what, *row, asks); }, expectation.what), *row);
    out.record = record;
    out.row = *row;
    return out;
  };
  // What to ask takes long to work out: only where it is stated, or where a failure is to be told in full.
  Judged out = judged(expectation.asks.has_value());
  return out.holds || expectation.asks ? out : judged(true);
}

}  // namespace fairstart::examples
