"""Ways to sign in for tests: a browser that consents by itself, one that waits for the test, and raw requests."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from app.api.auto_consent import consent_automatically
from app.api.browser import OpenBrowser
from app.api.client import LedgerClient
from app.api.ledger import Ledger
from app.api.session import Session
from app.api.sign_in import SignIn
from app.api.wire import Wire
from app.contract.endpoints import READ_SCOPES
from app.core.clock import Clock, SystemClock
from app.core.keychain import Keychain
from app.store.keychain import MemoryKeychain


async def instantly(seconds: float) -> None:
    """Sleep without waiting."""
    await asyncio.sleep(0)


@asynccontextmanager
async def reaching(
    server: str,
    *,
    keychain: Keychain | None = None,
    clock: Clock | None = None,
    browser: OpenBrowser = consent_automatically,
    time_limit: float = 20,
    linger: float = 0,
) -> AsyncIterator[Ledger]:
    """Build the way to a ledger, signed out, that does not wait between tries."""
    clock = clock or SystemClock()
    wire = Wire(server)
    session = Session(wire, keychain or MemoryKeychain(), clock)
    ledger = Ledger(
        wire=wire,
        session=session,
        sign_in=SignIn(wire, session, browser, time_limit=time_limit, linger=linger),
        client=LedgerClient(wire, session, clock, instantly),
    )
    try:
        yield ledger
    finally:
        await ledger.aclose()


@asynccontextmanager
async def signed_in(server: str, scopes: Iterable[str] = READ_SCOPES, **how: Any) -> AsyncIterator[Ledger]:
    """Reach a practice ledger and sign in."""
    async with reaching(server, **how) as ledger:
        await ledger.sign_in.run(scopes, lambda _: None)
        yield ledger


class PatientBrowser:
    """Shows nothing; the test takes the links and decides what comes back."""

    def __init__(self) -> None:
        self._links: asyncio.Queue[str] = asyncio.Queue()

    async def __call__(self, link: str) -> bool:
        self._links.put_nowait(link)
        return True

    async def link(self) -> AuthorizeLink:
        """Return the next link that was opened."""
        return AuthorizeLink(await asyncio.wait_for(self._links.get(), 10))


class AuthorizeLink:
    """An authorize address, taken apart."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.state = self.asked["state"]
        self.redirect_uri = self.asked["redirect_uri"]
        parts = urlsplit(self.redirect_uri)
        self.port = parts.port or 0
        self.path = parts.path

    async def consent(self) -> str:
        """Consent at the practice ledger and return the address the browser would go to."""
        async with httpx.AsyncClient(trust_env=False) as http:
            return (await http.get(self.url)).headers["Location"]

    def back(self, **fields: str) -> str:
        """Return an address with the right state and whatever else."""
        return f"{self.redirect_uri}?{urlencode({'state': self.state, **fields})}"

    async def visit(self, url: str, method: str = "GET", **headers: str) -> httpx.Response:
        """Let a browser ask for an address once."""
        async with httpx.AsyncClient(trust_env=False) as http:
            return await http.request(
                method, url, headers={k.replace("_", "-"): v for k, v in headers.items()}
            )

    async def raw(self, request: bytes) -> bytes:
        """Send bytes to the listener and return its answer, closing first as browsers do."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request)
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            return head + (b"" if request.startswith(b"HEAD") else await reader.readexactly(length))
        finally:
            writer.close()


def stored(keychain: MemoryKeychain) -> dict[str, Any]:
    """Return the one entry of a keychain."""
    (text,) = keychain._secrets.values()
    entry: dict[str, Any] = json.loads(text)
    return entry
