// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <sstream>

#include "cli/exit_code.hpp"
#include "tests/cli/small.hpp"

// Every statistic of a report, worked out again with `fairstart stat` from the counts that the report prints.
namespace fairstart::cli::stat_report_test {
namespace {

using CsvRow = std::map<std::string, std::string>;

// Good for these outputs: no line ends within quotes.
std::vector<CsvRow> rows_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> names;
  std::vector<CsvRow> rows;
  for (std::string line; std::getline(in, line);) {
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
    if (names.empty()) {
      names = cells;
      continue;
    }
    CsvRow row;
    for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i) row[names[i]] = cells[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<CsvRow> stat(const std::vector<std::string>& arguments, const std::string& table) {
  std::vector<std::string> all{"stat"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  all.emplace_back("-");
  const auto finished = harness::run_program(all, {}, table);
  EXPECT_EQ(finished.exit_code, exit_fine) << finished.err;
  return rows_of(finished.out);
}

// The report's figure, to the decimals that it is printed with.
void agrees(const CsvRow& report, const std::string& column, const CsvRow& by_hand, const std::string& figure) {
  const std::string printed = report.at(column);
  ASSERT_NE(printed, "") << column;
  const std::size_t point = printed.find('.');
  const double decimals = point == std::string::npos ? 0.0 : static_cast<double>(printed.size() - point - 1);
  // Figures are printed without trailing zeros: at least one decimal of a percentage.
  const double half = 0.5 * std::pow(10.0, -std::max(decimals, 1.0)) + 1e-9;
  EXPECT_NEAR(std::stod(printed), std::stod(by_hand.at(figure)), half) << column;
}

constexpr const char* more = R"(
  indicator doses "Doses of MMR" {
    among   child where (turning 2 years is in period)
    total   count of immunisations where (vaccine is one of { mmr, mmrv })
    show    rate per 1,000
    better  higher
    by      imd-quintile
  }
  gap mmr-ratio "Most against least deprived fifth, as a ratio" {
    of mmr-by-two,  between imd-quintile 1 and imd-quintile 5,  show relative
  }
  slope mmr-slope "Over fifths" { of mmr-by-two,  over imd-quintile }
  slope mmr-relative "Over fifths, relative" { of mmr-by-two,  over imd-quintile,  show relative }
  concentration mmr-concentration "How it falls" { of mmr-by-two,  over imd-quintile }
  indicator ready "Ready for school" {
    published,  show percent,  better higher,  target 80% by 2028-08-31
    reading 66% in financial year 2014/15
    reading 67% in financial year 2015/16
    reading 68% in financial year 2016/17
    reading 69% in financial year 2017/18
    reading 70% in financial year 2018/19
    reading 71% in financial year 2019/20
    reading 72% in financial year 2020/21
  }
  trend ready-trend "Year by year" { of ready,  rules "nhs making data count" }
)";

class StatOfSurrey : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string text = harness::read_file(harness::project_root() / "frameworks/surrey/first-1000-days.fair");
    // The counts as they are: the report hides and rounds them otherwise.
    const std::string hides = "hide counts below 8 and round to 5";
    std::size_t hidden = 0;
    for (std::size_t at = text.find(hides); at != std::string::npos; at = text.find(hides), ++hidden)
      text.erase(at, hides.size());
    ASSERT_GT(hidden, 0U);
    const std::string outcome = "outcome best-start \"Every child has the best start in life\" {\n";
    ASSERT_NE(text.find(outcome), std::string::npos);
    text.insert(text.find(outcome) + outcome.size(), more);
    const std::string framework = folder.write("surrey.fair", text).string();
    const auto finished = harness::run_program({"run", framework, "--records", "examples/surrey", "--as-at", "2026-04-01",
                                                "--out", (folder.path() / "out").string(), "--format", "csv", "--quiet"});
    ASSERT_EQ(finished.exit_code, exit_fine) << finished.err;
    indicators = rows_of(harness::read_file(folder.path() / "out/indicators.csv"));
    gaps = rows_of(harness::read_file(folder.path() / "out/gaps.csv"));
  }

  std::vector<CsvRow> lines(const std::string& indicator, const std::string& breakdown) const {
    std::vector<CsvRow> found;
    for (const CsvRow& row : indicators) {
      const bool known = row.at("group") != "not known";
      if (row.at("indicator") == indicator && row.at("breakdown") == breakdown && known) found.push_back(row);
    }
    return found;
  }
  const CsvRow& gap(const std::string& name) const {
    for (const CsvRow& row : gaps) {
      if (row.at("name") == name) return row;
    }
    ADD_FAILURE() << "no gap " << name;
    return gaps.front();
  }
  static std::string counts(const std::vector<CsvRow>& lines) {
    std::string table = "group,numerator,denominator\n";
    for (const CsvRow& row : lines) table += "g," + row.at("numerator") + "," + row.at("denominator") + "\n";
    return table;
  }
  // The first group against the fifth: a is the side that is worse off where more is better and the gap is positive.
  std::string sides() const {
    const auto fifths = lines("mmr-by-two", "imd-quintile");
    return "numerator,denominator,numerator_b,denominator_b\n" + fifths[4].at("numerator") + "," + fifths[4].at("denominator") +
           "," + fifths[0].at("numerator") + "," + fifths[0].at("denominator") + "\n";
  }

