// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/indicators/spreads.hpp"

// Indicators that are told over the same rows: what one shows of a group, a reader may take from what another hides.
namespace fairstart::indicators {

// By indicator what `lines` has to hide for the others' sake. cells: by IndicatorId; fewer: the rest is not looked at. Indicators stand
// together where their populations are the same or one is part of the other by form (by_form.hpp): in each group those who count,
// those who do not and those left out come to the same number, or what one has more than the other is a count of its own.
std::vector<HiddenLines> hidden_for_each_other(const plan::Plan& plan, const column::Database& database,
                                               const std::vector<Cells>& cells);
// By trend and period, whether a point is hidden because it and that of another trend, of which it is part by form, differ by few.
// trends: by SpreadId, each as trend_line takes it.
std::vector<std::vector<bool>> points_hidden_for_each_other(const plan::Plan& plan,
                                                            const std::vector<std::vector<TrendCell>>& trends);

}  // namespace fairstart::indicators
