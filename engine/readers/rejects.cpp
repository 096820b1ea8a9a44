// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/rejects.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "engine/readers/values.hpp"

namespace fairstart::readers {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string csv_cell(std::string_view cell) {
  // A leading = + - @ would be a formula to a spreadsheet; names of columns come from the records.
  std::string text(cell.substr(0, 200));
  if (!text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos) text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

}  // namespace

std::string_view value_class(std::string_view cell) {
  if (cell.empty()) return "blank";
  if (parse_number(cell) || parse_percent(cell)) return "number";
  const auto digits = std::count_if(cell.begin(), cell.end(), is_digit);
  const auto separators = std::count_if(cell.begin(), cell.end(), [](char c) { return c == '-' || c == '/' || c == '.'; });
  if (digits >= 3 && digits <= 20 && separators >= 2 && cell.size() <= 40) return "date-like";
  const bool one_word = cell.size() <= 40 && cell.find_first_of(" \t\r\n") == std::string_view::npos;
  return one_word ? "code" : "text";
}

Rejects::Rejects(const std::filesystem::path& path, std::optional<std::uint64_t> most) : most_(most) {
  if (path.empty()) return;
  file_.reset(std::fopen(path.c_str(), "wb"));
  if (!file_)
    failed_ = true;
  else if (std::fputs("file,line,column,value_class,reason\n", file_.get()) < 0)
    failed_ = true;
}

void Rejects::add(std::string_view file, std::uint64_t line, std::string_view column, std::string_view value_class,
                  std::string_view reason) {
  ++count_;
  if (!file_) return;
  const std::string row =
      fmt::format("{},{},{},{},{}\n", csv_cell(file), line, csv_cell(column), value_class, csv_cell(reason));
  if (std::fwrite(row.data(), 1, row.size(), file_.get()) != row.size()) failed_ = true;
}

long Rejects::place() {
  const long at = file_ ? std::ftell(file_.get()) : 0;
  failed_ = failed_ || at < 0;
  return at;
}

void Rejects::go_back(std::uint64_t count, long place) {
  count_ = count;
  if (!file_ || failed_) return;
  failed_ = std::fflush(file_.get()) != 0 || ::ftruncate(::fileno(file_.get()), place) != 0 ||
            std::fseek(file_.get(), place, SEEK_SET) != 0;
}

bool Rejects::close() {
  if (file_ && std::fclose(file_.release()) != 0) failed_ = true;
  return !failed_;
}

}  // namespace fairstart::readers
