"""The profile is its owner's alone, and its own (F10)."""

from __future__ import annotations

import stat
from contextlib import AsyncExitStack

import pytest

from app.core.errors import InputError, StorageError
from app.ground import DEMO, Wanted, prepare_ground
from app.paths import Profile


def rights(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_or_empty_folder_is_closed_to_others(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir(mode=0o755)
    for folder in (tmp_path / "deep" / "new", empty):
        Profile(folder=folder).make()
        assert rights(folder) == 0o700


def test_a_folder_that_holds_something_keeps_its_rights(tmp_path):
    tmp_path.chmod(0o755)
    (tmp_path / "notes.txt").touch()
    Profile(folder=tmp_path).make()
    assert rights(tmp_path) == 0o755


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="--profile"):
        Profile(folder=tmp_path / "file").make()


async def test_a_second_window_is_refused_before_it_touches_anything(tmp_path):
    """D14: the first keeps its books; once it is gone the next may open."""
    wanted = Wanted(ledger=DEMO, folder=tmp_path / "books", has_window=True)
    async with AsyncExitStack() as first:
        await prepare_ground(wanted, first)
        async with AsyncExitStack() as second:
            with pytest.raises(StorageError, match="already open"):
                await prepare_ground(wanted, second)
        async with AsyncExitStack() as beside:
            await prepare_ground(Wanted(ledger=DEMO, folder=tmp_path / "books"), beside)
    async with AsyncExitStack() as later:
        await prepare_ground(wanted, later)


async def test_a_kept_demo_finds_its_key_again_and_a_real_ledger_is_kept_out(tmp_path):
    keys = []
    for _ in range(2):
        async with AsyncExitStack() as stack:
            keys.append(
                (await prepare_ground(Wanted(ledger=DEMO, folder=tmp_path / "books"), stack)).mirror_key
            )
    assert keys[0] == keys[1]
    assert rights(tmp_path / "books" / "demo.key") == 0o600
    async with AsyncExitStack() as stack:
        with pytest.raises(InputError, match="the demo"):
            await prepare_ground(Wanted(ledger="https://ledgerhq.pro", folder=tmp_path / "books"), stack)


async def test_a_throw_away_demo_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with AsyncExitStack() as stack:
        ground = await prepare_ground(Wanted(ledger=DEMO), stack)
        assert ground.profile.folder.parent == tmp_path
    assert not list(tmp_path.iterdir())
