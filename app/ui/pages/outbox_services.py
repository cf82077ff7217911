"""What the Outbox screen needs of the services, as Protocols."""

from __future__ import annotations

from typing import Protocol

from app.core.clock import Clock
from app.core.companies import Company, CompanyKey
from app.core.outbox import Attempt, OutboxCounts, OutboxItem


class OutboxBooks(Protocol):
    """What the screen reads of the mirror."""

    async def list_companies(self) -> list[Company]:
        """Return the firm's companies."""
        ...

    async def find_entry_number(self, company: CompanyKey, entry_id: str) -> str:
        """Return the number of a journal entry, or empty while the mirror does not know it."""
        ...


class OutboxPostings(Protocol):
    """The postings and what may be done with them."""

    async def list_items(self, company_id: str | None = None) -> list[OutboxItem]:
        """Return the postings of one company, or of all, newest first."""
        ...

    async def list_attempts(self, item_id: int) -> list[Attempt]:
        """Return every try to send a posting, oldest first."""
        ...

    async def counts(self) -> OutboxCounts:
        """Count and sum what is open."""
        ...

    async def retry(self, item_id: int) -> OutboxItem:
        """Let a waiting posting go again, under the same key and with the same bytes."""
        ...

    async def stop(self, item_id: int) -> OutboxItem:
        """Never send a posting again."""
        ...


class OutboxServices(Protocol):
    """What the screen is built on."""

    @property
    def books(self) -> OutboxBooks:
        """The mirror."""
        ...

    @property
    def postings(self) -> OutboxPostings:
        """The outbox."""
        ...

    @property
    def clock(self) -> Clock:
        """Today."""
        ...
