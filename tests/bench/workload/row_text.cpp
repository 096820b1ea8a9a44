// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/workload/row_text.hpp"

#include <array>
#include <charconv>
#include <chrono>

namespace fairstart::bench {
namespace {

constexpr std::array<std::string_view, 4> tenures = {"owned", "private_rent", "social_rent", "temporary"};
constexpr std::array<std::string_view, 8> languages = {"en", "pl", "ur", "bn", "ro", "pa", "ar", "so"};
constexpr std::array<std::string_view, 18> ethnicities = {"W1", "W2", "W3", "W4", "M1", "M2", "M3", "M4", "A1",
                                                          "A2", "A3", "A4", "A5", "B1", "B2", "B3", "O1", "O2"};
constexpr std::array<std::string_view, 12> kinds = {
    "new_birth_visit", "six_week_review",    "one_year_review",     "two_year_review", "mmr1",           "mmr2", "asq3",
    "ae_attendance",   "missed_appointment", "breastfeeding_6_8wk", "dental",          "speech_language"};

// The number with at least so many digits.
void append_digits(std::string& to, unsigned number, std::size_t digits) {
  const std::string text = std::to_string(number);
  if (text.size() < digits) to.append(digits - text.size(), '0');
  to += text;
}

}  // namespace

void append_number(std::string& to, std::int64_t number) {
  std::array<char, 24> text;
  to.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr);
}

void append_number(std::string& to, std::int64_t number, std::string_view missing) {
  if (number < 0)
    to += missing;
  else
    append_number(to, number);
}

void append_decimal(std::string& to, std::int64_t scaled, int places, std::string_view missing) {
  if (scaled < 0) {
    to += missing;
    return;
  }
  std::int64_t one = 1;
  for (int i = 0; i < places; ++i) one *= 10;
  append_number(to, scaled / one);
  to += '.';
  append_digits(to, static_cast<unsigned>(scaled % one), static_cast<std::size_t>(places));
}

void append_yes_no(std::string& to, int answer, std::string_view missing) {
  to += answer < 0 ? missing : answer == 0 ? "false" : "true";
}

void append_date(std::string& to, Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  const auto digit = [](unsigned number) { return static_cast<char>('0' + number % 10); };
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  const auto month = static_cast<unsigned>(date.month()), of_month = static_cast<unsigned>(date.day());
  const std::array<char, 10> text = {
      digit(year / 1000),   digit(year / 100), digit(year / 10), digit(year), '-', digit(month / 10), digit(month), '-',
      digit(of_month / 10), digit(of_month)};
  to.append(text.data(), text.size());
}

std::string_view kind_text(EventKind kind) { return kinds[static_cast<std::size_t>(kind)]; }
std::string_view ethnicity_text(int ethnicity) { return ethnicities[static_cast<std::size_t>(ethnicity)]; }
std::string_view tenure_text(int tenure) { return tenures[static_cast<std::size_t>(tenure)]; }
std::string_view language_text(int language) { return languages[static_cast<std::size_t>(language)]; }

std::string lsoa_text(int lsoa) {
  std::string text = "E010";
  append_digits(text, static_cast<unsigned>(lsoa), 5);
  return text;
}

}  // namespace fairstart::bench
