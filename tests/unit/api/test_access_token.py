from __future__ import annotations

from datetime import timedelta

import pytest

from app.api.access_token import received
from app.api.tokens import Grant
from tests.unit.api.clocks import HandClock


def grant(lifetime: int = 3_600) -> Grant:
    return Grant(access_token="mcp_at_1", refresh_token=None, lifetime=lifetime, scopes=None)


def test_a_token_is_given_up_a_minute_early() -> None:
    """A17."""
    clock = HandClock()
    token = received(grant(), clock)
    clock.turn(3_539)
    assert token.is_fresh(clock)
    clock.turn(1)
    assert not token.is_fresh(clock)


@pytest.mark.parametrize(("wall", "steady"), [(7_200, 0), (0, 7_200), (-7_200, 7_200)])
def test_a_token_is_over_as_soon_as_either_clock_says_so(wall: float, steady: float) -> None:
    """A17: sleep stalls one clock, a changed clock fools the other."""
    clock = HandClock()
    token = received(grant(), clock)
    clock.wall += timedelta(seconds=wall)
    clock.steady += steady
    assert not token.is_fresh(clock)


def test_a_clock_set_back_makes_no_token_old() -> None:
    """A17: no refresh storm."""
    clock = HandClock()
    token = received(grant(), clock)
    clock.wall -= timedelta(hours=2)
    assert token.is_fresh(clock)


def test_a_very_short_lived_token_is_still_used() -> None:
    clock = HandClock()
    token = received(grant(10), clock)
    clock.turn(4)
    assert token.is_fresh(clock)
    clock.turn(2)
    assert not token.is_fresh(clock)
