// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/answer_codes.hpp"

#include <gtest/gtest.h>

namespace fairstart::explain_tests::answer_codes_test {
namespace {

using explain::AnswerCodes;

// A plan of one record with six yes/no expressions on its rows, and one that is the same for all.
plan::Plan plan_of_answers() {
  plan::Plan plan;
  plan.records.resize(1);
  plan.exprs.resize(7);
  for (std::size_t i = 0; i < plan.exprs.size(); ++i) {
    plan.exprs[i].type.kind = types::Kind::yes_no;
    if (i < 6) plan.exprs[i].row = plan::RecordId(0U);
  }
  return plan;
}

TEST(AnswerCodes, each_row_has_its_answers_in_order) {
  const plan::Plan plan = plan_of_answers();
  column::Evaluated evaluated;
  evaluated.chunk.rows = {{100, 140}};
  evaluated.exprs.resize(7);
  const column::Answer all[] = {column::no, column::unknown, column::yes};
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t row = 0; row < 40; ++row) evaluated.exprs[i].answers.push_back(all[(row * (i + 3) + row / 7) % 3]);
  evaluated.exprs[6].answers = {column::unknown};
  std::vector<plan::ExprId> asked;
  for (std::size_t i = 0; i < 7; ++i) asked.emplace_back(i);
  asked.emplace_back();  // always

  AnswerCodes codes;
  for (const column::Rows rows : {column::Rows{100, 140}, column::Rows{100, 117}}) {  // the second: in memory that was used
    codes.fill(evaluated, plan, asked, rows);
    ASSERT_EQ(codes.bytes(), 2U);
    for (column::Row row = rows.begin; row < rows.end; ++row) {
      for (std::size_t i = 0; i < asked.size(); ++i) {
        const column::Answer expected = i < 6 ? evaluated.exprs[i].answers[row - 100] : i == 6 ? column::unknown : column::yes;
        const std::uint32_t code = codes.at(i / 4, row);
        EXPECT_EQ(code >> 2 * (i % 4) & 3U, expected) << i << " of " << row;
        EXPECT_EQ(AnswerCodes::unknown(code) >> 2 * (i % 4) & 3U, expected == column::unknown ? 1U : 0U);
        EXPECT_EQ(AnswerCodes::possible(code) >> 2 * (i % 4) & 3U, expected == column::no ? 0U : 1U);
      }
    }
  }
}

}  // namespace
}  // namespace fairstart::explain_tests::answer_codes_test
