"""Open the mirror's file."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import apsw

from app.core.sync import Health
from app.store.database import Database, DatabaseOptions

_MIGRATIONS = ("mirror_1.sql",)
_LOG_PAGES = 10_000
"""A long log: its copying back is what makes a first sync slow, and a mirror may lose its last seconds."""
_INTERRUPTED = "The last sync was interrupted; sync again to finish it."


async def open_mirror(path: Path, key: bytes | None) -> Database:
    """Open or create the mirror; what an ended process left in the middle of a sync is marked incomplete.

    `key` are the 32 bytes it is encrypted with; None keeps it plain. Raises StorageError.
    """
    schema = files("app.store") / "schema"
    migrations = tuple((schema / name).read_text() for name in _MIGRATIONS)
    options = DatabaseOptions(path=path, migrations=migrations, key=key, log_pages=_LOG_PAGES)
    database = await Database.open(options)
    try:
        await database.write(_mark_interrupted)
    except BaseException:
        await database.close()
        raise
    return database


def _mark_interrupted(connection: apsw.Connection) -> None:
    connection.execute(
        "UPDATE company_health SET health = ?, problem = ? WHERE health = ?",
        (Health.INCOMPLETE, _INTERRUPTED, Health.SYNCING),
    )
