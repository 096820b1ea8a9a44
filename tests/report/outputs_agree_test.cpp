// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "tests/harness/harness.hpp"
#include "tests/report/json_schema.hpp"
#include "tests/report/made_report.hpp"
#include "tests/report/page.hpp"
#include "tests/report/workbook.hpp"

// The page, the workbook and report.json say what the CSV files say: on the Surrey example, on one with every chart, and where
// there is next to nothing to say.
namespace fairstart::report::outputs_agree_test {
namespace {

using CsvRow = std::map<std::string, std::string>;

std::vector<std::vector<std::string>> cells_of(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row(1);
  bool quoted = false;
  for (const char c : text) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      row.emplace_back();
    else if (c == '\n' && !quoted) {
      rows.push_back(std::move(row));
      row.assign(1, {});
    } else
      row.back() += c;
  }
  return rows;
}

std::vector<CsvRow> csv_of(const std::filesystem::path& path) {
  const auto cells = cells_of(harness::read_file(path));
  std::vector<CsvRow> rows;
  for (std::size_t i = 1; i < cells.size(); ++i) {
    CsvRow row;
    for (std::size_t column = 0; column < cells[0].size(); ++column) row[cells[0][column]] = cells[i].at(column);
    rows.push_back(std::move(row));
  }
  return rows;
}

// The numbers of a text, as written, without the commas of thousands: "500 | of 1,630" → 500, 1630.
std::vector<std::string> numbers_in(const std::string& text) {
  std::vector<std::string> found;
  std::string number;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    const bool digit = c >= '0' && c <= '9';
    const bool next_digit = i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
    const bool sign = c == '-' && number.empty() && next_digit && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '(');
    if (digit || sign || (c == '.' && !number.empty() && next_digit))
      number += c;
    else if (c == ',' && !number.empty() && next_digit)
      continue;
    else if (!number.empty())
      found.push_back(std::exchange(number, {}));
  }
  return found;
}

class Outputs {
 public:
  explicit Outputs(const std::vector<std::string>& arguments) {
    std::vector<std::string> all{"run"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    all.insert(all.end(), {"--format", "csv,json,html,xlsx", "--quiet", "--out", (scratch_.path() / "out").string()});
    finished = harness::run_program(all);
  }
  std::filesystem::path path(const std::string& name) const { return scratch_.path() / "out" / name; }
  std::string file(const std::string& name) const { return harness::read_file(path(name)); }
  nlohmann::json json() const { return nlohmann::json::parse(file("report.json")); }
  harness::Finished finished;

 private:
  harness::TemporaryFolder scratch_;
};

const std::vector<std::string> surrey{"frameworks/surrey/first-1000-days.fair", "--records", "examples/surrey", "--as-at",
                                      "2026-04-01"};
const std::vector<std::string> every_chart{"examples/every-chart/every-chart.fair",
                                           "--records",
                                           "examples/surrey",
                                           "--as-at",
                                           "2026-03-31",
                                           "--period",
                                           "2026-01-01..2026-03-31",
                                           "--mapping",
                                           "examples/every-chart/every-chart.fair"};

nlohmann::json schema() {
  return nlohmann::json::parse(harness::read_file(harness::project_root() / "docs/report.schema.json"));
}

// Indicators with their titles, in the order of the CSV.
std::vector<nlohmann::json> told_indicators(const nlohmann::json& report) {
  std::vector<nlohmann::json> found;
  for (const auto& outcome : report["outcomes"])
    for (const auto& indicator : outcome["indicators"]) found.push_back(indicator);
  if (report.contains("without_outcome"))
    for (const auto& indicator : report["without_outcome"]["indicators"]) found.push_back(indicator);
  return found;
}

const PageTable* table_with(const std::vector<PageTable>& tables, const std::string& caption) {
  for (const PageTable& table : tables)
    if (table.caption == caption) return &table;
  return nullptr;
}

std::string in_page(std::string text) {
  for (std::size_t at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1)) text.insert(at + 1, "amp;");
  return text;
}

