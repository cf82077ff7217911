from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from app.api.answers import read_retry_after
from app.api.limiter import LONGEST_PAUSE, Limiter
from app.core.errors import BusyError
from tests.unit.api.clocks import HandClock

NOW = datetime(2026, 6, 17, 12, tzinfo=UTC)


async def test_only_so_many_requests_run_at_once() -> None:
    limiter, clock = None, HandClock()
    limiter = Limiter(clock, clock.sleep, most_at_once=3)
    running, most = 0, 0

    async def request() -> None:
        nonlocal running, most
        async with limiter:
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(request() for _ in range(40)))
    assert most == 3


async def test_a_pause_holds_everybody() -> None:
    """D10: one limiter for the host, so that 40 companies do not stampede."""
    clock = HandClock()
    limiter = Limiter(clock, clock.sleep)
    limiter.pause(3)
    limiter.pause(1)
    for _ in range(40):
        async with limiter:
            assert clock.steady >= 1_003
    assert clock.slept == [3]


async def test_an_absurd_pause_is_capped_and_told() -> None:
    """D10: 999999 seconds are not waited out in silence."""
    clock = HandClock()
    limiter = Limiter(clock, clock.sleep)
    limiter.pause(999_999)
    with pytest.raises(BusyError, match="15 minutes") as told:
        async with limiter:
            pass
    assert told.value.retry_after == LONGEST_PAUSE


async def test_a_refused_wait_gives_its_slot_back() -> None:
    clock = HandClock()
    limiter = Limiter(clock, clock.sleep, most_at_once=1)
    limiter.pause(500)
    for _ in range(3):
        with pytest.raises(BusyError):
            await limiter.__aenter__()
    clock.turn(500)
    async with limiter:
        assert clock.slept == []


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3", 3),
        (" 0 ", 0),
        ("999999", 999_999),
        ("9" * 400, 999_999_999),
        ("Wed, 17 Jun 2026 12:00:30 GMT", 30),
        ("Wed, 17 Jun 2026 11:00:00 GMT", 0),
        ("-1", None),
        ("abc", None),
        ("", None),
        ("\u0663", None),
        ("1.5", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, seconds: float | None) -> None:
    """D10, RFC 9110 10.2.3."""
    assert read_retry_after(text, NOW) == seconds
