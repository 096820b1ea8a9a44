// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "engine/report/figures.hpp"
#include "engine/report/sheet.hpp"

namespace fairstart::report {
namespace {

// A row of an allocation's tables, as items of the sheet: given, waiting, can't tell, received.
using Items = std::array<std::size_t, 4>;

// Where some wait, the supply tells how many were given it: with a small number of these, those who wait are hidden too.
Items put(Sheet& sheet, const Applicants& row, std::int64_t below) {
  const Items items{sheet.put({row.given}), sheet.put({row.waiting}), sheet.put({row.cannot_tell}), sheet.put({row.received})};
  if (row.given > 0 && row.given < below) sheet.hide(items[1]);
  return items;
}

ApplicantRow shown(const Sheet& sheet, std::string label, const Items& row) {
  return {std::move(label), 0, sheet.shown(row[0]), sheet.shown(row[1]), sheet.shown(row[2]), sheet.shown(row[3])};
}

ShareRow with_amounts(ApplicantRow row, const allocation::PlaceShare& amounts) {
  // What is given is as telling as to how many.
  if (!row.given || !row.received) return {std::move(row), {}, {}, {}, {}};
  return {std::move(row), amounts.share, amounts.received, amounts.given, amounts.left};
}

}  // namespace

ListRow list_row(const ListCounts& counts, std::int64_t below) {
  Sheet sheet;
  // Who is named is given away by the others.
  const std::size_t listed = sheet.put({counts.listed}), cannot_tell = sheet.put({counts.cannot_tell}),
                    beyond = sheet.put({counts.beyond_limit}),
                    without = sheet.put({counts.without_name, counts.listed - counts.without_name});
  sheet.protect(below);
  return {counts.list, sheet.shown(listed), sheet.shown(cannot_tell), sheet.shown(beyond), sheet.shown(without)};
}

AllocationTable allocation_table(const AllocationCounts& counts, std::int64_t below) {
  Sheet sheet;
  const Items all = put(sheet, counts.all, below);
  std::vector<Items> by_need, by_fifth, places;
  for (const auto& [label, row] : counts.by_need) by_need.push_back(put(sheet, row, below));
  for (const auto& [fifth, row] : counts.by_fifth) by_fifth.push_back(put(sheet, row, below));
  for (const PlaceCounts& place : counts.places) places.push_back(put(sheet, place.applicants, below));
  for (const std::vector<Items>* table : {&by_need, &by_fifth, &places}) {
    for (std::size_t column = 0; column < all.size() && !table->empty(); ++column) {
      std::vector<std::size_t> parts;
      for (const Items& row : *table) parts.push_back(row[column]);
      sheet.sum(all[column], parts);
    }
  }
  sheet.protect(below);

  AllocationTable table{.allocation = counts.allocation, .stretch = counts.stretch};
  std::int64_t left = counts.supply.value_or(0);
  left = std::max<std::int64_t>(0, left - counts.received - counts.given);
  table.all = with_amounts(shown(sheet, "Everyone", all), {{}, counts.supply.value_or(0), counts.received, counts.given, left});
  // The supply is not about anyone.
  table.all.share = counts.supply;
  if (!counts.supply) table.all.left.reset();
  for (std::size_t i = 0; i < by_need.size(); ++i) table.by_need.push_back(shown(sheet, counts.by_need[i].first, by_need[i]));
  // The most deprived first, what is not known last.
  for (const int fifth : {1, 2, 3, 4, 5, 0}) {
    std::size_t at = 0;
    for (const auto& [each, row] : counts.by_fifth) {
      if (each == fifth) {
        table.by_fifth.push_back(shown(sheet, fifth_label(fifth), by_fifth[at]));
        table.by_fifth.back().fifth = fifth;
      }
      ++at;
    }
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    const PlaceCounts& place = counts.places[i];
    ShareRow row = with_amounts(shown(sheet, place.place, places[i]), place.amounts);
    if (place.amounts.place == allocation::no_place || !counts.supply) row.share = row.received = row.given = row.left = {};
    if (place.amounts.place == allocation::no_place) row.applicants.label = "Not known";
    table.places.push_back(std::move(row));
  }
  return table;
}

}  // namespace fairstart::report
