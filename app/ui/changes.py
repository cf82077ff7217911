"""Hands each announced change to the screens that watch its kind, on the Qt thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.core.changes import Change


class Changes(QObject):
    """The one refresh path of the window; widgets connect to `announced` and look at the flags."""

    announced = Signal(object)
    """A `Change`, after its commit."""

    def __init__(self, subscribe: Callable[[Callable[[Change], None]], Callable[[], None]]) -> None:
        """Listen to the services' announcements until `close`."""
        super().__init__()
        self._unsubscribe = subscribe(self.announced.emit)

    def close(self) -> None:
        """Stop listening."""
        self._unsubscribe()
