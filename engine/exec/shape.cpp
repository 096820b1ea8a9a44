// SPDX-License-Identifier: Apache-2.0
#include "engine/exec/shape.hpp"

namespace fairstart::exec {

Shape shape_of(const plan::Type& type) {
  switch (type.kind) {
    case types::Kind::unknown: return Shape::anything;
    case types::Kind::yes_no: return Shape::answers;
    case types::Kind::levels: return Shape::levels;
    case types::Kind::number:
    case types::Kind::date:
    case types::Kind::code:
    case types::Kind::codes:
    case types::Kind::text:
    case types::Kind::link:
    case types::Kind::groups: return Shape::intervals;
  }
  return Shape::intervals;
}

Single unknown_of(const plan::Plan& plan, const plan::Type& type) {
  Single single;
  if (type.kind == types::Kind::code && type.codes.exists()) {
    const std::size_t codes = plan.code_lists[type.codes.index()].items.size();
    if (codes > 0) single.interval = {0, static_cast<std::int64_t>(codes) - 1};
  }
  if (type.kind == types::Kind::levels && type.levels.exists()) {
    const std::size_t levels = plan.levels[type.levels.index()].levels.size();
    single.levels = levels >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << levels) - 1;
  }
  return single;
}

Single unknown_of(const plan::Plan& plan, const plan::Field& field) {
  Single single = unknown_of(plan, field.type);
  if (!field.lowest && !field.highest) return single;
  const column::Interval range{field.lowest.value_or(column::no_lower), field.highest.value_or(column::no_upper)};
  if (range.lo <= range.hi) single.interval = range;
  return single;
}

}  // namespace fairstart::exec
