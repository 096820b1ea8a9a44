// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "dsl/base/overloaded.hpp"
#include "engine/explain/places.hpp"
#include "engine/offers/offers.hpp"

namespace fairstart::explain {
namespace {

using base::overloaded;

std::string_view words_for(plan::Missing why) {
  switch (why) {
    case plan::Missing::not_recorded: return "is not recorded";
    case plan::Missing::not_asked: return "was not asked";
    case plan::Missing::declined: return "was declined";
    case plan::Missing::another_time: return "was recorded at another time";
    case plan::Missing::records_disagree: return "is not known: records of one day disagree";
    case plan::Missing::no_certain_record: return "is not known: there is no record that certainly counts";
    case plan::Missing::no_parameter_value: return "has no value on this date";
  }
  return "is not known";
}

}  // namespace

void add_once(std::vector<std::string>& out, std::string text) {
  if (!text.empty() && std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
}

Wording::Wording(const column::Database& database, const column::Clock& clock, const column::Evaluated& evaluated,
                 const Options& options)
    : database_(database),
      plan_(*database.plan),
      clock_(clock),
      evaluated_(evaluated),
      options_(options),
      open_(column::open_lists(database, clock.as_at, clock.period_from, clock.period_to)) {}

column::Answer Wording::answer(plan::ExprId id, column::Row row) const {
  return evaluated_.has(id) && !(row == column::no_row && plan_.expr(id).row.exists()) ? evaluated_.answer(plan_, id, row)
                                                                                       : column::unknown;
}

column::Interval Wording::interval(plan::ExprId id, column::Row row) const {
  if (!evaluated_.has(id) || (row == column::no_row && plan_.expr(id).row.exists())) return {};
  if (plan_.expr(id).type.kind == types::Kind::levels) return {};
  return evaluated_.interval(plan_, id, row);
}

bool Wording::in_role(const plan::List& list, column::Row row) const {
  if (!list.role.exists()) return true;
  const auto& made_as = database_.table(list.record).made_as;
  if (row < made_as.size() && made_as[row] != 0) return made_as[row] == list.role.index() + 1;
  const plan::ExprId where = plan_.roles[list.role.index()].where;
  return !where.exists() || answer(where, row) != column::no;
}

std::string Wording::value(const plan::Type& type, const column::Interval& value) const {
  const auto one = [&](std::int64_t number) -> std::string {
    if (type.kind == types::Kind::date) return base::format_long_date(static_cast<base::Day>(number));
    const bool text = type.kind == types::Kind::text || type.kind == types::Kind::link;
    if (text && number >= 0 && static_cast<std::size_t>(number) < database_.texts.size())
      return fmt::format("\"{}\"", database_.texts.text(static_cast<std::uint32_t>(number)));
    return plan::show_value(type, number, plan_);
  };
  if (value.known()) return one(value.lo);
  const bool has_order = type.kind == types::Kind::number || type.kind == types::Kind::date;
  if (!has_order || (value.lo == column::no_lower && value.hi == column::no_upper)) return "not known";
  if (value.lo == column::no_lower) return "at most " + one(value.hi);
  if (value.hi == column::no_upper) return "at least " + one(value.lo);
  return one(value.lo) + " to " + one(value.hi);
}

std::string Wording::levels(plan::LevelsId id, std::uint64_t possible) const {
  const plan::Levels& scheme = plan_.levels[id.index()];
  const offers::LevelResult result = offers::level_result(scheme, possible);
  std::string out = result.answer ? scheme.levels[*result.answer].title : "";
  for (std::size_t i = 0; i < result.could_be.size(); ++i) {
    out += i == 0 ? (out.empty() ? "can't tell: " : ", could be ") : " or ";
    out += scheme.levels[result.could_be[i]].title;
  }
  return out;
}

std::string Wording::subject(plan::RecordId record, column::Row row) const {
  const Place place = place_of(database_, record, row);
  if (!record.exists() || place.row == column::no_row) return "";
  return " of " + database_.id_of(place.record, place.row);
}

std::string Wording::row_name(plan::RecordId of, column::Row at) const {
  const auto [record, row] = place_of(database_, of, at);
  if (row == column::no_row) return "a row that is not known";
  const plan::Record& declared = plan_.record(record);
  std::string out = declared.name + ' ' + database_.id_of(record, row);
  if (!declared.date.exists()) return out;
  const column::Column& dates = database_.column(declared.date);
  return out + (column::is_known(dates, row)
                    ? " (" + base::format_long_date(static_cast<base::Day>(column::interval_at(dates, row).lo)) + ")"
                    : " (no date)");
}

std::string Wording::list_name(const plan::List& list) const {
  if (list.role.exists()) return plan_.roles[list.role.index()].plural;
  const auto& pairing = plan_.record(list.record).pairing;
  return plan_.record(pairing ? pairing->listed : list.record).plural;
}

std::string Wording::link_words(plan::FieldId link, column::Row row) const {
  const plan::Field& field = plan_.field(link);
  const std::string of = field.name + subject(field.record, row);
  const column::Row linked = linked_row(database_, clock_, link, row);
  if (linked != column::no_row) return of + " is " + database_.id_of(field.type.record, linked);
  const column::Column& cells = database_.column(link);
  const plan::Missing why = column::is_known(cells, row) ? plan::Missing::another_time : column::why_missing(cells, row);
  return of + ' ' + std::string(words_for(why));
}

bool Wording::open(const plan::List& list, column::Row row) const {
  const auto index = static_cast<std::size_t>(&list - plan_.lists.data());
  return (index < open_.size() && open_[index]) || column::is_open(database_, list.scope, row, list.record);
}

std::vector<std::size_t> Wording::chosen(const plan::Choose& node, column::Row row) const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < node.choices.size(); ++i) {
    const plan::ExprId when = node.choices[i].when;
    const column::Answer holds = when.exists() ? answer(when, row) : column::yes;
    if (holds != column::no) out.push_back(i);
    if (holds == column::yes) break;
  }
  return out;
}

