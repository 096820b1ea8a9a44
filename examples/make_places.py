#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the records of made-up families for the frameworks of places: examples/make_places.py FOLDER_OF_THE_INDEX [PLACE …].

FOLDER_OF_THE_INDEX holds lsoa_imd_idaci_2019.csv. Each place's folder is written whole, its README.md with it. Same input,
same bytes: the distributions below, and the sentences beside them, are the whole truth about these families. Nothing here is
estimated from anybody's records.
"""
import csv
import random
import sys
from datetime import date, timedelta
from pathlib import Path
from textwrap import fill

HERE = Path(__file__).resolve().parent
ETHNICITY = {"A": 70, "C": 6, "D": 2, "F": 2, "H": 4, "J": 6, "L": 3, "N": 4, "S": 2, "": 3}
PERSON = ("relationship", "date_of_birth", "date_of_death", "expected_date", "gestation", "ethnicity", "pregnant",
          "on_protection_plan", "looked_after", "in_school_year", "free_school_meals", "profile_completed",
          "good_level_of_development")
BASE = """\
- {families} families in {lsoas} LSOAs, drawn by how many children live there (mid-2015 counts). *Need grows with
  deprivation*: each chance marked + is multiplied by 1 in the least deprived tenth, rising by a quarter with each tenth.
- One to three children under {oldest} in a family (60, 30 and 10 in 100), in every eighth family one of under 40 days; a
  mother, and a second parent where she is not alone. Lone parent 8%+; born early 2%+; protection plan 1.2%+; looked after
  1%+; free school meals 12%+. Income is log-normal, lower with each tenth. A child in Reception has a profile, and a good
  level of development in 78%, less 2 points with each tenth, and 15 points less with free school meals.
