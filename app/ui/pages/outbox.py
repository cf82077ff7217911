"""The Outbox screen: every posting of every company, where it stands, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from app.core.changes import Changed
from app.core.companies import Company
from app.core.money import format_cents
from app.core.outbox import Attempt, OutboxCounts, OutboxItem, OutboxState
from app.ui.dialogs.ask import ask
from app.ui.dialogs.question import Question, Wording
from app.ui.models.row_table import RowTable
from app.ui.page import Page, Stage
from app.ui.pages.outbox_columns import OUTBOX_COLUMNS, OutboxFilter, OutboxQuery, OutboxRow, OutboxRows
from app.ui.pages.outbox_detail import HEIGHT as DETAIL_HEIGHT
from app.ui.pages.outbox_detail import OutboxDetail, PostingDetail
from app.ui.pages.outbox_services import OutboxServices
from app.ui.pages.outbox_toolbar import OutboxToolbar
from app.ui.widgets.message_bar import MessageBar
from app.ui.widgets.row_view import RowView
from app.ui.wording import kind_word

_EMPTY = {
    OutboxFilter.ALL: "Nothing has been posted from here yet. Press Ctrl+N to post a purchase.",
    OutboxFilter.WAITING: "Nothing is waiting: what you posted has been answered.",
    OutboxFilter.ATTENTION: "Nothing needs your attention.",
    OutboxFilter.POSTED: "Nothing has been posted yet. What waits is listed under All.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxView:
    """What the screen shows."""

    items: tuple[OutboxItem, ...] = ()
    companies: Mapping[str, Company] = field(default_factory=lambda: MappingProxyType({}))
    """By id; a company the firm lost has no entry, and its postings stay."""
    counts: OutboxCounts = field(default_factory=OutboxCounts)
    query: OutboxQuery = field(default_factory=OutboxQuery)
    chosen_id: int | None = None
    attempts: tuple[Attempt, ...] = ()
    entry_number: str = ""

    @property
    def chosen(self) -> OutboxItem | None:
        """The posting under the cursor."""
        return next((item for item in self.items if item.id == self.chosen_id), None)


class OutboxPage(Page):
    """Lists the postings of all companies, newest first."""

    title = "Outbox"
    watches = Changed.OUTBOX | Changed.COMPANIES | Changed.JOURNAL

    allow_posting_asked = Signal()
    """The user wants to sign in again with the permission to post."""

    def __init__(self, stage: Stage, services: OutboxServices) -> None:
        """Build the screen; nothing is read before it is seen."""
        super().__init__(stage)
        self._services = services
        self._view = OutboxView()
        self._source = OutboxRows()
        self.rows: RowTable[OutboxQuery, OutboxRow] = RowTable(self._source, OUTBOX_COLUMNS, self)
        query = self._view.query
        self.table = RowView(self.rows, stage.theme, name="Postings", sort=(query.sort, query.descending))
        self.toolbar = OutboxToolbar(stage.theme)
        self.detail = OutboxDetail(stage.theme)
        self._problem = MessageBar(stage.theme, closable=False)
        self._build()
        self._connect()

    @property
    def view(self) -> OutboxView:
        """What is shown."""
        return self._view

    @property
    def problem(self) -> str:
        """What is the matter with the disk, or empty."""
        return self._problem.text

    @property
    def is_settled(self) -> bool:
        """Whether the screen shows all it was asked to show."""
        return super().is_settled and self.rows.is_settled

    def show_only(self, choice: OutboxFilter) -> None:
        """List the postings one filter lets through."""
        self._find(replace(self._view.query, filter=choice))

    def show_items(self, view: OutboxView) -> None:
        """List other postings; the cursor stays on its own, and its details are read anew."""
        today = self._services.clock.today()
        self._source.take([_row(item, view.companies.get(item.company_id), today) for item in view.items])
        self._show(view)
        self.rows.show(view.query)
        self.tasks.restart("detail", self._choose(view.chosen_id))

    async def close_page(self) -> None:
        """Cancel what runs before the outbox closes."""
        await self.rows.stop()
        await super().close_page()

    async def _reload(self) -> None:
        postings = self._services.postings
        items = tuple(await postings.list_items())
        counts = await postings.counts()
        companies = {company.id: company for company in await self._services.books.list_companies()}
        self.show_items(replace(self._view, items=items, companies=companies, counts=counts))

    async def _choose(self, item_id: int | None) -> None:
        """Read everything about a posting, then show it."""
        item = next((item for item in self._view.items if item.id == item_id), None)
        if item is None:
            self._show(replace(self._view, chosen_id=None))
            return
        attempts = tuple(await self._services.postings.list_attempts(item.id))
        number = ""
        company = self._view.companies.get(item.company_id)
        if item.receipt is not None and company is not None:
            number = await self._services.books.find_entry_number(company.key, item.receipt.journal_entry_id)
        self._show(replace(self._view, chosen_id=item.id, attempts=attempts, entry_number=number))

    def _show(self, view: OutboxView) -> None:
        self._view = view
        self._render()

    def _find(self, query: OutboxQuery) -> None:
        self._show(replace(self._view, query=query))
        self.rows.show(query)

    def _render(self) -> None:
        """Set every widget from the state."""
        view = self._view
        self.toolbar.show_filter(view.query.filter, view.items)
        self.toolbar.show_counts(view.counts)
        self.table.empty_text = _EMPTY[view.query.filter]
        if view.counts.problem:
            self._problem.show_message(view.counts.problem, "wrong")
        else:
            self._problem.hide()
        self.detail.setVisible(bool(view.items))
        self.detail.show_detail(self._detail_of(view))
        self.table.viewport().update()

    def _detail_of(self, view: OutboxView) -> PostingDetail | None:
        item = view.chosen
        if item is None:
            return None
        return PostingDetail(
            item=item,
            company=view.companies.get(item.company_id),
            today=self._services.clock.today(),
            attempts=view.attempts,
            entry_number=view.entry_number,
        )

    def _on_rows_shown(self) -> None:
        self.table.viewport().update()
        if self.table.cursor_row < 0:
            self.table.move_to(0)

    async def _retry(self, item: OutboxItem) -> None:
        if item.state is not OutboxState.NEEDS_LOOK or await ask(self._question(_look_first(item))):
            await self._services.postings.retry(item.id)

    async def _stop(self, item: OutboxItem) -> None:
        if await ask(self._question(_stopping(item))):
            await self._services.postings.stop(item.id)

    def _question(self, wording: Wording) -> Question:
        return Question(wording, self.theme, self)

    def _on_retry_asked(self) -> None:
        if item := self._view.chosen:
            self.tasks.start("act", self._retry(item))

    def _on_stop_asked(self) -> None:
        if item := self._view.chosen:
            self.tasks.start("act", self._stop(item))

    def _on_sort_chosen(self, field_name: str, descending: bool) -> None:
        self._find(replace(self._view.query, sort=field_name, descending=descending))

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 1)
        split.setSizes([10_000, DETAIL_HEIGHT])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.toolbar, self._problem, split):
            column.addWidget(widget, int(widget is split))
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.rows.shown.connect(self._on_rows_shown)
        self.rows.failed.connect(self.failed)
        self.toolbar.filter_chosen.connect(self.show_only)
        self.table.sort_chosen.connect(self._on_sort_chosen)
        self.table.row_entered.connect(lambda key: self.tasks.restart("detail", self._choose(key)))
        self.table.row_opened.connect(lambda _: self.detail.focus_act())
        self.detail.retry_asked.connect(self._on_retry_asked)
        self.detail.stop_asked.connect(self._on_stop_asked)
        self.detail.allow_posting_asked.connect(self.allow_posting_asked)


def _row(item: OutboxItem, company: Company | None, today: date) -> OutboxRow:
    return OutboxRow(item=item, company_key=company.key if company else None, today=today)


def _what(item: OutboxItem) -> str:
    return f"\u201c{item.description or kind_word(item.kind)}\u201d, {format_cents(item.amount_cents)}"


def _look_first(item: OutboxItem) -> Wording:
    text = (
        f"An earlier try of {_what(item)} may have been recorded in {item.company_name}."
        " Try again only if you have looked and the ledger does not have it."
    )
    return Wording(title="Have you looked in the ledger?", text=text, accept="It is not there, try again")


def _stopping(item: OutboxItem) -> Wording:
    ending = "It stays here as history; the ledger does not have it."
    if item.may_be_posted:
        ending = "It may have been posted: look in the ledger before you post it again."
    text = f"{_what(item)} for {item.company_name} is not sent any more. {ending}"
    return Wording(title="Stop trying?", text=text, accept="Stop trying", reject="Keep it")
