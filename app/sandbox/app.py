"""Puts the practice ledger's routes together."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from functools import cache

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from app.contract.endpoints import OPENAPI
from app.sandbox.answers import JsonBytes
from app.sandbox.control import control_routes
from app.sandbox.faults import Faults
from app.sandbox.faulty_line import FaultyLine
from app.sandbox.gatehouse import Gatehouse
from app.sandbox.ledger import Ledger
from app.sandbox.openapi import document
from app.sandbox.problems import (
    ApiError,
    Code,
    OAuthError,
    not_found,
    oauth_problem_answer,
    problem_answer,
)
from app.sandbox.request_log import Logged, RequestLog
from app.sandbox.routes_legacy import legacy_routes
from app.sandbox.routes_oauth import oauth_routes
from app.sandbox.routes_posts import post_routes
from app.sandbox.routes_reads import read_routes

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """What the control calls work with."""

    faults: Faults = field(default_factory=Faults)
    log: RequestLog = field(default_factory=RequestLog)


def create_app(ledger: Ledger, *, control: bool = False) -> ASGIApp:
    """Return the practice ledger as an ASGI application."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    for routes in (read_routes, post_routes, legacy_routes, oauth_routes):
        app.include_router(routes(ledger))
    _serve_document(app)
    _answer_problems(app)
    outer: ASGIApp = app
    if control:
        controls = Controls()
        app.include_router(control_routes(ledger, controls.faults, controls.log))
        outer = Logged(FaultyLine(app, controls.faults), controls.log, ledger.clock)
    return Gatehouse(outer, ledger.clock)


def _serve_document(app: FastAPI) -> None:
    @cache
    def body() -> bytes:
        return json.dumps(document(app)).encode()

    async def openapi_document(_: Request) -> Response:
        return JsonBytes(body())

    app.add_api_route(OPENAPI, openapi_document, include_in_schema=False)


def _answer_problems(app: FastAPI) -> None:
    """Give every failure the documented shape; the framework's own never shows."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, ApiError)  # noqa: S101 - what the handler is registered for
        return problem_answer(request.url.path, error)

    async def sign_in_refused(_: Request, error: Exception) -> Response:
        assert isinstance(error, OAuthError)  # noqa: S101 - what the handler is registered for
        return oauth_problem_answer(error)

    async def no_route(request: Request, _: Exception) -> Response:
        error = not_found(f"There is no {request.method} {request.url.path}.")
        return problem_answer(request.url.path, error)

    async def failed(request: Request, error: Exception) -> Response:
        _LOG.error("The practice ledger failed.", exc_info=error)
        message = "The ledger failed; nothing was changed."
        return problem_answer(request.url.path, ApiError(Code.INTERNAL_ERROR, message, retryable=True))

    app.add_exception_handler(ApiError, refused)
    app.add_exception_handler(OAuthError, sign_in_refused)
    app.add_exception_handler(HTTPException, no_route)
    app.add_exception_handler(Exception, failed)
