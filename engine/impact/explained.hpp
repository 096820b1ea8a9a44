// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/explain/explain.hpp"
#include "engine/impact/impact.hpp"

namespace fairstart::impact {

// One family by which a kind of change can be seen: what each framework says of it, and why.
struct Explained {
  std::size_t item = 0;  // in Found::items
  Move move{};
  std::string family;
  std::vector<explain::Told> before, after;  // of the family's rows by which it shows; none where a framework has no such thing
};

// Of one family, everything that changes for it; `family` as in Found.
std::vector<Explained> explain_one(const Found& found, const Side& before, const Side& after, std::size_t family,
                                   const explain::Options& options);
// For each item and kind of change that any family shows, the family with the fewest rows of its own; losses first, at most `most`.
std::vector<Explained> explain_kinds(const Found& found, const Side& before, const Side& after, std::size_t most,
                                     const explain::Options& options);

}  // namespace fairstart::impact
