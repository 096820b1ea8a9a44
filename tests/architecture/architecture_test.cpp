// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <regex>

#include "tests/architecture/layers.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::architecture::architecture_test {
namespace {

std::string told(const Findings& findings) {
  std::string text;
  for (const Violation& violation : findings.violations)
    text += violation.file + ":" + std::to_string(violation.line) + ": " + violation.what + "\n";
  return text;
}

std::vector<std::string> matches(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::vector<std::string> found;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), regex); it != std::sregex_iterator(); ++it)
    found.push_back((*it)[1]);
  return found;
}

TEST(Architecture, TheTreeKeepsTheRules) {
  const Findings findings = check_tree(harness::project_root());
  EXPECT_GT(findings.files, 50u) << "nothing was scanned";
  EXPECT_GT(findings.includes, 200u);
  EXPECT_GE(findings.rooms, 15u);
  EXPECT_EQ(told(findings), "");
}

// A check that can't fail is no check: each rule must find what was planted for it.
TEST(Architecture, PlantedViolationsAreCaught) {
  const Findings findings = check_tree(harness::project_root() / "tests/architecture/planted");
  EXPECT_EQ(told(findings),
            "cli/no_licence.cpp:1: the first line is not `// SPDX-License-Identifier: Apache-2.0`\n"
            "dsl/base/upwards.hpp:4: `dsl/base` may not include `dsl/plan`\n"
            "dsl/check/sees_the_engine.cpp:4: `dsl/check` may not include `engine/column`\n"
            "engine/exec/parses.cpp:2: `tao/pegtl.hpp` may not be included from `engine/exec`\n"
            "engine/exec/sees_syntax.cpp:2: `engine/exec` may not include `dsl/syntax`\n"
            "engine/exec/sees_syntax.cpp:3: an include path starts from the project's root, not with a dot\n"
            "engine/exec/sees_syntax.cpp:4: `engine/exec` may not include tests\n"
            "engine/report/spirit.cpp:2: `boost/spirit/home/x3.hpp` may not be included from `engine/report`\n"
            "engine/cellar:0: a room that the table in layers.hpp does not have\n"
            "dsl/base/README.md:41: longer than 40 lines\n"
            "dsl/check/README.md:0: the room has no README.md\n"
            "engine/cellar/README.md:0: the room has no README.md\n");
  EXPECT_EQ(findings.files, 7u);
}

TEST(Architecture, ALongFileIsCaught) {
  const harness::TemporaryFolder folder;
  std::string text(licence_line);
  for (std::size_t i = 0; i < most_lines - 1; ++i) text += "\n//";
  folder.write("cli/README.md", "# cli\n");
  folder.write("cli/fits.cpp", text + "\n");
  EXPECT_EQ(told(check_tree(folder.path())), "");
  folder.write("cli/long.cpp", text + "\n//\n");
  EXPECT_EQ(told(check_tree(folder.path())), "cli/long.cpp:601: longer than 600 lines\n");
}

TEST(Architecture, TheTableSaysWhatTheCMakeListsSay) {
  std::size_t rooms = 0;
  for (const std::string top : {"dsl", "engine"}) {
    std::string text = harness::read_file(harness::project_root() / top / "CMakeLists.txt");
    std::smatch contract;
    if (std::regex_search(text, contract, std::regex(R"(set\(contract ([^)]*)\))")))
      text = std::regex_replace(text, std::regex(R"(\$\{contract\})"), contract[1].str());
    const std::regex room_call(R"(fairstart_room\(([a-z/]+)([^)]*)\))");
    for (auto it = std::sregex_iterator(text.begin(), text.end(), room_call); it != std::sregex_iterator(); ++it) {
      const std::string room = (*it)[1];
      std::string rest = (*it)[2];
      rest = rest.substr(0, std::min(rest.find("LIBRARIES"), rest.find("SOURCES")));
      std::set<std::string> links;
      for (const std::string& link : matches(rest, R"(((?:dsl|engine)/[a-z]+))")) links.insert(link);
      ASSERT_TRUE(allowed().contains(room)) << room;
      EXPECT_EQ(allowed().at(room), links) << room;
      ++rooms;
    }
  }
  EXPECT_EQ(rooms, allowed().size());
}

// Nothing comes in from outside without a reason in writing.
TEST(Architecture, EveryDependencyHasItsReason) {
  const std::string reasons = harness::read_file(harness::project_root() / "docs/dependencies.md");
  ASSERT_FALSE(reasons.empty());
  std::size_t checked = 0;
  for (const std::string file : {"CMakeLists.txt", "dsl/CMakeLists.txt", "engine/CMakeLists.txt", "cli/CMakeLists.txt",
                                 "tests/CMakeLists.txt", "tests/bench/CMakeLists.txt"}) {
    const std::string text = harness::read_file(harness::project_root() / file);
    std::vector<std::string> names = matches(text, R"(find_package\((\w+))");
    for (const std::string& name : matches(text, R"(find_(?:library|path)\(\w+ (\w+))")) names.push_back(name);
    for (const std::string& name : names) {
      EXPECT_NE(reasons.find("`" + name + "`"), std::string::npos) << file << " finds " << name;
      ++checked;
    }
  }
  const std::string dev = harness::read_file(harness::project_root() / "dev");
  for (const std::string& group : matches(dev, R"(\npackages_\w+=\(([^)]*)\))")) {
    for (const std::string& package : matches(group, R"(([a-z+][a-z0-9.+-]+))")) {
      EXPECT_NE(reasons.find("`" + package + "`"), std::string::npos) << "./dev deps installs " << package;
      ++checked;
    }
  }
  EXPECT_GT(checked, 15u) << "nothing was scanned";
}

}  // namespace
}  // namespace fairstart::architecture::architecture_test
