"""The line between the ledger and its callers, broken on order (ASGI middleware)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.contract.endpoints import API
from app.sandbox.answers import JsonBytes
from app.sandbox.faults import Effect, Fault, Faults
from app.sandbox.problems import STATUS, Code, problem_body
from app.sandbox.request_log import CONTROL

_CAPTIVE_PORTAL = "<!doctype html><title>Welcome</title><p>Accept the terms to use this network.</p>"
_GARBAGE = b'\x00\xff{"data":[{"id":"\xc3\x28'
_SERVER_ERROR = 500

_Break = Callable[[ASGIApp, Fault, Scope, Receive, Send], Awaitable[None]]


class FaultyLine:
    """Passes requests on, except those a fault was ordered for."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        """Stand before the app."""
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or let it fail."""
        path = scope["path"]
        fault = None if path.startswith(CONTROL) else self._faults.next_for(scope["method"], path)
        if fault is None:
            await self._app(scope, receive, send)
        else:
            await _BREAKS[fault.effect](self._app, fault, scope, receive, send)


async def _delay(app: ASGIApp, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer late. A post waits with its key held, so that a second one with the key meets a running one."""
    seconds = fault.delay_ms / 1000
    if scope["method"] == "POST" and scope["path"].startswith(API):
        scope["state"]["pause"] = seconds
    else:
        await asyncio.sleep(seconds)
    await app(scope, receive, send)


async def _drop_before(_app: ASGIApp, _fault: Fault, scope: Scope, receive: Receive, _send: Send) -> None:
    """Hang up without having done anything."""
    await _hang_up(scope, receive)


async def _drop_after(app: ASGIApp, _fault: Fault, scope: Scope, receive: Receive, _send: Send) -> None:
    """Do everything, then hang up without an answer."""

    async def swallow(_message: Message) -> None:
        pass

    await app(scope, receive, swallow)
    await _hang_up(scope, receive)


async def _truncate(app: ASGIApp, _fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    """Do everything, then hang up in the middle of the answer."""

    async def halve(message: Message) -> None:
        if message["type"] == "http.response.body":
            body = message.get("body", b"")
            message = {**message, "body": body[: len(body) // 2], "more_body": True}
        await send(message)

    await app(scope, receive, halve)
    scope["state"]["transport"].close()
    await _disconnected(receive)


async def _garbage(app: ASGIApp, _fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    """Do everything, then answer with bytes that are no JSON."""

    async def swallow(_message: Message) -> None:
        pass

    await app(scope, receive, swallow)
    await JsonBytes(_GARBAGE)(scope, receive, send)


async def _html(_app: ASGIApp, _fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer as a network's sign-in page would, without having done anything."""
    await HTMLResponse(_CAPTIVE_PORTAL)(scope, receive, send)


async def _status(_app: ASGIApp, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with an HTTP status, without having done anything."""
    await _problem(fault.status, fault.retry_after)(scope, receive, send)


async def _rate_limit(_app: ASGIApp, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    """Ask the caller to wait, without having done anything."""
    await _problem(STATUS[Code.RATE_LIMITED], fault.retry_after or "1")(scope, receive, send)


_BREAKS: dict[Effect, _Break] = {
    Effect.DELAY: _delay,
    Effect.DROP_BEFORE_COMMIT: _drop_before,
    Effect.DROP_AFTER_COMMIT: _drop_after,
    Effect.TRUNCATE: _truncate,
    Effect.GARBAGE: _garbage,
    Effect.HTML_200: _html,
    Effect.STATUS: _status,
    Effect.RATE_LIMIT: _rate_limit,
}


def _problem(status: int, retry_after: str | None) -> Response:
    fallback = Code.INTERNAL_ERROR if status >= _SERVER_ERROR else Code.INVALID_REQUEST
    code = next((each for each in Code if STATUS[each] == status), fallback)
    retryable = code in (Code.INTERNAL_ERROR, Code.RATE_LIMITED)
    headers = {"retry-after": retry_after} if retry_after is not None else None
    return JSONResponse(
        problem_body(code, "This failure was ordered.", retryable=retryable), status, headers=headers
    )


async def _hang_up(scope: Scope, receive: Receive) -> None:
    scope["state"]["transport"].abort()
    await _disconnected(receive)


async def _disconnected(receive: Receive) -> None:
    """Wait until the server knows that the caller is gone; it would answer for us otherwise."""
    while (await receive())["type"] != "http.disconnect":
        pass
