// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fairstart::bench {

// Median and quartiles (by linear interpolation) of at least one value.
struct Spread {
  double median = 0, low = 0, high = 0, least = 0;
};
Spread spread_of(std::vector<double> values);

// One line of the table.
struct Figure {
  std::string name, what;  // "hot", "A + B from loaded columns ÷ the bound"
  std::string unit;        // of ours and what it is held against: "s", "bytes a family", "ms"
  double at_most = 0;      // the ratio to reach
  // ratio: of pairs, where there are two sides. None where it is not built; then `why` says so.
  std::optional<Spread> ratio, ours, against;
  std::optional<Spread> duckdb;  // DuckDB's time ÷ ours
  double duckdb_at_least = 0;    // … to reach; 0: no such goal
  std::string why;
  std::size_t runs = 0, threads = 0;
  std::uint64_t families = 0;
};

std::string json_line(const Figure& figure);
// With headings; for people.
std::string table(const std::vector<Figure>& figures, bool duckdb_is_here);

}  // namespace fairstart::bench
