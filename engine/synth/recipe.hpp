// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "dsl/plan/plan.hpp"

// A recipe says how rows are made up: which, how many, and what stands in their cells (engine/synth/README.md, docs/formats.md).
namespace fairstart::synth {

// Thousandths, of a percent or of a weight. What grows is multiplied by 1 in the least deprived tenth, a quarter more with each.
struct Share {
  std::int64_t thousandths = 0;
  bool grows = false;
};
// Added up; what comes after `-` is below 0.
using Chance = std::vector<Share>;

// A field of the row itself or of one around it; of the last row with a label, where one is named.
struct Source {
  std::string field, label;
};
enum class Span : std::uint8_t { days, weeks, months, years };
struct Exactly {
  std::string text;
};
struct Between {
  std::int64_t low = 0, high = 0, step = 1;
  std::string unit;  // written behind the number
};
// So long before the date, or after it. Without a source: of the run.
struct Dated {
  std::int64_t low = 0, high = 0;
  Span span = Span::days;
  bool later = false;
  std::optional<Source> from;
};
struct SameAs {
  Source source;
};
struct KeyOf {
  std::string label;
};
struct SchoolYear {};  // 0 is Reception; from the row's date of birth

struct Alternative {
  std::variant<Exactly, Between, Dated, SameAs, KeyOf, SchoolYear> what;
  Share weight{1000, false};
};
struct Cell {
  std::string field;
  std::optional<Chance> yes;  // then no alternatives
  std::vector<Alternative> alternatives;
  Chance missing;
};
enum class Test : std::uint8_t { is, is_not, known, unknown, over, under };
struct Condition {
  Source source;
  Test test = Test::is;
  std::string text;      // is, is not
  std::int64_t ago = 0;  // over, under: so long before the date of the run
  Span span = Span::days;
};
struct Block {
  plan::RecordId record;
  std::string label;
  std::size_t line = 0;
  std::optional<Chance> chance;  // one row, or none
  std::vector<std::pair<Between, Share>> numbers;
  std::optional<std::size_t> in;    // a block before this one
  std::optional<std::size_t> for_;  // whose row the rows belong to, where that is not around them
  std::vector<Condition> when;
  std::vector<Cell> cells;
};
struct Recipe {
  std::vector<Block> blocks;  // in the order of the file
  std::optional<std::size_t> family;
  std::string text;
};
struct Mistake {
  std::size_t line = 0;  // from 1
  std::string message, help;
};

// The recipe, as far as the plan's records go; or the first thing that is wrong with it.
std::variant<Recipe, Mistake> read_recipe(std::string_view text, const plan::Plan& plan);

}  // namespace fairstart::synth
