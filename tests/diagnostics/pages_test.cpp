// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "dsl/diagnostics/catalogue.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::diagnostics {
static void PrintTo(const CatalogueEntry& entry, std::ostream* out) { *out << entry.name; }
}  // namespace fairstart::diagnostics

namespace fairstart::diagnostics::pages_test {
namespace fs = std::filesystem;
namespace {

// Mistakes that no text alone can make: of files, of module folders, locks and bundles, of examples that are run, of records and outputs.
bool is_about_a_text(const CatalogueEntry& entry) {
  switch (entry.number) {
    case 102:
    case 103:
    case 104:
    case 204:
    case 206:
    case 211:
    case 502:
    case 504:
    case 807:
    case 1213: return false;
    default: return entry.number < 600 || (entry.number >= 800 && entry.number < 1700);
  }
}

fs::path pages_folder() { return harness::project_root() / "dsl" / "diagnostics" / "pages"; }

struct Block {
  std::string kind, text;
};

std::vector<Block> blocks_of(const std::string& page) {
  std::vector<Block> blocks;
  bool inside = false;
  std::size_t at = 0;
  while (at < page.size()) {
    std::size_t end = page.find('\n', at);
    if (end == std::string::npos) end = page.size();
    const std::string line = page.substr(at, end - at);
    if (line.starts_with("```")) {
      if (!inside) blocks.push_back({line.substr(3), {}});
      inside = !inside;
    } else if (inside) {
      blocks.back().text += line + '\n';
    }
    at = end + 1;
  }
  EXPECT_FALSE(inside) << "a block of the page is never closed";
  return blocks;
}

std::string name_of(const ::testing::TestParamInfo<CatalogueEntry>& info) { return std::string(code_text(info.param.code)); }

class Page : public ::testing::TestWithParam<CatalogueEntry> {
 protected:
  // What the linter says is asked for only where a page is about it.
  static harness::Checked as_this_page_needs(const std::string& fair) {
    harness::Checked checked = harness::check_text(fair);
    if (GetParam().number >= 1500 && GetParam().number < 1600) harness::lint(checked);
    return checked;
  }
  std::string text() const { return harness::read_file(pages_folder() / (std::string(code_text(GetParam().code)) + ".md")); }
};

TEST_P(Page, IsThereWithTheTitleOfTheCatalogue) {
  const std::string code(code_text(GetParam().code));
  EXPECT_TRUE(text().starts_with("# " + code + ": " + std::string(GetParam().title) + "\n")) << "pages/" << code << ".md";
  EXPECT_EQ(page(GetParam().code), text()) << "the page in the program is another";
}

TEST_P(Page, HasAnExampleThatFailsWithThisCodeAndOneThatDoesNot) {
  std::size_t failing = 0, sound = 0;
  for (const Block& block : blocks_of(text())) {
    if (block.kind == "fair fails") {
      ++failing;
      const harness::Checked checked = as_this_page_needs(block.text);
      EXPECT_EQ(checked.codes(), std::vector<std::string>{std::string(code_text(GetParam().code))}) << checked.text();
    } else if (block.kind == "fair") {
      ++sound;
      const harness::Checked checked = as_this_page_needs(block.text);
      EXPECT_TRUE(checked.codes().empty()) << checked.text();
    } else {
      EXPECT_TRUE(block.kind == "csv" || block.kind == "text") << block.kind;
    }
  }
  EXPECT_EQ(failing > 0, is_about_a_text(GetParam()));
  EXPECT_EQ(sound > 0, is_about_a_text(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Page, ::testing::ValuesIn(catalogue().begin(), catalogue().end()), name_of);

TEST(Pages, EveryPageHasAnEntry) {
  std::size_t pages = 0;
  for (const auto& file : fs::directory_iterator(pages_folder())) {
    ++pages;
    EXPECT_EQ(file.path().extension(), ".md");
    const auto code = code_from_text(file.path().stem().string());
    ASSERT_TRUE(code.has_value()) << file.path();
    EXPECT_EQ(code_text(*code), file.path().stem().string());
  }
  EXPECT_EQ(pages, catalogue().size());
}

TEST(Catalogue, NumbersAndNamesAreThereOnceAndReadBack) {
  std::set<std::string_view> names;
  std::uint16_t before = 0;
  for (const CatalogueEntry& row : catalogue()) {
    EXPECT_GT(row.number, before);
    before = row.number;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(row.title.empty());
    EXPECT_EQ(code_from_text(code_text(row.code)), row.code);
    EXPECT_EQ(entry(row.code).name, row.name);
  }
  EXPECT_EQ(code_text(Code::wrong_type), "FS0301");
  EXPECT_EQ(code_from_text("fs0301"), Code::wrong_type);
  for (const char* wrong : {"", "FS", "FS301", "FS03011", "XX0301", "FS9999"})
    EXPECT_FALSE(code_from_text(wrong).has_value()) << wrong;
}

// The embedding is CMake text handling, where brackets, semicolons, dollars and quotes are easily lost.
TEST(Embedding, KeepsAnyMarkdown) {
  const harness::TemporaryFolder folder;
  const std::string nasty = "# FS0001: a;b;[c];\"d\" ${e} @f@ $g \\n \\ `h` ]] [[ #[[i]] é “j” )\" R\"(\n\n- k;\n\n\n  l\\";
  folder.write("pages/FS0001.md", nasty);
  folder.write("pages/FS0420.md", "plain\n");
  const auto cmake = "cmake -D OUTPUT=" + (folder.path() / "out.cpp").string() +
                     " -D FOLDER=" + (folder.path() / "pages").string() + " -P " +
                     (harness::project_root() / "cmake" / "embed_pages.cmake").string();
  const harness::Finished finished = harness::run_command(cmake);
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  const std::string out = harness::read_file(folder.path() / "out.cpp");
  EXPECT_NE(out.find("case 1: return R\"FAIRSTART_PAGE(" + nasty + ")FAIRSTART_PAGE\";"), std::string::npos) << out;
  EXPECT_NE(out.find("case 420: return R\"FAIRSTART_PAGE(plain\n)FAIRSTART_PAGE\";"), std::string::npos) << out;
}

}  // namespace
}  // namespace fairstart::diagnostics::pages_test
