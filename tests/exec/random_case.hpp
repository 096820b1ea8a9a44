// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <random>

#include "tests/exec/made.hpp"

namespace fairstart::exec::made {

// Records apart from families, and pairings: people of a family who see each other, contacts that see people, pairs that see
// the contacts of whom they list, organisations that see ratings (and, which no chunk can hold, places that see families).
inline const RecordId organisation{4U}, rating{5U}, other_person{6U}, person_of_contact{7U}, contact_of_other{8U},
    rating_seen{9U}, family_of_place{10U};

// A plan with every kind of node over random records, all from one seed.
class RandomCase : public Case {
 public:
  explicit RandomCase(unsigned seed) : random_(seed) {
    plan.code_lists.push_back({.name = "codes", .in_order = true, .items = std::vector<plan::CodeItem>(5)});
    plan.calendars.push_back({.name = "terms", .days = {{1, 8}, {4, 1}, {9, 1}}});
    make_records();
    make_rows();
    make_constants();
    for (const RecordId record : {place, family, person, contact, organisation, rating}) make_fields(record);
    make_gaps();
    column::make_pairs(database, once_in(3) ? 4 : 1000);
    // Down to the smallest rows and up again, so that lists have something to look at and owners something to give.
    for (const RecordId record :
         {rating, rating_seen, organisation, contact, person_of_contact, person, other_person, contact_of_other, other_person,
          family, family_of_place, place, family, person, contact, person_of_contact, other_person, person, family}) {
      for (int i = 0; i < 4; ++i) grow(record);
      make_named(record);
    }
    leave_out_some();
  }
  std::vector<ExprId> all() const {
    std::vector<ExprId> ids;
    for (std::size_t i = 0; i < plan.exprs.size(); ++i) ids.emplace_back(i);
    return ids;
  }

 private:
  struct Pools {
    std::vector<ExprId> answers, numbers, days, months, dates, codes, texts, levels, sets, links;
  };
  using Pool = std::vector<ExprId> Pools::*;

  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool once_in(int n) { return below(n) == 0; }
  Pools& pools(RecordId row) { return pools_[row.exists() ? row.index() : rowless_pools]; }
  ExprId some(Pool pool, RecordId row) {
    const std::vector<ExprId>& own = pools(row).*pool;
    const std::vector<ExprId>& common = pools_[rowless_pools].*pool;
    const bool use_common = own.empty() || (!common.empty() && once_in(5));
    const std::vector<ExprId>& from = use_common ? common : own;
    // Mostly what was made last: deep plans, not wide ones.
    const int n = static_cast<int>(from.size());
    return from[static_cast<std::size_t>(once_in(2) ? below(n) : n - 1 - below(std::min(n, 6)))];
  }
  std::vector<ExprId> several(Pool pool, RecordId row) {
    std::vector<ExprId> ids;
    for (int i = below(4); i >= 0; --i) ids.push_back(some(pool, row));
    return ids;
  }

  void make_records() {
    plan.records.resize(11);
    database.tables.resize(11);
    plan.records[rating.index()].owner = organisation;
    const auto pairing = [&](RecordId id, RecordId viewer, RecordId listed, RecordId scope, bool others_only) {
      plan.records[id.index()].owner = viewer;
      plan.records[id.index()].pairing = plan::Pairing{viewer, listed, scope, others_only};
    };
    pairing(other_person, person, person, family, true);
    pairing(person_of_contact, contact, person, once_in(4) ? place : family, false);
    pairing(contact_of_other, other_person, contact, person, false);
    pairing(rating_seen, organisation, rating, organisation, false);
    pairing(family_of_place, place, family, place, false);
    const char* const names[] = {"organisation", "rating", "other", "seen person", "contact of other", "rating seen", "here"};
    for (std::size_t i = organisation.index(); i < plan.records.size(); ++i)
      plan.records[i].name = plan.records[i].plural = names[i - organisation.index()];
  }

