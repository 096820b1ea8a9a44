// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/load.hpp"
#include "engine/examples/coverage.hpp"

namespace fairstart::cli {

// What the examples of several files saw of their conditions, told on standard output and as JSON (docs/formats.md).
class CoverageReport {
 public:
  // Runs all examples of the file: a filter does not change what is covered.
  void add(const Loaded& loaded);

  examples::Share share() const { return total_; }
  std::size_t one_sided() const { return one_sided_; }
  // A line for each condition with an answer that no example showed.
  void print_conditions() const;
  // A line for each threshold without an example on each side.
  void print_thresholds() const;
  nlohmann::json json() const;

 private:
  struct File {
    const Loaded* loaded = nullptr;
    std::vector<examples::Condition> conditions;
    std::vector<examples::Threshold> thresholds;
  };
  std::vector<File> files_;
  examples::Share total_;
  std::size_t one_sided_ = 0;
};

}  // namespace fairstart::cli
