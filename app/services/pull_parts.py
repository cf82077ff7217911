"""What a pull needs of the ledger."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.contract.endpoints import Resource
from app.contract.records import CompanyRecord, Record
from app.core.clock import Clock
from app.services.announcements import Announcer
from app.services.statements import StatementLedger
from app.store.database import Database


class RecordPage(Protocol):
    """One page of a list."""

    @property
    def rows(self) -> Sequence[Record]:
        """The records, in the server's order."""
        ...

    @property
    def next_cursor(self) -> str | None:
        """Where the list goes on; None on the last page."""
        ...

    @property
    def server_time(self) -> datetime | None:
        """The server's clock when it answered."""
        ...


class PullLedger(StatementLedger, Protocol):
    """The ledger's lists."""

    async def companies(self) -> list[CompanyRecord]:
        """List every company the firm sees."""
        ...

    def pages(
        self,
        company_id: str,
        resource: Resource,
        *,
        updated_since: datetime | None = None,
        cursor: str | None = None,
    ) -> AsyncGenerator[RecordPage, None]:
        """Walk a list from a cursor or its beginning; ends by itself on a list that goes in circles."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PullParts:
    """What a pull works with."""

    mirror: Database
    ledger: PullLedger
    clock: Clock
    announcer: Announcer
