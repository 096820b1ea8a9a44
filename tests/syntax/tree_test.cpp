// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/syntax/reading.hpp"

namespace fairstart::syntax::tree_test {
namespace {

// The tree in brackets: rules by name, leaves by their text.
std::string shape(Cursor node) {
  if (is_leaf(node.kind())) return std::string(node.text());
  std::string out = "(" + std::string(name_of(node.kind()));
  for (const Cursor child : node) out += " " + shape(child);
  return out + ")";
}

std::string shape_of(const std::string& declaration) {
  const Reading reading("framework a \"A\" { }\n" + declaration);
  EXPECT_FALSE(reading.diagnostics.has_errors()) << declaration;
  return shape(reading.root().child(NodeKind::decl));
}

TEST(Tree, HasANodeForEachRuleAndALeafForEachToken) {
  EXPECT_EQ(shape_of("unit cot, cots"), "(decl (unit unit cot , cots))");
  EXPECT_EQ(shape_of("define a for child means b is at least 2 years"),
            "(decl (define define (id a for child) means (answer (cond (test (compare (sum (term (factor (operand (atom (item "
            "b)))))) is "
            "(state at least (sum (term (factor (operand (atom (quantity 2 years)))))))))))))");
  EXPECT_EQ(shape_of("case c { cost d is £3 once }"),
            "(decl (case case c { (flow cost d is (sum (term (factor (operand (atom (quantity £3)))))) once) }))");
  EXPECT_EQ(shape_of("core list l { limit 2 per d }"), "(decl core (register list (id l) { (lclause limit 2 per d) }))");
}

TEST(Tree, BlocksAreFlatAndKeepTheirCommas) {
  EXPECT_EQ(shape_of("codes c { a, b \"B\"\n c, }"), "(decl (codes codes c { a , b \"B\" c , }))");
  EXPECT_EQ(shape_of("offer o { tier a, amount { b 1, c 2 } }"),
            "(decl (offer offer (id o) { (oclause tier a) , (oclause amount (amount { b (sum (term (factor (operand (atom "
            "(quantity 1)))))) , c "
            "(sum (term (factor (operand (atom (quantity 2)))))) })) }))");
}

TEST(Tree, TheFileNodeHoldsHeaderUseAndDeclarations) {
  const Reading reading("framework a.b \"A\" {\n  builds on c.d version \"2\"\n}\nuse e version \"1\" without f, g\nunit h\n");
  ASSERT_FALSE(reading.diagnostics.has_errors());
  EXPECT_EQ(shape(reading.root()),
            "(file framework a.b \"A\" { (meta builds on c.d version \"2\") } use e version \"1\" without f , g (decl (unit "
            "unit h)))");
}

TEST(Tree, PhrasesAreOneWordWhateverBlanksTheyHold) {
  const Reading reading("framework a \"A\" { }\ndefine b means c is at\n   least 2");
  ASSERT_FALSE(reading.diagnostics.has_errors());
  Cursor node = reading.root().child(NodeKind::decl).first().child(NodeKind::answer);
  while (node && !node.child(NodeKind::state)) node = node.first();
  ASSERT_TRUE(node);
  EXPECT_TRUE(node.child(NodeKind::state).has_word("at least"));
  EXPECT_FALSE(node.child(NodeKind::state).has_word("at"));
  EXPECT_EQ(node.child(NodeKind::state).word("at least").text(), "at\n   least");
}

TEST(Tree, CursorsFindChildren) {
  const Reading reading("framework a \"A\" { }\nrecord r, rs { key k, s : text }");
  const Cursor record = reading.root().child(NodeKind::decl).first();
  ASSERT_TRUE(record.is(NodeKind::record));
  EXPECT_EQ(record.child(NodeKind::NAME).text(), "r");
  EXPECT_EQ(record.child(NodeKind::NAME, 1).text(), "rs");
  EXPECT_EQ(record.after_word("key").text(), "k");
  EXPECT_EQ(record.child(NodeKind::type).text(), "text");
  EXPECT_FALSE(record.child(NodeKind::trait));
  EXPECT_FALSE(record.word("belongs to"));
  EXPECT_FALSE(record.after_word("belongs to"));
  EXPECT_FALSE(Cursor().child(NodeKind::NAME));
  EXPECT_FALSE(Cursor().is(NodeKind::NAME));
  EXPECT_FALSE(record.first().first());
}

TEST(Tree, SpansLeaveOutBlanksAndComments) {
  const Reading reading("# first\nframework a \"A\" { } # header\n\n  # before\n  unit b   # after\n# last\n");
  ASSERT_FALSE(reading.diagnostics.has_errors());
  EXPECT_EQ(reading.root().child(NodeKind::decl).text(), "unit b");
  EXPECT_EQ(reading.root().text().substr(0, 9), "framework");
  expect_well_formed(reading.tree);
}

TEST(Tree, EveryKindHasAName) {
  EXPECT_EQ(name_of(NodeKind::word), "word");
  EXPECT_EQ(name_of(NodeKind::error), "error");
  EXPECT_EQ(name_of(NodeKind::registry), "register");
  EXPECT_EQ(name_of(NodeKind::case_), "case");
  EXPECT_EQ(name_of(NodeKind::answer), "answer");
  EXPECT_EQ(name_of(NodeKind::literal), "literal");
}

}  // namespace
}  // namespace fairstart::syntax::tree_test
