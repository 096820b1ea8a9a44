// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "dsl/plan/example.hpp"
#include "dsl/plan/expression.hpp"
#include "dsl/plan/mapping.hpp"
#include "dsl/plan/notes.hpp"
#include "dsl/plan/outcome.hpp"

// The typed plan: all that a set of modules means, complete and closed. Running it needs records and a date, nothing else.
namespace fairstart::plan {

struct Module {
  std::string name, title, version, publisher, licence, jurisdiction;
  bool framework = false;  // or a library
  std::string path;        // of its file
  std::string sha256;      // of its text
  std::vector<ModuleId> uses;
  ModuleId builds_on;
  std::optional<base::Day> in_force_from, in_force_to;  // both included
  Notes notes;
};

struct Unit {
  std::string singular, plural;
};

struct CodeItem {
  std::string name, title;
  std::vector<std::string> also;
};
struct CodeGroup {
  std::string name, title;
  std::vector<std::int64_t> members;
};
struct CodeList {
  std::string name, title;
  bool in_order = false;
  std::vector<CodeItem> items;
  std::vector<CodeGroup> groups;
  Notes notes;
};

enum class Sensitivity : std::uint8_t { ordinary, personal, special, restricted };

struct Field {
  std::string name, title;
  RecordId record;
  Type type;
  std::optional<std::int64_t> lowest, highest;  // declared range, both included, as constants are
  Sensitivity sensitivity = Sensitivity::ordinary;
  std::string column_name;  // `by`: where it differs from the name
  bool snapshot = false;
  std::optional<std::int64_t> good_for_days, good_for_months;
  bool nhs_number = false;  // of a text: base::nhs_number, without its spaces
  base::Span span;
};

// A record that no file holds: its rows are pairs of a row that looks and a row that it sees. The pairs belong to the viewer's
// row (they are owned rows of it, in the order of the listed rows). For `other child`, and where a list's condition names a
// row around it that is no owner (`date-of-birth of the parent`).
struct Pairing {
  RecordId viewer;  // may itself be a pairing: then what looks is its pair, from its listed row
  RecordId listed;  // a record of files
  RecordId scope;   // the owner under which rows are seen: of the viewer('s listed row), any number up, or that row itself
  bool others_only = false;  // never the viewer's own row
};

struct Record {
  std::string name, plural, title;
  std::string key;                       // name of the key column; empty: rows are keyed by file and line
  RecordId owner;                        // may be none
  std::string owner_column;              // name of the column that holds the owner's key
  FieldId date;                          // `happens on`; may be none
  FieldId date_of_birth, date_of_death;  // built-in meanings, by name; may be none
  std::vector<FieldId> fields;
  std::optional<Pairing> pairing;  // then owner is the viewer; no key, no date, no fields
  base::Span span;
  // Yes/no, known to no file and to no rule by name: whether the row is there at all. Lists and eligibility read it. Only where
  // a mapping makes rows `for each column`; else none, and every row is there.
  FieldId existence;
  Notes notes;
};

struct Role {
  std::string name, plural, title;
  RecordId record;
  ExprId where;  // may be none
  // What a row made under the role in an example takes: fields that `where` fixes to one value.
  std::vector<std::pair<FieldId, std::int64_t>> fixed;
  base::Span span;
};

struct ParameterPeriod {
  std::optional<base::Day> from, to;
  Constant value;
};  // both days included; none: open

struct Parameter {
  std::string name, title;
  Type type;
  std::vector<ParameterPeriod> values;
  std::optional<std::int64_t> may_choose_from, may_choose_to;
  Notes notes;
  base::Span span;

