// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/text.hpp"
#include "dsl/check/checker.hpp"

// Decision tables: a definition whose meaning is a choice of the rows. Whether the rows cover all cases once: judge_tables.
namespace fairstart::check {

using plan::Comparison;
using tables::CaseSet;
using types::Kind;

namespace {

constexpr std::size_t most_table_rows = 1000, most_table_columns = 20;

bool keeps_order(const plan::Plan& plan, const Type& type) {
  return type.kind == Kind::number || type.kind == Kind::date ||
         (type.kind == Kind::code && plan.code_lists[type.codes.index()].in_order) ||
         (type.kind == Kind::levels && plan.levels[type.levels.index()].kind == plan::LevelsKind::tiers);
}

// How many cases a type has that are told apart by index; none for numbers and dates.
std::optional<std::int64_t> how_many(const plan::Plan& plan, const Type& type) {
  switch (type.kind) {
    case Kind::yes_no: return 2;
    case Kind::code: return static_cast<std::int64_t>(plan.code_lists[type.codes.index()].items.size());
    case Kind::levels: return static_cast<std::int64_t>(plan.levels[type.levels.index()].levels.size());
    case Kind::unknown:
    case Kind::number:
    case Kind::date:
    case Kind::codes:
    case Kind::text:
    case Kind::link:
    case Kind::groups: break;
  }
  return {};
}

CaseSet everything(const plan::Plan& plan, const Type& type) {
  const auto count = how_many(plan, type);
  if (count) return {{{0, *count - 1}}, true};
  return {{{INT64_MIN, INT64_MAX}}, true};
}

// `< 5` as the cases that it takes.
CaseSet compared(Comparison op, const CaseSet& all, std::int64_t value) {
  CaseSet out;
  const std::int64_t least = all.intervals.front().first, most = all.intervals.front().second;
  switch (op) {
    case Comparison::is: out.intervals = {{value, value}}; break;
    case Comparison::is_not:
      if (value > least) out.intervals.push_back({least, value - 1});
      if (value < most) out.intervals.push_back({value + 1, most});
      break;
    case Comparison::under:
      if (value > least) out.intervals = {{least, value - 1}};
      break;
    case Comparison::at_most: out.intervals = {{least, value}}; break;
    case Comparison::over:
      if (value < most) out.intervals = {{value + 1, most}};
      break;
    case Comparison::at_least: out.intervals = {{value, most}}; break;
  }
  return out;
}

Comparison comparison_of(std::string_view sign) {
  if (sign == "<") return Comparison::under;
  if (sign == ">") return Comparison::over;
  if (sign == "<=" || sign == "≤") return Comparison::at_most;
  if (sign == ">=" || sign == "≥") return Comparison::at_least;
  return sign == "=" ? Comparison::is : Comparison::is_not;
}

std::string_view words_of(Comparison op, bool dates) {
  switch (op) {
    case Comparison::is: return "is";
    case Comparison::is_not: return "is not";
    case Comparison::under: return dates ? "is before" : "is under";
    case Comparison::over: return dates ? "is after" : "is over";
    case Comparison::at_least: return dates ? "is on or after" : "is at least";
    case Comparison::at_most: return dates ? "is on or before" : "is at most";
  }
  return "";
}

}  // namespace

void Checker::declare_table(Cursor decl) { declare_definition(decl); }

bool Checker::table_column(Cursor at, ExprId column) {
  if (is_poison(column)) return false;
  const Type& type = type_of(column);
  if (type.kind == Kind::number || type.kind == Kind::date || how_many(plan_, type).value_or(0) > 0) return true;
  report(
      Code::table_column, at.span(),
      fmt::format("`{}` is {}, which a table can't decide by", text_at(at.span()), plan::with_article(type, plan_)),
      type.kind == Kind::groups
          ? fmt::format("a row can be in several groups: give each a column of its own, `({} includes …)`", text_at(at.span()))
          : "a column is a yes or no, a level, a code, a number or a date");
  return false;
}

// The cases of one literal: a code or group, a level, a number, a date, yes, no, `unknown`.
std::optional<CaseSet> Checker::table_literal(Cursor at, ExprId column, const RowContext& row, base::Span head) {
  const Cursor first = at.first();
  const Type& type = type_of(column);
  if (first.is_word("unknown")) return CaseSet{{}, true};
  if (first.is_word("declined") || first.is_word("not asked")) {
    report(Code::table_cell, at.span(),
           fmt::format("`{}` is one kind of unknown, and a table does not tell them apart", at.text()), "say `unknown`");
    return {};
  }
  if (first.is(NodeKind::NAME) && type.kind == Kind::code) {
    const auto codes = codes_named(first, type.codes, true);
    if (!codes || two_meanings(first, plan_.code_lists[type.codes.index()].name, row)) return {};
    CaseSet out;
    for (const std::int64_t code : *codes) out.intervals.push_back({code, code});
    tables::tidy(out);
    return out;
  }
  if (first.is(NodeKind::NAME) && type.kind == Kind::levels) {
    const plan::Levels& scheme = plan_.levels[type.levels.index()];
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
      names.push_back(scheme.levels[i].name);
      if (scheme.levels[i].name != first.text()) continue;
      if (two_meanings(first, scheme.name, row)) return {};
      const auto index = static_cast<std::int64_t>(i);
      return CaseSet{{{index, index}}, false};
    }
    unknown_name(first, fmt::format("level of {}", scheme.name), names);
    return {};
  }
  if (type.kind == Kind::levels) {
    report(Code::wrong_type, at.span(),
           fmt::format("`{}` is not a level of {}", at.text(), plan_.levels[type.levels.index()].name), "",
           {{head, "this column is about it"}});
    return {};
  }
  const auto constant = literal(at, type, head);
  if (!constant) return {};
  return CaseSet{{{constant->number, constant->number}}, false};
}