void expect_page_agrees(const Outputs& outputs, std::size_t least) {
  const std::string page = outputs.file("report.html");
  const std::vector<PageTable> tables = page_tables(page);
  const auto csv = csv_of(outputs.path("indicators.csv"));
  const nlohmann::json report = outputs.json();
  std::size_t compared = 0, lines = 0;
  for (const nlohmann::json& indicator : told_indicators(report)) {
    const std::string name = indicator["name"];
    const PageTable* table = table_with(tables, indicator["title"]);
    ASSERT_NE(table, nullptr) << name;
    std::vector<PageRow> rows;
    for (const PageRow& row : table->rows)
      if (row.css_class != "group") rows.push_back(row);
    std::vector<CsvRow> of;
    for (const CsvRow& row : csv)
      if (row.at("indicator") == name) of.push_back(row);
    ASSERT_EQ(rows.size(), of.size()) << name;
    for (std::size_t i = 0; i < of.size(); ++i, ++lines) {
      const CsvRow& line = of[i];
      const std::string where = name + ' ' + line.at("breakdown") + ' ' + line.at("group");
      if (line.at("hidden") == "yes") {
        EXPECT_EQ(rows[i].cells.at(1), "hidden (small numbers)") << where;
        for (const char* column : {"numerator", "denominator", "value", "lower", "upper", "excluded"})
          EXPECT_EQ(line.at(column), "") << where;
        continue;
      }
      std::vector<std::string> counted, value;
      for (const char* column : {"numerator", "denominator"})
        if (!line.at(column).empty()) counted.push_back(line.at(column));
      for (const char* column : {"value", "lower", "upper"})
        if (!line.at(column).empty()) value.push_back(line.at(column));
      EXPECT_EQ(numbers_in(rows[i].cells.at(1)), counted) << where;
      // "132.9 per 1,000": the unit's own number comes after the value.
      std::string told = rows[i].cells.at(2);
      if (const std::size_t unit = told.find("per 1,000"); unit != std::string::npos) told.erase(unit, 9);
      EXPECT_EQ(numbers_in(told), value) << where;
      compared += counted.size() + value.size();
    }
  }
  EXPECT_EQ(lines, csv.size());
  EXPECT_GE(compared, least);
}

TEST(OutputsAgree, the_page_has_the_figures_of_indicators_csv) {
  const Outputs first(surrey), second(every_chart);
  ASSERT_EQ(first.finished.exit_code, 0) << first.finished.err;
  ASSERT_EQ(second.finished.exit_code, 0) << second.finished.err;
  expect_page_agrees(first, 80);
  expect_page_agrees(second, 60);
}

