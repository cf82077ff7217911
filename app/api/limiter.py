"""One gate for all requests to the ledger: so many at once, and one pause for all (reliability D10)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType

from app.core.clock import Clock
from app.core.errors import BusyError

Sleep = Callable[[float], Awaitable[None]]

MOST_AT_ONCE = 6
LONGEST_PAUSE = 900.0
"""Seconds; whatever the ledger asks beyond this is taken as this."""
LONGEST_QUIET_WAIT = 60.0
"""Seconds a request waits without a word; longer pauses are told."""


class Limiter:
    """Lets a bounded number of requests through and holds all of them while the ledger asks to wait."""

    def __init__(self, clock: Clock, sleep: Sleep = asyncio.sleep, most_at_once: int = MOST_AT_ONCE) -> None:
        """Start open; `sleep` is replaced where time is turned by hand."""
        self._clock = clock
        self._sleep = sleep
        self._slots = asyncio.Semaphore(most_at_once)
        self._open_at = clock.monotonic()

    def pause(self, seconds: float) -> None:
        """Hold every request for some seconds; a shorter pause never ends a longer one early."""
        until = self._clock.monotonic() + min(max(seconds, 0.0), LONGEST_PAUSE)
        self._open_at = max(self._open_at, until)

    async def __aenter__(self) -> None:
        await self._slots.acquire()
        try:
            await self._wait_out_the_pause()
        except BaseException:
            self._slots.release()
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._slots.release()

    async def _wait_out_the_pause(self) -> None:
        while (left := self._open_at - self._clock.monotonic()) > 0:
            if left > LONGEST_QUIET_WAIT:
                raise BusyError(
                    f"The ledger asked to wait; it can be asked again in {round(left / 60)} minutes.",
                    retry_after=left,
                    code="rate_limited",
                )
            await self._sleep(left)
