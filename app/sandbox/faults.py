"""Failures on order: which of the next requests goes wrong, and how (interfaces of the control calls)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """The ways a request can go wrong."""

    DELAY = "delay"
    DROP_BEFORE_COMMIT = "drop_before_commit"
    DROP_AFTER_COMMIT = "drop_after_commit"
    STATUS = "status"
    TRUNCATE = "truncate"
    GARBAGE = "garbage"
    HTML_200 = "html_200"
    RATE_LIMIT = "rate_limit"


@dataclass(slots=True, kw_only=True)
class Fault:
    """One order."""

    effect: Effect
    path: str = ""
    method: str | None = None
    times: int = 1
    """How many requests are still to fail; 0 until it is cleared."""
    status: int = 500
    delay_ms: int = 1_000
    retry_after: str | None = None

    def fits(self, method: str, path: str) -> bool:
        """Say whether a request is one of those meant."""
        return self.path in path and self.method in (None, method)


class Faults:
    """The orders that are still open, oldest first; used on the event loop only."""

    def __init__(self) -> None:
        """Start with none."""
        self._orders: list[Fault] = []

    def order(self, fault: Fault) -> None:
        """Add an order."""
        self._orders.append(fault)

    def clear(self) -> None:
        """Let every request succeed again."""
        self._orders.clear()

    def next_for(self, method: str, path: str) -> Fault | None:
        """Return the fault of a request, if it has one, and count it."""
        fault = next((each for each in self._orders if each.fits(method, path)), None)
        if fault is not None and fault.times:
            fault.times -= 1
            if not fault.times:
                self._orders.remove(fault)
        return fault
