// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/readers/csv.hpp"
#include "tests/harness/harness.hpp"

// Cases with expected values from elsewhere: one folder of CSV files, each read by the checker that its name is registered with. A
// file without one, a row that is not checked, and a figure that can't be had are failures.
namespace fairstart::statistics::cases {

namespace fs = std::filesystem;

// The folder, and how it was chosen.
inline fs::path cases_folder() {
  if (const char* given = std::getenv("FAIRSTART_INDICATOR_CASES"); given != nullptr && *given != '\0') return given;
  if (const auto shared = harness::shared_folder(); shared && fs::is_directory(*shared / "data/indicator-cases")) {
    return *shared / "data/indicator-cases";
  }
  return harness::project_root() / "tests/data/indicator-cases";
}

class Table;
// A row of a table, by column.
class Row {
 public:
  Row(const Table& table, std::size_t at) : table_(&table), at_(at) {}
  std::string text(std::string_view column) const;  // "" where the file has no such column
  bool has(std::string_view column) const { return !text(column).empty(); }
  // A number, and whether the cell is one: an empty cell, "null" and "NA" are none.
  std::optional<double> number(std::string_view column) const {
    const std::string cell = text(column);
    if (cell.empty() || cell == "null" || cell == "NA") return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc() || end != cell.data() + cell.size()) {
      ADD_FAILURE() << where() << ", column " << column << ": `" << cell << "` is not a number";
      return std::nullopt;
    }
    return value;
  }
  // A number that has to be there.
  double need(std::string_view column) const {
    const auto value = number(column);
    if (!value) ADD_FAILURE() << where() << ", column " << column << ": no number";
    return value.value_or(std::nan(""));
  }
  std::string where() const;
  std::size_t index() const { return at_; }

 private:
  const Table* table_;
  std::size_t at_;
};

class Table {
 public:
  explicit Table(const fs::path& path) : path_(path) {
    const std::string text = harness::read_file(path);
    std::size_t at = 0;
    readers::CsvReader reader(
        [&](char* to, std::size_t room) {
          const std::size_t size = std::min(room, text.size() - at);
          text.copy(to, size, at);
          at += size;
          return static_cast<std::ptrdiff_t>(size);
        },
        1 << 20);
    auto next = reader.next();
    for (; next == readers::CsvReader::Next::record; next = reader.next()) {
      std::vector<std::string> cells;
      for (const readers::Cell& cell : reader.cells()) cells.emplace_back(cell.text);
      if (names_.empty()) {
        names_ = cells;
        continue;
      }
      EXPECT_EQ(cells.size(), names_.size()) << path << " line " << reader.line();
      cells.resize(names_.size());
      cells_.push_back(std::move(cells));
      lines_.push_back(reader.line());
    }
    EXPECT_EQ(next, readers::CsvReader::Next::end) << path;
    for (std::size_t i = 0; i < cells_.size(); ++i) rows_.emplace_back(*this, i);
  }
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  const std::vector<Row>& rows() const { return rows_; }
  bool has_column(std::string_view name) const { return std::find(names_.begin(), names_.end(), name) != names_.end(); }
  const std::vector<std::string>& names() const { return names_; }
  std::string cell(std::size_t row, std::string_view column) const {
    const auto found = std::find(names_.begin(), names_.end(), column);
    return found == names_.end() ? "" : cells_[row][static_cast<std::size_t>(found - names_.begin())];
  }
  std::string where(std::size_t row) const { return path_.filename().string() + ":" + std::to_string(lines_[row]); }
  // Rows with the same text in a column, in the order in which they are first met.
  std::vector<std::pair<std::string, std::vector<Row>>> by(const std::vector<std::string>& columns) const {
    std::vector<std::pair<std::string, std::vector<Row>>> groups;
    std::map<std::string, std::size_t> met;
    for (const Row& row : rows_) {
      std::string key;
      for (const std::string& column : columns) key += (key.empty() ? "" : "|") + row.text(column);
      const auto [found, added] = met.emplace(key, groups.size());
      if (added) groups.push_back({key, {}});
      groups[found->second].second.push_back(row);
    }
    return groups;
  }

 private:
  fs::path path_;
  std::vector<std::string> names_;
  std::vector<std::vector<std::string>> cells_;
  std::vector<std::uint64_t> lines_;
  std::vector<Row> rows_;
};

inline std::string Row::text(std::string_view column) const { return table_->cell(at_, column); }
inline std::string Row::where() const { return table_->where(at_); }

// What a checker compares with: counts figures, keeps failures short, knows which rows it has seen.
class Check {
 public:
  Check(fs::path folder, std::string file) : folder_(std::move(folder)), file_(std::move(file)), table_(folder_ / file_) {}

  const Table& table() const { return table_; }
  const std::vector<Row>& rows() const { return table_.rows(); }
  const fs::path& folder() const { return folder_; }
  // A file beside this one that its cases are made of.
  const Table& beside(const std::string& file) {
    auto& found = beside_[file];
    if (!found) found = std::make_unique<Table>(folder_ / file);
    return *found;
  }

