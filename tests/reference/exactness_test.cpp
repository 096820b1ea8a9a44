// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "dsl/base/decimal.hpp"
#include "engine/reference/reference.hpp"
#include "tests/equivalence/dice.hpp"
#include "tests/harness/harness.hpp"

// By brute force: every completion of what is unknown. Certain answers hold under all of them; where each fact counts one
// way only, an unknown answer has completions both ways (grammar.md, section 5, Exactness).
namespace fairstart::reference::exactness_test {
namespace {

using equivalence::Dice;

constexpr column::Clock clock{20454, 20089, 20453};
constexpr std::size_t most_unknown = 9;

constexpr const char* records = R"(framework test.exact "Exact" {
}
record family, families "Family" { key family-id,  fa : yes/no,  fb : yes/no,  fc : yes/no,  fd : yes/no }
record person, people "Person" { key person-id,  belongs to family by family-id,  pa : yes/no,  pb : yes/no,  pc : yes/no }
)";

// Random rules over yes/no facts: conditions, counts, lists and scores.
class Rules {
 public:
  explicit Rules(std::uint64_t seed) : dice_(seed) {}

  std::string text() {
    std::string out = records;
    for (const char* name : {"pr", "ps"}) out += std::string("define ") + name + " for person means " + answer(false, 1) + "\n";
    out += "score need for family \"Need\" {\n";
    for (int i = 0; i < 3; ++i) {
      out += dice_.one_in(4) ? "  minus " : "  ";
      out += dice_.one_in(3) ? "2 points for each people where (" + answer(false, 1) + "), up to 4\n"
                             : "3 points when " + answer(true, 1) + "\n";
    }
    out += "}\n";
    scored_ = true;
    for (const char* name : {"fr", "fs", "ft"})
      out += std::string("define ") + name + " for family means " + answer(true, 2) + "\n";
    return out;
  }

 private:
  std::string answer(bool family, int depth) {
    const std::string joint = dice_.one_in(2) ? " and " : " or ";
    std::string out = test(family, depth);
    for (std::size_t more = dice_.below(2); more > 0; --more) out += joint + test(family, depth - 1);
    return out;
  }

  std::string test(bool family, int depth) {
    const std::string fact = family ? dice_.of({"fa", "fb", "fc", "fd"}) : dice_.of({"pa", "pb", "pc", "fa"});
    if (depth <= 0) return dice_.one_in(3) ? "not " + fact : fact;
    const auto part = [&] { return '(' + answer(family, depth - 1) + ')'; };
    switch (dice_.below(!family ? 4 : scored_ ? 8 : 7)) {
      case 0: return "not " + part();
      case 1:
        return dice_.of({"at least ", "at most "}) + dice_.of({"1", "2"}) + " of { " + part() + ", " + part() + ", " + part() +
               " }";
      case 2: return dice_.of({"any of { ", "all of { ", "none of { "}) + part() + ", " + part() + " }";
      case 3: return fact;
      case 4: return dice_.of({"any", "no"}) + " people where (" + answer(false, depth - 1) + ')';
      case 5:
        return dice_.of({"at least ", "at most "}) + dice_.of({"1", "2"}) + " people where (" + answer(false, depth - 1) + ')';
      case 6: return "every people where (" + answer(false, depth - 1) + ") has (" + answer(false, depth - 1) + ')';
      default: return "need is " + dice_.of({"at least ", "under ", "over ", "at most "}) + std::to_string(dice_.below(6));
    }
  }

  Dice dice_;
  bool scored_ = false;  // the score is there to be compared
};

// Which way each fact counts towards an answer: by field, so that one way by field is one way by fact.
class Polarity {
 public:
  explicit Polarity(const plan::Plan& plan) : plan_(plan) {}

  bool one_way(plan::ExprId id) {
    ways_.clear();
    visit(id, 1);
    for (const auto& [field, ways] : ways_)
      if (ways.size() > 1) return false;
    return true;
  }

