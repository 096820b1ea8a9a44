// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/checker.hpp"

namespace fairstart::check {

using plan::Comparison;

void Checker::declare_offer(Cursor decl, bool core) {
  const Cursor id = decl.child(NodeKind::id), name = id.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.offers.size());
  plan::Offer offer{.name = std::string(name.text()), .title = std::string(name.text()), .core = core, .span = name.span()};
  if (const Cursor title = id.child(NodeKind::TEXT)) offer.title = text_of(title);
  row_named(id.child(NodeKind::NAME, 1), offer.record, offer.role, name.span());
  plan_.offers.push_back(std::move(offer));
  offers_.push_back({decl, module_});
  declare(module_, Space::offers, std::string(name.text()), {.kind = SymbolKind::offer, .index = index, .span = name.span()});
}

void Checker::fill_offer(Cursor decl, plan::OfferId id) {
  const plan::Offer offer = plan_.offers[id.index()];
  const RowContext row{offer.record, offer.role};
  if (!row.record.exists() || decl.is(NodeKind::schedule)) return;  // a schedule fills its own
  const auto filled = [&](const std::vector<Edit>& edits) {
    plan::Offer made = offer;
    tier_unknown_ = false;
    std::map<std::string, base::Span> seen;
    OfferClauses later;
    for (const Clause& clause : edited_clauses(decl, NodeKind::oclause, edits)) {
      const InModule in(*this, clause.module);
      fill_offer_clause(clause.at, made, row, seen, later);
    }
    made.when = also_when(made.when, edits, row);
    finish_offer(decl, made, row, later);
    return made;
  };
  plan::Offer own = filled({});
  for (const Step& step : steps_of(edits_of(Space::offers, id.value))) {
    plan::Offer changed = filled(step.all());
    keep_offer_edits(own, changed, decl, step, "offer");
    own = std::move(changed);
  }
  plan_.offers[id.index()] = std::move(own);
}

// Windows, receipts and amounts need the tier and each other: `later` keeps them until all clauses are seen.
void Checker::fill_offer_clause(Cursor clause, plan::Offer& offer, const RowContext& row,
                                std::map<std::string, base::Span>& seen, OfferClauses& later) {
  const Cursor first = clause.first();
  if (first.is(NodeKind::note)) {
    add_note(offer.notes, first);
    return;
  }
  if (first.is(NodeKind::due)) {
    if (once(clause, seen, "due")) later.due = {first, module_};
    return;
  }
  if (!once(clause, seen, first.text())) return;
  if (first.is_word("tier")) {
    fill_tier(clause, offer, row);
  } else if (first.is_word("when")) {
    const ExprId when = condition(clause.child(NodeKind::answer), row);
    if (!is_poison(when)) offer.when = when;
  } else if (first.is_word("met by")) {
    later.met_by = {clause.child(NodeKind::list), module_};
  } else if (first.is_word("amount")) {
    later.amount = {clause.child(NodeKind::amount), module_};
  } else if (first.is_word("provider")) {
    offer.provider = text_of(clause.child(NodeKind::TEXT));
  } else if (first.is_word("cost")) {
    const ExprId cost = sum(clause.child(NodeKind::sum), row);
    later.cost = {clause, module_};
    if (!is_poison(cost)) {
      offer.cost = cost;
      offer.cost_type = type_of(cost);
      offer.cost_to = payer(clause.child(NodeKind::NAME));
      if (offer.cost_type.base.measure != types::Measure::money)
        report(Code::wrong_type, clause.child(NodeKind::sum).span(),
               fmt::format("a cost is money, not {}", plan::with_article(offer.cost_type, plan_)));
    }
  } else if (first.is_word("serves")) {
    for (const Cursor name : clause) {
      if (!name.is(NodeKind::NAME)) continue;
      if (const Symbol* outcome = need(Space::outcomes, name, "outcome"))
        offer.serves.push_back(plan::OutcomeId{outcome->index});
    }
  }
}

