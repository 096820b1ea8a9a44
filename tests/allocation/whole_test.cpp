// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "engine/allocation/allocation.hpp"
#include "engine/exec/program.hpp"
#include "engine/run/run.hpp"
#include "tests/harness/harness.hpp"

// Lists and allocations over made-up records: what must hold whatever the records say.
namespace fairstart::allocation::whole_test {
namespace {

constexpr const char* framework = R"(framework test.shared "Shared" { version "1" }
unit cot, cots
codes kinds "Kinds" { referral "Referral", delivered "Delivered" }
codes risks "Risks" in order { low "Low", middle "Middle", high "High" }
record place, places "Place" {
  key place-id
  district : text
  imd-quintile : whole number, from 1 to 5
}
record family, families "Family" {
  key family-id,  belongs to place by place-id
  income : money per year
  alone  : yes/no
  agreed : yes/no
}
record person, people "Person" {
  key person-id,  belongs to family by family-id
  date-of-birth : date
  risk : one of risks
  plan : yes/no, restricted
}
record contact, contacts "Contact" {
  key contact-id,  belongs to person by person-id,  happens on date
  date : date
  kind : one of kinds
}
role child, children "Child" is person where (age is under 18 years)
score need for family "Need" {
  2 points when income is under £20,000 per year
  1 point  when alone
}
tiers support for family "Support" {
  basic "Basic"
  more  "More" when need is at least 2
  most  "Most" when any child where (plan)
}
list worried for child "Children to discuss" {
  when   plan or risk is high
  first  support highest, then risk highest, then date-of-birth lowest
  show   support, risk, plan, date of latest contact
  show names when agreed unknown counts as no
  limit  4 per district
}
list all-families for family "Families, the poorest first" {
  when  alone or income is under £30,000 per year
  first income lowest
}
allocate cots for child "Cots" {
  supply         9 cots per quarter
  when           risk is one of { middle, high }
  share by       district in proportion to count of children
  first          support highest, then waiting longest
  waiting since  date of earliest contact where (kind is referral)
  ties by lottery "a draw"
  amount         1 cot
  met by         contact where (kind is delivered)
}
allocate money-help for family "Money" {
  supply  £1,500 per month
  when    alone
  tier    basic
  first   need highest, then income lowest
  amount  { basic £100, more £250 }
}
)";

class Records {
 public:
  explicit Records(unsigned seed) : checked_(harness::check_text(framework)) {
    std::mt19937 random(seed);
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    const auto or_blank = [&](std::string text) { return below(5) == 0 ? std::string() : text; };
    const auto text = [](int number) { return std::to_string(number); };
    const auto date = [&](int days) {
      return base::format_iso_date(*base::day_of(2026, 5, 1) - below(static_cast<unsigned>(days)));
    };
    const auto yes_no = [&] { return or_blank(below(2) == 0 ? "yes" : "no"); };
    std::string places = "place_id,district,imd_quintile\n", families = "family_id,place_id,income,alone,agreed\n";
    std::string people = "person_id,family_id,date_of_birth,risk,plan\n", contacts = "contact_id,person_id,date,kind\n";
    const char* districts[] = {"North", "South", "East"};
    for (int place = 0; place < 7; ++place)
      places += text(place) + ',' + or_blank(districts[below(3)]) + ',' + or_blank(text(1 + below(5))) + '\n';
    int person = 0, contact = 0;
    for (int family = 0; family < 60; ++family) {
      families += "F" + text(family) + ',' + text(below(7)) + ',' + or_blank(text(10000 + 1000 * below(30))) + ',' + yes_no() +
                  ',' + yes_no() + '\n';
      for (int i = below(4); i > 0; --i, ++person) {
        const char* risks[] = {"low", "middle", "high"};
        people += "P" + text(person) + ",F" + text(family) + ',' + or_blank(date(9000)) + ',' + or_blank(risks[below(3)]) +
                  ',' + yes_no() + '\n';
        for (int j = below(4); j > 0; --j, ++contact)
          contacts += text(contact) + ",P" + text(person) + ',' + or_blank(date(120)) + ',' +
                      or_blank(below(3) == 0 ? "delivered" : "referral") + '\n';
      }
    }
    folder_.write("in/places.csv", places), folder_.write("in/families.csv", families);
    folder_.write("in/people.csv", people), folder_.write("in/contacts.csv", contacts);
    if (!checked_.plan) return;
    diagnostics::Diagnostics said;
    records_ =
        readers::read_folder(folder_.path() / "in", *checked_.plan, {.rejects_path = folder_.path() / "rejects.csv"}, said);
  }

