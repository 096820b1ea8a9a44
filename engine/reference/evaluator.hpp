// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "dsl/base/overloaded.hpp"
#include "engine/column/evaluated.hpp"
#include "engine/reference/order.hpp"

namespace fairstart::reference {

// What one expression is on one row: which part counts follows from its type.
struct Value {
  column::Answer answer = column::unknown;
  column::Interval interval;
  std::uint64_t levels = 0;
};

// Works out one node, score or scheme on one row, from what stands in `out` for those that it rests on.
class Evaluator {
 public:
  Evaluator(const column::Database& database, const column::Clock& clock, column::Evaluated& out);

  void fill(plan::ExprId expr);  // every row of the chunk
  void fill(plan::ScoreId score);
  void fill(plan::LevelsId scheme);

 private:
  using Row = column::Row;
  struct Member {
    Row row;
    column::Answer there;
  };  // a row of a list, and whether it belongs; never no
  struct Candidates {
    std::vector<Row> rows;
    bool open = false, certain = false;
  };

  Value read(plan::ExprId expr, Row row) const;  // as filled
  column::Answer answer(plan::ExprId expr, Row row) const { return read(expr, row).answer; }
  column::Interval interval(plan::ExprId expr, Row row) const { return read(expr, row).interval; }
  const plan::Type& type(plan::ExprId expr) const { return plan_.expr(expr).type; }

  Value unknown(const plan::Type& type) const;  // U(type)
  bool known(const plan::Type& type, const Value& value) const;
  bool same_known(const plan::Type& type, const Value& a, const Value& b) const;

  Value work_out(const plan::Expr& expr, Row row) const;
  Value constant(const plan::Type& type, const plan::Constant& constant) const;
  Value parameter(const plan::Type& type, plan::ParameterId id) const;
  Value field(const plan::Type& type, plan::FieldId id, Row row) const;
  bool says_anything(plan::FieldId field) const;  // false for a snapshot out of date
  Row listed(const plan::Expr& expr, plan::ExprId value, Row row) const;
  Row linked(plan::FieldId link, Row row) const;  // no_row where no row of the chunk is named
  bool is_marked(plan::RecordId record, Row row) const;
  Value choose(const plan::Choose& node, const plan::Type& type, Row row) const;
  column::Answer in_role(plan::RoleId id, Row row) const;
  column::Answer one_of(const plan::OneOf& node, Row row) const;

  bool can_be_seen(const plan::List& list) const;
  bool is_open(plan::ListId list, Row row) const;
  std::vector<Member> members(const plan::List& list, Row row) const;
  column::Answer any(const plan::Any& node, Row row) const;
  column::Answer every(const plan::Every& node, Row row) const;
  column::Interval count(const plan::Count& node, Row row) const;
  Value summarise(const plan::Summarise& node, const plan::Type& type, Row row) const;
  column::Interval sum_of(const plan::Summarise& node, Row row) const;
  std::int64_t values_of(const plan::Type& type) const;
  column::Interval count_different(const plan::CountDifferent& node, Row row) const;
  column::Answer ranked(const plan::Ranked& node, Row row) const;
  Candidates candidates(const plan::Pick& node, Row row) const;
  Value pick(const plan::Pick& node, const plan::Type& type, Row row) const;

  plan::Missing field_reason(plan::FieldId field, Row row) const;
  plan::Missing reason(plan::ExprId expr, Row row) const;  // why a value that is not known is missing

  column::Interval item(const plan::ScoreItem& item, Row row) const;
  std::uint64_t possible(const plan::Levels& scheme, Row row) const;

  const column::Database& database_;
  const plan::Plan& plan_;
  column::Clock clock_;
  column::Evaluated& out_;
  std::vector<bool> open_lists_;                      // by ListId
  std::map<std::string, std::int64_t> absent_texts_;  // the plan's texts: what each is if no record holds it
};

using base::overloaded;

}  // namespace fairstart::reference
