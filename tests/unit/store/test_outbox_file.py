"""The outbox file: on the disk before a call returns, encrypted, frozen, append-only (D01, D02, D16, F02, F11)."""

from __future__ import annotations

import asyncio
import os
import stat
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from itertools import product

import apsw
import pytest

from app.core.errors import StorageError
from app.core.outbox import ALLOWED_MOVES, OutboxState
from app.core.sending import Moment, interrupted
from app.store.outbox import Outbox
from app.store.process_lock import ProcessLock
from tests.posting_rig import NEW_ITEM, NOON, TurnedClock

KEY = bytes(range(32))
UNKNOWN = interrupted(Moment(now=NOON, jitter=1.0))
FROZEN = {
    "id": 9,
    "company_id": "'c2'",
    "company_name": "'Other'",
    "kind": "'deposit'",
    "key": "'other'",
    "method": "'PUT'",
    "path": "'/elsewhere'",
    "body": "x'00'",
    "body_sha256": "''",
    "amount_cents": 1,
    "date": "'2026-01-01'",
    "accounts": "'[]'",
    "description": "''",
    "issuer": "'https://evil.test'",
    "created_at": "''",
}


@pytest.fixture
async def outbox(tmp_path):
    opened = await Outbox.open(tmp_path / "outbox.db", None, TurnedClock())
    yield opened
    await opened.close()


async def value(outbox: Outbox, sql: str):
    return await outbox._database.read(lambda connection: connection.execute(sql).get)


async def refused(outbox: Outbox, sql: str) -> str:
    with pytest.raises(apsw.ConstraintError) as caught:
        await outbox._database.write(lambda connection: connection.execute(sql))
    return str(caught.value)


async def test_every_connection_waits_for_the_disk(outbox):
    """F02: 2 is FULL."""
    reads = [
        outbox._database.read(lambda c: (c.pragma("synchronous"), c.pragma("journal_mode"))) for _ in range(6)
    ]
    written = await outbox._database.write(lambda c: (c.pragma("synchronous"), c.pragma("journal_mode")))
    assert {written, *await asyncio.gather(*reads)} == {(2, "wal")}


async def test_each_change_of_state_is_one_commit(outbox):
    commits: list[int] = []
    await outbox._database.write(lambda c: c.set_commit_hook(lambda: bool(commits.append(1))))
    commits.clear()
    item = await outbox.add(NEW_ITEM)
    await outbox.begin(item.id)
    await outbox.settle(item.id, UNKNOWN)
    assert len(commits) == 3


async def test_the_bytes_stored_are_the_bytes_given_and_their_hash_stands_beside_them(outbox):
    item = await outbox.add(NEW_ITEM)
    assert (item.body, item.key, item.path) == (NEW_ITEM.body, NEW_ITEM.key, NEW_ITEM.path)
    assert await value(outbox, "SELECT body_sha256 FROM item") == sha256(NEW_ITEM.body).hexdigest()


@pytest.mark.parametrize("column", FROZEN)
async def test_what_is_posted_never_changes_once_it_is_stored(outbox, column):
    """D02, D12."""
    await outbox.add(NEW_ITEM)
    assert "never changes" in await refused(outbox, f"UPDATE item SET {column} = {FROZEN[column]}")


async def test_a_posting_is_never_deleted(outbox):
    await outbox.add(NEW_ITEM)
    assert "never deleted" in await refused(outbox, "DELETE FROM item")


