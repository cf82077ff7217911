"""Which postings are listed, and what is open in sum."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout

from app.core.money import format_cents
from app.core.outbox import OutboxCounts, OutboxItem
from app.ui.pages.outbox_columns import OutboxFilter
from app.ui.theme import Theme
from app.ui.widgets.buttons import push_button
from app.ui.widgets.texts import text_label


class OutboxToolbar(QFrame):
    """One chip a filter; exactly one is on."""

    filter_chosen = Signal(object)
    """The `OutboxFilter` that was switched on."""

    def __init__(self, theme: Theme) -> None:
        """Start with all postings."""
        super().__init__()
        self.setObjectName("toolbar")
        self.chips = {choice: push_button(choice, theme, kind="chip") for choice in OutboxFilter}
        self._sum = text_label(tone="muted", caption=True)
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(6)
        for choice, chip in self.chips.items():
            group.addButton(chip)
            chip.clicked.connect(partial(self.filter_chosen.emit, choice))
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self._sum)

    def show_filter(self, chosen: OutboxFilter, items: tuple[OutboxItem, ...]) -> None:
        """Mark the filter that is on; each chip counts what it would list."""
        for choice, chip in self.chips.items():
            count = sum(choice.lets_through(item) for item in items)
            chip.setText(f"{choice}  {count}" if count else str(choice))
            chip.setAccessibleName(f"{choice}: {count}")
            chip.setChecked(choice is chosen)

    def show_counts(self, counts: OutboxCounts) -> None:
        """Say how much is open."""
        open_ones = f"{counts.open} open \u00b7 {format_cents(counts.open_cents)}"
        self._sum.setText(open_ones if counts.open else "Nothing is waiting")
