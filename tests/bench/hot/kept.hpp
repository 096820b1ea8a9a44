// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "engine/column/evaluated.hpp"

namespace fairstart::bench {

// Task A's answers of all families, kept column by column: what a run would otherwise write out chunk by chunk.
class Kept {
 public:
  // Throws std::runtime_error where the plan is not workload W's.
  explicit Kept(const column::Database& database);
  // The chunk's rows are its own: threads may keep different chunks at a time.
  void keep(const column::Evaluated& evaluated);
  // As the hand-written program writes it.
  void write_results(const std::filesystem::path& path) const;

 private:
  struct Answers {
    plan::ExprId of;
    std::vector<column::Answer> rows;
  };
  struct Score {
    plan::ScoreId of;
    std::vector<std::int32_t> lo, hi;  // millionths
  };
  const column::Database* database_;
  std::vector<Answers> facts_, offers_;
  std::vector<Score> scores_;  // need, factors, gaps in facts
  plan::LevelsId tiers_;
  std::vector<std::uint8_t> tier_;  // bit i: tier i is possible
};

}  // namespace fairstart::bench
