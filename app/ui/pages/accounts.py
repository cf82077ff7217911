"""The Accounts screen: the chart of accounts as a tree with the balances of a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
)

from app.core.accounts import Account
from app.core.changes import Changed
from app.core.companies import CompanyKey
from app.core.periods import format_day
from app.ui.models.account_tree import ACCOUNT_COLUMNS, AccountTree, Index, account_nodes
from app.ui.models.widths import fitted_widths
from app.ui.page import Page, Stage
from app.ui.theme import Theme
from app.ui.tokens import Role
from app.ui.widgets.row_delegate import RowDelegate
from app.ui.widgets.texts import text_label


class AccountBooks(Protocol):
    """What the screen reads of the mirror."""

    async def list_accounts(self, company: CompanyKey, as_of: date | None = None) -> list[Account]:
        """Return the chart of accounts with its balances as of a day."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsState:
    """What the screen shows."""

    as_of: date
    accounts: tuple[Account, ...] = ()
    words: str = ""


class AccountsPage(Page):
    """Shows the chart of accounts of the open company."""

    title = "Accounts"
    watches = Changed.ACCOUNTS | Changed.JOURNAL

    def __init__(self, stage: Stage, books: AccountBooks) -> None:
        """Build the screen; nothing is read before a company is open."""
        super().__init__(stage)
        self._books = books
        self._state: AccountsState | None = None
        self.tree = AccountTree()
        self.view = AccountView(self.tree, stage.theme)
        self._filter = QLineEdit()
        self._as_of = text_label(tone="muted", caption=True)
        self._build()
        self._filter.textChanged.connect(self._on_filtered)

    async def _reload(self) -> None:
        if self.company is None or self.period is None:
            return
        as_of = self.period.end
        accounts = tuple(await self._books.list_accounts(self.company.key, as_of))
        words = self._state.words if self._state else ""
        self._state = AccountsState(as_of=as_of, accounts=accounts, words=words)
        self._render()

    def _render(self) -> None:
        """Set every widget from the state."""
        state = self._state
        if state is None:
            return
        place = self.view.place()
        self.tree.show(account_nodes(list(state.accounts), state.words))
        self.view.expandAll()
        self.view.return_to(place)
        self.view.empty_text = (
            "No account matches the filter."
            if state.accounts
            else "This company has no accounts in the mirror yet. Press F5 to sync."
        )
        count = len(state.accounts)
        self._as_of.setText(f"{count:,} accounts \u00b7 balances as of {format_day(state.as_of)}")

    def _on_filtered(self, words: str) -> None:
        if self._state is not None:
            self._state = replace(self._state, words=words)
            self._render()

    def _build(self) -> None:
        self._filter.setPlaceholderText("Filter accounts   /")
        self._filter.setAccessibleName("Filter accounts")
        self._filter.setClearButtonEnabled(True)
        self._filter.setMaximumWidth(300)
        bar = QFrame()
        bar.setObjectName("toolbar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 8, 16, 8)
        row.addWidget(self._filter, 1)
        row.addStretch(1)
        row.addWidget(self._as_of)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self._filter.returnPressed.connect(self.view.setFocus)
        slash = QShortcut(QKeySequence("/"), self.view)
        slash.setContext(Qt.ShortcutContext.WidgetShortcut)
        slash.activated.connect(self._filter.setFocus)


class AccountView(QTreeView):
    """The tree with the table's look."""

    def __init__(self, model: AccountTree, theme: Theme) -> None:
        """Show the model."""
        super().__init__()
        self._tree = model
        self._theme = theme
        self.empty_text = ""
        self.setModel(model)
        self.setItemDelegate(RowDelegate(theme, self))
        self.setAccessibleName("Chart of accounts")
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        self.setExpandsOnDoubleClick(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.header()
        header.setStretchLastSection(False)
        header.setFixedHeight(32)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the new width."""
        super().resizeEvent(event)
        for position, width in enumerate(fitted_widths(ACCOUNT_COLUMNS, self.viewport().width())):
            self.header().resizeSection(position, width)

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row with one hairline below all of it, the branches too."""
        super().drawRow(painter, options, index)
        painter.setPen(self._theme.color(Role.LINE))
        bottom = options.rect.bottom()
        painter.drawLine(0, bottom, self.viewport().width(), bottom)

    def place(self) -> tuple[int | None, int]:
        """Return the account under the cursor and the scroll, to return to after a reload."""
        node = self._tree.node_at(self.currentIndex())
        key = node.account.key if node and node.account else None
        return key, self.verticalScrollBar().value()

    def return_to(self, place: tuple[int | None, int]) -> None:
        """Put cursor and scroll back."""
        key, scroll = place
        for index in self._indexes() if key is not None else ():
            node = self._tree.node_at(index)
            if node and node.account and node.account.key == key:
                self.setCurrentIndex(index)
                break
        self.verticalScrollBar().setValue(scroll)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say why the tree is empty, when it is."""
        super().paintEvent(event)
        if self._tree.rowCount() or not self.empty_text:
            return
        painter = QPainter(self.viewport())
        painter.setPen(self._theme.color(Role.MUTED))
        painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self.empty_text)

    def _indexes(self) -> list[QModelIndex]:
        found = [self._tree.index(row, 0) for row in range(self._tree.rowCount())]
        for index in found:
            found.extend(self._tree.index(row, 0, index) for row in range(self._tree.rowCount(index)))
        return found
