"""The Bank screen: the bank rows of one or all registers, and everything about the one under the cursor."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from app.core.banking import BankAccount, BankQuery, BankTransaction, BankTransactionDetail, RowSums
from app.core.changes import Changed
from app.core.companies import Company, CompanyKey
from app.core.periods import Period
from app.ui.models.row_table import RowTable
from app.ui.page import Page, Stage
from app.ui.pages.bank_columns import BANK_COLUMNS
from app.ui.pages.bank_detail import WIDTH as DETAIL_WIDTH
from app.ui.pages.bank_detail import BankDetail
from app.ui.pages.bank_toolbar import BankToolbar
from app.ui.widgets.row_view import RowView
from app.ui.widgets.sum_bar import SumBar

_SUMS_AFTER_MS = 60
_ROOM_FOR_DETAIL = 960


class BankBooks(Protocol):
    """What the screen reads of the mirror."""

    async def list_bank_accounts(self, company: CompanyKey) -> list[BankAccount]:
        """Return the registers of a company."""
        ...

    async def bank_row_keys(self, query: BankQuery, *, limit: int | None = None) -> array[int]:
        """Return the keys of the rows a query finds, in its order."""
        ...

    async def bank_rows(self, keys: Sequence[int]) -> dict[int, BankTransaction]:
        """Return rows by key."""
        ...

    async def count_bank_rows(self, company: CompanyKey) -> int:
        """Return how many rows the company has."""
        ...

    async def sum_bank_rows(self, keys: Sequence[int]) -> RowSums:
        """Sum some rows."""
        ...

    async def find_bank_row(self, key: int) -> BankTransactionDetail | None:
        """Return everything about one row."""
        ...


class BankRows:
    """The bank rows as a table's source."""

    def __init__(self, books: BankBooks) -> None:
        """Read from these books."""
        self._books = books

    async def row_keys(self, query: BankQuery, *, limit: int | None = None) -> array[int]:
        """Return the keys of the rows a query finds."""
        return await self._books.bank_row_keys(query, limit=limit)

    async def rows(self, keys: Sequence[int]) -> dict[int, BankTransaction]:
        """Return rows by key."""
        return await self._books.bank_rows(keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankState:
    """What the screen shows."""

    query: BankQuery
    banks: tuple[BankAccount, ...] = ()
    in_period: bool = True
    total: int = 0
    detail: BankTransactionDetail | None = None
    detail_opened: bool = False
    """Whether the detail pane was asked for in a window too narrow to show it always."""


class BankPage(Page):
    """Lists the bank rows of the open company."""

    title = "Bank"
    watches = Changed.BANK | Changed.JOURNAL | Changed.ACCOUNTS | Changed.RECONCILIATIONS

    def __init__(self, stage: Stage, books: BankBooks) -> None:
        """Build the screen; nothing is read before a company is open."""
        super().__init__(stage)
        self._books = books
        self._state: BankState | None = None
        self.rows: RowTable[BankQuery, BankTransaction] = RowTable(BankRows(books), BANK_COLUMNS, self)
        self.table = RowView(self.rows, stage.theme, name="Bank rows", sort=("date", True))
        self.toolbar = BankToolbar(stage.theme)
        self._detail = BankDetail()
        self._sums = SumBar("j k move \u00b7 x select \u00b7 Enter details \u00b7 / filter")
        self._sum_soon = QTimer(self)
        self._sum_soon.setSingleShot(True)
        self._build()
        self._connect()

    @property
    def is_settled(self) -> bool:
        """Whether rows, detail and sums are in place."""
        return super().is_settled and self.rows.is_settled and not self._sum_soon.isActive()

    @property
    def detail_title(self) -> str:
        """What the detail pane is about, or empty."""
        return self._detail.title

    async def close_page(self) -> None:
        """Cancel what runs before the mirror closes."""
        await self.rows.stop()
        await super().close_page()

    def open_company(self, company: Company | None, period: Period) -> None:
        """Start another company without the filters of the one before: they would mislead."""
        if company != self.company:
            self._state = None
            self.toolbar.filter.clear()
        elif self._state is not None:
            self._state = replace(self._state, query=replace(self._state.query, period=period))
        super().open_company(company, period)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the detail pane its width; a narrow window shows it only when it is asked for."""
        super().resizeEvent(event)
        self._render()
        self._split.setSizes([self.width() - DETAIL_WIDTH, DETAIL_WIDTH])

    async def _reload(self) -> None:
        if self.company is None or self.period is None:
            return
        key = self.company.key
        banks = tuple(await self._books.list_bank_accounts(key))
        total = await self._books.count_bank_rows(key)
        state = self._state or BankState(query=BankQuery(company=key, period=self.period))
        self._show(replace(state, banks=banks, total=total))

    def _show(self, state: BankState) -> None:
        """Take a new state: widgets at once, rows as the mirror gives them."""
        self._state = state
        self._render()
        query = state.query if state.in_period else replace(state.query, period=None)
        self.rows.show(query)

    def _change(self, **changes: object) -> None:
        if self._state is not None:
            self._show(replace(self._state, query=replace(self._state.query, **changes)))  # type: ignore[arg-type]

    def _render(self) -> None:
        """Set every widget from the state."""
        state = self._state
        if state is None or self.period is None:
            return
        query = state.query
        self.toolbar.show_filters(
            list(state.banks),
            query.bank_account,
            query.statuses,
            self.period.label,
            in_period=state.in_period,
        )
        self.toolbar.show_count(len(self.rows.keys), state.total)
        self._detail.show_detail(state.detail)
        self._detail.setVisible(state.detail_opened or self.width() >= _ROOM_FOR_DETAIL)
        self.table.empty_text = _why_empty(state, self.period)

    def _on_rows_shown(self) -> None:
        if self.table.cursor_row < 0:
            self.table.move_to(0)
        self._render()
        self.table.viewport().update()
        self._sum_soon.start(0)

    def _on_detail_switched(self, opened: bool) -> None:
        if self._state is not None:
            self._state = replace(self._state, detail_opened=opened)
            self._render()

    def _on_period_switched(self, on: bool) -> None:
        if self._state is not None:
            self._show(replace(self._state, in_period=on))

    async def _show_detail(self, key: int | None) -> None:
        detail = await self._books.find_bank_row(key) if key is not None else None
        if self._state is not None:
            self._state = replace(self._state, detail=detail)
            self._render()

    async def _sum(self) -> None:
        selected = self.table.selected_keys()
        several = len(selected) > 1
        self._sums.show_sums(
            await self._books.sum_bank_rows(selected if several else self.rows.keys), selected=several
        )

    def _build(self) -> None:
        split = self._split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.table)
        split.addWidget(self._detail)
        split.setStretchFactor(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.toolbar, split, self._sums):
            column.addWidget(widget, int(widget is split))

    def _connect(self) -> None:
        self.rows.shown.connect(self._on_rows_shown)
        self.rows.failed.connect(self.failed)
        self.toolbar.text_changed.connect(lambda text: self._change(text=text))
        self.toolbar.bank_chosen.connect(lambda key: self._change(bank_account=key))
        self.toolbar.statuses_chosen.connect(lambda statuses: self._change(statuses=statuses))
        self.toolbar.period_switched.connect(self._on_period_switched)
        self.toolbar.left_downwards.connect(self.table.setFocus)
        self.table.sort_chosen.connect(lambda field, down: self._change(sort=field, descending=down))
        self.table.row_entered.connect(lambda key: self.tasks.restart("detail", self._show_detail(key)))
        self.table.selection_moved.connect(lambda: self._sum_soon.start(_SUMS_AFTER_MS))
        self.setFocusProxy(self.table)
        self._sum_soon.timeout.connect(lambda: self.tasks.restart("sums", self._sum()))
        self.table.row_opened.connect(lambda _: self._on_detail_switched(True))
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.table)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(lambda: self._on_detail_switched(False))
        slash = QShortcut(QKeySequence("/"), self.table)
        slash.setContext(Qt.ShortcutContext.WidgetShortcut)
        slash.activated.connect(self.toolbar.filter.setFocus)


def _why_empty(state: BankState, period: Period) -> str:
    """Say why there is no row, and what to do about it."""
    if not state.total:
        return "This company has no bank rows in the mirror yet. Press F5 to sync."
    if state.query.text or state.query.statuses or state.query.bank_account is not None:
        return "No bank row matches these filters. Clear the filter or switch one of them off."
    return (
        f"No bank rows in {period.label}. Step to another period, or switch the period off to see all dates."
    )
