"""Everything that reaches one ledger, built in order."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass

from app.api.browser import OpenBrowser, open_system_browser
from app.api.client import LedgerClient
from app.api.session import Session, Turn
from app.api.sign_in import SignIn
from app.api.wire import Wire
from app.core.clock import Clock
from app.core.keychain import Keychain


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One server: the way to it, the session with it, the sign-in and the client."""

    wire: Wire
    session: Session
    sign_in: SignIn
    client: LedgerClient

    async def aclose(self) -> None:
        """Stop a sign-in, let a renewal end, close every connection."""
        await self.sign_in.cancel()
        await self.session.aclose()
        await self.wire.aclose()


def open_ledger(
    server: str,
    keychain: Keychain,
    clock: Clock,
    open_browser: OpenBrowser = open_system_browser,
    turn: Turn = nullcontext,
) -> Ledger:
    """Build the way to a ledger, without touching the network; raises InputError for a bad address.

    `turn` keeps other processes with the same session waiting while it is renewed.
    """
    wire = Wire(server)
    session = Session(wire, keychain, clock, turn)
    return Ledger(
        wire=wire,
        session=session,
        sign_in=SignIn(wire, session, open_browser),
        client=LedgerClient(wire, session, clock),
    )
