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

void append_day(std::string& line, std::optional<base::Day> day) {
  if (day) line += base::format_iso_date(*day);
}

}  // namespace

void RowWriter::Parts::append_offer(Work& work, const OfferColumns& columns, plan::RecordId record, Row row) const {
  const column::Answer status = columns.eligible.exists() ? work.asking.answer(columns.eligible.value, row) : column::yes;
  if (status == column::no) return;
  const bool offered = status == column::yes;
  OfferCounts& counts = work.totals.offers[columns.id.index()];
  ++(offered ? counts.offered : counts.cannot_tell);
  if (offered)
    work.reach.offered(columns.id);
  else
    work.reach.may_be_offered();

  std::string& line = work.text.offers;
  line += work.family_cell;
  line += ',';
  if (record != plan->family) append_id(line, record, row);
  line += columns.between[offered ? 1 : 0];
  if (!columns.plain) append_course(work, columns, row);
  if (columns.eligible.exists()) line += work.reasons.of(columns.eligible, row);
  if (!offered) work.asking.about(columns.eligible, row, work.ask);
  append_asked(work, line);
}

// From its window to the receipt.
void RowWriter::Parts::append_course(Work& work, const OfferColumns& columns, Row row) const {
  const plan::Offer& offer = plan->offers[columns.id.index()];
  const offers::OfferResult result = offers::result(*plan, offer, work.evaluated, clock, row);
  if (result.status == column::yes) {
    OfferCounts& counts = work.totals.offers[columns.id.index()];
    if (result.overdue == column::yes) ++counts.overdue;
    if (result.amount && result.amount->lo != column::no_lower) work.reach.amount(result.amount->lo);
    switch (result.window) {
      case plan::WindowState::none: break;
      case plan::WindowState::not_yet_due: ++counts.not_yet_due; break;
      case plan::WindowState::open: ++counts.open; break;
      case plan::WindowState::missed: ++counts.missed; break;
      case plan::WindowState::done: ++counts.done; break;
    }
  }
  std::string& line = work.text.offers;
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
  append_day(line, result.due_from);
  line += ',';
  append_day(line, result.due_by);
  line += ',';
  if (offer.due_by.exists()) line += word(result.overdue);
  line += ',';
  append_day(line, result.received_on);
  line += ',';
}

void RowWriter::Parts::append_offers(Work& work, plan::RecordId record, Row row) const {
  for (const OfferColumns& columns : offers[record.index()]) append_offer(work, columns, record, row);
}

}  // namespace fairstart::report
