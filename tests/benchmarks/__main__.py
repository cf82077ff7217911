"""Run benchmarks: `python -m tests.benchmarks [NAME…] [--rows N] [--json]`."""

from __future__ import annotations

import argparse
import json
import sys

from tests.benchmarks.registry import BENCHMARKS, DEFAULT_ROWS, machine, run_benchmark


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks named, or all, and print what they measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--rows", type=int, default=DEFAULT_ROWS, help="journal lines in the books")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}; choose of {', '.join(BENCHMARKS)}")
    for_people = sys.stderr if chosen.json else sys.stdout
    for_people.write(f"{machine()}\n")
    figures = []
    for name in chosen.names or BENCHMARKS:
        figures.append(run_benchmark(name, chosen.rows))
        for_people.write(f"{figures[-1].as_line()}\n")
        for_people.flush()
    if chosen.json:
        made = {"machine": machine(), "figures": [figure.as_json() for figure in figures]}
        sys.stdout.write(f"{json.dumps(made)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
