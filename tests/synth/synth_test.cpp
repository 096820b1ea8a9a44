// SPDX-License-Identifier: Apache-2.0
#include "engine/synth/synth.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "dsl/base/nhs_number.hpp"
#include "engine/synth/chances.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::synth::synth_test {
namespace {

std::map<std::string, std::string> made(const plan::Plan& plan, const Options& options) {
  const std::vector<File> all = files(plan);
  std::map<std::string, std::string> out;
  for (const File& file : all) out[file.name] = file.header + '\n';
  make(plan, options, [&](std::size_t file, const std::string& text) { out[all[file].name] += text; });
  return out;
}

TEST(Chances, AreThoseOfTheirPaper) {
  // The first numbers of SplitMix64 from seed 1234567, as published with the generator's reference implementation.
  Chances chances(1234567);
  EXPECT_EQ(chances.next(), 6457827717110365317U);
  EXPECT_EQ(chances.next(), 3203168211198807973U);
  EXPECT_EQ(chances.next(), 9817491932198370423U);
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t one = chances.between(-3, 4);
    EXPECT_GE(one, -3);
    EXPECT_LE(one, 4);
  }
}

// Every framework of the project runs over what is made up for it, and nothing in it is rejected.
TEST(synth, EveryFrameworkRunsOverItsMadeUpRecords) {
  const harness::TemporaryFolder folder;
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(harness::project_root() / "frameworks")) {
    if (entry.path().extension() != ".fair") continue;
    const harness::Checked checked = harness::check_path(entry.path());
    ASSERT_TRUE(checked.plan) << checked.text();
    if (!checked.plan->modules[checked.plan->main.index()].framework || !checked.plan->family.exists()) continue;
    SCOPED_TRACE(entry.path().string());
    const std::string name = std::to_string(seen++), records = (folder.path() / name).string(),
                      results = (folder.path() / ("out" + name)).string();
    const auto synth =
        harness::run_program({"synth", entry.path().string(), "--families", "60", "--seed", name, "--out", records});
    ASSERT_EQ(synth.exit_code, 0) << synth.err;
    const auto run = harness::run_program({"run", entry.path().string(), "--records", records, "--as-at", "2026-04-01", "--out",
                                           results, "--format", "csv", "--quiet"});
    ASSERT_LE(run.exit_code, 1) << run.err;  // 1: a parameter without value at that day
    if (run.exit_code == 1) continue;
    EXPECT_EQ(harness::read_file(results + "/rejects.csv").find('\n'), harness::read_file(results + "/rejects.csv").size() - 1)
        << harness::read_file(results + "/rejects.csv").substr(0, 600);
  }
  EXPECT_GE(seen, 15U);
}

TEST(synth, TheSameSeedGivesTheSameBytesAndAnotherDoesNot) {
  const harness::Checked checked =
      harness::check_path(harness::project_root() / "frameworks" / "surrey" / "first-1000-days.fair");
  ASSERT_TRUE(checked.plan);
  const Options options{.families = 40, .seed = 5, .as_at = *base::day_of(2026, 4, 1)};
  Options other = options;
  other.seed = 6;
  const auto one = made(*checked.plan, options), again = made(*checked.plan, options), different = made(*checked.plan, other);
  EXPECT_EQ(one, again);
  EXPECT_NE(one.at("families.csv"), different.at("families.csv"));
  EXPECT_EQ(one.at("families.csv").substr(0, 14), "family_id,lsoa");
  // More families leave those before as they are.
  Options more = options;
  more.families = 45;
  const std::string longer = made(*checked.plan, more).at("people.csv");
  EXPECT_TRUE(longer.starts_with(one.at("people.csv").substr(0, 2000)));
  // Nothing looks like a real row.
  std::size_t rows = 0;
  for (std::size_t at = one.at("families.csv").find('\n') + 1; at < one.at("families.csv").size();
       at = one.at("families.csv").find('\n', at) + 1, ++rows)
    EXPECT_EQ(one.at("families.csv").compare(at, 15, "MADE-UP-FAMILY-"), 0);
  EXPECT_EQ(rows, 40U);
}

