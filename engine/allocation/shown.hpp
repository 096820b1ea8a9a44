// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/allocation/found.hpp"
#include "engine/column/evaluated.hpp"
#include "engine/explain/ask.hpp"

namespace fairstart::allocation {

// Values of rows as cells of a file carry them: ISO dates, names of codes and levels, numbers with their unit, "3 to 6",
// "at least 3", "not known".
class Cells {
 public:
  explicit Cells(const column::Database& database);

  // `withheld`: the row's name is not shown, nor any row that it is linked to.
  std::string value(const column::Evaluated& evaluated, plan::ExprId id, column::Row row, bool withheld) const;
  // The value that rows are told apart by; no_place where it is not known. No expression: everywhere.
  Place place(const column::Evaluated& evaluated, plan::ExprId id, column::Row row) const;
  std::string place_text(const plan::Type& type, Place place) const;  // "" for no_place
  // By entry, where its place comes: codes, levels, numbers by value, texts by their letters; what is not known last.
  std::vector<std::uint32_t> place_rank(const plan::Type& type, const Found& found) const;

 private:
  std::string one(const plan::Type& type, std::int64_t number) const;
  std::string levels(const column::Evaluated& evaluated, plan::ExprId id, column::Row row) const;
  std::string groups(const column::Evaluated& evaluated, plan::ExprId id, column::Row row) const;
  std::string text(std::int64_t number) const;

  const column::Database* database_;
  const plan::Plan* plan_;
  std::vector<std::string> absent_texts_;  // of the plan, that no record holds: the i-th is −1 − i
};

// What to ask, without saying of whom: "income; contacts".
std::string ask_without_names(const plan::Plan& plan, const explain::Ask& ask);

}  // namespace fairstart::allocation
