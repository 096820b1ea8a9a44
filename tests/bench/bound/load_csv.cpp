// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bound/cells.hpp"
#include "tests/bench/bound/load.hpp"
#include "tests/bench/bound/parts.hpp"

// One pass by hand, each file with its own reader: a comma is skipped because it must be there.
namespace fairstart::bound {
namespace {

template <class T>
void put(Array<T>& column, std::int32_t cell) {
  column.push_back(static_cast<T>(cell));
}

void read_families(unsigned, Columns& columns, const char* begin, const char* end) {
  auto& family = columns.family;
  for (Cursor cell{begin}; cell.at < end; cell.skip(1)) {
    put(family.id, cell.whole());
    cell.skip(5);  // `,E010`
    put(family.lsoa, cell.whole());
    cell.skip(1);
    put(family.imd_decile, cell.whole());
    cell.skip(1);
    put(family.tenure, tenure_of(*cell.at));
    cell.skip_to(',');
    cell.skip(1);
    if (*cell.at == ',') {
      family.income_pence.push_back(no_income);
    } else {
      const std::int32_t pounds = cell.whole();
      family.income_pence.push_back(pounds * 100 + (cell.at[1] - '0') * 10 + (cell.at[2] - '0'));
      cell.skip(3);
    }
    cell.skip(1);
    put(family.lone_parent, cell.yes_no());
    cell.skip(1);
    put(family.language, language_of(cell.at));
    cell.skip(3);
    put(family.housing_damp, cell.yes_no());
  }
}

void read_people(unsigned, Columns& columns, const char* begin, const char* end) {
  auto& person = columns.person;
  for (Cursor cell{begin}; cell.at < end;) {
    put(person.id, cell.whole());
    cell.skip(1);
    put(person.family_id, cell.whole());
    cell.skip(1);
    put(person.is_child, *cell.at == 'c');
    cell.skip(6);
    put(person.born, cell.date());
    cell.skip(1);
    put(person.is_female, *cell.at == 'F');
    cell.skip(2);
    put(person.ethnicity, ethnicity_of(cell.at));
    cell.skip(3);
    put(person.gestation_weeks, cell.whole_or_none());
    cell.skip(1);
    put(person.birth_weight_g, cell.whole_or_none());
    cell.skip(1);
    put(person.smoker, cell.yes_no());
    cell.skip(1);
    put(person.epds_score, cell.whole_or_none());
    cell.skip(1);
    put(person.care_leaver, cell.yes_no());
    cell.skip(1);
    put(person.disability, cell.yes_no());
    cell.skip(1);
    put(person.protection_plan, cell.yes_no());
    cell.skip(1);
  }
}

void read_events(unsigned, Columns& columns, const char* begin, const char* end) {
  auto& event = columns.event;
  for (Cursor cell{begin}; cell.at < end; cell.skip(1)) {
    put(event.id, cell.whole());
    cell.skip(1);
    put(event.person_id, cell.whole());
    cell.skip(1);
    const char* kind = cell.at;
    cell.skip_to(',');
    put(event.kind, kind_of(kind, static_cast<std::size_t>(cell.at - kind)));
    cell.skip(1);
    put(event.date, cell.date());
    cell.skip(1);
    if (Cursor::is_digit(*cell.at)) {
      const std::int32_t units = cell.whole();
      put(event.value_tenths, units * 10 + (cell.at[1] - '0'));
      cell.skip(2);
    } else {
      event.value_tenths.push_back(no_value);
    }
  }
}

}  // namespace

Columns load_csv(const std::string& folder, unsigned threads) {
  Columns columns;
  load_file(columns, folder + "/family.csv", threads, true, read_families);
  load_file(columns, folder + "/person.csv", threads, true, read_people);
  load_file(columns, folder + "/event.csv", threads, true, read_events);
  index_owners(columns);
  return columns;
}

}  // namespace fairstart::bound
