// SPDX-License-Identifier: Apache-2.0
#include "engine/report/xlsx_book.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <map>

#include "dsl/base/markup.hpp"
#include "dsl/base/text.hpp"

namespace fairstart::report {
namespace {

constexpr std::size_t most_characters = 32'000;  // a cell takes 32,767
constexpr double narrowest = 9, widest = 46, widest_text = 110;

// What a workbook may hold: not too long, without the characters that XML has none for. A carriage return would be read back as
// a line end.
std::string cell_safe(std::string_view text) {
  std::string out = base::for_xml(text);
  std::replace(out.begin(), out.end(), '\r', ' ');
  std::size_t characters = 0;
  for (std::size_t at = 0; at < out.size(); ++at) {
    // The bytes of a UTF-8 character after its first are 10xxxxxx.
    if ((static_cast<unsigned char>(out[at]) & 0xC0U) == 0x80U || ++characters <= most_characters) continue;
    return out.substr(0, at) + " … (cut: report.json has all of it)";
  }
  return out;
}

// So much of it as ends with a whole character.
std::string cut_to(std::string text, std::size_t bytes) {
  if (text.size() > bytes) text.resize(bytes);
  while (!base::is_valid_utf8(text)) text.pop_back();
  return text;
}

std::string number_format(int places) {
  return places == 0 ? "#,##0" : "#,##0." + std::string(static_cast<std::size_t>(places), '0');
}

}  // namespace

struct Book::Parts {
  std::string path, folder;
  lxw_workbook* book = nullptr;
  lxw_worksheet* page = nullptr;
  lxw_format *bold = nullptr, *heading = nullptr, *heading_right = nullptr, *wrapped = nullptr, *day = nullptr,
             *right = nullptr;
  std::map<int, lxw_format*> numbers;
  lxw_row_t row = 0;
  lxw_col_t column = 0;
  std::vector<double> widths;
  std::size_t headings = 0;
  bool sentences = false;
  lxw_error first_error = LXW_NO_ERROR;

  lxw_format* format() const { return workbook_add_format(book); }
  void check(lxw_error error) {
    if (first_error == LXW_NO_ERROR) first_error = error;
  }
  lxw_format* number(int places) {
    lxw_format*& of = numbers[places];
    if (of == nullptr) {
      of = format();
      format_set_num_format(of, number_format(places).c_str());
      format_set_align(of, LXW_ALIGN_VERTICAL_TOP);
    }
    return of;
  }
  void widen(std::string_view text) {
    const auto letters = static_cast<double>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    if (column >= widths.size()) widths.resize(column + std::size_t{1}, narrowest);
    widths[column] = std::clamp(letters + 2, widths[column], std::max(widths[column], sentences ? widest_text : widest));
  }
  void finish_sheet() {
    if (page == nullptr) return;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const auto at = static_cast<lxw_col_t>(i);
      check(worksheet_set_column(page, at, at, widths[i], nullptr));
    }
    if (headings > 0) {
      worksheet_freeze_panes(page, 1, 0);
      if (row > 1) check(worksheet_autofilter(page, 0, 0, row - 1, static_cast<lxw_col_t>(headings - 1)));
      check(worksheet_repeat_rows(page, 0, 0));
      worksheet_set_landscape(page);
    }
    worksheet_set_paper(page, 9);  // A4
    worksheet_fit_to_pages(page, 1, 0);
    page = nullptr;
  }
  void begin_sheet(const std::string& name) {
    finish_sheet();
    page = workbook_add_worksheet(book, name.c_str());
    if (page == nullptr) check(LXW_ERROR_SHEETNAME_ALREADY_USED);
    row = 0;
    column = 0;
    headings = 0;
    sentences = false;
    widths.clear();
  }
};

