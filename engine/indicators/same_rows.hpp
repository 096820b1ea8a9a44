// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/indicators/indicators.hpp"

// Indicators that are told over the same rows: what one shows of a group, a reader may take from what another hides.
namespace fairstart::indicators {

// By indicator what `lines` has to hide for the others' sake. cells: by IndicatorId; fewer: the rest is not looked at. Two indicators
// are of the same rows where `among` says the same in the same words: those who count, those who do not and those left out then come
// to the same number in each group, whichever of the indicators tells it.
std::vector<HiddenLines> hidden_for_each_other(const plan::Plan& plan, const column::Database& database,
                                               const std::vector<Cells>& cells);

}  // namespace fairstart::indicators