// What a cell asks of a known value, in words that an explanation can use. Codes and levels are asked as sets.
ExprId Checker::table_test(Cursor cell, ExprId column, const CaseSet& cases) {
  const Type type = type_of(column);
  const std::string of = plan_.expr(column).text;  // a copy: comparing makes more expressions
  const RecordId on = row_of({column});
  const base::Span span = cell.span();
  const std::string written = text_at(span);
  const bool several = static_cast<bool>(cell.child(NodeKind::literal, 1));
  const Cursor sign = cell.child(NodeKind::CMP);
  const std::string text = sign ? fmt::format("{} {} {}", of, words_of(comparison_of(sign.text()), type.kind == Kind::date),
                                              text_at(cell.child(NodeKind::literal).span()))
                           : cell.has_word("to")
                               ? fmt::format("{} is between {} and {}", of, text_at(cell.child(NodeKind::literal).span()),
                                             text_at(cell.child(NodeKind::literal, 1).span()))
                           : several ? fmt::format("{} is one of {{ {} }}", of, written)
                                     : fmt::format("{} is {}", of, written);
  if (type.kind == Kind::yes_no) {
    const bool yes = cases.intervals.back().second == 1, no = cases.intervals.front().first == 0;
    if (yes && no) return {};
    return yes ? column : add(plan::Not{column}, types::yes_no(), on, span, text);
  }
  if (how_many(plan_, type)) {
    std::vector<std::int64_t> indexes;
    std::uint64_t mask = 0;
    for (const auto& [lo, hi] : cases.intervals) {
      for (std::int64_t i = lo; i <= hi; ++i) {
        indexes.push_back(i);
        if (type.kind == Kind::levels && i < 64) mask |= std::uint64_t{1} << i;  // more levels are an error
      }
    }
    if (type.kind == Kind::levels) return add(plan::LevelIn{column, mask}, types::yes_no(), on, span, text);
    return add(plan::OneOf{column, std::move(indexes)}, types::yes_no(), on, span, text);
  }
  const auto compare = [&](Comparison op, std::int64_t value, Cursor at) {
    const ExprId constant = add(plan::Constant{value, {}}, type, {}, at);
    return add(plan::Compare{op, column, constant}, types::yes_no(), on, span,
               fmt::format("{} {} {}", of, words_of(op, type.kind == Kind::date), text_at(at.span())));
  };
  if (sign) {
    const Comparison op = comparison_of(sign.text());
    const Cursor at = cell.child(NodeKind::literal);
    const auto value = literal(at, type, {});
    return value ? compare(op, value->number, at) : ExprId{};
  }
  if (cell.has_word("to")) {
    const ExprId low = compare(Comparison::at_least, cases.intervals.front().first, cell.child(NodeKind::literal));
    const ExprId high = compare(Comparison::at_most, cases.intervals.front().second, cell.child(NodeKind::literal, 1));
    return add(plan::And{{low, high}}, types::yes_no(), on, span, text);
  }
  std::vector<ExprId> parts;
  for (const Cursor child : cell) {
    if (!child.is(NodeKind::literal) || child.first().is_word("unknown")) continue;
    if (const auto value = literal(child, type, {})) parts.push_back(compare(Comparison::is, value->number, child));
  }
  return parts.size() == 1 ? parts.front() : add(plan::Or{std::move(parts)}, types::yes_no(), on, span, text);
}

