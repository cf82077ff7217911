"""Takes an amount: `1299.5` becomes `1,299.50` once the field is left."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.core.errors import InputError
from app.core.money import format_cents, parse_cents
from app.ui.widgets.tidy_field import TidyField


class AmountField(TidyField):
    """A line for money, digits at the right as in every column of amounts."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(tidy_amount)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setPlaceholderText("0.00")


def tidy_amount(text: str) -> str:
    """Write a typed amount as tables do; what is none, or not more than zero, stays as it was typed."""
    try:
        cents = parse_cents(text)
    except InputError:
        return text
    return format_cents(cents) if cents > 0 else text
