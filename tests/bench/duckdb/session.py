#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Workload W in DuckDB.

session.py hot DATA THREADS OUT           loads; for each line on standard input, a line of seconds: A, B
session.py cold DATA THREADS OUT          one whole run: load, A, B, results.csv and cells.csv into OUT
session.py cold-shuffled DATA THREADS OUT the same with keys that are texts
session.py cold-ndjson DATA THREADS OUT   the same from families.ndjson
"""
import pathlib
import re
import sys
import time

import duckdb

FAMILY = ("lsoa VARCHAR, imd_decile TINYINT, tenure VARCHAR, income_annual DECIMAL(12,2), lone_parent BOOLEAN, "
          "language VARCHAR, housing_damp BOOLEAN")
PERSON = ("role VARCHAR, dob DATE, sex VARCHAR, ethnicity VARCHAR, gestation_weeks SMALLINT, birth_weight_g SMALLINT, "
          "smoker_at_delivery BOOLEAN, epds_score SMALLINT, care_leaver BOOLEAN, disability BOOLEAN, "
          "child_protection_plan BOOLEAN")
EVENT = "kind VARCHAR, date DATE, value DECIMAL(6,1)"


def load(connection, data, key):
    """Tables family, person, event; the types are given, so that nothing has to be guessed."""
    tables = {"family": f"id {key}, {FAMILY}", "person": f"id {key}, family_id {key}, {PERSON}",
              "event": f"id {key}, person_id {key}, {EVENT}"}
    for table, columns in tables.items():
        connection.execute(f"CREATE TABLE {table} AS SELECT * FROM "
                           f"read_csv('{data}/{table}.csv', header=true, columns={{{typed(columns)}}})")


def load_ndjson(connection, data):
    """The same tables from nested documents, taken apart from the outside to the inside."""
    events = f"STRUCT(id INTEGER, {EVENT})[]"
    people = f"STRUCT(id INTEGER, {PERSON}, events {events})[]"
    connection.execute("CREATE TABLE raw AS SELECT * FROM read_json("
                       f"'{data}/families.ndjson', format='newline_delimited', "
                       f"columns={{{typed(f'id INTEGER, {FAMILY}')}, 'persons': '{people}'}})")
    connection.execute("CREATE TABLE family AS SELECT * EXCLUDE persons FROM raw")
    connection.execute("CREATE TABLE nested AS SELECT family_id, unnest(person) "
                       "FROM (SELECT id AS family_id, unnest(persons) AS person FROM raw)")
    connection.execute("CREATE VIEW person AS SELECT * EXCLUDE events FROM nested")
    connection.execute("CREATE TABLE event AS SELECT person_id, unnest(event) "
                       "FROM (SELECT id AS person_id, unnest(events) AS event FROM nested)")
    connection.execute("DROP TABLE raw")


def typed(columns):
    """'id': 'INTEGER', … for columns between commas, of which DECIMAL(12,2) has one of its own."""
    return ", ".join("'{}': '{}'".format(*column.strip().split(" ", 1)) for column in re.split(r",(?!\d)", columns))


def main():
    mode, data, threads, out = sys.argv[1:5]
    here = pathlib.Path(__file__).parent
    tasks = [(here / f"task_{task}.sql").read_text(encoding="utf-8") for task in "ab"]
    connection = duckdb.connect(":memory:", config={"threads": int(threads)})
    if mode == "cold-ndjson":
        load_ndjson(connection, data)
    else:
        load(connection, data, "VARCHAR" if mode == "cold-shuffled" else "INTEGER")

    def run():
        seconds = []
        for task in tasks:
            begun = time.perf_counter()
            connection.execute(task)
            seconds.append(time.perf_counter() - begun)
        print(*seconds, flush=True)

    if mode == "hot":
        print("ready, DuckDB", duckdb.__version__, flush=True)
        for _ in sys.stdin:
            run()
    else:
        run()
        connection.execute(f"COPY result TO '{out}/results.csv' (HEADER)")
        connection.execute(f"COPY cells TO '{out}/cells.csv' (HEADER false)")


main()
