// SPDX-License-Identifier: Apache-2.0
#include "cli/dates.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace fairstart::cli {
namespace {

constexpr base::Day review_warning_days = 90;

struct Review {
  std::string what;
  base::Day by;
  base::Span span;
};

std::vector<Review> reviews(const plan::Plan& plan) {
  std::vector<Review> all;
  const auto add = [&](std::string_view kind, const std::string& name, const plan::Notes& notes, base::Span span) {
    if (notes.review_by) all.push_back({fmt::format("{} `{}`", kind, name), *notes.review_by, span});
  };
  for (const auto& module : plan.modules) add(module.framework ? "framework" : "library", module.name, module.notes, {});
  for (const auto& item : plan.parameters) add("parameter", item.name, item.notes, item.span);
  for (const auto& item : plan.definitions) add("definition", item.name, item.notes, item.span);
  for (const auto& item : plan.scores) add("score", item.name, item.notes, item.span);
  for (const auto& item : plan.levels) add("levels", item.name, item.notes, item.span);
  for (const auto& item : plan.offers) add("offer", item.name, item.notes, item.span);
  for (const auto& item : plan.outcomes) add("outcome", item.name, item.notes, item.span);
  for (const auto& item : plan.indicators) add("indicator", item.name, item.notes, item.span);
  for (const auto& item : plan.objectives) add("objective", item.name, item.notes, item.span);
  for (const auto& item : plan.spreads) add("spread", item.name, item.notes, item.span);
  for (const auto& item : plan.cases) add("case", item.name, item.notes, item.span);
  for (const auto& item : plan.incentives) add("incentive", item.name, item.notes, item.span);
  return all;
}

bool has_value(const plan::Parameter& parameter, base::Day day) {
  return std::any_of(parameter.values.begin(), parameter.values.end(), [&](const plan::ParameterPeriod& period) {
    return (!period.from || *period.from <= day) && (!period.to || day <= *period.to);
  });
}

bool is_dated(const plan::Parameter& parameter) {
  return std::any_of(parameter.values.begin(), parameter.values.end(),
                     [](const plan::ParameterPeriod& period) { return period.from || period.to; });
}

}  // namespace

void judge_dates(const plan::Plan& plan, base::Day as_at, diagnostics::Diagnostics& diagnostics) {
  for (const Review& review : reviews(plan)) {
    if (as_at > review.by) {
      diagnostics.add({.code = diagnostics::Code::review_passed,
                       .message = fmt::format("{} was to be reviewed by {}", review.what, base::format_iso_date(review.by)),
                       .span = review.span,
                       .help = "look at its sources again, then move the date of `review by`"});
    } else if (review.by - as_at <= review_warning_days) {
      const base::Day days = review.by - as_at;
      const std::string when = days == 0
                                   ? "which is the day asked about"
                                   : fmt::format("{} day{} after {}", days, days == 1 ? "" : "s", base::format_iso_date(as_at));
      diagnostics.add(
          {.code = diagnostics::Code::review_soon,
           .message = fmt::format("{} is to be reviewed by {}, {}", review.what, base::format_iso_date(review.by), when),
           .span = review.span,
           .help = "look at its sources again, then move the date of `review by`"});
    }
  }
  warn_of_force(plan, as_at, diagnostics);
  for (const plan::Parameter& parameter : plan.parameters) {
    if (parameter.values.empty() || has_value(parameter, as_at)) continue;
    diagnostics.add({.code = diagnostics::Code::parameter_not_at_date,
                     .message = fmt::format("parameter `{}` has no value on {}", parameter.name, base::format_iso_date(as_at)),
                     .span = parameter.span,
                     .help = "what needs it is unknown then; add `from DATE VALUE` where it goes on"});
  }
}

void warn_of_force(const plan::Plan& plan, base::Day as_at, diagnostics::Diagnostics& diagnostics) {
  for (const plan::Module& module : plan.modules) {
    const bool early = module.in_force_from && as_at < *module.in_force_from;
    const bool late = module.in_force_to && as_at > *module.in_force_to;
    if (!early && !late) continue;
    std::string force =
        fmt::format("in force from {}", module.in_force_from ? base::format_iso_date(*module.in_force_from) : "…");
    if (module.in_force_to) force += " to " + base::format_iso_date(*module.in_force_to);
    diagnostics.add(
        {.code = diagnostics::Code::not_in_force,
         .message = fmt::format("{} `{}` is {}, and this is {} it, on {}", module.framework ? "framework" : "library",
                                module.name, force, early ? "before" : "after", base::format_iso_date(as_at)),
         .help = "answers follow its rules all the same; use the version that is in force then, if there is one",
         .place = {module.path, 0, {}}});
  }
}

std::vector<std::string> list_dates(const plan::Plan& plan) {
  std::vector<std::pair<base::Day, std::string>> dated;
  for (const Review& review : reviews(plan)) {
    dated.emplace_back(review.by, fmt::format("{}  review by       {}", base::format_iso_date(review.by), review.what));
  }
  for (const plan::Module& module : plan.modules) {
    const std::string_view kind = module.framework ? "framework" : "library";
    if (module.in_force_from)
      dated.emplace_back(*module.in_force_from, fmt::format("{}  in force from   {} `{}`",
                                                            base::format_iso_date(*module.in_force_from), kind, module.name));
    if (module.in_force_to)
      dated.emplace_back(*module.in_force_to, fmt::format("{}  in force until  {} `{}`",
                                                          base::format_iso_date(*module.in_force_to), kind, module.name));
  }
  for (const plan::Parameter& parameter : plan.parameters) {
    if (!is_dated(parameter)) continue;
    for (const plan::ParameterPeriod& period : parameter.values) {
      if (period.from)
        dated.emplace_back(*period.from, fmt::format("{}  value from      parameter `{}`", base::format_iso_date(*period.from),
                                                     parameter.name));
      if (period.to)
        dated.emplace_back(
            *period.to, fmt::format("{}  value until     parameter `{}`", base::format_iso_date(*period.to), parameter.name));
    }
  }
  std::stable_sort(dated.begin(), dated.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> lines;
  for (auto& [day, line] : dated) lines.push_back(std::move(line));
  return lines;
}

}  // namespace fairstart::cli
