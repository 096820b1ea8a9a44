// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "engine/examples/examples.hpp"
#include "engine/guarantees/guarantees.hpp"
#include "engine/reference/reference.hpp"
#include "tests/guarantees/families.hpp"

// Every guarantee of the second kind is judged on a plan in which a fact is turned. Here the records themselves are changed, a
// fact at a time, and worked out by the reference evaluator.
namespace fairstart::guarantees::brute_force_test {
namespace {

using column::Interval;
using column::Row;

class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  std::size_t below(std::size_t n) { return engine_() % n; }
  template <std::size_t n>
  std::string one_of(const char* const (&all)[n]) {
    return all[below(n)];
  }
  std::string fact(const std::string& name) {
    const std::size_t which = below(8);
    return which == 0 ? "" : which < 4 ? name + " yes, " : name + " no, ";
  }

 private:
  std::mt19937 engine_;
};

std::string rules(Random& random) {
  static constexpr const char* items[] = {"when hard",
                                          "when fair",
                                          "when hard and fair",
                                          "when hard or any child where well",
                                          "when any child where (smokes and not well)",
                                          "when at least 2 parents where smokes",
                                          "when every parent has low",
                                          "for each parent where low",
                                          "for each child where well",
                                          "for each person where smokes"};
  static constexpr const char* own[] = {"when well", "when hard", "when smokes and fair", "when any other child where well",
                                        "when any parent where low"};
  const auto score = [&](const auto& from, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i <= random.below(most); ++i)
      text += "  " + std::string(random.below(2) == 0 ? "minus " : "") + std::to_string(1 + random.below(3)) + " points " +
              random.one_of(from) + "\n";
    return text;
  };
  std::string text = "score need for family {\n" + score(items, 4) + "}\n";
  text += "score worry for child {\n" + score(own, 3) + "}\n";
  text += "tiers support for family { none \"None\",  some \"Some\" when need is at least " + std::to_string(random.below(4)) +
          ",  most \"Most\" when need is at least " + std::to_string(2 + random.below(4)) + " or " +
          random.one_of({"hard", "fair", "any child where well"}) + " }\n";
  for (const char* value : {"need", "support", "worry"})
    for (const char* fact : {"hard", "fair", "smokes", "well", "low"})
      text +=
          std::string("guarantee ") + value + "-" + fact + " that " + value + " never falls when " + fact + " becomes yes\n";
  return text + "guarantee together that support never falls when any of { hard, low, well } becomes yes\n";
}

std::string families(Random& random) {
  std::string text;
  int person = 0;
  for (std::size_t f = 0; f < 1 + random.below(3); ++f) {
    text += "  family f" + std::to_string(f) + " { " + random.fact("hard") + random.fact("fair") + "\n";
    for (std::size_t p = random.below(5); p > 0; --p)
      text += "    person p" + std::to_string(person++) + " { " + random.fact("adult") + random.fact("smokes") +
              random.fact("well") + "forced no }\n";
    text += "  }\n";
  }
  return text;
}

// A family's or person's row in the example, and in the records.
struct Place {
  plan::MadeRow* made;
  std::size_t family;
  Row row;
};

enum class Verdict { holds, unknown, fails, none };

class BruteForce {
 public:
  BruteForce(const plan::Plan& plan, const plan::Example& example) : plan_(plan), example_(example) {}

  // Verdicts of the rows of the guarantee's record, in order.
  std::vector<Verdict> judged(const plan::Guarantee& guarantee) {
    const std::vector<Interval> before = values(guarantee);
    std::vector<Verdict> verdicts(before.size(), Verdict::holds);
    for (const plan::Flip& flip : guarantee.flips) {
      plan::FieldId field = flip.field;
      if (!field.exists())
        for (std::size_t i = 0; i < plan_.fields.size(); ++i)
          if (plan_.fields[i].name == "forced") field = plan::FieldId{i};
      const plan::RecordId on = plan_.field(field).record;
      for (const Place& place : places(on)) {
        if (is_yes(flip, place.row)) continue;
        const std::vector<plan::MadeFact> was = place.made->facts;
        std::erase_if(place.made->facts, [&](const plan::MadeFact& fact) { return fact.field == field; });
        place.made->facts.push_back({.field = field, .value = plan::Constant{1, {}}});
        const std::vector<Interval> after = values(guarantee);
        place.made->facts = was;
        const std::vector<Place> rows = places(guarantee.record);
        for (std::size_t i = 0; i < before.size(); ++i) {
          if (rows[i].family != place.family) {
            EXPECT_EQ(before[i].lo, after[i].lo) << "another family's facts are another family's";
            continue;
          }
          verdicts[i] = std::max(verdicts[i], after[i].hi < before[i].lo    ? Verdict::fails
                                              : after[i].lo >= before[i].hi ? Verdict::holds
                                                                            : Verdict::unknown);
        }
      }
    }
    if (!guarantee.holds.exists()) return verdicts;
    // A child's score is told of those who are, or may be, children.
    const column::Database database = examples::records_of(plan_, example_);
    const column::Evaluated who = evaluated(database, guarantee.holds);
    for (Row row = 0; row < verdicts.size(); ++row) {
      const column::Answer answer = who.answer(plan_, guarantee.holds, row);
      if (answer == column::no) verdicts[row] = Verdict::none;
      if (answer == column::unknown && verdicts[row] == Verdict::fails) verdicts[row] = Verdict::unknown;
    }
    return verdicts;
  }

