// SPDX-License-Identifier: Apache-2.0
#include "dsl/diagnostics/catalogue.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "dsl/diagnostics/pages.hpp"

namespace fairstart::diagnostics {
namespace {

struct Row {
  CatalogueEntry entry;
  std::array<char, 8> code;
};

std::vector<Row> rows_by_number() {
  std::vector<Row> rows;
#define FAIRSTART_DIAGNOSTIC(number, name, severity, title) \
  rows.push_back({{Code::name, number, #name, Severity::severity, title}, {}});
#include "dsl/diagnostics/catalogue.def"
#undef FAIRSTART_DIAGNOSTIC
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.entry.number < b.entry.number; });
  for (Row& row : rows)
    std::snprintf(row.code.data(), row.code.size(), "FS%04u", static_cast<unsigned>(row.entry.number) % 10000U);
  return rows;
}

const std::vector<Row>& rows() {
  static const std::vector<Row> all = rows_by_number();
  return all;
}

const Row& row_of(Code code) {
  const auto number = static_cast<std::uint16_t>(code);
  const auto found = std::lower_bound(rows().begin(), rows().end(), number,
                                      [](const Row& row, std::uint16_t wanted) { return row.entry.number < wanted; });
  // INVARIANT: a Code is one of the catalogue's; a default-constructed one (0) reads as the first.
  return found != rows().end() && found->entry.number == number ? *found : rows().front();
}

}  // namespace

std::span<const CatalogueEntry> catalogue() {
  static const std::vector<CatalogueEntry> entries = [] {
    std::vector<CatalogueEntry> all;
    for (const Row& row : rows()) all.push_back(row.entry);
    return all;
  }();
  return entries;
}

const CatalogueEntry& entry(Code code) { return row_of(code).entry; }

std::string_view code_text(Code code) { return row_of(code).code.data(); }

std::optional<Code> code_from_text(std::string_view text) {
  if (text.size() != 6 || (text[0] != 'F' && text[0] != 'f') || (text[1] != 'S' && text[1] != 's')) return {};
  for (const Row& row : rows()) {
    if (std::string_view(row.code.data()).substr(2) == text.substr(2)) return row.entry.code;
  }
  return {};
}

std::string_view word_of(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: break;
  }
  return "error";
}

std::string_view page(Code code) { return embedded_page(static_cast<int>(code)); }

}  // namespace fairstart::diagnostics
