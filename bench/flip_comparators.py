#!/usr/bin/env python3
"""Flips each comparator of the judge and of the grid's recount, one at a time, and reports those
that no test notices.

Every `<` becomes `<=`, every `==` becomes `!=` and so on, in a scratch copy of the repository: the
working tree is never touched. In the copy each comparator is an operator of its own that asks the
environment whether it is the flipped one, so that one build serves all flips and a flip costs a run
of the tests. Tests are run group by group until one notices; a flip is noticed when a test fails or
the tests do not end in time.

    bench/flip_comparators.py --out flips.csv              # everything; goes on where it stopped
    bench/flip_comparators.py --files 'Sources/Validation/Checks/Plan/Stint*' --out flips.csv
"""

import argparse
import csv
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

FLIPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
# The formatter puts a space on both sides of every binary operator and on none of a generic's.
COMPARATOR = re.compile(r"(?<= )(<=|>=|==|!=|<|>)(?= |$)")
STRING = re.compile(r'"(?:\\.|[^"\\])*"')
FILES = ["Sources/Validation/**/*.swift", "Sources/Grid/Recount*.swift"]
# The quick ones first.
TESTS = ["RuleTests", "ValidationTests", "GridTests", "RejectionTests", "AgreementTests"]
COPIED = ["Package.swift", "Package.resolved", "Sources", "Tests", "bench", "docs"]
FIELDS = ["file", "line", "column", "from", "to", "outcome", "seconds", "code"]


def comparators(path):
    """Line, column and text of each comparator outside comments and string literals."""
    found = []
    in_text = False
    for number, line in enumerate(path.read_text().splitlines()):
        if line.count('"""') % 2 == 1:
            in_text = not in_text
            continue
        if in_text or line.lstrip().startswith("//"):
            continue
        plain = STRING.sub(lambda match: "_" * len(match.group()), line).split("//")[0]
        for match in COMPARATOR.finditer(plain):
            if not plain[: match.start()].rstrip().endswith("func"):
                found.append((number, match.start(), match.group()))
    return found


def closure(targets, wanted):
    """Names of the wanted targets and of everything that they are built from."""
    edges = {
        target["name"]: [
            (edge.get("byName") or edge.get("target") or [None])[0]
            for edge in target["dependencies"]
        ]
        for target in targets
    }
    kept, waiting = set(), list(wanted)
    while waiting:
        name = waiting.pop()
        if name in edges and name not in kept:
            kept.add(name)
            waiting.extend(edges[name])
    return sorted(kept)


def run(command, folder, seconds, environment=None):
    """Exit code and output; None when the command did not end within the seconds."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True)
    try:
        output, _ = process.communicate(timeout=seconds)
        return process.returncode, output
    except subprocess.TimeoutExpired:
        # The command and what it started are a session of their own; nothing else is in it.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None, ""


# What the operators of one target look up, once a process.
OPERATORS = """import Glibc

