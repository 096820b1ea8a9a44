// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <climits>

#include "tests/bench/bound/rules.hpp"
#include "tests/bench/bound/tasks.hpp"

namespace fairstart::bound {
namespace {

PersonCells cells_of(const Columns& columns, std::size_t person) {
  const auto& is = columns.person;
  PersonCells cells{is.is_child[person],
                    is.is_female[person],
                    is.born[person],
                    is.gestation_weeks[person],
                    is.birth_weight_g[person],
                    is.smoker[person],
                    is.epds_score[person],
                    is.care_leaver[person],
                    is.disability[person],
                    is.protection_plan[person],
                    0,
                    0,
                    0};
  for (std::size_t event = is.first_event[person]; event < is.first_event[person + 1]; ++event) {
    const std::uint8_t kind = columns.event.kind[event];
    const bool recent = is_recent(columns.event.date[event]);
    cells.kinds |= 1U << kind;
    cells.attendances += static_cast<std::uint32_t>(recent && kind == ae_attendance);
    cells.missed += static_cast<std::uint32_t>(recent && kind == missed_appointment);
  }
  return cells;
}

void count_events(const Columns& columns, std::size_t person, Cell& cell) {
  constexpr std::int32_t never = INT32_MAX;
  const std::int32_t born = columns.person.born[person];
  std::int32_t first_visit = never, first_mmr = never, first_review = never;
  for (std::size_t i = columns.person.first_event[person]; i < columns.person.first_event[person + 1]; ++i) {
    const std::int32_t date = columns.event.date[i], value = columns.event.value_tenths[i];
    switch (columns.event.kind[i]) {
      case new_birth_visit: first_visit = std::min(first_visit, date); break;
      case mmr1: first_mmr = std::min(first_mmr, date); break;
      case two_year_review: first_review = std::min(first_review, date); break;
      case ae_attendance: cell.counts[10] += is_recent(date); break;
      case breastfeeding:
        cell.counts[4] += value > 0;
        cell.counts[5] += value != no_value;
        break;
      case asq3:
        if (value == no_value) break;
        cell.counts[12] += value;
        ++cell.counts[13];
        break;
      default: break;
    }
  }
  if (born <= years_before(2)) {
    cell.counts[6] += first_mmr < two_years_after(born);
    ++cell.counts[7];
  }
  if (born <= day(2023, 10, 1)) {
    cell.counts[8] += first_review <= born + 913;
    ++cell.counts[9];
  }
  if (first_visit != never) {
    ++cell.counts[14];
    ++cell.days[std::min(static_cast<std::size_t>(first_visit - born), Cell::most_days)];
  }
}

}  // namespace

void a_plain(const Columns& columns, Results& results, std::size_t begin, std::size_t end) {
  constexpr std::int32_t none_young = INT32_MAX, no_woman = INT32_MIN;
  const auto& family = columns.family;
  for (std::size_t i = begin; i < end; ++i) {
    std::uint32_t bits = 0, missed = 0;
    std::int32_t eldest_under_5 = none_young, youngest_woman = no_woman;
    for (std::size_t person = family.first_person[i]; person < family.first_person[i + 1]; ++person) {
      const PersonCells cells = cells_of(columns, person);
      bits |= bits_of(cells);
      if (cells.is_child != 0) {
        missed += cells.missed;
        if (cells.born > years_before(5)) eldest_under_5 = std::min(eldest_under_5, cells.born);
      } else if (cells.is_female != 0) {
        youngest_woman = std::max(youngest_woman, cells.born);
      }
    }
    const bool teenage =
        eldest_under_5 != none_young && youngest_woman != no_woman && eldest_under_5 < youngest_woman + twenty_years;
    put(results, i,
        judge(FamilyCells<std::uint32_t, std::int32_t>{bits, missed >= 2, teenage, family.imd_decile[i], family.income_pence[i],
                                                       family.lone_parent[i], family.housing_damp[i]}));
  }
}

void b_plain(const Columns& columns, const Results& results, Cells& cells, std::size_t begin, std::size_t end) {
  const auto& is = columns.person;
  for (std::size_t family = begin; family < end; ++family) {
    const std::size_t first_cell = cell_of(columns.family.imd_decile[family], results.tier[family]);
    for (std::size_t i = columns.family.first_person[family]; i < columns.family.first_person[family + 1]; ++i) {
      if (is.is_child[i] == 0 || is.born[i] <= years_before(5)) continue;
      Cell& cell = cells[first_cell + is.ethnicity[i] / 8 * 4U];
      if (is.born[i] > years_before(1) && is.smoker[i] >= 0) {
        cell.counts[0] += is.smoker[i];
        ++cell.counts[1];
      }
      if (is.gestation_weeks[i] >= 37 && is.birth_weight_g[i] >= 0) {
        cell.counts[2] += is.birth_weight_g[i] < 2500;
        ++cell.counts[3];
      }
      ++cell.counts[11];
      count_events(columns, i, cell);
    }
  }
}

}  // namespace fairstart::bound
