// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/diagnostics/visible.hpp"
#include "dsl/source/source.hpp"

namespace fairstart::diagnostics {
namespace {

constexpr std::size_t widest_line = 120;  // columns of a source line that are shown

struct Colours {
  const char* bold = "";
  const char* severity = "";
  const char* gutter = "";
  const char* note = "";
  const char* off = "";
};

Colours colours_for(Severity severity, bool colour) {
  if (!colour) return {};
  const char* of_severity = severity == Severity::error     ? "\x1b[1;31m"
                            : severity == Severity::warning ? "\x1b[1;33m"
                                                            : "\x1b[1;36m";
  return {"\x1b[1m", of_severity, "\x1b[34m", "\x1b[36m", "\x1b[0m"};
}

std::string counted(std::size_t number, std::string_view singular) {
  return fmt::format("{} {}{}", number, singular, number == 1 ? "" : "s");
}

std::string place_of(const Diagnostic& diagnostic, const source::Sources& sources) {
  if (diagnostic.span.exists()) {
    const source::Position at = sources.position(diagnostic.span.file, diagnostic.span.begin);
    return fmt::format("{}:{}:{}: ", escaped(sources.file(diagnostic.span.file).path), at.line, at.column);
  }
  const RecordPlace& place = diagnostic.place;
  if (place.file.empty()) return {};
  std::string text = escaped(place.file);
  if (place.line > 0) text += fmt::format(":{}", place.line);
  if (!place.column.empty()) text += ", column " + escaped(place.column);
  return text + ": ";
}

// A span's part on its first line, ready to print: the line (cut around the span where too long) and the underlined columns.
struct Marked {
  std::uint32_t line = 0;
  std::string text;
  std::size_t from = 0, to = 0;
};

Marked marked(base::Span span, const source::Sources& sources) {
  const source::SourceFile& file = sources.file(span.file);
  const std::uint32_t line_number = sources.position(span.file, span.begin).line;
  const std::string_view line = sources.line(span.file, line_number);
  const std::size_t starts = line_number >= 1 && line_number <= file.line_starts.size() ? file.line_starts[line_number - 1] : 0;
  const VisibleLine shown = visible(line);
  const auto column_at = [&](std::size_t offset) {
    return shown.columns[std::min(offset > starts ? offset - starts : 0, shown.columns.size() - 1)];
  };
  Marked mark{line_number, shown.text, column_at(span.begin), column_at(span.end)};
  mark.to = std::max(mark.to, mark.from + 1);
  if (shown.columns.back() <= widest_line) return mark;

  // Keep what fits around the start of the span; whole characters only.
  const std::size_t first = mark.from > widest_line / 2 ? mark.from - widest_line / 2 : 0;
  std::size_t begin = 0;
  while (begin + 1 < shown.columns.size() && shown.columns[begin] < first) ++begin;
  std::size_t end = begin;
  while (end + 1 < shown.columns.size() && shown.columns[end + 1] <= shown.columns[begin] + widest_line) ++end;
  while (end < line.size() && end > begin && shown.bytes[end] == shown.bytes[end - 1]) --end;
  const std::string_view before = begin > 0 ? "…" : "";
  const std::string_view after = end < line.size() ? "…" : "";
  const std::size_t cut = shown.columns[begin], shift = begin > 0 ? 1 : 0;
  mark.text =
      fmt::format("{}{}{}", before, shown.text.substr(shown.bytes[begin], shown.bytes[end] - shown.bytes[begin]), after);
  mark.from = mark.from - cut + shift;
  mark.to = std::max(std::min(mark.to, shown.columns[end]) - cut + shift, mark.from + 1);
  return mark;
}

class Printer {
 public:
  Printer(std::ostream& out, const source::Sources& sources, bool colour) : out_(out), sources_(sources), colour_(colour) {}

