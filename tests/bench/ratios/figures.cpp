// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/ratios/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace fairstart::bench {
namespace {

double at_share(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

// Four digits that mean something are enough; more look like precision.
double rounded(double value) {
  if (value == 0) return 0;
  const double scale = std::pow(10, 3 - std::floor(std::log10(std::abs(value))));
  return std::round(value * scale) / scale;
}

nlohmann::ordered_json pair_of(const Spread& spread) { return {rounded(spread.low), rounded(spread.high)}; }

std::string ratio_text(const Spread& ratio) {
  return fmt::format("{:.2f} ({:.2f} to {:.2f})", ratio.median, ratio.low, ratio.high);
}

std::string amount_text(const std::optional<Spread>& spread, const std::string& unit) {
  if (!spread) return "";
  if (unit == "s" && spread->median < 1) return fmt::format("{:.1f} ms", spread->median * 1000);
  return fmt::format("{:.{}f} {}", spread->median, unit == "bytes a family" ? 0 : 2, unit);
}

// As wide as it shows: every character counts one, however many bytes it takes.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

Spread spread_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {at_share(values, 0.5), at_share(values, 0.25), at_share(values, 0.75), values.front()};
}

std::string json_line(const Figure& figure) {
  nlohmann::ordered_json line;
  line["name"] = figure.name;
  line["ratio"] = nullptr;
  if (figure.ratio) {
    line["ratio"] = rounded(figure.ratio->median);
    line["median"] = rounded(figure.ratio->median);
    line["spread"] = pair_of(*figure.ratio);
  } else {
    line["why"] = figure.why;
  }
  line["at_most"] = figure.at_most;
  line["runs"] = figure.runs;
  line["threads"] = figure.threads;
  line["families"] = figure.families;
  line["of"] = figure.what;
  for (const auto& [side, spread] : {std::pair{"ours", figure.ours}, std::pair{"against", figure.against}}) {
    if (!spread) continue;
    line[side] = {{"unit", figure.unit},
                  {"median", rounded(spread->median)},
                  {"spread", pair_of(*spread)},
                  {"least", rounded(spread->least)}};
  }
  if (figure.duckdb)
    line["duckdb"] = {{"ratio", rounded(figure.duckdb->median)}, {"spread", pair_of(*figure.duckdb)}};
  else if (figure.duckdb_at_least > 0)
    line["duckdb"] = nullptr;
  return line.dump();
}

std::string table(const std::vector<Figure>& figures, bool duckdb_is_here) {
  std::vector<std::vector<std::string>> rows{
      {"", "ratio (quartiles)", "to reach", "", "ours", "against", "DuckDB ÷ ours", "of what"}};
  rows.push_back({});
  for (const std::string& heading : rows.front())
    rows.back().push_back(std::string(std::max<std::size_t>(3, width(heading)), '-'));
  for (const Figure& figure : figures) {
    const std::string reached = !figure.ratio ? "" : figure.ratio->median <= figure.at_most ? "reached" : "not yet";
    std::string duckdb;
    if (figure.duckdb)
      duckdb = ratio_text(*figure.duckdb);
    else if (figure.duckdb_at_least > 0)
      duckdb = duckdb_is_here ? "not measured" : "not here";
    rows.push_back({figure.name, figure.ratio ? ratio_text(*figure.ratio) : figure.why, fmt::format("{:.4g}", figure.at_most),
                    reached, amount_text(figure.ours, figure.unit), amount_text(figure.against, figure.unit), duckdb,
                    figure.what});
  }
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    text += '|';
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool line = &row == &rows[1];
      text += ' ' + (line ? std::string(widths[i], '-') : row[i] + std::string(widths[i] - width(row[i]), ' ')) + " |";
    }
    text += '\n';
  }
  return text;
}

}  // namespace fairstart::bench
