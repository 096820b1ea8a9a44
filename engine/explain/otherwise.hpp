// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/explain/wording.hpp"

namespace fairstart::explain {

// The least that would have to be different, or known, for another answer: conditions in the file's own words, each with the
// row that it is about; all of them together. Where several ways are as short, the first in the text.
class Otherwise {
 public:
  explicit Otherwise(const Wording& wording) : wording_(wording), plan_(wording.plan()) {}

  // Nothing where no change of facts would do it, or where the answer is that one already.
  std::vector<std::string> for_answer(plan::ExprId id, column::Row row, bool wanted);

 private:
  struct Way {
    std::size_t cost = 0;
    std::vector<std::string> conditions;
  };
  using Found = std::optional<Way>;

  Found way(plan::ExprId id, column::Row row, bool wanted);
  Found junction(const std::vector<plan::ExprId>& parts, column::Row row, bool wanted, bool all);
  Found listed(const plan::List& list, plan::ExprId id, column::Row row, bool wanted);
  Found counted(const plan::Compare& node, plan::ExprId id, column::Row row, bool wanted);
  Found named(const plan::Definition& definition, plan::ExprId id, column::Row row, bool wanted);
  Found level(const plan::LevelIn& node, plan::ExprId id, column::Row row, bool wanted);
  Found itself(plan::ExprId id, column::Row row, bool wanted) const;
  bool is_fixed(plan::ExprId id) const;  // rests on a date of birth or death: no one can change that

  const Wording& wording_;
  const plan::Plan& plan_;
  int depth_ = 0;
};

}  // namespace fairstart::explain
