"""Requests with a token: renewed once when refused, reads tried again, posts never (reliability A16, D10)."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from typing import Protocol

from app.api.answers import Answer, Request
from app.api.failures import RATE_LIMITED, SIGN_IN_AGAIN, failure_of, is_unauthorized
from app.api.limiter import Limiter, Sleep
from app.api.wire import Wire
from app.core.clock import Clock
from app.core.errors import BusyError, OfflineError, SignInNeededError, UntrustedServerError

_READ_TRIES = 4
_FIRST_BACKOFF, _LONGEST_BACKOFF = 0.5, 8.0


class Bearer(Protocol):
    """Gives the access token a request carries."""

    async def bearer(self) -> str:
        """Return a token believed to be valid; raises SignInNeededError, OfflineError or BusyError."""
        ...

    async def replace(self, refused: str) -> str:
        """Return another token than the one the ledger just refused; raises as `bearer`."""
        ...

    def refuse(self, refused: str) -> None:
        """Take note that the ledger refused even a fresh token."""
        ...


class Calls:
    """Sends requests for one session through one limiter."""

    def __init__(self, wire: Wire, session: Bearer, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        """Start with the gate open; `sleep` waits for backoff and pauses."""
        self._wire = wire
        self._session = session
        self._clock = clock
        self._sleep = sleep
        self._limiter = Limiter(clock, sleep)

    async def read(self, request: Request) -> Answer:
        """Send a read until it succeeds, is refused, or has failed often enough."""
        for tried in range(1, _READ_TRIES):
            try:
                return await self.once(request)
            except UntrustedServerError:
                raise
            except (OfflineError, BusyError) as error:
                await self._back_off(tried, error)
        return await self.once(request)

    async def once(self, request: Request) -> Answer:
        """Send a request once, or twice when its token was refused; raise anything but a success."""
        answer = await self._authorized(request)
        if answer.is_success:
            return answer
        failure = failure_of(answer, posting=request.may_change_the_ledger, now=self._clock.now())
        if isinstance(failure, BusyError) and failure.retry_after is not None:
            self._limiter.pause(failure.retry_after)
        raise failure

    async def _back_off(self, tried: int, error: OfflineError | BusyError) -> None:
        """Wait a little longer each time, at random, so that all companies do not come back at once."""
        delay = random.uniform(0, min(_FIRST_BACKOFF * 2**tried, _LONGEST_BACKOFF))  # noqa: S311 - no secret
        if not isinstance(error, BusyError) or (error.retry_after is None and error.code != RATE_LIMITED):
            await self._sleep(delay)
        elif error.retry_after is None:
            self._limiter.pause(delay)

    async def _authorized(self, request: Request) -> Answer:
        token = await self._session.bearer()
        answer = await self._send(request, token)
        if not is_unauthorized(answer):
            return answer
        token = await self._session.replace(token)
        answer = await self._send(request, token)
        if is_unauthorized(answer):
            self._session.refuse(token)
            raise SignInNeededError(SIGN_IN_AGAIN, code="unauthorized")
        return answer

    async def _send(self, request: Request, token: str) -> Answer:
        headers = {**request.headers, "Authorization": f"Bearer {token}"}
        async with self._limiter:
            return await self._wire.send(replace(request, headers=headers))
