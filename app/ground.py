"""What the app stands on: one profile's folder, claimed for one ledger, with its log, keychain and keys."""

from __future__ import annotations

import secrets
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from app.api.servers import is_loopback, read_server
from app.core.errors import InputError, NoKeychainError, StorageError
from app.core.keychain import Keychain
from app.logs import start_log, stop_log
from app.paths import Profile, default_profile
from app.store.file_key import KeptFiles, find_or_make_key, find_or_make_key_file, is_encrypted
from app.store.keychain import KEY_BYTES, MemoryKeychain, SystemKeychain
from app.store.process_lock import ProcessLock

DEMO = "demo"
"""What a demo's ledger is called where others have an address: its port changes with every run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which profile, for which ledger, and for whom."""

    ledger: str
    """The server's address, or `DEMO`."""
    folder: Path | None = None
    has_window: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A profile that is ready to be used, and what opens its files."""

    profile: Profile
    ledger: str
    keychain: Keychain
    mirror: Path
    mirror_key: bytes
    outbox_key: bytes | None
    is_kept: bool = True
    """Whether a keychain keeps anything; False means that only the outbox outlives this run."""


async def prepare_ground(wanted: Wanted, stack: AsyncExitStack) -> Ground:
    """Prepare a profile; the stack undoes it.

    Raises InputError for a bad address or a profile of another ledger, StorageError for one that cannot be
    used or has a window open, KeychainError.
    """
    ledger = wanted.ledger if wanted.ledger == DEMO else read_server(wanted.ledger)
    profile = _open_profile(wanted, stack)
    if wanted.has_window:
        _claim_window(profile, stack)
    _claim_for(profile, ledger)
    stack.callback(stop_log, start_log(profile.log))
    if ledger == DEMO:
        return _practice_ground(profile, is_kept=wanted.folder is not None)
    return await _real_ground(profile, ledger, wanted, stack)


def _open_profile(wanted: Wanted, stack: AsyncExitStack) -> Profile:
    folder = wanted.folder or default_profile()
    if wanted.folder is None and wanted.ledger == DEMO:
        throw_away = tempfile.TemporaryDirectory(prefix="tickmark-demo-", ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(throw_away))
    profile = Profile(folder=folder.absolute())
    profile.make()
    return profile


def _claim_window(profile: Profile, stack: AsyncExitStack) -> None:
    """Be the only window on a profile; before the log and the files, so that a second one touches nothing."""
    lock = ProcessLock(profile.window_lock)
    if not lock.acquire():
        raise StorageError("Tickmark is already open on these books; go to its window.")
    stack.callback(lock.release)


def _claim_for(profile: Profile, ledger: str) -> None:
    """Let no two ledgers' books get mixed; practice ledgers on this computer may take turns."""
    try:
        owner = profile.owner.read_text(encoding="utf-8").strip() if profile.owner.exists() else ""
        if owner == ledger:
            return
        if owner and not _are_both_practice(owner, ledger):
            raise InputError(
                f"The books in {profile.folder} are of {_called(owner)};"
                f" give {_called(ledger)} a profile of its own with --profile."
            )
        profile.owner.write_text(ledger, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{profile.owner} cannot be used ({error.strerror}).") from error


def _called(ledger: str) -> str:
    return "the demo" if ledger == DEMO else ledger


def _are_both_practice(owner: str, ledger: str) -> bool:
    return DEMO not in (owner, ledger) and is_loopback(owner) and is_loopback(ledger)


def _practice_ground(profile: Profile, *, is_kept: bool) -> Ground:
    """Need no keychain: a kept demo's key lies beside its books, which are nobody's."""
    key = find_or_make_key_file(profile.practice_key) if is_kept else secrets.token_bytes(KEY_BYTES)
    return Ground(
        profile=profile,
        ledger=DEMO,
        keychain=MemoryKeychain(),
        mirror=profile.mirror,
        mirror_key=key,
        outbox_key=key,
    )


async def _real_ground(profile: Profile, ledger: str, wanted: Wanted, stack: AsyncExitStack) -> Ground:
    """Take the key from the system keychain.

    Where there is none, the window still opens: its mirror is gone when it quits, its outbox is kept plain,
    for its owner's eyes only, because postings must never be lost.
    """
    keychain = SystemKeychain()
    files = KeptFiles(mirror=profile.mirror, outbox=profile.outbox, lock=profile.session_lock)
    mirror, outbox_key, is_kept = profile.mirror, None, True
    try:
        key = await find_or_make_key(keychain, files)
        outbox_key = None if _is_plain(profile.outbox) else key
    except NoKeychainError:
        if not wanted.has_window:
            raise
        if is_encrypted(profile.outbox):
            raise NoKeychainError(
                f"{profile.outbox} holds your outbox and opens with the system keychain it was made with;"
                " start that keychain and try again."
            ) from None
        folder = tempfile.TemporaryDirectory(prefix="tickmark-", ignore_cleanup_errors=True)
        mirror, is_kept = Path(stack.enter_context(folder)) / "mirror.db", False
        key = secrets.token_bytes(KEY_BYTES)
    return Ground(
        profile=profile,
        ledger=ledger,
        keychain=keychain,
        mirror=mirror,
        mirror_key=key,
        outbox_key=outbox_key,
        is_kept=is_kept,
    )


def _is_plain(outbox: Path) -> bool:
    """Say whether an outbox was begun without a keychain."""
    return outbox.exists() and outbox.stat().st_size > 0 and not is_encrypted(outbox)
