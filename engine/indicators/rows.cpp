// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/rows.hpp"

#include <array>
#include <bit>
#include <unordered_map>

namespace fairstart::indicators {
namespace {

using column::Answer;
using column::Evaluated;
using column::Row;

using Slots = std::array<std::int64_t, 6>;

Cell cell_of(const Slots& slots) {
  return {.yes = slots[certain_yes],
          .no = slots[certain_no],
          .unknown = slots[certain_unknown],
          .may_yes = slots[may_yes],
          .may_no = slots[may_no],
          .may_unknown = slots[may_unknown]};
}

std::uint8_t slot_of(Answer member, Answer counted) {
  if (!column::possibly(member)) return outside;
  const int answer = column::certainly(counted) ? 2 : column::possibly(counted) ? 1 : 0;
  return static_cast<std::uint8_t>((column::certainly(member) ? 0 : 3) + answer);
}

// The values of one axis met in a chunk, numbered in order of first sight.
class Numbering {
 public:
  std::uint32_t number(std::int64_t value) {
    // Few distinct values are the rule: a short scan beats hashing.
    const std::size_t scanned = std::min(values_.size(), scan);
    for (std::size_t i = 0; i < scanned; ++i) {
      if (values_[i] == value) return static_cast<std::uint32_t>(i);
    }
    if (values_.size() < scan) {
      values_.push_back(value);
      return static_cast<std::uint32_t>(values_.size() - 1);
    }
    const auto [found, is_new] = later_.try_emplace(value, static_cast<std::uint32_t>(values_.size()));
    if (is_new) values_.push_back(value);
    return found->second;
  }
  const std::vector<std::int64_t>& values() const { return values_; }

 private:
  static constexpr std::size_t scan = 16;
  std::vector<std::int64_t> values_;
  std::unordered_map<std::int64_t, std::uint32_t> later_;
};

std::vector<std::int64_t> group_of_code(const plan::CodeList& list) {
  std::vector<std::int64_t> group(list.items.size());
  for (std::size_t code = 0; code < group.size(); ++code) group[code] = static_cast<std::int64_t>(list.groups.size() + code);
  for (std::size_t i = list.groups.size(); i-- > 0;) {
    for (const std::int64_t code : list.groups[i].members) group[static_cast<std::size_t>(code)] = static_cast<std::int64_t>(i);
  }
  return group;
}

// The value of a breakdown on one row.
class Axis {
 public:
  Axis(const plan::Plan& plan, const plan::Breakdown& breakdown, const Evaluated& evaluated) {
    const plan::Expr& expr = plan.expr(breakdown.value);
    values_ = &evaluated.exprs[breakdown.value.index()];
    kind_ = expr.type.kind;
    step_ = expr.row.exists() ? 1 : 0;
    lowest_answers_ = kind_ == types::Kind::levels && plan.levels[expr.type.levels.index()].kind == plan::LevelsKind::tiers;
    if (breakdown.grouped && kind_ == types::Kind::code) groups_ = group_of_code(plan.code_lists[expr.type.codes.index()]);
  }

  std::int64_t at(std::size_t row) const {
    const std::size_t i = row * step_;
    switch (kind_) {
      case types::Kind::yes_no:
        return values_->answers[i] == column::unknown ? not_known : values_->answers[i] == column::yes ? 1 : 0;
      case types::Kind::levels: {
        const std::uint64_t possible = values_->levels[i];
        if (possible == 0 || (!lowest_answers_ && !std::has_single_bit(possible))) return not_known;
        return std::countr_zero(possible);
      }
      case types::Kind::unknown:
      case types::Kind::number:
      case types::Kind::date:
      case types::Kind::code:
      case types::Kind::text:
      case types::Kind::link: break;
      case types::Kind::codes:
      case types::Kind::groups: return not_known;  // many values a row: not a breakdown
    }
    if (values_->lo[i] != values_->hi[i]) return not_known;
    const std::int64_t value = values_->lo[i];
    return groups_.empty() ? value : groups_[static_cast<std::size_t>(value)];
  }

