"""The practice ledger's database file: one writer, as many readers as ask, nothing half-done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from app.core.errors import StorageError

_HERE = Path(__file__).parent
_APPLICATION = 0x544B_5342
"""Marks the file as a practice ledger's: TKSB."""
_SCHEMA_VERSION = 1
_BUSY_MS = 10_000
_CACHE_KIB = 65_536


class Book:
    """Opens a database file and hands out connections; safe to use from any thread."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it. Raises StorageError when it is something else or cannot be used."""
        self.path = path
        self._lock = threading.Lock()
        self._idle: list[apsw.Connection] = []
        try:
            self._writer = _connect(path)
            self._prepare()
        except apsw.Error as error:
            raise StorageError(f"The practice ledger cannot use {path.name} ({error}).") from None

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """Lend a connection that sees one state of the books throughout."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = _connect(self.path)
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")
            self._idle.append(connection)

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """Lend the one connection that writes; everything done with it stands together or not at all."""
        with self._lock:
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
            except BaseException:
                self._writer.execute("ROLLBACK")
                raise
            self._writer.execute("COMMIT")

    @property
    def is_empty(self) -> bool:
        """Whether no company was ever loaded."""
        with self.reading() as connection:
            return not connection.execute("SELECT count(*) FROM companies").get

    def close(self) -> None:
        """Close every connection; nobody may be using one."""
        with self._lock:
            for connection in [*self._idle, self._writer]:
                connection.close()
            self._idle.clear()

    def _prepare(self) -> None:
        """Make the tables in a new file; refuse a file that is not a practice ledger's."""
        mark = self._writer.pragma("application_id"), self._writer.pragma("user_version")
        if mark == (_APPLICATION, _SCHEMA_VERSION):
            return
        if self._writer.execute("SELECT count(*) FROM sqlite_schema").get:
            self._writer.close()
            raise StorageError(f"{self.path.name} is not a practice ledger of this version; choose another.")
        with self.writing() as connection:
            connection.execute((_HERE / "schema.sql").read_text("utf-8"))
            connection.pragma("application_id", _APPLICATION)
            connection.pragma("user_version", _SCHEMA_VERSION)


def make_indexes(connection: apsw.Connection) -> None:
    """Make the secondary indexes if they are not there yet."""
    connection.execute((_HERE / "indexes.sql").read_text("utf-8"))


def _connect(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(_BUSY_MS)
    connection.pragma("journal_mode", "wal")
    connection.pragma("synchronous", "FULL")
    connection.pragma("cache_size", -_CACHE_KIB)
    connection.pragma("temp_store", "memory")
    return connection
