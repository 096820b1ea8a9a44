// SPDX-License-Identifier: Apache-2.0
#include "cli/starter.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace fairstart::cli {
namespace fs = std::filesystem;
namespace {

// Words between @ are put in by `filled`.
constexpr const char* starter_rules =
    R"~(# A small framework to start from. Its rules are made up: change them line by line, and check and test as you go.
# README.md, in this folder, has the commands.
framework @MODULE@ "@TITLE@" {
  version  "1"
  note     "Rules, amounts and records are made up, to start from"
}
use uk.family-record
use uk.ages

parameter young-parent "Age below which a parent is offered more" : years {
  value   20 years
  source  "Made up: name the document and the page here"
}

define young for parent "Younger than the line"
  means age is under young-parent
define early for child "Born before 37 weeks of pregnancy"
  means gestation is under 37 weeks
  source "World Health Organization: preterm is before 37 weeks"

tiers support for family "Level of support" {
  universal   "Universal"
  extra-help  "Extra help"
    when any parent where young
      or any child where early
}
not encoded "A family that asks for more help is talked to, whatever its level: nothing on record tells who asked"

offer new-birth-visit for child "New birth visit" {
  tier      universal
  when      age is under 28 days
  due       from 10 days to 14 days after date-of-birth
  met by    contact where (kind is new-birth-visit)
  amount    1 visit
  provider  "Health visiting"
  serves    good-start
}
offer home-visits for family "Visits at home" {
  tier    extra-help
  when    any child where under-one-year
  amount  6 visits
  serves  good-start
}

outcome good-start "Every child has a good start in life" {
  indicator visited "New birth visit by day 14" {
    among   child where (turning 30 days is in period)
    count   any contact where (kind is new-birth-visit) within 14 days after date-of-birth
    show    percent
    better  higher
    # Over records of real people, also: hide counts below 8 and round to 5
  }
}

guarantee nobody-missed "Every newborn is offered the visit"
  that every child where (age is under 14 days) is offered new-birth-visit

example "The day before she is twenty, and a week-old baby born a day early" {
  as at 2026-04-01
  family {
    parent amy { relationship mother, date-of-birth 2006-04-02 }
    child noah { relationship child, date-of-birth 2026-03-25, gestation 36 weeks 6 days }
  }
  expect young yes for amy
  expect support extra-help
  expect offer new-birth-visit for noah, due from 2026-04-04, due by 2026-04-08, not yet due
  expect offer home-visits, amount 6 visits
}
example "Her twentieth birthday: universal support, and the last day of the visit" {
  as at 2026-04-01
  family {
    parent bea { relationship mother, date-of-birth 2006-04-01 }
    child mia { relationship child, date-of-birth 2026-03-05, gestation 37 weeks }
  }
  expect young no for bea
  expect support universal
  expect offer new-birth-visit for mia, due by 2026-03-19, missed
  expect no offer home-visits
}
example "A day later, it is too late for the visit" {
  as at 2026-04-02
  family {
    child mia { relationship child, date-of-birth 2026-03-05, gestation 37 weeks }
  }
  expect no offer new-birth-visit for mia
}
example "Visits at home until the day before the first birthday" {
  as at 2026-04-01
  family {
    child eli { relationship child, date-of-birth 2025-04-02, gestation 35 weeks }
  }
  expect offer home-visits
}
example "And not on the first birthday" {
  as at 2026-04-01
  family {
    child eli { relationship child, date-of-birth 2025-04-01, gestation 35 weeks }
  }
  expect support extra-help
  expect no offer home-visits
}
example "Nobody recorded when they were born" {
  as at 2026-04-01
  family {
    parent cat { relationship mother }
    child kit { relationship child }
  }
  expect young unknown for cat
  expect support universal, could be extra-help
  expect can't tell offer new-birth-visit for kit
  expect can't tell offer home-visits
}
)~";

constexpr const char* starter_places = R"~(lsoa,imd_decile,imd_quintile
TEST-A,1,1
TEST-B,5,3
TEST-C,9,5
)~";

constexpr const char* starter_families = R"~(family_id,lsoa
TEST-01,TEST-B
TEST-02,TEST-C
TEST-03,TEST-A
TEST-04,TEST-B
TEST-05,TEST-C
TEST-06,TEST-A
TEST-07,TEST-B
TEST-08,TEST-C
TEST-09,TEST-A
TEST-10,TEST-B
TEST-11,TEST-C
TEST-12,TEST-A
)~";