  // What is not on record: in whole files, for whole owners, out of date.
  void make_gaps() {
    if (once_in(2)) database.extracted_on = clock.as_at - below(50);
    clock.snapshots = !once_in(6);
    if (once_in(2)) clock.marked = static_cast<std::uint32_t>(below(4));
    for (plan::Field& field : plan.fields) {
      field.snapshot = once_in(4);
      if (field.snapshot && once_in(2)) field.good_for_days = below(50);
      if (field.snapshot && once_in(2)) field.good_for_months = below(3);
    }
  }

  // Conditions on what is missing, once there are conditions.
  void leave_out_some() {
    for (const RecordId record : {person, contact, rating}) {
      column::Table& table = database.tables[record.index()];
      const std::vector<ExprId>& answers = pools(record).answers;
      if (once_in(3)) table.partial_where.push_back(answers[static_cast<std::size_t>(below(static_cast<int>(answers.size())))]);
      if (once_in(3)) table.covers = plan::Covers{record, clock.as_at - below(400), {}};
    }
  }

  void make_rows() {
    places(static_cast<std::size_t>(below(4)));
    const auto under = [&](std::size_t owners, int most) {
      std::vector<column::Row> owner;
      for (column::Row row = 0; row < owners; ++row) owner.insert(owner.end(), static_cast<std::size_t>(below(most + 1)), row);
      return owner;
    };
    std::vector<column::Row> of_families;
    for (int i = 0; i < 7; ++i) {
      const int n = static_cast<int>(database.tables[0].rows);
      of_families.push_back(n == 0 || once_in(4) ? column::no_row : static_cast<column::Row>(below(n)));
    }
    rows(family, of_families);
    rows(person, under(7, 3));
    rows(contact, under(database.tables[person.index()].rows, 4));
    database.tables[organisation.index()].rows = static_cast<std::size_t>(below(4));
    rows(rating, under(database.tables[organisation.index()].rows, 3));
    for (const RecordId record : {person, contact, rating}) {
      column::Table& table = database.tables[record.index()];
      table.partial = once_in(6);
      for (column::Row row = 0; row < database.tables[record.index() - 1].rows; ++row) {
        if (once_in(5)) table.open_owners.push_back(row);
      }
    }
    plan.roles.resize(2);
    for (plan::Role& role : plan.roles) role.record = person;
    if (once_in(2)) {
      for (std::size_t i = 0; i < database.tables[person.index()].rows; ++i) {
        database.tables[person.index()].made_as.push_back(static_cast<std::uint16_t>(below(3)));
      }
    }
  }

  // Links of each of the record's rows to a row of its own family, or to any organisation.
  void make_link(RecordId record, RecordId to) {
    column::LinkCells links;
    const auto n = static_cast<column::Row>(database.tables[record.index()].rows);
    for (column::Row row = 0; row < n; ++row) {
      column::Rows there{0, static_cast<column::Row>(database.tables[to.index()].rows)};
      if (plan.belongs_under(to, family)) {
        there = column::owned_rows(database, family, column::owner_row(database, record, row, family), to);
      }
      const auto rows = static_cast<int>(there.size());
      links.cells.push_back(rows == 0 || once_in(3) ? column::no_row : there.begin + static_cast<column::Row>(below(rows)));
    }
    const plan::FieldId id = field(record, {.kind = types::Kind::link, .record = to}, {std::move(links), {}});
    links_.emplace_back(id);
    pools(record).links.push_back(value(id));
  }

