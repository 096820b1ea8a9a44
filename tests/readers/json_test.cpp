// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <simdjson.h>

#include "dsl/base/text.hpp"
#include "engine/readers/document_parser.hpp"
#include "engine/readers/json_text.hpp"

// What counts as a JSON document, against a reader of JSON that we did not write.
namespace fairstart::readers_test::json_test {
namespace {

using readers::DocumentParser;
using readers::DocumentShape;

const DocumentShape& shape() {
  static const DocumentShape nodes{
      {.columns = {{"id"}, {"marks", true}}, .arrays = {1}, .unread = {"known"}},
      {.name = "people", .parent = 0, .columns = {{"id"}}},
  };
  return nodes;
}

std::string some_value(int depth) {
  switch (*rc::gen::inRange(0, depth > 3 ? 6 : 9)) {
    case 0:
      return *rc::gen::element<std::string>("0", "-1", "12.50", "1e5", "-0.1E-3", "007", "1.", ".5", "+1", "1e", "0x1", "-");
    case 1: return *rc::gen::element<std::string>("true", "false", "null", "True", "nul", "nulll", "true false");
    case 2: return "\"text\"";
    case 3:
      return *rc::gen::element<std::string>(R"("\u00e9\ud83d\ude00")", R"("\n\"\\\/")", R"("\x")", R"("\u12G4")", R"("a)",
                                            "\"a\tb\"");
    case 4:
      return R"("caf)"
             "\xC3\xA9\"";
    case 5: return " 5 ";
    case 6: {
      std::string out = "{";
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
        out += "\"" + *rc::gen::element<std::string>("id", "marks", "people", "known", "x", "\\u0069d") +
               "\" :" + some_value(depth + 1) + (i > 1 ? "," : "");
      return out + "}";
    }
    default: {
      std::string out = "[";
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) out += some_value(depth + 1) + (i > 1 ? " ," : "");
      return out + "]";
    }
  }
}

std::string damaged(std::string text) {
  for (int i = *rc::gen::inRange(0, 3); i > 0 && !text.empty(); --i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    switch (*rc::gen::inRange(0, 3)) {
      case 0: text.erase(at, 1); break;
      case 1: text.insert(at, 1, *rc::gen::element('"', '{', '}', '[', ']', ',', ':', '\\', '1', ' ', 'e', '\x01')); break;
      default: text[at] = *rc::gen::element('"', '{', '}', '[', ']', ',', ':', '\\', '1', ' ', 't'); break;
    }
  }
  return text;
}

// Half of a pair of \\u codes: JSON by its grammar, and a cell that can't be used to us; the other reader takes no such text at all.
bool has_half_pair(std::string text) {
  const std::string pair = "\\ud83d\\ude00";
  for (std::size_t at = text.find(pair); at != std::string::npos; at = text.find(pair, at)) text.erase(at, pair.size());
  for (std::size_t at = text.find("\\u"); at != std::string::npos; at = text.find("\\u", at + 1))
    if (at + 3 < text.size() && (text[at + 2] == 'd' || text[at + 2] == 'D') && !(text[at + 3] >= '0' && text[at + 3] <= '7'))
      return true;
  return false;
}

RC_GTEST_PROP(Json, IsADocumentWhereAnotherReaderTakesItForOne, ()) {
  std::string text, members;
  std::vector<std::string> lines;
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
    members.clear();
    for (const char* name : {"id", "marks", "people", "other"})
      members += (members.empty() ? "\"" : ",\"") + std::string(name) + "\":" + some_value(1);
    lines.push_back(damaged("{" + members + "}"));
    if (has_half_pair(lines.back())) lines.back() = "{}";
    text += lines.back() + '\n';
  }
  DocumentParser parser(shape(), 1U << 16U, 1U << 20U);
  parser.block.enlarge(text.size(), 0);
  text.copy(parser.block.text(), text.size());
  parser.block.size = text.size();
  parser.parse();
  if (!base::is_valid_utf8(text)) {  // a character was cut in two
    RC_ASSERT(parser.stop() == DocumentParser::Stop::not_utf8);
    return;
  }
  RC_ASSERT(parser.stop() == DocumentParser::Stop::no);
  std::vector<std::uint32_t> lost, expected;
  for (const auto& line : parser.lost()) lost.push_back(line.line);
  simdjson::dom::parser other;
  for (std::uint32_t i = 0; i < lines.size(); ++i) {
    simdjson::dom::element root;
    const auto error = other.parse(lines[i].data(), lines[i].size()).get(root);
    const bool blank = lines[i].find_first_not_of(" \t\r") == std::string::npos;
    if (!blank && (error != simdjson::SUCCESS || !root.is_object())) expected.push_back(i);
  }
  RC_ASSERT(lost == expected);
}

TEST(Json, NumbersLoseTheirExponentsExactly) {
  const auto plain = [](std::string_view number) {
    std::string out;
    return readers::without_exponent(number, out) ? out : "no";
  };
  EXPECT_EQ(plain("1e3"), "1000");
  EXPECT_EQ(plain("-1.5E+1"), "-15");
  EXPECT_EQ(plain("12.345e1"), "123.45");
  EXPECT_EQ(plain("12345e-3"), "12.345");
  EXPECT_EQ(plain("1e-6"), "0.000001");
  EXPECT_EQ(plain("0.05e2"), "5");
  EXPECT_EQ(plain("0e0"), "0");
  EXPECT_EQ(plain("1e0000001"), "10");
  EXPECT_EQ(plain("1e999"), "no");
}

}  // namespace
}  // namespace fairstart::readers_test::json_test
