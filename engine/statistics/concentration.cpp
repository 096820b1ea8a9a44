// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/concentration.hpp"

#include <algorithm>
#include <cmath>

namespace fairstart::statistics {
namespace {

// Persons in order, each one's rank, and what all methods need.
struct Ranked {
  std::vector<Person> persons;
  std::vector<double> ranks;
  double n = 0, weight = 0, mean = 0;
  double rank_variance = 0;  // of R, with the weights as they are
};

std::optional<Ranked> ranked(std::span<const Person> given) {
  Ranked result{.persons{given.begin(), given.end()}};
  if (given.size() < 3) return std::nullopt;
  std::stable_sort(result.persons.begin(), result.persons.end(),
                   [](const Person& a, const Person& b) { return a.standard < b.standard; });
  result.n = static_cast<double>(given.size());
  for (const Person& person : result.persons) {
    if (!(person.weight > 0.0) || !std::isfinite(person.value) || !std::isfinite(person.standard)) return std::nullopt;
    result.weight += person.weight;
    result.mean += person.weight * person.value;
  }
  result.mean /= result.weight;
  double below = 0.0, ranks = 0.0, squares = 0.0, weights = 0.0;
  for (const Person& person : result.persons) {
    const double rank = (below + person.weight / 2.0) / result.weight;
    below += person.weight;
    result.ranks.push_back(rank);
    ranks += person.weight * rank;
    squares += person.weight * rank * rank;
    weights += person.weight * person.weight;
  }
  result.rank_variance = (squares * result.weight - ranks * ranks) / (result.weight * result.weight - weights);
  return result;
}

// The weighted line through the values times a factor, and the variances and covariance of its ends.
struct FittedLine {
  double start = 0, slope = 0, of_start = 0, of_slope = 0, of_both = 0;
};
FittedLine line_through(const Ranked& all, double factor) {
  double rank = 0.0, value = 0.0;
  for (std::size_t i = 0; i < all.persons.size(); ++i) {
    rank += all.persons[i].weight * all.ranks[i];
    value += all.persons[i].weight * all.persons[i].value * factor;
  }
  rank /= all.weight;
  value /= all.weight;
  double spread = 0.0, together = 0.0;
  for (std::size_t i = 0; i < all.persons.size(); ++i) {
    const double away = all.ranks[i] - rank;
    spread += all.persons[i].weight * away * away;
    together += all.persons[i].weight * away * (all.persons[i].value * factor - value);
  }
  FittedLine line;
  line.slope = together / spread;
  line.start = value - line.slope * rank;
  double missed = 0.0;
  for (std::size_t i = 0; i < all.persons.size(); ++i) {
    const double rest = all.persons[i].value * factor - line.start - line.slope * all.ranks[i];
    missed += all.persons[i].weight * rest * rest;
  }
  const double noise = missed / (all.n - 2.0);
  line.of_slope = noise / spread;
  line.of_start = noise * (1.0 / all.weight + rank * rank / spread);
  line.of_both = -noise * rank / spread;
  return line;
}

PersonsConcentration by_delta(const Ranked& all) {
  const FittedLine line = line_through(all, 1.0);
  const double both = 2.0 * line.start + line.slope;
  const double d = 8.0 * all.rank_variance / (both * both);
  const double by_start = -line.slope * d, by_slope = line.start * d;
  return {2.0 * all.rank_variance * line.slope / (line.start + line.slope / 2.0) * (all.n - 1.0) / all.n,
          by_start * by_start * line.of_start + by_slope * by_slope * line.of_slope + 2.0 * by_start * by_slope * line.of_both};
}

PersonsConcentration by_convenience(const Ranked& all) {
  const FittedLine line = line_through(all, 2.0 * all.rank_variance / all.mean);
  return {line.slope * (all.n - 1.0) / all.n, line.of_slope};
}

PersonsConcentration by_kakwani(const Ranked& all) {
  double sum = 0.0;
  for (std::size_t i = 0; i < all.persons.size(); ++i) sum += all.persons[i].value * all.ranks[i];
  PersonsConcentration result;
  result.index = 2.0 / (all.n * all.mean) * sum - 1.0;
  const double more = 1.0 + result.index;
  double squares = 0.0, held_before = 0.0;
  for (std::size_t i = 0; i < all.persons.size(); ++i) {
    const double relative = all.persons[i].value / all.mean;
    const double held = held_before + relative / all.n;  // share of the total that is held up to here
    const double a = relative * (2.0 * all.ranks[i] - more) + 2.0 - held_before - held;
    held_before = held;
    squares += a * a;
  }
  result.variance = (squares / all.n - more * more) / all.n;
  return result;
}

std::optional<double> factor_of(ConcentrationKind kind, const Ranked& all) {
  switch (kind) {
    case ConcentrationKind::relative: return 1.0;
    case ConcentrationKind::generalised: return all.mean;
    case ConcentrationKind::erreygers: {
      const auto [least, most] = std::minmax_element(all.persons.begin(), all.persons.end(),
                                                     [](const Person& a, const Person& b) { return a.value < b.value; });
      if (!(most->value > least->value)) return std::nullopt;
      return 4.0 * all.mean / (most->value - least->value);
    }
    case ConcentrationKind::wagstaff: {
      if (all.mean == 1.0) return std::nullopt;
      return 1.0 / (1.0 - all.mean);
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<PersonsConcentration> concentration_of_persons(std::span<const Person> persons, ConcentrationMethod method,
                                                             ConcentrationKind kind, double confidence) {
  const auto all = ranked(persons);
  if (!all || all->mean == 0.0 || !is_confidence(confidence)) return std::nullopt;
  const auto factor = factor_of(kind, *all);
  if (!factor) return std::nullopt;
  PersonsConcentration result;
  switch (method) {
    case ConcentrationMethod::line_delta: result = by_delta(*all); break;
    case ConcentrationMethod::line_convenience: result = by_convenience(*all); break;
    case ConcentrationMethod::direct:
      if (std::any_of(persons.begin(), persons.end(), [](const Person& each) { return each.weight != 1.0; }))
        return std::nullopt;
      result = by_kakwani(*all);
      break;
  }
  result.index *= *factor;
  result.variance *= *factor * *factor;
  const double half_width = z_of(confidence) * std::sqrt(std::max(0.0, result.variance));
  result.limits = {result.index - half_width, result.index + half_width};
  return result;
}

}  // namespace fairstart::statistics
