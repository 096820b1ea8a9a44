// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "dsl/plan/plan.hpp"

namespace fairstart::synth {

struct Options {
  std::uint64_t families = 100;
  std::uint64_t seed = 1;
  base::Day as_at = 0;  // nothing happened later; who is expected is expected later
};

// A file of made-up rows: "people.csv", and its line of column names.
struct File {
  std::string name, header;
};
// Of what the framework reads, in the order of the plan.
std::vector<File> files(const plan::Plan& plan);

// Gives the rows, piece by piece, to `take(file, text)`; file is a place in `files`. A file's pieces come in its order.
void make(const plan::Plan& plan, const Options& options,
          const std::function<void(std::size_t file, const std::string& text)>& take);

// How each kind of value is made up, a line each, for whoever reads the records.
std::vector<std::string> distributions();

}  // namespace fairstart::synth
