// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/check/modules.hpp"
#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/plan/plan.hpp"
#include "dsl/source/source.hpp"
#include "dsl/syntax/tree.hpp"

namespace fairstart::check {

using diagnostics::Code;
using plan::ExprId;
using plan::RecordId;
using plan::RoleId;
using plan::Type;
using syntax::Cursor;
using syntax::NodeKind;

enum class SymbolKind : std::uint8_t {
  unit,
  codes,
  record,
  role,
  parameter,
  definition,
  score,
  levels,
  offer,
  outcome,
  indicator,
  mapping,
  other,  // declared, but of a construct that this version does not run yet
};
std::string_view word_for(SymbolKind kind);

// A declared name: which thing, where, by which module.
struct Symbol {
  SymbolKind kind{};
  std::uint32_t index = 0;
  base::Span span;
  plan::ModuleId module;
  RecordId record;  // for what is attached to rows
  RoleId role;
};

// The separate namespaces of grammar.md, section 3.
enum class Space : std::uint8_t { units, codes, rows, values, offers, outcomes, indicators, mappings };

// The names that one module sees: its own, its core's, and those of the libraries that it uses.
struct Scope {
  std::map<std::pair<Space, std::string>, std::vector<Symbol>> names;
};

// The row that an expression is about, and the rows around it: `outer` is the row under which a list was looked up.
struct RowContext {
  RecordId record;  // none: no row (a parameter's value, a date of an example)
  RoleId role;
  const RowContext* outer = nullptr;
  bool in_indicator = false;  // `period`, `received` and the like may be used
};

// One run of the checker: modules in, plan out. The parts are in check_*.cpp, one file per construct.
class Checker {
 public:
  Checker(LoadedModules modules, source::Sources& sources, diagnostics::Diagnostics& diagnostics);
  std::optional<plan::Plan> check();

 private:
  // --- modules.cpp / checker.cpp: what is declared, and who sees it
  void declare(plan::ModuleId module, Space space, std::string name, Symbol symbol);
  void build_scope(plan::ModuleId module);
  void bring_in(plan::ModuleId module, plan::ModuleId from, const std::vector<std::string>& without, base::Span span,
                bool core);
  void check_header(plan::ModuleId module);
  void fill_module(plan::ModuleId module);
  void check_cycles();
  void mark_restricted();
  void mark_shown();
  void find_family();

  // --- signatures (names, titles, rows, types), then bodies; each in check_CONSTRUCT.cpp
  void declare_rows(Cursor decl);    // units, code lists, records, roles
  void declare_values(Cursor decl);  // what rules name, and what is named by offers and outcomes
  void fill(plan::ModuleId module);
  void declare_unit(Cursor decl);
  void declare_codes(Cursor decl);
  void fill_codes(Cursor decl, plan::CodeList& list);
  void declare_record(Cursor decl);
  void fill_record(Cursor decl, RecordId record);
  void declare_role(Cursor decl);
  void link_role(Cursor decl, RoleId role);
  void fill_role(Cursor decl, RoleId role);
  void declare_parameter(Cursor decl);
  void fill_parameter(Cursor decl, plan::Parameter& parameter);
  void declare_definition(Cursor decl);
  void fill_definition(plan::DefinitionId id);  // on demand: other definitions may need its type first
  void declare_score(Cursor decl);
  void fill_score(Cursor decl, plan::ScoreId id);
  void declare_levels(Cursor decl);
  void fill_levels(types::LevelsId id);  // on demand: `includes` needs a group's condition
  void fill_levels_from(Cursor decl, types::LevelsId id);
  void declare_offer(Cursor decl, bool core);
  void fill_offer(Cursor decl, plan::OfferId id);
  void fill_due(Cursor due, plan::Offer& offer, const RowContext& row);
  void fill_met_by(Cursor list, plan::Offer& offer, const RowContext& row);
  void fill_tier(Cursor clause, plan::Offer& offer, const RowContext& row);
  ExprId level_of(types::LevelsId scheme, const RowContext& row, Cursor at);
  ExprId alive(RecordId record, base::Span span);
  void fill_amount(Cursor amount, plan::Offer& offer, const RowContext& row);
  void declare_outcome(Cursor decl);
  void fill_outcome(Cursor decl, plan::OutcomeId id);
  void fill_indicator(Cursor indicator, plan::IndicatorId id);
  void fill_breakdowns(Cursor clause, plan::Indicator& indicator, const RowContext& row);
  void fill_target(Cursor target, plan::Indicator& indicator);
  void fill_example(Cursor decl);
  plan::MadeRow made_row(Cursor made, RecordId owner, std::map<std::string, std::pair<RecordId, RoleId>>& rows);
  void fill_expectation(Cursor expect, const std::map<std::string, std::pair<RecordId, RoleId>>& rows, plan::Example& example);
  bool expect_value(Cursor name, Cursor low, Cursor high, RecordId record, RoleId role, plan::Expectation& expectation);
  void check_fact(RoleId role, plan::FieldId field, const plan::Constant& value, Cursor at);
  bool can_be_asked(std::string_view name) const;
  void expect_detail(Cursor detail, plan::Expectation& expectation);
  void fill_mapping(Cursor decl);
  std::optional<plan::MappedColumn> mapped_column(Cursor column, RecordId record);
  void not_built_yet(base::Span span, std::string_view what);
  void remember_broken(std::string_view declaration);
  bool did_not_parse(Cursor decl) const;  // it holds a mistake that the parser reported, though it has a tree
  void keep_omitted(Cursor at);
  void check_not_a_field(Cursor id);
  bool built_in(Cursor name);
  void add_note(plan::Notes& notes, Cursor note);
  void add_notes(plan::Notes& notes, Cursor parent);
  bool once(Cursor clause, std::map<std::string, base::Span>& seen, std::string_view word);

