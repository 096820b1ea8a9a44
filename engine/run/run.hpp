// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>

#include "engine/report/report.hpp"

namespace fairstart::run {

enum class Evaluator { columns, reference };

class Profile;

struct Options {
  std::size_t threads = 1;
  std::size_t chunk_families = 256;  // what a chunk holds stays in the cache between steps
  Evaluator evaluator = Evaluator::columns;
  explain::Options explain;
  std::function<void(std::size_t done, std::size_t all)> progress;  // families; by one thread at a time; may be empty
  std::size_t families = 0;    // where they come a part at a time: how many there are in all
  Profile* profile = nullptr;  // takes times, where asked for
};

// Evaluates every family, in chunks over threads, and appends families.csv, people.csv and offers.csv to the folder in the
// families' order, and lists.csv and allocations.csv in theirs. The same bytes for any chunk size and number of threads. Totals have the indicators too, each counted as at
// the period's last day.
base::Result<report::Totals> evaluate(const column::Database& database, const column::Clock& clock, const Options& options,
                                      report::OutputFolder& folder);

// The same over families that come a part at a time, in the same database each time. Lists and allocations hold in memory what they
// order rows by, and the ids of those rows.
class InParts {
 public:
  InParts(const column::Clock& clock, const Options& options, report::OutputFolder& folder);
  ~InParts();
  base::Status add(const column::Database& part);
  std::size_t bytes() const;  // that lists and allocations hold so far
  // The last part's rows are gone; what lists and allocations name is put in their place.
  base::Result<report::Totals> finish(column::Database& database);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fairstart::run
