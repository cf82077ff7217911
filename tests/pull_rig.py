"""What the pull's tests share: a mirror, a client with a ready token, and every service between them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.api.client import LedgerClient
from app.api.wire import TimeLimits, Wire
from app.core.changes import Change
from app.core.clock import Clock, SystemClock
from app.core.companies import Company
from app.core.sync import PullOutcome
from app.services.announcements import Announcer
from app.services.books import BooksService
from app.services.pull import PullService
from app.services.pull_parts import PullLedger, PullParts
from app.services.statements import StatementsService
from app.services.tie_out import TieOutService
from app.store.database import Database
from app.store.mirror.opening import open_mirror

KEY = bytes(range(32))
TODAY = date(2026, 6, 30)


class ReadyToken:
    """A session that has its token already."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def bearer(self) -> str:
        return self._token

    async def replace(self, refused: str) -> str:
        return refused

    def refuse(self, refused: str) -> None:
        """Nothing to remember."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRig:
    """Everything between a ledger and a screen."""

    mirror: Database
    ledger: PullLedger
    pull: PullService
    books: BooksService
    statements: StatementsService
    tie_out: TieOutService
    announcer: Announcer
    changes: list[Change] = field(default_factory=list)

    async def sync(self, *names: str, full: bool = False) -> dict[str, PullOutcome]:
        """Pull the companies whose names begin so, or all, and return the outcomes by name."""
        keys = [(await self.books.company_by(name)).key for name in names]
        outcomes = await self.pull.refresh_companies(keys or None, full=full)
        return {outcome.company_name: outcome for outcome in outcomes}

    async def company(self, name: str) -> Company:
        return await self.books.company_by(name)

    async def count(self, sql: str) -> int:
        return int(await self.mirror.read(lambda connection: connection.execute(sql).get))


@asynccontextmanager
async def rig_of(ledger: PullLedger, path: Path, clock: Clock | None = None) -> AsyncIterator[PullRig]:
    """Put a mirror behind any ledger."""
    clock = clock or SystemClock(TODAY)
    mirror, announcer = await open_mirror(path, KEY), Announcer()
    rig = PullRig(
        mirror=mirror,
        ledger=ledger,
        pull=PullService(PullParts(mirror=mirror, ledger=ledger, clock=clock, announcer=announcer)),
        books=BooksService(mirror),
        statements=StatementsService(mirror, ledger),
        tie_out=TieOutService(mirror, ledger, clock),
        announcer=announcer,
    )
    announcer.subscribe(rig.changes.append)
    try:
        yield rig
    finally:
        await mirror.close()


@asynccontextmanager
async def pulling(url: str, token: str, path: Path, clock: Clock | None = None) -> AsyncIterator[PullRig]:
    """Put a mirror behind the server at this address."""
    clock = clock or SystemClock(TODAY)
    wire = Wire(url, TimeLimits(connect=2, silence=10))
    try:
        async with rig_of(LedgerClient(wire, ReadyToken(token), clock), path, clock) as rig:
            yield rig
    finally:
        await wire.aclose()
