// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>

#include "dsl/syntax/parse.hpp"
#include "tests/docs/fences.hpp"
#include "tests/harness/harness.hpp"
#include "tests/syntax/grammar_walk.hpp"

// The fenced .fair texts of docs/language.md and docs/tour.md. Marked `fair` they check, and their examples and guarantees hold;
// `fair fails CODE`: they fail with that code and no other; `fair as NAME`, `csv as FILE`: the other fences may use the module or
// file; `fair header`: the lines that stand before each fence that has no header of its own.
namespace fairstart::docs::language_test {
namespace {

namespace fs = std::filesystem;

const char* const taught[] = {"docs/language.md", "docs/tour.md"};

std::vector<Fence> fences_of(const std::string& page) { return fences_in(harness::read_file(harness::project_root() / page)); }

// What follows `word` in a fence's marking, up to the next blank.
std::string marked(const Fence& fence, const std::string& word) {
  const std::size_t at = fence.info.find(" " + word + " ");
  if (at == std::string::npos) return {};
  const std::string rest = fence.info.substr(at + word.size() + 2);
  return rest.substr(0, rest.find(' '));
}

bool is_fair(const Fence& fence) { return fence.info == "fair" || fence.info.starts_with("fair "); }

std::string file_of(const Fence& fence) {
  const std::string name = marked(fence, "as");
  if (!is_fair(fence)) return name;
  return (name.empty() ? "line-" + std::to_string(fence.line) : name) + ".fair";
}

bool is_run(const std::string& text) {
  static const std::regex tested("(^|\\n)(example |examples from|guarantee |case )");
  return std::regex_search(text, tested);
}

std::set<std::string> codes_in(const std::string& said) {
  static const std::regex error("error\\[(FS[0-9]{4})\\]");
  std::set<std::string> codes;
  for (std::sregex_iterator at(said.begin(), said.end(), error), end; at != end; ++at) codes.insert((*at)[1]);
  return codes;
}

class Taught : public testing::TestWithParam<const char*> {
 protected:
  std::vector<Fence> page = fences_of(GetParam());
  harness::TemporaryFolder folder;

  void SetUp() override {
    for (const Fence& fence : page)
      if (is_fair(fence) || !marked(fence, "as").empty())
        folder.write(file_of(fence), is_fair(fence) ? completed(fence, page) : fence.text);
  }
};

TEST_P(Taught, FencesCheck) {
  std::vector<std::string> check = {"check"};
  for (const Fence& fence : page)
    if (is_fair(fence) && marked(fence, "fails").empty() && fence.info != "fair header") check.push_back(file_of(fence));
  ASSERT_GT(check.size(), 4U);
  const harness::Finished finished = harness::run_program(check, folder.path());
  EXPECT_EQ(finished.exit_code, 0) << GetParam() << ", by lines of the page:\n" << finished.err << finished.out;
}

TEST_P(Taught, ExamplesAndGuaranteesHold) {
  std::vector<std::string> test = {"test"};
  for (const Fence& fence : page)
    if (is_fair(fence) && marked(fence, "fails").empty() && is_run(fence.text)) test.push_back(file_of(fence));
  ASSERT_GT(test.size(), 1U);
  const harness::Finished finished = harness::run_program(test, folder.path());
  EXPECT_EQ(finished.exit_code, 0) << GetParam() << ", by lines of the page:\n" << finished.out << finished.err;
}

TEST_P(Taught, FencesFailAsTheySay) {
  for (const Fence& fence : page) {
    const std::string code = marked(fence, "fails");
    if (code.empty()) continue;
    const harness::Finished finished = harness::run_program({"check", file_of(fence)}, folder.path());
    EXPECT_EQ(finished.exit_code, 1) << GetParam() << ":" << fence.line;
    EXPECT_EQ(codes_in(finished.err + finished.out), std::set<std::string>{code}) << GetParam() << ":" << fence.line << "\n"
                                                                                  << finished.err;
  }
}

std::string name_of_taught(const testing::TestParamInfo<const char*>& page) {
  std::string name = page.param;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Pages, Taught, testing::ValuesIn(taught), name_of_taught);

// What the fences of the reference show: kinds of nodes, and keywords.
struct Shown {
  std::set<syntax::NodeKind> kinds;
  std::set<std::string> words;
};

Shown shown_in(const std::vector<Fence>& page) {
  Shown shown;
  for (const Fence& fence : page) {
    if (!is_fair(fence) || !marked(fence, "fails").empty()) continue;
    source::Sources sources;
    diagnostics::Diagnostics diagnostics;
    const syntax::Tree tree = syntax::parse(sources, sources.add("fence.fair", completed(fence, page)), diagnostics);
    for (const syntax::Node& node : tree.nodes) {
      shown.kinds.insert(node.kind);
      if (node.kind != syntax::NodeKind::word) continue;
      std::istringstream in(std::string(tree.text.substr(node.begin, node.end - node.begin)));
      std::string phrase;
      for (std::string word; in >> word;) phrase += (phrase.empty() ? "" : " ") + word;
      shown.words.insert(phrase);
    }
  }
  return shown;
}

TEST(Language, EveryRuleOfTheGrammarIsShown) {
  const Shown shown = shown_in(fences_of("docs/language.md"));
  for (const syntax::grammar::NamedRule& rule : syntax::grammar::walk_grammar().rules)
    EXPECT_TRUE(!rule.kind || shown.kinds.count(*rule.kind) == 1) << "no fence of docs/language.md shows `" << rule.name << "`";
  EXPECT_EQ(shown.kinds.count(syntax::NodeKind::error), 0U);
}

TEST(Language, EveryKeywordIsShown) {
  const Shown shown = shown_in(fences_of("docs/language.md"));
  std::string missing;
  for (const std::string& word : syntax::grammar::walk_grammar().words)
    if (shown.words.count(word) == 0) missing += "  " + word + "\n";
  EXPECT_EQ(missing, "") << "no fence of docs/language.md shows these";
}

TEST(Language, EveryMarkAndTokenIsShown) {
  const Shown shown = shown_in(fences_of("docs/language.md"));
  for (int kind = static_cast<int>(syntax::NodeKind::word); kind <= static_cast<int>(syntax::NodeKind::DAY); ++kind)
    EXPECT_EQ(shown.kinds.count(static_cast<syntax::NodeKind>(kind)), 1U)
        << syntax::name_of(static_cast<syntax::NodeKind>(kind));
}

TEST(Language, IsShortEnoughToRead) {
  const std::string page = harness::read_file(harness::project_root() / "docs/language.md");
  EXPECT_LE(std::count(page.begin(), page.end(), '\n'), 1500);
}

// Blanks run together, and marks of emphasis left out.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '*') continue;
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (blank && (out.empty() || out.back() == ' ')) continue;
    out += blank ? ' ' : c;
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

// The passages that a page quotes (`> `), cut where `…` stands.
std::vector<std::string> quoted_in(const std::string& page) {
  std::vector<std::string> passages;
  std::istringstream in(page);
  std::string passage;
  const auto end = [&] {
    const std::string mark = "…";
    for (std::size_t from = 0; from < passage.size();) {
      const std::size_t to = std::min(passage.find(mark, from), passage.size());
      if (const std::string part = plain(passage.substr(from, to - from)); !part.empty()) passages.push_back(part);
      from = to + mark.size();
    }
    passage.clear();
  };
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("> "))
      passage += line.substr(2) + "\n";
    else
      end();
  }
  end();
  return passages;
}

