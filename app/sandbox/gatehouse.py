"""The outermost layer: no foreign host name gets in, and every answer carries the ledger's time."""

from __future__ import annotations

from email.utils import format_datetime

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.clock import Clock
from app.sandbox.clients import is_loopback_host
from app.sandbox.problems import STATUS, Code, problem_body


class Gatehouse:
    """Refuses requests for other hosts (DNS rebinding) and stamps `Date` on what goes out (RFC 9110)."""

    def __init__(self, app: ASGIApp, clock: Clock) -> None:
        """Stand before the app."""
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def stamp(message: Message) -> None:
            if message["type"] == "http.response.start":
                now = self._clock.now()
                message["headers"].append((b"date", format_datetime(now, usegmt=True).encode()))
            await send(message)

        if _host(scope):
            await self._app(scope, receive, stamp)
        else:
            content = problem_body(Code.INVALID_REQUEST, "The practice ledger answers on loopback only.")
            await JSONResponse(content, STATUS[Code.INVALID_REQUEST])(scope, receive, stamp)


def _host(scope: Scope) -> bool:
    """Say whether the one Host header names this computer."""
    hosts = Headers(scope=scope).getlist("host")
    if len(hosts) != 1:
        return False
    name, _, port = hosts[0].rpartition(":")
    host = name if name and port.isdigit() else hosts[0]
    return is_loopback_host(host.removeprefix("[").removesuffix("]"))
