// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "engine/indicators/figure.hpp"
#include "engine/report/figures.hpp"

// What the files say alike of cases and incentives.
namespace fairstart::report {

// " per child", or nothing for a plain number.
std::string per_volume_unit(const plan::Plan& plan, const plan::Volume& volume);
// The net divided by the so-manyth volume; nothing where it is 0, not known, or a rate itself.
std::optional<cases::Range> net_per(const cases::Result& result, const plan::Volume& volume, std::size_t index);
// Of the code list `payers`; else the name itself.
std::string payer_title(const plan::Plan& plan, const std::string& payer);
// "each immunisation where (…) in period", "mmr-by-two between 81% and 96%".
std::string paid_for(const plan::Plan& plan, const plan::Incentive& incentive);

}  // namespace fairstart::report
