"""A line that opens and closes what stands below it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.tokens import Role
from app.ui.widgets.buttons import push_button, tint_button


class Disclosure(QWidget):
    """Hides details until they are asked for."""

    opened = Signal(bool)

    def __init__(self, title: str, details: QWidget, theme: Theme) -> None:
        """Start closed."""
        super().__init__()
        self._theme = theme
        self._details = details
        self._button = push_button(title, theme, kind="link")
        self._button.setCheckable(True)
        self._button.toggled.connect(self._on_toggled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._button)
        column.addWidget(details)
        details.hide()
        theme.changed.connect(self._tint)
        self._tint()

    def set_open(self, is_open: bool) -> None:
        """Open or close it."""
        self._button.setChecked(is_open)

    def _on_toggled(self, is_open: bool) -> None:
        self._details.setVisible(is_open)
        self._tint()
        self.opened.emit(is_open)

    def _tint(self) -> None:
        icon = "chevron-down" if self._button.isChecked() else "chevron-right"
        tint_button(self._button, self._theme, icon, Role.ACCENT)
