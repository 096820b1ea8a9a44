// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dsl/plan/gate.hpp"
#include "engine/column/evaluated.hpp"

// What another framework would do to the same families.
namespace fairstart::impact {

// What becomes of one family by one offer, tiers …: of all its people together. Of tiers, `gains` is a higher level for certain,
// `loses` a lower one, `moves` another that is neither, `changes` another that it could be.
enum class Move : std::uint8_t {
  same,
  loses,            // was offered, and is not
  may_lose,         // was offered, and now nobody can tell
  no_longer_may,    // nobody could tell, and now it is not offered
  both,             // some of its people lose, others gain
  gains,            // was not offered, and is
  becomes_certain,  // nobody could tell, and now it is offered
  may_gain,         // was not offered, and now nobody can tell
  moves,
  changes,  // is offered as before, with another amount or other dates
};
inline constexpr std::size_t moves_count = 10;
std::string_view word_of(Move move);  // "loses", "may lose"

// What is compared: an offer, a list, who may apply for an allocation, being in a group, or a scheme of tiers or segments.
struct Item {
  std::string kind, name, title;       // "offer", "tiers"; of a group: "scheme.member"
  std::string subject;                 // "Listening visits for parent", as explanations begin
  bool core = false;                   // in either framework
  bool before = false, after = false;  // whether the framework has it
  bool levels = false;
};

// One of the two frameworks, with the records as it reads them.
struct Side {
  const column::Database* database = nullptr;
  column::Clock clock;
};
struct Options {
  std::size_t threads = 1;
  std::size_t chunk_families = 256;
};

// Bits of what happens to some of a family's rows; `move` says what that makes.
using Bits = std::uint16_t;
Move move_of(Bits bits);

// From one level to another: names of levels, empty where none is certain.
using Step = std::pair<std::string, std::string>;

// What became of each family that both sides know, in the order of the new one.
struct Found {
  std::vector<Item> items;
  std::vector<std::vector<Bits>> bits;  // by item, by family
  std::vector<std::map<Step, std::vector<std::uint32_t>>>
      steps;                                    // by item (tiers and segments for families): families that moved so
  std::vector<column::Row> old_rows, new_rows;  // by family
  std::vector<int> fifths;                      // by family: 1 is the most deprived; 0: not known
  int groups = 0;                               // 5, or 0 where no deprivation is told
  std::string place_field;                      // what a place is told by; empty: nothing
  std::vector<std::string> places;              // in order of name; the first is "", not known
  std::vector<std::uint32_t> place_of;          // by family
  std::size_t only_old = 0, only_new = 0;       // families that one side alone could use
  std::vector<std::pair<bool, plan::ParameterId>>
      without_value;  // parameters that answers rest on and that have no value then; true: new

  std::size_t families() const { return new_rows.size(); }
  Bits overall(std::size_t family) const;  // offers, tiers and allocations together
};

// What a place is told by: `district`, else `neighbourhood`, `locality`, `ward` or `area`, of the family or of what it belongs to.
plan::FieldId place_field(const plan::Plan& plan);

// Works both out over the same families, matched by their ids; people too. The same for any number of threads.
Found compare(const Side& before, const Side& after, const Options& options);

// Whether the condition holds: counts are those of the families, hidden or not. Nothing where no family can show it, and why.
struct Judged {
  std::optional<bool> holds;
  std::string why;  // "the records tell no deprivation fifth"; empty where it is judged
};
Judged judged(const Found& found, const plan::Gate& gate);
bool knows_place(const Found& found, const std::string& place);

}  // namespace fairstart::impact
