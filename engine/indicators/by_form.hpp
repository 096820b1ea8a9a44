// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "dsl/difference/canonical.hpp"

namespace fairstart::indicators {

// Which conditions are parts of which, as far as their form shows it. Nothing is proved: `implies` never says yes wrongly, but may say
// no where it is yes.
class ByForm {
 public:
  explicit ByForm(const plan::Plan& plan) : canonical_(plan) {}
  // Whether each row with a yes to `narrow` has a yes to `wide`, and each with a no to `wide` a no to `narrow`: where every part that
  // `wide` joins by `and` is a part of `narrow` too, or is an `or` with a choice that is. Definitions and roles stand for what they
  // mean; none asks nothing.
  bool implies(plan::ExprId narrow, plan::ExprId wide) { return implies(narrow, wide, 0); }

 private:
  // By canonical text: what is joined by `and`, and the choices of what is an `or`.
  using Parts = std::map<std::string, std::vector<plan::ExprId>>;
  bool implies(plan::ExprId narrow, plan::ExprId wide, int depth);
  const Parts& parts_of(plan::ExprId condition);

  difference::Canonical canonical_;
  std::map<std::size_t, Parts> known_;  // by ExprId
};

}  // namespace fairstart::indicators