// "< 5" reads as a condition does; "a, b" is either.
std::string Wording::cell_words(std::string cell) {
  for (const auto& [symbol, words] : {std::pair{"<= ", "at most "},
                                      {"≤ ", "at most "},
                                      {">= ", "at least "},
                                      {"≥ ", "at least "},
                                      {"< ", "under "},
                                      {"> ", "over "},
                                      {"= ", ""},
                                      {"≠ ", "not "}})
    if (cell.starts_with(symbol)) return words + cell.substr(std::string_view(symbol).size());
  if (const std::size_t last = cell.rfind(", "); last != std::string::npos) cell.replace(last, 2, " or ");
  return cell;
}

std::string Wording::table_row(plan::ExprId id, std::size_t choice, column::Row row) const {
  const auto table = std::find_if(plan_.decision_tables.begin(), plan_.decision_tables.end(), [&](const plan::Table& each) {
    return each.definition.exists() && plan_.definitions[each.definition.index()].meaning == id;
  });
  if (table == plan_.decision_tables.end() || choice >= table->rows.size()) return "";
  const plan::TableRow& declared = table->rows[choice];
  const bool certain = !declared.when.exists() || answer(declared.when, row) == column::yes;
  std::string out = fmt::format("row {} of {} {}", choice + 1, table->name, certain ? "holds" : "may hold");
  std::string cells;
  for (std::size_t i = 0; i < table->columns.size() && i < declared.cells.size(); ++i) {
    if (declared.cells[i] == "any") continue;
    cells += (cells.empty() ? "" : ", ") + table->columns[i].text + " is " + cell_words(declared.cells[i]);
  }
  return cells.empty() ? out : out + ": " + cells;
}

