// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/inequality.hpp"

#include <array>

#include "cli/stat_methods.hpp"
#include "engine/statistics/concentration.hpp"

namespace fairstart::cli {
namespace {

using statistics::Limits, statistics::Person, statistics::QuantileValue, statistics::Share;

std::vector<std::string> limited(double value, const std::optional<Limits>& limits) {
  return {told(value), lower_of(limits), upper_of(limits)};
}

StatResult slope(const StatInput& input) {
  const StatTable& table = input.table();
  const std::string type = input.one_of("--type", {"other", "rate", "proportion"});
  statistics::SlopeOptions options{
      .transform = input.has("--transform"), .multiplier = input.number("--multiplier", 1.0), .confidence = input.confidence()};
  options.type = type == "rate"         ? statistics::ValueType::rate
                 : type == "proportion" ? statistics::ValueType::proportion
                                        : statistics::ValueType::other;
  const std::string people = table.has("population") ? "population" : "denominator";
  StatResult result(
      joined(input.by(), {"slope", "lower", "upper", "relative", "relative_lower", "relative_upper", "intercept"}));
  for (const StatTable::Group& group : input.groups()) {
    std::vector<QuantileValue> quantiles;
    for (const std::size_t row : group.rows) {
      QuantileValue quantile{table.need(row, people), table.need(row, "value"), table.number_if(row, "error"), {}};
      const auto lower = table.number_if(row, "lower"), upper = table.number_if(row, "upper");
      if (lower && upper) quantile.limits = Limits{*lower, *upper};
      if (!(quantile.population > 0.0)) table.fail(row, people, "it is not over 0");
      if (type == "proportion" && !(quantile.value >= 0.0 && quantile.value <= 1.0)) {
        table.fail(row, "value", "a proportion is between 0 and 1: give it as a fraction");
      }
      if (quantile.error && !(*quantile.error > 0.0)) table.fail(row, "error", "it is not over 0");
      quantiles.push_back(quantile);
    }
    if (quantiles.size() < statistics::least_quantiles || quantiles.size() > statistics::most_quantiles) {
      table.fail(group.rows.back(), "value", "a slope takes 5 to 100 ranks, from the worst off up");
    }
    const auto found = statistics::slope_of_quantiles(quantiles, options);
    if (!found) table.fail(group.rows.front(), "value", "a value of this group has no logarithm or logit");
    auto cells = limited(found->slope, found->slope_limits);
    cells.push_back(told(found->relative));
    cells.push_back(lower_of(found->relative_limits));
    cells.push_back(upper_of(found->relative_limits));
    cells.push_back(told(found->intercept));
    result.add(joined(group.key, cells));
  }
  return result;
}

StatResult concentration(const StatInput& input) {
  const StatTable& table = input.table();
  const std::string method = input.one_of("--method", {"line-delta", "line-convenience", "direct"});
  const std::string kind = input.one_of("--kind", {"relative", "generalised", "erreygers", "wagstaff"});
  const auto by_method = method == "direct"             ? statistics::ConcentrationMethod::direct
                         : method == "line-convenience" ? statistics::ConcentrationMethod::line_convenience
                                                        : statistics::ConcentrationMethod::line_delta;
  const auto of_kind = kind == "generalised" ? statistics::ConcentrationKind::generalised
                       : kind == "erreygers" ? statistics::ConcentrationKind::erreygers
                       : kind == "wagstaff"  ? statistics::ConcentrationKind::wagstaff
                                             : statistics::ConcentrationKind::relative;
  StatResult result(joined(input.by(), {"n", "value", "lower", "upper", "variance"}));
  for (const StatTable::Group& group : input.groups()) {
    std::vector<Person> persons;
    for (const std::size_t row : group.rows) {
      Person person{table.need(row, "standard"), table.need(row, "value"), table.number_if(row, "weight").value_or(1.0)};
      if (!(person.weight > 0.0)) table.fail(row, "weight", "it is not over 0");
      if (method == "direct" && person.weight != 1.0) table.fail(row, "weight", "the direct method takes no weights");
      persons.push_back(person);
    }
    const auto found = statistics::concentration_of_persons(persons, by_method, of_kind, input.confidence());
    if (!found) table.fail(group.rows.front(), "value", "there are fewer than three persons, or the values have no such index");
    auto cells = limited(found->index, found->limits);
    cells.insert(cells.begin(), told(static_cast<double>(persons.size())));
    cells.push_back(told(found->variance));
    result.add(joined(group.key, cells));
  }
  return result;
}

StatResult concentration_of_groups(const StatInput& input) {
  const StatTable& table = input.table();
  const bool shares = table.has("numerator");
  StatResult result(joined(input.by(), {"n", "value", "lower", "upper", "variance"}));
  for (const StatTable::Group& group : input.groups()) {
    std::vector<Share> ranks;
    double rows = 0.0;
    for (const std::size_t row : group.rows) {
      Share rank;
      rank.rows = table.need(row, shares ? "denominator" : "rows");
      if (!(rank.rows > 0.0)) table.fail(row, shares ? "denominator" : "rows", "it is not over 0");
      if (shares) {
        rank.mean = table.need(row, "numerator") / rank.rows;
        if (!(rank.mean >= 0.0 && rank.mean <= 1.0)) table.fail(row, "numerator", "it is not between 0 and the denominator");
        rank.variance = rank.mean * (1.0 - rank.mean);
      } else {
        rank.mean = table.need(row, "mean");
        rank.variance = table.number_if(row, "variance").value_or(0.0);
        if (rank.variance < 0.0) table.fail(row, "variance", "it is under 0");
      }
      rows += rank.rows;
      ranks.push_back(rank);
    }
    const auto found = statistics::concentration_index(ranks, input.confidence());
    if (!found) table.fail(group.rows.front(), shares ? "numerator" : "mean", "the mean of this group is not over 0");
    auto cells = limited(found->index, found->limits);
    cells.insert(cells.begin(), told(rows));
    cells.push_back(told(found->variance));
    result.add(joined(group.key, cells));
  }
  return result;
}

constexpr std::array inequality_methods = {
    StatMethod{"slope", "slope and relative index of inequality",
               "population or denominator  people of the rank; ranks in order, the worst off first\n"
               "value                      the rank's figure (a proportion as a fraction)\n"
               "[error]                    its standard error, on the scale of the type\n"
               "[lower, upper]             or its 95% limits",
               "--confidence --multiplier --by --type --transform",
               "slope, lower, upper, relative, relative_lower, relative_upper, intercept",
               "least squares of value on the share of people up to the middle of each rank, weights the shares; slope ∓ z "
               "√Σ(cᵢ eᵢ)²; relative "
               "(Y₀ + slope) ÷ Y₀. `--transform`: the line on the log of a rate or the logit of a proportion. A multiplier "
               "under 0 where high is bad",
               "Mackenbach and Kunst 1997; PHEindicatormethods, phe_sii (whose limits are drawn at random: these are what they "
               "tend to)",
               "fairstart stat proportion fifths.csv --multiplier 1 | fairstart stat slope - --multiplier -100", slope},
    StatMethod{"concentration", "concentration index over persons",
               "standard  living standard, which decides the order\n"
               "value     health, or what is received\n"
               "[weight]  over 0",
               "--confidence --by --method --kind", "n, value, lower, upper, variance",
               "2 cov(h, R) ÷ μ, R the share of weight below and half of one's own; `--method line-delta`, `line-convenience` "
               "or `direct`; "
               "`--kind generalised` Cμ, `erreygers` 4μC ÷ (greatest − least), `wagstaff` C ÷ (1 − μ). Under 0: more among the "
               "worst off",
               "Kakwani, Wagstaff and van Doorslaer 1997; O'Donnell and others 2008; rineq",
               "fairstart stat concentration people.csv --kind erreygers", concentration},
    StatMethod{"concentration-of-groups", "concentration index over ranks of people",
               "numerator, denominator  those who have it, of how many; ranks in order, the worst off first\n"
               "or rows, mean, [variance]",
               "--confidence --by", "n, value, lower, upper, variance",
               "as `concentration`, over groups, with the variance within each (p(1 − p) of a share)",
               "Kakwani, Wagstaff and van Doorslaer 1997", "fairstart stat concentration-of-groups fifths.csv",
               concentration_of_groups},
};

}  // namespace

std::span<const StatMethod> stat_inequality() { return inequality_methods; }

}  // namespace fairstart::cli