  template <class Cells, class Make>
  void make_field(RecordId record, plan::Type type, Pool pool, const Make& make) {
    Cells cells;
    column::Column column;
    const std::size_t n = database.tables[record.index()].rows;
    using Cell = typename decltype(cells.cells)::value_type;
    for (std::size_t i = 0; i < n; ++i) cells.cells.push_back(static_cast<Cell>(make()));
    column.cells = std::move(cells);
    if (once_in(12)) column.cells = column::NoCells{};
    if (once_in(2)) {
      for (std::size_t i = 0; i < n; ++i) column.why.push_back(static_cast<plan::Missing>(below(4)));
    }
    const plan::FieldId id = field(record, type, std::move(column));
    if (type.kind == types::Kind::number && once_in(2)) {
      if (!once_in(4)) plan.fields.back().lowest = (below(4) - 1) * 1'000'000;
      if (!once_in(4)) plan.fields.back().highest = (below(6) - 1) * 1'000'000;
    }
    (pools(record).*pool).push_back(value(id));
  }

  plan::Type days() const { return types::number(types::Measure::days); }
  plan::Type months() const { return types::number(types::Measure::months); }
  plan::Type codes() const { return types::code(types::CodeListId(0U)); }

  plan::Type sets() const { return {.kind = types::Kind::codes, .codes = types::CodeListId(0U)}; }

  void make_fields(RecordId record) {
    make_link(record, organisation);
    if (plan.belongs_under(record, family)) make_link(record, person), make_link(record, contact);
    const auto or_none = [&](auto none, auto make) { return [this, none, make] { return once_in(3) ? none : make(); }; };
    for (int i = 0; i < 2; ++i) {
      make_field<column::SetCells>(record, sets(), &Pools::sets,
                                   [&] { return once_in(3) ? column::SetCells::none : std::uint64_t{random_() % 32}; });
      make_field<column::AnswerCells>(record, types::yes_no(), &Pools::answers, [&] { return once_in(3) ? 2 : 3 * below(2); });
      make_field<column::WholeCells>(record, types::whole_number(), &Pools::numbers,
                                     or_none(column::WholeCells::none, [this] { return below(6) - 1; }));
      make_field<column::NumberCells>(record, types::number(), &Pools::numbers, or_none(column::NumberCells::none, [this] {
                                        if (once_in(12)) return (INT64_MAX / 2) * (once_in(2) ? 1 : -1);
                                        return std::int64_t{below(9) - 2} * 500'000 + below(2);
                                      }));
      make_field<column::WholeCells>(record, days(), &Pools::days,
                                     or_none(column::WholeCells::none, [this] { return below(60); }));
      make_field<column::WholeCells>(record, months(), &Pools::months,
                                     or_none(column::WholeCells::none, [this] { return below(30) - 3; }));
      make_field<column::DateCells>(record, types::date(), &Pools::dates, or_none(column::DateCells::none, [this] {
                                      if (once_in(15)) return base::last_day - below(3);
                                      return clock.as_at - below(once_in(2) ? 3 : 900);
                                    }));
      make_field<column::CodeCells>(record, codes(), &Pools::codes,
                                    or_none(int{column::CodeCells::none}, [this] { return below(5); }));
      make_field<column::TextCells>(record, types::text(), &Pools::texts, [&]() -> std::int64_t {
        return once_in(3) ? std::int64_t{column::TextCells::none}
                          : std::int64_t{database.texts.intern(std::string(1, static_cast<char>('a' + below(3))))};
      });
    }
  }

  void make_constants() {
    Pools& common = pools(rowless);
    common.answers = {answer(rowless, plan::Constant{1, {}}), answer(rowless, plan::Constant{0, {}}),
                      answer(rowless, plan::MissingValue{})};
    bare_unknown_ = add(rowless, {}, plan::MissingValue{});
    for (int i = 0; i < 4; ++i) common.numbers.push_back(number(below(5) - 1));
    common.numbers.push_back(add(rowless, types::number(), plan::Constant{2'500'000, {}}));
    common.days = {add(rowless, days(), plan::Constant{28'000'000, {}})};
    common.months = {add(rowless, months(), plan::Constant{12'000'000, {}})};
    common.dates = {add(rowless, types::date(), plan::AsAt{}), add(rowless, types::date(), plan::PeriodStart{}),
                    add(rowless, types::date(), plan::PeriodEnd{}), add(rowless, types::date(), plan::MissingValue{})};
    common.codes = {add(rowless, codes(), plan::Constant{below(5), {}})};
    for (const char* text : {"a", "b", "nowhere", "nowhere else"}) {
      common.texts.push_back(add(rowless, types::text(), plan::Constant{0, text}));
    }
    plan::Parameter parameter;
    parameter.type = types::number();
    parameter.values.push_back({{}, clock.as_at - 1, plan::Constant{1'000'000, {}}});
    parameter.values.push_back({clock.as_at + below(2), {}, plan::Constant{2'000'000, {}}});
    plan.parameters.push_back(parameter);
    common.numbers.push_back(add(rowless, types::number(), plan::ParameterValue{plan::ParameterId(0U)}));
  }

