"""One SQLite file: a writer thread, a few reader threads, and every write an immediate transaction."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, TypeVar

import apsw

from app.core.errors import StorageError

T = TypeVar("T")

_OLDEST_SAFE_SQLITE = (3, 51, 3)
_ALSO_SAFE_SQLITE = frozenset({(3, 50, 7), (3, 44, 6)})
_READERS = 3
_STEPS_BETWEEN_LOOKS = 200_000  # some milliseconds; each look may have to wait for the interpreter lock
_BUSY_MS = 10_000
_OWNER_ONLY = 0o600
_WRITER_CACHE_KIB = 65_536
_READER_CACHE_KIB = 16_384
_CLOSED = "The file is closed; nothing was read or written."


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseOptions:
    """How a file is kept."""

    path: Path
    migrations: tuple[str, ...]
    """SQL scripts; the file's `user_version` counts how many it has seen."""
    key: bytes | None = None
    """32 bytes to encrypt with; None keeps the file plain."""
    synchronous: Literal["NORMAL", "FULL"] = "NORMAL"
    log_pages: int = 1_000
    """How long the write-ahead log grows before it is copied back; each copy waits for the disk."""


class Database:
    """Runs functions of a connection on worker threads; the event loop never waits for the disk.

    `read` sees one consistent snapshot per call; `write` runs inside one immediate transaction that is
    rolled back when the function raises. Disk trouble comes out as StorageError.
    """

    def __init__(self, options: DatabaseOptions) -> None:
        """Keep the options; `open` does the work."""
        self._options = options
        self._writer = ThreadPoolExecutor(1, thread_name_prefix=f"{options.path.stem}-write")
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix=f"{options.path.stem}-read")
        self._writing: apsw.Connection | None = None
        self._reading = threading.local()
        self._opened: list[apsw.Connection] = []
        self._lock = threading.Lock()

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._options.path

    @classmethod
    async def open(cls, options: DatabaseOptions) -> Database:
        """Open or create the file and bring its schema up to date."""
        database = cls(options)
        try:
            await database._on(database._writer, database._open_writer)
        except BaseException:
            await database.close()
            raise
        return database

    async def read(self, query: Callable[[apsw.Connection], T]) -> T:
        """Run a query on a reader thread; cancelling the await stops the query."""
        job = _Read(query, self.path)
        future = _submitted(self._readers, lambda: job.run(self._reader))
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            job.cancel()
            raise

    async def write(self, change: Callable[[apsw.Connection], T]) -> T:
        """Run a change inside one immediate transaction on the writer thread.

        Once begun it runs to its end even when the await is cancelled, and the await then waits for
        that end: after it, the file says for certain whether the change was made.
        """
        return await self._on(self._writer, lambda: self._transact(change))

    async def close(self) -> None:
        """Finish what runs and close every connection."""
        await asyncio.get_running_loop().run_in_executor(None, self._close)

    def _close(self) -> None:
        """Wait for both pools, then copy the log back by closing the last connection."""
        for pool in (self._readers, self._writer):
            pool.shutdown()
        self._writing = None
        for connection in self._opened:
            connection.close()
        self._opened.clear()

    async def _on(self, pool: ThreadPoolExecutor, job: Callable[[], T]) -> T:
        waiting = asyncio.wrap_future(_submitted(pool, job))
        try:
            return await asyncio.shield(waiting)
        except asyncio.CancelledError:
            while not waiting.done():
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.wait({waiting})
            raise

    def _transact(self, change: Callable[[apsw.Connection], T]) -> T:
        if self._writing is None:
            raise StorageError(_CLOSED)
        with _disk_trouble(self.path), immediate(self._writing):
            return change(self._writing)

    def _open_writer(self) -> None:
        refuse_unsafe_sqlite(apsw.sqlite_lib_version())
        with _disk_trouble(self.path):
            if not self.path.exists():
                self.path.touch(_OWNER_ONLY)
            connection = self._connect(_WRITER_CACHE_KIB)
            self._migrate(connection)
            self._writing = connection

    def _reader(self) -> apsw.Connection:
        connection: apsw.Connection | None = getattr(self._reading, "connection", None)
        if connection is None:
            connection = self._connect(_READER_CACHE_KIB)
            connection.pragma("query_only", 1)
            self._reading.connection = connection
        return connection

    def _connect(self, cache_kib: int) -> apsw.Connection:
        connection = apsw.Connection(str(self.path))
        with self._lock:
            self._opened.append(connection)
        if self._options.key is not None:
            connection.pragma("hexkey", self._options.key.hex())
        connection.set_busy_timeout(_BUSY_MS)
        self._refuse_newer(connection)
        connection.pragma("journal_mode", "wal")
        connection.pragma("wal_autocheckpoint", self._options.log_pages)
        connection.pragma("synchronous", self._options.synchronous)
        connection.pragma("fullfsync", int(self._options.synchronous == "FULL"))
        connection.pragma("temp_store", "memory")
        connection.pragma("cache_size", -cache_kib)
        connection.pragma("foreign_keys", 1)
        return connection

    def _refuse_newer(self, connection: apsw.Connection) -> None:
        """Read the version before anything is set: a newer file is not touched at all (reliability F09)."""
        if int(connection.pragma("user_version")) > len(self._options.migrations):
            raise StorageError(
                f"{self.path.name} was written by a newer Tickmark and was left untouched; update Tickmark to"
                " open it."
            )

    def _migrate(self, connection: apsw.Connection) -> None:
        """Run what the file has not seen; asked under the lock, for another process may be at it, too."""
        for number, script in enumerate(self._options.migrations, start=1):
            if int(connection.pragma("user_version")) >= number:
                continue
            with immediate(connection):
                if int(connection.pragma("user_version")) < number:
                    connection.execute(script)
                    connection.pragma("user_version", number)


