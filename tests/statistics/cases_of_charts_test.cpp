// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/control_charts.hpp"
#include "engine/statistics/funnels.hpp"
#include "engine/statistics/overdispersion.hpp"
#include "engine/statistics/shewhart.hpp"
#include "tests/statistics/indicator_cases.hpp"

// Control charts and funnels.
namespace fairstart::statistics::cases::cases_of_charts_test {
namespace {

// --- XmR
struct Configuration {
  ChartOptions options;
  std::optional<bool> higher_is_better;
  std::optional<double> target;
};

// "breaches_default", "breaches_mdc_excel", "breaches_rebase_1718_1819", "attendances_fix12", "pct4h_target95".
std::optional<Configuration> configuration_of(const std::string& name) {
  Configuration result{.options{.screen = true, .fix_after = 0}};
  if (name.starts_with("breaches"))
    result.higher_is_better = false;
  else if (name.starts_with("pct4h"))
    result.higher_is_better = true;
  else if (!name.starts_with("attendances"))
    return std::nullopt;
  if (name.find("mdc_excel") != std::string::npos) result.options.screen = false;
  if (name.find("fix12") != std::string::npos) result.options.fix_after = 12;
  if (name.find("target95") != std::string::npos) result.target = 0.95;
  return result;
}

std::string cause_of(const ChartPoint& point) {
  const bool up = point.direction > 0;
  switch (point.signal) {
    case Signal::none: return "Common Cause";
    case Signal::outside: return up ? "Above UCL" : "Below LCL";
    case Signal::trend: return up ? "7 Point Trend (Increasing)" : "7 Point Trend (Decreasing)";
    case Signal::two_of_three: return up ? "2 in 3 Above CL" : "2 in 3 Below CL";
    case Signal::shift: return up ? "7 Points Above CL" : "7 Points Below CL";
  }
  return "";
}

std::string type_of(const ChartPoint& point, std::optional<bool> higher_is_better) {
  if (point.signal == Signal::none) return "common_cause";
  const bool up = point.direction > 0;
  if (!higher_is_better) return up ? "special_cause_neutral_high" : "special_cause_neutral_low";
  return up == *higher_is_better ? "special_cause_improvement" : "special_cause_concern";
}

std::string told(Assurance assurance) {
  switch (assurance) {
    case Assurance::none: return "";
    case Assurance::consistently_meets: return "consistent_pass";
    case Assurance::may_or_may_not: return "inconsistent";
    case Assurance::consistently_misses: return "consistent_fail";
  }
  return "";
}

void trusts(Check& check) {
  for (const auto& [key, rows] : check.table().by({"config", "series"})) {
    const auto configuration = configuration_of(rows.front().text("config"));
    check.holds(rows.front(), "config", configuration.has_value());
    if (!configuration) continue;
    std::vector<double> values;
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      values.push_back(rows[i].need("value"));
      if (i > 0 && rows[i].text("rebase_group") != rows[i - 1].text("rebase_group")) starts.push_back(i);
    }
    const auto charted = chart_series(values, starts, configuration->options);
    // Assurance is told of the whole series, by its last limits.
    const auto& last = charted.back().limits;
    const std::string assured =
        configuration->target && last ? told(assurance(*last, *configuration->target, configuration->higher_is_better)) : "";
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& [group, limits, point] = charted[i];
      check.holds(rows[i], "limits", limits.has_value());
      if (!limits) continue;
      check.relative(rows[i], "mean", limits->mean, 1e-9);
      check.relative(rows[i], "lpl", limits->lower, 1e-9);
      check.relative(rows[i], "upl", limits->upper, 1e-9);
      check.absolute(rows[i], "outside_limits", point.signal == Signal::outside ? 1.0 : 0.0, 0.0);
      check.absolute(rows[i], "relative_to_mean", point.side, 0.0);
      check.absolute(rows[i], "close_to_limits", point.near ? 1.0 : 0.0, 0.0);
      check.same(rows[i], "special_cause_type", cause_of(point));
      check.same(rows[i], "point_type", type_of(point, configuration->higher_is_better));
      check.same(rows[i], "assurance_type", assured);
    }
  }
}

