// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/explain/explain.hpp"

namespace fairstart::explain {

// What one family's values read like: with units, long dates, names of rows, and why a value is missing.
class Wording {
 public:
  Wording(const column::Database& database, const column::Clock& clock, const column::Evaluated& evaluated,
          const Options& options);

  // "income of F1 is £21,000 per year", "low-income-line is £22,900 per year from 1 April 2026": what a value rests on, down
  // to the fields, a line each and each once. Restricted facts are left out unless allowed.
  void facts(plan::ExprId id, column::Row row, std::vector<std::string>& out) const;
  // Sources of the parameters in it.
  void sources(plan::ExprId id, std::vector<std::string>& out) const;

  std::string value(const plan::Type& type, const column::Interval& value) const;
  std::string levels(plan::LevelsId scheme, std::uint64_t possible) const;  // "Universal +, could be Targeted"
  std::string subject(plan::RecordId record, column::Row row) const;        // " of F1"
  std::string row_name(plan::RecordId record, column::Row row) const;       // "contact C12 (3 March 2026)"
  std::string list_name(const plan::List& list) const;                      // "contacts", "children"
  std::string link_words(plan::FieldId link, column::Row row) const;        // "birth-mother of noah is amy"
  bool open(const plan::List& list, column::Row row) const;                 // there may be rows that are not on record
  // Which choices hold, or may, in order: of one that certainly holds, nothing after it.
  std::vector<std::size_t> chosen(const plan::Choose& node, column::Row row) const;
  // "row 2 of visits holds: support is universal-plus, first-child is no"; empty where the choice is no row of a table.
  std::string table_row(plan::ExprId id, std::size_t choice, column::Row row) const;

  column::Answer answer(plan::ExprId id, column::Row row) const;  // unknown where it was not worked out
  bool is_known(plan::ExprId id, column::Row row) const { return interval(id, row).known(); }  // of numbers, dates, codes
  bool hides(plan::ExprId id) const;
  bool hides_field(plan::FieldId id) const;
  bool in_role(const plan::List& list, column::Row row) const;  // perhaps, at least

  const column::Database& database() const { return database_; }
  const plan::Plan& plan() const { return plan_; }
  const column::Clock& clock() const { return clock_; }
  const column::Evaluated& evaluated() const { return evaluated_; }
  const Options& options() const { return options_; }

 private:
  column::Interval interval(plan::ExprId id, column::Row row) const;
  std::string name(plan::ExprId id) const;
  std::string whose(plan::ExprId id, column::Row row) const;
  std::string stated(plan::ExprId id, column::Row row) const;  // "income of F1 is £21,000 per year"
  std::string parameter(plan::ParameterId id) const;
  static std::string cell_words(std::string cell);
  std::string pick_missing(const plan::Pick& node, column::Row row) const;
  void pick_rows(const plan::Pick& node, column::Row row, bool known, std::vector<std::string>& out) const;

  const column::Database& database_;
  const plan::Plan& plan_;
  const column::Clock& clock_;
  const column::Evaluated& evaluated_;
  const Options& options_;
  std::vector<bool> open_;  // column::open_lists
};

void add_once(std::vector<std::string>& out, std::string text);

}  // namespace fairstart::explain
