"""Services kept in memory for the screens that post: they fit the Protocols and remember what was asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from app.core.accounts import Account
from app.core.changes import Change, Changed
from app.core.companies import Company, CompanyKey
from app.core.connection import ConnectionState, ConnectionStatus
from app.core.errors import SamePostingError
from app.core.outbox import Attempt, OutboxCounts, OutboxItem, OutboxState, Receipt
from app.core.postings import Purchase
from app.services.announcements import Announcer

TODAY = date(2026, 6, 17)
NOW = datetime(2026, 6, 17, 14, 2, tzinfo=UTC)

SUMMIT = Company(key=CompanyKey(12), id="c-12", name="Summit Ridge Design")
ALDER = Company(key=CompanyKey(1), id="c-1", name="Alder & Finch Caf\u00e9")

CHECKING = Account(
    key=1,
    id="a-1100",
    code="1100",
    name="Operating Checking",
    type="asset",
    balance_cents=1_234_567,
    bank_account_id="b-1",
)
CARD = Account(
    key=2,
    id="a-2100",
    code="2100",
    name="Card 4411",
    type="liability",
    balance_cents=-84_050,
    bank_account_id="b-2",
)
OWNER = Account(
    key=3, id="a-3000", code="3000", name="Owner's Equity", type="equity", balance_cents=-9_000_000
)
SOFTWARE = Account(key=4, id="a-6400", code="6400", name="Software", type="expense", balance_cents=218_300)
SUPPLIES = Account(
    key=5, id="a-6500", code="6500", name="Office Supplies", type="expense", balance_cents=91_277
)
RENT = Account(key=6, id="a-6000", code="6000", name="Rent", type="expense", balance_cents=1_750_033)
CLOSED = Account(key=7, id="a-6999", code="6999", name="Old Costs", type="expense", is_active=False)
CHART = [CHECKING, CARD, OWNER, RENT, SOFTWARE, SUPPLIES, CLOSED]

SIGNED_IN = ConnectionState(
    status=ConnectionStatus.SIGNED_IN, server="https://ledgerhq.pro", firm="Hollis & Reyes", may_post=True
)


class StillClock:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0

    def today(self) -> date:
        return TODAY


@dataclass
class Books:
    """Charts of accounts by company, and entry numbers."""

    charts: dict[CompanyKey, list[Account]] = field(default_factory=lambda: {SUMMIT.key: CHART})
    companies: list[Company] = field(default_factory=lambda: [ALDER, SUMMIT])
    numbers: dict[str, str] = field(default_factory=dict)

    async def list_accounts(self, company: CompanyKey) -> list[Account]:
        return self.charts.get(company, [])

    async def list_companies(self) -> list[Company]:
        return self.companies

    async def find_entry_number(self, company: CompanyKey, entry_id: str) -> str:
        return self.numbers.get(entry_id, "")


@dataclass
class Postings:
    """An outbox that never sends by itself."""

    announcer: Announcer
    items: list[OutboxItem] = field(default_factory=list)
    recorded: list[Purchase] = field(default_factory=list)
    attempts: dict[int, list[Attempt]] = field(default_factory=dict)
    retried: list[int] = field(default_factory=list)
    stopped: list[int] = field(default_factory=list)
    problem: str = ""
    failure: Exception | None = None

    async def record(self, purchase: Purchase, *, again: bool = False) -> OutboxItem:
        if self.failure is not None:
            raise self.failure
        item = a_posting(
            len(self.items) + 1,
            company_id=purchase.company_id,
            amount_cents=purchase.amount_cents,
            date=purchase.date.isoformat(),
            description=purchase.description,
        )
        if not again and any(same_money(item, other) for other in self.items):
            message = "The same purchase was recorded less than ten minutes ago; record it again only if there really are two."
            raise SamePostingError(message, item_id=1)
        self.items.insert(0, item)
        self.recorded.append(purchase)
        self._announce()
        return item

    async def list_items(self, company_id: str | None = None) -> list[OutboxItem]:
        return [item for item in self.items if company_id in (None, item.company_id)]

    async def find_item(self, item_id: int) -> OutboxItem:
        return next(item for item in self.items if item.id == item_id)

    async def list_attempts(self, item_id: int) -> list[Attempt]:
        return self.attempts.get(item_id, [])

    async def counts(self) -> OutboxCounts:
        waiting = [item for item in self.items if item.is_open]
        return OutboxCounts(
            open=len(waiting), open_cents=sum(item.amount_cents for item in waiting), problem=self.problem
        )

    async def retry(self, item_id: int) -> OutboxItem:
        self.retried.append(item_id)
        return await self.find_item(item_id)

    async def stop(self, item_id: int) -> OutboxItem:
        self.stopped.append(item_id)
        self.become(item_id, state=OutboxState.STOPPED)
        return await self.find_item(item_id)

    def become(self, item_id: int, **changes: object) -> None:
        """Let something happen to a posting, and announce it."""
        self.items = [replace(i, **changes) if i.id == item_id else i for i in self.items]  # type: ignore[arg-type]
        self._announce()

    def _announce(self) -> None:
        self.announcer.announce(Change(what=Changed.OUTBOX))


@dataclass
class Connection:
    """A session that stands as it is told to."""

    announcer: Announcer
    state: ConnectionState = SIGNED_IN

    def become(self, **changes: object) -> None:
        """Let the session change, and announce it."""
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.announcer.announce(Change(what=Changed.CONNECTION))


@dataclass
class Desk:
    """What the screens are built on."""

    books: Books
    postings: Postings
    connection: Connection
    clock: StillClock = field(default_factory=StillClock)


def a_desk(announcer: Announcer) -> Desk:
    """Make services for a signed-in user who may post."""
    return Desk(books=Books(), postings=Postings(announcer), connection=Connection(announcer))


def a_posting(number: int, **changes: object) -> OutboxItem:
    """Make a queued purchase of Summit Ridge Design."""
    item = OutboxItem(
        id=number,
        company_id=SUMMIT.id,
        company_name=SUMMIT.name,
        kind="purchase",
        state=OutboxState.QUEUED,
        key=f"6f1c3e0a-0000-4000-8000-{number:012d}",
        path="/api/v1/companies/c-12/purchases",
        body=b'{"sourceAccountId":"b-1","date":"2026-06-17","amountCents":12995}',
        amount_cents=12_995,
        date="2026-06-17",
        description="Desk lamp",
        created_at=NOW - timedelta(minutes=number),
    )
    return replace(item, **changes)  # type: ignore[arg-type]


def a_receipt(entry_id: str = "j-1183") -> Receipt:
    """Make the ledger's answer to a purchase."""
    return Receipt(id="p-1", resource_type="purchase", journal_entry_id=entry_id)


def same_money(one: OutboxItem, other: OutboxItem) -> bool:
    """Say whether two postings would be asked about."""
    return (one.company_id, one.date, one.amount_cents) == (other.company_id, other.date, other.amount_cents)
