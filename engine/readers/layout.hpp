// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/plan/plan.hpp"
#include "engine/readers/csv.hpp"

namespace fairstart::readers {

// A file that gives rows of a record; `mapped` is null where the file goes by the record's name and its columns by fields'.
struct RecordFile {
  std::filesystem::path path;
  std::string name;  // as people know it: "people.csv"
  const plan::MappedFile* mapped = nullptr;
  bool documents = false;  // NDJSON: each line is a row, with arrays of rows in it
  // Rows are in arrays of this name in the documents of `host`; of the file itself: its name without its ending. Empty: none.
  std::string array, also;  // also: another name that the array may have
  plan::RecordId host{};
  bool found = false;  // some document has the array
};
using Layout = std::vector<std::vector<RecordFile>>;  // by RecordId

// Which files give which records. Mistakes are in diagnostics: no folder, no file of the family, a mapped file missing.
Layout find_files(const std::filesystem::path& folder, const plan::Plan& plan, const plan::Mapping* mapping,
                  diagnostics::Diagnostics& diagnostics);

// Records so that each comes after the one it belongs to.
std::vector<plan::RecordId> owners_first(const plan::Plan& plan);

// The column names of one file.
class Header {
 public:
  explicit Header(const std::vector<Cell>& cells);
  // As written; failing that in any case, with - and _ alike. Nothing where there is none.
  std::optional<std::size_t> find(std::string_view name) const;
  bool is_twice(std::size_t column) const;  // another column has the same name
  const std::string& name(std::size_t column) const { return names_[column]; }
  std::size_t size() const { return names_.size(); }
  // A CR without LF inside a name: the file ends its lines so, and all of it was taken for one.
  bool holds_bare_cr() const;
  // False where none of `names` is a column: then the line may be a row of data, and help() keeps its cells to itself.
  bool holds_any(const std::vector<std::string>& names);
  // What to say to someone who looks for a column that is not there.
  std::string help(std::string_view name) const;
  // Where the columns stand in a document, put before their names where what is wrong is told.
  void stand_in(std::string path) { path_ = std::move(path); }
  std::string heading(std::size_t column) const { return path_ + names_[column]; }

 private:
  std::vector<std::string> names_, alike_;
  std::string path_;
  bool is_header_ = true;
};

}  // namespace fairstart::readers
