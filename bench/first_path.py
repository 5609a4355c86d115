#!/usr/bin/env python3
"""Measures the whole path on this machine and writes one file of results with its circumstances.

Runs the real programme and one public instance through the local cluster, several seeds each, and
recounts what comes out by programs of their own: the programme's plan by recount.py, which knows
only the statement, the roster by `rota verify`. Usage:

    ROTA_DATA=../shared/data bench/first_path.py --seeds 3 --budget 60 --out bench/results/NAME.json

Nothing else should run on the machine meanwhile; the load before each run is written down.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROTA = os.path.join(ROOT, ".build", "release", "rota")
DATA = os.environ.get("ROTA_DATA", os.path.join(ROOT, "..", "shared", "data"))


def command(*arguments):
    """Standard output of a program that must succeed."""
    result = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(arguments)} ended with {result.returncode}:\n{result.stderr}")
    return result.stdout


def machine():
    """What the figures were measured on."""
    model = "unknown"
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
    return {"processor": model, "cores": os.cpu_count(), "system": platform.release()}


def run(arguments):
    """One run, with its load before and its seconds from the command's start."""
    load = os.getloadavg()[0]
    started = time.time()
    report = json.loads(command(ROTA, *arguments, "--json"))
    first = report.get("firstValidAt")
    return {
        "seed": report["seed"],
        "state": report["state"],
        "soft": report["best"]["soft"],
        "hard": report["best"]["accreditation"] + report["best"]["institution"],
        "seconds_to_first_valid": report.get("secondsToFirstValid"),
        "seconds_to_first_valid_from_command": first - started if first else None,
        "seconds_in_all": time.time() - started,
        "late_answers": report["lateAnswers"],
        "load_before": load,
        "run": report["run"],
    }


def splices(run_number):
    """Splices each node had accepted, from the newest nodes."""
    nodes = json.loads(command(ROTA, "nodes", "list", "--json"))
    newest = sorted(nodes, key=lambda node: int(node["id"]))[-2:]
    return {node["name"]: node["splicesAccepted"] for node in newest}


def programme(seed, budget):
    row = run(["generate", "bench/programs/im183", "--budget", f"{budget}s", "--nodes", "2",
               "--seed", str(seed)])
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        command(ROTA, "export", str(row["run"]), "--out", file.name)
        row["recounted"] = command(
            sys.executable, "bench/programs/im183/recount.py", file.name).split("\n")[:2]
    return row


def instance(seed, budget, cut, *more):
    path = os.path.join(DATA, "nrp24", "Instance21.txt")
    with tempfile.TemporaryDirectory() as folder:
        roster = os.path.join(folder, "roster.csv")
        row = run(["bench", "solve", path, "--budget", f"{budget}s", "--nodes", "2", "--seed",
                   str(seed), "--cut", cut, "--window-columns", "63", "--out", roster, *more])
        row["verified"] = command(ROTA, "verify", roster, "--instance", path).strip()
    row["splices"] = splices(row["run"])
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--budget", type=int, default=60)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    cases = {
        "im183, 2 nodes of one thread": lambda seed: programme(seed, options.budget),
        "NRP 21, windows at week borders": lambda seed: instance(
            seed, options.budget, "windows"),
        "NRP 21, undivided, equal core-seconds": lambda seed: instance(
            seed, options.budget, "none"),
        "NRP 21, undivided, exact windows": lambda seed: instance(
            seed, options.budget, "none", "--portfolio", "cluster/portfolios/exact-windows.yaml"),
    }
    result = {
        "commit": command("git", "rev-parse", "HEAD").strip(),
        "machine": machine(),
        "budget_seconds": options.budget,
        "cases": {},
    }
    for name, measure in cases.items():
        rows = []
        for seed in range(1, options.seeds + 1):
            rows.append(measure(seed))
            print(name, rows[-1], flush=True)
        scores = [row["soft"] for row in rows]
        result["cases"][name] = {
            "rows": rows,
            "median": statistics.median(scores),
            "least": min(scores),
            "greatest": max(scores),
        }
    with open(options.out, "w") as file:
        json.dump(result, file, indent=2, sort_keys=True)
        file.write("\n")


if __name__ == "__main__":
    main()