- *What is missing*: income 12%, lone parent 5%, a father's date of birth 4%, gestation 6%, protection plan and looked after
  10%, free school meals 5%. Nobody has died."""


class Records:
    """The tables of one place, and the one stream of chance that they all come from."""

    def __init__(self, name, as_at):
        self.as_at, self.tables, self.choose = as_at, {}, random.Random(f"{name} {as_at}")

    def add(self, table, key, **facts):
        rows = self.tables.setdefault(table, [])
        rows.append({key: f"{table[0].upper()}{len(rows) + 1:04d}", **facts})
        return rows[-1]

    def chance(self, p):
        return self.choose.random() < p

    def yes(self, p, missing=0.0):
        """yes with chance p, else no; not recorded with chance `missing`."""
        value = "yes" if self.chance(p) else "no"
        return "" if self.chance(missing) else value

    def ago(self, low, high):
        return self.as_at - timedelta(days=self.choose.randint(low, high))

    def within(self, start, low, high):
        """A day after `start`, or nothing where that is not past yet."""
        day = start + timedelta(days=self.choose.randint(low, high))
        return day.isoformat() if day <= self.as_at else ""

    def one_of(self, weights):
        return self.choose.choices(list(weights), list(weights.values()))[0]

    def person(self, family, **facts):
        return self.add("people", "person_id", family_id=family["family_id"], **{name: facts.get(name, "") for name in PERSON})

    def contact(self, person, day, kind, condition=""):
        if day:
            self.add("contacts", "contact_id", person_id=person["person_id"], date=day, kind=kind, condition=condition)

    def assessment(self, person, day, kind, score, item_10):
        if day:
            self.add("assessments", "assessment_id", person_id=person["person_id"], date=day, kind=kind, score=score,
                     item_10=item_10)

    def immunisation(self, person, day, vaccine, dose):
        if day:
            self.add("immunisations", "immunisation_id", person_id=person["person_id"], date=day, vaccine=vaccine, dose=dose)


def school_year(birth, as_at):
    """Reception is 0: the school year that starts on 1 September after the fourth birthday."""
    start = as_at.year - (as_at.month < 9)
    year = start - birth.year - 4 - ((birth.month, birth.day) > (8, 31))
    return year if 0 <= year <= 13 else ""


def make_child(records, family, more, birth):
    early = records.chance(0.02 * more)
    weeks = records.choose.randint(29, 36) if early else records.choose.randint(37, 41)
    meals = records.yes(0.12 * more, 0.05)
    year = school_year(birth, records.as_at)
    profile, minor = year == 0, (records.as_at - birth).days < 18 * 365.25
    developed = records.yes(0.78 - 0.08 * (more - 1) - (0.15 if meals == "yes" else 0), 0.02)
    return records.person(
        family, relationship="child", date_of_birth=birth.isoformat(),
        gestation="" if records.chance(0.06) else f"{weeks} weeks {records.choose.randint(0, 6)} days",
        ethnicity=records.one_of(ETHNICITY), on_protection_plan=records.yes(0.012 * more * minor, 0.10 * minor),
        looked_after=records.yes(0.01 * more * minor, 0.10 * minor), in_school_year=year,
        free_school_meals=meals if year != "" else "",
        profile_completed="yes" if profile else "no", good_level_of_development=developed if profile else "")


def make_family(records, place, number, oldest):
    more = 1 + (10 - int(place["imd_decile"])) / 4
    lone = records.chance(0.08 * more)
    income = records.choose.lognormvariate(10.6 - 0.16 * (more - 1) - (0.35 if lone else 0), 0.5)
    family = records.add(
        "families", "family_id", lsoa=place["lsoa11cd"], income="" if records.chance(0.12) else str(int(round(income, -2))),
        lone_parent="" if records.chance(0.05) else "yes" if lone else "no",
        temporary_accommodation=records.yes(0.01 * more, 0.08), record_sharing_agreed=records.yes(0.95, 0.05))
    births = [records.ago(0, 40 if number % 8 == 0 else oldest * 365 - 1)]
    while len(births) < 3 and records.chance(0.40 if len(births) == 1 else 0.25):
        births.append(births[-1] - timedelta(days=records.choose.randint(400, 1200)))
    births = [birth for birth in births if (records.as_at - birth).days < oldest * 365]
    mother = records.person(family, relationship="mother", ethnicity=records.one_of(ETHNICITY),
                            pregnant=records.yes(0.04, 0.05),
                            date_of_birth=(births[-1] - timedelta(days=records.choose.randint(18 * 366, 40 * 365))).isoformat())
    parents = [mother]
    if not lone:
        born = births[-1] - timedelta(days=records.choose.randint(18 * 366, 45 * 365))
        parents.append(records.person(family, relationship="father", ethnicity=mother["ethnicity"], pregnant="no",
                                      date_of_birth="" if records.chance(0.04) else born.isoformat()))
    return family, more, parents, [(make_child(records, family, more, birth), birth) for birth in births]


def routine(birth):
    """The timetable of routine immunisations by date of birth: days of age, and what is given. Hib/MenC stands in cornwall()."""
    measles = "mmr" if birth <= date(2024, 12, 31) else "mmrv"
    yield 56, (("six-in-one", 1), ("men-b", 1), ("rotavirus", 1))
    yield 84, (("six-in-one", 2), ("men-b", 2), ("rotavirus", 2))
    yield 112, (("six-in-one", 3), ("pcv", 1))
    yield 366, (("pcv", 2), ("men-b", 3), (measles, 1))
    if birth >= date(2024, 7, 1):
        yield 549, (("six-in-one", 4), ("mmrv", 2))
    yield 1220, (("dtap-ipv", 1), ("mmr", 2))


def reviews(records, family, more, parents, children):
    """Health visiting: visits and reviews, routine immunisations, and how the parents feel."""
    for child, birth in children:
        for kind, low, high, done in (("new-birth-visit", 9, 16, 0.93 - 0.02 * more), ("six-week-review", 41, 57, 0.90),
                                      ("one-year-review", 275, 400, 0.82), ("two-year-review", 735, 920, 0.78)):
            if records.chance(done):
                records.contact(child, records.within(birth, low, high), kind)
        for at, vaccines in routine(birth):
            if records.chance(0.96 - 0.02 * (more - 1) - at / 25000):
                day = records.within(birth, at, at + 40)
                for vaccine, dose in vaccines:
                    records.immunisation(child, day, vaccine, dose)
    for parent in parents:
        if records.chance(0.90):
            score = records.one_of({records.choose.randint(0, 9): 80, records.choose.randint(10, 12): 12,
                                    records.choose.randint(13, 24): 5 * more})
            day = records.ago(5, 300)
            records.assessment(parent, day.isoformat(), "edinburgh", score, records.one_of({0: 96, 1: 2, "": 2}))
            if score >= 13:
                records.contact(parent, records.within(day, 3, 50), "listening-visit")


def cornwall(records, family, more, parents, children):
    reviews(records, family, more, parents, children)
    for child, birth in children:
        if birth <= date(2024, 6, 30) and records.chance(0.94):
            records.immunisation(child, records.within(birth, 366, 406), "hib-menc", 1)
    for step, p in (("advice", 0.06), ("intervention", 0.05), ("care-plan", 0.03), ("crisis-plan", 0.02)):
        if records.chance(p * more):
            opened = records.ago(0, 500)
            closed = records.within(opened, 30, 400) if records.chance(0.5) else ""
            records.add("response_steps", "step_id", family_id=family["family_id"], opened=opened.isoformat(), closed=closed,
                        step="" if records.chance(0.03) else step, key_worker_named=records.yes(0.6, 0.05),
                        family_took_part=records.yes(0.85, 0.10))


def greater_manchester(records, family, more, parents, children):
    for child, birth in children:
        if (records.as_at - birth).days < 5 * 365 and records.chance(0.08 * more):
            started = max(birth, records.ago(0, 500))
            records.add("pathway_starts", "start_id", person_id=child["person_id"], started=started.isoformat(),
                        ended=records.within(started, 90, 400), pathway=records.one_of(
                            {"speech": 4, "complex": 2, "physical": 2, "antenatal": 1, "emotional": 2, "": 0.3}))
        admissions(records, child, more)
        if (records.as_at - birth).days > 5 * 365 and records.chance(0.05 * more):
            referred = records.ago(0, 600)
            records.add("mental_health_referrals", "referral_id", person_id=child["person_id"],
                        referred=referred.isoformat(), treated=records.within(referred, 7, 200))


def admissions(records, child, more):
    for condition, p in (("asthma", 0.02), ("epilepsy", 0.004), ("diabetes", 0.004), ("another", 0.03), ("", 0.003)):
        if records.chance(p * more):
            day = max(date.fromisoformat(child["date_of_birth"]), records.ago(0, 730))
            records.contact(child, day.isoformat(), "admission", condition)


def northamptonshire(records, family, more, parents, children):
    for child, birth in children:
        for kind, p in (("advice", 0.12), ("goal-based", 0.10), ("extensive", 0.04), ("risk-management", 0.02)):
            if (records.as_at - birth).days > 3 * 365 and records.chance(p * more):
                agreed = records.ago(0, 500)
                records.add("shared_decisions", "decision_id", person_id=child["person_id"], agreed=agreed.isoformat(),
                            ended=records.within(agreed, 30, 400), kind="" if records.chance(0.03) else kind)


def emergencies(records, child, more):
    for _ in range(records.one_of({0: 70, 1: 15 * more, 2: 5 * more})):
        day = max(date.fromisoformat(child["date_of_birth"]), records.ago(0, 1100))
        records.contact(child, day.isoformat(), "emergency-attendance")


def west_yorkshire(records, family, more, parents, children):
    for child, birth in children:
        emergencies(records, child, more)
    for about, p in (("parent-mental-health", 0.05), ("another", 0.05)):
        if records.chance(p * more):
            noted = records.ago(0, 500)
            records.add("hub_concerns", "concern_id", family_id=family["family_id"], noted=noted.isoformat(),
                        settled=records.within(noted, 20, 600), about="" if records.chance(0.04) else about)


def wakefield(records, family, more, parents, children):
    west_yorkshire(records, family, more, parents, children)
    for child, birth in children:
        if (records.as_at - birth).days > 3 * 365 and records.chance(0.15):
            referred = max(birth + timedelta(days=2 * 365), records.ago(0, 500))
            records.add("autism_referrals", "referral_id", person_id=child["person_id"], referred=referred.isoformat(),
                        assessed=records.within(referred, 30, 330))


def herts_west_essex(records, family, more, parents, children):
    for person, birth in children:
        for register, p in (("learning-disability", 0.02), ("serious-mental-illness", 0.01)):
            if records.chance(p * more):
                entered = max(birth, records.ago(0, 2000))
                records.add("register_entries", "entry_id", person_id=person["person_id"], entered=entered.isoformat(),
                            removed=records.within(entered, 100, 3000) if records.chance(0.3) else "",
                            register="" if records.chance(0.05) else register)
                if records.chance(0.6):
                    records.add("care_plans_agreed", "care_plan_id", person_id=person["person_id"],
                                agreed=records.ago(0, 600).isoformat(), family_owns_it=records.yes(0.8, 0.1))
        if (records.as_at - birth).days > 5 * 365 and records.chance(0.12 * more):
            for _ in range(records.choose.randint(1, 4)):
                records.add("support_contacts", "contact_id", person_id=person["person_id"],
                            seen=records.ago(0, 700).isoformat())


def sheffield(records, family, more, parents, children):
    for child, birth in children:
        if (records.as_at - birth).days > 5 * 365 and records.chance(0.06 * more):
            referred = records.ago(0, 900)
            records.add("camhs_referrals", "referral_id", person_id=child["person_id"], referred=referred.isoformat(),
                        seen=records.within(referred, 10, 140))
        if child["in_school_year"] != "" and child["in_school_year"] <= 11 and records.chance(0.98):
            joined = date(records.as_at.year - 1 - records.choose.randint(0, min(child["in_school_year"], 5)), 9, 1)
            records.add("roll_entries", "entry_id", person_id=child["person_id"], joined=joined.isoformat(),
                        left=records.ago(0, 200).isoformat() if records.chance(0.02) else "",
                        local_school=records.yes(0.8, 0.05))


def sussex(records, family, more, parents, children):
    for child, birth in children:
        lived = (records.as_at - birth).days
        if lived < 730:
            records.add("delivery_notes", "note_id", person_id=parents[0]["person_id"], delivered=birth.isoformat(),
                        smoked=records.yes(0.06 * more, 0.04))
            early = child["gestation"][:2] in {str(week) for week in range(29, 37)}
            weight = round(records.choose.gauss(2300 if early else 3400, 450), -1)
            records.add("birth_notes", "note_id", person_id=child["person_id"], noted=birth.isoformat(),
                        weight_in_grams="" if records.chance(0.03) else max(600, int(weight)))
            seen = records.within(birth, 40, 60)
            if seen and records.chance(0.92):
                records.add("feeding_notes", "note_id", person_id=child["person_id"], seen=seen, feeding=records.one_of(
                    {"only-breast": 40, "partly-breast": 15, "not-breast": 25 + 8 * more, "": 4}))
        for measured, year in (("reception", 0), ("year-6", 6)):
            if child["in_school_year"] == year:
                records.add("weighings", "weighing_id", person_id=child["person_id"], weighed=records.ago(20, 180).isoformat(),
                            measured_in=measured, weight_band=records.one_of(
                                {"underweight": 1, "healthy": 76, "overweight": 8 + 2 * more, "very-overweight": 6 + 3 * more,
                                 "": 3}))
        for cause, p in (("unintentional", 0.06), ("by-another", 0.01), ("self-harm", 0.03 if lived > 10 * 365 else 0)):
            if records.chance(p * more):
                day = max(birth, records.ago(0, 730))
                records.add("injury_admissions", "admission_id", person_id=child["person_id"], admitted=day.isoformat(),
                            cause="" if records.chance(0.03) else cause)


def west_suffolk(records, family, more, parents, children):
    services = {"speech": 5, "medical": 4, "physiotherapy": 2, "occupational": 2, "psychology": 2, "audiology": 2, "nursing": 1,
                "aids": 1}
    for child, birth in children:
        stays = records.one_of({0: 92, 1: 8})
        for _ in range(stays):
            admitted = max(birth, records.ago(5, 700))
            records.add("hospital_stays", "stay_id", person_id=child["person_id"], admitted=admitted.isoformat(),
                        discharged=records.within(admitted, 0, 5))
        if not records.chance(0.12 * more):
            continue
        found = max(birth, records.ago(30, 1500))
        records.add("found_needs", "need_id", person_id=child["person_id"], found=found.isoformat(),
                    ended=records.within(found, 200, 2000) if records.chance(0.3) else "",
                    need_kind=records.one_of({"additional": 3, "development": 4, "medical-need": 3, "learning": 2,
                                              "physical": 1, "": 0.5}))
        if records.chance(0.8):
            service = records.one_of(services)
            opened = found + timedelta(days=records.choose.randint(0, 28))
            records.add("caseload_entries", "entry_id", person_id=child["person_id"], opened=opened.isoformat(),
                        closed=records.within(opened, 100, 1500) if records.chance(0.5) else "", service=service)
            for _ in range(records.choose.randint(0, 3)):
                agreed = max(opened, records.ago(0, 800))
                measured = records.within(agreed, 60, 240)
                records.add("personal_targets", "target_id", person_id=child["person_id"], agreed=agreed.isoformat(),
                            measured=measured, service=service, attained=records.yes(0.7, 0.05) if measured else "")


def surrey_better_start(records, family, more, parents, children):
    reviews(records, family, more, parents, children)
    mother = parents[0]
    if mother["pregnant"] == "yes":
        records.person(family, relationship="child",
                       expected_date=(records.as_at + timedelta(days=records.choose.randint(1, 250))).isoformat())
    for child, birth in children:
        emergencies(records, child, more)
        if records.chance(0.04 * more):
            days = records.choose.randint(3, 60)
            records.add("neonatal_stays", "stay_id", person_id=child["person_id"], admitted=birth.isoformat(),
                        discharged=records.within(birth, days, days))
    for _ in range(records.one_of({0: 96, 1: 2, 2: 2})):
        records.add("child_removals", "removal_id", person_id=mother["person_id"], decided=records.ago(100, 3000).isoformat(),
                    by_court=records.yes(0.9, 0.1))
    if records.chance(0.05):
        records.add("hard_births_noted", "note_id", person_id=mother["person_id"], told=records.ago(0, 700).isoformat(),
                    what=records.one_of({"trauma": 3, "loss": 2}))
    if records.chance(0.02 * more):
        noted = records.ago(0, 700)
        records.add("inclusion_notes", "note_id", family_id=family["family_id"], noted=noted.isoformat(),
                    ended=records.within(noted, 100, 900), reason=records.one_of(
                        {"homeless": 3, "gypsy-roma-traveller": 3, "seeking-asylum": 2}))


def bnssg(records, family, more, parents, children):
    for child, birth in children:
        for kind, p in (("learning-disability", 0.02), ("life-limiting", 0.004),
                        ("drugs-or-alcohol", 0.02 if (records.as_at - birth).days > 12 * 365 else 0)):
            if records.chance(p * more):
                noted = max(birth, records.ago(0, 1500))
                records.add("vulnerability_notes", "note_id", person_id=child["person_id"], noted=noted.isoformat(),
                            ended=records.within(noted, 200, 2000) if kind == "drugs-or-alcohol" else "",
                            vulnerability="" if records.chance(0.04) else kind)


def community_services(records, districts):
    for number in range(1, 21):
        records.tables.setdefault("community_services", []).append(
            {"service_id": f"S{number:02d}", "area": records.choose.choice(districts).split(",")[0],
             "for_young_people": records.yes(0.8), "accredited": records.yes(0.45, 0.05)})


def organisations(records, districts):
    for number in range(1, 31):
        code = f"TEST{number:02d}"
        records.tables.setdefault("organisations", []).append(
            {"ods_code": code, "locality": records.choose.choice(districts),
             "sector": records.one_of({"Health": 5, "Council": 3, "Education": 2})})
        own = records.choose.randint(0, 2)
        inspectors = max(0, own - records.chance(0.4))
        for rater, light in (("self", own), ("young-inspectors", inspectors)):
            if rater == "self" or records.chance(0.8):
                records.add("ratings", "rating_id", ods_code=code, date=records.ago(0, 700).isoformat(), rater=rater,
                            light=("red", "amber", "green")[light])


# What is told of the distributions, in the words of the READMEs.
REVIEWS = """\
- A new birth visit in 93%, less 2%+, on days 9 to 16; a review at 6 weeks in 90%, at one in 82%, at two in 78%. Of
  immunisations due at 8, 12 and 16 weeks, one, 18 months, and three years and four months, each time 96% were given within 40
  days, less half a point with each tenth, and up to five points less with age.
