"""The filters of the bank rows: typed words, one register, statuses, the period or all time."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QPushButton

from app.core.banking import BankAccount
from app.ui.icons import draw_icon
from app.ui.theme import Theme
from app.ui.tokens import Role
from app.ui.widgets.buttons import push_button
from app.ui.widgets.texts import text_label

_ROOM_FOR_COUNT = 860
ALL_BANKS = "All bank accounts"
_STATUSES = {"Unreconciled": "unreconciled", "Reconciled": "reconciled", "Excluded": "excluded"}


class BankToolbar(QFrame):
    """Says what the user wants to see; it decides nothing."""

    text_changed = Signal(str)
    bank_chosen = Signal(object)
    """The key of a bank account, or None for all of them."""
    statuses_chosen = Signal(object)
    """The statuses that are switched on, as a frozenset; empty for all."""
    period_switched = Signal(bool)
    left_downwards = Signal()
    """Down, Enter or Escape in the filter: the table wants the focus."""

    def __init__(self, theme: Theme) -> None:
        """Start with no filter but the period."""
        super().__init__()
        self.setObjectName("toolbar")
        self._theme = theme
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter rows: words or an amount   /")
        self.filter.setAccessibleName("Filter bank rows")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(130)
        self.filter.setMaximumWidth(300)
        self._funnel = QAction(self.filter)
        self.filter.addAction(self._funnel, QLineEdit.ActionPosition.LeadingPosition)
        self.filter.installEventFilter(self)
        self._banks = push_button(ALL_BANKS, theme, kind="chip", icon="bank", name="Bank account")
        self._banks.setCheckable(False)
        self._menu = QMenu(self)
        self._period = push_button("", theme, kind="chip", name="Only this period")
        self._period.setToolTip("Switch off to see all dates")
        self._statuses = {
            title: push_button(title, theme, kind="chip", name=f"Only {title}") for title in _STATUSES
        }
        self._count = text_label(tone="muted", caption=True)
        self._build()
        self._connect()
        theme.changed.connect(self._tint)
        self._tint()

    def show_filters(
        self,
        banks: list[BankAccount],
        bank: int | None,
        statuses: frozenset[str],
        period: str,
        *,
        in_period: bool,
    ) -> None:
        """Show which filters are on."""
        self._menu.clear()
        for key, name in [(None, ALL_BANKS), *((bank.key, bank.name) for bank in banks)]:
            self._menu.addAction(name.replace("&", "&&"), partial(self.bank_chosen.emit, key))
        names = {one.key: one.name for one in banks}
        self._banks.setText(names.get(bank, ALL_BANKS) if bank is not None else ALL_BANKS)
        for title, button in self._statuses.items():
            button.setChecked(_STATUSES[title] in statuses)
        self._period.setText(period)
        self._period.setChecked(in_period)

    def show_count(self, shown: int, total: int) -> None:
        """Say how many rows the filters leave."""
        self._count.setText(f"{shown:,} of {total:,} rows")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the filter for the table by Down, Enter or Escape."""
        leaving = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in leaving:
            self.left_downwards.emit()
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the count to the sums below the table where there is no room for it."""
        super().resizeEvent(event)
        self._count.setVisible(self.width() > _ROOM_FOR_COUNT)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(6)
        row.addWidget(self.filter, 2)
        for button in (self._banks, self._period, *self._statuses.values()):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._count)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self.text_changed)
        self._banks.clicked.connect(lambda: self._menu.popup(_below(self._banks)))
        self._period.clicked.connect(self.period_switched)
        for button in self._statuses.values():
            button.clicked.connect(self._on_status_clicked)

    def _on_status_clicked(self) -> None:
        on = frozenset(_STATUSES[title] for title, button in self._statuses.items() if button.isChecked())
        self.statuses_chosen.emit(on)

    def _tint(self) -> None:
        self._funnel.setIcon(draw_icon("filter", self._theme.color(Role.MUTED)))


def _below(button: QPushButton) -> QPoint:
    return button.mapToGlobal(button.rect().bottomLeft())
