// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/limits.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/statistics/benchmarks.hpp"
#include "engine/statistics/life_expectancy.hpp"
#include "engine/statistics/order.hpp"
#include "engine/statistics/proportions.hpp"
#include "engine/statistics/rates.hpp"
#include "engine/statistics/rounding.hpp"
#include "engine/statistics/shewhart.hpp"
#include "engine/statistics/standardised.hpp"
#include "engine/statistics/suppression.hpp"

namespace fairstart::statistics::limits_test {
namespace {

TEST(Limits, ConfidenceIsTakenAsPeopleWriteIt) {
  EXPECT_EQ(confidence_from(0.95), 0.95);
  EXPECT_EQ(confidence_from(95), 0.95);
  EXPECT_EQ(confidence_from(99.8), 0.998);
  for (const double wrong : {0.0, 0.4, 1.0, 40.0, 100.0, -95.0, std::nan("")}) EXPECT_FALSE(confidence_from(wrong)) << wrong;
  EXPECT_NEAR(z_of(0.998), 3.090232306167813, 1e-12);
}

// Newcombe 1998, table II: (a) 56/70 − 48/80, (b) 9/10 − 3/10, (f) 10/10 − 0/20, by method 10.
TEST(Difference, IsNewcombes) {
  const auto gap = [](double x_a, double n_a, double x_b, double n_b) {
    return *proportion_difference(x_a, n_a, x_b, n_b)->limits;
  };
  EXPECT_NEAR(gap(56, 70, 48, 80).lower, 0.0524, 5e-5);
  EXPECT_NEAR(gap(56, 70, 48, 80).upper, 0.3339, 5e-5);
  EXPECT_NEAR(gap(9, 10, 3, 10).lower, 0.1705, 5e-5);
  EXPECT_NEAR(gap(9, 10, 3, 10).upper, 0.8090, 5e-5);
  EXPECT_FALSE(proportion_difference(3, 2, 1, 2));
}

// Of symmetric limits it is Fieller's: the roots of (a − rb)² = za² + r² zb².
TEST(Ratio, IsFiellersOfSymmetricLimits) {
  const double a = 12.0, b = 7.0, of_a = 2.0, of_b = 1.5;
  const auto limits = ratio_limits(a, {a - of_a, a + of_a}, b, {b - of_b, b + of_b});
  ASSERT_TRUE(limits);
  for (const double r : {limits->lower, limits->upper}) {
    EXPECT_NEAR((a - r * b) * (a - r * b), of_a * of_a + r * r * of_b * of_b, 1e-9);
  }
  EXPECT_LT(limits->lower, a / b);
  EXPECT_GT(limits->upper, a / b);
  EXPECT_TRUE(std::isinf(ratio_limits(3, {1, 5}, 2, {0, 4.5})->upper));
  EXPECT_FALSE(ratio_limits(3, {1, 5}, 0, {0, 1}));
  EXPECT_EQ(ratio_limits(0, {0, 1}, 2, {1, 3.5})->lower, 0.0);
}

// A value of a continuous distribution lies between the places with the binomial's probability: checked by its sum, term by term.
TEST(PercentilePlaces, LeaveAtMostHalfTheRestOutsideOnEachSideAndNoPlaceFurtherInWould) {
  for (const double p : {0.1, 0.5, 0.75, 0.9}) {
    for (const double confidence : {0.8, 0.95, 0.998}) {
      for (std::int64_t n = 1; n <= 60; ++n) {
        // P(B < k) of a binomial with n trials at p.
        std::vector<double> below{0.0};
        double term = std::pow(1.0 - p, static_cast<double>(n));
        for (std::int64_t k = 0; k < n; ++k) {
          below.push_back(below.back() + term);
          term *= static_cast<double>(n - k) / static_cast<double>(k + 1) * p / (1.0 - p);
        }
        const double tail = (1.0 - confidence) / 2.0;
        std::optional<std::int64_t> lower, upper;
        for (std::int64_t k = 1; k <= n; ++k) {
          if (below[static_cast<std::size_t>(k)] <= tail + 1e-13) lower = k;                  // P(B < k) small enough
          if (!upper && 1.0 - below[static_cast<std::size_t>(k)] <= tail + 1e-13) upper = k;  // P(B >= k) small enough
        }
        const auto places = percentile_places(n, p, confidence);
        ASSERT_EQ(places.has_value(), lower && upper) << n << ' ' << p << ' ' << confidence;
        if (!places) continue;
        EXPECT_EQ(places->lower, *lower) << n << ' ' << p << ' ' << confidence;
        EXPECT_EQ(places->upper, *upper) << n << ' ' << p << ' ' << confidence;
      }
    }
  }
  // The sign test's tables at 95%: under 6 none; 10: 2nd and 9th; 100: 40th and 61st.
  EXPECT_FALSE(percentile_places(5, 0.5));
  EXPECT_EQ(percentile_places(6, 0.5)->lower, 1);
  EXPECT_EQ(percentile_places(100, 0.5)->lower, 40);
  EXPECT_EQ(percentile_places(100, 0.5)->upper, 61);
}

TEST(Rates, HaveNoFigureOfWhatIsNone) {
  EXPECT_FALSE(rate(-1, 10));
  EXPECT_FALSE(rate(1, 0));
  EXPECT_FALSE(proportion(1, 0));
  EXPECT_FALSE(byar(0));
  EXPECT_TRUE(byar_upper(0));
  EXPECT_EQ(wilson(3, 9, 1.0)->lower, 0.0);
  EXPECT_EQ(wilson(3, 9, 1.0)->upper, 1.0);
  EXPECT_FALSE(direct_rate(std::vector<Stratum>{{10, 0, 1, {}}}));
  EXPECT_FALSE(direct_rate({}));
  EXPECT_FALSE(indirect_ratio({}));
}

TEST(LifeTable, SaysWhyItHasNone) {
  std::vector<LifeBand> bands(life_bands, LifeBand{100'000, 1000});
  EXPECT_TRUE(life_table(bands).years[0]);
  EXPECT_EQ(life_table(bands).why_none, "");
  bands[3].deaths = 200'000;
  EXPECT_EQ(life_table(bands).why_none, "there are more deaths than people");
  bands[3].deaths = -1;
  EXPECT_EQ(life_table(bands).why_none, "deaths are under 0");
  bands[3] = {0, 0};
  EXPECT_EQ(life_table(bands).why_none, "a population is not over 0");
  bands[3] = {1000, 0};
  bands.back().deaths = 0;
  EXPECT_EQ(life_table(bands).why_none, "there are no deaths in the last age band");
  bands.pop_back();
  EXPECT_EQ(life_table(bands).why_none, "there are not 20 age bands");
}

// All die at one rate: the years that are left are the same at every age, about 1 ÷ rate.
TEST(LifeTable, OfOneRateIsThatRatesInverse) {
  const std::vector<LifeBand> bands(life_bands, LifeBand{1e7, 2e5});
  const LifeTable table = life_table(bands);
  EXPECT_NEAR(table.years.back()->value, 50.0, 1e-9);
  for (std::size_t i = 2; i < bands.size(); ++i) EXPECT_NEAR(table.years[i]->value, 50.0, 1e-6) << i;
}

TEST(Rounding, TiesGoWhereTheyShould) {
  EXPECT_EQ(percent_tenths(13, 16), 813);
  EXPECT_EQ(mean_tenths(69, 2), 345);
  EXPECT_EQ(mean_tenths(1, 20), 1);
  EXPECT_FALSE(mean_tenths(1, 0));
  EXPECT_EQ(rounded_to_even(15, 10), 20);
  EXPECT_EQ(rounded_to_even(25, 10), 20);
  EXPECT_EQ(rounded_to_even(-25, 10), -20);
  EXPECT_EQ(rounded_to_even(26, 10), 30);
  EXPECT_EQ(rounded_to(25, 10), 30);
}

TEST(Suppression, RulesDoWhatTheirNamesSay) {
  for (const SuppressionRule& rule : suppression_rules()) EXPECT_EQ(suppression_rule(rule.name), &rule);
  EXPECT_EQ(suppression_rule("of our own"), nullptr);
  const SuppressionRule& least = *suppression_rule("round5_least_5");
  EXPECT_EQ(suppressed(least, 1)->shown, 5);
  EXPECT_EQ(suppressed(least, 0)->shown, 0);
  EXPECT_TRUE(suppressed(*suppression_rule("suppress_1_to_5"), 5)->hidden);
  EXPECT_EQ(suppressed(*suppression_rule("suppress_1_to_5"), 6)->shown, 6);
  EXPECT_FALSE(suppressed(least, -1));
  EXPECT_FALSE(suppressed(least, std::nan("")));
}

TEST(Benchmarks, NotANumberIsNeverCompared) {
  const double none = std::nan("");
  EXPECT_EQ(against_value(Limits{none, 2}, 1, Polarity::high_is_good), Standing::none);
  EXPECT_EQ(against_value(Limits{1, 2}, none, Polarity::high_is_good), Standing::none);
  EXPECT_EQ(against_value(Limits{1, 2}, 3, Polarity::not_applicable), Standing::none);
  EXPECT_EQ(against_value(Limits{1, 2}, 3, Polarity::none), Standing::lower);
  EXPECT_EQ(against_range(1, 3, 2, Polarity::high_is_good), Standing::invalid);
  EXPECT_EQ(against_previous_year(2, 2), Standing::better);
}

// A chart whose centre is 10 and whose moving range is 2 at each step, and one range of 40 that is left out.
TEST(Shewhart, MovingRangesAreScreenedOnce) {
  std::vector<ShewhartValue> values;
  for (int i = 0; i < 20; ++i) values.push_back({.numerator = i % 2 == 0 ? 9.0 : 11.0});
  values.push_back({.numerator = 49.0});
  const auto screened = shewhart(ShewhartChart::i, values), all = shewhart(ShewhartChart::i, values, {.screen = false});
  const double centre = *screened->front().centre;
  EXPECT_NEAR(*screened->front().upper - centre, 3.0 * 2.0 / 1.128, 1e-9);
  EXPECT_NEAR(*all->front().upper - centre, 3.0 * (19.0 * 2.0 + 38.0) / 20.0 / 1.128, 1e-9);
  EXPECT_TRUE(screened->back().outside);
  EXPECT_FALSE(shewhart(ShewhartChart::t, values)->empty());
  values[0].numerator = 0.0;
  EXPECT_FALSE(shewhart(ShewhartChart::t, values));
  EXPECT_FALSE(shewhart(ShewhartChart::p, values));  // no denominators
  EXPECT_TRUE(shewhart(ShewhartChart::i, {})->empty());
}

}  // namespace
}  // namespace fairstart::statistics::limits_test