std::string list_of(const std::vector<int>& flags) {
  std::string text;
  for (const int flag : flags) text += (text.empty() ? "" : " ") + std::to_string(flag);
  return text;
}
std::string list_of(const std::vector<bool>& flags) { return list_of(std::vector<int>(flags.begin(), flags.end())); }

void rules(Check& check) {
  for (const Row& row : check.rows()) {
    const std::vector<double> input = numbers_of(row.text("input")), relative = numbers_of(row.text("relative_to_mean"));
    std::vector<int> flags, sides;
    for (const double each : input) flags.push_back(static_cast<int>(each));
    for (const double each : relative) sides.push_back(static_cast<int>(each));
    const std::string rule = row.text("rule");
    std::string got = "no such rule";
    if (rule == "shift7_signal_end") {
      std::vector<int> ends = shift_ends(flags);
      for (int& end : ends) end = std::abs(end);  // their flags have no sign
      got = list_of(ends);
    } else if (rule == "trend7_signal_end") {
      got = list_of(trend_ends(input));
    } else if (rule == "expand_run7") {
      got = list_of(with_run_before(flags));
    } else if (rule == "two_in_three") {
      got = list_of(two_of_three(flags, sides));
    } else if (rule == "part_of_two_in_three") {
      std::vector<bool> marked = two_of_three(flags, sides);
      for (std::size_t i = 0; i < marked.size(); ++i) marked[i] = marked[i] && flags[i] != 0;
      got = list_of(marked);
    }
    check.same(row, "expected", got);
  }
}

void xmr_limits(Check& check) {
  for (const Row& row : check.rows()) {
    const auto limits = chart_limits(numbers_of(row.text("values")), {.screen = row.text("screen_outliers") == "true"});
    check.holds(row, "limits", limits.has_value());
    if (!limits) continue;
    const double tolerance = row.need("abs_tolerance");
    check.absolute(row, "mean", limits->mean, tolerance);
    check.absolute(row, "lpl", limits->lower, tolerance);
    check.absolute(row, "upl", limits->upper, tolerance);
    if (row.has("near_lpl")) check.absolute(row, "near_lpl", limits->near_lower, tolerance);
    if (row.has("near_upl")) check.absolute(row, "near_upl", limits->near_upper, tolerance);
  }
}

void assurances(Check& check) {
  for (const Row& row : check.rows()) {
    const std::string direction = row.text("improvement_direction");
    check.holds(row, "improvement_direction", direction == "increase" || direction == "decrease" || direction == "neutral");
    const std::optional<bool> higher = direction == "neutral" ? std::nullopt : std::optional(direction == "increase");
    const Assurance found = row.has("target")
                                ? assurance({.lower = row.need("lpl"), .upper = row.need("upl")}, row.need("target"), higher)
                                : Assurance::none;
    check.same(row, "expected", found == Assurance::none ? "none" : told(found));
  }
}

// --- Shewhart
bool is_yes(const std::string& text) { return text == "True" || text == "TRUE" || text == "true" || text == "1"; }

// "multiply=50" among options that the columns part, baseline and include say already.
double multiply_of(const Row& row) {
  const std::string options = row.text("options"), name = "multiply=";
  const std::size_t at = options.find(name);
  return at == std::string::npos ? 1.0 : std::stod(options.substr(at + name.size()));
}