 private:
  std::vector<Place> places(plan::RecordId record) {
    std::vector<Place> all;
    for (std::size_t f = 0; f < example_.rows.size(); ++f) {
      plan::MadeRow& family = example_.rows[f];
      if (family.record == record) all.push_back({&family, f, static_cast<Row>(all.size())});
      for (plan::MadeRow& row : family.rows)
        if (row.record == record) all.push_back({&row, f, static_cast<Row>(all.size())});
    }
    return all;
  }

  column::Evaluated evaluated(const column::Database& database, plan::ExprId wanted) const {
    column::Evaluated out;
    reference::evaluate(database, {example_.as_at, example_.as_at, example_.as_at}, {wanted},
                        column::chunk_of_families(database, 0, static_cast<Row>(database.table(plan_.family).rows)), out);
    return out;
  }

  std::vector<Interval> values(const plan::Guarantee& guarantee) const {
    const column::Database database = examples::records_of(plan_, example_);
    const column::Evaluated out = evaluated(database, guarantee.value);
    std::vector<Interval> all;
    for (Row row = 0; row < database.table(guarantee.record).rows; ++row) {
      if (plan_.expr(guarantee.value).type.kind != types::Kind::levels) {
        all.push_back(out.interval(plan_, guarantee.value, row));
        continue;
      }
      const std::uint64_t levels = out.possible_levels(plan_, guarantee.value, row);
      Interval span{63, 0};
      for (int i = 0; i < 64; ++i)
        if ((levels >> i & 1U) != 0) span = {std::min<std::int64_t>(span.lo, i), i};
      all.push_back(span);
    }
    return all;
  }

  bool is_yes(const plan::Flip& flip, Row row) const {
    const column::Database database = examples::records_of(plan_, example_);
    if (flip.field.exists()) return column::answer_at(database.column(flip.field), row) == column::yes;
    const plan::ExprId meaning = plan_.definitions[flip.definition.index()].meaning;
    return evaluated(database, meaning).answer(plan_, meaning, row) == column::yes;
  }

  const plan::Plan& plan_;
  plan::Example example_;
};

TEST(BruteForceOverRecords, SaysTheSame) {
  std::int64_t held = 0, failed = 0, open = 0;
  for (std::uint32_t seed = 1; seed <= 150; ++seed) {
    Random random(seed);
    const std::string text =
        records_text() + rules(random) + "example \"Tried\" {\n  as at 2026-04-01\n" + families(random) + "}\n";
    const harness::Checked checked = harness::check_text(text);
    ASSERT_TRUE(checked.plan) << checked.text() << text;
    const plan::Plan& plan = *checked.plan;
    const plan::Example& example = plan.examples.front();
    column::Database database = examples::records_of(plan, example);
    const std::vector<Result> results = judge(database, {example.as_at, example.as_at, example.as_at}, seed % 2 == 0 ? 1 : 256);
    ASSERT_EQ(results.size(), plan.guarantees.size());
    BruteForce brute(plan, example);
    for (std::size_t i = 0; i < results.size(); ++i) {
      const std::vector<Verdict> verdicts = brute.judged(plan.guarantees[i]);
      const auto count = [&](Verdict verdict) { return std::count(verdicts.begin(), verdicts.end(), verdict); };
      const std::string which = plan.guarantees[i].name + " in\n" + text;
      ASSERT_EQ(results[i].holds, count(Verdict::holds)) << which;
      ASSERT_EQ(results[i].fails, count(Verdict::fails)) << which;
      ASSERT_EQ(results[i].unknown, count(Verdict::unknown)) << which;
      const auto first = std::find(verdicts.begin(), verdicts.end(), Verdict::fails);
      const Row row = first == verdicts.end() ? column::no_row : static_cast<Row>(first - verdicts.begin());
      ASSERT_EQ(results[i].first, row) << which;
      held += results[i].holds, failed += results[i].fails, open += results[i].unknown;
    }
  }
  for (const std::int64_t seen : {held, failed, open}) EXPECT_GT(seen, 100) << "too few of one kind to show anything";
}

}  // namespace
}  // namespace fairstart::guarantees::brute_force_test
