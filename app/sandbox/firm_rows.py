"""What each kind of firm-file record becomes in the database, with everything left out filled in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.sandbox.firm_records import (
    AccountObject,
    BankAccountObject,
    BankTransactionObject,
    BillObject,
    EntryObject,
    LineObject,
    ReconciliationObject,
)
from app.sandbox.firm_stamps import Stamps

_FIRST_CODE = {"asset": 1000, "liability": 2000, "equity": 3000, "revenue": 4000, "expense": 5000}
_CODE_STEP = 10
_MOST_DIGITS = 15
"""Longer numbers are names, not counts."""

Row = tuple[str | int | None, ...]
CompanyRecord = (
    AccountObject
    | EntryObject
    | BankAccountObject
    | BankTransactionObject
    | ReconciliationObject
    | BillObject
)


@dataclass(slots=True, kw_only=True)
class LoadingCompany:
    """What is known of a company while its records arrive."""

    key: int
    id: str
    currency: str
    next_number: int = 1
    accounts_of_type: Counter[str] = field(default_factory=Counter)
    bank_currencies: dict[str, str] = field(default_factory=dict)
    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The ids seen so far, by table."""

    def number(self, given: str | None) -> str:
        """Return the entry's number: the one given, or the next one."""
        number = given or str(self.next_number)
        if number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS:
            self.next_number = max(self.next_number, int(number) + 1)
        return number

    def code(self, record: AccountObject) -> str:
        """Return the account's code: the one given, or the next of its type."""
        self.accounts_of_type[record.type] += 1
        step = _CODE_STEP * self.accounts_of_type[record.type]
        return record.code or str(_FIRST_CODE[record.type] + step)


def _account(record: AccountObject, company: LoadingCompany, _: Stamps) -> Row:
    return (
        company.code(record),
        record.name,
        record.type,
        record.sub_type,
        record.parent_id,
        record.currency_code or company.currency,
        record.is_active is not False,
        record.description,
    )


def _entry(record: EntryObject, company: LoadingCompany, stamps: Stamps) -> Row:
    status = record.status or "posted"
    return (
        company.number(record.entry_number),
        record.date,
        record.description,
        record.reference,
        status,
        record.source_type or "manual",
        record.source_id,
        record.posted_at or (stamps[0] if status == "posted" else None),
        record.voided_at or (stamps[1] if status == "void" else None),
    )


def line_row(line: LineObject, position: int, entry: EntryObject, company: LoadingCompany) -> Row:
    """Return the columns of one line between the entry's id and the stamps."""
    return (
        position,
        line.account_id,
        entry.date,
        line.description,
        line.debit_cents or 0,
        line.credit_cents or 0,
        line.currency_code or company.currency,
        entry.status or "posted",
    )


def _bank_account(record: BankAccountObject, company: LoadingCompany, _: Stamps) -> Row:
    return (
        record.account_name,
        record.account_number,
        record.bank_name,
        record.currency_code or company.currency,
        record.country_code,
        record.account_type,
        record.chart_account_id,
        record.balance_cents or 0,
        record.is_active is not False,
    )


def _bank_transaction(record: BankTransactionObject, company: LoadingCompany, _: Stamps) -> Row:
    pending = record.pending is True
    return (
        record.bank_account_id,
        record.date,
        record.posted_date or (None if pending else record.date),
        record.description,
        record.payee,
        record.reference,
        record.amount_cents,
        record.balance_cents,
        record.currency_code or company.bank_currencies.get(record.bank_account_id, company.currency),
        record.status or "unreconciled",
        pending,
        record.source_type,
        record.external_transaction_id,
        record.account_id,
        record.journal_entry_id,
        record.reconciliation_id,
    )


def _reconciliation(record: ReconciliationObject, _: LoadingCompany, stamps: Stamps) -> Row:
    is_complete = record.status != "in_progress"
    cleared = record.cleared_balance_cents
    if cleared is None:
        cleared = record.end_balance_cents if is_complete else record.start_balance_cents
    difference = record.difference_cents
    return (
        record.bank_account_id,
        record.start_date,
        record.end_date,
        record.start_balance_cents,
        record.end_balance_cents,
        cleared,
        record.end_balance_cents - cleared if difference is None else difference,
        record.status or "completed",
        record.transaction_count,
        record.completed_at or (stamps[1] if is_complete else None),
    )


def _bill(record: BillObject, _company: LoadingCompany, _: Stamps) -> Row:
    return record.vendor_name, record.date, record.amount_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one kind of record is kept."""

    table: str
    row: Callable[[Any, LoadingCompany, Stamps], Row]
    """Makes the columns between the id and the stamps, in the order of the schema."""
    references: dict[str, str] = field(default_factory=dict)
    """The attributes that name another record of the company, and the table it is in."""
    day: str = ""
    """The attribute that dates the record."""


KINDS: dict[str, Kind] = {
    "account": Kind(table="accounts", row=_account, references={"parent_id": "accounts"}),
    "journal_entry": Kind(table="journal_entries", row=_entry, day="date"),
    "bank_account": Kind(
        table="bank_accounts", row=_bank_account, references={"chart_account_id": "accounts"}
    ),
    "bank_transaction": Kind(
        table="bank_transactions",
        row=_bank_transaction,
        references={
            "bank_account_id": "bank_accounts",
            "account_id": "accounts",
            "journal_entry_id": "journal_entries",
            "reconciliation_id": "reconciliations",
        },
        day="date",
    ),
    "reconciliation": Kind(
        table="reconciliations",
        row=_reconciliation,
        references={"bank_account_id": "bank_accounts"},
        day="end_date",
    ),
    "bill": Kind(table="bills", row=_bill, day="date"),
}
