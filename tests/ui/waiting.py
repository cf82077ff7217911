"""Waits for what the event loop brings about, never for time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

_LOOK_AGAIN = 0.005
_PATIENCE = 5.0


async def until(condition: Callable[[], object], patience: float = _PATIENCE) -> None:
    """Return once the condition holds; fail when it does not within so many seconds."""
    async with asyncio.timeout(patience):
        while not condition():  # noqa: ASYNC110 - most of what Qt does has no event to wait for
            await asyncio.sleep(_LOOK_AGAIN)


async def shown(widget: QWidget) -> None:
    """Show a widget as the active window, so that keys and shortcuts reach it."""
    widget.show()
    widget.activateWindow()
    await until(widget.isActiveWindow)