  // The period that a day lies in; null where it has no value then.
  const ParameterPeriod* in_force(base::Day day) const;
};

struct Definition {
  std::string name, title;
  RecordId record;
  RoleId role;
  ExprId meaning;
  Notes notes;
  base::Span span;
};

// Days of the year, in order; never 29 February.
struct YearDay {
  int month = 1, day = 1;
  friend bool operator==(const YearDay&, const YearDay&) = default;
};
struct Calendar {
  std::string name, title;
  std::vector<YearDay> days;
  base::Span span;
};

// A named stretch of time of a row, both ends included.
struct Window {
  std::string name, title;
  RecordId record;
  RoleId role;
  ExprId from, to;
  Notes notes;
  base::Span span;
};

// A decision table. Rules read it as the definition, whose meaning is a Choose with a choice a row.
struct TableColumn {
  ExprId value;
  std::string text;
};
struct TableRow {
  std::vector<std::string> cells;  // as written, by column
  ExprId when, value;              // of the choice
  base::Span span;
};
struct Table {
  std::string name, title;
  DefinitionId definition;
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows;
  base::Span span;
};

// points × (1 where the answer is yes | the count), then capped at up_to; negative points for `minus`.
struct ScoreItem {
  std::int64_t points = 0;
  ExprId answer, count;
  std::optional<std::int64_t> up_to;
  base::Span span;
  std::string text;
};
struct Score {
  std::string name, title;
  RecordId record;
  RoleId role;
  std::vector<ScoreItem> items;
  Notes notes;
  base::Span span;
};

enum class LevelsKind : std::uint8_t { tiers, groups, segments };
// At most 64 levels. `when` is none for the first tier and for `otherwise`.
struct Level {
  std::string name, title;
  bool core = false;
  ExprId when;
  base::Span span;
};
struct Levels {
  LevelsKind kind{};
  std::string name, title;
  RecordId record;
  RoleId role;
  std::vector<Level> levels;
  Notes notes;
  base::Span span;
};

struct LevelAmount {
  std::size_t level = 0;
  ExprId amount;
};

// All expressions are on the offer's record's row. What does not apply is none.
struct Offer {
  std::string name, title;
  bool core = false;
  RecordId record;
  RoleId role;
  LevelsId levels;       // `tier`: the scheme …
  std::size_t tier = 0;  // … and the lowest level that gets the offer
  ExprId tier_level;     // the level, seen from the offer's row
  ExprId when;
  ExprId eligible;                   // role ∧ tier ∧ when: the status
  ExprId anchor;                     // the date that the window counts from
  ExprId due_from, due_by;           // dates
  ListId met_by;                     // rows dated from the anchor (see grammar.md, Offers) to as at
  ExprId received;                   // yes/no: any such row
  ExprId received_on;                // date of the earliest
  ExprId amount;                     // one for all levels …
  std::vector<LevelAmount> amounts;  // … or by level, in rising order
  Type amount_type;
  std::string provider;
  ExprId cost;
  std::string cost_to;
  Type cost_type;
  ExprId overdue;  // yes/no: eligible, past due_by, not received; where there is a due_by
  std::vector<OutcomeId> serves;
  ScheduleId schedule;  // that it is a row of; may be none. Its name is then "routine.mmrv-2".
  Notes notes;
  base::Span span;
  bool shown = true;  // false: a library's, not used directly by the framework
};

struct Schedule {
  std::string name, title;
  bool core = false;
  RecordId record;
  RoleId role;
  std::vector<OfferId> offers;
  Notes notes;
  base::Span span;
};

struct OrderKey {
  ExprId value;  // on the row; none: waiting longest
  bool highest = true;
  std::string text;  // as written
};

// A case-finding list: the rows that meet a condition, in an order, with what to show of each.
struct ShownItem {
  std::string label;
  ExprId value;
};
struct Register {
  std::string name, title;
  bool core = false;
  RecordId record;
  RoleId role;
  ExprId when;
  ExprId eligible;  // role ∧ alive ∧ when
  std::vector<OrderKey> order;
  std::vector<ShownItem> shows;
  ExprId show_names;                  // yes/no; none: never shown
  std::optional<std::int64_t> limit;  // the first so many …
  ExprId per;                         // … of each value of this (on the row): a place's name
  std::string per_text;
  Notes notes;
  base::Span span;
  bool shown = true;
};

// A fixed supply, shared out. Who may have it, how much and how it is received are an offer's clauses; that offer is not in
// Plan::offers, and its `core`, name, title and notes are the allocation's.
struct Allocation {
  Offer offer;
  ExprId supply;  // rowless; per a stretch of time, or once for all
  Type supply_type;
  ExprId share_by;  // on the offer's row: each of its values has a share …
  std::string share_by_text;
  ExprId share_place;   // share_by, seen from a family's row
  ExprId share_weight;  // … in proportion to this, on a family's row, added up over families (lower bounds)
  std::vector<OrderKey> order;
  ExprId waiting_since;  // date on the offer's row
  ExprId met_on;         // date, on the row of offer.met_by; what is met in the supply's stretch of time is taken off it
  std::string lottery;   // text that ties are drawn with
};

// What a framework changed of its core, and why.
enum class Change : std::uint8_t { adapted, retired, added };
struct Adaptation {
  Change change{};
  ModuleId module;   // that changes
  std::string kind;  // "parameter", "offer", "tiers" …
  std::string name;
  std::vector<std::string> what;  // a line a change: "13 → 12 (10 to 13 allowed)"
  std::string because;
  base::Span span, core_span;  // of the change; of what is changed
};

struct NotEncoded {
  std::vector<std::string> texts;
  std::vector<std::string> sources;
  base::Span span;
};

struct Plan {
  ModuleId main;                // what was asked for
  std::vector<Module> modules;  // every module before those that use it
  std::vector<Unit> units;
  std::vector<CodeList> code_lists;
  std::vector<Record> records;
  std::vector<Field> fields;
  std::vector<Role> roles;
  std::vector<Parameter> parameters;
  std::vector<Calendar> calendars;
  std::vector<Window> windows;
  std::vector<Definition> definitions;
  std::vector<Table> decision_tables;
  std::vector<Score> scores;
  std::vector<Levels> levels;
  std::vector<Offer> offers;
  std::vector<Schedule> schedules;
  std::vector<Allocation> allocations;
  std::vector<Register> registers;
  std::vector<Wave> waves;
  std::vector<Objective> objectives;
  std::vector<Outcome> outcomes;
  std::vector<Indicator> indicators;
  std::vector<Spread> spreads;
  std::vector<Case> cases;
  std::vector<Incentive> incentives;
  std::vector<Guarantee> guarantees;
  std::vector<Adaptation> adaptations;
  std::string proportionate_off;  // why the checks of proportionate universalism are off; empty: they are on
  std::vector<NotEncoded> not_encoded;
  std::vector<Example> examples;  // of the main module
  std::vector<Mapping> mappings;
  std::vector<Expr> exprs;
  std::vector<List> lists;
  // The record that results are told for: the one named `family`, else the first that others belong to; may be none.
  RecordId family;

