#!/usr/bin/env python3
"""Makes residents, leave, wishes and pins of the sample programme from a planted plan.

A plan that keeps every hard rule of program.yaml is found first (with OR-Tools, which only this
script needs), then leave is granted where that plan tolerates it. So a valid plan certainly exists:
planted.csv. `--check` judges planted.csv again by plain counting and needs nothing but Python.

    pip install ortools; python3 generate.py --seed 24
    python3 generate.py --check
"""
import argparse
import csv
import datetime
import pathlib
import random

FOLDER = pathlib.Path(__file__).parent
BLOCKS, COLUMNS, PER_LEVEL = 13, 26, 8
START = datetime.date(2025, 7, 3)
YEAR_END = datetime.date(2026, 6, 30)

# Half-blocks a year by level.
CURRICULUM = {
    "PGY1": {"Orientation": 2, "FMIT": 4, "Night float": 1, "IM ward": 2, "ICU": 2, "Home L&D": 2,
             "Away L&D": 2, "Newborn": 2, "Pediatric ward": 2, "Pediatric clinic": 2,
             "Procedures": 2, "MSK": 1, "FM clinic": 2},
    "PGY2": {"FMIT": 4, "Night float": 2, "L&D night float": 2, "Pediatric subspecialty": 2,
             "FM clinic": 2, "Surgery": 2, "Emergency": 2, "Cardiology": 1, "Dermatology": 1,
             "Gynecology clinic": 2, "Sports medicine": 2, "Elective": 4},
    "PGY3": {"FMIT": 4, "Night float": 2, "FM clinic": 2, "Emergency": 2, "Elective": 2,
             "Geriatrics": 2, "Psychiatry": 1, "NICU": 1, "Pediatric EM": 2, "Away rotation": 4,
             "Selective medicine": 2, "Transition": 2},
}
HALVES = {"Night float", "MSK", "Cardiology", "Dermatology", "Psychiatry", "NICU"}
TOLERANT = {
    "PGY1": {"MSK", "Home L&D", "Procedures", "Pediatric clinic", "FM clinic", "Newborn"},
    "PGY2": {"Elective", "FM clinic", "Gynecology clinic", "Pediatric subspecialty",
             "Sports medicine"},
    "PGY3": {"Pediatric EM", "FM clinic", "Selective medicine", "Geriatrics", "Elective"},
}
LABOUR = ("Home L&D", "Away L&D", "L&D night float")
# (rotations, levels, first block, minimum, maximum) in every half-block from that block on.
COVER = [
    (("FMIT",), None, 1, 3, 5), (("FMIT",), ("PGY1",), 1, 0, 2), (("FMIT",), ("PGY2",), 1, 0, 2),
    (("FMIT",), ("PGY3",), 1, 0, 2), (("FMIT",), ("PGY2", "PGY3"), 1, 1, 5),
    (("Night float",), None, 1, 1, 3), (LABOUR, None, 3, 1, 3), (LABOUR, None, 1, 0, 3),
    (("ICU",), None, 1, 0, 2), (("Pediatric clinic", "Pediatric subspecialty"), None, 1, 0, 2),
    (("FM clinic",), None, 1, 0, 3), (("Emergency",), None, 1, 0, 3),
    (("Elective",), None, 1, 0, 3), (("Away rotation",), None, 1, 0, 2),
] + [((name,), None, 1, 0, 1) for name in (
    "IM ward", "Newborn", "Pediatric ward", "Procedures", "MSK", "Surgery", "Cardiology",
    "Dermatology", "Gynecology clinic", "Sports medicine", "Geriatrics", "Psychiatry", "NICU",
    "Pediatric EM", "Selective medicine")]
# Blocks in which a rotation may stand, where not all.
WINDOWS = {"Home L&D": range(3, 14), "Pediatric ward": range(5, 14),
           "Gynecology clinic": range(3, 14), "L&D night float": range(3, 14),
           "Psychiatry": range(4, 13), "Orientation": range(1, 2), "Transition": range(13, 14)}
# No first, then second in the next half-block.
NEVER = [("Night float", "Night float"), ("Night float", "ICU")]


def residents():
    return [(f"{level}-{number:02}", level)
            for level in CURRICULUM for number in range(1, PER_LEVEL + 1)]