// Of the range that begins with 999, each once, and what the readers take.
TEST(synth, NhsNumbersAreOfTheRangeForTests) {
  const harness::Checked checked = harness::check_text(
      "framework t \"T\" { version \"1\" }\nrecord family, families \"Family\" { key family-id, number : text, an nhs number "
      "}\n"
      "define known-number for family means number is known\noffer card for family \"Card\" { when known-number }\n");
  ASSERT_TRUE(checked.plan) << checked.text();
  const std::string text = made(*checked.plan, {.families = 300, .seed = 2, .as_at = 20000}).at("families.csv");
  std::set<std::string> numbers;
  std::size_t rows = 0, blank = 0;
  for (std::size_t at = text.find('\n') + 1; at < text.size(); at = text.find('\n', at) + 1, ++rows) {
    const std::size_t comma = text.find(',', at), end = text.find('\n', at);
    const std::string number = text.substr(comma + 1, end - comma - 1);
    if (number.empty() && ++blank > 0) continue;
    EXPECT_EQ(number.substr(0, 3), "999");
    EXPECT_EQ(base::nhs_number(number), number);
    EXPECT_TRUE(numbers.insert(number).second) << "twice";
  }
  EXPECT_EQ(rows, 300U);
  EXPECT_LT(blank, 40U);
}

TEST(synth, NeverWritesIntoAFolderThatHoldsSomething) {
  const harness::TemporaryFolder folder;
  folder.write("mine/families.csv", "family_id\nF1\n");
  const std::string framework = (harness::project_root() / "frameworks" / "surrey" / "first-1000-days.fair").string();
  const auto done = harness::run_program({"synth", framework, "--out", (folder.path() / "mine").string()});
  EXPECT_EQ(done.exit_code, 4);
  EXPECT_NE(done.err.find("there is something in this folder"), std::string::npos) << done.err;
  EXPECT_EQ(harness::read_file(folder.path() / "mine" / "families.csv"), "family_id\nF1\n");
}

// The recipes of the examples: the project's own use of them. What a folder holds is what its recipe makes;
// tests/end_to_end runs over it, and nothing is rejected.
TEST(Recipes, MakeTheRecordsOfTheExamples) {
  const harness::TemporaryFolder folder;
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(harness::project_root() / "examples")) {
    if (entry.path().filename() != "families.recipe") continue;
    const std::filesystem::path records = entry.path().parent_path();
    SCOPED_TRACE(records.string());
    const std::string first = harness::read_file(entry.path());
    std::istringstream words(first.substr(0, first.find('\n')));
    std::string mark, fairstart, synth, framework, as_at_word, as_at;
    words >> mark >> fairstart >> synth >> framework >> as_at_word >> as_at;
    ASSERT_EQ(mark + fairstart + synth + as_at_word, "#fairstartsynth--as-at");
    const std::string out = (folder.path() / std::to_string(seen++)).string();
    const auto done = harness::run_program({"synth", framework, "--as-at", as_at, "--recipe", entry.path().string(), "--places",
                                            (records / "places.csv").string(), "--out", out});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    std::size_t files = 0;
    for (const auto& made : std::filesystem::directory_iterator(out)) {
      if (made.path().extension() != ".csv") continue;
      ++files;
      EXPECT_TRUE(harness::read_file(made.path()) == harness::read_file(records / made.path().filename()))
          << made.path().filename() << ": run examples/make_all";
    }
    for (const auto& kept : std::filesystem::directory_iterator(records)) files -= kept.path().extension() == ".csv" ? 1 : 0;
    EXPECT_EQ(files, 0U) << "a file that the recipe does not make";
  }
  EXPECT_GE(seen, 20U);
}

const char* const small_framework =
    "framework t \"T\" { version \"1\" }\n"
    "codes kinds \"Kinds\" { visit \"Visit\", call \"Call\" also \"C\" }\n"
    "record place, places \"Place\" { key place-id, imd-decile : whole number, from 1 to 10 }\n"
    "record family, families \"Family\" { key family-id, belongs to place by place-id, alone : yes/no, number : text, an nhs "
    "number }\n"
    "record person, people \"Person\" { key person-id, belongs to family by family-id, date-of-birth : date, mother : link to "
    "person, "
    "by mother-id, size : number }\n"
    "record contact, contacts \"Contact\" { key contact-id, belongs to person by person-id, happens on seen, seen : date, "
    "ended : date, "
    "kind : one of kinds }\n"
    "define busy for person means any contact where (kind is visit and ended is known) and size is over 3 and date-of-birth is "
    "known and mother is known\n"
    "offer card for person \"Card\" { when busy and alone and number is known }\n";

std::string mistake_in(const std::string& text) {
  static const harness::Checked checked = harness::check_text(small_framework);
  EXPECT_TRUE(checked.plan) << checked.text();
  const auto read = read_recipe(text, *checked.plan);
  const auto* mistake = std::get_if<Mistake>(&read);
  return mistake == nullptr ? "" : std::to_string(mistake->line) + ": " + mistake->message;
}

