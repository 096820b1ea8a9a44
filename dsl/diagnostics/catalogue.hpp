// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace fairstart::diagnostics {

enum class Severity : std::uint8_t { note, warning, error };
std::string_view word_of(Severity severity);  // "warning"; the words are SARIF's levels too

// Every mistake that a user can make: code, name, severity, one-line title. Codes retire, never vanish or change meaning.
//   FS01xx text and layout   FS02xx names, modules   FS03xx types and units   FS04xx declarations
//   FS05xx examples          FS06xx records and mappings   FS07xx running   FS09xx not built yet
enum class Code : std::uint16_t {
#define FAIRSTART_DIAGNOSTIC(number, name, severity, title) name = number,
#include "dsl/diagnostics/catalogue.def"
#undef FAIRSTART_DIAGNOSTIC
};

struct CatalogueEntry {
  Code code;
  std::uint16_t number;   // 301 for FS0301
  std::string_view name;  // "wrong_unit"
  Severity severity;
  std::string_view title;
};

std::span<const CatalogueEntry> catalogue();
const CatalogueEntry& entry(Code code);
std::string_view code_text(Code code);                      // "FS0301"
std::optional<Code> code_from_text(std::string_view text);  // "FS0301", "fs0301"
std::string_view page(Code code);                           // the Markdown page of pages/FS0301.md, built in

}  // namespace fairstart::diagnostics
