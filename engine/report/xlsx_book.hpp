// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/base/calendar.hpp"
#include "dsl/base/result.hpp"

namespace fairstart::report {

// What stands in a cell whose figure is hidden (small numbers): the mark that the government's statisticians use.
inline constexpr std::string_view hidden_mark = "[c]";

// A workbook of tables: on each sheet one row of headings that stays in sight, then rows. Cells are filled from left to right.
// Texts are written as texts, so that none is run as a formula. The same cells and `made_on` give the same bytes.
class Book {
 public:
  Book(const std::filesystem::path& path, const std::string& title, base::Day made_on);
  ~Book();
  Book(Book&&) noexcept;
  Book& operator=(Book&&) = delete;

  // Further cells go to this sheet. Names: at most 31 characters, none twice.
  void sheet(const std::string& name, const std::vector<std::string>& headings);
  // A sheet of sentences, one a row, with bold ones as headings.
  void text_sheet(const std::string& name);
  void text(std::string_view text, bool bold = false);
  void count(std::optional<std::int64_t> count);  // none: hidden
  void number(double value, int places);
  void date(base::Day day);
  void hidden();
  void blank();
  void end_row();
  base::Status close();  // writes the file

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace fairstart::report
