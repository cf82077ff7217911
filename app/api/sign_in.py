"""Sign in through the system browser: register, ask, wait, exchange once (RFC 8252; reliability A and B)."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from app.api.attempt import Attempt
from app.api.browser import OpenBrowser
from app.api.browser_pages import NOT_OURS, REPLACED
from app.api.loopback import Loopback, bind_again, bind_any
from app.api.metadata import Endpoints, discover
from app.api.registration import Registration, register
from app.api.session import Session
from app.api.tokens import INVALID_CLIENT, Grant, oauth_error, read_grant
from app.api.wire import Wire
from app.core.errors import (
    InputError,
    LedgerError,
    SignInCancelledError,
    SignInError,
    UncertainError,
    UnreadableError,
)

_log = logging.getLogger(__name__)

_REMEMBERED_TABS = 8


class _ClientForgottenError(Exception):
    """The server no longer knows the registration this attempt used."""


class SignIn:
    """Leads a person through one sign-in at a time; a newer one replaces an older one."""

    def __init__(
        self,
        wire: Wire,
        session: Session,
        open_browser: OpenBrowser,
        *,
        time_limit: float = 300,
        linger: float = 2,
    ) -> None:
        """Wait `time_limit` seconds at most for the browser; answer its repeats for `linger` seconds more."""
        self._wire = wire
        self._session = session
        self._open_browser = open_browser
        self._time_limit = time_limit
        self._linger = linger
        self._running: asyncio.Task[None] | None = None
        self._lingering: asyncio.Task[None] | None = None
        self._still_open = contextlib.AsyncExitStack()
        self._attempt: Attempt | None = None
        self._left_behind: deque[str] = deque(maxlen=_REMEMBERED_TABS)

    async def run(self, scopes: Iterable[str], on_link: Callable[[str], None]) -> None:
        """Sign in and begin the session; `on_link` gets the address to open, for when no browser comes up.

        Raises SignInCancelledError when it was stopped or replaced, SignInError when it ended badly, and
        OfflineError when the ledger is out of reach. A session that was there stays until this succeeds.
        """
        older = self._running
        if older is not None:
            older.cancel()
        task = self._running = asyncio.create_task(self._run(older, tuple(scopes), on_link))
        try:
            await task
        except asyncio.CancelledError:
            caller = asyncio.current_task()
            if caller is None or caller.cancelling():
                raise
            raise SignInCancelledError("The sign-in was stopped; nothing was connected.") from None

    def complete_with_url(self, text: str) -> None:
        """Take the final address as pasted from a browser that could not come back by itself (B07).

        Raises InputError when it is not the answer to the sign-in under way, which then goes on.
        """
        attempt = self._attempt
        if attempt is None:
            raise InputError("No sign-in is under way; start one first.")
        address, _, rest = text.strip().partition("?")
        if address != attempt.redirect_uri:
            raise InputError(
                f"Paste the whole address the browser ended on; it begins with {attempt.redirect_uri}."
            )
        if attempt.judge(rest.partition("#")[0]) in (NOT_OURS, REPLACED):
            raise InputError("That address belongs to another sign-in; use the browser tab opened last.")

    async def cancel(self) -> None:
        """Stop the sign-in under way, if any, and give its port back."""
        await _stopped(self._running)
        await self._close_lingering()

    async def _run(
        self, older: asyncio.Task[None] | None, scopes: tuple[str, ...], on_link: Callable[[str], None]
    ) -> None:
        await _stopped(older)
        await self._close_lingering()
        try:
            endpoints = await discover(self._wire)
            try:
                await self._sign_in(endpoints, scopes, on_link)
            except _ClientForgottenError:
                self._session.registration = None
                await self._sign_in(endpoints, scopes, on_link)
        except _ClientForgottenError:
            raise SignInError(
                "The ledger does not accept this app's registration; try again later."
            ) from None
        except UncertainError:
            raise SignInError("The ledger's answer was lost; please sign in again.") from None

    async def _sign_in(
        self, endpoints: Endpoints, scopes: tuple[str, ...], on_link: Callable[[str], None]
    ) -> None:
        """Make one attempt; the port is given back however it ends, after a success a little later."""
        async with contextlib.AsyncExitStack() as stack:
            listener, registration = await self._listen(endpoints, stack)
            attempt = Attempt(
                server=self._wire.server,
                endpoints=endpoints,
                client_id=registration.client_id,
                redirect_uri=listener.redirect_uri,
                scopes=scopes,
                replaced=self._left_behind,
            )
            await listener.serve(attempt.judge)
            code = await self._answer(attempt, on_link)
            grant = await self._exchange(attempt, code)
            await self._session.begin(registration, endpoints, grant, frozenset(scopes))
            self._still_open = stack.pop_all()
            self._lingering = asyncio.create_task(self._close_later())

    async def _close_later(self) -> None:
        await asyncio.sleep(self._linger)
        await self._still_open.aclose()

    async def _close_lingering(self) -> None:
        await _stopped(self._lingering)
        await self._still_open.aclose()

    async def _listen(
        self, endpoints: Endpoints, stack: contextlib.AsyncExitStack
    ) -> tuple[Loopback, Registration]:
        """Bind first, then register that very address; the port of last time is registered already (A20)."""
        path = _redirect_path(endpoints.issuer)
        known = self._session.registration
        again = bind_again(known.port, path) if known else None
        listener = await stack.enter_async_context(again or bind_any(path))
        if known is None or again is None:
            known = await register(self._wire, endpoints, listener.redirect_uri, listener.port)
            self._session.registration = known
        return listener, known

    async def _answer(self, attempt: Attempt, on_link: Callable[[str], None]) -> str:
        """Show the browser and wait for the code it brings back."""
        self._attempt = attempt
        on_link(attempt.link)
        opening = asyncio.create_task(_opened(self._open_browser, attempt.link))
        try:
            async with asyncio.timeout(self._time_limit):
                return await attempt.code()
        except TimeoutError:
            self._session.registration = None  # a refusal on the authorize page would never reach us (A21)
            raise SignInError("No answer came from the browser in time; please try again.") from None
        finally:
            self._attempt = None
            self._left_behind.append(attempt.state)
            await _stopped(opening)

    async def _exchange(self, attempt: Attempt, code: str) -> Grant:
        """Turn the code into tokens; never twice, since a second use revokes what the first got (A11)."""
        try:
            answer = await self._wire.send(attempt.exchange(code))
            if answer.is_success:
                return read_grant(answer.body)
        except UnreadableError as error:
            raise SignInError(str(error)) from None
        except LedgerError:
            raise SignInError("The ledger's answer to the sign-in was lost; please sign in again.") from None
        if oauth_error(answer) == INVALID_CLIENT:
            raise _ClientForgottenError
        raise SignInError("The ledger did not accept the sign-in; please sign in again.")


async def _opened(open_browser: OpenBrowser, link: str) -> None:
    if not await open_browser(link):
        _log.warning("No browser came up for the sign-in; its address is shown instead.")


async def _stopped(task: asyncio.Task[Any] | None) -> None:
    """End a task and wait until it has; how it ended is told to whoever started it."""
    if task is None:
        return
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.exception()


def _redirect_path(issuer: str) -> str:
    """Return a path of this issuer's own: two servers' answers cannot be mixed up (RFC 8252, 8.10)."""
    return f"/signed-in/{hashlib.sha256(issuer.encode()).hexdigest()[:16]}"
