"""The top: which company this is, the period, and the acts that are always at hand."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.companies import Company
from app.ui.shell.period_picker import PeriodPicker
from app.ui.theme import Theme
from app.ui.widgets.buttons import push_button
from app.ui.widgets.company_bar import CompanyBar
from app.ui.widgets.texts import ElidedLabel


class Header(QFrame):
    """Company, period, sync and new posting; below them one tab a screen."""

    sync_asked = Signal()
    posting_asked = Signal()
    menu_asked = Signal(object)
    """The menu button was pressed; its lower left corner on the screen."""
    tab_chosen = Signal(str)

    def __init__(self, theme: Theme, today: date, tabs: tuple[str, ...]) -> None:
        """Make a tab for each title."""
        super().__init__()
        self.setObjectName("header")
        self._bar = CompanyBar(theme)
        self._name = ElidedLabel(name="page_title")
        self.periods = PeriodPicker(theme, today)
        self._sync = push_button("Sync  F5", theme, icon="sync", name="Sync all companies")
        self._posting = push_button("New posting", theme, kind="primary", icon="plus", tip="Ctrl+N")
        self.menu_button = push_button(
            "", theme, kind="quiet", icon="more", name="Menu: appearance and connection"
        )
        self._tabs = {title: push_button(title, theme, kind="tab") for title in tabs}
        self._group = QButtonGroup(self)
        self._build()
        self._sync.clicked.connect(self.sync_asked)
        self._posting.clicked.connect(self.posting_asked)
        self.menu_button.clicked.connect(
            lambda: self.menu_asked.emit(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))
        )

    def show_company(self, company: Company | None) -> None:
        """Show whose books are open, in the company's color."""
        self._name.show_text(company.name if company else "No company open")
        self._bar.show_company(company)
        self.periods.setVisible(company is not None)
        self._posting.setEnabled(company is not None)

    def show_syncing(self, *, running: bool) -> None:
        """Offer to stop what runs, or to start."""
        self._sync.setText("Stop sync" if running else "Sync  F5")
        self._sync.setAccessibleName("Stop the sync" if running else "Sync all companies")

    def show_tab(self, title: str) -> None:
        """Mark the screen that is seen."""
        if title in self._tabs:
            self._tabs[title].setChecked(True)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(20, 0, 16, 2)
        top.setSpacing(8)
        top.addWidget(self._bar)
        top.addWidget(self._name, 1)
        top.addWidget(self.periods)
        top.addSpacing(8)
        top.addWidget(self._sync)
        top.addWidget(self._posting)
        top.addWidget(self.menu_button)
        column.addLayout(top)
        column.addWidget(self._tab_row())

    def _tab_row(self) -> QWidget:
        strip = QFrame()
        strip.setObjectName("tabs")
        row = QHBoxLayout(strip)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(0)
        for title, tab in self._tabs.items():
            self._group.addButton(tab)
            tab.clicked.connect(lambda _checked, title=title: self.tab_chosen.emit(title))
            row.addWidget(tab)
        row.addStretch(1)
        return strip
