#!/usr/bin/env python3
"""Generates whole years of sample programmes and keeps what came of them.

    bench/years.py [--sizes S24,S60] [--tightness 0.80,0.90,0.97] [--seeds 5 or 5-20] [--budget 60]
                   [--nodes 2] [--without PART,…] [--portfolio FILE] [--no-sharing]
                   [--out bench/results/years.csv] [--keep]

One row for each size, tightness and seed: whether the year is valid by the judge, when it first was,
its quality, its points after each quarter of the budget (- before it was valid), and the score of the
planted year beside it; the most memory that the coordinator and a
node had, and what went over the loopback interface meanwhile, which nothing else should use. Rows
that stand in the file for the same commit, budget, nodes and variant are not measured again, so that it
can be stopped and gone on with. With --keep a year of fewer points than any known is exported to
`bench/years` and named in `bench/best-known.csv`, where a test judges it again. A variant is what `rota generate` is told besides: parts of the search
that are left out, another portfolio, or lanes that share nothing.
"""

import argparse
import csv
import json
import os
import platform
import subprocess
import tempfile
import time

from planted import commit, timed

FIELDS = [
    "commit", "machine", "date", "size", "tightness", "seed", "budget_s", "nodes", "state",
    "first_valid_s", "quality", "soft_points", "hard_violations", "planted_quality",
    "planted_soft_points", "wall_s", "coordinator_MiB", "node_MiB", "loopback_MB", "variant",
    "points_at_quarters",
]


def loopback():
    """Bytes that have gone over the loopback interface since the machine started."""
    with open("/proc/net/dev") as file:
        for line in file:
            name, _, counts = line.partition(":")
            if name.strip() == "lo":
                return int(counts.split()[8])
    return 0


