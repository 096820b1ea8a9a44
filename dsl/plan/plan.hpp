// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "dsl/plan/expression.hpp"

// The typed plan: all that a set of modules means, complete and closed. Running it needs records and a date, nothing else.
namespace fairstart::plan {

struct Notes {
  std::vector<std::string> sources, notes;
  std::optional<base::Day> review_by;
};

struct Module {
  std::string name, title, version, publisher, licence, jurisdiction;
  bool framework = false;  // or a library
  std::string path;        // of its file
  std::string sha256;      // of its text
  std::vector<ModuleId> uses;
  ModuleId builds_on;
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
  base::Span span;
};

struct Record {
  std::string name, plural, title;
  std::string key;                       // name of the key column; empty: rows are keyed by file and line
  RecordId owner;                        // may be none
  std::string owner_column;              // name of the column that holds the owner's key
  FieldId date;                          // `happens on`; may be none
  FieldId date_of_birth, date_of_death;  // built-in meanings, by name; may be none
  std::vector<FieldId> fields;
  base::Span span;
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
};

struct Definition {
  std::string name, title;
  RecordId record;
  RoleId role;
  ExprId meaning;
  Notes notes;
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
  std::vector<OutcomeId> serves;
  Notes notes;
  base::Span span;
  bool shown = true;  // false: a library's, not used directly by the framework
};

struct Breakdown {
  std::string label;
  ExprId value;
  bool grouped = false;
};  // value: on the list's row
enum class Show : std::uint8_t { percent, count, rate, mean, days, plain };
struct Target {
  std::string text;
  std::optional<std::int64_t> value;
  base::Day by = 0;
};  // value: none for relative ones
struct Comparator {
  std::string label;
  std::int64_t value = 0;
};

struct Indicator {
  std::string name, title;
  OutcomeId outcome;
  ListId among;  // scope: none (all rows of the record)
  ExprId count;  // yes/no on the list's row
  Show show = Show::percent;
  std::optional<bool> higher_is_better;
  std::vector<std::vector<Breakdown>> by;  // each: one value, or several crossed
  std::optional<Target> target;
  std::vector<Comparator> comparators;
  std::optional<std::int64_t> hide_below, round_to;  // counts, not millionths
  Notes notes;
  base::Span span;
  bool shown = true;
};

struct Outcome {
  std::string name, title;
  std::vector<IndicatorId> indicators;
  Notes notes;
  base::Span span;
};

struct NotEncoded {
  std::vector<std::string> texts;
  std::vector<std::string> sources;
  base::Span span;
};

// --- Examples: families made up in the file, and what is expected of them
struct MadeFact {
  FieldId field;
  std::optional<Constant> value;
  Missing why = Missing::not_recorded;
  base::Span span;
};
struct MadeRow {
  RecordId record;
  RoleId role;       // where made under one
  std::string name;  // "noah"; empty where not named
  std::vector<MadeFact> facts;
  std::vector<MadeRow> rows;
  bool others_no = false;
  base::Span span;
};
struct AskedFact {
  std::string field;
  std::string row;
};  // row: empty for the family
struct ExpectLevel {
  LevelsId levels;
  std::size_t level = 0;
  bool unknown = false;
  std::vector<std::size_t> could_be;
};
struct ExpectGroup {
  LevelsId levels;
  std::size_t group = 0;
  std::optional<bool> answer;
};  // none: unknown
struct ExpectScore {
  ScoreId score;
  std::int64_t lowest = 0, highest = 0;
};
struct ExpectAnswer {
  DefinitionId definition;
  std::optional<bool> answer;
  std::optional<Constant> lowest, highest;
};  // yes/no, or a value
enum class OfferStatus : std::uint8_t { offered, not_offered, cannot_tell };
enum class WindowState : std::uint8_t { none, not_yet_due, open, missed, done };
struct ExpectOffer {
  OfferId offer;
  OfferStatus status{};
  std::optional<std::int64_t> amount_lowest, amount_highest;
  std::optional<base::Day> due_from, due_by;
  std::optional<WindowState> window;
  bool early = false;
};
struct Expectation {
  std::variant<ExpectLevel, ExpectGroup, ExpectScore, ExpectAnswer, ExpectOffer> what;
  std::string row;  // "" for the family
  std::optional<std::vector<AskedFact>> asks;
  base::Span span;
  std::string text;
};
struct Example {
  std::string title;
  base::Day as_at = 0;
  std::vector<MadeRow> rows;
  std::vector<Expectation> expectations;
  base::Span span;
};

// --- Mappings: how a local extract becomes records
struct CellMeaning {
  std::vector<std::string> spelt;
  std::optional<Constant> value;
  Missing why = Missing::not_recorded;
};
enum class ColumnTarget : std::uint8_t { key, owner, field };
struct MappedColumn {
  ColumnTarget target{};
  FieldId field;     // for ColumnTarget::field
  std::string from;  // column in the file; empty where `always` is given
  std::optional<Constant> always;
  std::vector<CellMeaning> cells;
  std::int64_t multiply = 1, divide = 1;  // `as money per month` into the field's unit
  base::Span span;
};
struct MappedFile {
  std::string file;
  RecordId record;
  std::vector<MappedColumn> columns;
  base::Span span;
};
struct PartialSource {
  RecordId record;
  std::string why;
};
struct Mapping {
  std::string name, title;
  ModuleId module;                        // the one it is for
  std::vector<std::string> date_formats;  // "DD/MM/YYYY" …, tried in order; empty: ISO 8601
  std::vector<std::string> unknown, declined, not_asked;
  std::optional<base::Day> extracted_on;
  std::vector<PartialSource> partial;
  std::vector<MappedFile> files;
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
  std::vector<Definition> definitions;
  std::vector<Score> scores;
  std::vector<Levels> levels;
  std::vector<Offer> offers;
  std::vector<Outcome> outcomes;
  std::vector<Indicator> indicators;
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
};

// Calls `visit` with each expression that `id` reads directly, in its own operands and in its lists (member first); not
// through definitions, scores, levels and roles.
void for_each_operand(const Plan& plan, ExprId id, const std::function<void(ExprId)>& visit);

// "money per year", "weeks", "one of relationships": a type in the words of the language.
std::string describe(const Type& type, const Plan& plan);
// "£22,900 per year", "37 weeks", "4 visits", "edinburgh", "2026-04-01", "yes": a constant as a person would write it.
std::string show_value(const Type& type, std::int64_t number, const Plan& plan);
// The whole plan as indented text: for goldens and debugging.
std::string print(const Plan& plan);
// What is wrong with the plan itself, a line each; empty for a sound one. For tests and debug builds.
std::vector<std::string> verify(const Plan& plan);

}  // namespace fairstart::plan
