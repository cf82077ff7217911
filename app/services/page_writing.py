"""Writes the pages of one pass behind their back: the next ones are read meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from types import TracebackType
from typing import Self

from app.core.clock import Clock
from app.core.errors import AppError
from app.services.pull_parts import RecordPage
from app.store.database import Database
from app.store.mirror.batches import Batch
from app.store.mirror.passes import Pass, save_pages

_ROWS_TOGETHER = 4_000
"""Rows of one transaction: fewer cost more for each, more are lost when the process dies."""
_LONGEST_WAIT = 1.0
"""Seconds a page waits for others on a slow line before it is written."""
_WITHOUT_SERVER_TIME = timedelta(days=1)
"""How far back the pass is taken to have begun when the server does not tell its clock (reliability E02)."""


class PageWriting:
    """One batch being filled, one being written; `async with` ends when everything taken is written.

    What was taken before the ledger failed is written too, so that the pass goes on from there. When the
    program or the user stops it, only what is being written is finished.
    """

    def __init__(self, mirror: Database, clock: Clock, at: Pass) -> None:
        """Write for the pass `at`; its cursor follows what is taken."""
        self._mirror = mirror
        self._clock = clock
        self.at = at
        self.rows_written = 0
        self._batch = Batch(at.resource)
        self._oldest: float | None = None
        self._writing: asyncio.Task[int] | None = None
        self._broken = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, AppError):
            await self._flush()
        await self._written()

    async def add(self, page: RecordPage) -> None:
        """Take a page; waits only when the batch is full and the one before is still being written."""
        now = self._clock.monotonic()
        self._oldest = now if self._oldest is None else self._oldest
        self._batch.add(page.rows)
        started_at = self.at.started_at or page.server_time or self._clock.now() - _WITHOUT_SERVER_TIME
        self.at = replace(self.at, cursor=page.next_cursor, started_at=started_at)
        if self._batch.rows >= _ROWS_TOGETHER or now - self._oldest >= _LONGEST_WAIT:
            await self._flush()

    async def _flush(self) -> None:
        """Write what was taken, unless something before it could not be written: no row is ever skipped."""
        await self._written()
        if self._oldest is not None and not self._broken:
            save = partial(save_pages, at=self.at, batch=self._batch)
            self._batch, self._oldest = Batch(self.at.resource), None
            self._writing = asyncio.create_task(self._mirror.write(save))

    async def _written(self) -> None:
        """Wait for the write under way; even a cancelled wait ends after it."""
        writing, self._writing = self._writing, None
        if writing is None:
            return
        try:
            self.rows_written += await asyncio.shield(writing)
        except asyncio.CancelledError:
            await asyncio.wait([writing])
            raise
        except BaseException:
            self._broken = True
            raise