- 90% of parents were asked how they feel: an Edinburgh score of 13 or more in 5+ to each 92 others, then a listening visit on
  days 3 to 50. In 2% the answer on self-harm was above nought, not recorded for 2%.
"""
EMERGENCIES = """\
- In three years, one A&E visit in 15+ to each 70 with none, two in 5+.
"""
WORRIES = """\
- Concerns in the last 500 days: a parent's mental health 5%+, something else 5%+, settled 20 to 600 days later; which is not
  recorded in 4%.
"""
REGISTERS = """\
- On the register for learning disability 2%+, for serious mental illness 1%+, three in ten of them removed again, which
  register is not recorded for 5%; 60% have a care plan, and 80% of families own it.
- Over five years old, 12%+ had one to four contacts with mental health support in the last 700 days.
"""
TOLD = {
    "cornwall": REVIEWS + """\
- Of those born by June 2024, 94% had Hib/MenC within 40 days of their first birthday.
- Steps of the graduated response: advice 6%+, an intervention 5%+, a care plan 3%+, a crisis response 2%+; half of them have
  ended. A key worker is named in 60%, 85% of families took part; the step is not recorded in 3%.
""",
    "greater-manchester": """\
- Under five, 8%+ were started on a school readiness pathway, the pathway not recorded for 3%; over five, 5%+ were referred to
  a mental health service, and treated 7 to 200 days later.
