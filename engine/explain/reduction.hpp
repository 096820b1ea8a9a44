// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/column/evaluated.hpp"
#include "engine/explain/residual.hpp"

namespace fairstart::explain {

// Puts all that is known about one row into an expression: walks the plan only where the answer is not known.
class Reduction {
 public:
  // What was met on the way; its storage is reused from one reduction to the next.
  struct Done {
    plan::ExprId id;
    column::Row row;
    Ref ref;
  };
  struct Met {
    std::vector<Done> expressions;                // not decided
    std::unordered_map<std::uint64_t, Ref> more;  // … beyond the first few, by expression and row
    std::vector<Ref> of_fact;                     // by fact: its variable
  };

  // `open`: column::open_lists.
  Reduction(const column::Database& database, const column::Clock& clock, const column::Evaluated& evaluated,
            const std::vector<bool>& open, Residual& out, Met& met);

  Ref expression(plan::ExprId id, column::Row row);
  Ref levels(plan::LevelsId id, column::Row row);
  Ref score(plan::ScoreId id, column::Row row);

 private:
  struct Member {
    column::Row row;
    Ref belongs;
  };
  struct Members {
    std::vector<Member> rows;
    bool open = false;
    bool seen = true;
  };

  bool known(plan::ExprId id, column::Row row, Interval& value) const;
  Ref walk(const plan::Expr& expr, column::Row row);
  Ref constant(const plan::Type& type, const plan::Constant& constant);
  Ref field(plan::FieldId id, column::Row row);
  Ref parameter(plan::ParameterId id);
  Ref of_owner(const plan::Expr& expr, const plan::OfOwner& node, column::Row row);
  Ref of_listed(const plan::Expr& expr, const plan::OfListed& node, column::Row row);
  Ref of_link(const plan::Expr& expr, const plan::OfLink& node, column::Row row);
  Ref choose(const plan::Type& type, const std::vector<plan::Choice>& choices, column::Row row);
  Ref next_day(const plan::NextDay& node, column::Row row);
  Ref role(plan::RoleId id, column::Row row);
  Ref set_of(Op op, const std::vector<plan::ExprId>& ids, column::Row row);
  Ref pick(const plan::Expr& expr, const plan::Pick& node, column::Row row);
  Ref summarise(const plan::Expr& expr, const plan::Summarise& node, column::Row row);
  Ref count(const plan::List& list, column::Row row);
  Ref count_different(const plan::CountDifferent& node, column::Row row);
  Ref ranked(const plan::Expr& expr, const plan::Ranked& node, column::Row row);
  Ref each(const plan::List& list, plan::ExprId claim, column::Row row);
  Ref is_known(plan::ExprId id, column::Row row);
  Members members(const plan::List& list, column::Row row);
  Ref list_fact(const plan::List& list, column::Row row, Variable variable);
  Ref unknown(const plan::Type& type);
  Ref free_value(const plan::Type& type, const Fact& fact);  // that nothing but the fact decides
  std::size_t levels_of(const plan::Type& type) const;
  std::int64_t all_levels(const plan::Type& type) const;  // a bit each; none for other types
  static std::uint8_t kind_of(const plan::Type& type);    // as Kind
  Variable variable_of(const plan::Type& type) const;
  Ref of_fact(const Fact& fact, Variable variable);

  const column::Database& database_;
  const plan::Plan& plan_;
  column::Clock clock_;
  const column::Evaluated& evaluated_;
  const std::vector<bool>& open_;
  Residual& out_;
  Met& met_;
};

}  // namespace fairstart::explain
