"""The Connect screen: the first thing a new user sees, and what is left after signing out."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.changes import Change, Changed
from app.core.connection import ConnectionState
from app.core.errors import AppError, InputError, KeychainError, SignInCancelledError
from app.ui.page import Stage
from app.ui.pages.connect_start import ConnectStart
from app.ui.pages.connect_view import ConnectView
from app.ui.pages.connect_wait import ConnectWait
from app.ui.tasks import Tasks
from app.ui.widgets.message_bar import MessageBar
from app.ui.widgets.product_mark import ProductMark
from app.ui.widgets.texts import ElidedLabel, named_label, text_label

_WIDTH = 480
_SIGN_IN = "sign in"


class SignIns(Protocol):
    """The way to a session."""

    @property
    def state(self) -> ConnectionState:
        """How the connection stands now."""
        ...

    async def sign_in(self, *, posting: bool, until_quit: bool = False) -> ConnectionState:
        """Sign in through the browser; raises SignInError, KeychainError or OfflineError."""
        ...

    def complete_with_url(self, text: str) -> None:
        """Take the final address as pasted from the browser; raises InputError for another one."""
        ...

    async def cancel(self) -> None:
        """Stop a sign-in under way."""
        ...


class ConnectPage(QWidget):
    """Leads to a session, or to the demo firm."""

    failed = Signal(object)
    """An exception that is a bug of ours."""
    demo_asked = Signal()
    signed_in = Signal()
    """There is a session now; the firm can be pulled."""

    def __init__(self, stage: Stage, connection: SignIns) -> None:
        """Show how the connection stands."""
        super().__init__()
        self._connection = connection
        self._view = ConnectView(connection=connection.state)
        self._tasks = Tasks(self.failed.emit)
        self.start = ConnectStart(stage.theme)
        self.wait = ConnectWait(stage.theme)
        self.note = MessageBar(stage.theme)
        self._server = ElidedLabel(tone="muted")
        self._build()
        self._connect()
        stage.changes.announced.connect(self._on_changed)
        self._render()

    @property
    def view(self) -> ConnectView:
        """What is shown."""
        return self._view

    def show_connection(self, state: ConnectionState) -> None:
        """Show how a connection stands."""
        self._show(replace(self._view, connection=state))

    async def close_page(self) -> None:
        """Cancel what runs before the session closes."""
        await self._tasks.cancel_all()

    def _show(self, view: ConnectView) -> None:
        self._view = view
        self._render()

    def _render(self) -> None:
        """Set every widget from the state."""
        view = self._view
        focused = QApplication.focusWidget()
        first = self.wait.cancel_button if view.is_signing_in else self.start.connect_button
        if self.focusProxy() is not first:
            had_focus = focused is not None and self.isAncestorOf(focused)
            self.start.setVisible(not view.is_signing_in)
            self.wait.setVisible(view.is_signing_in)
            self.setFocusProxy(first)
            if had_focus:
                first.setFocus()
        self.start.show_view(view)
        self.wait.show_view(view)
        if view.trouble:
            act = "Stay signed in until I quit" if view.offers_until_quit else ""
            self.note.show_message(view.trouble, view.mood, act=act)
        else:
            self.note.hide()
        self._server.show_text(view.server)

    async def _sign_in(self, *, until_quit: bool) -> None:
        """Go through the browser; whatever goes wrong is one sentence, and the screen stays usable."""
        self._show(ConnectView(connection=self._connection.state, posting=self._view.posting, is_busy=True))
        trouble: AppError | None = None
        try:
            await self._connection.sign_in(posting=self._view.posting, until_quit=until_quit)
        except AppError as error:
            trouble = error
        finally:
            self._show(replace(self._view, is_busy=False, connection=self._connection.state))
        if trouble is None:
            self.signed_in.emit()
            return
        self._show(
            replace(
                self._view,
                trouble=str(trouble),
                mood="info" if isinstance(trouble, SignInCancelledError) else "wrong",
                offers_until_quit=isinstance(trouble, KeychainError),
            )
        )

    async def _cancel(self) -> None:
        """Stop waiting for the browser, or for the keychain before it."""
        await self._connection.cancel()
        stopped = "The sign-in was stopped; nothing was connected."
        self._show(replace(self._view, is_busy=False, trouble=stopped, mood="info"))

    def _on_connect_asked(self, *, until_quit: bool = False) -> None:
        self._tasks.start(_SIGN_IN, self._sign_in(until_quit=until_quit))

    def _on_paste_taken(self) -> None:
        if not self._view.pasted.strip():
            return
        try:
            self._connection.complete_with_url(self._view.pasted)
        except InputError as error:
            self._show(replace(self._view, paste_error=str(error)))

    def _on_copy_asked(self) -> None:
        QGuiApplication.clipboard().setText(self._view.connection.link)
        self._show(replace(self._view, is_copied=True))

    def _on_changed(self, change: Change) -> None:
        if change.what & Changed.CONNECTION:
            self.show_connection(self._connection.state)

    def _build(self) -> None:
        card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(_WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 24, 24, 22)
        inside.setSpacing(14)
        for widget in (self.note, self.start, self.wait):
            inside.addWidget(widget)
        self._server.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._server.setProperty("size", "caption")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(0)
        column.addStretch(2)
        column.addLayout(_heading())
        column.addSpacing(20)
        column.addLayout(_centered(card))
        column.addSpacing(12)
        column.addWidget(self._server)
        column.addStretch(3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(_canvas(content))

    def _connect(self) -> None:
        self.start.connect_asked.connect(self._on_connect_asked)
        self.start.demo_asked.connect(self.demo_asked)
        self.start.posting_chosen.connect(lambda on: self._show(replace(self._view, posting=on)))
        self.wait.copy_asked.connect(self._on_copy_asked)
        self.wait.cancel_asked.connect(lambda: self._tasks.restart(_SIGN_IN, self._cancel()))
        self.wait.pasted.connect(lambda text: self._show(replace(self._view, pasted=text, paste_error="")))
        self.wait.paste_taken.connect(self._on_paste_taken)
        self.note.acted.connect(lambda: self._on_connect_asked(until_quit=True))
        self.note.closed.connect(lambda: self._show(replace(self._view, trouble="")))


def _heading() -> QVBoxLayout:
    heading = QVBoxLayout()
    heading.setSpacing(4)
    heading.addWidget(ProductMark(), 0, Qt.AlignmentFlag.AlignHCenter)
    heading.addSpacing(8)
    heading.addWidget(named_label("big_title", "Tickmark"), 0, Qt.AlignmentFlag.AlignHCenter)
    line = text_label("Review the books of all your clients, online or not.", tone="muted")
    heading.addWidget(line, 0, Qt.AlignmentFlag.AlignHCenter)
    return heading


def _centered(card: QFrame) -> QHBoxLayout:
    """Keep a card in the middle; an alignment would cut its wrapped sentences off."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card)
    row.addStretch(1)
    return row


def _canvas(content: QWidget) -> QFrame:
    """Lay content on the quiet ground; it scrolls where the window is low."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(content)
    canvas = QFrame()
    canvas.setObjectName("canvas")
    around = QVBoxLayout(canvas)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(scroll)
    return canvas
