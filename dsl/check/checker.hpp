// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/check/modules.hpp"
#include "dsl/check/table_cases.hpp"
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
  calendar,
  window,
  schedule,
  registry,  // `list`
  allocation,
  wave,
  objective,
  spread,
  money_case,
  incentive,
  guarantee,
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
enum class Space : std::uint8_t {
  units,
  codes,
  rows,
  values,  // what conditions name: facts, parameters, calendars, windows
  offers,
  schedules,
  registers,
  allocations,
  outcomes,
  indicators,  // also what is told over them: gap, slope …
  objectives,
  waves,
  cases,
  incentives,
  guarantees,
  mappings,
};

// The names that one module sees: its own, its core's, and those of the libraries that it uses.
struct Scope {
  using Names = std::map<std::pair<Space, std::string>, std::vector<Symbol>>;
  Names names;
  // The names that something of a kind has: looked through without looking through all that is declared.
  struct ByName {
    bool operator()(const Names::value_type* a, const Names::value_type* b) const { return a->first < b->first; }
  };
  std::map<SymbolKind, std::set<const Names::value_type*, ByName>> kinds;

  void add(const std::pair<Space, std::string>& key, const Symbol& symbol);
};

// The row that an expression is about, and the rows around it: `outer` is the row under which a list was looked up.
struct RowContext {
  RecordId record;  // none: no row (a parameter's value, a date of an example)
  RoleId role;
  const RowContext* outer = nullptr;
  bool in_indicator = false;              // `period`, `received` and the like may be used
  bool standing = false;                  // `offered`, `received`, `overdue for` may be used, but no `period`
  const RowContext* enclosing = nullptr;  // the row around, as written: what `of the …` looks through
  RecordId pairing = {};                  // where this row is seen from the enclosing one: the record of the pairs
};

// Ends a check that has found Limits::errors mistakes; stays inside the room.
struct TooManyErrors {};

// One run of the checker: modules in, plan out. The parts are in check_*.cpp, one file per construct.
class Checker {
 public:
  Checker(LoadedModules modules, source::Sources& sources, diagnostics::Diagnostics& diagnostics);
  std::optional<plan::Plan> check();

 private:
  // --- adapt.cpp, never_weaker.cpp: what frameworks change of the core that they build on
  // One `adapt`, by the framework that makes it.
  struct Edit {
    Cursor decl;
    plan::ModuleId module;
  };
  // What one module changes of a declaration, on top of what the cores between changed.
  struct Step {
    std::vector<Edit> earlier, own;
    std::vector<Edit> all() const;
  };
  // A clause, and the module in whose words it is written.
  struct Clause {
    Cursor at;
    plan::ModuleId module;
  };
  // Names mean what they mean in that module, while this lives.
  class InModule {
   public:
    InModule(Checker& checker, plan::ModuleId module) : checker_(checker), before_(std::exchange(checker.module_, module)) {}
    ~InModule() { checker_.module_ = before_; }
    InModule(const InModule&) = delete;
    InModule& operator=(const InModule&) = delete;

   private:
    Checker& checker_;
    plan::ModuleId before_;
  };
  struct Retired {
    base::Span span, declared;  // of the change; of what is retired, once found
    plan::ModuleId module;
    std::set<plan::ModuleId> from;  // modules whose declaration of the name is meant
    bool found = false, said = false;
  };
  void find_retired();
  // Whether the declaration (of `decl`'s name, by the module in hand) is retired by a framework that builds on it. Reports it
  // where that may not be.
  bool retired(std::string_view kind, Cursor decl, bool core);
  bool declaration_retired(Cursor decl);
  void retire_members(Cursor objective);
  std::set<plan::ModuleId> cores_of(plan::ModuleId module) const;  // all that it builds on, however far
  bool used_by(const std::set<plan::ModuleId>& cores, plan::ModuleId library) const;
  bool leaves_a_choice(std::uint32_t parameter) const;
  // What a library that a core uses declares; for a choice, a parameter that places may choose. None: null.
  const Symbol* of_a_library(const std::set<plan::ModuleId>& cores, Space space, std::string_view name) const;
  const Symbol* choice_of_a_library(const std::set<plan::ModuleId>& cores, std::string_view name) const;
  const std::vector<Edit>& edits_of(Space space, std::uint32_t index) const;
  // The clauses of a declaration of this kind, with those of its edits in place of the ones they replace, or after them.
  std::vector<Clause> edited_clauses(Cursor decl, NodeKind kind, const std::vector<Edit>& edits = {}) const;
  ExprId also_when(ExprId when, const std::vector<Edit>& edits, const RowContext& row);
  static std::vector<Step> steps_of(const std::vector<Edit>& edits);
  // `core`: as the module that the step's builds on has it.
  void keep_offer_edits(const plan::Offer& core, const plan::Offer& adapted, Cursor decl, const Step& step,
                        std::string_view kind);
  void adapt_parameters();
  void fill_parameter_values(Cursor clauses, plan::Parameter& parameter, base::Span type_span);
  void adapt_indicator(plan::IndicatorId id, const RowContext& row);
  void adapt_levels(types::LevelsId id, const RowContext& row);
  void keep_added();
  // What a core protects rests on it; `gives`: a yes is what families must not lose.
  struct Protected {
    ExprId rests_on;
    std::string what;
    base::Span span;
    bool gives = false;
  };
  std::vector<Protected> protected_by_cores() const;
  void check_frozen();
  std::string because_of(Cursor adapt) const;
  plan::Adaptation& adapted(const Edit& edit, std::string_view kind, std::string_view name, base::Span core_span);

