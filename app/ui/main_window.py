"""The window: companies at the left, one screen at a time at the right, the truth at the bottom."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtCore import QByteArray, QPoint, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget

from app.core.changes import Change, Changed
from app.core.companies import Company
from app.core.errors import AppError, SignInCancelledError
from app.core.periods import Period, month_of
from app.core.sync import PullOutcome
from app.ui.changes import Changes
from app.ui.page import Page, Stage
from app.ui.pages.accounts import AccountsPage
from app.ui.pages.bank import BankPage
from app.ui.pages.connect import ConnectPage
from app.ui.pages.outbox import OutboxPage
from app.ui.pages.post import PostPage
from app.ui.services import WindowServices
from app.ui.shell.frame import Frame
from app.ui.shell.menu import fill_menu
from app.ui.shell.shortcuts import add_shortcuts
from app.ui.shell.sync_run import SyncRun
from app.ui.shell.window_state import WindowState
from app.ui.tasks import Tasks
from app.ui.theme import Appearance, Theme

_SMALLEST = (960, 640)
_FIRST = (1440, 900)
_COUNTED = 9


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
        self.post_page = PostPage(stage, services)
        self.outbox_page = OutboxPage(stage, services)
        pages: tuple[Page, ...] = (
            BankPage(stage, services.books),
            AccountsPage(stage, services.books),
            self.post_page,
            self.outbox_page,
        )
        self.pages = {page.title: page for page in pages}
        self.connect_page = ConnectPage(stage, services.connection)
        self.frame = Frame(theme, services.clock.today(), self.pages, services.firm)
        self.menu = QMenu(self)
        self._build()
        self._connect()
        add_shortcuts(self)

    async def start(self) -> None:
        """Read what the frame shows, open the first company, and sync when there is a session."""
        await self._read(Changed.COMPANIES | Changed.OUTBOX | Changed.CONNECTION)
        last = self.services.settings.current.company_id
        company = next((company for company in self.state.companies if company.id == last), None)
        if company is not None:
            self.open_company(company)
        if self.state.connection.has_session:
            self.sync_run.start()

    async def shut_down(self) -> None:
        """Stop everything this window runs, before the services close."""
        await self.sync_run.stop()
        await self.tasks.cancel_all()
        shape = bytes(self.saveGeometry().toBase64().data()).decode()
        company_id = self.state.company.id if self.state.company else ""
        await self.services.settings.change(window=shape, company_id=company_id)
        await asyncio.gather(
            self.connect_page.close_page(), *(page.close_page() for page in self.pages.values())
        )
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
        self.frame.messages.hide()
        self.show_state(replace(self.state, page=title))
        self.pages[title].setFocus()

    def step_page(self, steps: int) -> None:
        """Show the next screen, or the one before."""
        titles = list(self.pages)
        self.open_page(titles[(titles.index(self.state.page) + steps) % len(titles)])

    def toggle_sync(self) -> None:
        """Sync all companies, or stop the sync that runs."""
        if self.sync_run.is_running:
            self.tasks.start("stop sync", self.sync_run.stop())
        elif self.state.connection.has_session:
            self.frame.messages.hide()
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
            self.frame.messages.show_message(str(failure), "info")
        elif isinstance(failure, AppError):
            self.frame.messages.show_message(str(failure), "attention")
        else:
            self.crashed.emit(failure)

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

    def choose_appearance(self, appearance: Appearance) -> None:
        """Switch between light and dark, now and in later runs."""
        self.theme.choose(appearance)
        self.tasks.restart("appearance", self.services.settings.change(appearance=appearance.value))

    async def _sign_in(self, *, posting: bool) -> None:
        await self.services.connection.sign_in(posting=posting)
        self.frame.messages.show_message("Signed in. Syncing all companies.", "good")
        self.sync_run.start()

    async def _sign_out(self) -> None:
        await self.sync_run.stop()
        confirmed = await self.services.connection.sign_out()
        ending = (
            "" if confirmed else " LedgerHQ did not confirm it; end the session in its own settings, too."
        )
        self.frame.messages.show_message(
            f"Signed out. The mirror and the outbox stay on this computer.{ending}",
            "info" if confirmed else "attention",
        )

    def show_state(self, state: WindowState) -> None:
        """Take a new state and show it."""
        self.state = state
        self._render()

    def _render(self) -> None:
        """Show the state, on the Connect screen while there is nothing to read."""
        state = self.state
        self.frame.show_state(state, self.sync_run)
        self.outer.setCurrentWidget(self.connect_page if state.is_first_run else self.frame)
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

    def _on_company_chosen(self, company: Company) -> None:
        self.open_company(company)
        self.pages[self.state.page].setFocus()

    def _on_sync_ended(self, outcomes: list[PullOutcome]) -> None:
        trouble = [outcome for outcome in outcomes if outcome.error]
        if trouble:
            first = trouble[0]
            more = f" (and {len(trouble) - 1} more)" if len(trouble) > 1 else ""
            self.frame.messages.show_message(f"{first.company_name}{more}: {first.error}", "attention")

    def _open_menu(self, corner: QPoint) -> None:
        fill_menu(self)
        self.menu.popup(corner)

    def _build(self) -> None:
        self.setMinimumSize(*_SMALLEST)
        shape = self.services.settings.current.window
        if not self.restoreGeometry(QByteArray.fromBase64(shape.encode())):
            self.resize(*_FIRST)
        self._pending = Changed.NOTHING
        self.outer = QStackedWidget()
        self.outer.addWidget(self.frame)
        self.outer.addWidget(self.connect_page)
        self.setCentralWidget(self.outer)

    def _connect(self) -> None:
        self.changes.announced.connect(self._on_changed)
        self.frame.sidebar.company_chosen.connect(self._on_company_chosen)
        self.frame.header.periods.chosen.connect(self.open_period)
        self.frame.header.tab_chosen.connect(self.open_page)
        self.frame.header.sync_asked.connect(self.toggle_sync)
        self.frame.header.posting_asked.connect(lambda: self.open_page(PostPage.title))
        self.frame.header.menu_asked.connect(self._open_menu)
        self.frame.status.outbox_asked.connect(lambda: self.open_page(OutboxPage.title))
        self.sync_run.moved.connect(self._render)
        self.sync_run.ended.connect(self._on_sync_ended)
        self.sync_run.failed.connect(self.show_failure)
        self.connect_page.failed.connect(self.show_failure)
        self.connect_page.signed_in.connect(self.sync_run.start)
        self.connect_page.demo_asked.connect(self.demo_asked)
        for asking in (self.post_page, self.outbox_page):
            asking.allow_posting_asked.connect(lambda: self.sign_in(posting=True))
        for page in self.pages.values():
            page.failed.connect(self.show_failure)
            page.go_to.connect(self.open_page)
