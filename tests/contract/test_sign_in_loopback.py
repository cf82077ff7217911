"""The loopback listener against what browsers, pre-connects and attackers send."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.api.browser_pages import ANSWERED, HEADERS, NOT_OURS, BrowserPage
from app.api.loopback import Loopback, bind_again, bind_any

PATH = "/signed-in/abc"
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "https://evil.test/next",
    "//evil.test",
    "data:text/html,hello-evil",
    "{{7*7}}evil",
    "${evil}",
    "%0d%0aSet-Cookie:evil=1",
    "%00evil",
    "\u202eevil",
    "../../evil",
    "evil" * 500,
]


class Gate:
    """Lets one query in and notes every one it was shown."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.passed = asyncio.Event()

    def judge(self, query: str) -> BrowserPage:
        self.shown.append(query)
        if query != "state=right&code=c":
            return NOT_OURS
        self.passed.set()
        return ANSWERED


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[Loopback, Gate]]:
    gate = Gate()
    async with bind_any(PATH) as loopback:
        await loopback.serve(gate.judge)
        yield loopback, gate


async def say(loopback: Loopback, request: bytes) -> bytes:
    """Send a request and return the whole answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", loopback.port)
    writer.write(request)
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
        length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        return head + (b"" if request.startswith(b"HEAD") else await reader.readexactly(length))
    finally:
        writer.close()


async def ask(loopback: Loopback, target: str, method: str = "GET", host: str = "") -> bytes:
    host = host or f"127.0.0.1:{loopback.port}"
    return await say(loopback, f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())


async def call_back(loopback: Loopback) -> bytes:
    return await ask(loopback, f"{PATH}?state=right&code=c")


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


async def test_noise_changes_nothing_and_the_callback_still_works() -> None:
    """B01: favicon, HEAD, OPTIONS, POST, junk; then the callback."""
    async with listening() as (loopback, gate):
        assert status(await ask(loopback, "/favicon.ico")) == 404
        for method in ("HEAD", "OPTIONS", "POST", "PUT", "DELETE"):
            assert status(await ask(loopback, f"{PATH}?state=right&code=c", method)) == 405
            assert status(await ask(loopback, "/favicon.ico", method)) == 404
        for junk in ("/", "/signed-in", f"{PATH}/", f"{PATH}x", f"/{PATH}", "/robots.txt", "/%2e%2e/x"):
            assert status(await ask(loopback, junk)) == 404
        assert gate.shown == []
        assert status(await call_back(loopback)) == 200
        assert gate.passed.is_set()


@pytest.mark.parametrize(
    "request_text",
    [
        "GET {p}?state=right&code=c HTTP/1.1\r\nHost: evil.test\r\n\r\n",
        "GET {p}?state=right&code=c HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n",
        "GET {p}?state=right&code=c HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "GET {p}?state=right&code=c HTTP/1.0\r\n\r\n",
        "GET {p}?state=right&code=c HTTP/1.1\r\n\r\n",
        "GET {p}?state=right&code=c HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: 127.0.0.1:{port}\r\n\r\n",
        "GET http://127.0.0.1:{port}{p}?state=right&code=c HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n",
        "CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 client hello\r\n\r\n",
        "complete nonsense\r\n\r\n",
    ],
)
async def test_only_the_exact_host_is_listened_to(request_text: str) -> None:
    """A07: DNS rebinding, other forms of the target, and what is no HTTP at all."""
    async with listening() as (loopback, gate):
        request = request_text.format(p=PATH, port=loopback.port).encode("latin-1")
        assert status(await say(loopback, request)) == 400
        assert gate.shown == []
        assert status(await call_back(loopback)) == 200


async def test_idle_and_slow_connections_do_not_hold_up_the_callback() -> None:
    """B02: pre-connects that say nothing, one that drips, and a request line of a megabyte."""
    async with listening() as (loopback, _):
        idle = [await asyncio.open_connection("127.0.0.1", loopback.port) for _ in range(5)]
        idle[0][1].write(b"GET / HTTP/1.1\r\nHo")
        assert status(await say(loopback, b"GET /" + b"a" * 100_000)) == 431
        loop = asyncio.get_running_loop()
        began = loop.time()
        assert status(await call_back(loopback)) == 200
        assert loop.time() - began < 1
        for _, writer in idle:
            writer.close()


async def test_more_connections_than_allowed_push_out_the_oldest() -> None:
    """B02: at most sixteen, and the callback is never the one turned away."""
    async with listening() as (loopback, _):
        idle = [await asyncio.open_connection("127.0.0.1", loopback.port) for _ in range(40)]
        assert status(await call_back(loopback)) == 200
        assert len(loopback._open) <= 16
        with pytest.raises(ConnectionError):
            await asyncio.wait_for(idle[0][0].readexactly(1), 5)
        for _, writer in idle:
            writer.close()


async def test_a_connection_that_says_nothing_is_closed_in_time() -> None:
    """B02: the limit for a request's head, shortened here."""
    async with bind_any(PATH) as loopback:
        await loopback.serve(Gate().judge, head_seconds=0.05)
        reader, writer = await asyncio.open_connection("127.0.0.1", loopback.port)
        with pytest.raises(ConnectionError):
            await asyncio.wait_for(reader.readexactly(1), 5)
        writer.close()
        assert loopback._open == []


