#!/usr/bin/env python3
"""Recounts an exported plan of the 183-resident programme from the published statement alone.

    python3 recount.py PLAN.csv [RESIDENTS.csv]

PLAN.csv has no header: resident id, then thirteen rotation names. RESIDENTS.csv is the public
sample, by default im183/residents.csv under ROTA_DATA (default ../shared/data). Prints every
violation and the score to be maximised; ends with status 1 when there is a violation.
Knows nothing of Rota's programme files or code.
"""
import csv
import os
import sys

TOLERATES = {
    "R1": ["Endocrine", "AMAU", "Infectious Disease"], "R2": ["MOP", "Nephrology", "AMAU"],
    "R3": ["GI", "Pulmonology", "AMAU"], "R4": ["Medical Consultation"], "R_NEURO": ["AMAU"],
}
CURRICULUM = {
    "R1": [(["Medical Teams"], 4, 7), (["AMAU"], 1, 2), (["Cardiology"], 2, 2),
           (["Infectious Disease"], 1, 2), (["Endocrine"], 1, 2)],
    "R2": [(["Senior Rotation"], 1, 2), (["CCU"], 2, 2), (["MICU"], 2, 2), (["Nephrology"], 1, 2),
           (["Neurology"], 1, 1), (["Cardiology"], 1, 1), (["Geriatrics"], 1, 1),
           (["AMAU"], 1, 2), (["Al Khor"], 0, 1), (["MOP"], 1, 1)],
    "R3": [(["Senior Rotation"], 2, 2), (["Oncology"], 1, 1), (["Hematology"], 1, 1),
           (["Al Wakra"], 1, 1), (["GI"], 2, 2), (["Pulmonology"], 2, 2),
           (["Rheumatology"], 1, 1), (["MOP"], 1, 1), (["AMAU"], 1, 1),
           (["Cardiology", "ED", "Medical Consultation"], 1, 1)],
    "R4": [(["Registrar Rotation"], 5, 6), (["Medical Consultation"], 3, 5),
           (["Al Wakra"], 1, 2), (["Al Khor"], 1, 2), (["Hematology", "Oncology"], 1, 2)],
    "R_NEURO": [(["Medical Teams"], 3, 3), (["AMAU"], 3, 4), (["MICU"], 1, 1),
                (["Rheumatology"], 1, 1), (["ED"], 2, 2), (["TRANSFER"], 2, 2)],
}
AT_LEAST = {"Cardiology": 11, "AMAU": 11, "CCU": 7, "MICU": 7, "Al Khor": 6, "MOP": 6,
            "Hematology": 5, "Oncology": 5, "Al Wakra": 9, "Medical Consultation": 10}
BLOCKS = range(1, 14)


def read_leaves(row):
    """The blocks of full leave and of half leave, as two sets."""
    blocks = [int(row[key]) for key in ("Leave1Block", "Leave2Block") if row[key]]
    if len(blocks) == 2 and blocks[0] == blocks[1]:
        return {blocks[0]}, set()
    return set(), set(blocks)


def check_resident(name, level, at, full, half, say):
    allowed = {rotation for group, _, _ in CURRICULUM[level] for rotation in group}
    for block in BLOCKS:
        if (at[block] == "LEAVE") != (block in full):
            say(f"{name}: block {block} is {at[block]}, full leave in {sorted(full)}")
        if at[block] != "LEAVE" and at[block] not in allowed:
            say(f"{name}: {at[block]} is not of level {level}")
        if block in half and at[block] not in TOLERATES[level]:
            say(f"{name}: half leave in block {block} on {at[block]}")
    for group, low, high in CURRICULUM[level]:
        if level == "R3" and len(group) == 3 and full:
            continue
        held = sum(at[block] in group for block in BLOCKS)
        if not low <= held <= high:
            say(f"{name}: {held} blocks of {'/'.join(group)}, {low} to {high} required")


