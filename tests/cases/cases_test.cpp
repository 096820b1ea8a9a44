// SPDX-License-Identifier: Apache-2.0
#include "engine/cases/cases.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "tests/harness/harness.hpp"
#include "tests/indicators/table.hpp"

namespace fairstart::cases::cases_test {
namespace {

constexpr double million = 1e6;

std::string header() { return "framework t \"A case\" { version \"1\" }\nuse uk.family-record\n"; }

harness::Checked checked(const std::string& fair) {
  harness::Checked result = harness::check_text(header() + fair);
  EXPECT_TRUE(result.plan.has_value()) << result.text();
  return result;
}

Result only_case(const plan::Plan& plan) { return value(plan, plan.cases.at(0), newest_day(plan, plan.cases.at(0))); }

double pounds(const std::optional<std::int64_t>& amount) {
  return amount ? static_cast<double>(*amount) / million : std::nan("");
}

std::vector<std::string> parts_of(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

// "saving 300 each year", "cost 10 once", "saving 8400 240": kind, pounds, when (or over how many months).
std::string clause(const std::string& flow, std::size_t index) {
  const std::vector<std::string> words = parts_of(flow, ' ');
  std::string when = words.at(2);
  if (when == "each")
    when = "each year";
  else if (when != "once")
    when = fmt::format("over {} months", when);
  return fmt::format("  {} flow-{} is £{} {}\n", words.at(0), index, words.at(1), when);
}

TEST(Value, AgreesWithExactFractions) {
  const auto rows = indicators::read_table(harness::project_root() / "tests/data/cases.csv");
  ASSERT_GE(rows.size(), 11U);
  for (const auto& row : rows) {
    std::string fair = fmt::format("case made {{\n  horizon {} months\n", row.at("months"));
    const double rate = std::stod(row.at("rate"));
    if (rate > 0) fair += fmt::format("  discount {:g}%\n", rate * 100);
    std::size_t index = 0;
    for (const std::string& flow : parts_of(row.at("flows"), ';')) fair += clause(flow, index++);
    const harness::Checked program = checked(fair + "}\n");
    ASSERT_TRUE(program.plan);
    const Result result = only_case(*program.plan);
    // Each flow is rounded once, to the millionth.
    EXPECT_NEAR(pounds(result.costs.central), std::stod(row.at("costs")), 3e-6) << row.at("name");
    EXPECT_NEAR(pounds(result.savings.central), std::stod(row.at("savings")), 3e-6) << row.at("name");
    EXPECT_NEAR(pounds(result.net.central), std::stod(row.at("net")), 4e-6) << row.at("name");
    EXPECT_EQ(result.ratio.central.has_value(), !row.at("ratio").empty()) << row.at("name");
    if (result.ratio.central) { EXPECT_NEAR(pounds(result.ratio.central), std::stod(row.at("ratio")), 2e-6) << row.at("name"); }
    const std::string payback = result.payback.central ? std::to_string(*result.payback.central) : "";
    EXPECT_EQ(payback, row.at("payback")) << row.at("name");
    EXPECT_EQ(result.net.low, result.net.high) << row.at("name");
  }
}

// The figures that the reviews print: they hold, and a penny less slack would not hide that.
TEST(Published, FiguresComeOutAsPrinted) {
  const auto shared = harness::shared_folder();
  std::filesystem::path path = harness::project_root() / "frameworks/essex/economics.fair";
  if (!std::filesystem::exists(path) && shared) path = *shared / "design/frameworks/essex.economics.fair";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no essex.economics";
  const harness::Checked program = harness::check_path(path);
  ASSERT_TRUE(program.plan) << program.text();
  const plan::Plan& plan = *program.plan;
  ASSERT_EQ(plan.cases.size(), 3U);
  std::size_t judged = 0;
  for (const plan::Case& money : plan.cases) {
    const Result result = value(plan, money, newest_day(plan, money));
    const std::vector<Judged> all = judge(plan, money, result);
    for (std::size_t i = 0; i < all.size(); ++i) {
      ++judged;
      EXPECT_TRUE(all[i].holds) << money.name << ": " << money.expectations[i].text << ", got " << all[i].got;
    }
  }
  EXPECT_EQ(judged, 6U);
  const Result hubs = value(plan, plan.cases[0], 0);
  EXPECT_EQ(hubs.net.central, 167'000'000'000);  // the text prints £166,000: it rounds
  const Result years = value(plan, plan.cases[2], 0);
  EXPECT_NEAR(pounds(years.ratio.low), 0.294375, 1e-6);
  EXPECT_NEAR(pounds(years.ratio.high), 2.472746, 1e-6);
  EXPECT_FALSE(years.ratio.central);
  EXPECT_FALSE(years.complete);
  EXPECT_EQ(years.payback.soonest, 7);
  EXPECT_FALSE(years.payback.latest);
}

TEST(Expectation, FailsOffByAPennyAndSaysWhatCameOut) {
  const harness::Checked program = checked(
      "case made {\n  cost a is £100 to nhs\n  saving b is £250.50, between £200 and £300 to council each year\n"
      "  expect net £150.50\n  expect net £150.51\n  expect net £150.51 within £0.01\n  expect net £100 to £200\n"
      "  expect net £100 to £201\n  expect ratio 2.505\n  expect ratio 2.51\n  expect payback 1 year\n  expect payback 2 "
      "years\n}\n");
  ASSERT_TRUE(program.plan);
  const std::vector<Judged> all = judge(*program.plan, program.plan->cases[0], only_case(*program.plan));
  std::vector<bool> holds;
  for (const Judged& one : all) holds.push_back(one.holds);
  EXPECT_EQ(holds, (std::vector<bool>{true, false, true, true, false, true, false, true, false}));
  EXPECT_EQ(all[1].got, "£150.50, from £100 to £200");
  EXPECT_EQ(all[8].got, "1 year");
}

TEST(Parameters, AreOfTheCasesOwnDay) {
  const std::string parameter = "parameter fee : money {\n  from 2020-01-01 £10\n  from 2025-01-01 £20\n}\n";
  const auto cost_of = [&](const std::string& clause, base::Day as_at) {
    const harness::Checked program = checked(parameter + "case made {\n  " + clause + "\n  cost a is fee\n}\n");
    return pounds(value(*program.plan, program.plan->cases.at(0), as_at).costs.central);
  };
  const base::Day then = *base::day_of(2022, 6, 1), now = *base::day_of(2026, 6, 1);
  EXPECT_EQ(cost_of("horizon 1 year", then), 10);
  EXPECT_EQ(cost_of("horizon 1 year", now), 20);
  EXPECT_EQ(cost_of("horizon 1 year from 2024-12-31", now), 10);
  EXPECT_EQ(cost_of("prices in calendar year 2024", now), 10);
  const harness::Checked program =
      checked(parameter + "case made {\n  horizon 1 year from 2019-01-01\n  cost a is fee\n  expect a £10\n}\n");
  const Result none = only_case(*program.plan);
  ASSERT_EQ(none.missing.size(), 1U);
  EXPECT_FALSE(none.costs.central);
  const Judged judged = judge(*program.plan, program.plan->cases[0], none).at(0);
  EXPECT_FALSE(judged.holds);
  EXPECT_EQ(judged.got, "nothing: `fee` has no value on 2019-01-01");
}

TEST(Value, WhatOverflowsIsNotKnown) {
  const harness::Checked program =
      checked("case made {\n  horizon 100 years\n  cost a is £9,000,000,000,000 each year\n  saving b is £1 each year\n}\n");
  const Result result = only_case(*program.plan);
  EXPECT_FALSE(result.costs.central);
  EXPECT_FALSE(result.net.high);
  EXPECT_TRUE(result.savings.central);
  EXPECT_FALSE(result.payback.central);
}

// Random cases: what must add up does, and low, central and high keep their order.
TEST(Properties, PartsAddUp) {
  std::mt19937 dice(20261122);
  const auto roll = [&](int from, int to) { return from + static_cast<int>(dice() % static_cast<unsigned>(to - from + 1)); };
  const char* payers[] = {"", " to nhs", " to council", " to families"};
  const char* cash[] = {"", " cashable", " not cashable"};
  for (int round = 0; round < 200; ++round) {
    std::string fair = fmt::format("case made {{\n  horizon {} months\n", roll(1, 300));
    if (roll(0, 2) > 0) fair += fmt::format("  discount {}.{}%\n", roll(0, 20), roll(0, 9));
    const int flows = roll(1, 8);
    for (int i = 0; i < flows; ++i) {
      const int low = roll(0, 5000), central = low + roll(0, 500), high = central + roll(0, 500);
      fair += fmt::format("  {} f{} is £{}, between £{} and £{}{}", roll(0, 1) == 0 ? "cost" : "saving", i, central, low, high,
                          payers[roll(0, 3)]);
      const int when = roll(0, 2);
      fair += when == 0 ? " once" : when == 1 ? " each year" : fmt::format(" over {} months", roll(1, 200));
      fair += std::string(cash[roll(0, 2)]) + "\n";
    }
    const harness::Checked program = checked(fair + "}\n");
    ASSERT_TRUE(program.plan) << fair;
    const Result result = only_case(*program.plan);
    std::int64_t costs = 0, savings = 0, net = 0;
    for (const PayerResult& payer : result.payers) {
      costs += payer.costs.central.value();
      savings += payer.savings.central.value();
      net += payer.net.central.value();
      EXPECT_LE(payer.net.low, payer.net.high);
    }
    EXPECT_EQ(costs, result.costs.central) << fair;
    EXPECT_EQ(savings, result.savings.central) << fair;
    EXPECT_EQ(net, result.net.central) << fair;
    EXPECT_EQ(result.cashable.central.value() + result.not_cashable.central.value() + result.not_said.central.value(), savings);
    // Years are rounded apart, once a flow and year.
    const double slack = static_cast<double>(flows) * static_cast<double>(result.years.size());
    EXPECT_NEAR(static_cast<double>(result.years.back().so_far.central.value()), static_cast<double>(net), slack);
    for (const Range& range : {result.costs, result.savings, result.net}) {
      EXPECT_LE(range.low, range.central) << fair;
      EXPECT_LE(range.central, range.high) << fair;
    }
    if (result.ratio.low && result.ratio.high) { EXPECT_LE(result.ratio.low, result.ratio.high) << fair; }
    if (result.payback.central) {
      ASSERT_TRUE(result.payback.soonest) << fair;
      EXPECT_LE(*result.payback.soonest, *result.payback.central) << fair;
    }
    if (result.payback.latest) {
      ASSERT_TRUE(result.payback.central) << fair;
      EXPECT_LE(*result.payback.central, *result.payback.latest) << fair;
    }
  }
}

TEST(MoneyText, IsToThePenny) {
  EXPECT_EQ(money_text(1'235'500'000), "£1,235.50");
  EXPECT_EQ(money_text(167'000'000'000), "£167,000");
  EXPECT_EQ(money_text(-5'000), "-£0.01");
  EXPECT_EQ(money_text(4'999), "£0");
}

}  // namespace
}  // namespace fairstart::cases::cases_test