async def test_a_request_in_many_pieces_is_understood() -> None:
    async with listening() as (loopback, gate):
        reader, writer = await asyncio.open_connection("127.0.0.1", loopback.port)
        request = f"GET {PATH}?state=right&code=c HTTP/1.1\r\nHost: 127.0.0.1:{loopback.port}\r\n\r\n"
        for character in request.encode():
            writer.write(bytes([character]))
            await asyncio.sleep(0)
        assert status(await reader.readuntil(b"\r\n")) == 200
        writer.close()
    assert gate.passed.is_set()


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("parameter", ["state", "code", "error", "error_description", "iss", "next"])
async def test_nothing_of_the_request_is_in_the_page(payload: str, parameter: str) -> None:
    """B04: static pages; no echo, no redirect."""
    async with listening() as (loopback, _):
        target = f"{PATH}?{parameter}={payload}".encode().replace(b" ", b"%20")
        request = b"GET " + target + b" HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % loopback.port
        answer = await say(loopback, request)
    assert b"evil" not in answer
    assert b"alert" not in answer
    assert b"Location" not in answer
    assert status(answer) == 400


async def test_every_answer_has_exactly_the_promised_headers() -> None:
    """B04."""
    async with listening() as (loopback, _):
        for answer in (
            await call_back(loopback),
            await ask(loopback, "/junk"),
            await say(loopback, b"?\r\n\r\n"),
        ):
            head, page = answer.split(b"\r\n\r\n", 1)
            promised = [*HEADERS, ("Content-Length", str(len(page)))]
            assert head.decode().split("\r\n")[1:] == [f"{name}: {value}" for name, value in promised]


async def test_a_pipelined_second_request_is_not_read() -> None:
    async with listening() as (loopback, gate):
        host = f"Host: 127.0.0.1:{loopback.port}\r\n\r\n"
        twice = f"GET /x HTTP/1.1\r\n{host}GET {PATH}?state=right&code=c HTTP/1.1\r\n{host}"
        assert status(await say(loopback, twice.encode())) == 404
        assert gate.shown == []


async def test_a_taken_port_is_given_up_at_once() -> None:
    """B06: never shared, never waited for."""
    async with bind_any(PATH) as first:
        assert bind_again(first.port, PATH) is None


async def test_a_closed_listener_leaves_no_connection_behind() -> None:
    """B05."""
    async with listening() as (loopback, _):
        _, writer = await asyncio.open_connection("127.0.0.1", loopback.port)
        await call_back(loopback)
    await asyncio.sleep(0)
    assert loopback._open == []
    writer.close()
