// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/report/report.hpp"

namespace fairstart::report {

// Counts, over a chunk, in how many families each kind of fact would settle something. Facts of one family count once.
class AskTally {
 public:
  explicit AskTally(const plan::Plan& plan);
  void next_family();
  void add(const explain::Ask& ask) { add(ask.facts); }
  void add(std::span<const explain::Fact> facts);
  void into(Totals& totals);  // and begins anew

 private:
  struct Count {
    std::int64_t families = 0;
    std::uint64_t last_family = 0;
  };
  void count(Count& count);
  void add_up(std::vector<Count>& counts, std::vector<std::string>& names, Totals& totals,
              std::string (*name)(std::size_t, const plan::Plan&));

  const plan::Plan* plan_;
  std::vector<Count> fields_, lists_, parameters_;
  std::vector<std::string> field_names_, list_names_, parameter_names_;  // of those that were met
  std::vector<std::int64_t> answers_without_parameter_;
  std::uint64_t family_ = 0;
  Count any_;
};

// How Totals::asked names a fact: "income of family", "contacts of person", "parameter low-income-line".
std::string asked_field(const plan::Plan& plan, plan::FieldId field);
std::string asked_list(const plan::Plan& plan, plan::RecordId list);
std::string asked_parameter(const plan::Plan& plan, plan::ParameterId parameter);

}  // namespace fairstart::report
