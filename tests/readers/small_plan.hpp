// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/plan/plan.hpp"

// Records made by hand: places, families, people, contacts, with a field of every kind of value.
namespace fairstart::readers_test {

using plan::FieldId;
using plan::RecordId;

struct SmallPlan {
  plan::Plan plan;
  RecordId place{0U}, family{1U}, person{2U}, contact{3U};
  FieldId decile, income, lone_parent, tenure, lsoa, born, relationship, gestation, score, smoker, kind, on, value, share, wait;

  SmallPlan() {
    add_record("place", "places", "place-id", {}, "");
    add_record("family", "families", "family-id", place, "place-id");
    add_record("person", "people", "person-id", family, "family-id");
    add_record("contact", "contacts", "contact-id", person, "person-id");
    plan.family = family;
    const auto tenures = add_codes(
        "tenures", {{"owned", "Owned", {}}, {"private-rent", "Private rent", {"PR"}}, {"social-rent", "Social", {"SR"}}});
    const auto relationships = add_codes(
        "relationships", {{"child", "Child", {"C"}}, {"mother", "Mother", {"M", "Mum"}}, {"father", "Father", {"m"}}});
    const auto kinds = add_codes(
        "kinds", {{"new-birth-visit", "New birth visit", {}}, {"mmr1", "MMR 1", {"MMR 1st dose"}}, {"asq3", "ASQ-3", {}}});
    decile = add_field(place, "imd-decile", types::whole_number());
    plan.fields[decile.index()].lowest = 1'000'000;
    plan.fields[decile.index()].highest = 10'000'000;
    income = add_field(family, "income", types::number(types::Measure::money));
    plan.fields[income.index()].type.per = types::Base{types::Measure::months, {}};
    plan.fields[income.index()].type.shown_per = types::TimeUnit::year;
    lone_parent = add_field(family, "lone-parent", types::yes_no());
    tenure = add_field(family, "tenure", types::code(tenures));
    lsoa = add_field(family, "lsoa", types::text());
    born = add_field(person, "date-of-birth", types::date());
    relationship = add_field(person, "relationship", types::code(relationships));
    gestation = add_field(person, "gestation", types::number(types::Measure::days));
    plan.fields[gestation.index()].type.shown_in = types::TimeUnit::week;
    score = add_field(person, "score", types::whole_number());
    plan.fields[score.index()].lowest = 0;
    plan.fields[score.index()].highest = 30'000'000;
    smoker = add_field(person, "smoker", types::yes_no());
    plan.fields[smoker.index()].snapshot = true;
    plan.fields[smoker.index()].good_for_days = 90;
    kind = add_field(contact, "kind", types::code(kinds));
    on = add_field(contact, "date", types::date());
    value = add_field(contact, "value", types::number());
    share = add_field(contact, "share", types::number(types::Measure::percent));
    wait = add_field(contact, "wait", types::number(types::Measure::months));
    plan.fields[wait.index()].type.shown_in = types::TimeUnit::month;
    plan.records[contact.index()].date = on;
  }

 private:
  void add_record(const std::string& name, const std::string& plural, const std::string& key, RecordId owner,
                  const std::string& by) {
    plan.records.push_back({.name = name, .plural = plural, .key = key, .owner = owner, .owner_column = by});
  }
  FieldId add_field(RecordId record, const std::string& name, types::Type type) {
    const FieldId id(plan.fields.size());
    plan.fields.push_back({.name = name, .record = record, .type = type});
    plan.records[record.index()].fields.push_back(id);
    return id;
  }
  types::CodeListId add_codes(const std::string& name, std::vector<plan::CodeItem> items) {
    plan.code_lists.push_back({.name = name, .items = std::move(items)});
    return types::CodeListId(plan.code_lists.size() - 1);
  }
};

}  // namespace fairstart::readers_test
