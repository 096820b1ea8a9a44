// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/text.hpp"
#include "dsl/check/checker.hpp"

namespace fairstart::check {

using plan::Comparison;
using types::Kind;

namespace {

std::optional<Comparison> comparison_for(std::string_view sign) {
  if (sign == "<") return Comparison::under;
  if (sign == ">") return Comparison::over;
  if (sign == "<=" || sign == "≤") return Comparison::at_most;
  if (sign == ">=" || sign == "≥") return Comparison::at_least;
  if (sign == "=") return Comparison::is;
  if (sign == "≠") return Comparison::is_not;
  return {};
}

bool ordered(Comparison op) { return op != Comparison::is && op != Comparison::is_not; }

std::string_view date_words(Comparison op) {
  switch (op) {
    case Comparison::under: return "is before";
    case Comparison::over: return "is after";
    case Comparison::at_least: return "is on or after";
    case Comparison::at_most: return "is on or before";
    case Comparison::is: return "is";
    case Comparison::is_not: return "is not";
  }
  return "";
}

std::string_view number_words(Comparison op) {
  switch (op) {
    case Comparison::under: return "is under";
    case Comparison::over: return "is over";
    case Comparison::at_least: return "is at least";
    case Comparison::at_most: return "is at most";
    case Comparison::is: return "is";
    case Comparison::is_not: return "is not";
  }
  return "";
}

}  // namespace

ExprId Checker::compare(Cursor at, const RowContext& row) {
  const Cursor left_at = at.child(NodeKind::sum);
  const Cursor state_at = at.child(NodeKind::state), sign = at.child(NodeKind::CMP);
  if (!state_at && !sign && !at.has_word("includes")) return sum(left_at, row);
  if (const Cursor item_at = bare_item(left_at);
      item_at && (item_at.child(NodeKind::NAME).text() == "age" || item_at.child(NodeKind::NAME).text() == "corrected-age"))
    return age_comparison(at, row);
  const ExprId left = sum(left_at, row);
  if (is_poison(left)) return poison(at);
  if (at.has_word("includes")) return included(at, left, at.child(NodeKind::NAME), row);
  if (sign) return comparison(at, *comparison_for(sign.text()), left, at.child(NodeKind::sum, 1), row);
  return state(at, left, state_at, row);
}

// `thrive includes getting-help`: that group's condition, seen from this row.
ExprId Checker::included(Cursor at, ExprId left, Cursor name, const RowContext& row) {
  const Cursor left_at = at.child(NodeKind::sum);
  if (type_of(left).kind == Kind::codes) return included_codes(at, left, name, row);
  if (type_of(left).kind != Kind::groups) {
    report(Code::wrong_type, left_at.span(),
           fmt::format("`{}` is {}, which does not include things", text_at(left_at.span()),
                       plan::with_article(type_of(left), plan_)));
    return poison(at);
  }
  const types::LevelsId id = type_of(left).levels;
  std::vector<std::string_view> names;
  std::optional<std::size_t> group;
  const plan::Levels& scheme = plan_.levels[id.index()];
  for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
    names.push_back(scheme.levels[i].name);
    if (scheme.levels[i].name == name.text()) group = i;
  }
  if (!group) {
    unknown_name(name, fmt::format("group of {}", scheme.name), names);
    return poison(at);
  }
  if (two_meanings(name, scheme.name, row)) return poison(at);
  fill_levels(id);
  const ExprId when = plan_.levels[id.index()].levels[*group].when;
  if (is_poison(when)) return poison(at);
  const Cursor item_at = bare_item(left_at);
  if (item_at && item_at.has_word("of")) {
    const auto there = reached(item_at, row);
    if (!there) return poison(at);
    return there->bring(seen_from(when, plan_.levels[id.index()].record, context_of(*there, row), at));
  }
  return seen_from(when, plan_.levels[id.index()].record, row, at);
}

