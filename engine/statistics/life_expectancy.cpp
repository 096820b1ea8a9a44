// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/life_expectancy.hpp"

#include <array>
#include <cmath>

namespace fairstart::statistics {
namespace {

constexpr double least_people = 5000.0, widest_years = 20.0;

double width_of(std::size_t band) { return band == 0 ? 1.0 : band == 1 ? 4.0 : 5.0; }

std::string unusable(std::span<const LifeBand> bands) {
  if (bands.size() != life_bands) return "there are not 20 age bands";
  double people = 0.0;
  for (const LifeBand& band : bands) {
    if (!(band.deaths >= 0.0)) return "deaths are under 0";
    if (!(band.population > 0.0)) return "a population is not over 0";
    if (band.deaths > band.population) return "there are more deaths than people";
    people += band.population;
  }
  if (bands.back().deaths == 0.0) return "there are no deaths in the last age band";
  return people <= least_people ? "there are 5,000 people or fewer" : "";
}

}  // namespace

LifeTable life_table(std::span<const LifeBand> bands, double confidence, std::optional<double> given_z) {
  LifeTable table{std::vector<std::optional<Figure>>(bands.size()), unusable(bands)};
  if (!is_confidence(confidence)) table.why_none = "the confidence is not from 0.5 to under 1";
  if (!table.why_none.empty()) return table;
  constexpr std::size_t last = life_bands - 1;
  constexpr double radix = 100'000.0;
  std::array<double, life_bands> alive{}, years{}, dying{}, variance{}, share{};
  alive[0] = radix;
  for (std::size_t i = 0; i < life_bands; ++i) {
    const double population = bands[i].population, deaths = bands[i].deaths;
    const double mortality = deaths / population;
    const double width = i == last ? 2.0 / mortality : width_of(i);
    share[i] = i == 0 ? 0.1 : 0.5;
    dying[i] = mortality * width / (1.0 + mortality * width * (1.0 - share[i]));
    if (deaths > population / width / share[i]) dying[i] = 1.0;
    if (i == last) dying[i] = 1.0;
    const double died = alive[i] * dying[i];
    const double left = alive[i] - died;
    if (i < last) alive[i + 1] = left;
    // In the last band all die, at the rate that is seen there; without deaths nobody ever would.
    years[i] = i == last ? alive[i] / mortality : width * (left + share[i] * died);
    variance[i] = deaths == 0.0 ? 0.0 : dying[i] * dying[i] * (1.0 - dying[i]) / deaths;
    if (i == last) variance[i] = 4.0 / (deaths * mortality * mortality);
  }
  std::array<double, life_bands> expected{};
  double total = 0.0;
  for (std::size_t i = life_bands; i-- > 0;) {
    total += years[i];
    expected[i] = total / alive[i];
  }
  const double z = given_z.value_or(z_of(confidence)), z_of_95 = z_of(0.95);
  double summed = 0.0;
  for (std::size_t i = life_bands; i-- > 0;) {
    const double after = i == last ? 0.0 : (1.0 - share[i]) * width_of(i) + expected[i + 1];
    const double weight = i == last ? alive[i] * alive[i] / 4.0 : alive[i] * alive[i] * after * after;
    summed += variance[i] * weight;
    const double error = std::sqrt(summed) / alive[i];
    if (!std::isfinite(expected[i]) || !std::isfinite(error) || 2.0 * z_of_95 * error > widest_years) continue;
    table.years[i] = Figure{expected[i], Limits{expected[i] - z * error, expected[i] + z * error}};
  }
  return table;
}

}  // namespace fairstart::statistics