std::string Wording::name(plan::ExprId id) const {
  const plan::Expr& expr = plan_.expr(id);
  if (const auto* shift = std::get_if<plan::Shift>(&expr.node))
    return name(shift->by) + (shift->later ? " after " : " before ") + name(shift->date);
  if (const auto* owner = std::get_if<plan::OfOwner>(&expr.node)) return name(owner->value);
  if (const auto* listed = std::get_if<plan::OfListed>(&expr.node)) return name(listed->value);
  if (const auto* link = std::get_if<plan::OfLink>(&expr.node)) return name(link->value);
  if (const auto* field = std::get_if<plan::FieldValue>(&expr.node)) return plan_.field(field->field).name;
  if (const auto* parameter = std::get_if<plan::ParameterValue>(&expr.node))
    return plan_.parameters[parameter->parameter.index()].name;
  if (const auto* definition = std::get_if<plan::DefinitionValue>(&expr.node))
    return plan_.definitions[definition->definition.index()].name;
  if (const auto* constant = std::get_if<plan::Constant>(&expr.node); constant && expr.text.empty())
    return value(expr.type, {constant->number, constant->number});
  return expr.text;
}

std::string Wording::parameter(plan::ParameterId id) const {
  const plan::Parameter& declared = plan_.parameters[id.index()];
  const plan::ParameterPeriod* const period = declared.in_force(clock_.as_at);
  if (period == nullptr) return fmt::format("{} has no value on {}", declared.name, base::format_long_date(clock_.as_at));
  const plan::Constant& now = period->value;
  const bool text = declared.type.kind == types::Kind::text;
  std::string out = declared.name + " is " + (text ? '"' + now.text + '"' : value(declared.type, {now.number, now.number}));
  if (period->from) out += " from " + base::format_long_date(*period->from);
  if (period->to) out += " to " + base::format_long_date(*period->to);
  return out;
}

// " of noah": the row that a value is told of, where its words leave that out.
std::string Wording::whose(plan::ExprId id, column::Row row) const {
  const plan::Expr& expr = plan_.expr(id);
  if (!expr.row.exists()) return "";
  if (const auto* shift = std::get_if<plan::Shift>(&expr.node)) return whose(shift->date, row);
  if (const auto* next = std::get_if<plan::NextDay>(&expr.node)) return whose(next->after, row);
  if (const auto* owner = std::get_if<plan::OfOwner>(&expr.node)) {
    const plan::RecordId above = plan_.expr(owner->value).row;
    return above.exists() ? whose(owner->value, column::owner_row(database_, expr.row, row, above)) : "";
  }
  if (const auto* listed = std::get_if<plan::OfListed>(&expr.node))
    return whose(listed->value, place_of(database_, expr.row, row).row);
  if (const auto* link = std::get_if<plan::OfLink>(&expr.node))
    return whose(link->value, linked_row(database_, clock_, link->link, row));
  return subject(expr.row, row);
}

std::string Wording::stated(plan::ExprId id, column::Row row) const {
  const plan::Expr& expr = plan_.expr(id);
  const std::string of = name(id) + whose(id, row);
  if (const auto* field = std::get_if<plan::FieldValue>(&expr.node)) {
    const column::Column& cells = database_.column(field->field);
    const bool answers = expr.type.kind == types::Kind::yes_no;
    const bool known = answers ? answer(id, row) != column::unknown : interval(id, row).known();
    if (!known && column::is_known(cells, row)) return of + ' ' + std::string(words_for(plan::Missing::another_time));
    if (!known) return of + ' ' + std::string(words_for(column::why_missing(cells, row)));
    if (answers) return of + (answer(id, row) == column::yes ? " is yes" : " is no");
  }
  if (expr.type.kind == types::Kind::yes_no) {
    const column::Answer told = answer(id, row);
    return of + (told == column::yes ? " is yes" : told == column::no ? " is no" : " is not known");
  }
  return of + " is " + value(expr.type, interval(id, row));
}

std::string Wording::pick_missing(const plan::Pick& node, column::Row row) const {
  const plan::List& list = plan_.list(node.list);
  if (!list.scope.exists()) return std::string(words_for(plan::Missing::no_certain_record));
  const std::string all = list_name(list) + subject(list.scope, row);
  if (node.which != plan::Which::latest_recorded && open(list, row)) return "is not known: not all " + all + " may be recorded";
  const column::Rows rows = column::owned_rows(database_, list.scope, row, list.record);
  bool any = false, certain = false;
  for (column::Row owned = rows.begin; owned < rows.end; ++owned) {
    any = any || answer(list.member, owned) != column::no;
    certain = certain || answer(list.member, owned) == column::yes;
  }
  if (certain) {
    for (column::Row owned = rows.begin; owned < rows.end; ++owned)
      if (answer(list.member, owned) == column::yes && plan_.expr(node.value).type.kind != types::Kind::yes_no &&
          !interval(node.value, owned).known())
        return "is not known: it is missing from one that counts";
    return std::string(words_for(plan::Missing::records_disagree));
  }
  return any ? std::string(words_for(plan::Missing::no_certain_record)) : "is not known: there is none on record";
}

