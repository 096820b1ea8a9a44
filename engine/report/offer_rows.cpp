// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include "engine/report/csv.hpp"
#include "engine/report/quantity.hpp"
#include "engine/report/row_parts.hpp"

namespace fairstart::report {

using column::Row;

namespace {

void append_day(std::string& line, std::optional<base::Day> day) {
  if (day) line += base::format_iso_date(*day);
}

}  // namespace

void RowWriter::Parts::append_offer(Work& work, const OfferColumns& columns, plan::RecordId record, Row row,
                                    bool offered) const {
  OfferCounts& counts = work.totals->offers[columns.id.index()];
  ++(offered ? counts.offered : counts.cannot_tell);
  if (offered)
    work.reach.offered(columns.id);
  else
    work.reach.may_be_offered();

  Line& line = *work.line;
  const ShortText& between = columns.between[offered ? 1 : 0];
  line.room(work.family_short.size() + between.size() + 1);
  line.put(work.family_short);
  line.put(',');
  if (record != plan->family) {
    put_id(work, record, row);
    line.room(between.size());
  }
  if (!columns.plain) {
    line.put(between);
    work.cell.clear();
    append_course(work, columns, row);
    line.room(work.cell.size());
    line.put(std::string_view(work.cell));
  }
  const explain::PaddedText& reason = **work.next_text[columns.id.index()]++;
  line.room(reason.size + explain::PaddedText::padding);
  line.put_padded<explain::PaddedText::padding>(reason.bytes.data(), reason.size);
  if (!offered) put_asked(work, about(work, columns.eligible, row), false);
}

// What the row is asked about, or is in work.ask where only a formula told.
std::span<const explain::Fact> RowWriter::Parts::about(Work& work, plan::ExprId open, Row row) const {
  if (const explain::Asking::Span all = work.asking.facts(open, row); all.found())
    return {work.asking.pool() + all.from, all.count};
  work.asking.about(open, row, work.ask);
  return {};
}

// From its window to the receipt, into work.cell.
void RowWriter::Parts::append_course(Work& work, const OfferColumns& columns, Row row) const {
  const plan::Offer& offer = plan->offers[columns.id.index()];
  const offers::OfferResult result = offers::result(*plan, offer, *work.evaluated, clock, row);
  if (result.status == column::yes) {
    OfferCounts& counts = work.totals->offers[columns.id.index()];
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
  std::string& line = work.cell;
  line += plan::word_of(result.window);
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
  work.line = &work.offers;
  const explain::AnswerCodes& codes = work.offered[record.index()];
  for (std::size_t byte = 0; byte < codes.bytes(); ++byte) {
    const std::uint32_t code = codes.at(byte, row);
    for (std::uint32_t open = explain::AnswerCodes::possible(code); open != 0; open &= open - 1) {
      const auto at = static_cast<unsigned>(std::countr_zero(open));
      append_offer(work, offers[record.index()].offers[4 * byte + at / 2], record, row, (code >> at & 1U) != 0);
    }
  }
  work.row_done();
}

}  // namespace fairstart::report
