// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "cli/stat_methods.hpp"
#include "engine/statistics/benchmarks.hpp"
#include "engine/statistics/suppression.hpp"
#include "engine/statistics/trend_marker.hpp"

namespace fairstart::cli {
namespace {

using statistics::Limits, statistics::Polarity, statistics::Standing, statistics::YearPoint;

Polarity polarity_of(const StatInput& input) {
  const std::string better = input.one_of("--better", {"none", "lower", "higher"});
  return better == "lower" ? Polarity::low_is_good : better == "higher" ? Polarity::high_is_good : Polarity::none;
}

std::optional<Limits> limits_of(const StatTable& table, std::size_t row, std::string_view lower, std::string_view upper) {
  const auto low = table.number(row, lower), high = table.number(row, upper);
  return low && high ? std::optional(Limits{*low, *high}) : std::nullopt;
}

StatResult benchmark(const StatInput& input) {
  const StatTable& table = input.table();
  const std::string method = input.one_of("--method", {"limits", "two-levels", "both-limits", "share", "rate", "range",
                                                       "target", "target-limits", "percentiles", "previous-year"});
  const Polarity polarity = polarity_of(input);
  const double unit = input.number("--multiplier", method == "rate" ? 100'000.0 : 100.0);
  const bool outer = input.one_of("--level", {"95", "99.8"}) == "99.8";
  StatResult result(with_columns(table, {"standing"}));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto number = [&](std::string_view column) { return table.number(row, column); };
    Standing standing = Standing::none;
    if (method == "limits") {
      standing = statistics::against_value(limits_of(table, row, "lower", "upper"), number("benchmark"), polarity);
    } else if (method == "two-levels") {
      standing = statistics::against_value_at_two_levels(limits_of(table, row, "lower", "upper"),
                                                         limits_of(table, row, "outer_lower", "outer_upper"),
                                                         number("benchmark"), polarity);
    } else if (method == "both-limits") {
      standing = statistics::against_limits(limits_of(table, row, "lower", "upper"),
                                            limits_of(table, row, "benchmark_lower", "benchmark_upper"), polarity);
    } else if (method == "share") {
      standing = statistics::against_share(number("value"), number("benchmark"), table.need(row, "denominator"), unit,
                                           outer ? 3.0902 : 1.96, polarity);
    } else if (method == "rate") {
      standing = statistics::against_rate(number("value"), number("benchmark"), table.need(row, "denominator"), unit,
                                          outer ? 0.001 : 0.025, polarity);
    } else if (method == "range" || method == "percentiles") {
      const double lower = table.need(row, "target_lower"), upper = table.need(row, "target_upper");
      if (lower > upper) table.fail(row, "target_lower", "it is over the upper end of the target");
      standing = method == "range" ? statistics::against_range(number("value"), lower, upper, polarity)
                                   : statistics::against_percentiles(number("value"), lower, upper, polarity);
    } else if (method == "target") {
      standing = statistics::against_target(number("value"), table.need(row, "target"), polarity);
    } else if (method == "target-limits") {
      standing =
          statistics::limits_against_target(limits_of(table, row, "lower", "upper"), table.need(row, "target"), polarity);
    } else {
      standing = statistics::against_previous_year(number("value"), number("benchmark"));
    }
    result.add(with_cells(table, row, {standing == Standing::same ? "similar" : std::string(words(standing))}));
  }
  return result;
}

StatResult rag(const StatInput& input) {
  const StatTable& table = input.table();
  const double amber = input.number("--amber", 90.0), green = input.number("--green", 95.0);
  if (amber > green) throw WrongUsage("`--amber` is over `--green`");
  StatResult result(with_columns(table, {"band"}));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto value = table.number(row, "value");
    result.add(with_cells(table, row, {value ? std::string(words(statistics::rag_of(*value, amber, green))) : ""}));
  }
  return result;
}

StatResult trend_marker(const StatInput& input) {
  const StatTable& table = input.table();
  const std::string type = input.one_of("--type", {"proportion", "crude-rate", "standardised-rate", "other"});
  const auto kind = type == "proportion"          ? statistics::Kind::proportion
                    : type == "crude-rate"        ? statistics::Kind::crude_rate
                    : type == "standardised-rate" ? statistics::Kind::standardised_rate
                                                  : statistics::Kind::other;
  const bool regression = input.one_of("--method", {"regression", "chi-squared"}) == "regression";
  StatResult result(joined(input.by(), {"chi_squared", "trend"}));
  for (const StatTable::Group& group : input.groups()) {
    std::vector<YearPoint> points;
    for (const std::size_t row : group.rows) {
      const double year = table.need(row, "year");
      if (!(year >= 0.0) || !(year <= 9999.0)) table.fail(row, "year", "it is not a year");
      YearPoint point{static_cast<std::int64_t>(year),
                      table.number(row, "count"),
                      table.number(row, "denominator"),
                      table.number(row, "value"),
                      {}};
      if (regression) point.limits = limits_of(table, row, "lower", "upper");
      points.push_back(point);
    }
    const auto marker = regression ? statistics::trend_by_regression(points, kind) : statistics::trend_of_proportions(points);
    result.add(joined(group.key, {told(marker.chi_squared), std::string(words(marker, polarity_of(input)))}));
  }
  return result;
}

StatResult suppress(const StatInput& input) {
  const StatTable& table = input.table();
  std::vector<std::string_view> names;
  for (const statistics::SuppressionRule& rule : statistics::suppression_rules()) names.push_back(rule.name);
  const statistics::SuppressionRule& rule = *statistics::suppression_rule(input.one_of("--rule", names));
  const bool grouped = table.has("parent");
  StatResult result(
      with_columns(table, grouped ? std::vector<std::string>{"shown", "rank", "hidden", "hidden_second", "hidden_with_parent"}
                                  : std::vector<std::string>{"shown", "hidden"}));
  std::vector<statistics::Suppressed> found;
  std::vector<std::string> parents, hidden_parents;
  std::vector<std::int64_t> counts;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double count = table.need(row, "count");
    const auto each = statistics::suppressed(rule, count);
    if (!each) table.fail(row, "count", "it is not a whole number from 0 up");
    found.push_back(*each);
    counts.push_back(static_cast<std::int64_t>(count));
    if (!grouped) continue;
    parents.push_back(table.text(row, "parent"));
    if (table.yes(row, "parent_hidden", false)) hidden_parents.push_back(parents.back());
  }
  const auto yes = [](bool is) { return std::string(is ? "yes" : "no"); };
  const auto ranks = statistics::ranks_in_parents(parents, counts);
  std::vector<statistics::RankedUnit> units;
  for (std::size_t i = 0; i < ranks.size(); ++i) units.push_back({parents[i], ranks[i], found[i].hidden});
  const auto second = statistics::second_level(units), cascade = statistics::cascaded(units, hidden_parents);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const bool gone = grouped && (second[row] || cascade[row]);
    std::string shown = found[row].shown && !gone ? std::to_string(*found[row].shown) : "*";
    if (!grouped) {
      result.add(with_cells(table, row, {shown, yes(found[row].hidden)}));
    } else {
      result.add(with_cells(table, row,
                            {shown, std::to_string(ranks[row]), yes(found[row].hidden), yes(second[row]), yes(cascade[row])}));
    }
  }
  return result;
}