 private:
  void visit(plan::ExprId id, int way) {
    if (!id.exists()) return;
    const plan::Node& node = plan_.expr(id).node;
    if (const auto* field = std::get_if<plan::FieldValue>(&node))
      ways_[field->field].insert(way);
    else if (const auto* negation = std::get_if<plan::Not>(&node))
      visit(negation->answer, -way);
    else if (const auto* rule = std::get_if<plan::DefinitionValue>(&node))
      visit(plan_.definitions[rule->definition.index()].meaning, way);
    else if (const auto* compare = std::get_if<plan::Compare>(&node)) {
      const bool up = compare->comparison == plan::Comparison::at_least || compare->comparison == plan::Comparison::over;
      visit(compare->left, up ? way : -way);
    } else if (const auto* every = std::get_if<plan::Every>(&node)) {
      visit(plan_.list(every->list).member, -way);
      visit(every->claim, way);
    } else if (const auto* score = std::get_if<plan::ScoreValue>(&node)) {
      for (const plan::ScoreItem& item : plan_.scores[score->score.index()].items)
        for (const plan::ExprId of : {item.answer, item.count}) visit(of, item.points >= 0 ? way : -way);
    } else {
      plan::for_each_operand(plan_, id, [&](plan::ExprId operand) { visit(operand, way); });
    }
  }

  const plan::Plan& plan_;
  std::map<plan::FieldId, std::set<int>> ways_;
};

struct Cell {
  std::vector<column::Answer>* cells;
  std::size_t row;
};

class Family {
 public:
  Family(const plan::Plan& plan, Dice& dice) {
    database.plan = &plan;
    const std::size_t people = dice.below(3);
    for (std::size_t i = 0; i < plan.records.size(); ++i) {
      column::Table table;
      table.rows = plan.records[i].owner.exists() ? people : 1;
      if (plan.records[i].owner.exists()) {
        table.owner.assign(people, 0);
        table.first = {0, static_cast<column::Row>(people)};
      }
      for (std::size_t f = 0; f < plan.records[i].fields.size(); ++f) {
        table.columns.push_back(column::column_for(types::yes_no()));
        column::resize(table.columns.back(), table.rows);
      }
      database.tables.push_back(std::move(table));
    }
    for (column::Table& table : database.tables)
      for (column::Column& column : table.columns)
        for (std::size_t row = 0; row < table.rows; ++row) {
          auto& cells = std::get<column::AnswerCells>(column.cells).cells;
          if (unknown.size() < most_unknown && dice.one_in(2))
            unknown.push_back({&cells, row});
          else
            cells[row] = column::answer_of(dice.one_in(2));
        }
  }

  column::Database database;
  std::vector<Cell> unknown;
};

column::Evaluated evaluated(const column::Database& database, const std::vector<plan::ExprId>& wanted) {
  column::Evaluated out;
  evaluate(database, clock, wanted, column::chunk_of_families(database, 0, 1), out);
  return out;
}

struct Tally {
  std::size_t certain = 0, open = 0, exact = 0;
};

void check_one(std::uint64_t seed, Tally& tally) {
  const harness::Checked checked = harness::check_text(Rules(seed).text());
  ASSERT_TRUE(checked.plan) << checked.text();
  const plan::Plan& plan = *checked.plan;
  std::vector<plan::ExprId> wanted;
  for (const plan::Definition& definition : plan.definitions)
    if (definition.name.front() == 'f') wanted.push_back(definition.meaning);
  Dice dice(seed);
  Family family(plan, dice);
  const column::Evaluated before = evaluated(family.database, wanted);
  std::vector<unsigned> seen(wanted.size(), 0);  // bit 0: a completion that answers no; bit 1: yes
  std::set<std::int64_t> scores;
  for (std::size_t bits = 0; bits < std::size_t{1} << family.unknown.size(); ++bits) {
    for (std::size_t i = 0; i < family.unknown.size(); ++i)
      (*family.unknown[i].cells)[family.unknown[i].row] = column::answer_of((bits >> i & 1U) != 0);
    const column::Evaluated after = evaluated(family.database, wanted);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const column::Answer answer = after.answer(plan, wanted[i], 0);
      ASSERT_NE(answer, column::unknown) << "nothing is unknown any more";
      seen[i] |= answer == column::yes ? 2U : 1U;
    }
    ASSERT_TRUE(after.score(plan, plan::ScoreId{0U}, 0).known());
    scores.insert(after.score(plan, plan::ScoreId{0U}, 0).lo);
  }
  Polarity polarity(plan);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const column::Answer answer = before.answer(plan, wanted[i], 0);
    if (answer != column::unknown) {
      ++tally.certain;
      EXPECT_EQ(seen[i], answer == column::yes ? 2U : 1U) << "unsound, seed " << seed << '\n' << Rules(seed).text();
    } else {
      ++tally.open;
      if (!polarity.one_way(wanted[i])) continue;
      ++tally.exact;
      EXPECT_EQ(seen[i], 3U) << "needlessly unknown, seed " << seed << '\n' << Rules(seed).text();
    }
  }
  const column::Interval need = before.score(plan, plan::ScoreId{0U}, 0);
  EXPECT_LE(need.lo, *scores.begin());
  EXPECT_GE(need.hi, *scores.rbegin());
}

