"""Sets a pane beside a card where there is room, and below it where there is not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

_MARGIN = 24


class SideBySide(QWidget):
    """A card on a quiet ground that scrolls, and a pane at its right edge."""

    moved = Signal()
    """What stands on the card changed its place in the window."""

    def __init__(self, card: QWidget, pane: QFrame, *, pane_width: int, wide_from: int) -> None:
        """Take the width from which the pane stands beside the card."""
        super().__init__()
        self._card = card
        self._pane = pane
        self._pane_width = pane_width
        self._wide_from = wide_from
        self._outer = QHBoxLayout(self)
        self._column = QVBoxLayout()
        self._home: QBoxLayout | None = None
        self._build()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the pane for the new width."""
        super().resizeEvent(event)
        self._place()
        self.moved.emit()

    def _place(self) -> None:
        wide = self.width() >= self._wide_from
        home = self._outer if wide else self._column
        if self._home is home:
            return
        self._home = home
        self._pane.setObjectName("detail" if wide else "card")
        self._pane.setMinimumWidth(self._pane_width if wide else 0)
        self._pane.setMaximumWidth(self._pane_width if wide else self._card.maximumWidth())
        home.insertWidget(1, self._pane)
        self._pane.style().unpolish(self._pane)
        self._pane.style().polish(self._pane)

    def _build(self) -> None:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        row.addStretch(1)
        row.addLayout(self._column, 1000)
        row.addStretch(1)
        self._column.setSpacing(16)
        self._column.addWidget(self._card)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        scroll.verticalScrollBar().valueChanged.connect(lambda _: self.moved.emit())
        canvas = QFrame()
        canvas.setObjectName("canvas")
        inner = QVBoxLayout(canvas)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(scroll)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addWidget(canvas, 1)
