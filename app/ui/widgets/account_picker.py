"""A field that finds an account by code or name while one types, by keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit

from app.core.postings import PostingAccount
from app.ui.icons import draw_icon
from app.ui.models.account_choices import ranked
from app.ui.theme import Theme
from app.ui.tokens import Role
from app.ui.widgets.account_list import AccountList

_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 7, Qt.Key.Key_PageUp: -7}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AccountPicker(QLineEdit):
    """Shows the chosen account; typing offers others, Down offers all.

    Enter or Tab takes the account under the cursor, Escape goes back to the one chosen before.
    """

    chosen = Signal(str)
    """The posting id of another account, or empty when the field was cleared."""

    def __init__(self, theme: Theme) -> None:
        """Start without accounts."""
        super().__init__()
        self._theme = theme
        self._choices: tuple[PostingAccount, ...] = ()
        self._posting_id = ""
        self.list = AccountList(theme, self)
        self._opener = QAction(self)
        self._opener.setToolTip("Show all accounts")
        self.addAction(self._opener, QLineEdit.ActionPosition.TrailingPosition)
        self.setPlaceholderText("Code or name")
        self._opener.triggered.connect(self._toggle_list)
        self.textEdited.connect(self._on_text_edited)
        self.list.chosen.connect(self._take)
        self.destroyed.connect(self.list.deleteLater)
        theme.changed.connect(self._tint)
        self._tint()

    def show_choices(self, choices: Sequence[PostingAccount], posting_id: str) -> None:
        """Offer these accounts and show which one is chosen; what is being typed stays."""
        same = posting_id == self._posting_id
        self._choices = tuple(choices)
        self._posting_id = posting_id
        if not same or not self.hasFocus():
            self._show_chosen(keep_unknown=same)

    def open_list(self) -> None:
        """Offer all accounts, the cursor on the chosen one."""
        ids = [choice.posting_id for choice in self._choices]
        self._open(self._choices, row=ids.index(self._posting_id) if self._posting_id in ids else 0)

    def close_list(self) -> None:
        """Close the list; what is typed stays."""
        self.list.hide()

    def settle(self) -> None:
        """Take what is offered for the typed text, as leaving the field by Tab does."""
        if self.list.isVisible() and self.list.current is not None:
            self._take(self.list.current)
        else:
            self._take_exact()
        self.close_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move through the list, take from it, close it."""
        key = Qt.Key(event.key())
        is_open = self.list.isVisible()
        if key in _MOVES and is_open:
            self.list.move_by(_MOVES[key])
        elif key == Qt.Key.Key_Down:
            self.open_list()
        elif key in _ENTER and is_open and self.list.current is not None:
            self._take(self.list.current)
        elif key == Qt.Key.Key_Escape and is_open:
            self.close_list()
            self._show_chosen()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Take what is offered before Tab leaves the field."""
        self.settle()
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all, so that typing replaces the account."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take an account that was typed in full; a list left open is not a choice."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._take_exact()
        self.close_list()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Offer all accounts to the mouse."""
        super().mousePressEvent(event)
        if not self.list.isVisible():
            self.selectAll()
            self.open_list()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave no list behind on another screen."""
        super().hideEvent(event)
        self.close_list()

    def _on_text_edited(self, text: str) -> None:
        if not text.strip():
            self._choose("")
        self._open(ranked(self._choices, text), row=0)

    def _toggle_list(self) -> None:
        if self.list.isVisible():
            self.close_list()
        else:
            self.setFocus()
            self.open_list()

    def _open(self, choices: Sequence[PostingAccount], *, row: int) -> None:
        nothing = (
            "No account matches." if self._choices else "This company has no accounts here yet; sync first."
        )
        self.list.show_choices(choices, row=row, nothing=nothing)
        self.list.open_below(self)

    def _take(self, choice: PostingAccount) -> None:
        self.close_list()
        self._choose(choice.posting_id)
        self._show_chosen()

    def _take_exact(self) -> None:
        """Take an account whose code or whole name was typed; other text stays, and means no account."""
        typed = self.text().strip().casefold()
        if typed == self._title_of(self._posting_id).casefold():
            return
        for choice in self._choices:
            account = choice.account
            if (
                typed in (account.code.casefold(), account.name.casefold(), account.title.casefold())
                and typed
            ):
                self._take(choice)
                return
        self._choose("")

    def _choose(self, posting_id: str) -> None:
        if posting_id != self._posting_id:
            self._posting_id = posting_id
            self.chosen.emit(posting_id)

    def _show_chosen(self, *, keep_unknown: bool = False) -> None:
        """Write the chosen account's title; text that means no account may stay."""
        if self._posting_id or not keep_unknown:
            self.setText(self._title_of(self._posting_id))
            self.setCursorPosition(0)

    def _title_of(self, posting_id: str) -> str:
        return next((c.account.title for c in self._choices if c.posting_id == posting_id), "")

    def _tint(self) -> None:
        self._opener.setIcon(draw_icon("chevron-down", self._theme.color(Role.MUTED)))