  // --- modules.cpp / checker.cpp: what is declared, and who sees it
  void declare(plan::ModuleId module, Space space, std::string name, Symbol symbol);
  void build_scope(plan::ModuleId module);
  void bring_in(plan::ModuleId module, plan::ModuleId from, const std::vector<std::string>& without, base::Span span,
                bool core);
  void check_header(plan::ModuleId module);
  void declare_module(plan::ModuleId module);
  void check_cycles();
  void mark_restricted();
  void mark_shown();
  void find_family();

  // --- signatures (names, titles, rows, types), then bodies; each in check_CONSTRUCT.cpp
  void declare_rows(Cursor decl);    // units, code lists, records, roles
  void declare_values(Cursor decl);  // what rules name, and what is named by offers and outcomes
  void fill_rows(plan::ModuleId module);
  void fill(plan::ModuleId module);
  void fill_outcomes(plan::ModuleId module);
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
  struct OfferClauses {
    Clause due, met_by, amount, cost;
  };
  void fill_offer_clause(Cursor clause, plan::Offer& offer, const RowContext& row, std::map<std::string, base::Span>& seen,
                         OfferClauses& later);
  void finish_offer(Cursor decl, plan::Offer& offer, const RowContext& row, const OfferClauses& later);
  void fill_due(Cursor due, plan::Offer& offer, const RowContext& row);
  void fill_met_by(Cursor list, plan::Offer& offer, const RowContext& row);
  void fill_tier(Cursor clause, plan::Offer& offer, const RowContext& row);
  ExprId level_of(types::LevelsId scheme, const RowContext& row, Cursor at);
  void check_cost(Cursor clause, const plan::Offer& offer);
  ExprId alive(RecordId record, base::Span span);
  void fill_amount(Cursor amount, plan::Offer& offer, const RowContext& row);
  void declare_outcome(Cursor decl);
  // What stands in the block of an objective or an outcome (one of them is given): outcomes, indicators, spreads, `not encoded`.
  void declare_members(Cursor block, plan::ObjectiveId objective, plan::OutcomeId outcome);
  void declare_indicator(Cursor decl, plan::OutcomeId outcome);
  plan::WaveId wave_named(Cursor block);
  static Cursor name_after(Cursor block, Cursor word);
  std::vector<plan::OutcomeId> served_in(Cursor block);  // `serves a, b`
  void fill_outcome(Cursor decl, plan::OutcomeId id);
  void fill_indicator(Cursor indicator, plan::IndicatorId id);
  void fill_breakdowns(Cursor clause, plan::Indicator& indicator, const RowContext& row);
  // What a figure is told in, for the literals of targets, readings, comparisons, bands and thresholds.
  Type figure_type(const plan::Indicator& indicator) const;
  Type figure_type(const plan::Spread& spread) const;
  struct Told {
    Type type;       // of a figure
    base::Span why;  // where that comes from
    std::optional<bool> higher_is_better;
  };
  bool fill_show(Cursor show, plan::Indicator& indicator, base::Span counted);
  void fill_counted(Cursor clause, plan::Indicator& indicator, const RowContext& row);
  void fill_bands(Cursor clause, plan::Indicator& indicator, const Told& told);
  void fill_interval(Cursor clause, plan::Indicator& indicator);
  void fill_hiding(Cursor clause, plan::Indicator& indicator);
  void check_published(const std::map<std::string, base::Span>& seen, const plan::Indicator& indicator);
  std::optional<plan::Target> target(Cursor target, const Told& told, const std::vector<plan::Comparator>& comparators,
                                     const std::optional<plan::Reading>& baseline);
  void keep_reading(Cursor word, plan::Reading read, std::optional<plan::Reading>& baseline,
                    std::vector<plan::Reading>& readings);
  std::optional<plan::Period> period(Cursor period);
  std::optional<plan::Side> side(Cursor side, const plan::Indicator& indicator, const RowContext& row);
  bool named_somewhere(Cursor name);  // a fact or definition of any row
  void fill_flow(Cursor flow, plan::Case& money);
  void fill_case_expectation(const std::vector<Cursor>& clause, plan::Case& money);
  std::string payer(Cursor name);  // a code of `payers`, where there is such a list
  ExprId money(Cursor sum, ExprId value, bool each);
  ExprId rowless(Cursor sum);
  std::optional<std::int64_t> months(Cursor span, std::string_view what);
  void add_volume(Cursor name, Cursor sum, plan::Case& money);
  void thresholds(Cursor decl, const plan::Indicator& indicator, plan::Incentive& incentive);
  void fill_example(Cursor decl);
  plan::MadeRow made_row(Cursor made, RecordId owner, std::map<std::string, std::pair<RecordId, RoleId>>& rows);
  void fill_expectation(Cursor expect, const std::map<std::string, std::pair<RecordId, RoleId>>& rows, plan::Example& example);
  bool expect_value(Cursor name, Cursor low, Cursor high, RecordId record, RoleId role, plan::Expectation& expectation);
  void check_fact(RoleId role, plan::FieldId field, const plan::Constant& value, Cursor at);
  plan::MadeFact made_fact(Cursor literal, plan::FieldId field);
  void add_fact(std::vector<plan::MadeFact>& facts, plan::MadeFact fact, Cursor at);
  void check_made_links(const std::vector<plan::MadeRow>& made, const std::map<std::string, std::pair<RecordId, RoleId>>& rows);
  plan::OfferId expected_offer(Cursor ref);  // none after an error
  std::vector<std::string_view> names_of_reasons() const;
  bool can_be_asked(std::string_view name) const;
  void expect_detail(Cursor detail, plan::Expectation& expectation);
  void fill_mapping(Cursor decl);
  void declare_calendar(Cursor decl);
  void declare_window(Cursor decl);
  void fill_window(plan::WindowId id);  // on demand, as definitions
  void declare_table(Cursor decl);      // a definition, whose fill_definition calls fill_table
  void fill_table(Cursor decl, plan::DefinitionId id);
  struct TableCell {
    Cursor at;
    tables::CaseSet cases;  // of constants: millionths, days, indexes
    ExprId test;            // of a known value; none where it always holds
  };
  std::optional<TableCell> table_cell(Cursor cell, ExprId column, const RowContext& row, base::Span head);
  std::optional<tables::CaseSet> table_literal(Cursor literal, ExprId column, const RowContext& row, base::Span head);
  ExprId table_test(Cursor cell, ExprId column, const tables::CaseSet& cases);
  ExprId table_row(const std::vector<TableCell>& cells, const std::vector<ExprId>& columns, const std::vector<ExprId>& known,
                   base::Span span);
  bool table_column(Cursor at, ExprId column);
  void judge_tables();  // once scores are known: their points bound the cases
  void declare_schedule(Cursor decl, bool core);
  void fill_schedule(Cursor decl, plan::ScheduleId id);
  struct Given {
    Cursor at;
    RecordId record;
    RoleId role;
    plan::FieldId code, number;  // that tell doses apart; number may be none
  };
  std::optional<Given> given_by(Cursor decl, const plan::Schedule& schedule);
  plan::ListId given_rows(const Given& given, std::int64_t code, std::optional<std::int64_t> number, const plan::Offer& offer);
  ExprId overdue_of(const plan::Offer& offer, Cursor at);  // none where nothing says when it is due
  void declare_register(Cursor decl, bool core);
  void fill_register(Cursor decl, plan::RegisterId id);
  void fill_list_clause(Cursor clause, plan::Register& list, const RowContext& row, std::map<std::string, base::Span>& seen);
  void fill_order(Cursor order, const RowContext& row, std::vector<plan::OrderKey>& keys, bool waiting);
  bool has_order(ExprId value, Cursor at);
  ExprId place_named(Cursor name, const RowContext& row);  // none after an error
  void declare_allocation(Cursor decl, bool core);
  void fill_allocation(Cursor decl, plan::AllocationId id);
  void fill_allocation_clause(Cursor clause, plan::Allocation& allocation, const RowContext& row,
                              std::map<std::string, base::Span>& seen, OfferClauses& later, Clause& shares);
  void fill_supply(Cursor supply, plan::Allocation& allocation);
  void fill_shares(Cursor clause, plan::Allocation& allocation, const RowContext& row);
  void check_allocated(plan::Allocation& allocation, const std::map<std::string, base::Span>& seen);
  void declare_wave(Cursor decl);
  void declare_objective(Cursor decl);
  void fill_objective(Cursor decl, plan::ObjectiveId id);
  void declare_spread(Cursor decl, plan::OutcomeId outcome);
  void fill_spread(Cursor decl, plan::SpreadId id);
  void rebase(const std::vector<Cursor>& said, plan::Spread& spread);  // a clause: what follows its word
  void declare_case(Cursor decl);
  void fill_case(Cursor decl, std::size_t index);
  void declare_incentive(Cursor decl);
  void fill_incentive(Cursor decl, std::size_t index);
  void declare_guarantee(Cursor decl);
  void fill_guarantee(Cursor decl, std::size_t index);
  RecordId family_record() const;
  std::optional<plan::Flip> flipped(Cursor name, const RowContext& row);
  void fill_examples_from(Cursor decl);
  void example_from(std::size_t columns, const std::function<std::string(std::size_t)>& heading,
                    const std::function<std::pair<std::string, base::Span>(std::size_t)>& cell_at,
                    const std::function<base::Span(std::size_t)>& heading_at);
  std::string cell_as_literal(std::string_view head, std::string_view fact, const std::string& cell) const;
  void declare_adaptation(Cursor decl);  // `adapt` and `retire`
  void check_adapted_clauses(Cursor decl, SymbolKind kind, const Symbol& target);
  std::optional<plan::MappedColumn> mapped_column(Cursor column, const plan::MappedFile& file);
  std::optional<plan::ColumnTarget> column_target(Cursor name, RecordId record, plan::FieldId& field);
  void fill_cells(Cursor column, const Type& type, base::Span declared, plan::MappedColumn& mapped);
  void fill_each_column(Cursor mapping, std::size_t file_word, plan::MappedFile& file);
  void check_column_names(Cursor column, const plan::MappedFile& file, const plan::MappedColumn& mapped, const Type& type);
  void fill_partial(Cursor list, plan::Mapping& mapping);
  void fill_covers(Cursor mapping, Cursor word, plan::Mapping& mapped);
  void find_wide_records();  // whose rows a mapping makes for each column
  void check_links();
  void fill_snapshot(Cursor trait, plan::FieldId field);
  void fill_nhs_number(Cursor trait, plan::FieldId field);
  // A literal for the field, as records keep it; false where it was reported. Any other field's: nothing is done.
  bool keep_nhs_number(plan::FieldId field, plan::Constant& value, Cursor at);
  plan::FieldId field_behind(ExprId id) const;
  bool compares_nhs_numbers(ExprId left, ExprId right, Cursor right_at);
  void set_snapshot(plan::FieldId field, const Type& type, std::int64_t number, Cursor at);
  void fill_named_snapshots();
  void add_existence(RecordId record, const std::map<std::string, base::Span>& facts);
  void not_built_yet(base::Span span, std::string_view what);
  void remember_broken(std::string_view declaration);
  bool did_not_parse(Cursor decl) const;  // it holds a mistake that the parser reported, though it has a tree
  void keep_omitted(Cursor at);
  void check_not_a_field(Cursor id);
  void warn_of_hiding();  // names that mean something else on an owner
  bool built_in(Cursor name);
  void add_note(plan::Notes& notes, Cursor note);
  void add_notes(plan::Notes& notes, Cursor parent);
  bool once(Cursor clause, std::map<std::string, base::Span>& seen, std::string_view word);
  // Reports a member of a block that is called like one of its clauses; a note is one of any block.
  void member_named(Cursor name, std::string_view block, std::initializer_list<std::string_view> clauses);