Book::Book(const std::filesystem::path& path, const std::string& title, base::Day made_on) : parts_(std::make_unique<Parts>()) {
  Parts& parts = *parts_;
  parts.path = path.string();
  parts.folder = path.parent_path().string();
  lxw_workbook_options options{};
  options.tmpdir = parts.folder.empty() ? nullptr : parts.folder.data();
  parts.book = workbook_new_opt(parts.path.c_str(), &options);
  if (parts.book == nullptr) return;
  // Without a date of its own a workbook has that of the clock.
  std::string shown = cut_to(cell_safe(title), 200), maker = "fairstart";
  lxw_doc_properties properties{};
  properties.title = shown.data();
  properties.author = maker.data();
  properties.created = std::max<std::int64_t>(1, static_cast<std::int64_t>(made_on) * 86'400);
  parts.check(workbook_set_properties(parts.book, &properties));
  parts.bold = parts.format();
  format_set_bold(parts.bold);
  for (lxw_format** heading : {&parts.heading, &parts.heading_right}) {
    *heading = parts.format();
    format_set_bold(*heading);
    format_set_text_wrap(*heading);
    format_set_align(*heading, LXW_ALIGN_VERTICAL_BOTTOM);
    format_set_bottom(*heading, LXW_BORDER_MEDIUM);
  }
  parts.wrapped = parts.format();
  format_set_text_wrap(parts.wrapped);
  format_set_align(parts.wrapped, LXW_ALIGN_VERTICAL_TOP);
  parts.right = parts.format();
  format_set_align(parts.right, LXW_ALIGN_RIGHT);
  parts.day = parts.format();
  format_set_num_format(parts.day, "yyyy-mm-dd");
  format_set_align(parts.day, LXW_ALIGN_VERTICAL_TOP);
}

Book::~Book() {
  if (parts_ && parts_->book != nullptr) lxw_workbook_free(parts_->book);
}
Book::Book(Book&&) noexcept = default;

void Book::sheet(const std::string& name, const std::vector<std::string>& headings) {
  Parts& parts = *parts_;
  if (parts.book == nullptr) return;
  parts.begin_sheet(name);
  if (parts.page == nullptr) return;
  for (const std::string& heading : headings) {
    parts.widen(heading);
    parts.check(worksheet_write_string(parts.page, 0, parts.column++, heading.c_str(), parts.heading));
  }
  parts.headings = headings.size();
  end_row();
}

void Book::text_sheet(const std::string& name) {
  if (parts_->book == nullptr) return;
  parts_->begin_sheet(name);
  parts_->sentences = true;
}

void Book::text(std::string_view text, bool bold) {
  Parts& parts = *parts_;
  if (parts.page == nullptr) return;
  if (text.empty()) return blank();
  const std::string safe = cell_safe(text);
  parts.widen(safe);
  parts.check(worksheet_write_string(parts.page, parts.row, parts.column++, safe.c_str(), bold ? parts.bold : parts.wrapped));
}

void Book::count(std::optional<std::int64_t> count) {
  if (!count) return hidden();
  number(static_cast<double>(*count), 0);
}

void Book::number(double value, int places) {
  Parts& parts = *parts_;
  if (parts.page == nullptr) return;
  parts.widen(fmt::format("{:.{}f}", value, places));
  parts.check(worksheet_write_number(parts.page, parts.row, parts.column++, value, parts.number(places)));
}

void Book::date(base::Day day) {
  Parts& parts = *parts_;
  if (parts.page == nullptr) return;
  const std::string iso = base::format_iso_date(day);
  parts.widen(iso);
  // Day 1 of a workbook is 1 January 1900, which it takes for the first of a leap year: 25,569 days before 1970.
  constexpr int days_before_1970 = 25'569, first_of_march_1900 = 61;
  const int serial = static_cast<int>(day) + days_before_1970;
  if (serial < first_of_march_1900) return text(iso);
  parts.check(worksheet_write_number(parts.page, parts.row, parts.column++, serial, parts.day));
}

void Book::hidden() {
  Parts& parts = *parts_;
  if (parts.page == nullptr) return;
  parts.check(worksheet_write_string(parts.page, parts.row, parts.column++, std::string(hidden_mark).c_str(), parts.right));
}

void Book::blank() { ++parts_->column; }

void Book::end_row() {
  ++parts_->row;
  parts_->column = 0;
}

base::Status Book::close() {
  Parts& parts = *parts_;
  if (parts.book == nullptr) return base::Failure{"cannot write the workbook: there is no memory for it"};
  parts.finish_sheet();
  const lxw_error error = workbook_close(parts.book);  // frees it too
  parts.book = nullptr;
  const lxw_error first = parts.first_error != LXW_NO_ERROR ? parts.first_error : error;
  if (first == LXW_NO_ERROR) return base::Done{};
  return base::Failure{fmt::format("cannot write `{}`: {}", parts.path, lxw_strerror(first))};
}

}  // namespace fairstart::report
