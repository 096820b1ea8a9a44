// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/explain/asked_rows.hpp"
#include "engine/explain/reasons.hpp"
#include "engine/readers/records.hpp"
#include "tests/explain/random_rules.hpp"

// What is found without a formula against what the formula finds, on random records: everything the same, "may include" too.
namespace fairstart::explain_tests::asking_property_test {
namespace {

class RandomRecords {
 public:
  explicit RandomRecords(unsigned seed) : random_(seed), blanks_(pick(4) == 0 ? 2 : 5) {}

  void write(const harness::TemporaryFolder& folder, std::size_t families, std::size_t most_people, std::size_t most_events) {
    std::string family = "family_id,lone,poor,k,income\n",
                person = "person_id,family_id,date_of_birth,relationship,on_plan,size\n";
    std::string event = "event_id,person_id,date,kind,mark\n";
    int people = 0, events = 0;
    for (std::size_t i = 0; i < families; ++i) {
      const std::string id = "F" + std::to_string(i);
      family += id + cell({"yes", "no"}) + cell({"yes", "no"}) + number() + cell({"20000", "30000"}) + '\n';
      for (std::size_t j = pick(most_people + 1); j > 0; --j) {
        const std::string person_id = "P" + std::to_string(people++);
        person += person_id + ',' + id + date() + cell({"child", "mother", "father"}) + cell({"yes", "no"}) + number() + '\n';
        for (std::size_t k = pick(most_events + 1); k > 0; --k) {
          // A key that is there already: the row is lost, and its owner's list open.
          const int key = pick(60) == 0 ? 0 : events++;
          event += "E" + std::to_string(key) + ',' + person_id + date() + cell({"red", "green", "blue"}) + number() + '\n';
        }
      }
    }
    folder.write("families.csv", family);
    folder.write("people.csv", person);
    if (pick(6) != 0) folder.write("events.csv", event);  // without the file, every list of events is open
  }

 private:
  std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
  std::string cell(std::initializer_list<const char*> of) {
    if (pick(blanks_) == 0) return ",";
    return std::string(",") + *(of.begin() + static_cast<std::ptrdiff_t>(pick(of.size())));
  }
  std::string number() { return cell({"0", "1", "2", "3", "4"}); }
  std::string date() {
    return cell({"2025-11-01", "2026-02-01", "2026-02-02", "2026-02-28", "2026-03-01", "2026-03-30", "1990-01-01"});
  }

