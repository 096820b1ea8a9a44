// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/checker.hpp"

namespace fairstart::check {

using types::Kind;
using types::Measure;

void Checker::declare_allocation(Cursor decl, bool core) {
  const Cursor id = decl.child(NodeKind::id), name = id.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.allocations.size());
  plan::Allocation allocation;
  plan::Offer& offer = allocation.offer;
  offer.name = offer.title = std::string(name.text());
  offer.core = core;
  offer.span = name.span();
  if (const Cursor title = id.child(NodeKind::TEXT)) offer.title = text_of(title);
  row_named(id.child(NodeKind::NAME, 1), offer.record, offer.role, name.span());
  plan_.allocations.push_back(std::move(allocation));
  allocations_.push_back({decl, module_});
  declare(module_, Space::allocations, std::string(name.text()),
          {.kind = SymbolKind::allocation, .index = index, .span = name.span()});
}

void Checker::fill_allocation(Cursor decl, plan::AllocationId id) {
  const plan::Allocation declared = plan_.allocations[id.index()];
  const RowContext row{declared.offer.record, declared.offer.role};
  if (!row.record.exists()) return;
  const auto filled = [&](const std::vector<Edit>& edits) {
    plan::Allocation allocation = declared;
    std::map<std::string, base::Span> seen;
    OfferClauses later;
    Clause shares;
    for (const Clause& clause : edited_clauses(decl, NodeKind::aclause, edits)) {
      const InModule in(*this, clause.module);
      fill_allocation_clause(clause.at, allocation, row, seen, later, shares);
    }
    if (shares.at) {
      const InModule in(*this, shares.module);
      fill_shares(shares.at, allocation, row);
    }
    allocation.offer.when = also_when(allocation.offer.when, edits, row);
    finish_offer(decl, allocation.offer, row, later);
    check_allocated(allocation, seen);
    return allocation;
  };
  plan::Allocation own = filled({});
  for (const Step& step : steps_of(edits_of(Space::allocations, id.value))) {
    plan::Allocation changed = filled(step.all());
    keep_offer_edits(own.offer, changed.offer, decl, step, "allocate");
    own = std::move(changed);
  }
  plan_.allocations[id.index()] = std::move(own);
}

// Shares wait until all clauses are seen, as what an offer has does.
void Checker::fill_allocation_clause(Cursor clause, plan::Allocation& allocation, const RowContext& row,
                                     std::map<std::string, base::Span>& seen, OfferClauses& later, Clause& shares) {
  const Cursor first = clause.first();
  if (first.is(NodeKind::oclause)) {
    fill_offer_clause(first, allocation.offer, row, seen, later);
    return;
  }
  if (!once(clause, seen, first.text())) return;
  if (first.is_word("supply")) {
    fill_supply(clause.child(NodeKind::sum), allocation);
  } else if (first.is_word("waiting since")) {
    const Cursor at = clause.child(NodeKind::operand);
    const ExprId since = operand(at, row);
    if (!is_poison(since) && type_of(since).kind != Kind::date)
      report(Code::wrong_type, at.span(),
             fmt::format("`{}` is {}, not a date", text_at(at.span()), plan::with_article(type_of(since), plan_)));
    else if (!is_poison(since))
      allocation.waiting_since = since;
  } else if (first.is_word("share by")) {
    shares = {clause, module_};
  } else if (first.is_word("first")) {
    fill_order(clause.child(NodeKind::order), row, allocation.order, true);
  } else if (first.is_word("ties by lottery")) {
    allocation.lottery = text_of(clause.child(NodeKind::TEXT));
  }
}

// So much per stretch of time, or once for all: the same for everyone.
void Checker::fill_supply(Cursor at, plan::Allocation& allocation) {
  const ExprId supply = sum(at, RowContext{});
  if (is_poison(supply)) return;
  const Type& type = type_of(supply);
  if (type.kind != Kind::number) {
    report(Code::wrong_type, at.span(),
           fmt::format("a supply is a number of something, not {}", plan::with_article(type, plan_)));
    return;
  }
  if (type.per && type.per->measure != Measure::days && type.per->measure != Measure::months) {
    report(Code::wrong_unit, at.span(),
           fmt::format("a supply is for a stretch of time, and this is {}", plan::with_article(type, plan_)),
           "say `per week`, `per month`, `per quarter` or `per year`; or no `per` where it is there once");
    return;
  }
  const auto* constant = std::get_if<plan::Constant>(&plan_.expr(supply).node);
  if (constant != nullptr && constant->number <= 0) {
    report(Code::nothing_to_give, at.span(), "this supply leaves nothing to share out", "say how much there is");
    return;
  }
  allocation.supply = supply;
  allocation.supply_type = type;
}

