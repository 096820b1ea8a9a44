// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "engine/allocation/allocation.hpp"
#include "engine/allocation/priority.hpp"
#include "engine/allocation/shown.hpp"
#include "engine/offers/offers.hpp"

namespace fairstart::allocation {

using column::Row;

namespace {

// Levels, groups and scores stand in the families' own file: they are told even where they rest on a restricted fact.
bool is_result(const plan::Plan& plan, plan::ExprId id) {
  const plan::Node& node = plan.expr(id).node;
  if (const auto* owner = std::get_if<plan::OfOwner>(&node)) return is_result(plan, owner->value);
  return std::holds_alternative<plan::LevelValue>(node) || std::holds_alternative<plan::ScoreValue>(node);
}

}  // namespace

struct Collector::Parts {
  const column::Database& database;
  const plan::Plan& plan;
  column::Clock clock;
  explain::Options options;
  explain::Asker asker;
  Cells cells;

  Parts(const column::Database& records, const column::Clock& when, explain::Options allowed)
      : database(records), plan(*records.plan), clock(when), options(allowed), asker(records, when), cells(records) {}

  // Rows of a chunk; those of records that no family owns come with the first.
  column::Rows rows(const column::Evaluated& evaluated, plan::RecordId record) const {
    const bool under = plan.family.exists() && plan.belongs_under(record, plan.family);
    return under || column::is_first(database, evaluated.chunk) ? evaluated.chunk.rows[record.index()] : column::Rows{};
  }

  Row family_of(plan::RecordId record, Row row) const {
    if (!plan.family.exists() || !plan.belongs_under(record, plan.family)) return column::no_row;
    return record == plan.family ? row : column::owner_row(database, record, row, plan.family);
  }

  std::vector<std::int64_t> keys(const std::vector<plan::OrderKey>& order, plan::ExprId since,
                                 const column::Evaluated& evaluated, Row row) const {
    std::vector<std::int64_t> all;
    for (const plan::OrderKey& key : order) all.push_back(priority(plan, key, since, evaluated, row));
    return all;
  }

