"""What the user chose in the window, in a small readable file; losing it loses nothing else."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from app.core.errors import StorageError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting there is, with what holds until it is chosen."""

    appearance: str = "system"
    """`system`, `light` or `dark`."""
    company_id: str = ""
    """The company that was open last."""
    window: str = ""
    """Size and place of the window, as the window wrote them."""


class SettingsFile:
    """Keeps the settings of one profile."""

    def __init__(self, path: Path) -> None:
        """Read the file; what is missing or not understood is as if it had never been chosen."""
        self._path = path
        self._current = _read(path)

    @property
    def current(self) -> Settings:
        """The settings in force."""
        return self._current

    async def change(self, **chosen: str) -> None:
        """Put new values in force and keep them; raises StorageError when they hold for this run only."""
        self._current = replace(self._current, **chosen)
        await asyncio.to_thread(_write, self._path, self._current)


def _read(path: Path) -> Settings:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        _log.warning("The settings cannot be read and start anew: %s", error)
        return Settings()
    return Settings(**_understood(found))


def _understood(found: Any) -> dict[str, str]:
    if not isinstance(found, dict):
        return {}
    names = [field.name for field in fields(Settings)]
    return {name: found[name] for name in names if isinstance(found.get(name), str)}


def _write(path: Path, settings: Settings) -> None:
    """Replace the file in one step, so that a crash leaves the old one or the new one."""
    fresh = path.with_suffix(".new")
    try:
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(asdict(settings), file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise StorageError(f"The settings could not be kept ({error.strerror}).") from error
