// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/explain/wording.hpp"

namespace fairstart::explain {

inline constexpr const char* restricted_words = "a restricted fact";

// Why one answer is what it is: the conditions that decided it. Of a yes `or` those that are yes, of a no `and` those that
// are no, of an answer that is not known those that are not known. A definition is opened once in one explanation.
class Steps {
 public:
  explicit Steps(const Wording& wording) : wording_(wording), plan_(wording.plan()) {}

  Step of(plan::ExprId id, column::Row row);
  // The same without a step for the condition itself where it only joins others.
  std::vector<Step> parts_of(plan::ExprId id, column::Row row);
  // What a count counted: the answers of a set, the rows of a list.
  void counted(plan::ExprId id, column::Row row, Step& step);

 private:
  Step of_row(const plan::List& list, column::Row row);
  void open(plan::ExprId id, column::Row row, Step& step);
  void join(const std::vector<plan::ExprId>& parts, column::Row row, column::Answer wanted, Step& step);
  void choose(plan::ExprId id, const plan::Choose& node, column::Row row, Step& step);
  // Rows that may count are told too; `value`: what is told of each besides; may be none.
  struct Counting {
    plan::ExprId value;
  };
  void rows_of(const plan::List& list, column::Row row, column::Answer answer, plan::ExprId claim, Step& step,
               std::optional<Counting> counting = {});
  bool is_unwritten(plan::ExprId id) const;
  std::string condition(plan::ExprId id, column::Row row) const;

  const Wording& wording_;
  const plan::Plan& plan_;
  std::set<std::pair<std::uint32_t, column::Row>> opened_;  // definitions
};

}  // namespace fairstart::explain
