"""Writes what a post planned: the entry, its lines and its register rows, and the receipt for them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import apsw

from app.contract.endpoints import PostRoute
from app.core.money import Cents
from app.sandbox.ledger import OpenCompany
from app.sandbox.posting_plans import Plan, PlannedLine

_TWO_SIDES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """The entry being written."""

    company_key: int
    id: str
    stamp: str
    plan: Plan


def write_entry(connection: apsw.Connection, company: OpenCompany, plan: Plan, stamp: str) -> dict[str, Any]:
    """Write a planned post and return its receipt; the connection must be inside a transaction."""
    entry = _Entry(company_key=company.key, id=str(uuid.uuid4()), stamp=stamp, plan=plan)
    is_journal_entry = plan.route is PostRoute.JOURNAL_ENTRY
    resource_id = entry.id if is_journal_entry else str(uuid.uuid4())
    source = ("manual", None) if is_journal_entry else (plan.route.value, resource_id)
    _write_header(connection, entry, source)
    _write_lines(connection, entry)
    return {
        "id": resource_id,
        "resourceType": plan.route.value,
        "status": "posted",
        "journalEntryId": entry.id,
        "bankTransactionIds": [
            _write_bank_row(connection, entry, line, line.account.bank_account_id)
            for line in plan.lines
            if line.account.bank_account_id is not None
        ],
        "affectedAccountIds": list(dict.fromkeys(line.account.id for line in plan.lines)),
        "idempotentReplay": False,
        "createdAt": stamp,
    }


def _write_header(connection: apsw.Connection, entry: _Entry, source: tuple[str, str | None]) -> None:
    plan, stamp = entry.plan, entry.stamp
    connection.execute(
        "UPDATE companies SET next_entry_number = next_entry_number + 1 WHERE company_key = ?",
        (entry.company_key,),
    )
    connection.execute(
        "INSERT INTO journal_entries SELECT company_key, ?, next_entry_number - 1, ?, ?, ?, 'posted', ?, ?,"
        " ?, NULL, ?, ? FROM companies WHERE company_key = ?",
        (
            entry.id,
            plan.date,
            plan.description,
            plan.reference,
            *source,
            stamp,
            stamp,
            stamp,
            entry.company_key,
        ),
    )


def _write_lines(connection: apsw.Connection, entry: _Entry) -> None:
    connection.executemany(
        "INSERT INTO journal_lines SELECT company_key, ?, ?, ?, ?, ?, ?, ?, ?, default_currency, 'posted',"
        " ?, ? FROM companies WHERE company_key = ?",
        [
            (
                str(uuid.uuid4()),
                entry.id,
                position,
                line.account.id,
                entry.plan.date,
                line.description,
                line.debit,
                line.credit,
                entry.stamp,
                entry.stamp,
                entry.company_key,
            )
            for position, line in enumerate(entry.plan.lines)
        ],
    )


def _write_bank_row(
    connection: apsw.Connection, entry: _Entry, line: PlannedLine, bank_account_id: str
) -> str:
    """Write the register row of a line on a bank-linked account and return its id.

    The row is matched to its entry from birth; it names the account the money went to or came from when
    there is only one.
    """
    plan, row_id = entry.plan, str(uuid.uuid4())
    connection.execute(
        "INSERT INTO bank_transactions SELECT company_key, ?, id, ?, ?, ?, NULL, ?, ?, NULL, currency_code,"
        " 'reconciled', 0, ?, NULL, ?, ?, NULL, ?, ? FROM bank_accounts WHERE company_key = ? AND id = ?",
        (
            row_id,
            plan.date,
            plan.date,
            line.description or plan.description,
            plan.reference,
            _signed(line),
            plan.route.value,
            _other_account(plan, line),
            entry.id,
            entry.stamp,
            entry.stamp,
            entry.company_key,
            bank_account_id,
        ),
    )
    return row_id


def _signed(line: PlannedLine) -> Cents:
    """Return a bank row's amount: negative is money out, on every kind of account."""
    return line.debit - line.credit


def _other_account(plan: Plan, line: PlannedLine) -> str | None:
    if len(plan.lines) != _TWO_SIDES:
        return None
    first, second = plan.lines
    return (second if line is first else first).account.id
