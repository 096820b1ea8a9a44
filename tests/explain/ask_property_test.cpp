// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/explain/random_rules.hpp"

// What the asker finds against brute force: each unknown cell is filled with each value of a small domain, in the records
// themselves, and the reference works the rules out again.
namespace fairstart::explain_tests::ask_property_test {
namespace {

struct Cell {
  plan::FieldId field;
  column::Row row;
  std::vector<std::int64_t> values;
};

// That nobody can tell whom a link names is one of the things that it may come to.
constexpr std::int64_t nobody = -1;

std::vector<std::int64_t> domain_of(const plan::Plan& plan, const plan::Field& field) {
  if (field.type.kind == types::Kind::link) return {nobody, 0, 1};
  if (field.type.kind == types::Kind::codes) return {0, 1, 2, 3, 4, 5, 6, 7};
  if (field.type.kind == types::Kind::yes_no) return {0, 1};
  if (field.type.kind == types::Kind::number) return {0, 1, 2, 3, 4};
  if (field.type.kind == types::Kind::code) {
    std::vector<std::int64_t> codes;
    for (std::size_t i = 0; i < plan.code_lists[field.type.codes.index()].items.size(); ++i)
      codes.push_back(static_cast<std::int64_t>(i));
    return codes;
  }
  std::vector<std::int64_t> days;
  for (const char* text : {"2025-11-01", "2026-01-31", "2026-02-01", "2026-02-02", "2026-02-28", "2026-03-01", "2026-03-02",
                           "2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02"})
    days.push_back(*base::parse_iso_date(text));
  return days;
}

column::Column& column_of(column::Database& database, plan::FieldId field) {
  return const_cast<column::Column&>(std::as_const(database).column(field));
}

void set(column::Column& column, column::Row row, std::int64_t value) {
  if (auto* answers = std::get_if<column::AnswerCells>(&column.cells))
    answers->cells[row] = value != 0 ? column::yes : column::no;
  else if (auto* codes = std::get_if<column::CodeCells>(&column.cells))
    codes->cells[row] = static_cast<std::uint16_t>(value);
  else if (auto* dates = std::get_if<column::DateCells>(&column.cells))
    dates->cells[row] = static_cast<std::int32_t>(value);
  else if (auto* wholes = std::get_if<column::WholeCells>(&column.cells))
    wholes->cells[row] = static_cast<std::int32_t>(value);
  else if (auto* sets = std::get_if<column::SetCells>(&column.cells))
    sets->cells[row] = static_cast<std::uint64_t>(value);
  else if (auto* links = std::get_if<column::LinkCells>(&column.cells))
    links->cells[row] = value == nobody ? column::LinkCells::none : static_cast<std::uint32_t>(value);
  else
    FAIL() << "a column of another kind";
}

bool is_read(const plan::Plan& plan, plan::FieldId field) {
  return std::any_of(plan.exprs.begin(), plan.exprs.end(), [&](const plan::Expr& expr) {
    const auto* value = std::get_if<plan::FieldValue>(&expr.node);
    const auto* link = std::get_if<plan::OfLink>(&expr.node);
    return (value != nullptr && value->field == field) || (link != nullptr && link->link == field);
  });
}

std::vector<Cell> unknown_cells(MadeFamily& made) {
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < made.plan().fields.size(); ++i) {
    const plan::FieldId field(i);
    const column::Column& column = column_of(made.database, field);
    if (std::holds_alternative<column::NoCells>(column.cells)) continue;
    if (!is_read(made.plan(), field)) continue;
    for (column::Row row = 0; row < made.database.table(made.plan().field(field).record).rows; ++row)
      if (!column::is_known(column, row)) {
        cells.push_back({field, row, domain_of(made.plan(), made.plan().field(field))});
        // Nobody is taken for their own mother.
        if (made.plan().field(field).type.kind == types::Kind::link) std::erase(cells.back().values, std::int64_t{row});
      }
  }
  return cells;
}

std::uint64_t result_of(const MadeFamily& made, plan::ExprId id, column::Row row) {
  if (made.plan().expr(id).type.kind == types::Kind::yes_no) return made.evaluated.answer(made.plan(), id, row);
  const column::Interval value = made.evaluated.interval(made.plan(), id, row);
  return value.known() ? static_cast<std::uint64_t>(value.lo) : ~std::uint64_t{0};
}

// Every completion's results, the last cell running fastest: the yes/no definitions on all rows, then the levels.
std::vector<std::vector<std::uint64_t>> completions(MadeFamily& made, const std::vector<Cell>& cells, std::size_t count) {
  std::vector<std::vector<std::uint64_t>> out;
  for (std::size_t completion = 0; completion < count; ++completion) {
    std::size_t rest = completion;
    for (std::size_t i = cells.size(); i-- > 0;) {
      set(column_of(made.database, cells[i].field), cells[i].row, cells[i].values[rest % cells[i].values.size()]);
      rest /= cells[i].values.size();
    }
    made.evaluate();
    std::vector<std::uint64_t> results;
    for (const plan::Definition& definition : made.plan().definitions)
      for (column::Row row = 0; row < made.database.table(definition.record).rows; ++row)
        results.push_back(result_of(made, definition.meaning, row));
    results.push_back(made.evaluated.possible_levels(made.plan(), types::LevelsId{0U}, 0));
    const column::Interval need = made.evaluated.score(made.plan(), plan::ScoreId{0U}, 0);
    results.push_back(static_cast<std::uint64_t>(need.lo * 100 + need.hi));
    out.push_back(std::move(results));
  }
  return out;
}

bool matters(const std::vector<std::vector<std::uint64_t>>& results, std::size_t result, std::size_t stride, std::size_t size) {
  for (std::size_t i = 0; i < results.size(); ++i) {
    const std::size_t digit = i / stride % size;
    if (digit > 0 && results[i][result] != results[i - stride][result]) return true;
  }
  return false;
}

void compare_with_brute_force(unsigned seeds, bool wide) {
  std::size_t compared = 0, exact = 0, asked = 0;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    const std::string program = RandomRules(seed, wide).program();
    MadeFamily made(program);
    ASSERT_TRUE(made.ready());
    const std::vector<Cell> cells = unknown_cells(made);
    std::size_t count = 1;
    for (const Cell& cell : cells) count *= cell.values.size();
    if (count > 700) continue;

    std::vector<explain::Ask> asks;
    const explain::Asker asker(made.database, made.clock);
    for (const plan::Definition& definition : made.plan().definitions)
      for (column::Row row = 0; row < made.database.table(definition.record).rows; ++row)
        asks.push_back(asker.about(made.evaluated, definition.meaning, row));
    asks.push_back(asker.about_levels(made.evaluated, types::LevelsId{0U}, 0));
    asks.push_back(asker.about_score(made.evaluated, plan::ScoreId{0U}, 0));

    const auto results = completions(made, cells, count);
    for (std::size_t result = 0; result < asks.size(); ++result) {
      const bool has_list = std::any_of(asks[result].facts.begin(), asks[result].facts.end(),
                                        [](const explain::Fact& fact) { return fact.list.exists(); });
      std::size_t stride = 1;
      for (std::size_t i = cells.size(); i-- > 0;) {
        const bool expected = matters(results, result, stride, cells[i].values.size());
        stride *= cells[i].values.size();
        const bool found = std::any_of(asks[result].facts.begin(), asks[result].facts.end(), [&](const explain::Fact& fact) {
          return fact.field == cells[i].field && fact.row == cells[i].row;
        });
        ++compared;
        asked += found ? 1U : 0U;
        const bool is_exact = !asks[result].may_include_more_than_needed && !has_list;
        exact += is_exact ? 1U : 0U;
        const bool fine = is_exact ? found == expected : found || !expected;
        ASSERT_TRUE(fine) << "result " << result << ": " << made.plan().field(cells[i].field).name << " of row " << cells[i].row
                          << (found ? " asked needlessly" : " not asked") << "; asks "
                          << explain::ask_text(made.database, asks[result]) << "\nseed " << seed << program;
      }
    }
  }
  EXPECT_GT(compared, 1000U);
  EXPECT_GT(exact * 10, compared * 8);
  EXPECT_GT(asked, 100U);
}

TEST(AskProperty, AsksExactlyWhatBruteForceFindsToMatter) { compare_with_brute_force(150, false); }

TEST(AskProperty, TablesLinksPairsAndSetsToo) { compare_with_brute_force(150, true); }

}  // namespace
}  // namespace fairstart::explain_tests::ask_property_test
