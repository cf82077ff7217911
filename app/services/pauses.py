"""Whom a failure concerns beside the posting that met it: everybody, or one company."""

from __future__ import annotations

from datetime import datetime

from app.core.outbox import Blocked, Outcome
from app.core.sending import Ending, Wait

_EVERYBODY = ""


class Pauses:
    """Remembers, for this run only, who would meet the same failure and until when."""

    def __init__(self) -> None:
        """Start with nothing in the way."""
        self._waits: dict[str, Wait] = {}
        self._offline_tries = 0

    def offline_tries(self, now: datetime) -> int:
        """Return how often in a row nothing could be sent, the present try included."""
        return self._offline_tries + (not self._is_offline(now))

    def learn(self, ending: Ending, company_id: str, now: datetime) -> None:
        """Take what an attempt met as what the others would meet."""
        wait = Wait(reason=ending.reason, blocked=ending.blocked, until=ending.next_attempt_at)
        self._offline_tries = self.offline_tries(now) if ending.outcome is Outcome.NOT_SENT else 0
        if ending.pauses_all:
            self._waits[_EVERYBODY] = wait
        if ending.pauses_company:
            self._waits[company_id] = wait

    def wait_of(self, company_id: str, now: datetime) -> Wait | None:
        """Return what a company's postings wait for now, if anything."""
        for whom in (_EVERYBODY, company_id):
            wait = self._waits.get(whom)
            if wait is not None and (wait.until is None or wait.until > now):
                return wait
        return None

    def forget(self) -> None:
        """Try everything again, except that the ledger's own request to wait still holds."""
        self._waits = {whom: wait for whom, wait in self._waits.items() if wait.blocked is None}

    def forget_offline(self) -> None:
        """Try the network again: somebody is here who expects it to work."""
        self._waits = {whom: w for whom, w in self._waits.items() if w.blocked is not Blocked.OFFLINE}

    def _is_offline(self, now: datetime) -> bool:
        wait = self.wait_of(_EVERYBODY, now)
        return wait is not None and wait.blocked is Blocked.OFFLINE
