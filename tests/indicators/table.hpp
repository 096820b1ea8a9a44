// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/harness/harness.hpp"

namespace fairstart::indicators {

using TableRow = std::map<std::string, std::string>;

// A CSV file with one line a row, by the names of its header.
inline std::vector<TableRow> read_table(const std::filesystem::path& path) {
  std::vector<std::vector<std::string>> lines;
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : harness::read_file(path)) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c == '\n') {
      lines.push_back(std::move(cells));
      cells.assign(1, "");
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  std::vector<TableRow> rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    TableRow row;
    for (std::size_t column = 0; column < lines[0].size() && column < lines[i].size(); ++column)
      row[lines[0][column]] = lines[i][column];
    rows.push_back(std::move(row));
  }
  return rows;
}

inline double number(const TableRow& row, const std::string& column) { return std::stod(row.at(column)); }

}  // namespace fairstart::indicators
