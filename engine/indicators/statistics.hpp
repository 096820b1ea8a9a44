// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/statistics/control_charts.hpp"
#include "engine/statistics/inequality.hpp"
#include "engine/statistics/means.hpp"
#include "engine/statistics/order.hpp"
#include "engine/statistics/proportions.hpp"
#include "engine/statistics/rates.hpp"
#include "engine/statistics/rounding.hpp"

// What indicators take of engine/statistics, under the names that they have there.
namespace fairstart::indicators {

using statistics::chart_limits, statistics::chart_points, statistics::chart_series, statistics::assurance;
using statistics::Limits, statistics::Counted, statistics::Wide, statistics::Rank, statistics::Slope, statistics::Scale,
    statistics::Share, statistics::Concentration, statistics::ChartLimits, statistics::ChartOptions, statistics::ChartPoint,
    statistics::ChartedPoint, statistics::Signal, statistics::Assurance;
using statistics::percent_tenths, statistics::rounded_to, statistics::to_places;
using statistics::percentile, statistics::percentile_places;
using statistics::percentile_scale;
using statistics::slope_index, statistics::concentration_index, statistics::erreygers, statistics::wagstaff;
using statistics::z_of, statistics::t_of, statistics::wilson, statistics::clopper_pearson, statistics::byar,
    statistics::exact_poisson, statistics::count_limits, statistics::student, statistics::difference_limits,
    statistics::ratio_limits;

}  // namespace fairstart::indicators