  void print(const Diagnostic& diagnostic) {
    const Severity severity = entry(diagnostic.code).severity;
    c_ = colours_for(severity, colour_);
    out_ << c_.bold << place_of(diagnostic, sources_) << c_.off << c_.severity << word_of(severity) << '['
         << code_text(diagnostic.code) << ']' << c_.off << ": " << c_.bold << hanging(diagnostic.message, 2) << c_.off << '\n';
    if (diagnostic.span.exists()) {
      gutter_ = gutter_width(diagnostic);
      print_places(diagnostic);
    } else {
      for (const Label& label : diagnostic.labels) print_bare(label);
    }
    if (!diagnostic.help.empty()) out_ << c_.note << "help" << c_.off << ": " << hanging(diagnostic.help, 6) << '\n';
  }

 private:
  // Lines after the first are indented; a message never ends a diagnostic's shape early.
  static std::string hanging(std::string_view text, std::size_t indent) {
    std::string out;
    for (const char c : escaped(text, NewLines::kept)) {
      out += c;
      if (c == '\n') out.append(indent, ' ');
    }
    return out;
  }

  std::size_t gutter_width(const Diagnostic& diagnostic) const {
    std::uint32_t highest = sources_.position(diagnostic.span.file, diagnostic.span.begin).line;
    for (const Label& label : diagnostic.labels) {
      if (label.span.exists()) highest = std::max(highest, sources_.position(label.span.file, label.span.begin).line);
    }
    return std::to_string(highest).size();
  }

  void print_places(const Diagnostic& diagnostic) {
    const Marked main = marked(diagnostic.span, sources_);
    out_ << c_.gutter << std::string(gutter_ + 1, ' ') << '|' << c_.off << '\n';
    print_line(main);
    print_mark(main, '^', c_.severity, {});
    for (const Label& label : diagnostic.labels) {
      if (!label.span.exists()) {
        print_bare(label);
        continue;
      }
      const Marked mark = marked(label.span, sources_);
      if (label.span.file == diagnostic.span.file && mark.line == main.line && mark.text == main.text) {
        print_mark(mark, '-', c_.note, label.message);
        continue;
      }
      const source::Position at = sources_.position(label.span.file, label.span.begin);
      out_ << c_.gutter << std::string(gutter_, ' ') << "--> " << c_.off << escaped(sources_.file(label.span.file).path) << ':'
           << at.line << ':' << at.column << '\n';
      print_line(mark);
      print_mark(mark, '-', c_.note, label.message);
    }
  }

  void print_bare(const Label& label) { out_ << c_.note << "note" << c_.off << ": " << hanging(label.message, 6) << '\n'; }

  void print_line(const Marked& mark) {
    out_ << c_.gutter << fmt::format("{:>{}} | ", mark.line, gutter_) << c_.off << mark.text << '\n';
  }

  void print_mark(const Marked& mark, char symbol, const char* colour, std::string_view message) {
    out_ << c_.gutter << std::string(gutter_ + 1, ' ') << "| " << c_.off << std::string(mark.from, ' ') << colour
         << std::string(mark.to - mark.from, symbol);
    if (!message.empty()) out_ << ' ' << escaped(message);
    out_ << c_.off << '\n';
  }

  std::ostream& out_;
  const source::Sources& sources_;
  bool colour_;
  Colours c_;
  std::size_t gutter_ = 1;
};

}  // namespace

void print_text(std::ostream& out, const Diagnostics& diagnostics, const source::Sources& sources, bool colour) {
  Printer printer(out, sources, colour);
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    printer.print(diagnostic);
    out << '\n';
  }
  std::vector<std::string> counts;
  if (diagnostics.errors() > 0) counts.push_back(counted(diagnostics.errors(), "error"));
  if (diagnostics.warnings() > 0) counts.push_back(counted(diagnostics.warnings(), "warning"));
  if (counts.empty()) return;
  out << counts[0] << (counts.size() == 2 ? ", " + counts[1] : "");
  if (diagnostics.left_out() > 0) out << fmt::format("; {} of them not shown (--max-errors)", diagnostics.left_out());
  out << '\n';
}

}  // namespace fairstart::diagnostics
