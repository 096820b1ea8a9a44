// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options.hpp"
#include "cli/stat_table.hpp"
#include "engine/statistics/limits.hpp"

// The methods of `fairstart stat`: each takes a table of counts through the statistics that reports use.
namespace fairstart::cli {

// What a method is asked: the table and the options, which are known to be ones that it takes.
class StatInput {
 public:
  StatInput(const Given& given, const StatTable& table) : given_(&given), table_(&table) {}
  const StatTable& table() const { return *table_; }
  bool has(std::string_view option) const { return given_->has(option); }
  double confidence() const;                                       // 0.95
  double number(std::string_view option, double otherwise) const;  // throws WrongUsage
  std::string one_of(std::string_view option, const std::vector<std::string_view>& allowed) const {
    return given_->one_of(option, allowed);
  }
  std::vector<std::string> by() const;  // of --by
  std::vector<StatTable::Group> groups() const { return table_->groups(by()); }

 private:
  const Given* given_;
  const StatTable* table_;
};

struct StatMethod {
  std::string_view name, summary;
  std::string_view columns;  // one a line: "numerator  events, 0 or more"; in brackets: may be left out
  std::string_view options;  // those that it takes, with spaces between; --confidence and others
  std::string_view results;  // the columns that are added, or given for each group
  std::string_view formula, source, example;
  StatResult (*run)(const StatInput& input);
};

// By family, in the order of the list.
std::span<const StatMethod> stat_intervals();
std::span<const StatMethod> stat_standardised();
std::span<const StatMethod> stat_inequality();
std::span<const StatMethod> stat_comparisons();
std::span<const StatMethod> stat_charts();
std::span<const StatMethod> stat_funnels();
std::vector<const StatMethod*> stat_methods();

// --- What methods share
// The table's columns and more.
std::vector<std::string> with_columns(const StatTable& table, std::vector<std::string> more);
std::vector<std::string> with_cells(const StatTable& table, std::size_t row, std::vector<std::string> more);
// The columns of --by and more.
std::vector<std::string> joined(std::vector<std::string> first, std::vector<std::string> more);
std::string lower_of(const std::optional<statistics::Limits>& limits);
std::string upper_of(const std::optional<statistics::Limits>& limits);

}  // namespace fairstart::cli
