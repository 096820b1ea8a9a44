#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the records of made-up families in this folder: examples/surrey/make_records.py FOLDER_OF_THE_INDEX.

FOLDER_OF_THE_INDEX holds lsoa_imd_idaci_2019.csv (see README.md). Same input, same bytes: the distributions below are the
whole truth about these families. Nothing here is estimated from anybody's records.
"""
import csv
import random
import sys
from datetime import date, timedelta
from pathlib import Path

AS_AT = date(2026, 4, 1)
FAMILIES = 3000
DISTRICTS = ("Elmbridge", "Epsom and Ewell", "Guildford", "Mole Valley", "Reigate and Banstead", "Runnymede",
             "Spelthorne", "Surrey Heath", "Tandridge", "Waverley", "Woking")
ETHNICITY = {"A": 60, "B": 1, "C": 10, "D": 1, "E": 1, "F": 2, "G": 2, "H": 4, "J": 3, "K": 1, "L": 3, "M": 1, "N": 3,
             "P": 1, "R": 2, "S": 2, "": 3}
HERE = Path(__file__).resolve().parent
choose = random.Random(20260401)


def chance(p):
    return choose.random() < p


def days_before(low, high):
    """A date at least `low` and at most `high` days before AS_AT."""
    return AS_AT - timedelta(days=choose.randint(low, high))


def read_places(folder):
    with open(folder / "lsoa_imd_idaci_2019.csv", newline="", encoding="utf-8") as text:
        rows = [row for row in csv.DictReader(text) if row["lad19nm"] in DISTRICTS]
    return sorted(rows, key=lambda row: row["lsoa11cd"])


def deprived(place):
    """How much more likely need is here: 1 in the least deprived tenth, about 3 in the most deprived tenth of Surrey."""
    return 1 + (10 - int(place["imd_decile"])) / 4


def blank(value, missing):
    return "" if chance(missing) else value


class Records:
    def __init__(self):
        self.families, self.people, self.contacts, self.assessments, self.immunisations = [], [], [], [], []

    def person(self, family, **facts):
        key = f"P{len(self.people) + 1:05d}"
        self.people.append({"person_id": key, "family_id": family, "expected_date": "", "date_of_death": "", **facts})
        return key

    def contact(self, person, when, kind):
        if when <= AS_AT:
            self.contacts.append({"contact_id": f"C{len(self.contacts) + 1:05d}", "person_id": person,
                                  "date": when.isoformat(), "kind": kind})

    def assessment(self, person, when, kind, score):
        if when <= AS_AT:
            self.assessments.append({"assessment_id": f"A{len(self.assessments) + 1:05d}", "person_id": person,
                                     "date": when.isoformat(), "kind": kind, "score": score})

    def immunisation(self, person, when, vaccine, dose):
        if when <= AS_AT:
            self.immunisations.append({"immunisation_id": f"I{len(self.immunisations) + 1:05d}", "person_id": person,
                                       "date": when.isoformat(), "vaccine": vaccine, "dose": dose})


def make_child(records, family, place, birth, ethnicity):
    more = deprived(place)
    if chance(0.02 * more):
        gestation = f"{choose.randint(28, 36)} weeks {choose.randint(0, 6)} days"
    else:
        gestation = f"{choose.randint(37, 41)} weeks {choose.randint(0, 6)} days"
    plan = "yes" if chance(0.012 * more) else blank("no", 0.10)
    child = records.person(family, relationship="child", date_of_birth=birth.isoformat(), gestation=blank(gestation, 0.06),
                           ethnicity=ethnicity, on_protection_plan=plan, looked_after=blank("no", 0.10))
    if chance(0.001):
        records.people[-1]["date_of_death"] = (birth + timedelta(days=choose.randint(0, (AS_AT - birth).days))).isoformat()
    if chance(0.91 - 0.02 * more):  # the visit: mostly on days 10 to 14, sometimes early or late
        day = choose.choices((choose.randint(5, 9), choose.randint(10, 14), choose.randint(15, 24)), (4, 84, 12))[0]
        records.contact(child, birth + timedelta(days=day), "new-birth-visit")
    if chance(0.88):
        records.contact(child, birth + timedelta(days=choose.randint(40, 60)), "six-week-review")
    if chance(0.80):
        records.contact(child, birth + timedelta(days=choose.randint(275, 400)), "one-year-review")
    for _ in range(choose.choices((0, 1, 2, 3), (70, 20 * more, 6 * more, 2 * more))[0]):
        lived = (AS_AT - birth).days
        records.contact(child, days_before(0, lived), "emergency-attendance")
    for vaccine, dose, at, taken in (("six-in-one", 1, 56, 0.95), ("mmr", 1, 366, 0.92 - 0.06 * (more - 1)),
                                     ("mmr", 2, 1220, 0.85)):
        if chance(taken):
            records.immunisation(child, birth + timedelta(days=at + choose.randint(0, 45)), vaccine, blank(dose, 0.01))
    return child


def make_parent(records, family, place, youngest, relationship, ethnicity):
    more = deprived(place)
    born = youngest - timedelta(days=choose.choices((choose.randint(17 * 366, 20 * 365), choose.randint(20 * 366, 42 * 365)),
                                                    (2 * more, 98))[0])
    parent = records.person(family, relationship=relationship, date_of_birth=blank(born.isoformat(), 0.04), gestation="",
                            ethnicity=ethnicity, on_protection_plan="", looked_after="")
    if chance(0.96 if relationship == "mother" else 0.92):  # the others were never asked: their mood is not known
        score = choose.choices((choose.randint(0, 9), choose.randint(10, 12), choose.randint(13, 24)), (80, 12, 5 * more))[0]
        when = youngest + timedelta(days=choose.randint(28, 60))
        if when > AS_AT:
            when = days_before(0, 60)  # in pregnancy
        elif (AS_AT - when).days > 365 and chance(0.98):
            when = days_before(0, 364)  # asked again at a yearly review
        records.assessment(parent, when, "edinburgh", blank(score, 0.03))
        if score >= 13 and chance(0.6):
            records.contact(parent, when + timedelta(days=choose.randint(3, 50)), "listening-visit")
    return parent


def make_family(records, number, place):
    family = f"F{number:04d}"
    more = deprived(place)
    lone = chance(0.08 * more)
    income = choose.lognormvariate(10.75 - 0.16 * (more - 1) - (0.35 if lone else 0), 0.5)
    told = choose.random()
    records.families.append({
        "family_id": family, "lsoa": place["lsoa11cd"],
        "income": "" if told < 0.12 else str(int(round(income, -2))),
        "lone_parent": blank("yes" if lone else "no", 0.05),
        "safe_sleeping_space": blank("no" if chance(0.03 * more) else "yes", 0.15),
        "temporary_accommodation": blank("yes" if chance(0.01 * more) else "no", 0.08),
        "record_sharing_agreed": blank("yes" if chance(0.95) else "no", 0.05)})
    ethnicity = choose.choices(list(ETHNICITY), list(ETHNICITY.values()))[0]
    birth = days_before(0, 40) if number % 10 == 0 else days_before(0, 5 * 365)  # enough newborns for the visits to show
    make_parent(records, family, place, birth, "mother", ethnicity)
    if not lone:
        make_parent(records, family, place, birth, "father", ethnicity)
    make_child(records, family, place, birth, ethnicity)
    if chance(0.02):
        make_child(records, family, place, birth, ethnicity)  # twins
    if chance(0.45):
        older = birth - timedelta(days=choose.randint(400, 1500))
        make_child(records, family, place, older, ethnicity)
    if chance(0.03):  # not born yet
        records.person(family, relationship="child", date_of_birth="", gestation="", ethnicity="", on_protection_plan="",
                       looked_after="", expected_date=(AS_AT + timedelta(days=choose.randint(1, 200))).isoformat())


def spoil(records):
    """Rows and cells that can't be used, as real extracts have them: rejects.csv shows each (README.md lists them)."""
    records.families[41]["income"] = "about 20k"
    records.families[99]["lone_parent"] = "maybe"
    records.people[70]["date_of_birth"] = "2025-02-30"
    records.people[150]["ethnicity"] = "Martian"
    records.people[220]["gestation"] = "60 weeks"
    records.contacts[12]["kind"] = "chat-over-the-fence"
    records.contacts[45]["date"] = "31/03/2026"
    records.contacts[77]["person_id"] = "P99999"
    records.assessments[5]["score"] = "high"
    records.immunisations[30]["dose"] = "first"
    records.families.append(dict(records.families[9], income="1"))  # a repeated key: the first row is kept
    records.people.append(dict(records.people[3], person_id=""))
    records.families.append(dict(records.families[11], family_id="F3001", lsoa="E01999999"))