  void make_named(RecordId record) {
    Pools& own = pools(record);
    plan::Definition definition;
    definition.record = record;
    const bool yes_no = once_in(2);
    definition.meaning = yes_no ? own.answers.back() : own.numbers.back();
    plan.definitions.push_back(definition);
    (yes_no ? own.answers : own.numbers)
        .push_back(add(record, plan.expr(definition.meaning).type,
                       plan::DefinitionValue{plan::DefinitionId(plan.definitions.size() - 1)}));

    plan::Score score;
    score.record = record;
    for (int i = below(4); i > 0; --i) {
      plan::ScoreItem item;
      item.points = (below(7) - 3) * 1'000'000;
      if (once_in(2)) {
        item.answer = some(&Pools::answers, record);
      } else {
        item.count = some(&Pools::numbers, record);
      }
      if (once_in(2)) item.up_to = 2'000'000;
      score.items.push_back(item);
    }
    plan.scores.push_back(score);
    own.numbers.push_back(add(record, types::number(), plan::ScoreValue{plan::ScoreId(plan.scores.size() - 1)}));

    plan::Levels scheme;
    scheme.kind = static_cast<plan::LevelsKind>(below(3));
    scheme.record = record;
    for (int i = 0; i < 4; ++i) {
      plan::Level level;
      const bool tiers = scheme.kind == plan::LevelsKind::tiers;
      const bool always = scheme.kind != plan::LevelsKind::groups && (tiers ? i == 0 : i == 3 && !once_in(4));
      if (!always) level.when = some(&Pools::answers, record);
      scheme.levels.push_back(level);
    }
    plan.levels.push_back(scheme);
    if (scheme.kind != plan::LevelsKind::groups) {
      plan::Type type{.kind = types::Kind::levels};
      type.levels = plan::LevelsId(plan.levels.size() - 1);
      own.levels.push_back(add(record, type, plan::LevelValue{type.levels}));
    }
    if (record == person) {
      for (std::uint32_t i = 0; i < 2; ++i) {
        // Before anything rests on the role, or never.
        if (!roles_read_ && !once_in(4)) plan.roles[i].where = own.answers.back();
        own.answers.push_back(answer(person, plan::RoleTest{plan::RoleId(i)}));
      }
      roles_read_ = true;
    }
  }

  void grow(RecordId row) {
    grow_answers(row);
    grow_values(row);
    grow_windows(row);
    grow_lists(row);
    grow_from_owner(row);
    grow_from_others(row);
    grow_choices(row);
    if (plan.record(row).owner.exists()) grow_ranks(row);
  }

  Pool some_pool() {
    static constexpr Pool pools[] = {&Pools::answers, &Pools::numbers, &Pools::days,   &Pools::months, &Pools::dates,
                                     &Pools::codes,   &Pools::texts,   &Pools::levels, &Pools::sets,   &Pools::links};
    return pools[below(10)];
  }

