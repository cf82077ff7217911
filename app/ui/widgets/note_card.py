"""A tinted card that explains what one is looking at."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.ui.widgets.texts import text_label


class NoteCard(QFrame):
    """A tinted card: a heading and a sentence."""

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self._heading = text_label(strong=True, wraps=True)
        self._sentence = text_label(wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 10)
        column.setSpacing(2)
        column.addWidget(self._heading)
        column.addWidget(self._sentence)
        self.hide()

    def show_note(self, mood: str, heading: str, sentence: str) -> None:
        """Show it in the color of its mood."""
        self._heading.setText(heading)
        self._heading.setProperty("tone", "accent" if mood == "info" else mood)
        self._sentence.setText(sentence)
        self.setObjectName(f"note_{mood}")
        for widget in (self, self._heading):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.show()