constexpr std::array comparison_methods = {
    StatMethod{"benchmark", "better, similar or worse than a benchmark or target",
               "limits, two-levels  lower, upper, benchmark; and outer_lower, outer_upper (99.8%)\n"
               "both-limits         lower, upper, benchmark_lower, benchmark_upper\n"
               "share, rate         value, benchmark, denominator\n"
               "range, percentiles  value, target_lower, target_upper\n"
               "target              value, target\n"
               "target-limits       lower, upper, target\n"
               "previous-year       value, benchmark",
               "--method --better --level --multiplier", "standing: better, similar, worse; best, worst; higher, lower; none",
               "limits: similar where the benchmark lies within, ends included. share: control limits, Wilson's around the "
               "benchmark with z 1.96 "
               "(3.0902 at `--level 99.8`). rate: exact Poisson around the expected events. range: from lower up and under "
               "upper is similar",
               "Fingertips (ukhsa-collaboration/fingertips-open 67808972)",
               "fairstart stat benchmark areas.csv --method limits --better higher", benchmark},
    StatMethod{"rag", "red, amber or green", "value", "--amber --green", "band",
               "green from `--green` (95) up, amber from `--amber` (90) up, else red", "COVER programme; Fingertips",
               "fairstart stat rag uptake.csv", rag},
    StatMethod{"trend-marker", "whether the last five years show a trend",
               "year, count, denominator, value\n"
               "lower, upper  95% limits; not with `--method chi-squared`",
               "--by --better --type --method", "chi_squared, trend",
               "line weighted by 1 ÷ se², se = (U − L) ÷ 3.92, through the last five points; a trend where chi² is over 9.5495 "
               "(99.8%) and the line "
               "keeps its direction without any one point. `--method chi-squared`: Cochran and Armitage for proportions",
               "FingertipsNext d1600f4a; fingertips-open 67808972; Armitage 1955",
               "fairstart stat trend-marker years.csv --by area --better higher", trend_marker},
    StatMethod{"suppress", "small numbers hidden by a published rule",
               "count            a whole number\n"
               "[parent]         the group that a unit is published in: then the Friends and Family Test's further levels too\n"
               "[parent_hidden]  yes where the parent is hidden itself",
               "--rule", "shown, hidden; with parents rank, hidden_second, hidden_with_parent",
               "the rule's own: which counts are hidden, how the rest is rounded. A report's small numbers are hidden by `hide "
               "counts below`, never by "
               "these",
               "OpenSAFELY ehrQL; NHS England (HES, MHSDS, MSDS, Friends and Family Test)",
               "fairstart stat suppress counts.csv --rule suppress_1_to_7_round5", suppress},
};

}  // namespace

std::span<const StatMethod> stat_comparisons() { return comparison_methods; }

}  // namespace fairstart::cli
