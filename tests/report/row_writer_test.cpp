// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <optional>
#include <utility>
#include <vector>

#include "engine/exec/program.hpp"
#include "engine/report/line.hpp"
#include "engine/report/report.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::report::row_writer_test {
namespace {

constexpr const char* records_of_rows = R"(framework test.rows "Rows" {
  version "1"
}
unit visit, visits
codes relations "Relations" { child "Child", adult "Adult" }
record place, places "Place" {
  key place-id
  imd-decile : whole number, from 1 to 10
}
record family, families "Family" {
  key family-id,  belongs to place by place-id
  alone  : yes/no
}
record person, people "Person" {
  key person-id,  belongs to family by family-id
  date-of-birth : date
  relation : one of relations
  seen : whole number
}
record contact, contacts "Contact" {
  key contact-id,  belongs to person by person-id,  happens on date
  date : date
}
role child, children "Child" is person where (relation is child)
)";

const std::string framework = std::string(records_of_rows) + R"(
tiers support for family "Support" {
  basic "Basic"
  more-help "More help" when alone
}
score seen-often for child "Seen" {
  1 point for each contact
}
offer first-visit for child "Visit" {
  tier basic
  when age is under 2 years
  due from 10 days to 40 days after date-of-birth
  met by contact
  amount 1 visit
}
offer peer-support for family "Peers" {
  tier more-help
}
)";

// Records of a framework, ready to be worked out and written.
struct Ready {
  using Files = std::vector<std::pair<std::string, std::string>>;
  Ready(const std::string& fair, const Files& files) : checked(harness::check_text(fair)) {
    EXPECT_TRUE(checked.plan) << checked.text();
    if (!checked.plan) return;
    for (const auto& [name, text] : files) folder.write(name, text);
    diagnostics::Diagnostics diagnostics;
    readers::Options options;
    options.rejects_path = folder.path() / "rejects.csv";
    records = readers::read_folder(folder.path(), *checked.plan, options, diagnostics);
    EXPECT_TRUE(records);
    if (!records) return;
    const column::Clock clock{*base::day_of(2026, 4, 1), *base::day_of(2025, 4, 2), *base::day_of(2026, 4, 1)};
    writer.emplace(records->database, clock, explain::Options{});
    program.emplace(records->database, clock, RowWriter::expressions(*checked.plan));
    families = static_cast<column::Row>(records->database.table(checked.plan->family).rows);
  }
  column::Evaluated evaluated(column::Row begin, column::Row end) const {
    column::Evaluated all;
    program->run(column::chunk_of_families(records->database, begin, end), all);
    return all;
  }
  // All families, in chunks.
  void write(column::Row chunk, ChunkText& text, Totals& totals) const {
    for (column::Row begin = 0; begin < families; begin += chunk) {
      Totals of_chunk;
      writer->write(evaluated(begin, std::min(families, begin + chunk)), text, of_chunk);
      totals.add(of_chunk);
    }
  }

  harness::TemporaryFolder folder;
  harness::Checked checked;
  std::optional<readers::Records> records;
  std::optional<RowWriter> writer;
  std::optional<exec::Program> program;
  column::Row families = 0;
};

struct Written {
  std::string families_header, people_header;
  ChunkText text;
  Totals totals;
};

Written write(column::Row chunk_families) {
  const Ready ready(
      framework,
      {{"places.csv", "place_id,imd_decile\nA,1\nB,10\n"},
       {"families.csv", "family_id,place_id,alone\n=1+1,A,yes\nF2,B,no\n\"F,3\",A,\n"},
       {"people.csv",
        "person_id,family_id,date_of_birth,relation\nP1,=1+1,2026-02-01,child\nP2,F2,1990-01-01,adult\nP3,\"F,3\",,child\n"},
       {"contacts.csv", "contact_id,person_id,date\nC1,P1,2026-02-05\n"}});
  if (!ready.program) return {};
  Written written{ready.writer->families_header(), ready.writer->people_header(), {}, {}};
  ready.write(chunk_families, written.text, written.totals);
  return written;
}

TEST(RowWriter, families_keep_their_order_with_level_and_what_to_ask) {
  const Written written = write(3);
  EXPECT_EQ(written.families_header, "family_id,support,support_could_be,ask_about\n");
  EXPECT_EQ(written.text.families,
            "'=1+1,more-help,,\n"
            "F2,basic,,\n"
            "\"F,3\",basic,more-help,\"alone of F,3\"\n");
}

