// SPDX-License-Identifier: Apache-2.0
#include <simdjson.h>

#include <string_view>

#include "tests/bench/bound/cells.hpp"
#include "tests/bench/bound/load.hpp"
#include "tests/bench/bound/parts.hpp"

// simdjson's On-Demand way, asking for the members in the order in which they are written.
namespace fairstart::bound {
namespace {

namespace json = simdjson::ondemand;

// Inlined, so that the lengths of names are known.
[[gnu::always_inline]] inline std::string_view text(json::object& of, std::string_view name) {
  return of.find_field(name).get_string().value();
}
[[gnu::always_inline]] inline std::int32_t whole(json::object& of, std::string_view name) {
  return static_cast<std::int32_t>(of.find_field(name).get_int64().value());
}
[[gnu::always_inline]] inline std::int32_t whole_or_none(json::object& of, std::string_view name) {
  std::int64_t number = 0;
  return of.find_field(name).get_int64().get(number) == simdjson::SUCCESS ? static_cast<std::int32_t>(number) : -1;
}
[[gnu::always_inline]] inline std::int8_t yes_no(json::object& of, std::string_view name) {
  bool answer = false;
  return of.find_field(name).get_bool().get(answer) == simdjson::SUCCESS ? static_cast<std::int8_t>(answer) : std::int8_t{-1};
}
[[gnu::always_inline]] inline std::int32_t date(json::object& of, std::string_view name) {
  return Cursor{text(of, name).data()}.date();
}
// The digits of a decimal with so many places, all of which are written.
[[gnu::always_inline]] inline std::int32_t decimal(json::object& of, std::string_view name, int places, std::int32_t none) {
  Cursor cell{of.find_field(name).value().raw_json_token().data()};
  if (!Cursor::is_digit(*cell.at)) return none;
  std::int32_t number = cell.whole();
  for (cell.skip(1); places > 0; --places) number = number * 10 + (*cell.at++ - '0');
  return number;
}

template <class T>
void put(Array<T>& column, std::int32_t cell) {
  column.push_back(static_cast<T>(cell));
}

[[gnu::always_inline]] inline void read_event(Columns& columns, json::object one, std::int32_t person) {
  auto& event = columns.event;
  event.id.push_back(whole(one, "id"));
  event.person_id.push_back(person);
  const std::string_view kind = text(one, "kind");
  put(event.kind, kind_of(kind.data(), kind.size()));
  event.date.push_back(date(one, "date"));
  put(event.value_tenths, decimal(one, "value", 1, no_value));
}

[[gnu::always_inline]] inline void read_person(Columns& columns, json::object one, std::int32_t family) {
  auto& person = columns.person;
  const std::int32_t id = whole(one, "id");
  person.id.push_back(id);
  person.family_id.push_back(family);
  put(person.is_child, text(one, "role")[0] == 'c');
  person.born.push_back(date(one, "dob"));
  put(person.is_female, text(one, "sex")[0] == 'F');
  put(person.ethnicity, ethnicity_of(text(one, "ethnicity").data()));
  put(person.gestation_weeks, whole_or_none(one, "gestation_weeks"));
  put(person.birth_weight_g, whole_or_none(one, "birth_weight_g"));
  put(person.smoker, yes_no(one, "smoker_at_delivery"));
  put(person.epds_score, whole_or_none(one, "epds_score"));
  put(person.care_leaver, yes_no(one, "care_leaver"));
  put(person.disability, yes_no(one, "disability"));
  put(person.protection_plan, yes_no(one, "child_protection_plan"));
  for (auto event : one.find_field("events").get_array()) read_event(columns, event.get_object(), id);
}

void read_family(Columns& columns, json::object one) {
  auto& family = columns.family;
  const std::int32_t id = whole(one, "id");
  family.id.push_back(id);
  put(family.lsoa, Cursor{text(one, "lsoa").data() + 4}.whole());
  put(family.imd_decile, whole(one, "imd_decile"));
  put(family.tenure, tenure_of(text(one, "tenure")[0]));
  family.income_pence.push_back(decimal(one, "income_annual", 2, no_income));
  put(family.lone_parent, yes_no(one, "lone_parent"));
  put(family.language, language_of(text(one, "language").data()));
  put(family.housing_damp, yes_no(one, "housing_damp"));
  for (auto person : one.find_field("persons").get_array()) read_person(columns, person.get_object(), id);
}

}  // namespace

Columns load_ndjson(const std::string& folder, unsigned threads) {
  Columns columns;
  std::vector<json::parser> parsers(threads);
  for (json::parser& parser : parsers) parser.threaded = false;
  load_file(
      columns, folder + "/families.ndjson", threads, false,
      [&](unsigned thread, Columns& part, const char* begin, const char* end) {
        const auto bytes = static_cast<std::size_t>(end - begin);
        json::document_stream documents;
        if (parsers[thread].iterate_many(begin, bytes, bytes + simdjson::SIMDJSON_PADDING).get(documents) != simdjson::SUCCESS)
          fail(folder);
        for (auto document : documents) read_family(part, document.value().get_object());
      });
  index_owners(columns);
  return columns;
}

}  // namespace fairstart::bound
