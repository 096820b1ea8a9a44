// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/exec/frame.hpp"
#include "engine/exec/grouping.hpp"
#include "engine/exec/meanings.hpp"
#include "engine/exec/order.hpp"
#include "engine/kernels/cells.hpp"

namespace fairstart::exec {

// A kernels::MonthsMoved takes as long to make as some ten thousand dates take without.
inline constexpr std::size_t rows_worth_a_table = 100'000;

// b COMPARED a, for a COMPARISON b.
plan::Comparison mirrored(plan::Comparison comparison);

struct AnyOfList {
  plan::ExprId id;
  ListRows rows;
  Operand member;
};
// All over the rows of the first one's list.
Step any_of_several(std::vector<AnyOfList> lists);

// `field COMPARISON constant` or `field is known`, straight from the cells.
struct CellCondition {
  const column::Column* column = nullptr;
  kernels::CellRange range;
  plan::RecordId row;
};

// A part of `and` that costs much a row and is worked out last, where the others leave it open: out = out and part.
using LatePart = std::function<void(Frame&, column::Answer* out, std::size_t n)>;

// What `and` is made of. A condition on cells that nobody else reads need not be worked out apart.
struct AllOf {
  plan::ExprId id;
  struct Part {
    Operand operand;
    std::optional<CellCondition> cells;
    bool inside = false;  // worked out in the step of the whole; only with `cells`
  };
  std::vector<Part> parts;
  std::vector<LatePart> late;
};
Step all_of(const plan::Plan& plan, AllOf parts);

// A value at few rows of the chunk, without the others: places in the chunk, rising. Neither: it is not of such a form.
struct AtFew {
  std::function<void(const Frame&, std::span<const column::Row> places, column::Answer* out)> answers;
  std::function<void(const Frame&, std::span<const column::Row> places, kernels::IntervalsOut out)> intervals;
  explicit operator bool() const { return answers != nullptr || intervals != nullptr; }
};

// Turns items of a plan into steps, for one database and one clock. Items come in order (see in_order); `fixed` holds the
// results of rowless items before them, so that their values become part of the steps that read them.
class Compiler {
 public:
  Compiler(const column::Database& database, const column::Clock& clock, Groupings& groupings, const column::Evaluated& fixed);
  Step step(Item item);
  // What the last step reads: no field that it takes straight from the cells.
  const std::vector<Item>& reads() const { return reads_; }
  // Where the expression is a number, date, code or text field of its own row that has a column.
  column::FieldCells field_cells(plan::ExprId id) const;
  // How the expression, whose step was made, can be worked out at few rows; `reads` is then what that reads.
  AtFew at_few(plan::ExprId id);
  // The last step, where it is `any` over a list whose member has a value a row: several over the same rows share a pass.
  const std::optional<AnyOfList>& any_of_list() const { return any_of_list_; }
  // The last step, where it is `and`.
  const std::optional<AllOf>& all_of() const { return all_of_; }

 private:
  Step expr(plan::ExprId id);
  Step score(plan::ScoreId id);
  Step levels(plan::LevelsId id);

  // One overload a node: leaves.cpp, answers.cpp, numbers.cpp, choices.cpp, rows.cpp, lists.cpp.
  Step compile(plan::ExprId id, const plan::Constant& node);
  Step compile(plan::ExprId id, const plan::MissingValue& node);
  Step compile(plan::ExprId id, const plan::AsAt& node);
  Step compile(plan::ExprId id, const plan::PeriodStart& node);
  Step compile(plan::ExprId id, const plan::PeriodEnd& node);
  Step compile(plan::ExprId id, const plan::ParameterValue& node);
  Step compile(plan::ExprId id, const plan::FieldValue& node);
  Step compile(plan::ExprId id, const plan::OfOwner& node);
  Step compile(plan::ExprId id, const plan::RoleTest& node);
  Step compile(plan::ExprId id, const plan::DefinitionValue& node);
  Step compile(plan::ExprId id, const plan::ScoreValue& node);
  Step compile(plan::ExprId id, const plan::LevelValue& node);
  Step compile(plan::ExprId id, const plan::Not& node);
  Step compile(plan::ExprId id, const plan::And& node);
  Step compile(plan::ExprId id, const plan::Or& node);
  Step compile(plan::ExprId id, const plan::CountOfSet& node);
  Step compile(plan::ExprId id, const plan::CountsAs& node);
  Step compile(plan::ExprId id, const plan::Compare& node);
  Step compile(plan::ExprId id, const plan::OneOf& node);
  Step compile(plan::ExprId id, const plan::LevelIn& node);
  Step compile(plan::ExprId id, const plan::IsKnown& node);
  Step compile(plan::ExprId id, const plan::IsMissing& node);
  Step compile(plan::ExprId id, const plan::OrElse& node);
  Step compile(plan::ExprId id, const plan::Arithmetic& node);
  Step compile(plan::ExprId id, const plan::Negate& node);
  Step compile(plan::ExprId id, const plan::Shift& node);
  Step compile(plan::ExprId id, const plan::Elapsed& node);
  Step compile(plan::ExprId id, const plan::Extreme& node);
  Step compile(plan::ExprId id, const plan::Rescale& node);
  Step compile(plan::ExprId id, const plan::Any& node);
  Step compile(plan::ExprId id, const plan::Every& node);
  Step compile(plan::ExprId id, const plan::Count& node);
  Step compile(plan::ExprId id, const plan::Summarise& node);
  Step compile(plan::ExprId id, const plan::Pick& node);
  Step compile(plan::ExprId id, const plan::OfListed& node);
  Step compile(plan::ExprId id, const plan::OfLink& node);
  Step compile(plan::ExprId id, const plan::Marked& node);
  Step compile(plan::ExprId id, const plan::Includes& node);
  Step compile(plan::ExprId id, const plan::NextDay& node);
  Step compile(plan::ExprId id, const plan::Choose& node);
  Step compile(plan::ExprId id, const plan::CountDifferent& node);
  Step compile(plan::ExprId id, const plan::Ranked& node);

