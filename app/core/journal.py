"""Posted records and their lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.money import Cents


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """One side of an entry; exactly one of debit and credit is not zero."""

    account_title: str
    description: str
    debit_cents: Cents
    credit_cents: Cents


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One entry with its lines."""

    key: int
    number: str
    date: date
    description: str
    status: str
    source_type: str = ""
    lines: tuple[JournalLine, ...] = ()
