// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/counter.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>
#include <memory>
#include <random>

namespace fairstart::indicators::counter_test {
namespace {

using column::Answer;
using column::Row;

// Values of the whole database, worked out when they are asked for: at some rows alone, from codes in cells, or all.
class Asked final : public column::Later {
 public:
  Asked(const plan::Plan& plan, const std::vector<column::Values>& all) : plan_(&plan), all_(&all), codes_(all.size()) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (plan.exprs[i].type.kind != types::Kind::code || !plan.exprs[i].row.exists()) continue;
      column::CodeCells cells;
      for (std::size_t row = 0; row < all[i].lo.size(); ++row)
        cells.cells.push_back(all[i].lo[row] == all[i].hi[row] ? static_cast<std::uint16_t>(all[i].lo[row]) : cells.none);
      codes_[i].cells = std::move(cells);
    }
  }
  void work_out(const column::Evaluated& out, plan::ExprId expr) const override {
    out.waiting[expr.index()] = 0;
    const plan::RecordId row = plan_->expr(expr).row;
    const column::Rows rows = row.exists() ? out.chunk.rows[row.index()] : column::Rows{0, 1};
    const column::Values& from = (*all_)[expr.index()];
    column::Values& to = out.exprs[expr.index()];
    const auto cut = [&](const auto& of, auto& part) {
      if (!of.empty()) part.assign(of.begin() + rows.begin, of.begin() + rows.end);
    };
    cut(from.answers, to.answers), cut(from.lo, to.lo), cut(from.hi, to.hi), cut(from.levels, to.levels);
  }
  column::FieldCells field_cells(plan::ExprId expr) const override {
    const column::Column& column = codes_[expr.index()];
    return std::holds_alternative<column::NoCells>(column.cells) ? column::FieldCells{} : column::FieldCells{&column, {0, 4}};
  }
  bool answers_at(const column::Evaluated& out, plan::ExprId expr, std::span<const Row> places, Answer* to) const override {
    for (const Row place : places) *to++ = (*all_)[expr.index()].answers[first(out, expr) + place];
    return true;
  }
  bool intervals_at(const column::Evaluated& out, plan::ExprId expr, std::span<const Row> places, std::int64_t* lo,
                    std::int64_t* hi) const override {
    for (const Row place : places) {
      *lo++ = (*all_)[expr.index()].lo[first(out, expr) + place];
      *hi++ = (*all_)[expr.index()].hi[first(out, expr) + place];
    }
    return true;
  }

 private:
  std::size_t first(const column::Evaluated& out, plan::ExprId expr) const {
    return out.chunk.rows[plan_->expr(expr).row.index()].begin;
  }
  const plan::Plan* plan_;
  const std::vector<column::Values>* all_;
  std::vector<column::Column> codes_;
};

