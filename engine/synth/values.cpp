// SPDX-License-Identifier: Apache-2.0
#include "engine/synth/values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "dsl/base/nhs_number.hpp"

namespace fairstart::synth {
namespace {

using base::Day;
using base::million;

constexpr std::int64_t not_recorded = 6, yes = 12;  // in 100
constexpr int days_in_year = 365;

Day held(std::int64_t day) { return static_cast<Day>(std::clamp<std::int64_t>(day, base::first_day, base::last_day)); }

std::string date(const plan::Plan& plan, plan::FieldId id, RowFacts& row, const Options& options, Chances& chances) {
  const plan::Field& field = plan.field(id);
  const plan::Record& record = plan.record(field.record);
  if (id == record.date_of_birth) return row.born ? base::format_iso_date(*row.born) : "";
  if (id == record.date_of_death) return "";
  if (field.name == "expected-date")
    return row.person == Person::unborn ? base::format_iso_date(held(options.as_at + chances.between(1, 200))) : "";
  if (id == record.date) {
    row.happened = held(chances.between(row.earliest, options.as_at));
    return base::format_iso_date(*row.happened);
  }
  if (chances.in_100(25)) return "";
  const Day from = row.happened.value_or(row.earliest);
  return base::format_iso_date(held(chances.between(from, std::min<std::int64_t>(options.as_at, from + 120))));
}

// As many steps of a whole unit as the range has; money in hundreds where it is wide.
std::string number(const plan::Plan& plan, const plan::Field& field, RowFacts& row, Chances& chances) {
  if (field.name == "imd-decile") return std::to_string(row.decile);
  if (field.name == "imd-quintile") return std::to_string((row.decile + 1) / 2);
  const bool money = field.type.base.measure == types::Measure::money;
  const std::int64_t low = field.lowest.value_or(0), high = field.highest.value_or(low + (money ? 80'000 : 100) * million);
  const bool fine = !field.type.whole && !money && high - low <= 2 * million;
  const std::int64_t step = fine ? million / 100 : money && high - low > 10'000 * million ? 100 * million : million;
  const std::int64_t steps = (high - low) / step;
  // The lower half more often than not, as of most amounts.
  const std::int64_t chosen = std::min(chances.between(0, steps), chances.between(0, steps));
  std::string text = plan::show_value(field.type, low + chosen * step, plan);
  using types::Measure;
  if (field.type.base.measure == Measure::days || field.type.base.measure == Measure::months) return text;
  text = text.substr(0, text.find(' '));
  std::string out;
  for (const char c : text)
    if ((c >= '0' && c <= '9') || c == '.' || c == '-' || c == '%') out += c;
  return out;
}

// The first of a list are the commonest.
std::size_t item(const plan::CodeList& list, Chances& chances) {
  const auto last = static_cast<std::int64_t>(list.items.size()) - 1;
  return static_cast<std::size_t>(std::min(chances.between(0, last), chances.between(0, last)));
}

std::string code(const plan::CodeList& list, const RowFacts& row, Chances& chances) {
  const std::string_view wanted = row.person == Person::mother                                  ? "mother"
                                  : row.person == Person::father                                ? "father"
                                  : row.person == Person::child || row.person == Person::unborn ? "child"
                                                                                                : "";
  if (!wanted.empty() && item_named(list, "child"))
    if (const auto found = item_named(list, wanted)) return list.items[*found].name;
  return list.items[item(list, chances)].name;
}

}  // namespace

std::string next_test_number(std::uint32_t& next) {
  constexpr std::uint32_t range = 999'000'000, numbers = 1'000'000;
  while (true) {
    const auto number = base::nhs_number_from(range + next % numbers);
    ++next;
    if (number) return *number;
  }
}

std::string made_up_key(const plan::Record& record, std::uint64_t number) {
  std::string capitals;
  for (const char c : record.name) capitals += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return fmt::format("MADE-UP-{}-{:06}", capitals, number);
}

std::optional<std::size_t> item_named(const plan::CodeList& list, std::string_view name) {
  for (std::size_t i = 0; i < list.items.size(); ++i)
    if (list.items[i].name == name) return i;
  return {};
}

std::string value_of(const plan::Plan& plan, plan::FieldId id, RowFacts& row, const Options& options, Chances& chances) {
  const plan::Field& field = plan.field(id);
  const bool of_place = !plan.record(field.record).date.exists() && field.record != plan.family && plan.family.exists() &&
                        plan.belongs_under(plan.family, field.record);
  switch (field.type.kind) {
    case types::Kind::date: return date(plan, id, row, options, chances);
    case types::Kind::link: return row.linked ? row.linked(field.type.record, chances) : "";
    case types::Kind::text:
      if (field.nhs_number)
        return chances.in_100(not_recorded) || row.next_number == nullptr ? "" : next_test_number(*row.next_number);
      return fmt::format("Made up {}", chances.between(1, 6));
    case types::Kind::code: {
      const plan::CodeList& list = plan.code_lists[field.type.codes.index()];
      const bool relation = row.person != Person::unsaid && item_named(list, "child").has_value();
      if (list.items.empty() || (!relation && !of_place && chances.in_100(not_recorded))) return "";
      return code(list, row, chances);
    }
    case types::Kind::codes: {
      const plan::CodeList& list = plan.code_lists[field.type.codes.index()];
      if (list.items.empty() || chances.in_100(not_recorded)) return "";
      std::string out;
      for (const plan::CodeItem& one : list.items)
        if (chances.in_100(20)) out += (out.empty() ? "" : "; ") + one.name;
      return out.empty() ? "none" : out;
    }
    case types::Kind::yes_no:
      if (chances.in_100(not_recorded)) return "";
      return chances.in_100(yes) ? "yes" : "no";
    case types::Kind::number:
      if (!of_place && chances.in_100(not_recorded)) return "";
      return number(plan, field, row, chances);
    case types::Kind::levels:
    case types::Kind::groups:
    case types::Kind::unknown: break;
  }
  return "";
}

std::vector<std::string> distributions() {
  return {
      fmt::format("A fact is not recorded for {} rows in 100, a date that need not be there for 25; a death, for all.",
                  not_recorded),
      fmt::format("Yes or no: yes for {} in 100 of those recorded.", yes),
      "One of a list, a number: the lower of two even draws over the list, or over the declared range (without one: 0 to 100; "
      "money: "
      "£0 to £80,000), so that what stands first and what is low is commoner.",
      "Many of a list: each with a chance of 20 in 100.",
      "A family has 1 or 2 adults (2 in 70 of 100) and 1 to 4 children (each further one in 35 of 100), where people have a "
      "relationship of mother, father and child; else 1 to 4 people.",
      "Children: born evenly over the last 5 years; 4 in 100 are not born yet, expected within 200 days. Adults: aged 18 to "
      "44.",
      "What belongs to a person or family: no row for 45 in 100, then each further one with 55 in 100, at most 12; its day "
      "falls evenly "
      "over the last 3 years, never before the birth.",
      "Deprivation: each tenth in as many places, one place for about 25 families; the fifth follows from the tenth.",
      "Texts say `Made up` and a number from 1 to 6; keys begin with `MADE-UP-`; NHS numbers are of the range kept for tests, "
      "which begins "
      "with 999, each once in 900,000.",
  };
}

}  // namespace fairstart::synth
