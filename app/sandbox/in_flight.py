"""Posts that are running right now, so that a second one with the same key waits its turn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.sandbox.problems import ApiError, Code


class InFlight:
    """Holds the keys of running posts; used on the event loop only."""

    def __init__(self) -> None:
        """Start with none running."""
        self._running: dict[str, str] = {}

    @contextmanager
    def claim(self, key: str, fingerprint: str) -> Iterator[None]:
        """Hold a key while its post runs. Raises ApiError when it is held already."""
        running = self._running.get(key)
        if running == fingerprint:
            raise ApiError(Code.CONFLICT, "A request with this key is still running.", retryable=True)
        if running is not None:
            raise other_body()
        self._running[key] = fingerprint
        try:
            yield
        finally:
            del self._running[key]


def other_body() -> ApiError:
    """Make the refusal of a key that comes with another request than the first time."""
    return ApiError(Code.CONFLICT, "This key was used for another request.")
