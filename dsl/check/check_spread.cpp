// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/checker.hpp"

// What is told over an indicator's rows: gap, slope, concentration, trend.
namespace fairstart::check {

using types::Kind;
using types::Measure;

namespace {

plan::SpreadKind kind_of(Cursor decl) {
  const Cursor word = decl.first();
  return word.is_word("gap")             ? plan::SpreadKind::gap
         : word.is_word("slope")         ? plan::SpreadKind::slope
         : word.is_word("concentration") ? plan::SpreadKind::concentration
                                         : plan::SpreadKind::trend;
}

// A clause of the block: its word (or node) and what follows, which lie flat.
struct BlockPart {
  Cursor first;
  std::vector<Cursor> rest;
  std::string_view key() const { return first.is(NodeKind::target) ? "target" : first.text(); }
  Cursor child(NodeKind kind, int which = 0) const {
    for (const Cursor one : rest)
      if (one.is(kind) && which-- == 0) return one;
    return {};
  }
};

std::vector<BlockPart> block_clauses(Cursor decl) {
  std::vector<BlockPart> clauses;
  bool in_block = false;
  for (const Cursor child : decl) {
    if (child.is(NodeKind::mark) && child.text() == "{") {
      in_block = true;
      continue;
    }
    if (!in_block || child.is(NodeKind::mark)) continue;
    const bool joins = child.is_word("and") || child.is_word("because");
    if ((child.is(NodeKind::word) && !joins) || child.is(NodeKind::target) || child.is(NodeKind::note))
      clauses.push_back({child, {}});
    else if (!clauses.empty())
      clauses.back().rest.push_back(child);
  }
  return clauses;
}

}  // namespace

void Checker::declare_spread(Cursor decl, plan::OutcomeId outcome) {
  const Cursor name = decl.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.spreads.size());
  plan::Spread spread{.kind = kind_of(decl),
                      .name = std::string(name.text()),
                      .title = std::string(name.text()),
                      .outcome = outcome,
                      .span = name.span()};
  if (const Cursor title = decl.child(NodeKind::TEXT)) spread.title = text_of(title);
  add_notes(spread.notes, decl);
  plan_.spreads.push_back(std::move(spread));
  spreads_.push_back({decl, module_});
  declare(module_, Space::indicators, std::string(name.text()),
          {.kind = SymbolKind::spread, .index = index, .span = name.span()});
}

