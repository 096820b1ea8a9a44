// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "dsl/base/text.hpp"
#include "dsl/check/checker.hpp"

namespace fairstart::check {

using types::Kind;
using types::Measure;

namespace {

// A case's own results, beside its flows.
constexpr std::string_view results[] = {"net", "ratio", "payback", "costs", "savings"};

// The block's clauses, each with its word: they lie flat in the tree.
std::vector<std::vector<Cursor>> block_clauses(Cursor decl) {
  std::vector<std::vector<Cursor>> clauses;
  bool in_block = false;
  for (const Cursor child : decl) {
    if (child.is(NodeKind::mark)) {
      in_block = in_block || child.text() == "{";
      continue;
    }
    if (!in_block) continue;
    bool starts = child.is(NodeKind::note) || child.is(NodeKind::flow);
    for (const std::string_view word : {"horizon", "discount", "prices", "volume", "expect", "serves"})
      starts = starts || child.is_word(word);
    if (starts) clauses.emplace_back();
    if (!clauses.empty()) clauses.back().push_back(child);
  }
  return clauses;
}

Cursor part(const std::vector<Cursor>& clause, NodeKind kind, int which = 0) {
  for (const Cursor one : clause)
    if (one.is(kind) && which-- == 0) return one;
  return {};
}

bool said(const std::vector<Cursor>& clause, std::string_view word) {
  return std::any_of(clause.begin(), clause.end(), [&](Cursor one) { return one.is_word(word); });
}

Cursor after(const std::vector<Cursor>& clause, std::string_view word) {
  for (std::size_t i = 0; i + 1 < clause.size(); ++i)
    if (clause[i].is_word(word)) return clause[i + 1];
  return {};
}

base::Span span_of(const std::vector<Cursor>& clause) {
  base::Span span = clause.front().span();
  span.end = clause.back().span().end;
  return span;
}

}  // namespace

void Checker::declare_case(Cursor decl) {
  const Cursor name = decl.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.cases.size());
  plan::Case money{.name = std::string(name.text()), .title = std::string(name.text()), .span = name.span()};
  if (const Cursor title = decl.child(NodeKind::TEXT)) money.title = text_of(title);
  add_notes(money.notes, decl);
  plan_.cases.push_back(std::move(money));
  cases_.push_back({decl, module_});
  declare(module_, Space::cases, std::string(name.text()),
          {.kind = SymbolKind::money_case, .index = index, .span = name.span()});
}

void Checker::fill_case(Cursor decl, std::size_t index) {
  plan::Case money = plan_.cases[index];
  const RowContext nowhere{{}, {}, nullptr, true};
  std::map<std::string, base::Span> seen;
  volumes_.clear();
  const auto clauses = block_clauses(decl);
  // The horizon first: what goes over a span of years is told against it.
  for (const auto& clause : clauses) {
    const Cursor first = clause.front();
    if (!first.is_word("horizon") || !once(first, seen, "horizon")) continue;
    if (const auto length = months(part(clause, NodeKind::span), "a horizon")) money.horizon_months = *length;
    if (const Cursor from = part(clause, NodeKind::DATE)) money.from = date(from);
  }
  for (const auto& clause : clauses) {
    const Cursor first = clause.front();
    if (first.is_word("discount") && once(first, seen, "discount")) {
      if (const Cursor rate = part(clause, NodeKind::PCT)) {
        const auto value = base::parse_decimal(rate.text().substr(0, rate.text().size() - 1));
        if (value) money.discount = add(plan::Constant{*value / 100, {}}, types::number(Measure::percent), {}, rate);
      } else {
        const Cursor name = part(clause, NodeKind::NAME);
        const ExprId value = need_value(name, nowhere);
        if (is_poison(value)) continue;
        if (types::same(type_of(value), types::number(Measure::percent)))
          money.discount = value;
        else
          report(Code::wrong_unit, name.span(),
                 fmt::format("a discount rate is a percentage of a year, and `{}` is {}", name.text(),
                             plan::with_article(type_of(value), plan_)));
      }
    } else if (first.is_word("prices") && once(first, seen, "prices")) {
      money.prices = period(part(clause, NodeKind::period));
    } else if (first.is_word("volume")) {
      add_volume(part(clause, NodeKind::NAME), part(clause, NodeKind::sum), money);
    } else if (first.is(NodeKind::flow)) {
      fill_flow(first, money);
    }
  }
  for (const auto& clause : clauses)
    if (clause.front().is_word("expect")) fill_case_expectation(clause, money);
  money.serves = served_in(decl);
  if (std::none_of(clauses.begin(), clauses.end(), [](const auto& clause) { return clause.front().is(NodeKind::flow); }))
    report(Code::clause_missing, money.span, fmt::format("`{}` has no cost and no saving", money.name),
           "add `cost …` and `saving …`");
  volumes_.clear();
  plan_.cases[index] = std::move(money);
}

