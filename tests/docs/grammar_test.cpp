// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "dsl/syntax/lexer.hpp"
#include "tests/harness/harness.hpp"
#include "tests/syntax/grammar_walk.hpp"

// docs/grammar.md is written from the compiled grammar. `tests/update docs` writes it again; this test fails while it is stale.
namespace fairstart::docs::grammar_test {
namespace {

using syntax::NodeKind;
using syntax::grammar::Form;
using syntax::grammar::NamedRule;
using syntax::grammar::Walk;

struct TokenShown {
  NodeKind kind;
  const char* says;
};
// The tokens are read by hand (dsl/syntax/lexer.cpp), so that these lines are too.
constexpr TokenShown tokens[] = {
    {NodeKind::NAME, "lower-case words and digits joined by hyphens, from a letter: `low-mood`. Not a reserved word"},
    {NodeKind::PATH, "names joined by full stops: `uk.family-record`"},
    {NodeKind::TEXT, "words in double quotes, on one line: `\"Born early\"`; `“ ”` are read as well"},
    {NodeKind::DATE, "year, month, day: `2026-04-01`"},
    {NodeKind::YEARS, "two years that follow each other: `2017/18`"},
    {NodeKind::NUM, "`3`, `1,240`, `0.75`"},
    {NodeKind::PCT, "`95%`"},
    {NodeKind::MONEY, "`£12.06`, `£22,900`"},
    {NodeKind::CMP, "`<` `>` `<=` `>=` `=`, and `≤` `≥` `≠`"},
    {NodeKind::MINUS, "`-`, `–` or `−` with a blank on each side"},
    {NodeKind::NEG, "`-` or `−` tight before a digit or `£`"},
    {NodeKind::CANT, "`can't tell`"},
    {NodeKind::DAY, "a day of any year: `1 September`"},
};

enum class Level { choice, sequence, one };

std::string written(const Form& form, Level level);

std::string joined(const std::vector<Form>& parts, const std::string& between, Level level) {
  std::string text;
  for (const Form& part : parts) text += (text.empty() ? "" : between) + written(part, level);
  return text;
}

std::string bracketed(const std::string& text, bool needed) { return needed ? "(" + text + ")" : text; }

std::string repeated(const Form& part) { return bracketed(written(part, Level::one), part.kind == Form::Kind::same_line); }

bool is_short(const Form& form) {
  return form.kind == Form::Kind::word || form.kind == Form::Kind::rule || form.kind == Form::Kind::token ||
         form.kind == Form::Kind::mark;
}

std::string written(const Form& form, Level level) {
  using Kind = Form::Kind;
  switch (form.kind) {
    case Kind::word: return "'" + form.text + "'";
    case Kind::mark: return "\"" + form.text + "\"";
    case Kind::token:
    case Kind::rule: return form.text;
    case Kind::not_word: return "!'" + form.text + "'";
    case Kind::clause_end: return "EOC";
    case Kind::line_end: return "EOL";
    case Kind::text_end: return "END";
    case Kind::sequence: return bracketed(joined(form.parts, " ", Level::one), level == Level::one);
    case Kind::choice: {
      const bool tight =
          level != Level::choice && form.parts.size() < 8 && std::all_of(form.parts.begin(), form.parts.end(), is_short);
      return bracketed(joined(form.parts, tight ? "/" : " / ", Level::sequence), level != Level::choice);
    }
    case Kind::optional: return repeated(form.parts[0]) + "?";
    case Kind::star: return repeated(form.parts[0]) + "*";
    case Kind::plus: return repeated(form.parts[0]) + "+";
    case Kind::block: return written(form.parts[0], Level::one) + "@";
    case Kind::same_line: return "~" + written(form.parts[0], Level::one);
    case Kind::list: return written(form.parts[0], Level::one) + "%" + written(form.parts[1], Level::one);
    case Kind::list_to_end: return written(form.parts[0], Level::one) + "%%" + written(form.parts[1], Level::one);
  }
  return {};
}

// Breaks at blanks that no quotation holds; a `/` goes with what follows it.
std::string wrapped(const std::string& text, std::size_t first, std::size_t width) {
  std::string out, piece;
  std::size_t column = first;
  char quote = 0;
  const auto put = [&] {
    if (piece.empty()) return;
    if (column + piece.size() + 1 > width)
      out += "\n" + std::string(first, ' '), column = first;
    else if (!out.empty())
      out += ' ', ++column;
    out += piece, column += piece.size(), piece.clear();
  };
  for (const char c : text) {
    if (quote == 0 && (c == '\'' || c == '"'))
      quote = c;
    else if (c == quote)
      quote = 0;
    if (c == ' ' && quote == 0 && piece != "/")
      put();
    else
      piece += c;
  }
  put();
  return out;
}

// Rules by the order of the kinds of nodes, which is the page's; one without a kind stays behind the rule that met it.
std::vector<NamedRule> in_order(const Walk& walk) {
  std::vector<std::pair<std::pair<int, int>, NamedRule>> keyed;
  int last = 0, place = 0;
  for (const NamedRule& rule : walk.rules) {
    if (rule.kind) last = static_cast<int>(*rule.kind);
    const bool beside_file = !rule.kind;
    keyed.push_back({{beside_file ? static_cast<int>(NodeKind::file) : last, ++place}, rule});
  }
  std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<NamedRule> rules;
  for (auto& [key, rule] : keyed) rules.push_back(std::move(rule));
  return rules;
}

const std::map<std::string, std::string> headings = {{"file", "Files"},
                                                     {"codes", "Records and data"},
                                                     {"define", "Rules"},
                                                     {"wave", "Outcomes and money"},
                                                     {"guarantee", "Tests and sharing"},
                                                     {"answer", "Conditions and values"}};

std::string grammar_page() {
  const Walk walk = syntax::grammar::walk_grammar();
  std::string page =
      "# The grammar\n\n"
      "This page is written from the grammar that the program is compiled from (`dsl/syntax`); `tests/update docs` writes it "
      "again.\n"
      "`docs/language.md` says what each construct means.\n\n"
      "`a / b` is a choice, tried in order; `x?` may be left out; `x*` any number, `x+` at least one. `'words'` are keywords,\n"
      "`\"marks\"` punctuation, capitals are tokens. `x%\",\"` is a list with that separator, `x%%\",\"` one that may end with "
      "it.\n"
      "`~x` stands on the line where what came before it ended. `x@` is a block: `\"{\" (x EOC)* \"}\"`, where EOC, the end of "
      "a\n"
      "clause, is a comma, a new line, or the `}` to come. EOL is a new line or the `}` to come; END is the end of the file; "
      "`!x`\n"
      "means that x does not come next. Blanks and comments (`#` to the end of the line) may stand between any two tokens.\n\n"
      "## Tokens\n\n| token | is |\n| --- | --- |\n";
  for (const TokenShown& token : tokens) page += "| " + std::string(syntax::name_of(token.kind)) + " | " + token.says + " |\n";
  std::set<std::string> reserved;
  for (const std::string& phrase : walk.words) {
    std::istringstream in(phrase);
    for (std::string word; in >> word;)
      if (syntax::lexer::is_reserved(word)) reserved.insert(word);
  }
  std::string shut;
  for (const std::string& word : reserved) shut += (shut.empty() ? "`" : " `") + word + "`";
  page += "\nReserved, and so not names: " + wrapped(shut, 0, 92) + ".\n";
  bool open = false;
  for (const NamedRule& rule : in_order(walk)) {
    if (const auto heading = headings.find(rule.name); heading != headings.end()) {
      page += (open ? "```\n\n## " : "\n## ") + heading->second + "\n\n```ebnf\n";
      open = true;
    }
    const std::string left = rule.name + std::string(rule.name.size() < 10 ? 10 - rule.name.size() : 0, ' ') + " = ";
    page += left + wrapped(written(rule.form, Level::choice), 13, 124) + "\n";
  }
  return page + "```\n";
}

TEST(GrammarPage, IsWhatTheGrammarSays) {
  const std::filesystem::path path = harness::project_root() / "docs/grammar.md";
  const std::string page = grammar_page();
  if (std::getenv("FAIRSTART_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << page;
  EXPECT_EQ(harness::read_file(path), page) << "`tests/update docs` writes it again";
}

TEST(GrammarPage, ShowsEveryRuleAndToken) {
  const Walk walk = syntax::grammar::walk_grammar();
  const std::string page = grammar_page();
  EXPECT_GT(walk.rules.size(), 70U);
  EXPECT_GT(walk.words.size(), 200U);
  std::set<std::string> rules, shown;
  for (const NamedRule& rule : walk.rules) {
    EXPECT_TRUE(rules.insert(rule.name).second) << rule.name;
    EXPECT_NE(page.find("\n" + rule.name + " "), std::string::npos) << rule.name;
  }
  for (const TokenShown& token : tokens) shown.insert(std::string(syntax::name_of(token.kind)));
  // Every kind of node is a token shown, or a rule that the walk came to.
  for (int kind = static_cast<int>(NodeKind::NAME); kind <= static_cast<int>(NodeKind::literal); ++kind) {
    if (static_cast<NodeKind>(kind) == NodeKind::error) continue;
    std::string name(syntax::name_of(static_cast<NodeKind>(kind)));
    if (kind < static_cast<int>(NodeKind::error)) {
      EXPECT_EQ(shown.count(name), 1U) << name;
      continue;
    }
    const bool met = std::any_of(walk.rules.begin(), walk.rules.end(),
                                 [&](const NamedRule& rule) { return rule.kind == static_cast<NodeKind>(kind); });
    EXPECT_TRUE(met) << name;
  }
}

TEST(GrammarPage, WritesTheNotation) {
  using Kind = Form::Kind;
  const Form name{Kind::token, "NAME", {}}, comma{Kind::mark, ",", {}}, a{Kind::word, "a", {}}, b{Kind::word, "b b", {}};
  EXPECT_EQ(written({Kind::list, {}, {name, comma}}, Level::choice), "NAME%\",\"");
  EXPECT_EQ(written({Kind::optional, {}, {{Kind::sequence, {}, {a, name}}}}, Level::choice), "('a' NAME)?");
  EXPECT_EQ(written({Kind::sequence, {}, {{Kind::choice, {}, {a, b}}, name}}, Level::choice), "('a'/'b b') NAME");
  EXPECT_EQ(written({Kind::block, {}, {{Kind::choice, {}, {name, {Kind::sequence, {}, {a, name}}}}}}, Level::sequence),
            "(NAME / 'a' NAME)@");
  EXPECT_EQ(written({Kind::star, {}, {{Kind::same_line, {}, {name}}}}, Level::choice), "(~NAME)*");
  EXPECT_EQ(wrapped("'b b' NAME", 2, 8), "'b b'\n  NAME");
  EXPECT_EQ(wrapped("a / b", 0, 4), "a\n/ b");
}

}  // namespace
}  // namespace fairstart::docs::grammar_test
