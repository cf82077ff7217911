"""What each post does to the books: its lines, after every rule on accounts has been held (contract 2.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.contract.endpoints import PostRoute
from app.contract.postings import (
    BillPaymentBody,
    Body,
    DepositBody,
    JournalEntryBody,
    PurchaseBody,
    TransferBody,
)
from app.core.accounts import BALANCE_SHEET
from app.core.money import LARGEST_CENTS, Cents
from app.sandbox.chart import Chart, ChartAccount
from app.sandbox.problems import invalid

_FEWEST_LINES = 2


class PlannedLine(NamedTuple):
    """One side of the entry a post makes."""

    account: ChartAccount
    debit: Cents
    credit: Cents
    description: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The entry a post makes; its lines balance."""

    route: PostRoute
    date: str
    description: str | None
    reference: str | None
    lines: tuple[PlannedLine, ...]


def plan(route: PostRoute, body: Body, chart: Chart) -> Plan:
    """Return what a post does. Raises ApiError when an account or a line cannot be used."""
    lines = _PLANS[route](body, chart)
    fields: Any = body
    return Plan(
        route=route,
        date=fields.date,
        description=fields.description,
        reference=fields.reference,
        lines=lines,
    )


def _purchase(body: PurchaseBody, chart: Chart) -> tuple[PlannedLine, ...]:
    source = _on_balance_sheet(chart, "sourceAccountId", body.source_account_id)
    category = chart.account("categoryAccountId", body.category_account_id)
    return _two_sided(debit=category, credit=source, body=body)


def _deposit(body: DepositBody, chart: Chart) -> tuple[PlannedLine, ...]:
    destination = _on_balance_sheet(chart, "destinationAccountId", body.destination_account_id)
    category = chart.account("categoryAccountId", body.category_account_id)
    return _two_sided(debit=destination, credit=category, body=body)


def _transfer(body: TransferBody, chart: Chart) -> tuple[PlannedLine, ...]:
    source = _on_balance_sheet(chart, "sourceAccountId", body.source_account_id)
    destination = _on_balance_sheet(chart, "destinationAccountId", body.destination_account_id)
    return _two_sided(debit=destination, credit=source, body=body)


def _bill_payment(body: BillPaymentBody, chart: Chart) -> tuple[PlannedLine, ...]:
    source = _on_balance_sheet(chart, "sourceAccountId", body.source_account_id)
    chart.require_bill(body.bill_id)
    return _two_sided(debit=chart.payable(), credit=source, body=body)


def _journal_entry(body: JournalEntryBody, chart: Chart) -> tuple[PlannedLine, ...]:
    if len(body.lines) < _FEWEST_LINES:
        raise invalid("lines: an entry needs at least two lines.")
    if any(bool(line.debit_cents) == bool(line.credit_cents) for line in body.lines):
        raise invalid("lines: every line needs exactly one of debitCents and creditCents.")
    debit = sum(line.debit_cents for line in body.lines)
    if debit != sum(line.credit_cents for line in body.lines):
        raise invalid("lines: debits and credits must be equal.")
    if debit > LARGEST_CENTS:
        raise invalid("lines: the entry is larger than the ledger can hold.")
    return tuple(
        PlannedLine(
            chart.account(f"lines.{position}.accountId", line.account_id),
            line.debit_cents,
            line.credit_cents,
            line.description,
        )
        for position, line in enumerate(body.lines)
    )


_PLANS: dict[PostRoute, Callable[[Any, Chart], tuple[PlannedLine, ...]]] = {
    PostRoute.PURCHASE: _purchase,
    PostRoute.DEPOSIT: _deposit,
    PostRoute.TRANSFER: _transfer,
    PostRoute.BILL_PAYMENT: _bill_payment,
    PostRoute.JOURNAL_ENTRY: _journal_entry,
}


def _on_balance_sheet(chart: Chart, name: str, account_id: str) -> ChartAccount:
    """Find where money comes from or goes to: a register, or another balance-sheet account."""
    account = chart.register_or_account(name, account_id)
    if account.type not in BALANCE_SHEET:
        raise invalid(f"{name}: money moves between balance-sheet accounts; this is a category.")
    return account


def _two_sided(
    *,
    debit: ChartAccount,
    credit: ChartAccount,
    body: PurchaseBody | DepositBody | TransferBody | BillPaymentBody,
) -> tuple[PlannedLine, ...]:
    if debit.id == credit.id:
        raise invalid("The same account cannot stand on both sides.")
    return (
        PlannedLine(debit, body.amount_cents, 0, body.description),
        PlannedLine(credit, 0, body.amount_cents, body.description),
    )
