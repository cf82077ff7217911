"""An access token and how long it may be used (reliability A17)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.api.tokens import Grant
from app.core.clock import Clock

_EARLY = 60.0
"""Seconds before its end a token is no longer used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    """A token in memory; over as soon as either clock says so, since sleep or a changed clock fools one."""

    value: str = field(repr=False)
    until: datetime
    until_monotonic: float

    def is_fresh(self, clock: Clock) -> bool:
        """Say whether a request may still be sent with it."""
        return clock.now() < self.until and clock.monotonic() < self.until_monotonic


def received(grant: Grant, clock: Clock) -> AccessToken:
    """Date a token that has just arrived; a very short-lived one is used for half its life."""
    usable = grant.lifetime - min(_EARLY, grant.lifetime / 2)
    return AccessToken(
        value=grant.access_token,
        until=clock.now() + timedelta(seconds=usable),
        until_monotonic=clock.monotonic() + usable,
    )