TEST(Tour, QuotesWhatTheDocumentsSay) {
  std::vector<std::string> passages;
  for (const char* page : {"docs/tour.md", "docs/writing-a-framework.md"}) {
    const std::vector<std::string> here = quoted_in(harness::read_file(harness::project_root() / page));
    EXPECT_GE(here.size(), 3U) << page;
    passages.insert(passages.end(), here.begin(), here.end());
  }
  const std::optional<fs::path> shared = harness::shared_folder();
  if (!shared || !fs::is_directory(*shared / "seeds")) GTEST_SKIP() << "the documents are not here";
  std::string documents;
  for (const fs::directory_entry& entry : fs::directory_iterator(*shared / "seeds"))
    documents += plain(harness::read_file(entry.path())) + "\n";
  for (const std::string& passage : passages) EXPECT_NE(documents.find(passage), std::string::npos) << passage;
}

TEST(Tour, QuotationsAreCutAtDots) {
  EXPECT_EQ(quoted_in("a\n> One **two** …\n> three\n\n> four\n"), (std::vector<std::string>{"One two", "three", "four"}));
}

// A `fair` fence of any other page is a file by itself, or stands word for word in a file of the project.
TEST(Fences, OfOtherPagesAreTrue) {
  std::vector<std::string> files;
  for (const char* top : {"frameworks", "stdlib", "tests/language", "examples", "docs"})
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(harness::project_root() / top))
      if (entry.path().extension() == ".fair") files.push_back(harness::read_file(entry.path()));
  std::vector<std::string> pages = {"README.md"};
  for (const fs::directory_entry& entry : fs::directory_iterator(harness::project_root() / "docs"))
    if (entry.path().extension() == ".md") pages.push_back("docs/" + entry.path().filename().string());
  std::size_t seen = 0;
  for (const std::string& page : pages) {
    if (std::find(std::begin(taught), std::end(taught), page) != std::end(taught)) continue;
    for (const Fence& fence : fences_of(page)) {
      if (fence.info != "fair") continue;
      ++seen;
      if (is_whole_file(fence.text)) {
        const harness::Checked checked = harness::check_text(fence.text);
        EXPECT_TRUE(checked.plan.has_value()) << page << ":" << fence.line << "\n" << checked.text();
        continue;
      }
      // Parts of the file, each as it stands there, between blank lines.
      std::string rest = fence.text;
      while (!rest.empty()) {
        const std::size_t end = rest.find("\n\n");
        const std::string part = rest.substr(0, end == std::string::npos ? rest.size() : end + 1);
        const bool found = std::any_of(files.begin(), files.end(),
                                       [&](const std::string& file) { return file.find(part) != std::string::npos; });
        EXPECT_TRUE(found) << page << ":" << fence.line << ": no file of the project holds\n" << part;
        rest = end == std::string::npos ? "" : rest.substr(end + 2);
      }
    }
  }
  EXPECT_GT(seen, 0U);
}

}  // namespace
}  // namespace fairstart::docs::language_test
