"""Clocks that stand still until they are turned."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta


class HandClock:
    """Wall and monotonic time, turned by hand and apart; `sleep` turns both at once."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 6, 17, 12, tzinfo=UTC)
        self.steady = 1_000.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.steady

    def today(self) -> date:
        return self.wall.date()

    def turn(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.turn(seconds)