class _Read(Generic[T]):
    """One query on its way through a reader thread, which can be stopped from outside."""

    def __init__(self, query: Callable[[apsw.Connection], T], path: Path) -> None:
        self._query = query
        self._path = path
        self._lock = threading.Lock()
        self._running: apsw.Connection | None = None
        self._cancelled = False

    def run(self, connect: Callable[[], apsw.Connection]) -> T:
        with _disk_trouble(self._path):
            connection = connect()
            # SQLite asks as it goes: an interrupt from outside is lost when it comes between two statements.
            connection.set_progress_handler(lambda: self._cancelled, _STEPS_BETWEEN_LOOKS)
            self._set_running(connection)
            try:
                with snapshot(connection):
                    return self._query(connection)
            finally:
                self._set_running(None)
                connection.set_progress_handler(None)

    def cancel(self) -> None:
        """Stop the query, whether it runs or has yet to; no other query on its thread is hit."""
        with self._lock:
            self._cancelled = True
            if self._running is not None:
                self._running.interrupt()

    def _set_running(self, connection: apsw.Connection | None) -> None:
        with self._lock:
            self._running = connection


def refuse_unsafe_sqlite(version: str) -> None:
    """Raise StorageError for a SQLite that can corrupt its log when it is reset (reliability F01)."""
    parts = tuple(int(part) for part in version.split("."))
    if parts < _OLDEST_SAFE_SQLITE and parts not in _ALSO_SAFE_SQLITE:
        raise StorageError(f"SQLite {version} is too old to keep books in; update Tickmark.")


def _submitted(pool: ThreadPoolExecutor, job: Callable[[], T]) -> Future[T]:
    try:
        return pool.submit(job)
    except RuntimeError:  # the only one there is: the pool is shut down
        raise StorageError(_CLOSED) from None


@contextlib.contextmanager
def snapshot(connection: apsw.Connection) -> Iterator[None]:
    """Let every statement inside see the same state; it never stays open, not even when interrupted."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if not connection.get_autocommit():
            connection.execute("ROLLBACK")


@contextlib.contextmanager
def immediate(connection: apsw.Connection) -> Iterator[None]:
    """Hold the write lock from the start: a deferred upgrade would fail at once (reliability F05)."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if not connection.get_autocommit():
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def _disk_trouble(path: Path) -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        raise _translated(error, path) from error
    except OSError as error:
        raise StorageError(
            f"{path.name} cannot be opened ({error.strerror}); nothing was changed."
        ) from error


def _translated(error: apsw.Error, path: Path) -> StorageError | apsw.Error:
    """Turn trouble with the disk into a sentence; a mistake in our SQL stays what it is."""
    name = path.name
    if isinstance(error, apsw.FullError):
        return StorageError(
            "The disk is full; nothing was written and nothing was sent. Free some space and try again."
        )
    if isinstance(error, apsw.NotADBError):
        return StorageError(f"{name} cannot be read with this computer's key; it was left untouched.")
    if isinstance(error, (apsw.IOError, apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError)):
        return StorageError(
            f"{name} cannot be written; nothing was changed. Check the disk and the folder's rights."
        )
    if isinstance(error, apsw.CorruptError):
        return StorageError(f"{name} is damaged; it was left untouched.")
    if isinstance(error, apsw.BusyError):
        return StorageError(f"{name} is in use by another program; nothing was changed. Try again.")
    return error
