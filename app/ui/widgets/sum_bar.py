"""Count and sums of the rows that are selected, or of all that are shown (product F32)."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.core.banking import RowSums
from app.core.money import format_cents
from app.ui.widgets.texts import text_label

_NAMES = ("Out", "In", "Net")


class SumBar(QFrame):
    """A quiet line under a table."""

    def __init__(self, hint: str = "") -> None:
        """Show a hint at the right."""
        super().__init__()
        self.setObjectName("footer")
        self.setFixedHeight(32)
        self._count = text_label(caption=True)
        self._sums = {name: text_label(caption=True) for name in _NAMES}
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(6)
        row.addWidget(self._count)
        for name in _NAMES:
            row.addSpacing(14)
            row.addWidget(text_label(name, tone="muted", caption=True))
            row.addWidget(self._sums[name])
        row.addStretch(1)
        row.addWidget(text_label(hint, tone="muted", caption=True))

    def show_sums(self, sums: RowSums, *, selected: bool) -> None:
        """Show the sums of a selection, or of everything shown."""
        noun = "selected" if selected else ("row" if sums.count == 1 else "rows")
        self._count.setText(f"{sums.count:,} {noun}")
        net_cents = sums.in_cents + sums.out_cents
        for name, cents in zip(_NAMES, (sums.out_cents, sums.in_cents, net_cents), strict=True):
            self._sums[name].setText(format_cents(cents))
