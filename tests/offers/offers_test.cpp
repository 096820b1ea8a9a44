// SPDX-License-Identifier: Apache-2.0
#include "engine/offers/offers.hpp"

#include <gtest/gtest.h>

namespace fairstart::offers_tests::offers_test {
namespace {

using column::Interval;
using plan::WindowState;

// One record with one row, and an offer whose every part is an expression with a value set by hand.
class Made {
 public:
  plan::Plan plan;
  plan::Offer offer;
  column::Evaluated evaluated;

  Made() {
    plan.records.push_back({.name = "child", .plural = "children"});
    plan.levels.push_back({.kind = plan::LevelsKind::tiers, .name = "support", .record = plan::RecordId{0U}});
    for (const char* name : {"low", "middle", "high", "highest"})
      plan.levels[0].levels.push_back({.name = name, .title = name});
    evaluated.chunk.rows = {{0, 1}};
    offer.record = plan::RecordId{0U};
    offer.eligible = answer(column::yes);
  }

  plan::ExprId answer(column::Answer value) {
    const plan::ExprId id = add(types::yes_no());
    evaluated.exprs[id.index()].answers = {value};
    return id;
  }
  plan::ExprId number(Interval value, types::Type type = types::number()) {
    const plan::ExprId id = add(type);
    evaluated.exprs[id.index()].lo = {value.lo};
    evaluated.exprs[id.index()].hi = {value.hi};
    return id;
  }
  plan::ExprId day(std::int64_t date) { return number({date, date}, types::date()); }
  plan::ExprId no_day() { return number({}, types::date()); }
  void levels(std::uint64_t possible) {
    offer.tier_level = add({.kind = types::Kind::levels, .levels = types::LevelsId{0U}});
    offer.levels = types::LevelsId{0U};
    evaluated.exprs[offer.tier_level.index()].levels = {possible};
  }
  void window(std::int64_t from, std::int64_t by, column::Answer received) {
    offer.due_from = day(from);
    offer.due_by = day(by);
    offer.received = answer(received);
  }
  offers::OfferResult at(base::Day as_at) const { return offers::result(plan, offer, evaluated, {.as_at = as_at}, 0); }

