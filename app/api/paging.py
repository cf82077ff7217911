"""Follow a list page by page, without being led in circles (contract 3.4, reliability E06)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic

from app.contract.envelopes import Page
from app.contract.records import RecordT
from app.core.errors import UnreadableError

MOST_PAGES = 100_000
MOST_EMPTY_PAGES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage(Generic[RecordT]):
    """One page of a list."""

    rows: list[RecordT]
    next_cursor: str | None
    """Where the list goes on, opaque; None on the last page."""
    server_time: datetime | None
    """The server's clock when it answered."""


class Trail:
    """The cursors of one pass, to notice a list that never ends."""

    def __init__(self, cursor: str | None) -> None:
        """Begin at a cursor, or at the list's beginning."""
        self._seen = {cursor}
        self._empty = 0

    def onward(self, page: Page[RecordT]) -> str | None:
        """Return the cursor of the next page, or None at the end; raises UnreadableError on a circle."""
        if not page.has_more:
            return None
        self._empty = 0 if page.rows else self._empty + 1
        cursor = page.next_cursor
        if cursor is None or cursor in self._seen or self._empty >= MOST_EMPTY_PAGES:
            raise UnreadableError("The ledger's list goes round in circles; what is stored here was kept.")
        self._seen.add(cursor)
        if len(self._seen) > MOST_PAGES:
            raise UnreadableError("The ledger's list does not end; what is stored here was kept.")
        return cursor


async def read_ahead(
    load: Callable[[str | None], Coroutine[Any, Any, LedgerPage[RecordT]]], cursor: str | None
) -> AsyncGenerator[LedgerPage[RecordT], None]:
    """Give out the pages in order, loading the next one while the caller works on this one."""
    loading = asyncio.create_task(load(cursor))
    try:
        while True:
            page = await loading
            if page.next_cursor is None:
                yield page
                return
            loading = asyncio.create_task(load(page.next_cursor))
            yield page
    finally:
        await _dropped(loading)


async def _dropped(task: asyncio.Task[Any]) -> None:
    """End a task nobody waits for any more; its failure, if any, is nobody's either."""
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.exception()
