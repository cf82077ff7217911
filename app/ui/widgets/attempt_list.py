"""Every try to send a posting: when, how it ended, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.core.outbox import Attempt, Outcome
from app.ui.shell.stamps import format_time
from app.ui.widgets.texts import Tone, text_label
from app.ui.wording import OUTCOME_WORDS

_TONES: dict[Outcome, Tone] = {
    Outcome.POSTED: "good",
    Outcome.REFUSED: "wrong",
    Outcome.UNKNOWN: "attention",
}


class AttemptList(QWidget):
    """Shows attempts, oldest first; replaced whole."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)

    def show_attempts(self, attempts: Sequence[Attempt], today: date) -> None:
        """Show these."""
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        if not attempts:
            self._grid.addWidget(text_label("None yet.", tone="muted"), 0, 0)
        for row, attempt in enumerate(attempts):
            self._grid.addWidget(text_label(format_time(attempt.started_at, today), tone="muted"), 2 * row, 0)
            word = OUTCOME_WORDS[attempt.outcome] if attempt.outcome else "Under way"
            outcome = text_label(word, tone=_TONES.get(attempt.outcome, "") if attempt.outcome else "accent")
            outcome.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(outcome, 2 * row, 1)
            if attempt.detail:
                detail = text_label(attempt.detail, tone="muted", caption=True, wraps=True)
                self._grid.addWidget(detail, 2 * row + 1, 0, 1, 2)
