"""The benchmarks by name, and what each one reports."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import apsw

BENCHMARKS: dict[str, str] = {
    "first_sync": "tests.benchmarks.sync_first",
    "sync_nothing_new": "tests.benchmarks.sync_nothing_new",
    "cold_start": "tests.benchmarks.window_cold_start",
    "company_switch": "tests.benchmarks.window_company_switch",
}
"""Name to module; a module is imported when its benchmark runs and has `run(rows) -> Figure`."""

DEFAULT_ROWS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a benchmark measured, beside what it is held against, measured in the same run."""

    name: str
    figure: float
    unit: str
    base: float
    base_name: str
    """What the base is: a limit, or the same work done the plain way."""
    target: str
    """The ratio that is aimed at, in words."""
    rows: int

    @property
    def ratio(self) -> float:
        """The figure as a share of its base."""
        return self.figure / self.base

    def as_json(self) -> dict[str, Any]:
        """Return everything for `--json`."""
        names = ("name", "figure", "unit", "base", "base_name", "target", "rows", "ratio")
        return {name: getattr(self, name) for name in names}

    def as_line(self) -> str:
        """Return one line for people."""
        return (
            f"{self.name}: {self.figure:,.4g} {self.unit}; {self.base_name}: {self.base:,.4g} {self.unit};"
            f" ratio {self.ratio:.2f} (aim: {self.target}); {self.rows:,} rows"
        )


def run_benchmark(name: str, rows: int) -> Figure:
    """Run one benchmark; raises KeyError for a name that is none."""
    run: Callable[[int], Figure] = import_module(BENCHMARKS[name]).run
    return run(rows)


def machine() -> str:
    """Say on what it was measured."""
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()},"
        f" SQLite {apsw.sqlite_lib_version()}"
    )
