// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/column/database.hpp"
#include "engine/column/evaluated.hpp"

namespace fairstart::examples {

// The families of an example as records: unstated facts unknown, unstated lists empty and complete (grammar.md, section 7).
column::Database records_of(const plan::Plan& plan, const plan::Example& example);

struct Failed {
  base::Span span;          // of the expectation
  std::string expected;     // as written
  std::string got;          // in the same form, complete
  std::string explanation;  // why, from explain
};
struct Outcome {
  const plan::Example* example = nullptr;
  std::string title;  // where it is of no example: of a case …
  std::vector<Failed> failures;
  double milliseconds = 0;
};

// Runs one example on the columnar engine.
Outcome run(const plan::Plan& plan, const plan::Example& example);

// JUnit XML of a whole run: a test case an outcome, with its class's name, and an error for each file that could not be run.
std::string junit(const std::string& suite, const std::vector<Outcome>& outcomes, const std::vector<std::string>& classnames,
                  const std::vector<std::string>& unsound = {});

}  // namespace fairstart::examples
