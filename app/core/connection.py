"""Whether the firm is connected, and what the connection may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ConnectionStatus(StrEnum):
    """How far a connection to the ledger has come."""

    SIGNED_OUT = "signed_out"
    SIGNING_IN = "signing_in"
    SIGNED_IN = "signed_in"
    SIGN_IN_NEEDED = "sign_in_needed"
    """There was a session and the ledger no longer accepts it."""
    OFFLINE = "offline"
    """There is a session and the ledger is out of reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionState:
    """The connection as screens show it."""

    status: ConnectionStatus
    server: str
    """The ledger's address, like `https://ledgerhq.pro`."""
    firm: str = ""
    """The firm's name; empty while the ledger has not told it."""
    granted: frozenset[str] = frozenset()
    """The scopes of the session, named as the ledger names them."""
    may_post: bool = False
    link: str = ""
    """While signing in: the address to open when the browser does not come up by itself."""
    until_quit: bool = False
    """Whether the session ends with this run, because no keychain keeps it."""

    @property
    def has_session(self) -> bool:
        """Whether requests can be made, now or once the ledger is in reach again."""
        return self.status in (ConnectionStatus.SIGNED_IN, ConnectionStatus.OFFLINE)
