"""One sentence at a time at the top of a screen: what happened, what was kept, what to do."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.ui.icons import draw_pixmap
from app.ui.theme import Theme
from app.ui.tokens import Role
from app.ui.widgets.buttons import push_button
from app.ui.widgets.texts import text_label

Mood = Literal["info", "good", "attention", "wrong"]

_ICONS: dict[Mood, tuple[str, Role]] = {
    "info": ("help", Role.ACCENT),
    "good": ("check", Role.GOOD),
    "attention": ("warning", Role.ATTENTION),
    "wrong": ("warning", Role.WRONG),
}


class MessageBar(QFrame):
    """A note with an icon, a sentence, one optional act, and a way to close it."""

    acted = Signal()
    closed = Signal()
    """The user closed it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, closable: bool = True) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._theme = theme
        self._mood: Mood = "info"
        self._icon = QLabel()
        self._text = text_label(wraps=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._act = push_button("", theme, kind="link")
        self._act.clicked.connect(self.acted)
        close = push_button("", theme, kind="quiet", icon="cross", name="Close the message")
        close.clicked.connect(self.hide)
        close.clicked.connect(self.closed)
        if not closable:
            close.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._act)
        row.addWidget(close)
        theme.changed.connect(self._dress)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown, or empty."""
        return self._text.text() if not self.isHidden() else ""

    def show_message(self, text: str, mood: Mood = "info", *, act: str = "") -> None:
        """Show a sentence in place of the one before it."""
        self._mood = mood
        self._text.setText(text)
        self._act.setText(act)
        self._act.setVisible(bool(act))
        self.setAccessibleName(text)
        self._dress()
        self.show()

    def _dress(self) -> None:
        icon, role = _ICONS[self._mood]
        self._icon.setPixmap(draw_pixmap(icon, self._theme.color(role), scale=self.devicePixelRatioF()))
        self.setObjectName(f"note_{self._mood}")
        self.style().unpolish(self)
        self.style().polish(self)
