// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/decimal.hpp"
#include "dsl/check/checker.hpp"

namespace fairstart::check {

using types::Kind;
using types::Measure;
using types::TimeUnit;

// Each sign makes the sum deeper by one, and what walks plans goes down as deep.
bool Checker::too_long(Cursor at) {
  constexpr std::size_t most = 1'000;
  std::size_t parts = 0;
  for ([[maybe_unused]] const Cursor child : at) ++parts;
  if (parts <= 2 * most) return false;
  report(Code::nested_too_deep, at.span(), fmt::format("more than {} values are combined here", most),
         "define parts of it under names of their own");
  return true;
}

ExprId Checker::sum(Cursor at, const RowContext& row) {
  if (too_long(at)) return poison(at);
  ExprId left;
  Cursor op;
  for (const Cursor child : at) {
    if (!child.is(NodeKind::term)) {
      op = child;
      continue;
    }
    const ExprId right = term(child, row);
    left = left.exists()
               ? arithmetic(at, op.text() == "+" ? plan::Operation::add : plan::Operation::subtract, left, right, child)
               : right;
  }
  return left;
}

ExprId Checker::term(Cursor at, const RowContext& row) {
  if (too_long(at)) return poison(at);
  ExprId left;
  Cursor op;
  for (const Cursor child : at) {
    if (!child.is(NodeKind::factor)) {
      op = child;
      continue;
    }
    const ExprId right = factor(child, row);
    const bool times = op && (op.text() == "×" || op.text() == "*");
    left =
        left.exists() ? arithmetic(at, times ? plan::Operation::multiply : plan::Operation::divide, left, right, child) : right;
  }
  return left;
}

// What a record says, of whichever row.
bool Checker::is_fact(ExprId value) const {
  const plan::Node& node = plan_.expr(value).node;
  if (const auto* owner = std::get_if<plan::OfOwner>(&node)) return is_fact(owner->value);
  if (const auto* listed = std::get_if<plan::OfListed>(&node)) return is_fact(listed->value);
  if (const auto* link = std::get_if<plan::OfLink>(&node)) return is_fact(link->value);
  if (const auto* pick = std::get_if<plan::Pick>(&node)) return is_fact(pick->value);
  return std::holds_alternative<plan::FieldValue>(node);
}

ExprId Checker::factor(Cursor at, const RowContext& row) {
  const Cursor first = at.child(NodeKind::operand), second = at.child(NodeKind::operand, 1);
  ExprId value = operand(first, row);
  if (is_poison(value)) return value;
  if (second) {
    if (!is_fact(value)) {
      report(Code::wrong_type, first.span(),
             fmt::format("`or else` stands in for a fact that is not known, and `{}` is not a fact of a record",
                         text_at(first.span())),
             "say it of the fact itself: what is worked out has bounds, which it would lose");
      return poison(at);
    }
    const ExprId otherwise = operand(second, row);
    if (is_poison(otherwise)) return otherwise;
    if (!types::same(type_of(value), type_of(otherwise))) {
      differ(value, otherwise, second, "stand in for");
      return poison(at);
    }
    value = add(plan::OrElse{value, otherwise}, type_of(value), row_of({value, otherwise}), at);
  }
  if (at.child(NodeKind::NEG)) {
    if (type_of(value).kind != Kind::number) {
      report(Code::wrong_type, at.span(),
             fmt::format("`{}` is {}, which has no minus", text_at(first.span()), plan::with_article(type_of(value), plan_)));
      return poison(at);
    }
    if (const auto* constant = std::get_if<plan::Constant>(&plan_.expr(value).node))
      return add(plan::Constant{-constant->number, {}}, type_of(value), {}, at);
    value = add(plan::Negate{value}, type_of(value), row_of({value}), at);
  }
  return value;
}

void Checker::differ(ExprId left, ExprId right, Cursor right_at, std::string_view doing) {
  const Type &a = type_of(left), &b = type_of(right);
  const auto is = [](const Type& type, Measure measure) { return type.kind == Kind::number && type.base.measure == measure; };
  const bool time = (is(a, Measure::days) && is(b, Measure::months)) || (is(a, Measure::months) && is(b, Measure::days));
  const Code code = time                                               ? Code::months_against_days
                    : a.kind == Kind::number && b.kind == Kind::number ? Code::wrong_unit
                                                                       : Code::wrong_type;
  std::string help;
  if (time)
    help = "days and weeks don't mix with months and years, because months differ in length: write both in the same kind";
  else if (a.kind == Kind::number && b.kind == Kind::number &&
           std::holds_alternative<plan::ParameterValue>(plan_.expr(right).node))
    help = fmt::format("declare `{}` as {}", plan_.expr(right).text, plan::describe(a, plan_));
  else if (a.kind == Kind::number && b.kind == Kind::number && !b.per && b.base.measure == Measure::plain && !a.per &&
           (a.base.measure == Measure::days || a.base.measure == Measure::months))
    help = a.base.measure == Measure::days
               ? fmt::format("say of what `{0}` is a number: `{0} weeks` or `{0} days`", plan_.expr(right).text)
               : fmt::format("say of what `{0}` is a number: `{0} months` or `{0} years`", plan_.expr(right).text);
  else if (a.kind == Kind::number && b.kind == Kind::number && !b.per && b.base.measure == Measure::plain)
    help = fmt::format(
        "say of what `{0}` is a number: {1}", plan_.expr(right).text,
        a.base.measure == Measure::money
            ? fmt::format("`£{}{}`", plan_.expr(right).text, plan::describe(a, plan_).substr(std::string_view("money").size()))
        : a.base.measure == Measure::percent && !a.per
            ? fmt::format("`{}%`", plan_.expr(right).text)
            : fmt::format("`{} {}`", plan_.expr(right).text, plan::describe(a, plan_)));
  else if (a.kind == Kind::number && b.kind == Kind::number && a.base == b.base && a.per != b.per)
    help = !b.per ? fmt::format("say how often: `{} per {}`", plan_.expr(right).text,
                                plan::describe(a, plan_).substr(plan::describe(a, plan_).find(" per ") + 5))
                  : fmt::format("write both {}", a.per ? "`per` the same unit" : "without `per`");
  else if (a.kind == Kind::number && b.kind == Kind::number && a.base == b.base && a.per == b.per)
    help = fmt::format("convert one: `{} as {}`", plan_.expr(right).text, plan::describe(a, plan_));
  std::vector<diagnostics::Label> labels;
  const base::Span left_span = plan_.expr(left).span;
  if (left_span != right_at.span()) labels.push_back({left_span, fmt::format("this is {}", plan::with_article(a, plan_))});
  // Where the expectation comes from: the declaration of what is on the left.
  if (const auto* field = std::get_if<plan::FieldValue>(&plan_.expr(left).node))
    labels.push_back({plan_.field(field->field).span, "declared here"});
  if (const auto* parameter = std::get_if<plan::ParameterValue>(&plan_.expr(right).node))
    labels.push_back(
        {plan_.parameters[parameter->parameter.index()].span, fmt::format("`{}` is declared here", plan_.expr(right).text)});
  report(code, right_at.span(),
         fmt::format("{} can't {} {}", plan::with_article(b, plan_), doing, plan::with_article(a, plan_)), std::move(help),
         std::move(labels));
}

ExprId Checker::arithmetic(Cursor at, plan::Operation op, ExprId left, ExprId right, Cursor right_at) {
  if (is_poison(left) || is_poison(right)) return poison(at);
  const Type a = type_of(left), b = type_of(right);
  const RecordId row = row_of({left, right});
  const auto made = [&](Type type) { return add(plan::Arithmetic{op, left, right}, type, row, at); };
  if (op == plan::Operation::subtract && a.kind == Kind::date && b.kind == Kind::date) {
    Type days = types::number(Measure::days);
    days.whole = true;
    return made(days);
  }
  if (a.kind == Kind::date || b.kind == Kind::date) {
    report(Code::wrong_type, right_at.span(), "a date and a number are not added with signs",
           a.kind == Kind::date && b.kind == Kind::number
               ? fmt::format("write `{}{} {} {}`", plan_.expr(right).text, b.base.measure == Measure::plain ? " days" : "",
                             op == plan::Operation::subtract ? "before" : "after", plan_.expr(left).text)
               : std::string("write `14 days after date-of-birth`"),
           {{plan_.expr(left).span, fmt::format("this is {}", plan::with_article(a, plan_))}});
    return poison(at);
  }
  if (a.kind != Kind::number || b.kind != Kind::number) {
    const bool left_wrong = a.kind != Kind::number;
    report(Code::wrong_type, left_wrong ? plan_.expr(left).span : right_at.span(),
           fmt::format("`{}` is {}, which can't be calculated with", plan_.expr(left_wrong ? left : right).text,
                       plan::with_article(left_wrong ? a : b, plan_)));
    return poison(at);
  }
  const auto plain = [](const Type& t) {
    return !t.per && (t.base.measure == Measure::plain || t.base.measure == Measure::percent);
  };
  switch (op) {
    case plan::Operation::add:
    case plan::Operation::subtract: {
      const bool percents = !a.per && !b.per && a.base.measure == Measure::percent && b.base.measure == Measure::percent;
      if (percents && op == plan::Operation::subtract) return made(types::number(Measure::points));
      if (!a.per && !b.per && a.base.measure == Measure::percent && b.base.measure == Measure::points) return made(a);
      if (percents) {
        report(Code::wrong_unit, right_at.span(), "percent can't be added to percent",
               "to a percentage, percentage points are added: `… + 5 percentage points`");
        return poison(at);
      }
      if (!types::same(a, b)) {
        differ(left, right, right_at, op == plan::Operation::add ? "be added to" : "be taken from");
        return poison(at);
      }
      Type type = a;
      type.whole = a.whole && b.whole;
      return made(type);
    }
    case plan::Operation::multiply: {
      if (plain(a) || plain(b)) {
        // A share of a number is a number, whichever comes first.
        Type type = plain(a) && (!plain(b) || a.base.measure == Measure::percent) ? b : a;
        type.whole = a.whole && b.whole;
        return made(type);
      }
      // (A per B) × B = A and (A per B) × (B per C) = A per C, either way round.
      for (const bool swapped : {false, true}) {
        const Type &rate = swapped ? b : a, &by = swapped ? a : b;
        if (!rate.per || *rate.per != by.base) continue;
        Type type{.kind = Kind::number, .base = rate.base, .per = by.per, .shown_in = rate.shown_in, .shown_per = by.shown_per};
        const std::int64_t size = types::days_or_months_in(rate.shown_per);
        ExprId product = made(type);
        if (size != 1) product = add(plan::Rescale{product, 1, size}, type, row, at);
        return product;
      }
      break;
    }
    case plan::Operation::divide: {
      if (types::same(a, b)) return made(types::number());
      if (plain(b)) {
        Type type = a;
        type.whole = false;
        return made(type);
      }
      if (!a.per && !b.per) {
        Type type{.kind = Kind::number, .base = a.base, .per = b.base, .shown_in = a.shown_in, .shown_per = b.shown_in};
        const std::int64_t size = types::days_or_months_in(b.shown_in);
        ExprId quotient = made(type);
        if (size != 1) quotient = add(plan::Rescale{quotient, size, 1}, type, row, at);
        return quotient;
      }
      break;
    }
  }
  report(Code::wrong_unit, right_at.span(),
         fmt::format("{} can't be {} {}", plan::with_article(a, plan_),
                     op == plan::Operation::multiply ? "multiplied by" : "divided by", plan::with_article(b, plan_)),
         "units must cancel: `£86 per visit × 4 visits` is money",
         {{plan_.expr(left).span, fmt::format("this is {}", plan::with_article(a, plan_))}});
  return poison(at);
}

// --- operands

ExprId Checker::shift(Cursor at, ExprId date, ExprId by, bool later, std::optional<base::Rounding> rounding) {
  if (is_poison(date) || is_poison(by)) return poison(at);
  const Type& length = type_of(by);
  const bool days = length.kind == Kind::number && !length.per && length.base.measure == Measure::days;
  const bool months = length.kind == Kind::number && !length.per && length.base.measure == Measure::months;
  if (!days && !months) {
    report(Code::wrong_type, plan_.expr(by).span,
           fmt::format("`{}` is {}, not a number of days, weeks, months or years", plan_.expr(by).text,
                       plan::with_article(length, plan_)),
           std::holds_alternative<plan::Constant>(plan_.expr(by).node) && length.kind == Kind::number && !length.per &&
                   length.base.measure == Measure::plain
               ? fmt::format("say which: `{0} years`, `{0} months` …", plan_.expr(by).text)
               : "");
    return poison(at);
  }
  if (type_of(date).kind != Kind::date) {
    report(Code::wrong_type, plan_.expr(date).span,
           fmt::format("`{}` is {}, not a date", plan_.expr(date).text, plan::with_article(type_of(date), plan_)));
    return poison(at);
  }
  if (months && !rounding) rounding = unsaid_rounding_;
  if (months && !rounding) {
    report(Code::rounding_not_said, at.span(),
           fmt::format("`{}` does not say what happens in a month that is too short", text_at(at.span())),
           "add `rounded up` (to the first of the next month) or `rounded down` (to the last day)");
    return poison(at);
  }
  return add(plan::Shift{date, by, later, rounding.value_or(base::Rounding::up)}, types::date(), row_of({date, by}), at.span(),
             fmt::format("{} {} {}", plan_.expr(by).text, later ? "after" : "before", plan_.expr(date).text));
}

ExprId Checker::converted(Cursor at, ExprId value) {
  if (is_poison(value)) return value;
  const Type from = type_of(value);
  if (const Cursor as = at.child(NodeKind::type)) {
    const Type to = type(as);
    if (to.kind == Kind::unknown) return poison(at);
    if (from.kind == Kind::number && to.kind == Kind::number && from.base == to.base && from.per == to.per)
      return add(plan::Rescale{value, types::days_or_months_in(to.shown_per), types::days_or_months_in(from.shown_per)}, to,
                 row_of({value}), at);
    report(Code::wrong_unit, as.span(),
           fmt::format("{} can't be told as {}", plan::with_article(from, plan_), plan::with_article(to, plan_)),
           from.base.measure == Measure::days || from.base.measure == Measure::months
               ? "days go with weeks; months with quarters and years; across them a parameter has to say how many"
               : "`as` only changes what a length of time or a rate over time is told in");
    return poison(at);
  }
  const Cursor unit_at = at.after_word("in");
  const TimeUnit unit = time_unit(unit_at.text()).value_or(TimeUnit::year);
  const bool fits = from.kind == Kind::number && !from.per &&
                    from.base.measure == (types::counted_in_days(unit) ? Measure::days : Measure::months);
  if (!fits) {
    report(Code::wrong_unit, unit_at.span(),
           fmt::format("{} can't be told in {}", plan::with_article(from, plan_), unit_at.text()));
    return poison(at);
  }
  return add(plan::Rescale{value, 1, types::days_or_months_in(unit)}, types::number(), row_of({value}), at);
}

namespace {

// The unit in `… child in months`, which the grammar reads as a window of the list.
Cursor unit_word(Cursor list) {
  if (!list) return {};
  const Cursor in = list.after_word("in");
  for (const std::string_view unit : {"days", "weeks", "months", "years"})
    if (in && in.text() == unit) return in;
  return {};
}

}  // namespace

ExprId Checker::operand(Cursor at, const RowContext& row) {
  const Cursor atom_at = at.child(NodeKind::atom);
  const bool conversion = at.has_word("as") || at.has_word("in");
  ExprId value;
  const Cursor item_at = bare_item(atom_at);
  const std::string_view asked = item_at ? item_at.child(NodeKind::NAME).text() : std::string_view{};
  const bool of_age = asked == "age" || asked == "corrected-age";
  // `age of youngest child in months`: the words after the row belong to the age.
  const Cursor picked = item_at ? item_at.child(NodeKind::pick) : Cursor{};
  const Cursor listed = picked ? picked.child(NodeKind::list) : Cursor{};
  if (of_age && (at.has_word("in") || unit_word(listed))) {
    const std::string_view word = at.has_word("in") ? at.after_word("in").text() : unit_word(listed).text();
    const TimeUnit unit = time_unit(word).value_or(TimeUnit::year);
    const bool before = std::exchange(unit_after_list_, static_cast<bool>(unit_word(listed)));
    const ExprId born = birth_of(item_at, row);
    const Cursor on = item_at.child(NodeKind::operand);
    const ExprId day = on ? operand(on, row) : add(plan::AsAt{}, types::date(), {}, item_at.span(), "as at");
    unit_after_list_ = before;
    if (is_poison(born) || is_poison(day)) return poison(at);
    value = add(plan::Elapsed{unit, born, day}, types::whole_number(), row_of({born, day}), at);
  } else {
    value = atom(atom_at, row);
    if (conversion) value = converted(at, value);
  }
  const bool after = at.has_word("after");
  if (!after && !at.has_word("before")) return value;
  const ExprId date = operand(at.child(NodeKind::operand), row);
  std::optional<base::Rounding> rounding;
  if (at.has_word("rounded")) rounding = at.has_word("up") ? base::Rounding::up : base::Rounding::down;
  return shift(at, date, value, after, rounding);
}

ExprId Checker::length_of(Cursor span, const RowContext& row) {
  const Cursor quantity_at = span.child(NodeKind::quantity);
  if (!quantity_at) return need_value(span.child(NodeKind::NAME), row);
  const auto q = quantity(quantity_at);
  return q ? add(plan::Constant{q->number, {}}, q->type, {}, span) : poison(span);
}

ExprId Checker::turning(Cursor at, const RowContext& row) {
  const ExprId length = length_of(at.child(NodeKind::span), row);
  const ExprId born = date_of_birth(at, row);
  const ExprId day = shift(at, born, length, true, base::Rounding::up);
  if (!is_poison(day)) plan_.exprs[day.index()].text = text_at(at.span());
  return day;
}

ExprId Checker::atom(Cursor at, const RowContext& row) {
  const Cursor first = at.first();
  if (first.is(NodeKind::mark)) return answer(at.child(NodeKind::answer), row);
  switch (first.kind()) {
    case NodeKind::aggregate: return aggregate(first, row);
    case NodeKind::item: return item(first, row);
    case NodeKind::DATE: {
      const auto day = date(first);
      return day ? add(plan::Constant{*day, {}}, types::date(), {}, first) : poison(at);
    }
    case NodeKind::quantity: {
      const auto q = quantity(first);
      return q ? add(plan::Constant{q->number, {}}, q->type, {}, first) : poison(at);
    }
    case NodeKind::TEXT: return add(plan::Constant{0, text_of(first)}, types::text(), {}, first);
    case NodeKind::pick:
      report(Code::wrong_type, first.span(), fmt::format("`{}` is a row, not a value", text_at(first.span())),
             fmt::format("say which of its facts: `… of {}`", text_at(first.span())));
      return poison(at);
    default: break;
  }
  if (first.is_word("yes") || first.is_word("no"))
    return add(plan::Constant{first.is_word("yes") ? 1 : 0, {}}, types::yes_no(), {}, first);
  if (first.is_word("as at")) return add(plan::AsAt{}, types::date(), {}, first);
  if (first.is_word("turning")) return turning(at, row);
  if (first.is_word("next")) return next_day(at, row);
  return poison(at);
}

ExprId Checker::item(Cursor at, const RowContext& row) {
  const Cursor name = at.child(NodeKind::NAME), on = at.child(NodeKind::operand);
  if (name.text() == "age" || name.text() == "corrected-age") {
    report(Code::age_comparison, at.span(), fmt::format("`{}` takes only `is under` and `is at least`", name.text()),
           fmt::format("for a number, say `{} in months` (completed months)", text_at(at.span())));
    return poison(at);
  }
  if (!at.has_word("of")) {
    if (!on) return need_value(name, row);
    if (name.text() == "gestation") return gestation_at(at, operand(on, row), row);
  } else if (!on) {
    const auto there = reached(at, row);
    if (!there) return poison(at);
    const ExprId value = need_value(name, context_of(*there, row));
    return is_poison(value) ? poison(at) : told_as(there->bring(value), at);
  } else if (name.text() == "gestation") {
    const auto there = reached(at, row);
    if (!there) return poison(at);
    const ExprId value = gestation_at(at, operand(on, row), context_of(*there, row));
    return is_poison(value) ? value : told_as(there->bring(value), at);
  }
  report(Code::wrong_type, at.span(), fmt::format("`{}` has no value `at` a day", name.text()),
         "only `age`, `corrected-age` and `gestation` are told at a day");
  return poison(at);
}

// A value that was brought from another row, in the words that asked for it.
ExprId Checker::told_as(ExprId value, Cursor at) {
  if (!is_poison(value)) {
    plan_.exprs[value.index()].text = text_at(at.span());
    plan_.exprs[value.index()].span = at.span();
  }
  return value;
}

ExprId Checker::aggregate(Cursor at, const RowContext& row) {
  const Cursor word = at.first(), set = at.child(NodeKind::set), list_at = at.child(NodeKind::list);
  if (set && word.is_word("count of")) {
    std::vector<ExprId> parts = set_of_answers(set, row);
    if (parts.empty()) return poison(at);
    const RecordId on = row_of(parts);
    return add(plan::CountOfSet{std::move(parts)}, types::whole_number(), on, at);
  }
  if (set) {
    const bool dates = word.is_word("later of") || word.is_word("earlier of");
    std::vector<ExprId> values;
    for (const Cursor child : set) {
      if (!child.is(NodeKind::answer)) continue;
      const ExprId value = answer(child, row);
      if (is_poison(value)) return poison(at);
      const Kind kind = type_of(value).kind;
      if (kind != Kind::date && (dates || kind != Kind::number)) {
        report(Code::wrong_type, child.span(),
               fmt::format("`{}` is {}, not a {}", text_at(child.span()), plan::with_article(type_of(value), plan_),
                           dates ? "date" : "number"));
        return poison(at);
      }
      if (!values.empty() && !types::same(type_of(values.front()), type_of(value))) {
        differ(values.front(), value, child, "stand beside");
        return poison(at);
      }
      values.push_back(value);
    }
    const RecordId on = row_of(values);
    const Type type = type_of(values.front());
    return add(plan::Extreme{word.is_word("later of") || word.is_word("highest of"), std::move(values)}, type, on, at);
  }
  const auto found = list(list_at, row);
  if (!found) return poison(at);
  if (word.is_word("count of") && !at.has_word("different")) {
    const ExprId count = count_of(*found, at);
    return seen_from(count, *found, row, at);
  }
  const Cursor name = at.child(NodeKind::NAME);
  ExprId value = need_value(name, inner_context(*found, row));
  if (is_poison(value)) return poison(at);
  value = on_list_row(value, *found, name);
  if (at.has_word("different")) {
    if (const Kind kind = type_of(value).kind; kind == Kind::codes || kind == Kind::groups) {
      report(Code::wrong_type, name.span(),
             fmt::format("`{}` is {}: a row has several at once, so different ones can't be counted", name.text(),
                         plan::with_article(type_of(value), plan_)));
      return poison(at);
    }
    const ExprId different = add(plan::CountDifferent{found->id, value}, types::whole_number(), found->scope, at);
    return seen_from(different, *found, row, at);
  }
  const plan::Summary summary = word.is_word("sum of")    ? plan::Summary::sum
                                : word.is_word("average") ? plan::Summary::average
                                : word.is_word("lowest")  ? plan::Summary::lowest
                                                          : plan::Summary::highest;
  const bool extreme = summary == plan::Summary::lowest || summary == plan::Summary::highest;
  const Type of = type_of(value);
  if (of.kind != Kind::number && !(extreme && of.kind == Kind::date)) {
    report(Code::wrong_type, name.span(),
           fmt::format("`{}` is {}, which has no {}", name.text(), plan::with_article(of, plan_), word.text()));
    return poison(at);
  }
  Type type = of;
  if (summary == plan::Summary::average) type.whole = false;
  const ExprId result = add(plan::Summarise{summary, found->id, value}, type, found->scope, at);
  return seen_from(result, *found, row, at);
}

}  // namespace fairstart::check