TEST(OutputsAgree, the_page_has_the_figures_of_gaps_and_trends) {
  const Outputs outputs(every_chart);
  ASSERT_EQ(outputs.finished.exit_code, 0) << outputs.finished.err;
  const std::string page = outputs.file("report.html");
  std::map<std::string, std::string> titles;
  const nlohmann::json report = outputs.json();
  for (const auto& outcome : report["outcomes"])
    for (const auto& spread : outcome["spreads"]) titles[spread["name"]] = spread["title"];
  std::size_t hidden = 0, told = 0;
  for (const CsvRow& row : csv_of(outputs.path("gaps.csv"))) {
    const std::size_t block = page.find("<h4>" + in_page(titles.at(row.at("name"))) + "</h4>");
    ASSERT_NE(block, std::string::npos) << row.at("name");
    const std::size_t from = page.find("<p>", block);
    std::string words = page_text(std::string_view(page).substr(from, page.find("</p>", from) - from));
    if (row.at("value").empty()) {
      EXPECT_TRUE(words.find("hidden") != std::string::npos || words.find("There is no") != std::string::npos) << words;
      ++hidden;
      continue;
    }
    words.erase(std::min(words.size(), words.find(" Target:")));
    // "(95% interval …": how wide the interval is, is no figure of the file.
    if (const std::size_t confidence = words.find("95% interval"); confidence != std::string::npos) words.erase(confidence, 3);
    std::vector<std::string> expected{row.at("value")};
    for (const char* column : {"lower", "upper"})
      if (!row.at(column).empty()) expected.push_back(row.at(column));
    const bool open = row.at("possible_lo") != row.at("value") || row.at("possible_hi") != row.at("value");
    for (const char* column : {"possible_lo", "possible_hi"})
      if (open && !row.at(column).empty()) expected.push_back(row.at(column));
    EXPECT_EQ(numbers_in(words), expected) << words;
    ++told;
  }
  EXPECT_GE(hidden, 1u);
  EXPECT_GE(told, 3u);

  const std::vector<PageTable> tables = page_tables(page);
  std::map<std::string, std::vector<CsvRow>> trends;
  for (const CsvRow& row : csv_of(outputs.path("trends.csv"))) trends[row.at("trend")].push_back(row);
  ASSERT_EQ(trends.size(), 2u);
  std::size_t anew = 0;
  for (const auto& [name, points] : trends) {
    std::vector<PageRow> rows;
    for (const PageTable& each : tables) {
      if (each.caption != titles.at(name)) continue;
      std::vector<PageRow> found;
      for (const PageRow& row : each.rows)
        if (row.css_class != "group") found.push_back(row);
      if (found.size() != points.size()) continue;
      rows = found;
      anew += each.rows.size() - found.size();
    }
    ASSERT_EQ(rows.size(), points.size()) << name;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const std::vector<std::string>& cells = rows[i].cells;
      const std::vector<std::string> value{points[i].at("value")};
      EXPECT_EQ(numbers_in(cells.at(1)), value) << name << i;
      if (cells.size() == 5) {
        const std::vector<std::string> could_be = numbers_in(cells.at(2));
        if (!points[i].at("possible_lo").empty()) {
          ASSERT_FALSE(could_be.empty()) << name << i;
          EXPECT_EQ(could_be.front(), points[i].at("possible_lo")) << name << i;
          EXPECT_EQ(could_be.back(), points[i].at("possible_hi")) << name << i;
        } else {
          EXPECT_TRUE(could_be.empty()) << name << i;
        }
      }
      const std::string signal =
          points[i].at("signal") + (points[i].at("meaning").empty() ? "" : ": " + points[i].at("meaning"));
      EXPECT_EQ(cells.back(), signal) << name << i;
    }
    // The chart has a mark for each point.
    const std::size_t chart = page.find("Control chart: " + titles.at(name));
    ASSERT_NE(chart, std::string::npos);
    const std::string drawn = page.substr(chart, page.find("<ul class=\"legend\">", chart) - chart);
    std::size_t marks = 0;
    for (const char* mark : {"<circle", "<path"})
      for (std::size_t at = drawn.find(mark); at != std::string::npos; at = drawn.find(mark, at + 1)) ++marks;
    EXPECT_EQ(marks, points.size());
  }
  EXPECT_EQ(anew, 1u);
}

// The years of a case, beside their chart, against cases.csv.
TEST(OutputsAgree, the_years_of_a_case_are_on_the_page_as_in_the_file) {
  const Outputs outputs(every_chart);
  ASSERT_EQ(outputs.finished.exit_code, 0) << outputs.finished.err;
  std::map<std::string, std::map<std::string, std::vector<double>>> years;  // by year and column, rising
  for (const CsvRow& row : csv_of(outputs.path("cases.csv"))) {
    if (!row.at("what").starts_with("year ")) continue;
    std::set<double> amounts;
    for (const char* column : {"low", "central", "high"}) amounts.insert(std::abs(std::stod(row.at(column))));
    years[row.at("name")][row.at("what")] = {amounts.begin(), amounts.end()};
  }
  ASSERT_EQ(years.size(), 4u);
  std::size_t told = 0;
  for (const PageTable& table : page_tables(outputs.file("report.html"))) {
    if (table.caption != "Year by year: Listening visits over three years") continue;
    for (const PageRow& row : table.rows) {
      const std::array columns{"year costs", "year savings", "year net so far"};
      for (std::size_t i = 0; i < columns.size(); ++i) {
        std::string cell = row.cells.at(i + 1);
        std::erase(cell, ',');
        std::set<double> amounts;
        for (const std::string& number : numbers_in(cell)) amounts.insert(std::abs(std::stod(number)));
        EXPECT_EQ(std::vector<double>(amounts.begin(), amounts.end()), years.at(row.cells[0].substr(0, 1)).at(columns[i]))
            << row.cells[0] << columns[i];
        ++told;
      }
    }
  }
  EXPECT_EQ(told, 12u);
  EXPECT_NE(outputs.file("report.html").find("Year by year: Listening visits over three years</title>"), std::string::npos);
}

