"""Coroutines started by slots: named, kept, never started twice, never failing in silence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Tasks:
    """Keeps the running coroutines of one screen by name."""

    def __init__(self, failed: Callable[[Exception], None]) -> None:
        """Take what is told of every exception a coroutine ends with."""
        self._failed = failed
        self._running: dict[str, asyncio.Task[None]] = {}
        self._is_closed = False

    def start(self, name: str, coroutine: Coroutine[Any, Any, None]) -> None:
        """Start it unless one of that name still runs: a double click does a thing once."""
        if name in self._running:
            coroutine.close()
            return
        self._keep(name, coroutine)

    def restart(self, name: str, coroutine: Coroutine[Any, Any, None]) -> None:
        """Start it and cancel the one of that name that is no longer wanted."""
        earlier = self._running.pop(name, None)
        if earlier is not None:
            earlier.cancel()
        self._keep(name, coroutine)

    def is_running(self, name: str) -> bool:
        """Say whether one of that name runs."""
        return name in self._running

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs."""
        return not self._running

    async def cancel_all(self) -> None:
        """Cancel everything, wait until it has ended, and start nothing any more."""
        self._is_closed = True
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _keep(self, name: str, coroutine: Coroutine[Any, Any, None]) -> None:
        if self._is_closed:  # Qt still delivers events to widgets that are on their way out
            coroutine.close()
            return
        task = asyncio.get_running_loop().create_task(coroutine, name=name)
        self._running[name] = task
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        name = task.get_name()
        if self._running.get(name) is task:
            del self._running[name]
        if task.cancelled():
            return
        failure = task.exception()
        if isinstance(failure, Exception):
            self._failed(failure)
