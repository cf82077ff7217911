"""The states of a posting on its way out, and the moves between them (reliability 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.money import Cents


class OutboxState(StrEnum):
    """Where a posting stands; nothing is called posted before the ledger's receipt is stored."""

    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    POSTED = "posted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    ADOPTED = "adopted"
    NEEDS_LOOK = "needs_look"
    STOPPED = "stopped"


class Blocked(StrEnum):
    """Why a queued posting does not leave."""

    OFFLINE = "offline"
    AUTH = "auth"
    SCOPE = "scope"
    COMPANY = "company"
    PERIOD = "period"
    DEPENDENCY = "dependency"
    STORAGE = "storage"


_S = OutboxState
ALLOWED_MOVES: dict[OutboxState, frozenset[OutboxState]] = {
    _S.DRAFT: frozenset({_S.QUEUED}),
    _S.QUEUED: frozenset({_S.SENDING, _S.STOPPED}),
    _S.SENDING: frozenset({_S.POSTED, _S.REFUSED, _S.UNKNOWN, _S.QUEUED, _S.NEEDS_LOOK}),
    _S.UNKNOWN: frozenset({_S.SENDING, _S.ADOPTED, _S.NEEDS_LOOK, _S.STOPPED}),
    _S.NEEDS_LOOK: frozenset({_S.SENDING, _S.ADOPTED, _S.STOPPED}),
    _S.POSTED: frozenset(),
    _S.REFUSED: frozenset(),
    _S.ADOPTED: frozenset(),
    _S.STOPPED: frozenset(),
}
"""The whole table; a move that is not here is a bug, not a state."""

OPEN_STATES = frozenset({_S.DRAFT, _S.QUEUED, _S.SENDING, _S.UNKNOWN, _S.NEEDS_LOOK})
WAITING_STATES = frozenset({_S.QUEUED, _S.UNKNOWN, _S.NEEDS_LOOK})
"""Where a posting can be sent from, or stopped in."""


def check_move(old: OutboxState, new: OutboxState) -> None:
    """Raise ValueError for a move that is not in the table."""
    if new not in ALLOWED_MOVES[old]:
        message = f"a posting cannot go from {old} to {new}"
        raise ValueError(message)


class Outcome(StrEnum):
    """How one attempt to send a posting ended."""

    POSTED = "posted"
    REFUSED = "refused"
    """The ledger said no."""
    HELD = "held"
    """The ledger answered "not now"; nothing was recorded by this attempt."""
    NOT_SENT = "not_sent"
    """Nothing reached the ledger; such an attempt does not count."""
    UNKNOWN = "unknown"
    """The ledger may have recorded it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to send a posting; without an end it still runs, or died with its process."""

    number: int
    started_at: datetime
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The ledger's answer to a posting it recorded."""

    id: str
    resource_type: str
    journal_entry_id: str
    bank_transaction_ids: tuple[str, ...] = ()
    affected_account_ids: tuple[str, ...] = ()
    idempotent_replay: bool = False
    created_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxItem:
    """A stored posting with its key, its exact bytes and what became of it."""

    id: int
    company_id: str
    company_name: str
    kind: str
    state: OutboxState
    key: str
    path: str
    body: bytes
    amount_cents: Cents
    date: str
    description: str
    created_at: datetime
    attempts: int = 0
    """How many tries reached the ledger, or may have."""
    first_attempt_at: datetime | None = None
    next_attempt_at: datetime | None = None
    blocked: Blocked | None = None
    reason: str = ""
    """Why it is where it is, as a sentence; empty when there is nothing to say."""
    receipt: Receipt | None = None
    uncertain_since: datetime | None = None
    """The start of the first attempt whose outcome is not known."""

    @property
    def may_be_posted(self) -> bool:
        """Whether the ledger may hold it although there is no receipt here."""
        return self.receipt is None and (self.uncertain_since is not None or self.state is _S.SENDING)

    @property
    def is_open(self) -> bool:
        """Whether the posting still wants something, from the ledger or from a person."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxCounts:
    """What waits in the outbox, as the status bar tells it."""

    open: int = 0
    open_cents: Cents = 0
    """The sum of what is open."""
    needs_look: int = 0
    problem: str = ""
    """Trouble with this computer's disk that keeps postings or receipts from being stored."""