TEST(RowWriter, people_outside_the_role_have_no_row) {
  const Written written = write(3);
  EXPECT_EQ(written.people_header, "person_id,family_id,seen_often_lo,seen_often_hi,ask_about\n");
  EXPECT_EQ(written.text.people,
            "P1,'=1+1,1,1,\n"
            "P3,\"F,3\",0,0,\n");
}

TEST(RowWriter, offers_say_window_amount_and_what_cannot_be_told) {
  const std::string offers = write(3).text.offers;
  EXPECT_NE(offers.find("'=1+1,,peer-support,offered,"), std::string::npos) << offers;
  EXPECT_NE(offers.find("'=1+1,P1,first-visit,offered,done,yes,1,1,visits,2026-02-11,2026-03-13,no,2026-02-05,"),
            std::string::npos)
      << offers;
  EXPECT_NE(offers.find("\"F,3\",,peer-support,can't tell,"), std::string::npos) << offers;
  EXPECT_NE(offers.find("\"F,3\",P3,first-visit,can't tell,"), std::string::npos) << offers;
  EXPECT_EQ(offers.find("F2,"), std::string::npos) << offers;
}

TEST(RowWriter, counts_by_fifth_offer_and_fact) {
  const Totals totals = write(3).totals;
  EXPECT_EQ(totals.families, 3);
  ASSERT_EQ(totals.levels.size(), 1U);
  EXPECT_EQ(totals.levels[0].at(1).at_level, (std::vector<std::int64_t>{1, 1}));  // tenths 1 and 2
  EXPECT_EQ(totals.levels[0].at(1).could_be_higher, 1);
  EXPECT_EQ(totals.levels[0].at(5).total, 1);
  EXPECT_EQ(totals.offers[0].offered, 1);
  EXPECT_EQ(totals.offers[0].done, 1);
  EXPECT_EQ(totals.offers[0].cannot_tell, 1);
  EXPECT_EQ(totals.asked.at("alone of family"), 1);
  EXPECT_EQ(totals.asked.at("date-of-birth of person"), 1);
  EXPECT_EQ(totals.families_to_ask, 1);
}

TEST(Line, whole_numbers_read_as_the_standard_library_writes_them) {
  std::vector<std::int64_t> numbers{0, -1, INT64_MIN, INT64_MAX};
  for (std::int64_t power = 1; power <= 1'000'000'000'000; power *= 10)
    for (const std::int64_t number : {power - 1, power, power + 1, 7 * power, -power}) numbers.push_back(number);
  for (std::int64_t number = 1; number < 100'000'000; number = number * 5 / 4 + 1) numbers.push_back(number);
  Line line;
  line.start(0);
  std::string expected;
  for (const std::int64_t number : numbers) {
    line.room(Line::longest_number + 1);
    line.put_whole(number);
    line.put(',');
    expected += std::to_string(number) + ',';
  }
  EXPECT_EQ(line.text(), expected);
}

TEST(Line, padded_texts_are_as_long_as_they_say) {
  constexpr std::size_t padding = 16;
  Line line;
  line.start(0);
  std::string expected;
  for (std::size_t size = 0; size < 3 * padding; ++size) {
    const std::string text(size, static_cast<char>('a' + size % 26));
    line.room(size + padding);
    line.put_padded<padding>((text + std::string(padding, '!')).data(), size);
    expected += text;
  }
  EXPECT_EQ(line.text(), expected);
}

// Of one family so large that its rows do not wait for its end.
TEST(RowWriter, rows_handed_on_are_those_of_the_whole_text) {
  const std::string rules = std::string(records_of_rows) + R"(
tiers support for family "Support" {
  basic "Basic"
  more-help "More help" when at least 2 children where (seen is at least 2)
}
score times-seen for person "Seen" {
  1 point when any contact
  1 point when at least 2 people where (seen is at least 3)
}
offer group-visit for child "Group" {
  tier more-help
}
)";
  constexpr int how_many = 220;
  const std::string id(100, 'x');
  std::string people = "person_id,family_id,relation,seen\n";
  for (int i = 0; i < how_many; ++i) people += id + std::to_string(i) + ",F2,child,\n";
  const Ready ready(rules,
                    {{"families.csv", "family_id,alone\nF1,yes\nF2,\nF3,no\n"}, {"people.csv", people + "last,F3,child,\n"}});
  ASSERT_TRUE(ready.program);
  const column::Evaluated evaluated = ready.evaluated(0, 3);
  ChunkText whole, part, parts;
  Totals totals, totals_of_parts;
  ready.writer->write(evaluated, whole, totals);
  std::size_t longest = 0, handed_on = 0;
  const auto add = [&](ChunkText& text) {
    longest = std::max(longest, text.families.size() + text.people.size() + text.offers.size());
    parts.families += text.families, parts.people += text.people, parts.offers += text.offers;
    text.clear();
  };
  ready.writer->write(evaluated, part, totals_of_parts, {}, [&](ChunkText& text) {
    ++handed_on;
    add(text);
  });
  add(part);
  EXPECT_GE(handed_on, 2U);
  EXPECT_LT(longest, std::size_t{5} << 20U);
  EXPECT_EQ(std::count(whole.offers.begin(), whole.offers.end(), '\n'), how_many);
  EXPECT_TRUE(parts.families == whole.families);
  EXPECT_TRUE(parts.people == whole.people);
  EXPECT_TRUE(parts.offers == whole.offers);
  EXPECT_EQ(totals_of_parts.offers[0].cannot_tell, totals.offers[0].cannot_tell);
}

