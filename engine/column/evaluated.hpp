// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "dsl/plan/plan.hpp"
#include "engine/column/answer.hpp"
#include "engine/column/database.hpp"

namespace fairstart::column {

// When a run is: `as at`, and the reporting period (both days included).
struct Clock {
  base::Day as_at = 0;
  base::Day period_from = 0, period_to = 0;
  // Marked rows (plan::Marked): the so-manyth row of each record within each family, from 0. None marked unless set.
  static constexpr std::uint32_t nothing_marked = 0xFFFF'FFFFU;
  std::uint32_t marked = nothing_marked;
  bool snapshots = true;  // false in a trend: snapshot fields are unknown
};

// Results of one expression for the rows of a chunk (one value if the expression is rowless). Which vectors are filled
// follows from its type: yes/no: answers; levels (tiers, segments): levels; all else: lo and hi. A text of the plan that no
// record holds has a negative number instead of a pool id. Every rule: docs/evaluation.md.
struct Values {
  std::vector<Answer> answers;
  std::vector<std::int64_t> lo, hi;
  std::vector<std::uint64_t> levels;  // bit i: level i is possible. Tiers: the answer is the lowest one.
};

// What was worked out over one chunk of families: the contract between whoever evaluates (exec, reference) and whoever
// uses results (offers, indicators, explain, report). Every expression, score and tier scheme that the evaluator was asked
// for is there, with all that it rests on. Rows are the database's row numbers.
class Evaluated {
 public:
  Chunk chunk;
  std::vector<Values> exprs;    // by ExprId; empty where not worked out
  std::vector<Values> scores;   // by ScoreId: lo, hi
  std::vector<Values> levels;   // by LevelsId: `levels` (tiers, segments); for groups empty: ask their `when`s
  std::uint64_t filled_by = 0;  // the evaluator whose values that no chunk changes are in place already; 0: none

  Answer answer(const plan::Plan& plan, plan::ExprId expr, Row row) const {
    return exprs[expr.index()].answers[at(plan, expr, row)];
  }
  Interval interval(const plan::Plan& plan, plan::ExprId expr, Row row) const {
    const auto& values = exprs[expr.index()];
    const std::size_t i = at(plan, expr, row);
    return {values.lo[i], values.hi[i]};
  }
  std::uint64_t possible_levels(const plan::Plan& plan, plan::ExprId expr, Row row) const {
    return exprs[expr.index()].levels[at(plan, expr, row)];
  }
  std::uint64_t possible_levels(const plan::Plan& plan, plan::LevelsId scheme, Row row) const {
    return levels[scheme.index()].levels[row - chunk.rows[plan.levels[scheme.index()].record.index()].begin];
  }
  Interval score(const plan::Plan& plan, plan::ScoreId id, Row row) const {
    const auto& values = scores[id.index()];
    const std::size_t i = row - chunk.rows[plan.scores[id.index()].record.index()].begin;
    return {values.lo[i], values.hi[i]};
  }
  bool has(plan::ExprId expr) const {
    const auto& values = exprs[expr.index()];
    return !values.answers.empty() || !values.lo.empty() || !values.levels.empty();
  }

 private:
  std::size_t at(const plan::Plan& plan, plan::ExprId expr, Row row) const {
    const plan::RecordId record = plan.expr(expr).row;
    return record.exists() ? row - chunk.rows[record.index()].begin : 0;
  }
};

}  // namespace fairstart::column