// Places, families, people and events made up at random, with values worked out for all of them; and the slow way of counting.
class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    make_plan();
    make_tables();
    make_values();
    make_wanted();
    all_.resize(plan.exprs.size());
    if (seed % 3 != 0) asked_ = std::make_shared<const Asked>(plan, all_);
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  plan::Plan plan;
  column::Database database;
  std::size_t below(std::size_t n) { return random_() % n; }

  column::Evaluated chunk(Row begin, Row end) const {
    column::Evaluated out;
    out.chunk = column::chunk_of_families(database, begin, end);
    out.exprs.resize(plan.exprs.size());
    out.later = asked_;
    out.waiting.assign(plan.exprs.size(), asked_ != nullptr ? 1 : 0);
    const Asked now(plan, all_);
    for (std::size_t i = 0; i < plan.exprs.size() && asked_ == nullptr; ++i)
      if (!std::holds_alternative<plan::OfOwner>(plan.exprs[i].node)) now.work_out(out, plan::ExprId(i));  // nobody reads those
    return out;
  }
  Row families() const { return static_cast<Row>(database.table(plan.family).rows); }

  // Row by row, into maps.
  std::map<Group, Cell> slow(const plan::Indicator& indicator, const std::vector<plan::Breakdown>& axes,
                             const std::vector<plan::ExprId>& sides = {}) const {
    std::map<Group, Cell> cells;
    const plan::List& among = plan.list(indicator.among);
    for (Row row = 0; row < database.table(among.record).rows; ++row) {
      Answer member = answer(among.member, row);
      for (const plan::ExprId side : sides) member &= side.exists() ? answer(side, row) : column::yes;
      if (!column::possibly(member)) continue;
      Group group;
      for (const plan::Breakdown& axis : axes) group.push_back(group_of(axis.value, axis.grouped, row));
      Cell& cell = cells[group];
      const bool certain = column::certainly(member);
      if (indicator.what == plan::What::count) {
        const Answer counted = answer(indicator.count, row);
        ++(counted == column::yes  ? (certain ? cell.yes : cell.may_yes)
           : counted == column::no ? (certain ? cell.no : cell.may_no)
                                   : (certain ? cell.unknown : cell.may_unknown));
        continue;
      }
      const column::Values& values = all_[indicator.value.index()];
      const column::Interval value{values.lo[row], values.hi[row]};
      ++(value.known() ? (certain ? cell.yes : cell.may_yes) : (certain ? cell.unknown : cell.may_unknown));
      cell.amounts.add(value, certain);
    }
    return cells;
  }

 private:
  static constexpr std::size_t place = 0, family = 1, person = 2, event = 3;
  static plan::RecordId id(std::size_t record) { return plan::RecordId(record); }
  std::size_t rows_of(plan::RecordId row) const { return row.exists() ? database.table(row).rows : 1; }
  Answer answer(plan::ExprId expr, Row row) const { return all_[expr.index()].answers[plan.expr(expr).row.exists() ? row : 0]; }

  plan::ExprId add(plan::Expr expr) {
    plan.exprs.push_back(std::move(expr));
    return plan::ExprId(plan.exprs.size() - 1);
  }

  void make_plan() {
    plan.records = {{.name = "place"},
                    {.name = "family", .owner = id(place)},
                    {.name = "person", .owner = id(family)},
                    {.name = "event", .owner = id(person)}};
    plan.family = id(family);
    plan.code_lists.push_back(
        {.name = "codes", .items = std::vector<plan::CodeItem>(5), .groups = {{"a", "", {0, 3}}, {"b", "", {4}}}});
    plan.code_lists.push_back({.name = "one", .items = std::vector<plan::CodeItem>(1)});
    for (const auto kind : {plan::LevelsKind::tiers, plan::LevelsKind::segments}) {
      plan.levels.push_back({.kind = kind, .name = "levels", .record = id(family), .levels = std::vector<plan::Level>(3)});
    }
  }

  void make_tables() {
    database.plan = &plan;
    database.tables.resize(4);
    database.tables[place].rows = below(4);
    column::Table& families = database.tables[family];
    families.rows = below(60);
    for (std::size_t i = 0; i < families.rows; ++i) {
      const bool known = database.tables[place].rows > 0 && below(4) > 0;
      families.owner.push_back(known ? static_cast<Row>(below(database.tables[place].rows)) : column::no_row);
    }
    for (const std::size_t record : {person, event}) {
      column::Table& table = database.tables[record];
      table.first = {0};
      for (Row owner = 0; owner < database.tables[record - 1].rows; ++owner) {
        table.owner.resize(table.owner.size() + below(record == event ? 9 : 4), owner);
        table.first.push_back(static_cast<Row>(table.owner.size()));
      }
      table.rows = table.owner.size();
    }
  }

  void fill(plan::ExprId expr) {
    all_.resize(plan.exprs.size());
    column::Values& values = all_[expr.index()];
    const plan::Type& type = plan.expr(expr).type;
    const bool wide = below(3) == 0, sparse = below(2) == 0;
    for (std::size_t i = 0; i < rows_of(plan.expr(expr).row); ++i) {
      static constexpr std::array answers{column::no, column::unknown, column::yes};
      if (type.kind == types::Kind::yes_no) {
        values.answers.push_back(sparse && below(8) > 0 ? column::no : answers[below(3)]);
      } else if (type.kind == types::Kind::levels) {
        values.levels.push_back(below(3) == 0 ? 1 + below(7) : std::uint64_t{1} << below(3));
      } else if (type.kind == types::Kind::code) {
        const auto codes = static_cast<std::int64_t>(plan.code_lists[type.codes.index()].items.size());
        const auto code = static_cast<std::int64_t>(below(static_cast<std::size_t>(codes)));
        const bool known = below(4) > 0;
        values.lo.push_back(known ? code : 0), values.hi.push_back(known ? code : codes - 1);
      } else {
        const std::int64_t value =
            wide ? static_cast<std::int64_t>(random_()) * 1'000'003 : static_cast<std::int64_t>(below(5)) * 1'000'000;
        const std::size_t known = below(6);
        values.lo.push_back(known == 0 ? column::no_lower : value);
        values.hi.push_back(known < 2 ? column::no_upper : value);
      }
    }
  }

  // An axis on rows of `record`, worked out on its own record's or an owner's.
  plan::Breakdown axis(std::size_t record) {
    std::size_t from = below(record + 2);  // the last: the same for all
    const std::array<plan::Type, 6> kinds{types::yes_no(),
                                          types::code(types::CodeListId(std::size_t{0})),
                                          types::code(types::CodeListId(std::size_t{1})),
                                          types::whole_number(),
                                          plan::Type{.kind = types::Kind::levels, .levels = types::LevelsId(std::size_t{0})},
                                          plan::Type{.kind = types::Kind::levels, .levels = types::LevelsId(std::size_t{1})}};
    plan::Expr expr{.node = plan::Constant{}, .type = kinds[below(kinds.size())]};
    if (from <= record) expr.row = id(from);
    if (below(2) == 0) expr.node = plan::DefinitionValue{plan::DefinitionId(definitions_++)};
    plan::ExprId value = add(expr);
    fill(value);
    if (std::holds_alternative<plan::DefinitionValue>(expr.node) && below(2) == 0) {
      // Named a second time: another expression with the same values.
      value = add(expr);
      all_.push_back(all_[value.index() - 1]);
    }
    for (from = std::min(from, record); from < record;) {
      from += 1 + below(record - from);
      const plan::Type type = plan.expr(value).type;
      value = add({.node = plan::OfOwner{value}, .type = type, .row = id(from)});
    }
    all_.resize(plan.exprs.size());
    return {"", value, below(2) == 0};
  }

  plan::ExprId made(plan::Type type, std::size_t record) {
    plan::Expr expr{.node = plan::Constant{}, .type = std::move(type)};
    if (below(8) > 0) expr.row = id(record);
    if (expr.type.kind != types::Kind::yes_no) expr.row = id(record);
    const plan::ExprId value = add(std::move(expr));
    fill(value);
    return value;
  }

  void make_values() {
    for (std::size_t i = 0; i < 3; ++i) {
      const std::size_t record = below(4);
      plan::Indicator indicator{.name = "i"};
      plan.lists.push_back({.record = id(record), .member = made(types::yes_no(), record)});
      indicator.among = plan::ListId(plan.lists.size() - 1);
      if (below(2) == 0) {
        indicator.count = made(types::yes_no(), record);
      } else {
        indicator.what = plan::What::median;
        indicator.value = made(types::whole_number(), record);
      }
      for (std::size_t by = below(3); by > 0; --by) {
        std::vector<plan::Breakdown> axes;
        for (std::size_t n = 1 + below(3); n > 0; --n) axes.push_back(axis(record));
        if (below(3) == 0) axes.push_back(axes[0]);
        indicator.by.push_back(axes);
      }
      if (below(2) == 0) indicator.hide_below = 5;
      plan.indicators.push_back(std::move(indicator));
    }
  }

  void make_wanted() {
    for (std::size_t i = 0; i < plan.indicators.size(); ++i) {
      plan::Spread spread{.of = plan::IndicatorId(i)};
      const std::size_t record = plan.list(plan.indicators[i].among).record.index();
      if (below(2) == 0) {
        spread.over = axis(record);
      } else {
        spread.a = plan::Side{"a", made(types::yes_no(), record)};
        spread.b = plan::Side{"b", below(2) == 0 ? made(types::yes_no(), record) : plan::ExprId{}};
      }
      plan.spreads.push_back(spread);
    }
  }

  std::int64_t group_of(plan::ExprId expr, bool grouped, Row row) const {
    const plan::Type& type = plan.expr(expr).type;
    const auto of_code = [&](std::int64_t code) {
      const plan::CodeList& list = plan.code_lists[type.codes.index()];
      for (std::size_t i = 0; grouped && i < list.groups.size(); ++i) {
        const auto& members = list.groups[i].members;
        if (std::find(members.begin(), members.end(), code) != members.end()) return static_cast<std::int64_t>(i);
      }
      return grouped ? static_cast<std::int64_t>(list.groups.size()) + code : code;
    };
    if (const auto* of_owner = std::get_if<plan::OfOwner>(&plan.expr(expr).node)) {
      const plan::RecordId owner = plan.expr(of_owner->value).row;
      if (!owner.exists()) return group_of(of_owner->value, grouped, 0);
      const Row above = column::owner_row(database, plan.expr(expr).row, row, owner);
      if (above != column::no_row) return group_of(of_owner->value, grouped, above);
      // Nothing is known: only one code is, or the lowest tier.
      if (type.kind == types::Kind::code) return plan.code_lists[type.codes.index()].items.size() == 1 ? of_code(0) : not_known;
      return type.kind == types::Kind::levels && type.levels.index() == 0 ? 0 : not_known;
    }
    const column::Values& values = all_[expr.index()];
    const std::size_t at = plan.expr(expr).row.exists() ? row : 0;
    if (type.kind == types::Kind::yes_no) {
      return values.answers[at] == column::unknown ? not_known : values.answers[at] == column::yes ? 1 : 0;
    }
    if (type.kind == types::Kind::levels) {
      const bool known = type.levels.index() == 0 || std::has_single_bit(values.levels[at]);
      return known ? std::countr_zero(values.levels[at]) : not_known;
    }
    if (values.lo[at] != values.hi[at]) return not_known;
    return type.kind == types::Kind::code ? of_code(values.lo[at]) : values.lo[at];
  }

  std::mt19937 random_;
  std::vector<column::Values> all_;     // by ExprId, of all rows
  std::shared_ptr<const Asked> asked_;  // none: all values are there at once
  std::size_t definitions_ = 0;
};

