"""A question with two answers; Enter gives the safe one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.dialogs.heading import dialog_heading
from app.ui.theme import Theme
from app.ui.tokens import Role
from app.ui.widgets.buttons import push_button

_WIDTH = 440


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a question says, and what its two buttons say."""

    title: str
    text: str
    accept: str
    reject: str = "Cancel"


class Question(QDialog):
    """Asks before something that cannot be taken back."""

    def __init__(self, wording: Wording, theme: Theme, parent: QWidget | None) -> None:
        """Stand over the parent's window; Escape and Enter both mean no."""
        super().__init__(parent)
        self.setWindowTitle(wording.title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAccessibleDescription(wording.text)
        self.accept_button = push_button(wording.accept, theme)
        self.reject_button = push_button(wording.reject, theme, kind="primary")
        self.accept_button.clicked.connect(self.accept)
        self.reject_button.clicked.connect(self.reject)
        self.reject_button.setDefault(True)
        self._build(wording, theme)
        self.reject_button.setFocus()

    def _build(self, wording: Wording, theme: Theme) -> None:
        top = dialog_heading(theme, "help", Role.ATTENTION, wording.title, wording.text)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.accept_button)
        buttons.addWidget(self.reject_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(20)
        column.addLayout(top)
        column.addLayout(buttons)
        self.setFixedWidth(_WIDTH)
