#!/usr/bin/env python3
"""Makes the tables of the registrar programme: people, leave, skills, wishes, tallies.

    python3 generate.py --seed 45
"""
import argparse
import csv
import datetime
import pathlib
import random

FOLDER = pathlib.Path(__file__).parent
START, END = datetime.date(2025, 7, 1), datetime.date(2026, 6, 30)
FIRST_BLOCK = datetime.date(2025, 7, 3)
LEVELS = [("Junior", 18), ("Middle", 15), ("Senior", 12)]
PART_TIME = {6, 13, 19, 27, 34, 41}
NIGHTS = "GH night;GH arrest night;SM night"


def registrars():
    number = 0
    for level, count in LEVELS:
        for _ in range(count):
            number += 1
            yield number, f"REG-{number:02}", level


def write(name, header, rows):
    with open(FOLDER / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def leave(rng):
    """Five weeks each from Mondays, no two weeks running, at most four people at a time."""
    mondays = [START + datetime.timedelta(days=6 + 7 * week) for week in range(51)]
    load = {monday: 0 for monday in mondays}
    rows = []
    for _, name, _ in registrars():
        taken = []
        for number in range(5):
            free = [m for m in mondays if all(abs((m - t).days) > 7 for t in taken)]
            rng.shuffle(free)
            monday = min(free, key=lambda m: load[m])
            taken.append(monday)
            load[monday] += 1
            days, kind = (4, "study") if number == 4 else (6, "annual")
            rows.append((name, monday, monday + datetime.timedelta(days=days), kind, "granted"))
    assert max(load.values()) <= 6, max(load.values())
    return rows


def skills(rng):
    """All seniors and most of the middle grade lead arrests; a third do procedures."""
    rows = []
    for number, name, level in registrars():
        held = []
        if level == "Senior" or level == "Middle" and number % 5:
            held.append("Arrest lead")
        if number % 3 == 0 or level == "Senior":
            held.append("Procedures")
        for skill in held:
            begin = START - datetime.timedelta(days=rng.randrange(30, 400))
            rows.append((name, skill, begin, END + datetime.timedelta(days=rng.randrange(20, 400))))
    return rows


def site_wishes(rng):
    """Where people would like to be: a home site each, asked for in four blocks."""
    rows = []
    for _, name, _ in registrars():
        site = "Saint Mary" if rng.random() < 0.4 else "General hospital"
        for block, priority in zip(sorted(rng.sample(range(12), 4)),
                                   ["high", "medium", "medium", "low"]):
            first = FIRST_BLOCK + datetime.timedelta(days=28 * block)
            last = first + datetime.timedelta(days=27)
            rows.append((name, site, f"{first}:{last}", priority))
    return rows


def duty_wishes(rng):
    rows = []
    for _, name, _ in registrars():
        for priority in ("high", "medium", "low"):
            first = START + datetime.timedelta(days=rng.randrange(14, 340))
            last = first + datetime.timedelta(days=rng.randrange(2, 9))
            rows.append((name, "avoid", NIGHTS, first, last, "", "", priority))
        if rng.random() < 0.3:
            rows.append((name, "avoid", "", START, END, rng.choice(["tuesday", "thursday"]), "PM",
                         "low"))
    return rows


def tallies(rng):
    return [(name, rule, rng.randrange(0, 4))
            for _, name, _ in registrars() for rule in ("fair-nights", "fair-weekends")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=45)
    rng = random.Random(parser.parse_args().seed)
    write("residents.csv", ["id", "level", "track"],
          [(name, level, "part-time" if number in PART_TIME else "full-time")
           for number, name, level in registrars()])
    write("absences.csv", ["person_id", "start", "end", "kind", "status"], leave(rng))
    write("credentials.csv", ["person_id", "credential", "start", "end"], skills(rng))
    write("preferences.csv", ["resident_id", "rotation_preference", "date_range", "priority"],
          site_wishes(rng))
    write("duty_preferences.csv",
          ["person_id", "wish", "activities", "start", "end", "days", "parts", "priority"],
          duty_wishes(rng))
    write("tallies.csv", ["person_id", "rule", "amount"], tallies(rng))


if __name__ == "__main__":
    main()