def column_dates(column):
    first = START + datetime.timedelta(days=14 * column)
    last = YEAR_END if column == COLUMNS - 1 else first + datetime.timedelta(days=13)
    return first, last


def plant(seed):
    """A plan that keeps the hard rules, as {resident: [rotation of each half-block]}."""
    from ortools.sat.python import cp_model
    rng = random.Random(seed)
    model = cp_model.CpModel()
    cell, taste = {}, []
    for name, level in residents():
        for column in range(COLUMNS):
            choices = []
            for rotation in CURRICULUM[level]:
                block = column // 2 + 1
                if rotation not in HALVES and column % 2:
                    var = cell[name, column - 1, rotation]
                else:
                    var = model.NewBoolVar("")
                    taste.append(rng.randrange(10) * var)
                cell[name, column, rotation] = var
                choices.append(var)
                if block not in WINDOWS.get(rotation, range(1, 14)):
                    model.Add(var == 0)
            model.AddExactlyOne(choices)
        for rotation, amount in CURRICULUM[level].items():
            model.Add(sum(cell[name, c, rotation] for c in range(COLUMNS)) == amount)
        for first, second in NEVER:
            if first in CURRICULUM[level] and second in CURRICULUM[level]:
                for c in range(COLUMNS - 1):
                    model.AddAtMostOne([cell[name, c, first], cell[name, c + 1, second]])
        if level == "PGY1":
            model.Add(sum(cell[name, c, "FMIT"] for c in range(12)) >= 2)
            for c in range(COLUMNS):
                model.Add(sum(cell[name, e, "Home L&D"] for e in range(c))
                          >= cell[name, c, "Away L&D"])
    for rotations, levels, from_block, minimum, maximum in COVER:
        for c in range(2 * (from_block - 1), COLUMNS):
            heads = sum(cell[n, c, r] for n, level in residents() for r in rotations
                        if (n, c, r) in cell and (levels is None or level in levels))
            model.AddLinearConstraint(heads, minimum, maximum)
    # A random taste makes plans of different seeds differ; its optimum is of no interest.
    model.Maximize(sum(taste))
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 20
    status = solver.Solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE), solver.StatusName(status)
    return {name: [next(r for r in CURRICULUM[level] if solver.Value(cell[name, c, r]))
                   for c in range(COLUMNS)] for name, level in residents()}


def grant_leave(plan, rng):
    """Three weeks of vacation and a conference each, in half-blocks that tolerate leave."""
    load, rows = {}, []
    for name, level in residents():
        weeks = []
        for column in range(2, COLUMNS):
            if plan[name][column] in TOLERANT[level]:
                # Columns begin on Thursdays; the Mondays in them begin on days 4 and 11.
                first = column_dates(column)[0]
                weeks += [first + datetime.timedelta(days=4)]
                if plan[name][min(column + 1, COLUMNS - 1)] in TOLERANT[level]:
                    weeks += [first + datetime.timedelta(days=11)]
        weeks = [w for w in weeks if w + datetime.timedelta(days=6) <= YEAR_END]
        rng.shuffle(weeks)
        taken = []
        for kind in ("vacation", "vacation", "vacation", "conference"):
            free = [w for w in weeks if w not in taken and not too_long(w, taken)]
            week = min(free, key=lambda w: load.get(w, 0))
            taken.append(week)
            load[week] = load.get(week, 0) + 1
            days = 4 if kind == "conference" else 6
            rows.append((name, week, week + datetime.timedelta(days=days), kind))
    return rows


def too_long(week, taken):
    """Whether a week would make more than two weeks of leave running."""
    near = sorted([*taken, week])
    step = datetime.timedelta(days=7)
    return any(a + step in near and a + 2 * step in near for a in near)


def wishes(plan, rng):
    """Four or five wishes a head: half of them as planted, half anywhere."""
    rows = []
    for name, level in residents():
        names = [r for r in CURRICULUM[level] if r not in ("Orientation", "Transition")]
        priorities = ["high", "medium", "medium", "low"] + rng.choices(
            ["medium", "low"], k=rng.randrange(2))
        for index, priority in enumerate(priorities):
            block = rng.randrange(2, BLOCKS)
            rotation = plan[name][2 * block - 2] if index % 2 == 0 else rng.choice(names)
            first, last = column_dates(2 * block - 2)[0], column_dates(2 * block - 1)[1]
            rows.append((name, rotation, f"{first}:{last}", priority))
    return rows