void Checker::add_volume(Cursor name, Cursor sum_at, plan::Case& money) {
  const std::string text(name.text());
  if (volumes_.contains(text)) {
    const auto other = std::find_if(money.volumes.begin(), money.volumes.end(),
                                    [&](const plan::Volume& volume) { return volume.name == text; });
    std::vector<diagnostics::Label> labels;
    if (other != money.volumes.end()) labels.push_back({plan_.expr(other->value).span, "the other is here"});
    report(Code::declared_twice, name.span(), fmt::format("`{}` is declared twice", text), "give one of them another name",
           std::move(labels));
    return;
  }
  if (const auto place = place_of(text, {})) {
    report(Code::declared_twice, name.span(), fmt::format("`{}` is a parameter's name already", text),
           "give the volume another name", {{*place, "the other is here"}});
  }
  ExprId value = rowless(sum_at);
  if (!is_poison(value) && type_of(value).kind != Kind::number) {
    report(Code::wrong_type, sum_at.span(),
           fmt::format("a volume is a number of something, not {}", plan::with_article(type_of(value), plan_)));
    value = poison(sum_at);
  }
  volumes_.emplace(text, value);
  if (!is_poison(value)) money.volumes.push_back({text, value, type_of(value)});
}

// A sum about no row. Records are not asked: a case is worked out before any are read.
ExprId Checker::rowless(Cursor sum_at) {
  const RowContext nowhere{{}, {}, nullptr, true};
  const std::size_t lists = plan_.lists.size();
  const ExprId value = sum(sum_at, nowhere);
  if (is_poison(value) || plan_.lists.size() == lists) return value;
  report(Code::out_of_place, sum_at.span(), "a case is worked out from figures, and this asks the records",
         "give the figure, or a parameter");
  return poison(sum_at);
}

std::optional<std::int64_t> Checker::months(Cursor span, std::string_view what) {
  std::optional<Quantity> length;
  if (const Cursor quantity_at = span.child(NodeKind::quantity)) {
    length = quantity(quantity_at);
  } else {
    const Cursor name = span.child(NodeKind::NAME);
    const Symbol* symbol = find(Space::values, name.text());
    if (symbol == nullptr || symbol->kind != SymbolKind::parameter) {
      unknown_name(name, "parameter", names_in(Space::values));
      return {};
    }
    const plan::Parameter& parameter = plan_.parameters[symbol->index];
    if (parameter.values.size() != 1 || parameter.values[0].from || parameter.values[0].to) {
      report(Code::wrong_type, name.span(), fmt::format("{} has one length, and `{}` changes with the date", what, name.text()),
             "write its years", {{parameter.span, "declared here"}});
      return {};
    }
    length = Quantity{parameter.type, parameter.values[0].value.number};
  }
  if (!length) return {};
  if (length->type.kind != Kind::number || length->type.per || length->type.base.measure != Measure::months) {
    const bool days = length->type.kind == Kind::number && !length->type.per && length->type.base.measure == Measure::days;
    report(days ? Code::months_against_days : Code::wrong_unit, span.span(),
           fmt::format("{} is a number of months or years, not {}", what, plan::with_article(length->type, plan_)), "", {});
    return {};
  }
  constexpr std::int64_t most = 100 * 12;
  const std::int64_t number = length->number / base::million;
  if (length->number % base::million != 0 || number < 1 || number > most) {
    report(Code::range_reversed, span.span(), fmt::format("{} is from 1 month to 100 years, in whole months", what));
    return {};
  }
  return number;
}

