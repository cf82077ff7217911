"""The way to one server: pinned, bounded in size and time, never redirected (reliability G06, G07)."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
import truststore

from app.api.answers import Answer, Request, read_http_date
from app.api.bodies import ACCEPT_ENCODING, read_body
from app.api.broken import failure_of_exception
from app.api.servers import is_loopback, read_server
from app.core.crash_points import crash_point
from app.core.errors import OfflineError, UncertainError, UnreadableError


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits:
    """How long an exchange may take, in seconds."""

    connect: float = 10
    silence: float = 30
    """Between two pieces of an answer, or of what is sent."""
    whole: float = 120


class Wire:
    """Sends requests to one server and reads the answers whole; knows nothing of tokens."""

    def __init__(self, server: str, limits: TimeLimits | None = None) -> None:
        """Pin the server; raises InputError unless it is https or on this computer."""
        self.server = read_server(server)
        self._limits = limits or TimeLimits()
        self._client = _client(self.server, self._limits)
        self._reached: bool | None = None
        self._watchers: list[Callable[[bool], None]] = []

    def watch(self, watcher: Callable[[bool], None]) -> None:
        """Call back whenever the server comes into reach or goes out of it."""
        self._watchers.append(watcher)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def send(self, request: Request) -> Answer:
        """Send one request, once, and return whatever was answered, errors and redirects included.

        Raises OfflineError when nothing was sent; UncertainError when the answer to a post is lost, and
        OfflineError or UnreadableError when the answer to a read is.
        """
        try:
            answer = await self._exchange(request)
        except (httpx.TransportError, OSError) as error:
            failure = failure_of_exception(error, posting=request.may_change_the_ledger)
            if isinstance(failure, OfflineError):
                self._note(reached=False)
            raise failure from None
        self._note(reached=True)
        return answer

    async def _exchange(self, request: Request) -> Answer:
        url = httpx.URL(self.server + request.path, params=dict(request.params) or None)
        built = self._client.build_request(
            request.method, url, headers=dict(request.headers), content=request.body
        )
        async with asyncio.timeout(self._limits.whole):
            response = await self._client.send(built, stream=True)
            if request.may_change_the_ledger:
                crash_point("after_send")
            try:
                return await _answer(response, posting=request.may_change_the_ledger)
            finally:
                await response.aclose()

    def _note(self, *, reached: bool) -> None:
        if reached is self._reached:
            return
        self._reached = reached
        for watcher in self._watchers:
            watcher(reached)


async def _answer(response: httpx.Response, *, posting: bool) -> Answer:
    try:
        body = await read_body(response.aiter_raw(), response.headers.get("Content-Encoding", ""))
    except UnreadableError as error:
        raise (UncertainError(str(error)) if posting else error) from None
    return Answer(
        status=response.status_code,
        body=body,
        date=read_http_date(response.headers.get("Date", "")),
        retry_after=response.headers.get("Retry-After", ""),
    )


def _client(server: str, limits: TimeLimits) -> httpx.AsyncClient:
    """Build the HTTP client: certificates as this computer trusts them, proxies as it has them set.

    The practice ledger on this computer is reached directly.
    """
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # below it they write URLs and headers (G04)
    secure = server.startswith("https:")
    context = (truststore.SSLContext if secure else ssl.SSLContext)(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    cookies = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    return httpx.AsyncClient(
        verify=context,
        trust_env=not is_loopback(server),
        follow_redirects=False,
        cookies=cookies,
        timeout=httpx.Timeout(limits.silence, connect=limits.connect),
        headers={"Accept": "application/json", "Accept-Encoding": ACCEPT_ENCODING, "User-Agent": "Tickmark"},
    )
