// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "cli/stat_methods.hpp"
#include "engine/statistics/means.hpp"
#include "engine/statistics/order.hpp"
#include "engine/statistics/proportions.hpp"
#include "engine/statistics/rates.hpp"
#include "engine/statistics/rounding.hpp"

namespace fairstart::cli {
namespace {

using statistics::Figure;
using statistics::Limits;

struct Pair {
  std::optional<double> x, n;
};

// A row's counts, checked; `of_all`: a share, which is not over 1.
Pair counts_of(const StatTable& table, std::size_t row, bool of_all, std::string_view more = "") {
  const std::string numerator = "numerator" + std::string(more), denominator = "denominator" + std::string(more);
  const Pair pair{table.number(row, numerator), table.number(row, denominator)};
  if (pair.x && *pair.x < 0.0) table.fail(row, numerator, "it is under 0");
  if (pair.n && !(*pair.n > 0.0)) table.fail(row, denominator, "it is not over 0");
  if (of_all && pair.x && pair.n && *pair.x > *pair.n) table.fail(row, numerator, "it is over the denominator");
  return pair;
}

std::vector<std::string> cells_of(const std::optional<Figure>& figure) {
  if (!figure) return {"", "", ""};
  return {told(figure->value), lower_of(figure->limits), upper_of(figure->limits)};
}

// A figure for each row; with --by for the sums of each group.
StatResult of_counts(const StatInput& input, bool of_all, const std::function<std::optional<Figure>(double, double)>& figure) {
  const StatTable& table = input.table();
  if (!input.has("--by")) {
    StatResult result(with_columns(table, {"value", "lower", "upper"}));
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const Pair pair = counts_of(table, row, of_all);
      result.add(with_cells(table, row, cells_of(pair.x && pair.n ? figure(*pair.x, *pair.n) : std::nullopt)));
    }
    return result;
  }
  StatResult result(joined(input.by(), {"numerator", "denominator", "value", "lower", "upper"}));
  for (const StatTable::Group& group : input.groups()) {
    Pair sum{0.0, 0.0};
    for (const std::size_t row : group.rows) {
      const Pair pair = counts_of(table, row, of_all);
      if (!pair.x || !pair.n) table.fail(row, pair.x ? "denominator" : "numerator", "a number is missing from a sum");
      *sum.x += *pair.x;
      *sum.n += *pair.n;
    }
    result.add(joined(joined(group.key, {told(sum.x), told(sum.n)}), cells_of(figure(*sum.x, *sum.n))));
  }
  return result;
}

StatResult proportion(const StatInput& input) {
  const double confidence = input.confidence(), multiplier = input.number("--multiplier", 100.0);
  const bool exact = input.one_of("--method", {"wilson", "exact"}) == "exact";
  return of_counts(input, true, [&](double x, double n) -> std::optional<Figure> {
    if (!exact) return statistics::proportion(x, n, confidence, multiplier);
    return Figure{x / n * multiplier, statistics::times(statistics::clopper_pearson(x, n, confidence), multiplier)};
  });
}

StatResult rate(const StatInput& input) {
  const double confidence = input.confidence(), multiplier = input.number("--multiplier", 100'000.0);
  const std::string method = input.one_of("--method", {"exact-then-byar", "byar", "exact"});
  return of_counts(input, false, [&](double x, double n) -> std::optional<Figure> {
    if (method == "exact-then-byar") return statistics::rate(x, n, confidence, multiplier);
    const auto limits = method == "byar" ? statistics::byar(x, confidence) : statistics::exact_poisson(x, confidence);
    return Figure{x / n * multiplier, statistics::times(limits, multiplier / n)};
  });
}

StatResult count(const StatInput& input) {
  const StatTable& table = input.table();
  const std::string method = input.one_of("--method", {"exact-then-byar", "byar", "exact"});
  StatResult result(with_columns(table, {"lower", "upper"}));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto x = table.number(row, "count");
    if (x && *x < 0.0) table.fail(row, "count", "it is under 0");
    std::optional<Limits> limits;
    if (x && method == "exact") limits = statistics::exact_poisson(*x, input.confidence());
    if (x && method == "byar") limits = statistics::byar(*x, input.confidence());
    if (x && method == "exact-then-byar") limits = statistics::count_limits(*x, input.confidence());
    result.add(with_cells(table, row, {lower_of(limits), upper_of(limits)}));
  }
  return result;
}

std::vector<double> values_of(const StatTable& table, const StatTable::Group& group) {
  std::vector<double> values;
  for (const std::size_t row : group.rows) {
    if (const auto value = table.number(row, "value")) values.push_back(*value);
  }
  return values;
}

StatResult mean(const StatInput& input) {
  StatResult result(joined(input.by(), {"n", "sum", "deviation", "value", "lower", "upper"}));
  for (const StatTable::Group& group : input.groups()) {
    const std::vector<double> values = values_of(input.table(), group);
    const auto sample = statistics::sample_of(values);
    if (!sample) {
      result.add(joined(group.key, {"0", "", "", "", "", ""}));
      continue;
    }
    result.add(joined(joined(group.key, {told(sample->n), told(sample->sum), told(sample->deviation)}),
                      cells_of(statistics::mean(values, input.confidence()))));
  }
  return result;
}

StatResult percentile(const StatInput& input) {
  const double p = input.number("--p", 50.0) / 100.0;
  if (!(p > 0.0) || !(p < 1.0)) throw WrongUsage("the value of `--p` is not over 0 and under 100");
  StatResult result(joined(input.by(), {"n", "value", "lower", "upper"}));
  for (const StatTable::Group& group : input.groups()) {
    std::vector<double> values = values_of(input.table(), group);
    std::sort(values.begin(), values.end());
    std::vector<std::string> cells{told(static_cast<double>(values.size())),
                                   told(statistics::percentile_of_values(values, p, 1)), "", ""};
    if (const auto places = statistics::percentile_places(static_cast<std::int64_t>(values.size()), p, input.confidence())) {
      cells[2] = told(values[static_cast<std::size_t>(places->lower - 1)]);
      cells[3] = told(values[static_cast<std::size_t>(places->upper - 1)]);
    }
    result.add(joined(group.key, cells));
  }
  return result;
}

// Two sides on one row.
StatResult of_sides(const StatInput& input, bool ratio) {
  const StatTable& table = input.table();
  const bool shares = input.one_of("--of", {"proportions", "rates"}) == "proportions";
  const double multiplier = input.number("--multiplier", ratio ? 1.0 : shares ? 100.0 : 100'000.0);
  StatResult result(with_columns(table, {"value", "lower", "upper"}));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const Pair a = counts_of(table, row, shares), b = counts_of(table, row, shares, "_b");
    std::optional<Figure> figure;
    if (a.x && a.n && b.x && b.n) {
      const auto side = [&](const Pair& pair) {
        return shares ? statistics::proportion(*pair.x, *pair.n, input.confidence())
                      : statistics::rate(*pair.x, *pair.n, input.confidence(), 1.0);
      };
      const auto of_a = side(a), of_b = side(b);
      const bool limited = of_a && of_b && of_a->limits && of_b->limits;
      if (of_a && of_b && !ratio) {
        figure = Figure{(of_a->value - of_b->value) * multiplier, {}};
        if (limited) {
          figure->limits =
              times(statistics::difference_limits(of_a->value, *of_a->limits, of_b->value, *of_b->limits), multiplier);
        }
      } else if (of_a && of_b && of_b->value > 0.0) {
        figure = Figure{of_a->value / of_b->value * multiplier, {}};
        if (limited) {
          figure->limits = times(statistics::ratio_limits(of_a->value, *of_a->limits, of_b->value, *of_b->limits), multiplier);
        }
      }
    }
    result.add(with_cells(table, row, cells_of(figure)));
  }
  return result;
}

StatResult difference(const StatInput& input) { return of_sides(input, false); }
StatResult ratio(const StatInput& input) { return of_sides(input, true); }

StatResult percent(const StatInput& input) {
  const StatTable& table = input.table();
  StatResult result(with_columns(table, {"value"}));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const Pair pair = counts_of(table, row, true);
    std::optional<std::int64_t> tenths;
    if (pair.x && pair.n) {
      for (const auto& [column, number] : {std::pair("numerator", *pair.x), std::pair("denominator", *pair.n)}) {
        if (number != std::floor(number) || number > 1e15) table.fail(row, column, "it is not a whole number");
      }
      tenths = statistics::percent_tenths(static_cast<std::int64_t>(*pair.x), static_cast<std::int64_t>(*pair.n));
    }
    result.add(with_cells(table, row, {tenths ? told(static_cast<double>(*tenths) / 10.0) : ""}));
  }
  return result;
}