  base::Status list(const plan::Register& list, const column::Evaluated& evaluated, Found& into, Spool* spool,
                    std::vector<AskedOf>& asks) const;
  std::string shown(const plan::Register& list, const column::Evaluated& evaluated, Row row, bool named) const;
  void allocation(const plan::Allocation& allocation, const column::Evaluated& evaluated, Found& into,
                  std::vector<AskedOf>& asks) const;
  std::vector<bool> received(const plan::Allocation& allocation, const column::Evaluated& evaluated, column::Rows rows) const;
  bool in_role(const plan::Offer& offer, const column::Evaluated& evaluated, Row row) const;
  void weights(const plan::Allocation& allocation, const column::Evaluated& evaluated,
               std::map<Place, std::int64_t>& into) const;
};

std::string Collector::Parts::shown(const plan::Register& list, const column::Evaluated& evaluated, Row row, bool named) const {
  std::string text;
  for (const plan::ShownItem& item : list.shows) {
    const bool hidden = plan.expr(item.value).restricted && !options.show_restricted && !is_result(plan, item.value);
    if (!text.empty()) text += "; ";
    text += item.label + ": " + (hidden ? "a restricted fact" : cells.value(evaluated, item.value, row, !named));
  }
  return text;
}

base::Status Collector::Parts::list(const plan::Register& list, const column::Evaluated& evaluated, Found& into, Spool* spool,
                                    std::vector<AskedOf>& asks) const {
  const std::size_t before = into.entries.size();
  const column::Rows all = rows(evaluated, list.record);
  std::string text;
  for (Row row = all.begin; row < all.end; ++row) {
    const column::Answer on = evaluated.answer(plan, list.eligible, row);
    if (on == column::no) continue;
    Entry entry;
    entry.row = row;
    entry.state = on == column::yes ? State::certain : State::cannot_tell;
    entry.named = list.show_names.exists() && evaluated.answer(plan, list.show_names, row) == column::yes;
    entry.place = cells.place(evaluated, list.per, row);
    std::string ask;
    if (on != column::yes) {
      explain::Ask facts = asker.about(evaluated, list.eligible, row);
      ask = entry.named ? explain::ask_text(database, facts) : ask_without_names(plan, facts);
      asks.push_back({family_of(list.record, row), std::move(facts)});
    }
    const std::string items = shown(list, evaluated, row, entry.named);
    const std::string reason = explain::reason(plan, evaluated, list.eligible, row, options);
    entry.text_at = text.size();
    entry.text_sizes = {static_cast<std::uint32_t>(items.size()), static_cast<std::uint32_t>(reason.size()),
                        static_cast<std::uint32_t>(ask.size())};
    text += items;
    text += reason;
    text += ask;
    into.add(entry, keys(list.order, {}, evaluated, row));
  }
  if (text.empty() || spool == nullptr) return base::Done{};
  const base::Result<std::uint64_t> at = spool->add(text);
  if (!at) return at.failure();
  for (std::size_t i = before; i < into.entries.size(); ++i) into.entries[i].text_at += at.value();
  return base::Done{};
}

// By row: whether a receipt that certainly counts is certainly dated in the supply's stretch of time.
std::vector<bool> Collector::Parts::received(const plan::Allocation& allocation, const column::Evaluated& evaluated,
                                             column::Rows rows) const {
  std::vector<bool> has(rows.size());
  if (!allocation.met_on.exists()) return has;
  const plan::List& receipts = plan.list(allocation.offer.met_by);
  const plan::RecordId record = allocation.offer.record;
  const Stretch stretch = stretch_of(allocation.supply_type, clock.as_at);
  const column::Rows all = evaluated.chunk.rows[receipts.record.index()];
  for (Row row = all.begin; row < all.end; ++row) {
    if (evaluated.answer(plan, receipts.member, row) != column::yes) continue;
    const column::Interval day = evaluated.interval(plan, allocation.met_on, row);
    if (day.lo < stretch.from || day.hi > stretch.to) continue;
    const Row under = column::owner_row(database, receipts.record, row, receipts.scope);
    if (under == column::no_row) continue;
    const column::Rows theirs =
        receipts.scope == record ? column::Rows{under, under + 1} : column::owned_rows(database, receipts.scope, under, record);
    for (Row each = theirs.begin; each < theirs.end; ++each)
      if (each >= rows.begin && each < rows.end) has[each - rows.begin] = true;
  }
  return has;
}

bool Collector::Parts::in_role(const plan::Offer& offer, const column::Evaluated& evaluated, Row row) const {
  if (!offer.role.exists()) return true;
  const plan::ExprId where = plan.roles[offer.role.index()].where;
  return !where.exists() || evaluated.answer(plan, where, row) == column::yes;
}

void Collector::Parts::allocation(const plan::Allocation& allocation, const column::Evaluated& evaluated, Found& into,
                                  std::vector<AskedOf>& asks) const {
  const plan::Offer& offer = allocation.offer;
  const column::Rows all = rows(evaluated, offer.record);
  const std::vector<bool> has = received(allocation, evaluated, all);
  for (Row row = all.begin; row < all.end; ++row) {
    const bool had = has[row - all.begin] && in_role(offer, evaluated, row);
    const column::Answer eligible = evaluated.answer(plan, offer.eligible, row);
    if (!had && eligible == column::no) continue;
    const std::optional<column::Interval> amount = offers::result(plan, offer, evaluated, clock, row).amount;
    Entry entry;
    entry.row = row;
    entry.place = cells.place(evaluated, allocation.share_by, row);
    entry.amount = amount && amount->lo > 0 ? amount->lo : 0;
    if (had) {
      entry.state = State::received;
    } else if (amount && amount->hi <= 0) {
      continue;  // certainly nothing: not an applicant
    } else if (eligible != column::yes || entry.amount == 0 || entry.place == no_place) {
      entry.state = State::cannot_tell;
      if (eligible != column::yes) asks.push_back({family_of(offer.record, row), asker.about(evaluated, offer.eligible, row)});
    } else {
      entry.lot = lot(allocation.lottery, database.id_of(offer.record, row));
    }
    into.add(entry, keys(allocation.order, allocation.waiting_since, evaluated, row));
  }
}

void Collector::Parts::weights(const plan::Allocation& allocation, const column::Evaluated& evaluated,
                               std::map<Place, std::int64_t>& into) const {
  if (!allocation.share_place.exists() || !allocation.share_weight.exists()) return;
  const column::Rows families = evaluated.chunk.rows[plan.family.index()];
  for (Row row = families.begin; row < families.end; ++row) {
    const Place place = cells.place(evaluated, allocation.share_place, row);
    if (place == no_place) continue;
    const std::int64_t certain = evaluated.interval(plan, allocation.share_weight, row).lo;
    std::int64_t& weight = into[place];
    if (certain > 0) weight = base::add(weight, certain).value_or(column::no_upper);
  }
}

Collector::Collector(const column::Database& database, const column::Clock& clock, explain::Options options)
    : parts_(std::make_unique<const Parts>(database, clock, options)) {}
Collector::~Collector() = default;
Collector::Collector(Collector&&) noexcept = default;
Collector& Collector::operator=(Collector&&) noexcept = default;

std::vector<plan::ExprId> Collector::expressions(const plan::Plan& plan) {
  std::vector<plan::ExprId> wanted;
  const auto add = [&](plan::ExprId id) {
    if (id.exists()) wanted.push_back(id);
  };
  const auto add_order = [&](const std::vector<plan::OrderKey>& order) {
    for (const plan::OrderKey& key : order) add(key.value);
  };
  for (const plan::Register& list : plan.registers) {
    if (!list.shown) continue;
    add(list.eligible), add(list.show_names), add(list.per);
    add_order(list.order);
    for (const plan::ShownItem& item : list.shows) add(item.value);
  }
  for (const plan::Allocation& allocation : plan.allocations) {
    const plan::Offer& offer = allocation.offer;
    if (!offer.shown) continue;
    const std::vector<plan::ExprId> of_offer = offers::expressions(plan, offer);
    wanted.insert(wanted.end(), of_offer.begin(), of_offer.end());
    for (const plan::ExprId id : {allocation.supply, allocation.share_by, allocation.share_place, allocation.share_weight,
                                  allocation.waiting_since, allocation.met_on})
      add(id);
    add_order(allocation.order);
    if (offer.met_by.exists()) add(plan.list(offer.met_by).member);
    if (offer.role.exists()) add(plan.roles[offer.role.index()].where);
  }
  return wanted;
}

bool Collector::has_lists() const {
  return std::any_of(parts_->plan.registers.begin(), parts_->plan.registers.end(), [](const auto& each) { return each.shown; });
}
bool Collector::has_allocations() const {
  return std::any_of(parts_->plan.allocations.begin(), parts_->plan.allocations.end(),
                     [](const auto& each) { return each.offer.shown; });
}

base::Status Collector::collect(const column::Evaluated& evaluated, Collected& into, Spool* spool,
                                std::vector<AskedOf>& asks) const {
  const plan::Plan& plan = parts_->plan;
  into.lists.resize(plan.registers.size());
  into.allocations.resize(plan.allocations.size());
  into.weights.resize(plan.allocations.size());
  into.supply.resize(plan.allocations.size());
  for (std::size_t i = 0; i < plan.registers.size(); ++i) {
    const plan::Register& list = plan.registers[i];
    if (!list.shown || !list.record.exists()) continue;
    into.lists[i].keys_each = list.order.size();
    if (base::Status done = parts_->list(list, evaluated, into.lists[i], spool, asks); !done) return done;
  }
  for (std::size_t i = 0; i < plan.allocations.size(); ++i) {
    const plan::Allocation& allocation = plan.allocations[i];
    if (!allocation.offer.shown || !allocation.offer.record.exists()) continue;
    into.allocations[i].keys_each = allocation.order.size();
    parts_->allocation(allocation, evaluated, into.allocations[i], asks);
    parts_->weights(allocation, evaluated, into.weights[i]);
    const std::int64_t certain = evaluated.interval(plan, allocation.supply, 0).lo;
    if (certain != column::no_lower) into.supply[i] = std::max<std::int64_t>(0, certain);
  }
  std::stable_sort(asks.begin(), asks.end(), [](const AskedOf& a, const AskedOf& b) { return a.family < b.family; });
  return base::Done{};
}

void Collected::add(Collected more) {
  if (more.lists.empty() && more.allocations.empty()) return;
  if (lists.empty() && allocations.empty()) {
    *this = std::move(more);
    return;
  }
  lists.resize(more.lists.size());
  allocations.resize(more.allocations.size());
  weights.resize(more.allocations.size());
  supply.resize(more.allocations.size());
  for (std::size_t i = 0; i < lists.size(); ++i) lists[i].append(more.lists[i]);
  for (std::size_t i = 0; i < allocations.size(); ++i) {
    allocations[i].append(more.allocations[i]);
    for (const auto& [place, weight] : more.weights[i]) {
      std::int64_t& all = weights[i][place];
      all = base::add(all, weight).value_or(column::no_upper);
    }
    if (more.supply[i]) supply[i] = more.supply[i];
  }
}

}  // namespace fairstart::allocation