  void grow_answers(RecordId row) {
    Pools& own = pools(row);
    std::vector<ExprId> made;
    made.push_back(answer(row, plan::Not{some(&Pools::answers, row)}));
    made.push_back(answer(row, plan::And{several(&Pools::answers, row)}));
    made.push_back(answer(row, plan::Or{several(&Pools::answers, row)}));
    made.push_back(answer(row, plan::CountsAs{some(&Pools::answers, row), once_in(2)}));
    static constexpr Pool compared[] = {&Pools::numbers, &Pools::dates, &Pools::days, &Pools::months,
                                        &Pools::codes,   &Pools::texts, &Pools::links};
    for (int i = 0; i < 3; ++i) {
      const Pool pool = compared[below(7)];
      if (!has(pool, row)) continue;
      const ExprId left = some(pool, row), right = some(pool, row);
      if (!types::same(plan.expr(left).type, plan.expr(right).type)) continue;
      const bool ordered = pool != &Pools::texts && pool != &Pools::links;
      made.push_back(answer(row, plan::Compare{static_cast<plan::Comparison>(below(ordered ? 6 : 2)), left, right}));
    }
    made.push_back(answer(
        row, plan::Compare{static_cast<plan::Comparison>(below(2)), some(&Pools::answers, row), some(&Pools::answers, row)}));
    std::vector<std::int64_t> set;
    for (std::int64_t code = 0; code < 5; ++code) {
      if (once_in(2)) set.push_back(code);
    }
    made.push_back(answer(row, plan::OneOf{some(&Pools::codes, row), set}));
    if (has(&Pools::sets, row)) made.push_back(answer(row, plan::Includes{some(&Pools::sets, row), set}));
    if (!own.levels.empty()) made.push_back(answer(row, plan::LevelIn{own.levels.back(), random_() % 16}));
    if (const plan::FieldId field = yes_no_field(row); field.exists() || once_in(3)) {
      made.push_back(answer(row, plan::Marked{field}));
    }
    if (const Pool pool = some_pool(); has(pool, row)) {
      made.push_back(answer(row, plan::IsKnown{some(pool, row)}));
      made.push_back(answer(row, plan::IsMissing{some(pool, row), static_cast<plan::Missing>(below(7))}));
    }
    made.push_back(answer(row, plan::OrElse{some(&Pools::answers, row), some(&Pools::answers, row)}));
    std::shuffle(made.begin(), made.end(), random_);
    made.resize(5);
    own.answers.insert(own.answers.end(), made.begin(), made.end());
  }

  void grow_values(RecordId row) {
    Pools& own = pools(row);
    const auto more = [&](Pool pool, plan::Type type, plan::Node node) {
      (own.*pool).push_back(add(row, type, std::move(node)));
    };
    const plan::Type plain = types::number();
    const auto n = [&] { return some(&Pools::numbers, row); };
    const auto d = [&] { return some(&Pools::dates, row); };
    more(&Pools::numbers, plain, plan::Arithmetic{static_cast<plan::Operation>(below(4)), n(), n()});
    switch (below(7)) {
      case 0: more(&Pools::numbers, plain, plan::Negate{n()}); break;
      case 1: more(&Pools::numbers, plain, plan::Extreme{once_in(2), several(&Pools::numbers, row)}); break;
      case 2: more(&Pools::numbers, plain, plan::Rescale{n(), 1 + below(7), 1 + below(12)}); break;
      case 3: more(&Pools::numbers, types::whole_number(), plan::CountOfSet{several(&Pools::answers, row)}); break;
      case 4: more(&Pools::numbers, plain, plan::OrElse{n(), n()}); break;
      case 5: more(&Pools::days, days(), plan::Arithmetic{plan::Operation::subtract, d(), d()}); break;
      case 6: more(&Pools::numbers, plain, plan::Elapsed{static_cast<types::TimeUnit>(1 + below(5)), d(), d()}); break;
    }
    const Pool by = once_in(2) ? &Pools::days : &Pools::months;
    const auto rounding = once_in(2) ? base::Rounding::up : base::Rounding::down;
    if (once_in(2)) more(&Pools::dates, types::date(), plan::NextDay{plan::CalendarId(0U), d()});
    switch (below(3)) {
      case 0: more(&Pools::dates, types::date(), plan::Shift{d(), some(by, row), once_in(2), rounding}); break;
      case 1: more(&Pools::dates, types::date(), plan::Extreme{once_in(2), several(&Pools::dates, row)}); break;
      case 2: more(&Pools::codes, codes(), plan::OrElse{some(&Pools::codes, row), some(&Pools::codes, row)}); break;
    }
  }

