// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/examples/examples.hpp"
#include "engine/explain/explain.hpp"
#include "engine/reference/reference.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::explain_tests {

// The first example of a file as records, worked out by the reference.
struct MadeFamily {
  harness::Checked checked;
  column::Database database;
  column::Clock clock;
  column::Evaluated evaluated;

  explicit MadeFamily(const std::string& fair) : checked(harness::check_text(fair)) {
    EXPECT_TRUE(checked.plan.has_value()) << checked.text() << '\n' << fair;
    if (!checked.plan || checked.plan->examples.empty()) return;
    const plan::Example& example = checked.plan->examples.front();
    database = examples::records_of(*checked.plan, example);
    clock = {.as_at = example.as_at, .period_from = example.as_at - 365, .period_to = example.as_at};
    evaluate();
  }
  bool ready() const { return checked.plan.has_value() && !checked.plan->examples.empty(); }
  const plan::Plan& plan() const { return *checked.plan; }

  void evaluate() {
    evaluated = {};
    std::vector<plan::ExprId> wanted = explain::expressions(plan());
    for (const plan::Definition& definition : plan().definitions) wanted.push_back(definition.meaning);
    reference::evaluate(database, clock, wanted, column::chunk_of_families(database, 0, 1), evaluated);
  }

  explain::Ask about(const std::string& definition, column::Row row = 0) const {
    for (const plan::Definition& each : plan().definitions)
      if (each.name == definition) return explain::Asker(database, clock).about(evaluated, each.meaning, row);
    ADD_FAILURE() << "no definition " << definition;
    return {};
  }
  std::string asks(const std::string& definition, column::Row row = 0) const {
    return explain::ask_text(database, about(definition, row));
  }
  std::string asks_level() const {
    return explain::ask_text(database, explain::Asker(database, clock).about_levels(evaluated, types::LevelsId{0U}, 0));
  }
  std::string asks_score() const {
    return explain::ask_text(database, explain::Asker(database, clock).about_score(evaluated, plan::ScoreId{0U}, 0));
  }
};

// Records that the tests' rules are about.
inline const char* const records = R"(
framework test.ask "Asking" { version "1" }
unit visit, visits
codes kinds { red "Red", green "Green", blue "Blue" }
codes relationships { child "Child", mother "Mother", father "Father" }
record family, families {
  key family-id
  lone : yes/no
  poor : yes/no
  k    : whole number, from 0 to 4
  income : money per year
}
record person, people {
  key person-id,  belongs to family by family-id
  date-of-birth : date
  relationship  : one of relationships
  on-plan       : yes/no, restricted
  size          : whole number, from 0 to 4
  birth-mother  : link to person
  seen-for      : many of kinds
}
record event, events {
  key event-id,  belongs to person by person-id,  happens on date
  date : date
  kind : one of kinds
  mark : whole number, from 0 to 4
}
role child, children is person where (relationship is child)
role parent, parents is person where (relationship is one of { mother, father })
)";

}  // namespace fairstart::explain_tests