def write(name, columns, rows):
    with open(HERE / name, "w", newline="", encoding="utf-8") as text:
        out = csv.DictWriter(text, columns, lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    places = read_places(Path(sys.argv[1]))
    records = Records()
    fifths = {}
    for place in places:
        fifths.setdefault((int(place["imd_decile"]) + 1) // 2, []).append(place)
    # Half of the families live where children live; the others are spread evenly over the fifths, so that each has enough.
    for number in range(1, FAMILIES + 1):
        here = places if number % 2 else fifths[choose.choice(sorted(fifths))]
        make_family(records, number, choose.choices(here, [int(place["children_0_15_2015"]) for place in here])[0])
    spoil(records)
    write("places.csv", ["lsoa", "lsoa_boundary", "imd_edition", "imd_decile", "imd_quintile", "neighbourhood", "district"],
          [{"lsoa": place["lsoa11cd"], "lsoa_boundary": "lsoa-2011", "imd_edition": "iod-2019",
            "imd_decile": place["imd_decile"], "imd_quintile": (int(place["imd_decile"]) + 1) // 2,
            "neighbourhood": place["lsoa11nm"], "district": place["lad19nm"]} for place in places])
    write("families.csv", ["family_id", "lsoa", "income", "lone_parent", "safe_sleeping_space", "temporary_accommodation",
                           "record_sharing_agreed"], records.families)
    write("people.csv", ["person_id", "family_id", "relationship", "date_of_birth", "expected_date", "date_of_death", "gestation",
                         "ethnicity", "on_protection_plan", "looked_after"], records.people)
    write("contacts.csv", ["contact_id", "person_id", "date", "kind"], records.contacts)
    write("assessments.csv", ["assessment_id", "person_id", "date", "kind", "score"], records.assessments)
    write("immunisations.csv", ["immunisation_id", "person_id", "date", "vaccine", "dose"], records.immunisations)


if __name__ == "__main__":
    main()