def faults(plan, absences):
    """Every breach of a hard rule, counted plainly."""
    found = []
    people = dict(residents())
    for name, level in people.items():
        row = plan[name]
        for rotation in set(row) | set(CURRICULUM[level]):
            if row.count(rotation) != CURRICULUM[level].get(rotation, 0):
                found.append(f"{name}: {row.count(rotation)} half-blocks of {rotation}")
        for c in range(COLUMNS):
            if row[c] not in HALVES and row[c] != row[c ^ 1]:
                found.append(f"{name}: half of {row[c]} in half-block {c}")
            if c // 2 + 1 not in WINDOWS.get(row[c], range(1, 14)):
                found.append(f"{name}: {row[c]} outside its window")
            if c and (row[c - 1], row[c]) in NEVER:
                found.append(f"{name}: {row[c - 1]} then {row[c]}")
        if level == "PGY1":
            if "FMIT" not in row[:12]:
                found.append(f"{name}: no FMIT within six months")
            if row.index("Away L&D") < row.index("Home L&D"):
                found.append(f"{name}: away before home L&D")
    for rotations, levels, from_block, minimum, maximum in COVER:
        for c in range(2 * (from_block - 1), COLUMNS):
            heads = sum(plan[n][c] in rotations for n, level in people.items()
                        if levels is None or level in levels)
            if not minimum <= heads <= maximum:
                found.append(f"{rotations}: {heads} in half-block {c}")
    for name, first, last, _ in absences:
        for c in range(COLUMNS):
            start, end = column_dates(c)
            if first <= end and last >= start and plan[name][c] not in TOLERANT[people[name]]:
                found.append(f"{name}: leave on {plan[name][c]} in half-block {c}")
    return found


def write(name, header, rows):
    with open(FOLDER / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if header:
            writer.writerow(header)
        writer.writerows(rows)


def generate(seed):
    rng = random.Random(seed)
    plan = plant(seed)
    absences = grant_leave(plan, rng)
    write("residents.csv", ["id", "level"], residents())
    write("absences.csv", ["resident_id", "start", "end", "kind"], absences)
    write("preferences.csv", ["resident_id", "rotation_preference", "date_range", "priority"],
          wishes(plan, rng))
    locked = [(n, 1, "", "Orientation", "pin") for n, level in residents() if level == "PGY1"]
    locked += [(n, 13, "", "Transition", "pin") for n, level in residents() if level == "PGY3"]
    # Two agreements of the kind that every year has: a pinned elective, a closed away block.
    block = plan["PGY2-01"].index("Elective") // 2 + 1
    locked.append(("PGY2-01", block, "", "Elective", "pin"))
    away = next(b for b in range(2, 13) if plan["PGY3-02"][2 * b - 2] != "Away rotation")
    locked.append(("PGY3-02", away, "", "Away rotation", "forbid"))
    write("locked.csv", ["resident_id", "block", "half", "rotation", "kind"], locked)
    write("planted.csv", None, [[name, *row] for name, row in plan.items()])


def check():
    with open(FOLDER / "planted.csv", newline="") as file:
        plan = {row[0]: row[1:] for row in csv.reader(file)}
    with open(FOLDER / "absences.csv", newline="") as file:
        absences = [(row["resident_id"], datetime.date.fromisoformat(row["start"]),
                     datetime.date.fromisoformat(row["end"]), row["kind"])
                    for row in csv.DictReader(file)]
    with open(FOLDER / "locked.csv", newline="") as file:
        locked = list(csv.DictReader(file))
    found = faults(plan, absences)
    for row in locked:
        held = plan[row["resident_id"]][2 * int(row["block"]) - 2] == row["rotation"]
        if held != (row["kind"] == "pin"):
            found.append(f"{row['resident_id']}: locked cell in block {row['block']}")
    print("\n".join(found) or "planted.csv keeps every hard rule")
    return 1 if found else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=24)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if not options.check:
        generate(options.seed)
    raise SystemExit(check())
