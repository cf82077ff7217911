"""Chance that falls the same way in every run."""

from __future__ import annotations

from random import Random

_WHOLE = 1000


class Dice:
    """Whole numbers drawn from a seed; money never passes through a float."""

    __slots__ = ("_draw",)

    def __init__(self, seed: str) -> None:
        """Start the sequence that belongs to the seed."""
        self._draw = Random(seed).random  # noqa: S311 - invented books need to repeat, not to be secret

    def between(self, low: int, high: int) -> int:
        """Return a whole number of the range, both ends included."""
        return low + int(self._draw() * (high - low + 1))

    def around(self, cents: int, permille: int) -> int:
        """Return an amount that differs from `cents` by at most so many thousandths."""
        spread = cents * permille // _WHOLE
        return self.between(cents - spread, cents + spread)
