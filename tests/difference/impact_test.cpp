// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "dsl/base/text.hpp"
#include "dsl/difference/difference.hpp"
#include "engine/impact/figures.hpp"
#include "engine/readers/records.hpp"
#include "tests/equivalence/program.hpp"
#include "tests/harness/harness.hpp"
#include "tests/report/json_schema.hpp"

// Impact against a slow and obvious way: run both frameworks, and hold their offers.csv and families.csv against each other. Over
// random programs, each changed at random; and what `diff` takes for no difference gives the same files.
namespace fairstart::impact::impact_test {
namespace {

namespace fs = std::filesystem;
using equivalence::Dice;

constexpr const char* as_at = "2026-01-01";

std::vector<std::vector<std::string>> rows_of(const fs::path& file) {
  std::vector<std::vector<std::string>> rows;
  if (!fs::exists(file)) return rows;
  std::istringstream in(harness::read_file(file));
  for (std::string line; std::getline(in, line);) {
    rows.emplace_back(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"')
        quoted = !quoted;
      else if (c == ',' && !quoted)
        rows.back().emplace_back();
      else
        rows.back().back() += c;
    }
  }
  return rows;
}

std::size_t column_of(const std::vector<std::vector<std::string>>& rows, const std::string& name) {
  for (std::size_t i = 0; !rows.empty() && i < rows[0].size(); ++i)
    if (rows[0][i] == name) return i;
  return static_cast<std::size_t>(-1);
}

// By family and offer, by person: the status, and the amount and dates of what is or may be offered.
using Offered = std::map<std::pair<std::string, std::string>, std::map<std::string, std::pair<std::string, std::string>>>;
Offered offered(const fs::path& out) {
  const auto rows = rows_of(out / "offers.csv");
  Offered all;
  const std::size_t status = column_of(rows, "status"), offer = column_of(rows, "offer");
  for (std::size_t i = 1; i < rows.size(); ++i) {
    std::string detail;
    for (const char* name : {"amount", "amount_hi", "due_from", "due_by"}) detail += rows[i][column_of(rows, name)] + '|';
    all[{rows[i][0], rows[i][offer]}][rows[i][1]] = {rows[i][status], detail};
  }
  return all;
}

// What becomes of a family by an offer, from the rows of both files alone.
std::string slowly(const Offered& before, const Offered& after, const std::pair<std::string, std::string>& key) {
  const auto of = [&](const Offered& all) {
    const auto found = all.find(key);
    return found == all.end() ? Offered::mapped_type{} : found->second;
  };
  const auto olds = of(before), news = of(after);
  std::set<std::string> people;
  for (const auto& [person, status] : olds) people.insert(person);
  for (const auto& [person, status] : news) people.insert(person);
  std::set<std::string> happens;
  for (const std::string& person : people) {
    const auto a = olds.count(person) > 0 ? olds.at(person) : std::pair<std::string, std::string>{"no", ""};
    const auto b = news.count(person) > 0 ? news.at(person) : std::pair<std::string, std::string>{"no", ""};
    if (a.first != b.first)
      happens.insert(a.first + " to " + b.first);
    else if (a.second != b.second)
      happens.insert("another");
  }
  const auto has = [&](const char* what) { return happens.count(what) > 0; };
  const bool loses = has("offered to no") || has("offered to can't tell") || has("can't tell to no");
  const bool gains = has("no to offered") || has("can't tell to offered") || has("no to can't tell");
  if (loses && gains) return "loses and gains";
  if (has("offered to no")) return "loses";
  if (has("offered to can't tell")) return "may lose";
  if (has("can't tell to no")) return "no longer may have";
  if (has("no to offered")) return "gains";
  if (has("can't tell to offered")) return "now certain";
  if (has("no to can't tell")) return "may gain";
  return has("another") ? "changes" : "the same";
}

std::string replaced(std::string text, std::size_t at, std::size_t length, const std::string& by) {
  return text.replace(at, length, by);
}

// One change at random behind the records: of a word that means something, or of none.
std::string changed(const std::string& text, Dice& dice) {
  static const std::vector<std::pair<std::string, std::string>> swaps = {{" and ", " or "},
                                                                         {"at least", "at most"},
                                                                         {" is over ", " is under "},
                                                                         {"any of {", "all of {"},
                                                                         {"unknown counts as yes", "unknown counts as no"},
                                                                         {"latest", "earliest"},
                                                                         {"12 months", "9 months"},
                                                                         {" 2 ", " 3 "},
                                                                         {" 1 ", " 2 "},
                                                                         {"lone", "damp"},
                                                                         {"highest", "lowest"},
                                                                         {"\n  when ", "\n  # a comment\n  when   "},
                                                                         {"means ", "means\n    "},
                                                                         {"\noffer ", "\n# here\n\noffer "}};
  const std::size_t start = text.find("window last-year");
  for (int tries = 0; tries < 40; ++tries) {
    const auto& [from, to] = swaps[dice.below(swaps.size())];
    std::vector<std::size_t> found;
    for (std::size_t at = text.find(from, start); at != std::string::npos; at = text.find(from, at + 1)) found.push_back(at);
    if (found.empty()) continue;
    return replaced(text, found[dice.below(found.size())], from.size(), to);
  }
  return text + "\n# the end\n";
}

struct Ran {
  fs::path out;
  int exit_code = 0;
};
Ran run(const harness::TemporaryFolder& folder, const std::string& name) {
  const fs::path out = folder.path() / ("out-" + name);
  const harness::Finished done = harness::run_program({"run", (folder.path() / (name + ".fair")).string(), "--records",
                                                       (folder.path() / "records").string(), "--as-at", as_at, "--format",
                                                       "csv", "--quiet", "--out", out.string()});
  return {out, done.exit_code};
}

std::string joined(const fs::path& out) {
  std::string all;
  for (const char* file : {"families.csv", "people.csv", "offers.csv", "indicators.csv", "gaps.csv"})
    if (fs::exists(out / file)) all += harness::read_file(out / file);
  return all;
}

Side side_of(const readers::Records& records) {
  const base::Day day = *base::parse_iso_date(as_at);
  return {&records.database, {day, day - 364, day}};
}

TEST(Impact, AgreesWithTwoRunsOverRandomProgramsAndChanges) {
  std::size_t same = 0, other = 0, moved = 0, shifted = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice(seed * 77);
    std::string text = equivalence::Program(seed).text(30);
    // Tiers and offers that anything could change.
    text +=
        "\ndefine hard for family means lone or damp\ntiers help for family \"Help\" {\n  some \"Some\"\n  more \"More\" when "
        "hard and rooms is under 12\n  most \"Most\" when lone and rooms is under 6\n}\noffer aid for person \"Aid\" {\n  tier "
        "more\n  when flagged or weight is over 3\n  due from 10 days to 14 days after date-of-birth\n  amount { more 2 items, "
        "most 3 items }\n}\n";
    const harness::TemporaryFolder folder;
    const std::string new_text = changed(text, dice);
    const harness::Checked before = harness::check_text(text), after = harness::check_text(new_text);
    ASSERT_TRUE(before.plan) << before.text();
    if (!after.plan) continue;  // a change that does not fit
    folder.write("old.fair", text);
    folder.write("new.fair", new_text);
    ASSERT_EQ(harness::run_program({"synth", (folder.path() / "old.fair").string(), "--families", "60", "--seed",
                                    std::to_string(seed), "--as-at", as_at, "--out", (folder.path() / "records").string()})
                  .exit_code,
              0);
    const difference::Difference difference = difference::difference(*before.plan, *after.plan);
    const Ran olds = run(folder, "old"), news = run(folder, "new");
    ASSERT_EQ(olds.exit_code, news.exit_code);
    if (olds.exit_code != 0) continue;  // a parameter without a value
    if (difference.none()) {
      ++same;
      EXPECT_EQ(joined(olds.out), joined(news.out));
    } else {
      ++other;
    }
    diagnostics::Diagnostics told;
    const auto old_records = readers::read_folder(folder.path() / "records", *before.plan, {}, told);
    const auto new_records = readers::read_folder(folder.path() / "records", *after.plan, {}, told);
    ASSERT_TRUE(old_records && new_records);
    const Side old_side = side_of(*old_records), new_side = side_of(*new_records);
    const Found found = compare(old_side, new_side, {.threads = 2, .chunk_families = 7});
    const Found back = compare(new_side, old_side, {});
    const Offered old_offers = offered(olds.out), new_offers = offered(news.out);
    const auto old_families = rows_of(olds.out / "families.csv"), new_families = rows_of(news.out / "families.csv");
    ASSERT_EQ(found.families(), old_families.size() - 1);
    const std::map<Move, Move> opposite = {{Move::loses, Move::gains},
                                           {Move::gains, Move::loses},
                                           {Move::may_lose, Move::becomes_certain},
                                           {Move::becomes_certain, Move::may_lose},
                                           {Move::no_longer_may, Move::may_gain},
                                           {Move::may_gain, Move::no_longer_may},
                                           {Move::both, Move::both},
                                           {Move::same, Move::same},
                                           {Move::moves, Move::moves},
                                           {Move::changes, Move::changes}};
    ASSERT_EQ(found.items.size(), back.items.size());
    for (std::size_t i = 0; i < found.items.size(); ++i) {
      const Item& item = found.items[i];
      // What one of them alone has stands last.
      const auto twin = std::find_if(back.items.begin(), back.items.end(),
                                     [&](const Item& one) { return one.kind == item.kind && one.name == item.name; });
      ASSERT_NE(twin, back.items.end());
      const auto j = static_cast<std::size_t>(twin - back.items.begin());
      for (std::size_t family = 0; family < found.families(); ++family) {
        const Move move = move_of(found.bits[i][family]);
        EXPECT_EQ(move_of(back.bits[j][family]), opposite.at(move)) << item.name;
        if (difference.none()) { EXPECT_EQ(move, Move::same) << item.name; }
        if (move != Move::same) ++moved;
        const std::string& id = new_families[family + 1][0];
        if (item.kind == "offer") {
          EXPECT_EQ(word_of(move), slowly(old_offers, new_offers, {id, item.name})) << item.name << " of " << id;
        } else if (item.kind == "tiers") {
          const std::string name = base::underscored(item.name);
          const std::size_t a = column_of(old_families, name), b = column_of(new_families, name);
          if (a == static_cast<std::size_t>(-1) || b == static_cast<std::size_t>(-1)) continue;  // of people
          const bool level = old_families[family + 1][a] != new_families[family + 1][b];
          const bool could_be = old_families[family + 1][a + 1] != new_families[family + 1][b + 1];
          const bool by_move = move == Move::gains || move == Move::loses || move == Move::moves;
          EXPECT_EQ(by_move, level) << item.name << " of " << id;
          if (!level) { EXPECT_EQ(move == Move::changes, could_be) << item.name << " of " << id; }
          if (level && item.name == "help") {
            ++shifted;
            const std::string order = "some more most";
            const bool up = order.find(new_families[family + 1][b]) > order.find(old_families[family + 1][a]);
            EXPECT_EQ(move, up ? Move::gains : Move::loses);
          }
        }
      }
    }
  }
  // It was not all for nothing.
  EXPECT_GE(same, 2U);
  EXPECT_GT(other, 6U);
  EXPECT_GT(moved, 50U);
  EXPECT_GE(shifted, 0U);
}

// A framework whose change hits two families of the first fifth, and all ten of the second.
class Counted : public ::testing::Test {
 protected:
  static std::string text(const std::string& condition, const std::string& indicator = "") {
    return "framework small.test \"Small\" { version \"1\" }\nunit visit, visits\n"
           "record place, places \"Place\" { key place-id, imd-quintile : whole number, from 1 to 5, district : text }\n"
           "record family, families \"Family\" { key family-id, belongs to place by place-id, poor : yes/no, rooms : whole "
           "number }\n"
           "tiers support for family \"Support\" { low \"Low\", high \"High\" when " +
           condition +
           " }\n"
           "core offer visit for family \"Visit\" { tier high }\n"
           "offer letter for family \"Letter\" { tier low, amount { low 1 visit, high 2 visits } }\n" +
           indicator;
  }
  void SetUp() override {
    std::string families = "family_id,place_id,poor,rooms\n";
    for (int i = 0; i < 40; ++i) {
      const bool first = i < 20;
      const int rooms = first ? (i < 2 ? 4 : 1) : (i < 30 ? 4 : 1);
      families +=
          "F" + std::to_string(i) + (first ? ",P1," : ",P2,") + (i == 39 ? "" : "yes") + "," + std::to_string(rooms) + "\n";
    }
    folder_.write("records/families.csv", families);
    folder_.write("records/places.csv", "place_id,imd_quintile,district\nP1,1,Newtown\nP2,2,Oldtown\n");
    folder_.write("old.fair", text("poor and rooms is under 5"));
    folder_.write("new.fair", text("poor and rooms is under 3"));
  }
  harness::Finished diff(std::vector<std::string> more, const std::string& a = "old.fair", const std::string& b = "new.fair") {
    std::vector<std::string> all = {"diff", a, b};
    if (!more.empty()) all.insert(all.end(), {"--records", "records", "--as-at", "2026-04-01"});
    all.insert(all.end(), more.begin(), more.end());
    return harness::run_program(all, folder_.path());
  }
  nlohmann::json json(const std::string& a = "old.fair", const std::string& b = "new.fair") {
    const harness::Finished done = diff({"--format", "json"}, a, b);
    EXPECT_EQ(done.exit_code, 0) << done.err;
    return nlohmann::json::parse(done.out);
  }
  const harness::TemporaryFolder folder_;
};

TEST_F(Counted, SmallCountsAreHiddenWithWhatWouldTellThem) {
  const nlohmann::json impact = json()["impact"];
  EXPECT_EQ(impact["families"], 40);
  EXPECT_EQ(impact["hide_counts_below"], 5);
  EXPECT_FALSE(impact["hide_counts_below_is_declared"]);
  // Two in the first fifth lose: hidden, and the second fifth's ten with them, or everyone's twelve would tell.
  for (const auto& item : impact["items"]) {
    if (item["name"] != "visit") continue;
    for (const auto& row : item["by_fifth"]) {
      const auto lost = row["counts"].value("loses", nlohmann::json());
      if (row["everyone"] == false && row["group"].get<std::string>().starts_with("1")) { EXPECT_TRUE(lost.is_null()); }
      if (row["everyone"] == false && row["group"].get<std::string>().starts_with("2")) { EXPECT_TRUE(lost.is_null()); }
    }
  }
  const std::string all = impact.dump();
  EXPECT_EQ(all.find(":2,"), std::string::npos);
  EXPECT_EQ(all.find(":18,"), std::string::npos);  // of twenty, those who do not lose
  const harness::Finished page = diff({"--format", "markdown"});
  EXPECT_NE(page.out.find("Counts from 1 to 4 are hidden, as neither framework says otherwise"), std::string::npos) << page.out;
  folder_.write("declared.fair", text("poor and rooms is under 3",
                                      "outcome well \"Well\" { indicator seen \"Seen\" { among family, count poor, "
                                      "show percent, better higher, hide counts below 3 } }\n"));
  EXPECT_EQ(json("old.fair", "declared.fair")["impact"]["hide_counts_below"], 3);
}

TEST_F(Counted, TheDocumentHasTheShapeThatItsSchemaSays) {
  const report::JsonSchema schema(nlohmann::json::parse(harness::read_file(harness::project_root() / "docs/diff.schema.json")));
  EXPECT_EQ(schema.mistakes(json()), std::vector<std::string>{});
  const harness::Finished rules = harness::run_program({"diff", "old.fair", "new.fair", "--format", "json"}, folder_.path());
  nlohmann::json document = nlohmann::json::parse(rules.out);
  EXPECT_EQ(schema.mistakes(document), std::vector<std::string>{});
  EXPECT_TRUE(document["impact"].is_null());
  document["changes"][0]["what"] = "moved";
  EXPECT_EQ(schema.mistakes(document).size(), 1U);
}

TEST_F(Counted, GatesCountWhatIsHiddenAndSayYesOrNo) {
  struct Gate {
    const char* text;
    int exit_code;
  };
  for (const Gate& gate : {Gate{"any family loses a core offer", 1},
                           {"any family gains an offer", 0},
                           {"families who lose any offer in fifth 1 > 1", 1},
                           {"families who lose any offer in fifth 1 > 2", 0},
                           {"families who lose any offer in fifth 1 is 2", 1},
                           {"more than 30% of families change tier", 0},
                           {"at least 30% of families change tier", 1},
                           {"families who lose tiers support in fifth 2 is at least 50%", 1},
                           {"families who lose any offer in place \"Oldtown\" is over 9", 1},
                           {"any family changes offer letter", 1},
                           {"any family loses offer letter", 0},
                           {"any family may lose offer visit in fifth 3", 0},
                           {"any family loses a core offer and any family gains a tier", 0}}) {
    const harness::Finished done = diff({"--fail-if", gate.text});
    EXPECT_EQ(done.exit_code, gate.exit_code) << gate.text << done.err;
    const std::string says =
        std::string(gate.exit_code == 1 ? "Fails, as it holds: " : "Passes, as it does not hold: ") + gate.text;
    std::string flat = done.out;
    for (std::size_t at = flat.find("\n    "); at != std::string::npos; at = flat.find("\n    ", at)) flat.replace(at, 5, " ");
    EXPECT_NE(flat.find(says), std::string::npos) << done.out;
  }
  // What no family can show does not pass.
  folder_.write("records/places.csv", "place_id,imd_quintile,district\nP1,,Newtown\nP2,2,Oldtown\n");
  const std::string nobody_known = "no family is known to be in fifth 1, and of some the fifth is not known";
  for (const auto& [text, says] : std::vector<std::pair<std::string, std::string>>{
           {"any family loses a tier in fifth 1", nobody_known},
           {"any family gains a core offer or any family loses a tier in fifth 1", nobody_known},
           {"any family gains a core offer and any family loses a tier in fifth 1", ""},
           {"any family loses a tier in fifth 2", "holds"},
           {"any family loses a core offer or any family loses a tier in fifth 1", "holds"}}) {
    const harness::Finished done = diff({"--fail-if", text, "--format", "json"});
    EXPECT_EQ(done.exit_code, says.empty() ? 0 : 1) << text;
    const nlohmann::json condition = nlohmann::json::parse(done.out)["conditions"][0];
    const bool judged = says.empty() || says == "holds";
    EXPECT_EQ(condition["holds"], judged ? nlohmann::json(!says.empty()) : nlohmann::json(nullptr)) << text;
    EXPECT_EQ(condition["why_not_judged"], judged ? "" : says);
    if (!judged) { EXPECT_EQ(done.err, "fairstart: --fail-if can't be judged: " + text + ": " + says + "\n"); }
  }
  folder_.write("records/families.csv", "family_id,place_id,poor,rooms\n");
  const harness::Finished empty = diff({"--fail-if", "any family loses an offer in place \"Oldtown\""});
  EXPECT_EQ(empty.exit_code, 1) << empty.err;
  EXPECT_NE(empty.out.find("Fails, as it can't be judged (no family was read by both frameworks): any family loses"),
            std::string::npos)
      << empty.out;
  const std::string plain =
      "framework t.t \"T\" { version \"1\" }\nrecord family, families \"F\" { key family-id, a : yes/no }\n"
      "record shop, shops \"Shop\" { key shop-id, b : yes/no }\ntiers s for family \"S\" { u \"U\", v \"V\" "
      "when a }\nlist shut for shop \"Shut\" { when b }\n";
  folder_.write("plain.fair", plain);
  folder_.write("bare/families.csv", "family_id,a\nF1,yes\n");
  folder_.write("bare/shops.csv", "shop_id,b\nS1,yes\n");
  for (const auto& [text, says] : std::vector<std::pair<std::string, std::string>>{
           {"any family loses a tier in fifth 1", "the records tell no deprivation fifth"},
           {"any family loses list shut", "`shut` is told neither of families nor of what belongs to them"}}) {
    const harness::Finished done = harness::run_program(
        {"diff", "plain.fair", "plain.fair", "--records", "bare", "--as-at", "2026-04-01", "--fail-if", text}, folder_.path());
    EXPECT_EQ(done.exit_code, 1) << done.out << done.err;
    EXPECT_NE(done.err.find(says), std::string::npos) << done.err;
  }
}

// A scheme that has gone is lost by those whom it raised; under a new name it is the same one.
TEST_F(Counted, AWholeSchemeIsLostAndGained) {
  const std::string
      start =
          "framework t.t \"T\" { version \"1\" }\nrecord family, families \"F\" { key family-id, a : yes/no, rooms : "
          "whole number }\n",
      tiers = "tiers TIERS for family \"S\" { u \"U\", v \"V\" when a }\n",
      segments = "segments seg for family \"Seg\" { big \"Big\" when rooms is over 3, rest \"Rest\" otherwise }\n";
  const auto named = [&](const std::string& name) { return std::string(tiers).replace(6, 5, name); };
  // Ten at the lower level for certain, twelve at the upper one, eight of whom nobody knows.
  std::string families = "family_id,a,rooms\n";
  for (int i = 0; i < 30; ++i)
    families += fmt::format("F{},{},{}\n", i, i < 10 ? "no" : i < 22 ? "yes" : "", i < 9 ? "" : std::to_string(i % 5));
  folder_.write("schemes/families.csv", families);
  folder_.write("both.fair", start + named("help") + segments);
  folder_.write("renamed.fair", start + named("aid") + segments);
  folder_.write("no-tiers.fair", start + segments);
  folder_.write("no-segments.fair", start + named("help"));
  const auto counts = [&](const std::string& a, const std::string& b) {
    const harness::Finished done = harness::run_program(
        {"diff", a, b, "--records", "schemes", "--as-at", "2026-04-01", "--format", "json"}, folder_.path());
    EXPECT_EQ(done.exit_code, 0) << done.err;
    nlohmann::json told = nlohmann::json::object();
    const nlohmann::json all = nlohmann::json::parse(done.out);
    for (const auto& item : all["impact"]["items"])
      told[item["kind"].get<std::string>() + ' ' + item["name"].get<std::string>()] = item["by_fifth"].back()["counts"];
    return told.dump();
  };
  EXPECT_EQ(counts("both.fair", "renamed.fair"), "{}");
  EXPECT_EQ(counts("both.fair", "no-tiers.fair"), R"({"tiers help":{"loses":12,"no_longer_may_have":8}})");
  EXPECT_EQ(counts("no-tiers.fair", "both.fair"), R"({"tiers help":{"gains":12,"may_gain":8}})");
  EXPECT_EQ(counts("both.fair", "no-segments.fair"), R"({"segments seg":{"loses":30}})");
  EXPECT_EQ(harness::run_program({"diff", "both.fair", "no-tiers.fair", "--records", "schemes", "--as-at", "2026-04-01",
                                  "--fail-if", "any family loses tiers help"},
                                 folder_.path())
                .exit_code,
            1);
}

// Of what nobody can tell whether it is offered, the amount is told as well.
TEST_F(Counted, AnotherAmountOfWhatMayBeOfferedIsAChange) {
  for (const char* amount : {"1", "2"})
    folder_.write(
        fmt::format("amount-{}.fair", amount),
        fmt::format("framework t.t \"T\" {{ version \"1\" }}\nunit visit, visits\nrecord family, families \"F\" {{ key "
                    "family-id, a : yes/no }}\noffer call for family \"Call\" {{ when a, amount {} visits }}\n",
                    amount));
  std::string families = "family_id,a\n";
  for (int i = 0; i < 20; ++i) families += fmt::format("F{},{}\n", i, i < 10 ? "no" : "");
  folder_.write("unknown/families.csv", families);
  const harness::Finished done = harness::run_program(
      {"diff", "amount-2.fair", "amount-1.fair", "--records", "unknown", "--as-at", "2026-04-01", "--format", "json"},
      folder_.path());
  const nlohmann::json items = nlohmann::json::parse(done.out)["impact"]["items"];
  ASSERT_EQ(items.size(), 1U) << done.out;
  EXPECT_EQ(items[0]["by_fifth"].back()["counts"].dump(), R"({"changes":10})");
}

TEST_F(Counted, GatesThatAreNoneAreRefused) {
  EXPECT_EQ(diff({"--fail-if", "any family looses a visit"}).exit_code, 2);
  EXPECT_EQ(diff({"--fail-if", "any family loses an offer in place \"Nowhere\""}).exit_code, 2);
  EXPECT_EQ(diff({"--exit-code"}).exit_code, 1);
  EXPECT_EQ(diff({"--exit-code"}, "old.fair", "old.fair").exit_code, 0);
  EXPECT_EQ(harness::run_program({"diff", "old.fair", "new.fair", "--fail-if", "any family loses an offer"}, folder_.path())
                .exit_code,
            2);
  EXPECT_EQ(harness::run_program({"diff", "old.fair", "new.fair"}, folder_.path()).exit_code, 0);
}

TEST_F(Counted, NobodyIsNamedUnlessAskedFor) {
  for (const char* format : {"text", "json", "markdown", "html"}) {
    const harness::Finished done = diff({"--format", format});
    EXPECT_EQ(done.exit_code, 0);
    // Families of the records are F0 to F39; made-up ones have keys of their own.
    for (const char* id : {"F0 ", "F1 ", "F21", "F39", "F0\"", "F1\""})
      EXPECT_EQ(done.out.find(id), std::string::npos) << format << id;
    EXPECT_EQ(done.out, diff({"--format", format, "--threads", "3"}).out);
  }
  const harness::Finished asked = diff({"--family", "F21"});
  EXPECT_NE(asked.out.find("Before. Support for family F21: High"), std::string::npos) << asked.out;
  EXPECT_NE(asked.out.find("After. Support for family F21: Low"), std::string::npos) << asked.out;
  EXPECT_EQ(diff({"--family", "F99"}).exit_code, 3);
}

}  // namespace
}  // namespace fairstart::impact::impact_test
