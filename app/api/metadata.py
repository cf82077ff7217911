"""Where sign-in endpoints are: RFC 8414 metadata if it can be believed, else the documented paths (A09)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import ValidationError

from app.api.answers import Request
from app.api.pkce import METHOD
from app.api.servers import origin_of
from app.api.wire import Wire
from app.contract.endpoints import (
    OAUTH_AUTHORIZE,
    OAUTH_METADATA,
    OAUTH_REGISTER,
    OAUTH_TOKEN,
)
from app.contract.oauth import ServerMetadata
from app.core.errors import InputError, SignInError, UnreadableError


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Where one server signs people in; paths on the pinned server."""

    issuer: str
    authorize: str = OAUTH_AUTHORIZE
    token: str = OAUTH_TOKEN
    register: str = OAUTH_REGISTER
    revoke: str | None = None
    names_issuer: bool = False
    """Whether the server promised to name itself in the browser's answer (RFC 9207)."""


async def discover(wire: Wire) -> Endpoints:
    """Read the server's metadata; a document that is missing, wrong or points elsewhere is not used.

    Raises SignInError when the server says that it cannot do what a safe sign-in needs, OfflineError when it
    is out of reach.
    """
    documented = Endpoints(issuer=wire.server)
    try:
        answer = await wire.send(Request(method="GET", path=OAUTH_METADATA))
        metadata = ServerMetadata.model_validate_json(answer.body) if answer.is_success else None
    except (UnreadableError, ValidationError):
        return documented
    if metadata is None or metadata.issuer != wire.server:
        return documented
    methods = metadata.code_challenge_methods_supported
    if methods is not None and METHOD not in methods:
        raise SignInError("This server does not offer the safe way to sign in that Tickmark needs.")
    return _endpoints(metadata, wire.server) or documented


def _endpoints(metadata: ServerMetadata, server: str) -> Endpoints | None:
    """Take the endpoints over, or nothing when any of them is not on the pinned server."""
    try:
        revoke = metadata.revocation_endpoint
        return Endpoints(
            issuer=metadata.issuer,
            authorize=_path_on(server, metadata.authorization_endpoint),
            token=_path_on(server, metadata.token_endpoint),
            register=_path_on(server, metadata.registration_endpoint or server + OAUTH_REGISTER),
            revoke=None if revoke is None else _path_on(server, revoke),
            names_issuer=metadata.authorization_response_iss_parameter_supported,
        )
    except InputError:
        return None


def _path_on(server: str, url: str) -> str:
    """Return the path of an endpoint; raises InputError when it lies on another server."""
    parts = urlsplit(url)
    if origin_of(url) != server or parts.username or parts.fragment or not parts.path.startswith("/"):
        raise InputError("The endpoint lies on another server.")
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