  // --- names
  const Symbol* find(Space space, std::string_view name) const;
  std::vector<const Symbol*> find_all(Space space, std::string_view name) const;
  // The thing of that name, or an error with the nearest name; `what` is for the message: "record or role".
  const Symbol* need(Space space, Cursor name, std::string_view what);
  void unknown_name(Cursor name, std::string_view what, const std::vector<std::string_view>& candidates,
                    std::string extra_help = {});
  std::vector<std::string_view> names_in(Space space) const;
  // The record (and role) after `for`; the family where nothing is said. False after an error.
  bool row_named(Cursor name, RecordId& record, RoleId& role, base::Span declared = {});

  // --- expressions.cpp: conditions. All give the id of an expression; after a mistake, one of unknown type.
  ExprId answer(Cursor answer, const RowContext& row);
  ExprId condition(Cursor answer, const RowContext& row);  // must be yes/no
  ExprId cond(Cursor cond, const RowContext& row);
  ExprId test(Cursor test, const RowContext& row);
  ExprId tally(Cursor test, const RowContext& row);
  ExprId every(Cursor test, const RowContext& row);
  ExprId standing(Cursor standing, const RowContext& row);
  ExprId need_yes_no(ExprId expr, Cursor at);
  std::vector<ExprId> set_of_answers(Cursor set, const RowContext& row);

  // --- comparisons.cpp
  ExprId compare(Cursor compare, const RowContext& row);
  ExprId state(Cursor compare, ExprId left, Cursor state, const RowContext& row);
  ExprId comparison(Cursor at, plan::Comparison op, ExprId left, Cursor right, const RowContext& row);
  ExprId made_comparison(Cursor at, plan::Comparison op, ExprId left, ExprId right, Cursor right_at);
  ExprId level_comparison(Cursor at, plan::Comparison op, ExprId left, Cursor right, const RowContext& row);
  ExprId one_of(Cursor at, ExprId left, Cursor set, const RowContext& row);
  ExprId age_comparison(Cursor compare, const RowContext& row);
  ExprId included(Cursor at, ExprId left, Cursor name, const RowContext& row);
  // A code, group or level that is also a fact or definition in scope is an error; true where it was reported.
  bool two_meanings(Cursor name, std::string_view of, const RowContext& row);
  std::optional<std::vector<std::int64_t>> codes_named(Cursor name, types::CodeListId list, bool report);
  void differ(ExprId left, ExprId right, Cursor right_at, std::string_view doing);

