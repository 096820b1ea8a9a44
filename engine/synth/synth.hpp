// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "dsl/plan/plan.hpp"
#include "engine/synth/recipe.hpp"

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

// What is there already: the places that families live in, of a CSV file whose columns the records have.
struct Places {
  std::string header, rows;  // as the file has them
  std::vector<std::string> keys;
  std::vector<std::int64_t> deciles;  // 10 where none is told
};
std::variant<Places, Mistake> read_places(std::string_view text, const plan::Plan& plan);

// By a recipe: only the records that it names, and the places. `places` may be null.
std::vector<File> files(const plan::Plan& plan, const Recipe& recipe, const Places* places);
void make(const plan::Plan& plan, const Options& options, const Recipe& recipe, const Places* places,
          const std::function<void(std::size_t file, const std::string& text)>& take);

// How each kind of value is made up, a line each, for whoever reads the records.
std::vector<std::string> distributions();

}  // namespace fairstart::synth
