"""Money as integer cents: the one parser and the one formatter."""

from __future__ import annotations

import re
from typing import TypeAlias

from app.core.errors import InputError

Cents: TypeAlias = int
"""Integer cents; negative is out or credit, as the name beside it says."""

LARGEST_CENTS: Cents = 2**53 - 1
"""What every JSON reader can hold exactly; larger amounts are refused (reliability G05)."""

_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
_AMOUNT = re.compile(rf"(?P<whole>{_GROUPED})?(?:\.(?P<fraction>[0-9]{{1,2}}))?")
_MOST_DIGITS = len(str(LARGEST_CENTS)) + 1  # enough to be out of range; int() of more is only slow
_MINUS = "-\u2212"
_EN_DASH = "\u2013"


def parse_cents(text: str) -> Cents:
    """Read an amount as people type it: `1,299.50`, `$45`, `-45`, `(45.00)`, `45-`.

    Raises InputError for anything that is not an amount in whole cents.
    """
    rest = text.strip()
    negative = rest.startswith("(") and rest.endswith(")")
    if negative:
        rest = rest[1:-1].strip()
    rest, signs = _without_signs(rest)
    rest = rest.removeprefix("$").strip()
    match = _AMOUNT.fullmatch(rest)
    if not match or not rest or signs + negative > 1:
        raise InputError(f"\u201c{text.strip()[:40]}\u201d is not an amount; type it like 1,299.50.")
    whole = (match["whole"] or "").replace(",", "").lstrip("0")
    fraction = (match["fraction"] or "").ljust(2, "0")
    cents = int(whole[:_MOST_DIGITS] or "0") * 100 + int(fraction)
    if cents > LARGEST_CENTS:
        raise InputError("That amount is larger than the ledger can hold.")
    return -cents if signs or negative else cents


def _without_signs(text: str) -> tuple[str, int]:
    """Strip one leading and one trailing minus, and say how many there were."""
    count = 0
    if text[:1] in _MINUS and text:
        text, count = text[1:].strip(), count + 1
    elif text[:1] == "+":
        return text[1:].strip(), count
    if text[-1:] in _MINUS and text:
        text, count = text[:-1].strip(), count + 1
    return text, count


def format_cents(cents: Cents, *, parentheses: bool = True) -> str:
    """Write an amount for the eye: `1,299.50`, `(45.00)` or `-45.00`, and an en dash for zero."""
    if cents == 0:
        return _EN_DASH
    whole, fraction = divmod(abs(cents), 100)
    amount = f"{whole:,}.{fraction:02d}"
    if cents > 0:
        return amount
    return f"({amount})" if parentheses else f"-{amount}"
