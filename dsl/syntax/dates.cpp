// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/dates.hpp"

#include <fmt/core.h>

#include <array>
#include <string>
#include <vector>

#include "dsl/base/calendar.hpp"

namespace fairstart::syntax {
namespace {

constexpr std::array<std::string_view, 12> months = {"January", "February", "March",     "April",   "May",      "June",
                                                     "July",    "August",   "September", "October", "November", "December"};

int number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

std::string last_day_help(int year, int month) {
  int last = 31;
  while (last > 28 && !base::day_of(year, month, last)) --last;
  return fmt::format("the last day of that month is {} {}", last, months[static_cast<std::size_t>(month - 1)]);
}

// Why the date does not exist; empty where it does.
std::string trouble_with_date(std::string_view text) {
  if (base::parse_iso_date(text)) return {};
  const int year = number(text.substr(0, 4)), month = number(text.substr(5, 2));
  if (year < 1) return "years run from 0001 to 9999";
  if (month < 1 || month > 12) return "a date is written year-month-day, with a month from 01 to 12";
  return last_day_help(year, month);
}

std::string trouble_with_years(std::string_view text) {
  const int first = number(text.substr(0, 4));
  if (number(text.substr(5, 2)) == (first + 1) % 100) return {};
  return fmt::format("the second year follows the first: `{}{:02}`", text.substr(0, 5), (first + 1) % 100);
}

std::string trouble_with_day(std::string_view text) {
  const std::size_t blank = text.find(' ');
  int month = 0;
  while (months[static_cast<std::size_t>(month)] != text.substr(blank + 1)) ++month;
  constexpr int leap_year = 2024;  // 29 February is a day of a calendar
  if (base::day_of(leap_year, month + 1, number(text.substr(0, blank)))) return {};
  return last_day_help(leap_year, month + 1);
}

std::string trouble(NodeKind kind, std::string_view text) {
  switch (kind) {
    case NodeKind::DATE: return trouble_with_date(text);
    case NodeKind::YEARS: return trouble_with_years(text);
    case NodeKind::DAY: return trouble_with_day(text);
    default: return {};
  }
}

// `01/04/2026`, which reads as two divisions: number, sign, number, sign, number with no blank between.
bool is_date_with_strokes(const std::vector<Node>& nodes, const std::vector<std::uint32_t>& leaves, std::string_view text) {
  if (leaves.size() < 5) return false;
  for (std::size_t i = 0; i < 5; ++i) {
    const Node& leaf = nodes[leaves[leaves.size() - 5 + i]];
    if (leaf.kind != (i % 2 == 0 ? NodeKind::NUM : NodeKind::mark)) return false;
    if (i % 2 == 1 && text[leaf.begin] != '/') return false;
    if (i > 0 && nodes[leaves[leaves.size() - 6 + i]].end != leaf.begin) return false;
  }
  return true;
}

}  // namespace

void report_dates_that_do_not_exist(const Builder& builder, std::uint32_t first, base::FileId file,
                                    diagnostics::Diagnostics& diagnostics) {
  std::vector<std::uint32_t> leaves;
  for (std::uint32_t i = first; i < builder.size(); ++i) {
    const Node& node = builder.nodes()[i];
    const std::string_view text = builder.text().substr(node.begin, node.end - node.begin);
    if (node.kind <= NodeKind::DAY) leaves.push_back(i);
    if (node.kind == NodeKind::NUM && is_date_with_strokes(builder.nodes(), leaves, builder.text())) {
      const base::Span span{file, builder.nodes()[leaves[leaves.size() - 5]].begin, node.end};
      const std::string_view date = builder.text().substr(span.begin, span.end - span.begin);
      diagnostics.add({diagnostics::Code::no_such_date,
                       fmt::format("`{}` is not a date", date),
                       span,
                       {},
                       "dates are written year-month-day: `2026-04-01`",
                       {}});
      continue;
    }
    const std::string help = trouble(node.kind, text);
    if (help.empty()) continue;
    const std::string_view what = node.kind == NodeKind::YEARS ? "is not a pair of years" : "does not exist";
    diagnostics.add(
        {diagnostics::Code::no_such_date, fmt::format("`{}` {}", text, what), {file, node.begin, node.end}, {}, help, {}});
  }
}

}  // namespace fairstart::syntax
