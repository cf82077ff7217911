"""One field of a form: its name above it, a quiet remark beside the name, and what is wrong below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.ui.icons import draw_pixmap
from app.ui.theme import Theme
from app.ui.tokens import Role
from app.ui.widgets.texts import ElidedLabel, set_style_property, text_label

_ICON = 14


class FormField(QWidget):
    """Gives a line of input its label and its error sentence."""

    def __init__(self, title: str, field: QLineEdit, theme: Theme) -> None:
        """Start with nothing wrong."""
        super().__init__()
        self.field = field
        self._theme = theme
        self._title = text_label(title, caption=True, strong=True)
        self._title.setBuddy(field)
        self._remark = ElidedLabel(tone="muted")
        self._remark.setProperty("size", "caption")
        self._remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._icon = QLabel()
        self._sentence = text_label(tone="wrong", caption=True, wraps=True)
        self._error = QWidget()
        field.setAccessibleName(title)
        self.setFocusProxy(field)
        self._build()
        theme.changed.connect(self._tint)
        self._tint()

    @property
    def error(self) -> str:
        """The sentence that is shown, or empty."""
        return self._sentence.text()

    def show_error(self, sentence: str) -> None:
        """Say what is wrong, or with an empty sentence that nothing is."""
        self._sentence.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.field.setAccessibleDescription(sentence)
        set_style_property(self.field, "state", "wrong" if sentence else "")

    def show_remark(self, remark: str) -> None:
        """Show something worth knowing at the other end of the title's line."""
        self._remark.show_text(remark)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._title)
        top.addWidget(self._remark, 1)
        below = QHBoxLayout(self._error)
        below.setContentsMargins(1, 2, 0, 0)
        below.setSpacing(6)
        below.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._sentence, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.field)
        column.addWidget(self._error)
        self._error.hide()

    def _tint(self) -> None:
        color = self._theme.color(Role.WRONG)
        self._icon.setPixmap(draw_pixmap("warning", color, size=_ICON, scale=self.devicePixelRatioF()))
