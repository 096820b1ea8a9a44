// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/harness/harness.hpp"

// Every command that a page shows is run: a fenced block marked `console`, `$ ` before each command, its output below it.
// A line `…` in the output stands for any number of lines. Only standard output is compared. `./dev` is not run: that is what
// runs this test. `build/fairstart` is the program under test. `tests/update` rewrites outputs without `…`; those with it are
// for a person to mend.
namespace fairstart::docs::docs_test {
namespace {

namespace fs = std::filesystem;

struct Shown {
  std::size_t line = 0;  // of the command, from 1
  std::size_t last = 0;  // line of the command's last part: its output follows
  std::string command;
  std::vector<std::string> output;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<Shown> shown_in(const std::string& text) {
  std::vector<Shown> shown;
  bool inside = false;
  std::size_t number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    if (line.starts_with("```")) {
      inside = line == "```console";
    } else if (inside && line.starts_with("$ ")) {
      shown.push_back({number, number, line.substr(2), {}});
    } else if (inside && !shown.empty()) {
      if (shown.back().output.empty() && !shown.back().command.empty() && shown.back().command.back() == '\\')
        shown.back().command += "\n" + line, shown.back().last = number;
      else
        shown.back().output.push_back(line);
    }
  }
  return shown;
}

bool matches(const std::vector<std::string>& wanted, std::size_t w, const std::vector<std::string>& got, std::size_t g) {
  if (w == wanted.size()) return g == got.size();
  if (wanted[w] == "…") {
    for (std::size_t skip = g; skip <= got.size(); ++skip)
      if (matches(wanted, w + 1, got, skip)) return true;
    return false;
  }
  return g < got.size() && wanted[w] == got[g] && matches(wanted, w + 1, got, g + 1);
}

std::vector<std::string> pages() {
  std::vector<std::string> found = {"README.md"};
  for (const char* top : {"docs", "examples", "frameworks", "stdlib", "cli"}) {
    if (!fs::is_directory(harness::project_root() / top)) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(harness::project_root() / top))
      if (entry.path().extension() == ".md") found.push_back(fs::relative(entry.path(), harness::project_root()).string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string with_program(std::string command) {
  const std::string shown = "build/fairstart";
  for (std::size_t at = command.find(shown); at != std::string::npos; at = command.find(shown, at + 1))
    command.replace(at, shown.size(), FAIRSTART_PROGRAM), at += std::string(FAIRSTART_PROGRAM).size() - 1;
  return command;
}

// A folder in which a reader's commands work and leave nothing behind in the project.
void link_project_into(const fs::path& folder) {
  for (const fs::directory_entry& entry : fs::directory_iterator(harness::project_root())) {
    const std::string name = entry.path().filename().string();
    if (name != "out" && !name.starts_with("build") && !name.starts_with(".")) fs::create_symlink(entry.path(), folder / name);
  }
}

class Page : public testing::TestWithParam<std::string> {};

// The page with this output in place of the one shown.
std::string updated(const std::string& page, const Shown& shown, const std::vector<std::string>& output) {
  std::vector<std::string> lines = lines_of(page);
  const auto first = lines.begin() + static_cast<std::ptrdiff_t>(shown.last);
  lines.erase(first, first + static_cast<std::ptrdiff_t>(shown.output.size()));
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(shown.last), output.begin(), output.end());
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST_P(Page, ShowsWhatItsCommandsDo) {
  const fs::path page = harness::project_root() / GetParam();
  const bool update = std::getenv("FAIRSTART_UPDATE") != nullptr;
  const std::vector<Shown> shown = shown_in(harness::read_file(page));
  std::vector<std::pair<Shown, std::vector<std::string>>> changes;
  const std::string dev = harness::read_file(harness::project_root() / "dev");
  const harness::TemporaryFolder folder;
  link_project_into(folder.path());
  for (const Shown& one : shown) {
    SCOPED_TRACE(GetParam() + ":" + std::to_string(one.line) + ": " + one.command);
    if (one.command.starts_with("./dev ")) {
      const std::string word = one.command.substr(6, one.command.find(' ', 6) - 6);
      EXPECT_NE(dev.find("\n  " + word), std::string::npos) << "dev has no such command";
      continue;
    }
    const harness::Finished finished = harness::run_command(with_program(one.command), folder.path());
    EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
    const std::vector<std::string> said = lines_of(finished.out);
    if (one.output.empty() || matches(one.output, 0, said, 0)) continue;
    if (update && std::find(one.output.begin(), one.output.end(), "…") == one.output.end())
      changes.emplace_back(one, said);
    else
      ADD_FAILURE() << "it says:\n" << finished.out;
  }
  // From the last to the first, so that the lines of those before stay where they are.
  for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
    const std::string text = updated(harness::read_file(page), change->first, change->second);
    std::ofstream(page, std::ios::binary) << text;
  }
}

std::string name_of_page(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Pages, Page, testing::ValuesIn(pages()), name_of_page);

TEST(Pages, SomethingIsShown) {
  std::size_t commands = 0;
  for (const std::string& page : pages()) commands += shown_in(harness::read_file(harness::project_root() / page)).size();
  EXPECT_GT(commands, 8u);
  EXPECT_GE(shown_in(harness::read_file(harness::project_root() / "README.md")).size(), 4u);
}

TEST(Pages, TheReaderOfBlocksReadsThem) {
  const std::vector<Shown> shown = shown_in("text\n```console\n$ echo a\na\n$ echo b \\\n  c\n```\n$ not this\n");
  ASSERT_EQ(shown.size(), 2u);
  EXPECT_EQ(shown[0].line, 3u);
  EXPECT_EQ(shown[0].output, std::vector<std::string>{"a"});
  EXPECT_EQ(shown[1].command, "echo b \\\n  c");
  EXPECT_TRUE(matches({"a", "…", "d"}, 0, {"a", "b", "c", "d"}, 0));
  EXPECT_FALSE(matches({"a", "…", "e"}, 0, {"a", "b", "c", "d"}, 0));
  EXPECT_FALSE(matches({"a"}, 0, {"a", "b"}, 0));
}

// A page that names a file of the project names one that is there.
TEST(Pages, PathsThatTheyNameAreThere) {
  std::size_t checked = 0;
  for (const std::string& page : pages()) {
    const std::string text = harness::read_file(harness::project_root() / page);
    for (std::size_t at = text.find('`'); at != std::string::npos;) {
      const std::size_t end = text.find('`', at + 1);
      if (end == std::string::npos) break;
      std::string name = text.substr(at + 1, end - at - 1);
      at = text.find('`', end + 1);
      if (name.find_first_of(" *\n|") != std::string::npos || name.find("CONSTRUCT") != std::string::npos ||
          name.find("NAME") != std::string::npos)
        continue;
      bool ours = false;
      for (const char* top : {"dsl/", "engine/", "cli/", "tests/", "docs/", "examples/", "stdlib/", "frameworks/", "cmake/"})
        ours = ours || name.starts_with(top);
      if (!ours) continue;
      ++checked;
      EXPECT_TRUE(fs::exists(harness::project_root() / name)) << page << " names " << name;
    }
  }
  EXPECT_GT(checked, 10u);
}

}  // namespace
}  // namespace fairstart::docs::docs_test
