"""The outbox: postings stored before they are sent, and everything that becomes of them.

One commit for each change of state, on the disk before the call returns (reliability D01, F02).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import apsw

from app.core.clock import Clock, SteadyClock
from app.core.errors import InputError, StorageError
from app.core.outbox import WAITING_STATES, Attempt, Blocked, OutboxCounts, OutboxItem, OutboxState
from app.core.sending import Ending, Wait
from app.store import outbox_moves as moves
from app.store import outbox_rows as rows
from app.store.database import Database, DatabaseOptions
from app.store.outbox_moves import NewItem
from app.store.process_lock import ProcessLock

T = TypeVar("T")

_MIGRATIONS = ("outbox_1.sql",)
_SETTLED = "This posting is settled; what the ledger has recorded is corrected by another entry."
_ON_ITS_WAY = "This posting is being sent right now; wait for the answer."


class Outbox:
    """Keeps postings in a file of their own; never forgets one."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Use an open database; `open` is how one gets it. All that is stamped here is stamped by `clock`."""
        self._database = database
        self.clock = SteadyClock(clock)
        self._lock = ProcessLock(database.path.with_suffix(".lock"))

    @classmethod
    async def open(cls, path: Path, key: bytes | None, clock: Clock) -> Outbox:
        """Open or create the file; raises StorageError, leaving it untouched, when it is damaged (F07)."""
        schema = files("app.store") / "schema"
        migrations = tuple((schema / name).read_text() for name in _MIGRATIONS)
        options = DatabaseOptions(path=path, migrations=migrations, key=key, synchronous="FULL")
        outbox = cls(await Database.open(options), clock)
        try:
            await outbox._check(path)
        except BaseException:
            await outbox.close()
            raise
        return outbox

    async def close(self) -> None:
        """Close the file and let another process send."""
        self._lock.release()
        await self._database.close()

    async def claim_sending(self) -> bool:
        """Take the right to send, until this is closed; False while another process has it."""
        return await asyncio.to_thread(self._lock.acquire)

    async def add(self, new: NewItem, *, again: bool = False) -> OutboxItem:
        """Store a posting as queued; raises SamePostingError for a double click unless `again` (D16)."""
        return await self._write(lambda connection, now: moves.add_item(connection, new, now, again=again))

    async def list_items(self, company_id: str | None = None) -> list[OutboxItem]:
        """Return the postings of one company, or of all, newest first."""
        return await self._database.read(lambda connection: rows.list_items(connection, company_id))

    async def find_item(self, item_id: int) -> OutboxItem:
        """Return one posting; raises InputError when there is none of that number."""
        return await self._database.read(lambda connection: rows.find_item(connection, item_id))

    async def list_attempts(self, item_id: int) -> list[Attempt]:
        """Return every try to send a posting, oldest first."""
        return await self._database.read(lambda connection: rows.list_attempts(connection, item_id))

    async def has_posted(self, company_id: str, entry_id: str) -> bool:
        """Say whether a journal entry of the company was made by a posting of this outbox."""
        return await self._database.read(lambda connection: rows.has_posted(connection, company_id, entry_id))

    async def counts(self) -> OutboxCounts:
        """Count what is open, and sum it."""
        return await self._database.read(rows.counts)

    async def list_due(self, issuer: str) -> list[OutboxItem]:
        """Return what may be sent to a server now, in the order it was recorded."""
        now = self.clock.now()
        return await self._database.read(lambda connection: rows.list_due(connection, issuer, now))

    async def next_due_at(self, issuer: str) -> datetime | None:
        """Return when the next posting becomes due that is not due yet."""
        now = self.clock.now()
        return await self._database.read(lambda connection: rows.next_due_at(connection, issuer, now))

    async def begin(self, item_id: int) -> OutboxItem | None:
        """Mark a posting as being sent, before its first byte leaves; None when it is no longer due."""
        return await self._write(lambda connection, now: moves.begin(connection, item_id, now))

    async def settle(self, item_id: int, ending: Ending) -> OutboxItem:
        """Write how the attempt ended, with the receipt if there is one, in one transaction (D06)."""
        return await self._write(lambda connection, now: moves.settle(connection, item_id, ending, now))

    async def settle_left_behind(self, ending: Ending) -> int:
        """Settle what a dead process was sending; only the holder of the right to send may ask (M03)."""

        def settle_all(connection: apsw.Connection, now: datetime) -> int:
            left = rows.list_sending(connection)
            for item_id in left:
                moves.settle(connection, item_id, ending, now)
            return len(left)

        return await self._write(settle_all)

    async def hold(self, item_id: int, wait: Wait) -> None:
        """Let a posting wait that would meet what another just met; a settled one is left alone."""

        def hold_waiting(connection: apsw.Connection, now: datetime) -> None:
            item = rows.find_item(connection, item_id)
            if item.state in WAITING_STATES:
                moves.move(connection, item_id, item.state, wait, now)

        await self._write(hold_waiting)

    async def release(self, blocks: frozenset[Blocked]) -> int:
        """Make everything due that waits for one of these; returns how many there were."""
        return await self._write(lambda connection, now: moves.release(connection, blocks, now))

    async def ask_for_a_look(self, item_id: int, reason: str) -> None:
        """Give an unknown posting to a person; one that has moved on is left alone."""

        def ask(connection: apsw.Connection, now: datetime) -> None:
            if rows.find_item(connection, item_id).state is OutboxState.UNKNOWN:
                moves.move(connection, item_id, OutboxState.NEEDS_LOOK, Wait(reason=reason), now)

        await self._write(ask)

    async def retry(self, item_id: int) -> OutboxItem:
        """Make a waiting posting due because a person asked for it; raises InputError for any other."""

        def make_due(connection: apsw.Connection, now: datetime) -> OutboxItem:
            item = _waiting(connection, item_id)
            wait = Wait(reason=item.reason, blocked=item.blocked, until=now)
            return moves.move(connection, item_id, item.state, wait, now)

        return await self._write(make_due)

    async def stop(self, item_id: int) -> OutboxItem:
        """Never send a waiting posting again; raises InputError for any other (M18)."""

        def stop_waiting(connection: apsw.Connection, now: datetime) -> OutboxItem:
            item = _waiting(connection, item_id)
            wait = Wait(reason=_stopped_because(item))
            return moves.move(connection, item_id, OutboxState.STOPPED, wait, now)

        return await self._write(stop_waiting)

    async def _write(self, change: Callable[[apsw.Connection, datetime], T]) -> T:
        now = self.clock.now()
        return await self._database.write(lambda connection: change(connection, now))

    async def _check(self, path: Path) -> None:
        found = await self._database.read(lambda connection: connection.execute("PRAGMA quick_check(1)").get)
        if found != "ok":
            raise StorageError(f"{path.name} is damaged; nothing is sent from it, and it was left untouched.")


def _waiting(connection: apsw.Connection, item_id: int) -> OutboxItem:
    item = rows.find_item(connection, item_id)
    if item.state not in WAITING_STATES:
        raise InputError(_ON_ITS_WAY if item.is_open else _SETTLED)
    return item


def _stopped_because(item: OutboxItem) -> str:
    if item.may_be_posted:
        return "Stopped after a try whose outcome is not known: it may have been posted. Look in the ledger."
    if item.attempts:
        return "Stopped; the ledger did not record it."
    return "Stopped before it was sent; the ledger never had it."
