// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "dsl/base/text.hpp"
#include "dsl/check/checker.hpp"
#include "dsl/syntax/parse.hpp"

// Examples in rows: each line of a CSV file is written out as an example and checked as one; what is wrong with it is told at
// the cell that it came from. A column is `ROW.FACT`, `as at`, `example` or `expect …`; an empty cell says nothing.
namespace fairstart::check {

namespace {

constexpr std::size_t most_rows = 10'000, most_columns = 1'000;

struct Cell {
  std::string text;
  base::Span span;
};

// RFC 4180; blanks around a cell are dropped. Nothing where a quote is never closed.
std::optional<std::vector<std::vector<Cell>>> cells_of(std::string_view text, base::FileId file) {
  std::vector<std::vector<Cell>> lines(1);
  std::size_t at = 0;
  while (true) {
    while (at < text.size() && text[at] == ' ') ++at;
    const std::size_t begin = at;
    Cell cell;
    if (at < text.size() && text[at] == '"') {
      for (++at;; ++at) {
        if (at == text.size()) return {};
        if (text[at] != '"') {
          cell.text += text[at];
        } else if (at + 1 < text.size() && text[at + 1] == '"') {
          cell.text += text[at++];
        } else {
          break;
        }
      }
      ++at;
    }
    while (at < text.size() && text[at] != ',' && text[at] != '\n') cell.text += text[at++];
    while (!cell.text.empty() && (cell.text.back() == ' ' || cell.text.back() == '\r')) cell.text.pop_back();
    cell.span = {file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(std::max(at, begin))};
    lines.back().push_back(std::move(cell));
    if (at == text.size()) break;
    if (text[at++] == '\n') lines.emplace_back();
  }
  std::erase_if(lines, [](const std::vector<Cell>& line) { return line.size() == 1 && line.front().text.empty(); });
  return lines;
}

std::string hyphened(std::string text) {
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

// A row to be made: "child noah", its facts, and the rows inside it.
struct Made {
  std::string head;
  std::vector<std::pair<std::string, const Cell*>> facts;
  std::vector<Made> rows;
  Made& row(const std::string& name) {
    for (Made& each : rows)
      if (each.head == name) return each;
    rows.push_back({name, {}, {}});
    return rows.back();
  }
};

// The text of an example, and which of its bytes came from which cell.
class Written {
 public:
  void add(std::string_view text) { text_ += text; }
  void add(std::string_view text, base::Span from) {
    places_.push_back({text_.size(), text_.size() + text.size(), from});
    text_ += text;
  }
  void append(const Written& other) {
    for (const Place& place : other.places_)
      places_.push_back({place.begin + text_.size(), place.end + text_.size(), place.from});
    text_ += other.text_;
  }
  const std::string& text() const { return text_; }
  // The cell that a place in the text came from; the line's first where it came from none.
  base::Span origin(base::Span place, base::Span line) const {
    for (const auto& [begin, end, from] : places_)
      if (place.begin < end && place.end > begin) return from;
    for (const auto& [begin, end, from] : places_)
      if (place.begin <= end && place.end >= begin) return from;
    return line;
  }

 private:
  struct Place {
    std::size_t begin, end;
    base::Span from;
  };
  std::string text_;
  std::vector<Place> places_;
};

void write(const Made& made, Written& out) {
  for (const auto& [fact, cell] : made.facts) {
    out.add(fact + " ", cell->span);
    out.add(cell->text, cell->span);
    out.add("\n");
  }
  for (const Made& row : made.rows) {
    out.add(row.head + " {\n");
    write(row, out);
    out.add("}\n");
  }
}

}  // namespace

// A cell as the language writes it: texts in quotation marks, codes with hyphens.
std::string Checker::cell_as_literal(std::string_view head, std::string_view fact, const std::string& cell) const {
  const Symbol* symbol = find(Space::rows, head.substr(0, head.find(' ')));
  if (symbol == nullptr) return cell;
  const RecordId record = symbol->kind == SymbolKind::role ? plan_.roles[symbol->index].record : RecordId{symbol->index};
  if (!record.exists()) return cell;
  for (const plan::FieldId id : plan_.record(record).fields) {
    const plan::Field& field = plan_.field(id);
    if (field.name != fact) continue;
    const bool plain = cell == "unknown" || cell == "declined" || cell == "not asked";
    if (field.type.kind == types::Kind::text && !plain && !cell.starts_with('"') && !cell.starts_with("“"))
      return cell.find('"') == std::string::npos ? "\"" + cell + "\"" : "“" + cell + "”";
    if (field.type.kind == types::Kind::code) return hyphened(cell);
  }
  return cell;
}

void Checker::fill_examples_from(Cursor decl) {
  if (module_ != modules_.asked_for.front()) return;
  const Cursor name_at = decl.child(NodeKind::TEXT);
  const std::string name = text_of(name_at);
  const auto read = examples_beside(modules_, module_, name, sources_);
  if (!read) {
    report(Code::examples_file, name_at.span(), read.failure().message,
           "name a file in the same folder, without a path: `examples from \"cases.csv\"`");
    return;
  }
  const base::FileId file = read.value();
  const std::string_view csv = sources_.file(file).text;
  const auto lines = cells_of(csv, file);
  if (!lines || lines->empty() || lines->size() > most_rows + 1 || lines->front().size() > most_columns) {
    report(Code::examples_file, name_at.span(),
           !lines           ? fmt::format("a quotation mark in `{}` is never closed", name)
           : lines->empty() ? fmt::format("`{}` is empty", name)
                            : fmt::format("`{}` has more than {} rows or {} columns", name, most_rows, most_columns));
    return;
  }
  const std::vector<Cell>& header = lines->front();
  for (std::size_t i = 1; i < lines->size(); ++i) {
    const std::vector<Cell>& line = (*lines)[i];
    if (line.size() != header.size()) {
      report(Code::examples_file, line.front().span,
             fmt::format("this line has {} cells, and the header {}", line.size(), header.size()), "",
             {{header.front().span, "the header"}});
      continue;
    }
    example_from(
        header.size(), [&](std::size_t column) { return header[column].text; },
        [&](std::size_t column) {
          return std::pair{line[column].text, line[column].span};
        },
        [&](std::size_t column) { return header[column].span; });
  }
}

// One line, by column.
void Checker::example_from(std::size_t columns, const std::function<std::string(std::size_t)>& heading,
                           const std::function<std::pair<std::string, base::Span>(std::size_t)>& cell_at,
                           const std::function<base::Span(std::size_t)>& heading_at) {
  std::vector<Cell> cells(columns);
  Made top;
  std::string title = fmt::format("line {}", sources_.position(cell_at(0).second.file, cell_at(0).second.begin).line);
  std::string as_at;
  base::Span as_at_span, title_span = cell_at(0).second;
  Written expects;
  for (std::size_t i = 0; i < columns; ++i) {
    std::tie(cells[i].text, cells[i].span) = cell_at(i);
    if (cells[i].text.find('\n') != std::string::npos) {
      report(Code::examples_file, cells[i].span, "a cell goes over more than one line", "write it on one");
      return;
    }
  }
  for (std::size_t i = 0; i < columns; ++i) {
    Cell& cell = cells[i];
    const std::string head = heading(i);
    if (cell.text.empty()) continue;
    if (head == "example") {
      title = cell.text;
      std::replace(title.begin(), title.end(), '"', '\'');
      title_span = cell.span;
    } else if (head == "as at" || head == "as_at") {
      as_at = cell.text;
      as_at_span = cell.span;
    } else if (head.starts_with("expect ")) {
      // `expect level for noah`, "high, could be highest": the value comes before `for`, details after it.
      const std::size_t comma = cell.text.find(", "), place = head.find(" for ");
      const std::string value = cell.text.substr(0, comma), details = comma == std::string::npos ? "" : cell.text.substr(comma);
      const std::string what = head.substr(7, place == std::string::npos ? std::string::npos : place - 7),
                        whom = place == std::string::npos ? "" : head.substr(place);
      std::string sentence;
      if (what.starts_with("offer "))
        sentence = value == "offered"       ? "offer " + what.substr(6)
                   : value == "not offered" ? "no offer " + what.substr(6)
                                            : "can't tell offer " + what.substr(6);
      else if (what.starts_with("list "))
        sentence = (value == "on" ? "on list " : value == "not on" ? "not on list " : "can't tell on list ") + what.substr(5);
      else
        sentence = hyphened(what) + " " + value;
      const bool of_offer = what.starts_with("offer "), of_list = what.starts_with("list ");
      const bool said = value == "can't tell" || (of_offer && (value == "offered" || value == "not offered")) ||
                        (of_list && (value == "on" || value == "not on"));
      if ((of_offer || of_list) && !said) {
        report(Code::examples_file, cell.span, fmt::format("`{}` does not say whether it is expected", value),
               of_offer ? "write `offered`, `not offered` or `can't tell`" : "write `on`, `not on` or `can't tell`",
               {{heading_at(i), "of this column"}});
        return;
      }
      expects.add("expect ");
      expects.add(sentence + whom + details, cell.span);
      expects.add("\n");
    } else {
      const std::size_t last = head.rfind('.');
      if (last == std::string::npos) {
        const auto& said = diagnostics_.items();
        const bool told = std::any_of(said.begin(), said.end(), [&](const diagnostics::Diagnostic& each) {
          return each.code == Code::examples_file && each.span == heading_at(i);
        });
        if (told) return;
        report(Code::examples_file, heading_at(i), fmt::format("`{}` is not a column of examples", head),
               "write `example`, `as at`, `expect …`, or a row and its fact: `child noah.gestation`");
        return;
      }
      Made* made = &top;
      std::string row_name;
      const std::string path = head.substr(0, last);
      for (std::size_t from = 0; from <= path.size();) {
        const std::size_t dot = std::min(path.find('.', from), path.size());
        row_name = path.substr(from, dot - from);
        // Rows are inside the family, which is said first or not at all.
        if (made == &top && row_name != "family" && find(Space::rows, "family") != nullptr) made = &top.row("family");
        made = &made->row(row_name);
        from = dot + 1;
      }
      const std::string fact = hyphened(head.substr(last + 1));
      cell.text = cell_as_literal(row_name, fact, cell.text);
      made->facts.emplace_back(fact, &cell);
    }
  }
  if (as_at.empty()) {
    report(Code::examples_file, cells.front().span, "this line has no `as at`",
           "add a column `as at` with a date in each line");
    return;
  }
  Written out;
  out.add("framework example.from-rows \"\" { }\nexample \"");
  out.add(title, title_span);
  out.add("\" {\nas at ");
  out.add(as_at, as_at_span);
  out.add("\n");
  write(top, out);
  out.append(expects);
  out.add("}\n");
  const base::Span line = title_span;
  const base::FileId file = sources_.add(sources_.file(line.file).path, out.text());
  const std::size_t before = diagnostics_.items().size();
  written_examples_.push_back(std::make_unique<syntax::Tree>(syntax::parse(sources_, file, diagnostics_)));
  const auto home = [&](base::Span span) { return span.exists() && span.file == file ? out.origin(span, line) : span; };
  if (diagnostics_.items().size() == before) {
    const std::size_t examples = plan_.examples.size();
    for (const Cursor child : Cursor(*written_examples_.back(), 0))
      if (child.is(NodeKind::decl))
        if (const Cursor example = child.child(NodeKind::example)) fill_example(example);
    if (plan_.examples.size() > examples) {
      plan::Example& example = plan_.examples.back();
      example.span = home(example.span);
      for (plan::Expectation& each : example.expectations) each.span = home(each.span);
      const auto rows = [&](auto&& self, std::vector<plan::MadeRow>& made) -> void {
        for (plan::MadeRow& row : made) {
          row.span = home(row.span);
          for (plan::MadeFact& fact : row.facts) fact.span = home(fact.span);
          self(self, row.rows);
        }
      };
      rows(rows, example.rows);
    }
  }
  diagnostics_.relocate(before, home);
}

}  // namespace fairstart::check
