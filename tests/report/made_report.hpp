// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/report/report.hpp"

// A run made up by hand: a small plan, and totals that no records stand behind.
namespace fairstart::report {

struct Made {
  plan::Plan plan;
  readers::Records records;
  RunFacts run;
};

inline plan::ExprId add_expr(plan::Plan& plan, plan::Expr expr) {
  plan.exprs.push_back(std::move(expr));
  return plan::ExprId(plan.exprs.size() - 1);
}

inline indicators::Cell cell(std::int64_t yes, std::int64_t no, std::int64_t unknown = 0) {
  return {.yes = yes, .no = no, .unknown = unknown};
}

inline std::unique_ptr<Made> made_report() {
  auto made = std::make_unique<Made>();
  plan::Plan& plan = made->plan;
  plan.modules.push_back({.name = "made.first-days",
                          .title = "First Days, Madeshire",
                          .version = "2026.1",
                          .publisher = "Madeshire Council",
                          .framework = true,
                          .sha256 = std::string(64, 'a'),
                          .notes = {{"A made-up <source> & more"}, {}, {}}});
  plan.main = plan::ModuleId(std::size_t{0});
  plan.records.push_back({.name = "family", .plural = "families", .title = "Family"});
  plan.records.push_back({.name = "person", .plural = "people", .title = "Person", .owner = plan::RecordId(std::size_t{0})});
  plan.family = plan::RecordId(std::size_t{0});
  const plan::RecordId family = plan.family, person(std::size_t{1});
  plan.fields.push_back(
      {.name = "income", .title = "Household income", .record = family, .type = types::number(types::Measure::money)});
  plan.fields.push_back(
      {.name = "on-protection-plan", .title = "On a child protection plan", .record = person, .type = types::yes_no()});
  plan.fields.push_back({.name = "imd-quintile",
                         .title = "Deprivation fifth, 1 is most deprived",
                         .record = family,
                         .type = types::whole_number()});
  plan.fields.push_back({.name = "district", .record = family, .type = types::text()});
  plan.roles.push_back({.name = "child", .plural = "children", .title = "Child", .record = person});
  plan.code_lists.push_back({.name = "ethnicities",
                             .title = "Ethnicity",
                             .items = {{"white-british", "White British", {}},
                                       {"indian", "Indian", {}},
                                       {"pakistani", "Pakistani", {}},
                                       {"other", "Any other", {}}},
                             .groups = {{"white", "White", {0}}, {"asian", "Asian or Asian British", {1, 2}}}});
  const plan::ExprId yes =
      add_expr(plan, {.node = plan::Constant{1, ""},
                      .type = types::yes_no(),
                      .row = person,
                      .text = "any immunisation where (vaccine is mmr and date is before turning 2 years)"});
  const plan::ExprId plus =
      add_expr(plan, {.node = plan::Constant{1, ""},
                      .type = types::yes_no(),
                      .row = family,
                      .text = "at least 2 of { lone-parent, income is under low-income-line } or any parent where low-mood"});
  const plan::ExprId targeted = add_expr(plan, {.node = plan::Constant{1, ""},
                                                .type = types::yes_no(),
                                                .row = family,
                                                .text = "need is at least 5 or any child where on-protection-plan"});
  const plan::ExprId young =
      add_expr(plan, {.node = plan::Constant{1, ""}, .type = types::yes_no(), .row = person, .text = "age is under 28 days"});
  const plan::ExprId one =
      add_expr(plan, {.node = plan::Constant{1'000'000, ""}, .type = types::whole_number(), .row = person, .text = "1 visit"});
  const plan::ExprId quintile =
      add_expr(plan, {.node = plan::FieldValue{plan::FieldId(std::size_t{2})}, .type = types::whole_number(), .row = person});
  const plan::ExprId ethnicity =
      add_expr(plan, {.node = plan::MissingValue{}, .type = types::code(types::CodeListId(std::size_t{0})), .row = person});
  plan.levels.push_back({.kind = plan::LevelsKind::tiers,
                         .name = "support",
                         .title = "Level of support",
                         .record = family,
                         .levels = {{"universal", "Universal", false, {}, {}},
                                    {"universal-plus", "Universal +", false, plus, {}},
                                    {"targeted", "Targeted", false, targeted, {}}}});
  plan.outcomes.push_back({.name = "best-start", .title = "Every child has the best start in life"});
  plan.offers.push_back({.name = "new-birth-visit",
                         .title = "New birth visit",
                         .core = true,
                         .record = person,
                         .role = plan::RoleId(std::size_t{0}),
                         .levels = plan::LevelsId(std::size_t{0}),
                         .tier = 0,
                         .when = young,
                         .eligible = young,
                         .due_from = one,
                         .due_by = one,
                         .received = yes,
                         .amount = one,
                         .provider = "Health visiting",
                         .notes = {{"Healthy Child Programme"}, {}, {}}});
  plan.offers.push_back({.name = "listening-visits",
                         .title = "Listening visits",
                         .record = person,
                         .levels = plan::LevelsId(std::size_t{0}),
                         .tier = 1,
                         .when = young,
                         .eligible = young,
                         .due_by = one,
                         .received = yes,
                         .amounts = {{1, one}, {2, one}}});
  plan.offers.push_back({.name = "peer-support",
                         .title = "A volunteer visits",
                         .record = family,
                         .levels = plan::LevelsId(std::size_t{0}),
                         .tier = 2});
  plan.parameters.push_back({.name = "low-income-line",
                             .title = "60% of median household income",
                             .type = types::number(types::Measure::money),
                             .values = {{20'544, {}, {22'900'000'000, ""}}},
                             .notes = {{"Illustrative"}, {}, {}}});
  plan.lists.push_back({.record = person, .member = yes, .text = "child where (turning 2 years is in period)"});
  plan.indicators.push_back({.name = "mmr-by-two",
                             .title = "First MMR dose by second birthday",
                             .outcome = plan::OutcomeId(std::size_t{0}),
                             .among = plan::ListId(std::size_t{0}),
                             .count = yes,
                             .higher_is_better = true,
                             .by = {{{"imd-quintile", quintile, false}}, {{"ethnicity", ethnicity, true}}},
                             .target = plan::Target{.text = "target 95% by 2027-03-31", .value = 950'000, .by = 20'908},
                             .comparators = {{"England 2024/25", 889'000}},
                             .hide_below = 8,
                             .round_to = 5,
                             .notes = {{"COVER"}, {}, {}}});
  plan.outcomes.front().indicators.push_back(plan::IndicatorId(std::size_t{0}));
  plan.not_encoded.push_back({{"Professional judgement may override the tier"}, {"Section 5"}, {}});

  made->records.database.plan = &plan;
  made->records.database.tables.resize(2);
  made->records.files = {{"families.csv", {std::string(32, 'b'), std::string(64, 'd')}, family, 1240, 1238, 2, 14},
                         {"people.csv", {std::string(32, 'c'), ""}, person, 4100, 4100, 0, 3}};
  made->records.rejects = 19;

  RunFacts& run = made->run;
  run.plan = &plan;
  run.records = &made->records;
  run.clock = {20'544, 20'179, 20'544};  // 1 April 2026; 1 April 2025 to 1 April 2026
  run.program_version = "0.1.0";
  run.said_once = {"`places` has no file: its lists may be incomplete", "`gestation` has no column in people.csv"};
  Totals& totals = run.totals;
  totals.families = 1238;
  totals.levels.resize(1);
  totals.levels[0] = {{1, {{160, 90, 41}, 22, 291}},
                      {2, {{180, 61, 30}, 15, 271}},
                      {3, {{201, 44, 18}, 12, 263}},
                      {4, {{190, 21, 3}, 9, 214}},
                      {5, {{180, 12, 7}, 10, 199}}};
  totals.offers = {{64, 12, 20, 17, 0, 27, 0}, {97, 40, 0, 30, 21, 46, 21}, {99, 68, 0, 0, 0, 0, 0}};
  totals.asked = {{"income of family", 54}, {"on-protection-plan of person", 31}, {"contacts of person", 5}};
  totals.families_to_ask = 88;
  totals.indicators.resize(1);
  totals.indicators[0].breakdowns = {
      {{{}, cell(517, 63, 20)}},
      {{{1'000'000}, cell(98, 22, 9)},
       {{2'000'000}, cell(101, 15, 4)},
       {{3'000'000}, cell(104, 12, 3)},
       {{4'000'000}, cell(108, 9, 2)},
       {{5'000'000}, cell(106, 5, 2)}},
      {{{0}, cell(400, 40, 9)}, {{1}, cell(80, 12, 8)}, {{5}, cell(30, 8, 1)}, {{indicators::not_known}, cell(7, 3, 2)}}};
  return made;
}

}  // namespace fairstart::report
