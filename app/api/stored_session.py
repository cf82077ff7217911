"""What the keychain holds of a session: one small JSON per server, and no access token (reliability C01)."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from app.api.registration import Registration
from app.contract.strict_json import json_bytes, parse_json
from app.core.errors import KeychainError
from app.core.keychain import Keychain

_log = logging.getLogger(__name__)

_VERSION = 1
_HIGHEST_PORT = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """A session as it survives a restart; without a refresh token only the registration is remembered."""

    issuer: str
    registration: Registration
    refresh_token: str | None = field(repr=False)
    scopes: frozenset[str]

    def to_text(self) -> str:
        """Write the keychain's entry."""
        return json_bytes(
            {
                "version": _VERSION,
                "issuer": self.issuer,
                "client_id": self.registration.client_id,
                "redirect_port": self.registration.port,
                "refresh_token": self.refresh_token,
                "scope": " ".join(sorted(self.scopes)),
            }
        ).decode()


def entry_name(server: str) -> str:
    """Return the name of the keychain entry of one server."""
    return f"session {server}"


def read_stored_session(text: str, issuer: str) -> StoredSession | None:
    """Read an entry back; one that is damaged, of another version or another issuer counts as none."""
    try:
        entry = parse_json(text.encode())
        if entry["version"] != _VERSION or entry["issuer"] != issuer:
            return None
        refresh_token, port = entry["refresh_token"], int(entry["redirect_port"])
        if not 0 < port <= _HIGHEST_PORT:
            return None
        return StoredSession(
            issuer=issuer,
            registration=Registration(client_id=str(entry["client_id"]), port=port),
            refresh_token=None if refresh_token is None else str(refresh_token),
            scopes=frozenset(str(entry["scope"]).split()),
        )
    except (ValueError, KeyError, TypeError):
        return None


class SessionShelf:
    """The place of one server's session in a keychain."""

    def __init__(self, keychain: Keychain, server: str) -> None:
        """Name the entry after the server."""
        self._keychain = keychain
        self._server = server
        self._name = entry_name(server)
        self.is_kept = True
        """Whether the keychain took the session; False means that it ends with this run."""

    async def find(self) -> StoredSession | None:
        """Return the stored session, if there is one; raises KeychainError when that cannot be known."""
        text = await self._keychain.read(self._name)
        return read_stored_session(text, self._server) if text else None

    async def keep(self, session: StoredSession) -> None:
        """Store a session; when no keychain takes it, `is_kept` says so and the session goes on."""
        try:
            await self._keychain.write(self._name, session.to_text())
        except KeychainError as error:
            _log.warning("The session is not kept: %s", error)
            self.is_kept = False
        else:
            self.is_kept = True

    async def forget(self) -> None:
        """Remove the entry; raises KeychainError when it may still be there."""
        await self._keychain.delete(self._name)