// NHS numbers of the range 999, which is kept for tests, with their check digits.
constexpr const char* starter_people = R"~(person_id,family_id,relationship,date_of_birth,expected_date,date_of_death,gestation
9990000018,TEST-01,mother,1994-07-30,,,
9990000026,TEST-01,child,2026-03-25,,,39 weeks 2 days
9990000034,TEST-02,mother,1998-02-11,,,
9990000042,TEST-02,father,1996-10-02,,,
9990000050,TEST-02,child,2026-03-20,,,36 weeks 4 days
9990000069,TEST-03,mother,2006-09-05,,,
9990000077,TEST-03,child,2026-02-18,,,40 weeks
9990000085,TEST-04,mother,1989-12-24,,,
9990000093,TEST-04,father,1988-01-19,,,
9990000107,TEST-04,child,2026-03-12,,,38 weeks 5 days
9990000115,TEST-05,mother,,,,
9990000123,TEST-05,father,1995-05-08,,,
9990000131,TEST-05,child,2025-11-14,,,37 weeks 1 day
9990000158,TEST-06,mother,2001-03-17,,,
9990000166,TEST-06,child,2025-10-02,,,
9990000174,TEST-07,mother,1992-06-21,,,
9990000182,TEST-07,father,1991-08-13,,,
9990000190,TEST-07,child,2025-08-09,,,34 weeks 6 days
9990000204,TEST-08,mother,1996-11-03,,,
9990000212,TEST-08,father,1994-04-27,,,
9990000220,TEST-08,child,2023-05-15,,,41 weeks
9990000239,TEST-08,child,2025-06-30,,,39 weeks
9990000247,TEST-09,mother,1999-01-29,,,
9990000255,TEST-09,child,2025-04-19,,,40 weeks 3 days
9990000263,TEST-10,mother,2005-08-16,,,
9990000271,TEST-10,father,2003-12-06,,,
9990000298,TEST-10,child,2024-12-01,,,
9990000301,TEST-11,mother,1990-10-10,,,
9990000328,TEST-11,father,1990-02-02,,,
9990000336,TEST-11,child,2024-02-29,,,38 weeks
9990000344,TEST-12,mother,1997-04-04,,,
9990000352,TEST-12,child,,2026-05-20,,
)~";

constexpr const char* starter_contacts = R"~(contact_id,person_id,date,kind
VISIT-01,9990000050,2026-03-31,new-birth-visit
VISIT-02,9990000077,2026-03-03,new-birth-visit
VISIT-03,9990000131,2025-11-26,new-birth-visit
VISIT-04,9990000166,2025-10-20,new-birth-visit
VISIT-05,9990000190,2025-08-23,new-birth-visit
VISIT-06,9990000239,2025-07-12,new-birth-visit
VISIT-07,9990000298,2024-12-13,new-birth-visit
VISIT-08,9990000336,2024-03-12,new-birth-visit
)~";

constexpr const char* starter_readme = R"~(# @TITLE@

A small framework to start from. Everything in it is made up.

| | |
| --- | --- |
| `@FILE@` | the rules, with examples that they are held to |
| `records/` | twelve families to run it over. Whoever is in them does not exist: people's keys are NHS numbers that begin with 999, which nobody is given |

## Commands
In the folder that holds this one:

    fairstart check --strict @FOLDER@/@FILE@
    fairstart fmt @FOLDER@/@FILE@
    fairstart test @FOLDER@/@FILE@ --min-coverage 100 --boundaries
    fairstart run @FOLDER@/@FILE@ --records @FOLDER@/records --as-at 2026-04-01 --out out/@FOLDER@
    fairstart explain @FOLDER@/@FILE@ --records @FOLDER@/records --as-at 2026-04-01 --family TEST-06
    fairstart doc @FOLDER@/@FILE@ --out out/@FOLDER@-document
    fairstart data @FOLDER@/@FILE@

`check` looks for mistakes, and `fmt` lays the file out. `test` runs the examples, and fails unless they show every condition with
yes, no and unknown, and every threshold on both sides. `run` works out who gets what, and what nobody can tell yet:
`out/@FOLDER@/report.html` opens in a browser, `out/@FOLDER@/families.csv` says what to ask each family. `explain` says why. `doc`
writes the rules as a document for whoever does not read files like this one. `data` lists the facts that the rules need: ask for
those, and for no others.

## Next
Change one thing: make `young-parent` 21 years, and run `test`. The example of a twentieth birthday now fails, and says what it got:
that is what examples are for. Put the document that a rule comes from into its `source`, and what can't be decided from
records into `not encoded`. Before records of real people: take the twelve families away, and hide small counts, as the file says.
)~";

// "north-town" as "North Town", or "North town".
std::string as_title(std::string_view name, bool every_word) {
  std::string title;
  bool capital = true;
  for (const char c : name) {
    title += c == '-' ? ' ' : capital ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    capital = c == '-' && every_word;
  }
  return title;
}

std::string filled(std::string text, const std::vector<std::pair<std::string_view, std::string>>& words) {
  for (const auto& [mark, word] : words)
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + word.size()))
      text.replace(at, mark.size(), word);
  return text;
}

}  // namespace

Starter starter(std::string_view module) {
  std::vector<std::string> parts = {""};
  for (const char c : module) {
    if (c == '.')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  // A name of one part is both folder and file.
  if (parts.size() == 1) parts.push_back(parts.front());
  const std::string last = parts.back();
  parts.pop_back();
  std::string title = as_title(last, false);
  if (parts.back() != last) title += ", " + as_title(parts.back(), true);
  fs::path folder;
  for (const std::string& part : parts) folder /= part;
  const auto text = [&](const char* with_marks) {
    return filled(
        with_marks,
        {{"@MODULE@", std::string(module)}, {"@TITLE@", title}, {"@FOLDER@", folder.string()}, {"@FILE@", last + ".fair"}});
  };
  return {folder,
          last + ".fair",
          {{last + ".fair", text(starter_rules)},
           {"README.md", text(starter_readme)},
           {"records/places.csv", starter_places},
           {"records/families.csv", starter_families},
           {"records/people.csv", starter_people},
           {"records/contacts.csv", starter_contacts}}};
}

}  // namespace fairstart::cli
