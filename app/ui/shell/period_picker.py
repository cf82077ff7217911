"""Chooses the period every screen of the window is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.core.periods import Period, month_of, quarter_of, year_of, year_to_date
from app.ui.theme import Theme
from app.ui.widgets.buttons import push_button


class PeriodPicker(QWidget):
    """Steps through months, quarters and years; the menu changes which of them."""

    chosen = Signal(object)
    """The `Period` the user wants."""

    def __init__(self, theme: Theme, today: date) -> None:
        """Start on the month of today."""
        super().__init__()
        self._today = today
        self._period = month_of(today)
        earlier = push_button(
            "", theme, kind="step", icon="chevron-left", name="Previous period", tip="Previous  Alt+,"
        )
        later = push_button(
            "", theme, kind="step", icon="chevron-right", name="Next period", tip="Next  Alt+."
        )
        self._label = push_button("", theme, name="Period")
        self._menu = QMenu(self)
        self._fill_menu()
        self._label.clicked.connect(self._open_menu)
        earlier.clicked.connect(lambda: self.step(-1))
        later.clicked.connect(lambda: self.step(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in (earlier, self._label, later):
            row.addWidget(button)
        self.show_period(self._period)

    def show_period(self, period: Period) -> None:
        """Show which period is open."""
        self._period = period
        self._label.setText(period.label)
        self._label.setAccessibleName(f"Period: {period.label}")

    def step(self, steps: int) -> None:
        """Ask for the period that many steps later."""
        self.chosen.emit(self._period.stepped(steps))

    def _fill_menu(self) -> None:
        for title, of_day in (("Month", month_of), ("Quarter", quarter_of), ("Year", year_of)):
            self._menu.addAction(title, partial(self._choose_kind, of_day))
        self._menu.addAction("Year to date", lambda: self.chosen.emit(year_to_date(self._today)))
        self._menu.addSeparator()
        self._menu.addAction("This month", lambda: self.chosen.emit(month_of(self._today)))

    def _choose_kind(self, of_day: Callable[[date], Period]) -> None:
        self.chosen.emit(of_day(min(self._period.end, max(self._period.start, self._today))))

    def _open_menu(self) -> None:
        self._menu.popup(self._label.mapToGlobal(self._label.rect().bottomLeft()))
