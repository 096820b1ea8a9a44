// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "engine/reference/evaluator.hpp"
#include "engine/reference/interval.hpp"

namespace fairstart::reference {

using column::Interval;

Interval Evaluator::item(const plan::ScoreItem& item, Row row) const {
  Interval times;
  if (item.answer.exists()) {
    const column::Answer when = answer(item.answer, row);
    times = {column::certainly(when) ? base::million : 0, column::possibly(when) ? base::million : 0};
  } else {
    times = interval(item.count, row);
  }
  return multiply(times, {item.points, item.points});
}

void Evaluator::fill(plan::ScoreId id) {
  const plan::Score& score = plan_.scores[id.index()];
  const column::Rows rows = out_.chunk.rows[score.record.index()];
  column::Values& values = out_.scores[id.index()];
  for (Row row = rows.begin; row < rows.end; ++row) {
    std::vector<Interval> parts;
    for (const plan::ScoreItem& each : score.items) {
      Interval part = item(each, row);
      if (each.up_to && each.points >= 0) part = {std::min(part.lo, *each.up_to), std::min(part.hi, *each.up_to)};
      if (each.up_to && each.points < 0) part = {std::max(part.lo, -*each.up_to), std::max(part.hi, -*each.up_to)};
      parts.push_back(part);
    }
    const Interval total = sum(parts);
    values.lo.push_back(total.lo);
    values.hi.push_back(total.hi);
  }
}

std::uint64_t Evaluator::possible(const plan::Levels& scheme, Row row) const {
  const auto holds = [&](std::size_t i) {
    const plan::ExprId when = scheme.levels[i].when;
    return when.exists() ? answer(when, row) : column::yes;
  };
  std::uint64_t out = 0;
  switch (scheme.kind) {
    case plan::LevelsKind::tiers: {
      std::size_t level = 0;
      for (std::size_t i = 0; i < scheme.levels.size(); ++i)
        if (column::certainly(holds(i))) level = i;
      out = std::uint64_t{1} << level;
      for (std::size_t i = level + 1; i < scheme.levels.size(); ++i)
        if (column::possibly(holds(i))) out |= std::uint64_t{1} << i;
      return out;
    }
    case plan::LevelsKind::segments:
      for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
        if (column::possibly(holds(i))) out |= std::uint64_t{1} << i;
        if (column::certainly(holds(i))) break;
      }
      return out;
    case plan::LevelsKind::groups: return 0;
  }
  return out;
}

void Evaluator::fill(plan::LevelsId id) {
  const plan::Levels& scheme = plan_.levels[id.index()];
  if (scheme.kind == plan::LevelsKind::groups) return;
  const column::Rows rows = out_.chunk.rows[scheme.record.index()];
  for (Row row = rows.begin; row < rows.end; ++row) out_.levels[id.index()].levels.push_back(possible(scheme, row));
}

}  // namespace fairstart::reference
