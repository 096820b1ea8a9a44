// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>

#include "engine/guarantees/guarantees.hpp"
#include "engine/partitions/shelf.hpp"
#include "engine/run/run.hpp"
#include "tests/harness/harness.hpp"
#include "tests/partitions/framework.hpp"

// A run over parts of the families against the run over all of them: every file the same, byte for byte.
namespace fairstart::partitions::partitions_test {
namespace {

using Files = std::map<std::string, std::string>;

// Records with gaps and mistakes of every kind, in any order.
class Records {
 public:
  enum class Look { count_up, scattered, texts };
  Records(unsigned seed, int families, Look look, bool shuffled) : random_(seed), look_(look) {
    std::string wide;
    for (int i = 0; i < 5; ++i) add("places", text(i) + ",D" + text(i % 3) + ',' + or_blank(text(1 + below(5))));
    for (int i = 0; i < 4; ++i) add("workers", text(i) + ',' + yes_no());
    int person = 0, contact = 0;
    for (int family = 0; family < families; ++family) {
      add("families", key('F', family) + ',' + text(below(7)) + ',' + or_blank(text(1000 * below(50))) + ',' + yes_no() + ',' +
                          yes_no() + ',' + or_blank("Town " + text(below(6))) + ',' +
                          // Only some parts have a tenth of deprivation at all.
                          (family > families / 2 ? text(1 + below(10)) : ""));
      if (below(2) == 0) add("needs", key('F', below(families)) + ',' + says() + ',' + says() + ',' + says());
      const int first = person;
      for (int i = below(4); i > 0; --i, ++person) {
        const std::string mother = below(3) == 0 ? "" : key('P', below(4) == 0 ? below(2 * families) : first);
        add("people",
            key('P', person) + ',' + key('F', below(12) == 0 ? below(2 * families) : family) + ',' + or_blank(date(6000)) +
                ',' + or_blank(std::vector<std::string>{"low", "middle", "high", "odd"}[static_cast<std::size_t>(below(4))]) +
                ',' + yes_no() + ',' + mother + ',' + or_blank(text(below(5))));
        for (int j = below(5); j > 0; --j, ++contact) {
          const std::string number = below(25) == 0 ? key('C', below(contact + 1)) : key('C', contact);
          const std::string whose = key('P', below(20) == 0 ? below(3 * families) : person);
          if (below(3) == 0)
            add("visits", number + ',' + whose + ',' + or_blank(date(1200)) + ",\"at \"\"home\"\", " + text(below(9)) + "\"");
          else
            add("contacts",
                (below(40) == 0 ? "" : number) + ',' + whose + ',' + or_blank(date(1200)) + ',' +
                    std::vector<std::string>{"call", "visit", "referral", "delivered"}[static_cast<std::size_t>(below(4))] +
                    ',' + or_blank(text(below(90))));
          if (below(2) == 0) add("steps", key('S', contact) + ',' + number + ',' + yes_no());
        }
      }
    }
    const std::map<std::string, std::string> headers = {
        {"places", "place_id,district,imd_quintile"},
        {"workers", "worker_id,busy"},
        {"families", "family_id,place_id,income,alone,agreed,town,decile"},
        {"people", "person_id,family_id,date_of_birth,risk,plan,mother,visitor"},
        {"contacts", "contact_id,person_id,date,kind,minutes"},
        {"visits", "id,person,date,where"},
        {"steps", "step_id,contact_id,done"},
        {"needs", "family_id,n1,n2,n3"}};
    for (const auto& [file, header] : headers) {
      std::vector<std::string>& lines = lines_[file];
      if (shuffled) std::shuffle(lines.begin(), lines.end(), random_);
      std::string all = header + '\n';
      for (const std::string& line : lines) all += line + '\n';
      folder_.write(file + ".csv", all);
    }
  }
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  static std::string text(int number) { return std::to_string(number); }
  std::string or_blank(const std::string& cell) { return below(5) == 0 ? std::string() : cell; }
  std::string yes_no() { return or_blank(below(2) == 0 ? "yes" : "no"); }
  std::string says() { return below(2) == 0 ? "Y" : ""; }
  std::string date(int days) { return base::format_iso_date(*base::day_of(2026, 4, 1) - below(days)); }
  std::string key(char letter, int number) const {
    if (look_ == Look::count_up) return text(number + 1);
    if (look_ == Look::scattered) return text((number * 7919 + 104729) % 1'000'003);
    return letter + text(number * 31 % 997) + "-" + text(number);
  }
  void add(const std::string& file, const std::string& line) { lines_[file].push_back(line); }

