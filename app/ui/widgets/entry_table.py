"""The lines of one journal entry, debit and credit in their own columns."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.core.journal import JournalLine
from app.core.money import format_cents
from app.ui.widgets.texts import ElidedLabel, text_label

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class EntryTable(QWidget):
    """A small ledger: account, debit, credit; replaced whole."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(0, 1)

    def show_lines(self, lines: tuple[JournalLine, ...]) -> None:
        """Show the lines, in the entry's order."""
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for column, title in enumerate(("Account", "Debit", "Credit")):
            heading = text_label(title, tone="muted", caption=True)
            heading.setAlignment(_RIGHT if column else Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(heading, 0, column)
        for row, line in enumerate(lines, start=1):
            self._grid.addWidget(ElidedLabel(line.account_title), row, 0)
            for column, cents in ((1, line.debit_cents), (2, line.credit_cents)):
                amount = text_label(format_cents(cents) if cents else "")
                amount.setAlignment(_RIGHT)
                self._grid.addWidget(amount, row, column)
