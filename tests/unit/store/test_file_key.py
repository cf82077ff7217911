"""One key for a profile's files, and what happens when the keychain has lost it (F11, M30)."""

from __future__ import annotations

import asyncio

import pytest

from app.core.errors import KeychainError, StorageError
from app.store.file_key import KeptFiles, find_or_make_key, find_or_make_key_file, is_encrypted
from app.store.keychain import MemoryKeychain
from app.store.process_lock import turn


class SlowKeychain(MemoryKeychain):
    """Takes a while, as a real one does, so that two programs overlap."""

    async def read(self, name):
        found = await super().read(name)
        await asyncio.sleep(0.05)
        return found


@pytest.fixture
def files(tmp_path):
    return KeptFiles(
        mirror=tmp_path / "mirror.db", outbox=tmp_path / "outbox.db", lock=tmp_path / "session.lock"
    )


async def test_two_first_starts_at_once_make_one_key(files):
    keychain = SlowKeychain()
    first, second = await asyncio.gather(find_or_make_key(keychain, files), find_or_make_key(keychain, files))
    assert first == second
    assert len(first) == 32


async def test_a_lost_key_leaves_the_outbox_untouched(files):
    files.outbox.write_bytes(b"\x8f" * 4096)
    keychain = MemoryKeychain()
    with pytest.raises(StorageError, match="left untouched"):
        await find_or_make_key(keychain, files)
    assert files.outbox.read_bytes() == b"\x8f" * 4096
    assert await keychain.read("books") is None


async def test_a_lost_key_puts_the_mirror_aside(files):
    for rest in ("", "-wal"):
        files.mirror.with_name("mirror.db" + rest).write_bytes(b"\x8f" * 4096)
    await find_or_make_key(MemoryKeychain(), files)
    assert not files.mirror.exists()
    aside = {path.name for path in files.mirror.parent.glob("unreadable-*")}
    assert aside == {"unreadable-mirror.db", "unreadable-mirror.db-wal"}


async def test_who_waits_in_vain_for_a_turn_is_told(files):
    async with turn(files.lock, 1):
        with pytest.raises(KeychainError, match="Another Tickmark"):
            await find_or_make_key(MemoryKeychain(), files, patience=0.1)


def test_a_plain_an_empty_and_a_missing_file_need_no_key(tmp_path):
    plain, empty = tmp_path / "plain.db", tmp_path / "empty.db"
    plain.write_bytes(b"SQLite format 3\x00" + bytes(80))
    empty.touch()
    assert not any(map(is_encrypted, (plain, empty, tmp_path / "missing.db")))


def test_a_key_file_that_holds_no_key_is_told(tmp_path):
    (tmp_path / "demo.key").write_text("no key")
    with pytest.raises(StorageError, match="another folder"):
        find_or_make_key_file(tmp_path / "demo.key")
