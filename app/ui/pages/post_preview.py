"""What a posting will record, beside the form: the entry, the bank row, the balance."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.core.accounts import DEBIT_NATURED
from app.core.journal import JournalLine
from app.core.money import format_cents
from app.core.periods import format_day
from app.ui.pages.post_state import PostState
from app.ui.widgets.entry_table import EntryTable
from app.ui.widgets.facts import Facts
from app.ui.widgets.texts import ElidedLabel, Tone, named_label, text_label

WIDTH = 356
_FINAL = "The ledger posts it at once. It cannot be changed there, only corrected by another entry."


class PurchasePreview(QFrame):
    """Shows the effect of the purchase that stands in the form."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._entry = EntryTable()
        self._bank = Facts()
        self._no_bank = text_label(tone="muted", wraps=True)
        self._balance = Facts()
        self._balance_heading = ElidedLabel(name="section")
        self._build()

    def show_state(self, state: PostState) -> None:
        """Show what would be recorded; what is not known yet is left open."""
        amount = state.amount_cents or 0
        self._entry.show_lines(_lines(state, amount))
        bank, sentence = _bank_row(state, amount)
        self._bank.show_facts(bank)
        self._bank.setVisible(bool(bank))
        self._no_bank.setText(sentence)
        self._no_bank.setVisible(bool(sentence))
        self._balance_heading.show_text(
            f"BALANCE OF {state.source.name.upper()}" if state.source else "BALANCE"
        )
        self._balance.show_facts(_balances(state, amount))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(6)
        column.addWidget(named_label("page_title", "What will be recorded"))
        column.addSpacing(10)
        column.addWidget(named_label("section", "ENTRY"))
        column.addWidget(self._entry)
        column.addSpacing(14)
        column.addWidget(named_label("section", "BANK ROW"))
        column.addWidget(self._bank)
        column.addWidget(self._no_bank)
        column.addSpacing(14)
        column.addWidget(self._balance_heading)
        column.addWidget(self._balance)
        column.addStretch(1)
        column.addWidget(text_label(_FINAL, tone="muted", caption=True, wraps=True))


def _lines(state: PostState, amount: int) -> tuple[JournalLine, ...]:
    category, source = state.category, state.source
    return (
        JournalLine(
            account_title=category.title if category else "Booked to \u2026",
            description="",
            debit_cents=amount,
            credit_cents=0,
        ),
        JournalLine(
            account_title=source.title if source else "Paid from \u2026",
            description="",
            debit_cents=0,
            credit_cents=amount,
        ),
    )


def _bank_row(state: PostState, amount: int) -> tuple[list[tuple[str, str, Tone]], str]:
    """Return the bank row as facts, or a sentence why there is none."""
    if state.source is None:
        return [], "Choose the account the money came from."
    if not state.source.bank_account_id:
        return [], f"None: {state.source.name} is not a bank account."
    day = format_day(state.day) if state.day else "\u2013"
    facts: list[tuple[str, str, Tone]] = [
        ("Register", state.source.name, ""),
        ("Date", day, ""),
        ("Amount", format_cents(-amount), ""),
    ]
    return facts, ""


def _balances(state: PostState, amount: int) -> list[tuple[str, str, Tone]]:
    source = state.source
    if source is None:
        return [("Now", "\u2013", "muted"), ("After this", "\u2013", "muted")]
    sign = -1 if source.type in DEBIT_NATURED else 1
    after = source.natural_cents + sign * amount
    overdrawn = source.type in DEBIT_NATURED and after < 0
    return [
        ("Now", format_cents(source.natural_cents), ""),
        ("After this, overdrawn", format_cents(after), "attention")
        if overdrawn
        else ("After this", format_cents(after), ""),
    ]