- Admissions in two years: asthma 2%+, epilepsy and diabetes 0.4%+ each, another condition 3%+, not recorded 0.3%+.
- 30 organisations with made-up codes rate themselves red, amber or green, each as likely; young inspectors have rated 80% of
  them, and put 40% a light lower.
""",
    "northamptonshire": """\
- Over three years old, a shared decision in the last 500 days: advice 12%+, help 10%+, more help 4%+, risk 2%+, each by
  itself; it has ended 30 to 400 days later, if that is past; its kind is not recorded in 3%.
""",
    "herts-west-essex": REGISTERS,
    "sheffield": """\
- Over five years old, 6%+ were referred to mental health services in the last 900 days, and seen 10 to 140 days later.
- Of school age, 98% joined a school, 2% of these have left it; 80% are at their local school, not recorded for 5%.
""",
    "sussex": """\
- Under two years old: the mother smoked at delivery 6%+, not recorded 4%; weight at birth 3,400 g give or take 450 g, born
  early 2,300 g, not recorded 3%; 92% were seen on days 40 to 60, 40 breastfed and 15 partly to each 25 and 8+ not.
- In Reception and Year 6: 76 of a healthy weight to each 14 and 5+ over it. In two years, an admission after an accident 6%+,
  after being hurt 1%+, from ten years on after self-harm 3%+; the cause is not recorded in 3%.
