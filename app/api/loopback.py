"""Listen on this computer for the browser's way back, until a valid answer comes (A05, A06, B01 to B03).

RFC 8252, 7.3: the literal loopback address, a port of the system's choice, open only while needed.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from types import TracebackType
from typing import Self

from app.api.callback_connection import CallbackConnection, CallbackRules, Judge
from app.core.errors import SignInError

_HOST = "127.0.0.1"
_MOST_CONNECTIONS = 16
_BACKLOG = 32
_LAST_WORDS_SECONDS = 0.2


class Loopback:
    """Owns one port and every connection to it."""

    def __init__(self, bound: socket.socket, path: str) -> None:
        """Take a socket that `bind` made."""
        self._socket = bound
        self._path = path
        self._server: asyncio.Server | None = None
        self._open: list[CallbackConnection] = []
        self.port: int = bound.getsockname()[1]

    @property
    def redirect_uri(self) -> str:
        """The address the browser comes back to."""
        return f"http://{_HOST}:{self.port}{self._path}"

    async def serve(self, judge: Judge, head_seconds: float = 5) -> None:
        """Answer connections from now on; `judge` decides about requests to the redirect address."""
        host = f"{_HOST}:{self.port}"
        rules = CallbackRules(host=host, path=self._path, judge=judge, head_seconds=head_seconds)

        def connected() -> CallbackConnection:
            while len(self._open) >= _MOST_CONNECTIONS:
                self._open.pop(0).abort()  # the oldest is most likely an idle pre-connect
            connection = CallbackConnection(rules, self._forget)
            self._open.append(connection)
            return connection

        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(connected, sock=self._socket, backlog=_BACKLOG)

    async def close(self) -> None:
        """Give the port back; a page on its way to the browser gets a moment to arrive."""
        if self._server:
            self._server.close()
        self._socket.close()
        for connection in list(self._open):
            if connection.is_answered:
                await connection.left(_LAST_WORDS_SECONDS)
            connection.abort()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    def _forget(self, connection: CallbackConnection) -> None:
        if connection in self._open:
            self._open.remove(connection)


def bind_again(port: int, path: str) -> Loopback | None:
    """Take the port of an earlier sign-in for us alone, or None at once when it is taken (B06)."""
    try:
        return _bind(port, path)
    except OSError:
        return None


def bind_any(path: str) -> Loopback:
    """Take a port of the system's choice; raises SignInError when this computer gives out none."""
    try:
        return _bind(0, path)
    except OSError:
        raise SignInError(
            "This computer lets no app wait for the browser; a firewall or security software may forbid it."
        ) from None


def _bind(port: int, path: str) -> Loopback:
    """Bind without sharing: no SO_REUSEADDR or SO_REUSEPORT, and exclusively on Windows (RFC 8252, B.3)."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        bound.bind((_HOST, port))
        bound.setblocking(False)
    except BaseException:
        bound.close()
        raise
    return Loopback(bound, path)
