"""What the outbox holds, read inside a transaction that `app.store.outbox` holds."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import apsw

from app.core.clock import format_stamp, parse_stamp
from app.core.errors import InputError
from app.core.outbox import (
    OPEN_STATES,
    WAITING_STATES,
    Attempt,
    Blocked,
    OutboxCounts,
    OutboxItem,
    OutboxState,
    Outcome,
    Receipt,
)
from app.core.sending import CLOCK_SLACK

COLUMNS = (
    "id, company_id, company_name, kind, state, key, path, body, amount_cents, date, description, created_at,"
    " attempts, first_attempt_at, next_attempt_at, uncertain_since, blocked, reason, receipt"
)
WAITING = ", ".join(f"'{state}'" for state in sorted(WAITING_STATES))
DUE = (
    f"state IN ({WAITING}) AND next_attempt_at IS NOT NULL"
    " AND (next_attempt_at <= :now OR (attempts = 0 AND reason = '')"
    " OR (state = 'unknown' AND uncertain_since > :soon))"
)
"""What is to be dealt with at `:now`. What was never tried has nothing to wait for, whatever the clock says;
what became uncertain in the future has an age that nobody knows, and must not wait until it looks young."""
_OPEN = ", ".join(f"'{state}'" for state in sorted(OPEN_STATES))


def list_items(connection: apsw.Connection, company_id: str | None) -> list[OutboxItem]:
    """Return the postings of one company, or of all, newest first."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM item WHERE ? IS NULL OR company_id = ? ORDER BY id DESC",
        (company_id, company_id),
    )
    return [read_item(row) for row in rows]


def find_item(connection: apsw.Connection, item_id: int) -> OutboxItem:
    """Return one posting; raises InputError when there is none of that number."""
    row = connection.execute(f"SELECT {COLUMNS} FROM item WHERE id = ?", (item_id,)).fetchone()
    if row is None:
        raise InputError("There is no such posting in the outbox.")
    return read_item(row)


def has_posted(connection: apsw.Connection, company_id: str, entry_id: str) -> bool:
    """Say whether the receipt of one of the company's postings names this journal entry."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM item WHERE company_id = ? AND receipt ->> 'journal_entry_id' = ?)",
        (company_id, entry_id),
    ).get
    return bool(found)


def list_attempts(connection: apsw.Connection, item_id: int) -> list[Attempt]:
    """Return every try to send a posting, oldest first."""
    rows = connection.execute(
        "SELECT started.number, started.at, ended.at, ended.outcome, coalesce(ended.detail, '')"
        " FROM attempt started LEFT JOIN attempt ended ON ended.item = started.item"
        " AND ended.number = started.number AND ended.event = 'ended'"
        " WHERE started.item = ? AND started.event = 'started' ORDER BY started.number",
        (item_id,),
    )
    return [
        Attempt(
            number=number,
            started_at=parse_stamp(started_at),
            ended_at=_moment(ended_at),
            outcome=Outcome(outcome) if outcome else None,
            detail=detail,
        )
        for number, started_at, ended_at, outcome, detail in rows
    ]


def counts(connection: apsw.Connection) -> OutboxCounts:
    """Count what is open, and sum it."""
    count, cents, needs_look = one(
        connection,
        "SELECT count(*), coalesce(sum(amount_cents), 0), count(*) FILTER (WHERE state = 'needs_look')"
        f" FROM item WHERE state IN ({_OPEN})",
    )
    return OutboxCounts(open=count, open_cents=cents, needs_look=needs_look)


def list_due(connection: apsw.Connection, issuer: str, now: datetime) -> list[OutboxItem]:
    """Return what may be sent to a server now, in the order it was recorded."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM item WHERE {DUE} AND issuer = :issuer ORDER BY id",
        due_at(now) | {"issuer": issuer},
    )
    return [read_item(row) for row in rows]


def due_at(now: datetime) -> dict[str, str]:
    """Return the values `DUE` asks for."""
    return {"now": format_stamp(now), "soon": format_stamp(now + CLOCK_SLACK)}


def next_due_at(connection: apsw.Connection, issuer: str, after: datetime) -> datetime | None:
    """Return when the next posting becomes due that is not due yet."""
    earliest = connection.execute(
        "SELECT min(next_attempt_at) FROM item"
        f" WHERE next_attempt_at > ? AND issuer = ? AND state IN ({WAITING})",
        (format_stamp(after), issuer),
    ).get
    return _moment(earliest)


def list_sending(connection: apsw.Connection) -> list[int]:
    """Return the postings some process is sending, or died sending."""
    return [
        number for (number,) in connection.execute("SELECT id FROM item WHERE state = 'sending' ORDER BY id")
    ]


def one(connection: apsw.Connection, sql: str, values: Any = ()) -> Any:
    """Return the one row a statement gives."""
    return connection.execute(sql, values).fetchone()


def read_item(row: Any) -> OutboxItem:
    """Make a posting of a row of `COLUMNS`."""
    named = dict(zip((name.strip() for name in COLUMNS.split(",")), row, strict=True))
    named["state"] = OutboxState(named["state"])
    named["blocked"] = Blocked(named["blocked"]) if named["blocked"] else None
    named["receipt"] = _receipt(named["receipt"])
    for name in ("created_at", "first_attempt_at", "next_attempt_at", "uncertain_since"):
        named[name] = _moment(named[name])
    return OutboxItem(**named)


def _receipt(text: str | None) -> Receipt | None:
    if text is None:
        return None
    fields = json.loads(text)
    for name in ("bank_transaction_ids", "affected_account_ids"):
        fields[name] = tuple(fields[name])
    return Receipt(**fields)


def _moment(text: str | None) -> datetime | None:
    return parse_stamp(text) if text else None


def stamp(moment: datetime | None) -> str | None:
    """Write a moment as the file holds it, or nothing."""
    return format_stamp(moment) if moment else None