TEST(exactness, answers_are_what_all_completions_say) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= 250 && !testing::Test::HasFailure(); ++seed) check_one(seed, tally);
  EXPECT_GT(tally.certain, 50U);
  EXPECT_GT(tally.exact, 50U);
}

// --- lists: rows that may not belong, and lists that may have more rows than are recorded

class Lists : public testing::Test {
 protected:
  // One family with contacts of these days, `seen` and values; `kept` is the claim.
  struct Event {
    base::Day day;
    column::Answer seen, kept;
    std::int32_t minutes;
  };

  void SetUp() override {
    checked_ = harness::check_text(R"(framework test.lists "Lists" {
}
record family, families "Family" { key family-id }
record contact, contacts "Contact" {
  key contact-id,  belongs to family by family-id,  happens on date
  date : date,  seen : yes/no,  kept : yes/no,  minutes : whole number
}
define some for family means any contact where seen
define all for family means every contact where seen has (kept)
define two for family means at least 2 contacts where seen
define last for family means minutes of latest contact where seen
define first for family means minutes of earliest contact where seen
define recorded for family means minutes of latest recorded contact where seen
)");
    ASSERT_TRUE(checked_.plan) << checked_.text();
  }

  column::Evaluated evaluate_one(const std::vector<Event>& events, bool partial) {
    const plan::Plan& plan = *checked_.plan;
    database_ = {};
    database_.plan = &plan;
    database_.tables.resize(2);
    database_.tables[0].rows = 1;
    column::Table& table = database_.tables[1];
    table.rows = events.size();
    table.partial = partial;
    table.owner.assign(events.size(), 0);
    table.first = {0, static_cast<column::Row>(events.size())};
    column::DateCells days;
    column::AnswerCells seen, kept;
    column::WholeCells minutes;
    for (const Event& event : events) {
      days.cells.push_back(event.day == 0 ? column::DateCells::none : event.day);
      seen.cells.push_back(event.seen);
      kept.cells.push_back(event.kept);
      minutes.cells.push_back(event.minutes);
    }
    table.columns = {{days, {}}, {seen, {}}, {kept, {}}, {minutes, {}}};
    std::vector<plan::ExprId> wanted;
    for (const plan::Definition& definition : plan.definitions) wanted.push_back(definition.meaning);
    return evaluated(database_, wanted);
  }

  plan::ExprId meaning(const std::string& name) const {
    for (const plan::Definition& definition : checked_.plan->definitions)
      if (definition.name == name) return definition.meaning;
    return {};
  }
  column::Answer answer(const column::Evaluated& from, const std::string& name) const {
    return from.answer(*checked_.plan, meaning(name), 0);
  }
  column::Interval interval(const column::Evaluated& from, const std::string& name) const {
    return from.interval(*checked_.plan, meaning(name), 0);
  }

  harness::Checked checked_;
  column::Database database_;
};

column::Answer joined(const std::set<bool>& seen) {
  return seen.size() == 2 ? column::unknown : column::answer_of(*seen.begin());
}

column::Answer any_answer(Dice& dice) { return std::vector{column::no, column::unknown, column::yes}[dice.below(3)]; }

// Every way to fill the unknown ones of a row of answers.
template <class Visit>
void completions(const std::vector<column::Answer>& answers, const Visit& visit) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < answers.size(); ++i)
    if (answers[i] == column::unknown) open.push_back(i);
  for (std::size_t bits = 0; bits < std::size_t{1} << open.size(); ++bits) {
    std::vector<column::Answer> filled = answers;
    for (std::size_t i = 0; i < open.size(); ++i) filled[open[i]] = column::answer_of((bits >> i & 1U) != 0);
    visit(filled);
  }
}