TEST(Recipes, SayWhatIsWrongAndWhere) {
  const std::string family = "family, 3\n", person = "family, 3\nperson, 1 in each family\n";
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "1: no line says how many families there are"},
      {"\n# nothing\n", "1: no line says how many families there are"},
      {"famly, 3\n", "1: there is no record `famly`"},
      {"family\n", "1: `,` is expected at the end of this line"},
      {"family, many\n", "1: `many` is no whole number"},
      {"family, 3 in each family\n", "1: there is no line before this one that makes a `family`"},
      {"family, 1 to 3\n", "1: the families are told of once: `family, 100`"},
      {family + "family, 4\n", "2: the families are told of once: `family, 100`"},
      {family + "person, 1\n", "2: a person belongs to a family, and none is named"},
      {person + "person as family, 1 in each family\n", "3: `family` is a family in line 1"},
      {person + "contact, 1 in each family\n", "3: a contact belongs to a person, and none is named"},
      {person + "contact, 5 in each persn\n", "3: there is no line before this one that makes a `persn`"},
      {person + "contact, 4 to 2 in each person\n", "3: the second number is below the first"},
      {person + "contact, 1 in each person when size is over 2 moons ago\n", "3: days, weeks, months or years are expected"},
      {person + "contact, 1 in each person for\n", "3: a label is expected at the end of this line"},
      {"  alone yes\n", "1: this belongs to no row"},
      {family + "  alon yes\n", "2: there is no field of a family `alon`"},
      {family + "  alone perhaps\n", "2: `perhaps` is no value of `alone`"},
      {family + "  alone 12%\n", "2: `yes` is expected at the end of this line"},
      {family + "  alone 12x% yes\n", "2: `12x%` is no percentage"},
      {family + "  alone yes\n  alone no\n", "3: `alone` is told of twice"},
      {family + "  alone yes (3\n", "2: `)` is expected at the end of this line"},
      {family + "  alone yes (x)\n", "2: a weight is a number of at most three decimal places"},
      {family + "  alone yes, maybe 3%\n", "2: `missing` is expected where `maybe` stands"},
      {family + "  alone yes no\n", "2: `no` is more than this line can say"},
      {family + "  number \"999\n", "2: a quotation mark is not closed"},
      {person + "  date-of-birth 3 days\n", "3: `after` is expected at the end of this line"},
      {person + "  date-of-birth 3 ago\n", "3: days, weeks, months or years are expected"},
      {person + "  size 12% yes\n", "3: `size` is not yes or no, so a percentage does not say what it is"},
      {person + "  mother mum\n", "3: there is no line before this one that makes a `mum`"},
      {person + "contact, 1 in each person\n  kind letter\n", "4: there is no code of kinds `letter`"},
      {"family, \xFF\n", "1: this is not UTF-8 text"},
  };
  for (const auto& [text, mistake] : cases) EXPECT_EQ(mistake_in(text), mistake) << text;
  EXPECT_EQ(mistake_in(person + "contact, 0 (5) or 1 (2+) in each person when size is over 2 years ago\n  kind C\n"), "");
}