  const Expr& expr(ExprId id) const { return exprs[id.index()]; }
  const List& list(ListId id) const { return lists[id.index()]; }
  const Record& record(RecordId id) const { return records[id.index()]; }
  const Field& field(FieldId id) const { return fields[id.index()]; }

  // Whether `under` belongs, through any number of owners (none: the same record), to `over`.
  bool belongs_under(RecordId under, RecordId over) const;
  bool has_all_parameters(base::Day day) const;  // each has a value on that day
};

// Calls `visit` with each expression that `id` reads directly, in its own operands and in its lists (member first); not
// through definitions, scores, levels and roles.
void for_each_operand(const Plan& plan, ExprId id, const std::function<void(ExprId)>& visit);
// The same, and what the definition, score, levels or role that it names comes from.
void for_each_read(const Plan& plan, ExprId id, const std::function<void(ExprId)>& visit);

// The same plan with `flip`'s fact yes on the rows that the clock marks. Ids stay what they are.
Plan counterfactual(const Plan& plan, const Flip& flip);

// "tiers", "gap": the word that declares it; of the others the word that results are told with. Empty: there is nothing to tell.
std::string_view word_of(LevelsKind kind);
std::string_view word_of(SpreadKind kind);
std::string_view word_of(Show show);
std::string_view word_of(What what);
std::string_view word_of(WindowState window);
// "money per year", "weeks", "one of relationships": a type in the words of the language.
std::string describe(const Type& type, const Plan& plan);
// The same within a sentence: "a whole number", "a date", "money per year".
std::string with_article(const Type& type, const Plan& plan);
// "£22,900 per year", "37 weeks", "4 visits", "edinburgh", "2026-04-01", "yes": a constant as a person would write it.
std::string show_value(const Type& type, std::int64_t number, const Plan& plan);
// The whole plan as indented text: for goldens and debugging.
std::string print(const Plan& plan);
// What is wrong with the plan itself, a line each; empty for a sound one. For tests and debug builds.
std::vector<std::string> verify(const Plan& plan);

}  // namespace fairstart::plan
