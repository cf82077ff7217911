"""The window: companies at the left, one screen at a time at the right, the truth at the bottom."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.core.changes import Change, Changed
from app.core.companies import Company, CompanyKey
from app.core.connection import ConnectionState
from app.core.errors import AppError, SignInCancelledError
from app.core.outbox import OutboxCounts
from app.core.periods import Period, format_day, month_of
from app.core.sync import CompanyHealth, PullOutcome
from app.ui.changes import Changes
from app.ui.page import Page, Stage
from app.ui.pages.accounts import AccountsPage
from app.ui.pages.bank import BankPage
from app.ui.pages.connect import ConnectPage
from app.ui.pages.outbox import OutboxPage
from app.ui.pages.post import PostPage
from app.ui.services import WindowServices
from app.ui.shell.company_list import company_entries
from app.ui.shell.header import Header
from app.ui.shell.menu import fill_menu
from app.ui.shell.shortcuts import add_shortcuts
from app.ui.shell.sidebar import Sidebar
from app.ui.shell.status_line import StatusLine
from app.ui.shell.sync_run import SyncRun
from app.ui.tasks import Tasks
from app.ui.theme import Theme
from app.ui.widgets.message_bar import MessageBar

_SMALLEST = (960, 640)
_FIRST = (1440, 900)
_COUNTED = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowState:
    """What the frame shows; the screens have states of their own."""

    connection: ConnectionState
    period: Period
    page: str
    companies: tuple[Company, ...] = ()
    healths: dict[CompanyKey, CompanyHealth] = field(default_factory=dict)
    outbox: OutboxCounts = field(default_factory=OutboxCounts)
    company: Company | None = None
    recent: tuple[Company, ...] = ()
    """The companies that were open last, the open one first."""

    @property
    def is_first_run(self) -> bool:
        """Whether there is nothing to read and no session to read with."""
        return not self.companies and not self.connection.has_session


class MainWindow(QMainWindow):
    """Shows one company of the firm on one screen."""

    closed = Signal()
    demo_asked = Signal()
    crashed = Signal(object)
    """An exception that is a bug of ours, for the crash dialog."""

    def __init__(self, services: WindowServices, theme: Theme) -> None:
        """Build the frame and the screens; `start` fills them."""
        super().__init__()
        self.services = services
        self.theme = theme
        self.changes = Changes(services.subscribe)
        self.tasks = Tasks(self.show_failure)
        self.sync_run = SyncRun(services.pull)
        self.state = WindowState(
            connection=services.connection.state, period=month_of(services.clock.today()), page=BankPage.title
        )
        stage = Stage(theme=theme, changes=self.changes)
        self.pages: dict[str, Page] = {
            page.title: page
            for page in (
                BankPage(stage, services.books),
                AccountsPage(stage, services.books),
                PostPage(stage, services),
                OutboxPage(stage, services),
            )
        }
        self.connect_page = ConnectPage(stage, services.connection)
        today = services.clock.today()
        self.sidebar = Sidebar(theme)
        self.header = Header(theme, today, tuple(self.pages))
        self.messages = MessageBar(theme)
        self.status = StatusLine(theme, today)
        self.menu = QMenu(self)
        self._build()
        self._connect()
        add_shortcuts(self)

    async def start(self) -> None:
        """Read what the frame shows, open the first company, and sync when there is a session."""
        await self._read(Changed.COMPANIES | Changed.OUTBOX | Changed.CONNECTION)
        if self.state.connection.has_session:
            self.sync_run.start()

    async def shut_down(self) -> None:
        """Stop everything this window runs, before the services close."""
        await self.sync_run.stop()
        await self.tasks.cancel_all()
        await asyncio.gather(*(page.close_page() for page in (*self.pages.values(), self.connect_page)))
        self.changes.close()

    def open_company(self, company: Company) -> None:
        """Show another company on the screen that is open."""
        recent = (company, *(other for other in self.state.recent if other.key != company.key))
        self.show_state(replace(self.state, company=company, recent=recent[:_COUNTED]))

    def open_recent(self, place: int) -> None:
        """Show the company that was open that many companies ago, counted from 1."""
        choices = self.state.recent if len(self.state.recent) > 1 else self.state.companies
        if place <= len(choices):
            self.open_company(choices[place - 1])

    def step_company(self, steps: int) -> None:
        """Show the next company of the list, or the one before."""
        companies = self.state.companies
        if self.state.company in companies:
            self.open_company(companies[(companies.index(self.state.company) + steps) % len(companies)])

    def open_period(self, period: Period) -> None:
        """Show another period on every screen."""
        self.show_state(replace(self.state, period=period))

    def open_page(self, title: str) -> None:
        """Show another screen."""
        self.messages.hide()
        self.show_state(replace(self.state, page=title))
        self.pages[title].setFocus()

    def toggle_sync(self) -> None:
        """Sync all companies, or stop the sync that runs."""
        if self.sync_run.is_running:
            self.tasks.start("stop sync", self.sync_run.stop())
        elif self.state.connection.has_session:
            self.messages.hide()
            self.sync_run.start()
        else:
            self.sign_in(posting=self.state.connection.may_post)

    def sign_in(self, *, posting: bool) -> None:
        """Sign in again, or for more permissions, through the browser."""
        self.tasks.start("sign in", self._sign_in(posting=posting))

    def sign_out(self) -> None:
        """Forget the session on this computer; the mirror and the outbox stay."""
        self.tasks.start("sign out", self._sign_out())

    def show_failure(self, failure: Exception) -> None:
        """Say what is the matter: a sentence for the user, or a crash report for a bug."""
        if isinstance(failure, SignInCancelledError):
            self.messages.show_message(str(failure), "info")
        elif isinstance(failure, AppError):
            self.messages.show_message(str(failure), "attention")
        else:
            self.crashed.emit(failure)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the companies narrow in a narrow window."""
        super().resizeEvent(event)
        self.sidebar.fit_window(self.width())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window closed; the run ends what is under way."""
        event.accept()
        self.closed.emit()

    async def _read(self, what: Changed) -> None:
        """Read what changed into a new state."""
        state = replace(self.state, connection=self.services.connection.state)
        if what & (Changed.COMPANIES | Changed.TIE_OUT | Changed.CONNECTION):
            companies = tuple(await self.services.books.list_companies())
            healths = {health.company: health for health in await self.services.books.list_health()}
            state = replace(state, companies=companies, healths=healths)
        if what & Changed.OUTBOX:
            state = replace(state, outbox=await self.services.postings.counts())
        known = {company.key: company for company in state.companies}
        company = known.get(self.state.company.key) if self.state.company else None
        company = company or next(iter(state.companies), None)
        # What the user chose while the mirror was read stays chosen.
        self.show_state(
            replace(
                state,
                company=company,
                period=self.state.period,
                page=self.state.page,
                recent=self.state.recent or ((company,) if company else ()),
            )
        )

    async def _sign_in(self, *, posting: bool) -> None:
        await self.services.connection.sign_in(posting=posting)
        self.messages.show_message("Signed in. Syncing all companies.", "good")
        self.sync_run.start()

    async def _sign_out(self) -> None:
        await self.sync_run.stop()
        confirmed = await self.services.connection.sign_out()
        ending = (
            "" if confirmed else " LedgerHQ did not confirm it; end the session in its own settings, too."
        )
        self.messages.show_message(
            f"Signed out. The mirror and the outbox stay on this computer.{ending}",
            "info" if confirmed else "attention",
        )

    def show_state(self, state: WindowState) -> None:
        """Take a new state and show it."""
        self.state = state
        self._render()

    def _render(self) -> None:
        """Set every widget of the frame from the state."""
        state, sync = self.state, self.sync_run
        today = self.services.clock.today()
        key = state.company.key if state.company else None
        entries = company_entries(state.companies, state.healths, sync.running, today)
        self.sidebar.show_companies(self.services.firm or "Companies", entries, key)
        self.header.show_company(state.company)
        self.header.periods.show_period(state.period)
        self.header.show_tab(state.page)
        self.header.show_syncing(running=sync.is_running)
        self.status.show_connection(state.connection)
        as_of = format_day(min(today, state.period.end))
        self.status.show_health(state.healths.get(key) if key is not None else None, as_of)
        self.status.show_progress(sync, len(state.companies))
        self.status.show_outbox(state.outbox)
        self.outer.setCurrentWidget(self.connect_page if state.is_first_run else self.frame)
        self.stack.setCurrentWidget(self.pages[state.page])
        for page in self.pages.values():
            page.open_company(state.company, state.period)
        self.setWindowTitle(f"{state.company.name} \u2013 Tickmark" if state.company else "Tickmark")

    def _on_changed(self, change: Change) -> None:
        watched = Changed.COMPANIES | Changed.TIE_OUT | Changed.OUTBOX | Changed.CONNECTION
        if change.what & watched:
            self._pending |= change.what
            self.tasks.restart("read", self._read_pending())

    async def _read_pending(self) -> None:
        what = self._pending
        await self._read(what)
        self._pending &= ~what

    def _on_sync_ended(self, outcomes: list[PullOutcome]) -> None:
        trouble = [outcome for outcome in outcomes if outcome.error]
        if trouble:
            first = trouble[0]
            more = f" (and {len(trouble) - 1} more)" if len(trouble) > 1 else ""
            self.messages.show_message(f"{first.company_name}{more}: {first.error}", "attention")

    def _open_menu(self, corner: QPoint) -> None:
        fill_menu(self)
        self.menu.popup(corner)

    def _build(self) -> None:
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_FIRST)
        self._pending = Changed.NOTHING
        self.stack = QStackedWidget()
        for page in self.pages.values():
            self.stack.addWidget(page)
        self.frame = QWidget()
        right = QVBoxLayout()
        right.setSpacing(0)
        for widget in (self.header, self.messages, self.stack):
            right.addWidget(widget, int(widget is self.stack))
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self.sidebar)
        columns.addLayout(right, 1)
        rows = QVBoxLayout(self.frame)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(columns, 1)
        rows.addWidget(self.status)
        self.outer = QStackedWidget()
        self.outer.addWidget(self.frame)
        self.outer.addWidget(self.connect_page)
        self.setCentralWidget(self.outer)

    def _connect(self) -> None:
        self.changes.announced.connect(self._on_changed)
        self.sidebar.company_chosen.connect(self.open_company)
        self.header.periods.chosen.connect(self.open_period)
        self.header.tab_chosen.connect(self.open_page)
        self.header.sync_asked.connect(self.toggle_sync)
        self.header.posting_asked.connect(lambda: self.open_page(PostPage.title))
        self.header.menu_asked.connect(self._open_menu)
        self.status.outbox_asked.connect(lambda: self.open_page(OutboxPage.title))
        self.sync_run.moved.connect(self._render)
        self.sync_run.ended.connect(self._on_sync_ended)
        self.sync_run.failed.connect(self.show_failure)
        for page in self.pages.values():
            page.failed.connect(self.show_failure)
            page.go_to.connect(self.open_page)
