"""The authorization request: what it must say, and the ticket of a consent page that waits for its answer."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

import apsw

from app.contract.endpoints import READ_SCOPES, Scope
from app.sandbox.clients import Client, find_client
from app.sandbox.grants import hashed

CONSENT_SECONDS = 10 * 60

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


class UnsafeRequestError(Exception):
    """The client or its redirect is unknown: the browser must not be sent anywhere (RFC 6749 4.1.2.1)."""


class RedirectedError(Exception):
    """The request is refused, and the app is told so through the browser."""

    def __init__(self, location: str) -> None:
        """Keep where the browser goes."""
        super().__init__(location)
        self.location = location


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """A request for consent that may be shown."""

    client_id: str
    client_name: str
    redirect_uri: str
    scope: str
    state: str | None
    code_challenge: str

    def location(self, **answer: str) -> str:
        """Return where the browser carries an answer."""
        return answer_location(self.redirect_uri, self.state, **answer)


def read_authorization(
    connection: apsw.Connection, params: Mapping[str, str], *, any_port: bool
) -> Authorization:
    """Read an authorization request. Raises UnsafeRequestError, or RedirectedError with the reason."""
    client = find_client(connection, params.get("client_id", ""))
    if client is None:
        raise UnsafeRequestError("This app is not registered here.")
    redirect_uri = params.get("redirect_uri", "")
    if not client.accepts(redirect_uri, any_port=any_port):
        raise UnsafeRequestError("The address this app wants to be answered at is not one it registered.")
    refusal = _refusal(params)
    if refusal:
        error, description = refusal
        raise RedirectedError(
            answer_location(redirect_uri, params.get("state"), error=error, error_description=description)
        )
    return _authorization(client, redirect_uri, params)


def answer_location(redirect_uri: str, state: str | None, **answer: str) -> str:
    """Add an answer and the state to a redirect address."""
    if state is not None:
        answer["state"] = state
    return f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{urlencode(answer)}"


def keep_consent(connection: apsw.Connection, request: Authorization, now: float) -> str:
    """Remember a request while its page is open; return the ticket that its answer must carry."""
    ticket = secrets.token_urlsafe(32)
    connection.execute("DELETE FROM oauth_consents WHERE expires_at < ?", (now,))
    connection.execute(
        "INSERT INTO oauth_consents VALUES (?, ?, ?)",
        (hashed(ticket), json.dumps(asdict(request)), now + CONSENT_SECONDS),
    )
    return ticket


def take_consent(connection: apsw.Connection, ticket: str, now: float) -> Authorization | None:
    """Return the request a ticket belongs to; each works once."""
    rows = connection.execute(
        "DELETE FROM oauth_consents WHERE ticket_hash = ? AND expires_at >= ? RETURNING request",
        (hashed(ticket), now),
    ).fetchall()
    return Authorization(**json.loads(str(rows[0][0]))) if rows else None


def _refusal(params: Mapping[str, str]) -> tuple[str, str] | None:
    if params.get("response_type") != "code":
        return "unsupported_response_type", "response_type must be code."
    if params.get("code_challenge_method") != "S256":
        return "invalid_request", "PKCE with code_challenge_method S256 is required."
    if not _CHALLENGE.fullmatch(params.get("code_challenge", "")):
        return "invalid_request", "code_challenge must be 43 characters of base64url."
    if not _known_scopes(params):
        return "invalid_scope", "None of the scopes asked for exists."
    return None


def _authorization(client: Client, redirect_uri: str, params: Mapping[str, str]) -> Authorization:
    return Authorization(
        client_id=client.client_id,
        client_name=client.client_name,
        redirect_uri=redirect_uri,
        scope=" ".join(_known_scopes(params)),
        state=params.get("state"),
        code_challenge=params["code_challenge"],
    )


def _known_scopes(params: Mapping[str, str]) -> list[str]:
    """Return the scopes asked for that exist, in the documented order; asking for none means reading."""
    asked = set(params.get("scope", "").split())
    if not asked:
        return [scope.value for scope in READ_SCOPES]
    return [scope.value for scope in Scope if scope.value in asked]
