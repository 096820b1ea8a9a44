// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "engine/column/database.hpp"

namespace fairstart::column::openness_test {
namespace {

using plan::ExprId;
using plan::RecordId;

const RecordId family{0U}, person{1U}, contact{2U}, pairs{3U};

base::Day on(int year, int month, int day) { return *base::day_of(year, month, day); }

// Contacts of four kinds: gp-visit 0, call 1, home-visit 2, letter 3; `seen` is yes/no.
struct Lists : testing::Test {
  plan::Plan plan;
  Database database;
  plan::FieldId kind, seen, count;
  base::Day as_at = on(2026, 4, 1);

  Lists() {
    plan.records.resize(4);
    plan.records[person.index()].owner = family;
    plan.records[contact.index()].owner = person;
    plan.records[pairs.index()].owner = person;
    plan.records[pairs.index()].pairing = plan::Pairing{person, contact, family, false};
    plan.family = family;
    plan.code_lists.push_back({.name = "kinds", .in_order = true, .items = std::vector<plan::CodeItem>(4)});
    kind = field(types::code(types::CodeListId(0U)));
    seen = field(types::yes_no());
    count = field(types::whole_number());
    database.plan = &plan;
    database.tables.resize(4);
  }
  plan::FieldId field(plan::Type type) {
    plan.fields.push_back({.name = "field", .record = contact, .type = type});
    plan.records[contact.index()].fields.emplace_back(plan.fields.size() - 1);
    return plan::FieldId(plan.fields.size() - 1);
  }
  ExprId add(plan::Node node, plan::Type type = types::yes_no(), RecordId row = contact) {
    plan.exprs.push_back({.node = std::move(node), .type = type, .row = row});
    return ExprId(plan.exprs.size() - 1);
  }
  ExprId read(plan::FieldId id) { return add(plan::FieldValue{id}, plan.field(id).type); }
  ExprId is(plan::FieldId id, std::int64_t value, plan::Comparison comparison = plan::Comparison::is) {
    return add(plan::Compare{comparison, read(id), add(plan::Constant{value, {}}, plan.field(id).type, {})});
  }
  ExprId one_of(std::vector<std::int64_t> kinds) { return add(plan::OneOf{read(kind), std::move(kinds)}); }
  Table& contacts() { return database.tables[contact.index()]; }