Cell only(const std::map<Group, Cell>& cells) { return cells.empty() ? Cell{} : cells.begin()->second; }

RC_GTEST_PROP(Counter, counts_what_counting_row_by_row_does_in_any_chunks_and_threads, (unsigned seed)) {
  World world(seed);
  const plan::Plan& plan = world.plan;
  Counter asked(world.database);
  std::vector<std::size_t> indicators, wholes, spreads;
  for (const plan::Indicator& indicator : plan.indicators) indicators.push_back(asked.want(indicator));
  for (const plan::Indicator& indicator : plan.indicators) wholes.push_back(asked.want_whole(indicator));
  for (const plan::Spread& spread : plan.spreads) spreads.push_back(asked.want(spread));
  std::array<Counter, 3> counters{asked, asked, asked};
  for (Row begin = 0, end = 0; begin == 0 || begin < world.families(); begin = end) {
    end = std::min(world.families(), begin + 1 + static_cast<Row>(world.below(20)));
    counters[world.below(counters.size())].count(world.chunk(begin, end));
    if (end == 0) break;
  }
  Counter all = asked;
  for (const Counter& counter : counters) all.add(counter);
  for (std::size_t i = 0; i < plan.indicators.size(); ++i) {
    const plan::Indicator& indicator = plan.indicators[i];
    const Cells cells = all.cells(indicators[i]);
    RC_ASSERT(cells.breakdowns.size() == 1 + indicator.by.size());
    RC_ASSERT(cells.breakdowns[0] == world.slow(indicator, {}));
    for (std::size_t by = 0; by < indicator.by.size(); ++by) {
      RC_ASSERT(cells.breakdowns[by + 1] == world.slow(indicator, indicator.by[by]));
    }
    RC_ASSERT(all.whole(wholes[i]) == only(world.slow(indicator, {})));
    const plan::Spread& spread = plan.spreads[i];
    const SpreadCells spread_cells = all.spread(spreads[i]);
    if (spread.over.value.exists()) RC_ASSERT(spread_cells.ranks == world.slow(indicator, {spread.over}));
    if (!spread.a) continue;
    const std::array sides{spread.a->among, spread.b->among};
    for (std::size_t side = 0; side < 2; ++side) {
      RC_ASSERT(spread_cells.sides[side].cell == only(world.slow(indicator, {}, {sides[side]})));
      RC_ASSERT(spread_cells.sides[side].breakdowns.size() == (indicator.hide_below ? indicator.by.size() : 0));
      for (std::size_t by = 0; by < spread_cells.sides[side].breakdowns.size(); ++by) {
        RC_ASSERT(spread_cells.sides[side].breakdowns[by] == world.slow(indicator, indicator.by[by], {sides[side]}));
      }
    }
    RC_ASSERT(spread_cells.both == only(world.slow(indicator, {}, {sides[0], sides[1]})));
  }
}