std::optional<Checker::TableCell> Checker::table_cell(Cursor cell, ExprId column, const RowContext& row, base::Span head) {
  const Type type = type_of(column);
  const CaseSet all = everything(plan_, type);
  if (cell.has_word("any")) return TableCell{cell, all, {}};
  TableCell out{.at = cell};
  const Cursor sign = cell.child(NodeKind::CMP);
  const bool range = cell.has_word("to");
  std::vector<CaseSet> sets;
  for (const Cursor child : cell) {
    if (!child.is(NodeKind::literal)) continue;
    const auto cases = table_literal(child, column, row, head);
    if (!cases) return {};
    if ((sign || range) && cases->unknown) {
      report(Code::table_cell, cell.span(), "`unknown` is neither more nor less than a value",
             "give it a cell of its own: `unknown`");
      return {};
    }
    if ((sign || range) &&
        (cases->intervals.size() != 1 || cases->intervals.front().first != cases->intervals.front().second)) {
      report(Code::table_cell, child.span(), fmt::format("`{}` is a group of codes, not one", child.text()), "name one code");
      return {};
    }
    sets.push_back(*cases);
  }
  const bool ordered =
      range || (sign && comparison_of(sign.text()) != Comparison::is && comparison_of(sign.text()) != Comparison::is_not);
  if (ordered && !keeps_order(plan_, type)) {
    report(Code::not_ordered, cell.span(),
           type.kind == Kind::code     ? fmt::format("the codes of {} have no order", plan_.code_lists[type.codes.index()].name)
           : type.kind == Kind::levels ? fmt::format("the segments of {} have no order", plan_.levels[type.levels.index()].name)
                                       : fmt::format("{} has no order", plan::with_article(type, plan_)),
           "name the values, with commas between", {{head, "this column"}});
    return {};
  }
  if (sign) {
    out.cases = compared(comparison_of(sign.text()), all, sets.front().intervals.front().first);
  } else if (range) {
    const std::int64_t low = sets[0].intervals.front().first, high = sets[1].intervals.front().first;
    if (low > high) {
      report(Code::range_reversed, cell.span(), "nothing is between these: the second is below the first",
             "put the lower end first");
      return {};
    }
    out.cases.intervals = {{low, high}};
  } else {
    for (const CaseSet& set : sets) {
      out.cases.intervals.insert(out.cases.intervals.end(), set.intervals.begin(), set.intervals.end());
      out.cases.unknown = out.cases.unknown || set.unknown;
    }
    tables::tidy(out.cases);
  }
  if (!out.cases.intervals.empty())
    out.test = table_test(cell, column, out.cases);
  else if (!out.cases.unknown)  // `< universal`: nothing is
    out.test = add(plan::Constant{0, {}}, types::yes_no(), {}, cell.span(), text_at(cell.span()));
  return out;
}

