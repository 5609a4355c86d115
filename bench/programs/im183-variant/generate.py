#!/usr/bin/env python3
"""Makes the residents of the variant: 61 people in five levels with two leaves each at most.

    python3 generate.py
"""
import csv
import pathlib
import random

LEVELS = [("Y1", 17), ("Y2", 16), ("Y3", 12), ("Y4", 15), ("YN", 1)]


def main():
    rng = random.Random(61)
    path = pathlib.Path(__file__).parent / "people.csv"
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["Person", "Year", "First", "FirstHalf", "Second", "SecondHalf"])
        for level, number in LEVELS:
            for index in range(1, number + 1):
                # One third-year has a full leave; the others two half leaves, three blocks apart,
                # none in the blocks that are fixed for somebody.
                first = rng.randrange(4, 9) if level == "YN" else rng.randrange(2, 10)
                second = first if (level, index) == ("Y3", 1) else first + 3
                halves = ["first", "second"] if first == second else rng.choices(
                    ["first", "second"], k=2)
                writer.writerow([f"{level}-{index:02}", level, first, halves[0], second, halves[1]])


if __name__ == "__main__":
    main()
