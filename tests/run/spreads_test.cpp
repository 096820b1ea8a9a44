// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "engine/run/run.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::run::spreads_test {
namespace {

constexpr const char* framework = R"(framework test.spreads "Spreads" {
  version "1"
}
codes kinds "Kinds" { call "Call", visit "Visit" }
record family, families "Family" {
  key family-id
  imd-decile : whole number, from 1 to 10
}
record person, people "Person" {
  key person-id,  belongs to family by family-id
  date-of-birth : date
}
record contact, contacts "Contact" {
  key contact-id,  belongs to person by person-id,  happens on date
  date : date
  kind : one of kinds
  minutes : whole number
}
outcome seen "Seen" {
  indicator seen-lately "Seen in the period" {
    among person where (date-of-birth is before as at)
    count any contact where (kind is visit) in period
    show percent,  better higher
    by imd-decile
  }
  indicator contacts-made "Contacts" {
    among person
    total count of contacts in period
    show rate per 1,000,  better higher
  }
  indicator longest "Mean of the latest contact" {
    among person where (any contact)
    average minutes of latest contact
    show mean,  better lower
  }
  indicator half "Half are shorter" {
    among contact
    median minutes
    better lower
  }
  gap ends "Most against least deprived tenth" { of seen-lately,  between imd-decile 1 and imd-decile 10 }
  gap all "Most deprived against everyone" { of contacts-made,  between imd-decile 1 and everyone }
  slope line "Across tenths" { of seen-lately,  over imd-decile,  show relative }
  concentration share "Concentration" { of contacts-made,  over imd-decile }
  trend time "In time" { of seen-lately }
}
)";

class Made {
 public:
  Made() : checked_(harness::check_text(framework)) {
    std::mt19937 random(7);
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    const auto or_blank = [&](std::string text) { return below(8) == 0 ? std::string() : text; };
    const auto date = [&](unsigned back) {
      return base::format_iso_date(*base::day_of(2026, 4, 1) - static_cast<base::Day>(random() % back));
    };
    std::string families = "family_id,imd_decile\n", people = "person_id,family_id,date_of_birth\n";
    std::string contacts = "contact_id,person_id,date,kind,minutes\n";
    int person = 0, contact = 0;
    for (int family = 0; family < 150; ++family) {
      families += std::to_string(family) + ',' + or_blank(std::to_string(1 + below(10))) + '\n';
      for (int i = 1 + below(2); i > 0; --i, ++person) {
        people += std::to_string(person) + ',' + std::to_string(family) + ',' + or_blank(date(6000)) + '\n';
        for (int j = below(6); j > 0; --j, ++contact) {
          contacts += std::to_string(contact) + ',' + std::to_string(person) + ',' + date(2000) + ',' +
                      or_blank(below(2) == 0 ? "call" : "visit") + ',' + or_blank(std::to_string(below(90))) + '\n';
        }
      }
    }
    folder_.write("in/families.csv", families), folder_.write("in/people.csv", people);
    folder_.write("in/contacts.csv", contacts);
    if (!checked_.plan) return;
    diagnostics::Diagnostics said;
    records_ =
        readers::read_folder(folder_.path() / "in", *checked_.plan, {.rejects_path = folder_.path() / "rejects.csv"}, said);
    if (!records_) return;
    const plan::RecordId contact_record(std::size_t{2});
    records_->database.tables[2].covers = plan::Covers{contact_record, *base::day_of(2022, 1, 1), {}};
  }

  std::string mistakes() const { return checked_.text(); }
  bool ready() const { return records_.has_value(); }
  const plan::Plan& plan() const { return *checked_.plan; }

  column::Clock clock(int year) const {
    const base::Day to = *base::day_of(year, 4, 1);
    return {to, *base::day_of(year - 1, 4, 2), to};
  }
  report::Totals totals(const column::Clock& clock, const Options& options = {}) const {
    auto folder = report::OutputFolder::create(folder_.path() / "out");
    return evaluate(records_->database, clock, options, folder.value()).value();
  }
  std::string told(const column::Clock& clock, const Options& options) const {
    const report::RunFacts facts{.plan = &plan(), .records = &*records_, .clock = clock, .totals = totals(clock, options)};
    return report::indicators_csv(facts) + report::gaps_csv(facts) + report::trends_csv(facts) + report::report_json(facts) +
           report::report_html(facts);
  }

 private:
  harness::TemporaryFolder folder_;
  harness::Checked checked_;
  std::optional<readers::Records> records_;
};

TEST(Spreads, are_the_same_for_any_threads_chunks_and_evaluator) {
  const Made made;
  ASSERT_TRUE(made.ready()) << made.mistakes();
  const std::string told = made.told(made.clock(2026), {});
  EXPECT_NE(told.find("concentration index"), std::string::npos);
  for (const std::size_t threads : {1U, 3U}) {
    for (const std::size_t chunk : {1U, 7U, 64U}) {
      EXPECT_EQ(made.told(made.clock(2026), {.threads = threads, .chunk_families = chunk}), told) << threads << ' ' << chunk;
    }
  }
  EXPECT_EQ(made.told(made.clock(2026), {.chunk_families = 20, .evaluator = Evaluator::reference}), told);
}

TEST(Spreads, a_trend_has_what_a_run_of_each_period_has) {
  const Made made;
  ASSERT_TRUE(made.ready()) << made.mistakes();
  const auto trend = made.totals(made.clock(2026)).trends.back();
  ASSERT_EQ(trend.size(), 4U);  // contacts are covered from 2022
  for (std::size_t i = 0; i < trend.size(); ++i) {
    const column::Clock clock = made.clock(2023 + static_cast<int>(i));
    EXPECT_EQ(trend[i].period.from, clock.period_from);
    EXPECT_EQ(trend[i].period.to, clock.period_to);
    EXPECT_EQ(trend[i].cell, made.totals(clock).indicators[0].breakdowns[0].at({})) << i;
    EXPECT_GT(trend[i].cell.denominator(), 50) << i;
  }
}

TEST(Spreads, sides_and_ranks_add_up_to_the_breakdown_of_the_same_name) {
  const Made made;
  ASSERT_TRUE(made.ready()) << made.mistakes();
  const report::Totals totals = made.totals(made.clock(2026));
  const auto& tenths = totals.indicators[0].breakdowns[1];
  EXPECT_EQ(totals.spreads[0].sides[0].cell.denominator(), tenths.at({1'000'000}).denominator());
  EXPECT_EQ(totals.spreads[0].sides[1].cell.yes, tenths.at({10'000'000}).yes);
  EXPECT_EQ(totals.spreads[2].ranks, tenths);
  EXPECT_EQ(totals.spreads[1].sides[1].cell, totals.indicators[1].breakdowns[0].at({}));
}

}  // namespace
}  // namespace fairstart::run::spreads_test