private let flipped: Int = getenv("ROTA_FLIP").flatMap { Int(String(cString: $0)) } ?? -1
"""
# One operator: for values, for pairs and triples and quadruples of them, and for `nil`.
ORDER = """
infix operator {name}: ComparisonPrecedence
func {name} <T: Comparable>(a: T, b: T) -> Bool {{ flipped == {index} ? a {to} b : a {token} b }}
func {name} <T: Comparable, U: Comparable>(a: (T, U), b: (T, U)) -> Bool {{
  flipped == {index} ? a {to} b : a {token} b
}}
func {name} <T: Comparable, U: Comparable, V: Comparable>(a: (T, U, V), b: (T, U, V)) -> Bool {{
  flipped == {index} ? a {to} b : a {token} b
}}
func {name} <T: Comparable, U: Comparable, V: Comparable, W: Comparable>(
  a: (T, U, V, W), b: (T, U, V, W)
) -> Bool {{ flipped == {index} ? a {to} b : a {token} b }}
"""
EQUALITY = """
infix operator {name}: ComparisonPrecedence
func {name} <T: Equatable>(a: T, b: T) -> Bool {{ flipped == {index} ? a {to} b : a {token} b }}
func {name} <T>(a: T?, b: _OptionalNilComparisonType) -> Bool {{
  flipped == {index} ? a {to} b : a {token} b
}}
"""


def operator(index):
    """The name of the operator that stands for a comparator."""
    digits = ""
    while True:
        digits += "+-^%"[index % 4]
        index //= 4
        if index == 0:
            return "~" + digits


class Scratch:
    """A copy of the repository with all comparators replaced, built once."""

    def __init__(self, root, folder, tests, jobs):
        self.folder = folder
        self.tests = tests
        self.build_command = [
            "swift", "build", "-c", "release", "--build-tests", "-j", str(jobs)]
        folder.mkdir(parents=True, exist_ok=True)
        for name in COPIED:
            self.copy(root / name, folder / name)
        dump = subprocess.run(
            ["swift", "package", "dump-package"], cwd=folder, check=True, capture_output=True)
        kept = closure(json.loads(dump.stdout)["targets"], tests)
        names = ", ".join(f'"{name}"' for name in kept)
        with open(folder / "Package.swift", "a") as manifest:
            manifest.write(f"\nlet keptTargets: Set<String> = [{names}]\n")
            manifest.write("package.targets.removeAll { !keptTargets.contains($0.name) }\n")
            manifest.write("package.products.removeAll()\n")

    @staticmethod
    def copy(source, target):
        if source.is_dir():
            # Copied with its dates, so that a second run rebuilds only what changed.
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target)
        elif source.exists():
            shutil.copy2(source, target)

    def replace(self, places):
        """Puts an operator of its own in place of each comparator."""
        definitions = {}
        for index in reversed(range(len(places))):
            name, line, column, token = places[index]
            path = self.folder / name
            lines = path.read_text().splitlines(keepends=True)
            text = lines[line]
            lines[line] = text[:column] + operator(index) + text[column + len(token):]
            path.write_text("".join(lines))
            target = "/".join(name.split("/")[:2])
            form = EQUALITY if token in ("==", "!=") else ORDER
            definitions.setdefault(target, OPERATORS)
            definitions[target] += form.format(
                name=operator(index), index=index, token=token, to=FLIPPED[token])
        for target, text in definitions.items():
            (self.folder / target / "FlippedComparators.swift").write_text(text)

    def build(self):
        code, output = run(self.build_command, self.folder, 3600)
        if code != 0:
            sys.exit(f"The copy does not build:\n{output[-4000:]}")

    def outcome(self, index, test_seconds):
        """What becomes of a flip: survived, or how it was noticed; -1 flips nothing."""
        environment = dict(os.environ, ROTA_FLIP=str(index))
        for tests in self.tests:
            command = [
                "swift", "test", "-c", "release", "--skip-build", "--disable-xctest", "--filter",
                rf"^{tests}\."]
            code, _ = run(command, self.folder, test_seconds, environment)
            if code is None:
                return "tests did not end"
            if code != 0:
                return "test failed"
        return "survived"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--files", nargs="+", default=FILES, help="globs below the repository")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="test targets to run")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="CSV, continued if there")
    parser.add_argument("--scratch", type=pathlib.Path, help="folder of the copy; kept")
    parser.add_argument("--jobs", type=int, default=2, help="parallel compilations")
    parser.add_argument("--test-seconds", type=int, default=180, help="limit of one test run")
    parser.add_argument("--list", action="store_true", help="only list the comparators")
    return parser.parse_args()


def main():
    options = arguments()
    root = pathlib.Path(__file__).resolve().parent.parent
    paths = sorted({path for glob in options.files for path in root.glob(glob)})
    places = [
        (str(path.relative_to(root)), *place) for path in paths for place in comparators(path)]
    if options.list:
        for name, line, column, token in places:
            print(f"{name}:{line + 1}:{column + 1} {token}")
        return 0
    scratch_folder = options.scratch or pathlib.Path(tempfile.mkdtemp(prefix="rota-flips-"))
    if scratch_folder.resolve().is_relative_to(root / "Sources"):
        sys.exit("The scratch copy cannot lie among the sources.")
    scratch = Scratch(root, scratch_folder, options.tests, options.jobs)
    scratch.replace(places)
    started = time.monotonic()
    scratch.build()
    if scratch.outcome(-1, options.test_seconds) != "survived":
        sys.exit("The tests do not pass before any flip; nothing could be told from them.")
    print(f"build and tests without a flip: {time.monotonic() - started:.0f} s", flush=True)

    rows = list(csv.DictReader(options.out.open())) if options.out.exists() else []
    done = {(row["file"], row["line"], row["column"], row["from"]) for row in rows}
    with options.out.open("a", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        if not rows:
            writer.writeheader()
        for index, (name, line, column, token) in enumerate(places):
            if (name, str(line + 1), str(column + 1), token) in done:
                continue
            started = time.monotonic()
            outcome = scratch.outcome(index, options.test_seconds)
            row = {
                "file": name, "line": line + 1, "column": column + 1, "from": token,
                "to": FLIPPED[token], "outcome": outcome,
                "seconds": round(time.monotonic() - started),
                "code": (root / name).read_text().splitlines()[line].strip(),
            }
            rows.append({key: str(value) for key, value in row.items()})
            writer.writerow(row)
            file.flush()
            print(f"{outcome:16} {row['seconds']:4} s  {name}:{line + 1} {token}", flush=True)

    survivors = [row for row in rows if row["outcome"] == "survived"]
    print(f"\n{len(rows)} flips, {len(survivors)} survived\n")
    print("| place | flip | code |\n|---|---|---|")
    for row in survivors:
        code = row["code"].replace("|", "\\|")
        print(f"| {row['file']}:{row['line']} | {row['from']} → {row['to']} | `{code}` |")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
