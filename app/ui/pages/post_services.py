"""What the Post screen needs of the services, as Protocols."""

from __future__ import annotations

from typing import Protocol

from app.core.accounts import Account
from app.core.clock import Clock
from app.core.companies import CompanyKey
from app.core.connection import ConnectionState
from app.core.outbox import OutboxItem
from app.core.postings import Purchase


class PostBooks(Protocol):
    """What the screen reads of the mirror."""

    async def list_accounts(self, company: CompanyKey) -> list[Account]:
        """Return a company's chart of accounts."""
        ...

    async def find_entry_number(self, company: CompanyKey, entry_id: str) -> str:
        """Return the number of a journal entry, or empty while the mirror does not know it."""
        ...


class PurchasePostings(Protocol):
    """The way into the outbox."""

    async def record(self, purchase: Purchase, *, again: bool = False) -> OutboxItem:
        """Queue a purchase; raises SamePostingError for a repeated one unless `again`."""
        ...

    async def find_item(self, item_id: int) -> OutboxItem:
        """Return a posting as it stands now."""
        ...


class PostConnection(Protocol):
    """Whether anything may be posted."""

    @property
    def state(self) -> ConnectionState:
        """How the connection stands now."""
        ...


class PostServices(Protocol):
    """What the screen is built on."""

    @property
    def books(self) -> PostBooks:
        """The mirror."""
        ...

    @property
    def postings(self) -> PurchasePostings:
        """The outbox."""
        ...

    @property
    def connection(self) -> PostConnection:
        """The session."""
        ...

    @property
    def clock(self) -> Clock:
        """Today."""
        ...