ExprId Checker::state(Cursor at, ExprId left, Cursor state_at, const RowContext& row) {
  const bool negated = state_at.first().is_word("not");
  const Cursor right = state_at.child(NodeKind::sum);
  const RecordId on = row_of({left});
  const auto maybe_not = [&](ExprId value) {
    if (!negated || is_poison(value)) return value;
    return add(plan::Not{value}, types::yes_no(), row_of({value}), at);
  };
  const auto missing = [&](plan::Missing why) { return add(plan::IsMissing{left, why}, types::yes_no(), on, at); };
  if (state_at.has_word("not asked")) return missing(plan::Missing::not_asked);
  if (state_at.has_word("not recorded")) return missing(plan::Missing::not_recorded);
  if (state_at.has_word("declined")) return maybe_not(missing(plan::Missing::declined));
  if (state_at.has_word("known")) return maybe_not(add(plan::IsKnown{left}, types::yes_no(), on, at));
  if (state_at.has_word("unknown")) {
    const ExprId known = add(plan::IsKnown{left}, types::yes_no(), on, at.span(), "");
    const ExprId unknown = add(plan::Not{known}, types::yes_no(), on, at);
    return maybe_not(unknown);
  }
  if (state_at.has_word("one of")) return maybe_not(one_of(at, left, state_at.child(NodeKind::set), row));
  if (state_at.has_word("between")) {
    const ExprId low = comparison(at, Comparison::at_least, left, right, row);
    if (is_poison(low)) return poison(at);  // once is enough
    const ExprId high = comparison(at, Comparison::at_most, left, state_at.child(NodeKind::sum, 1), row);
    if (is_poison(high)) return poison(at);
    const auto constant = [&](ExprId side) -> const plan::Constant* {
      const auto* compared = std::get_if<plan::Compare>(&plan_.expr(side).node);
      return compared == nullptr ? nullptr : std::get_if<plan::Constant>(&plan_.expr(compared->right).node);
    };
    if (const auto *from = constant(low), *to = constant(high); from != nullptr && to != nullptr && from->number > to->number) {
      report(Code::range_reversed, state_at.span(), "nothing is between these: the second is below the first",
             "put the lower end first");
      return poison(at);
    }
    return maybe_not(add(plan::And{{low, high}}, types::yes_no(), row_of({low, high}), at));
  }
  if (const Cursor in = state_at.after_word("in")) {
    if (type_of(left).kind != Kind::date) {
      report(Code::wrong_type, at.child(NodeKind::sum).span(),
             fmt::format("`{}` is {}, not a date", plan_.expr(left).text, plan::with_article(type_of(left), plan_)));
      return poison(at);
    }
    if (in.text() != "period") return maybe_not(within_window(in, left, row, at));
    if (!row.in_indicator) {
      report(Code::out_of_place, in.span(), "`period` is used where there is none",
             "indicators, cases and incentives have a period");
      return poison(at);
    }
    const ExprId from = add(plan::PeriodStart{}, types::date(), {}, in.span(), "start of the period");
    const ExprId to = add(plan::PeriodEnd{}, types::date(), {}, in.span(), "end of the period");
    const ExprId after = add(plan::Compare{Comparison::at_least, left, from}, types::yes_no(), on, at);
    const ExprId before = add(plan::Compare{Comparison::at_most, left, to}, types::yes_no(), on, at);
    return maybe_not(add(plan::And{{after, before}}, types::yes_no(), on, at));
  }
  static constexpr std::pair<std::string_view, Comparison> words[] = {
      {"under", Comparison::under},          {"over", Comparison::over},
      {"at least", Comparison::at_least},    {"at most", Comparison::at_most},
      {"on or before", Comparison::at_most}, {"on or after", Comparison::at_least},
      {"before", Comparison::under},         {"after", Comparison::over}};
  for (const auto& [word, op] : words) {
    if (!state_at.first().is_word(word)) continue;
    const bool for_dates = word == "before" || word == "after" || word.starts_with("on or");
    const bool is_date = type_of(left).kind == Kind::date;
    if (for_dates != is_date && (is_date || type_of(left).kind == Kind::number)) {
      report(Code::wrong_type, state_at.first().span(),
             is_date
                 ? fmt::format("`{}` is a date, and dates are compared with `is before` and the like", plan_.expr(left).text)
                 : fmt::format("`{}` is {}, not a date", plan_.expr(left).text, plan::with_article(type_of(left), plan_)),
             fmt::format("say `{}`", is_date ? date_words(op) : number_words(op)));
      return poison(at);
    }
    return comparison(at, op, left, right, row);
  }
  return comparison(at, negated ? Comparison::is_not : Comparison::is, left, right, row);
}

// The codes that a name stands for in a list: one code, or the members of a group.
std::optional<std::vector<std::int64_t>> Checker::codes_named(Cursor name, types::CodeListId id, bool say) {
  const plan::CodeList& list = plan_.code_lists[id.index()];
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (list.items[i].name == name.text()) return std::vector{static_cast<std::int64_t>(i)};
    names.push_back(list.items[i].name);
  }
  for (const plan::CodeGroup& group : list.groups) {
    if (group.name == name.text()) return group.members;
    names.push_back(group.name);
  }
  if (say) {
    const std::string_view near = base::nearest(name.text(), names);
    report(Code::code_not_listed, name.span(), fmt::format("`{}` is not one of {}", name.text(), list.name),
           near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  }
  return {};
}

