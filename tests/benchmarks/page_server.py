"""Serves pages made before, with nothing in between: `python -m tests.benchmarks.page_server FOLDER`."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.benchmarks.page_books import PageBooks

_ROOT = Path(__file__).parents[2]


class PageProtocol(asyncio.Protocol):
    """Answers each request of a kept-alive connection with the bytes of its page."""

    def __init__(self, books: PageBooks) -> None:
        self._books = books
        self._received = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            assert self._transport is not None
            self._transport.write(self._answer(head.split(b" ", 2)[1].decode()))

    def _answer(self, target: str) -> bytes:
        url = urlsplit(target)
        asked = parse_qs(url.query)
        cursor = "none" if "updatedSince" in asked else asked.get("cursor", [""])[0]
        body = self._books.page(url.path, cursor)
        head = f"HTTP/1.1 200 OK\r\ndate: {formatdate(usegmt=True)}\r\ncontent-type: application/json\r\n"
        return f"{head}content-length: {len(body)}\r\n\r\n".encode() + body


async def serve(folder: Path) -> None:
    """Serve until the process is ended; the first line of output is the address."""
    books = PageBooks.read(folder)
    server = await asyncio.get_running_loop().create_server(lambda: PageProtocol(books), "127.0.0.1", 0)
    sys.stdout.write(f'{{"baseUrl":"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"}}\n')
    sys.stdout.flush()
    await server.serve_forever()


@contextmanager
def page_server(folder: Path) -> Iterator[str]:
    """Run the server in a process of its own and give out its address."""
    command = [sys.executable, "-m", "tests.benchmarks.page_server", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["baseUrl"]
        finally:
            process.terminate()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
