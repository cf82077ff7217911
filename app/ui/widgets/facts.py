"""A column of facts: quiet names at the left, values at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ui.widgets.texts import ElidedLabel, Tone, text_label

_VALUE_ALIGNMENT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Facts(QWidget):
    """Shows name and value pairs; replaced whole."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: list[tuple[str, str, Tone]]) -> None:
        """Show these, top to bottom."""
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for row, (name, value, tone) in enumerate(facts):
            self._grid.addWidget(text_label(name, tone="muted"), row, 0)
            label = ElidedLabel(value, tone=tone)
            label.setAlignment(_VALUE_ALIGNMENT)
            self._grid.addWidget(label, row, 1)