  bool is_open(const plan::List& list) {
    plan.lists = {list};
    return open_lists(database, as_at, as_at - 365, as_at).at(0);
  }
  // Whether the family's list of contacts is, with this condition among others.
  bool is_open(ExprId condition) {
    const ExprId other = add(plan::IsKnown{read(count)});
    return is_open({.record = contact, .scope = family, .member = add(plan::And{{other, condition}})});
  }
};

TEST_F(Lists, OpenFromPartialRecords) {
  const plan::List of_family{.record = contact, .scope = family, .member = is(count, 1)};
  const plan::List of_person{.record = contact, .scope = person, .member = is(count, 1)};
  EXPECT_FALSE(is_open(of_family));
  database.tables[person.index()].partial = true;
  EXPECT_TRUE(is_open(of_family));
  EXPECT_FALSE(is_open(of_person));
  database.tables[person.index()].partial = false;
  contacts().partial = true;
  EXPECT_TRUE(is_open(of_person));
}

TEST_F(Lists, OneFixedKindShutsOutAnother) {
  contacts().partial_where = {is(kind, 0)};
  EXPECT_TRUE(is_open(is(count, 3)));
  EXPECT_TRUE(is_open(is(kind, 0)));
  EXPECT_FALSE(is_open(is(kind, 2)));
  EXPECT_TRUE(is_open(one_of({0, 2})));
  EXPECT_FALSE(is_open(one_of({1, 2})));
  EXPECT_FALSE(is_open(is(kind, 0, plan::Comparison::is_not)));
  EXPECT_FALSE(is_open(is(kind, 1, plan::Comparison::at_least))) << "kinds in order";
  EXPECT_TRUE(is_open(is(kind, 1, plan::Comparison::under)));
  EXPECT_FALSE(is_open(add(plan::Not{one_of({0, 3})})));
  EXPECT_TRUE(is_open(add(plan::Not{one_of({1, 3})})));
  EXPECT_FALSE(is_open(add(plan::Or{{is(kind, 1), is(kind, 3)}})));
  EXPECT_TRUE(is_open(add(plan::Or{{is(kind, 1), is(count, 3)}}))) << "a letter with that count may be missing";
}

TEST_F(Lists, ConditionsBehindNames) {
  plan.roles.push_back({.name = "call", .record = contact, .where = is(kind, 1)});
  plan.definitions.push_back({.name = "at-home", .record = contact, .meaning = is(kind, 2)});
  contacts().partial_where = {add(plan::RoleTest{plan::RoleId(0U)})};
  EXPECT_FALSE(is_open(add(plan::DefinitionValue{plan::DefinitionId(0U)})));
  EXPECT_TRUE(is_open(add(plan::RoleTest{plan::RoleId(0U)})));
}

TEST_F(Lists, AllConditionsTogether) {
  contacts().partial_where = {add(plan::And{{one_of({0, 1}), read(seen)}})};
  EXPECT_TRUE(is_open(one_of({1, 2})));
  EXPECT_FALSE(is_open(add(plan::Not{read(seen)})));
  EXPECT_FALSE(is_open(is(seen, 0)));
  EXPECT_FALSE(is_open(add(plan::And{{one_of({1, 2}), one_of({0, 2})}}))) << "together: home visits alone";
  contacts().partial_where.push_back(is(kind, 2));
  EXPECT_TRUE(is_open(add(plan::Not{read(seen)}))) << "one of several conditions is enough";
}

TEST_F(Lists, AlternativesDoNotFixAnything) {
  contacts().partial_where = {is(kind, 0)};
  EXPECT_TRUE(is_open(add(plan::CountsAs{is(kind, 2), true})));
  EXPECT_TRUE(is_open(add(plan::IsKnown{read(kind)})));
}

TEST_F(Lists, MissingRowsInBetween) {
  database.tables[person.index()].partial_where = {is(kind, 0)};
  EXPECT_TRUE(is_open(is(kind, 2))) << "with the person all contacts may be missing";
}

TEST_F(Lists, PairsSeeWhatIsMissing) {
  contacts().partial_where = {is(kind, 0)};
  const auto seen_through = [&](ExprId condition) {
    const ExprId listed = add(plan::OfListed{condition}, types::yes_no(), pairs);
    return is_open({.record = pairs, .scope = person, .member = add(plan::And{{listed}}, types::yes_no(), pairs)});
  };
  EXPECT_TRUE(seen_through(is(kind, 0)));
  EXPECT_FALSE(seen_through(is(kind, 3)));
  contacts().partial_where = {};
  database.tables[person.index()].partial = true;
  EXPECT_TRUE(seen_through(is(kind, 3))) << "the family's people, and so their contacts";
}

TEST_F(Lists, DaysThatAreCovered) {
  contacts().covers = plan::Covers{contact, on(2025, 4, 2), {}};
  plan::List list{.record = contact, .scope = family, .member = is(count, 1)};
  EXPECT_TRUE(is_open(list)) << "however long ago";
  list.within_months = 12;
  EXPECT_FALSE(is_open(list)) << "from 2 April 2025";
  list.within_months = 13;
  EXPECT_TRUE(is_open(list));
  list.within_months = {};
  list.within_days = 364;
  EXPECT_FALSE(is_open(list));
  list.within_days = 365;
  EXPECT_FALSE(is_open(list)) << "from 2 April 2025 too";
  list.within_days = 366;
  EXPECT_TRUE(is_open(list));
  list.within_days = {};
  list.in_period = true;
  EXPECT_TRUE(is_open(list)) << "the period starts a day earlier";
  contacts().covers->from = on(2025, 4, 1);
  EXPECT_FALSE(is_open(list));
}

TEST_F(Lists, CoveredToTheExtract) {
  plan::List list{.record = contact, .scope = family, .member = is(count, 1), .within_days = 10};
  contacts().covers = plan::Covers{contact, on(2020, 1, 1), {}};
  database.extracted_on = on(2026, 4, 1);
  EXPECT_FALSE(is_open(list));
  database.extracted_on = on(2026, 3, 31);
  EXPECT_TRUE(is_open(list)) << "of 1 April nothing is known";
  contacts().covers->to = on(2026, 4, 1);
  EXPECT_FALSE(is_open(list));
  contacts().covers->to = on(2026, 3, 31);
  EXPECT_TRUE(is_open(list));
}

TEST_F(Lists, AllRowsThereAre) {
  const plan::List all{.record = contact, .member = is(count, 1)};
  EXPECT_FALSE(is_open(all));
  database.tables[person.index()].partial = true;
  EXPECT_TRUE(is_open(all));
}

TEST_F(Lists, DefinitionsOfDefinitionsAreReadOnce) {
  ExprId meaning = is(kind, 2);
  for (std::size_t i = 0; i < 200; ++i) {
    plan.definitions.push_back({.name = "more", .record = contact, .meaning = meaning});
    const ExprId again = add(plan::DefinitionValue{plan::DefinitionId(i)});
    meaning = add(plan::And{{again, again, add(plan::DefinitionValue{plan::DefinitionId(i)})}});
  }
  contacts().partial_where = {is(kind, 0)};
  EXPECT_FALSE(is_open(meaning));
}

TEST_F(Lists, Snapshots) {
  plan::Field& field = plan.fields[count.index()];
  field.good_for_days = 10;
  const auto says = [&](base::Day day) { return in_date(database, count, day); };
  database.extracted_on = on(2026, 3, 1);
  EXPECT_TRUE(says(on(2030, 1, 1))) << "no snapshot";
  field.snapshot = true;
  EXPECT_TRUE(says(on(2026, 3, 11)));
  EXPECT_FALSE(says(on(2026, 3, 12)));
  EXPECT_TRUE(says(on(2026, 2, 19)));
  EXPECT_FALSE(says(on(2026, 2, 18)));
  field.good_for_days = {};
  EXPECT_TRUE(says(on(2020, 1, 1))) << "good for ever";
  field.good_for_months = 1;
  EXPECT_TRUE(says(on(2026, 4, 1)));
  EXPECT_FALSE(says(on(2026, 4, 2)));
  EXPECT_TRUE(says(on(2026, 2, 1)));
  EXPECT_TRUE(says(on(2026, 1, 31))) << "a month from then, rounded up, is 1 March";
  EXPECT_FALSE(says(on(2026, 1, 28)));
  database.extracted_on = {};
  EXPECT_TRUE(says(on(2020, 1, 1))) << "taken at as at, as far as anyone knows";
}

}  // namespace
}  // namespace fairstart::column::openness_test
