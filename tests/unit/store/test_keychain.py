from __future__ import annotations

import asyncio
import logging
import threading
from pathlib import Path

import pytest
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError

from app.core.errors import (
    KeychainDismissedError,
    KeychainError,
    KeychainLockedError,
    NoKeychainError,
)
from app.store.keychain import LONGEST_SECRET, MemoryKeychain, SystemKeychain, create_key, read_key
from app.store.keychain_backends import open_backend, translated


class Vault:
    """A backend in memory."""

    def __init__(self, error: Exception | None = None) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.threads: set[int] = set()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        self.threads.add(threading.get_ident())
        if self.error:
            raise self.error
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@pytest.mark.parametrize("keychain", [MemoryKeychain(), SystemKeychain(Vault)], ids=["memory", "forgetful"])
async def test_what_is_not_there_reads_as_none_and_deletes_quietly(
    keychain: MemoryKeychain | SystemKeychain,
) -> None:
    """C05: a missing entry is no failure."""
    await keychain.delete("nothing")
    assert await keychain.read("nothing") is None


async def test_a_secret_is_kept_replaced_and_forgotten() -> None:
    vault = Vault()
    for keychain in (MemoryKeychain(), SystemKeychain(lambda: vault)):
        await keychain.write("session", "one")
        await keychain.write("session", "two")
        assert await keychain.read("session") == "two"
        await keychain.delete("session")
        assert await keychain.read("session") is None


async def test_every_entry_is_a_service_of_its_own() -> None:
    """C07: never two users under one service."""
    vault = Vault()
    keychain = SystemKeychain(lambda: vault)
    await keychain.write("session https://a.test", "1")
    await keychain.write("session https://b.test", "2")
    assert len({service for service, _ in vault.held}) == 2


async def test_no_call_runs_on_the_loops_thread() -> None:
    """C06."""
    vault = Vault()
    await SystemKeychain(lambda: vault).read("x")
    assert threading.get_ident() not in vault.threads
    assert len(vault.threads) == 1


async def test_a_keychain_that_does_not_answer_is_given_up() -> None:
    """C06: the loop goes on meanwhile, and the app can quit."""
    answering = threading.Event()

    class Sleepy(Vault):
        def get_password(self, service: str, username: str) -> str | None:
            answering.wait(20)
            return None

    beats = 0
    waiting = asyncio.create_task(SystemKeychain(Sleepy, patience=0.1).read("x"))
    while not waiting.done():
        beats += 1
        await asyncio.sleep(0.005)
    answering.set()
    with pytest.raises(KeychainError, match="did not answer"):
        await waiting
    assert beats > 5


async def test_who_gives_up_waiting_does_not_disturb_the_thread() -> None:
    """C06: cancel works, and what was being written is written."""
    vault, entered, go_on, written = Vault(), threading.Event(), threading.Event(), threading.Event()

    class Slow(Vault):
        def set_password(self, service: str, username: str, password: str) -> None:
            entered.set()
            go_on.wait(20)
            vault.set_password(service, username, password)
            written.set()

    writing = asyncio.create_task(SystemKeychain(Slow).write("x", "1"))
    await asyncio.to_thread(entered.wait, 20)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    go_on.set()
    assert await asyncio.to_thread(written.wait, 20)
    assert list(vault.held.values()) == ["1"]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (NoKeyringError("none"), NoKeychainError),
        (KeyringLocked("Failed to unlock the collection!"), KeychainLockedError),
        (InitError("Failed to create the collection: Prompt dismissed.."), KeychainDismissedError),
        (KeyringLocked("Can't get password: (-128, 'Unknown Error')"), KeychainDismissedError),
        (PasswordSetError("disk on fire"), KeychainError),
        (OSError(1783, "The stub received bad data"), KeychainError),
        (KeychainLockedError("as it is"), KeychainLockedError),
    ],
)
async def test_each_failure_is_told_apart(error: Exception, kind: type[KeychainError]) -> None:
    """C05: no backend, locked, dismissed, failed; each with a sentence of its own."""
    assert type(translated(error)) is kind
    with pytest.raises(KeychainError) as told:
        await SystemKeychain(lambda: Vault(error)).read("x")
    assert type(told.value) is kind
    assert "fire" not in str(told.value)


def test_a_dismissal_is_found_below_other_errors() -> None:
    error = InitError("Failed")
    error.__cause__ = RuntimeError("Prompt dismissed.")
    assert type(translated(error)) is KeychainDismissedError


async def test_a_secret_that_fits_nowhere_is_refused_before_it_is_written() -> None:
    """C02: Windows holds 2,560 bytes of UTF-16."""
    vault = Vault()
    keychain = SystemKeychain(lambda: vault)
    await keychain.write("x", "a" * LONGEST_SECRET)
    with pytest.raises(KeychainError, match="too long"):
        await keychain.write("x", "b" * (LONGEST_SECRET + 1))
    assert await keychain.read("x") == "a" * LONGEST_SECRET
    assert LONGEST_SECRET * 2 <= 2_560


@pytest.fixture
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A computer where nobody configured a keychain; returns where keyring looks for its file."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "python_keyring"
    folder.mkdir()
    return folder


UNSAFE = [
    "keyring.backends.null.Keyring",
    "keyring.backends.fail.Keyring",
    "keyring.backends.chainer.ChainerBackend",
    "keyrings.alt.file.PlaintextKeyring",
    "tests.unit.store.test_keychain.Vault",
]


@pytest.mark.parametrize("name", UNSAFE)
async def test_an_unsafe_keychain_in_the_environment_is_refused(
    name: str, no_settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C04: refused in plain words, neither used nor passed over."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    with pytest.raises(NoKeychainError, match="does not keep secrets safe"):
        await SystemKeychain().write("x", "secret")


@pytest.mark.parametrize("name", UNSAFE)
def test_an_unsafe_keychain_in_keyrings_own_file_is_refused(name: str, no_settings: Path) -> None:
    """C04."""
    (no_settings / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring={name}\nkeyring-path=/nowhere\n")
    with pytest.raises(NoKeychainError, match="does not keep secrets safe"):
        open_backend()


@pytest.mark.parametrize(
    "text", ["", "[backend]\n", "no section\n", "[backend]\ndefault-keyring=\n", "\x00\n"]
)
def test_a_settings_file_that_says_nothing_is_passed_over(
    text: str, no_settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    (no_settings / "keyringrc.cfg").write_text(text)
    with pytest.raises(NoKeychainError, match="No system keychain"):
        open_backend()


async def test_a_key_is_made_once_and_read_back() -> None:
    keychain = MemoryKeychain()
    assert await read_key(keychain, "mirror") is None
    key = await create_key(keychain, "mirror")
    assert len(key) == 32
    assert await read_key(keychain, "mirror") == key
    assert await create_key(keychain, "other") != key


@pytest.mark.parametrize("text", ["", "zz", "00" * 31, "00" * 33, "g" * 64])
async def test_a_damaged_key_is_told_and_never_used(text: str) -> None:
    keychain = MemoryKeychain()
    await keychain.write("mirror", text)
    with pytest.raises(KeychainError, match="damaged"):
        await read_key(keychain, "mirror")


async def test_nothing_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """C01."""
    caplog.set_level(logging.DEBUG)
    vault = Vault()
    keychain = SystemKeychain(lambda: vault)
    await keychain.write("session", "mcp_rt_sentinel")
    await keychain.read("session")
    assert "mcp_rt_sentinel" not in caplog.text