  std::mt19937 random_;
  Look look_;
  std::map<std::string, std::vector<std::string>> lines_;
  harness::TemporaryFolder folder_;
};

struct How {
  std::optional<Sizes> sizes;  // none: all at once
  std::size_t threads = 1, chunk = 256, block = 256U << 10U;
  bool by_record = false;
};

std::string told(const diagnostics::Diagnostics& said) {
  std::string all;
  for (const diagnostics::Diagnostic& item : said.items())
    all += std::string(diagnostics::code_text(item.code)) + ' ' + item.place.file + ' ' + item.message + '\n';
  return all;
}

class Runs {
 public:
  explicit Runs(std::string_view text = framework) : checked_(harness::check_text(text)) {}
  bool ready() const { return checked_.plan.has_value(); }
  std::string mistakes() const { return checked_.text(); }
  std::size_t parts = 0;  // of the last run

  Files outputs(const Records& records, const How& how) {
    const plan::Plan& plan = *checked_.plan;
    const harness::TemporaryFolder temporary;
    auto made = report::OutputFolder::create(temporary.path() / "out");
    if (!made) return {{"no folder", made.failure().message}};
    report::OutputFolder& folder = made.value();
    std::optional<Shelf> shelf;
    if (how.sizes) {
      auto file = base::UnnamedFile::create(temporary.path(), "rows");
      if (!file) return {{"no file", file.failure().message}};
      shelf.emplace(plan, std::move(file.value()), *how.sizes);
    }
    diagnostics::Diagnostics said;
    auto read = readers::read_folder(records.folder(), plan,
                                     {.mapping = plan.mappings.empty() ? nullptr : &plan.mappings.front(),
                                      .rejects_path = folder.staging_path("rejects.csv"),
                                      .threads = how.threads,
                                      .block_bytes = how.block,
                                      .by_record = how.by_record,
                                      .overflow = shelf ? &*shelf : nullptr},
                                     said);
    if (!read) return {{"not read", told(said)}};
    const base::Day as_at = *base::day_of(2026, 4, 1);
    const column::Clock clock{as_at, *base::day_of(2025, 4, 2), *base::day_of(2026, 3, 31)};
    run::Options options{.threads = how.threads, .chunk_families = how.chunk};
    std::vector<report::GuaranteeCounts> guaranteed(plan.guarantees.size());
    const auto judge = [&] {
      const auto judged = guarantees::judge(read->database, clock);
      for (std::size_t i = 0; i < judged.size(); ++i) {
        guaranteed[i].holds += judged[i].holds;
        guaranteed[i].fails += judged[i].fails;
        guaranteed[i].unknown += judged[i].unknown;
      }
    };
    base::Result<report::Totals> totals = base::Failure{};
    parts = 0;
    if (shelf) {
      run::InParts in_parts(clock, options, folder);
      for (; shelf->next(read->database); ++parts) {
        if (const auto done = in_parts.add(read->database); !done) return {{"failed", done.failure().message}};
        judge();
      }
      totals = in_parts.finish(read->database);
    } else {
      totals = run::evaluate(read->database, clock, options, folder);
      judge();
    }
    if (!totals) return {{"failed", totals.failure().message}};
    const report::RunFacts facts{&plan, &*read, clock, std::move(totals.value()), "test", {}, std::move(guaranteed)};
    Files files;
    for (const char* file : {"families.csv", "people.csv", "offers.csv", "lists.csv", "allocations.csv", "rejects.csv"})
      files[file] = harness::read_file(folder.staging_path(file));
    files["indicators.csv"] = report::indicators_csv(facts);
    files["gaps.csv"] = report::gaps_csv(facts);
    files["trends.csv"] = report::trends_csv(facts);
    files["guarantees.csv"] = report::guarantees_csv(facts);
    files["report.json"] = report::report_json(facts);
    files["report.html"] = report::report_html(facts);
    files["manifest.json"] = report::manifest_json(facts);
    files["diagnostics"] = told(said);
    return files;
  }

