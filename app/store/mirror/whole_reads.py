"""Read a whole result in one step of SQLite."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

import apsw

Bindings: TypeAlias = Sequence[object] | Mapping[str, object]


def read_rows(
    connection: apsw.Connection, columns: str, rest: str, bindings: Bindings = ()
) -> list[list[Any]]:
    """Return the rows of `SELECT columns rest`; columns must not be blobs.

    Each step of SQLite gives the interpreter lock away and, while another thread is busy, waits milliseconds
    to get it back. So a result comes as one JSON value made inside SQLite, not row by row.
    """
    whole = f"SELECT json_group_array(json(line)) FROM (SELECT json_array({columns}) AS line {rest})"
    rows: list[list[Any]] = json.loads(connection.execute(whole, bindings).get)
    return rows


def read_keys(connection: apsw.Connection, sql: str, bindings: Bindings = ()) -> array[int]:
    """Return the first column of an ordered query, named `key`, as 64-bit integers in its order."""
    whole = f"SELECT json_group_array(key) FROM ({sql})"
    return array("q", json.loads(connection.execute(whole, bindings).get))


def moment_of(milliseconds: int | None) -> datetime | None:
    """Return the moment a stored count of milliseconds stands for."""
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)


def milliseconds_of(moment: datetime) -> int:
    """Return a moment as it is stored, rounded down."""
    return int(moment.timestamp() * 1000)
