// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "dsl/check/checker.hpp"

namespace fairstart::check {
namespace {

constexpr std::array<std::string_view, 12> months = {"January", "February", "March",     "April",   "May",      "June",
                                                     "July",    "August",   "September", "October", "November", "December"};

// "1 April", as the grammar takes it.
plan::YearDay year_day(std::string_view text) {
  plan::YearDay out;
  const std::size_t blank = text.find(' ');
  std::from_chars(text.data(), text.data() + blank, out.day);
  const auto month = std::find(months.begin(), months.end(), text.substr(blank + 1));
  out.month = static_cast<int>(month - months.begin()) + 1;
  return out;
}

}  // namespace

void Checker::declare_calendar(Cursor decl) {
  const Cursor name = decl.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.calendars.size());
  plan::Calendar calendar{.name = std::string(name.text()), .title = std::string(name.text()), .span = name.span()};
  if (const Cursor title = decl.child(NodeKind::TEXT)) calendar.title = text_of(title);
  built_in(name);
  std::vector<std::pair<plan::YearDay, base::Span>> days;
  for (const Cursor child : decl) {
    if (!child.is(NodeKind::DAY)) continue;
    const plan::YearDay day = year_day(child.text());
    if (day == plan::YearDay{2, 29}) {
      report(Code::calendar_leap_day, child.span(), "`29 February` is in only one year of four, so it can't be in a calendar",
             "say `28 February` or `1 March`");
      continue;
    }
    const auto twice = std::find_if(days.begin(), days.end(), [&](const auto& other) { return other.first == day; });
    if (twice != days.end()) {
      report(Code::declared_twice, child.span(), fmt::format("`{}` is in `{}` twice", child.text(), name.text()),
             "leave one out", {{twice->second, "the first is here"}});
      continue;
    }
    days.emplace_back(day, child.span());
  }
  for (const auto& [day, span] : days) calendar.days.push_back(day);
  std::sort(calendar.days.begin(), calendar.days.end(), [](const plan::YearDay& a, const plan::YearDay& b) {
    return std::pair(a.month, a.day) < std::pair(b.month, b.day);
  });
  plan_.calendars.push_back(std::move(calendar));
  declare(module_, Space::values, std::string(name.text()),
          {.kind = SymbolKind::calendar, .index = index, .span = name.span()});
}

}  // namespace fairstart::check
