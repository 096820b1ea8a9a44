// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "engine/reference/reference.hpp"
#include "tests/exec/random_case.hpp"

namespace fairstart::exec::made::random_plans_test {
namespace {

void expect_same(const column::Values& expected, const column::Values& got, const std::string& what) {
  ASSERT_EQ(expected.answers, got.answers) << what;
  ASSERT_EQ(expected.lo, got.lo) << what;
  ASSERT_EQ(expected.hi, got.hi) << what;
  ASSERT_EQ(expected.levels, got.levels) << what;
}

// What waits and is no more than a field may be read from its cells.
void expect_cells(const column::Values& expected, const column::Evaluated& got, const plan::Plan& plan, plan::ExprId id,
                  const std::string& where) {
  const column::FieldCells cells = got.field_cells(id);
  if (cells.column == nullptr) return;
  const column::Rows rows = got.chunk.rows[plan.expr(id).row.index()];
  ASSERT_EQ(expected.lo.size(), rows.size()) << where;
  for (column::Row row = rows.begin; row < rows.end; ++row) {
    const bool known = column::is_known(*cells.column, row);
    const column::Interval value = known ? column::interval_at(*cells.column, row) : cells.unknown_cell;
    const std::size_t at = row - rows.begin;
    ASSERT_EQ((column::Interval{expected.lo[at], expected.hi[at]}), value) << where << ", cells of " << id.value;
  }
}

// What waits may be asked for at some rows alone; says whether it could.
bool expect_at_few(const column::Values& expected, const column::Evaluated& got, const plan::Plan& plan, plan::ExprId id,
                   const std::string& where) {
  if (!plan.expr(id).row.exists()) return false;
  std::vector<column::Row> places;
  for (column::Row i = 0; i < got.chunk.rows[plan.expr(id).row.index()].size(); ++i)
    if ((i * 7 + id.value) % 3 != 0) places.push_back(i);
  std::vector<column::Answer> answers(places.size(), 9);
  std::vector<std::int64_t> lo(places.size()), hi(places.size());
  const bool has_answers = got.answers_at(id, places, answers.data());
  const bool has_intervals = got.intervals_at(id, places, lo.data(), hi.data());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const column::Answer of_row = has_answers ? expected.answers[places[i]] : answers[i];
    EXPECT_EQ(answers[i], of_row) << where << ", at few " << id.value;
    if (!has_intervals) continue;
    EXPECT_EQ((column::Interval{lo[i], hi[i]}), (column::Interval{expected.lo[places[i]], expected.hi[places[i]]}))
        << where << ", at few " << id.value;
  }
  return !places.empty() && (has_answers || has_intervals);
}

void expect_same(const column::Evaluated& expected, const column::Evaluated& got, const plan::Plan& plan,
                 const std::string& where) {
  for (std::size_t i = 0; i < plan.exprs.size(); ++i) {
    expect_cells(expected.exprs[i], got, plan, plan::ExprId(i), where);
    expect_same(expected.exprs[i], got.values(plan::ExprId(i)),
                where + ", expression " + std::to_string(i) + " of node kind " + std::to_string(plan.exprs[i].node.index()));
    if (testing::Test::HasFatalFailure()) return;
  }
  for (std::size_t i = 0; i < plan.scores.size(); ++i) expect_same(expected.scores[i], got.scores[i], where + ", a score");
  for (std::size_t i = 0; i < plan.levels.size(); ++i) expect_same(expected.levels[i], got.levels[i], where + ", a scheme");
}

// The slow evaluator agrees on every value of every node, whatever the chunks, with one set of buffers for all of them.
TEST(RandomPlans, AgreeWithTheReference) {
  std::set<std::size_t> kinds, at_few;
  for (unsigned seed = 1; seed <= 16; ++seed) {
    const RandomCase made(seed);
    plan::Plan sound = made.plan;
    // The evaluators take such a range for none.
    for (plan::Field& field : sound.fields)
      if (field.lowest && field.highest && *field.lowest > *field.highest) field.lowest.reset();
    for (const std::string& wrong : plan::verify(sound)) ADD_FAILURE() << "seed " << seed << ": " << wrong;
    const Program program(made.database, made.clock, made.all());
    column::Evaluated got;
    for (const column::Row size : {1U, 2U, 1024U}) {
      const auto families = static_cast<column::Row>(made.database.table(family).rows);
      for (column::Row begin = 0; begin < families; begin += size) {
        const column::Chunk chunk = column::chunk_of_families(made.database, begin, std::min(families, begin + size));
        column::Evaluated expected;
        reference::evaluate(made.database, made.clock, made.all(), chunk, expected);
        program.run(chunk, got);
        for (const ExprId id : made.all())
          if (expect_at_few(expected.exprs[id.index()], got, made.plan, id, "seed " + std::to_string(seed)))
            at_few.insert(made.plan.expr(id).node.index());
        expect_same(expected, got, made.plan, "seed " + std::to_string(seed) + ", families from " + std::to_string(begin));
        if (HasFatalFailure()) return;
      }
    }
    for (const plan::Expr& expr : made.plan.exprs) kinds.insert(expr.node.index());
  }
  EXPECT_EQ(kinds.size(), std::variant_size_v<plan::Node>) << "some kind of node was never tried";
  EXPECT_GT(at_few.size(), 1U) << "hardly anything could be asked for at few rows";
}

// Asked for a little, a program works out the same; and the rest once it is asked for, in whatever chunk.
TEST(RandomPlans, TheRestIsWorkedOutWhenAskedFor) {
  std::size_t later = 0;
  for (unsigned seed = 101; seed <= 112; ++seed) {
    const RandomCase made(seed);
    std::mt19937 random(seed);
    std::vector<ExprId> wanted;
    for (const ExprId id : made.all())
      if (random() % 12 == 0) wanted.push_back(id);
    const Program program(made.database, made.clock, wanted);
    column::Evaluated got;
    const auto families = static_cast<column::Row>(made.database.table(family).rows);
    for (column::Row begin = 0; begin < families; begin += 3) {
      const column::Chunk chunk = column::chunk_of_families(made.database, begin, std::min(families, begin + 3));
      column::Evaluated expected;
      reference::evaluate(made.database, made.clock, wanted, chunk, expected);
      program.run(chunk, got);
      const std::string where = "seed " + std::to_string(seed) + ", families from " + std::to_string(begin);
      for (const ExprId id : wanted) {
        expect_cells(expected.exprs[id.index()], got, made.plan, id, where);
        expect_same(expected.exprs[id.index()], got.values(id), where + ", wanted " + std::to_string(id.value));
        if (HasFatalFailure()) return;
      }
      for (std::size_t i = 0; i < made.plan.scores.size(); ++i) expect_same(expected.scores[i], got.scores[i], where);
      for (std::size_t i = 0; i < made.plan.levels.size(); ++i) expect_same(expected.levels[i], got.levels[i], where);
      std::vector<ExprId> all = made.all();
      std::shuffle(all.begin(), all.end(), random);
      all.resize(all.size() / 2);  // those of the others are left over for no chunk
      for (const ExprId id : all) {
        if (!expected.has(id)) continue;
        EXPECT_TRUE(got.has(id)) << where;
        later += got.waiting[id.index()];
        expect_same(expected.exprs[id.index()], got.values(id), where + ", asked for " + std::to_string(id.value));
        if (HasFatalFailure()) return;
      }
    }
  }
  EXPECT_GT(later, 100U) << "hardly anything was left for later";
}

}  // namespace
}  // namespace fairstart::exec::made::random_plans_test
