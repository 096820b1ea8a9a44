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
namespace fairstart::docs::construct_test {
namespace {

namespace fs = std::filesystem;

struct Known {
  std::vector<std::string> parts;  // one of which every line of interest holds: a search by pattern is slow
  std::string pattern;             // the names
};

const std::map<std::string, Known> names = {
    {"between",
     {{"between"}, R"re(has_word\("between"\)|sum, word<"and">, sum>, seq<word<"in">|of_between|word : \{[^}]*"between")re"}},
    {"calendar",
     {{"alendar", "NextDay"},
      R"re(\b(NextDay|Calendar|calendars|declare_calendar)\b|(NodeKind|SymbolKind)::calendar\b|"calendar"|struct calendar\b|^  calendar,$)re"}},
    {"corrected-age", {{"corrected"}, R"re("corrected-age"|\bcorrected_birth\()re"}},
    {"incentive",
     {{"ncentive"},
      R"re(\b(Incentive|incentives|declare_incentive|fill_incentive)\b|(NodeKind|SymbolKind)::incentive\b|"incentive"|struct incentive\b|^  incentive,$)re"}},
};

bool without_comments_holds(const std::string& text, const Known& known, const std::regex& wanted) {
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    if (std::any_of(known.parts.begin(), known.parts.end(),
                    [&](const auto& part) { return line.find(part) != std::string::npos; }) &&
        std::regex_search(line.substr(0, line.find("//")), wanted))
      return true;
  return false;
}

std::vector<std::string> files_that_hold(const Known& known) {
  const std::regex wanted(known.pattern);
  std::vector<std::string> found;
  for (const char* top : {"dsl", "engine", "cli"})
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(harness::project_root() / top)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".hpp" && extension != ".cpp") continue;
      if (without_comments_holds(harness::read_file(entry.path()), known, wanted))
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

// Where the list of a construct begins and ends in the page.
std::pair<std::size_t, std::size_t> list_of(const std::string& construct, const std::string& page) {
  const std::string begin = "<!-- files of: " + construct + " -->\n";
  const std::size_t at = page.find(begin);
  return at == std::string::npos ? std::pair{at, at} : std::pair{at + begin.size(), page.find("<!-- end -->", at)};
}

std::vector<std::string> named_in(const std::string& text) {
  std::vector<std::string> files;
  for (std::size_t at = text.find('`'); at != std::string::npos; at = text.find('`', at + 1)) {
    const std::size_t end = text.find('`', at + 1);
    if (end == std::string::npos) break;
    files.push_back(text.substr(at + 1, end - at - 1));
    at = end;
  }
  return files;
}

// Each file named knows the construct, and the list is whole but for a few: a new file that mentions one need not touch the page.
TEST(AddingAConstruct, ListsTheFilesThatKnowEach) {
  const fs::path path = harness::project_root() / "docs/adding_a_construct.md";
  std::string page = harness::read_file(path);
  for (const auto& [construct, known] : names) {
    const std::vector<std::string> files = files_that_hold(known);
    const auto [from, to] = list_of(construct, page);
    ASSERT_NE(from, std::string::npos) << construct;
    ASSERT_NE(to, std::string::npos) << construct;
    if (std::getenv("FAIRSTART_UPDATE") != nullptr) {
      page.replace(from, to - from, listed(files));
      continue;
    }
    const std::vector<std::string> shown = named_in(page.substr(from, to - from));
    EXPECT_FALSE(shown.empty()) << construct;
    for (const std::string& file : shown)
      EXPECT_TRUE(std::binary_search(files.begin(), files.end(), file)) << file << " knows nothing of " << construct;
    EXPECT_LE(files.size(), shown.size() + 4) << construct << ": `tests/update docs` writes the lists again";
  }
  if (std::getenv("FAIRSTART_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << page;
}

TEST(AddingAConstruct, ARewrittenOperatorTouchesAtMostEightFiles) {
  const std::vector<std::string> files = files_that_hold(names.at("between"));
  EXPECT_GE(files.size(), 2U);
  EXPECT_LE(files.size() + 3, 8U);  // and a snippet, a case, an example
  EXPECT_TRUE(std::none_of(files.begin(), files.end(), [](const std::string& file) { return file.starts_with("engine/"); }));
}

}  // namespace
}  // namespace fairstart::docs::construct_test
