"""The first half of the Connect screen: connect, or look at the demo firm."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.pages.connect_view import ConnectView
from app.ui.theme import Theme
from app.ui.widgets.buttons import push_button
from app.ui.widgets.texts import text_label
from app.ui.widgets.tick_box import TickBox


class ConnectStart(QWidget):
    """Says what will be asked for before it is asked for."""

    connect_asked = Signal()
    demo_asked = Signal()
    posting_chosen = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        """Start with read access only."""
        super().__init__()
        self.connect_button = push_button("Connect to LedgerHQ", theme, kind="primary")
        self.posting = TickBox("Also allow posting", theme)
        self._scopes = text_label(tone="muted", wraps=True)
        self.demo_button = push_button("Explore the demo firm", theme)
        self._build()
        self.connect_button.clicked.connect(self.connect_asked)
        self.posting.clicked.connect(self.posting_chosen)
        self.demo_button.clicked.connect(self.demo_asked)

    @property
    def scopes(self) -> str:
        """What is said about the permissions."""
        return self._scopes.text()

    def show_view(self, view: ConnectView) -> None:
        """Show what will be asked for."""
        self.posting.setChecked(view.posting)
        self._scopes.setText(view.scopes)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        line = QFrame()
        line.setObjectName("hairline")
        line.setFixedHeight(1)
        column.addWidget(self.connect_button)
        column.addWidget(self.posting)
        column.addWidget(self._scopes)
        column.addSpacing(6)
        column.addWidget(line)
        column.addSpacing(6)
        column.addWidget(self.demo_button)
        demo = "Twelve invented companies on this computer: no account and no network needed."
        column.addWidget(text_label(demo, tone="muted", wraps=True))
