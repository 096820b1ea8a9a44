// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <regex>

#include "tests/disclosure/seen_report.hpp"
#include "tests/harness/harness.hpp"

// Whole reports under attack: every framework that hides counts, over its example records.
namespace fairstart::disclosure::reports_test {
namespace {

struct Example {
  std::string framework, records, as_at;
  std::vector<std::string> more;
};

const std::vector<Example>& examples() {
  static const std::vector<Example> all{
      {"frameworks/surrey/first-1000-days.fair", "examples/surrey", "2026-04-01", {}},
      {"examples/every-chart/every-chart.fair",
       "examples/surrey",
       "2026-03-31",
       {"--period", "2026-01-01..2026-03-31", "--mapping", "examples/every-chart/every-chart.fair"}},
      {"frameworks/birmingham/parent-infant.fair", "examples/birmingham", "2026-04-01", {}},
      {"frameworks/cheshire-merseyside/all-together-fairer.fair", "examples/cheshire-merseyside", "2026-04-01", {}},
      {"frameworks/evelina/health-partnership.fair", "examples/evelina", "2026-04-01", {}},
      {"frameworks/london-early-years/brent.fair", "examples/london-early-years/brent", "2026-04-01", {}},
      {"frameworks/london-early-years/ealing.fair", "examples/london-early-years/ealing", "2026-04-01", {}},
      {"frameworks/london-early-years/harrow.fair", "examples/london-early-years/harrow", "2026-04-01", {}},
      {"frameworks/london-early-years/pilot.fair", "examples/london-early-years/harrow", "2026-04-01", {}},
      {"frameworks/north-west-london/child-health-hubs.fair", "examples/north-west-london", "2026-04-01", {}},
      {"frameworks/parenting-programmes/economics.fair", "examples/parenting-programmes", "2026-04-01", {}},
      {"frameworks/prevention/early-rewards.fair", "examples/prevention", "2026-04-01", {}},
      {"frameworks/south-yorkshire/beds-for-babies.fair", "examples/south-yorkshire", "2026-04-01", {}},
      {"frameworks/cornwall/one-vision.fair", "examples/cornwall", "2026-03-31", {}},
      {"frameworks/greater-manchester/children.fair", "examples/greater-manchester", "2026-07-31", {}},
      {"frameworks/herts-west-essex/children.fair", "examples/herts-west-essex", "2026-03-31", {}},
      {"frameworks/northamptonshire/thrive.fair", "examples/northamptonshire", "2026-07-31", {}},
      {"frameworks/sheffield/starting-well.fair", "examples/sheffield", "2026-07-31", {}},
      {"frameworks/surrey/better-start.fair", "examples/surrey-better-start", "2026-03-31", {}},
      {"frameworks/sussex/starting-well.fair", "examples/sussex", "2026-03-31", {}},
      {"frameworks/west-yorkshire/wakefield.fair", "examples/wakefield", "2026-03-31", {}},
      {"frameworks/herts-west-essex/west-essex.fair", "examples/west-essex", "2026-07-31", {}},
      {"frameworks/west-suffolk/community-paediatrics.fair", "examples/west-suffolk", "2026-03-31", {}},
      {"frameworks/west-yorkshire/children.fair", "examples/west-yorkshire", "2026-03-31", {}},
      {"frameworks/england/first-1000-days.fair", "examples/surrey", "2026-04-01", {}},
      {"frameworks/vaccination/access.fair", "examples/vaccination", "2026-04-01", {}}};
  return all;
}

Json report_of(const Example& example, const std::string& framework) {
  const harness::TemporaryFolder scratch;
  const std::filesystem::path out = scratch.path() / "out";
  std::vector<std::string> arguments{"run", framework, "--records", example.records, "--as-at", example.as_at};
  arguments.insert(arguments.end(), example.more.begin(), example.more.end());
  arguments.insert(arguments.end(), {"--format", "csv,json", "--quiet", "--out", out.string()});
  const harness::Finished finished = harness::run_program(arguments);
  EXPECT_EQ(finished.exit_code, 0) << framework << finished.err;
  const std::string text = finished.exit_code == 0 ? harness::read_file(out / "report.json") : "{}";
  return Json::parse(text);
}

std::vector<Json> indicators_in(const Json& report) {
  std::vector<Json> found;
  const auto all_of = [&](const Json& outcome) {
    for (const Json& indicator : outcome["indicators"]) found.push_back(indicator);
  };
  for (const Json& outcome : report["outcomes"]) all_of(outcome);
  if (report.contains("without_outcome")) all_of(report["without_outcome"]);
  return found;
}

TEST(Reports, every_framework_that_hides_is_attacked) {
  std::set<std::string> attacked;
  for (const Example& example : examples()) attacked.insert(example.framework);
  std::size_t hiding = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(harness::project_root() / "frameworks")) {
    if (entry.path().extension() != ".fair") continue;
    if (harness::read_file(entry.path()).find("hide counts below") == std::string::npos) continue;
    ++hiding;
    EXPECT_TRUE(attacked.contains(std::filesystem::relative(entry.path(), harness::project_root()).string())) << entry.path();
  }
  EXPECT_GT(hiding, 10U);
}

// A hidden line says nothing: no figure, no standing against a target, a band or a comparison.
std::size_t hidden_lines_that_say_nothing(const Json& indicator, const std::string& framework) {
  std::size_t hidden = 0;
  for (const Json& line : indicator["lines"]) {
    if (!line["hidden"].get<bool>()) continue;
    ++hidden;
    for (const char* key : {"numerator", "denominator", "value", "lower", "upper", "possible_lo", "possible_hi", "excluded",
                            "membership_not_known", "answer_not_known"})
      EXPECT_TRUE(line[key].is_null()) << framework << key;
    EXPECT_EQ(line["target_status"], "");
    EXPECT_TRUE(!line.contains("band") || line["band"].is_null());
    for (const Json& comparison : line["comparisons"]) EXPECT_EQ(comparison["is"], "");
  }
  return hidden;
}

TEST(Reports, no_hidden_count_can_be_worked_out) {
  Outcome lines_told, counts_told;
  std::size_t hidden = 0;
  for (const Example& example : examples()) {
    const Json report = report_of(example, example.framework);
    for (const Json& indicator : indicators_in(report)) {
      hidden += hidden_lines_that_say_nothing(indicator, example.framework);
      if (indicator["hidden_below"].is_null()) continue;
      const auto lines = seen_lines(indicator);
      ASSERT_TRUE(lines.has_value()) << example.framework << ' ' << indicator["name"];
      const auto below = indicator["hidden_below"].get<std::int64_t>();
      Outcome outcome = attack(*lines, below);
      if (indicator["what"] == "total") outcome += attack(seen_totals(indicator, *lines), below);
      EXPECT_EQ(outcome.won, 0U) << example.framework << ' ' << indicator["name"] << outcome.what;
      EXPECT_EQ(outcome.contradictions, 0U) << example.framework << ' ' << indicator["name"];
      lines_told += outcome;
    }
    ASSERT_FALSE(report["hidden_below"].is_null()) << example.framework;
    const Outcome outcome = SeenCounts(report).attack(report["hidden_below"].get<std::int64_t>());
    EXPECT_EQ(outcome.won, 0U) << example.framework << outcome.what;
    EXPECT_EQ(outcome.contradictions, 0U) << example.framework;
    counts_told += outcome;
  }
  std::cout << lines_told.tried << " hidden counts of lines tried; " << lines_told.shown << " of "
            << lines_told.shown + lines_told.hidden << " lines shown\n"
            << counts_told.tried << " other hidden counts tried; " << counts_told.shown << " of "
            << counts_told.shown + counts_told.hidden << " shown\n";
  EXPECT_GT(lines_told.tried, 50U);
  EXPECT_GT(counts_told.tried, 100U);
  EXPECT_GT(hidden, 50U);
}

// The attack has teeth: over the same records with nothing hidden but small counts, it finds them.
TEST(Reports, hiding_small_counts_alone_is_found_out) {
  const harness::TemporaryFolder scratch;
  std::size_t lines_won = 0, counts_won = 0;
  for (const Example& example : examples()) {
    const auto is = [&](const char* place) { return example.framework.find(place) != std::string::npos; };
    if (!is("birmingham") && !is("north-west-london") && !is("prevention")) continue;
    std::string text = harness::read_file(harness::project_root() / example.framework);
    text = std::regex_replace(text, std::regex("hide counts below 8( and round to 5)?"), "");
    const auto copy = scratch.write("open.fair", text);
    const Json report = report_of(example, copy.string());
    for (const Json& indicator : indicators_in(report)) {
      auto lines = seen_lines(indicator);
      ASSERT_TRUE(lines.has_value());
      for (SeenLine& line : *lines) {
        const double no = line.all.lo - line.yes.lo;
        line.hidden = (line.yes.lo > 0 && line.yes.lo < 8) || (no > 0 && no < 8);
      }
      const Outcome outcome = attack(*lines, 8);
      EXPECT_EQ(outcome.contradictions, 0U);
      lines_won += outcome.won;
    }
    SeenCounts counts(report);
    counts.hide_small_alone(8);
    const Outcome outcome = counts.attack(8);
    EXPECT_EQ(outcome.contradictions, 0U);
    counts_won += outcome.won;
  }
  std::cout << lines_won << " counts of lines and " << counts_won << " others found\n";
  EXPECT_GT(lines_won, 0U);
  EXPECT_GT(counts_won, 0U);
}

}  // namespace
}  // namespace fairstart::disclosure::reports_test