def check_sequence(name, level, at, say):
    if level == "R1":
        if at[1] != "Medical Teams":
            say(f"{name}: block 1 is {at[1]}")
        for start in range(1, 9):
            if all(at[b] == "Medical Teams" for b in range(start, start + 6)):
                say(f"{name}: six Medical Teams from block {start}")
    if level == "R2" and at[1] == "Senior Rotation":
        say(f"{name}: block 1 is Senior Rotation")
    if level in ("R2", "R3"):
        for block in range(1, 13):
            if at[block] == at[block + 1] == "Senior Rotation":
                say(f"{name}: Senior Rotation in blocks {block} and {block + 1}")
    for unit in ("MICU", "CCU"):
        for block in (2, 4, 6, 8, 10):
            if at[block] == at[block + 1] == unit:
                say(f"{name}: {unit} in blocks {block} and {block + 1}")
    if level == "R_NEURO":
        for block, needed in [(1, "Medical Teams"), (2, "Medical Teams"), (3, "Medical Teams"),
                              (12, "TRANSFER"), (13, "TRANSFER")]:
            if at[block] != needed:
                say(f"{name}: block {block} is {at[block]}")


def check_cover(plan, levels, leaves, say):
    for block in BLOCKS:
        heads = {}
        for name in plan:
            heads[plan[name][block]] = heads.get(plan[name][block], 0) + 1
        for rotation, exact in (("Senior Rotation", 10), ("Registrar Rotation", 20)):
            if heads.get(rotation, 0) != exact:
                say(f"block {block}: {heads.get(rotation, 0)} on {rotation}, {exact} required")
        teams = heads.get("Medical Teams", 0)
        fits = teams == 20 if block >= 4 else teams >= (25 if block == 2 else 20)
        if not fits:
            say(f"block {block}: {teams} on Medical Teams")
        for rotation, low in AT_LEAST.items():
            if heads.get(rotation, 0) < low:
                say(f"block {block}: {heads.get(rotation, 0)} on {rotation}, {low} required")
        units, floaters = 0, 0
        for name in plan:
            if levels[name] == "R_NEURO":
                continue
            if plan[name][block] in ("GI", "Rheumatology", "Pulmonology"):
                units += 3 if block in leaves[name][1] else 6
            floaters += plan[name][block] in ("Nephrology", "Endocrine")
        if units < 60:
            say(f"block {block}: {units} units of second on call, 60 required")
        if floaters < 10:
            say(f"block {block}: {floaters} floaters, 10 required")


def score(level, at):
    total = 0
    for block in range(1, 13):
        pair = (at[block], at[block + 1])
        if level == "R2" and pair in (("MICU", "MICU"), ("CCU", "CCU")):
            total += 2
        # Both are in the curricula of R3 and R4.
        if level in ("R3", "R4") and sorted(pair) == ["Hematology", "Oncology"]:
            total += 2
        if level == "R1" and pair == ("Cardiology", "Cardiology"):
            total -= 1
        if level == "R3" and pair == ("Senior Rotation", "Senior Rotation"):
            total -= 2
        if level == "R3" and block <= 11 and at[block] == at[block + 2] == "Senior Rotation":
            total -= 1
    if level == "R1":
        total -= sum(all(at[b] == "Medical Teams" for b in range(s, s + 4)) for s in range(1, 11))
    if level == "R4":
        total -= 2 * sum(
            all(at[b] == "Registrar Rotation" for b in range(s, s + 6)) for s in range(1, 9))
    return total


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        print(__doc__)
        return 64
    public = os.environ.get("ROTA_DATA", "../shared/data")
    people = arguments[1] if len(arguments) == 2 else f"{public}/im183/residents.csv"
    with open(people, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    levels = {row["ID"]: row["PGY"] for row in rows}
    leaves = {row["ID"]: read_leaves(row) for row in rows}
    found = []
    plan = {}
    with open(arguments[0], newline="") as file:
        for row in csv.reader(file):
            if len(row) != 14 or row[0] not in levels or row[0] in plan:
                found.append(f"a row that is no resident's or not 13 blocks: {row[:2]}")
                continue
            plan[row[0]] = dict(zip(BLOCKS, row[1:]))
    found += [f"{name}: no row" for name in levels if name not in plan]
    for name, at in plan.items():
        check_resident(name, levels[name], at, *leaves[name], found.append)
        check_sequence(name, levels[name], at, found.append)
    check_cover(plan, levels, leaves, found.append)
    print("\n".join(found + [
        f"violations {len(found)}", f"score {sum(score(levels[n], plan[n]) for n in plan)}"]))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
