"""Takes a day: `t` is today, plus and minus step, `15` and `6/15` are enough."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.core.clock import Clock
from app.core.errors import InputError
from app.core.periods import format_day
from app.core.typed_days import read_typed_day, tidy_day
from app.ui.widgets.tidy_field import TidyField

_STEPS = {"+": 1, "=": 1, "-": -1}


class DayField(TidyField):
    """A line for a day; its keys act while nothing half typed stands in it."""

    def __init__(self, clock: Clock) -> None:
        """Take whose today it is."""
        super().__init__(lambda text: tidy_day(text, clock.today()))
        self._clock = clock
        self.setPlaceholderText("t for today")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take `t`, `+` and `-` as acts where they cannot be part of a date being typed."""
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        key = event.text().lower() if plain else ""
        if key in _STEPS and self._is_settled():
            self._step(_STEPS[key])
        elif key == "t" and self._is_settled():
            self.take(format_day(self._clock.today()))
        else:
            super().keyPressEvent(event)

    def _is_settled(self) -> bool:
        """Whether the next key starts something new: all is selected, or nothing but a tidy day is there."""
        text = self.text()
        if self.selectedText() == text:
            return True
        try:
            return format_day(read_typed_day(text, self._clock.today())) == text
        except InputError:
            return False

    def _step(self, days: int) -> None:
        today = self._clock.today()
        try:
            start = read_typed_day(self.text(), today)
            stepped = start + timedelta(days=days)
        except InputError:
            stepped = today
        except OverflowError:
            return
        self.take(format_day(stepped))
