"""Tokens as the server grants, renews and revokes them (RFC 6749 and 7009; reliability A10, A13)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from authlib.oauth2.rfc6749.parameters import prepare_token_request
from pydantic import ValidationError

from app.api.answers import Answer, Request
from app.contract.envelopes import parse_object, parse_problem
from app.contract.oauth import TokenAnswer
from app.core.errors import UnreadableError

INVALID_GRANT = "invalid_grant"
INVALID_CLIENT = "invalid_client"

_TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")
_USUAL_LIFETIME = 600
"""Seconds a token is believed when the server does not say; an early refusal is borne anyway."""
_LONGEST_LIFETIME = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a token request brought."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    lifetime: int
    """Seconds from the answer on."""
    scopes: frozenset[str] | None
    """What was granted; None when the server did not say, which means as before."""


def exchange_request(path: str, *, client_id: str, code: str, redirect_uri: str, verifier: str) -> Request:
    """Turn a code into tokens; a public client sends no secret and no header of its own."""
    form = prepare_token_request(
        "authorization_code",
        redirect_uri=redirect_uri,
        code=code,
        client_id=client_id,
        code_verifier=verifier,
    )
    return _form_request(path, form)


def renewal_request(path: str, *, client_id: str, refresh_token: str) -> Request:
    """Turn a refresh token into fresh tokens."""
    form = prepare_token_request("refresh_token", refresh_token=refresh_token, client_id=client_id)
    return _form_request(path, form)


def revocation_request(path: str, *, client_id: str, refresh_token: str) -> Request:
    """Have the server forget a session."""
    fields = {"token": refresh_token, "token_type_hint": "refresh_token", "client_id": client_id}
    return _form_request(path, urlencode(fields))


def read_grant(body: bytes) -> Grant:
    """Read a successful token answer; raises UnreadableError for one no session can be built on."""
    try:
        answer = TokenAnswer.model_validate(parse_object(body))
    except ValidationError:
        answer = None
    if answer is None or not _is_usable(answer):
        raise UnreadableError("The ledger's answer to the sign-in cannot be read; please sign in again.")
    lifetime = _USUAL_LIFETIME if answer.expires_in is None else answer.expires_in
    return Grant(
        access_token=answer.access_token,
        refresh_token=answer.refresh_token or None,
        lifetime=min(lifetime, _LONGEST_LIFETIME),
        scopes=None if answer.scope is None else frozenset(answer.scope.split()),
    )


def oauth_error(answer: Answer) -> str:
    """Return the error code of a refused token request, lower case; empty when there is none."""
    try:
        code = parse_object(answer.body).get("error")
    except UnreadableError:
        return ""
    return code.lower() if isinstance(code, str) else parse_problem(answer.body).code


def _is_usable(answer: TokenAnswer) -> bool:
    tokens = [answer.access_token, *([answer.refresh_token] if answer.refresh_token else [])]
    return (
        answer.token_type.lower() == "bearer"
        and all(_TOKEN.fullmatch(token) for token in tokens)
        and (answer.expires_in is None or answer.expires_in > 0)
    )


def _form_request(path: str, form: str) -> Request:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return Request(method="POST", path=path, headers=headers, body=form.encode())
