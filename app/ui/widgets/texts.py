"""Labels that show text as it is: names pulled from a ledger are never markup (reliability G03)."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

Tone = Literal["", "muted", "good", "attention", "wrong", "accent"]


def text_label(
    text: str = "", *, tone: Tone = "", caption: bool = False, strong: bool = False, wraps: bool = False
) -> QLabel:
    """Make a plain-text label in one of the sheet's tones."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    label.setProperty("tone", tone)
    label.setProperty("size", "caption" if caption else "")
    label.setProperty("weight", "strong" if strong else "")
    return label


def named_label(name: str, text: str = "") -> QLabel:
    """Make a plain-text label styled by its object name: `page_title`, `section` and so on."""
    label = text_label(text)
    label.setObjectName(name)
    return label


def set_tone(label: QLabel, tone: Tone) -> None:
    """Change a label's tone."""
    set_style_property(label, "tone", tone)


def set_style_property(widget: QWidget, name: str, value: str) -> None:
    """Change a property the style sheet looks at, and have the widget styled anew if it differs."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class ElidedLabel(QLabel):
    """One line of plain text that gives way in its middle, or a name at its end; the tooltip has it all."""

    def __init__(self, text: str = "", *, tone: Tone = "", name: str = "") -> None:
        """Show the text as far as there is room; `name` is the object name of a title."""
        super().__init__()
        self._elide_at = Qt.TextElideMode.ElideRight if name else Qt.TextElideMode.ElideMiddle
        self._full = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        if name:
            self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Replace the text."""
        self._full = text
        self._elide()

    def full_text(self) -> str:
        """Return the text as it was given."""
        return self._full

    def resizeEvent(self, event: object) -> None:
        """Fit the text to the new width."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, self._elide_at, max(self.width() - 1, 0))
        self.setText(shown)
        self.setToolTip("" if shown == self._full else plain_tooltip(self._full))
        self.setAccessibleName(self._full)


def plain_tooltip(text: str) -> str:
    """Write a tooltip that Qt cannot take for markup."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span>{escaped}</span>" if text else ""
