#!/usr/bin/env python3
"""Writes the table of whole years between its marks on a page.

    bench/years_table.py docs/benchmarks.md [--rows bench/results/years.csv]

One line for each size, tightness and budget of BUDGETS, from the last row of each seed that was
measured with two nodes and nothing left out.
"""

import argparse
import csv
import statistics

# Other budgets in the file are trials of their day.
BUDGETS = {"S24": (60, 120), "S60": (60,), "S150": (300,), "S400": (1200,), "S1200": (1700,)}
BEGIN, END = "<!-- years begin -->\n", "<!-- years end -->\n"
HEAD = [
    "Programme, tightness", "Budget", "Seeds", "Valid", "First valid, median (worst)",
    "Quality, median (least)", "Points, median", "Planted: quality, points",
    "Coordinator, node", "Traffic",
]


def last_rows(path):
    """The last row of each seed, by size, tightness and budget."""
    found = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            budget = int(row["budget_s"])
            if row["variant"] or row["nodes"] != "2" or budget not in BUDGETS[row["size"]]:
                continue
            found.setdefault((row["size"], row["tightness"], budget), {})[row["seed"]] = row
    return found


def spread(values, text, worst):
    """The median, and beside it the worst of several."""
    if not values:
        return "–"
    middle = text(statistics.median(values))
    return middle if len(values) == 1 else f"{middle} ({text(worst(values))})"


def line(key, rows):
    size, tightness, budget = key
    valid = [row for row in rows if row["first_valid_s"] and row["state"] == "completed"]

    def numbers(field, among=valid):
        return [float(row[field]) for row in among if row[field]]

    def memory(field):
        return f"{statistics.median(numbers(field, rows)):,.0f}"

    points = numbers("soft_points")
    return [
        f"{size}, {tightness}", f"{budget:,} s", str(len(rows)), str(len(valid)),
        spread(numbers("first_valid_s"), lambda value: f"{value:,.1f} s", max),
        spread(numbers("quality"), lambda value: f"{value:.3f}", min),
        f"{statistics.median(points):,.0f}" if points else "–",
        f"{statistics.median(numbers('planted_quality', rows)):.3f},"
        f" {statistics.median(numbers('planted_soft_points', rows)):,.0f}",
        f"{memory('coordinator_MiB')}, {memory('node_MiB')} MiB",
        f"{statistics.median(numbers('loopback_MB', rows)):.1f} MB",
    ]


def table(path):
    found = last_rows(path)
    order = {size: place for place, size in enumerate(BUDGETS)}
    keys = sorted(found, key=lambda key: (order[key[0]], key[1], key[2]))
    lines = [HEAD, ["---"] * len(HEAD)]
    lines += [line(key, list(found[key].values())) for key in keys]
    commits = {}
    for rows in found.values():
        for row in rows.values():
            commits[row["commit"]] = commits.get(row["commit"], 0) + 1
    named = ", ".join(f"`{commit}` ({count})" for commit, count in sorted(commits.items()))
    text = "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
    return f"{text}\nThe last row of each seed; commits (rows): {named}.\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("page")
    parser.add_argument("--rows", default="bench/results/years.csv")
    options = parser.parse_args()
    with open(options.page) as file:
        text = file.read()
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise SystemExit(f"{options.page} needs the marks {BEGIN.strip()} and {END.strip()} once")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    with open(options.page, "w") as file:
        file.write(f"{before}{BEGIN}{table(options.rows)}{END}{after}")


if __name__ == "__main__":
    main()