std::string Checker::payer(Cursor name) {
  if (const Symbol* list = find(Space::codes, "payers"); list != nullptr && name) {
    const plan::CodeList& payers = plan_.code_lists[list->index];
    std::vector<std::string_view> names;
    for (const plan::CodeItem& item : payers.items) {
      if (item.name == name.text()) return item.name;
      names.push_back(item.name);
    }
    const std::string_view near = base::nearest(name.text(), names);
    report(Code::code_not_listed, name.span(), fmt::format("`{}` is not one of payers", name.text()),
           near.empty() ? "" : fmt::format("did you mean `{}`?", near), {{list->span, "the list is here"}});
  }
  return name ? std::string(name.text()) : "";
}

// Money, and where it is paid for each row also money per something of one's own.
ExprId Checker::money(Cursor sum_at, ExprId value, bool each) {
  if (is_poison(value)) return value;
  const Type& type = type_of(value);
  const bool per_item = each && type.per && type.per->measure == Measure::unit;
  if (type.kind == Kind::number && type.base.measure == Measure::money && (!type.per || per_item)) return value;
  const bool rate = type.kind == Kind::number && type.base.measure == Measure::money && type.per;
  report(type.kind == Kind::number ? Code::wrong_unit : Code::wrong_type, sum_at.span(),
         fmt::format("this is {}, where money is expected", plan::with_article(type, plan_)),
         !rate                                ? ""
         : type.per->measure == Measure::unit ? "multiply it by how many there are"
         : each                               ? "what each row is paid is money, whatever time it takes"
                                              : "how often is said after it: `each year`, `over 3 years`, `once`");
  return poison(sum_at);
}

void Checker::fill_flow(Cursor at, plan::Case& in) {
  const Cursor name = at.child(NodeKind::NAME);
  plan::Flow flow{.name = std::string(name.text()), .title = std::string(name.text()), .span = name.span()};
  flow.saving = at.first().is_word("saving");
  if (const Cursor title = at.child(NodeKind::TEXT)) flow.title = text_of(title);
  for (const plan::Flow& other : in.flows)
    if (other.name == flow.name)
      return report(Code::declared_twice, name.span(), fmt::format("`{}` is declared twice", flow.name),
                    "give one of them another name", {{other.span, "the other is here"}});
  if (std::find(std::begin(results), std::end(results), name.text()) != std::end(results) || volumes_.contains(name.text()))
    return report(Code::declared_twice, name.span(),
                  volumes_.contains(name.text()) ? fmt::format("`{}` is a volume already", flow.name)
                                                 : fmt::format("`{}` is what every case works out", flow.name),
                  "give the flow another name");
  if (const Cursor sum_at = at.child(NodeKind::sum)) {
    const ExprId value = money(sum_at, rowless(sum_at), false);
    if (!is_poison(value)) flow.value = value;
  }
  if (const Cursor range = at.child(NodeKind::range)) {
    const Cursor low_at = range.child(NodeKind::sum), high_at = range.child(NodeKind::sum, 1);
    const ExprId low = money(low_at, rowless(low_at), false), high = money(high_at, rowless(high_at), false);
    if (!is_poison(low) && !is_poison(high)) {
      flow.low = low;
      flow.high = high;
      const auto number = [&](ExprId id) {
        const auto* constant = id.exists() ? std::get_if<plan::Constant>(&plan_.expr(id).node) : nullptr;
        return constant == nullptr ? std::optional<std::int64_t>{} : constant->number;
      };
      const auto least = number(low), central = number(flow.value), most = number(high);
      if (least && most && *least > *most)
        report(Code::range_reversed, range.span(), "this range ends below its start", "put the lower end first");
      else if (least && most && central && (*central < *least || *central > *most))
        report(Code::range_reversed, at.child(NodeKind::sum).span(), "this is outside its own range",
               "the range holds the value that is most likely", {{range.span(), "the range is here"}});
    }
  }
  if (at.has_word("to")) flow.payer = payer(at.after_word("to"));
  if (at.has_word("each year")) flow.time = plan::FlowTime::each_year;
  if (at.has_word("over")) {
    flow.time = plan::FlowTime::over;
    const Cursor span = at.child(NodeKind::span);
    const auto length = months(span, "the time that a flow goes over");
    flow.over_months = length.value_or(in.horizon_months);
    if (flow.over_months > in.horizon_months)
      report(Code::flow_beyond_horizon, span.span(),
             fmt::format("`{}` goes on after the horizon of `{}`, and only what falls within it counts", flow.name, in.name),
             "make the horizon longer, or leave what lies beyond it out");
  }
  if (at.has_word("cashable")) flow.cashable = true;
  if (at.has_word("not cashable")) flow.cashable = false;
  in.flows.push_back(std::move(flow));
}