void Checker::fill_spread(Cursor decl, plan::SpreadId id) {
  plan::Spread spread = plan_.spreads[id.index()];
  const std::string word(decl.first().text());
  const std::vector<BlockPart> clauses = block_clauses(decl);
  std::map<std::string, base::Span> seen;
  std::map<std::string_view, const BlockPart*> given;
  for (const BlockPart& clause : clauses) {
    if (clause.first.is(NodeKind::note)) continue;
    if (clause.key() == "reading" || clause.key() == "rebased on") {
      given.emplace(clause.key(), &clause);
      continue;
    }
    if (once(clause.first, seen, clause.key())) given.emplace(clause.key(), &clause);
  }
  const auto at = [&](std::string_view key) {
    const auto found = given.find(key);
    return found == given.end() ? nullptr : found->second;
  };
  const auto keep = [&] { plan_.spreads[id.index()] = std::move(spread); };

  const bool gap = spread.kind == plan::SpreadKind::gap, trend = spread.kind == plan::SpreadKind::trend;
  const bool over = spread.kind == plan::SpreadKind::slope || spread.kind == plan::SpreadKind::concentration;
  for (const auto& [key, fits, instead] : {std::tuple{"between", gap, "sides are for a `gap`"},
                                           std::tuple{"over", over, "ranks are for a `slope` or a `concentration`"},
                                           std::tuple{"rules", trend, "rules are for a `trend`"},
                                           std::tuple{"rebased on", trend, "limits that start anew are for a `trend`"},
                                           std::tuple{"show", !trend, "a trend is shown as its indicator is"},
                                           std::tuple{"target", !trend, "give the target to the indicator"},
                                           std::tuple{"baseline", !trend, "give the baseline to the indicator"},
                                           std::tuple{"reading", !trend, "give the readings to the indicator"}}) {
    const BlockPart* clause = at(key);
    if (clause == nullptr || fits) continue;
    report(Code::spread_clause, clause->first.span(), fmt::format("a {} has no `{}`", word, key), instead,
           {{decl.first().span(), fmt::format("this is a {}", word)}});
    return keep();
  }

  const BlockPart* of = at("of");
  if (of == nullptr) {
    report(Code::clause_missing, spread.span, fmt::format("`{}` does not say over which indicator", spread.name),
           "add `of …` and an indicator's name");
    return keep();
  }
  const Cursor of_name = of->child(NodeKind::NAME);
  const Symbol* symbol = need(Space::indicators, of_name, "indicator");
  if (symbol == nullptr) return keep();
  if (symbol->kind != SymbolKind::indicator) {
    report(Code::wrong_namespace, of_name.span(), fmt::format("`{}` is not an indicator", of_name.text()),
           "name the indicator that it is told over", {{symbol->span, "declared here"}});
    return keep();
  }
  spread.of = plan::IndicatorId{symbol->index};
  const plan::Indicator& indicator = plan_.indicators[symbol->index];
  const bool published = indicator.what == plan::What::published;
  // An indicator that did not come about has been reported.
  if (!published && !indicator.count.exists() && !indicator.value.exists()) return keep();
  const bool ranked = indicator.what == plan::What::median || indicator.what == plan::What::percentile;
  const bool total = indicator.what == plan::What::total && indicator.show != plan::Show::rate;
  const bool number = indicator.what == plan::What::count && indicator.show == plan::Show::count;
  if (over && (ranked || total || number)) {
    report(Code::spread_clause, of_name.span(),
           fmt::format("a {} needs a percentage, a rate or a mean, and `{}` is {}", word, indicator.name,
                       ranked  ? "a median or percentile"
                       : total ? "a total"
                               : "a count"),
           "take it over another indicator", {{indicator.span, "declared here"}});
    return keep();
  }

  RowContext row{{}, {}, nullptr, true};
  if (indicator.among.exists()) {
    row.record = plan_.list(indicator.among).record;
    row.role = plan_.list(indicator.among).role;
  }
  if (gap) {
    const BlockPart* between = at("between");
    if (between == nullptr) {
      report(Code::clause_missing, spread.span, fmt::format("`{}` does not say between whom", spread.name),
             "add `between … and …`: `everyone`, or a fact and its value: `imd-quintile 1`");
      return keep();
    }
    const Cursor a = between->child(NodeKind::side), b = between->child(NodeKind::side, 1);
    spread.a = side(a, indicator, row);
    spread.b = side(b, indicator, row);
    if (spread.a && spread.b && spread.a->label == spread.b->label)
      report(Code::clause_twice, b.span(), fmt::format("both sides of `{}` are {}", spread.name, spread.a->label),
             "a gap is between two");
  }
  if (over) {
    const BlockPart* clause = at("over");
    if (clause == nullptr) {
      report(Code::clause_missing, spread.span, fmt::format("`{}` does not say over what", spread.name),
             "add `over …` and a number or something in order, such as `imd-decile`");
      return keep();
    }
    const Cursor name = clause->child(NodeKind::NAME);
    spread.over.label = std::string(name.text());
    if (published) {
      named_somewhere(name);
    } else if (const ExprId value = need_value(name, row); !is_poison(value)) {
      const Type& type = type_of(value);
      const bool ordered = type.kind == Kind::number ||
                           (type.kind == Kind::code && plan_.code_lists[type.codes.index()].in_order) ||
                           (type.kind == Kind::levels && plan_.levels[type.levels.index()].kind == plan::LevelsKind::tiers);
      if (ordered)
        spread.over.value = value;
      else
        report(Code::not_ordered, name.span(),
               fmt::format("`{}` is {}, which has no order", name.text(), plan::with_article(type, plan_)),
               "take a number, tiers, or codes `in order`");
    }
  }
  if (trend) {
    spread.rules = "nhs making data count";
    if (const BlockPart* clause = at("rules")) {
      const Cursor text = clause->child(NodeKind::TEXT);
      if (text_of(text) != spread.rules)
        report(Code::unknown_name, text.span(), fmt::format("there are no rules \"{}\"", text_of(text)),
               fmt::format("there is \"{}\"", spread.rules));
    }
    for (const BlockPart& clause : clauses) {
      if (clause.key() == "rebased on") rebase(clause.rest, spread);
    }
    std::sort(spread.rebased.begin(), spread.rebased.end(),
              [](const plan::Rebase& a, const plan::Rebase& b) { return a.on < b.on; });
  }

  const bool percent = indicator.show == plan::Show::percent;
  base::Span why = indicator.span;
  if (const BlockPart* clause = at("show")) {
    const Cursor show = clause->child(NodeKind::show), name = show.child(NodeKind::NAME);
    why = clause->first.span();
    const auto wrong = [&](std::string message, std::string help) {
      report(Code::show_does_not_fit, show.span(), std::move(message), std::move(help),
             {{indicator.span, "the indicator is declared here"}});
    };
    if (spread.kind == plan::SpreadKind::concentration) {
      wrong("a concentration index is a number from −1 to 1, and is shown as it is", "leave `show` out");
      return keep();
    }
    if (show.has_word("percentage points")) {
      if (!percent) {
        wrong(fmt::format("`{}` is not a percentage, so its {} is not in percentage points", indicator.name, word),
              "leave `show` out, to tell it as the indicator is told");
        return keep();
      }
      spread.show = plan::Show::points;
    } else if (name && name.text() == "relative") {
      spread.show = plan::Show::relative;
    } else {
      // Otherwise as the indicator itself is shown.
      const bool same = (show.has_word("rate per") && indicator.show == plan::Show::rate &&
                         whole(show.child(NodeKind::NUM)) == indicator.rate_per) ||
                        (show.has_word("count") && indicator.show == plan::Show::count) ||
                        (name && name.text() == "mean" && indicator.show == plan::Show::mean);
      bool unit = false;
      if (name && indicator.show == plan::Show::quantity) {
        types::TimeUnit shown = types::TimeUnit::none;
        const auto base = base_named(name, shown);
        if (!base) return keep();
        unit = *base == indicator.value_type.base;
      }
      if (!same && !unit) {
        wrong(percent ? fmt::format("between percentages a {} is in percentage points, or relative", word)
                      : fmt::format("`{}` is not shown so", indicator.name),
              percent ? "say `show percentage points`" : "leave `show` out, to tell it as the indicator is told");
        return keep();
      }
      spread.show = indicator.show;
    }
  } else if (percent && (gap || spread.kind == plan::SpreadKind::slope)) {
    spread.show = plan::Show::points;
  }

  // A spread is better the smaller it is: positive where the first side, or the most deprived, is worse off.
  const Told told{figure_type(spread), why,
                  spread.kind == plan::SpreadKind::concentration ? std::nullopt : std::optional(false)};
  for (const BlockPart& clause : clauses) {
    if (clause.key() != "baseline" && clause.key() != "reading") continue;
    const auto value = literal(clause.child(NodeKind::literal), told.type, told.why);
    auto when = period(clause.child(NodeKind::period));
    if (value && when) keep_reading(clause.first, {value->number, std::move(*when)}, spread.baseline, spread.readings);
  }
  if (const BlockPart* clause = at("target")) spread.target = target(clause->first, told, {}, spread.baseline);
  keep();
}

