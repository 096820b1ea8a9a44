// SPDX-License-Identifier: Apache-2.0
#include "dsl/base/date_pattern.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fairstart::base {
namespace {

constexpr std::array<std::pair<std::string_view, DatePart>, 8> parts{{{"YYYY", DatePart::year_4},
                                                                      {"YY", DatePart::year_2},
                                                                      {"MMMM", DatePart::month_long},
                                                                      {"MMM", DatePart::month_short},
                                                                      {"MM", DatePart::month_2},
                                                                      {"M", DatePart::month},
                                                                      {"DD", DatePart::day_2},
                                                                      {"D", DatePart::day}}};

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_named(DatePart part) { return part == DatePart::month_short || part == DatePart::month_long; }
bool is_year(DatePart part) { return part == DatePart::year_2 || part == DatePart::year_4; }

// What a text looks like at a step: one or two digits, four digits, a word, or a character of its own.
int shape(const DateStep& step) {
  if (step.part == DatePart::literal) return 8 + static_cast<unsigned char>(step.literal);
  if (is_named(step.part)) return 1;
  return step.part == DatePart::year_4 ? 2 : 3;
}
// What it says there.
int meaning(DatePart part) {
  if (is_year(part)) return 0;
  return part == DatePart::day || part == DatePart::day_2 ? 1 : 2;
}

}  // namespace

std::optional<std::vector<DateStep>> date_pattern(std::string_view text) {
  std::vector<DateStep> steps;
  int days = 0, months = 0, years = 0;
  while (!text.empty()) {
    const auto* const found =
        std::find_if(parts.begin(), parts.end(), [&](const auto& p) { return text.starts_with(p.first); });
    const bool after_loose = !steps.empty() && (steps.back().part == DatePart::day || steps.back().part == DatePart::month);
    if (found == parts.end()) {
      if (is_letter(text.front()) || (text.front() >= '0' && text.front() <= '9')) return {};
      steps.push_back({DatePart::literal, text.front()});
      text.remove_prefix(1);
      continue;
    }
    // One digit or two, and then digits: nobody can tell which.
    if (after_loose && !is_named(found->second)) return {};
    const char letter = text.front();
    ++(letter == 'D' ? days : letter == 'M' ? months : years);
    steps.push_back({found->second, '\0'});
    text.remove_prefix(found->first.size());
  }
  if (days != 1 || months != 1 || years != 1) return {};
  return steps;
}

bool may_clash(const std::vector<DateStep>& first, const std::vector<DateStep>& second) {
  if (first.size() != second.size()) return false;
  bool differ = false;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (shape(first[i]) != shape(second[i])) return false;
    if (first[i].part != DatePart::literal) differ = differ || meaning(first[i].part) != meaning(second[i].part);
  }
  return differ;
}

}  // namespace fairstart::base
