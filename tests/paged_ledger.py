"""A ledger in memory that pages, stamps and fails exactly as a test tells it."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.contract.endpoints import Resource
from app.contract.records import RECORD_OF, CompanyRecord, Record
from app.core.clock import format_stamp
from app.core.errors import AccessDeniedError, RefusedError
from app.core.statements import TrialBalance, TrialBalanceRow

NOON = datetime(2026, 6, 17, 12, tzinfo=UTC)
COMPANY = "c1"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePage:
    """One page as the client gives it out."""

    rows: list[Record]
    next_cursor: str | None
    server_time: datetime | None


@dataclass
class PagedLedger:
    """One company's lists; `on_page` is called before each page and may raise, or change the books."""

    page_size: int = 2
    now: datetime | None = NOON
    lists: dict[Resource, dict[str, dict[str, Any]]] = field(default_factory=dict)
    served: list[tuple[Resource, str | None, datetime | None]] = field(default_factory=list)
    on_page: Callable[[Resource, str | None], None] = lambda _resource, _cursor: None
    after_page: Callable[[Resource], Awaitable[None]] | None = None
    """Awaited after each page was taken."""
    names: list[str] = field(default_factory=lambda: [COMPANY])
    denied: set[str] = field(default_factory=set)
    """Companies the firm may not see."""
    is_blind: bool = False
    """Whether the report says that every account is at zero."""

    def put(self, resource: Resource, row_id: str, **fields: Any) -> None:
        """Add or replace a record, stamped with the ledger's clock unless told otherwise."""
        stamp = format_stamp(self.now or NOON)
        row = {"id": row_id, "createdAt": stamp, "updatedAt": stamp, **fields}
        self.lists.setdefault(resource, {})[row_id] = row

    async def companies(self) -> list[CompanyRecord]:
        return [CompanyRecord.model_validate({"id": name, "name": f"Company {name}"}) for name in self.names]

    async def pages(
        self,
        company_id: str,
        resource: Resource,
        *,
        updated_since: datetime | None = None,
        cursor: str | None = None,
    ) -> AsyncGenerator[MadePage, None]:
        if company_id in self.denied:
            raise AccessDeniedError("The firm may not see this company.")
        while True:
            self.on_page(resource, cursor)
            self.served.append((resource, cursor, updated_since))
            page = self._page(company_id, resource, updated_since, cursor)
            yield page
            if self.after_page:
                await self.after_page(resource)
            if page.next_cursor is None:
                return
            cursor = page.next_cursor

    def _page(
        self, company_id: str, resource: Resource, since: datetime | None, cursor: str | None
    ) -> MadePage:
        rows = self.lists.get(resource, {}) if company_id == self.names[0] else {}
        if cursor is not None and not cursor.startswith("opaque:"):
            raise RefusedError("That cursor is not one of ours.", code="invalid_request")
        after = cursor.removeprefix("opaque:") if cursor else ""
        found = [
            row
            for row_id, row in sorted(rows.items())
            if row_id > after and (since is None or row["updatedAt"] >= format_stamp(since))
        ]
        page = found[: self.page_size]
        more = len(found) > self.page_size
        return MadePage(
            rows=[RECORD_OF[resource].model_validate_json(json.dumps(row)) for row in page],
            next_cursor=f"opaque:{page[-1]['id']}" if more else None,
            server_time=self.now,
        )

    async def trial_balance(self, company_id: str, as_of: date) -> TrialBalance:
        totals: dict[str, int] = {}
        lines = self.lists.get(Resource.JOURNAL_LINES, {}) if company_id == self.names[0] else {}
        for line in lines.values():
            if line.get("entryStatus", "posted") == "posted" and line["date"] <= as_of.isoformat():
                cents = line.get("debitCents", 0) - line.get("creditCents", 0)
                totals[line["accountId"]] = totals.get(line["accountId"], 0) + cents
        rows = tuple(
            TrialBalanceRow(
                account_id=account, account_code="", account_name=account, type="asset", balance_cents=cents
            )
            for account, cents in totals.items()
            if not self.is_blind
        )
        return TrialBalance(as_of=as_of, rows=rows)


def with_books(entries: int = 3, **fields: Any) -> PagedLedger:
    """Return a ledger with two accounts and a number of entries of one dollar, one a day from 1 June 2026."""
    ledger = PagedLedger(now=NOON - timedelta(days=30), **fields)
    for account in ("a-cash", "a-sales"):
        ledger.put(Resource.ACCOUNTS, account, name=account, type="asset", code=account[2:])
    for number in range(entries):
        put_entry(ledger, number)
    ledger.now = NOON
    return ledger


def put_entry(ledger: PagedLedger, number: int, cents: int = 100, **fields: Any) -> None:
    """Add or replace one entry and its two lines."""
    entry, day = f"e{number:03}", f"2026-06-{number % 28 + 1:02}"
    ledger.put(Resource.JOURNAL_ENTRIES, entry, date=day, status="posted", description=f"Sale {number}")
    sides = (("a-cash", "debitCents"), ("a-sales", "creditCents"))
    for side, (account, name) in enumerate(sides):
        line = {
            "journalEntryId": entry,
            "accountId": account,
            "date": day,
            name: cents,
            "entryStatus": "posted",
        }
        ledger.put(Resource.JOURNAL_LINES, f"l{number:03}{side}", **{**line, **fields})