  std::mt19937 random_;
  std::size_t blanks_;
};

// Facts that a service framework has: each in a place of its own, so that most need no formula.
constexpr const char* plain_rules = R"(
define f1 for family means lone
define f2 for family means any person where (relationship is child and size is under 2)
define f3 for family means any person where (relationship is mother and on-plan)
define f4 for family means at least 2 people where (date-of-birth is after 2026-02-01)
define f5 for family means at least 2 of { poor, k is over 2, income is under £25,000 per year }
define f6 for family means every child has (size is at least 1)
define f7 for family means no event where (kind is red)
define f8 for family means k is 5
define f9 for family means any child where (at least 2 events where (mark is under 2) within 2 months)
define f10 for family means k is 2.5
define f11 for family means count of people where (on-plan) is 1.5
define f12 for family means at least 60 people where (on-plan)
define f13 for family means at least 150 people where (size is under 2)
define p1 for person means size is over 1 and lone of family
define p2 for person means any event where (kind is one of { red, green } and date is before 2026-03-01)
define p3 for person means age is under 2 months
groups facts for family "Facts" {
  g1 "1" when f1, g2 "2" when f2, g3 "3" when f3, g4 "4" when f4, g5 "5" when f5, g6 "6" when f6, g7 "7" when f7, g9 "9" when f9
}
score need for family "Need" {
  1 point when f1,  2 points when f2,  3 points when f3,  1 point when f4,  5 points when f6,  minus 2 points when f9
  0.5 points for each person where on-plan, up to 1
  1 point for each child where (size is at least 3), up to 4
}
score all for family "All" {
  1 point when f1, 2 points when f2, 4 points when f3, 8 points when f4, 16 points when f5, 32 points when f6, 64 points when f7
  128 points when f8, 256 points when f9, minus 3 points when lone and poor
}
score defined for family "Of definitions" {
  1 point when f1, 2 points when f2, 4 points when f3, 8 points when f5, 16 points when f9, minus 3 points when f10
}
score own for person "Own" { 1 point when p1, 2 points when p2, 1 point for each event where (kind is red) }
tiers support for family "Support" {
  low "Low",  middle "Middle" when f2 or f4,  high "High" when f3 and f9,  top "Top" when f6 and f5
}
segments kind-of for family "Kind" { first "First" when f1, second "Second" when f3 or f4, other "Other" otherwise }
)";

struct Compared {
  std::size_t asked = 0, formulas = 0, inexact = 0, most = 0;
};

void compare(const std::string& rules, const std::function<void(const harness::TemporaryFolder&)>& write, Compared& all,
             column::Row chunk_families = 3) {
  const harness::Checked checked = harness::check_text(rules);
  ASSERT_TRUE(checked.plan.has_value()) << checked.text() << rules;
  const plan::Plan& plan = *checked.plan;
  const harness::TemporaryFolder folder;
  write(folder);
  diagnostics::Diagnostics diagnostics;
  readers::Options options;
  options.rejects_path = folder.path() / "rejects.csv";
  const auto records = readers::read_folder(folder.path(), plan, options, diagnostics);
  ASSERT_TRUE(records);
  const column::Database& database = records->database;
  const base::Day as_at = *base::day_of(2026, 4, 1);
  const column::Clock clock{.as_at = as_at, .period_from = as_at - 365, .period_to = as_at};
  std::vector<plan::ExprId> wanted = explain::expressions(plan);
  for (const plan::Definition& definition : plan.definitions) wanted.push_back(definition.meaning);
  column::Evaluated evaluated;
  const auto families = static_cast<column::Row>(database.table(plan.family).rows);

  const explain::Asker asker(database, clock);
  const explain::Questions questions(database, clock);
  explain::Asking asking(questions);
  const auto same = [&](const std::string& what, column::Row row, const explain::Ask& slow, explain::Ask& fast) {
    explain::Asking::tidy(fast);
    ASSERT_EQ(fast.facts == slow.facts && fast.may_include_more_than_needed == slow.may_include_more_than_needed, true)
        << what << " of row " << row << "\nformula: " << explain::ask_text(database, slow)
        << "\nwithout: " << explain::ask_text(database, fast) << '\n'
        << rules;
    if (!slow.facts.empty()) ++all.asked;
    if (slow.may_include_more_than_needed) ++all.inexact;
    all.most = std::max(all.most, slow.facts.size());
    fast.facts.clear();
    fast.may_include_more_than_needed = false;
  };
  explain::Ask fast;
  // Of each record: all its results together.
  std::vector<explain::ResultsAsked> results(plan.records.size());
  for (std::size_t i = 0; i < results.size(); ++i) results[i].record = plan::RecordId(i);
  for (std::size_t i = 0; i < plan.levels.size(); ++i) {
    explain::ResultsAsked& of = results[plan.levels[i].record.index()];
    (plan.levels[i].kind == plan::LevelsKind::groups ? of.groups : of.schemes).emplace_back(i);
  }
  for (std::size_t i = 0; i < plan.scores.size(); ++i) results[plan.scores[i].record.index()].scores.emplace_back(i);
  std::vector<explain::AskedRows> asked;
  for (const explain::ResultsAsked& of : results) asked.emplace_back(questions, of);
  std::vector<plan::ExprId> meanings;
  for (const plan::Definition& definition : plan.definitions)
    if (plan.expr(definition.meaning).type.kind == types::Kind::yes_no) meanings.push_back(definition.meaning);
  explain::Reasons reasons(plan, {}, meanings,
                           [](std::string& into, std::size_t, column::Answer, std::string_view text) { into += text; });
  std::vector<const explain::PaddedText*> texts;
  for (column::Row begin = 0; begin < families; begin += chunk_families) {  // in chunks, so that rows do not start at 0
    const column::Chunk chunk =
        column::chunk_of_families(database, begin, std::min<column::Row>(begin + chunk_families, families));
    evaluated = {};
    reference::evaluate(database, clock, wanted, chunk, evaluated);
    asking.start(evaluated);
    reasons.start(evaluated);
    for (const plan::Definition& definition : plan.definitions) {
      if (plan.expr(definition.meaning).type.kind != types::Kind::yes_no) continue;
      const column::Rows rows = chunk.rows[definition.record.index()];
      for (column::Row row = rows.begin; row < rows.end; ++row) {
        asking.about(definition.meaning, row, fast);
        same(definition.name, row, asker.about(evaluated, definition.meaning, row), fast);
      }
    }
    for (std::size_t which = 0; which < meanings.size(); ++which) {
      const plan::ExprId meaning = meanings[which];
      const column::Rows rows = chunk.rows[plan.expr(meaning).row.index()];
      reasons.of_possible(which, rows, texts);
      auto text = texts.begin();
      for (column::Row row = rows.begin; row < rows.end; ++row) {
        const std::string slow = explain::reason(plan, evaluated, meaning, row, {});
        ASSERT_EQ(reasons.of(which, row).view(), slow);
        if (evaluated.answer(plan, meaning, row) == column::no) continue;
        ASSERT_NE(text, texts.end());
        ASSERT_EQ((*text++)->view(), slow);
      }
      ASSERT_EQ(text, texts.end());
    }
    for (std::size_t i = 0; i < results.size(); ++i) {
      asked[i].fill(evaluated, asking);
      const column::Rows rows = chunk.rows[i];
      for (column::Row row = rows.begin; row < rows.end; ++row) {
        explain::Ask slow;
        for (const auto* schemes : {&results[i].groups, &results[i].schemes})
          for (const plan::LevelsId id : *schemes) explain::merge(slow, asker.about_levels(evaluated, id, row));
        for (const plan::ScoreId id : results[i].scores) explain::merge(slow, asker.about_score(evaluated, id, row));
        const auto [facts, may_include_more] = asked[i].of(row, asking);
        fast.facts.assign(facts.begin(), facts.end());
        ASSERT_TRUE(std::is_sorted(facts.begin(), facts.end()));
        fast.may_include_more_than_needed = may_include_more;
        same("all of record " + plan.records[i].name, row, slow, fast);
      }
    }
    for (std::size_t i = 0; i < plan.levels.size(); ++i) {
      const column::Rows rows = chunk.rows[plan.levels[i].record.index()];
      for (column::Row row = rows.begin; row < rows.end; ++row) {
        asking.about_levels(plan::LevelsId(i), row, fast);
        same(plan.levels[i].name, row, asker.about_levels(evaluated, plan::LevelsId(i), row), fast);
      }
    }
    for (std::size_t i = 0; i < plan.scores.size(); ++i) {
      const column::Rows rows = chunk.rows[plan.scores[i].record.index()];
      for (column::Row row = rows.begin; row < rows.end; ++row) {
        const explain::Ask slow = asker.about_score(evaluated, plan::ScoreId(i), row);
        asking.about_score(plan::ScoreId(i), row, fast);
        same(plan.scores[i].name, row, slow, fast);
        // And where its parts were asked about before, as those of a group are: some of them, or all.
        for (const bool some : {true, false}) {
          for (const plan::ScoreItem& item : plan.scores[i].items)
            if (item.answer.exists() && !(some && &item == &plan.scores[i].items.back())) asking.about(item.answer, row, fast);
          fast.facts.clear();
          fast.may_include_more_than_needed = false;
          asking.about_score(plan::ScoreId(i), row, fast);
          same(plan.scores[i].name + " after its parts", row, slow, fast);
        }
      }
    }
    if (testing::Test::HasFatalFailure()) return;
  }
  all.formulas += asking.formulas();
}

TEST(AskingProperty, RandomRulesAskTheSame) {
  Compared all;
  for (unsigned seed = 1; seed <= 120 && !testing::Test::HasFatalFailure(); ++seed)
    compare(
        RandomRules(seed, seed % 3 == 0).rules(),
        [&](const harness::TemporaryFolder& folder) { RandomRecords(seed).write(folder, 7, 3, 3); }, all);
  EXPECT_GT(all.asked, 2'000U);
  EXPECT_LT(all.formulas, all.asked);
}

TEST(AskingProperty, RulesWhoseFactsAreMostlyTheirOwnMostlyNeedNoFormula) {
  Compared all;
  for (unsigned seed = 1; seed <= 20 && !testing::Test::HasFatalFailure(); ++seed)
    compare(
        std::string(records) + plain_rules,
        [&](const harness::TemporaryFolder& folder) { RandomRecords(seed).write(folder, 40, 4, 4); }, all);
  // Of more rows than fit a word of bits, and not a whole number of words.
  for (unsigned seed = 21; seed <= 23 && !testing::Test::HasFatalFailure(); ++seed)
    compare(
        std::string(records) + plain_rules,
        [&](const harness::TemporaryFolder& folder) { RandomRecords(seed).write(folder, 150, 3, 2); }, all, 130);
  EXPECT_GT(all.asked, 2'000U);
  EXPECT_LT(all.formulas, all.asked);
}

// Formulas beyond the limits of the diagram: neither way may claim more than the other.
TEST(AskingProperty, LargeFamiliesSayMayIncludeAlike) {
  Compared all;
  for (unsigned seed = 1; seed <= 6 && !testing::Test::HasFatalFailure(); ++seed)
    compare(
        std::string(records) + plain_rules,
        [&](const harness::TemporaryFolder& folder) { RandomRecords(seed).write(folder, 3, 300, 1); }, all);
  EXPECT_GT(all.inexact, 0U);
  // And with more facts than an answer looks for.
  EXPECT_LE(all.most, explain::most_asked);
  compare(
      std::string(records) + plain_rules,
      [&](const harness::TemporaryFolder& folder) { RandomRecords(7).write(folder, 1, 3'000, 1); }, all);
  EXPECT_GT(all.most, explain::most_asked);
}

}  // namespace
}  // namespace fairstart::explain_tests::asking_property_test
