// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
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

class Evaluated;

// A field's own cells, for an expression that is no more than the field: whoever needs few rows reads them there.
struct FieldCells {
  const Column* column = nullptr;
  Interval unknown_cell;  // what an unknown cell says
};

// Works out on demand what an Evaluated leaves for later.
class Later {
 public:
  virtual ~Later() = default;
  // Fills `exprs` of the expression, and of what it reads, for the chunk of `out`.
  virtual void work_out(const Evaluated& out, plan::ExprId expr) const = 0;
  // Where an expression that waits is a field's cells and not yes/no; no column: it is not.
  virtual FieldCells field_cells(plan::ExprId) const { return {}; }
  // As Evaluated has them, for an expression that waits.
  virtual bool answers_at(const Evaluated&, plan::ExprId, std::span<const Row>, Answer*) const { return false; }
  virtual bool intervals_at(const Evaluated&, plan::ExprId, std::span<const Row>, std::int64_t*, std::int64_t*) const {
    return false;
  }
};

// What was worked out over one chunk of families: the contract between whoever evaluates (exec, reference) and whoever
// uses results (offers, indicators, explain, report). Every expression, score and tier scheme that the evaluator was asked
// for is there, and so is all that it rests on: at once, or worked out when it is first asked for. Rows are the database's row
// numbers. For one thread at a time, reading too.
class Evaluated {
 public:
  Chunk chunk;
  // By ExprId; empty where not worked out, or not yet: read by `values`.
  mutable std::vector<Values> exprs;
  std::vector<Values> scores;   // by ScoreId: lo, hi
  std::vector<Values> levels;   // by LevelsId: `levels` (tiers, segments); for groups empty: ask their `when`s
  std::uint64_t filled_by = 0;  // the evaluator whose values that no chunk changes are in place already; 0: none
  std::shared_ptr<const Later> later;
  mutable std::vector<std::uint8_t> waiting;  // by ExprId: 1 where `later` has yet to fill it; empty: nowhere

  // The expression's values for all rows of the chunk.
  const Values& values(plan::ExprId expr) const {
    if (!waiting.empty() && waiting[expr.index()] != 0) later->work_out(*this, expr);
    return exprs[expr.index()];
  }
  // The cells to read instead of `values`, which nobody has worked out yet; no column: read `values`.
  FieldCells field_cells(plan::ExprId expr) const {
    return !waiting.empty() && waiting[expr.index()] != 0 ? later->field_cells(expr) : FieldCells{};
  }
  // The answers, or both ends of the values, at these rows alone: places in the chunk, rising. False, and nothing is written:
  // read `values`.
  bool answers_at(plan::ExprId expr, std::span<const Row> places, Answer* out) const {
    return !waiting.empty() && waiting[expr.index()] != 0 && later->answers_at(*this, expr, places, out);
  }
  bool intervals_at(plan::ExprId expr, std::span<const Row> places, std::int64_t* lo, std::int64_t* hi) const {
    return !waiting.empty() && waiting[expr.index()] != 0 && later->intervals_at(*this, expr, places, lo, hi);
  }
  Answer answer(const plan::Plan& plan, plan::ExprId expr, Row row) const { return values(expr).answers[at(plan, expr, row)]; }
  Interval interval(const plan::Plan& plan, plan::ExprId expr, Row row) const {
    const Values& all = values(expr);
    const std::size_t i = at(plan, expr, row);
    return {all.lo[i], all.hi[i]};
  }
  std::uint64_t possible_levels(const plan::Plan& plan, plan::ExprId expr, Row row) const {
    return values(expr).levels[at(plan, expr, row)];
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
    if (!waiting.empty() && waiting[expr.index()] != 0) return true;
    const Values& all = exprs[expr.index()];
    return !all.answers.empty() || !all.lo.empty() || !all.levels.empty();
  }

 private:
  std::size_t at(const plan::Plan& plan, plan::ExprId expr, Row row) const {
    const plan::RecordId record = plan.expr(expr).row;
    return record.exists() ? row - chunk.rows[record.index()].begin : 0;
  }
};

}  // namespace fairstart::column
