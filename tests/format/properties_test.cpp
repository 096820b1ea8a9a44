// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <filesystem>

#include "tests/format/formatted.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::format::properties_test {
namespace fs = std::filesystem;
namespace {

// What must hold of any text that parses; empty if it does.
std::string broken_promise(const std::string& fair) {
  const Formatted once = formatted(fair);
  if (!once.parsed) return "does not parse";
  const Formatted twice = formatted(once.text);
  if (!twice.parsed) return "the result does not parse:\n" + once.text;
  if (twice.leaves != once.leaves) return "words changed:\n" + once.text;
  if (twice.comments != once.comments) return "comments changed:\n" + once.text;
  if (twice.text != once.text) return "not stable:\n" + once.text + "\nthen\n" + twice.text;
  return {};
}

std::vector<fs::path> fair_files() {
  std::vector<fs::path> files;
  std::vector<fs::path> folders = {harness::project_root() / "stdlib", harness::project_root() / "frameworks",
                                   harness::project_root() / "examples"};
  if (const auto shared = harness::shared_folder()) folders.push_back(*shared / "design" / "frameworks");
  for (const fs::path& folder : folders) {
    if (!fs::is_directory(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".fair") files.push_back(entry.path());
    }
  }
  return files;
}

TEST(Properties, HoldForEveryFileAtHand) {
  const std::vector<fs::path> files = fair_files();
  ASSERT_FALSE(files.empty());
  for (const fs::path& file : files) { EXPECT_EQ(broken_promise(harness::read_file(file)), "") << file; }
}

// The same file written badly: each gap between words changed in a way that keeps its meaning.
std::string roughened(const std::string& fair) {
  std::string out;
  bool in_text = false, in_comment = false;
  for (std::size_t i = 0; i < fair.size(); ++i) {
    const char c = fair[i];
    if (!in_comment && c == '"') in_text = !in_text;
    if (!in_text && c == '#') in_comment = true;
    if (c == '\n') {
      in_comment = in_text = false;
      switch (*rc::gen::inRange(0, 6)) {
        case 0: out += "  # said at the end"; break;
        case 1: out += "\n"; break;
        case 2: out += "\n   # said on its own"; break;
        case 3: out += "\r"; break;
        default: break;
      }
      out += '\n';
      out.append(static_cast<std::size_t>(*rc::gen::inRange(0, 3)), '\t');
      continue;
    }
    if (c == ' ' && !in_text && !in_comment && *rc::gen::inRange(0, 8) == 0) out += "   ";
    out += c;
  }
  return out;
}

TEST(Properties, HoldForFilesWrittenBadly) {
  const std::vector<fs::path> files = fair_files();
  ASSERT_FALSE(files.empty());
  std::size_t parsed = 0;
  const bool held = rc::check([&] {
    const fs::path& file = files[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(files.size())))];
    const std::string rough = roughened(harness::read_file(file));
    const std::string broken = broken_promise(rough);
    if (broken == "does not parse") return;  // a comment on a line of a table or a number can't be helped
    ++parsed;
    if (!broken.empty()) RC_FAIL(broken);
  });
  EXPECT_TRUE(held);
  EXPECT_GT(parsed, 20U);
}

}  // namespace
}  // namespace fairstart::format::properties_test
