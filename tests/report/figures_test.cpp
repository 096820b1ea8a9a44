// SPDX-License-Identifier: Apache-2.0
#include "engine/report/figures.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <nlohmann/json.hpp>

#include "engine/report/csv.hpp"
#include "engine/report/html.hpp"
#include "engine/report/quantity.hpp"
#include "tests/report/made_report.hpp"

namespace fairstart::report::figures_test {
namespace {

std::string cell_text(std::string_view text) {
  std::string line;
  append_text_cell(line, text);
  return line;
}

TEST(Csv, quotes_only_where_it_must) {
  EXPECT_EQ(cell_text("plain text"), "plain text");
  EXPECT_EQ(cell_text("a,b"), "\"a,b\"");
  EXPECT_EQ(cell_text("say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(cell_text("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(cell_text("Zoë"), "Zoë");
  EXPECT_EQ(cell_text(""), "");
}

TEST(Csv, a_text_that_a_spreadsheet_would_run_gets_an_apostrophe) {
  EXPECT_EQ(cell_text("=1+1"), "'=1+1");
  EXPECT_EQ(cell_text("@SUM(A1,A2)"), "\"'@SUM(A1,A2)\"");
  EXPECT_EQ(cell_text("-3"), "'-3");
  EXPECT_EQ(cell_text("\tx"), "'\tx");
  std::string number;
  append_cell(number, "-3");
  EXPECT_EQ(number, "-3");
}

TEST(Quantity, stands_in_the_unit_that_the_framework_wrote) {
  plan::Plan plan;
  plan.units.push_back({"visit", "visits"});
  const types::Type visits = types::number(types::Measure::unit, types::UnitId(std::size_t{0}));
  EXPECT_EQ(amount_text(visits, 8'000'000) + ' ' + unit_text(visits, plan), "8 visits");
  types::Type weeks = types::number(types::Measure::days);
  weeks.shown_in = types::TimeUnit::week;
  EXPECT_EQ(amount_text(weeks, 21'000'000) + ' ' + unit_text(weeks, plan), "3 weeks");
  types::Type income = types::number(types::Measure::money);
  income.per = types::Base{types::Measure::months, {}};
  income.shown_per = types::TimeUnit::year;
  EXPECT_EQ(amount_text(income, 22'900'500'000) + ' ' + unit_text(income, plan), "22900.5 £ per year");
  EXPECT_EQ(amount_text(types::number(types::Measure::percent), 125'000), "12.5");
  EXPECT_EQ(amount_text(visits, column::no_upper), "");
  EXPECT_EQ(unit_text(types::whole_number(), plan), "");
}

TEST(Totals, do_not_depend_on_the_order_of_adding) {
  const auto made = made_report();
  Totals one = made->run.totals, other = made->run.totals, two;
  other.families = 7;
  other.asked["ethnicity of person"] = 3;
  other.levels[0][0] = {{1, 2, 3}, 4, 6};
  other.parameter_missing[plan::ParameterId(std::size_t{0})] = 2;
  two.add(other);
  two.add(one);
  one.add(other);
  EXPECT_EQ(one.families, 1245);
  EXPECT_EQ(one.families, two.families);
  EXPECT_EQ(one.asked, two.asked);
  EXPECT_EQ(one.parameter_missing, two.parameter_missing);
  ASSERT_EQ(one.levels[0].size(), 6U);
  for (const auto& [fifth, counts] : one.levels[0]) {
    EXPECT_EQ(counts.at_level, two.levels[0].at(fifth).at_level);
    EXPECT_EQ(counts.total, two.levels[0].at(fifth).total);
  }
  EXPECT_EQ(one.offers[1].cannot_tell, 80);
  EXPECT_EQ(one.indicators[0].breakdowns, two.indicators[0].breakdowns);
}

TEST(Figures, small_counts_of_levels_are_hidden_with_one_more_of_the_row_and_column) {
  const auto made = made_report();
  const Figures figures = figures_of(made->run);
  EXPECT_EQ(figures.below, 8);
  ASSERT_EQ(figures.schemes.size(), 1U);
  const auto& rows = figures.schemes[0].rows;
  ASSERT_EQ(rows.size(), 6U);
  EXPECT_EQ(rows.back().fifth, everyone);
  EXPECT_EQ(rows.back().total, 1238);
  EXPECT_FALSE(rows[3].at_level[2]);  // 3 targeted in the fourth fifth
  EXPECT_FALSE(rows[3].at_level[1]);
  EXPECT_FALSE(rows[4].at_level[1]);
  EXPECT_FALSE(rows[4].at_level[2]);
  EXPECT_EQ(rows[3].at_level[0], 190);
}

TEST(Figures, in_any_table_of_levels_no_subtraction_gives_a_small_count_away) {
  const bool held = rc::check([] {
    const auto made = made_report();
    auto& by_fifth = made->run.totals.levels[0];
    by_fifth.clear();
    for (int fifth = 0; fifth <= 5; ++fifth) {
      Totals::ByFifth row;
      for (int level = 0; level < 3; ++level)
        row.at_level.push_back(*rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 12), rc::gen::inRange<std::int64_t>(0, 90)));
      for (const std::int64_t count : row.at_level) row.total += count;
      row.could_be_higher = *rc::gen::inRange<std::int64_t>(0, row.total + 1);
      by_fifth[fifth] = row;
    }
    const auto rows = figures_of(made->run).schemes.at(0).rows;
    for (const SchemeRow& row : rows) {
      std::int64_t shown = 0;
      std::size_t hidden = 0;
      for (const Shown& count : row.at_level) {
        shown += count.value_or(0);
        hidden += count ? 0U : 1U;
        RC_ASSERT(!count || *count == 0 || *count >= 8);
      }
      if (!row.total) {
        RC_ASSERT(hidden > 0U);
        continue;
      }
      RC_ASSERT(*row.total - shown == 0 || *row.total - shown >= 8);
      RC_ASSERT(!row.could_be || ((*row.could_be == 0 || *row.could_be >= 8) &&
                                  (*row.could_be == *row.total || *row.total - *row.could_be >= 8)));
    }
    for (std::size_t level = 0; level < 3; ++level) {
      if (!rows.back().at_level[level]) continue;
      std::int64_t rest = *rows.back().at_level[level];
      std::size_t hidden = 0;
      for (std::size_t row = 0; row + 1 < rows.size(); ++row) {
        rest -= rows[row].at_level[level].value_or(0);
        hidden += rows[row].at_level[level] ? 0U : 1U;
      }
      RC_ASSERT(hidden != 1U);
      RC_ASSERT(rest == 0 || rest >= 8);
    }
  });
  EXPECT_TRUE(held);
}

TEST(Figures, overdue_and_missed_do_not_tell_each_other) {
  const auto made = made_report();
  made->run.totals.offers[0] = {100, 0, 0, 40, 33, 27, 30};
  const OfferRow row = figures_of(made->run).offers[0];
  EXPECT_EQ(row.offered, 100);
  EXPECT_EQ(row.missed, 33);
  EXPECT_FALSE(row.overdue);  // 3 of them may have been received

  // 7 open are told by the others if 35 missed show, and 35 missed by 35 overdue.
  made->run.totals.offers[0] = {77, 0, 0, 7, 35, 35, 35};
  const OfferRow other = figures_of(made->run).offers[0];
  EXPECT_FALSE(other.open);
  EXPECT_EQ(!other.missed, !other.overdue);
  EXPECT_TRUE(!other.missed || !other.done);
}

TEST(Figures, without_hiding_declared_everything_shows) {
  const auto made = made_report();
  made->plan.indicators[0].hide_below.reset();
  const Figures figures = figures_of(made->run);
  EXPECT_EQ(figures.below, 0);
  EXPECT_EQ(figures.schemes[0].rows[3].at_level[2], 3);
  EXPECT_EQ(figures.asked.back().families, 5);
}

TEST(Json, is_whole_and_hides_what_the_page_hides) {
  const auto made = made_report();
  const auto json = nlohmann::json::parse(report_json(made->run));
  EXPECT_EQ(json["framework"]["name"], "made.first-days");
  EXPECT_EQ(json["families"], 1238);
  EXPECT_EQ(json["hidden_below"], 8);
  EXPECT_TRUE(json["levels"][0]["rows"][3]["at_level"][2].is_null());
  EXPECT_EQ(json["levels"][0]["rows"][5]["deprivation_fifth"], "everyone");
  EXPECT_EQ(json["outcomes"][0]["indicators"][0]["lines"][0]["value"], 89.1);
  EXPECT_EQ(json["outcomes"][0]["indicators"][0]["target"], "95% by 2027-03-31");
  EXPECT_EQ(json["ask"]["facts"][0]["title"], "Household income");
  EXPECT_EQ(json["manifest"], nlohmann::json::parse(manifest_json(made->run)));
  EXPECT_EQ(json["manifest"]["inputs"][0]["rows_rejected"], 2);
}

TEST(Json, a_text_that_is_not_utf8_does_not_stop_it) {
  const auto made = made_report();
  made->run.said_once = {"caf\xE9"};
  EXPECT_NO_THROW(nlohmann::json::parse(report_json(made->run)));
}

TEST(IndicatorsCsv, hidden_lines_hold_no_figures) {
  const auto made = made_report();
  const std::string csv = indicators_csv(made->run);
  EXPECT_EQ(
      csv.substr(0, csv.find('\n')),
      "indicator,outcome,period_from,period_to,breakdown,group,numerator,denominator,value,lower,upper,possible_lo,possible_hi,"
      "comparator,comparison,target,target_status,excluded,hidden");
  EXPECT_NE(csv.find("mmr-by-two,best-start,2025-04-01,2026-04-01,everyone,everyone,515,580,89.1,86.3,91.4,86.2,89.5,England "
                     "2024/25: 88.9%,"
                     "similar,95% by 2027-03-31,not met,20,no\n"),
            std::string::npos);
  EXPECT_NE(csv.find("imd-quintile,5,,,,,,,,England 2024/25: 88.9%,,95% by 2027-03-31,,,yes\n"), std::string::npos);
}

TEST(Html, is_one_page_with_nothing_from_outside_and_all_text_escaped) {
  const auto made = made_report();
  made->plan.modules[0].title = "<script>alert('x')</script> & \"more\"";
  made->run.said_once = {"<b>bold</b>"};
  const std::string page = report_html(made->run);
  for (const std::string_view outside : {"http:", "https:", "url(", "@import", "<script", "<link", "<img", "<iframe"}) {
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
  }
  EXPECT_NE(page.find("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;"), std::string::npos);
  EXPECT_NE(page.find("&lt;b&gt;bold&lt;/b&gt;"), std::string::npos);
  EXPECT_NE(page.find("<html lang=\"en-GB\">"), std::string::npos);
  EXPECT_NE(page.find("hidden (small numbers)"), std::string::npos);
}

TEST(Html, every_element_that_opens_closes) {
  const std::string page = report_html(made_report()->run);
  for (const std::string element : {"table", "thead", "tbody", "tr", "td", "th", "div", "section", "ul", "li", "dl", "svg", "p",
                                    "span", "main", "header"}) {
    std::size_t opened = 0, closed = 0;
    for (std::size_t at = page.find('<' + element); at != std::string::npos; at = page.find('<' + element, at + 1)) {
      const char after = page[at + element.size() + 1];
      opened += after == '>' || after == ' ' ? 1U : 0U;
    }
    for (std::size_t at = page.find("</" + element + '>'); at != std::string::npos;
         at = page.find("</" + element + '>', at + 1))
      ++closed;
    EXPECT_EQ(opened, closed) << element;
    EXPECT_GT(opened, 0U) << element;
  }
}

TEST(Html, a_run_without_anything_is_still_a_page) {
  Made made;
  made.records.database.plan = &made.plan;
  made.run.plan = &made.plan;
  made.run.records = &made.records;
  EXPECT_NE(report_html(made.run).find("</html>"), std::string::npos);
  EXPECT_NO_THROW(nlohmann::json::parse(report_json(made.run)));
}

}  // namespace
}  // namespace fairstart::report::figures_test
