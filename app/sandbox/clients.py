"""Registered apps and where the browser may send their codes (contract 2.1, RFC 7591, RFC 8252)."""

from __future__ import annotations

import ipaddress
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

import apsw

from app.sandbox.problems import OAuthError

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A public client; there are no others here, and no secrets."""

    client_id: str
    client_name: str
    redirect_uris: tuple[str, ...]

    def accepts(self, redirect_uri: str, *, any_port: bool) -> bool:
        """Say whether the browser may be sent there: exactly, or on any port of a loopback address."""
        if redirect_uri in self.redirect_uris:
            return True
        return any_port and _without_port(redirect_uri) in {
            _without_port(each) for each in self.redirect_uris if _is_loopback(_split(each))
        }


def register(connection: apsw.Connection, metadata: Any, now: float) -> dict[str, Any]:
    """Register an app and return everything that was recorded; unknown metadata is ignored."""
    client = _read_metadata(metadata)
    connection.execute(
        "INSERT INTO oauth_clients VALUES (?, ?, ?, ?)",
        (client.client_id, client.client_name, json.dumps(client.redirect_uris), int(now)),
    )
    return {
        "client_id": client.client_id,
        "client_name": client.client_name,
        "redirect_uris": list(client.redirect_uris),
        "client_id_issued_at": int(now),
        "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
    }


def find_client(connection: apsw.Connection, client_id: str) -> Client | None:
    """Return a registered app."""
    row = connection.execute(
        "SELECT client_id, client_name, redirect_uris FROM oauth_clients WHERE client_id = ?", (client_id,)
    ).fetchone()
    if row is None:
        return None
    return Client(client_id=row[0], client_name=row[1], redirect_uris=tuple(json.loads(row[2])))


def is_loopback_host(host: str | None) -> bool:
    """Say whether a host name is this computer's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _read_metadata(metadata: Any) -> Client:
    if not isinstance(metadata, dict):
        raise OAuthError("invalid_client_metadata", "The body must be a JSON object.")
    name, uris = metadata.get("client_name"), metadata.get("redirect_uris")
    if not isinstance(name, str) or not 0 < len(name.strip()) <= _LONGEST_NAME:
        raise OAuthError("invalid_client_metadata", "client_name must be a text of 1 to 200 characters.")
    if not isinstance(uris, list) or not uris:
        raise OAuthError("invalid_redirect_uri", "redirect_uris must list at least one address.")
    for uri in uris:
        if not isinstance(uri, str) or not _is_allowed(uri):
            raise OAuthError(
                "invalid_redirect_uri", "Redirects go to https, or to http on a loopback address."
            )
    return Client(
        client_id=f"mcp_{secrets.token_hex(16)}", client_name=name.strip(), redirect_uris=tuple(uris)
    )


def _is_allowed(uri: str) -> bool:
    parts = _split(uri)
    if parts is None or parts.fragment or not parts.hostname or not uri.isascii() or not uri.isprintable():
        return False
    return parts.scheme == "https" or _is_loopback(parts)


def _is_loopback(parts: SplitResult | None) -> bool:
    return parts is not None and parts.scheme == "http" and is_loopback_host(parts.hostname)


def _split(uri: str) -> SplitResult | None:
    """Take an address apart; None for one that is none, a port that cannot be included."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return None
    return parts if port != 0 else None


def _without_port(uri: str) -> tuple[str, ...] | None:
    parts = _split(uri)
    return (parts.scheme, parts.hostname or "", parts.path, parts.query, parts.fragment) if parts else None