void Wording::pick_rows(const plan::Pick& node, column::Row row, bool known, std::vector<std::string>& out) const {
  const plan::List& list = plan_.list(node.list);
  if (!list.scope.exists()) return;
  const column::Rows rows = column::owned_rows(database_, list.scope, row, list.record);
  std::optional<std::int64_t> best;
  const std::int64_t sign = node.which == plan::Which::earliest ? -1 : 1;
  for (column::Row owned = rows.begin; owned < rows.end; ++owned)
    if (const auto when = interval(node.order, owned); answer(list.member, owned) == column::yes && when.known())
      best = std::max(best.value_or(when.lo * sign), when.lo * sign);
  for (column::Row owned = rows.begin; owned < rows.end; ++owned) {
    if (answer(list.member, owned) == column::no) continue;
    const auto when = interval(node.order, owned);
    if (best && when.known() && when.lo * sign < *best) continue;
    add_once(out, (known ? "it is from " : "it may be from ") + row_name(list.record, owned));
    if (!known) facts(node.value, owned, out);
    if (answer(list.member, owned) != column::unknown) continue;
    add_once(out, "whether it counts is not known");
    facts(list.member, owned, out);
  }
}

bool Wording::hides_field(plan::FieldId id) const {
  return plan_.field(id).sensitivity == plan::Sensitivity::restricted && !options_.show_restricted;
}

bool Wording::hides(plan::ExprId id) const {
  // A level is in the families' own file, whatever it rests on.
  const plan::Expr& expr = plan_.expr(id);
  return expr.restricted && !options_.show_restricted && expr.type.kind != types::Kind::levels &&
         !std::holds_alternative<plan::LevelIn>(expr.node);
}

