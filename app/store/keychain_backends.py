"""Which keychain is used, and what its failures mean (reliability C04, C05)."""

from __future__ import annotations

import configparser
import contextlib
import os
from typing import Protocol

from app.core.errors import KeychainDismissedError, KeychainError, KeychainLockedError, NoKeychainError

TRUSTED = (
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.macOS.Keyring",
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.libsecret.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.kwallet.DBusKeyringKWallet4",
)
"""Backends that keep secrets in the system's own store; no others, whatever the environment says."""

_DISMISSED = ("dismiss", "cancel", "-128")
"""How backends say that the person closed the question; -128 is macOS's way."""


class Backend(Protocol):
    """What is used of a backend."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        ...


def open_backend() -> Backend:
    """Return the first trusted backend that works here; raises NoKeychainError when there is none.

    A configured one that is not trusted (plain files, none at all) is refused, not used and not passed over.
    """
    from keyring.core import load_keyring  # noqa: PLC0415 - off the start path

    chosen = _configured()
    if chosen and chosen not in TRUSTED:
        raise NoKeychainError(
            "Another program set a keychain that does not keep secrets safe, so it is not used; "
            "remove that setting, or stay signed in until you quit."
        )
    for name in (chosen,) if chosen else TRUSTED:
        with contextlib.suppress(Exception):  # one that is not at home here fails in its own way
            return load_keyring(name)
    raise NoKeychainError(
        "No system keychain was found on this computer; you can stay signed in until you quit."
    )


def translated(error: Exception) -> KeychainError:
    """Return the failure a backend's error stands for."""
    from keyring.errors import KeyringLocked, NoKeyringError  # noqa: PLC0415 - off the start path

    if isinstance(error, KeychainError):
        return error
    if isinstance(error, NoKeyringError):
        return NoKeychainError("No system keychain was found on this computer.")
    story = _whole_story(error)
    if any(word in story for word in _DISMISSED):
        return KeychainDismissedError("The system keychain was not opened: its question was closed.")
    if isinstance(error, KeyringLocked):
        return KeychainLockedError("The system keychain is locked; unlock it and try again.")
    return KeychainError("The system keychain failed; nothing was kept or changed in it.")


def _configured() -> str | None:
    """Return the backend class that environment or keyring's own file ask for, without loading it."""
    from keyring.util.platform_ import config_root  # noqa: PLC0415 - off the start path

    named = os.environ.get("PYTHON_KEYRING_BACKEND")
    if named:
        return named
    settings = configparser.RawConfigParser()
    try:
        settings.read(config_root() / "keyringrc.cfg", encoding="utf-8")
        return settings.get("backend", "default-keyring").strip() or None
    except (configparser.Error, OSError, UnicodeDecodeError):
        return None


def _whole_story(error: BaseException | None) -> str:
    """Join what an error and those it came from say, lower case; for comparison only."""
    told = []
    while error is not None:
        told.append(f"{type(error).__name__} {error}")
        error = error.__cause__ or error.__context__
    return " ".join(told).lower()
