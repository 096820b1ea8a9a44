// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace fairstart::bench {

// Days since 1 January 1970.
using Day = std::int32_t;
inline constexpr int not_recorded = -1;

enum class EventKind : std::uint8_t {
  new_birth_visit,
  six_week_review,
  one_year_review,
  two_year_review,
  mmr1,
  mmr2,
  asq3,
  ae_attendance,
  missed_appointment,
  breastfeeding_6_8wk,
  dental,
  speech_language
};

struct Event {
  EventKind kind;
  Day date;
  int value_tenths = not_recorded;
};

// Whole numbers and yes/no (1, 0) may be not_recorded.
struct Person {
  bool is_adult = false;
  Day born = 0;
  char sex = 'F';
  int ethnicity = 0;  // index of its code in W1 to O2
  int gestation_weeks = not_recorded, birth_weight_g = not_recorded, smoker_at_delivery = not_recorded;
  int epds_score = not_recorded, care_leaver = not_recorded, disability = not_recorded, child_protection_plan = 0;
  std::vector<Event> events;
};

struct Family {
  int lsoa = 0, imd_decile = 0, tenure = 0, income_pence = not_recorded, lone_parent = not_recorded;
  int language = 0, housing_damp = not_recorded;
  std::vector<Person> people;
};

// Family `number` (from 1) of workload W: always the same, whatever the number of families in the data. Nobody is born on
// 29 February, so that "20 years later" is one day in every system that is compared.
Family draw_family(std::uint32_t number);

}  // namespace fairstart::bench
