// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <regex>

#include "tests/harness/harness.hpp"

// docs/adding_a_construct.md lists the files that know a construct: those of dsl/, engine/ and cli/ that hold its names.
// `tests/update docs` writes the lists again.
namespace fairstart::docs {
namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::string> names = {
    {"between", R"re(has_word\("between"\)|sum, word<"and">, sum>, seq<word<"in">|of_between|word : \{[^}]*"between")re"},
    {"calendar",
     R"re(\b(NextDay|Calendar|calendars|declare_calendar)\b|(NodeKind|SymbolKind)::calendar\b|"calendar"|struct calendar\b)re"},
    {"incentive",
     R"re(\b(Incentive|incentives|declare_incentive|fill_incentive)\b|(NodeKind|SymbolKind)::incentive\b|"incentive"|struct incentive\b)re"},
};

bool without_comments_holds(const std::string& text, const std::regex& wanted) {
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    if (std::regex_search(line.substr(0, line.find("//")), wanted)) return true;
  return false;
}

std::vector<std::string> files_that_hold(const std::string& pattern) {
  const std::regex wanted(pattern);
  std::vector<std::string> found;
  for (const char* top : {"dsl", "engine", "cli"})
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(harness::project_root() / top)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".hpp" && extension != ".cpp") continue;
      if (without_comments_holds(harness::read_file(entry.path()), wanted))
        found.push_back(fs::relative(entry.path(), harness::project_root()).string());
    }
  std::sort(found.begin(), found.end());
  return found;
}

std::string listed(const std::vector<std::string>& files) {
  std::string text = "\n";
  std::string line = std::to_string(files.size()) + " files:";
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string part = " `" + files[i] + "`" + (i + 1 < files.size() ? "," : ".");
    if (line.size() + part.size() > 120)
      text += line + "\n", line = part.substr(1);
    else
      line += part;
  }
  return text + line + "\n\n";
}

TEST(AddingAConstruct, ListsTheFilesThatKnowEach) {
  const fs::path path = harness::project_root() / "docs/adding_a_construct.md";
  const std::string page = harness::read_file(path);
  std::string wanted = page;
  for (const auto& [construct, pattern] : names) {
    const std::string begin = "<!-- files of: " + construct + " -->\n";
    const std::size_t from = wanted.find(begin), to = wanted.find("<!-- end -->", from);
    ASSERT_NE(from, std::string::npos) << construct;
    ASSERT_NE(to, std::string::npos) << construct;
    wanted.replace(from + begin.size(), to - from - begin.size(), listed(files_that_hold(pattern)));
  }
  if (std::getenv("FAIRSTART_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << wanted;
  EXPECT_EQ(harness::read_file(path), wanted) << "`tests/update docs` writes the lists again";
}

TEST(AddingAConstruct, ARewrittenOperatorTouchesAtMostEightFiles) {
  const std::vector<std::string> files = files_that_hold(names.at("between"));
  EXPECT_GE(files.size(), 2U);
  EXPECT_LE(files.size() + 3, 8U);  // and a snippet, a case, an example
  EXPECT_TRUE(std::none_of(files.begin(), files.end(), [](const std::string& file) { return file.starts_with("engine/"); }));
}

}  // namespace
}  // namespace fairstart::docs
