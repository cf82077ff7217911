"""The left side: whose firm this is, a filter, and its companies."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from app.core.companies import CompanyKey
from app.ui.icons import draw_icon
from app.ui.shell.company_list import CompanyEntry, CompanyList
from app.ui.theme import Theme
from app.ui.tokens import Role
from app.ui.widgets.texts import ElidedLabel, text_label

_WIDE, _NARROW = 256, 208
_WINDOW_FOR_WIDE = 1180


class Sidebar(QFrame):
    """Lists the companies that match what is typed."""

    company_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        """Start empty."""
        super().__init__()
        self.setObjectName("sidebar")
        self.setFixedWidth(_WIDE)
        self._theme = theme
        self._entries: tuple[CompanyEntry, ...] = ()
        self._open: CompanyKey | None = None
        self._firm = ElidedLabel(name="firm_name")
        self._summary = text_label(tone="muted", caption=True)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter companies")
        self.filter.setAccessibleName("Filter companies")
        self.filter.setClearButtonEnabled(True)
        self._magnifier = QAction(self.filter)
        self.filter.addAction(self._magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self.filter.installEventFilter(self)
        self.companies = CompanyList(theme)
        self._build()
        self.filter.textChanged.connect(self._list)
        self.companies.company_chosen.connect(self.company_chosen)
        theme.changed.connect(self._tint)
        self._tint()

    def show_companies(
        self, firm: str, entries: tuple[CompanyEntry, ...], open_key: CompanyKey | None
    ) -> None:
        """Show the firm and its companies, with the open one marked."""
        self._entries, self._open = entries, open_key
        self._firm.show_text(firm or "LedgerHQ")
        self._summary.setText(_summary(entries))
        self._list()

    def fit_window(self, width: int) -> None:
        """Give way in a narrow window."""
        self.setFixedWidth(_WIDE if width >= _WINDOW_FOR_WIDE else _NARROW)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the filter into the list, Enter opens the first match."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.companies.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.companies.rows.entries:
                company = self.companies.rows.entries[0].company
                self.filter.clear()
                self.company_chosen.emit(company)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.filter.clear()
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 1, 8)
        column.setSpacing(2)
        head = QVBoxLayout()
        head.setContentsMargins(18, 0, 14, 8)
        head.setSpacing(2)
        head.addWidget(self._firm)
        head.addWidget(self._summary)
        column.addLayout(head)
        box = QVBoxLayout()
        box.setContentsMargins(14, 0, 14, 8)
        box.addWidget(self.filter)
        column.addLayout(box)
        column.addWidget(self.companies, 1)

    def _list(self) -> None:
        words = self.filter.text().casefold().split()
        shown = tuple(
            entry for entry in self._entries if all(word in entry.company.name.casefold() for word in words)
        )
        self.companies.rows.show(shown)
        self.companies.mark_open(self._open)

    def _tint(self) -> None:
        self._magnifier.setIcon(draw_icon("search", self._theme.color(Role.MUTED)))


def _summary(entries: tuple[CompanyEntry, ...]) -> str:
    tied = sum(entry.stamp.icon == "check" for entry in entries)
    companies = "1 company" if len(entries) == 1 else f"{len(entries)} companies"
    return f"{companies} \u00b7 {tied} tied" if entries else "No companies yet"