void Checker::fill_case_expectation(const std::vector<Cursor>& clause, plan::Case& in) {
  const Cursor of = part(clause, NodeKind::NAME);
  plan::CaseExpectation expectation{.of = std::string(of.text()), .text = text_at(span_of(clause)), .span = span_of(clause)};
  const bool flow =
      std::any_of(in.flows.begin(), in.flows.end(), [&](const plan::Flow& each) { return each.name == expectation.of; });
  Type type = types::number(Measure::money);
  if (expectation.of == "ratio") type = types::number();
  if (expectation.of == "payback")
    type = {.kind = Kind::number, .base = {Measure::months, {}}, .shown_in = types::TimeUnit::year};
  if (!flow && std::find(std::begin(results), std::end(results), of.text()) == std::end(results)) {
    std::vector<std::string_view> names(std::begin(results), std::end(results));
    for (const plan::Flow& each : in.flows) names.push_back(each.name);
    return unknown_name(of, "flow or result", names);
  }
  if (said(clause, "per")) {
    const Cursor per = after(clause, "per");
    if (type.base.measure != Measure::money)
      return report(Code::case_result, per.span(), fmt::format("`{}` is not per anything", expectation.of),
                    "money is: `net`, `costs`, `savings` and the flows");
    const auto volume = volumes_.find(per.text());
    if (volume == volumes_.end()) {
      std::vector<std::string_view> names;
      for (const plan::Volume& each : in.volumes) names.push_back(each.name);
      return unknown_name(per, "volume", names);
    }
    if (is_poison(volume->second)) return;
    const Type& by = type_of(volume->second);
    if (by.per)
      return report(Code::wrong_unit, per.span(), fmt::format("money can't be divided by {}", plan::with_article(by, plan_)),
                    "divide by a number of something");
    if (by.base.measure != Measure::plain && by.base.measure != Measure::percent) {
      type.per = by.base;
      type.shown_per = by.shown_in;
    }
    expectation.per = per.text();
  }
  std::optional<plan::Constant> lowest, highest, within;
  const bool range = said(clause, "to"), near = said(clause, "within");
  lowest = literal(part(clause, NodeKind::literal), type, of.span());
  if (range) highest = literal(after(clause, "to"), type, of.span());
  if (near) within = literal(after(clause, "within"), type, of.span());
  if (!lowest || (range && !highest) || (near && !within)) return;
  expectation.type = type;
  expectation.lowest = lowest->number;
  expectation.highest = range ? highest->number : lowest->number;
  expectation.within = near ? within->number : 0;
  if (expectation.highest < expectation.lowest)
    return report(Code::range_reversed, after(clause, "to").span(), "this range ends below its start",
                  "put the lower end first");
  if (expectation.within < 0)
    return report(Code::range_reversed, after(clause, "within").span(), "`within` takes a number of 0 or more");
  in.expectations.push_back(std::move(expectation));
}

}  // namespace fairstart::check