  ExprId date_field(RecordId row) {
    std::vector<plan::FieldId> dates;
    for (const plan::FieldId id : plan.record(row).fields)
      if (plan.field(id).type.kind == types::Kind::date) dates.push_back(id);
    return dates.empty() ? ExprId{} : value(dates[static_cast<std::size_t>(below(static_cast<int>(dates.size())))]);
  }

  // `within so many months`, `before so many days after the owner's date`: fields against dates that a constant moves.
  void grow_windows(RecordId row) {
    const ExprId date = date_field(row);
    if (!date.exists()) return;
    const bool months = once_in(2);
    const std::int64_t by = once_in(6) ? 20'000 : below(40) - 4;
    const ExprId span = add(rowless, months ? this->months() : days(), plan::Constant{by * 1'000'000, {}});
    const auto moved = [&](ExprId of) {
      return add(row, types::date(), plan::Shift{of, span, once_in(2), once_in(2) ? base::Rounding::up : base::Rounding::down});
    };
    const auto comparison = [&] { return static_cast<plan::Comparison>(below(6)); };
    std::vector<ExprId>& own = pools(row).answers;
    const ExprId near = moved(date), limit = some(&Pools::dates, rowless);
    own.push_back(once_in(2) ? answer(row, plan::Compare{comparison(), near, limit})
                             : answer(row, plan::Compare{comparison(), limit, near}));
    const RecordId owner = plan.record(row).owner;
    if (!owner.exists() || pools(owner).dates.empty()) return;
    const ExprId above = add(row, types::date(), plan::OfOwner{some(&Pools::dates, owner)});
    const ExprId against = once_in(3) ? above : moved(above);
    const ExprId after = once_in(2) ? answer(row, plan::Compare{comparison(), date, against})
                                    : answer(row, plan::Compare{comparison(), against, date});
    own.push_back(
        answer(row, plan::And{{some(&Pools::answers, row), answer(row, plan::And{several(&Pools::answers, row)}), after}}));
    own.push_back(answer(row, plan::And{{after}}));
  }

  bool has(Pool pool, RecordId row) const {
    const std::size_t own = row.exists() ? row.index() : rowless_pools;
    return !(pools_[own].*pool).empty() || !(pools_[rowless_pools].*pool).empty();
  }

  plan::FieldId yes_no_field(RecordId row) {
    for (const plan::FieldId id : plan.record(row).fields)
      if (plan.field(id).type.kind == types::Kind::yes_no && once_in(2)) return id;
    return {};
  }

  plan::ListId some_list(RecordId of, RecordId scope) {
    const plan::ListId id = list(of, scope, some(&Pools::answers, of));
    plan::List& made = plan.lists.back();
    if (once_in(3)) made.within_days = below(60);
    if (once_in(4)) made.within_months = below(14);
    made.in_period = once_in(6);
    return id;
  }

