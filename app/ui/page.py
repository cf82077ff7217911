"""What every screen of the window is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.core.changes import Change, Changed
from app.core.companies import Company
from app.core.periods import Period
from app.ui.changes import Changes
from app.ui.tasks import Tasks
from app.ui.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What the window gives each screen to stand on."""

    theme: Theme
    changes: Changes


class Page(QWidget):
    """A screen of the open company: it reloads when what it watches changes, and only when it is seen.

    `_reload` reads the mirror into a new state and calls `_render`; `_render` alone sets widgets.
    """

    watches = Changed.NOTHING
    title = ""

    failed = Signal(object)
    """An exception of this screen's work, for the window to show."""
    go_to = Signal(str)
    """The user wants another screen, by its title."""

    def __init__(self, stage: Stage) -> None:
        """Watch the changes; nothing is read before the screen is opened."""
        super().__init__()
        self.setObjectName("surface")
        self.theme = stage.theme
        self.tasks = Tasks(self.failed.emit)
        self.company: Company | None = None
        self.period: Period | None = None
        self._stale = True
        stage.changes.announced.connect(self._on_changed)

    def open_company(self, company: Company | None, period: Period) -> None:
        """Show another company or period, now or when the screen is next seen."""
        if (company, period) == (self.company, self.period):
            return
        self.company, self.period = company, period
        self._mark_stale()

    def showEvent(self, event: object) -> None:
        """Read what changed while the screen was not seen."""
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale:
            self._mark_stale()

    @property
    def is_settled(self) -> bool:
        """Whether the screen shows all it was asked to show."""
        return self.tasks.is_idle

    async def close_page(self) -> None:
        """Cancel what runs before the services close."""
        await self.tasks.cancel_all()

    async def _reload(self) -> None:
        """Read the screen's state and render it."""
        raise NotImplementedError

    def _mark_stale(self) -> None:
        self._stale = not self.isVisible()
        if not self._stale:
            self.tasks.restart("reload", self._reload())

    def _on_changed(self, change: Change) -> None:
        concerns = change.company is None or (self.company is not None and change.company == self.company.key)
        if concerns and change.what & self.watches:
            self._mark_stale()
