// SPDX-License-Identifier: Apache-2.0
#include "engine/run/run.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/harness/harness.hpp"

namespace fairstart::run::run_test {
namespace {

constexpr const char* framework = R"(framework test.run "Run" {
  version "1"
}
unit visit, visits
codes kinds "Kinds" { call "Call", visit "Visit" }
codes relations "Relations" { child "Child", adult "Adult" }
record place, places "Place" {
  key place-id
  imd-quintile : whole number, from 1 to 5
}
record family, families "Family" {
  key family-id,  belongs to place by place-id
  income : money per year
  alone  : yes/no
}
record person, people "Person" {
  key person-id,  belongs to family by family-id
  date-of-birth : date
  relation : one of relations
}
record contact, contacts "Contact" {
  key contact-id,  belongs to person by person-id,  happens on date
  date : date
  kind : one of kinds
}
role child, children "Child" is person where (relation is child)
define visited for child means any contact where (kind is visit) within 12 months
score need for family "Need" {
  2 points when income is under £20,000 per year
  1 point  for each child where visited, up to 2
}
tiers support for family "Support" {
  basic "Basic"
  more  "More" when need is at least 2 or alone
}
score calls for child "Calls" {
  1 point for each contact where (kind is call)
}
offer visit for child "Visit" {
  tier basic
  when age is under 2 years
  due from 10 days to 40 days after date-of-birth
  met by contact where (kind is visit)
  amount { basic 1 visit, more 2 visits }
}
outcome seen "Seen" {
  indicator seen-lately "Seen lately" {
    among child where (turning 1 year is in period)
    count visited
    show percent
    better higher
    by imd-quintile, support
  }
}
)";

// Seventy families with gaps of every kind, always the same.
class Records {
 public:
  Records() : checked_(harness::check_text(framework)) {
    std::mt19937 random(20260401);
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    const auto or_blank = [&](std::string text) { return below(4) == 0 ? std::string() : text; };
    const auto date = [&] { return base::format_iso_date(*base::day_of(2026, 4, 1) - below(900)); };
    std::string places = "place_id,imd_quintile\n", families = "family_id,place_id,income,alone\n";
    std::string people = "person_id,family_id,date_of_birth,relation\n", contacts = "contact_id,person_id,date,kind\n";
    for (int place = 0; place < 6; ++place) places += fmt(place) + ',' + or_blank(fmt(1 + below(5))) + '\n';
    int person = 0, contact = 0;
    for (int family = 0; family < 70; ++family) {
      families += "F" + fmt(family) + ',' + fmt(below(6)) + ',' + or_blank(fmt(10000 + 1000 * below(30))) + ',' +
                  or_blank(below(2) == 0 ? "yes" : "no") + '\n';
      for (int i = below(4); i > 0; --i, ++person) {
        people += "P" + fmt(person) + ",F" + fmt(family) + ',' + or_blank(date()) + ',' +
                  or_blank(below(3) == 0 ? "adult" : "child") + '\n';
        for (int j = below(5); j > 0; --j, ++contact) {
          contacts += fmt(contact) + ",P" + fmt(person) + ',' + or_blank(date()) + ',' +
                      or_blank(below(2) == 0 ? "call" : "visit") + '\n';
        }
      }
    }
    // A contact without a readable key: its person's list is open from then on.
    contacts += ",P3,2026-01-01,visit\n";
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
  const std::filesystem::path& folder() const { return folder_.path(); }

  column::Clock clock(int period_to_month) const {
    const base::Day as_at = *base::day_of(2026, 4, 1);
    return {as_at, *base::day_of(2025, 4, 2), period_to_month == 4 ? as_at : *base::day_of(2026, period_to_month, 28)};
  }

  // All that a run gives, as one text: the files, then every count of the totals.
  std::string outputs(const column::Clock& clock, const Options& options) const {
    auto folder = report::OutputFolder::create(folder_.path() / "out");
    if (!folder) return "no folder: " + folder.failure().message;
    const auto totals = evaluate(database(), clock, options, folder.value());
    if (!totals) return "failed: " + totals.failure().message;
    std::string all;
    if (const auto done = folder.value().commit(); !done) return "not committed: " + done.failure().message;
    for (const char* file : {"families.csv", "people.csv", "offers.csv"})
      all += harness::read_file(folder_.path() / "out" / file);
    const report::Totals& counted = totals.value();
    all += "families " + fmt(counted.families) + '\n';
    for (const report::OfferCounts& offer : counted.offers) {
      all +=
          "offer " + fmt(offer.offered) + ' ' + fmt(offer.cannot_tell) + ' ' + fmt(offer.done) + ' ' + fmt(offer.missed) + '\n';
    }
    for (const auto& [fact, families] : counted.asked) all += fact + ' ' + fmt(families) + '\n';
    for (const indicators::Cells& cells : counted.indicators) {
      for (const auto& breakdown : cells.breakdowns) {
        for (const auto& [group, cell] : breakdown) {
          for (const std::int64_t axis : group) all += fmt(axis) + ' ';
          for (const std::int64_t n : {cell.yes, cell.no, cell.unknown, cell.may_yes, cell.may_no, cell.may_unknown})
            all += fmt(n) + ' ';
          all += '\n';
        }
      }
      all += cells.open ? "open\n" : "closed\n";
    }
    return all;
  }

 private:
  template <class Number>
  static std::string fmt(Number number) {
    return std::to_string(number);
  }
  harness::Checked checked_;
  harness::TemporaryFolder folder_;
  std::optional<readers::Records> records_;
};

class Run : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(records.ready()) << records.mistakes(); }
  Records records;
};

