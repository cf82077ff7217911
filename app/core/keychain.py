"""Where secrets are kept; the shape every keychain has."""

from __future__ import annotations

from typing import Protocol


class Keychain(Protocol):
    """Keeps short secrets by name; every method raises a KeychainError when it cannot."""

    async def read(self, name: str) -> str | None:
        """Return the secret of that name, or None when there is none."""
        ...

    async def write(self, name: str, secret: str) -> None:
        """Keep a secret, replacing the one of that name."""
        ...

    async def delete(self, name: str) -> None:
        """Forget a secret; one that is not there is forgotten already."""
        ...