// A row holds where all its cells do. `known` has an answer for each column that has an `unknown` cell somewhere.
ExprId Checker::table_row(const std::vector<TableCell>& cells, const std::vector<ExprId>& columns,
                          const std::vector<ExprId>& known, base::Span span) {
  std::vector<ExprId> parts;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const TableCell& cell = cells[i];
    if (cell.at.has_word("any")) continue;
    const RecordId on = row_of({columns[i]});
    const auto held = [&](ExprId test) {
      if (!known[i].exists()) return test;
      if (!test.exists()) return known[i];
      return add(plan::And{{known[i], test}}, types::yes_no(), on, cell.at.span(), plan_.expr(test).text);
    };
    if (!cell.cases.unknown) {
      if (const ExprId test = held(cell.test); test.exists()) parts.push_back(test);
      continue;
    }
    const ExprId unknown =
        add(plan::Not{known[i]}, types::yes_no(), on, cell.at.span(), plan_.expr(columns[i]).text + " is unknown");
    if (cell.cases.intervals.empty()) {
      parts.push_back(unknown);
      continue;
    }
    if (!cell.test.exists()) continue;  // yes, no and unknown: always
    parts.push_back(add(plan::Or{{unknown, held(cell.test)}}, types::yes_no(), on, cell.at.span(),
                        fmt::format("{} is one of {{ {} }}", plan_.expr(columns[i]).text, text_at(cell.at.span()))));
  }
  if (parts.empty()) return {};
  if (parts.size() == 1) return parts.front();
  std::string text;
  for (const ExprId part : parts) text += (text.empty() ? "" : " and ") + plan_.expr(part).text;
  const RecordId on = row_of(parts);
  return add(plan::And{std::move(parts)}, types::yes_no(), on, span, std::move(text));
}

