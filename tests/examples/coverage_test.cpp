// SPDX-License-Identifier: Apache-2.0
#include "engine/examples/coverage.hpp"

#include <gtest/gtest.h>

#include "engine/examples/examples.hpp"
#include "tests/examples/small.hpp"

namespace fairstart::examples::coverage_test {
namespace {

class CoverageOf {
 public:
  explicit CoverageOf(const std::string& more) : checked_(harness::check_text(with_examples(more))) {
    if (!checked_.plan) throw std::runtime_error(checked_.text());
    coverage_ = std::make_unique<Coverage>(*checked_.plan, checked_.plan->definitions.back().span.file);
    for (const plan::Example& example : checked_.plan->examples) coverage_->see(example);
  }
  const plan::Plan& plan() const { return *checked_.plan; }
  const Coverage& coverage() const { return *coverage_; }
  // "yes no unknown" of what was seen; "absent" where no such condition is listed.
  std::string seen(const std::string& text, const std::string& where) const {
    for (const Condition& one : coverage_->conditions()) {
      if (one.text != text || one.where != where) continue;
      return std::string(one.yes ? "yes " : "") + (one.no ? "no " : "") + (one.unknown ? "unknown " : "") +
             (one.can_be_unknown ? "of three" : "of two");
    }
    return "absent";
  }
  // "nearest yes / nearest no".
  std::string sides(const std::string& text, const std::string& where) const {
    for (const Threshold& one : coverage_->thresholds()) {
      if (one.text != text || one.where != where) continue;
      return (one.met ? distance(plan(), one, *one.met) : "-") + " / " +
             (one.not_met ? distance(plan(), one, *one.not_met) : "-");
    }
    return "absent";
  }

 private:
  harness::Checked checked_;
  std::unique_ptr<Coverage> coverage_;
};

constexpr const char* two_families = R"(
define poor for family "Poor" means income is under £20,000 per year
define told for family "Told" means income is known
example "Poor" {
  as at 2026-04-01
  family {
    income £19,990 per year
    child noah { date-of-birth 2026-03-06, gestation 36 weeks 6 days, on-plan no }
  }
  expect poor yes
}
example "Little known" {
  as at 2026-04-01
  family {
    parent amy { date-of-birth 1998-05-02 }
    child  eve { date-of-birth 2026-03-01 }
  }
  expect poor unknown
}
)";

TEST(coverage, tells_what_each_condition_came_to) {
  const CoverageOf of(two_families);
  EXPECT_EQ(of.seen("income is under £20,000 per year", "define poor"), "yes unknown of three");
  EXPECT_EQ(of.seen("income is known", "define told"), "yes no of two");
  // Only children are asked: the parent's gestation is nobody's question.
  EXPECT_EQ(of.seen("gestation is under 37 weeks", "define early"), "yes unknown of three");
  // The parent has no contact: the latest one's score is unknown. Within the list, nothing was seen at all.
  EXPECT_EQ(of.seen("kind is edinburgh", "define low"), "of three");
  EXPECT_EQ(of.seen("any child where on-plan", "score need"), "no unknown of three");
  EXPECT_EQ(of.seen("alive", "score need"), "absent");
}

TEST(coverage, tells_how_near_examples_came_to_a_threshold) {
  const CoverageOf of(two_families);
  EXPECT_EQ(of.sides("income is under £20,000 per year", "define poor"), "£10 per year / -");
  EXPECT_EQ(of.sides("gestation is under 37 weeks", "define early"), "1 day / -");
  EXPECT_EQ(of.sides("age is under 28 days", "offer visit"), "2 days / 3 days");
  EXPECT_EQ(of.sides("income is known", "define told"), "absent");
}

TEST(coverage, shares_count_answers_that_can_be_given) {
  const CoverageOf of(two_families);
  std::size_t seen = 0, all = 0;
  for (const Condition& one : of.coverage().conditions()) {
    seen += one.seen();
    all += one.states();
  }
  EXPECT_EQ(share(of.coverage().conditions()).seen, seen);
  EXPECT_EQ(share(of.coverage().conditions()).of, all);
  EXPECT_LT(seen, all);
  EXPECT_EQ(share({}).percent(), 100);
}

TEST(coverage, without_examples_nothing_is_seen) {
  const CoverageOf of("");
  EXPECT_FALSE(of.coverage().conditions().empty());
  EXPECT_EQ(share(of.coverage().conditions()).seen, 0U);
  for (const Threshold& one : of.coverage().thresholds()) EXPECT_FALSE(one.met || one.not_met) << one.text;
}

}  // namespace
}  // namespace fairstart::examples::coverage_test
