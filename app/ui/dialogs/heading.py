"""The top of every dialog: an icon, a title, and what it is about."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from app.ui.icons import draw_pixmap
from app.ui.theme import Theme
from app.ui.tokens import Role
from app.ui.widgets.texts import named_label, text_label

_ICON = 24


def dialog_heading(theme: Theme, icon: str, role: Role, title: str, sentence: str) -> QHBoxLayout:
    """Lay the icon beside the title and the sentence; both wrap."""
    picture = QLabel()
    picture.setPixmap(draw_pixmap(icon, theme.color(role), size=_ICON, scale=picture.devicePixelRatioF()))
    name = named_label("page_title", title)
    name.setWordWrap(True)
    words = QVBoxLayout()
    words.setSpacing(6)
    words.addWidget(name)
    words.addWidget(text_label(sentence, wraps=True))
    top = QHBoxLayout()
    top.setSpacing(14)
    top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    top.addLayout(words, 1)
    return top