RC_GTEST_PROP(Numbering, gives_each_value_the_number_of_its_first_sight, (std::vector<std::int64_t> values)) {
  Numbering numbering;
  std::vector<std::int64_t> seen;
  for (const std::int64_t value : values) {
    const auto known = std::find(seen.begin(), seen.end(), value);
    RC_ASSERT(numbering.number(value) == static_cast<std::uint32_t>(known - seen.begin()));
    if (known == seen.end()) seen.push_back(value);
  }
  RC_ASSERT(numbering.values() == seen);
}

TEST(Numbering, tells_tenths_and_what_is_nearly_one_apart) {
  Numbering numbering;
  std::vector<std::int64_t> values;
  for (const std::int64_t tenths : {0, 1, 9, 10, 600, 8191, 8192, 9000, -1, -10})
    for (const std::int64_t beside : {-1, 0, 1, 50'000}) values.push_back(tenths * 100'000 + beside);
  values.insert(values.end(), {INT64_MIN, INT64_MAX, column::no_lower, column::no_upper});
  std::vector<std::int64_t> seen;
  for (int again = 0; again < 2; ++again) {
    for (const std::int64_t value : values) {
      const auto known = std::find(seen.begin(), seen.end(), value);
      EXPECT_EQ(numbering.number(value), static_cast<std::uint32_t>(known - seen.begin())) << value;
      if (known == seen.end()) seen.push_back(value);
    }
  }
  EXPECT_EQ(numbering.values(), seen);
}

TEST(Pairing, keeps_its_numbers_where_pairs_no_longer_fit_a_table) {
  Pairing pairing;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (std::uint32_t i = 0; i < 200; ++i) pairs.emplace_back(i % 7, i);
  for (std::uint32_t i = 0; i < 200; ++i) pairs.emplace_back(1000 * i, 0xFFFF'FFF0U - i);
  for (std::uint32_t i = 0; i < pairs.size(); ++i) {
    ASSERT_EQ(pairing.number(pairs[i].first, pairs[i].second), i);
    ASSERT_EQ(pairing.size(), i + 1);
  }
  for (std::uint32_t i = 0; i < pairs.size(); ++i) {
    EXPECT_EQ(pairing.number(pairs[i].first, pairs[i].second), i);
    EXPECT_EQ(pairing.pair(i), pairs[i]);
  }
}

TEST(RowGroups, what_breakdowns_share_is_read_once) {
  plan::Plan plan;
  plan.records = {{.name = "family"}, {.name = "person", .owner = plan::RecordId(std::size_t{0})}};
  plan.family = plan::RecordId(std::size_t{0});
  const plan::RecordId person(std::size_t{1});
  const plan::Expr named{
      .node = plan::DefinitionValue{plan::DefinitionId(std::size_t{0})}, .type = types::whole_number(), .row = plan.family};
  plan.exprs = {named, named};
  for (std::size_t i = 0; i < 2; ++i) {
    plan.exprs.push_back({.node = plan::OfOwner{plan::ExprId(i)}, .type = types::whole_number(), .row = person});
  }
  column::Database database;
  database.plan = &plan;
  database.tables.resize(2);
  RowGroups groups(database);
  groups.breakdown({{"fifth", plan::ExprId(std::size_t{2}), false}});
  groups.breakdown({{"fifth", plan::ExprId(std::size_t{3}), false}, {"fifth", plan::ExprId(std::size_t{1}), false}});
  EXPECT_EQ(groups.expressions(), std::vector<plan::ExprId>{plan::ExprId(std::size_t{0})});
}

}  // namespace
}  // namespace fairstart::indicators::counter_test
