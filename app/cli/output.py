"""What a command writes: answers to standard output, everything else to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any


def say(text: str) -> None:
    """Tell the person something, beside the answer."""
    print(text, file=sys.stderr, flush=True)


def write_json(value: Any) -> None:
    """Write the answer for a program."""
    print(json.dumps(value, indent=2))


def write_table(
    titles: Sequence[str], rows: Iterable[Sequence[str]], *, right: frozenset[int] = frozenset()
) -> None:
    """Write the answer for a person; `right` are the columns whose figures stand under each other."""
    print(table_text(titles, rows, right=right))


def table_text(
    titles: Sequence[str], rows: Iterable[Sequence[str]], *, right: frozenset[int] = frozenset()
) -> str:
    """Return rows as text in columns as wide as they need to be."""
    lines = [list(titles), *(list(row) for row in rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    ruler = ["-" * width for width in widths]
    return "\n".join(_line(line, widths, right) for line in [lines[0], ruler, *lines[1:]])


def _line(cells: Sequence[str], widths: Sequence[int], right: frozenset[int] = frozenset()) -> str:
    placed = [
        cell.rjust(width) if number in right else cell.ljust(width)
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(placed).rstrip()