void Checker::finish_offer(Cursor decl, plan::Offer& offer, const RowContext& row, const OfferClauses& later) {
  const auto filled = [&](const Clause& clause, auto body) {
    if (!clause.at) return;
    const InModule in(*this, clause.module);
    body(clause.at);
  };
  filled(later.due, [&](Cursor at) { fill_due(at, offer, row); });
  filled(later.met_by, [&](Cursor at) { fill_met_by(at, offer, row); });
  filled(later.amount, [&](Cursor at) { fill_amount(at, offer, row); });
  filled(later.cost, [&](Cursor at) { check_cost(at, offer); });
  // Who it is for: in the role and alive, at the tier or above, and meeting the condition.
  ExprId eligible;
  if (offer.role.exists())
    eligible = add(plan::RoleTest{offer.role}, types::yes_no(), offer.record, offer.span, plan_.roles[offer.role.index()].name);
  eligible = both(eligible, alive(offer.record, offer.span), decl);
  if (offer.tier_level.exists()) {
    const auto& levels = plan_.levels[offer.levels.index()].levels;
    std::uint64_t mask = 0;
    for (std::size_t i = offer.tier; i < levels.size(); ++i) mask |= std::uint64_t{1} << i;
    if (offer.tier > 0)
      eligible = both(eligible,
                      add(plan::LevelIn{offer.tier_level, mask}, types::yes_no(), offer.record, offer.span,
                          fmt::format("{} is at least {}", plan_.levels[offer.levels.index()].name, levels[offer.tier].name)),
                      decl);
  }
  if (offer.when.exists()) eligible = both(eligible, offer.when, decl);
  if (!eligible.exists()) eligible = add(plan::Constant{1, {}}, types::yes_no(), {}, offer.span, "");
  offer.eligible = eligible;
  offer.overdue = overdue_of(offer, decl);
}

// `£86 per visit` is for an amount of visits; money alone is for the whole of it.
void Checker::check_cost(Cursor clause, const plan::Offer& offer) {
  const Cursor cost = clause.child(NodeKind::sum);
  const auto& per = offer.cost_type.per;
  if (!offer.cost.exists() || offer.cost_type.base.measure != types::Measure::money || !per) return;
  if (!offer.amount.exists() && offer.amounts.empty()) {
    report(Code::wrong_unit, cost.span(), fmt::format("`{}` costs so much for each, and has no amount", offer.name),
           "say `amount …`, or the cost of the whole");
    return;
  }
  const Type& amount = offer.amount_type;
  if (amount.kind != types::Kind::number || amount.per || amount.base != *per)
    report(Code::wrong_unit, cost.span(),
           fmt::format("this cost is {}, and the amount of `{}` is {}", plan::with_article(offer.cost_type, plan_), offer.name,
                       plan::with_article(amount, plan_)),
           "give the cost for each of what the amount counts");
}

// There at all, and living; no death recorded counts as living. None where neither can be in doubt. Nobody wrote these: no words.
ExprId Checker::alive(RecordId record, base::Span span) {
  const plan::Record& rows = plan_.record(record);
  ExprId there;
  if (rows.existence.exists()) there = add(plan::FieldValue{rows.existence}, types::yes_no(), record, span, "");
  const plan::FieldId field = rows.date_of_death;
  if (!field.exists()) return there;
  const ExprId death = add(plan::FieldValue{field}, types::date(), record, span, "date-of-death");
  const ExprId as_at = add(plan::AsAt{}, types::date(), {}, span, "as at");
  const ExprId died = add(plan::Compare{Comparison::at_most, death, as_at}, types::yes_no(), record, span, "");
  const ExprId living = add(plan::CountsAs{add(plan::Not{died}, types::yes_no(), record, span, ""), true}, types::yes_no(),
                            record, span, "alive");
  return there.exists() ? add(plan::And{{there, living}}, types::yes_no(), record, span, "alive") : living;
}

void Checker::fill_tier(Cursor clause, plan::Offer& offer, const RowContext& row) {
  tier_unknown_ = true;  // until it is found
  const Cursor level_at = clause.child(NodeKind::NAME), scheme_at = clause.child(NodeKind::NAME, 1);
  std::vector<std::uint32_t> schemes;
  std::vector<std::string_view> names, level_names;
  for (const auto& [name, symbol] : all_of(SymbolKind::levels)) {
    if (plan_.levels[symbol->index].kind != plan::LevelsKind::tiers) continue;
    names.push_back(name);
    if (scheme_at && name != scheme_at.text()) continue;
    const auto& levels = plan_.levels[symbol->index].levels;
    for (const plan::Level& level : levels) level_names.push_back(level.name);
    const bool has =
        std::any_of(levels.begin(), levels.end(), [&](const plan::Level& level) { return level.name == level_at.text(); });
    if (has) schemes.push_back(symbol->index);
  }
  if (scheme_at && std::find(names.begin(), names.end(), scheme_at.text()) == names.end()) {
    unknown_name(scheme_at, "tiers", names);
    return;
  }
  if (schemes.empty()) {
    unknown_name(level_at, "tier", level_names);
    return;
  }
  if (schemes.size() > 1) {
    report(Code::two_meanings, level_at.span(), fmt::format("`{}` is a tier of more than one scheme", level_at.text()),
           fmt::format("say which: `tier {} of {}`", level_at.text(), plan_.levels[schemes.front()].name),
           {{plan_.levels[schemes[0]].span, "one is here"}, {plan_.levels[schemes[1]].span, "another is here"}});
    return;
  }
  offer.levels = types::LevelsId{schemes.front()};
  const plan::Levels& scheme = plan_.levels[schemes.front()];
  for (std::size_t i = 0; i < scheme.levels.size(); ++i)
    if (scheme.levels[i].name == level_at.text()) offer.tier = i;
  offer.tier_level = level_of(offer.levels, row, level_at);
  tier_unknown_ = false;
}

