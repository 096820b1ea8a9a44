// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dsl/plan/expression.hpp"

// A condition on what a change of rules does to families: `fairstart diff --fail-if`.
namespace fairstart::plan {

enum class Verb : std::uint8_t { lose, may_lose, gain, may_gain, change };
enum class Object : std::uint8_t { any_offer, core_offer, offer, any_tier, tiers, list };

// "more than 5% of families lose offer x in fifth 1": how many families, or which share of them, against an amount.
struct GateClaim {
  Verb verb{};
  Object object{};
  std::string name;                  // of an offer, tiers or a list
  std::optional<int> fifth;          // families of this fifth of deprivation only …
  std::optional<std::string> place;  // … or of this place
  Comparison comparison = Comparison::at_least;
  std::int64_t amount = base_of_one;  // millionths: of families, or a share of them
  bool share = false;
  base::Span name_span, place_span;
  static constexpr std::int64_t base_of_one = 1'000'000;
};

struct Gate {
  std::string text;  // as given
  std::vector<GateClaim> claims;
  bool all = false;  // `and` between them, else `or`
};

}  // namespace fairstart::plan
