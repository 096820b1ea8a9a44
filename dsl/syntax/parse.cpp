// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/parse.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "dsl/syntax/complaint.hpp"
#include "dsl/syntax/dates.hpp"
#include "dsl/syntax/grammar.hpp"
#include "dsl/syntax/layout.hpp"

namespace fairstart::syntax {
namespace {

using diagnostics::Code;
using grammar::Start;

// Reads a file piece by piece (header, `use` clauses, declarations), so that a piece that does not parse costs only itself.
class FileParser {
 public:
  FileParser(std::string_view text, base::FileId file, diagnostics::Diagnostics& diagnostics, Limits limits)
      : builder_(text, limits.depth), file_(file), diagnostics_(diagnostics) {}

  std::vector<Node> parse() {
    builder_.open(NodeKind::file);
    read_header();
    while (builder_.skip(at_) < text().size()) read_piece();
    std::vector<Node> nodes = std::move(builder_.nodes());
    nodes[0].size = static_cast<std::uint32_t>(nodes.size());
    if (nodes.size() > 1) {
      nodes[0].begin = nodes[1].begin;
      nodes[0].end = nodes.back().end;
    }
    return nodes;
  }

 private:
  std::string_view text() const { return builder_.text(); }

  void read_header() {
    const std::uint32_t begin = builder_.skip(at_);
    if (begin == text().size()) {
      diagnostics_.add({Code::missing_header,
                        "the file holds no declarations",
                        {file_, begin, begin},
                        {},
                        "start it with `framework NAME \"Title\" { }` or `library NAME \"Title\" { }`",
                        {}});
      return;
    }
    if (read(Start::header)) return;
    if (!layout::header_word(text(), begin).empty()) {
      fail(begin);
      return;
    }
    diagnostics_.add(no_header(builder_, {file_, begin, begin}));
    // A declaration in its place is read as one; anything else is skipped.
    if (layout::top_level_word(text(), begin).empty()) skip_from(begin, begin);
    builder_.forget_misses();
  }

  void read_piece() {
    const std::uint32_t begin = builder_.skip(at_);
    const std::uint32_t size = builder_.size();
    const bool is_use = layout::top_level_word(text(), begin) == "use";
    if (is_use && declared_) {
      diagnostics_.add({Code::syntax_error,
                        "`use` after a declaration",
                        {file_, begin, begin + 3},
                        {},
                        "move it up: `use` comes straight after the header",
                        {}});
    }
    if (!is_use) declared_ = true;
    if (!read(is_use ? Start::use : Start::decl)) {
      fail(begin);
    } else {
      last_ = {begin, size};
    }
  }

  bool read(Start rule) {
    const std::uint32_t size = builder_.size();
    try {
      const std::uint32_t end = grammar::read(rule, builder_, at_);
      if (end == Builder::missed) return false;
      at_ = end;
      report_dates_that_do_not_exist(builder_, size, file_, diagnostics_);
      return true;
    } catch (const TooDeep& deep) {
      builder_.cut_back(size);
      builder_.abandon();
      too_deep_at_ = deep.at;
      return false;
    }
  }

  void fail(std::uint32_t begin) {
    if (too_deep_at_ != Builder::missed) {
      diagnostics_.add({Code::nested_too_deep,
                        fmt::format("this is nested more than {} level{} deep", builder_.depth_limit(),
                                    builder_.depth_limit() == 1 ? "" : "s"),
                        {file_, too_deep_at_, too_deep_at_ + 1},
                        {{{file_, begin, begin + 1}, "in what starts here"}},
                        "give the inner parts names of their own with `define`",
                        {}});
      skip_from(begin, std::exchange(too_deep_at_, Builder::missed));
      return;
    }
    // Not the start of a declaration: then it is what the one before could not read.
    const bool goes_on =
        last_.begin < begin && !(layout::starts_line(text(), begin) && !layout::top_level_word(text(), begin).empty());
    diagnostics_.add(complaint(builder_, {file_, begin, goes_on ? last_.begin : begin}));
    const std::uint32_t line = line_start(builder_.furthest());
    // On the line of the one before: it ended too early, and what was read of it would only be misread.
    const bool same_line = goes_on && text().substr(at_, begin - at_).find('\n') == std::string_view::npos &&
                           layout::top_level_word(text(), last_.begin) != "use";
    const bool swallowed = goes_on && last_.begin < line && line < at_ && !layout::top_level_word(text(), line).empty();
    if (swallowed) {
      // The one before ended too early and took the word of this one for a name: it is the one that did not parse.
      builder_.cut_back(last_.size);
      skip_from(last_.begin, line);
    } else if (same_line) {
      const std::uint32_t mistake = std::max(begin, builder_.furthest());
      builder_.cut_back(last_.size);
      skip_from(last_.begin, mistake);
    } else {
      skip_from(begin, builder_.furthest());
    }
  }

