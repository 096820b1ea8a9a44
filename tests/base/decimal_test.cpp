// SPDX-License-Identifier: Apache-2.0
#include "dsl/base/decimal.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace fairstart::base::decimal_test {
namespace {

TEST(Decimal, ReadsExactlyOrNotAtAll) {
  EXPECT_EQ(parse_decimal("1,240.5"), 1'240'500'000);
  EXPECT_EQ(parse_decimal("0.000001"), 1);
  EXPECT_EQ(parse_decimal("-3"), -3'000'000);
  EXPECT_EQ(parse_decimal("12.0600000"), 12'060'000);  // zeros beyond the sixth place say nothing
  for (const char* wrong :
       {"", ".", "1.", ".5", "1,24", "1,2400", ",240", "1 2", "1e3", "0.0000001", "99999999999999", "--1", "½"})
    EXPECT_EQ(parse_decimal(wrong), std::nullopt) << wrong;
}

TEST(Decimal, WritesWhatItRead) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 20000; ++i) {
    const auto value = static_cast<std::int64_t>(random()) >> (random() % 60);
    if (value == std::numeric_limits<std::int64_t>::min()) continue;
    ASSERT_EQ(parse_decimal(format_decimal(value)), value);
    ASSERT_EQ(parse_decimal(format_decimal(value, true)), value);
    ASSERT_EQ(parse_decimal(format_fixed(value, 6)), value);
  }
  EXPECT_EQ(format_decimal(1'240'500'000, true), "1,240.5");
  EXPECT_EQ(format_fixed(88'850'000, 1), "88.9");
  EXPECT_EQ(format_fixed(-88'850'000, 1), "-88.9");
  EXPECT_EQ(format_fixed(-400, 2), "0.00");
}

// Long double carries 64 bits here: enough to check small products and quotients; ties are listed by hand.
TEST(Decimal, MultipliesAndDividesHalfToEven) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    const auto a = static_cast<std::int64_t>(random() % 2'000'000'000) - 1'000'000'000;
    const auto b = static_cast<std::int64_t>(random() % 2'000'000'000) - 1'000'000'000;
    const long double product = static_cast<long double>(a) * static_cast<long double>(b) / 1e6L;
    ASSERT_LE(std::fabs(static_cast<long double>(*multiply(a, b)) - product), 0.5L);
    if (b == 0) continue;
    const long double quotient = static_cast<long double>(a) * 1e6L / static_cast<long double>(b);
    ASSERT_LE(std::fabs(static_cast<long double>(*divide(a, b)) - quotient), 0.5L + 1e-6L);
  }
  EXPECT_EQ(divide(1, 2 * million), 0);  // 0.0000005 → even
  EXPECT_EQ(divide(3, 2 * million), 2);  // 0.0000015 → even
  EXPECT_EQ(divide(-3, 2 * million), -2);
  EXPECT_EQ(divide(1'271'000'000, 0), std::nullopt);
}

TEST(Decimal, OverflowGivesNothing) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(add(most - 1, 1), std::nullopt);  // the extremes stand for no bound
  EXPECT_EQ(add(most - 2, 1), most - 1);
  EXPECT_EQ(subtract(least + 1, 1), std::nullopt);
  EXPECT_EQ(multiply(most - 1, 2 * million), std::nullopt);
  EXPECT_EQ(divide(most - 1, 1), std::nullopt);
}

}  // namespace
}  // namespace fairstart::base::decimal_test
