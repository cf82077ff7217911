"""What a commit changed, so that the screens that show it reload, and no other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto

from app.core.companies import CompanyKey


class Changed(Flag):
    """The kinds of facts a screen can watch."""

    NOTHING = 0
    COMPANIES = auto()
    ACCOUNTS = auto()
    JOURNAL = auto()
    BANK = auto()
    RECONCILIATIONS = auto()
    TIE_OUT = auto()
    OUTBOX = auto()
    CONNECTION = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One announcement after a commit; no company means all of them."""

    what: Changed
    company: CompanyKey | None = None
