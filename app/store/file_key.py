"""The key a profile's files are encrypted with: made once, kept in the keychain (reliability F11, M30)."""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import KeychainError, StorageError
from app.core.keychain import Keychain
from app.store.keychain import KEY_BYTES, create_key, read_key
from app.store.process_lock import turn

_NAME = "books"
_PLAIN = b"SQLite format 3\x00"
_PATIENCE = 60.0
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFiles:
    """The files of a profile that share one key."""

    mirror: Path
    """Can be built again."""
    outbox: Path
    """Can not."""
    lock: Path
    """Held while a key is made: two programs that start for the first time must not make two."""


async def find_or_make_key(keychain: Keychain, files: KeptFiles, patience: float = _PATIENCE) -> bytes:
    """Return the key of the files, made when there is none yet; others are waited for `patience` seconds.

    When the keychain has lost it, postings that wait are left untouched (StorageError), and a mirror that
    nobody can read any more is put aside. Raises KeychainError.
    """
    async with turn(files.lock, patience) as is_ours:
        if not is_ours:
            raise KeychainError("Another Tickmark is waiting for the system keychain; answer it there first.")
        key = await read_key(keychain, _NAME)
        if key is not None:
            return key
        if is_encrypted(files.outbox):
            raise StorageError(
                f"The key of {files.outbox} is no longer in the system keychain; the file holds your outbox "
                "and was left untouched. Bring the old keychain back, or move the file away to start anew."
            )
        if is_encrypted(files.mirror):
            _put_aside(files.mirror)
        return await create_key(keychain, _NAME)


def is_encrypted(path: Path) -> bool:
    """Say whether a file holds something that needs a key."""
    try:
        with path.open("rb") as file:
            return file.read(len(_PLAIN)) not in (b"", _PLAIN)
    except OSError:
        return False


def find_or_make_key_file(path: Path) -> bytes:
    """Return a key that lies in a file beside what it opens: for the demo, whose books are nobody's."""
    try:
        if not path.exists():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "w") as file:
                file.write(secrets.token_hex(KEY_BYTES))
        key = bytes.fromhex(path.read_text())
    except (OSError, ValueError) as error:
        raise StorageError(f"{path} cannot be used; give the demo another folder.") from error
    return key


def _put_aside(path: Path) -> None:
    for rest in ("", "-wal", "-shm"):
        part = path.with_name(path.name + rest)
        with contextlib.suppress(FileNotFoundError):
            part.replace(path.with_name(f"unreadable-{part.name}"))
