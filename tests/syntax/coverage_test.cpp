// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sstream>

#include <tao/pegtl/visit.hpp>

#include "tests/docs/fences.hpp"
#include "tests/harness/harness.hpp"
#include "tests/syntax/grammar_walk.hpp"

// Every rule of the grammar, down to each alternative, reads something in the texts that the tests hold.
namespace fairstart::syntax::grammar::coverage_test {
namespace {

template <class Rule>
bool was_read = false;

// The control that builds the tree, and remembers which rules matched.
template <class Rule>
struct remembering : build<Rule> {
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action, template <class...> class Control>
  [[nodiscard]] static bool match(Input& in, Builder& builder) {
    const bool matched = build<Rule>::template match<A, M, Action, Control>(in, builder);
    was_read<Rule> = was_read<Rule> || matched;
    return matched;
  }
};

template <class Rule>
bool reads(const std::string& text) {
  Builder builder(text, 200);
  Input in(text.data(), text.data() + text.size(), "");
  return remembering<Rule>::template match<pegtl::apply_mode::nothing, pegtl::rewind_mode::dontcare, pegtl::nothing,
                                           remembering>(in, builder);
}

std::string with_new_lines(std::string text) {
  for (std::size_t at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at)) text.replace(at, 2, "\n");
  return text;
}

// Files that the tests check and run, and the lines of snippets.txt that are to be accepted.
int read_all_texts() {
  namespace fs = std::filesystem;
  int read = 0;
  for (const char* top : {"stdlib", "frameworks", "tests/language", "examples"})
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(harness::project_root() / top))
      if (entry.path().extension() == ".fair" && !entry.path().filename().string().starts_with("fail_"))
        read += reads<file>(harness::read_file(entry.path())) ? 1 : 0;
  const std::vector<docs::Fence> page = docs::fences_in(harness::read_file(harness::project_root() / "docs/language.md"));
  for (const docs::Fence& fence : page)
    if (fence.info.starts_with("fair") && !fence.info.starts_with("fair fails"))
      read += reads<file>(docs::completed(fence, page)) ? 1 : 0;
  std::istringstream lines(harness::read_file(harness::project_root() / "tests/syntax/snippets.txt"));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t colon = line.find(": ");
    if (!line.starts_with("accept ") || colon == std::string::npos) continue;
    const std::string rule = line.substr(7, colon - 7), text = with_new_lines(line.substr(colon + 2));
    if (rule == "file") read += reads<file>(text) ? 1 : 0;
    if (rule == "decls") read += reads<seq<decls, end_of_text>>(text) ? 1 : 0;
    if (rule == "answer") read += reads<seq<answer, end_of_text>>(text) ? 1 : 0;
  }
  return read;
}

template <class Rule>
struct Remembered {
  static void visit(std::size_t& rules, std::string& unread) {
    ++rules;
    if (!was_read<Rule>) unread += "  " + std::string(pegtl::demangle<Rule>()) + "\n";
  }
};

struct never_met : word<"no such word is in any file"> {};

TEST(Coverage, EveryRuleReadsSomething) {
  EXPECT_GT(read_all_texts(), 150);
  std::size_t rules = 0;
  std::string unread;
  pegtl::visit<file, Remembered>(rules, unread);
  EXPECT_GT(rules, 300U);
  EXPECT_EQ(unread, "");
}

TEST(Coverage, ARuleThatNothingReadsIsNamed) {
  std::size_t rules = 0;
  std::string unread;
  Remembered<never_met>::visit(rules, unread);
  EXPECT_NE(unread.find("never_met"), std::string::npos);
}

}  // namespace
}  // namespace fairstart::syntax::grammar::coverage_test