  std::uint32_t line_start(std::uint32_t at) const {
    const std::size_t line_end = at == 0 ? std::string_view::npos : text().rfind('\n', at - 1);
    return static_cast<std::uint32_t>(line_end == std::string_view::npos ? 0 : line_end + 1);
  }

  // Everything from `begin` up to the next top-level word in column 1 becomes one `error` leaf. That word is looked for from
  // the line of the mistake on: what was read before belongs to the piece, whatever its lines start with.
  void skip_from(std::uint32_t begin, std::uint32_t mistake) {
    const std::uint32_t from = std::max(begin, mistake);
    const std::uint32_t line = line_start(from);
    const bool starts_one = line > begin && !layout::top_level_word(text(), line).empty();
    const std::uint32_t next = starts_one ? line : layout::next_top_level(text(), from);
    const std::size_t last = text().find_last_not_of(" \t\r\n", next - 1);
    builder_.skipped_text(begin, static_cast<std::uint32_t>(last + 1));
    builder_.forget_misses();
    last_ = {};
    at_ = next;
  }

  Builder builder_;
  base::FileId file_;
  diagnostics::Diagnostics& diagnostics_;
  std::uint32_t at_ = 0;  // the end of the last token read
  bool declared_ = false;
  // The last piece read: where it begins, and how many nodes came before it.
  struct {
    std::uint32_t begin = Builder::missed;
    std::uint32_t size = 0;
  } last_;
  std::uint32_t too_deep_at_ = Builder::missed;
};

// The code of the refused character at `at`, and its bytes in `size`; 0: what stands there is none.
std::uint32_t refused_at(std::string_view text, std::size_t at, std::uint32_t& size) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const std::uint32_t lead = byte(at);
  size = 1;
  if (lead < 0x20) return lead == '\t' || lead == '\n' || lead == '\r' ? 0 : lead;
  if (lead == 0x7F) return lead;
  if (lead == 0xC2) {
    size = 2;
    return byte(at + 1) < 0xA0 ? byte(at + 1) : 0;
  }
  if (lead != 0xE2 && lead != 0xEF) return 0;
  size = 3;
  const std::uint32_t code = ((lead & 0x0FU) << 12U) | ((byte(at + 1) & 0x3FU) << 6U) | (byte(at + 2) & 0x3FU);
  const bool lines_or_direction = (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  return lines_or_direction || code == 0xFFFE || code == 0xFFFF ? code : 0;
}

// Tells of the first character that no file holds: control characters other than tabs and line ends, those that change the
// direction or the lines of what a reader sees, and U+FFFE and U+FFFF.
void refuse_control_characters(std::string_view text, base::FileId file, diagnostics::Diagnostics& diagnostics) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::uint32_t size = 0;
    const std::uint32_t code = refused_at(text, at, size);
    if (code == 0 && text[at] != '\0') continue;
    const auto begin = static_cast<std::uint32_t>(at);
    diagnostics.add({.code = diagnostics::Code::control_character,
                     .message = fmt::format("there is a character here that can't be seen, U+{:04X}", code),
                     .span = {file, begin, begin + size},
                     .help = "take it out: it would change what a screen shows"});
    return;
  }
}

}  // namespace

Tree parse(const source::Sources& sources, base::FileId file, diagnostics::Diagnostics& diagnostics, Limits limits) {
  const std::string_view text = sources.file(file).text;
  refuse_control_characters(text, file, diagnostics);
  return {file, text, FileParser(text, file, diagnostics, limits).parse()};
}

bool matches(std::string_view rule, std::string_view text) {
  Builder builder(text, Limits{}.depth);
  try {
    if (rule == "file") return grammar::read(Start::file, builder, 0) != Builder::missed;
    if (rule == "decls") return grammar::read(Start::decls, builder, 0) != Builder::missed;
    if (rule == "answer") return grammar::read(Start::answer, builder, 0) != Builder::missed;
  } catch (const TooDeep&) { return false; }
  return false;
}

}  // namespace fairstart::syntax