// Each of the facts is certain to matter, and told without a formula: still no more than a cell holds.
TEST(RowWriter, a_cell_names_what_fits_into_it) {
  constexpr int conditions = 25, how_many = 24;
  std::string text = "framework test.rows \"Rows\" { version \"1\" }\nrecord family, families { key family-id }\n";
  std::string fields, members, heading = "person_id,family_id", people;
  for (int i = 0; i < conditions; ++i) {
    const std::string name = "f" + std::to_string(i);
    fields += "  " + name + " : yes/no\n";
    members += "  m" + std::to_string(i) + " \"M\" when any person where " + name + '\n';
    heading += ',' + name;
  }
  text += "record person, people {\n  key person-id,  belongs to family by family-id\n" + fields + "}\n";
  text += "groups needs for family \"Needs\" {\n" + members + "}\n";
  for (int i = 0; i < how_many; ++i) people += std::to_string(i) + ",1" + std::string(conditions, ',') + '\n';
  const Ready ready(text, {{"families.csv", "family_id\n1\n"}, {"people.csv", heading + '\n' + people}});
  ASSERT_TRUE(ready.program);
  ChunkText written;
  Totals totals;
  ready.write(1, written, totals);
  const std::string& row = written.families;
  EXPECT_EQ(row.find("may include"), std::string::npos);
  EXPECT_TRUE(row.starts_with("1,unknown,")) << row;
  EXPECT_TRUE(row.ends_with("; f24 of 19; and more\n")) << row;
  EXPECT_EQ(std::count(row.begin(), row.end(), ';'), 500);
  EXPECT_EQ(totals.asked.at("f24 of person"), 1);
}

TEST(RowWriter, families_of_very_many_rows_are_counted) {
  std::string people = "person_id,family_id,relation\n";
  int id = 0;
  const auto add = [&](const char* family, int how_many) {
    while (how_many-- > 0) people += std::to_string(++id) + ',' + family + ",child\n";
  };
  add("F1", 1'000), add("F2", 1'500), add("F3", 3), add("F4", 1'001);
  const Ready ready(std::string(records_of_rows) + "tiers t for family {\n a \"A\"\n b \"B\" when alone\n}\n",
                    {{"families.csv", "family_id,alone\nF1,yes\nF2,\nF3,no\nF4,no\n"}, {"people.csv", people}});
  ASSERT_TRUE(ready.program);
  for (const column::Row chunk : {1U, 3U, 4U}) {
    ChunkText text;
    Totals all;
    ready.write(chunk, text, all);
    ASSERT_EQ(all.large_families.size(), 1U) << chunk;
    const auto& [record, large] = *all.large_families.begin();
    EXPECT_EQ(ready.checked.plan->record(record).name, "person");
    EXPECT_EQ(large.families, 2) << chunk;
    EXPECT_EQ(large.most, 1'500) << chunk;
  }
}

TEST(RowWriter, chunks_make_no_difference) {
  const Written whole = write(3), single = write(1);
  EXPECT_EQ(whole.text.families, single.text.families);
  EXPECT_EQ(whole.text.people, single.text.people);
  EXPECT_EQ(whole.text.offers, single.text.offers);
  EXPECT_EQ(whole.totals.asked, single.totals.asked);
  EXPECT_EQ(whole.totals.families_to_ask, single.totals.families_to_ask);
}

}  // namespace
}  // namespace fairstart::report::row_writer_test