def peaks(found):
    """Raises the peak memory in MiB of each kind of process of ours that lives now."""
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{process}/cmdline", "rb") as file:
                words = file.read().split(b"\0")
            kind = words[1].decode() if len(words) > 1 and words[0].endswith(b"/rota") else ""
            if kind not in found:
                continue
            with open(f"/proc/{process}/status") as file:
                peak = next(line for line in file if line.startswith("VmHWM"))
            found[kind] = max(found[kind], int(peak.split()[1]) // 1024)
        except (OSError, StopIteration):
            continue  # It ended while it was looked at.


def watched(command):
    """Runs a command; returns its seconds, peaks of its processes, and megabytes over loopback."""
    started, before = time.monotonic(), loopback()
    found = {"coordinator": 0, "node": 0}
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            child.wait(timeout=1)
            break
        except subprocess.TimeoutExpired:
            peaks(found)
    return time.monotonic() - started, found, (loopback() - before) / 1e6


def judged(rota, folder):
    text, code, _, _ = timed(
        [rota, "audit", f"{folder}/planted-duties.csv", "--program", folder, "--plan",
         f"{folder}/planted.csv", "--weeks", f"{folder}/planted-weeks.csv", "--format", "json"])
    if not text.strip():
        raise SystemExit(f"rota audit refused the planted year of {folder} with code {code}")
    report = json.loads(text)
    return report["quality"], report["verdict"]["score"]["soft"]


def quarters(course, budget):
    """Points after each quarter of the budget; - for none."""
    def at(second):
        reached = [moment["cost"] for moment in course if moment["time"] <= second]
        return str(reached[-1]) if reached else "-"
    return " ".join(at(budget * part / 4) for part in (1, 2, 3)) if course else ""


def variant(options):
    """What is different from the usual search, as arguments."""
    words = [word for part in options.without.split(",") if part for word in ("--without", part)]
    words += ["--portfolio", options.portfolio] if options.portfolio else []
    return words + (["--no-sharing"] if options.no_sharing else [])


def keep(rota, name, soft):
    """Exports the last run's year and names it, where it is better than what is known."""
    table = "bench/best-known.csv"
    with open(table, newline="") as file:
        rows = list(csv.reader(file))
    known = [int(row[1]) for row in rows[1:] if row[0] == name]
    if known and known[0] <= soft:
        return
    folder = f"bench/years/{name}"
    os.makedirs(folder, exist_ok=True)
    for level in ("plan", "weeks", "duties"):
        timed([rota, "export", "last", "--level", level, "--out", f"{folder}/{level}.csv"])
    others = [row for row in rows[1:] if row[0] != name]
    entries = others + [[name, str(soft), f"years/{name}"]]
    entries.sort(key=lambda row: (len(row[0]), row[0]))
    with open(table, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([rows[0], *entries])


def measure(rota, size, tightness, seed, options, folder):
    timed([rota, "generate-program", "--size", size, "--tightness", tightness, "--seed", str(seed),
           "--out", folder])
    planted_quality, planted_soft = judged(rota, folder)
    wall, peak, megabytes = watched(
        [rota, "generate", folder, "--budget", f"{options.budget}s", "--nodes",
         str(options.nodes), "--seed", str(seed), *variant(options)])
    run = json.loads(timed([rota, "runs", "show", "last", "--json"])[0])
    quality, soft = 0.0, ""
    if run["alternatives"]:
        report = json.loads(timed([rota, "report", "last", "--format", "json"])[0])
        quality = report["quality"]
        soft = run["alternatives"][0]["score"]["soft"]
        if options.keep:
            keep(rota, f"{size}-{tightness}-{seed}", soft)
    first = run.get("secondsToFirstValid")
    return {
        "state": run["state"], "first_valid_s": "" if first is None else f"{first:.1f}",
        "quality": f"{quality:.4f}", "soft_points": soft,
        "hard_violations": len(run["draftViolations"]),
        "planted_quality": f"{planted_quality:.4f}", "planted_soft_points": planted_soft,
        "wall_s": f"{wall:.1f}", "coordinator_MiB": peak["coordinator"],
        "node_MiB": peak["node"], "loopback_MB": f"{megabytes:.1f}",
        "points_at_quarters": quarters(run.get("course", []), options.budget),
    }


def seeds(text):
    first, dash, last = text.partition("-")
    return range(int(first), int(last) + 1) if dash else range(1, int(first) + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", default="S24,S60")
    parser.add_argument("--tightness", default="0.80,0.90,0.97")
    parser.add_argument("--seeds", type=seeds, default="5", help="so many, or from one to another")
    parser.add_argument("--budget", type=int, default=60)
    parser.add_argument("--nodes", type=int, default=2)
    parser.add_argument("--without", default="")
    parser.add_argument("--portfolio", default="")
    parser.add_argument("--no-sharing", action="store_true")
    parser.add_argument("--out", default="bench/results/years.csv")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    rota = os.path.abspath(".build/release/rota")
    head = commit()
    done = set()
    if os.path.exists(options.out):
        with open(options.out, newline="") as file:
            done = {
                (r["commit"], r["size"], r["tightness"], r["seed"], r["budget_s"], r["nodes"],
                 r["variant"] or "")
                for r in csv.DictReader(file)}
    date = subprocess.run(["date", "-u", "+%F"], capture_output=True, text=True).stdout.strip()
    for size in options.sizes.split(","):
        for seed in options.seeds:
            for tightness in options.tightness.split(","):
                key = (
                    head, size, tightness, str(seed), str(options.budget), str(options.nodes),
                    " ".join(variant(options)))
                if key in done:
                    continue
                with tempfile.TemporaryDirectory() as folder:
                    found = measure(rota, size, tightness, seed, options, folder)
                row = {
                    "commit": head, "machine": f"{os.cpu_count()} cores {platform.machine()}",
                    "date": date, "size": size, "tightness": tightness, "seed": seed,
                    "budget_s": options.budget, "nodes": options.nodes, **found,
                    "variant": " ".join(variant(options))}
                is_new = not os.path.exists(options.out)
                with open(options.out, "a", newline="") as file:
                    writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
                    if is_new:
                        writer.writeheader()
                    writer.writerow(row)
                print(size, tightness, seed, found["state"], found["first_valid_s"],
                      found["quality"], flush=True)


if __name__ == "__main__":
    main()
