// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "dsl/plan/plan.hpp"
#include "engine/column/answer.hpp"

namespace fairstart::exec {

// Which vectors of column::Values an expression fills, by its type.
enum class Shape : std::uint8_t {
  answers,
  intervals,
  levels,
  anything,  // the literal `unknown`: answers and intervals
};
Shape shape_of(const plan::Type& type);
inline bool has_answers(Shape shape) { return shape == Shape::answers || shape == Shape::anything; }
inline bool has_intervals(Shape shape) { return shape == Shape::intervals || shape == Shape::anything; }

// One value of each shape: a constant, or what a type's unknown is (docs/evaluation.md, Values).
struct Single {
  column::Answer answer = column::unknown;
  column::Interval interval;
  std::uint64_t levels = ~std::uint64_t{0};
};
Single unknown_of(const plan::Plan& plan, const plan::Type& type);
// What an unknown cell of the field stands for: its declared range, or the type's unknown.
Single unknown_of(const plan::Plan& plan, const plan::Field& field);

}  // namespace fairstart::exec