  void grow_lists(RecordId row) {
    Pools& own = pools(row);
    std::vector<RecordId> under;
    for (std::size_t i = 0; i < plan.records.size(); ++i)
      if (RecordId(i) != row && plan.belongs_under(RecordId(i), row)) under.emplace_back(i);
    if (under.empty()) return;
    const RecordId of = under[static_cast<std::size_t>(below(static_cast<int>(under.size())))];
    const plan::ListId rows_of = some_list(of, row);
    own.answers.push_back(answer(row, plan::Any{rows_of}));
    own.answers.push_back(answer(row, plan::Every{rows_of, some(&Pools::answers, of)}));
    own.numbers.push_back(add(row, types::whole_number(), plan::Count{rows_of}));
    own.numbers.push_back(
        add(row, types::number(), plan::Summarise{static_cast<plan::Summary>(below(4)), rows_of, some(&Pools::numbers, of)}));
    own.dates.push_back(
        add(row, types::date(),
            plan::Summarise{once_in(2) ? plan::Summary::lowest : plan::Summary::highest, rows_of, some(&Pools::dates, of)}));
    for (int i = 0; i < 3; ++i) {
      const Pool pool = some_pool();
      if ((pools(of).*pool).empty()) continue;
      const ExprId value = (pools(of).*pool)[static_cast<std::size_t>(below(static_cast<int>((pools(of).*pool).size())))];
      if (once_in(2)) own.numbers.push_back(add(row, types::whole_number(), plan::CountDifferent{rows_of, value}));
      (own.*pool).push_back(add(row, plan.expr(value).type,
                                plan::Pick{static_cast<plan::Which>(below(3)), rows_of, some(&Pools::dates, of), value}));
    }
  }

  void grow_from_owner(RecordId row) {
    std::vector<RecordId> owners;
    for (RecordId up = plan.record(row).owner; up.exists(); up = plan.record(up).owner) owners.push_back(up);
    if (owners.empty()) return;
    const RecordId owner = owners[static_cast<std::size_t>(below(static_cast<int>(owners.size())))];
    const Pool pool = some_pool();
    if ((pools(owner).*pool).empty()) return;
    const ExprId value = some(pool, owner);
    (pools(row).*pool).push_back(add(row, plan.expr(value).type, plan::OfOwner{value}));
  }

  void grow_from_others(RecordId row) {
    const auto& pairing = plan.record(row).pairing;
    for (int i = 0; i < 3; ++i) {
      const Pool pool = some_pool();
      if (pairing && has(pool, pairing->listed)) {
        const ExprId value = some(pool, pairing->listed);
        (pools(row).*pool).push_back(add(row, plan.expr(value).type, plan::OfListed{value}));
      }
      const plan::FieldId link = links_[static_cast<std::size_t>(below(static_cast<int>(links_.size())))];
      const RecordId to = plan.field(link).type.record;
      if (plan.field(link).record != row || !has(pool, to)) continue;
      const ExprId value = some(pool, to);
      (pools(row).*pool).push_back(add(row, plan.expr(value).type, plan::OfLink{link, value}));
    }
  }

  void grow_choices(RecordId row) {
    const Pool pool = some_pool();
    if (!has(pool, row)) return;
    const plan::Type type = plan.expr(some(pool, row)).type;
    plan::Choose choose;
    for (int i = below(4); i >= 0; --i) {
      const ExprId value = some(pool, row);
      const plan::Type& own = plan.expr(value).type;
      const bool bare = once_in(8) || !types::same(own, type);
      choose.choices.push_back({once_in(6) ? ExprId{} : some(&Pools::answers, row), bare ? bare_unknown_ : value});
    }
    (pools(row).*pool).push_back(add(row, type, choose));
  }

  void grow_ranks(RecordId row) {
    std::vector<RecordId> owners;
    for (RecordId up = plan.record(row).owner; up.exists(); up = plan.record(up).owner) owners.push_back(up);
    const RecordId scope = owners[static_cast<std::size_t>(below(static_cast<int>(owners.size())))];
    pools(row).answers.push_back(
        answer(row, plan::Ranked{some_list(row, scope), some(&Pools::dates, row), once_in(2), 1 + below(3)}));
  }

  static constexpr std::size_t rowless_pools = 11;
  std::mt19937 random_;
  Pools pools_[rowless_pools + 1];
  std::vector<plan::FieldId> links_;
  ExprId bare_unknown_;
  bool roles_read_ = false;
};

}  // namespace fairstart::exec::made
