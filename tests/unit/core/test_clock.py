"""Time comes from one place and travels as the API writes it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import SteadyClock, SystemClock, format_stamp, parse_stamp

moments = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-7)), timezone(timedelta(hours=5, minutes=30))]),
)


@given(moments)
def test_a_moment_survives_its_stamp_to_the_millisecond(moment):
    lost = moment - parse_stamp(format_stamp(moment))
    assert timedelta() <= lost < timedelta(milliseconds=1)


def test_a_stamp_is_written_as_the_api_writes_it():
    moment = datetime(2026, 6, 17, 5, 0, 0, 9_999, tzinfo=timezone(timedelta(hours=-7)))
    assert format_stamp(moment) == "2026-06-17T12:00:00.009Z"


def test_a_stamp_without_an_offset_is_utc():
    assert parse_stamp("2026-06-17T12:00:00") == datetime(2026, 6, 17, 12, tzinfo=UTC)


def test_a_text_that_is_no_moment_is_refused():
    with pytest.raises(ValueError, match="Invalid isoformat"):
        parse_stamp("yesterday")


def test_the_system_clock_speaks_utc_and_never_runs_backwards():
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() <= clock.monotonic()
    assert abs((clock.today() - clock.now().date()).days) <= 1


def test_today_is_what_the_user_says_it_is():
    assert SystemClock(date(2025, 12, 31)).today() == date(2025, 12, 31)


class HandClock:
    def __init__(self) -> None:
        self.wall, self.steady = datetime(2026, 6, 17, 12, tzinfo=UTC), 0.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.steady

    def today(self) -> date:
        return self.wall.date()


@given(st.lists(st.tuples(st.integers(-9_000, 9_000), st.integers(0, 9_000))))
def test_a_steady_clock_never_measures_less_than_has_passed(steps):
    """M16."""
    hand = HandClock()
    clock = SteadyClock(hand)
    for turned, passed in steps:
        before = clock.now()
        hand.wall += timedelta(seconds=turned + passed)
        hand.steady += passed
        assert clock.now() - before >= timedelta(seconds=passed)
        assert clock.now() >= hand.wall


def test_a_steady_clock_is_the_clock_it_follows_while_nobody_turns_it():
    hand = HandClock()
    clock = SteadyClock(hand)
    hand.wall, hand.steady = hand.wall + timedelta(hours=1), hand.steady + 3_600
    assert (clock.now(), clock.monotonic(), clock.today()) == (hand.wall, 3_600, hand.wall.date())
