"""Runs the practice ledger: on a thread for tests and the demo, or until it is interrupted."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.core.clock import Clock, SystemClock
from app.core.errors import InputError
from app.sandbox.app import create_app
from app.sandbox.book import Book, make_indexes
from app.sandbox.firm_file import load_firm_file, load_records
from app.sandbox.ledger import Ledger

__all__ = ["RunningSandbox", "SandboxOptions", "create_app", "run_sandbox", "serve"]

_LOOPBACK = "127.0.0.1"
_START_SECONDS = 30
_GRACE_SECONDS = 2
_POLL_SECONDS = 0.5
_TICK_SECONDS = 0.001
_CHUNK = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxOptions:
    """How a practice ledger is run."""

    data: Path | None = None
    """The firm file to load into an empty database; the demo firm when there is none."""
    db: Path | None = None
    """Where the books are kept; a temporary file, gone at the end, when there is none."""
    port: int = 0
    """0 takes a free one."""
    auto_approve: bool = False
    control: bool = False
    today: date | None = None
    """The day the demo firm's books reach up to."""
    stop_on_stdin_eof: bool = False
    """End when whoever started this process is gone."""


class RunningSandbox:
    """A practice ledger that accepts connections."""

    def __init__(self, ledger: Ledger, options: SandboxOptions) -> None:
        """Start serving on a thread of its own; returns when connections are accepted."""
        self.book = ledger.book
        listener = _listen(options.port)
        self.port: int = listener.getsockname()[1]
        self.base_url = f"http://{_LOOPBACK}:{self.port}"
        self._server = _Server(_config(ledger, options))
        self._thread = threading.Thread(
            target=self._server.run, args=([listener],), name="sandbox", daemon=True
        )
        self._thread.start()
        if not self._server.accepting.wait(_START_SECONDS):
            raise InputError("The practice ledger did not start.")

    def stop(self) -> None:
        """Finish what runs and give the port back."""
        self._server.stop()
        self._thread.join()


@contextmanager
def run_sandbox(options: SandboxOptions, clock: Clock | None = None) -> Iterator[RunningSandbox]:
    """Run a practice ledger for the length of a block.

    Raises InputError when the firm file or the port cannot be used, StorageError when the database cannot.
    """
    clock = clock or SystemClock(options.today)
    with ExitStack() as cleanup:
        if options.db is None:
            folder = cleanup.enter_context(
                tempfile.TemporaryDirectory(prefix="tickmark-", ignore_cleanup_errors=True)
            )
            options = replace(options, db=Path(folder) / "sandbox.db")
        book = _open_book(options, clock)
        cleanup.callback(book.close)
        sandbox = RunningSandbox(Ledger(book=book, clock=clock, auto_approve=options.auto_approve), options)
        cleanup.callback(sandbox.stop)
        yield sandbox


def serve(options: SandboxOptions) -> None:
    """Run a practice ledger until it is interrupted; the first line on stdout says where.

    Raises as `run_sandbox`.
    """
    ended = threading.Event()
    with _ended_by_signals(ended), run_sandbox(options) as sandbox:
        print(json.dumps({"baseUrl": sandbox.base_url}, separators=(",", ":")), flush=True)  # noqa: T201 - the promised line
        if options.stop_on_stdin_eof:
            threading.Thread(target=_watch_stdin, args=(ended,), name="stdin", daemon=True).start()
        # Waiting in pieces lets an interrupt through on Windows too.
        while not ended.wait(_POLL_SECONDS):
            pass


class _Server(uvicorn.Server):
    """uvicorn that stops when an event says so, and as soon as nothing runs; its own ways take 0.2 s.

    What still runs when the grace is over is cancelled with the loop.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.accepting = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.accepting.set()

    async def main_loop(self) -> None:
        await self._ending.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE_SECONDS):
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110 - uvicorn has no event
                    await asyncio.sleep(_TICK_SECONDS)

    def stop(self) -> None:
        """End the server from another thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._ending.set)


class _Connection(H11Protocol):
    """A connection whose requests know their transport, so that a fault can cut it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


def _config(ledger: Ledger, options: SandboxOptions) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(ledger, control=options.control),
        http=_Connection,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
    )


def _listen(port: int) -> socket.socket:
    # Named as TCP so that asyncio turns Nagle's delay off, which costs 40 ms an answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            # A port is free again right after a restart; on Windows the option would share it.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_LOOPBACK, port))
        listener.listen()
    except (OSError, OverflowError):
        listener.close()
        raise InputError(f"Port {port} cannot be used; choose another, or 0 for a free one.") from None
    return listener


def _open_book(options: SandboxOptions, clock: Clock) -> Book:
    """Open the database and fill it when it is empty; books that are there are kept as they are."""
    assert options.db is not None  # noqa: S101 - settled by the caller
    book = Book(options.db)
    try:
        if book.is_empty:
            _fill(book, options, clock)
        with book.writing() as connection:
            make_indexes(connection)
    except BaseException:
        book.close()
        raise
    return book


def _fill(book: Book, options: SandboxOptions, clock: Clock) -> None:
    if options.data is not None:
        load_firm_file(options.data, book)
        return
    from app.sandbox.demo import generate_demo_firm  # noqa: PLC0415 - only who has no file needs the demo

    load_records(enumerate(generate_demo_firm(options.today or clock.today()), start=1), book)


@contextmanager
def _ended_by_signals(ended: threading.Event) -> Iterator[None]:
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(each, lambda *_: ended.set()) for each in signals]
    try:
        yield
    finally:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, handler)


def _watch_stdin(ended: threading.Event) -> None:
    """End when the other end of stdin is closed; read below Python's own buffer, which would lock at exit."""
    while os.read(sys.stdin.fileno(), _CHUNK):
        pass
    ended.set()
