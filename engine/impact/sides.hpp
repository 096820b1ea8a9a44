// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/impact/impact.hpp"

// The inside of compare: what one framework says of every row; shared by compare.cpp and sides.cpp only.
namespace fairstart::impact {

// Where an item stands in one plan; at most one exists.
struct Place {
  const plan::Offer* offer = nullptr;  // of an allocation too
  plan::ExprId eligible;               // of a list, a group's member, an allocation
  plan::LevelsId levels;
  plan::RecordId record;
  plan::RoleId role;
  bool member = false;  // of a group
  bool exists() const { return record.exists(); }
};

// Of one item: what every row of its record comes to.
struct States {
  std::vector<column::Answer> answers;  // offered, on the list …; of levels: whether in the role
  std::vector<std::uint64_t> details;   // of offers that have them: amount and dates; of levels: those that are possible
};

std::vector<Item> items_of(const plan::Plan& before, const plan::Plan& after);
Place place_of(const plan::Plan& plan, const Item& item);
// By item. without: parameters that have no value at the date and that would settle an answer are added to it.
std::vector<States> states_of(const Side& side, const std::vector<Item>& items, const std::vector<Place>& places,
                              const Options& options, std::vector<plan::ParameterId>& without);

}  // namespace fairstart::impact
