// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fairstart::equivalence {

// The records that all random programs are about. Names of codes, levels and facts never meet.
inline constexpr const char* records = R"(framework test.random "Random" {
}

unit item, items

codes relations "Relations" {
  offspring "Offspring"
  mother    "Mother"
  father    "Father"
  group elders "Elders" { mother, father }
}
codes grades "Grades" in order {
  lowish "Lowish"
  middling "Middling"
  highish "Highish"
}
codes kinds "Kinds" {
  visit "Visit"
  call "Call"
  letter "Letter"
  form "Form"
  group spoken "Spoken" { visit, call }
}
codes wishes "Wishes" {
  food "Food"
  play "Play"
  sleep "Sleep"
  talk "Talk"
  group daily "Daily" { food, sleep }
}
codes teams "Teams" { red "Red", blue "Blue", green "Green" }

record place, places "Place" {
  key      place-id
  district : text
  decile   : whole number, from 1 to 10
}
record worker, workers "Worker" {
  key      worker-id
  team     : one of teams
  busy     : yes/no
  started  : date
  caseload : whole number, from 0 to 40
}
record family, families "Family" {
  key        family-id
  belongs to place by place-id
  income     : money per year
  lone       : yes/no
  damp       : yes/no
  rooms      : whole number, from 0 to 20
  since      : date
  area       : text
  heated     : yes/no, snapshot good for 3 months
  savings    : money, snapshot good for 40 days
  speaker    : link to person
}
record person, people "Person" {
  key           person-id
  belongs to    family by family-id
  date-of-birth : date
  expected-date : date
  date-of-death : date
  relation      : one of relations
  grade         : one of grades
  flagged       : yes/no
  ill           : yes/no
  weight        : number
  gestation     : days, from 22 weeks to 45 weeks
  wants         : many of wishes
  carer         : link to person
  helper        : link to worker, snapshot good for 1 year
}
record contact, contacts "Contact" {
  key        contact-id
  belongs to person by person-id
  happens on date
  date       : date
  kind       : one of kinds
  score      : number, from 0 to 30
  cost       : money
  minutes    : whole number
  seen       : yes/no
  ended      : date
  seen-by    : link to worker
}

role child, children "Child" is person where (relation is offspring and date-of-birth is on or before as at)
role grown-up, grown-ups "Grown-up" is person where (relation is one of { elders })

parameter cap "A limit" : whole number {
  from 2024-01-01 to 2024-12-31  3
  from 2026-01-01  5
}
parameter income-line "A line" : money per year {
  value  £22,900 per year
}
parameter future-cap "Not yet there" : whole number {
  from 2030-01-01  7
}

calendar terms "Terms" { 1 September, 1 January, 1 April }
calendar year-ends "Year ends" { 31 March, 31 December }

window early-days for person from date-of-birth to 6 months after date-of-birth rounded up
window last-year for family from 2025-01-01 to 2025-12-31
)";

}  // namespace fairstart::equivalence
