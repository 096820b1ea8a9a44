// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/answer_codes.hpp"

#include <algorithm>

namespace fairstart::explain {

void AnswerCodes::fill(const column::Evaluated& evaluated, const plan::Plan& plan, const std::vector<plan::ExprId>& answers,
                       column::Rows rows) {
  rows_ = rows;
  bytes_ = (answers.size() + 3) / 4;
  const std::size_t count = rows.size();
  codes_.resize(bytes_ * count);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    std::uint8_t* codes = codes_.data() + i / 4 * count;
    const unsigned shift = 2 * (i % 4);
    if (shift == 0) std::fill_n(codes, count, std::uint8_t{0});
    const auto same_for_all = [&](column::Answer answer) {
      for (std::size_t row = 0; row < count; ++row) codes[row] = static_cast<std::uint8_t>(codes[row] | answer << shift);
    };
    if (!answers[i].exists()) {
      same_for_all(column::yes);
      continue;
    }
    const std::vector<column::Answer>& of = evaluated.values(answers[i]).answers;
    if (!plan.expr(answers[i]).row.exists()) {
      if (!of.empty()) same_for_all(of.front());
      continue;
    }
    const column::Answer* from = of.data();
    const std::size_t there = std::min(count, of.size());
    for (std::size_t row = 0; row < there; ++row) codes[row] = static_cast<std::uint8_t>(codes[row] | from[row] << shift);
  }
}

}  // namespace fairstart::explain
