#!/usr/bin/env python3
"""Plants faults in a sample year and asks the audit command to find exactly those.

    bench/audit_faults.py [--size S24] [--seed 1] [--faults 12]

The planted year of a sample programme keeps every hard rule. Single cells of its table are changed
so that each change breaks one rule in one place and no other: leave that is not marked as leave, and
free time of a kind that the pattern of the day does not know. The command must report these places,
with person, date and rule, and nothing else that is hard. Exit code 1 when it does not.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile


def run(command):
    child = subprocess.run(command, capture_output=True, text=True)
    if child.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}\n{child.stderr}")
    return child.stdout


def audit(rota, folder, table):
    report = json.loads(
        run([rota, "audit", table, "--program", folder, "--plan", f"{folder}/planted.csv",
             "--weeks", f"{folder}/planted-weeks.csv", "--format", "json"]))
    return {
        (found["person"], found["duty"]["dates"]["first"], found["rule"])
        for found in report["verdict"]["violations"] if found["severity"] != "soft"
    }


def plant(rows, count, draw):
    """Changes so many cells; returns (person, date, rule) of each."""
    heads = rows[0]
    cells = [
        (row, column) for row in range(1, len(rows)) for column in range(1, len(heads))
        if heads[column].endswith("night") and rows[row][column] in ("Leave", "Off")
    ]
    draw.shuffle(cells)
    wanted = {"Leave": count // 2, "Off": count - count // 2}
    planted, people = set(), set()
    for row, column in cells:
        person, found = rows[row][0], rows[row][column]
        if wanted[found] == 0 or person in people:
            continue
        # Marked as off, a night of leave is nobody's leave; no pattern knows a night of recovery.
        rows[row][column] = "Off" if found == "Leave" else "Recovery"
        rule = "absence-honoured" if found == "Leave" else "pattern-honoured"
        planted.add((person, heads[column].split(" ")[0], rule))
        people.add(person)
        wanted[found] -= 1
    return planted


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--size", default="S24")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=int, default=12)
    parser.add_argument("--rota", default=".build/release/rota")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = f"{scratch}/programme"
        run([options.rota, "generate-program", "--size", options.size, "--seed",
             str(options.seed), "--out", folder])
        table = f"{folder}/planted-duties.csv"
        before = audit(options.rota, folder, table)
        with open(table, newline="") as file:
            rows = list(csv.reader(file))
        planted = plant(rows, options.faults, random.Random(options.seed))
        faulty = f"{scratch}/faulty.csv"
        with open(faulty, "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        found = audit(options.rota, folder, faulty)
    print(
        f"{options.size}, seed {options.seed}: {len(before)} found before, {len(planted)} planted, "
        f"{len(found & planted)} of them found, {len(found - planted)} others")
    for place in sorted(found ^ planted):
        print("missed" if place in planted else "not planted", *place)
    return 0 if not before and len(planted) == options.faults and found == planted else 1


if __name__ == "__main__":
    sys.exit(main())