 private:
  plan::ExprId add(const types::Type& type) {
    plan.exprs.push_back({.node = plan::Constant{}, .type = type, .row = plan::RecordId{0U}});
    evaluated.exprs.emplace_back();
    return plan::ExprId(plan.exprs.size() - 1);
  }
};

TEST(Offers, AWindowHasFourStatesAndBothEndsAreIn) {
  Made made;
  made.window(100, 110, column::no);
  EXPECT_EQ(made.at(99).window, WindowState::not_yet_due);
  EXPECT_EQ(made.at(100).window, WindowState::open);
  EXPECT_EQ(made.at(110).window, WindowState::open);
  EXPECT_EQ(made.at(110).overdue, column::no);
  EXPECT_EQ(made.at(111).window, WindowState::missed);
  EXPECT_EQ(made.at(111).overdue, column::yes);
}

TEST(Offers, ReceivedIsDoneAndEarlyBeforeTheWindow) {
  Made made;
  made.window(100, 110, column::yes);
  made.offer.received_on = made.day(95);
  const offers::OfferResult early = made.at(120);
  EXPECT_EQ(early.window, WindowState::done);
  EXPECT_TRUE(early.early);
  EXPECT_EQ(early.overdue, column::no);
  EXPECT_EQ(early.received_on, 95);
  made.offer.received_on = made.day(100);
  EXPECT_FALSE(made.at(120).early);
}

TEST(Offers, AReceiptThatIsNotKnownNeitherMissesNorDoes) {
  Made made;
  made.window(100, 110, column::unknown);
  EXPECT_EQ(made.at(105).window, WindowState::open);
  EXPECT_EQ(made.at(111).window, WindowState::none);
  EXPECT_EQ(made.at(111).overdue, column::unknown);
  EXPECT_EQ(made.at(110).overdue, column::no);
}

TEST(Offers, DatesThatAreNotKnownLeaveTheWindowBlank) {
  Made made;
  made.window(100, 110, column::no);
  made.offer.due_by = made.no_day();
  EXPECT_EQ(made.at(105).window, WindowState::none);
  EXPECT_EQ(made.at(105).overdue, column::unknown);
  EXPECT_EQ(made.at(99).window, WindowState::not_yet_due);
  made.offer.due_from = made.no_day();
  made.offer.due_by = made.day(110);
  EXPECT_EQ(made.at(105).window, WindowState::none);
  EXPECT_EQ(made.at(111).window, WindowState::missed);
  EXPECT_FALSE(made.at(111).due_from.has_value());
}

// Two rows of a schedule make one offer: due from day 100 (to 110) or from day 300 (to 310), and nothing says which.
TEST(Offers, AWindowOfTwoPossibleRowsSaysOnlyWhatBothWouldSay) {
  Made made;
  made.offer.due_from = made.number({100, 300}, types::date());
  made.offer.due_by = made.number({110, 310}, types::date());
  made.offer.received = made.answer(column::no);
  for (const base::Day as_at : {99, 100, 110, 111, 300, 310, 311}) {
    const offers::OfferResult result = made.at(as_at);
    EXPECT_FALSE(result.due_from.has_value());
    EXPECT_FALSE(result.due_by.has_value());
    const WindowState expected = as_at < 100    ? WindowState::not_yet_due
                                 : as_at <= 310 ? WindowState::none
                                                : WindowState::missed;
    EXPECT_EQ(result.window, expected) << as_at;
    EXPECT_EQ(result.overdue, as_at <= 110 ? column::no : as_at <= 310 ? column::unknown : column::yes) << as_at;
  }
  made.offer.received = made.answer(column::yes);
  made.offer.received_on = made.day(95);
  EXPECT_EQ(made.at(105).window, WindowState::done);
  EXPECT_FALSE(made.at(105).early) << "early against which window?";
}

TEST(Offers, OverdueIsOnlyWhatIsOffered) {
  Made made;
  made.window(100, 110, column::no);
  made.offer.eligible = made.answer(column::no);
  EXPECT_EQ(made.at(111).overdue, column::no);
  made.offer.eligible = made.answer(column::unknown);
  EXPECT_EQ(made.at(111).overdue, column::unknown);
}

TEST(Offers, DueByAloneIsOpenUntilThen) {
  Made made;
  made.offer.due_by = made.day(110);
  made.offer.received = made.answer(column::no);
  EXPECT_EQ(made.at(50).window, WindowState::open);
  EXPECT_EQ(made.at(111).window, WindowState::missed);
}

TEST(Offers, WithoutAWindowOnlyDoneIsSaid) {
  Made made;
  made.offer.received = made.answer(column::no);
  EXPECT_EQ(made.at(100).window, WindowState::none);
  EXPECT_EQ(made.at(100).overdue, column::no);
  made.offer.received = made.answer(column::yes);
  EXPECT_EQ(made.at(100).window, WindowState::done);
}

TEST(Offers, WithoutMetByItIsNeverMissedForCertain) {
  Made made;
  made.offer.due_from = made.day(100);
  made.offer.due_by = made.day(110);
  EXPECT_EQ(made.at(105).window, WindowState::open);
  EXPECT_EQ(made.at(111).window, WindowState::none);
  EXPECT_EQ(made.at(111).overdue, column::unknown);
}

TEST(Offers, AmountsRangeOverTheLevelsThatArePossible) {
  Made made;
  made.offer.tier = 1;
  made.offer.amounts = {{1, made.number({4, 4})}, {3, made.number({8, 8})}};
  made.levels(0b0010);
  EXPECT_EQ(made.at(0).amount, (Interval{4, 4}));
  made.levels(0b0100);  // not listed: as the nearest below
  EXPECT_EQ(made.at(0).amount, (Interval{4, 4}));
  made.levels(0b1010);
  EXPECT_EQ(made.at(0).amount, (Interval{4, 8}));
  made.levels(0b1001);  // the lowest is under the offer's tier
  EXPECT_EQ(made.at(0).amount, (Interval{8, 8}));
  made.levels(0b0001);
  EXPECT_FALSE(made.at(0).amount.has_value());
}

TEST(Offers, NothingBelowTheFirstListedLevel) {
  Made made;
  made.offer.tier = 0;
  made.offer.amounts = {{2, made.number({8, 8})}};
  made.levels(0b0011);
  EXPECT_FALSE(made.at(0).amount.has_value());
}

TEST(Offers, OneAmountIsForAllLevels) {
  Made made;
  made.offer.amount = made.number({3, 5});
  EXPECT_EQ(made.at(0).amount, (Interval{3, 5}));
}

TEST(Offers, StatusIsTheEligibleAnswer) {
  Made made;
  for (const column::Answer answer : {column::no, column::unknown, column::yes}) {
    made.offer.eligible = made.answer(answer);
    EXPECT_EQ(made.at(0).status, answer);
  }
}

TEST(Offers, AsksTheEvaluatorForEachPartThatIsThere) {
  Made made;
  made.window(1, 2, column::no);
  made.offer.amounts = {{1, made.number({4, 4})}};
  const auto ids = offers::expressions(made.plan, made.offer);
  EXPECT_EQ(ids.size(), 5U);
  for (const plan::ExprId id : ids) EXPECT_TRUE(id.exists());
}

TEST(Levels, TheLowestPossibleTierIsTheAnswer) {
  const Made made;
  const offers::LevelResult result = offers::level_result(made.plan.levels[0], 0b1010);
  EXPECT_EQ(result.answer, 1U);
  EXPECT_EQ(result.could_be, std::vector<std::size_t>{3});
}

TEST(Levels, SegmentsAreKnownOnlyIfThereIsOne) {
  Made made;
  made.plan.levels[0].kind = plan::LevelsKind::segments;
  EXPECT_EQ(offers::level_result(made.plan.levels[0], 0b0100).answer, 2U);
  const offers::LevelResult several = offers::level_result(made.plan.levels[0], 0b0101);
  EXPECT_FALSE(several.answer.has_value());
  EXPECT_EQ(several.could_be, (std::vector<std::size_t>{0, 2}));
}

}  // namespace
}  // namespace fairstart::offers_tests::offers_test
