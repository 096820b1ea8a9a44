// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/workload/family.hpp"

#include <algorithm>
#include <chrono>

#include "tests/bench/workload/splitmix.hpp"

// The order of the draws is the definition of the data: a draw that moves changes every file.
namespace fairstart::bench {
namespace {

using std::chrono::year_month_day;

constexpr Day as_at = std::chrono::sys_days{std::chrono::year{2026} / 4 / 1}.time_since_epoch().count();
constexpr int ethnicities = 18, languages = 8, lsoas = 33755;

Day not_on_29_february(Day day) {
  const year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return date.month() == std::chrono::February && date.day() == std::chrono::day{29} ? day - 1 : day;
}

// Not recorded in so many cases of a thousand; else yes in so many of a thousand.
int yes_no(Splitmix& random, int missing, int yes) { return random.permille(missing) ? not_recorded : random.permille(yes); }

Person draw_adult(Splitmix& random, bool is_first, Day oldest_born, int ethnicity) {
  Person adult;
  adult.is_adult = true;
  if (is_first)
    adult.sex = random.permille(920) ? 'F' : 'M';
  else
    adult.sex = random.permille(970) ? 'M' : 'F';
  const int age_at_birth = random.permille(50) ? 15 + random.below(5) : 20 + random.below(23);
  adult.born = not_on_29_february(oldest_born - age_at_birth * 365 - age_at_birth / 4 - random.below(365));
  adult.ethnicity = ethnicity;
  if (adult.sex == 'F' && !random.permille(400))
    adult.epds_score = random.permille(120) ? 13 + random.below(18) : random.below(13);
  adult.care_leaver = yes_no(random, 100, 20);
  adult.disability = yes_no(random, 80, 60);
  return adult;
}

void draw_events(Splitmix& random, Person& child) {
  const Day born = child.born;
  const auto happens = [&](EventKind kind, Day date, int value_tenths = not_recorded) {
    if (date <= as_at) child.events.push_back({kind, date, value_tenths});
  };
  if (random.permille(900))
    happens(EventKind::new_birth_visit, born + 8 + (random.permille(800) ? random.below(7) : random.below(30)));
  if (random.permille(850)) happens(EventKind::six_week_review, born + 40 + random.below(20));
  if (random.permille(800)) {
    const int value_tenths = random.permille(50) ? not_recorded : 10 * random.below(3);
    happens(EventKind::breastfeeding_6_8wk, born + 42 + random.below(14), value_tenths);
  }
  if (random.permille(800)) happens(EventKind::one_year_review, born + 335 + random.below(120));
  if (random.permille(880))
    happens(EventKind::mmr1, born + 366 + (random.permille(850) ? random.below(200) : random.below(900)));
  if (random.permille(780)) {
    const Day date = born + 700 + random.below(280);
    happens(EventKind::two_year_review, date);
    if (random.permille(900)) happens(EventKind::asq3, date, random.permille(50) ? not_recorded : 5 * random.below(601));
  }
  if (random.permille(800)) happens(EventKind::mmr2, born + 1210 + random.below(400));

  const int others = random.below(5);
  const Day from = std::max(born, as_at - 730);
  for (int i = 0; i < others; ++i) {
    const int share = random.below(100);
    const EventKind kind = share < 35   ? EventKind::ae_attendance
                           : share < 65 ? EventKind::missed_appointment
                           : share < 90 ? EventKind::dental
                                        : EventKind::speech_language;
    happens(kind, from + random.below(as_at - from + 1));
  }
}

Person draw_child(Splitmix& random, Day born, int familys_ethnicity) {
  Person child;
  child.born = born;
  child.sex = random.permille(512) ? 'M' : 'F';
  child.ethnicity = random.permille(950) ? familys_ethnicity : random.below(ethnicities);
  if (!random.permille(60)) child.gestation_weeks = random.permille(80) ? 24 + random.below(13) : 37 + random.below(6);
  if (!random.permille(50)) child.birth_weight_g = random.permille(70) ? 1200 + random.below(1300) : 2500 + random.below(2100);
  child.smoker_at_delivery = yes_no(random, 80, 90);
  child.disability = yes_no(random, 80, 60);
  child.child_protection_plan = random.permille(12);
  draw_events(random, child);
  return child;
}

int tenure_of(int share) { return share < 55 ? 0 : share < 75 ? 1 : share < 96 ? 2 : 3; }
int children_of(int share) { return share < 45 ? 1 : share < 83 ? 2 : share < 95 ? 3 : 4; }

}  // namespace

Family draw_family(std::uint32_t number) {
  Splitmix random(number * 0xD1342543DE82EF95 + 0x5EED);
  random.next();
  Family family;
  family.imd_decile = 1 + random.below(10);
  family.lsoa = random.below(lsoas);
  family.tenure = tenure_of(random.below(100));
  if (!random.permille(200)) family.income_pence = 800'000 + random.below(7'200'000);
  family.language = random.permille(850) ? 0 : 1 + random.below(languages - 1);
  family.housing_damp = yes_no(random, 150, 140);
  const int adults = random.permille(350) ? 1 : 2;
  const int children = children_of(random.below(100));
  family.lone_parent = random.permille(50) ? not_recorded : adults == 1;
  const int ethnicity = random.below(100) < 62 ? 0 : 1 + random.below(ethnicities - 1);

  std::vector<Day> births;
  for (int i = 0; i < children; ++i) {
    const int age = random.permille(700) ? random.below(1826) : 1826 + random.below(4744);
    births.push_back(not_on_29_february(as_at - age));
  }
  std::sort(births.begin(), births.end());
  for (int i = 0; i < adults; ++i) family.people.push_back(draw_adult(random, i == 0, births.front(), ethnicity));
  for (const Day born : births) family.people.push_back(draw_child(random, born, ethnicity));
  return family;
}

}  // namespace fairstart::bench
