// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "engine/column/evaluated.hpp"
#include "engine/exec/shape.hpp"
#include "engine/kernels/views.hpp"

namespace fairstart::exec {

// What a step works on: one chunk, and the results so far.
struct Frame {
  const column::Chunk& chunk;
  column::Evaluated& out;
  std::size_t rows(plan::RecordId record) const { return record.exists() ? chunk.rows[record.index()].size() : 1; }
  column::Row begin(plan::RecordId record) const { return record.exists() ? chunk.rows[record.index()].begin : 0; }
};

// One kernel call (or a few) that fills one expression, score or scheme for the whole chunk.
using Step = std::function<void(Frame&)>;

// An expression as another one reads it. Asked for a shape that the expression doesn't have, it is unknown.
class Operand {
 public:
  Operand() = default;
  Operand(const plan::Plan& plan, plan::ExprId id)
      : id_(id), row_(plan.expr(id).row), shape_(shape_of(plan.expr(id).type)), step_(row_.exists() ? 1 : 0) {}
  // The same, read from a yes/no field's own cells.
  Operand(const plan::Plan& plan, plan::ExprId id, const column::AnswerCells& cells) : Operand(plan, id) { cells_ = &cells; }
  Shape shape() const { return shape_; }
  bool rowless() const { return step_ == 0; }
  plan::ExprId id() const { return id_; }

  kernels::Answers answers(const column::Evaluated& from) const {
    if (!has_answers(shape_)) return {&unknown_.answer, 0};
    if (cells_ != nullptr) return {cells_->cells.data() + from.chunk.rows[row_.index()].begin, 1};
    return {from.exprs[id_.index()].answers.data(), step_};
  }
  kernels::Intervals intervals(const column::Evaluated& from) const {
    if (!has_intervals(shape_)) return {&unknown_.interval.lo, &unknown_.interval.hi, 0};
    const column::Values& values = from.exprs[id_.index()];
    return {values.lo.data(), values.hi.data(), step_};
  }
  kernels::LevelSets levels(const column::Evaluated& from) const {
    if (shape_ != Shape::levels) return {&unknown_.levels, 0};
    return {from.exprs[id_.index()].levels.data(), step_};
  }

 private:
  static constexpr Single unknown_{};
  plan::ExprId id_;
  plan::RecordId row_;
  const column::AnswerCells* cells_ = nullptr;
  Shape shape_ = Shape::intervals;
  std::size_t step_ = 0;
};

// Steps that make room for n results, without ever giving memory back, and let `body(frame, out, n)` fill them.
template <class Body>
Step answers_step(const plan::Plan& plan, plan::ExprId id, Body body) {
  return [id, row = plan.expr(id).row, body = std::move(body)](Frame& frame) {
    const std::size_t n = frame.rows(row);
    auto& answers = frame.out.exprs[id.index()].answers;
    answers.resize(n);
    body(frame, answers.data(), n);
  };
}

inline kernels::IntervalsOut resized(column::Values& values, std::size_t n) {
  values.lo.resize(n);
  values.hi.resize(n);
  return {values.lo.data(), values.hi.data()};
}

template <class Body>
Step intervals_step(const plan::Plan& plan, plan::ExprId id, Body body) {
  return [id, row = plan.expr(id).row, body = std::move(body)](Frame& frame) {
    const std::size_t n = frame.rows(row);
    body(frame, resized(frame.out.exprs[id.index()], n), n);
  };
}

template <class Body>
Step levels_step(const plan::Plan& plan, plan::ExprId id, Body body) {
  return [id, row = plan.expr(id).row, body = std::move(body)](Frame& frame) {
    const std::size_t n = frame.rows(row);
    auto& levels = frame.out.exprs[id.index()].levels;
    levels.resize(n);
    body(frame, levels.data(), n);
  };
}

}  // namespace fairstart::exec
