"""What the window needs of the services, as Protocols; the services fit without knowing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.core.changes import Change
from app.core.clock import Clock
from app.core.companies import Company, CompanyKey
from app.core.connection import ConnectionState
from app.core.sync import CompanyHealth, PullOutcome, PullProgress
from app.ui.pages.accounts import AccountBooks
from app.ui.pages.bank import BankBooks
from app.ui.pages.outbox_services import OutboxPostings
from app.ui.pages.post_services import PostBooks, PurchasePostings


class Books(BankBooks, AccountBooks, PostBooks, Protocol):
    """The mirror as all screens read it."""

    async def list_companies(self) -> list[Company]:
        """Return the firm's companies by name."""
        ...

    async def list_health(self) -> list[CompanyHealth]:
        """Return how far each company can be trusted."""
        ...


class Pull(Protocol):
    """The way from the ledger into the mirror."""

    async def refresh_companies(
        self,
        company_keys: Sequence[CompanyKey] | None = None,
        *,
        full: bool = False,
        on_progress: Callable[[PullProgress], None] | None = None,
    ) -> list[PullOutcome]:
        """Bring some companies, or all, up to date."""
        ...


class Connection(Protocol):
    """Signing in and out."""

    @property
    def state(self) -> ConnectionState:
        """How the connection stands now."""
        ...

    async def sign_in(
        self, *, posting: bool, until_quit: bool = False, on_link: Callable[[str], None] | None = None
    ) -> ConnectionState:
        """Sign in through the browser."""
        ...

    def complete_with_url(self, text: str) -> None:
        """Take the final address as pasted from the browser."""
        ...

    async def cancel(self) -> None:
        """Stop a sign-in under way."""
        ...

    async def sign_out(self) -> bool:
        """Forget the session; return whether the ledger confirmed it."""
        ...


class Chosen(Protocol):
    """What the user chose in earlier runs; empty texts for what was never chosen."""

    @property
    def appearance(self) -> str:
        """`system`, `light` or `dark`."""
        ...

    @property
    def company_id(self) -> str:
        """The company that was open last."""
        ...

    @property
    def window(self) -> str:
        """Size and place of the window, as the window wrote them."""
        ...


class Settings(Protocol):
    """Keeps what the user chooses."""

    @property
    def current(self) -> Chosen:
        """The settings in force."""
        ...

    async def change(self, **chosen: str) -> None:
        """Put new values in force and keep them."""
        ...


class Postings(PurchasePostings, OutboxPostings, Protocol):
    """The way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowServices:
    """Everything the window is built on."""

    books: Books
    pull: Pull
    connection: Connection
    postings: Postings
    subscribe: Callable[[Callable[[Change], None]], Callable[[], None]]
    clock: Clock
    settings: Settings
    firm: str = ""
    """The firm's name where it is known; the API does not tell it."""
