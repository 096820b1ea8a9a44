// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dsl/base/calendar.hpp"
#include "engine/readers/records.hpp"
#include "tests/harness/harness.hpp"
#include "tests/readers/small_plan.hpp"

namespace fairstart::readers_test {

// A folder of files by name, and what reading it gave.
class Reading {
 public:
  explicit Reading(std::map<std::string, std::string> files) {
    for (const auto& [name, text] : files) folder_.write("records/" + name, text);
    if (files.empty()) std::filesystem::create_directories(records_path());
    options.rejects_path = folder_.path() / "rejects.csv";
  }

  SmallPlan small;
  readers::Options options;
  diagnostics::Diagnostics diagnostics;
  std::optional<readers::Records> records;

  Reading& read() { return read(records_path()); }
  Reading& read(const std::filesystem::path& path) {
    records = readers::read_folder(path, small.plan, options, diagnostics);
    return *this;
  }
  std::filesystem::path records_path() const { return folder_.path() / "records"; }
  const column::Database& database() const { return records->database; }
  const column::Table& table(plan::RecordId record) const { return database().table(record); }
  std::string rejects() const { return harness::read_file(options.rejects_path); }

  // "FS0602 people.csv:1 message" of what has this code.
  std::vector<std::string> said(diagnostics::Code code) const {
    std::vector<std::string> out;
    for (const auto& item : diagnostics.items())
      if (item.code == code)
        out.push_back(item.place.file + ':' + std::to_string(item.place.line) + ' ' + item.message + " | " + item.help);
    return out;
  }
  std::string only_error() const {
    std::string out;
    for (const auto& item : diagnostics.items())
      if (diagnostics::entry(item.code).severity == diagnostics::Severity::error)
        out += std::string(diagnostics::code_text(item.code)) + ' ' + item.place.file + ':' + std::to_string(item.place.line) +
               ' ' + item.message + " | " + item.help + '\n';
    return out;
  }

  // A cell for people: "?" unknown, "? declined", a date as ISO, a number as its millionths.
  std::string cell(plan::FieldId field, column::Row row) const {
    const column::Column& cells = database().column(field);
    if (!column::is_known(cells, row)) {
      static const char* const why[] = {"?", "? not asked", "? declined", "? another time"};
      return why[static_cast<std::size_t>(column::why_missing(cells, row))];
    }
    const plan::Field& declared = small.plan.field(field);
    if (declared.type.kind == types::Kind::yes_no) return column::answer_at(cells, row) == column::yes ? "yes" : "no";
    const std::int64_t number = column::interval_at(cells, row).lo;
    if (declared.type.kind == types::Kind::date) return base::format_iso_date(static_cast<base::Day>(number));
    if (declared.type.kind == types::Kind::text) return std::string(database().texts.text(static_cast<std::uint32_t>(number)));
    if (declared.type.kind == types::Kind::code)
      return small.plan.code_lists[declared.type.codes.index()].items[static_cast<std::size_t>(number)].name;
    return std::to_string(number);
  }
  std::vector<std::string> cells(plan::FieldId field) const {
    std::vector<std::string> out;
    for (std::size_t row = 0; row < table(small.plan.field(field).record).rows; ++row)
      out.push_back(cell(field, static_cast<column::Row>(row)));
    return out;
  }
  std::vector<std::string> ids(plan::RecordId record) const {
    std::vector<std::string> out;
    for (std::size_t row = 0; row < table(record).rows; ++row)
      out.push_back(database().id_of(record, static_cast<column::Row>(row)));
    return out;
  }

 private:
  harness::TemporaryFolder folder_;
};

using Words = std::vector<std::string>;

// A folder of one file, and of families alone.
inline Reading only(const std::string& name, const std::string& text) {
  return Reading(std::map<std::string, std::string>{std::pair{name, text}});
}
inline Reading families(const std::string& text) { return only("families.csv", text); }

}  // namespace fairstart::readers_test
