"""A mirror filled by hand, record by record, the way a pull fills it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from app.contract.endpoints import Resource
from app.contract.records import RECORD_OF, CompanyRecord
from app.core.companies import CompanyKey
from app.services.books import BooksService
from app.store.database import Database
from app.store.mirror.batches import Batch
from app.store.mirror.companies import save_companies
from app.store.mirror.opening import open_mirror
from app.store.mirror.passes import Pass, save_pages

STARTED = datetime(2026, 6, 17, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorRig:
    """A mirror with one company, `c1`."""

    mirror: Database
    books: BooksService
    company: CompanyKey

    async def put(self, resource: Resource, *rows: dict[str, Any], company: CompanyKey | None = None) -> int:
        """Write rows as the ledger sends them; return how many were new or changed."""
        batch = Batch(resource)
        batch.add([RECORD_OF[resource].model_validate_json(json.dumps(row)) for row in rows])
        at = Pass(company=company or self.company, resource=resource, updated_since=None, started_at=STARTED)
        return await self.mirror.write(partial(save_pages, at=at, batch=batch))

    async def list_firm(self, *companies: dict[str, Any]) -> bool:
        """Write the firm's list; return whether anything changed."""
        records = [CompanyRecord.model_validate(company) for company in companies]
        return await self.mirror.write(partial(save_companies, listed=records))

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Query the file itself."""
        return await self.mirror.read(lambda connection: connection.execute(sql).fetchall())

    async def value(self, sql: str) -> Any:
        """Query the one value of a query."""
        return (await self.rows(sql))[0][0]


@asynccontextmanager
async def mirror_rig(path: Path) -> AsyncIterator[MirrorRig]:
    """Open a fresh mirror."""
    mirror = await open_mirror(path, bytes(range(32)))
    rig = MirrorRig(mirror=mirror, books=BooksService(mirror), company=CompanyKey(1))
    try:
        await rig.list_firm({"id": "c1", "name": "Summit Ridge", "defaultCurrency": "USD"})
        yield rig
    finally:
        await mirror.close()


def line(line_id: str, account: str, cents: int, **more: Any) -> dict[str, Any]:
    """Return a journal line; a positive amount is a debit."""
    side = {"debitCents": cents} if cents > 0 else {"creditCents": -cents}
    usual = {"journalEntryId": "e1", "accountId": account, "date": "2026-06-17", "entryStatus": "posted"}
    return {"id": line_id, **usual, **side, **more}


def entry(entry_id: str, **more: Any) -> dict[str, Any]:
    """Return a journal entry."""
    return {"id": entry_id, "date": "2026-06-17", "status": "posted", **more}


def account(account_id: str, code: str, name: str, **more: Any) -> dict[str, Any]:
    """Return an account."""
    return {"id": account_id, "code": code, "name": name, "type": "expense", **more}


def bank_row(row_id: str, cents: int, **more: Any) -> dict[str, Any]:
    """Return a bank row."""
    return {"id": row_id, "bankAccountId": "b1", "date": "2026-06-17", "amountCents": cents, **more}