@pytest.mark.parametrize("table", ["attempt", "history"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET at = ''", "DELETE FROM {}"])
async def test_attempts_and_history_are_append_only(outbox, table, sql):
    """D16."""
    item = await outbox.add(NEW_ITEM)
    await outbox.begin(item.id)
    assert "append-only" in await refused(outbox, sql.format(table))


async def test_a_key_stands_for_one_posting(outbox):
    await outbox.add(NEW_ITEM)
    with pytest.raises(apsw.ConstraintError, match=r"item\.key"):
        await outbox.add(replace(NEW_ITEM, amount_cents=1))


async def test_the_files_table_of_moves_is_the_one_of_the_code(outbox):
    rows = await outbox._database.read(
        lambda c: c.execute("SELECT from_state, to_state FROM allowed_move").fetchall()
    )
    assert set(rows) == {(old, new) for old, moves in ALLOWED_MOVES.items() for new in moves}


def _at_state(connection: apsw.Connection, state: str) -> None:
    connection.execute("PRAGMA ignore_check_constraints = 1")
    connection.execute(
        "INSERT INTO item (company_id, company_name, kind, state, key, path, body, body_sha256, amount_cents,"
        " date, accounts, description, issuer, created_at, changed_at)"
        " VALUES ('c', 'C', 'purchase', ?, 'k', '/p', x'', '', 1, '', '[]', '', '', '', '')",
        (state,),
    )


async def test_the_file_itself_refuses_every_other_move(outbox):
    for old, new in product(OutboxState, OutboxState):
        if new is old or new in ALLOWED_MOVES[old]:
            continue

        def move(connection: apsw.Connection, old=old, new=new) -> None:
            _at_state(connection, old)
            connection.execute("UPDATE item SET state = ?", (new,))

        with pytest.raises(apsw.ConstraintError, match="cannot move like this"):
            await outbox._database.write(move)


async def test_nothing_is_posted_without_a_receipt(outbox):
    item = await outbox.add(NEW_ITEM)
    await outbox.begin(item.id)
    assert "CHECK" in await refused(outbox, "UPDATE item SET state = 'posted', lease_pid = NULL")


async def test_every_move_is_written_to_the_history(outbox):
    item = await outbox.add(NEW_ITEM)
    await outbox.begin(item.id)
    await outbox.settle(item.id, UNKNOWN)
    await outbox.stop(item.id)
    rows = await outbox._database.read(
        lambda c: c.execute("SELECT from_state, to_state FROM history ORDER BY id").fetchall()
    )
    assert rows == [(None, "queued"), ("queued", "sending"), ("sending", "unknown"), ("unknown", "stopped")]


async def test_the_process_that_sends_is_named_in_the_row(outbox):
    """D14."""
    item = await outbox.add(NEW_ITEM)
    await outbox.begin(item.id)
    assert await value(outbox, "SELECT lease_pid FROM item") == os.getpid()
    await outbox.settle(item.id, UNKNOWN)
    assert await value(outbox, "SELECT lease_pid FROM item") is None


async def test_an_encrypted_outbox_shows_nothing_and_opens_only_with_its_key(tmp_path):
    """F11."""
    path = tmp_path / "outbox.db"
    outbox = await Outbox.open(path, KEY, TurnedClock())
    await outbox.add(replace(NEW_ITEM, description="SENTINEL"))
    assert all(b"SENTINEL" not in file.read_bytes() for file in tmp_path.iterdir())
    await outbox.close()
    for wrong in (bytes(32), None):
        with pytest.raises(StorageError, match="left untouched"):
            await Outbox.open(path, wrong, TurnedClock())
    reopened = await Outbox.open(path, KEY, TurnedClock())
    assert [item.description for item in await reopened.list_items()] == ["SENTINEL"]
    await reopened.close()


async def test_the_file_is_for_its_owner_only(outbox):
    assert stat.S_IMODE(outbox._database.path.stat().st_mode) == 0o600


async def test_a_damaged_outbox_is_left_untouched_and_nothing_is_sent_from_it(tmp_path):
    """F07."""
    path = tmp_path / "outbox.db"
    outbox = await Outbox.open(path, None, TurnedClock())
    for number in range(40):
        await outbox.add(replace(NEW_ITEM, key=str(number), amount_cents=number, description="x" * 400))
    await outbox.close()
    damaged = bytearray(path.read_bytes())
    damaged[-3 * 4096 : -4096] = b"\xff" * (2 * 4096)
    path.write_bytes(damaged)
    with pytest.raises(StorageError, match="left untouched"):
        await Outbox.open(path, None, TurnedClock())
    assert path.read_bytes() == damaged


async def test_a_full_disk_refuses_to_queue_and_keeps_what_is_there(outbox):
    """M21."""
    item = await outbox.add(NEW_ITEM)
    await outbox._database.write(lambda c: c.pragma("max_page_count", c.pragma("page_count")))
    with pytest.raises(StorageError, match="disk is full; nothing was written"):
        await outbox.add(replace(NEW_ITEM, key="key-2", amount_cents=1, description="x" * 100_000))
    assert await outbox.list_items() == [item]
    assert await value(outbox, "PRAGMA integrity_check") == "ok"


async def test_several_that_open_a_new_outbox_at_once_make_it_once(tmp_path):
    opening = [Outbox.open(tmp_path / "outbox.db", None, TurnedClock()) for _ in range(6)]
    opened = await asyncio.gather(*opening)
    await opened[0].add(NEW_ITEM)
    assert [len(await outbox.list_items()) for outbox in opened] == [1] * 6
    for outbox in opened:
        await outbox.close()


async def test_one_outbox_sends_and_the_next_may_when_it_is_closed(tmp_path):
    """D14."""
    first = await Outbox.open(tmp_path / "outbox.db", None, TurnedClock())
    second = await Outbox.open(tmp_path / "outbox.db", None, TurnedClock())
    assert await first.claim_sending()
    assert await first.claim_sending()
    assert not await second.claim_sending()
    await first.close()
    assert await second.claim_sending()
    await second.close()


HOLDER = """
import sys
from pathlib import Path
from app.store.process_lock import ProcessLock
lock = ProcessLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
sys.stdin.read()
"""


def test_a_dead_process_gives_back_the_right_to_send(tmp_path):
    """D14: kill -9 the first: the second acquires at once."""
    path = tmp_path / "outbox.lock"
    lock = ProcessLock(path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "True\n"
        assert not lock.acquire()
        holder.kill()
    assert lock.acquire()
    lock.release()
    lock.release()


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(StorageError, match=r"outbox\.lock cannot be created"):
        ProcessLock(tmp_path / "missing" / "outbox.lock").acquire()
