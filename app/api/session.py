"""The session with one server: access token in memory, refresh token in the keychain (A14 to A17, C01)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace

from app.api.access_token import AccessToken, received
from app.api.failures import SIGN_IN_AGAIN
from app.api.metadata import Endpoints, discover
from app.api.registration import Registration
from app.api.renewal import ClientForgottenError, SessionRevokedError, renew
from app.api.stored_session import SessionShelf, StoredSession
from app.api.tokens import Grant, renewal_request, revocation_request
from app.api.wire import Wire
from app.core.clock import Clock
from app.core.errors import KeychainError, LedgerError, SignInError, SignInNeededError
from app.core.keychain import Keychain

Turn = Callable[[], AbstractAsyncContextManager[object]]

_log = logging.getLogger(__name__)


class Session:
    """Lives as long as the app, signed in or not; belongs to one event loop."""

    def __init__(self, wire: Wire, keychain: Keychain, clock: Clock, turn: Turn = nullcontext) -> None:
        """Start signed out; `restore` picks up what an earlier run left.

        `turn` is entered around every renewal and keeps other processes with the same session waiting (A14).
        """
        self._wire = wire
        self._turn = turn
        self._clock = clock
        self._shelf = self._next_shelf = SessionShelf(keychain, wire.server)
        self._endpoints: Endpoints | None = None
        self._stored: StoredSession | None = None
        self._access: AccessToken | None = None
        self._renewing: asyncio.Task[AccessToken] | None = None
        self._watchers: list[Callable[[], None]] = []
        self._ended = False
        self.registration: Registration | None = None
        """Under which name, and for which port, this app is known to the server."""

    @property
    def is_signed_in(self) -> bool:
        """Whether there is something to make requests with, as far as is known here."""
        has_token = self._access is not None or bool(self._stored and self._stored.refresh_token)
        return has_token and not self._ended

    @property
    def has_ended(self) -> bool:
        """Whether the server ended the session, so that only a new sign-in helps."""
        return self._ended

    @property
    def is_kept(self) -> bool:
        """Whether the keychain took the session; False means that it ends with this run."""
        return self._shelf.is_kept

    @property
    def granted(self) -> frozenset[str]:
        """The scopes of this session, which may be fewer than were asked for; empty when signed out."""
        return self._stored.scopes if self._stored and self.is_signed_in else frozenset()

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call back when the server ends the session."""
        self._watchers.append(watcher)

    async def keep_next_in(self, keychain: Keychain) -> None:
        """Keep the session that begins next in this keychain; raises KeychainError when it cannot be used."""
        shelf = SessionShelf(keychain, self._wire.server)
        await shelf.find()
        self._next_shelf = shelf

    async def restore(self) -> bool:
        """Pick up the stored session, without the network; raises KeychainError when it cannot be read."""
        self._stored = await self._shelf.find()
        self._ended = False
        self.registration = self._stored.registration if self._stored else None
        return self.is_signed_in

    async def begin(
        self, registration: Registration, endpoints: Endpoints, grant: Grant, asked: frozenset[str]
    ) -> None:
        """Start with freshly granted tokens; when no keychain takes them, the session ends with this run."""
        await self.aclose()
        self._endpoints = endpoints
        self._shelf = self._next_shelf
        self._stored = StoredSession(
            issuer=self._wire.server,
            registration=registration,
            refresh_token=grant.refresh_token,
            scopes=asked if grant.scopes is None else grant.scopes,
        )
        self.registration = registration
        await self._shelf.keep(self._stored)
        self._access = received(grant, self._clock)
        self._ended = False

    async def bearer(self) -> str:
        """Return an access token that is not about to end, renewing it when needed.

        Raises SignInNeededError, OfflineError or BusyError.
        """
        if not self.is_signed_in:
            raise SignInNeededError("Connect to the ledger first: sign in.")
        if self._access is not None and self._access.is_fresh(self._clock):
            return self._access.value
        return (await self._renewed()).value

    async def replace(self, refused: str) -> str:
        """Return another token than the one just refused; one renewal serves all who ask."""
        if not self.is_signed_in or (self._access is not None and self._access.value != refused):
            return await self.bearer()
        return (await self._renewed()).value

    def refuse(self, refused: str) -> None:
        """End the session in memory: even a fresh token was refused. What is stored stays."""
        if self._access is not None and self._access.value == refused:
            self._end()

    async def sign_out(self) -> bool:
        """Forget the session here, always; return whether the server confirmed that it forgot it too.

        Raises KeychainError when the keychain would not forget; memory and server have by then.
        """
        await self.aclose()
        stored, self._stored, self._access, self.registration = self._stored, None, None, None
        self._ended = False
        try:
            await self._shelf.forget()
        finally:
            revoked = stored is not None and await self._revoke(stored)
        return revoked

    async def aclose(self) -> None:
        """Wait for a renewal under way, so that its refresh token is not lost."""
        if self._renewing is not None:
            await asyncio.wait([self._renewing])

    async def _renewed(self) -> AccessToken:
        """Join the renewal under way or start it; it goes on when the one who asked gives up."""
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._renew())
        return await asyncio.shield(self._renewing)

    async def _known_endpoints(self) -> Endpoints:
        """Return where this server signs people in; after a restart it is asked once."""
        if self._endpoints is None:
            self._endpoints = await discover(self._wire)
        return self._endpoints

    async def _renew(self) -> AccessToken:
        """Renew the session; the one place that uses a refresh token."""
        async with self._turn():
            return await self._renew_alone()

    async def _renew_alone(self) -> AccessToken:
        stored = await self._latest()
        if stored is None or not stored.refresh_token:
            self._end()
            raise SignInNeededError(SIGN_IN_AGAIN)
        grant = await self._renewal(stored, stored.refresh_token)
        self._stored = replace(
            stored,
            refresh_token=grant.refresh_token or stored.refresh_token,
            scopes=stored.scopes if grant.scopes is None else grant.scopes,
        )
        await self._shelf.keep(self._stored)  # before the access token is used: a crash may follow (A15)
        self._access = received(grant, self._clock)
        return self._access

    async def _latest(self) -> StoredSession | None:
        """Return what is stored now: whoever renewed last, here or in another process, is right."""
        if not self._shelf.is_kept:
            return self._stored
        try:
            return await self._shelf.find()
        except KeychainError:
            return self._stored

    async def _renewal(self, stored: StoredSession, refresh_token: str) -> Grant:
        """Ask the server, and take a final no as the end of the session."""
        try:
            path = (await self._known_endpoints()).token
            client_id = stored.registration.client_id
            request = renewal_request(path, client_id=client_id, refresh_token=refresh_token)
            return await renew(self._wire, request, self._clock.now())
        except SessionRevokedError:
            await self._drop(replace(stored, refresh_token=None))
        except ClientForgottenError:
            await self._drop(None)
        except (SignInError, SignInNeededError):
            self._end()
        raise SignInNeededError(SIGN_IN_AGAIN)

    async def _drop(self, remaining: StoredSession | None) -> None:
        """Take a refused refresh token out of the keychain; the registration stays while it is good."""
        self._stored = remaining
        self.registration = remaining.registration if remaining else None
        try:
            await (self._shelf.keep(remaining) if remaining else self._shelf.forget())
        except KeychainError as error:
            _log.warning("A refused session stays in the keychain: %s", error)
        self._end()

    def _end(self) -> None:
        """Stop using the session and tell whoever watches."""
        self._access = None
        self._ended = True
        for watcher in self._watchers:
            watcher()

    async def _revoke(self, stored: StoredSession) -> bool:
        try:
            path = (await self._known_endpoints()).revoke
            if path is None or not stored.refresh_token:
                return False
            client_id = stored.registration.client_id
            request = revocation_request(path, client_id=client_id, refresh_token=stored.refresh_token)
            return (await self._wire.send(request)).is_success
        except (LedgerError, SignInError):
            return False
