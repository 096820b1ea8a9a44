// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "dsl/plan/plan.hpp"

namespace fairstart::exec {

// Something that a program works out: an expression, a score or a levels scheme.
struct Item {
  enum class Kind : std::uint8_t { expr, score, levels } kind = Kind::expr;
  std::uint32_t index = 0;
  friend bool operator==(const Item&, const Item&) = default;
};

// A number for each item of the plan: expressions, scores, schemes. Under places_in(plan).
std::size_t place_of(const plan::Plan& plan, Item item);
std::size_t places_in(const plan::Plan& plan);

// What the item reads, directly.
std::vector<Item> operands(const plan::Plan& plan, Item item);

// `wanted`, and all that it rests on; what is read before what reads it. The rest: every score and every levels scheme.
enum class Rest : std::uint8_t { with_it, left_out };
std::vector<Item> in_order(const plan::Plan& plan, const std::vector<plan::ExprId>& wanted, Rest rest = Rest::with_it);

// The record on whose rows the item is worked out; none: rowless.
plan::RecordId row_of(const plan::Plan& plan, Item item);

}  // namespace fairstart::exec