  // --- names
  const Symbol* find(Space space, std::string_view name) const;
  std::vector<const Symbol*> find_all(Space space, std::string_view name) const;
  // The thing of that name, or an error with the nearest name; `what` is for the message: "record or role".
  const Symbol* need(Space space, Cursor name, std::string_view what);
  std::string rows_for(std::string_view name, bool list) const;  // a help, or nothing
  void unknown_name(Cursor name, std::string_view what, const std::vector<std::string_view>& candidates,
                    std::string extra_help = {});
  std::vector<std::string_view> names_in(Space space) const;
  std::vector<std::pair<std::string_view, const Symbol*>> all_of(SymbolKind kind) const;  // by name
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
  bool too_long(Cursor sum);
  ExprId sum(Cursor sum, const RowContext& row);
  ExprId term(Cursor term, const RowContext& row);
  bool is_fact(ExprId value) const;
  ExprId factor(Cursor factor, const RowContext& row);
  ExprId operand(Cursor operand, const RowContext& row);
  ExprId atom(Cursor atom, const RowContext& row);
  ExprId item(Cursor item, const RowContext& row);
  ExprId told_as(ExprId value, Cursor at);
  ExprId aggregate(Cursor aggregate, const RowContext& row);
  ExprId turning(Cursor atom, const RowContext& row);
  ExprId length_of(Cursor span, const RowContext& row);  // `6 weeks`, or the name of a length
  static std::optional<types::TimeUnit> time_unit(std::string_view word);
  ExprId shift(Cursor at, ExprId date, ExprId by, bool later, std::optional<base::Rounding> rounding);
  ExprId arithmetic(Cursor at, plan::Operation op, ExprId left, ExprId right, Cursor right_at);
  ExprId converted(Cursor operand, ExprId value);
  // A bare name on a row, then on its owners, then among parameters. Null id where there is none (nothing reported).
  ExprId value_named(std::string_view name, base::Span span, const RowContext& row, bool& role_mismatch);
  // Where that name is declared, if it is; nothing is worked out.
  std::optional<base::Span> place_of(std::string_view name, const RowContext& row) const;
  ExprId need_value(Cursor name, const RowContext& row);
  // Whether a row of one role is in another for certain: of the same record, and all that the other asks for is asked for here.
  bool known_in_role(RoleId is, RoleId other) const;
  bool same_expression(ExprId a, ExprId b) const;
  ExprId symbol_value(const Symbol& symbol, base::Span span, RecordId record);
  ExprId date_of_birth(Cursor at, const RowContext& row);
  ExprId birth_of(Cursor item, const RowContext& row);
  ExprId corrected_birth(Cursor at, ExprId day, const RowContext& row);
  ExprId gestation_at(Cursor at, ExprId day, const RowContext& row);
  ExprId next_day(Cursor atom, const RowContext& row);
  ExprId within_window(Cursor name, ExprId date, const RowContext& row, Cursor at);  // `is in NAME`, `contacts in NAME`
  ExprId included_codes(Cursor compare, ExprId left, Cursor name, const RowContext& row);
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
  Type many_of(Cursor type, types::CodeListId list, base::Span declared);  // check_record.cpp
  Type link_to(Cursor record);
  std::optional<types::Base> base_named(Cursor name, types::TimeUnit& shown);
  std::optional<base::Day> date(Cursor date_leaf);
  std::optional<std::int64_t> whole(Cursor num_leaf);

