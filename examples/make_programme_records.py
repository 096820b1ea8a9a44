#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the records of made-up families for the frameworks of programmes.

examples/make_programme_records.py FOLDER_OF_THE_INDEX [NAME ...]

FOLDER_OF_THE_INDEX holds lsoa_imd_idaci_2019.csv (the README.md of each folder says what it is). NAME is a folder here, such as
evelina; without one, all are made. Same input, same bytes. The distributions below are the whole truth about these families:
nothing is estimated from anybody's records. People's keys are numbers of the range that the NHS keeps for tests (999...).
"""
import csv
import random
import sys
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
AS_AT = date(2026, 4, 1)
ETHNICITY = {"A": 45, "B": 2, "C": 13, "D": 2, "E": 1, "F": 2, "G": 2, "H": 4, "J": 4, "K": 3, "L": 4, "M": 4, "N": 8, "P": 2,
             "R": 2, "S": 4, "": 3}
INNER_NORTH_WEST = ("Kensington and Chelsea", "Westminster", "Hammersmith and Fulham")


def check_digit(nine):
    """The tenth digit of an NHS number, or None where there is none (the sum leaves 10)."""
    left = 11 - sum(int(d) * w for d, w in zip(nine, range(10, 1, -1))) % 11
    return {11: "0", 10: None}.get(left, str(left))


class Records:
    """The tables of one folder, and the dice that fill them."""

    def __init__(self, name, index, districts, rows_with=()):
        self.name, self.dice, self.tables = name, random.Random(name), {"families": []}
        self.next_number, self.counts, self.used = 0, {}, {}
        self.columns = {"people": ["person_id", "family_id", "relationship", "date_of_birth", *rows_with]}
        self.places = [row for row in index if row["lad19nm"] in districts]

    def chance(self, p):
        return self.dice.random() < p

    def whole(self, low, high):
        return self.dice.randint(low, high)

    def one_of(self, weights):
        return self.dice.choices(list(weights), list(weights.values()))[0]

    def yes_no(self, p, missing=0.0):
        """`yes` with chance p, else `no`; blank where nobody recorded it."""
        value = "yes" if self.chance(p) else "no"
        return "" if self.chance(missing) else value

    def ago(self, low, high):
        return AS_AT - timedelta(days=self.whole(low, high))

    def add(self, table, key, **cells):
        """A row with a running key; one that would happen after AS_AT is left out."""
        if any(isinstance(value, date) and value > AS_AT for name, value in cells.items() if name != "expected_date"):
            return None
        if key:
            self.counts[table] = self.counts.get(table, 0) + 1
            cells = {key: f"{table[0].upper()}{self.counts[table]:04d}", **cells}
        self.tables.setdefault(table, []).append(cells)
        return cells.get(key)

    def place(self):
        """An LSOA of the districts, as likely as it has children."""
        place = self.dice.choices(self.places, [int(row["children_0_15_2015"]) for row in self.places])[0]
        self.used[place["lsoa11cd"]] = place
        return place

    def family(self, **cells):
        """A family at a place: its key, and how much likelier need is there (from 1, least deprived, to 3.25)."""
        place = self.place()
        key = self.add("families", "family_id", lsoa=place["lsoa11cd"], **cells)
        return key, 1 + (10 - int(place["imd_decile"])) / 4

    def person(self, family, relationship, born="", **cells):
        digit = None
        while digit is None:
            self.next_number += 1
            nine = f"999{self.next_number:06d}"
            digit = check_digit(nine)
        self.tables.setdefault("people", []).append(
            {"person_id": nine + digit, "family_id": family, "relationship": relationship, "date_of_birth": born, **cells})
        return nine + digit

    def contact(self, person, when, kind):
        self.add("contacts", "contact_id", person_id=person, date=when, kind=kind)

    def income(self, more, lone=False):
        """Log-normal, lower with each tenth and for lone parents; one in eight does not say."""
        amount = self.dice.lognormvariate(10.75 - 0.16 * (more - 1) - (0.35 if lone else 0), 0.5)
        return "" if self.chance(0.12) else str(int(round(amount, -2)))

    def write(self, network=None):
        if self.used:
            self.tables["places"] = [
                {"lsoa": place["lsoa11cd"], "lsoa_boundary": "lsoa-2011", "imd_edition": "iod-2019",
                 "imd_decile": place["imd_decile"], "imd_quintile": (int(place["imd_decile"]) + 1) // 2,
                 "district": place["lad19nm"],
                 **({"primary_care_network": network(place)} if network else {})}
                for _, place in sorted(self.used.items())]
        folder = HERE / self.name
        folder.mkdir(parents=True, exist_ok=True)
        for table, rows in self.tables.items():
            columns = list(self.columns.get(table, []))
            for row in rows:
                columns += [column for column in row if column not in columns]
            with open(folder / f"{table}.csv", "w", newline="", encoding="utf-8") as text:
                out = csv.DictWriter(text, columns or ["family_id"], lineterminator="\n")
                out.writeheader()
                out.writerows({name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
                              for row in rows)


def north_west_london(index):
    r = Records("north-west-london", index, INNER_NORTH_WEST)
    for _ in range(120):
        family, more = r.family(record_sharing_agreed=r.yes_no(0.98, 0.02))
        for _ in range(r.one_of({1: 5, 2: 4, 3: 1})):
            born = r.ago(10, 17 * 365)
            linked = r.chance(0.6)  # of the others, council data are not in the shared record
            child = r.person(family, "child", born, on_protection_plan=r.yes_no(0.012 * more) if linked else "",
                             looked_after=r.yes_no(0.02 * more) if linked else "")
            condition = r.one_of({"": 70, "asthma": 16, "eczema": 4, "constipation": 3, "depression": 1, "coeliac": 0.5,
                                  "nephrotic": 0.5, "type-1-diabetes": 1, "downs": 1, "food-allergies": 1.5, "ventilation": 0.5,
                                  "severe-neurodisability": 1, "type-2-diabetes": 0.5, "unknown": 0.5})
            if condition:
                r.add("diagnoses", "diagnosis_id", person_id=child, date=r.ago(10, max(10, (AS_AT - born).days)),
                      diagnosed="" if condition == "unknown" else condition, resolved=r.ago(0, 9) if r.chance(0.06) else "")
            if condition == "asthma":
                for held in ("at-home", "at-school", "at-gp", "at-hospital"):
                    if r.chance(0.88):
                        r.add("action_plans", "plan_id", person_id=child, agreed=r.ago(5, 700), held_at=held)
            if r.chance(0.12):
                what = r.one_of({"croup": 3, "otitis-media": 4, "tonsillitis": 4, "uncomplicated-pneumonia": 2, "trauma": 1,
                                 "head-injury": 1, "sepsis": 0.3, "meningitis": 0.2})
                began = r.ago(0, 40)
                r.add("illnesses", "illness_id", person_id=child, began=began,
                      ended=began + timedelta(days=r.whole(2, 9)) if r.chance(0.6) else "", what=what)
            if r.chance(0.03 * more):
                r.add("social_need_records", "need_id", person_id=child, identified=r.ago(20, 600), resolved="",
                      kind=r.one_of({"safeguarding": 3, "self-harm": 1, "substance-misuse": 1, "family-and-schooling": 4}))
            busy = more * (2 if condition else 1)
            count = 0
            for kind, mean in (("gp-visit", 1.5), ("emergency-attendance", 0.25), ("outpatient", 0.25), ("admission", 0.04)):
                for _ in range(r.one_of({0: 10 / busy, 1: 4 * mean, 2: 2 * mean * busy, 4: 0.5 * mean * busy})):
                    r.contact(child, r.ago(0, 365), kind)
                    count += 1
            if count >= 5 and r.chance(0.5):
                r.add("discussions", "discussion_id", person_id=child, discussed=r.ago(0, 90),
                      raised_by=r.one_of({"gp": 5, "health-visitor": 3, "early-help": 1, "mental-health": 1}),
                      seen_face_to_face=r.yes_no(0.3, 0.05))
    for number, practices in enumerate((3, 3, 3, 3, 4, 4, 4), 1):  # 24 practices in seven hubs
        r.add("hubs", None, hub_id=f"H{number}", name=f"Hub {number}", practices=practices)
        visit = r.ago(1, 35) if number < 7 else r.ago(50, 60)
        while visit > date(2025, 4, 1):
            r.add("hub_visits", "visit_id", hub_id=f"H{number}", held=visit)
            visit -= timedelta(days=r.whole(28, 42))
    r.write(lambda place: f"Hub {1 + int(place['lsoa11cd'][-3:]) % 7}")


def evelina(index):
    r = Records("evelina", index, ("Lambeth", "Southwark"))
    for _ in range(250):
        family, more = r.family(record_sharing_agreed=r.yes_no(0.95, 0.03))
        ethnicity = r.one_of({**ETHNICITY, "N": 20, "M": 10})
        for _ in range(r.one_of({1: 5, 2: 4, 3: 1})):
            born = r.ago(365, 16 * 365)
            child = r.person(family, "child", born, ethnicity=ethnicity)
            condition = r.one_of({"": 50, "asthma": 26, "epilepsy": 10, "constipation": 12, "other-condition": 2, "unknown": 1})
            if condition:
                r.add("diagnoses", "diagnosis_id", person_id=child, date=r.ago(10, (AS_AT - born).days),
                      diagnosed="" if condition == "unknown" else condition, resolved=r.ago(0, 9) if r.chance(0.05) else "")
                if r.chance(0.45 + 0.05 * more):  # case finding reaches the deprived sooner
                    checked = r.ago(0, 500)
                    found = [r.yes_no(p * more, 0.06) for p in (0.25, 0.15, 0.12)]
                    r.add("health_checks", "check_id", person_id=child, checked=checked, physical_need=found[0],
                          mental_need=found[1], social_need=found[2])
                    if r.chance(0.7):
                        r.add("health_packs", "pack_id", person_id=child, given=checked)
                    if "yes" in found and r.chance(0.6):
                        r.add("team_appointments", "appointment_id", person_id=child,
                              held=checked + timedelta(days=r.whole(5, 60)))
                if r.chance(0.3):
                    referred = r.ago(0, 400)
                    waited = referred + timedelta(days=r.whole(6, 30))  # 18 days on average, as published
                    r.add("clinic_referrals", "referral_id", person_id=child, referred=referred,
                          treated="" if waited > AS_AT else waited)
            for _ in range(r.one_of({0: 6, 1: 3, 2: more, 3: 0.3 * more}) if condition else r.one_of({0: 8, 1: 2})):
                r.contact(child, r.ago(0, 365), "emergency-attendance")
    r.write(lambda place: f"Network {1 + int(place['lsoa11cd'][-3:]) % 5}")


def south_yorkshire(index):
    r = Records("south-yorkshire", index, ("Barnsley", "Doncaster", "Rotherham", "Sheffield"), ("expected_date",))
    for number in range(300):
        lone = r.chance(0.2)
        family, more = r.family()
        safe = r.yes_no(1 - 0.05 * more, 0.06)  # about one in nine has no safe sleeping space
        r.tables["families"][-1].update(
            income=r.income(more, lone), lone_parent="yes" if lone else r.yes_no(0, 0.05), safe_sleeping_space=safe,
            temporary_accommodation=r.yes_no(0.03 * more, 0.08), record_sharing_agreed=r.yes_no(0.9, 0.05))
        r.person(family, "mother", r.ago(19 * 365, 42 * 365))
        babies = [r.person(family, "child", r.ago(0, 27) if number % 2 else r.ago(28, 260))]
        if r.chance(0.03):
            babies.append(r.person(family, "child", r.tables["people"][-1]["date_of_birth"]))
        if r.chance(0.4):
            r.person(family, "child", r.ago(500, 2400))
        if r.chance(0.03):
            r.person(family, "child", expected_date=r.ago(-200, -1))
        if r.chance(0.85 if safe == "no" else 0.08):
            r.add("bed_referrals", "referral_id", family_id=family, referred=r.ago(1, 45),
                  route=r.one_of({"gp": 5, "family-hub": 4, "other-service": 4, "": 0.3}))
            if safe == "no" and r.chance(0.5):
                r.contact(babies[0], r.ago(0, 60), "cot-delivered")
    r.write()


def cheshire_merseyside(index):
    r = Records("cheshire-merseyside", index, ("Cheshire East", "Cheshire West and Chester", "Halton", "Knowsley", "Liverpool",
                                               "Sefton", "St. Helens", "Warrington", "Wirral"), ("expected_date",))
    for _ in range(300):
        lone = r.chance(0.25)
        family, more = r.family()
        income = r.income(more, lone)
        r.tables["families"][-1].update(income=income, lone_parent="yes" if lone else r.yes_no(0, 0.05),
                                        record_sharing_agreed=r.yes_no(0.9, 0.05))
        r.person(family, "mother", r.ago(19 * 365, 45 * 365))
        for _ in range(r.one_of({1: 5, 2: 4, 3: 2})):
            r.person(family, "child", r.ago(5, 15 * 365))
        if r.chance(0.03):
            r.person(family, "child", expected_date=r.ago(-200, -1))
        if income and int(income) < 30000 and r.chance(0.75):  # the others have none, or it was not extracted
            for months in range(r.whole(1, 4)):
                r.add("awards", "award_id", family_id=family, period_end=AS_AT - timedelta(days=1 + 30 * months),
                      kind=r.one_of({"universal-credit": 9, "income-support": 1}), net_earnings=r.whole(0, 1800))
    r.write()


def birmingham(index):
    r = Records("birmingham", index, ("Birmingham",), ("expected_date",))
    for number in range(150):
        family, more = r.family(record_sharing_agreed=r.yes_no(0.92, 0.04))
        mother = r.person(family, "mother", r.ago(18 * 365, 42 * 365))
        if r.chance(0.75):
            r.person(family, "father", r.ago(19 * 365, 48 * 365))
        if number % 8 == 0:
            r.person(family, "child", expected_date=r.ago(-250, -1))
        else:
            r.person(family, "child", r.ago(5, 3 * 365))
        if r.chance(0.8):
            view = r.one_of({"going-well": 70, "some-worry": 14, "vulnerable": 6 * more, "": 2})
            reviewed = r.ago(0, 200)
            r.add("relationship_reviews", "review_id", family_id=family, reviewed=reviewed, view=view)
            if view == "vulnerable" and r.chance(0.5):
                r.add("programme_places", "place_id", person_id=mother, programme="specialised", started=reviewed, completed="")
        if r.chance(0.03 * more):
            r.add("adoption_losses", "loss_id", person_id=mother, ordered=r.ago(300, 3000))
            if r.chance(0.5):
                r.add("programme_places", "place_id", person_id=mother, programme="breaking-the-cycle", started=r.ago(0, 250),
                      completed="")
    r.write()


def vaccination(index):
    r = Records("vaccination", index, ("Barking and Dagenham", "Havering", "Redbridge"))
    for _ in range(300):
        family, more = r.family(record_sharing_agreed=r.yes_no(0.92, 0.04))
        if r.chance(0.7):
            r.add("homes", "home_id", family_id=family, visited_on=r.ago(10, 700),
                  generations=r.one_of({2: 80, 3: 15, 4: 1, "": 4}), interpreter_needed=r.yes_no(0.18, 0.06))
        for _ in range(r.one_of({1: 5, 2: 4, 3: 1})):
            born = r.ago(5, 6 * 365)
            age = (AS_AT - born).days
            child = r.person(family, "child", born)
            if age > 700 and r.chance(0.6):
                r.add("nursery_places", "place_id", person_id=child, started=born + timedelta(days=r.whole(690, 700)),
                      ended=born + timedelta(days=1650) if age > 1650 else "")
            for vaccine, dose, day, taken in (("six-in-one", 1, 56, 0.95), ("men-b", 1, 56, 0.94), ("six-in-one", 2, 84, 0.93),
                                              ("six-in-one", 3, 112, 0.91), ("mmr", 1, 366, 0.94 - 0.05 * more),
                                              ("mmr", 2, 1220, 0.8)):
                if r.chance(taken):
                    when = born + timedelta(days=day + r.whole(0, 60))
                    r.add("immunisations", "immunisation_id", person_id=child, date=when,
                          vaccine="mmrv" if vaccine == "mmr" and when >= date(2026, 1, 1) else vaccine,
                          dose="" if r.chance(0.01) else dose)
            for _ in range(r.one_of({0: 5, 1: 3, 2: 2, 3: 1})):
                r.contact(child, r.ago(0, min(age, 365)), r.one_of({"gp-visit": 6, "emergency-attendance": 2, "outpatient": 1}))
    r.write(lambda place: f"Network {1 + int(place['lsoa11cd'][-3:]) % 4}")


def parenting_programmes(index):
    r = Records("parenting-programmes", index, ("Leeds",))  # it has every tenth of deprivation; the document names no place
    for _ in range(250):
        family, more = r.family(record_sharing_agreed=r.yes_no(0.92, 0.04))
        concern = False
        for _ in range(r.one_of({1: 5, 2: 4, 3: 1})):
            child = r.person(family, "child", r.ago(365 * 2, 365 * 9))
            if r.chance(0.6):
                finding = r.one_of({"no-concern": 70, "at-risk": 7 * more, "conduct-disorder": 3 * more, "": 3})
                r.add("conduct_assessments", "conduct_id", person_id=child, assessed=r.ago(0, 450), finding=finding)
                concern = concern or finding in ("at-risk", "conduct-disorder")
        if concern and r.chance(0.45):
            started = r.ago(0, 400)
            ended = started + timedelta(days=r.whole(84, 120))
            r.add("programme_places", "place_id", family_id=family, started=started,
                  completed=ended if ended <= AS_AT and r.chance(0.75) else "",
                  programme=r.one_of({"incredible-years": 6, "triple-p": 4}))
    r.write()


def prevention(index):
    r = Records("prevention", index, ("Northumberland",))  # the document names its training; it has every tenth of deprivation
    for _ in range(250):
        family, more = r.family()
        born = r.ago(3, 600)
        mother = r.person(family, "mother", r.ago(19 * 365, 42 * 365), pregnant=r.yes_no(0.03, 0.1))
        child = r.person(family, "child", born)
        for asked, low, high in ((0.82 - 0.03 * more, -200, -20), (0.78, 10, 110)):
            if r.chance(asked):
                found = r.yes_no(0.12 + 0.03 * more, 0.04)
                assessed = born + timedelta(days=r.whole(low, high))
                if assessed > AS_AT:
                    continue
                r.add("mental_health_assessments", "mental_health_id", person_id=mother, assessed=assessed, problem_found=found)
                if found == "yes" and r.chance(0.55):
                    r.add("specialist_contacts", "specialist_id", person_id=mother,
                          seen=assessed + timedelta(days=r.whole(7, 70)))
        if r.chance(0.93):
            r.add("birth_feeds", "feed_id", person_id=child, fed=born,
                  given=r.one_of({"breast-milk": 82 - 8 * more, "formula": 18 + 8 * more, "": 2}))
        if (AS_AT - born).days > 330 and r.chance(0.5):
            r.add("attachment_observations", "observation_id", person_id=child, observed=r.ago(0, 300),
                  pattern=r.one_of({"secure": 60, "avoidant": 15, "ambivalent": 10, "disorganised": 5 * more}))
    r.write()


def london(borough, own_needs):
    """Records of one borough of the London Early Years Pilot; its own areas of need come up more often."""
    def make(index):
        r = Records(f"london-early-years/{borough.lower()}", index, (borough,), ("expected_date",))

        def need(person, kind, p):
            if r.chance(p * (2 if kind in own_needs else 0.4)):
                found = r.ago(0, 500)
                began = found + timedelta(days=r.whole(10, 160))
                r.add("needs", "need_id", person_id=person, found=found, kind="" if r.chance(0.02) else kind,
                      support_began=began if began <= AS_AT and r.chance(0.7) else "")

        for number in range(120):
            family, more = r.family(record_sharing_agreed=r.yes_no(0.93, 0.04))
            mother = r.person(family, "mother", r.ago(19 * 365, 42 * 365))
            need(mother, "perinatal-mental-health", 0.05 * more)
            need(mother, "smoking", 0.05 * more)
            if number % 12 == 0:
                r.person(family, "child", expected_date=r.ago(-250, -1))
            for _ in range(r.one_of({1: 6, 2: 3})):
                child = r.person(family, "child", r.ago(5, 6 * 365))
                for kind, p in (("infant-mental-health", 0.02), ("respiratory", 0.05), ("neurodiversity", 0.04),
                                ("speech-and-language", 0.06), ("emotional-health", 0.04)):
                    need(child, kind, p * more)
                born = r.tables["people"][-1]["date_of_birth"]
                often = r.one_of({0: 4, 1: 3, 2: 2, 4: 0.6 * more, 7: 1.2 * more})
                for _ in range(often):
                    r.contact(child, r.ago(0, min(200 if often == 7 else 365, (AS_AT - born).days)),
                              r.one_of({"gp-visit": 6, "emergency-attendance": 3, "outpatient": 1, "admission": 0.3}))
                if r.chance(0.6 if often == 7 else 0.05):
                    r.add("discussions", "discussion_id", person_id=child, discussed=r.ago(0, 150))
        r.write(lambda place: f"Network {1 + int(place['lsoa11cd'][-3:]) % 4}")
    return make


# The review's own rows (sections 2 and 4): area, name, kind, children in Table 1, interviewees.
AREAS = (
    ("bnssg", "Bristol, N Somerset and S Gloucestershire", "model-of-care", 207201, 4),
    ("cc4c", "Connecting Care 4 Children", "model-of-care", 124645, 2),
    ("cornwall", "Cornwall", "transformation", 114813, 1),
    ("evelina", "Evelina", "model-of-care", 133221, 1),
    ("gm", "Greater Manchester", "transformation", 676394, 3),
    ("hwe", "Hertfordshire and West Essex", "health-care-partnership", 394012, 3),
    ("northamptonshire", "Northamptonshire", "health-care-partnership", 180106, 0),
    ("sheffield", "Sheffield", "accountable-care", 124647, 0),
    ("suffolk", "Suffolk", "model-of-care", 161278, 0),
    ("surrey", "Surrey", "first-1000-days", 277628, 1),
    ("sussex", "Sussex", "health-care-partnership", 297190, 0),
    ("wy", "West Yorkshire", "transformation", 559314, 1),
    ("mse", "Mid and South Essex", "own", 274293, 0))
FINDINGS = {
    "child-centric": "cc4c cornwall evelina gm hwe surrey wy", "co-production": "cornwall gm surrey wy",
    "whole-system": "cc4c cornwall evelina gm hwe surrey wy", "trust": "cc4c cornwall evelina gm hwe surrey wy",
    "go-slowly": "cc4c evelina surrey", "leaders": "evelina gm hwe surrey wy", "clear-vision": "cornwall gm hwe",
    "innovation": "cc4c cornwall evelina surrey", "quality-improvement": "gm evelina", "start-up-money": "cc4c evelina",
    "needs-assessment": "evelina", "show-impact": "cornwall", "right-metrics": "gm",
    "varies-by-place": "cornwall hwe surrey wy", "outcomes-commissioned": "hwe", "long-contract": "surrey hwe",
    "hybrid-workforce": "hwe", "holistic-skills": "evelina", "voluntary-sector": "surrey", "stable-systems": "cc4c",
    "clear-governance": "cc4c gm", "trauma-informed": "wy", "joint-commissioning": "cornwall",
    "sharing-data": "cc4c evelina surrey", "workforce-gaps": "gm", "pooling-budgets": "evelina",
    "national-programmes": "gm", "digital-exclusion": "wy"}


def essex(_):
    r = Records("essex", (), ())
    r.columns = {"families": ["family_id", "lsoa"]}  # none: the comparison is of areas
    for area, name, kind, population, interviews in AREAS:
        r.add("areas", None, area_id=area, name=name, kind=kind, population=population, interviews=interviews)
    for theme, areas in FINDINGS.items():
        for area in areas.split():
            r.add("findings", "finding_id", area_id=area, theme=theme)
    for area, printed, section in (("evelina", 120000, "5.3.12"), ("wy", 570000, "5.8.1")):
        r.add("second_figures", "figure_id", area_id=area, printed=printed, section=section)
    r.write()


MAKERS = {
    "birmingham": birmingham, "cheshire-merseyside": cheshire_merseyside, "essex": essex, "evelina": evelina,
    "london-early-years/brent": london("Brent", ("respiratory", "smoking", "neurodiversity")),
    "london-early-years/ealing": london("Ealing", ("speech-and-language", "emotional-health")),
    "london-early-years/harrow": london("Harrow", ("perinatal-mental-health", "infant-mental-health")),
    "north-west-london": north_west_london, "parenting-programmes": parenting_programmes, "prevention": prevention,
    "south-yorkshire": south_yorkshire, "vaccination": vaccination}


def main():
    names = sys.argv[2:] or sorted(MAKERS)
    if len(sys.argv) < 2 or any(name not in MAKERS for name in names):
        sys.exit(__doc__)
    with open(Path(sys.argv[1]) / "lsoa_imd_idaci_2019.csv", newline="", encoding="utf-8") as text:
        index = sorted(csv.DictReader(text), key=lambda row: row["lsoa11cd"])
    for name in names:
        MAKERS[name](index)


if __name__ == "__main__":
    main()
