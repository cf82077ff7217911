"""Whom a failure concerns beside the posting that met it: everybody, or one company."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.core.clock import Clock
from app.core.outbox import Blocked, Outcome
from app.core.sending import Ending, Wait

_EVERYBODY = ""
_FOR_EVER = float("inf")


class Pauses:
    """Remembers, for this run only, who would meet the same failure and for how long.

    Measured by the clock that never runs backwards: turning the other one changes no wait (M16).
    """

    def __init__(self, clock: Clock) -> None:
        """Start with nothing in the way."""
        self._clock = clock
        self._waits: dict[str, tuple[Wait, float]] = {}
        self._offline_tries = 0

    def offline_tries(self) -> int:
        """Return how often in a row nothing could be sent, the present try included."""
        wait = self.wait_of(_EVERYBODY)
        is_offline = wait is not None and wait.blocked is Blocked.OFFLINE
        return self._offline_tries + (not is_offline)

    def learn(self, ending: Ending, company_id: str) -> None:
        """Take what an attempt met as what the others would meet."""
        self._offline_tries = self.offline_tries() if ending.outcome is Outcome.NOT_SENT else 0
        ends_at = _FOR_EVER
        if ending.next_attempt_at is not None:
            seconds = (ending.next_attempt_at - self._clock.now()).total_seconds()
            ends_at = self._clock.monotonic() + seconds
        wait = Wait(reason=ending.reason, blocked=ending.blocked)
        if ending.pauses_all:
            self._waits[_EVERYBODY] = wait, ends_at
        if ending.pauses_company:
            self._waits[company_id] = wait, ends_at

    def wait_of(self, company_id: str) -> Wait | None:
        """Return what a company's postings wait for now, if anything."""
        for whom in (_EVERYBODY, company_id):
            wait, ends_at = self._waits.get(whom, (Wait(), 0.0))
            left = ends_at - self._clock.monotonic()
            if left == _FOR_EVER:
                return wait
            if left > 0:
                return replace(wait, until=self._clock.now() + timedelta(seconds=left))
        return None

    def forget(self) -> None:
        """Try everything again, except that the ledger's own request to wait still holds."""
        self._waits = {whom: (wait, end) for whom, (wait, end) in self._waits.items() if wait.blocked is None}

    def forget_offline(self) -> None:
        """Try the network again: somebody is here who expects it to work."""
        wait, _ = self._waits.get(_EVERYBODY, (Wait(), 0.0))
        if wait.blocked is Blocked.OFFLINE:
            del self._waits[_EVERYBODY]
