"""A line of input that writes what was typed in the app's own form once it is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit


class TidyField(QLineEdit):
    """Takes any text; what can be read is tidied, what cannot stays as it was typed."""

    typed = Signal(str)
    """The text changed, by typing or by being tidied; not by `show_text`."""

    def __init__(self, tidy: Callable[[str], str]) -> None:
        """Take what writes a text in its tidy form; it returns what it cannot read as it is."""
        super().__init__()
        self._tidied = tidy
        self.textEdited.connect(self.typed)

    def show_text(self, text: str) -> None:
        """Show a text without moving the cursor of one who types."""
        if text != self.text():
            self.setText(text)

    def take(self, text: str) -> None:
        """Put a text in as if it had been typed, selected so that the next key replaces it."""
        self.setText(text)
        self.selectAll()
        self.typed.emit(text)

    def tidy(self) -> None:
        """Write the text in its tidy form."""
        tidied = self._tidied(self.text())
        if tidied != self.text():
            self.setText(tidied)
            self.typed.emit(tidied)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tidy when the field is left."""
        super().focusOutEvent(event)
        self.tidy()
