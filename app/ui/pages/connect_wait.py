"""The second half of the Connect screen: the browser has the word."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.ui.pages.connect_view import ConnectView
from app.ui.theme import Theme
from app.ui.widgets.buttons import push_button
from app.ui.widgets.form_field import FormField
from app.ui.widgets.texts import named_label, text_label


class ConnectWait(QWidget):
    """Waits for the browser, and helps where it cannot come up or cannot come back."""

    copy_asked = Signal()
    cancel_asked = Signal()
    pasted = Signal(str)
    paste_taken = Signal()

    def __init__(self, theme: Theme) -> None:
        """Start waiting."""
        super().__init__()
        self._sentence = text_label(wraps=True)
        self._progress = QProgressBar()
        self.copy_button = push_button("Copy link", theme, icon="copy")
        self.cancel_button = push_button("Cancel", theme, name="Cancel the sign-in")
        self.address = QLineEdit()
        self._field = FormField("Final address", self.address, theme)
        self.take_button = push_button("Continue", theme)
        self._build()
        self._connect()

    @property
    def sentence(self) -> str:
        """What is waited for."""
        return self._sentence.text()

    @property
    def paste_error(self) -> str:
        """What is wrong with the pasted address."""
        return self._field.error

    def show_view(self, view: ConnectView) -> None:
        """Show how far it has come."""
        self._sentence.setText(view.waiting)
        self.copy_button.setEnabled(bool(view.connection.link))
        self.copy_button.setText("Copied" if view.is_copied else "Copy link")
        if self.address.text() != view.pasted:
            self.address.setText(view.pasted)
        self._field.show_error(view.paste_error)
        self.take_button.setEnabled(bool(view.pasted.strip()))

    def _build(self) -> None:
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Waiting for the browser")
        self.address.setPlaceholderText("http://127.0.0.1\u2026")
        title = named_label("page_title", "Finish signing in in your browser")
        title.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.take_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(title)
        column.addWidget(self._sentence)
        column.addWidget(self._progress)
        column.addLayout(buttons)
        column.addSpacing(10)
        column.addWidget(self._field)
        hint = "Only needed when the browser ends on a page that cannot be opened: paste its address here."
        column.addWidget(text_label(hint, tone="muted", caption=True, wraps=True))
        column.addLayout(below)

    def _connect(self) -> None:
        self.copy_button.clicked.connect(self.copy_asked)
        self.cancel_button.clicked.connect(self.cancel_asked)
        self.address.textEdited.connect(self.pasted)
        self.address.returnPressed.connect(self.paste_taken)
        self.take_button.clicked.connect(self.paste_taken)