  // The column against what was worked out; an empty cell: there must be none. relative: to the expected value.
  void relative(const Row& row, std::string_view column, std::optional<double> got, double tolerance) {
    compare(row, column, got, [&](double expected) { return tolerance * std::max(std::abs(expected), 1e-300); });
  }
  void absolute(const Row& row, std::string_view column, std::optional<double> got, double tolerance) {
    compare(row, column, got, [&](double) { return tolerance; });
  }
  // The same, but never finer than half of the last decimal that is printed.
  void as_printed(const Row& row, std::string_view column, std::optional<double> got, double tolerance) {
    const std::string cell = row.text(column);
    const std::size_t point = cell.find('.');
    const double decimals = point == std::string::npos ? 0.0 : static_cast<double>(cell.size() - point - 1);
    absolute(row, column, got, std::max(tolerance, 0.5 * std::pow(10.0, -decimals)));
  }
  void same(const Row& row, std::string_view column, const std::string& got) {
    seen(row);
    ++figures_;
    if (row.text(column) == got) return;
    fail(row, column) << "expected `" << row.text(column) << "`, got `" << got << "`";
  }
  void holds(const Row& row, std::string_view what, bool does) {
    seen(row);
    ++figures_;
    if (!does) fail(row, what) << "does not hold";
  }
  void seen(const Row& row) { seen_.insert(row.index()); }

  void finish() {
    for (const Row& row : table_.rows()) {
      if (!seen_.contains(row.index())) fail(row, "") << "was not checked";
    }
    if (failures_ > shown) ADD_FAILURE() << file_ << ": " << failures_ - shown << " more";
    std::cout << "[ cases    ] " << file_ << ": " << table_.rows().size() << " rows, " << figures_ << " figures, " << failures_
              << " failed" << (note_.empty() ? "" : "; " + note_) << '\n';
  }
  void note(const std::string& text) { note_ += (note_.empty() ? "" : "; ") + text; }

 private:
  static constexpr std::size_t shown = 12;
  template <typename Tolerance>
  void compare(const Row& row, std::string_view column, std::optional<double> got, Tolerance tolerance) {
    seen(row);
    if (!table_.has_column(column)) return;
    ++figures_;
    const auto expected = row.number(column);
    if (!expected && !got) return;
    if (!expected || !got || !(std::abs(*got - *expected) <= tolerance(*expected))) {
      fail(row, column) << "expected " << (expected ? fmt_number(*expected) : "none") << ", got "
                        << (got ? fmt_number(*got) : "none");
    }
  }
  static std::string fmt_number(double value) {
    std::ostringstream text;
    text.precision(15);
    text << value;
    return text.str();
  }
  // Told once the statement ends, for the first few.
  class Failure {
   public:
    Failure(bool told, std::string start) : told_(told) { text_ << start; }
    ~Failure() {
      if (told_) ADD_FAILURE() << text_.str();
    }
    Failure(const Failure&) = delete;
    Failure& operator=(const Failure&) = delete;
    template <typename T>
    Failure& operator<<(const T& part) {
      text_ << part;
      return *this;
    }

   private:
    bool told_;
    std::ostringstream text_;
  };
  Failure fail(const Row& row, std::string_view column) {
    ++failures_;
    return Failure(failures_ <= shown, row.where() + (column.empty() ? " " : ", " + std::string(column) + ": "));
  }

  fs::path folder_;
  std::string file_;
  Table table_;
  std::map<std::string, std::unique_ptr<Table>> beside_;
  std::set<std::size_t> seen_;
  std::size_t figures_ = 0, failures_ = 0;
  std::string note_;
};

// "0.95", "95", "95%", "99.8%".
inline double confidence_of(std::string text) {
  if (text.ends_with('%')) text.pop_back();
  const double given = std::stod(text);
  return given >= 50.0 ? given / 100.0 : given;
}

inline std::vector<double> numbers_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<double> numbers;
  for (double number = 0; in >> number;) numbers.push_back(number);
  return numbers;
}

using Checker = std::function<void(Check&)>;
inline std::map<std::string, Checker>& checkers() {
  static std::map<std::string, Checker> all;
  return all;
}
// By its name, else by a pattern with one `*`: cases of one kind may lie in several files.
inline const Checker* checker_of(const std::string& file) {
  if (const auto found = checkers().find(file); found != checkers().end()) return &found->second;
  for (const auto& [pattern, checker] : checkers()) {
    const std::size_t star = pattern.find('*');
    if (star == std::string::npos || file.size() + 1 < pattern.size() || !file.starts_with(pattern.substr(0, star))) continue;
    if (file.ends_with(pattern.substr(star + 1))) return &checker;
  }
  return nullptr;
}
// At namespace scope in each file of checkers.
struct Registered {
  Registered(const std::string& file, Checker checker) { checkers().emplace(file, std::move(checker)); }
};

}  // namespace fairstart::statistics::cases
