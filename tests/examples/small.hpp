// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tests/harness/harness.hpp"

namespace fairstart::examples {

// A file of its own: records, a few rules, and the examples given.
inline std::string with_examples(const std::string& examples) {
  return R"(framework test.small "Small" {
}
unit visit, visits
codes relations "Relations" {
  offspring "Offspring"
  mother    "Mother"
}
codes kinds "Kinds" {
  edinburgh "Edinburgh"
  home-visit "Home visit"
}
record family, families "Family" {
  key    family-id
  income : money per year
  lone   : yes/no
  damp   : yes/no
}
record person, people "Person" {
  key           person-id
  belongs to    family by family-id
  date-of-birth : date
  relation      : one of relations
  gestation     : days, from 22 weeks to 45 weeks
  on-plan       : yes/no
  nickname      : text
}
record contact, contacts "Contact" {
  key        contact-id
  belongs to person by person-id
  happens on date
  date       : date
  kind       : one of kinds
  score      : number, from 0 to 30
}
role child, children "Child" is person where (relation is offspring and date-of-birth is on or before as at)
role parent, parents "Parent" is person where (relation is mother)

define early for child "Early" means gestation is under 37 weeks
define low for parent "Low" means score of latest contact where (kind is edinburgh) within 12 months is at least 13
define half for family "Half the income" means income ÷ 2
define newest for child "The latest contact" means date of latest contact
define called for person "Nickname" means nickname
define greeting for person "How to greet" means nickname or else "Friend"
define bond for person "Relation" means relation

score need for family "Need" {
  3 points when any child where on-plan
  2 points when any parent where low
  1 point  for each child where early, up to 2
}
tiers support for family "Support" {
  universal "Universal"
  plus      "Plus"     when any parent where low or any child where early
  targeted  "Targeted" when need is at least 5 or any child where on-plan
}
segments fifth for family "Fifths" {
  poor  "Poor"  when income is under £20,000 per year
  alone "Alone" when lone
  rest  "Rest"  otherwise
}
offer visit for child "A visit" {
  tier    universal of support
  when    age is under 28 days
  due     from 10 days to 14 days after date-of-birth
  met by  contact where (kind is home-visit)
  amount  1 visit
}
offer listening for parent "Listening" {
  tier    plus of support
  when    low
  due     within 4 weeks of date of latest contact where (kind is edinburgh)
  amount  { plus 4 visits, targeted 8 visits }
}
)" + examples;
}

}  // namespace fairstart::examples