void Checker::rebase(const std::vector<Cursor>& said, plan::Spread& spread) {
  plan::Rebase one;
  for (const Cursor part : said) {
    if (part.is(NodeKind::TEXT)) one.because += (one.because.empty() ? "" : " ") + text_of(part);
    if (!part.is(NodeKind::DATE)) continue;
    const auto on = date(part);
    if (!on) return;
    one.on = *on;
    if (std::any_of(spread.rebased.begin(), spread.rebased.end(), [&](const plan::Rebase& other) { return other.on == *on; })) {
      report(Code::clause_twice, part.span(), fmt::format("`{}` is rebased twice on the same day", spread.name),
             "say each day once, with all that changed on it");
      return;
    }
  }
  spread.rebased.push_back(std::move(one));
}

Type Checker::figure_type(const plan::Spread& spread) const {
  if (spread.kind == plan::SpreadKind::concentration) return types::number();
  if (spread.show == plan::Show::relative) return types::number();
  if (spread.show == plan::Show::points) return types::number(Measure::points);
  return figure_type(plan_.indicators[spread.of.index()]);
}

std::optional<plan::Side> Checker::side(Cursor at, const plan::Indicator& indicator, const RowContext& row) {
  plan::Side side{.label = text_at(at.span())};
  if (at.has_word("everyone")) return side;
  const Cursor name = at.child(NodeKind::NAME), literal_at = at.child(NodeKind::literal);
  if (indicator.what == plan::What::published) {
    // Nobody's rows are here: the sides only say what was compared.
    if (!named_somewhere(name)) return {};
    return side;
  }
  const ExprId value = need_value(name, row);
  if (is_poison(value)) return {};
  const Type type = type_of(value);
  if (type.kind == Kind::date || type.kind == Kind::link || type.kind == Kind::groups || type.kind == Kind::codes) {
    report(Code::wrong_type, name.span(),
           fmt::format("`{}` is {}, which makes no side of a gap", name.text(), plan::with_article(type, plan_)));
    return {};
  }
  const Cursor code = literal_at.child(NodeKind::NAME);
  if (type.kind == Kind::code && code) {
    const auto codes = codes_named(code, type.codes, true);
    if (!codes) return {};
    side.among = add(plan::OneOf{value, *codes}, types::yes_no(), row_of({value}), at);
    return side;
  }
  if (type.kind == Kind::levels && code) {
    const plan::Levels& scheme = plan_.levels[type.levels.index()];
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
      if (scheme.levels[i].name == code.text()) {
        side.among = add(plan::LevelIn{value, std::uint64_t{1} << i}, types::yes_no(), row_of({value}), at);
        return side;
      }
      names.push_back(scheme.levels[i].name);
    }
    unknown_name(code, "level of " + scheme.name, names);
    return {};
  }
  const auto constant = literal(literal_at, type, name.span());
  if (!constant) return {};
  const ExprId is = add(*constant, type, {}, literal_at);
  side.among = add(plan::Compare{plan::Comparison::is, value, is}, types::yes_no(), row_of({value}), at);
  return side;
}

bool Checker::named_somewhere(Cursor name) {
  if (find(Space::values, name.text()) != nullptr) return true;
  std::vector<std::string_view> names = names_in(Space::values);
  for (const plan::Field& field : plan_.fields) {
    if (field.name == name.text()) return true;
    names.push_back(field.name);
  }
  unknown_name(name, "fact or definition", names);
  return false;
}

}  // namespace fairstart::check
