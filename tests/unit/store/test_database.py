"""One SQLite file: snapshots, immediate transactions, cancellation (reliability F01, F02, F05)."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import apsw
import pytest

from app.core.errors import StorageError
from app.store.database import Database, DatabaseOptions, refuse_unsafe_sqlite

NOTES = "CREATE TABLE note (key INTEGER PRIMARY KEY, text TEXT)"
FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def options(path: Path, *migrations: str, **others) -> DatabaseOptions:
    return DatabaseOptions(path=path / "notes.db", migrations=migrations or (NOTES,), **others)


@pytest.fixture
async def database(tmp_path):
    opened = await Database.open(options(tmp_path))
    yield opened
    await opened.close()


def add(text: str):
    return lambda connection: connection.execute("INSERT INTO note (text) VALUES (?)", (text,)).fetchall()


def texts(connection: apsw.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT text FROM note ORDER BY key")]


async def test_what_is_written_is_read_back(database):
    await database.write(add("hello"))
    assert await database.read(texts) == ["hello"]


async def test_a_change_that_fails_leaves_nothing_behind(database):
    def half(connection):
        add("half")(connection)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own, and nothing else raises it
        await database.write(half)
    assert await database.read(texts) == []


async def test_every_statement_of_a_read_sees_the_same_state(database):
    await database.write(add("one"))
    between, resume = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def twice(connection):
        first = texts(connection)
        loop.call_soon_threadsafe(between.set)
        resume.wait(10)
        return first, texts(connection)

    reading = asyncio.create_task(database.read(twice))
    await between.wait()
    await database.write(add("two"))
    resume.set()
    assert await reading == (["one"], ["one"])


async def test_a_read_cannot_write(database):
    with pytest.raises(StorageError, match="cannot be written"):
        await database.read(add("sneaked in"))


async def test_a_cancelled_read_stops_its_query_and_the_readers_go_on(database):
    started = asyncio.Event()
    loop = asyncio.get_running_loop()

    def endless(connection):
        loop.call_soon_threadsafe(started.set)
        return connection.execute(FOREVER).get

    readings = [asyncio.create_task(database.read(endless)) for _ in range(3)]
    await started.wait()
    for reading in readings:
        reading.cancel()
    assert all(
        isinstance(end, asyncio.CancelledError)
        for end in await asyncio.gather(*readings, return_exceptions=True)
    )
    for _ in range(6):
        assert await asyncio.wait_for(database.read(texts), 10) == []


async def test_a_read_cancelled_while_it_waits_never_runs(database):
    release, ran = threading.Event(), []
    busy = [asyncio.create_task(database.read(lambda _: release.wait(10))) for _ in range(3)]
    waiting = asyncio.create_task(database.read(ran.append))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    release.set()
    await asyncio.gather(*busy)
    assert ran == []


async def test_a_cancelled_write_has_ended_when_the_cancellation_arrives(database):
    started, release = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def slow(connection):
        loop.call_soon_threadsafe(started.set)
        release.wait(10)
        add("late")(connection)

    writing = asyncio.create_task(database.write(slow))
    await started.wait()
    writing.cancel()
    await asyncio.sleep(0)
    writing.cancel()
    await asyncio.sleep(0)
    assert not writing.done()
    release.set()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert await database.read(texts) == ["late"]


async def test_writes_take_the_lock_at_once_so_another_program_waits_its_turn(database):
    """F05: a deferred transaction would fail at its first write with BUSY_SNAPSHOT."""

    def other_cannot_write(connection):
        other = apsw.Connection(str(database.path))
        try:
            with pytest.raises(apsw.BusyError):
                other.execute("BEGIN IMMEDIATE")
        finally:
            other.close()
        add("mine")(connection)

    await database.write(other_cannot_write)
    assert await database.read(texts) == ["mine"]


def test_the_old_way_of_upgrading_a_read_fails_at_once(tmp_path):
    """F05: what the wrapper avoids, shown on bare connections."""
    one, two = (apsw.Connection(str(tmp_path / "x.db")) for _ in range(2))
    one.pragma("journal_mode", "wal")
    one.execute(NOTES)
    two.set_busy_timeout(5000)
    two.execute("BEGIN; SELECT * FROM note")
    add("first")(one)
    with pytest.raises(apsw.BusyError):
        add("second")(two)
    one.close()
    two.close()


@pytest.mark.parametrize(("synchronous", "number"), [("NORMAL", 1), ("FULL", 2)])
async def test_every_connection_keeps_the_promised_settings(tmp_path, synchronous, number):
    """F02, F11: read back on the writer and on all three readers."""
    opened = await Database.open(options(tmp_path, synchronous=synchronous, log_pages=77))
    barrier = threading.Barrier(3)

    def settings(connection):
        names = (
            "synchronous",
            "fullfsync",
            "journal_mode",
            "temp_store",
            "foreign_keys",
            "wal_autocheckpoint",
        )
        return tuple(connection.pragma(name) for name in names)

    def on_each_reader(connection):
        barrier.wait(10)
        return settings(connection)

    found = await asyncio.gather(opened.write(settings), *(opened.read(on_each_reader) for _ in range(3)))
    await opened.close()
    assert found == [(number, int(synchronous == "FULL"), "wal", 2, 1, 77)] * 4


@pytest.mark.parametrize("version", ["3.40.1", "3.44.5", "3.50.6", "3.51.2"])
def test_a_sqlite_that_can_corrupt_its_log_is_refused(version):
    """F01."""
    with pytest.raises(StorageError, match=f"{version} is too old"):
        refuse_unsafe_sqlite(version)


@pytest.mark.parametrize("version", ["3.44.6", "3.50.7", "3.51.3", "3.54.0", apsw.sqlite_lib_version()])
def test_a_sqlite_without_that_flaw_is_taken(version):
    """F01."""
    refuse_unsafe_sqlite(version)


async def test_a_closed_file_says_so(tmp_path):
    opened = await Database.open(options(tmp_path))
    await opened.close()
    for attempt in (opened.read(texts), opened.write(add("late"))):
        with pytest.raises(StorageError, match="is closed"):
            await attempt
    await opened.close()


async def test_a_mistake_in_our_sql_is_no_storage_error(database):
    with pytest.raises(apsw.SQLError):
        await database.read(lambda connection: connection.execute("SELEKT 1").get)
