// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "dsl/plan/expression.hpp"

namespace fairstart::plan {

// --- Examples: families made up in the file, and what is expected of them
struct MadeFact {
  FieldId field;
  std::optional<Constant> value;
  Missing why = Missing::not_recorded;
  base::Span span;
};
struct MadeRow {
  RecordId record;
  RoleId role;       // where made under one
  std::string name;  // "noah"; empty where not named
  std::vector<MadeFact> facts;
  std::vector<MadeRow> rows;
  bool others_no = false;
  base::Span span;
};
struct AskedFact {
  std::string field;
  std::string row;
};  // row: empty for the family
struct ExpectLevel {
  LevelsId levels;
  std::size_t level = 0;
  bool unknown = false;
  std::vector<std::size_t> could_be;
};
struct ExpectGroup {
  LevelsId levels;
  std::size_t group = 0;
  std::optional<bool> answer;
};  // none: unknown
struct ExpectScore {
  ScoreId score;
  std::int64_t lowest = 0, highest = 0;
};
struct ExpectAnswer {
  DefinitionId definition;
  std::optional<bool> answer;
  std::optional<Constant> lowest, highest;
};  // yes/no, or a value
enum class OfferStatus : std::uint8_t { offered, not_offered, cannot_tell };
enum class WindowState : std::uint8_t { none, not_yet_due, open, missed, done };
struct ExpectListed {
  RegisterId list;
  std::optional<bool> listed;
};  // none: can't tell
struct ExpectOffer {
  OfferId offer;
  OfferStatus status{};
  std::optional<std::int64_t> amount_lowest, amount_highest;
  std::optional<base::Day> due_from, due_by;
  std::optional<WindowState> window;
  bool early = false;
};
struct Expectation {
  std::variant<ExpectLevel, ExpectGroup, ExpectScore, ExpectAnswer, ExpectOffer, ExpectListed> what;
  std::string row;  // "" for the family
  std::optional<std::vector<AskedFact>> asks;
  std::vector<std::string> because;  // names that the reasons must rest on
  base::Span span;
  std::string text;
};
struct Example {
  std::string title;
  base::Day as_at = 0;
  std::vector<MadeRow> rows;
  std::vector<Expectation> expectations;
  base::Span span;
};

}  // namespace fairstart::plan
