// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/explain/wording.hpp"

namespace fairstart::explain {

// The names in what decided an answer, or gave a value: of definitions, fields, scores, levels, parameters and roles. Of a yes
// `or` only what is yes, of a no `and` only what is no; of a table the rows that hold. Restricted names too.
class Behind {
 public:
  explicit Behind(const Wording& wording) : wording_(wording), plan_(wording.plan()) {}

  void expression(plan::ExprId id, column::Row row);
  void levels(plan::LevelsId id, column::Row row);
  void score(plan::ScoreId id, column::Row row);

  std::set<std::string> names;

 private:
  void parts(const std::vector<plan::ExprId>& answers, column::Row row, column::Answer wanted);
  void rows(const plan::List& list, column::Row row, column::Answer wanted, const std::vector<plan::ExprId>& values);
  void every(const plan::Every& node, column::Row row, column::Answer answer);

  const Wording& wording_;
  const plan::Plan& plan_;
  std::set<std::pair<std::uint32_t, column::Row>> seen_;
};

}  // namespace fairstart::explain
