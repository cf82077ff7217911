"""The one boundary where the API's numbers, days and moments become ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field, StrictBool, StrictStr

from app.core.money import LARGEST_CENTS

_MAJOR_UNITS = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,16})\.(?P<fraction>[0-9]{1,2})")


def _cents_of_major_units(text: str) -> int:
    """Read `129.95` as 12995 cents; any other text is refused, never rounded (contract 3.2)."""
    match = _MAJOR_UNITS.fullmatch(text)
    if not match:
        message = "a text amount must be written in major units with a decimal point"
        raise ValueError(message)
    cents = int(match["whole"]) * 100 + int(match["fraction"].ljust(2, "0"))
    if cents > LARGEST_CENTS:
        message = "the amount is out of range"
        raise ValueError(message)
    return -cents if match["sign"] else cents


_JsonCents = Annotated[int, Field(strict=True, ge=-LARGEST_CENTS, le=LARGEST_CENTS)]
_TextCents = Annotated[StrictStr, AfterValidator(_cents_of_major_units)]
if TYPE_CHECKING:
    WireCents = int
else:
    WireCents = Annotated[_JsonCents | _TextCents, Field(union_mode="left_to_right")]
"""Cents on the wire: a JSON integer, or a text in major units; nothing else (G05)."""

WireDay = Annotated[StrictStr, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
"""A day; some servers send a moment where a day is due, so only the shape is held here."""

WireText = StrictStr
WireFlag = StrictBool
