"""Everything about the posting under the cursor: what happened, what is kept, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.core.companies import Company
from app.core.money import format_cents
from app.core.outbox import WAITING_STATES, Attempt, Blocked, OutboxItem
from app.ui.outbox_story import tell
from app.ui.pages.outbox_columns import day_text
from app.ui.shell.stamps import format_time
from app.ui.theme import CAPTION_PIXELS, Theme
from app.ui.widgets.attempt_list import AttemptList
from app.ui.widgets.buttons import push_button
from app.ui.widgets.company_bar import CompanyBar
from app.ui.widgets.disclosure import Disclosure
from app.ui.widgets.facts import Facts
from app.ui.widgets.note_card import NoteCard
from app.ui.widgets.texts import ElidedLabel, Tone, named_label, text_label
from app.ui.wording import kind_word, state_words

HEIGHT = 276
_SENT_HEIGHT = 130
_WIDE = 860
_PERMISSIONS = {Blocked.AUTH: "Sign in\u2026", Blocked.SCOPE: "Allow posting\u2026"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingDetail:
    """One posting with everything known about it."""

    item: OutboxItem
    company: Company | None
    today: date
    attempts: Sequence[Attempt] = ()
    entry_number: str = ""


class OutboxDetail(QFrame):
    """Shows one posting and offers what may be done with it."""

    retry_asked = Signal()
    stop_asked = Signal()
    allow_posting_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        """Start with nothing to show."""
        super().__init__()
        self.setObjectName("surface")
        self._title = named_label("page_title")
        self._title.setWordWrap(True)
        self._bar = CompanyBar(theme, height=16)
        self._company = ElidedLabel(tone="muted")
        self._note = NoteCard()
        self._facts = Facts()
        self._attempts = AttemptList()
        self._sent = QPlainTextEdit()
        self.copy = push_button("Copy", theme, icon="copy", name="Copy what is sent")
        self.sent = Disclosure("Show what is sent", self._sent_details(), theme)
        self.retry = push_button("Try again", theme, icon="sync")
        self.stop = push_button("Stop trying", theme, icon="stop")
        self.permit = push_button("", theme, icon="lock")
        self._empty = text_label("Choose a posting to see what became of it.", tone="muted", wraps=True)
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        self._left, self._middle, self._right = QWidget(), QWidget(), QWidget()
        self._is_wide: bool | None = None
        self._build()
        self._place()
        self._connect()
        self.show_detail(None)

    @property
    def story(self) -> str:
        """The state in words."""
        return self._note.accessibleName()

    def show_detail(self, detail: PostingDetail | None) -> None:
        """Show a posting, or say that none is chosen."""
        self._content.setVisible(detail is not None)
        self._empty.setVisible(detail is None)
        if detail is None:
            return
        item = detail.item
        words = state_words(item)
        self._title.setText(item.description or kind_word(item.kind))
        self._bar.show_company(detail.company)
        self._bar.setVisible(detail.company is not None)
        self._company.show_text(item.company_name)
        self._note.show_note(words.mood, words.word, tell(item).text())
        self._note.setAccessibleName(f"{words.word}. {tell(item).text()}")
        self._facts.show_facts(_facts(detail))
        self._attempts.show_attempts(detail.attempts, detail.today)
        self._show_sent(item)
        self._show_buttons(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the columns for the new width."""
        super().resizeEvent(event)
        self._place()

    def focus_act(self) -> None:
        """Go to the first act that is possible."""
        for button in (self.retry, self.permit, self.stop):
            if button.isVisible() and button.isEnabled():
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _show_sent(self, item: OutboxItem) -> None:
        text = (
            f"POST {item.path}\nIdempotency-Key: {item.key}\n\n{item.body.decode(errors='backslashreplace')}"
        )
        if text != self._sent.toPlainText():
            self._sent.setPlainText(text)

    def _show_buttons(self, item: OutboxItem) -> None:
        for button in (self.retry, self.stop):
            button.setEnabled(item.state in WAITING_STATES)
        asks = _PERMISSIONS.get(item.blocked) if item.blocked and item.is_open else None
        self.permit.setText(asks or "")
        self.permit.setVisible(asks is not None)
        self.stop.setVisible(item.is_open)
        tried = bool(item.attempts or item.blocked or item.reason)
        self.retry.setVisible(item.is_open and asks is None and tried)

    def _sent_details(self) -> QWidget:
        details = QWidget()
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(CAPTION_PIXELS)
        self._sent.setFont(font)
        self._sent.setReadOnly(True)
        self._sent.setTabChangesFocus(True)
        self._sent.setFixedHeight(_SENT_HEIGHT)
        self._sent.setAccessibleName("The exact bytes that are sent, and their key")
        column = QVBoxLayout(details)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._sent)
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        return details

    def _build(self) -> None:
        for part in (self._left, self._middle, self._right):  # the grid alone decides how wide they are
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._fill_left()
        _fill(self._middle, [self._facts])
        _fill(
            self._right,
            [named_label("section", "ATTEMPTS"), self._attempts, self.sent],
        )
        self._grid.setContentsMargins(20, 14, 20, 14)
        self._grid.setHorizontalSpacing(32)
        self._grid.setVerticalSpacing(14)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._content)
        self._empty.setContentsMargins(20, 16, 20, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._empty)
        outer.addWidget(scroll, 1)

    def _fill_left(self) -> None:
        company = QHBoxLayout()
        company.setSpacing(8)
        company.addWidget(self._bar)
        company.addWidget(self._company, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.retry, self.permit, self.stop):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addLayout(company)
        column.addSpacing(8)
        column.addWidget(self._note)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(1)

    def _place(self) -> None:
        """Set three columns, or where they would be too narrow two."""
        wide = self.width() >= _WIDE
        if wide == self._is_wide:
            return
        self._is_wide = wide
        self._grid.addWidget(self._left, 0, 0, 1 if wide else 2, 1)
        self._grid.addWidget(self._middle, 0, 1)
        self._grid.addWidget(self._right, *((0, 2) if wide else (1, 1)))
        for place, stretch in enumerate((5, 3, 4) if wide else (1, 1, 0)):
            self._grid.setColumnStretch(place, stretch)
        self._grid.setRowStretch(int(not wide), 1)

    def _connect(self) -> None:
        self.retry.clicked.connect(self.retry_asked)
        self.stop.clicked.connect(self.stop_asked)
        self.permit.clicked.connect(self.allow_posting_asked)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._sent.toPlainText()))


def _fill(place: QWidget, widgets: Sequence[QWidget]) -> None:
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)


def _facts(detail: PostingDetail) -> list[tuple[str, str, Tone]]:
    item = detail.item
    facts: list[tuple[str, str, Tone]] = [
        ("Kind", kind_word(item.kind), ""),
        ("Date", day_text(item), ""),
        ("Amount", format_cents(item.amount_cents), ""),
        ("Recorded here", format_time(item.created_at, detail.today), ""),
    ]
    if item.first_attempt_at:
        facts.append(("First sent", format_time(item.first_attempt_at, detail.today), ""))
    if item.next_attempt_at and item.is_open:
        facts.append(("Next try", format_time(item.next_attempt_at, detail.today), ""))
    if item.receipt:
        entry = f"Entry {detail.entry_number}" if detail.entry_number else "In the ledger; synced soon"
        facts.append(("Receipt", entry, "good"))
    return facts