constexpr std::string_view both_counts =
    "numerator    those that count, 0 or more\n"
    "denominator  of how many, over 0";
constexpr std::string_view of_values = "value  one a row; empty ones are passed over";
constexpr std::string_view two_sides =
    "numerator, denominator      the first side\n"
    "numerator_b, denominator_b  the second side";

constexpr std::array interval_methods = {
    StatMethod{"proportion", "a share with its interval", both_counts, "--confidence --multiplier --method --by",
               "value, lower, upper",
               "x/n; Wilson: (2x + z² ∓ z√(z² + 4x(1 − x/n))) ÷ 2(n + z²); `--method exact`: Clopper and Pearson. Times the "
               "multiplier "
               "(100). With --by counts are added up first",
               "Wilson 1927; PHEindicatormethods, phe_proportion; Clopper and Pearson 1934",
               "fairstart stat proportion counts.csv --confidence 99.8", proportion},
    StatMethod{"rate", "events per so many, with the interval", both_counts, "--confidence --multiplier --method --by",
               "value, lower, upper",
               "x/n; limits of the count: exact Poisson under 10, else Byar: x(1 − 1/9x − z/3√x)³, (x + 1)(1 − 1/9(x + 1) + "
               "z/3√(x + 1))³; "
               "times the multiplier (100,000). `--method byar` or `exact` takes one of them for all counts",
               "Breslow and Day 1987; Garwood 1936; PHEindicatormethods, phe_rate",
               "fairstart stat rate counts.csv --multiplier 1000", rate},
    StatMethod{"count", "the interval of a number of events", "count  events, 0 or more", "--confidence --method",
               "lower, upper", "as `rate`, without a denominator", "as `rate`", "fairstart stat count counts.csv", count},
    StatMethod{"percent", "a percentage to one decimal, ties up", both_counts, "", "value",
               "100 x ÷ n, worked out on whole numbers: 13 of 16 is 81.3", "Department for Education, EYFS profile",
               "fairstart stat percent counts.csv", percent},
    StatMethod{"mean", "a mean with its interval", of_values, "--confidence --by", "n, sum, deviation, value, lower, upper",
               "mean ∓ t s/√n, t with n − 1 degrees of freedom, s with n − 1", "Student 1908; PHEindicatormethods, phe_mean",
               "fairstart stat mean values.csv --by area", mean},
    StatMethod{"percentile", "a median or other percentile with its interval", of_values, "--confidence --p --by",
               "n, value, lower, upper",
               "the value at (n − 1)p + 1, straight between neighbours (type 7); limits are values in order, at the places "
               "that the binomial "
               "with n trials at p leaves outside at most half of 1 − confidence on each side",
               "Hyndman and Fan 1996; Conover 1999, 3.2; Fingertips", "fairstart stat percentile waits.csv --p 90", percentile},
    StatMethod{"difference", "the gap between two shares or rates", two_sides, "--confidence --multiplier --of",
               "value, lower, upper",
               "d = a − b; d − √((a − aL)² + (bU − b)²), d + √((aU − a)² + (b − bL)²), each side's own limits as `proportion` "
               "or `rate` "
               "(`--of rates`)",
               "Newcombe 1998, method 10; Zou and Donner 2008", "fairstart stat difference gaps.csv", difference},
    StatMethod{"ratio", "one share or rate as a multiple of another", two_sides, "--confidence --multiplier --of",
               "value, lower, upper", "a ÷ b; limits from each side's own by MOVER-R", "Donner and Zou 2012",
               "fairstart stat ratio gaps.csv --of rates", ratio},
};

}  // namespace

std::span<const StatMethod> stat_intervals() { return interval_methods; }

}  // namespace fairstart::cli
