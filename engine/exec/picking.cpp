// SPDX-License-Identifier: Apache-2.0
#include "engine/exec/picking.hpp"

#include <bit>

namespace fairstart::exec {

bool known_at(const Operand& value, const column::Evaluated& from, std::size_t i) {
  switch (value.shape()) {
    case Shape::answers: return value.answers(from)[i] != column::unknown;
    case Shape::levels: return std::has_single_bit(value.levels(from)[i]);
    case Shape::intervals:
    case Shape::anything: return value.intervals(from)[i].known();
  }
  return false;
}

kernels::Picked pick_group(const plan::Plan& plan, const plan::Pick& pick, const column::Evaluated& from, std::size_t begin,
                           std::size_t end, bool open) {
  const Operand value(plan, pick.value);
  const auto known = [&](std::size_t i) { return known_at(value, from, i); };
  const auto alike = [&](std::size_t a, std::size_t b) {
    switch (value.shape()) {
      case Shape::answers: return value.answers(from)[a] == value.answers(from)[b];
      case Shape::levels: return value.levels(from)[a] == value.levels(from)[b];
      case Shape::intervals:
      case Shape::anything: return value.intervals(from)[a] == value.intervals(from)[b];
    }
    return false;
  };
  const kernels::Answers member = Operand(plan, plan.list(pick.list).member).answers(from);
  return kernels::pick(pick.which, member, Operand(plan, pick.order).intervals(from), begin, end, open, known, alike);
}

}  // namespace fairstart::exec