void Wording::facts(plan::ExprId id, column::Row row, std::vector<std::string>& out) const {
  if (!id.exists() || hides(id)) return;
  const plan::Expr& expr = plan_.expr(id);
  if (expr.row.exists() && row == column::no_row) return;
  const auto all = [&](std::initializer_list<plan::ExprId> parts) {
    for (const plan::ExprId part : parts) facts(part, row, out);
  };
  const auto each = [&](const std::vector<plan::ExprId>& parts) {
    for (const plan::ExprId part : parts) facts(part, row, out);
  };
  // An operation's own value, then what it was made of.
  const auto made = [&](std::initializer_list<plan::ExprId> parts) {
    if (!name(id).empty()) add_once(out, stated(id, row));
    all(parts);
  };
  std::visit(
      overloaded{
          [](const plan::Constant&) {},
          [](const plan::MissingValue&) {},
          [&](const plan::AsAt&) { add_once(out, "the date is " + base::format_long_date(clock_.as_at)); },
          [&](const plan::PeriodStart&) {
            add_once(out, "the period starts on " + base::format_long_date(clock_.period_from));
          },
          [&](const plan::PeriodEnd&) { add_once(out, "the period ends on " + base::format_long_date(clock_.period_to)); },
          [&](const plan::ParameterValue& node) { add_once(out, parameter(node.parameter)); },
          [&](const plan::FieldValue&) { add_once(out, stated(id, row)); },
          [&](const plan::OfOwner& node) {
            const plan::RecordId owner = plan_.expr(node.value).row;
            const column::Row of = owner.exists() ? column::owner_row(database_, expr.row, row, owner) : row;
            if (owner.exists() && of == column::no_row)
              add_once(out, fmt::format("the {}{} is not recorded", plan_.record(owner).name, subject(expr.row, row)));
            else
              facts(node.value, of, out);
          },
          [&](const plan::RoleTest& node) { facts(plan_.roles[node.role.index()].where, row, out); },
          [&](const plan::DefinitionValue& node) { made({plan_.definitions[node.definition.index()].meaning}); },
          [&](const plan::ScoreValue& node) {
            add_once(out, plan_.scores[node.score.index()].name + subject(expr.row, row) + " is " +
                              value(types::number(), evaluated_.score(plan_, node.score, row)));
          },
          [&](const plan::LevelValue& node) {
            add_once(out, plan_.levels[node.levels.index()].name + subject(expr.row, row) + " is " +
                              levels(node.levels, evaluated_.possible_levels(plan_, node.levels, row)));
          },
          [&](const plan::Not& node) { all({node.answer}); },
          [&](const plan::And& node) { each(node.answers); },
          [&](const plan::Or& node) { each(node.answers); },
          [&](const plan::CountOfSet&) { add_once(out, value(types::whole_number(), interval(id, row)) + " of them hold"); },
          [&](const plan::CountsAs& node) { all({node.answer}); },
          [&](const plan::Compare& node) {
            all({node.left, node.right});
          },
          [&](const plan::OneOf& node) { all({node.value}); },
          [&](const plan::LevelIn& node) { all({node.level}); },
          [&](const plan::IsKnown& node) { all({node.value}); },
          [&](const plan::IsMissing& node) { all({node.value}); },
          [&](const plan::OrElse& node) {
            all({node.value, node.otherwise});
          },
          [&](const plan::Arithmetic& node) {
            made({node.left, node.right});
          },
          [&](const plan::Negate& node) { all({node.value}); },
          [&](const plan::Shift& node) {
            made({node.date, node.by});
          },
          [&](const plan::Elapsed& node) {
            made({node.from, node.to});
          },
          [&](const plan::Extreme& node) {
            made({});
            each(node.values);
          },
          [&](const plan::Rescale& node) { made({node.value}); },
          [&](const plan::Any&) { add_once(out, stated(id, row)); },
          [&](const plan::Every&) { add_once(out, stated(id, row)); },
          [&](const plan::Count& node) {
            const plan::List& list = plan_.list(node.list);
            add_once(out, "count of " + list.text + subject(list.scope, row) + " is " + value(expr.type, interval(id, row)));
          },
          [&](const plan::Summarise&) { made({}); },
          [&](const plan::Pick& node) {
            const bool answers = expr.type.kind == types::Kind::yes_no;
            const bool known = answers ? answer(id, row) != column::unknown : interval(id, row).known();
            add_once(out, known ? stated(id, row) : name(id) + subject(expr.row, row) + ' ' + pick_missing(node, row));
            pick_rows(node, row, known, out);
          },
          [&](const plan::OfListed& node) {
            const bool on_row = plan_.expr(node.value).row.exists();
            facts(node.value, on_row ? place_of(database_, expr.row, row).row : row, out);
          },
          [&](const plan::OfLink& node) {
            if (!hides_field(node.link)) add_once(out, link_words(node.link, row));
            facts(node.value, linked_row(database_, clock_, node.link, row), out);
          },
          [](const plan::Marked&) {},
          [&](const plan::Includes& node) { all({node.value}); },
          [&](const plan::NextDay& node) { made({node.after}); },
          [&](const plan::Choose& node) {
            for (const std::size_t choice : chosen(node, row)) add_once(out, table_row(id, choice, row));
            for (const std::size_t choice : chosen(node, row)) all({node.choices[choice].when, node.choices[choice].value});
          },
          [&](const plan::CountDifferent&) { made({}); },
          [&](const plan::Ranked& node) { all({node.order}); },
      },
      expr.node);
}

void Wording::sources(plan::ExprId id, std::vector<std::string>& out) const {
  if (!id.exists()) return;
  if (const auto* parameter = std::get_if<plan::ParameterValue>(&plan_.expr(id).node)) {
    const plan::Parameter& declared = plan_.parameters[parameter->parameter.index()];
    for (const std::string& source : declared.notes.sources) add_once(out, declared.name + ": " + source);
  }
  plan::for_each_operand(plan_, id, [&](plan::ExprId operand) { sources(operand, out); });
}

}  // namespace fairstart::explain
