"""Tells of a bug of ours: what to hand on, and that Tickmark keeps running."""

from __future__ import annotations

import traceback

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.dialogs.heading import dialog_heading
from app.ui.theme import CAPTION_PIXELS, Theme
from app.ui.tokens import Role
from app.ui.widgets.buttons import push_button

_SIZE = (620, 420)
_SENTENCE = (
    "Tickmark keeps running, and what was stored is kept. The text below says what happened:"
    " copy it into your report."
)


def crash_text(failure: BaseException) -> str:
    """Return a failure with where it came from, as a report needs it."""
    return "".join(traceback.format_exception(failure)).strip()


class CrashDialog(QDialog):
    """Shows the text of a crash; it is no end."""

    def __init__(self, text: str, theme: Theme, parent: QWidget | None) -> None:
        """Show this text."""
        super().__init__(parent)
        self.setWindowTitle("Something went wrong")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.text = QPlainTextEdit(text)
        self.copy_button = push_button("Copy text", theme, icon="copy")
        self.close_button = push_button("Keep working", theme, kind="primary")
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        self.copy_button.clicked.connect(lambda: self.copy_button.setText("Copied"))
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        self._build(theme)
        self.resize(*_SIZE)
        self.close_button.setFocus()

    def _build(self, theme: Theme) -> None:
        self.text.setReadOnly(True)
        self.text.setAccessibleName("What happened")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(CAPTION_PIXELS)
        self.text.setFont(font)
        self.text.setTabChangesFocus(True)
        top = dialog_heading(theme, "warning", Role.WRONG, "Something went wrong", _SENTENCE)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(16)
        column.addLayout(top)
        column.addWidget(self.text, 1)
        column.addLayout(buttons)