// Every row of a family hangs together as the recipe says: counted over many, and each by the words of its line.
TEST(Recipes, AreFollowed) {
  const harness::Checked checked = harness::check_text(small_framework);
  ASSERT_TRUE(checked.plan) << checked.text();
  const auto read = read_recipe(
      "family, 2000\n"
      "  alone 10%+ yes, missing 5%\n"
      "person as mum, 1 in each family\n"
      "  date-of-birth 30 years ago\n"
      "  size 4 to 8 by 2\n"
      "person as kid, 1 (3) or 2 (1) in each family when alone is not yes\n"
      "  date-of-birth 0 to 400 days ago\n"
      "  mother mum\n"
      "contact as first, 80% in each kid\n"
      "  seen 30 to 60 days after date-of-birth\n"
      "  ended 0 to 30 days after seen\n"
      "  kind visit (3) or call (1)\n"
      "contact, 100% in each first for mum when kind is visit\n"
      "  seen same as seen\n"
      "contact, 1 in each kid\n"
      "  seen 0 to 2000 days ago\n",
      *checked.plan);
  ASSERT_TRUE(std::holds_alternative<Recipe>(read));
  const auto there = read_places("place_id,imd_decile,name\nA,1,\"One, two\"\nB,10,Ten\n", *checked.plan);
  ASSERT_TRUE(std::holds_alternative<Places>(there));
  const Recipe& recipe = std::get<Recipe>(read);
  const Places& places = std::get<Places>(there);
  const Options options{.families = 2000, .seed = 3, .as_at = *base::day_of(2026, 4, 1)};
  const std::vector<File> all = files(*checked.plan, recipe, &places);
  std::map<std::string, std::vector<std::vector<std::string>>> rows;
  make(*checked.plan, options, recipe, &places, [&](std::size_t file, const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      std::vector<std::string> cells(1);
      for (const char c : line)
        if (c == ',')
          cells.emplace_back();
        else
          cells.back() += c;
      rows[all[file].name].push_back(cells);
    }
  });
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].header, "place_id,imd_decile,name") << "as the file has it";
  EXPECT_EQ(all[1].header, "family_id,place_id,alone,number");
  EXPECT_EQ(all[2].header, "person_id,family_id,date_of_birth,mother_id,size");
  EXPECT_EQ(all[3].header, "contact_id,person_id,seen,ended,kind");
  std::map<std::string, std::map<std::string, int>> alone;
  std::map<std::string, std::string> alone_of;
  for (const auto& family : rows["families.csv"]) {
    ++alone[family[1]][family[2]];
    alone_of[family[0]] = family[2];
    EXPECT_TRUE(base::nhs_number(family[3]).has_value());
  }
  // 3.25 × 10% in the most deprived tenth, 10% in the least; of these 5% are not recorded: within four standard errors.
  const auto share = [&](const std::string& place) {
    return static_cast<double>(alone[place]["yes"]) / (alone[place]["yes"] + alone[place]["no"]);
  };
  EXPECT_NEAR(share("A"), 0.325, 0.065);
  EXPECT_NEAR(share("B"), 0.10, 0.045);
  EXPECT_NEAR(alone["A"][""] + alone["B"][""], 100, 40);
  std::map<std::string, std::vector<std::string>> people;
  std::size_t kids = 0;
  for (const auto& person : rows["people.csv"]) {
    people[person[0]] = person;
    if (person[3].empty()) {
      EXPECT_EQ(person[2], "1996-04-01");
      EXPECT_TRUE(person[4] == "4" || person[4] == "6" || person[4] == "8") << person[4];
      continue;
    }
    ++kids;
    EXPECT_NE(alone_of.at(person[1]), "yes");
    EXPECT_EQ(people.at(person[3])[1], person[1]) << "a mother of another family";
  }
  EXPECT_GT(kids, 1600U);
  std::size_t first = 0, of_mother = 0;
  for (const auto& contact : rows["contacts.csv"]) {
    const auto& person = people.at(contact[1]);
    EXPECT_GE(contact[2], person[2]) << "before the birth";
    EXPECT_LE(contact[2], "2026-04-01");
    EXPECT_TRUE(contact[3].empty() || (contact[3] >= contact[2] && contact[3] <= "2026-04-01"));
    if (person[3].empty()) ++of_mother;
    if (!contact[4].empty()) ++first;
  }
  EXPECT_GT(first, 1000U);
  EXPECT_NEAR(static_cast<double>(of_mother) / static_cast<double>(first), 0.75, 0.05);
}

TEST(Recipes, PlacesAreReadOrRefused) {
  const harness::Checked checked = harness::check_text(small_framework);
  ASSERT_TRUE(checked.plan);
  const auto said = [&](std::string_view text) {
    const auto read = read_places(text, *checked.plan);
    const auto* mistake = std::get_if<Mistake>(&read);
    return mistake == nullptr ? "" : std::to_string(mistake->line) + ": " + mistake->message;
  };
  EXPECT_EQ(said(""), "1: there is no place here");
  EXPECT_EQ(said("lsoa\nE1\n"), "1: there is no column `place_id`");
  EXPECT_EQ(said("place_id,imd_decile\nA\n"), "2: this line has too few cells");
  EXPECT_EQ(said("place_id\n\"A\n"), "2: a quotation mark is not closed in this line");
  EXPECT_EQ(said("place_id\nA\n"), "");
}

TEST(Recipes, AMistakeIsToldWithItsLineAndNothingIsWritten) {
  const harness::TemporaryFolder folder;
  folder.write("my.recipe", "family, 3\nperson, 1 in each famly\n");
  const std::string framework = (harness::project_root() / "frameworks" / "surrey" / "first-1000-days.fair").string(),
                    recipe = (folder.path() / "my.recipe").string(), out = (folder.path() / "out").string();
  const auto done = harness::run_program({"synth", framework, "--recipe", recipe, "--out", out});
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_NE(done.err.find("FS0612"), std::string::npos) << done.err;
  EXPECT_NE(done.err.find("my.recipe:2"), std::string::npos) << done.err;
  EXPECT_NE(done.err.find("did you mean `family`?"), std::string::npos) << done.err;
  EXPECT_FALSE(std::filesystem::exists(out));
  EXPECT_EQ(harness::run_program({"synth", framework, "--places", recipe, "--out", out}).exit_code, 2);
  EXPECT_EQ(harness::run_program({"synth", framework, "--recipe", recipe + ".not", "--out", out}).exit_code, 1);
}

}  // namespace
}  // namespace fairstart::synth::synth_test
