"""What a pull reports while it runs and when it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.core.companies import CompanyKey
from app.core.money import Cents
from app.core.statements import TieDifference

RESOURCES = (
    "accounts",
    "bank_accounts",
    "reconciliations",
    "bank_transactions",
    "journal_entries",
    "journal_lines",
)
"""The record lists of a company, in the order they are pulled."""


class Health(StrEnum):
    """How far a company's mirror can be trusted."""

    NEVER_SYNCED = "never_synced"
    SYNCING = "syncing"
    TIED = "tied"
    NOT_TIED = "not_tied"
    INCOMPLETE = "incomplete"
    NO_ACCESS = "no_access"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyHealth:
    """The stamp beside a company's name."""

    company: CompanyKey
    health: Health
    last_synced_at: datetime | None = None
    tied_at: datetime | None = None
    differing_accounts: int = 0
    differing_cents: Cents = 0
    """The sum of absolute differences."""
    problem: str = ""
    """Why the last pull did not end, as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PullProgress:
    """How far one company's pull has come."""

    company: CompanyKey
    resource: str
    rows: int
    """Rows read so far, over all resources."""
    done_resources: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PullOutcome:
    """How one company's pull ended."""

    company: CompanyKey
    company_id: str
    company_name: str
    complete: bool
    tied: bool | None
    """None when the tie-out did not run."""
    differences: tuple[TieDifference, ...] = ()
    rows: dict[str, int] = field(default_factory=dict)
    """How many records of each resource the mirror holds after the pull."""
    error: str | None = None