bool Checker::two_meanings(Cursor name, std::string_view of, const RowContext& row) {
  const auto place = place_of(name.text(), row);
  if (!place) return false;
  report(Code::two_meanings, name.span(),
         fmt::format("`{}` is one of {}, and also a fact or definition in scope here", name.text(), of),
         "give one of them another name", {{*place, "the other is here"}});
  return true;
}

ExprId Checker::comparison(Cursor at, Comparison op, ExprId left, Cursor right, const RowContext& row) {
  if (is_poison(left)) return poison(at);
  const Type type = type_of(left);
  if (type.kind == Kind::groups) {
    report(ordered(op) ? Code::not_ordered : Code::wrong_type, at.span(),
           fmt::format("`{}` are groups: a {} can be in several", plan_.expr(left).text,
                       plan_.record(plan_.levels[type.levels.index()].record).name),
           fmt::format("say `{} includes {}`", plan_.expr(left).text, text_at(right.span())));
    return poison(at);
  }
  if (type.kind == Kind::levels) return level_comparison(at, op, left, right, row);
  const Cursor name = bare(right, NodeKind::NAME);
  if (type.kind == Kind::code && name) {
    const bool fact = place_of(name.text(), row).has_value();
    const auto codes = codes_named(name, type.codes, !fact);
    if (codes && two_meanings(name, plan_.code_lists[type.codes.index()].name, row)) return poison(at);
    if (codes) {
      if (codes->size() == 1 || ordered(op)) {
        if (codes->size() != 1 || (ordered(op) && !plan_.code_lists[type.codes.index()].in_order)) {
          report(Code::not_ordered, at.span(),
                 fmt::format("the codes of {} have no order", plan_.code_lists[type.codes.index()].name),
                 "declare the list `in order`, or name the codes: `is one of { … }`");
          return poison(at);
        }
        const ExprId constant = add(plan::Constant{codes->front(), {}}, type, {}, name);
        return add(plan::Compare{op, left, constant}, types::yes_no(), row_of({left}), at);
      }
      const ExprId in = add(plan::OneOf{left, *codes}, types::yes_no(), row_of({left}), at);
      return op == Comparison::is ? in : add(plan::Not{in}, types::yes_no(), row_of({left}), at);
    }
    if (!fact) return poison(at);
  }
  return made_comparison(at, op, left, sum(right, row), right);
}

ExprId Checker::made_comparison(Cursor at, Comparison op, ExprId left, ExprId right, Cursor right_at) {
  if (is_poison(left) || is_poison(right)) return poison(at);
  const Type &a = type_of(left), &b = type_of(right);
  if (!types::same(a, b)) {
    differ(left, right, right_at, "be compared with");
    return poison(at);
  }
  if (ordered(op) && a.kind != Kind::number && a.kind != Kind::date &&
      !(a.kind == Kind::code && plan_.code_lists[a.codes.index()].in_order)) {
    report(Code::not_ordered, at.span(), fmt::format("{} has no order", plan::with_article(a, plan_)), "use `is` or `is not`");
    return poison(at);
  }
  if (!compares_nhs_numbers(left, right, right_at)) return poison(at);
  if (a.kind == Kind::yes_no) {
    // `x is yes` is x; `x is no` is not x.
    if (const auto* constant = std::get_if<plan::Constant>(&plan_.expr(right).node)) {
      const bool same = (constant->number != 0) == (op == Comparison::is);
      return same ? left : add(plan::Not{left}, types::yes_no(), row_of({left}), at);
    }
  }
  return add(plan::Compare{op, left, right}, types::yes_no(), row_of({left, right}), at);
}

ExprId Checker::level_comparison(Cursor at, Comparison op, ExprId left, Cursor right, const RowContext& row) {
  const plan::Levels& scheme = plan_.levels[type_of(left).levels.index()];
  const Cursor name = bare(right, NodeKind::NAME);
  std::vector<std::string_view> names;
  std::optional<std::size_t> level;
  for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
    names.push_back(scheme.levels[i].name);
    if (name && scheme.levels[i].name == name.text()) level = i;
  }
  if (!name) {
    report(Code::wrong_type, right.span(), fmt::format("`{}` is not a level of {}", text_at(right.span()), scheme.name));
    return poison(at);
  }
  if (!level) {
    unknown_name(name, fmt::format("level of {}", scheme.name), names);
    return poison(at);
  }
  if (two_meanings(name, scheme.name, row)) return poison(at);
  if (ordered(op) && scheme.kind != plan::LevelsKind::tiers) {
    report(Code::not_ordered, at.span(), fmt::format("the segments of {} have no order", scheme.name),
           "name them: `is one of { … }`");
    return poison(at);
  }
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
    const bool in = op == Comparison::is         ? i == *level
                    : op == Comparison::is_not   ? i != *level
                    : op == Comparison::under    ? i < *level
                    : op == Comparison::over     ? i > *level
                    : op == Comparison::at_least ? i >= *level
                                                 : i <= *level;
    if (in) mask |= std::uint64_t{1} << i;
  }
  return add(plan::LevelIn{left, mask}, types::yes_no(), row_of({left}), at);
}