void montgomery(Check& check) {
  for (const auto& [key, rows] : check.table().by({"case_id", "chart", "options"})) {
    const auto chart = shewhart_chart(rows.front().text("chart"));
    check.holds(rows.front(), "chart", chart.has_value());
    if (!chart) continue;
    std::vector<ShewhartValue> values;
    for (const Row& row : rows) {
      values.push_back({row.need("numerator"), row.number("denominator"), is_yes(row.text("include")),
                        is_yes(row.text("baseline")), static_cast<std::size_t>(row.need("part"))});
    }
    const auto points = shewhart(*chart, values, {.multiply = multiply_of(rows.front())});
    check.holds(rows.front(), "points", points && points->size() == rows.size());
    if (!points) continue;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const ShewhartPoint& point = (*points)[i];
      const auto count = [](const std::optional<std::size_t>& number) {
        return number ? std::optional(static_cast<double>(*number)) : std::nullopt;
      };
      check.relative(rows[i], "y", point.value, 1e-9);
      check.relative(rows[i], "cl", point.centre, 1e-9);
      check.relative(rows[i], "lcl", point.lower, 1e-9);
      check.relative(rows[i], "ucl", point.upper, 1e-9);
      // A chart without runs need not have these.
      if (rows[i].has("n_obs")) check.absolute(rows[i], "n_obs", static_cast<double>(point.runs.observed), 0.0);
      if (rows[i].has("n_useful")) check.absolute(rows[i], "n_useful", static_cast<double>(point.runs.useful), 0.0);
      check.absolute(rows[i], "longest_run", count(point.runs.longest), 0.0);
      check.absolute(rows[i], "longest_run_max", count(point.runs.longest_allowed), 0.0);
      check.absolute(rows[i], "n_crossings", count(point.runs.crossings), 0.0);
      check.absolute(rows[i], "n_crossings_min", count(point.runs.crossings_needed), 0.0);
      check.holds(rows[i], "runs_signal", is_yes(rows[i].text("runs_signal")) == point.runs.signal);
      check.holds(rows[i], "sigma_signal", is_yes(rows[i].text("sigma_signal")) == point.outside);
    }
  }
}

// --- Funnels
void funnel_shares(Check& check) {
  double numerators = 0.0, denominators = 0.0;
  for (const Row& row : check.rows()) {
    numerators += row.need("numerator");
    denominators += row.need("denominator");
  }
  for (const Row& row : check.rows()) {
    const auto place = proportion_place(row.need("numerator"), row.need("denominator"), numerators / denominators);
    check.same(row, "significance", place ? std::string(words(*place)) : "none");
  }
}

