// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/indicators/indicators.hpp"

// Indicators that are told over the same rows: what one shows of a group, a reader may take from what another hides.
namespace fairstart::indicators {

// A line's place among an indicator's: everyone first, then each breakdown's groups, in the order of `lines`.
struct Place {
  std::size_t breakdown = 0;  // 0: everyone; i: indicator.by[i-1]
  Group group;
};
struct Placed {
  std::vector<Place> places;
  std::vector<Cell> counted;  // by place
};
Placed placed(const plan::Plan& plan, const column::Database& database, const plan::Indicator& indicator, const Cells& cells);
// What a reader can add up: each breakdown to everyone, and each finer breakdown to each coarser.
std::vector<Sum> sums_of(const plan::Plan& plan, const plan::Indicator& indicator, const std::vector<Place>& places);

// By indicator what `lines` has to hide for the others' sake. cells: by IndicatorId; fewer: the rest is not looked at. Two indicators
// are of the same rows where `among` says the same in the same words: those who count, those who do not and those left out then come
// to the same number in each group, whichever of the indicators tells it.
std::vector<HiddenLines> hidden_for_each_other(const plan::Plan& plan, const column::Database& database,
                                               const std::vector<Cells>& cells);

}  // namespace fairstart::indicators
