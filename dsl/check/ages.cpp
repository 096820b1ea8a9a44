// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "dsl/check/checker.hpp"

// What is built in about ages and days: birth, corrected age, gestation before birth, calendars and windows.
namespace fairstart::check {

using plan::Comparison;
using types::Kind;
using types::Measure;

namespace {

constexpr std::int64_t full_term = 280, born_early = 37 * 7, corrected_until_months = 24;

}  // namespace

ExprId Checker::date_of_birth(Cursor at, const RowContext& row) {
  for (RecordId record = row.record; record.exists(); record = plan_.record(record).owner) {
    const plan::FieldId field = plan_.record(record).date_of_birth;
    if (!field.exists()) continue;
    const ExprId value = add(plan::FieldValue{field}, types::date(), record, at.span(), "date-of-birth");
    return record == row.record ? value : add(plan::OfOwner{value}, types::date(), row.record, at.span(), "date-of-birth");
  }
  report(Code::not_on_this_row, at.span(),
         row.record.exists() ? fmt::format("a {} has no `date-of-birth`, so no age", plan_.record(row.record).name)
                             : std::string("there is no row here that has an age"));
  return poison(at);
}

// Whose age: the row's, or that of the row that `of …` leads to; corrected for early birth where that is asked.
ExprId Checker::birth_of(Cursor item, const RowContext& row) {
  const bool corrected = item.child(NodeKind::NAME).text() == "corrected-age";
  const auto born_on = [&](const RowContext& there, ExprId day) {
    return corrected ? corrected_birth(item, day, there) : date_of_birth(item, there);
  };
  const Cursor on = item.child(NodeKind::operand);
  const ExprId day = on && corrected ? operand(on, row) : add(plan::AsAt{}, types::date(), {}, item.span(), "as at");
  if (!item.has_word("of")) return born_on(row, day);
  const auto there = reached(item, row);
  if (!there) return poison(item);
  if (corrected && row_of({day}).exists()) {
    report(Code::wrong_type, item.span(), "`corrected-age` of another row is told at `as at` or at a written date",
           "define it where that row is, and name the definition");
    return poison(item);
  }
  const ExprId born = born_on(context_of(*there, row), day);
  if (is_poison(born)) return born;
  const ExprId brought = there->bring(born);
  if (!is_poison(brought))
    plan_.exprs[brought.index()].text =
        "date-of-birth " + text_at(item.span()).substr(item.child(NodeKind::NAME).text().size() + 1);
  return brought;
}

// From a fact named `gestation`, in days: born before 37 weeks and under 2 years old, a child counts from the day it was due.
ExprId Checker::corrected_birth(Cursor at, ExprId day, const RowContext& row) {
  const ExprId born = date_of_birth(at, row);
  if (is_poison(born) || is_poison(day)) return poison(at);
  bool mismatch = false;
  const ExprId gestation = value_named("gestation", at.span(), row, mismatch);
  if (!gestation.exists() || type_of(gestation).kind != Kind::number || type_of(gestation).base.measure != Measure::days) {
    report(Code::not_on_this_row, at.span(),
           fmt::format("a {} has no `gestation` in weeks or days, so no corrected age",
                       row.record.exists() ? plan_.record(row.record).name : "row"));
    return poison(at);
  }
  const auto constant = [&](std::int64_t count, Measure measure, std::string text) {
    return add(plan::Constant{count * base::million, {}}, types::number(measure), {}, at.span(), std::move(text));
  };
  const RecordId on = row_of({born, gestation, day});
  const ExprId early = add(plan::Compare{Comparison::under, gestation, constant(born_early, Measure::days, "37 weeks")},
                           types::yes_no(), on, at.span(), "gestation is under 37 weeks");
  const ExprId turned =
      add(plan::Shift{born, constant(corrected_until_months, Measure::months, "2 years"), true, base::Rounding::up},
          types::date(), on, at.span(), "turning 2 years");
  const ExprId young =
      add(plan::Compare{Comparison::under, day, turned}, types::yes_no(), on, at.span(), "age is under 2 years");
  const ExprId short_by =
      add(plan::Arithmetic{plan::Operation::subtract, constant(full_term, Measure::days, "280 days"), gestation},
          types::number(Measure::days), on, at.span(), "280 days - gestation");
  const ExprId due =
      add(plan::Shift{born, short_by, true, base::Rounding::up}, types::date(), on, at.span(), "day of 40 weeks");
  const ExprId both_hold =
      add(plan::And{{early, young}}, types::yes_no(), on, at.span(), "born before 37 weeks and under 2 years old");
  return add(plan::Choose{{{both_hold, due}, {{}, born}}}, types::date(), on, at.span(), "corrected date of birth");
}

// Weeks of pregnancy on a day: 280 days less what is left to the expected date. Not told of a day after birth.
ExprId Checker::gestation_at(Cursor at, ExprId day, const RowContext& row) {
  if (is_poison(day)) return day;
  bool mismatch = false;
  const ExprId expected = value_named("expected-date", at.span(), row, mismatch);
  if (!expected.exists() || type_of(expected).kind != Kind::date) {
    report(Code::not_on_this_row, at.span(),
           fmt::format("a {} has no `expected-date`, so no gestation before birth",
                       row.record.exists() ? plan_.record(row.record).name : "row"));
    return poison(at);
  }
  if (type_of(day).kind != Kind::date) {
    report(Code::wrong_type, at.child(NodeKind::operand).span(),
           fmt::format("`{}` is {}, not a date", plan_.expr(day).text, plan::with_article(type_of(day), plan_)));
    return poison(at);
  }
  const Type days = types::number(Measure::days);
  const RecordId on = row_of({expected, day});
  const ExprId left =
      add(plan::Arithmetic{plan::Operation::subtract, expected, day}, days, on, at.span(), "days to the expected date");
  const ExprId term = add(plan::Constant{full_term * base::million, {}}, days, {}, at.span(), "280 days");
  const ExprId weeks = add(plan::Arithmetic{plan::Operation::subtract, term, left}, days, on, at);
  const ExprId birth = value_named("date-of-birth", at.span(), row, mismatch);
  if (!birth.exists() || type_of(birth).kind != Kind::date) return weeks;
  const RecordId all = row_of({weeks, birth});
  const ExprId born = add(plan::Compare{Comparison::at_most, birth, day}, types::yes_no(), all, at.span(), "born by then");
  const ExprId surely = add(plan::CountsAs{born, false}, types::yes_no(), all, at.span(), "born by then");
  const ExprId never = add(plan::MissingValue{}, days, {}, at.span(), "");
  return add(plan::Choose{{{surely, never}, {{}, weeks}}}, days, all, at);
}

ExprId Checker::next_day(Cursor at, const RowContext& row) {
  const Cursor name = at.child(NodeKind::NAME);
  const ExprId after = operand(at.child(NodeKind::operand), row);
  const Symbol* calendar = nullptr;
  std::vector<std::string_view> names;
  for (const auto& [each, symbol] : all_of(SymbolKind::calendar)) {
    names.push_back(each);
    if (each == name.text()) calendar = symbol;
  }
  if (calendar == nullptr) {
    unknown_name(name, "calendar", names);
    return poison(at);
  }
  if (is_poison(after)) return after;
  if (type_of(after).kind != Kind::date) {
    report(Code::wrong_type, at.child(NodeKind::operand).span(),
           fmt::format("`{}` is {}, not a date", plan_.expr(after).text, plan::with_article(type_of(after), plan_)));
    return poison(at);
  }
  return add(plan::NextDay{plan::CalendarId{calendar->index}, after}, types::date(), row_of({after}), at);
}

// Both ends of a window are in it.
ExprId Checker::within_window(Cursor name, ExprId date, const RowContext& row, Cursor at) {
  const Symbol* window = nullptr;
  std::vector<std::string_view> names;
  for (const auto& [each, symbol] : all_of(SymbolKind::window)) {
    names.push_back(each);
    if (each != name.text()) continue;
    if (symbol->record.exists() && (!row.record.exists() || !plan_.belongs_under(row.record, symbol->record))) {
      report(Code::not_on_this_row, name.span(),
             fmt::format("the window `{}` is a {}'s", each, plan_.record(symbol->record).name), "",
             {{symbol->span, "declared here"}});
      return poison(at);
    }
    window = symbol;
  }
  if (window == nullptr) {
    unknown_name(name, "window", names);
    return poison(at);
  }
  const plan::WindowId id{window->index};
  fill_window(id);
  const plan::Window& found = plan_.windows[id.index()];
  const ExprId from = found.from, to = found.to;
  const RecordId record = found.record;
  if (is_poison(from) || is_poison(to)) return poison(at);
  const auto here = [&](ExprId day) {
    if (record == row.record || !row_of({day}).exists()) return day;
    return add(plan::OfOwner{day}, types::date(), row.record, at.span(), plan_.expr(day).text);
  };
  const ExprId first = here(from), last = here(to);
  const ExprId after = add(plan::Compare{Comparison::at_least, date, first}, types::yes_no(), row_of({date, first}), at);
  const ExprId before = add(plan::Compare{Comparison::at_most, date, last}, types::yes_no(), row_of({date, last}), at);
  const RecordId on = row_of({after, before});
  return add(plan::And{{after, before}}, types::yes_no(), on, at);
}

// `needs includes health`: a code, or any of a group's.
ExprId Checker::included_codes(Cursor at, ExprId left, Cursor name, const RowContext& row) {
  const types::CodeListId list = type_of(left).codes;
  auto codes = codes_named(name, list, true);
  if (!codes || two_meanings(name, plan_.code_lists[list.index()].name, row)) return poison(at);
  std::sort(codes->begin(), codes->end());
  return add(plan::Includes{left, std::move(*codes)}, types::yes_no(), row_of({left}), at);
}

}  // namespace fairstart::check
