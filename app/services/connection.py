"""Connect to the ledger, stay connected, and say how it stands."""

from __future__ import annotations

from collections.abc import Callable

from app.api.ledger import Ledger
from app.contract.endpoints import POSTING_SCOPES, READ_SCOPES, Scope, scope_allows
from app.core.changes import Change, Changed
from app.core.connection import ConnectionState, ConnectionStatus
from app.services.announcements import Announcer
from app.store.keychain import Keychain, MemoryKeychain


class ConnectionService:
    """Signs in and out and keeps the one `state` screens show."""

    def __init__(self, ledger: Ledger, keychain: Keychain, announcer: Announcer) -> None:
        """Watch a ledger's session; `keychain` is the one that lasts."""
        self._ledger = ledger
        self._keychain = keychain
        self._announcer = announcer
        self._link = ""
        self._signing_in = 0
        self._until_quit = False
        self._is_reached = True
        self._state = self._current()
        ledger.session.watch(self._update)
        ledger.wire.watch(self._on_reach)

    @property
    def state(self) -> ConnectionState:
        """How the connection stands now."""
        return self._state

    async def restore(self) -> ConnectionState:
        """Take up the session an earlier run stored, without the network; raises KeychainError."""
        await self._ledger.session.restore()
        self._update()
        return self._state

    async def sign_in(
        self,
        *,
        posting: bool,
        until_quit: bool = False,
        on_link: Callable[[str], None] | None = None,
    ) -> ConnectionState:
        """Sign in through the browser, asking for read access only, or for posting too.

        `until_quit` keeps the session in memory only; otherwise a keychain that cannot be used is told before
        the browser opens. Raises KeychainError, SignInError, SignInCancelledError or OfflineError.
        """
        session = self._ledger.session
        await session.keep_next_in(MemoryKeychain() if until_quit else self._keychain)

        def show(link: str) -> None:
            self._link = link
            self._update()
            if on_link:
                on_link(link)

        self._signing_in += 1
        self._link = ""
        self._update()
        try:
            await self._ledger.sign_in.run(READ_SCOPES + (POSTING_SCOPES if posting else ()), show)
            self._until_quit = until_quit
        finally:
            self._signing_in -= 1
            self._update()
        return self._state

    def complete_with_url(self, text: str) -> None:
        """Take the final address as pasted from the browser; raises InputError for another one."""
        self._ledger.sign_in.complete_with_url(text)

    async def cancel(self) -> None:
        """Stop a sign-in under way."""
        await self._ledger.sign_in.cancel()

    async def sign_out(self) -> bool:
        """Forget the session here; return whether the ledger confirmed that it forgot it too.

        Otherwise the person can end it in the ledger's own settings. Raises KeychainError.
        """
        await self._ledger.sign_in.cancel()
        try:
            return await self._ledger.session.sign_out()
        finally:
            self._update()

    def _on_reach(self, reached: bool) -> None:
        self._is_reached = reached
        self._update()

    def _update(self) -> None:
        """Take the state anew and announce it when it changed."""
        state = self._current()
        if state == self._state:
            return
        self._state = state
        self._announcer.announce(Change(what=Changed.CONNECTION))

    def _current(self) -> ConnectionState:
        session = self._ledger.session
        return ConnectionState(
            status=self._status(),
            server=self._ledger.wire.server,
            granted=session.granted,
            may_post=scope_allows(session.granted, Scope.POST_TRANSACTIONS),
            link=self._link if self._signing_in else "",
            until_quit=session.is_signed_in and (self._until_quit or not session.is_kept),
        )

    def _status(self) -> ConnectionStatus:
        session = self._ledger.session
        if self._signing_in:
            return ConnectionStatus.SIGNING_IN
        if session.has_ended:
            return ConnectionStatus.SIGN_IN_NEEDED
        if not session.is_signed_in:
            return ConnectionStatus.SIGNED_OUT
        return ConnectionStatus.SIGNED_IN if self._is_reached else ConnectionStatus.OFFLINE