""",
    "west-suffolk": """\
- A need was found in 12%+, 30 to 1,500 days ago, its kind not recorded for 4%; 30% of needs end. 80% of these children went
  onto a caseload within four weeks, half of them leave it; none to three targets each, measured 60 to 240 days later, 70%
  attained, not recorded for 5%. 8% of children were in hospital once, for none to five nights.
""",
    "surrey-better-start": REVIEWS + EMERGENCIES + """\
- 4%+ were in a neonatal unit for 3 to 60 days from birth.
- Of mothers 2% had one child removed and 2% two, decided by a court in 90%, not recorded for 10%; 5% told of trauma or loss.
  2%+ of families are known to the inclusion team. A mother who is pregnant has a child due in 1 to 250 days.
""",
    "bnssg": """\
- A learning disability 2%+, a life-limiting condition 0.4%+, over twelve drugs or alcohol 2%+, which is not recorded for 4%.
- 20 made-up services, 80% of them for young people, 45% accredited, not recorded for 5%.
""",
    "west-essex": REGISTERS,
    "west-yorkshire": EMERGENCIES + WORRIES,
    "wakefield": EMERGENCIES + WORRIES + """\
- Over three years old, 15% were referred for an autism assessment in the last 500 days, and assessed 30 to 330 days later.
""",
}

# Place: what it is called, its framework, districts of the index, families, as at, ages below, what is added.
PLACES = {
    "cornwall": (
        "Cornwall and the Isles of Scilly", "cornwall/one-vision",
        ("Cornwall", "Isles of Scilly"),
        150, date(2026, 3, 31), 6, cornwall),
    "greater-manchester": (
        "Greater Manchester", "greater-manchester/children",
        ("Bolton", "Bury", "Manchester", "Oldham", "Rochdale", "Salford", "Stockport", "Tameside", "Trafford", "Wigan"),
        150, date(2026, 7, 31), 16, greater_manchester),
    "northamptonshire": (
        "Northamptonshire", "northamptonshire/thrive",
        ("Corby", "Daventry", "East Northamptonshire", "Kettering", "Northampton", "South Northamptonshire",
         "Wellingborough"),
        300, date(2026, 7, 31), 16, northamptonshire),
    "herts-west-essex": (
        "Hertfordshire and West Essex", "herts-west-essex/children",
        ("Broxbourne", "Dacorum", "East Hertfordshire", "Hertsmere", "North Hertfordshire", "St Albans", "Stevenage",
         "Three Rivers", "Watford", "Welwyn Hatfield", "Epping Forest", "Harlow", "Uttlesford"),
        600, date(2026, 3, 31), 26, herts_west_essex),
    "sheffield": (
        "Sheffield", "sheffield/starting-well",
        ("Sheffield",),
        600, date(2026, 7, 31), 16, sheffield),
    "sussex": (
        "Sussex", "sussex/starting-well",
        ("Brighton and Hove", "Eastbourne", "Hastings", "Lewes", "Rother", "Wealden", "Adur", "Arun", "Chichester",
         "Crawley", "Horsham", "Mid Sussex", "Worthing"),
        900, date(2026, 3, 31), 16, sussex),
    "west-suffolk": (
        "West Suffolk", "west-suffolk/community-paediatrics",
        ("West Suffolk", "Babergh", "Mid Suffolk"),
        600, date(2026, 3, 31), 16, west_suffolk),
    "surrey-better-start": (
        "Surrey", "surrey/better-start",
        ("Elmbridge", "Epsom and Ewell", "Guildford", "Mole Valley", "Reigate and Banstead", "Runnymede", "Spelthorne",
         "Surrey Heath", "Tandridge", "Waverley", "Woking"),
        600, date(2026, 3, 31), 5, surrey_better_start),
    "bnssg": (
        "Bristol, North Somerset and South Gloucestershire", "bnssg/community-children",
        ("Bristol, City of", "North Somerset", "South Gloucestershire"),
        150, date(2026, 3, 31), 18, bnssg),
    "west-essex": (
        "West Essex", "herts-west-essex/west-essex",
        ("Epping Forest", "Harlow", "Uttlesford"),
        600, date(2026, 7, 31), 20, herts_west_essex),
    "west-yorkshire": (
        "West Yorkshire", "west-yorkshire/children",
        ("Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield"),
        150, date(2026, 3, 31), 16, west_yorkshire),
    "wakefield": (
        "Wakefield", "west-yorkshire/wakefield",
        ("Wakefield",),
        120, date(2026, 3, 31), 16, wakefield),
}
ONCE = {"bnssg": community_services, "greater-manchester": organisations}  # what a place has beside its families


def read_index(folder):
    with open(folder / "lsoa_imd_idaci_2019.csv", newline="", encoding="utf-8") as text:
        return sorted(csv.DictReader(text), key=lambda row: row["lsoa11cd"])


def write_csv(folder, name, rows):
    with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as text:
        out = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def make_place(name, index):
    title, framework, districts, families, as_at, oldest, extra = PLACES[name]
    records = Records(name, as_at)
    here = [row for row in index if row["lad19nm"] in districts]
    drawn = records.choose.choices(here, [int(row["children_0_15_2015"]) for row in here], k=families // 3)
    used = {row["lsoa11cd"]: row for row in drawn}
    places = sorted(used.values(), key=lambda row: row["lsoa11cd"])
    for number in range(1, families + 1):
        place = records.choose.choices(places, [int(row["children_0_15_2015"]) for row in places])[0]
        extra(records, *make_family(records, place, number, oldest))
    if name in ONCE:
        ONCE[name](records, districts)
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    write_csv(folder, "places", [{"lsoa": row["lsoa11cd"], "lsoa_boundary": "lsoa-2011", "imd_edition": "iod-2019",
                                  "imd_decile": row["imd_decile"], "imd_quintile": (int(row["imd_decile"]) + 1) // 2,
                                  "neighbourhood": row["lsoa11nm"], "district": row["lad19nm"]} for row in places])
    for table, rows in records.tables.items():
        write_csv(folder, table, rows)
    base = BASE.format(families=families, lsoas=len(places), oldest=f"{oldest} years")
    counts = {"places": len(places)} | {table: len(rows) for table, rows in sorted(records.tables.items())}
    rows = "Rows: " + ", ".join(f"`{table}.csv` {count}" for table, count in counts.items()) + "."
    (folder / "README.md").write_text(f"""# {title}: made-up families in real places

**These families are made up.** No row here is about anybody; identifiers are running numbers. The places are real:
{len(places)} lower layer super output areas (LSOAs, 2011 boundaries) with their deprivation as published in 2019.

```sh
build/fairstart run frameworks/{framework}.fair \\
    --records examples/{name} --as-at {as_at} --out out/{name}
```

{fill(rows, 128, break_on_hyphens=False)}

## How they were made
`examples/make_places.py FOLDER_OF_THE_INDEX {name}` makes all files. Its distributions are all there is to know, and none is an
estimate of anything in {title}:
{base}
{TOLD[name].rstrip()}

## Source and licence of the places
English Indices of Deprivation 2019, Ministry of Housing, Communities and Local Government; names and boundaries, Office for
National Statistics. Contains public sector information licensed under the
[Open Government Licence v3.0](https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/). Crown copyright and
database right. Contains OS data. The rest of this folder is under the project's licence.
""", encoding="utf-8")


def main():
    if len(sys.argv) < 2 or any(name not in PLACES for name in sys.argv[2:]):
        sys.exit(__doc__)
    index = read_index(Path(sys.argv[1]))
    for name in sys.argv[2:] or PLACES:
        make_place(name, index)


if __name__ == "__main__":
    main()
