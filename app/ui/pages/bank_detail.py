"""Everything about the bank row under the cursor, beside the list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.core.banking import BankTransaction, BankTransactionDetail
from app.core.journal import JournalEntry
from app.core.money import format_cents
from app.core.periods import format_day
from app.ui.pages.bank_columns import STATUS_PILLS
from app.ui.widgets.entry_table import EntryTable
from app.ui.widgets.facts import Facts
from app.ui.widgets.note_card import NoteCard
from app.ui.widgets.texts import Tone, named_label, text_label

WIDTH = 316
_TONES: dict[str, Tone] = {"reconciled": "good", "unreconciled": "attention"}
_SOURCES = {
    "plaid_bank_feed": "From the bank feed",
    "purchase": "Made by a purchase",
    "deposit": "Made by a deposit",
    "transfer": "Made by a transfer",
    "bill_payment": "Made by a bill payment",
    "journal_entry": "Made by a journal entry",
}


class BankDetail(QFrame):
    """Shows one bank row: its facts, its matched entry, its reconciliation."""

    def __init__(self) -> None:
        """Start with nothing to show."""
        super().__init__()
        self.setObjectName("detail")
        self.setMinimumWidth(260)
        self._title = named_label("page_title")
        self._title.setWordWrap(True)
        self._where = text_label(tone="muted", wraps=True)
        self._facts = Facts()
        self._entry_heading = named_label("section", "MATCHED ENTRY")
        self._entry_line = text_label(wraps=True)
        self._entry = EntryTable()
        self._note = NoteCard()
        self._empty = text_label("Choose a bank row to see what it was matched to.", tone="muted", wraps=True)
        self._build()
        self.show_detail(None)

    @property
    def title(self) -> str:
        """The description of the row that is shown, or empty."""
        return self._title.text() if not self._content.isHidden() else ""

    def show_detail(self, detail: BankTransactionDetail | None) -> None:
        """Show a row, or say that none is chosen."""
        self._content.setVisible(detail is not None)
        self._empty.setVisible(detail is None)
        if detail is None:
            return
        self._title.setText(detail.row.description or "No description")
        where = f"{format_day(detail.row.date)} \u00b7 {detail.row.bank_account_name}"
        self._where.setText(f"{where}\n{_SOURCES.get(detail.row.source_type, 'Entered in the ledger')}")
        self._facts.show_facts(_facts(detail))
        self._show_entry(detail.entry)
        self._show_note(detail)

    def _show_entry(self, entry: JournalEntry | None) -> None:
        for widget in (self._entry_heading, self._entry_line, self._entry):
            widget.setVisible(entry is not None)
        if entry is not None:
            number = f"Entry {entry.number}" if entry.number else "Entry"
            self._entry_line.setText(f"{number} \u00b7 {format_day(entry.date)} \u00b7 {entry.description}")
            self._entry.show_lines(entry.lines)

    def _show_note(self, detail: BankTransactionDetail) -> None:
        if detail.posted_here:
            self._note.show_note(
                "info", "Posted from Tickmark", "This row was made by a posting that left here."
            )
        elif detail.row.status == "unreconciled" and detail.entry is None and not detail.row.pending:
            self._note.show_note(
                "attention",
                "Nothing matched yet",
                "The bank has this money and the books do not say what it was for.",
            )
        else:
            self._note.hide()

    def _build(self) -> None:
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._where)
        column.addSpacing(10)
        column.addWidget(self._facts)
        column.addSpacing(10)
        column.addWidget(self._note)
        column.addSpacing(8)
        column.addWidget(self._entry_heading)
        column.addWidget(self._entry_line)
        column.addWidget(self._entry)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._empty)
        outer.addWidget(scroll, 1)
        self._empty.setContentsMargins(20, 20, 20, 0)


def _facts(detail: BankTransactionDetail) -> list[tuple[str, str, Tone]]:
    row = detail.row
    facts: list[tuple[str, str, Tone]] = [
        ("Amount", format_cents(row.amount_cents), ""),
        ("Status", _status(row), "muted" if row.pending else _TONES.get(row.status, "muted")),
        ("Account", row.account_title or "None", "" if row.account_title else "attention"),
        ("Reconciliation", detail.reconciliation or "None", "" if detail.reconciliation else "muted"),
    ]
    if detail.payee:
        facts.append(("Payee", detail.payee, ""))
    if detail.reference:
        facts.append(("Reference", detail.reference, ""))
    if detail.posted_date and detail.posted_date != row.date:
        facts.append(("Posted by the bank", format_day(detail.posted_date), ""))
    return facts


def _status(row: BankTransaction) -> str:
    return "Pending" if row.pending else STATUS_PILLS.get(row.status, (row.status.capitalize(),))[0]
