"""One browser connection to the loopback listener: one request, one fixed page, then closed (B01, B02)."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

import h11

from app.api.browser_pages import (
    BAD_REQUEST,
    HEADERS,
    NOT_ALLOWED,
    NOT_FOUND,
    NOT_OURS,
    TOO_LARGE,
    BrowserPage,
)

LARGEST_REQUEST = 8 * 1024
_CLOSING_SECONDS = 1.0
"""The browser closes first, so that the port is free again at once; this long it may take."""
_LINGER_NEVER = struct.pack("ii" if sys.platform != "win32" else "hh", 1, 0)

Judge = Callable[[str], BrowserPage]
"""Takes the query of a request to the redirect address and says which page answers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackRules:
    """What is listened to."""

    host: str
    """The exact `Host` header, port included."""
    path: str
    judge: Judge
    head_seconds: float
    """How long a request may take to arrive."""


class CallbackConnection(asyncio.Protocol):
    """Reads one request, however slowly it drips within the limit, and answers it."""

    def __init__(self, rules: CallbackRules, gone: Callable[[CallbackConnection], None]) -> None:
        """Answer by the rules; `gone` is called when the connection is over."""
        self._rules = rules
        self._gone = gone
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=LARGEST_REQUEST)
        self._transport: asyncio.Transport | None = None
        self._limit: asyncio.TimerHandle | None = None
        self._over = asyncio.Event()
        self.is_answered = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start the clock for the request."""
        self._transport = cast("asyncio.Transport", transport)
        # Closing resets the connection: in TIME_WAIT the port could not be bound by the next sign-in.
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NEVER)
        self._limit_to(self._rules.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the protocol's signature
        """Stop the clock; an error here is the browser's way to leave."""
        if self._limit:
            self._limit.cancel()
        self._over.set()
        self._gone(self)

    def data_received(self, data: bytes) -> None:
        """Answer as soon as the request's head is complete."""
        if self.is_answered:
            return
        try:
            self._http.receive_data(data)
            event = self._http.next_event()
        except h11.RemoteProtocolError as error:
            too_large = error.error_status_hint == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            self._answer(TOO_LARGE if too_large else BAD_REQUEST)
            return
        if isinstance(event, h11.Request):
            self._answer(self._page_for(event), without_body=event.method == b"HEAD")

    async def left(self, seconds: float) -> None:
        """Wait until the browser has closed the connection, but not for long."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)

    def abort(self) -> None:
        """End the connection at once."""
        if self._transport:
            self._transport.abort()

    def _page_for(self, request: h11.Request) -> BrowserPage:
        """Judge only a GET of exactly the redirect address under exactly its host (A07, DNS rebinding)."""
        hosts = [value.decode("latin-1") for name, value in request.headers if name == b"host"]
        target = request.target.decode("latin-1")
        if hosts != [self._rules.host] or not target.startswith("/"):
            return NOT_OURS
        path, _, query = target.partition("?")
        if path != self._rules.path:
            return NOT_FOUND
        return self._rules.judge(query) if request.method == b"GET" else NOT_ALLOWED

    def _answer(self, page: BrowserPage, *, without_body: bool = False) -> None:
        self.is_answered = True
        html = page.html()
        allow = [("Allow", "GET")] if page is NOT_ALLOWED else []
        headers = [*HEADERS, ("Content-Length", str(len(html))), *allow]
        reply = h11.Response(status_code=page.status, headers=headers, reason=page.status.phrase.encode())
        written = self._http.send(reply) or b""
        if not without_body:
            written += self._http.send(h11.Data(data=html)) or b""
        if self._transport:
            self._transport.write(written)
        self._limit_to(_CLOSING_SECONDS)

    def _limit_to(self, seconds: float) -> None:
        if self._limit:
            self._limit.cancel()
        self._limit = asyncio.get_running_loop().call_later(seconds, self.abort)
