// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "dsl/plan/plan.hpp"
#include "engine/synth/chances.hpp"
#include "engine/synth/synth.hpp"

namespace fairstart::synth {

enum class Person : std::uint8_t { unsaid, child, unborn, mother, father, adult };

// What values of one row hang together by.
struct RowFacts {
  Person person = Person::unsaid;
  base::Day earliest = 0;  // nothing of the row happened before
  std::optional<base::Day> born, happened;
  std::int64_t decile = 1;
  std::uint32_t* next_number = nullptr;  // of the NHS numbers for tests, a count
  // A key of that record that a link of the row may name; empty: there is none.
  std::function<std::string(plan::RecordId, Chances&)> linked;
};

// A cell of the field; empty: not recorded.
std::string value_of(const plan::Plan& plan, plan::FieldId field, RowFacts& row, const Options& options, Chances& chances);

// The next number of the range that is kept for tests, 999 000 0000 to 999 999 9999; after the last, the first again.
std::string next_test_number(std::uint32_t& next);

// "MADE-UP-PERSON-000001"
std::string made_up_key(const plan::Record& record, std::uint64_t number);

// The item of the list with that name; none where it has none.
std::optional<std::size_t> item_named(const plan::CodeList& list, std::string_view name);

}  // namespace fairstart::synth
