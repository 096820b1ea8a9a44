// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "dsl/syntax/grammar_declarations.hpp"

namespace fairstart::syntax::analysis_test {
namespace {

// What the analysis must catch, so that its silence about the grammar means something.
struct endless : grammar::star<grammar::opt<grammar::word<"x">>> {};
struct left_recursive : grammar::sor<grammar::seq<left_recursive, grammar::mark<"+">>, grammar::word<"x">> {};

TEST(Analysis, FindsPlantedLoops) {
  EXPECT_GT(tao::pegtl::analyze<endless>(-1), 0U);
  EXPECT_GT(tao::pegtl::analyze<left_recursive>(-1), 0U);
}

TEST(Analysis, TheGrammarHasNoLoopWithoutProgress) { EXPECT_EQ(tao::pegtl::analyze<grammar::file>(), 0U); }

}  // namespace
}  // namespace fairstart::syntax::analysis_test
