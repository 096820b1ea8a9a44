// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/plan/plan.hpp"

// What changed in meaning between two frameworks; layout, comments and the order of declarations are not meaning.
namespace fairstart::difference {

enum class What : std::uint8_t { added, removed, changed };
std::string_view word_of(What what);

// One thing that is another now. `before`, `after`: as written; empty where there was, or is, none.
struct Detail {
  std::string part;  // "the value", "the condition"
  What what = What::changed;
  std::string before, after;
  std::string sentence;  // all of it, for a person
  bool wording = false;  // titles, sources, notes and the like: no answer rests on it
};

// A declaration that came, went or is another, by its kind and name.
struct Change {
  What what = What::changed;
  std::string kind, name, title;  // "parameter", "low-mood-threshold"
  bool core = false;
  bool wording = false;  // all of its details are
  std::vector<Detail> details;
  std::vector<std::string> used_by;  // what reads it directly, "define low-mood"; of what went: in the old one
  std::vector<std::string> affects;  // results that rest on it, at any depth: "offer listening-visits"
};

// What means the same under another name.
struct Rename {
  std::string kind, before, after;
};

struct Difference {
  std::vector<Change> changes;  // in the order of kinds, then as declared; what went after what stayed
  std::vector<Rename> renames;  // told among the changes, as a change of words
  bool none() const { return changes.empty(); }
  bool only_wording() const;
};

// Both by form, not by proof: what is written in another way to the same end may be told as a change, never the other way round.
Difference difference(const plan::Plan& old_plan, const plan::Plan& new_plan);

// Gives what was renamed its new name; for the old plan, so that what is worked out by name is held against its own.
void rename(plan::Plan& plan, const std::vector<Rename>& renames);

// "listening-visits (“Listening visits”)"
std::string named(const Change& change);

}  // namespace fairstart::difference
