"""Sign-in: registration, consent, tokens, revocation and the metadata that names them (contract 2.1)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import apsw
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.contract.endpoints import (
    API,
    OAUTH_AUTHORIZE,
    OAUTH_METADATA,
    OAUTH_REGISTER,
    OAUTH_REVOKE,
    OAUTH_TOKEN,
    RESOURCE_METADATA,
    Scope,
)
from app.sandbox.clients import find_client, register
from app.sandbox.consent_page import consent_page, refusal_page
from app.sandbox.consents import (
    Authorization,
    RedirectedError,
    UnsafeRequestError,
    keep_consent,
    read_authorization,
    take_consent,
)
from app.sandbox.grants import (
    ACCESS_SECONDS,
    CodeRequest,
    Redemption,
    Tokens,
    issue_code,
    redeem_code,
    refresh,
    revoke_token,
)
from app.sandbox.ledger import Ledger, base_url, read_body
from app.sandbox.problems import OAuthError

_PRIVATE = {"cache-control": "no-store", "pragma": "no-cache"}
_FOUND = 302


def oauth_routes(ledger: Ledger) -> APIRouter:
    """Serve the sign-in of one ledger."""
    routes = _Routes(ledger)
    router = APIRouter(include_in_schema=False)
    router.add_api_route(OAUTH_REGISTER, routes.register, methods=["POST"])
    router.add_api_route(OAUTH_AUTHORIZE, routes.authorize, methods=["GET"])
    router.add_api_route(OAUTH_AUTHORIZE, routes.decide, methods=["POST"])
    router.add_api_route(OAUTH_TOKEN, routes.token, methods=["POST"])
    router.add_api_route(OAUTH_REVOKE, routes.revoke, methods=["POST"])
    router.add_api_route(OAUTH_METADATA, routes.server_metadata, methods=["GET"])
    router.add_api_route(RESOURCE_METADATA, routes.resource_metadata, methods=["GET"])
    return router


class _Routes:
    """The sign-in routes of one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def register(self, request: Request) -> Response:
        """Register a public client."""
        try:
            metadata = json.loads(await read_body(request))
        except ValueError:
            raise OAuthError("invalid_client_metadata", "The body must be JSON.") from None
        with self._ledger.book.writing() as connection:
            registration = register(connection, metadata, self._ledger.now())
        return JSONResponse(registration, 201, headers=_PRIVATE)

    async def authorize(self, request: Request) -> Response:
        """Show the consent page, or grant at once where that is switched on."""
        any_port = self._ledger.switches.redirect_match == "any_port"
        with self._ledger.book.writing() as connection:
            try:
                asked = read_authorization(connection, request.query_params, any_port=any_port)
            except UnsafeRequestError as error:
                return refusal_page(str(error))
            except RedirectedError as error:
                return _redirect(error.location)
            if self._ledger.auto_approve:
                return self._grant(connection, asked)
            firm = connection.execute("SELECT name FROM firm").get or "the firm"
            return consent_page(asked, firm, keep_consent(connection, asked, self._ledger.now()))

    async def decide(self, request: Request) -> Response:
        """Carry the answer given on the consent page back to the app."""
        form = await _form(request)
        with self._ledger.book.writing() as connection:
            asked = take_consent(connection, form.get("ticket", ""), self._ledger.now())
            if asked is None:
                return refusal_page("This page has been answered already, or it stood open for too long.")
            if form.get("decision") == "allow":
                return self._grant(connection, asked)
        return _redirect(asked.location(error="access_denied"))

    async def token(self, request: Request) -> Response:
        """Trade a code or a refresh token for a session."""
        if request.headers.get("authorization"):
            raise OAuthError("invalid_client", "Apps are public here; send client_id in the body.")
        form = await _form(request)
        with self._ledger.book.writing() as connection:
            outcome = self._trade(connection, form)
        if isinstance(outcome, OAuthError):
            raise outcome
        content = {
            "access_token": outcome.access_token,
            "token_type": "Bearer",
            "expires_in": ACCESS_SECONDS,
            "refresh_token": outcome.refresh_token,
            "scope": outcome.scope,
        }
        return JSONResponse(content, headers=_PRIVATE)

    async def revoke(self, request: Request) -> Response:
        """End a session; a token nobody knows is fine (RFC 7009)."""
        token = _needed(await _form(request), "token")
        with self._ledger.book.writing() as connection:
            revoke_token(connection, token)
        return Response(headers=_PRIVATE)

    async def server_metadata(self, request: Request) -> Response:
        """Describe the sign-in (RFC 8414)."""
        base = base_url(request)
        return JSONResponse(
            {
                "issuer": base,
                "authorization_endpoint": base + OAUTH_AUTHORIZE,
                "token_endpoint": base + OAUTH_TOKEN,
                "registration_endpoint": base + OAUTH_REGISTER,
                "revocation_endpoint": base + OAUTH_REVOKE,
                "scopes_supported": [scope.value for scope in Scope],
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": ["authorization_code", "refresh_token"],
                "token_endpoint_auth_methods_supported": ["none"],
                "revocation_endpoint_auth_methods_supported": ["none"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def resource_metadata(self, request: Request) -> Response:
        """Describe the API as something tokens are for (RFC 9728)."""
        base = base_url(request)
        return JSONResponse(
            {
                "resource": base + API,
                "authorization_servers": [base],
                "scopes_supported": [scope.value for scope in Scope],
                "bearer_methods_supported": ["header"],
            }
        )

    def _grant(self, connection: apsw.Connection, asked: Authorization) -> Response:
        request = CodeRequest(
            client_id=asked.client_id,
            redirect_uri=asked.redirect_uri,
            scope=asked.scope,
            code_challenge=asked.code_challenge,
        )
        return _redirect(asked.location(code=issue_code(connection, request, self._ledger.now())))

    def _trade(self, connection: apsw.Connection, form: dict[str, str]) -> Tokens | OAuthError:
        grant_type = _needed(form, "grant_type")
        if grant_type not in ("authorization_code", "refresh_token"):
            return OAuthError(
                "unsupported_grant_type", "grant_type must be authorization_code or refresh_token."
            )
        client_id = _needed(form, "client_id")
        if find_client(connection, client_id) is None:
            return OAuthError("invalid_client", "This app is not registered here.")
        if grant_type == "refresh_token":
            token, rotate = _needed(form, "refresh_token"), self._ledger.switches.rotate
            return refresh(connection, token, client_id, self._ledger.now(), rotate=rotate)
        shown = Redemption(
            code=_needed(form, "code"),
            client_id=client_id,
            redirect_uri=_needed(form, "redirect_uri"),
            code_verifier=_needed(form, "code_verifier"),
        )
        return redeem_code(connection, shown, self._ledger.now())


async def _form(request: Request) -> dict[str, str]:
    """Read a form; a field that stands twice is refused (RFC 6749 3.2)."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/x-www-form-urlencoded":
        raise OAuthError("invalid_request", "The body must be application/x-www-form-urlencoded.")
    try:
        pairs: list[tuple[str, Any]] = parse_qsl(
            (await read_body(request)).decode(), keep_blank_values=True, max_num_fields=50
        )
    except ValueError:
        raise OAuthError("invalid_request", "The body is not a form.") from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise OAuthError("invalid_request", "A field stands twice.")
    return form


def _needed(form: dict[str, str], name: str) -> str:
    if not form.get(name):
        raise OAuthError("invalid_request", f"{name} is missing.")
    return form[name]


def _redirect(location: str) -> Response:
    return RedirectResponse(location, _FOUND, headers={"cache-control": "no-store"})
