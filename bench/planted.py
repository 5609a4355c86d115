#!/usr/bin/env python3
"""Makes sample programmes and has the judge look at their planted years.

    bench/planted.py [--sizes S24,S60,…] [--seeds 5] [--out bench/results/planted.csv]

One row for each size, tightness and seed: whether the planted year keeps every hard rule, its
quality, the heaviest four weeks, and what making, reading and judging took. Rows that stand in the
file at the same commit are not measured again, so that it can be stopped and gone on with.
"""

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import tempfile
import time

TIGHTNESS = ["0.80", "0.90", "0.97"]
FIELDS = [
    "commit", "machine", "date", "size", "tightness", "seed", "valid", "hard_units", "quality",
    "heaviest_weekly_hours", "make_s", "read_and_judge_s", "peak_MiB",
]


def commit():
    text = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
    return text.stdout.strip()


def timed(command):
    """Runs a command; returns its output, exit code, seconds and peak memory in MiB."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        out.seek(0)
        text = out.read().decode()
    return text, os.waitstatus_to_exitcode(status), time.monotonic() - started, usage.ru_maxrss / 1024


def measure(rota, size, tightness, seed, folder):
    _, code, make, _ = timed(
        [rota, "generate-program", "--size", size, "--tightness", tightness, "--seed", str(seed),
         "--out", folder])
    if code != 0:
        return None
    text, code, judge, peak = timed(
        [rota, "audit", f"{folder}/planted-duties.csv", "--program", folder, "--plan",
         f"{folder}/planted.csv", "--weeks", f"{folder}/planted-weeks.csv", "--format", "json"])
    if code not in (0, 1):
        return None
    report = json.loads(text)
    hard = sum(
        share["units"] for share in report["verdict"]["byInstance"] if share["severity"] != "soft")
    def weekly(window):
        days = 28 - window["daysAway"]
        return window["minutes"] * 7 / days / 60 if days else 0
    heaviest = max(
        (weekly(person["heaviest"]) for person in report["schedule"]["hours"]
         if person.get("heaviest")), default=0)
    return {
        "valid": code == 0, "hard_units": hard, "quality": round(report.get("quality") or 0, 4),
        "heaviest_weekly_hours": round(heaviest, 1), "make_s": round(make, 2),
        "read_and_judge_s": round(judge, 2), "peak_MiB": round(peak),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="S24,S60,S150,S400,S1200")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--rota", default=".build/release/rota")
    parser.add_argument("--out", default="bench/results/planted.csv")
    options = parser.parse_args()
    here = commit()
    done = set()
    if os.path.exists(options.out):
        with open(options.out, newline="") as file:
            done = {
                (row["commit"], row["size"], row["tightness"], row["seed"])
                for row in csv.DictReader(file)}
    for size in options.sizes.split(","):
        for tightness in TIGHTNESS:
            for seed in range(1, options.seeds + 1):
                if (here, size, tightness, str(seed)) in done:
                    continue
                with tempfile.TemporaryDirectory() as folder:
                    row = measure(options.rota, size, tightness, seed, f"{folder}/programme")
                if row is None:
                    print(f"{size} {tightness} {seed}: could not be made or judged", file=sys.stderr)
                    continue
                row |= {
                    "commit": here, "machine": f"{platform.machine()}, {os.cpu_count()} cores",
                    "date": time.strftime("%Y-%m-%d"), "size": size, "tightness": tightness,
                    "seed": seed}
                exists = os.path.exists(options.out)
                with open(options.out, "a", newline="") as file:
                    writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
                    if not exists:
                        writer.writeheader()
                    writer.writerow(row)
                print(size, tightness, seed, row, file=sys.stderr)


if __name__ == "__main__":
    main()