ExprId Checker::one_of(Cursor at, ExprId left, Cursor set, const RowContext& row) {
  const Type type = type_of(left);
  if (type.kind == Kind::levels) {
    std::uint64_t mask = 0;
    for (const Cursor child : set) {
      if (!child.is(NodeKind::answer)) continue;
      const ExprId one = level_comparison(child, Comparison::is, left, child, row);
      if (is_poison(one)) return poison(at);
      mask |= std::get<plan::LevelIn>(plan_.expr(one).node).levels;
    }
    return add(plan::LevelIn{left, mask}, types::yes_no(), row_of({left}), at);
  }
  if (type.kind == Kind::code) {
    std::vector<std::int64_t> codes;
    bool broken = false;
    for (const Cursor child : set) {
      if (!child.is(NodeKind::answer)) continue;
      const Cursor name = bare(child, NodeKind::NAME);
      if (!name) {
        report(Code::wrong_type, child.span(),
               fmt::format("`{}` is not a code of {}", text_at(child.span()), plan_.code_lists[type.codes.index()].name));
        return poison(at);
      }
      const auto some = codes_named(name, type.codes, true);
      broken = broken || !some || two_meanings(name, plan_.code_lists[type.codes.index()].name, row);
      if (some) codes.insert(codes.end(), some->begin(), some->end());
    }
    if (broken) return poison(at);
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    return add(plan::OneOf{left, std::move(codes)}, types::yes_no(), row_of({left}), at);
  }
  std::vector<ExprId> parts;
  for (const Cursor child : set) {
    if (!child.is(NodeKind::answer)) continue;
    parts.push_back(made_comparison(at, Comparison::is, left, answer(child, row), child));
    if (is_poison(parts.back())) return poison(at);
  }
  const RecordId on = row_of(parts);
  return add(plan::Or{std::move(parts)}, types::yes_no(), on, at);
}

// `age is under D`: the day of turning D is still to come; `age is at least D`: it is there, or past.
ExprId Checker::age_comparison(Cursor at, const RowContext& row) {
  const Cursor item_at = bare_item(at.child(NodeKind::sum)), state_at = at.child(NodeKind::state),
               sign = at.child(NodeKind::CMP);
  std::optional<Comparison> op;
  Cursor right;
  if (sign) {
    op = comparison_for(sign.text());
    right = at.child(NodeKind::sum, 1);
  } else if (state_at && (state_at.first().is_word("under") || state_at.first().is_word("at least"))) {
    op = state_at.first().is_word("under") ? Comparison::under : Comparison::at_least;
    right = state_at.child(NodeKind::sum);
  }
  if (!op || (*op != Comparison::under && *op != Comparison::at_least)) {
    report(Code::age_comparison,
           (state_at ? state_at
            : sign   ? sign
                     : at)
               .span(),
           "`age` takes only `is under` and `is at least`",
           op == Comparison::at_most || (state_at && state_at.first().is_word("at most"))
               ? "\"at most 2 years\" is read both ways: say `is under 3 years`, or compare `age in months` or `age in years` "
                 "(completed)"
           : op == Comparison::over || (state_at && state_at.first().is_word("over"))
               ? "\"over 2 years\" is read both ways: say `is at least 2 years`, from the birthday on, or `is at least 3 "
                 "years`; or "
                 "compare `age in months` or `age in years` (completed)"
               : "compare completed months or years, as in `age in years is 2`");
    return poison(at);
  }
  const ExprId born = birth_of(item_at, row), length = sum(right, row);
  const Cursor on = item_at.child(NodeKind::operand);
  const ExprId day = on ? operand(on, row) : add(plan::AsAt{}, types::date(), {}, item_at.span(), "as at");
  if (is_poison(born) || is_poison(length) || is_poison(day)) return poison(at);
  const ExprId turned = shift(right, born, length, true, base::Rounding::up);
  if (is_poison(turned)) return poison(at);
  if (type_of(day).kind != Kind::date) {
    report(Code::wrong_type, on.span(),
           fmt::format("`{}` is {}, not a date", text_at(on.span()), plan::with_article(type_of(day), plan_)));
    return poison(at);
  }
  return add(plan::Compare{*op, day, turned}, types::yes_no(), row_of({day, turned}), at);
}

}  // namespace fairstart::check