  harness::TemporaryFolder folder;
  std::vector<CsvRow> indicators, gaps;
};

TEST_F(StatOfSurrey, SharesAndRates) {
  for (const auto& [indicator, breakdown] : std::vector<std::pair<std::string, std::string>>{{"mmr-by-two", "everyone"},
                                                                                             {"mmr-by-two", "imd-quintile"},
                                                                                             {"mmr-by-two", "district"},
                                                                                             {"listened-to", "everyone"}}) {
    const auto report = lines(indicator, breakdown);
    ASSERT_FALSE(report.empty());
    const auto by_hand = stat({"proportion"}, counts(report));
    for (std::size_t i = 0; i < report.size(); ++i) {
      agrees(report[i], "value", by_hand[i], "value");
      agrees(report[i], "lower", by_hand[i], "lower");
      agrees(report[i], "upper", by_hand[i], "upper");
    }
  }
  const auto report = lines("doses", "imd-quintile");
  ASSERT_EQ(report.size(), 5U);
  const auto by_hand = stat({"rate", "--multiplier", "1000"}, counts(report));
  for (std::size_t i = 0; i < report.size(); ++i) {
    agrees(report[i], "value", by_hand[i], "value");
    agrees(report[i], "lower", by_hand[i], "lower");
    agrees(report[i], "upper", by_hand[i], "upper");
  }
}

TEST_F(StatOfSurrey, ComparisonsWithABenchmark) {
  const auto report = lines("mmr-by-two", "district");
  ASSERT_EQ(report.size(), 11U);
  std::string table = "lower,upper,benchmark\n";
  for (const CsvRow& row : stat({"proportion"}, counts(report))) table += row.at("lower") + "," + row.at("upper") + ",88.9\n";
  const auto by_hand = stat({"benchmark", "--better", "higher"}, table);
  for (std::size_t i = 0; i < report.size(); ++i) EXPECT_EQ(report[i].at("comparison"), by_hand[i].at("standing"));
}

TEST_F(StatOfSurrey, GapsAndRatios) {
  const auto difference = stat({"difference"}, sides())[0];
  for (const char* column : {"value", "lower", "upper"}) agrees(gap("mmr-gap"), column, difference, column);
  const auto ratio = stat({"ratio"}, sides())[0];
  for (const char* column : {"value", "lower", "upper"}) agrees(gap("mmr-ratio"), column, ratio, column);
}

TEST_F(StatOfSurrey, SlopesAndConcentration) {
  const auto fifths = lines("mmr-by-two", "imd-quintile");
  const auto shares = harness::run_program({"stat", "proportion", "-", "--multiplier", "1"}, {}, counts(fifths));
  const auto slope = stat({"slope", "--multiplier", "100"}, shares.out)[0];
  for (const char* column : {"value", "lower", "upper"}) {
    agrees(gap("mmr-slope"), column, slope, std::string(column) == "value" ? "slope" : column);
  }
  const CsvRow& relative = gap("mmr-relative");
  agrees(relative, "value", slope, "relative");
  agrees(relative, "lower", slope, "relative_lower");
  agrees(relative, "upper", slope, "relative_upper");
  const auto concentration = stat({"concentration-of-groups"}, counts(fifths))[0];
  for (const char* column : {"value", "lower", "upper"}) agrees(gap("mmr-concentration"), column, concentration, column);
}

TEST_F(StatOfSurrey, Trends) {
  const auto report = rows_of(harness::read_file(folder.path() / "out/trends.csv"));
  ASSERT_EQ(report.size(), 7U);
  std::string table = "value\n";
  for (const CsvRow& row : report) table += row.at("value") + "\n";
  const auto by_hand = stat({"xmr", "--better", "higher"}, table);
  for (std::size_t i = 0; i < report.size(); ++i) {
    agrees(report[i], "mean", by_hand[i], "mean");
    agrees(report[i], "lower_limit", by_hand[i], "lower_limit");
    agrees(report[i], "upper_limit", by_hand[i], "upper_limit");
    EXPECT_EQ(report[i].at("signal"), by_hand[i].at("signal"));
    EXPECT_EQ(report[i].at("meaning"), by_hand[i].at("meaning"));
  }
  EXPECT_EQ(report.back().at("signal"), "outside the limits");
}

// Means and medians, of records whose values are known.
TEST_F(Small, MeansAndMediansAreThoseOfStat) {
  std::string rows = "family_id,income,lone_parent\n", table = "value\n";
  for (int i = 1; i <= 12; ++i) {
    const std::string income = std::to_string(15'000 + 1'700 * ((i * 5) % 13));
    rows += "F" + std::to_string(i) + "," + income + ",no\n";
    table += income + "\n";
  }
  write("families.csv", rows);
  std::string text = framework_text;
  const std::string at = "outcome start \"A good start\" {\n";
  text.insert(text.find(at) + at.size(),
              "  indicator mean-income \"Mean income\" { among family,  average income,  show mean,  better higher }\n"
              "  indicator median-income \"Median income\" { among family,  median income,  better higher }\n");
  framework = folder.write("small.fair", text).string();
  ASSERT_EQ(run({"--format", "csv", "--quiet"}).exit_code, exit_fine) << run({"--format", "csv"}).err;
  const auto lines = rows_of(harness::read_file(std::filesystem::path(out()) / "indicators.csv"));
  const auto mean = stat({"mean"}, table)[0], median = stat({"percentile", "--p", "50"}, table)[0];
  std::size_t met = 0;
  for (const CsvRow& row : lines) {
    if (row.at("indicator") != "mean-income" && row.at("indicator") != "median-income") continue;
    ++met;
    for (const char* column : {"value", "lower", "upper"})
      agrees(row, column, row.at("indicator") == "mean-income" ? mean : median, column);
  }
  EXPECT_EQ(met, 2U);
}

}  // namespace
}  // namespace fairstart::cli::stat_report_test