 private:
  harness::Checked checked_;
};

void expect_same(const Files& whole, const Files& in_parts) {
  ASSERT_EQ(whole.size(), in_parts.size());
  for (const auto& [file, text] : whole) EXPECT_EQ(text, in_parts.at(file)) << file;
}

class Parts : public ::testing::TestWithParam<std::tuple<int, bool>> {};

TEST_P(Parts, GiveTheSameBytesAsAllAtOnce) {
  const auto [look, shuffled] = GetParam();
  Runs runs;
  ASSERT_TRUE(runs.ready()) << runs.mistakes();
  for (unsigned seed = 1; seed <= 2; ++seed) {
    const Records records(seed, 60, static_cast<Records::Look>(look), shuffled);
    const Files whole = runs.outputs(records, {});
    ASSERT_TRUE(whole.contains("lists.csv")) << whole.begin()->first << ' ' << whole.begin()->second;
    // The comparison is of something: rejects, ranks and figures are there.
    for (const char* file : {"rejects.csv", "lists.csv", "allocations.csv", "gaps.csv", "trends.csv"})
      EXPECT_GT(std::count(whole.at(file).begin(), whole.at(file).end(), '\n'), 3) << file;
    for (const How& how :
         {How{.sizes = Sizes{.stretch = 1, .part = 1}, .block = 200},
          How{.sizes = Sizes{.stretch = 700, .part = 3000, .threads = 3}, .threads = 3, .chunk = 2, .block = 300},
          How{.sizes = Sizes{.stretch = 700, .part = 3000}, .block = 900, .by_record = true},
          How{.sizes = Sizes{.stretch = 1U << 20U, .part = 1U << 30U}, .threads = 2}}) {
      expect_same(whole, runs.outputs(records, how));
      if (how.sizes->part == 1)
        EXPECT_EQ(runs.parts, 60u) << "a family a part";
      else if (how.sizes->part == 3000)
        EXPECT_GT(runs.parts, 3u);
      else
        EXPECT_EQ(runs.parts, 1u);
      if (HasFailure()) return;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Keys, Parts, ::testing::Values(std::tuple(0, false), std::tuple(1, true), std::tuple(2, true)));

// Documents hold their families' rows, some families twice, so that rows below come out of order.
TEST(Parts, OfDocumentsGiveTheSameBytes) {
  const std::string all = framework;
  Runs runs(all.substr(0, all.find("mapping local")));
  ASSERT_TRUE(runs.ready()) << runs.mistakes();
  std::mt19937 random(11);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const Records records(5, 0, Records::Look::count_up, false);  // places and workers
  for (const char* file : {"families", "people", "contacts", "visits", "steps", "needs"})
    std::filesystem::remove(records.folder() / (std::string(file) + ".csv"));
  std::string documents;
  int person = 0, contact = 0;
  for (int line = 0; line < 60; ++line) {
    const std::string family = "F" + std::to_string(below(8) == 0 ? below(line + 1) : line);
    documents += R"({"family_id":")" + family + R"(","place_id":")" + std::to_string(below(7)) + R"(","income":)" +
                 std::to_string(1000 * below(50)) + R"(,"alone":)" + (below(2) == 0 ? "true" : "null") + R"(,"town":"T)" +
                 std::to_string(below(5)) + R"(","people":[)";
    for (int i = below(4); i > 0; --i, ++person) {
      documents += R"({"person_id":"P)" + std::to_string(below(15) == 0 ? below(person + 1) : person) +
                   R"(","date_of_birth":"2024-0)" + std::to_string(1 + below(9)) + R"(-11","risk":")" +
                   std::vector<std::string>{"low", "high", "odd"}[static_cast<std::size_t>(below(3))] + R"(","mother":"P)" +
                   std::to_string(person - below(2)) + R"(","contacts":[)";
      for (int j = below(4); j > 0; --j, ++contact)
        documents += R"({"contact_id":)" + std::to_string(below(9) == 0 ? below(contact + 1) : contact) +
                     R"(,"date":"2026-01-1)" + std::to_string(below(9)) + R"(","kind":"visit","minutes":)" +
                     std::to_string(below(90)) + '}' + (j > 1 ? "," : "");
      documents += std::string("]}") + (i > 1 ? "," : "");
    }
    documents += "]}\n";
  }
  std::ofstream(records.folder() / "families.ndjson") << documents;
  const Files whole = runs.outputs(records, {});
  ASSERT_TRUE(whole.contains("lists.csv")) << whole.begin()->second;
  EXPECT_NE(whole.at("rejects.csv").find("the key is repeated"), std::string::npos);
  EXPECT_GT(std::count(whole.at("people.csv").begin(), whole.at("people.csv").end(), '\n'), 20);
  for (const How& how :
       {How{.sizes = Sizes{.stretch = 1, .part = 1}, .block = 400},
        How{.sizes = Sizes{.stretch = 700, .part = 3000, .threads = 3}, .threads = 3, .chunk = 2, .block = 600}}) {
    expect_same(whole, runs.outputs(records, how));
    EXPECT_GT(runs.parts, 2u);
  }
  try {
    runs.outputs(records, {.sizes = Sizes{.memory = 4000, .apart = 1000, .stretch = 1}, .block = 400});
    FAIL() << "documents stay while they are read";
  } catch (const TooLittle& little) { EXPECT_GT(little.needed, 4000u); }
}

TEST(Parts, OfNoFamiliesAreOne) {
  Runs runs;
  const Records records(1, 0, Records::Look::texts, false);
  const Files whole = runs.outputs(records, {});
  ASSERT_TRUE(whole.contains("lists.csv")) << whole.begin()->second;
  expect_same(whole, runs.outputs(records, {.sizes = Sizes{.stretch = 1, .part = 1}}));
  EXPECT_EQ(runs.parts, 1u);
}

TEST(Parts, SayWhatWouldDoWhereKeysDoNotFit) {
  Runs runs;
  const Records records(1, 400, Records::Look::texts, true);
  try {
    runs.outputs(records, {.sizes = Sizes{.memory = 9U << 20U, .apart = 1U << 20U, .stretch = 64}, .block = 500});
    FAIL() << "a part needs more";
  } catch (const TooLittle& little) {
    EXPECT_GT(little.needed, 9U << 20U);
    EXPECT_LT(little.needed, 10U << 20U);
    const Files enough =
        runs.outputs(records, {.sizes = Sizes{.memory = little.needed, .apart = 1U << 20U, .stretch = 64}, .block = 500});
    EXPECT_TRUE(enough.contains("lists.csv")) << "what was said to do does";
  }
}

plan::RecordId record_of(const plan::Plan& plan, std::string_view name) {
  for (std::size_t i = 0; i < plan.records.size(); ++i)
    if (plan.records[i].name == name) return plan::RecordId(i);
  throw std::runtime_error("no such record");
}

// Whatever it is that takes the memory: rows of the family or below, of a record that the family's link to, texts, what the
// reader holds, and lists that are open.
TEST(Parts, CountAllThatThereIsWhileItIsRead) {
  const harness::Checked checked = harness::check_text(framework);
  ASSERT_TRUE(checked.plan) << checked.text();
  const plan::RecordId person = record_of(*checked.plan, "person"), worker = record_of(*checked.plan, "worker");
  const harness::TemporaryFolder folder;
  base::Result<base::UnnamedFile> file = base::UnnamedFile::create(folder.path(), "rows");
  ASSERT_TRUE(file);
  Shelf shelf(*checked.plan, std::move(file.value()), {.memory = 2U << 20U, .stretch = 1U << 20U});
  const auto with_rows = [&](plan::RecordId record, std::size_t rows) {
    column::Database database;
    database.tables.resize(checked.plan->records.size());
    column::Table& table = database.tables[record.index()];
    for (std::size_t row = 0; row < rows; ++row) table.keys.add("a-key-" + std::to_string(row));
    table.rows = static_cast<column::Row>(rows);
    table.owner.resize(rows, 0);
    return database;
  };
  column::Database few = with_rows(person, 100), many = with_rows(person, 100'000), workers = with_rows(worker, 100'000);
  EXPECT_NO_THROW(shelf.rows_stay({person}, {few}));
  EXPECT_NO_THROW(shelf.rows_came(person, {few}));
  EXPECT_THROW(shelf.rows_stay({person}, {many}), TooLittle);
  EXPECT_THROW(shelf.rows_came(person, {many}), TooLittle);
  EXPECT_THROW(shelf.rows_stay({worker}, {workers}), TooLittle);
  EXPECT_THROW(shelf.rows_came(person, {workers}), TooLittle);
  EXPECT_THROW(shelf.rows_came(person, {.database = few, .besides = 2U << 20U}), TooLittle);
  EXPECT_THROW(shelf.check_room(person, {.database = few, .index = 2U << 20U}), TooLittle);
  EXPECT_THROW(shelf.rows_stay({worker}, {.database = few, .index = 2U << 20U}), TooLittle);
  EXPECT_NO_THROW(shelf.rows_came(person, {few}));
  for (int i = 0; i < 40'000; ++i) few.texts.intern("a text of its own " + std::to_string(i));
  EXPECT_THROW(shelf.rows_came(person, {few}), TooLittle);
  column::Database with_open_lists = with_rows(person, 100), none = with_rows(worker, 0);
  with_open_lists.tables[person.index()].open_owners.resize(600'000);
  EXPECT_NO_THROW(shelf.rows_stay({worker}, {none}));
  shelf.ended(person, {with_open_lists}, false);
  EXPECT_THROW(shelf.rows_stay({worker}, {none}), TooLittle);
}

// Of a table that is read to a tenth, not of the tenth.
TEST(Parts, SayWhatWouldDoForTheWholeOfATable) {
  const harness::Checked checked = harness::check_text(framework);
  ASSERT_TRUE(checked.plan) << checked.text();
  const harness::TemporaryFolder folder;
  constexpr column::Row rows = 200'000, a_tenth = rows / 10;
  const plan::RecordId person = record_of(*checked.plan, "person");
  const auto read = [&](std::size_t memory) {
    base::Result<base::UnnamedFile> file = base::UnnamedFile::create(folder.path(), "rows");
    if (!file) throw std::runtime_error(file.failure().message);
    Shelf shelf(*checked.plan, std::move(file.value()), {.memory = memory, .stretch = 1U << 16U});
    column::Database database;
    database.tables.resize(checked.plan->records.size());
    column::Table& table = database.tables[person.index()];
    for (column::Row row = 0; row < rows; ++row) {
      table.keys.add("a-key-of-a-person-" + std::to_string(10'000'000 + row));
      table.owner.push_back(rows - row);
      ++table.rows;
      if (table.keys.size() % a_tenth == 0)
        shelf.rows_came(person, {.database = database, .share = static_cast<double>(table.keys.size()) / rows});
    }
    shelf.ended(person, {database}, false);
  };
  try {
    read(1U << 20U);
    FAIL() << "the keys alone need more";
  } catch (const TooLittle& little) {
    EXPECT_GT(little.needed, rows * 26U);
    EXPECT_LT(little.needed, rows * 160U);
    EXPECT_NO_THROW(read(little.needed)) << "what was said to do does";
  }
}

// What is loaded at once rests on it: room that is reserved for keys, stretch after stretch, is none that rows take.
TEST(Stored, CountsBytesOfRowsAndNotOfRoom) {
  harness::TemporaryFolder folder;
  base::Result<base::UnnamedFile> file = base::UnnamedFile::create(folder.path(), "rows");
  ASSERT_TRUE(file);
  Stored stored(file.value(), true);
  column::Table table;
  constexpr column::Row rows = 100'000, a_stretch = 1'000;
  for (column::Row row = 0; row < rows; ++row) {
    table.keys.add("key-" + std::to_string(10'000'000 + row));
    table.owner.push_back(row);
    if (++table.rows == 10) table.keys.reserve(rows);
    if (table.rows == a_stretch) stored.take(table, true);
  }
  EXPECT_EQ(stored.rows(), rows);
  EXPECT_GE(stored.bytes_a_row(), 12 + sizeof(column::Row));
  EXPECT_LE(stored.bytes_a_row(), 12 + sizeof(column::Row) + 1);
}

TEST(Stored, OrdersByOwnerAsASortThatKeepsEqualRowsDoes) {
  std::mt19937 random(7);
  for (const unsigned most : {1U, 3U, 5000U, 0xFFFF'FFFFU}) {
    std::vector<column::Row> owners(3000);
    for (column::Row& owner : owners) owner = static_cast<column::Row>(random() % most);
    std::vector<column::Row> order(owners.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<column::Row>(i);
    std::stable_sort(order.begin(), order.end(), [&](column::Row a, column::Row b) { return owners[a] < owners[b]; });
    EXPECT_EQ(order_by_owner(owners), most == 1 ? std::vector<column::Row>{} : order);
  }
}

}  // namespace
}  // namespace fairstart::partitions::partitions_test