  std::string mistakes() const { return checked_.text(); }
  bool ready() const { return records_.has_value(); }
  const plan::Plan& plan() const { return *checked_.plan; }
  const column::Database& database() const { return records_->database; }
  column::Clock clock() const {
    const base::Day as_at = *base::day_of(2026, 5, 1);
    return {as_at, as_at - 364, as_at};
  }

  std::string file(const char* name) const { return harness::read_file(folder_.path() / "out" / name); }
  std::string outputs(const run::Options& options, report::Totals& counted) const {
    auto folder = report::OutputFolder::create(folder_.path() / "out");
    if (!folder) return "no folder: " + folder.failure().message;
    auto totals = run::evaluate(database(), clock(), options, folder.value());
    if (!totals) return "failed: " + totals.failure().message;
    if (const auto done = folder.value().commit(); !done) return "not committed: " + done.failure().message;
    counted = std::move(totals.value());
    std::string all = file("lists.csv") + file("allocations.csv");
    for (const report::ListCounts& list : counted.lists)
      all += std::to_string(list.listed) + ' ' + std::to_string(list.cannot_tell) + ' ' + std::to_string(list.beyond_limit) +
             ' ' + std::to_string(list.without_name) + '\n';
    for (const report::AllocationCounts& each : counted.allocations) {
      all += std::to_string(each.given) + ' ' + std::to_string(each.received) + '\n';
      for (const auto& [need, row] : each.by_need)
        all += need + ' ' + std::to_string(row.given) + ' ' + std::to_string(row.waiting) + ' ' +
               std::to_string(row.cannot_tell) + ' ' + std::to_string(row.received) + '\n';
    }
    for (const auto& [fact, families] : counted.asked) all += fact + ' ' + std::to_string(families) + '\n';
    return all;
  }

  Results worked_out() const {
    const Collector collector(database(), clock(), {});
    const auto families = static_cast<column::Row>(database().table(plan().family).rows);
    column::Evaluated evaluated;
    exec::Program(database(), clock(), Collector::expressions(plan()))
        .run(column::chunk_of_families(database(), 0, families), evaluated);
    Collected collected;
    std::vector<AskedOf> asks;
    auto spool = Spool::create(folder_.path());
    EXPECT_TRUE(collector.collect(evaluated, collected, &spool.value(), asks));
    return results(database(), clock(), std::move(collected));
  }

