"""What recording and sending postings need of the rest of the app."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from app.services.announcements import Announcer
from app.store.outbox import Outbox


class Accepted(Protocol):
    """What the ledger answers to a posting it takes."""

    @property
    def body(self) -> bytes:
        """The answer's body, not yet believed."""
        ...


class PostingLedger(Protocol):
    """The one call that sends."""

    async def post(self, path: str, key: str, body: bytes) -> Accepted:
        """Send these bytes once under this key; raises a LedgerError for everything but a 2xx."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingParts:
    """What recording and sending need of the rest of the app."""

    outbox: Outbox
    ledger: PostingLedger
    announcer: Announcer
    issuer: str
    """The server that is posted to; what was recorded for another one stays where it is (D15)."""
    name_of: Callable[[str], Awaitable[str]]
    """Returns a company's name for its id."""
    on_posted: Callable[[str], None]
    """Called with the company's id once a receipt is stored."""
    jitter: Callable[[], float] = secrets.SystemRandom().random
