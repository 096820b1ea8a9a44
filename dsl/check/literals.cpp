// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/decimal.hpp"
#include "dsl/base/text.hpp"
#include "dsl/check/checker.hpp"

namespace fairstart::check {
using types::Kind;
using types::Measure;
using types::TimeUnit;

std::optional<TimeUnit> Checker::time_unit(std::string_view word) {
  if (word == "day" || word == "days") return TimeUnit::day;
  if (word == "week" || word == "weeks") return TimeUnit::week;
  if (word == "month" || word == "months") return TimeUnit::month;
  if (word == "quarter" || word == "quarters") return TimeUnit::quarter;
  if (word == "year" || word == "years") return TimeUnit::year;
  return {};
}

std::optional<base::Day> Checker::date(Cursor leaf) {
  const auto day = base::parse_iso_date(leaf.text());
  // The parser reports dates that do not exist.
  return day;
}

std::optional<std::int64_t> Checker::whole(Cursor leaf) {
  const auto value = base::parse_decimal(leaf.text());
  if (!value || *value % base::million != 0) {
    report(Code::bad_number, leaf.span(), fmt::format("`{}` is not a whole number that can be counted with", leaf.text()));
    return {};
  }
  return *value / base::million;
}

std::optional<types::Base> Checker::base_named(Cursor name, TimeUnit& shown) {
  const std::string_view word = name.text();
  if (const auto unit = time_unit(word)) {
    shown = *unit;
    return types::Base{types::counted_in_days(*unit) ? Measure::days : Measure::months, {}};
  }
  if (word == "number") return types::Base{Measure::plain, {}};
  if (word == "percent") return types::Base{Measure::percent, {}};
  if (word == "money") return types::Base{Measure::money, {}};
  if (const Symbol* symbol = find(Space::units, word)) return types::Base{Measure::unit, types::UnitId{symbol->index}};
  std::vector<std::string_view> candidates = names_in(Space::units);
  for (const std::string_view known :
       {"days", "weeks", "months", "quarters", "years", "number", "percent", "money", "date", "text"})
    candidates.push_back(known);
  unknown_name(name, "unit", candidates);
  return {};
}

Type Checker::type(Cursor at) {
  const Cursor first = at.first();
  if (first.is_word("yes/no")) return types::yes_no();
  if (first.is_word("percentage points")) return types::number(Measure::points);
  const Cursor name = at.child(NodeKind::NAME);
  if (first.is_word("one of") || first.is_word("many of")) {
    const Symbol* list = need(Space::codes, name, "code list");
    if (list == nullptr) return {};
    const types::CodeListId id{list->index};
    if (first.is_word("one of")) return types::code(id);
    return many_of(at, id, list->span);
  }
  if (first.is_word("link to")) return link_to(name);
  Type type{.kind = Kind::number};
  if (first.is_word("whole number")) {
    type.whole = true;
    if (name) {
      const auto base = base_named(name, type.shown_in);
      if (!base) return {};
      type.base = *base;
    }
    return type;
  }
  if (name.text() == "date") return types::date();
  if (name.text() == "text" || name.text() == "identifier") return types::text();
  const auto base = base_named(name, type.shown_in);
  if (!base) return {};
  type.base = *base;
  if (const Cursor per = at.child(NodeKind::NAME, 1)) {
    const auto per_base = base_named(per, type.shown_per);
    if (!per_base) return {};
    type.per = *per_base;
  }
  return type;
}

std::optional<Checker::Quantity> Checker::quantity(Cursor at) {
  Quantity out{.type = {.kind = Kind::number}};
  std::vector<Cursor> nums, names;
  bool per = false;
  Cursor per_name;
  bool points = false;
  for (const Cursor child : at) {
    switch (child.kind()) {
      case NodeKind::NUM: nums.push_back(child); break;
      case NodeKind::NAME:
        if (per)
          per_name = child;
        else
          names.push_back(child);
        break;
      case NodeKind::word:
        if (child.is_word("per")) per = true;
        if (child.is_word("percentage points")) points = true;
        break;
      case NodeKind::PCT: {
        const auto value = base::parse_decimal(child.text().substr(0, child.text().size() - 1));
        const auto part = value ? base::divide(*value, 100 * base::million) : std::nullopt;
        if (!part) {
          report(Code::bad_number, child.span(), "this percentage is too large");
          return {};
        }
        out.type = types::number(Measure::percent);
        out.number = *part;
        return out;
      }
      case NodeKind::MONEY: {
        const auto value = base::parse_decimal(child.text().substr(2));  // £ is two bytes
        if (!value) {
          report(Code::bad_number, child.span(), "this amount of money is too large");
          return {};
        }
        out.type = types::number(Measure::money);
        out.number = *value;
        break;
      }
      default: break;
    }
  }
  std::int64_t total = 0;
  for (std::size_t i = 0; i < nums.size(); ++i) {
    auto value = base::parse_decimal(nums[i].text());
    if (!value) {
      report(Code::bad_number, nums[i].span(),
             fmt::format("`{}` has more than six decimal places or is too large", nums[i].text()));
      return {};
    }
    if (points) {
      out.type = types::number(Measure::points);
      value = base::divide(*value, 100 * base::million);
      out.number = value.value_or(0);
      return out;
    }
    if (i < names.size()) {
      TimeUnit shown = TimeUnit::none;
      const auto base = base_named(names[i], shown);
      if (!base) return {};
      if (i == 0) {
        out.type.base = *base;
        out.type.shown_in = shown;
      } else if (*base != out.type.base || shown == TimeUnit::none) {
        report(Code::months_against_days, names[i].span(),
               fmt::format("`{}` can't be added to `{}`", names[i].text(), names[0].text()),
               "days go with weeks, months with years");
        return {};
      }
      value = base::multiply(*value, types::days_or_months_in(shown) * base::million);
    }
    const auto sum = value ? base::add(total, *value) : std::nullopt;
    if (!sum) {
      report(Code::bad_number, nums[i].span(), "this number is too large");
      return {};
    }
    total = *sum;
  }
  if (!nums.empty()) {
    out.number = total;
    out.type.whole = total % base::million == 0;
  }
  if (per_name) {
    const auto base = base_named(per_name, out.type.shown_per);
    if (!base) return {};
    out.type.per = *base;
  }
  return out;
}

namespace {

// What to write for a bare number where one of something is expected.
std::string unit_missing(std::string_view text, const Type& given, const Type& expected, const plan::Plan& plan) {
  if (given.per || given.base.measure != Measure::plain || text.empty() || text.front() == '-') return {};
  const std::string shown = plan::describe(expected, plan);
  if (expected.base.measure == Measure::money)
    return fmt::format("write `£{}{}`", text, shown.substr(std::string_view("money").size()));
  if (expected.base.measure == Measure::percent && !expected.per) return fmt::format("write `{}%`", text);
  if (expected.base.measure == Measure::days && !expected.per) return fmt::format("write `{0} weeks` or `{0} days`", text);
  if (expected.base.measure == Measure::months && !expected.per) return fmt::format("write `{0} months` or `{0} years`", text);
  if (expected.base.measure == Measure::unit) return fmt::format("write `{} {}`", text, shown);
  return {};
}

}  // namespace

std::optional<plan::Constant> Checker::literal(Cursor at, const Type& expected, base::Span why, plan::Missing* missing) {
  const Cursor first = at.first();
  std::vector<diagnostics::Label> labels;
  if (why.exists()) labels.push_back({why, fmt::format("{} is expected because of this", plan::with_article(expected, plan_))});
  const auto wrong = [&](std::string_view is) -> std::optional<plan::Constant> {
    report(Code::wrong_type, at.span(), fmt::format("`{}` is {}, not {}", at.text(), is, plan::with_article(expected, plan_)),
           "", labels);
    return {};
  };
  if (first.is_word("unknown") || first.is_word("declined") || first.is_word("not asked")) {
    if (missing == nullptr) return wrong("a reason for no value");
    *missing = first.is_word("declined")    ? plan::Missing::declined
               : first.is_word("not asked") ? plan::Missing::not_asked
                                            : plan::Missing::not_recorded;
    return {};
  }
  if (expected.kind == Kind::unknown) return {};
  if (first.is_word("yes") || first.is_word("no")) {
    if (expected.kind != Kind::yes_no) return wrong("yes or no");
    return plan::Constant{first.is_word("yes") ? 1 : 0, {}};
  }
  if (first.is(NodeKind::DATE)) {
    if (expected.kind != Kind::date) return wrong("a date");
    const auto day = date(first);
    if (!day) return {};
    return plan::Constant{*day, {}};
  }
  if (first.is(NodeKind::TEXT)) {
    if (expected.kind != Kind::text && expected.kind != Kind::link) return wrong("a text");
    return plan::Constant{0, text_of(first)};
  }
  if (first.is(NodeKind::NAME)) {
    if (expected.kind == Kind::code || expected.kind == Kind::codes) {
      const auto& list = plan_.code_lists[expected.codes.index()];
      std::vector<std::string_view> names;
      for (std::size_t i = 0; i < list.items.size(); ++i) {
        if (list.items[i].name == first.text()) {
          const bool set = expected.kind == Kind::codes;
          return plan::Constant{set ? std::int64_t{1} << (i % 63) : static_cast<std::int64_t>(i), {}};
        }
        names.push_back(list.items[i].name);
      }
      // A set with nothing in it. A list that has a code of that name means the code.
      if (expected.kind == Kind::codes && first.text() == "none") return plan::Constant{0, {}};
      const std::string_view near = base::nearest(first.text(), names);
      report(Code::code_not_listed, first.span(), fmt::format("`{}` is not one of {}", first.text(), list.name),
             near.empty() ? "" : fmt::format("did you mean `{}`?", near), labels);
      return {};
    }
    std::string help;
    if (expected.kind == Kind::yes_no && (first.text() == "true" || first.text() == "y")) help = "write `yes`";
    if (expected.kind == Kind::yes_no && (first.text() == "false" || first.text() == "n")) help = "write `no`";
    if (expected.kind == Kind::text) help = fmt::format("write `\"{}\"`, in quotes", first.text());
    report(Code::wrong_type, at.span(), fmt::format("`{}` is a name, not {}", at.text(), plan::with_article(expected, plan_)),
           std::move(help), labels);
    return {};
  }
  const bool negative = first.is(NodeKind::NEG);
  const auto value = quantity(at.child(NodeKind::quantity));
  if (!value) return {};
  if (expected.kind != Kind::number)
    return wrong(plan::with_article(value->type, plan_) == "number" ? "a number" : plan::with_article(value->type, plan_));
  const std::int64_t number = negative ? -value->number : value->number;
  if (!types::same(value->type, expected)) {
    const bool time = (value->type.base.measure == Measure::days && expected.base.measure == Measure::months) ||
                      (value->type.base.measure == Measure::months && expected.base.measure == Measure::days);
    report(time ? Code::months_against_days : Code::wrong_unit, at.span(),
           fmt::format("`{}` is {}, not {}", at.text(), plan::with_article(value->type, plan_),
                       plan::with_article(expected, plan_)),
           time ? "days and weeks don't mix with months and years" : unit_missing(at.text(), value->type, expected, plan_),
           labels);
    return {};
  }
  if (expected.whole && number % base::million != 0) {
    report(Code::wrong_type, at.span(), fmt::format("`{}` is not a whole number", at.text()), "", labels);
    return {};
  }
  return plan::Constant{number, {}};
}

}  // namespace fairstart::check
