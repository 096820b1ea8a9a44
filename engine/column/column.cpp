// SPDX-License-Identifier: Apache-2.0
#include "dsl/base/overloaded.hpp"
#include "engine/column/database.hpp"

namespace fairstart::column {
namespace {

using base::overloaded;

Interval exactly(std::int64_t value) { return {value, value}; }

bool counts_whole(const plan::Type& type) {
  if (type.per) return false;
  return type.whole || type.base.measure == types::Measure::days || type.base.measure == types::Measure::months;
}

}  // namespace

Column column_for(const plan::Type& type) {
  switch (type.kind) {
    case types::Kind::yes_no: return {AnswerCells{}, {}};
    case types::Kind::number: return counts_whole(type) ? Column{WholeCells{}, {}} : Column{NumberCells{}, {}};
    case types::Kind::date: return {DateCells{}, {}};
    case types::Kind::code: return {CodeCells{}, {}};
    case types::Kind::text: return {TextCells{}, {}};
    case types::Kind::codes: return {SetCells{}, {}};
    case types::Kind::link: return {LinkCells{}, {}};
    // No field has a type of these.
    case types::Kind::unknown:
    case types::Kind::levels:
    case types::Kind::groups: return {};
  }
  return {};
}

void widen(Column& column) {
  const WholeCells whole = std::move(std::get<WholeCells>(column.cells));
  NumberCells wide;
  wide.cells.reserve(whole.cells.capacity());
  for (const std::int32_t cell : whole.cells)
    wide.cells.push_back(cell == WholeCells::none ? NumberCells::none : cell * whole.unit);
  column.cells = std::move(wide);
}

void resize(Column& column, std::size_t rows) {
  std::visit(overloaded{
                 [](NoCells&) {},
                 [rows](AnswerCells& c) { c.cells.resize(rows, unknown); },
                 [rows](CodeCells& c) { c.cells.resize(rows, CodeCells::none); },
                 [rows](DateCells& c) { c.cells.resize(rows, DateCells::none); },
                 [rows](WholeCells& c) { c.cells.resize(rows, WholeCells::none); },
                 [rows](NumberCells& c) { c.cells.resize(rows, NumberCells::none); },
                 [rows](TextCells& c) { c.cells.resize(rows, TextCells::none); },
                 [rows](SetCells& c) { c.cells.resize(rows, SetCells::none); },
                 [rows](LinkCells& c) { c.cells.resize(rows, LinkCells::none); },
             },
             column.cells);
  if (!column.why.empty()) column.why.resize(rows, plan::Missing::not_recorded);
}

void reserve(Column& column, std::size_t rows) {
  std::visit(
      [rows](auto& cells) {
        if constexpr (requires { cells.cells; }) cells.cells.reserve(rows);
      },
      column.cells);
  if (!column.why.empty()) column.why.reserve(rows);
}

bool is_known(const Column& column, Row row) {
  return std::visit(overloaded{
                        [](const NoCells&) { return false; },
                        [row](const AnswerCells& c) { return c.cells[row] != unknown; },
                        [row](const CodeCells& c) { return c.cells[row] != CodeCells::none; },
                        [row](const DateCells& c) { return c.cells[row] != DateCells::none; },
                        [row](const WholeCells& c) { return c.cells[row] != WholeCells::none; },
                        [row](const NumberCells& c) { return c.cells[row] != NumberCells::none; },
                        [row](const TextCells& c) { return c.cells[row] != TextCells::none; },
                        [row](const SetCells& c) { return c.cells[row] != SetCells::none; },
                        [row](const LinkCells& c) { return c.cells[row] != LinkCells::none; },
                    },
                    column.cells);
}

Interval interval_at(const Column& column, Row row) {
  if (!is_known(column, row)) return {};
  return std::visit(overloaded{
                        [](const NoCells&) { return Interval{}; },
                        // Not to be asked of yes/no; 0 and 1 are what a constant of that type has.
                        [row](const AnswerCells& c) { return exactly(c.cells[row] == yes ? 1 : 0); },
                        [row](const CodeCells& c) { return exactly(c.cells[row]); },
                        [row](const DateCells& c) { return exactly(c.cells[row]); },
                        [row](const WholeCells& c) { return exactly(c.cells[row] * c.unit); },
                        [row](const NumberCells& c) { return exactly(c.cells[row]); },
                        [row](const TextCells& c) { return exactly(c.cells[row]); },
                        [row](const SetCells& c) { return exactly(static_cast<std::int64_t>(c.cells[row])); },
                        [row](const LinkCells& c) { return exactly(c.cells[row]); },
                    },
                    column.cells);
}

Answer answer_at(const Column& column, Row row) {
  const auto* answers = std::get_if<AnswerCells>(&column.cells);
  return answers == nullptr ? unknown : answers->cells[row];
}

plan::Missing why_missing(const Column& column, Row row) {
  return column.why.empty() ? plan::Missing::not_recorded : column.why[row];
}

}  // namespace fairstart::column
