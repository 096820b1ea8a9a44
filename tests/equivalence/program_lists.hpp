// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/equivalence/program.hpp"

// The lists of random programs.
namespace fairstart::equivalence {

inline Program::Row Program::inside(const Row& from, Of record, Role role) {
  Row row{record, role, {{from.record, from.role}}};
  row.around.insert(row.around.end(), from.around.begin(), from.around.end());
  return row;
}

inline Program::Listed Program::list(const Row& from, int depth) {
  if (depth > 0 && dice_.one_in(8)) return list_of_another(from, depth);
  return plain_list(from, depth);
}

inline Program::Listed Program::plain_list(const Row& from, int depth) {
  std::vector<Listed> choices;
  if (from.record != Of::contact || dice_.one_in(2)) choices.push_back({"contacts", inside(from, Of::contact, Role::none)});
  if (from.record == Of::family || choices.empty() || dice_.one_in(3)) {
    choices.push_back({"children", inside(from, Of::person, Role::child)});
    choices.push_back({"people", inside(from, Of::person, Role::none)});
    choices.push_back({"grown-ups", inside(from, Of::person, Role::grown_up)});
  }
  Listed out = dice_.of(choices);
  if (out.row.record == Of::contact && dice_.one_in(7))
    out.text = dice_.of({"latest ", "earliest "}) + dice_.of({"1 ", "2 ", "3 "}) + out.text;
  else if (out.row.record == Of::person && from.record == Of::person && dice_.one_in(2))
    out.text = "other " + out.text;
  if (depth > 0 && !dice_.one_in(4)) out.text += " where (" + answer(out.row, depth - 1) + ")";
  out.text += window(out.row);
  return out;
}

inline std::string Program::window(const Row& row) {
  if (row.record != Of::contact || !dice_.one_in(3)) return "";
  if (dice_.one_in(5)) {
    std::vector<std::string> seen{"early-days", "last-year"};
    for (const Named& named : windows_)
      if (sees(row.record, named.record)) seen.push_back(named.name);
    return " in " + dice_.of(seen);
  }
  std::string out = " within " + dice_.of({"12 months", "6 weeks", "1 year", "90 days", "2 months"});
  if (dice_.one_in(3)) out += dice_.of({" after ", " before "}) + day(row, 0);
  return out;
}

// Under another row than the current one: `contacts of youngest child`, `contacts of carer`.
inline Program::Listed Program::list_of_another(const Row& from, int depth) {
  const Listed there = another(from, depth - 1);
  if (there.text.empty() || there.row.record == Of::worker) return plain_list(from, depth);
  Row on = there.row;
  on.around.clear();
  const bool people = there.row.record == Of::family && dice_.one_in(2);
  Listed out{(people ? "people of " : "contacts of ") + there.text, inside(on, people ? Of::person : Of::contact, Role::none)};
  // A `where` would belong to the inner list, if that has none.
  const bool inner_has_none = there.text.find(" where ") == std::string::npos;
  const bool inner_is_picked =
      there.text.find("est ") != std::string::npos || there.text.find("recorded ") != std::string::npos;
  if (depth > 1 && !(inner_is_picked && inner_has_none)) out.text += " where (" + answer(out.row, depth - 2) + ")";
  return out;
}

inline Program::Listed Program::dated_list(const Row& from, int depth, std::string& word) {
  Listed out = list(from, depth);
  if (out.row.record == Of::contact)
    word = dice_.of({"latest", "latest recorded", "earliest"});
  else
    word = dice_.of({"youngest", "oldest"});
  return out;
}

}  // namespace fairstart::equivalence
