// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/lint/facts.hpp"
#include "dsl/plan/plan.hpp"

// What checks and yet deserves a second look: warnings, one folder a rule.
namespace fairstart::lint {

// What a rule looks at: a plan that checks, and the file that was asked for. Other files' declarations are their own affair.
struct Subject {
  const plan::Plan& plan;
  base::FileId file;
  Facts& facts;

  bool here(base::Span span) const { return span.exists() && span.file == file; }
  bool framework() const { return plan.modules[plan.main.index()].framework; }
};

struct Rule {
  std::string_view folder;
  diagnostics::Code code;
  void (*look)(const Subject& subject, diagnostics::Diagnostics& found);
};
std::span<const Rule> rules();

// All rules, in the order of their codes.
void lint(const plan::Plan& plan, base::FileId file, diagnostics::Diagnostics& found);

}  // namespace fairstart::lint
