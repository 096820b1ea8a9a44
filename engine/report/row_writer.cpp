// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/explain/places.hpp"
#include "engine/report/csv.hpp"
#include "engine/report/quantity.hpp"
#include "engine/report/row_parts.hpp"

namespace fairstart::report {

using column::Row;

namespace {

bool is_under_family(const plan::Plan& plan, plan::RecordId record) {
  return plan.family.exists() && record != plan.family && plan.belongs_under(record, plan.family);
}

}  // namespace

RowWriter::Parts::Parts(const column::Database& records, const column::Clock& when, explain::Options allowed)
    : database(&records),
      plan(records.plan),
      clock(when),
      options(allowed),
      questions(records, when),
      deprivation(records),
      tenths(records, Deprivation::By::tenths),
      support(levels_of_support(*records.plan)),
      offers(records.plan->records.size()) {
  if (plan->family.exists()) family = results_of(*plan, plan->family);
  for (std::size_t i = 0; i < plan->offers.size(); ++i) {
    const plan::Offer& offer = plan->offers[i];
    if (!offer.shown || !offer.record.exists()) continue;
    OfferColumns columns{plan::OfferId(i), offer.eligible, unit_text(offer.amount_type, *plan), false, {}};
    columns.plain = !offer.received.exists() && !offer.received_on.exists() && !offer.due_from.exists() &&
                    !offer.due_by.exists() && !offer.amount.exists() && offer.amounts.empty();
    for (const bool offered : {false, true})
      columns.between[offered ? 1 : 0] =
          ShortText(',' + offer.name + (offered ? ",offered," : ",can't tell,") + std::string(columns.plain ? 9 : 0, ','));
    offers[offer.record.index()].eligible.push_back(offer.eligible);
    offers[offer.record.index()].offers.push_back(std::move(columns));
  }
  offer_columns.resize(plan->offers.size());
  for (const OffersOfRecord& of_record : offers)
    for (const OfferColumns& columns : of_record.offers) offer_columns[columns.id.index()] = &columns;
  for (const plan::Field& field : plan->fields) {
    fields.emplace_back(field.name + " of ");
    plain_labels = plain_labels && is_plain_text_cell(field.name);
  }
  for (std::size_t i = 0; i < plan->records.size(); ++i) {
    const plan::RecordId record(i);
    if (is_under_family(*plan, record)) {
      if (Results results = results_of(*plan, record); results.any()) {
        longest_person += results.longest + results.columns;
        people.push_back(std::move(results));
      }
      if (!offers[i].offers.empty()) offered_under.push_back(record);
    } else if (record != plan->family && !offers[i].offers.empty()) {
      offered_elsewhere.push_back(record);
    }
  }
}

RowWriter::RowWriter(const column::Database& database, const column::Clock& clock, explain::Options options)
    : parts_(std::make_unique<const Parts>(database, clock, options)) {}
RowWriter::~RowWriter() = default;
RowWriter::RowWriter(RowWriter&&) noexcept = default;
RowWriter& RowWriter::operator=(RowWriter&&) noexcept = default;

std::vector<plan::ExprId> RowWriter::expressions(const plan::Plan& plan) {
  std::vector<plan::ExprId> wanted;
  for (const plan::Levels& scheme : plan.levels) {
    for (const plan::Level& level : scheme.levels) {
      if (level.when.exists()) wanted.push_back(level.when);
    }
  }
  for (const plan::Role& role : plan.roles) {
    if (role.where.exists()) wanted.push_back(role.where);
  }
  for (const plan::Offer& offer : plan.offers) {
    if (!offer.shown) continue;
    const std::vector<plan::ExprId> more = offers::expressions(plan, offer);
    wanted.insert(wanted.end(), more.begin(), more.end());
  }
  return wanted;
}

std::string RowWriter::families_header() const {
  std::string line = "family_id";
  if (parts_->family) line += column_names(*parts_->plan, {*parts_->family});
  return line + ",ask_about\n";
}

std::string RowWriter::people_header() const {
  if (parts_->people.empty()) return "";
  std::string line = "person_id,family_id";
  line += column_names(*parts_->plan, parts_->people);
  return line + ",ask_about\n";
}

std::string RowWriter::offers_header() const {
  return "family_id,person_id,offer,status,window,early,amount,amount_hi,unit,due_from,due_by,overdue,received_on,reason,"
         "ask_about\n";
}

RowWriter::Parts::Work::Work(const Parts& all)
    : parts(all),
      tally(*all.plan),
      asking(all.questions),
      reasons(*all.plan, all.options, all.eligible(),
              [&all](std::string& into, std::size_t which, column::Answer answer, std::string_view reason) {
                const OfferColumns& columns = *all.offer_columns[which];
                if (columns.plain) {
                  const ShortText& between = columns.between[answer == column::yes ? 1 : 0];
                  into.append(between.data(), between.size());
                }
                std::string as_cell;
                append_text_cell(as_cell, reason);
                into += as_cell;
                into += answer == column::yes ? ",\n" : ",";  // nothing to ask about
              }),
      members(all.plan->levels.size()),
      yes_members(all.plan->levels.size()),
      scores(all.plan->scores.size()),
      offered(all.plan->records.size()),
      reason_texts(all.plan->offers.size()),
      next_text(all.plan->offers.size()),
      reach(*all.plan, all.tenths.groups()) {
  if (all.family) asked.emplace_back(all.questions, all.family->for_all);
  for (const Results& results : all.people) asked.emplace_back(all.questions, results.for_all);
  levels.resize(all.plan->levels.size());
  for (std::size_t i = 0; i < levels.size(); ++i)
    for (Totals::ByFifth& counts : levels[i]) counts.at_level.resize(all.plan->levels[i].levels.size());
}

void RowWriter::Parts::Work::to_text() {
  text->families += families.text();
  text->offers += offers.text();
  families.cut(0);
  offers.cut(0);
}

void RowWriter::Parts::Work::hand_rows_on() {
  if (!*hand_on) return;
  to_text();
  (*hand_on)(*text);
}

void RowWriter::Parts::Work::start(const column::Evaluated& of, ChunkText& into, Totals& counted, const HandOn& to) {
  const plan::Plan& plan = *parts.plan;
  evaluated = &of;
  text = &into;
  totals = &counted;
  hand_on = &to;
  asking.start(of);
  reasons.start(of);
  families.start(0);
  offers.start(0);
  const auto fill_members = [&](const Results& results) {
    for (std::size_t i = 0; i < results.groups.size(); ++i) {
      const std::size_t id = results.groups[i].index();
      members[id].fill(of, plan, results.members[i], of.chunk.rows[results.record.index()]);
      yes_members[id].assign(members[id].bytes() * levels[id].size(), 0);
    }
  };
  for (std::size_t i = 0; i < scores.size(); ++i)
    scores[i] = {of.scores[i].lo.data(), of.scores[i].hi.data(), of.chunk.rows[plan.scores[i].record.index()].begin,
                 plan.scores[i].role};
  if (parts.family) fill_members(*parts.family);
  for (const Results& results : parts.people) fill_members(results);
  for (explain::AskedRows& rows : asked) rows.fill(of, asking);
  for (std::size_t i = 0; i < parts.offers.size(); ++i) {
    if (parts.offers[i].offers.empty()) continue;
    offered[i].fill(of, plan, parts.offers[i].eligible, of.chunk.rows[i]);
    for (const OfferColumns& columns : parts.offers[i].offers) {
      const std::size_t offer = columns.id.index();
      reasons.of_possible(offer, of.chunk.rows[i], reason_texts[offer]);
      next_text[offer] = reason_texts[offer].data();
    }
  }
}

std::vector<plan::ExprId> RowWriter::Parts::eligible() const {
  std::vector<plan::ExprId> all;
  for (const plan::Offer& offer : plan->offers) all.push_back(offer.eligible);
  return all;
}

std::unique_ptr<RowWriter::Parts::Work> RowWriter::Parts::take_work() const {
  const std::lock_guard lock(idle_guard);
  if (idle.empty()) return std::make_unique<Work>(*this);
  std::unique_ptr<Work> work = std::move(idle.back());
  idle.pop_back();
  return work;
}

void RowWriter::Parts::give_back(std::unique_ptr<Work> work) const {
  const std::lock_guard lock(idle_guard);
  idle.push_back(std::move(work));
}

void RowWriter::Parts::put_cell(Work& work, std::string_view text) const {
  if (is_plain_text_cell(text)) {
    work.line->room(text.size());
    work.line->put(text);
    return;
  }
  std::string quoted;
  append_text_cell(quoted, text);
  work.line->room(quoted.size());
  work.line->put(std::string_view(quoted));
}

void RowWriter::Parts::put_id(Work& work, plan::RecordId record, Row row) const {
  const column::Keys& keys = database->table(record).keys;
  if (keys.size() != 0 && !keys.as_text() && keys.number(row) >= 0) {
    work.line->room(Line::longest_number);
    return work.line->put_whole(keys.number(row));
  }
  work.cell.clear();
  explain::append_id(*database, record, row, work.cell);
  put_cell(work, work.cell);
}

// Fields of rows whose keys are numbers: nothing to quote.
bool RowWriter::Parts::put_facts(Work& work, std::span<const explain::Fact> facts) const {
  if (!plain_labels || facts.size() > explain::most_asked) return false;
  const std::size_t from = work.line->length();
  bool first = true;
  for (const explain::Fact& fact : facts) {
    const column::Keys* keys = fact.field.exists() ? &database->table(fact.record).keys : nullptr;
    if (keys == nullptr || keys->size() == 0 || keys->as_text()) {
      work.line->cut(from);
      return false;
    }
    const ShortText& label = fields[fact.field.index()];
    work.line->room(2 + label.size() + ShortText::most + Line::longest_number);
    if (!first) work.line->put("; ");
    first = false;
    work.line->put(label);
    work.line->put_whole(keys->number(fact.row));
  }
  return true;
}

void RowWriter::Parts::put_asked(Work& work, std::span<const explain::Fact> facts, bool may_include_more) const {
  explain::Ask& ask = work.ask;
  if (!ask.facts.empty() || ask.may_include_more_than_needed) {
    ask.facts.insert(ask.facts.end(), facts.begin(), facts.end());
    explain::Asking::tidy(ask);
    facts = ask.facts;
    may_include_more = may_include_more || ask.may_include_more_than_needed;
  }
  if (!facts.empty()) {
    if (may_include_more || !put_facts(work, facts)) {
      if (facts.data() != ask.facts.data()) ask.facts.assign(facts.begin(), facts.end());
      ask.may_include_more_than_needed = may_include_more;
      work.cell.clear();
      explain::append_ask_text(*database, ask, work.cell);
      put_cell(work, work.cell);
    }
    work.tally.add(facts);
    ask.facts.clear();
  }
  ask.may_include_more_than_needed = false;
  work.line->room(1);
  work.line->put('\n');
}

void RowWriter::Parts::put_asked_of(Work& work, explain::AskedRows& asked, Row row) const {
  work.line->room(1);
  work.line->put(',');
  const explain::AskedRows::Facts all = asked.of(row, work.asking);
  put_asked(work, all.facts, all.may_include_more_than_needed);
}

void RowWriter::Parts::append_people(Work& work, Row of_family, int fifth) const {
  for (std::size_t i = 0; i < people.size(); ++i) {
    const Results& results = people[i];
    const column::Rows rows = column::owned_rows(*database, plan->family, of_family, results.record);
    for (Row row = rows.begin; row < rows.end; ++row) {
      // Records take turns in the columns: each fills its own and leaves those of the others blank.
      bool applies = false;
      work.line = &work.person;
      work.line->start(longest_person);
      for (std::size_t other = 0; other < people.size(); ++other) {
        if (other == i)
          applies = put_results(work, results, row, fifth);
        else
          for (std::size_t blank = people[other].columns; blank > 0; --blank) work.line->put(',');
      }
      if (!applies) continue;
      put_asked_of(work, work.asked[i + (family ? 1 : 0)], row);
      std::string& text = work.text->people;
      const std::size_t from = text.size();
      explain::append_id(*database, results.record, row, text);
      end_text_cell(text, from);
      text += ',';
      text += work.family_cell;
      text += work.line->text();
      work.row_done();
    }
  }
}

void RowWriter::Parts::count_levels(Work& work) const {
  for (std::size_t scheme = 0; scheme < work.levels.size(); ++scheme) {
    count_yes(work, plan::LevelsId(scheme));
    for (std::size_t fifth = 0; fifth < work.levels[scheme].size(); ++fifth) {
      Totals::ByFifth& counts = work.levels[scheme][fifth];
      if (counts.total == 0) continue;
      Totals::ByFifth& all = work.totals->levels[scheme][static_cast<int>(fifth)];
      all.at_level.resize(counts.at_level.size());
      for (std::size_t level = 0; level < counts.at_level.size(); ++level) all.at_level[level] += counts.at_level[level];
      all.could_be_higher += counts.could_be_higher;
      all.total += counts.total;
      std::fill(counts.at_level.begin(), counts.at_level.end(), 0);
      counts.could_be_higher = counts.total = 0;
    }
  }
}

void RowWriter::Parts::count_large_families(const column::Chunk& chunk, Totals& totals) const {
  const column::Rows families = chunk.rows[plan->family.index()];
  for (std::size_t i = 0; i < plan->records.size(); ++i) {
    if (plan->records[i].owner != plan->family || plan->records[i].pairing || chunk.rows[i].size() <= most_rows_of_family)
      continue;
    const std::vector<Row>& first = database->table(plan::RecordId(i)).first;
    for (Row row = families.begin; row < families.end; ++row) {
      const std::int64_t rows = std::int64_t{first[row + 1]} - first[row];
      if (rows <= most_rows_of_family) continue;
      Totals::LargeFamilies& large = totals.large_families[plan::RecordId(i)];
      ++large.families;
      large.most = std::max(large.most, rows);
    }
  }
}

void RowWriter::write(const column::Evaluated& evaluated, ChunkText& text, Totals& totals,
                      const std::vector<allocation::AskedOf>& asks, const HandOn& hand_on) const {
  const Parts& parts = *parts_;
  const plan::Plan& plan = *parts.plan;
  if (totals.levels.size() < plan.levels.size()) totals.levels.resize(plan.levels.size());
  if (totals.offers.size() < plan.offers.size()) totals.offers.resize(plan.offers.size());
  std::unique_ptr<Parts::Work> kept = parts.take_work();
  Parts::Work& work = *kept;
  work.start(evaluated, text, totals, hand_on);
  const column::Rows families = plan.family.exists() ? evaluated.chunk.rows[plan.family.index()] : column::Rows{};

  auto asked = asks.begin();
  const auto no_familys =
      std::find_if(asked, asks.end(), [](const allocation::AskedOf& ask) { return ask.family == column::no_row; });
  if (column::is_first(*parts.database, evaluated.chunk)) {
    work.tally.next_family();
    for (auto each = no_familys; each != asks.end(); ++each) work.tally.add(each->ask);
    work.family_cell.clear();
    work.family_short = {};
    for (const plan::RecordId record : parts.offered_elsewhere) {
      const column::Rows rows = evaluated.chunk.rows[record.index()];
      for (Row row = rows.begin; row < rows.end; ++row) parts.append_offers(work, record, row);
    }
  }
  totals.families += static_cast<std::int64_t>(families.size());
  if (plan.family.exists()) parts.count_large_families(evaluated.chunk, totals);
  const bool same_field = parts.deprivation.same_as(parts.tenths);
  for (Row row = families.begin; row < families.end; ++row) {
    work.tally.next_family();
    const int group = parts.tenths.group(row);
    const int fifth = same_field ? parts.deprivation.fifth_of(group) : parts.deprivation.fifth(row);
    work.reach.begin_family(group);
    work.line = &work.families;
    const std::size_t from = work.line->length();
    parts.put_id(work, plan.family, row);
    work.family_cell.assign(work.line->text().substr(from));
    work.family_short = ShortText(work.family_cell);
    work.line->room(parts.family->longest);
    parts.put_results(work, *parts.family, row, fifth);
    parts.put_asked_of(work, work.asked.front(), row);

    for (; asked != no_familys && asked->family == row; ++asked) work.tally.add(asked->ask);
    parts.append_people(work, row, fifth);
    parts.append_offers(work, plan.family, row);
    for (const plan::RecordId record : parts.offered_under) {
      const column::Rows rows = column::owned_rows(*parts.database, plan.family, row, record);
      for (Row owned = rows.begin; owned < rows.end; ++owned) parts.append_offers(work, record, owned);
    }
    work.reach.end_family();
  }
  work.to_text();
  parts.count_levels(work);
  work.tally.into(totals);
  work.reach.into(totals.reach);
  parts.give_back(std::move(kept));
}

}  // namespace fairstart::report
