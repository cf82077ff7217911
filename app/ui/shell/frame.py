"""The frame: companies at the left, header and screens at the right, the truth at the bottom."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.periods import format_day
from app.ui.page import Page
from app.ui.shell.company_list import company_entries
from app.ui.shell.header import Header
from app.ui.shell.sidebar import Sidebar
from app.ui.shell.status_line import StatusLine
from app.ui.shell.sync_run import SyncRun
from app.ui.shell.window_state import WindowState
from app.ui.theme import Theme
from app.ui.widgets.message_bar import MessageBar


class Frame(QWidget):
    """Everything around the screens."""

    def __init__(self, theme: Theme, today: date, pages: dict[str, Page], firm: str) -> None:
        """Stand around these screens; `firm` is its name where it is known."""
        super().__init__()
        self._today = today
        self._firm = firm
        self.sidebar = Sidebar(theme)
        self.header = Header(theme, today, tuple(pages))
        self.messages = MessageBar(theme)
        self.status = StatusLine(theme, today)
        self._stack = QStackedWidget()
        self._pages = pages
        self._build()

    def show_state(self, state: WindowState, sync: SyncRun) -> None:
        """Set every widget of the frame from the state."""
        key = state.company.key if state.company else None
        entries = company_entries(state.companies, state.healths, sync.running, self._today)
        self.sidebar.show_companies(self._firm or "Companies", entries, key)
        self.header.show_company(state.company)
        self.header.periods.show_period(state.period)
        self.header.show_tab(state.page)
        self.header.show_syncing(running=sync.is_running)
        self.status.show_connection(state.connection)
        as_of = format_day(min(self._today, state.period.end))
        self.status.show_health(state.healths.get(key) if key is not None else None, as_of)
        self.status.show_progress(sync, len(state.companies))
        self.status.show_outbox(state.outbox)
        self._stack.setCurrentWidget(self._pages[state.page])
        for page in self._pages.values():
            page.open_company(state.company, state.period)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the companies narrow in a narrow window."""
        super().resizeEvent(event)
        self.sidebar.fit_window(self.width())

    def _build(self) -> None:
        for page in self._pages.values():
            self._stack.addWidget(page)
        right = QVBoxLayout()
        right.setSpacing(0)
        for widget in (self.header, self.messages, self._stack):
            right.addWidget(widget, int(widget is self._stack))
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self.sidebar)
        columns.addLayout(right, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(columns, 1)
        rows.addWidget(self.status)
