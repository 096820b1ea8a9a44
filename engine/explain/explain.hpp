// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/explain/ask.hpp"

namespace fairstart::explain {

struct Options {
  bool show_restricted = false;
};

// A short reason for the offers file: the conditions that decided it, in the file's own words, joined by "; ". A condition
// that rests on a restricted field reads "a restricted fact" unless allowed.
std::string reason(const plan::Plan& plan, const column::Evaluated& evaluated, plan::ExprId yes_no, column::Row row,
                   const Options& options);

// One condition that took part in a decision, and what it rested on.
struct Step {
  std::string condition;  // as written; or "a restricted fact"
  std::string title;      // of a definition; may be empty
  column::Answer answer = column::unknown;
  std::vector<std::string> facts;  // "income of F1 is £21,000 per year (line: £22,900 per year from 2026-04-01)"; both sides
  std::vector<std::string> sources;
  std::vector<Step> because;
};

struct Told {
  std::string subject;  // "Level of support", "Listening visits for P2"
  std::string result;   // "Universal +, could be Targeted", "offered: 4 to 8 visits, due by 17 April 2026, open"
  std::vector<Step> because;
  std::vector<std::string> sources;
  std::string ask_about;
  std::string otherwise;  // "would be offered if: low-mood of P2"; may be empty
};

// Everything about one family: tiers, scores, groups, lists, then every offer for it and its people (also those not offered).
std::vector<Told> explain_family(const column::Database& database, const column::Clock& clock,
                                 const column::Evaluated& evaluated, column::Row family, const Options& options);
// The expressions that explain_family reads.
std::vector<plan::ExprId> expressions(const plan::Plan& plan);

std::string as_text(const std::vector<Told>& told, bool colour);
std::string as_json(const std::vector<Told>& told);

}  // namespace fairstart::explain