  // --- values.cpp
  ExprId sum(Cursor sum, const RowContext& row);
  ExprId term(Cursor term, const RowContext& row);
  ExprId factor(Cursor factor, const RowContext& row);
  ExprId operand(Cursor operand, const RowContext& row);
  ExprId atom(Cursor atom, const RowContext& row);
  ExprId item(Cursor item, const RowContext& row);
  ExprId aggregate(Cursor aggregate, const RowContext& row);
  ExprId picked(Cursor pick, Cursor at, Cursor name, const RowContext& row);
  ExprId turning(Cursor atom, const RowContext& row);
  ExprId shift(Cursor at, ExprId date, ExprId by, bool later, std::optional<base::Rounding> rounding);
  ExprId arithmetic(Cursor at, plan::Operation op, ExprId left, ExprId right, Cursor right_at);
  ExprId converted(Cursor operand, ExprId value);
  // A bare name on a row, then on its owners, then among parameters. Null id where there is none (nothing reported).
  ExprId value_named(std::string_view name, base::Span span, const RowContext& row, bool& role_mismatch);
  // Where that name is declared, if it is; nothing is worked out.
  std::optional<base::Span> place_of(std::string_view name, const RowContext& row) const;
  ExprId need_value(Cursor name, const RowContext& row);
  ExprId symbol_value(const Symbol& symbol, base::Span span, RecordId record);
  ExprId date_of_birth(Cursor at, const RowContext& row);
  ExprId birth_of(Cursor item, const RowContext& row);
  std::vector<std::string_view> value_names(const RowContext& row) const;

  // --- literals.cpp
  struct Quantity {
    Type type;
    std::int64_t number = 0;
  };
  std::optional<Quantity> quantity(Cursor quantity);
  // A literal as a constant of the expected type; reports what does not fit. `why` is where the expectation comes from.
  std::optional<plan::Constant> literal(Cursor literal, const Type& expected, base::Span why, plan::Missing* missing = nullptr);
  Type type(Cursor type);
  std::optional<types::Base> base_named(Cursor name, types::TimeUnit& shown);
  std::optional<base::Day> date(Cursor date_leaf);
  std::optional<std::int64_t> whole(Cursor num_leaf);

  // --- lists.cpp
  struct FoundList {
    plan::ListId id;
    RecordId record;
    RoleId role;
    RecordId scope;
  };
  std::optional<FoundList> list(Cursor list, const RowContext& row);
  ExprId window(Cursor list, RecordId record, const RowContext& inner);
  ExprId dated(RecordId record, Cursor at);
  ExprId seen_from(ExprId value, RecordId scope, const RowContext& row, Cursor at);
  RowContext inner_context(const FoundList& found, const RowContext& row) const;
  std::optional<FoundList> pick_list(Cursor pick, const RowContext& row, plan::Which& which, ExprId& order);

  // --- building
  ExprId add(plan::Node node, Type type, RecordId row, Cursor at);
  ExprId add(plan::Node node, Type type, RecordId row, base::Span span, std::string text);
  ExprId poison(Cursor at);
  bool is_poison(ExprId id) const;
  const Type& type_of(ExprId id) const { return plan_.expr(id).type; }
  RecordId row_of(std::initializer_list<ExprId> ids) const;
  RecordId row_of(const std::vector<ExprId>& ids) const;
  ExprId both(ExprId a, ExprId b, Cursor at);  // `and`; either may be none
  std::string text_at(base::Span span) const;
  void report(Code code, base::Span span, std::string message, std::string help = {},
              std::vector<diagnostics::Label> labels = {});

  LoadedModules modules_;
  source::Sources& sources_;
  diagnostics::Diagnostics& diagnostics_;
  plan::Plan plan_;
  std::vector<Scope> own_;      // by module: what it declares
  std::vector<Scope> visible_;  // by module: what it sees
  plan::ModuleId module_;       // being checked
  struct Declared {
    Cursor decl;
    plan::ModuleId module;
  };
  std::vector<Declared> codes_, records_, roles_, parameters_, definitions_, scores_, levels_, offers_, outcomes_, indicators_;
  enum class Filled : std::uint8_t { no, now, yes };
  std::vector<Filled> definition_filled_, levels_filled_;
  std::vector<base::Span> syntax_errors_;
  static constexpr int max_depth = 200;
  int depth_ = 0;
  std::optional<base::Rounding> unsaid_rounding_;  // `due` windows round down without saying so
  std::set<std::string, std::less<>>
      broken_names_;  // declared by what did not parse or is not built: no second message about them
};

// Where a chain of single children ends: the leaf of this kind, or nothing if there is more than it.
Cursor bare(Cursor node, NodeKind leaf);
// The `item` that a chain of single children reaches, or nothing.
Cursor bare_item(Cursor node);

}  // namespace fairstart::check
