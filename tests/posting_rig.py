"""What the posting tests share: a clock that is turned by hand, ledgers that misbehave on command."""

from __future__ import annotations

import json
import resource
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.core.changes import Change
from app.core.postings import Purchase
from app.services.announcements import Announcer
from app.services.posting import PostingService
from app.services.posting_parts import PostingLedger, PostingParts
from app.store.outbox import Outbox
from app.store.outbox_moves import NewItem

NOON = datetime(2026, 6, 17, 12, tzinfo=UTC)
ISSUER = "https://ledgerhq.pro"
PURCHASE = Purchase(
    company_id="c1",
    source_account_id="bank-1",
    category_account_id="acc-1",
    date=date(2026, 6, 17),
    amount_cents=12995,
    description="Figma",
    reference="INV-1",
)
NEW_ITEM = NewItem(
    company_id="c1",
    company_name="Summit Ridge",
    kind="purchase",
    key="key-1",
    path="/api/v1/companies/c1/purchases",
    body=b'{"amountCents":12995}',
    amount_cents=12995,
    date="2026-06-17",
    accounts=("bank-1", "acc-1"),
    description="Figma",
    issuer=ISSUER,
)


class TurnedClock:
    """A clock that moves when it is told to."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now
        self._monotonic = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def today(self) -> date:
        return self._now.date()

    def turn(self, **span: float) -> None:
        """Move on, as `timedelta` names it; backwards turns the wall clock only."""
        step = timedelta(**span)
        self._now += step
        self._monotonic += max(step.total_seconds(), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A 2xx answer."""

    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One request as the ledger saw it."""

    path: str
    key: str
    body: bytes


def receipt_bytes(receipt_id: str = "p1", *, replay: bool = False, **changes: object) -> bytes:
    receipt = {
        "id": receipt_id,
        "resourceType": "purchase",
        "status": "posted",
        "journalEntryId": "j1",
        "bankTransactionIds": ["t1"],
        "affectedAccountIds": ["a1"],
        "idempotentReplay": replay,
        "createdAt": "2026-06-17T12:00:00.000Z",
    }
    return json.dumps({"data": {**receipt, **changes}}).encode()


class ScriptedLedger:
    """Answers each post with the next line of its script, then accepts everything."""

    def __init__(self, *script: bytes | BaseException) -> None:
        self.script = list(script)
        self.seen: list[Sent] = []
        self.before_answering: Callable[[], None] = lambda: None

    async def post(self, path: str, key: str, body: bytes) -> Accepted:
        self.seen.append(Sent(path=path, key=key, body=body))
        self.before_answering()
        answer = self.script.pop(0) if self.script else receipt_bytes(f"p{len(self.seen)}")
        if isinstance(answer, BaseException):
            raise answer
        return Accepted(body=answer)


class Desk:
    """A posting service on a real outbox, with everything around it within reach."""

    def __init__(self, outbox: Outbox, ledger: PostingLedger, clock: TurnedClock) -> None:
        self.outbox = outbox
        self.ledger = ledger
        self.clock = clock
        self.announcer = Announcer()
        self.changes: list[Change] = []
        self.posted: list[str] = []
        self.announcer.subscribe(self.changes.append)
        self.service = PostingService(
            PostingParts(
                outbox=outbox,
                ledger=ledger,
                announcer=self.announcer,
                issuer=ISSUER,
                name_of=self.name_of,
                on_posted=self.posted.append,
                jitter=lambda: 1.0,
            )
        )

    async def name_of(self, company_id: str) -> str:
        return f"Company {company_id}"

    async def record(self, company_id: str = "c1", amount_cents: int = 12995) -> int:
        purchase = replace(PURCHASE, company_id=company_id, amount_cents=amount_cents)
        return (await self.service.record(purchase)).id


class FullDisk:
    """Lets no file of this process grow, as a full disk would, for as long as it is full."""

    def __init__(self, desk: Desk) -> None:
        self._log = desk.outbox._database.path.with_suffix(".db-wal")
        self._limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self._log.stat().st_size, self._limits[1]))

    def free(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limits)


@asynccontextmanager
async def open_desk(
    path: Path, ledger: PostingLedger, clock: TurnedClock | None = None
) -> AsyncIterator[Desk]:
    clock = clock or TurnedClock()
    outbox = await Outbox.open(path, None, clock)
    try:
        yield Desk(outbox, ledger, clock)
    finally:
        await outbox.close()
