"""The one place that asks what time it is, so that tests can turn the clock."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Wall time for stamps, monotonic time for waiting."""

    def now(self) -> datetime:
        """Return the current moment in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        ...

    def today(self) -> date:
        """Return the date the user takes for today."""
        ...


class SystemClock:
    """This computer's clock, with today's date replaced when asked."""

    def __init__(self, today: date | None = None) -> None:
        """Take another date for today, as `--today` asks."""
        self._today = today

    def now(self) -> datetime:
        """Return the current moment in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        return time.monotonic()

    def today(self) -> date:
        """Return the local date, or the one given."""
        return self._today or datetime.now().astimezone().date()


class SteadyClock:
    """A clock whose wall time is never turned back while this process lives (reliability M16).

    Ages and waits measured by it are never shorter than the time that has really passed.
    """

    def __init__(self, clock: Clock) -> None:
        """Follow a clock, forward only."""
        self._clock = clock
        self._ahead = clock.now() - timedelta(seconds=clock.monotonic())

    def now(self) -> datetime:
        """Return the latest moment that this clock and the one it follows agree has come."""
        monotonic = timedelta(seconds=self._clock.monotonic())
        self._ahead = max(self._ahead, self._clock.now() - monotonic)
        return self._ahead + monotonic

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        return self._clock.monotonic()

    def today(self) -> date:
        """Return the date the user takes for today."""
        return self._clock.today()


def format_stamp(moment: datetime) -> str:
    """Write a moment as the API does: `2026-06-17T12:00:00.000Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def parse_stamp(text: str) -> datetime:
    """Read a moment as the API writes it; a text without an offset is UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
