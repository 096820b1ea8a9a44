// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dsl/plan/expression.hpp"
#include "dsl/plan/notes.hpp"

namespace fairstart::plan {

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
  bool from_column_name = false;          // of the column that made the row (MappedFile::each_column)
  std::int64_t multiply = 1, divide = 1;  // `as money per month` into the field's unit
  base::Span span;
};
struct MappedFile {
  std::string file;
  RecordId record;
  // Where not empty: a row for each of these columns whose cell says one of `says`, keyed by line and column.
  std::vector<std::string> each_column, says;
  bool up_to_last = false;  // each_column is the first and the last of a run of the file's columns
  std::vector<MappedColumn> columns;
  base::Span span;
};
struct PartialSource {
  RecordId record;
  ExprId where;  // which of its rows; none: all
  std::string why;
};
// The days whose rows of a record are all there. No end: to `extracted on`, else to as at.
struct Covers {
  RecordId record;
  base::Day from = 0;
  std::optional<base::Day> to;
};
struct Mapping {
  std::string name, title;
  ModuleId module;                        // the one it is for
  std::vector<std::string> date_formats;  // "DD/MM/YYYY" …, tried in order; empty: ISO 8601
  std::vector<std::string> unknown, declined, not_asked;
  std::optional<base::Day> extracted_on;
  std::vector<PartialSource> partial;
  std::vector<Covers> covers;
  std::vector<MappedFile> files;
  base::Span span;
  Notes notes;
};

}  // namespace fairstart::plan
