// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <sstream>

#include "cli/exit_code.hpp"
#include "tests/cli/small.hpp"

namespace fairstart::cli::stat_test {
namespace {

using harness::run_program;

std::vector<std::string> cells_in(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back() += c;
  }
  return cells;
}

// What `stat METHOD -` gives for a table: rows by column.
std::vector<std::map<std::string, std::string>> told_by(const std::vector<std::string>& arguments, const std::string& table) {
  std::vector<std::string> all{"stat"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  all.emplace_back("-");
  const auto finished = run_program(all, {}, table);
  EXPECT_EQ(finished.exit_code, exit_fine) << finished.err;
  EXPECT_EQ(finished.err, "");
  std::istringstream in(finished.out);
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> names = cells_in(line);
  std::vector<std::map<std::string, std::string>> rows;
  while (std::getline(in, line)) {
    const std::vector<std::string> cells = cells_in(line);
    EXPECT_EQ(cells.size(), names.size()) << line;
    std::map<std::string, std::string> row;
    for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i) row[names[i]] = cells[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

double number(const std::map<std::string, std::string>& row, const std::string& column) {
  const auto found = row.find(column);
  if (found == row.end() || found->second.empty()) {
    ADD_FAILURE() << "no figure in column " << column;
    return std::nan("");
  }
  return std::stod(found->second);
}

void near(const std::map<std::string, std::string>& row, const std::string& column, double expected, double tolerance = 1e-9) {
  EXPECT_NEAR(number(row, column), expected, tolerance * std::max(1.0, std::abs(expected))) << column;
}

std::vector<std::string> methods() {
  const auto finished = run_program({"stat", "--list"});
  EXPECT_EQ(finished.exit_code, exit_fine);
  std::istringstream in(finished.out);
  std::vector<std::string> names;
  for (std::string line; std::getline(in, line);) names.push_back(line.substr(0, line.find(' ')));
  return names;
}

TEST(Stat, ListsItsMethodsAndEachHasAPage) {
  const std::vector<std::string> names = methods();
  EXPECT_EQ(names.size(), 26U);
  for (const std::string& name : names) {
    const auto page = run_program({"stat", name, "--help"});
    EXPECT_EQ(page.exit_code, exit_fine) << name;
    for (const char* part : {"Columns of the table", "Options", "Gives", "Formula", "Source", "Example"})
      EXPECT_TRUE(holds(page.out, part));
    EXPECT_TRUE(holds(page.out, "fairstart stat " + name));
    EXPECT_TRUE(holds(harness::read_file(harness::project_root() / "docs/statistics.md"), "`" + name + "`"));
  }
  EXPECT_TRUE(holds(run_program({"stat", "--help"}).out, "funnel-overdispersed"));
}

TEST(Stat, SharesAndRates) {
  // Limits as published with PHEindicatormethods and by Fingertips for these counts.
  const auto shares = told_by({"proportion", "--multiplier", "1"}, "area,numerator,denominator\nA,20,100\nB,,7\nC,0,5\n");
  ASSERT_EQ(shares.size(), 3U);
  near(shares[0], "value", 0.2);
  near(shares[0], "lower", 0.1333669333310325);
  near(shares[0], "upper", 0.28882916559315885);
  EXPECT_EQ(shares[1].at("value") + shares[1].at("lower"), "");
  EXPECT_EQ(shares[2].at("lower"), "0");
  EXPECT_EQ(shares[0].at("area"), "A");
  const auto exact = told_by({"proportion", "--method", "exact"}, "numerator,denominator\n0,10\n");
  near(exact[0], "upper", 30.849710781876083, 1e-9);  // 1 − 0.025^(1/10)
  const auto rates = told_by({"rate", "--multiplier", "100", "--confidence", "95"}, "numerator,denominator\n20,100\n");
  near(rates[0], "lower", 12.211428834875937);
  near(rates[0], "upper", 30.889880369197066);
  const auto counts = told_by({"count", "--confidence=0.95", "--method", "byar"}, "count\n65\n0\n");
  near(counts[0], "lower", 50.163187710459454);
  near(counts[0], "upper", 82.84913854593984);
  EXPECT_EQ(counts[1].at("lower"), "");
  const auto percent = told_by({"percent"}, "numerator,denominator\n13,16\n1021,2000\n");
  EXPECT_EQ(percent[0].at("value"), "81.3");
  EXPECT_EQ(percent[1].at("value"), "51.1");
}

TEST(Stat, GroupsAreAddedUpFirst) {
  const auto rows =
      told_by({"proportion", "--by", "area", "--multiplier", "1"}, "area,numerator,denominator\nA,10,50\nB,1,2\nA,10,50\n");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("area") + rows[0].at("numerator") + "/" + rows[0].at("denominator"), "A20/100");
  near(rows[0], "lower", 0.1333669333310325);
}

TEST(Stat, MeansPercentilesAndSides) {
  const auto means = told_by({"mean", "--by", "a"}, "a,value\nx,1\nx,3\ny,7\nx,\n");
  near(means[0], "value", 2.0);
  near(means[0], "upper", 2.0 + 12.706204736174698, 1e-9);  // t with one degree of freedom, s/√n = 1
  EXPECT_EQ(means[1].at("lower"), "");
  std::string ten = "value\n";
  for (int i = 10; i >= 1; --i) ten += std::to_string(i) + "\n";
  const auto median = told_by({"percentile"}, ten);
  EXPECT_EQ(median[0].at("value") + " " + median[0].at("lower") + " " + median[0].at("upper"),
            "5.5 2 9");  // the sign test's tables
  EXPECT_EQ(told_by({"percentile"}, "value\n1\n2\n3\n4\n5\n")[0].at("lower"), "");
  // Newcombe 1998, table II (a), method 10: 0.0524 to 0.3339.
  const auto gap =
      told_by({"difference", "--multiplier", "1"}, "numerator,denominator,numerator_b,denominator_b\n56,70,48,80\n");
  near(gap[0], "value", 0.2);
  near(gap[0], "lower", 0.0524, 5e-5);
  near(gap[0], "upper", 0.3339, 5e-5);
  const auto ratio = told_by({"ratio", "--of", "rates"}, "numerator,denominator,numerator_b,denominator_b\n20,100,10,100\n");
  near(ratio[0], "value", 2.0);
  EXPECT_LT(number(ratio[0], "lower"), 2.0);
  EXPECT_GT(number(ratio[0], "upper"), 2.0);
}

TEST(Stat, StandardisedRates) {
  const auto direct = told_by({"direct-rate", "--multiplier", "100"}, "count,population,standard\n10,100,1\n20,100,1\n");
  near(direct[0], "value", 15.0);
  EXPECT_EQ(told_by({"direct-rate"}, "count,population,standard\n9,100,1\n")[0].at("value"), "");
  const auto indirect = told_by({"indirect-rate"}, "count,population,ref_count,ref_population\n10,100,5,100\n");
  near(indirect[0], "expected", 5.0);
  near(indirect[0], "value", 2.0);
  const auto deprived = told_by({"deprivation", "--by", "d", "--ranked", "100"}, "d,rank,people\nx,5,10\nx,40,10\ny,11,10\n");
  near(deprived[0], "average_rank", (96.0 + 61.0) / 2.0);
  near(deprived[0], "proportion_in_most_deprived_tenth", 0.5);
  near(deprived[0], "extent", 0.5);
  near(deprived[0], "local_concentration", 96.0);
  near(deprived[1], "extent", 0.95);
  const auto groups = told_by({"quantiles", "--groups", "2"}, "value\n1\n2\n3\n4\n");
  EXPECT_EQ(groups[0].at("group") + groups[1].at("group") + groups[2].at("group") + groups[3].at("group"), "2211");
  std::string ages = "population,deaths\n";
  for (int i = 0; i < 20; ++i) ages += "100,1\n";
  EXPECT_EQ(told_by({"life-expectancy"}, ages)[0].at("why_none"), "there are 5,000 people or fewer");
}

TEST(Stat, Inequality) {
  const std::string line = "population,value,error\n20,11,1\n20,13,1\n20,15,1\n20,17,1\n20,19,1\n";
  const auto slope = told_by({"slope"}, line);
  near(slope[0], "slope", 10.0);
  near(slope[0], "relative", 2.0);
  near(slope[0], "upper", 10.0 + 1.959963984540054 * std::sqrt(10.0) / 2.0);  // Σ(cᵢ)² = 2.5 for fifths
  near(told_by({"slope", "--multiplier", "-100"}, line)[0], "slope", -1000.0);
  const auto persons = told_by({"concentration", "--method", "direct"}, "standard,value\n1,1\n2,2\n3,3\n");
  near(persons[0], "value", 2.0 / 9.0);
  near(told_by({"concentration-of-groups"}, "numerator,denominator\n5,10\n5,10\n")[0], "value", 0.0);
}

TEST(Stat, Comparisons) {
  const auto standing =
      told_by({"benchmark", "--better", "higher"}, "lower,upper,benchmark\n3.2,3.5,3\n2.5,3,3\n2,2.5,3\n,,3\n");
  EXPECT_EQ(standing[0].at("standing") + " " + standing[1].at("standing") + " " + standing[2].at("standing") + " " +
                standing[3].at("standing"),
            "better similar worse none");
  const auto bands = told_by({"rag"}, "value\n89.9\n90\n95\n");
  EXPECT_EQ(bands[0].at("band") + " " + bands[1].at("band") + " " + bands[2].at("band"), "red amber green");
  // fingertips-open, TrendMarkerCalculatorTest: chi-squared 46.77.
  const auto trend =
      told_by({"trend-marker"},
              "year,count,denominator,value,lower,upper\n2018,1367,44701,30.6,28.98,32.25\n2017,1332,44064,30.2,28.63,31.9\n"
              "2016,1199,42811,28,26.44,29.64\n2015,1023,41527,24.6,23.15,26.19\n2014,994,40299,24.67,23.16,26.25\n");
  EXPECT_EQ(trend[0].at("trend"), "Increasing");
  near(trend[0], "chi_squared", 46.77, 2e-4);
  const auto hidden = told_by({"suppress", "--rule", "suppress_1_to_7_round5"}, "count\n0\n7\n8\n12\n");
  EXPECT_EQ(hidden[0].at("shown") + hidden[1].at("shown") + hidden[2].at("shown") + hidden[3].at("shown"), "0*1010");
  const auto levels = told_by({"suppress", "--rule", "fft_first_level_1_to_4"}, "parent,count\nA,3\nA,20\nA,30\nB,9\n");
  EXPECT_EQ(levels[0].at("shown") + levels[1].at("shown") + levels[2].at("shown") + levels[3].at("shown"), "**309");
}

TEST(Stat, Charts) {
  std::string ten = "value,rebase\n";
  for (int i = 1; i <= 10; ++i) ten += std::to_string(i) + ",\n";
  const auto xmr = told_by({"xmr", "--better", "higher", "--target", "20"}, ten);
  near(xmr[0], "mean", 5.5);
  near(xmr[0], "lower_limit", 2.84);
  near(xmr[9], "upper_limit", 8.16);
  EXPECT_EQ(xmr[0].at("signal"), "outside the limits");
  EXPECT_EQ(xmr[0].at("meaning"), "concern");
  EXPECT_EQ(xmr[4].at("signal"), "trend");
  EXPECT_EQ(xmr[4].at("assurance"), "consistently misses the target");
  const auto rebased = told_by({"xmr"}, "value,rebase\n1,\n2,\n10,yes\n12,\n");
  EXPECT_EQ(rebased[1].at("group") + rebased[2].at("group"), "12");
  near(rebased[3], "mean", 11.0);
  const auto shares = told_by({"chart", "--type", "p"}, "numerator,denominator\n5,100\n15,100\n");
  near(shares[0], "centre", 0.1);
  near(shares[0], "upper_limit", 0.19);
  near(shares[0], "lower_limit", 0.01);
}

TEST(Stat, Funnels) {
  const auto shares = told_by({"funnel-proportion"}, "numerator,denominator\n50,100\n90,100\n10,100\n");
  near(shares[0], "baseline", 50.0);
  near(shares[0], "upper_0_025", 50.0 + 1.959963984540054 * 5.0);
  EXPECT_EQ(shares[0].at("place") + "; " + shares[1].at("place"), "Not significant; High (0.001)");
  EXPECT_EQ(told_by({"funnel-proportion", "--points"}, "numerator,denominator\n50,100\n90,1000\n").size(), 100U);
  EXPECT_EQ(told_by({"funnel-ratio"}, "numerator,denominator\n100,100\n20,100\n")[1].at("place"), "Low (0.001)");
  const auto rates = told_by({"funnel-rate", "--standardised"}, "count,rate\n1000,100\n0,\n");
  near(rates[0], "derived_denominator", 1'000'000.0);
  EXPECT_EQ(rates[1].at("place"), "Not applicable for events less than 10 for dsrs");
  const auto lines = told_by({"funnel-rate", "--points"}, "count,rate\n100,100\n300,150\n");
  ASSERT_EQ(lines.size(), 100U);
  near(lines[0], "baseline", 400.0 / 300'000.0 * 100'000.0);
  // The line is where the rate is of as many events over the people that it is drawn at.
  near(lines[9], "upper_0_025", number(lines[9], "events") / number(lines[9], "upper_0_025_denominator") * 100'000.0, 1e-6);
  // FunnelPlotR's own six units.
  std::istringstream points(
      harness::read_file(harness::project_root() / "tests/data/indicator-cases/funnel_overdispersion_ref_points.csv"));
  std::string table = "numerator,denominator\n";
  for (std::string line; std::getline(points, line);) {
    if (line.starts_with("upstream6_SR_SHMI")) table += cells_in(line)[3] + "," + cells_in(line)[1] + "\n";
  }
  const auto spread = told_by({"funnel-overdispersed"}, table);
  ASSERT_EQ(spread.size(), 6U);
  near(spread[0], "phi", 2.9480331751, 1e-9);
  near(spread[0], "tau_squared", 0.019477530578, 1e-9);
  near(spread[0], "upper_95", 1.39410362946208, 1e-6);
}

// The package's own lines for its own areas.
TEST(Stat, PointsOfAFunnelOfRates) {
  const auto shared = harness::shared_folder();
  if (!shared) GTEST_SKIP() << "no shared folder";
  std::istringstream areas(harness::read_file(*shared / "data/indicator-cases/funnel_rate_limits_inputs.csv"));
  std::string line, table = "count,rate\n";
  std::getline(areas, line);
  while (std::getline(areas, line)) table += cells_in(line)[0] + "," + cells_in(line)[1] + "\n";
  const auto points = told_by({"funnel-rate", "--points", "--years", "3", "--standardised"}, table);
  std::istringstream expected(harness::read_file(*shared / "data/indicator-cases/funnel_rate_limits_dsr_expected.csv"));
  std::getline(expected, line);
  std::size_t at = 0;
  for (; std::getline(expected, line) && at < points.size(); ++at) {
    const std::vector<std::string> cells = cells_in(line);
    constexpr std::array columns{"events",      "lower_0_025_denominator",
                                 "lower_0_025", "upper_0_025_denominator",
                                 "upper_0_025", "lower_0_001_denominator",
                                 "lower_0_001", "upper_0_001_denominator",
                                 "upper_0_001", "baseline"};
    for (std::size_t i = 0; i < columns.size(); ++i)
      EXPECT_NEAR(number(points[at], columns[i]) / std::stod(cells[i]), 1.0, 1e-4) << columns[i] << " of point " << at;
  }
  EXPECT_EQ(at, 100U);
}

struct Bad {
  std::vector<std::string> arguments;
  const char* table;
  int exit_code;
  const char* says;
};

TEST(Stat, MistakesAreToldWithTheirPlaceAndWithoutTheirValue) {
  const std::vector<Bad> all = {
      {{"proportion", "-"},
       "numerator,denominator\n1,2\nfoo,2\n",
       exit_records,
       "standard input:3: column `numerator`: this is not a number"},
      {{"proportion", "-"},
       "numerator,denominator\n3,2\n",
       exit_records,
       "standard input:2: column `numerator`: it is over the denominator"},
      {{"proportion", "-"}, "numerator,denominator\n1,0\n", exit_records, "column `denominator`: it is not over 0"},
      {{"rate", "-"}, "numerator,denominator\n-1,9\n", exit_records, "column `numerator`: it is under 0"},
      {{"rate", "-"}, "numerator,denominator\ninf,9\n", exit_records, "this is not a number"},
      {{"rate", "-"},
       "numerator,people\n1,9\n",
       exit_records,
       "standard input:1: there is no column `denominator`; there are numerator and people"},
      {{"rate", "-"}, "numerator,denominator\n1\n", exit_records, "standard input:2: there is 1 cell where the header has 2"},
      {{"rate", "-"}, "a,a\n1,2\n", exit_records, "two columns are named `a`"},
      {{"rate", "-"}, "", exit_records, "there is no header line"},
      {{"rate", "-"}, "numerator,denominator\n\"1,2\n", exit_records, "a quote opens here that is not closed"},
      {{"rate", "-", "--by", "place"}, "numerator,denominator\n1,2\n", exit_records, "there is no column `place`"},
      {{"rate", "/no/such/file.csv"}, "", exit_records, "/no/such/file.csv can't be opened"},
      {{"rate", "/tmp"}, "", exit_records, "/tmp is a folder"},
      {{"direct-rate", "-"}, "count,population,standard\n10,0,1\n", exit_records, "column `population`: it is not over 0"},
      {{"direct-rate", "-", "--standard", "european-2013"}, "count,population\n10,10\n", exit_records, "takes 19 age bands"},
      {{"slope", "-"}, "population,value\n1,2\n", exit_records, "a slope takes 5 to 100 ranks"},
      {{"chart", "-", "--type", "t"}, "value\n0\n", exit_records, "a time is over 0"},
      {{"suppress", "-", "--rule", "suppress_1_to_5"}, "count\n7.1\n", exit_records, "it is not a whole number from 0 up"},
      {{"xmr", "-"}, "value,rebase\n1,maybe\n2,maybe\n", exit_records, "this is neither yes nor no"},
      {{}, "", exit_usage, "`stat` needs METHOD FILE.csv"},
      {{"proportion"}, "", exit_usage, "`stat proportion` needs FILE.csv"},
      {{"proportoin", "-"}, "", exit_usage, "there is no method `proportoin`: did you mean `proportion`?"},
      {{"mean", "-", "--multiplier", "2"}, "value\n1\n", exit_usage, "`stat mean` does not take `--multiplier`"},
      {{"mean", "-", "--confidence", "101"}, "value\n1\n", exit_usage, "is not a confidence"},
      {{"rate", "-", "--multiplier", "0"}, "numerator,denominator\n1,2\n", exit_usage, "the value of `--multiplier` is 0"},
      {{"rate", "-", "--multiplier", "x"},
       "numerator,denominator\n1,2\n",
       exit_usage,
       "the value of `--multiplier` is not a number"},
      {{"suppress", "-", "--rule", "none"}, "count\n1\n", exit_usage, "it takes suppress_le_7_to_0_round5_half_even"},
      {{"life-expectancy", "-", "--z", "-1.96"}, "population,deaths\n1,1\n", exit_usage, "the value of `--z` is not over 0"},
      {{"percentile", "-", "--p", "100"}, "value\n1\n", exit_usage, "the value of `--p`"},
  };
  for (const Bad& bad : all) {
    std::vector<std::string> arguments{"stat"};
    arguments.insert(arguments.end(), bad.arguments.begin(), bad.arguments.end());
    const auto finished = run_program(arguments, {}, bad.table);
    EXPECT_EQ(finished.exit_code, bad.exit_code) << bad.says << '\n' << finished.err;
    EXPECT_TRUE(holds(finished.err, bad.says));
    EXPECT_EQ(finished.out, "") << bad.says;
    EXPECT_EQ(finished.err.find("foo"), std::string::npos);
    EXPECT_EQ(finished.err.find("7.1"), std::string::npos);
  }
}

TEST(Stat, KeepsTheTablesColumnsAndQuotes) {
  const auto finished = run_program({"stat", "rate", "-", "--multiplier", "1"}, {},
                                    "area,numerator,denominator,value\n\"Epsom, \"\"Ewell\"\"\",0,4,old\n");
  EXPECT_EQ(finished.out.substr(0, finished.out.find('\n')), "area,numerator,denominator,value,stat_value,lower,upper");
  EXPECT_TRUE(holds(finished.out, "\"Epsom, \"\"Ewell\"\"\",0,4,old,0,0,0.92"));
  EXPECT_EQ(run_program({"stat", "rate", "-"}, {}, "numerator,denominator\n").out, "numerator,denominator,value,lower,upper\n");
}

}  // namespace
}  // namespace fairstart::cli::stat_test