  // --- lists.cpp
  struct FoundList {
    plan::ListId id;
    RecordId record;
    RoleId role;
    RecordId scope;
    RecordId pairing;       // where rows are seen in pairs: what the list's record then is
    plan::ListId whole;     // of `latest n L`: L itself …
    std::int64_t most = 0;  // … and n
    // Where the list is under another row than the current one (`contacts of youngest child`): what brings a value over it here.
    std::function<ExprId(ExprId)> through;
  };
  // `all` is what may name rows around the list: the list itself, or the test that it is in.
  std::optional<FoundList> list(Cursor list, const RowContext& row, Cursor all = {});
  std::optional<FoundList> list_under(Cursor list, Cursor name, const RowContext& row, Cursor all);
  std::optional<FoundList> ranked(Cursor at, Cursor count, FoundList found);
  // Of `latest n L` there is one if there is one of L, and there are as many as of L, up to n.
  ExprId any_of(const FoundList& found, Cursor at);
  ExprId count_of(const FoundList& found, Cursor at);
  void note_reach(Cursor list_at, plan::List& list) const;
  ExprId window(Cursor list, RecordId record, const RowContext& inner);
  ExprId dated(RecordId record, Cursor at);
  ExprId seen_from(ExprId value, RecordId scope, const RowContext& row, Cursor at);
  ExprId seen_from(ExprId value, const FoundList& found, const RowContext& row, Cursor at);
  ExprId on_list_row(ExprId value, const FoundList& found, Cursor at);  // of the listed row, or of its pair
  RowContext inner_context(const FoundList& found, const RowContext& row) const;
  std::optional<FoundList> pick_list(Cursor pick, const RowContext& row, plan::Which& which, ExprId& order);

