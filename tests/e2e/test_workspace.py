"""The whole app without a screen: what is built, what runs in the background, what is left afterwards."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import Workspace, WorkspaceOptions, open_workspace
from app.core.errors import NoKeychainError, StorageError
from app.core.outbox import Blocked, OutboxState
from app.core.postings import Purchase
from tests.small_firm import CHECKING_BANK, SOFTWARE, SUMMIT

NOBODY = "http://127.0.0.1:9"
PURCHASE = Purchase(
    company_id=SUMMIT,
    source_account_id=CHECKING_BANK,
    category_account_id=SOFTWARE,
    date=date(2026, 6, 17),
    amount_cents=12995,
    description="Figma",
)


@pytest.fixture
def no_keychain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away whatever keychain this computer has."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'no-bus'}")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.SecretService.Keyring")


async def moved(workspace: Workspace, item_id: int, state: OutboxState) -> None:
    """Wait until a posting has reached a state."""
    changed = asyncio.Event()
    unsubscribe = workspace.announcer.subscribe(lambda _: changed.set())
    try:
        async with asyncio.timeout(20):
            while (await workspace.postings.find_item(item_id)).state is not state:
                changed.clear()
                await changed.wait()
    finally:
        unsubscribe()


async def test_a_window_sends_in_the_background_and_shows_what_came_of_it(tmp_path, small_firm_file):
    options = WorkspaceOptions(
        server=NOBODY, demo=True, data=small_firm_file, profile=tmp_path / "books", has_window=True
    )
    async with open_workspace(options) as workspace:
        await workspace.pull.refresh_companies()
        company = await workspace.books.company_by(SUMMIT)
        before = await workspace.books.count_bank_rows(company.key)
        pulled = asyncio.Event()
        item = await workspace.postings.record(PURCHASE)
        await moved(workspace, item.id, OutboxState.POSTED)
        workspace.announcer.subscribe(lambda _: pulled.set())
        async with asyncio.timeout(20):
            while await workspace.books.count_bank_rows(company.key) == before:
                pulled.clear()
                await pulled.wait()
        assert await workspace.books.count_bank_rows(company.key) == before + 1
        with pytest.raises(StorageError, match="already open"):
            async with open_workspace(options):
                pass


async def test_a_demo_knows_its_firm_and_is_signed_in(tmp_path, small_firm_file):
    options = WorkspaceOptions(server=NOBODY, demo=True, data=small_firm_file)
    async with open_workspace(options) as workspace:
        assert workspace.firm == ""  # a firm file's name is not told by the API
        assert workspace.connection.state.may_post
        folder = workspace.profile.folder
    assert not folder.exists()


@pytest.mark.usefixtures("no_keychain")
async def test_without_a_keychain_the_window_opens_and_never_loses_a_posting(tmp_path):
    """C05: no mirror is left behind, what waits in the outbox is."""
    options = WorkspaceOptions(server=NOBODY, profile=tmp_path / "books", has_window=True)
    async with open_workspace(options) as workspace:
        item = await workspace.postings.record(PURCHASE)
        assert not workspace.connection.state.has_session
    left = {path.name for path in (tmp_path / "books").glob("*.db")}
    assert left == {"outbox.db"}
    assert ((tmp_path / "books" / "outbox.db").stat().st_mode & 0o777) == 0o600
    async with open_workspace(options) as workspace:
        (kept,) = await workspace.postings.list_items()
        assert (kept.id, kept.key) == (item.id, item.key)
        assert kept.state is OutboxState.QUEUED
        assert kept.blocked in (None, Blocked.AUTH)


@pytest.mark.usefixtures("no_keychain")
async def test_without_a_keychain_an_encrypted_outbox_stays_closed(tmp_path):
    (tmp_path / "outbox.db").write_bytes(b"\x8f" * 4096)
    with pytest.raises(NoKeychainError):
        async with open_workspace(WorkspaceOptions(server=NOBODY, profile=tmp_path, has_window=True)):
            pass
    assert (tmp_path / "outbox.db").read_bytes() == b"\x8f" * 4096
