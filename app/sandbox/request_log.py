"""Remembers what was asked, so that a test can say what a client really sent (ASGI middleware)."""

from __future__ import annotations

import hashlib
from collections import deque
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.contract.endpoints import IDEMPOTENCY_HEADER
from app.core.clock import Clock, format_stamp

CONTROL = "/_sandbox/"
_MOST = 100_000


class RequestLog:
    """The requests that came, oldest first; used on the event loop only."""

    def __init__(self) -> None:
        """Start empty."""
        self.entries: deque[dict[str, Any]] = deque(maxlen=_MOST)


class Logged:
    """Writes every request but the control calls into a log."""

    def __init__(self, app: ASGIApp, log: RequestLog, clock: Clock) -> None:
        """Stand before the app."""
        self._app = app
        self._log = log
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note the request as it arrives, and its status when there is one; a dropped one has none."""
        if scope["path"].startswith(CONTROL):
            await self._app(scope, receive, send)
            return
        body = await _read(receive)
        entry: dict[str, Any] = {
            "method": scope["method"],
            "path": scope["path"],
            "idempotencyKey": Headers(scope=scope).get(IDEMPOTENCY_HEADER),
            "bodySha256": hashlib.sha256(body).hexdigest() if body else None,
            "status": None,
            "at": format_stamp(self._clock.now()),
        }
        self._log.entries.append(entry)

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry["status"] = message["status"]
            await send(message)

        await self._app(scope, _replay(body, receive), note)


async def _read(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    while True:
        message = await receive()
        chunks.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Hand out a body that was read before, then whatever comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