// The level of a scheme, seen from a row below (or on) the scheme's record.
ExprId Checker::level_of(types::LevelsId id, const RowContext& row, Cursor at) {
  const plan::Levels& scheme = plan_.levels[id.index()];
  const Type type{.kind = types::Kind::levels, .levels = id};
  if (!plan_.belongs_under(row.record, scheme.record)) {
    report(Code::not_on_this_row, at.span(),
           fmt::format("`{}` is told for a {}, which a {} does not belong to", scheme.name, plan_.record(scheme.record).name,
                       plan_.record(row.record).name),
           "", {{scheme.span, "declared here"}});
    return {};
  }
  const ExprId level = add(plan::LevelValue{id}, type, scheme.record, at.span(), scheme.name);
  return scheme.record == row.record ? level : add(plan::OfOwner{level}, type, row.record, at.span(), scheme.name);
}

void Checker::fill_due(Cursor due, plan::Offer& offer, const RowContext& row) {
  unsaid_rounding_ = base::Rounding::down;
  const auto dated_value = [&](Cursor at) {
    const ExprId value = operand(at, row);
    if (is_poison(value) || type_of(value).kind == types::Kind::date) return value;
    report(Code::wrong_type, at.span(),
           fmt::format("`{}` is {}, not a date", text_at(at.span()), plan::with_article(type_of(value), plan_)));
    return poison(at);
  };
  const Cursor first_span = due.child(NodeKind::span), second_span = due.child(NodeKind::span, 1);
  const Cursor first = due.child(NodeKind::operand), second = due.child(NodeKind::operand, 1);
  const ExprId anchor = dated_value(first);
  // An end before the start, where both are written out.
  const auto reversed = [&](ExprId from, ExprId to, bool after) {
    if (is_poison(from) || is_poison(to) || !types::same(type_of(from), type_of(to))) return;
    const auto* start = std::get_if<plan::Constant>(&plan_.expr(from).node);
    const auto* end = std::get_if<plan::Constant>(&plan_.expr(to).node);
    if (start != nullptr && end != nullptr && (after ? end->number < start->number : end->number > start->number))
      report(Code::range_reversed, due.span(), "this window ends before it starts", "put the earlier end first");
  };
  if (due.has_word("within")) {
    offer.anchor = offer.due_from = anchor;
    offer.due_by = shift(due, anchor, length_of(first_span, row), true, {});
  } else if (second_span) {
    const bool after = due.has_word("after");
    const ExprId from = length_of(first_span, row), to = length_of(second_span, row);
    reversed(from, to, after);
    offer.due_from = shift(due, anchor, from, after, {});
    offer.due_by = shift(due, anchor, to, after, {});
    offer.anchor = after ? anchor : offer.due_from;
  } else if (second) {
    offer.anchor = offer.due_from = anchor;
    offer.due_by = dated_value(second);
    reversed(anchor, offer.due_by, true);
  } else {
    offer.due_by = anchor;
  }
  unsaid_rounding_.reset();
  for (ExprId* id : {&offer.anchor, &offer.due_from, &offer.due_by})
    if (id->exists() && is_poison(*id)) *id = {};
}

