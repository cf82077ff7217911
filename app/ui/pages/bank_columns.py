"""The columns of the bank rows."""

from __future__ import annotations

from app.core.banking import BankTransaction
from app.core.money import format_cents
from app.core.periods import format_day
from app.ui.models.columns import Cell, Column
from app.ui.tokens import Role

STATUS_PILLS = {
    "reconciled": ("Reconciled", Role.GOOD, Role.GOOD_GROUND),
    "unreconciled": ("Unreconciled", Role.ATTENTION, Role.ATTENTION_GROUND),
    "excluded": ("Excluded", Role.MUTED, Role.CHIP),
}


def status_cell(row: BankTransaction) -> Cell:
    """Paint the row's status; a word the ledger made up passes through as it is."""
    if row.pending:
        return Cell(text="Pending", role=Role.MUTED, pill=Role.CHIP)
    text, role, ground = STATUS_PILLS.get(row.status, (row.status.capitalize(), Role.MUTED, Role.CHIP))
    return Cell(text=text, role=role, pill=ground)


def _account_cell(row: BankTransaction) -> Cell:
    if row.account_title:
        return Cell(text=row.account_title)
    if row.status == "excluded":
        return Cell(text="\u2013", role=Role.MUTED)
    return Cell(text="No account", role=Role.ATTENTION)


BANK_COLUMNS: tuple[Column[BankTransaction], ...] = (
    Column(
        title="Date",
        field="date",
        width=112,
        least=104,
        cell=lambda row: Cell(text=format_day(row.date), role=Role.MUTED),
    ),
    Column(
        title="Description",
        field="description",
        width=260,
        least=120,
        stretch=True,
        cell=lambda row: Cell(text=row.description, strong=row.status == "unreconciled" and not row.pending),
    ),
    Column(title="Account", field="account_title", width=190, least=100, cell=_account_cell),
    Column(title="Status", field="status", width=122, least=108, cell=status_cell),
    Column(
        title="Amount",
        field="amount_cents",
        width=126,
        least=104,
        right=True,
        cell=lambda row: Cell(text=format_cents(row.amount_cents)),
    ),
)