 private:
  const column::Values* values_;
  types::Kind kind_;
  std::size_t step_;
  bool lowest_answers_;
  std::vector<std::int64_t> groups_;
};

bool over_values(const plan::Indicator& indicator) {
  return indicator.what != plan::What::count && indicator.what != plan::What::published;
}

column::Row first_row(const plan::Plan& plan, const plan::Indicator& indicator, const Evaluated& evaluated) {
  return evaluated.chunk.rows[plan.list(indicator.among).record.index()].begin;
}

std::uint8_t slot_of(Answer member, column::Interval value) {
  if (!column::possibly(member)) return outside;
  return static_cast<std::uint8_t>((column::certainly(member) ? 0 : 3) + (value.known() ? 2 : 1));
}

}  // namespace

bool counts_here(const column::Database& database, const plan::Indicator& indicator, const Evaluated& evaluated) {
  const plan::Plan& plan = *database.plan;
  if (indicator.what == plan::What::published || !indicator.among.exists()) return false;
  const bool in_every_chunk = plan.family.exists() && !plan.belongs_under(plan.list(indicator.among).record, plan.family);
  return !in_every_chunk || evaluated.chunk.rows[plan.family.index()].begin == 0;
}

Rows rows_of(const column::Database& database, const plan::Indicator& indicator, const Evaluated& evaluated) {
  const plan::Plan& plan = *database.plan;
  const plan::List& among = plan.list(indicator.among);
  const column::Rows all = evaluated.chunk.rows[among.record.index()];
  Rows rows;
  rows.members.reserve(all.size());
  rows.slots.reserve(all.size());
  for (Row row = all.begin; row < all.end; ++row) {
    const Answer member = evaluated.answer(plan, among.member, row);
    rows.members.push_back(member);
    if (over_values(indicator)) {
      rows.values.push_back(evaluated.interval(plan, indicator.value, row));
      rows.slots.push_back(slot_of(member, rows.values.back()));
    } else {
      rows.slots.push_back(slot_of(member, evaluated.answer(plan, indicator.count, row)));
    }
  }
  return rows;
}

Rows within(const plan::Plan& plan, const plan::Indicator& indicator, const Rows& rows, plan::ExprId among,
            const Evaluated& evaluated) {
  Rows result = rows;
  if (!among.exists()) return result;
  const Row first = first_row(plan, indicator, evaluated);
  for (std::size_t i = 0; i < rows.slots.size(); ++i) {
    if (rows.slots[i] == outside) continue;
    const auto member = static_cast<Answer>(rows.members[i] & evaluated.answer(plan, among, first + static_cast<Row>(i)));
    result.members[i] = member;
    if (!column::possibly(member)) {
      result.slots[i] = outside;
    } else if (!column::certainly(member)) {
      result.slots[i] = static_cast<std::uint8_t>(rows.slots[i] % 3 + 3);
    }
  }
  return result;
}

std::map<Group, Cell> cells_by(const plan::Plan& plan, const std::vector<plan::Breakdown>& breakdowns,
                               const Evaluated& evaluated, const Rows& rows) {
  const std::vector<std::uint8_t>& slots = rows.slots;
  std::vector<Axis> axes;
  for (const plan::Breakdown& breakdown : breakdowns) axes.emplace_back(plan, breakdown, evaluated);
  std::vector<Numbering> numberings(axes.size());
  std::vector<std::uint32_t> numbers(slots.size() * axes.size());
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    for (std::size_t row = 0; row < slots.size(); ++row) {
      if (slots[row] != outside) numbers[row * axes.size() + axis] = numberings[axis].number(axes[axis].at(row));
    }
  }
  std::map<Group, Cell> cells;
  std::vector<Slots> dense;
  std::size_t combinations = 1;
  constexpr std::size_t most_dense = 1U << 16U;
  for (const Numbering& numbering : numberings) {
    combinations =
        combinations > most_dense ? combinations : combinations * std::max<std::size_t>(1, numbering.values().size());
  }
  std::unordered_map<std::uint64_t, Slots> sparse;
  std::unordered_map<std::uint64_t, Amounts> amounts;
  if (combinations <= most_dense) dense.resize(combinations, Slots{});
  for (std::size_t row = 0; row < slots.size(); ++row) {
    if (slots[row] == outside) continue;
    std::uint64_t at = 0;
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
      at = at * numberings[axis].values().size() + numbers[row * axes.size() + axis];
    }
    ++(dense.empty() ? sparse[at] : dense[at])[slots[row]];
    if (!rows.values.empty()) amounts[at].add(rows.values[row], slots[row] <= certain_yes);
  }
  const auto keep = [&](std::uint64_t at, const Slots& counted) {
    Group group(axes.size());
    Cell cell = cell_of(counted);
    if (const auto found = amounts.find(at); found != amounts.end()) cell.amounts = std::move(found->second);
    for (std::size_t axis = axes.size(); axis-- > 0;) {
      const auto& values = numberings[axis].values();
      group[axis] = values[at % values.size()];
      at /= values.size();
    }
    cells.emplace(std::move(group), std::move(cell));
  };
  for (std::size_t at = 0; at < dense.size(); ++at) {
    if (dense[at] != Slots{}) keep(at, dense[at]);
  }
  for (const auto& [at, counted] : sparse) keep(at, counted);
  return cells;
}

bool population_is_open(const column::Database& database, plan::RecordId record) {
  const plan::Plan& plan = *database.plan;
  const bool under_family = plan.family.exists() && plan.belongs_under(record, plan.family);
  for (plan::RecordId at = record; at.exists(); at = plan.record(at).owner) {
    const column::Table& table = database.table(at);
    if (table.partial || table.lost || !table.open_owners.empty()) return true;
    if (!under_family || at == plan.family) break;
  }
  return false;
}

}  // namespace fairstart::indicators
