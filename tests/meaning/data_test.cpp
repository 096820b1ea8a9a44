// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>
#include <sstream>

#include "tests/meaning/small_family.hpp"

// The meaning of small rules as it was worked out elsewhere, row by row: tests/data/meaning/README.md says how.
namespace fairstart::meaning::data_test {
namespace {

using Cells = std::vector<std::string>;

std::size_t each_row(const std::string& file, std::size_t columns, const std::function<void(const Cells&)>& visit) {
  std::istringstream in(harness::read_file(harness::project_root() / "tests/data/meaning" / file));
  std::string line, cell;
  std::getline(in, line);
  std::size_t rows = 0;
  while (std::getline(in, line) && !testing::Test::HasFailure()) {
    Cells cells;
    std::istringstream parts(line);
    while (std::getline(parts, cell, '\t')) cells.push_back(cell);
    EXPECT_EQ(cells.size(), columns) << line;
    if (cells.size() != columns) continue;
    SCOPED_TRACE(file + ": " + line);
    visit(cells);
    ++rows;
  }
  return rows;
}

std::optional<std::int64_t> value_of(char cell) {
  if (cell == '?') return {};
  return cell - '0';
}

constexpr const char* yes_no_facts = R"(framework test.facts "Facts" {
}
record family, families "Family" {
  key family-id
  f0 : yes/no,  f1 : yes/no,  f2 : yes/no,  f3 : yes/no,  f4 : yes/no,  f5 : yes/no
}
)";

void set_facts(SmallFamily& family, const std::string& facts) {
  for (std::size_t i = 0; i < facts.size(); ++i)
    family.set(family.field("family", "f" + std::to_string(i)), 0, value_of(facts[i]));
}

column::Answer answer(const std::string& certainly, const std::string& possibly) {
  return certainly == "1" ? column::yes : possibly == "1" ? column::unknown : column::no;
}

TEST(data, conditions_are_pairs) {
  std::size_t settled = 0;
  const std::size_t rows = each_row("conditions.tsv", 6, [&](const Cells& cells) {
    const harness::Checked checked =
        harness::check_text(yes_no_facts + cells[1] + "\ndefine rule for family means " + cells[0] + '\n');
    ASSERT_TRUE(checked.plan) << checked.text();
    SmallFamily family(*checked.plan, {});
    set_facts(family, cells[2]);
    const column::Answer got = family.evaluated().answer(*checked.plan, meaning_of(*checked.plan, "rule"), 0);
    EXPECT_EQ(got, answer(cells[3], cells[4]));
    if (got != column::unknown) { EXPECT_EQ(cells[5], got == column::yes ? "1" : "0"); }
    settled += got != column::unknown ? 1 : 0;
  });
  EXPECT_EQ(rows, 300U);
  EXPECT_GT(settled, 50U);
}

TEST(data, any_every_and_count_over_every_completion) {
  const harness::Checked checked = harness::check_text(R"(framework test.lists "Lists" {
}
record family, families "Family" { key family-id }
record event, events "Event" { key event-id,  belongs to family by family-id,  there : yes/no,  claim : yes/no }
define some for family means any event where there
define all for family means every event where there has (claim)
define how-many for family means count of events where there
)");
  ASSERT_TRUE(checked.plan) << checked.text();
  const plan::Plan& plan = *checked.plan;
  const std::size_t rows = each_row("lists.tsv", 9, [&](const Cells& cells) {
    const std::string there = cells[0] == "-" ? "" : cells[0];
    SmallFamily family(plan, {{"event", there.size()}});
    for (column::Row row = 0; row < there.size(); ++row) {
      family.set(family.field("event", "there"), row, value_of(there[row]));
      family.set(family.field("event", "claim"), row, value_of(cells[1][row]));
    }
    family.database.tables[1].partial = cells[2] == "1";
    const column::Evaluated got = family.evaluated();
    EXPECT_EQ(got.answer(plan, meaning_of(plan, "some"), 0), answer(cells[3], cells[4]));
    EXPECT_EQ(got.answer(plan, meaning_of(plan, "all"), 0), answer(cells[7], cells[8]));
    const column::Interval count = got.interval(plan, meaning_of(plan, "how-many"), 0);
    EXPECT_EQ(count.lo, std::stoll(cells[5]) * base::million);
    EXPECT_EQ(count.hi, cells[6] == "more" ? column::no_upper : std::stoll(cells[6]) * base::million);
  });
  EXPECT_EQ(rows, 300U);
}

std::uint64_t bits(const std::string& levels) {
  std::uint64_t out = 0;
  for (const char level : levels) out |= std::uint64_t{1} << (level - '0');
  return out;
}

TEST(data, tiers_and_segments_hold_every_completion) {
  const std::size_t rows = each_row("levels.tsv", 9, [&](const Cells& cells) {
    const auto levels = [&](const std::string& end) {
      return "b" + end + " \"B\" when " + cells[0] + "\nc" + end + " \"C\" when " + cells[1] + "\nd" + end + " \"D\" when " +
             cells[2];
    };
    const harness::Checked checked =
        harness::check_text(yes_no_facts + cells[3] + "\ntiers support for family \"T\" {\nfirst-t \"A\"\n" + levels("t") +
                            "\n}\nsegments part for family \"S\" {\n" + levels("s") + "\nlast-s \"A\" otherwise\n}\n");
    ASSERT_TRUE(checked.plan) << checked.text();
    SmallFamily family(*checked.plan, {});
    set_facts(family, cells[4]);
    const column::Evaluated got = family.evaluated();
    const std::uint64_t tiers = got.possible_levels(*checked.plan, plan::LevelsId{0U}, 0),
                        segments = got.possible_levels(*checked.plan, plan::LevelsId{1U}, 0);
    EXPECT_EQ(tiers, bits(cells[5]));
    EXPECT_EQ(bits(cells[6]) & ~tiers, 0U);
    EXPECT_EQ(segments, bits(cells[7]));
    EXPECT_EQ(bits(cells[8]) & ~segments, 0U);
  });
  EXPECT_EQ(rows, 200U);
}

TEST(data, latest_is_what_every_completion_says) {
  const harness::Checked checked = harness::check_text(R"(framework test.lists "Lists" {
}
record family, families "Family" { key family-id }
record event, events "Event" {
  key event-id,  belongs to family by family-id,  happens on date
  date : date,  there : yes/no,  value : whole number
}
define last for family means value of latest event where there
)");
  ASSERT_TRUE(checked.plan) << checked.text();
  const plan::Plan& plan = *checked.plan;
  std::size_t known = 0;
  const std::size_t rows = each_row("latest.tsv", 4, [&](const Cells& cells) {
    const std::string days = cells[0] == "-" ? "" : cells[0];
    SmallFamily family(plan, {{"event", days.size()}});
    for (column::Row row = 0; row < days.size(); ++row) {
      family.set(family.field("event", "date"), row, 20000 + (days[row] - '0'));
      family.set(family.field("event", "there"), row, value_of(cells[1][row]));
      family.set(family.field("event", "value"), row, cells[2][row] - '0');
    }
    const column::Interval got = family.evaluated().interval(plan, meaning_of(plan, "last"), 0);
    // Known where all completions say one value, and there is always a row.
    if (cells[3].size() == 1) {
      EXPECT_EQ(got.lo, std::stoll(cells[3]) * base::million);
      EXPECT_TRUE(got.known());
      ++known;
    } else {
      EXPECT_EQ(got, column::Interval{});
    }
  });
  EXPECT_EQ(rows, 300U);
  EXPECT_GT(known, 40U);
}

}  // namespace
}  // namespace fairstart::meaning::data_test
