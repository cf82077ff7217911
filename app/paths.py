"""Where things lie: the profile on this computer, and the files that ship with the app."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import platformdirs

from app.core.errors import StorageError

_OWNER_ONLY = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The folder that holds everything Tickmark keeps, and the places in it."""

    folder: Path

    @property
    def mirror(self) -> Path:
        """The local copy of the ledger; it can be built again."""
        return self.folder / "mirror.db"

    @property
    def outbox(self) -> Path:
        """Postings on their way out; nothing else holds them."""
        return self.folder / "outbox.db"

    @property
    def settings(self) -> Path:
        """What the user chose in the window."""
        return self.folder / "settings.json"

    @property
    def log(self) -> Path:
        """What happened, without names, amounts or secrets."""
        return self.folder / "logs" / "tickmark.log"

    @property
    def window_lock(self) -> Path:
        """Held while a window is open on this profile."""
        return self.folder / "window.lock"

    @property
    def session_lock(self) -> Path:
        """Held while the session, or the key of the files, is made or renewed."""
        return self.folder / "session.lock"

    @property
    def practice_books(self) -> Path:
        """The demo's own ledger, when its profile is kept."""
        return self.folder / "sandbox.db"

    @property
    def practice_key(self) -> Path:
        """The key of a kept demo profile's files."""
        return self.folder / "demo.key"

    @property
    def owner(self) -> Path:
        """Which ledger's books lie here, so that no two are ever mixed."""
        return self.folder / "ledger.txt"

    def make(self) -> None:
        """Create the folder for its owner alone; raises StorageError when that cannot be done.

        One that is there and holds something keeps its rights: it may be more than ours (reliability F10).
        """
        try:
            self.folder.mkdir(_OWNER_ONLY, parents=True, exist_ok=True)
            if not any(self.folder.iterdir()):
                self.folder.chmod(_OWNER_ONLY)
            self.log.parent.mkdir(_OWNER_ONLY, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"The folder {self.folder} cannot be used ({error.strerror}); choose another with --profile."
            ) from error


def default_profile() -> Path:
    """Return the platform's folder for the mirror, the outbox, the logs and the settings."""
    return platformdirs.user_data_path("Tickmark", appauthor=False)


def source_root() -> Path:
    """Return the folder that holds the package, from which `python -m app` finds it."""
    return Path(__file__).resolve().parents[1]


def is_frozen() -> bool:
    """Say whether this is a packaged build, which is its own interpreter."""
    return bool(getattr(sys, "frozen", False))


@cache
def resource_text(name: str) -> str:
    """Read a text that ships with the app, from the source tree or the frozen build."""
    return resources.files("resources").joinpath(name).read_text(encoding="utf-8")