  // --- reach.cpp: rows other than the current one
  struct Reached {
    RecordId record;
    RoleId role;
    std::function<ExprId(ExprId)> bring;  // a value told on that row, brought to the current one
  };
  std::optional<Reached> reached(Cursor holds_of, const RowContext& row);  // what the `of …` in it leads to
  static void each_own_operand(plan::Node& node, const std::function<void(ExprId&)>& visit);
  void warn_of_birth(Cursor where, const Reached& there, const RowContext& row);
  Reached owner_reached(RecordId owner, const RowContext& row, Cursor at);
  RowContext context_of(const Reached& there, const RowContext& row) const;
  const RowContext* row_around(std::string_view name, const RowContext& row) const;
  ExprId from_around(ExprId value, const RowContext& around, const RowContext& row, Cursor at);
  bool needs_pairs(Cursor all, const FoundList& found, const RowContext& row) const;
  RecordId pairing_of(const FoundList& found, const RowContext& row, bool others_only);
  void lift_to_pair(plan::Node& node, RecordId row);

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
  const Limits limits_;
  plan::Plan plan_;
  std::vector<Scope> own_;      // by module: what it declares
  std::vector<Scope> visible_;  // by module: what it sees
  plan::ModuleId module_;       // being checked
  struct Declared {
    Cursor decl;
    plan::ModuleId module;
  };
  std::vector<Declared> codes_, records_, roles_, parameters_, definitions_, scores_, levels_, offers_, outcomes_, indicators_;
  std::vector<Declared> windows_, schedules_, registers_, allocations_, objectives_, spreads_, cases_, incentives_, guarantees_;
  enum class Filled : std::uint8_t { no, now, yes };
  std::map<std::pair<Space, std::uint32_t>, std::vector<Edit>> edits_;
  std::map<std::pair<std::string, std::string>, Retired> retired_;         // by kind's word and name
  std::vector<std::pair<plan::ParameterId, base::Span>> free_parameters_;  // adapted without a range of choice; where
  struct Widened {
    types::LevelsId levels;
    base::Span at;
    std::set<std::uint32_t> conditions;  // of levels that more people are in
  };
  std::vector<Widened> widened_levels_;  // adapted
  struct ChangedOffer {
    std::string name;
    base::Span at;
  };
  std::vector<ChangedOffer> changed_offers_;  // adapted, and not core
  std::vector<Filled> definition_filled_, levels_filled_, window_filled_;
  std::map<std::string, ExprId, std::less<>> volumes_;  // of the case that is being filled
  struct FilledTable {
    std::size_t table;  // in the plan's
    std::vector<tables::Box> rows;
    std::vector<Type> shown;  // of columns, as their cells spell them: weeks, not days
  };
  std::vector<FilledTable> tables_to_judge_;
  std::vector<base::Span> syntax_errors_;
  std::vector<std::unique_ptr<syntax::Tree>> written_examples_;  // of examples in rows
  std::set<std::string, std::less<>> wide_records_;              // by name
  struct NamedSnapshot {
    Cursor name;
    plan::ModuleId module;
    plan::FieldId field;
  };
  std::vector<NamedSnapshot> named_snapshots_;  // good for a parameter's span
  static constexpr int max_depth = 200;
  int depth_ = 0;
  bool tier_unknown_ = false;                      // of the offer in hand
  bool unit_after_list_ = false;                   // what follows `in` is the unit of an age, not a window
  std::optional<base::Rounding> unsaid_rounding_;  // `due` windows round down without saying so
  std::set<std::string, std::less<>>
      broken_names_;  // declared by what did not parse or is not built: no second message about them
};

// Where a chain of single children ends: the leaf of this kind, or nothing if there is more than it.
Cursor bare(Cursor node, NodeKind leaf);
// The `item` that a chain of single children reaches, or nothing.
Cursor bare_item(Cursor node);

}  // namespace fairstart::check
