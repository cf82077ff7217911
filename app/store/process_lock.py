"""A right that one process holds at a time; the system takes it back when that process dies (D14, F10)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from pathlib import Path

import apsw

from app.core.errors import StorageError

_LOOK_AGAIN = 0.05


class ProcessLock:
    """An empty database file under SQLite's own exclusive lock, which works alike on every system."""

    def __init__(self, path: Path) -> None:
        """Name the file; `acquire` creates it."""
        self._path = path
        self._held: apsw.Connection | None = None

    def acquire(self) -> bool:
        """Take the right, at once or not at all; says whether this object has it now."""
        if self._held is not None:
            return True
        try:
            connection = apsw.Connection(str(self._path))
        except apsw.CantOpenError as error:
            raise StorageError(
                f"{self._path.name} cannot be created; check the folder {self._path.parent}."
            ) from error
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except apsw.BusyError:
            connection.close()
            return False
        self._held = connection
        return True

    def release(self) -> None:
        """Let another process have it."""
        if self._held is not None:
            self._held.close()
            self._held = None


@contextlib.asynccontextmanager
async def turn(path: Path, patience: float) -> AsyncGenerator[bool, None]:
    """Wait for the right for at most `patience` seconds and hold it for a block, which is told whether."""
    lock = ProcessLock(path)
    try:
        yield await _acquired(lock, patience)
    finally:
        lock.release()


async def _acquired(lock: ProcessLock, patience: float) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience):
            while not lock.acquire():  # noqa: ASYNC110 - another process has nothing to call us back with
                await asyncio.sleep(_LOOK_AGAIN)
            return True
    return False
