"""A sync as the window runs it: one at a time, with progress, and it can be stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.companies import CompanyKey
from app.core.errors import AppError
from app.core.sync import RESOURCES, PullOutcome, PullProgress
from app.ui.services import Pull

_TICK_MS = 150  # the eye needs no more, and a page arrives every few milliseconds


class SyncRun(QObject):
    """Starts and stops the pull, and tells how far it has come."""

    moved = Signal()
    """Progress, or the beginning or the end of a run."""
    ended = Signal(object)
    """The list of `PullOutcome` of a run that came to its end."""
    failed = Signal(object)

    def __init__(self, pull: Pull) -> None:
        """Run nothing yet."""
        super().__init__()
        self._pull = pull
        self._task: asyncio.Task[None] | None = None
        self._progress: dict[CompanyKey, PullProgress] = {}
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.moved)

    @property
    def is_running(self) -> bool:
        """Whether a sync runs."""
        return self._task is not None

    @property
    def done(self) -> int:
        """How many companies are read to their end."""
        return sum(progress.done_resources >= len(RESOURCES) for progress in self._progress.values())

    @property
    def running(self) -> dict[CompanyKey, PullProgress]:
        """The companies under way, with their progress."""
        return {
            key: progress
            for key, progress in self._progress.items()
            if progress.done_resources < len(RESOURCES)
        }

    @property
    def rows(self) -> int:
        """How many rows this run has read."""
        return sum(progress.rows for progress in self._progress.values())

    def start(self, companies: Sequence[CompanyKey] | None = None) -> None:
        """Sync some companies, or all, unless a sync runs."""
        if self._task is None:
            self._progress = {}
            self._task = asyncio.get_running_loop().create_task(self._run(companies))
            self._tick.start()
            self.moved.emit()

    async def stop(self) -> None:
        """Stop; what was read so far is kept and the next sync goes on from there."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    async def _run(self, companies: Sequence[CompanyKey] | None) -> None:
        outcomes: list[PullOutcome] | None = None
        try:
            outcomes = await self._pull.refresh_companies(companies, on_progress=self._on_progress)
        except AppError as failure:
            self.failed.emit(failure)
        finally:
            self._task = None
            self._progress = {}
            self._tick.stop()
            self.moved.emit()
        if outcomes is not None:
            self.ended.emit(outcomes)

    def _on_progress(self, progress: PullProgress) -> None:
        self._progress[progress.company] = progress
