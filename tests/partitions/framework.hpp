// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fairstart::partitions {

// What has an order or a sum over all families, links and pairs within families, and records with and without keys.
inline constexpr const char* framework = R"(framework test.parts "Parts" { version "1" }
unit cot, cots
unit visit, visits
codes kinds "Kinds" { call "Call", visit "Visit", referral "Referral", delivered "Delivered" }
codes risks "Risks" in order { low "Low", middle "Middle", high "High" }
codes needs "Needs" { housing "Housing", health "Health", money "Money" }
record place, places "Place" {
  key place-id
  district : text
  imd-quintile : whole number, from 1 to 5
}
record worker, workers "Worker" {
  key worker-id
  busy : yes/no
}
record family, families "Family" {
  key family-id,  belongs to place by place-id
  income : money per year
  alone  : yes/no
  agreed : yes/no
  town   : text
  imd-decile : whole number, from 1 to 10
}
record person, people "Person" {
  key person-id,  belongs to family by family-id
  date-of-birth : date
  risk    : one of risks
  plan    : yes/no, restricted
  mother  : link to person
  visitor : link to worker
}
record contact, contacts "Contact" {
  key contact-id,  belongs to person by person-id,  happens on date
  date    : date
  kind    : one of kinds
  minutes : whole number
  place-seen : text
}
record step, steps "Step" {
  key step-id,  belongs to contact by contact-id
  done : yes/no
}
record need, needs-of "Need" {
  belongs to family by family-id
  kind  : one of needs
}
role child, children "Child" is person where (age is under 18 years)
define visited for child means any contact where (kind is visit) within 12 months
define sibling-seen for child means any other child where (visited)
define mother-at-risk for child means risk of mother is high or busy of visitor
score points for family "Need" {
  2 points when income is under £20,000 per year
  1 point  when alone
  1 point  for each child where visited, up to 2
  1 point  for each need where (kind is housing)
}
score steps-done for child "Steps" {
  1 point for each contact where (any step where (done))
}
tiers support for family "Support" {
  basic "Basic"
  more  "More" when points is at least 2
  most  "Most" when any child where (plan) and points is at least 3
}
groups who for family "Who" { one-alone "Alone" when alone, known-need "Need" when any need }
offer call for child "Call" {
  tier basic
  when visited or sibling-seen or mother-at-risk
  due from 10 days to 40 days after date-of-birth
  met by contact where (kind is visit)
  amount { basic 1 visit, more 2 visits, most 3 visits }
}
offer inspection for place "Inspection" { when imd-quintile is at most 2 }
list worried for child "Children to discuss" {
  when   plan or risk is high
  first  support highest, then risk highest, then date-of-birth lowest
  show   support, risk, plan, date of latest contact
  show names when agreed unknown counts as no
  limit  4 per district
}
list all-families for family "Families, the poorest first" {
  when  alone or income is under £30,000 per year
  first income lowest
  show  town
}
list calls for contact "Contacts" { when minutes is at least 50,  first minutes highest,  show minutes }
allocate cots for child "Cots" {
  supply         9 cots per quarter
  when           risk is one of { middle, high }
  share by       district in proportion to count of children
  first          support highest, then waiting longest
  waiting since  date of earliest contact where (kind is referral)
  ties by lottery "a draw"
  amount         1 cot
  met by         contact where (kind is delivered)
}
allocate money-help for family "Money" {
  supply  £1,500 per month
  when    alone
  tier    basic
  first   points highest, then income lowest
  amount  { basic £100, more £250, most £250 }
}
outcome seen "Seen" {
  indicator seen-lately "Seen lately" {
    among child where (date-of-birth is before as at)
    count visited
    show percent,  better higher,  hide counts below 3
    by imd-quintile, support, town, district
  }
  indicator half "Half are shorter" { among contact,  median minutes,  better lower,  by kind }
  indicator mean "Mean income" { among family,  average income,  better higher,  by district }
  gap ends "Most against least deprived" { of seen-lately,  between imd-quintile 1 and imd-quintile 5 }
  slope line "Across fifths" { of seen-lately,  over imd-quintile,  show relative }
  concentration share "Concentration" { of seen-lately,  over imd-quintile }
  trend time "In time" { of seen-lately }
}
guarantee poor-first that support never falls when alone becomes yes
guarantee offered-when-alone that support is at least more or not alone
mapping local for test.parts "Local" {
  extracted on 2026-03-31
  covers contact from 2022-04-01 to 2026-03-31
  file "places.csv" gives place { place-id from "place_id", district from "district", imd-quintile from "imd_quintile" }
  file "workers.csv" gives worker { worker-id from "worker_id", busy from "busy" }
  file "families.csv" gives family {
    family-id from "family_id", place-id from "place_id", income from "income", alone from "alone", agreed from "agreed"
    town from "town", imd-decile from "decile"
  }
  file "people.csv" gives person {
    person-id from "person_id", family-id from "family_id", date-of-birth from "date_of_birth", risk from "risk", plan from "plan"
    mother from "mother", visitor from "visitor"
  }
  file "contacts.csv" gives contact {
    contact-id from "contact_id", person-id from "person_id", date from "date", kind from "kind", minutes from "minutes"
  }
  file "visits.csv" gives contact {
    contact-id from "id", person-id from "person", date from "date", kind is visit, place-seen from "where"
  }
  file "steps.csv" gives step { step-id from "step_id", contact-id from "contact_id", done from "done" }
  file "needs.csv" gives need for each column "n1" to "n3" that says "Y" {
    family-id from "family_id"
    kind from column name { "n1" is housing, "n2" is health, "n3" is money }
  }
}
)";

}  // namespace fairstart::partitions
