"""What a database file on the disk goes through: keys, versions, damage, full disks, kill -9."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from app.core.errors import StorageError
from app.store.database import Database, DatabaseOptions

ONE = "CREATE TABLE note (key INTEGER PRIMARY KEY, text TEXT)"
TWO = "ALTER TABLE note ADD COLUMN color TEXT; UPDATE note SET color = 'gray'"
KEY = bytes(range(32))
SENTINEL = "sentinel-of-the-vault"
ROOT = Path(__file__).parents[3]


async def opened(folder: Path, *migrations: str, key: bytes | None = None) -> Database:
    return await Database.open(
        DatabaseOptions(path=folder / "x.db", migrations=migrations or (ONE,), key=key)
    )


async def put(database: Database, text: str) -> None:
    await database.write(lambda c: c.execute("INSERT INTO note (text) VALUES (?)", (text,)).fetchall())


async def count(database: Database) -> int:
    return await database.read(lambda c: c.execute("SELECT count(*) FROM note").get)


async def test_only_its_owner_may_read_the_file(tmp_path):
    """F10."""
    database = await opened(tmp_path)
    await put(database, "x")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    await database.close()
    assert set(modes.values()) == {0o600}
    assert "x.db-wal" in modes


async def test_an_encrypted_file_shows_nothing_and_opens_again(tmp_path):
    """F11: neither in the file nor in its log."""
    database = await opened(tmp_path, key=KEY)
    await put(database, SENTINEL)
    seen = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    await database.close()
    assert SENTINEL.encode() not in seen + (tmp_path / "x.db").read_bytes()
    assert not (tmp_path / "x.db").read_bytes().startswith(b"SQLite format 3")
    database = await opened(tmp_path, key=KEY)
    assert await count(database) == 1
    await database.close()


@pytest.mark.parametrize("key", [None, bytes(32)])
async def test_a_wrong_key_is_told_and_the_file_left_untouched(tmp_path, key):
    """F11."""
    database = await opened(tmp_path, key=KEY)
    await put(database, SENTINEL)
    await database.close()
    before = (tmp_path / "x.db").read_bytes()
    with pytest.raises(StorageError, match="cannot be read with this computer's key"):
        await opened(tmp_path, key=key)
    assert (tmp_path / "x.db").read_bytes() == before


async def test_an_older_file_is_brought_up_to_date_once(tmp_path):
    """F09."""
    database = await opened(tmp_path, ONE)
    await put(database, "old")
    await database.close()
    for _ in range(2):
        database = await opened(tmp_path, ONE, TWO)
        assert await database.read(lambda c: c.execute("SELECT color FROM note").get) == "gray"
        await database.close()


async def test_a_step_that_fails_leaves_the_file_at_the_version_before(tmp_path):
    """F09: each step is one transaction."""
    await (await opened(tmp_path, ONE)).close()
    with pytest.raises(apsw.SQLError):
        await opened(tmp_path, ONE, TWO + "; SELEKT")
    database = await opened(tmp_path, ONE)
    assert await count(database) == 0
    await database.close()


async def test_a_newer_file_is_refused_and_left_untouched(tmp_path):
    """F09."""
    await (await opened(tmp_path, ONE, TWO)).close()
    before = (tmp_path / "x.db").read_bytes()
    with pytest.raises(StorageError, match="written by a newer Tickmark"):
        await opened(tmp_path, ONE)
    assert (tmp_path / "x.db").read_bytes() == before


async def test_a_folder_that_is_missing_is_told(tmp_path):
    with pytest.raises(StorageError, match=r"x\.db cannot be opened"):
        await opened(tmp_path / "nowhere")


async def test_a_full_disk_is_told_and_changes_nothing(tmp_path):
    """F06, by the file's own page limit."""
    database = await opened(tmp_path)
    await put(database, "before")
    await database.write(lambda c: c.pragma("max_page_count", c.pragma("page_count") + 2))
    with pytest.raises(StorageError, match="disk is full; nothing was written"):
        await put(database, "x" * 100_000)
    assert await count(database) == 1
    assert await database.read(lambda c: c.pragma("integrity_check")) == "ok"
    await database.close()


async def test_a_damaged_file_is_told(tmp_path):
    database = await opened(tmp_path)
    for number in range(500):
        await put(database, f"note {number}")
    await database.close()
    broken = bytearray((tmp_path / "x.db").read_bytes())
    broken[4096:] = bytes(number * 37 % 251 for number in range(len(broken) - 4096))
    (tmp_path / "x.db").write_bytes(broken)
    database = await opened(tmp_path)
    with pytest.raises(StorageError, match="is damaged"):
        await count(database)
    await database.close()


async def test_a_file_held_by_another_program_is_told(tmp_path):
    database = await opened(tmp_path)
    await database.write(lambda c: c.set_busy_timeout(20))
    other = apsw.Connection(str(database.path))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="in use by another program"):
        await put(database, "x")
    other.close()
    await database.close()


WRITER = f"""
import asyncio, sys
from pathlib import Path
from app.store.database import Database, DatabaseOptions

async def main():
    options = DatabaseOptions(path=Path(sys.argv[1]), migrations=({ONE!r},), key=bytes(range(32)))
    database = await Database.open(options)
    while True:
        key = await database.write(lambda c: c.execute("INSERT INTO note (text) VALUES ('x') RETURNING key").get)
        print(key, flush=True)

asyncio.run(main())
"""


def killed_writer(folder: Path, rows: int) -> int:
    """Let a process write, kill it after so many rows, and return the last one it acknowledged."""
    command = [sys.executable, "-c", WRITER, str(folder / "x.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        acknowledged = [writer.stdout.readline() for _ in range(rows)]
        os.kill(writer.pid, signal.SIGKILL)
    return int(acknowledged[-1])


async def test_kill_9_at_any_moment_loses_no_committed_row(tmp_path):
    """F04: what the writer acknowledged is there afterwards, and the file is whole."""
    for rows in (1, 5, 2, 17, 40):
        acknowledged = killed_writer(tmp_path, rows)
        database = await opened(tmp_path, key=KEY)
        assert await count(database) >= acknowledged
        assert await database.read(lambda c: c.pragma("integrity_check")) == "ok"
        await database.close()