TEST_F(Lists, any_every_and_counts_are_exact) {
  Dice dice(3);
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<Event> events(dice.below(5));
    std::vector<column::Answer> seen, kept;
    for (Event& event : events) {
      event = {20000, any_answer(dice), any_answer(dice), 1};
      seen.push_back(event.seen);
      kept.push_back(event.kept);
    }
    const bool partial = dice.one_in(3);
    std::set<bool> some, all, two;
    // What a partial source may hide: nothing, a row whose claim fails, one whose claim holds, two of them.
    const std::vector<std::vector<bool>> hidden =
        partial ? std::vector<std::vector<bool>>{{}, {false}, {true}, {true, true}} : std::vector<std::vector<bool>>{{}};
    completions(seen, [&](const std::vector<column::Answer>& there) {
      completions(kept, [&](const std::vector<column::Answer>& claims) {
        for (std::vector<bool> have : hidden) {
          for (std::size_t i = 0; i < there.size(); ++i)
            if (there[i] == column::yes) have.push_back(claims[i] == column::yes);
          some.insert(!have.empty());
          all.insert(std::find(have.begin(), have.end(), false) == have.end());
          two.insert(have.size() >= 2);
        }
      });
    });
    const column::Evaluated got = evaluate_one(events, partial);
    ASSERT_EQ(answer(got, "some"), joined(some)) << trial;
    ASSERT_EQ(answer(got, "all"), joined(all)) << trial;
    ASSERT_EQ(answer(got, "two"), joined(two)) << trial;
  }
}

TEST_F(Lists, latest_and_earliest_are_sound_and_exact) {
  Dice dice(4);
  std::size_t known = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    std::vector<Event> events(dice.below(5));
    std::vector<column::Answer> seen;
    for (Event& event : events) {
      event = {static_cast<base::Day>(20000 + dice.between(1, 4)), any_answer(dice), column::yes,
               static_cast<std::int32_t>(dice.between(1, 3))};
      seen.push_back(event.seen);
    }
    const bool partial = dice.one_in(4);
    // Minutes of the last (first) row of each completion: 0 where the rows of that day disagree, -1 where there is none.
    std::set<std::int32_t> last, first;
    completions(seen, [&](const std::vector<column::Answer>& there) {
      for (const int sign : {1, -1}) {
        std::int32_t day = INT32_MIN, minutes = -1;
        for (std::size_t i = 0; i < events.size(); ++i) {
          if (there[i] != column::yes || sign * events[i].day < day) continue;
          minutes = sign * events[i].day > day || minutes == events[i].minutes ? events[i].minutes : 0;
          day = sign * events[i].day;
        }
        (sign == 1 ? last : first).insert(minutes);
      }
    });
    const auto expected = [](const std::set<std::int32_t>& values) {
      return values.size() == 1 && *values.begin() > 0
                 ? column::Interval{*values.begin() * base::million, *values.begin() * base::million}
                 : column::Interval{};
    };
    const column::Evaluated got = evaluate_one(events, partial);
    ASSERT_EQ(interval(got, "last"), partial ? column::Interval{} : expected(last)) << trial;
    ASSERT_EQ(interval(got, "first"), partial ? column::Interval{} : expected(first)) << trial;
    ASSERT_EQ(interval(got, "recorded"), expected(last)) << trial;
    known += expected(last).known() ? 1 : 0;
  }
  EXPECT_GT(known, 500U);
}

TEST_F(Lists, a_row_without_date_may_be_the_latest) {
  const auto yes = column::yes;
  // Dated at or before as at: so a row without date may belong, and may be the last.
  EXPECT_EQ(interval(evaluate_one({{20000, yes, yes, 1}, {0, yes, yes, 1}}, false), "last"),
            (column::Interval{base::million, base::million}));
  EXPECT_EQ(interval(evaluate_one({{20000, yes, yes, 1}, {0, yes, yes, 2}}, false), "last"), column::Interval{});
  EXPECT_EQ(interval(evaluate_one({{0, yes, yes, 1}}, false), "last"), column::Interval{});
  // After as at: not there yet.
  EXPECT_EQ(interval(evaluate_one({{20000, yes, yes, 1}, {20455, yes, yes, 2}}, false), "last"),
            (column::Interval{base::million, base::million}));
  EXPECT_EQ(interval(evaluate_one({{20000, yes, yes, 1}, {20454, yes, yes, 2}}, false), "last"),
            (column::Interval{2 * base::million, 2 * base::million}));
}

}  // namespace
}  // namespace fairstart::reference::exactness_test