void expect_workbook_agrees(const Outputs& outputs, const std::string& sheet, const std::string& file, std::size_t before) {
  const Workbook book(outputs.file("report.xlsx"));
  const auto found = book.sheets().find(sheet);
  ASSERT_NE(found, book.sheets().end()) << sheet;
  const auto csv = cells_of(outputs.file(file));
  const WorkbookRows& rows = found->second;
  ASSERT_EQ(rows.size(), csv.size()) << sheet;
  std::size_t numbers = 0;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    for (std::size_t column = 0; column < csv[i].size(); ++column) {
      const WorkbookCell cell = column + before < rows[i].size() ? rows[i][column + before] : WorkbookCell{};
      const std::string& expected = csv[i][column];
      const std::string where = sheet + ' ' + csv[0][column] + " of row " + std::to_string(i);
      if (cell.is_text || cell.value.empty()) {
        if (cell.value == "[c]")
          EXPECT_EQ(expected, "") << where;
        else
          EXPECT_EQ(cell.value, expected.substr(expected.rfind("'=", 0) == 0 ? 1 : 0)) << where;
      } else if (csv[0][column].rfind("period_", 0) == 0 || csv[0][column] == "parameters_on" ||
                 csv[0][column] == "limits_from") {
        EXPECT_EQ(base::format_iso_date(static_cast<base::Day>(std::stoi(cell.value) - 25'569)), expected) << where;
      } else {
        EXPECT_EQ(std::stod(cell.value), std::stod(expected)) << where;
        ++numbers;
      }
    }
  }
  EXPECT_GT(numbers, 0u) << sheet;
}

TEST(OutputsAgree, the_workbook_has_the_figures_of_the_csv_files_as_numbers) {
  const Outputs outputs(every_chart);
  ASSERT_EQ(outputs.finished.exit_code, 0) << outputs.finished.err;
  expect_workbook_agrees(outputs, "Indicators", "indicators.csv", 2);
  expect_workbook_agrees(outputs, "Gaps", "gaps.csv", 2);
  expect_workbook_agrees(outputs, "Trends", "trends.csv", 2);
  expect_workbook_agrees(outputs, "Costs and savings", "cases.csv", 0);
  expect_workbook_agrees(outputs, "Payments", "incentives.csv", 0);
  expect_workbook_agrees(outputs, "Guarantees", "guarantees.csv", 0);

  // What a hidden line shows, and what the sheets of counts have against report.json.
  const Workbook book(outputs.file("report.xlsx"));
  const nlohmann::json report = outputs.json();
  const WorkbookRows& offers = book.sheets().at("Offers");
  ASSERT_EQ(offers.size(), report["offers"].size() + 1);
  for (std::size_t i = 1; i < offers.size(); ++i) {
    const nlohmann::json& offer = report["offers"][i - 1];
    for (std::size_t column = 3; column < offers[0].size(); ++column) {
      const nlohmann::json& count = offer[offers[0][column].value];
      EXPECT_EQ(offers[i][column].value, count.is_null() ? "[c]" : std::to_string(count.get<std::int64_t>()))
          << offers[0][column].value << " of " << offer["name"];
    }
  }
  EXPECT_EQ(book.sheets().count("Notes"), 1u);
  EXPECT_EQ(book.sheets().count("Levels") + book.sheets().count("Reach") + book.sheets().count("Lists") +
                book.sheets().count("Allocations"),
            4u);
}

TEST(OutputsAgree, the_workbook_runs_nothing_and_has_no_clock) {
  const Outputs one(every_chart), other(every_chart);
  ASSERT_EQ(one.finished.exit_code, 0) << one.finished.err;
  EXPECT_EQ(one.file("report.xlsx"), other.file("report.xlsx"));
  EXPECT_EQ(one.file("report.html"), other.file("report.html"));
  const Workbook book(one.file("report.xlsx"));
  EXPECT_NE(book.xml("docProps/core.xml").find("2026-03-31T00:00:00Z"), std::string::npos);
  for (const auto& [name, xml] : book.files()) {
    EXPECT_EQ(xml.find("<f>"), std::string::npos) << name;
    EXPECT_EQ(xml.find("<v>nan"), std::string::npos) << name;
    EXPECT_EQ(xml.find("<v>-nan"), std::string::npos) << name;
    EXPECT_EQ(xml.find("<v>inf"), std::string::npos) << name;
    if (name.rfind("xl/worksheets/sheet", 0) == 0 && name != "xl/worksheets/sheet1.xml") {
      EXPECT_NE(xml.find("state=\"frozen\""), std::string::npos) << name;
      EXPECT_NE(xml.find("<cols>"), std::string::npos) << name;
    }
  }
}

// All words of a text that could be keys.
std::set<std::string> words_of(const std::string& text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : text + ' ') {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      word += c;
    else if (!word.empty())
      words.insert(std::exchange(word, {}));
  }
  return words;
}

TEST(OutputsAgree, nobodys_key_is_in_what_is_told_of_all) {
  const std::vector<std::string> with_lists{"frameworks/england/first-1000-days.fair", "--records", "examples/surrey",
                                            "--as-at", "2026-04-01"};
  std::set<std::string> keys;
  for (const char* file : {"families.csv", "people.csv", "contacts.csv"})
    for (const CsvRow& row : csv_of(harness::project_root() / "examples/surrey" / file))
      for (const char* column : {"family_id", "person_id", "contact_id"})
        if (row.contains(column)) keys.insert(row.at(column));
  ASSERT_GT(keys.size(), 10'000U);
  bool lists = false;
  for (const auto& arguments : {surrey, every_chart, with_lists}) {
    const Outputs outputs(arguments);
    ASSERT_EQ(outputs.finished.exit_code, 0) << outputs.finished.err;
    lists = lists || std::filesystem::exists(outputs.path("lists.csv"));
    // The files about people have them: they would be found.
    EXPECT_TRUE(words_of(outputs.file("families.csv")).contains("F0001"));
    std::string all = outputs.file("report.json") + outputs.file("report.html") + outputs.file("manifest.json") +
                      outputs.file("indicators.csv") + outputs.finished.out + outputs.finished.err;
    const Workbook book(outputs.file("report.xlsx"));
    for (const auto& [name, xml] : book.files()) all += xml;
    for (const std::string& word : words_of(all)) EXPECT_FALSE(keys.contains(word)) << arguments[0];
  }
  EXPECT_TRUE(lists);
}

TEST(OutputsAgree, report_json_fits_its_schema) {
  const JsonSchema check(schema());
  for (const auto& arguments : {surrey, every_chart}) {
    const Outputs outputs(arguments);
    ASSERT_EQ(outputs.finished.exit_code, 0) << outputs.finished.err;
    nlohmann::json report = outputs.json();
    EXPECT_EQ(check.mistakes(report), std::vector<std::string>{});
    // The check finds what is wrong.
    nlohmann::json without = report, with = report, other = report, below = report;
    without["outcomes"][0]["indicators"][0]["lines"][0].erase("value");
    EXPECT_EQ(check.mistakes(without).size(), 1u);
    with["offers"][0]["clock"] = "12:00";
    EXPECT_EQ(check.mistakes(with).size(), 1u);
    other["as_at"] = 20260401;
    EXPECT_FALSE(check.mistakes(other).empty());
    below["reach"]["by_deprivation"][0]["families"] = -1;
    EXPECT_EQ(check.mistakes(below).size(), 1u);
  }
}

TEST(OutputsAgree, a_schema_with_a_word_that_the_check_does_not_know_is_told) {
  EXPECT_EQ(JsonSchema(nlohmann::json{{"oneOf", nlohmann::json::array()}}).mistakes(1).size(), 1u);
}

TEST(Workbook, keeps_texts_as_texts_whatever_they_hold) {
  const harness::TemporaryFolder folder;
  const auto made = made_report();
  made->plan.indicators[0].title = "=HYPERLINK(\"x\")";
  made->run.said_once = {"=1+1", "caf\xE9 & <b>", std::string(40'000, 'x'), "a\x01z"};
  made->run.reject_reasons = {{"a.csv", "'=cmd", "@sum", 3}};
  ASSERT_TRUE(write_xlsx(made->run, folder.path() / "a.xlsx"));
  const Workbook book(harness::read_file(folder.path() / "a.xlsx"));
  for (const auto& [name, xml] : book.files()) EXPECT_EQ(xml.find("<f>"), std::string::npos) << name;
  std::string notes;
  for (const auto& row : book.sheets().at("Notes"))
    for (const WorkbookCell& cell : row) notes += cell.value.substr(0, 60) + '\n';
  for (const std::string text : {"\n=1+1\n", "caf\xEF\xBF\xBD & <b>", "a\xEF\xBF\xBDz", "[c]: hidden"})
    EXPECT_NE(notes.find(text), std::string::npos) << text;
  EXPECT_EQ(book.sheets().at("Indicators")[1][0].value, "=HYPERLINK(\"x\")");
  EXPECT_TRUE(book.sheets().at("Indicators")[1][0].is_text);
  EXPECT_EQ(book.sheets().at("Not used")[1][1].value, "=cmd");
  EXPECT_EQ(book.sheets().at("Not used")[1][3].value, "3");
  // A hidden line of the made-up run: no figure, and the mark.
  std::size_t marks = 0;
  for (const auto& row : book.sheets().at("Indicators"))
    for (const WorkbookCell& cell : row) marks += cell.value == "[c]" ? 1U : 0U;
  EXPECT_GT(marks, 5u);
}

TEST(Workbook, a_folder_that_is_not_there_is_told) { EXPECT_FALSE(write_xlsx(made_report()->run, "/nowhere/at/all/a.xlsx")); }

TEST(OutputsAgree, what_was_not_used_is_told_with_its_reason) {
  const Outputs outputs(surrey);
  ASSERT_EQ(outputs.finished.exit_code, 0) << outputs.finished.err;
  std::uint64_t told = 0;
  const nlohmann::json report = outputs.json();
  for (const auto& each : report["not_used"]) told += each["count"].get<std::uint64_t>();
  EXPECT_EQ(told, report["manifest"]["rejects"].get<std::uint64_t>());
  EXPECT_EQ(told, csv_of(outputs.path("rejects.csv")).size());
  EXPECT_NE(outputs.file("report.html").find("the key is repeated: the first row stays"), std::string::npos);
}

// --- Next to nothing to say
constexpr const char* small_framework = R"(framework test.small "Small" {
  version "1"
}
use uk.family-record
tiers support for family "Support" {
  universal "Universal"
  plus      "Plus"  when lone-parent
}
offer visits for family "Visits" { tier universal,  amount { universal 1 visit, plus 4 visits } }
offer talk for child "A talk" { when gestation is under 37 weeks,  due within 14 days of date-of-birth,  met by contact where (kind is new-birth-visit) }
outcome start "A start" {
  indicator early "Born early" {
    among child,  count gestation is under 37 weeks,  show percent,  better lower,  target 5% by 2027-03-31
    by imd-quintile
    compare "England" 7%
    HIDE
  }
  indicator weight "Weeks" { among child,  average gestation,  show weeks,  better higher,  HIDE }
  indicator seen "Contacts" { among child,  total count of contacts,  show rate per 1,000,  better lower,  HIDE
    by imd-decile
  }
  gap apart "Apart" { of early,  between imd-quintile 1 and imd-quintile 5 }
  slope along "Along" { of seen,  over imd-decile }
  concentration lean "Where" { of seen,  over imd-decile }
  trend over-time "Over time" { of early }
}
example "One" { as at 2026-04-01
  family { child noah { date-of-birth 2024-01-01 } } }
)";

void expect_sensible(const std::string& what, const std::string& hide, const std::map<std::string, std::string>& records,
                     const std::vector<std::string>& words) {
  const harness::TemporaryFolder folder;
  std::string framework = small_framework;
  for (std::size_t at = framework.find("HIDE"); at != std::string::npos; at = framework.find("HIDE"))
    framework.replace(at, 4, hide);
  folder.write("small.fair", framework);
  for (const auto& [file, text] : records) folder.write("records/" + file, text);
  const Outputs outputs(
      {(folder.path() / "small.fair").string(), "--records", (folder.path() / "records").string(), "--as-at", "2026-04-01"});
  ASSERT_EQ(outputs.finished.exit_code, 0) << what << outputs.finished.err;
  EXPECT_EQ(JsonSchema(schema()).mistakes(outputs.json()), std::vector<std::string>{}) << what;
  const std::string page = outputs.file("report.html");
  const std::string text = page_text(std::string_view(page).substr(page.find("<body>")));
  static const std::regex no_figure("(^|[^a-z])-?(nan|inf|null|undefined)($|[^a-z])", std::regex::icase);
  for (const std::string& told : {text, outputs.file("indicators.csv"), outputs.file("gaps.csv"), outputs.file("trends.csv")}) {
    std::smatch found;
    EXPECT_FALSE(std::regex_search(told, found, no_figure))
        << what << ": "
        << found.prefix().str().substr(found.prefix().length() > 40 ? static_cast<std::size_t>(found.prefix().length()) - 40
                                                                    : 0)
        << found.str();
    EXPECT_EQ(told.find("-0.0%"), std::string::npos) << what;
  }
  EXPECT_EQ(page.find("=\"nan"), std::string::npos) << what;
  for (const std::string& word : words) EXPECT_NE(text.find(word), std::string::npos) << what << ": " << word;
  const Workbook book(outputs.file("report.xlsx"));
  EXPECT_GE(book.sheets().size(), 3u) << what;
}

TEST(NextToNothing, has_sensible_words) {
  const std::string families = "family_id,lsoa,lone_parent\n",
                    people = "person_id,family_id,relationship,date_of_birth,gestation\n";
  const std::string places = "lsoa,imd_decile,imd_quintile\nA,1,1\nB,10,5\n", contacts = "contact_id,person_id,date,kind\n";
  const std::map<std::string, std::string> none{
      {"families.csv", families}, {"people.csv", people}, {"places.csv", places}, {"contacts.csv", contacts}};
  expect_sensible("no families", "hide counts below 8", none, {"There are no families", "nobody to count"});
  std::map<std::string, std::string> one = none;
  one["families.csv"] += "F1,A,yes\n";
  one["people.csv"] += "P1,F1,child,2026-03-01,36 weeks\n";
  expect_sensible("one family, all shown", "note \"All is shown\"", one,
                  {"100.0%", "of 1", "no measure of this framework asks for them to be hidden"});
  expect_sensible("one family, hidden", "hide counts below 8", one,
                  {"hidden (small numbers)", "hidden, as the numbers are small"});
  std::map<std::string, std::string> unknown = none;
  for (int i = 0; i < 20; ++i) {
    unknown["families.csv"] += "F" + std::to_string(i) + ",,\n";
    unknown["people.csv"] += "P" + std::to_string(i) + ",F" + std::to_string(i) + ",child,2026-03-01,\n";
  }
  expect_sensible("all unknown", "hide counts below 8", unknown,
                  {"not known for anybody", "For 20 families something that nobody recorded"});
}

// --- In a browser
TEST(Browser, the_page_fits_telephone_desktop_and_paper) {
  const Outputs first(surrey), second(every_chart);
  ASSERT_EQ(second.finished.exit_code, 0) << second.finished.err;
  const harness::Finished looked = harness::run_command("tests/report/browser/check " + first.path("report.html").string() +
                                                        ' ' + second.path("report.html").string());
  if (looked.exit_code == 77) GTEST_SKIP() << looked.err;
  EXPECT_EQ(looked.exit_code, 0) << looked.out << looked.err;
}

TEST(Browser, the_check_finds_what_is_wrong) {
  const harness::TemporaryFolder folder;
  folder.write("wide.html",
               "<!DOCTYPE html><html lang=\"en\"><body><h1>A</h1><h3>B</h3><main><div style=\"width:2000px\">wide</div>"
               "<p>one</p><p style=\"margin-top:-3rem\">over it</p><a href=\"#gone\">x</a><p>NaN</p>"
               "<script>console.error('broken')</script></main></body></html>");
  const harness::Finished looked = harness::run_command("tests/report/browser/check " + (folder.path() / "wide.html").string());
  if (looked.exit_code == 77) GTEST_SKIP() << looked.err;
  EXPECT_EQ(looked.exit_code, 1) << looked.out;
  for (const char* finding : {"the page is", "runs off the page", "lies over another", "a heading of level 3",
                              "a link leads nowhere", "says", "broken"})
    EXPECT_NE(looked.out.find(finding), std::string::npos) << finding << '\n' << looked.out;
}

// The other document that programs read of a framework alone.
TEST(Conform, IsAsItsSchemaSays) {
  const JsonSchema conform(nlohmann::json::parse(harness::read_file(harness::project_root() / "docs/conform.schema.json")));
  const std::string area = "examples/sharing/hillshire/hillshire/";
  for (const std::vector<std::string>& what :
       std::vector<std::vector<std::string>>{{"frameworks/cornwall/one-vision.fair"},
                                             {area + "early-start.fair", "--library", "examples/sharing/region"},
                                             {area + "too-little.fair", "--library", "examples/sharing/region"}}) {
    std::vector<std::string> command = {"conform", "--format", "json"};
    command.insert(command.end(), what.begin(), what.end());
    const nlohmann::json document = nlohmann::json::parse(harness::run_program(command).out);
    EXPECT_EQ(conform.mistakes(document), std::vector<std::string>());
    EXPECT_EQ(document["conforms"], what.front() != area + "too-little.fair");
  }
}

}  // namespace
}  // namespace fairstart::report::outputs_agree_test
