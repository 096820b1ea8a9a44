// SPDX-License-Identifier: Apache-2.0
#include "engine/report/csv.hpp"
#include "engine/report/quantity.hpp"
#include "engine/report/row_parts.hpp"

namespace fairstart::report {

using column::Row;

namespace {

std::string_view word(plan::WindowState window) {
  switch (window) {
    case plan::WindowState::none: return "";
    case plan::WindowState::not_yet_due: return "not yet due";
    case plan::WindowState::open: return "open";
    case plan::WindowState::missed: return "missed";
    case plan::WindowState::done: return "done";
  }
  return "";
}

}  // namespace

void RowWriter::Parts::append_offer(Work& work, std::string_view family_id, const OfferColumns& columns, Row row) const {
  const plan::Offer& offer = plan->offers[columns.id.index()];
  if (offer.eligible.exists() && work.evaluated.answer(*plan, offer.eligible, row) == column::no) return;
  const offers::OfferResult result = offers::result(*plan, offer, work.evaluated, clock, row);
  const bool offered = result.status == column::yes;
  OfferCounts& counts = work.totals.offers[columns.id.index()];
  if (offered) {
    ++counts.offered;
    if (result.overdue == column::yes) ++counts.overdue;
    switch (result.window) {
      case plan::WindowState::none: break;
      case plan::WindowState::not_yet_due: ++counts.not_yet_due; break;
      case plan::WindowState::open: ++counts.open; break;
      case plan::WindowState::missed: ++counts.missed; break;
      case plan::WindowState::done: ++counts.done; break;
    }
  } else {
    ++counts.cannot_tell;
  }

  std::string& line = work.text.offers;
  append_text_cell(line, family_id);
  line += ',';
  if (offer.record != plan->family) append_text_cell(line, database->id_of(offer.record, row));
  line += ',';
  line += offer.name;
  line += offered ? ",offered," : ",can't tell,";
  line += word(result.window);
  line += ',';
  if (result.received_on && offer.due_from.exists()) line += result.early ? "yes" : "no";
  line += ',';
  if (result.amount) line += amount_text(offer.amount_type, result.amount->lo);
  line += ',';
  if (result.amount) line += amount_text(offer.amount_type, result.amount->hi);
  line += ',';
  if (result.amount) append_cell(line, columns.unit);
  line += ',';
  if (result.due_from) line += base::format_iso_date(*result.due_from);
  line += ',';
  if (result.due_by) line += base::format_iso_date(*result.due_by);
  line += ',';
  if (offer.due_by.exists()) line += word(result.overdue);
  line += ',';
  if (result.received_on) line += base::format_iso_date(*result.received_on);
  line += ',';
  if (offer.eligible.exists()) append_text_cell(line, explain::reason(*plan, work.evaluated, offer.eligible, row, options));
  line += ',';
  if (!offered) {
    const explain::Ask ask = asker.about(work.evaluated, offer.eligible, row);
    work.tally.add(ask);
    append_text_cell(line, explain::ask_text(*database, ask));
  }
  line += '\n';
}

void RowWriter::Parts::append_offers(Work& work, std::string_view family_id, plan::RecordId record, Row row) const {
  for (const OfferColumns& columns : offers[record.index()]) append_offer(work, family_id, columns, row);
}

}  // namespace fairstart::report
