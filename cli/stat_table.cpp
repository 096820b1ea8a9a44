// SPDX-License-Identifier: Apache-2.0
#include "cli/stat_table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>

#include "dsl/base/text.hpp"
#include "engine/readers/csv.hpp"

namespace fairstart::cli {
namespace {

constexpr std::size_t longest_record = 1 << 20;

bool same_name(std::string_view a, std::string_view b) {
  const auto plain = [](char c) { return c == '-' ? '_' : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return plain(x) == plain(y); });
}

struct Closes {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};

std::string_view trouble(readers::CsvReader::Next next) {
  using Next = readers::CsvReader::Next;
  switch (next) {
    case Next::open_quote: return "a quote opens here that is not closed";
    case Next::too_long: return "a line is longer than 1 MiB";
    case Next::not_utf8: return "the file is not UTF-8";
    case Next::nul_byte: return "the file holds a NUL byte: it is not text";
    case Next::failed: return "the file could not be read";
    case Next::record:
    case Next::end: break;
  }
  return "";
}

std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string text = "\"";
  for (const char c : cell) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + '"';
}

}  // namespace

StatTable StatTable::read(const std::string& file) {
  StatTable table;
  table.file_ = file == "-" ? "standard input" : file;
  std::error_code ignored;
  if (file != "-" && std::filesystem::is_directory(file, ignored)) throw TableError(fmt::format("{} is a folder", file));
  const std::unique_ptr<std::FILE, Closes> in(file == "-" ? stdin : std::fopen(file.c_str(), "rb"));
  if (!in) throw TableError(fmt::format("{} can't be opened", file));
  readers::CsvReader reader(
      [&](char* to, std::size_t room) {
        const std::size_t size = std::fread(to, 1, room, in.get());
        return std::ferror(in.get()) != 0 ? std::ptrdiff_t{-1} : static_cast<std::ptrdiff_t>(size);
      },
      longest_record);
  auto next = reader.next();
  for (; next == readers::CsvReader::Next::record; next = reader.next()) {
    std::vector<std::string> cells;
    for (const readers::Cell& cell : reader.cells()) {
      if (cell.malformed) throw TableError(fmt::format("{}:{}: text stands after a closing quote", table.file_, reader.line()));
      cells.emplace_back(cell.text);
    }
    if (table.names_.empty()) {
      table.names_ = std::move(cells);
      for (std::size_t i = 0; i < table.names_.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          if (!same_name(table.names_[i], table.names_[j])) continue;
          throw TableError(fmt::format("{}:{}: two columns are named `{}`", table.file_, reader.line(), table.names_[i]));
        }
      }
      continue;
    }
    if (cells.size() != table.names_.size()) {
      throw TableError(fmt::format("{}:{}: there {} where the header has {}", table.file_, reader.line(),
                                   cells.size() == 1 ? "is 1 cell" : fmt::format("are {} cells", cells.size()),
                                   table.names_.size()));
    }
    if (table.cells_.size() == most_rows) throw TableError(fmt::format("{}: more than a million rows", table.file_));
    table.cells_.push_back(std::move(cells));
    table.lines_.push_back(reader.line());
  }
  if (next != readers::CsvReader::Next::end) {
    throw TableError(fmt::format("{}:{}: {}", table.file_, std::max<std::uint64_t>(reader.trouble_line(), 1), trouble(next)));
  }
  if (table.names_.empty()) throw TableError(fmt::format("{}: there is no header line", table.file_));
  return table;
}

std::optional<std::size_t> StatTable::find(std::string_view column) const {
  const auto found =
      std::find_if(names_.begin(), names_.end(), [&](const std::string& each) { return same_name(each, column); });
  return found == names_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - names_.begin()));
}

std::size_t StatTable::column(std::string_view name) const {
  if (const auto found = find(name)) return *found;
  throw TableError(fmt::format("{}:1: there is no column `{}`; there are {}", file_, name, base::listed(names_, "and")));
}

std::optional<double> StatTable::number(std::size_t row, std::string_view column) const {
  const std::string& cell = text(row, column);
  if (cell.empty()) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(value))
    fail(row, column, "this is not a number");
  return value;
}

std::optional<double> StatTable::number_if(std::size_t row, std::string_view column) const {
  return has(column) ? number(row, column) : std::nullopt;
}

double StatTable::need(std::size_t row, std::string_view column) const {
  const auto value = number(row, column);
  if (!value) fail(row, column, "a number is missing");
  return *value;
}

bool StatTable::yes(std::size_t row, std::string_view column, bool otherwise) const {
  if (!has(column)) return otherwise;
  const std::string& cell = text(row, column);
  if (cell.empty()) return otherwise;
  for (const std::string_view word : {"yes", "1", "true", "True", "TRUE"}) {
    if (cell == word) return true;
  }
  for (const std::string_view word : {"no", "0", "false", "False", "FALSE"}) {
    if (cell == word) return false;
  }
  fail(row, column, "this is neither yes nor no");
}

void StatTable::fail(std::size_t row, std::string_view column, std::string_view why) const {
  throw TableError(fmt::format("{}:{}: column `{}`: {}", file_, lines_[row], column, why));
}

std::vector<StatTable::Group> StatTable::groups(const std::vector<std::string>& columns) const {
  std::vector<std::size_t> at;
  for (const std::string& name : columns) at.push_back(column(name));
  std::vector<Group> groups;
  std::map<std::vector<std::string>, std::size_t> met;
  for (std::size_t row = 0; row < rows(); ++row) {
    std::vector<std::string> key;
    for (const std::size_t each : at) key.push_back(cells_[row][each]);
    const auto [found, added] = met.emplace(std::move(key), groups.size());
    if (added) groups.push_back({found->first, {}});
    groups[found->second].rows.push_back(row);
  }
  return groups;
}

std::string StatResult::csv() const {
  std::string text;
  const auto line = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) text += (i == 0 ? "" : ",") + quoted(cells[i]);
    text += '\n';
  };
  line(names_);
  for (const auto& row : rows_) line(row);
  return text;
}

std::string told(std::optional<double> number) {
  if (!number || !std::isfinite(*number)) return "";
  return fmt::format("{}", *number == 0.0 ? 0.0 : *number);
}

}  // namespace fairstart::cli