void funnel_share_limits(Check& check) {
  const Table& areas = check.beside("funnel_proportion_points.csv");
  double numerators = 0.0, denominators = 0.0, least = 1e300, greatest = 0.0;
  // With "axis variation" upstream has only the areas that are under 31,000.
  const auto take = [&](double under) {
    numerators = denominators = greatest = 0.0, least = 1e300;
    for (const Row& row : areas.rows()) {
      if (row.need("denominator") >= under) continue;
      numerators += row.need("numerator");
      denominators += row.need("denominator");
      least = std::min(least, row.need("denominator"));
      greatest = std::max(greatest, row.need("denominator"));
    }
    const double expected = check.rows().front().number("baseline").value_or(0.0);
    return denominators > 0.0 && std::abs(100.0 * numerators / denominators - expected) < 1e-5;
  };
  if (!take(1e300) && !take(31'000.0)) take(1e300);
  const double baseline = numerators / denominators;
  const std::vector<double> points = funnel_points(funnel_axis(least, greatest));
  for (std::size_t i = 0; i < check.rows().size(); ++i) {
    const Row& row = check.rows()[i];
    check.absolute(row, "population", i < points.size() ? std::optional(points[i]) : std::nullopt, 0.0);
    check.absolute(row, "baseline", 100.0 * baseline, 1e-6);
    const auto limits = proportion_funnel(row.need("population"), baseline);
    check.holds(row, "limits", limits.has_value());
    if (!limits) continue;
    check.absolute(row, "lower_2s", 100.0 * limits->inner.lower, 1e-6);
    check.absolute(row, "upper_2s", 100.0 * limits->inner.upper, 1e-6);
    check.absolute(row, "lower_3s", 100.0 * limits->outer.lower, 1e-6);
    check.absolute(row, "upper_3s", 100.0 * limits->outer.upper, 1e-6);
  }
}

void funnel_ratios(Check& check) {
  for (const Row& row : check.rows()) {
    const auto place = ratio_place(row.need("obs"), row.need("expected"));
    check.same(row, "significance", place ? std::string(words(*place)) : "none");
  }
}

void funnel_ratio_limits(Check& check) {
  for (const Row& row : check.rows()) {
    const double events = row.need("Observed_events");
    const auto expected = expected_at_limits(events);
    check.holds(row, "limits", expected.has_value());
    if (!expected) continue;
    const auto line = [&](const std::string& name, double at) {
      // Upstream finds them by halving: a ratio near 1 loses digits in ratio − 1, so that one is compared as the ratio.
      const double ratio = events / at;
      check.relative(row, name + "_exp_events", at, 1e-4);
      if (row.has(name + "_count")) {
        check.holds(row, name + "_count", std::abs(row.need(name + "_count") + 1.0 - ratio) <= 1e-4 * ratio);
      }
      check.relative(row, name + "_isr", 100.0 * ratio, 1e-4);
    };
    line("lower_2s", expected->inner.upper);
    line("upper_2s", expected->inner.lower);
    line("lower_3s", expected->outer.upper);
    line("upper_3s", expected->outer.lower);
  }
}

void rate_inputs(Check& check) {
  constexpr double multiplier = 100'000.0;
  for (const Row& row : check.rows()) {
    const auto rate = row.number("rate");
    // One area was taken without events for the charts that are blank there.
    const double events = row.need("ev"), charted = row.has("denominator_derived") ? events : 0.0;
    const auto chart = [&](const std::string& name, double count, bool standardised, double years,
                           std::optional<double> given) {
      const auto denominator = derived_denominator(count, rate, given, multiplier, standardised);
      check.relative(row, name, denominator ? std::optional(*denominator / years) : std::nullopt, 1e-4);
    };
    chart("denominator_derived", charted, true, 3.0, {});
    chart("denominator_derived_crude", events, false, 3.0, {});
    chart("denominator_derived_crude_with_denom", charted, false, 5.0, row.number("pop"));
  }
}

// The areas of a funnel of rates as a file of its lines has them. Upstream takes the lines of crude rates from the same areas with one
// change: the area with most events has 5 of them; or none, where denominators are given, and then only areas of over half of the
// largest denominator count. The file's statistic says crude, its baseline which of the two.
struct RateAreas {
  std::vector<double> denominators;
  double events = 0.0, people = 0.0;
  double baseline() const { return events / people; }
};

enum class RateChange { none, five_events, no_events };

RateAreas rate_areas(const Table& areas, RateChange change, double multiplier) {
  RateAreas result;
  double most_events = 0.0, most_people = 0.0;
  const auto given = [&](const Row& row) -> std::optional<double> {
    const auto rate = row.number("rate");
    return rate && *rate > 0.0 ? std::optional(multiplier * row.need("ev") / *rate) : std::nullopt;
  };
  for (const Row& row : areas.rows()) {
    most_events = std::max(most_events, row.need("ev"));
    most_people = std::max(most_people, given(row).value_or(0.0));
  }
  for (const Row& row : areas.rows()) {
    double events = row.need("ev");
    if (change == RateChange::no_events && !(given(row).value_or(0.0) > most_people / 2.0)) continue;
    if (change == RateChange::five_events && events == most_events) events = 5.0;
    if (change == RateChange::no_events && events == most_events) events = 0.0;
    const auto people =
        derived_denominator(events, row.number("rate"), change == RateChange::no_events ? given(row) : std::nullopt, multiplier,
                            change == RateChange::none);
    if (!people) continue;
    result.denominators.push_back(*people);
    result.events += events;
    result.people += *people;
  }
  return result;
}

void rate_limits(Check& check) {
  constexpr double multiplier = 100'000.0, years = 3.0;
  const Table& areas = check.beside("funnel_rate_limits_inputs.csv");
  const Row& first = check.rows().front();
  RateAreas of = rate_areas(areas, RateChange::none, multiplier);
  for (const RateChange change : {RateChange::five_events, RateChange::no_events}) {
    RateAreas other = rate_areas(areas, change, multiplier);
    const double expected = first.number("baseline").value_or(0.0);
    const bool nearer = std::abs(other.baseline() * multiplier - expected) < std::abs(of.baseline() * multiplier - expected);
    if (first.text("statistic").find("crude") != std::string::npos && nearer) of = std::move(other);
  }
  const double baseline = of.baseline() * multiplier;
  const std::vector<double> axis = funnel_points(rate_funnel_axis(of.denominators, baseline, years, multiplier));
  for (std::size_t i = 0; i < check.rows().size(); ++i) {
    const Row& row = check.rows()[i];
    check.relative(row, "baseline", baseline, 1e-4);
    check.absolute(row, "Events", i < axis.size() ? std::optional(axis[i]) : std::nullopt, 0.0);
    for (const bool outer : {false, true}) {
      const auto point = rate_funnel(row.need("Events"), baseline, years, multiplier, outer);
      check.holds(row, "limits", point.has_value());
      if (!point) continue;
      const std::string at = outer ? "3s" : "2s";
      check.relative(row, "lower_" + at + "_population_1_year", point->lower_population, 1e-4);
      check.relative(row, "lower_" + at + "_limit", point->lower_limit, 1e-4);
      check.relative(row, "upper_" + at + "_population_1_year", point->upper_population, 1e-4);
      check.relative(row, "upper_" + at + "_limit", point->upper_limit, 1e-4);
    }
  }
}

// Columns `dsr_per_100000_with_0`, `crude_per_100_without_0`: of standardised or crude rates per so many, areas without events among
// them or dropped. Their rates: `rate_dsr`, `rate_crude_per_100`.
void rate_significance(Check& check) {
  for (const std::string& column : check.table().names()) {
    const bool standardised = column.starts_with("dsr_per_"), with_0 = column.ends_with("_with_0");
    if ((!standardised && !column.starts_with("crude_per_")) || (!with_0 && !column.ends_with("_without_0"))) continue;
    const std::string per = column.substr(0, column.find("_with"));
    const double multiplier = std::stod(per.substr(per.rfind('_') + 1));
    const std::string rates = standardised                              ? "rate_dsr"
                              : check.table().has_column("rate_" + per) ? "rate_" + per
                                                                        : "rate_crude";
    double events = 0.0, people = 0.0;
    const auto derived = [&](const Row& row) {
      return derived_denominator(row.need("count"), row.number(rates), row.number("pop"), multiplier, standardised);
    };
    for (const Row& row : check.rows()) {
      if (!with_0 && row.need("count") == 0.0) continue;
      events += row.need("count");
      people += derived(row).value_or(0.0);
    }
    for (const Row& row : check.rows()) {
      const double count = row.need("count");
      const auto place = rate_place(count, derived(row), events / people * multiplier, multiplier, standardised);
      // A row without events is dropped in the second, and what stands in its place is upstream's filling.
      check.same(row, column,
                 !with_0 && count == 0.0 ? row.text(column)
                 : place                 ? std::string(words(*place))
                                         : std::string("none"));
    }
  }
}

void poisson_limits(Check& check) {
  for (const Row& row : check.rows()) {
    const auto lines = overdispersion_lines(row.need("expected"), FunnelData::shmi, 1.0, 0.0, false);
    check.holds(row, "limits", lines.has_value());
    if (!lines) continue;
    check.absolute(row, "ll95", lines->inner.lower, 1e-6);
    check.absolute(row, "ul95", lines->inner.upper, 1e-6);
    check.absolute(row, "ll998", lines->outer.lower, 1e-6);
    check.absolute(row, "ul998", lines->outer.upper, 1e-6);
  }
}

std::optional<FunnelData> data_of(const Row& summary) {
  const std::string type = summary.text("data_type"), method = summary.text("sr_method");
  if (type == "SR" && method == "SHMI") return FunnelData::shmi;
  if (type == "SR" && method == "CQC") return FunnelData::cqc;
  if (type == "PR") return FunnelData::proportion;
  if (type == "RC") return FunnelData::ratio;
  return std::nullopt;
}

std::vector<Row> points_of(const Table& points, const std::string& id) {
  std::vector<Row> rows;
  for (const Row& row : points.rows()) {
    if (row.text("case_id") == id) rows.push_back(row);
  }
  return rows;
}

std::optional<Overdispersion> found_of(const Row& summary, const std::vector<Row>& rows) {
  const auto data = data_of(summary);
  if (!data) return std::nullopt;
  std::vector<FunnelUnit> units;
  for (const Row& row : rows) units.push_back({row.need("numerator"), row.need("denominator")});
  return overdispersion(units, *data, summary.need("trim_by"));
}

void spread_summary(Check& check) {
  const Table& points = check.beside("funnel_overdispersion_ref_points.csv");
  for (const Row& row : check.rows()) {
    const auto found = found_of(row, points_of(points, row.text("case_id")));
    check.holds(row, "data_type and points", found.has_value());
    if (!found) continue;
    check.relative(row, "target", found->target, 1e-9);
    check.absolute(row, "n_after_trim", static_cast<double>(found->kept), 0.0);
    check.relative(row, "phi", found->phi, 1e-9);
    check.relative(row, "tau2", found->tau_squared, 1e-9);
  }
}

void spread_points(Check& check) {
  const Table& summaries = check.beside("funnel_overdispersion_ref_summary.csv");
  for (const Row& summary : summaries.rows()) {
    const std::vector<Row> rows = points_of(check.table(), summary.text("case_id"));
    const auto found = found_of(summary, rows);
    if (!found) continue;  // its points are then not checked, which fails
    const double multiplier = summary.need("multiplier");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double n = rows[i].need("denominator");
      check.relative(rows[i], "rr", rows[i].need("numerator") / n, 1e-6);
      check.relative(rows[i], "Uzscore", found->scores[i].z, 1e-6);
      check.relative(rows[i], "Wuzscore", found->scores[i].kept, 1e-6);
      const auto lines = [&](const std::string& prefix, bool adjusted) {
        const auto at = overdispersion_lines(n, *data_of(summary), found->target, found->tau_squared, adjusted, multiplier);
        check.holds(rows[i], "lines", at.has_value());
        if (!at) return;
        check.relative(rows[i], prefix + "ll95", at->inner.lower, 1e-6);
        check.relative(rows[i], prefix + "ul95", at->inner.upper, 1e-6);
        check.relative(rows[i], prefix + "ll998", at->outer.lower, 1e-6);
        check.relative(rows[i], prefix + "ul998", at->outer.upper, 1e-6);
      };
      lines("od", true);
      lines("", false);
    }
  }
}

const Registered all[] = {
    {"spc_xmr_*_ref.csv", trusts},
    {"spc_rule_vectors.csv", rules},
    {"spc_xmr_limits.csv", xmr_limits},
    {"spc_assurance.csv", assurances},
    {"spc_montgomery.csv", montgomery},
    {"funnel_proportion_points.csv", funnel_shares},
    {"funnel_proportion_limits*", funnel_share_limits},
    {"funnel_ratio_significance.csv", funnel_ratios},
    {"funnel_ratio_limits.csv", funnel_ratio_limits},
    {"funnel_rate_limits_inputs.csv", rate_inputs},
    {"funnel_rate_limits_*_expected.csv", rate_limits},
    {"funnel_rate_significance_*", rate_significance},
    {"funnel_poisson_limits.csv", poisson_limits},
    {"funnel_overdispersion_ref_summary.csv", spread_summary},
    {"funnel_overdispersion_ref_points.csv", spread_points},
};

}  // namespace
}  // namespace fairstart::statistics::cases::cases_of_charts_test