// Children lie flat: heads, `gives NAME`, then cells, where one without a stroke before it starts a row.
void Checker::fill_table(Cursor decl, plan::DefinitionId id) {
  const std::string name = plan_.definitions[id.index()].name;
  const RowContext row{plan_.definitions[id.index()].record, plan_.definitions[id.index()].role};
  const Cursor type_at = decl.child(NodeKind::type);
  const Type answer_type = type(type_at);
  plan_.definitions[id.index()].meaning = poison(decl);
  if (answer_type.kind == Kind::unknown) return;
  plan_.definitions[id.index()].meaning = add(plan::MissingValue{}, answer_type, {}, decl.span(), name);
  plan::Table table{
      .name = name, .title = plan_.definitions[id.index()].title, .definition = id, .span = plan_.definitions[id.index()].span};
  if (answer_type.kind == Kind::codes || answer_type.kind == Kind::link) {
    report(Code::wrong_type, type_at.span(), fmt::format("a table does not give {}", plan::with_article(answer_type, plan_)),
           "it gives a yes or no, a number, a date, a text or one of some codes");
    return;
  }
  if (const Cursor gives = decl.after_word("gives"); gives.text() != name)
    report(Code::table_answer_name, gives.span(), fmt::format("this gives `{}`, but the table is `{}`", gives.text(), name),
           fmt::format("write `gives {}`", name), {{table.span, "declared here"}});
  std::vector<ExprId> columns;
  std::vector<base::Span> heads;
  bool broken = false;
  for (const Cursor child : decl) {
    if (!child.is(NodeKind::operand)) continue;
    columns.push_back(operand(child, row));
    heads.push_back(child.span());
    broken = !table_column(child, columns.back()) || broken;
    table.columns.push_back({columns.back(), text_at(child.span())});
  }
  std::vector<std::vector<Cursor>> lines;
  bool joined = false;
  for (const Cursor child : decl) {
    if (child.is(NodeKind::cell)) {
      if (!joined) lines.emplace_back();
      lines.back().push_back(child);
    }
    joined = child.is(NodeKind::mark) && child.text() == "|";
  }
  if (broken) return;
  if (lines.size() > most_table_rows || columns.size() > most_table_columns) {
    report(Code::table_too_large, table.span,
           fmt::format("`{}` has {} row{} and {} column{}", name, lines.size(), lines.size() == 1 ? "" : "s", columns.size(),
                       columns.size() == 1 ? "" : "s"),
           fmt::format("a table takes at most {} rows and {} columns: split it in two", most_table_rows, most_table_columns));
    return;
  }
  std::vector<std::vector<TableCell>> cells;
  std::vector<plan::Constant> answers;
  for (const auto& line : lines) {
    const base::Span span{line.front().span().file, line.front().span().begin, line.back().span().end};
    if (line.size() != columns.size() + 1) {
      report(Code::table_row_cells, span,
             fmt::format("this row has {} cell{} before its answer; the table has {} column{}", line.size() - 1,
                         line.size() == 2 ? "" : "s", columns.size(), columns.size() == 1 ? "" : "s"),
             "write `any` where a column does not matter", {{heads.front(), "the columns start here"}});
      broken = true;
      continue;
    }
    cells.emplace_back();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (auto cell = table_cell(line[i], columns[i], row, heads[i]))
        cells.back().push_back(std::move(*cell));
      else
        broken = true;
    }
    const Cursor answer_at = line.back(), value_at = answer_at.child(NodeKind::literal);
    if (!value_at || answer_at.first().index() != value_at.index() || answer_at.child(NodeKind::literal, 1)) {
      report(Code::table_cell, answer_at.span(), fmt::format("`{}` is not one answer", text_at(answer_at.span())),
             "the last cell of a row is one value",
             {{type_at.span(), fmt::format("of this type: {}", plan::with_article(answer_type, plan_))}});
      broken = true;
    } else if (const auto value = literal(value_at, answer_type, type_at.span())) {
      answers.push_back(*value);
    } else {
      broken = true;
    }
  }
  if (broken) return;
  std::vector<ExprId> known(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool asked = std::any_of(cells.begin(), cells.end(),
                                   [&](const auto& line) { return line[i].cases.unknown && !line[i].at.has_word("any"); });
    if (asked)
      known[i] = add(plan::IsKnown{columns[i]}, types::yes_no(), row_of({columns[i]}), heads[i],
                     plan_.expr(columns[i]).text + " is known");
  }
  plan::Choose choose;
  FilledTable filled{.table = plan_.decision_tables.size()};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    filled.shown.push_back(type_of(columns[i]));
    for (const auto& line : cells) {
      const Cursor written = line[i].at.child(NodeKind::literal);
      const Cursor amount = written ? written.child(NodeKind::quantity) : Cursor();
      if (!amount) continue;
      if (const auto value = quantity(amount)) filled.shown.back().shown_in = value->type.shown_in;
      break;
    }
  }
  for (std::size_t r = 0; r < cells.size(); ++r) {
    const base::Span span{lines[r].front().span().file, lines[r].front().span().begin, lines[r].back().span().end};
    plan::TableRow kept{.span = span};
    for (const Cursor cell : lines[r]) kept.cells.push_back(text_at(cell.span()));
    const std::string answer_text = kept.cells.back();
    kept.cells.pop_back();
    kept.when = table_row(cells[r], columns, known, span);
    kept.value = add(plan::Constant{answers[r]}, answer_type, {}, lines[r].back().span(), answer_text);
    choose.choices.push_back({kept.when, kept.value});
    table.rows.push_back(std::move(kept));
    tables::Box box;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      box.push_back(cells[r][i].cases);
      if (!known[i].exists()) box.back().unknown = false;
    }
    filled.rows.push_back(std::move(box));
  }
  plan_.definitions[id.index()].meaning = add(std::move(choose), answer_type, row.record, decl.span(), name);
  plan_.decision_tables.push_back(std::move(table));
  tables_to_judge_.push_back(std::move(filled));
}

}  // namespace fairstart::check
