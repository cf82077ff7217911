"""Where things lie: the profile on this computer, and the files that ship with the app."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

import platformdirs


def default_profile() -> Path:
    """Return the platform's folder for the mirror, the outbox, the logs and the settings."""
    return platformdirs.user_data_path("Tickmark", appauthor=False)


@cache
def resource_text(name: str) -> str:
    """Read a text that ships with the app, from the source tree or the frozen build."""
    return resources.files("resources").joinpath(name).read_text(encoding="utf-8")
