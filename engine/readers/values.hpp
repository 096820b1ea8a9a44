// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "dsl/base/calendar.hpp"
#include "dsl/base/date_pattern.hpp"
#include "dsl/types/type.hpp"
#include "engine/column/answer.hpp"

// What cells say. Each function reads the whole text, already without blanks around it, or gives nothing.
namespace fairstart::readers {

// ISO 8601: 2026-04-01, with or without a time of day, which is dropped.
std::optional<base::Day> parse_iso_date(std::string_view text);

// A date as a mapping's `dates` spells it (base::date_pattern). One letter takes one or two digits, two letters exactly two.
// YY from 00 to 49 is 2000 to 2049, from 50 on 1950 to 1999. A time of day after it is dropped.
class DateFormat {
 public:
  static std::optional<DateFormat> from(std::string_view pattern);  // nothing where it is no pattern
  std::optional<base::Day> parse(std::string_view text) const;

 private:
  std::vector<base::DateStep> steps_;
};

// Millionths: "1240.5", "-3", "1,240.50", "£1,240". Nothing over six decimal places.
std::optional<std::int64_t> parse_number(std::string_view text);

// Millionths of the fraction: "95%" is 950,000.
std::optional<std::int64_t> parse_percent(std::string_view text);

// number × multiply ÷ divide (above 0), half to even. Nothing on overflow.
std::optional<std::int64_t> scaled(std::int64_t number, std::int64_t multiply, std::int64_t divide);

// Millionths of days or months: a plain number is scaled into them; "36 weeks 6 days", "2 years 3 months" say their units.
std::optional<std::int64_t> parse_span(std::string_view text, types::Measure measure, std::int64_t multiply,
                                       std::int64_t divide);

// yes, no, true, false, in any case.
std::optional<column::Answer> parse_yes_no(std::string_view text);

// Words and what each stands for. The first meaning added for a word stays.
class Words {
 public:
  Words();
  ~Words();
  Words(Words&&) noexcept;
  Words& operator=(Words&&) noexcept;
  void add(std::string_view word, std::uint32_t meaning);
  // As written; failing that in any case (of ASCII letters), where that leaves one meaning.
  std::optional<std::uint32_t> find(std::string_view word) const;
  bool empty() const;

 private:
  struct Tables;
  std::unique_ptr<Tables> tables_;
};

}  // namespace fairstart::readers
