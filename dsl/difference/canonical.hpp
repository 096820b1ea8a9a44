// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/plan/plan.hpp"

namespace fairstart::difference {

// What an expression means, as a text that two plans share if and only if they mean the same by form: names instead of ids, and
// the parts of `and`, `or`, counts and extremes in one order. Nothing of how it was written is in it.
class Canonical {
 public:
  explicit Canonical(const plan::Plan& plan);
  const std::string& of(plan::ExprId id);  // of none: "-"
  std::string of(plan::ListId id);
  std::string record(plan::RecordId id) const;  // of a pairing: what looks and what is seen
  std::string type(const plan::Type& type) const;
  std::string constant(const plan::Type& type, const plan::Constant& constant) const;
  const plan::Plan& plan() const { return plan_; }

 private:
  std::string written(const plan::Expr& expr);
  std::string sorted(std::string_view head, std::vector<std::string> parts) const;
  template <class Node>
  void flatten(plan::ExprId id, std::vector<std::string>& parts);

  const plan::Plan& plan_;
  std::vector<std::string> known_;  // by ExprId; empty: not yet
};

// The operands of an `and` or `or`, those of operands of the same kind in their place.
std::vector<plan::ExprId> flat_operands(const plan::Plan& plan, plan::ExprId id);

// In words, for people: as it was written where it was, else put together from its parts.
std::string in_words(const plan::Plan& plan, plan::ExprId id);
std::string in_words(const plan::Plan& plan, const plan::Type& type, const plan::Constant& constant);

}  // namespace fairstart::difference