// What tells the places apart is asked of each family too, whose weights are added up.
void Checker::fill_shares(Cursor clause, plan::Allocation& allocation, const RowContext& row) {
  find_family();
  const Cursor name = clause.child(NodeKind::NAME), weight_at = clause.child(NodeKind::sum);
  const RowContext family{plan_.family, {}};
  const ExprId here = place_named(name, row);
  if (here.exists()) {
    bool role_mismatch = false;
    const ExprId place = row.record == plan_.family ? here : value_named(name.text(), name.span(), family, role_mismatch);
    if (!place.exists()) {
      std::vector<diagnostics::Label> labels;
      if (const auto declared = place_of(name.text(), row)) labels.push_back({*declared, "declared here"});
      report(Code::not_on_this_row, name.span(),
             fmt::format("`{}` is not known of a {}, and shares are counted over {}", name.text(),
                         plan_.record(plan_.family).name, plan_.record(plan_.family).plural),
             fmt::format("share by a fact of the {} or of what it belongs to", plan_.record(plan_.family).name),
             std::move(labels));
    } else {
      allocation.share_by = here;
      allocation.share_place = place;
      allocation.share_by_text = std::string(name.text());
    }
  }
  const ExprId weight = sum(weight_at, family);
  if (is_poison(weight)) return;
  if (type_of(weight).kind != Kind::number) {
    report(Code::wrong_type, weight_at.span(),
           fmt::format("shares are in proportion to a number, not to {}", plan::with_article(type_of(weight), plan_)));
    return;
  }
  allocation.share_weight = weight;
}

void Checker::check_allocated(plan::Allocation& allocation, const std::map<std::string, base::Span>& seen) {
  plan::Offer& offer = allocation.offer;
  if (!seen.contains("supply"))
    report(Code::clause_missing, offer.span, fmt::format("`{}` does not say how much there is", offer.name),
           "add `supply …`, as in `supply 180 cots per quarter`");
  if (!seen.contains("amount"))
    report(Code::clause_missing, offer.span, fmt::format("`{}` does not say how much each gets", offer.name),
           "add `amount …`, as in `amount 1 cot`");
  const Type& amount = offer.amount_type;
  if (amount.kind == Kind::number && allocation.supply.exists() && (amount.per || amount.base != allocation.supply_type.base)) {
    const ExprId first = offer.amount.exists() ? offer.amount : offer.amounts.front().amount;
    report(Code::wrong_unit, plan_.expr(first).span,
           fmt::format("each gets {}, but the supply is {}", plan::with_article(amount, plan_),
                       plan::with_article(allocation.supply_type, plan_)),
           "say the supply and the amount in one unit", {{plan_.expr(allocation.supply).span, "the supply"}});
  }
  const bool waits = std::any_of(allocation.order.begin(), allocation.order.end(),
                                 [](const plan::OrderKey& key) { return !key.value.exists(); });
  if (waits && !seen.contains("waiting since"))
    report(Code::clause_missing, seen.at("first"), "`waiting longest` does not say since when anyone has waited",
           "add `waiting since …`, a date", {{offer.span, "the allocation"}});
  if (!offer.met_by.exists()) return;
  const plan::List& receipts = plan_.list(offer.met_by);
  if (!receipts.scope.exists() || !plan_.belongs_under(offer.record, receipts.scope)) {
    report(Code::not_on_this_row, receipts.span,
           fmt::format("these {} are not a {}'s own, nor its owner's, so what has been given can't be told",
                       plan_.record(receipts.record).plural, plan_.record(offer.record).name));
    return;
  }
  // The date of a receipt: what the day of the first one is the lowest of.
  std::vector<ExprId> look{offer.received_on};
  while (!look.empty() && !allocation.met_on.exists()) {
    const ExprId at = look.back();
    look.pop_back();
    if (!at.exists()) continue;
    const auto* lowest = std::get_if<plan::Summarise>(&plan_.expr(at).node);
    if (lowest != nullptr && lowest->list == offer.met_by)
      allocation.met_on = lowest->value;
    else
      plan::for_each_operand(plan_, at, [&](ExprId operand) { look.push_back(operand); });
  }
}

}  // namespace fairstart::check