 private:
  harness::Checked checked_;
  harness::TemporaryFolder folder_;
  std::optional<readers::Records> records_;
};

TEST(Whole, SameBytesForAnyChunkThreadsAndEvaluator) {
  const Records records(1);
  ASSERT_TRUE(records.ready()) << records.mistakes();
  report::Totals totals;
  const std::string expected = records.outputs({.threads = 1, .chunk_families = 1024}, totals);
  ASSERT_NE(expected.find("worried,1,"), std::string::npos) << expected;
  ASSERT_NE(expected.find(",cots,1,given"), std::string::npos) << expected;
  ASSERT_NE(expected.find(",waiting"), std::string::npos) << expected;
  ASSERT_NE(expected.find("can't tell"), std::string::npos) << expected;
  ASSERT_GT(totals.allocations.at(0).received, 0);
  ASSERT_EQ(totals.allocations.at(0).places.size(), 4U) << "three districts, and where it is not known";
  for (const run::Evaluator evaluator : {run::Evaluator::columns, run::Evaluator::reference}) {
    for (const std::size_t chunk : {1U, 2U, 7U, 1024U}) {
      for (const std::size_t threads : {1U, 2U, 5U}) {
        ASSERT_EQ(records.outputs({.threads = threads, .chunk_families = chunk, .evaluator = evaluator}, totals), expected)
            << "chunks of " << chunk << ", threads " << threads;
      }
    }
  }
}

void check_allocation(const Records& records, const AllocationResult& result) {
  const plan::Allocation& declared = records.plan().allocations[result.allocation.index()];
  SCOPED_TRACE(declared.offer.name);
  ASSERT_TRUE(result.supply.has_value());
  EXPECT_LE(result.given, std::max<std::int64_t>(0, *result.supply - result.received));
  std::int64_t shares = 0, given = 0;
  for (const PlaceShare& place : result.places) {
    shares += place.share;
    given += place.given;
    EXPECT_GE(place.left, 0);
    EXPECT_LE(place.given + place.left, std::max<std::int64_t>(0, place.share - place.received));
  }
  EXPECT_EQ(shares, *result.supply);
  EXPECT_EQ(given, result.given);

  // Every row that may be an applicant has one line; in each place none before it in line waits while it is given something.
  std::set<std::uint32_t> seen;
  std::map<Place, std::pair<std::uint32_t, bool>> at;  // by place: the last rank, and whether anyone has waited
  for (const AllocationLine& line : result.lines) {
    EXPECT_TRUE(seen.insert(line.entry).second);
    const Entry& entry = result.found.entries[line.entry];
    EXPECT_NE(entry.state, State::received);
    EXPECT_EQ(entry.state == State::cannot_tell, line.outcome == Outcome::cannot_tell);
    if (line.outcome == Outcome::cannot_tell) continue;
    auto& [rank, waited] = at[entry.place];
    EXPECT_EQ(line.rank, ++rank);
    EXPECT_FALSE(waited && line.outcome == Outcome::given);
    waited = waited || line.outcome == Outcome::waiting;
  }
  for (const auto& [place, standing] : at) {
    if (!standing.second) continue;
    const auto share =
        std::find_if(result.places.begin(), result.places.end(), [&](const PlaceShare& p) { return p.place == place; });
    ASSERT_NE(share, result.places.end());
    const auto first = std::find_if(result.lines.begin(), result.lines.end(), [&](const AllocationLine& line) {
      return line.outcome == Outcome::waiting && result.found.entries[line.entry].place == place;
    });
    EXPECT_GT(result.found.entries[first->entry].amount, share->left) << "whoever waits first could not have been served";
  }
}

TEST(Whole, WhatMustHoldHolds) {
  std::int64_t given = 0, waiting = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    const Records records(seed);
    ASSERT_TRUE(records.ready()) << records.mistakes();
    const Results all = records.worked_out();
    ASSERT_EQ(all.lists.size(), 2U);
    ASSERT_EQ(all.allocations.size(), 2U);
    for (const AllocationResult& result : all.allocations) {
      check_allocation(records, result);
      for (const AllocationLine& line : result.lines) ++(line.outcome == Outcome::given ? given : waiting);
    }
    const ListResult& limited = all.lists.front();
    std::map<Place, std::uint32_t> most;
    for (const ListLine& line : limited.lines) {
      const Entry& entry = limited.found.entries[line.entry];
      EXPECT_EQ(line.rank == 0, entry.state == State::cannot_tell);
      most[entry.place] = std::max(most[entry.place], line.rank);
    }
    for (const auto& [place, rank] : most) { EXPECT_TRUE(place == no_place || rank <= 4) << rank; }
    EXPECT_EQ(limited.listed + limited.cannot_tell, static_cast<std::int64_t>(limited.lines.size()));
    EXPECT_EQ(limited.listed + limited.cannot_tell + limited.beyond_limit,
              static_cast<std::int64_t>(limited.found.entries.size()));
  }
  EXPECT_GT(given, 100);
  EXPECT_GT(waiting, 100);
}

TEST(Whole, AFolderThatCannotBeWrittenIsAFailure) {
  const Records records(1);
  ASSERT_TRUE(records.ready()) << records.mistakes();
  const harness::TemporaryFolder scratch;
  auto folder = report::OutputFolder::create(scratch.path() / "out");
  std::filesystem::remove_all(folder.value().staging_path("lists.csv").parent_path());
  const auto totals = run::evaluate(records.database(), records.clock(), {.threads = 2, .chunk_families = 3}, folder.value());
  ASSERT_FALSE(totals);
  EXPECT_FALSE(totals.failure().message.empty());
}

TEST(Whole, ARowWithoutANameSaysNothingOfWhoItIs) {
  const Records records(3);
  ASSERT_TRUE(records.ready()) << records.mistakes();
  report::Totals totals;
  ASSERT_NE(records.outputs({}, totals).find("worried"), std::string::npos);
  std::istringstream lines(records.file("lists.csv"));
  int named = 0, without = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("all-families,")) {
      EXPECT_EQ(line.find(",F"), std::string::npos) << "no `show names when`, so no names: " << line;
      EXPECT_EQ(line.find(" of F"), std::string::npos) << line;
    }
    if (!line.starts_with("worried,")) continue;
    const bool has_name = line.find(",F") != std::string::npos;
    ++(has_name ? named : without);
    if (!has_name) {
      EXPECT_EQ(line.find(" of P"), std::string::npos) << line;
      EXPECT_EQ(line.find(" of F"), std::string::npos) << line;
    }
    EXPECT_EQ(line.find("plan: yes"), std::string::npos) << "a restricted fact: " << line;
    EXPECT_NE(line.find("plan: a restricted fact"), std::string::npos) << line;
  }
  EXPECT_GT(named, 0);
  EXPECT_GT(without, 0);
}

}  // namespace
}  // namespace fairstart::allocation::whole_test
