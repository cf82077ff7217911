"""Says one thing that ends what was begun, with one way on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.ui.dialogs.heading import dialog_heading
from app.ui.theme import Theme
from app.ui.tokens import Role
from app.ui.widgets.buttons import push_button

_WIDTH = 440


class Notice(QDialog):
    """A title, a sentence, and a button that closes it."""

    def __init__(self, title: str, sentence: str, theme: Theme, parent: QWidget | None) -> None:
        """Stand over the parent's window, or alone when there is none yet."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleDescription(sentence)
        self.close_button = push_button("Close", theme, kind="primary")
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        top = dialog_heading(theme, "warning", Role.ATTENTION, title, sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(18)
        column.addLayout(top)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(_WIDTH)
