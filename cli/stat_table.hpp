// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fairstart::cli {

// The table can't be used; what() is "FILE:LINE: column `x`: why", without any value of it. Ends the command with exit_records.
class TableError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A CSV file with one header line, as text. Columns are found by name; `-` and `_` are alike.
class StatTable {
 public:
  static constexpr std::size_t most_rows = 1'000'000;
  // "-" is standard input. Throws TableError.
  static StatTable read(const std::string& file);

  std::size_t rows() const { return cells_.size(); }
  const std::vector<std::string>& names() const { return names_; }
  const std::vector<std::string>& cells(std::size_t row) const { return cells_[row]; }
  bool has(std::string_view column) const { return find(column).has_value(); }
  // Throws TableError where there is no such column.
  std::size_t column(std::string_view name) const;

  const std::string& text(std::size_t row, std::string_view column) const { return cells_[row][this->column(column)]; }
  // A number; nothing for an empty cell, or where the column may be left out and is. Throws TableError for anything else.
  std::optional<double> number(std::size_t row, std::string_view column) const;
  std::optional<double> number_if(std::size_t row, std::string_view column) const;
  // A number that has to be there.
  double need(std::size_t row, std::string_view column) const;
  // "yes" and "no" (1, 0, true, false); empty, or no such column: `otherwise`.
  bool yes(std::size_t row, std::string_view column, bool otherwise) const;
  [[noreturn]] void fail(std::size_t row, std::string_view column, std::string_view why) const;

  // Rows with the same text in these columns, in the order in which they are first met; all together for no columns.
  struct Group {
    std::vector<std::string> key;
    std::vector<std::size_t> rows;
  };
  std::vector<Group> groups(const std::vector<std::string>& columns) const;

 private:
  std::optional<std::size_t> find(std::string_view column) const;
  std::string file_;
  std::vector<std::string> names_;
  std::vector<std::vector<std::string>> cells_;
  std::vector<std::uint64_t> lines_;
};

// What a method gives: CSV with a header line.
class StatResult {
 public:
  explicit StatResult(std::vector<std::string> names) : names_(std::move(names)) {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  std::string csv() const;

 private:
  std::vector<std::string> names_;
  std::vector<std::vector<std::string>> rows_;
};

// The shortest digits that read back as the same number; empty for none, and for what is not finite.
std::string told(std::optional<double> number);

}  // namespace fairstart::cli
