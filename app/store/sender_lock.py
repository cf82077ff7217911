"""The right to send, held by one process at a time; the system takes it back when that process dies (D14)."""

from __future__ import annotations

from pathlib import Path

import apsw

from app.core.errors import StorageError


class SenderLock:
    """An empty database file under SQLite's own exclusive lock, which works alike on every system."""

    def __init__(self, path: Path) -> None:
        """Name the file; `acquire` creates it."""
        self._path = path
        self._held: apsw.Connection | None = None

    def acquire(self) -> bool:
        """Take the right to send, at once or not at all; says whether this object has it now."""
        if self._held is not None:
            return True
        try:
            connection = apsw.Connection(str(self._path))
        except apsw.CantOpenError as error:
            raise StorageError(f"{self._path.name} cannot be created; nothing was sent.") from error
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except apsw.BusyError:
            connection.close()
            return False
        self._held = connection
        return True

    def release(self) -> None:
        """Let another process send."""
        if self._held is not None:
            self._held.close()
            self._held = None