TEST_F(Run, SameBytesForAnyChunkThreadsAndEvaluator) {
  for (const int month : {2, 4}) {  // indicators apart, and on `as at`
    const column::Clock clock = records.clock(month);
    const std::string expected = records.outputs(clock, {.threads = 1, .chunk_families = 1024});
    ASSERT_GT(expected.size(), 5000U) << expected;
    ASSERT_NE(expected.find("can't tell"), std::string::npos);
    ASSERT_NE(expected.find("families 70\n"), std::string::npos);
    for (const Evaluator evaluator : {Evaluator::columns, Evaluator::reference}) {
      for (const std::size_t chunk : {1U, 2U, 3U, 1024U}) {
        for (const std::size_t threads : {1U, 2U, 5U}) {
          const Options options{.threads = threads, .chunk_families = chunk, .evaluator = evaluator};
          ASSERT_EQ(records.outputs(clock, options), expected)
              << "chunks of " << chunk << ", threads " << threads << (evaluator == Evaluator::reference ? ", reference" : "");
        }
      }
    }
  }
}

TEST_F(Run, IndicatorsAreJudgedOnThePeriodsLastDay) {
  const auto cells = [&](int month) {
    auto folder = report::OutputFolder::create(records.folder() / "out");
    return evaluate(records.database(), records.clock(month), {}, folder.value()).value().indicators.at(0).breakdowns.at(0);
  };
  EXPECT_NE(cells(2), cells(4));
}

TEST_F(Run, ProgressRisesToAll) {
  auto folder = report::OutputFolder::create(records.folder() / "out");
  std::vector<std::size_t> seen;
  const Options options{.threads = 2, .chunk_families = 20, .progress = [&](std::size_t done, std::size_t all) {
                          EXPECT_EQ(all, 70U);
                          seen.push_back(done);
                        }};
  ASSERT_TRUE(evaluate(records.database(), records.clock(4), options, folder.value()));
  EXPECT_EQ(seen, (std::vector<std::size_t>{20, 40, 60, 70}));
}

TEST_F(Run, AFolderThatCannotBeWrittenIsAFailure) {
  auto folder = report::OutputFolder::create(records.folder() / "out");
  const auto staging = folder.value().staging_path("families.csv").parent_path();
  std::filesystem::remove_all(staging);
  for (const std::size_t threads : {1U, 3U}) {
    const auto totals =
        evaluate(records.database(), records.clock(4), {.threads = threads, .chunk_families = 2}, folder.value());
    ASSERT_FALSE(totals);
    EXPECT_FALSE(totals.failure().message.empty());
  }
}

}  // namespace
}  // namespace fairstart::run::run_test
