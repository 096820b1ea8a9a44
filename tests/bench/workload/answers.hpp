// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace fairstart::bench {

// What workload W answers for one family. Bit i: fact i + 1 (true; not known), offer i + 1. Scores are lower bounds.
struct FamilyAnswers {
  std::uint64_t number = 0;
  unsigned facts = 0, unknown_facts = 0, offers = 0;
  unsigned score = 0, factors = 0, unknowns = 0, tier = 0;
  friend bool operator==(const FamilyAnswers&, const FamilyAnswers&) = default;
};

// By cell of task B ("1,A,0": fifth, letter of ethnicity, tier): the eight indicators' figures as the run tells them, "3/16"
// for counts, "142.33/381" for means and medians, "-" where nobody counts.
using CellFigures = std::map<std::string, std::string>;

struct Answers {
  std::vector<FamilyAnswers> families;  // by number
  CellFigures cells;
};

// Of a run's folder: families.csv, offers.csv, indicators.csv. Throws std::runtime_error where a file is not as it should be.
Answers answers_of_run(const std::filesystem::path& folder);
// Of results.csv and cells.csv, as the hand-written program writes them. Throws likewise.
Answers answers_of_bound(const std::filesystem::path& folder);
std::vector<FamilyAnswers> read_results(const std::filesystem::path& results_csv);
CellFigures read_indicators(const std::filesystem::path& indicators_csv);
CellFigures read_cells(const std::filesystem::path& cells_csv);

// The workload's checksums: of all answers, and of all but `unknowns`.
struct Checksums {
  std::uint64_t all = 0, without_unknowns = 0;
  friend bool operator==(const Checksums&, const Checksums&) = default;
};
Checksums checksums_of(const std::vector<FamilyAnswers>& families);

// What differs first, in words; empty where nothing does.
std::string difference(const Answers& one, const Answers& other);

}  // namespace fairstart::bench
