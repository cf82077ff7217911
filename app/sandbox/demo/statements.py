"""The bank's side at the end: pending rows, monthly reconciliations, and the balances rows add up to."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from app.core.money import Cents
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import ONE_DAY, Month, months_between
from app.sandbox.demo.ids import Record, stable_id
from app.sandbox.demo.profile import Bank

FEED = "plaid_bank_feed"
_OWED = frozenset({"credit_card", "loan"})
_CARD_TEXTS = ("POS ", "CHECKCARD ", "SQ *", "TST* ")
_STATEMENT_COMES_AFTER = timedelta(days=3)


def finish_banks(books: ClientBooks) -> None:
    """Mark what is pending, reconcile every closed month and say what the bank says it holds."""
    books.entries.sort(key=_date)
    books.rows.sort(key=_date)
    by_bank: defaultdict[str, list[Record]] = defaultdict(list)
    for row in books.rows:
        by_bank[row["bankAccountId"]].append(row)
    for bank in books.profile.banks:
        _mark_pending(books, bank, by_bank[books.bank_ids[bank.code]])
        rows = [row for row in by_bank[books.bank_ids[bank.code]] if is_on_statement(row)]
        books.banks.append(_bank_record(books, bank, _sum(rows)))
        _reconcile(books, bank, rows)


def is_on_statement(row: Record) -> bool:
    """Whether the bank itself shows the row and is done with it."""
    return row["sourceType"] == FEED and not row.get("pending")


def as_stated(kind: str, cents: Cents) -> Cents:
    """Return a balance as the bank prints it: on cards and loans what is owed is positive."""
    return -cents if kind in _OWED else cents


def _date(record: Record) -> str:
    day: str = record["date"]
    return day


def _mark_pending(books: ClientBooks, bank: Bank, rows: list[Record]) -> None:
    """Card purchases of yesterday and today have not been settled yet."""
    since = (books.today - ONE_DAY).isoformat()
    for row in reversed(rows):
        if row["date"] < since:
            return
        is_card = bank.kind == "credit_card" or row["description"].startswith(_CARD_TEXTS)
        if is_card and row["sourceType"] == FEED and "journalEntryId" not in row:
            row["pending"] = True


def _bank_record(books: ClientBooks, bank: Bank, cents: Cents) -> Record:
    return {
        "kind": "bank_account",
        "companyId": books.company_id,
        "id": books.bank_ids[bank.code],
        "accountName": bank.name,
        "accountType": bank.kind,
        "accountNumber": f"\u2022\u2022\u2022\u2022{bank.mask}",
        "bankName": bank.bank_name,
        "countryCode": "US",
        "chartAccountId": books.account_ids[bank.code],
        "balanceCents": as_stated(bank.kind, cents),
    }


def _reconcile(books: ClientBooks, bank: Bank, rows: list[Record]) -> None:
    by_month: defaultdict[str, list[Record]] = defaultdict(list)
    for row in rows:
        by_month[row["date"][:7]].append(row)
    ending = 0
    for month in months_between(books.start, books.today):
        if month.number > books.reconciled_until.get(bank.code, month.number):
            return
        if month.last + _STATEMENT_COMES_AFTER > books.today:
            return
        ending = _session(books, bank, month, ending, by_month[f"{month.first:%Y-%m}"])


def _session(books: ClientBooks, bank: Bank, month: Month, start: Cents, rows: list[Record]) -> Cents:
    """Record one session and return the balance it ends with, signed as the rows are."""
    closed_on = month.last + timedelta(days=books.profile.close_days)
    is_complete = closed_on <= books.today
    ticked = [
        row for row in rows if row["id"] not in books.left_out and (is_complete or "journalEntryId" in row)
    ]
    end = start + _sum(rows)
    cleared = start + _sum(ticked)
    record: Record = {
        "kind": "reconciliation",
        "companyId": books.company_id,
        "id": stable_id(f"{books.profile.key}|reconciliation|{bank.code}|{month.number}"),
        "bankAccountId": books.bank_ids[bank.code],
        "startDate": month.first.isoformat(),
        "endDate": month.last.isoformat(),
        "startBalanceCents": as_stated(bank.kind, start),
        "endBalanceCents": as_stated(bank.kind, end),
        "clearedBalanceCents": as_stated(bank.kind, cleared),
        "differenceCents": as_stated(bank.kind, end - cleared),
        "status": "completed" if is_complete else "in_progress",
        "transactionCount": len(ticked),
    }
    if is_complete:
        record["completedAt"] = f"{closed_on.isoformat()}T16:{10 + month.number % 40}:00.000Z"
    for row in ticked:
        row["reconciliationId"] = record["id"]
    books.reconciliations.append(record)
    return end


def _sum(rows: list[Record]) -> Cents:
    return sum(row["amountCents"] for row in rows)


def session_of(books: ClientBooks, bank: str, month: Month) -> Record:
    """Return a register's reconciliation of a month; StopIteration when there is none."""
    ends = month.last.isoformat()
    bank_id = books.bank_ids[bank]
    return next(
        each for each in books.reconciliations if each["bankAccountId"] == bank_id and each["endDate"] == ends
    )