  const plan::Type& type(plan::ExprId id) const { return plan_.expr(id).type; }
  // What the expression means, whatever its name, and its node.
  plan::ExprId meaning(plan::ExprId id) const { return meanings_.of(id); }
  const plan::Node& node_of(plan::ExprId id) const { return plan_.expr(meaning(id)).node; }
  Operand operand(plan::ExprId id) const;
  std::vector<Operand> operands_of(const std::vector<plan::ExprId>& ids) const;
  // The same value for every row.
  Step all_rows(plan::ExprId id, const Single& value) const;
  Step all_rows(plan::ExprId id, std::int64_t number) const;
  // Another expression's value of the same row.
  Step same_row(plan::ExprId id, plan::ExprId from) const;
  Single constant(const plan::Type& type, const plan::Constant& constant) const;
  // Nothing where it is not of that form.
  std::optional<CellCondition> cells_compared(plan::Comparison comparison, plan::ExprId field, plan::ExprId constant) const;
  std::optional<CellCondition> cells_known(plan::ExprId value) const;
  std::optional<CellCondition> cell_condition(plan::ExprId id) const;
  Step compare_cells(plan::ExprId id) const;
  // A date field, moved by a constant, against a constant: a range of days. No step where it is not of that form.
  Step compare_moved_days(plan::ExprId id, plan::Comparison comparison, plan::ExprId moved, plan::ExprId constant) const;
  // The number of a rowless value that is known.
  std::optional<std::int64_t> known_constant(plan::ExprId id) const;
  // A field whose dates can be read from its cells.
  struct DateField {
    const column::DateCells* dates = nullptr;
    column::Interval unknown_cell;
    plan::RecordId row;
    kernels::CellDates cells(const Frame& frame) const { return {dates->cells.data() + frame.begin(row), unknown_cell}; }
  };
  std::optional<DateField> date_field(plan::ExprId id) const;
  // A date field against a date of the owner, moved by a constant or not; and an answer of the owner's.
  LatePart late_part(plan::ExprId id) const;
  LatePart of_owner(plan::ExprId id) const;
  LatePart against_owner(plan::ExprId row_of, plan::Comparison comparison, plan::ExprId field, plan::ExprId date) const;
  std::vector<plan::ExprId> parts_of_and(const plan::And& node, plan::RecordId row) const;
  // `at_few` of dates in cells, and of dates picked by date.
  using FewIntervals = decltype(AtFew::intervals);
  FewIntervals few_dates(plan::ExprId id) const;
  FewIntervals few_picked(plan::ExprId id, const plan::Pick& node) const;
  FewIntervals few_days_between(plan::ExprId id) const;
  // A date and a constant number of months, over many rows; no step where it is not of that form.
  Step shift_by_table(plan::ExprId id, const plan::Shift& node) const;
  // The value of another row, which `row_of(frame, row)` says; both are rows of the database. no_row: U.
  template <class RowOf>
  Step other_row(plan::ExprId id, plan::ExprId from, const RowOf& row_of) const;
  // The most values that a value of the type can have, in millionths; no_upper: no such bound.
  std::int64_t different_values(const plan::Type& of) const;
  // The field's cells; none where they say nothing at this date.
  const column::Column& cells_of(plan::FieldId field) const;

  const column::Database& database_;
  const plan::Plan& plan_;
  column::Clock clock_;
  Groupings& groupings_;
  const column::Evaluated& fixed_;
  Meanings meanings_;
  mutable std::vector<Item> reads_;
  std::optional<AnyOfList> any_of_list_;
  std::optional<AllOf> all_of_;
  std::map<std::string, std::int64_t> absent_texts_;  // texts of the plan that may not be in the pool, numbered below 0
};

}  // namespace fairstart::exec
