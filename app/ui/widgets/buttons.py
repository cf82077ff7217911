"""Buttons in the app's kinds: primary, plain, quiet, link, chip, tab."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from app.ui.icons import SIZE, draw_icon
from app.ui.theme import Theme
from app.ui.tokens import Role

_HELD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
)

Kind = Literal["", "primary", "quiet", "link", "chip", "tab", "step"]


def push_button(
    text: str, theme: Theme, *, kind: Kind = "", icon: str = "", name: str = "", tip: str = ""
) -> QPushButton:
    """Make a button; `name` is what a screen reader says when the text alone does not tell."""
    button = _Button(text)
    button.setProperty("kind", kind)
    button.setAutoDefault(False)
    button.setAccessibleName(name or text)
    button.setToolTip(tip)
    if kind in ("chip", "tab"):
        button.setCheckable(True)
    if icon:
        role = {"primary": Role.ON_ACCENT, "link": Role.ACCENT}.get(kind, Role.MUTED)
        _Tint(button, theme, icon, role)
    return button


def tint_button(button: QPushButton, theme: Theme, icon: str, role: Role) -> None:
    """Give a button its icon in the theme's color."""
    button.setIcon(draw_icon(icon, theme.color(role)))
    button.setIconSize(QSize(SIZE, SIZE))


class _Button(QPushButton):
    """A button that Enter presses like Space, in every window and not in dialogs alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self.click()
        else:
            super().keyPressEvent(event)


class _Tint(QObject):
    """Keeps a button's icon in the theme's color for as long as there is the button.

    A lambda in its place would outlive the button and fail with the next theme.
    """

    def __init__(self, button: QPushButton, theme: Theme, icon: str, role: Role) -> None:
        super().__init__(button)
        self._tint = (button, theme, icon, role)
        theme.changed.connect(self._apply)
        self._apply()

    def _apply(self) -> None:
        tint_button(*self._tint)
