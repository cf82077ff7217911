"""Secrets in the operating system's own keychain, never in a file of ours (reliability C01 to C06)."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from app.core.errors import KeychainError
from app.core.keychain import Keychain
from app.store.keychain_backends import Backend, open_backend, translated

T = TypeVar("T")

__all__ = ["Keychain", "MemoryKeychain", "SystemKeychain", "create_key", "read_key"]

LONGEST_SECRET = 1_200
"""Characters that fit everywhere: Windows holds 2,560 bytes of UTF-16 (C02)."""
KEY_BYTES = 32
_USER = "tickmark"


class MemoryKeychain:
    """Forgets everything when the app quits: for the demo, and for whoever has no keychain."""

    def __init__(self) -> None:
        """Start empty."""
        self._secrets: dict[str, str] = {}

    async def read(self, name: str) -> str | None:
        """Return the secret of that name, or None."""
        return self._secrets.get(name)

    async def write(self, name: str, secret: str) -> None:
        """Keep a secret."""
        self._secrets[name] = secret

    async def delete(self, name: str) -> None:
        """Forget a secret."""
        self._secrets.pop(name, None)


class SystemKeychain:
    """The keychain of this computer; each call has a thread of its own and half a minute (C06).

    Every entry is a service of its own: two users of one service would leave copies on Windows (C07).
    """

    def __init__(self, backend: Callable[[], Backend] = open_backend, patience: float = 30) -> None:
        """Open the backend anew for every call: it may come and go; wait `patience` seconds for each."""
        self._backend = backend
        self._patience = patience

    async def read(self, name: str) -> str | None:
        """Return the secret of that name, or None."""
        return await self._patiently(lambda: self._backend().get_password(_service(name), _USER))

    async def write(self, name: str, secret: str) -> None:
        """Keep a secret; raises KeychainError for one that would not fit everywhere."""
        if len(secret) > LONGEST_SECRET:
            raise KeychainError("The secret is too long for the system keychain, so it was not kept.")
        await self._patiently(lambda: self._backend().set_password(_service(name), _USER, secret))

    async def delete(self, name: str) -> None:
        """Forget a secret; one that is not there is forgotten already."""

        def forget() -> None:
            backend = self._backend()
            if backend.get_password(_service(name), _USER) is not None:
                backend.delete_password(_service(name), _USER)

        await self._patiently(forget)

    async def _patiently(self, call: Callable[[], T]) -> T:
        """Run a blocking call on a thread that nobody has to wait for when the app quits."""
        done: Future[T] = Future()
        done.set_running_or_notify_cancel()  # who gives up waiting must not disturb the thread

        def run() -> None:
            try:
                done.set_result(call())
            except Exception as error:  # noqa: BLE001 - backends raise whatever their system does
                done.set_exception(translated(error))

        threading.Thread(target=run, name="keychain", daemon=True).start()
        try:
            return await asyncio.wait_for(asyncio.wrap_future(done), self._patience)
        except TimeoutError:
            raise KeychainError("The system keychain did not answer; unlock it and try again.") from None


async def read_key(keychain: Keychain, name: str) -> bytes | None:
    """Return the 32-byte key of that name, or None; raises KeychainError when the entry is no key."""
    text = await keychain.read(name)
    if text is None:
        return None
    with contextlib.suppress(ValueError):
        if len(key := bytes.fromhex(text)) == KEY_BYTES:
            return key
    raise KeychainError("The keychain's entry for the local books is damaged, so the books cannot be opened.")


async def create_key(keychain: Keychain, name: str) -> bytes:
    """Make a random 32-byte key and keep it; it replaces the one of that name, and what it opened is lost."""
    key = secrets.token_bytes(KEY_BYTES)
    await keychain.write(name, key.hex())
    return key


def _service(name: str) -> str:
    return f"Tickmark {name}"
