"""How postings enter the outbox and move through it, inside a transaction that `app.store.outbox` holds."""

from __future__ import annotations

import dataclasses
import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import apsw

from app.core.clock import format_stamp
from app.core.errors import SamePostingError
from app.core.money import Cents
from app.core.outbox import Blocked, OutboxItem, OutboxState, Outcome, check_move
from app.core.sending import LONGEST_WAIT, Ending, Wait
from app.store.outbox_rows import COLUMNS, DUE, WAITING, due_at, find_item, one, read_item, stamp

SAME_POSTING_WINDOW = timedelta(minutes=10)
"""How long the same posting is asked about before it is queued a second time (D16)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """A posting to be stored, with the bytes that will be sent."""

    company_id: str
    company_name: str
    kind: str
    key: str
    path: str
    body: bytes
    amount_cents: Cents
    date: str
    accounts: tuple[str, ...]
    """The accounts it names, in the order of its fields."""
    description: str
    issuer: str
    """The server it is meant for."""


def add_item(connection: apsw.Connection, new: NewItem, now: datetime, *, again: bool) -> OutboxItem:
    """Store a posting as queued and due; raises SamePostingError for a repeated one unless `again`."""
    accounts = json.dumps(new.accounts)
    if not again:
        _ask_about_the_same(connection, new, accounts, now)
    row = one(
        connection,
        "INSERT INTO item (company_id, company_name, kind, state, key, path, body, body_sha256, amount_cents,"
        " date, accounts, description, issuer, created_at, changed_at, next_attempt_at)"
        " VALUES (:company_id, :company_name, :kind, 'queued', :key, :path, :body, :body_sha256,"
        " :amount_cents, :date, :accounts, :description, :issuer, :at, :at, :at)"
        f" RETURNING {COLUMNS}",
        dataclasses.asdict(new)
        | {"accounts": accounts, "at": format_stamp(now), "body_sha256": sha256(new.body).hexdigest()},
    )
    return read_item(row)


def _ask_about_the_same(connection: apsw.Connection, new: NewItem, accounts: str, now: datetime) -> None:
    same = connection.execute(
        "SELECT id FROM item WHERE company_id = ? AND kind = ? AND date = ? AND amount_cents = ?"
        " AND accounts = ? AND created_at > ? AND state NOT IN ('refused', 'stopped')"
        " ORDER BY id DESC LIMIT 1",
        (
            new.company_id,
            new.kind,
            new.date,
            new.amount_cents,
            accounts,
            format_stamp(now - SAME_POSTING_WINDOW),
        ),
    ).get
    if same is not None:
        raise SamePostingError(
            f"The same {new.kind.replace('_', ' ')} for {new.company_name} was recorded less than ten minutes"
            " ago; record it again only if there really are two.",
            item_id=same,
        )


def begin(connection: apsw.Connection, item_id: int, now: datetime) -> OutboxItem | None:
    """Mark a posting as being sent by this process, attempt and all; None when it is no longer due."""
    at = format_stamp(now)
    row = connection.execute(
        "UPDATE item SET state = 'sending', attempts = attempts + 1,"
        " first_attempt_at = coalesce(first_attempt_at, :now),"
        " next_attempt_at = NULL, blocked = NULL, reason = '', lease_pid = :pid, changed_at = :now"
        f" WHERE id = :id AND {DUE} RETURNING {COLUMNS}",
        due_at(now) | {"id": item_id, "pid": os.getpid()},
    ).fetchone()
    if row is None:
        return None
    connection.execute(
        "INSERT INTO attempt (item, number, event, at)"
        " SELECT :id, coalesce(max(number), 0) + 1, 'started', :at FROM attempt WHERE item = :id",
        {"id": item_id, "at": at},
    )
    return read_item(row)


def settle(connection: apsw.Connection, item_id: int, ending: Ending, now: datetime) -> OutboxItem:
    """Write how an attempt ended and what the posting becomes by it, receipt included."""
    check_move(find_item(connection, item_id).state, ending.state)
    at = format_stamp(now)
    connection.execute(
        "INSERT INTO attempt (item, number, event, at, outcome, detail)"
        " SELECT :id, max(number), 'ended', :at, :outcome, :detail FROM attempt WHERE item = :id",
        {"id": item_id, "at": at, "outcome": ending.outcome, "detail": ending.reason},
    )
    row = one(
        connection,
        "UPDATE item SET state = :state, blocked = :blocked, reason = :reason, next_attempt_at = :next,"
        " receipt = :receipt, lease_pid = NULL, changed_at = :at,"
        " first_attempt_at = CASE WHEN :unsent AND attempts = 1 THEN NULL ELSE first_attempt_at END,"
        " attempts = attempts - :unsent,"
        " uncertain_since = CASE WHEN :unsure THEN coalesce(uncertain_since, (SELECT at FROM attempt"
        " WHERE item = :id AND event = 'started' ORDER BY number DESC LIMIT 1)) ELSE uncertain_since END"
        f" WHERE id = :id RETURNING {COLUMNS}",
        {
            "id": item_id,
            "at": at,
            "state": ending.state,
            "blocked": ending.blocked,
            "reason": ending.reason,
            "next": stamp(ending.next_attempt_at),
            "receipt": json.dumps(dataclasses.asdict(ending.receipt)) if ending.receipt else None,
            "unsent": int(ending.outcome is Outcome.NOT_SENT),
            "unsure": int(ending.outcome is Outcome.UNKNOWN),
        },
    )
    return read_item(row)


def move(
    connection: apsw.Connection, item_id: int, state: OutboxState, wait: Wait, now: datetime
) -> OutboxItem:
    """Move a waiting posting, or leave it where it is with another reason to wait."""
    old = find_item(connection, item_id).state
    if state is not old:
        check_move(old, state)
    row = one(
        connection,
        "UPDATE item SET state = ?, reason = ?, blocked = ?, next_attempt_at = ?, changed_at = ?"
        f" WHERE id = ? RETURNING {COLUMNS}",
        (state, wait.reason, wait.blocked, stamp(wait.until), format_stamp(now), item_id),
    )
    return read_item(row)


def release(connection: apsw.Connection, blocks: frozenset[Blocked], now: datetime) -> int:
    """Make everything due that waits for one of these; returns how many there were.

    A wait longer than any there is was made before the clock was turned back; it has ended, too.
    """
    places = ", ".join("?" * len(blocks))
    connection.execute(
        f"UPDATE item SET next_attempt_at = ? WHERE state IN ({WAITING})"
        f" AND (blocked IN ({places}) OR next_attempt_at > ?)",
        (format_stamp(now), *sorted(blocks), format_stamp(now + LONGEST_WAIT)),
    )
    return connection.changes()