void Checker::fill_met_by(Cursor at, plan::Offer& offer, const RowContext& row) {
  const auto found = list(at, row);
  if (!found) return;
  const plan::Record& rows = plan_.record(found->record);
  if (!rows.date.exists()) {
    report(Code::no_date_on_rows, at.span(),
           fmt::format("{} have no date, so they can't show when the offer was received", rows.plural),
           fmt::format("say which field is their date: `happens on …` in the record `{}`", rows.name),
           {{rows.span, "declared here"}});
    return;
  }
  const ExprId date = on_list_row(
      add(plan::FieldValue{rows.date}, types::date(), found->record, at.span(), plan_.field(rows.date).name), *found, at);
  if (offer.anchor.exists() && row_of({offer.anchor}).exists()) {
    if (found->scope != offer.record) {
      report(Code::not_on_this_row, at.span(),
             fmt::format("{} are not a {}'s own, so they can't be dated from its window", rows.plural,
                         plan_.record(offer.record).name));
      return;
    }
    const ExprId anchor =
        add(plan::OfOwner{offer.anchor}, types::date(), found->record, at.span(), plan_.expr(offer.anchor).text);
    const ExprId since = add(plan::Compare{Comparison::at_least, date, anchor}, types::yes_no(), found->record, at.span(),
                             fmt::format("{} is on or after {}", plan_.field(rows.date).name, plan_.expr(anchor).text));
    plan_.lists[found->id.index()].member = both(plan_.list(found->id).member, since, at);
  } else if (offer.anchor.exists()) {
    const ExprId since =
        add(plan::Compare{Comparison::at_least, date, offer.anchor}, types::yes_no(), found->record, at.span(), "");
    plan_.lists[found->id.index()].member = both(plan_.list(found->id).member, since, at);
  }
  offer.met_by = found->id;
  const ExprId received = add(plan::Any{found->id}, types::yes_no(), found->scope, at.span(), "received " + offer.name);
  const ExprId received_on =
      add(plan::Summarise{plan::Summary::lowest, found->id, date}, types::date(), found->scope, at.span(), "");
  offer.received = seen_from(received, *found, row, at);
  offer.received_on = seen_from(received_on, *found, row, at);
}

void Checker::fill_amount(Cursor at, plan::Offer& offer, const RowContext& row) {
  const auto typed = [&](ExprId amount, Cursor sum_at) {
    if (is_poison(amount)) return false;
    if (type_of(amount).kind != types::Kind::number) {
      report(Code::wrong_type, sum_at.span(),
             fmt::format("an amount is a number of something, not {}", plan::with_article(type_of(amount), plan_)));
      return false;
    }
    if (offer.amount_type.kind != types::Kind::unknown && !types::same(offer.amount_type, type_of(amount))) {
      report(Code::wrong_unit, sum_at.span(),
             fmt::format("this amount is in {}, another is in {}", plan::with_article(type_of(amount), plan_),
                         plan::with_article(offer.amount_type, plan_)),
             "give all amounts of an offer in one unit");
      return false;
    }
    offer.amount_type = type_of(amount);
    return true;
  };
  const Cursor only = at.child(NodeKind::sum);
  if (only && !at.child(NodeKind::NAME)) {
    const ExprId amount = sum(only, row);
    if (typed(amount, only)) offer.amount = amount;
    return;
  }
  if (!offer.levels.exists() && tier_unknown_) return;  // said at the tier
  if (!offer.levels.exists()) {
    report(Code::clause_missing, at.span(), "these amounts are by tier, but the offer has none", "add `tier …`",
           {{offer.span, "the offer"}});
    return;
  }
  Cursor level_at;
  for (const Cursor child : at) {
    if (child.is(NodeKind::NAME)) level_at = child;
    if (!child.is(NodeKind::sum)) continue;
    const auto& levels = plan_.levels[offer.levels.index()].levels;
    const auto level =
        std::find_if(levels.begin(), levels.end(), [&](const plan::Level& l) { return l.name == level_at.text(); });
    if (level == levels.end()) {
      std::vector<std::string_view> names;
      for (const plan::Level& each : levels) names.push_back(each.name);
      unknown_name(level_at, fmt::format("tier of {}", plan_.levels[offer.levels.index()].name), names);
      continue;
    }
    const auto position = static_cast<std::size_t>(level - levels.begin());
    if (position < offer.tier) {
      report(Code::amount_level, level_at.span(),
             fmt::format("`{}` is below `{}`, where the offer starts", level_at.text(), levels[offer.tier].name),
             "leave this amount out, or lower the offer's tier");
      continue;
    }
    const ExprId amount = sum(child, row);
    if (!typed(amount, child)) continue;
    const bool twice =
        std::any_of(offer.amounts.begin(), offer.amounts.end(), [&](const auto& a) { return a.level == position; });
    if (twice)
      report(Code::clause_twice, level_at.span(), fmt::format("`{}` has two amounts", level_at.text()), "keep one of them");
    else
      offer.amounts.push_back({position, amount});
  }
  std::sort(offer.amounts.begin(), offer.amounts.end(), [](const auto& a, const auto& b) { return a.level < b.level; });
  if (!offer.amounts.empty() && offer.amounts.front().level > offer.tier)
    report(Code::amount_level, at.span(),
           fmt::format("there is no amount for `{}`, where the offer starts",
                       plan_.levels[offer.levels.index()].levels[offer.tier].name),
           "an unlisted tier takes the nearest below, so the lowest has to be given");
}

}  // namespace fairstart::check
