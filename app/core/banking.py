"""Bank accounts and their rows, signed as the ledger signs them: negative is money out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.companies import CompanyKey
from app.core.journal import JournalEntry
from app.core.money import Cents
from app.core.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount:
    """A register fed by a bank, linked to an account of the chart."""

    key: int
    id: str
    name: str
    account_type: str
    chart_account_key: int | None
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BankTransaction:
    """One bank row as a list shows it."""

    key: int
    date: date
    description: str
    amount_cents: Cents
    status: str
    """`unreconciled`, `reconciled`, `excluded`, or whatever else the ledger said."""
    bank_account_name: str = ""
    account_title: str = ""
    """The account the matched entry books it to, or the row's own category; empty for none."""
    source_type: str = ""
    pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BankTransactionDetail:
    """Everything the detail pane tells about one bank row."""

    row: BankTransaction
    payee: str = ""
    reference: str = ""
    posted_date: date | None = None
    entry: JournalEntry | None = None
    reconciliation: str = ""
    """The reconciliation session in words, or empty."""
    posted_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BankQuery:
    """Which bank rows to list, and in which order."""

    company: CompanyKey
    text: str = ""
    """Words that must all be found, in any of description, payee, reference, account or amount."""
    bank_account: int | None = None
    statuses: frozenset[str] = frozenset()
    """Empty for all."""
    period: Period | None = None
    sort: str = "date"
    """A field of `BankTransaction`."""
    descending: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSums:
    """Count and sums of some bank rows; the net is their sum."""

    count: int = 0
    in_cents: Cents = 0
    out_cents: Cents = 0
    """Never positive."""
