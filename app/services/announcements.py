"""Tells whoever watches what a commit changed; the only way a screen learns that it is stale."""

from __future__ import annotations

import logging
from collections.abc import Callable

from app.core.changes import Change

Watcher = Callable[[Change], None]

_log = logging.getLogger(__name__)


class Announcer:
    """Calls every subscriber with every change, in the order they came."""

    def __init__(self) -> None:
        """Start with nobody listening."""
        self._watchers: dict[int, Watcher] = {}
        self._next = 0

    def subscribe(self, watcher: Watcher) -> Callable[[], None]:
        """Call back with every change from now on, until the function returned is called."""
        number, self._next = self._next, self._next + 1
        self._watchers[number] = watcher
        return lambda: self._watchers.pop(number, None) and None

    def announce(self, change: Change) -> None:
        """Tell a change to everybody who watches; call it after the commit, never before.

        One who fails keeps nobody else from hearing it, and does not undo what was committed.
        """
        for watcher in list(self._watchers.values()):
            try:
                watcher(change)
            except Exception:  # noqa: BLE001 - a screen's bug must not look like a failed commit
                _log.exception("A change was not taken up")
