"""Stock that is bought to a target and relieved twice a month as it is sold."""

from __future__ import annotations

from app.core.money import Cents
from app.sandbox.demo.charts import INVENTORY
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import Month

_WHOLE = 1000
_RELIEF = ((15, 485), (28, 515))
"""Day of the month and the part that is relieved, in thousandths."""
_PULL = 5
_LEAST_SHARE = 400


def restock_cents(books: ClientBooks, month: Month, used: Cents, target: Cents) -> Cents:
    """Return what to buy: what is used, and part of what is missing to the target at the 2024 level."""
    missing = target * books.growth(month) // _WHOLE - books.balance_before(INVENTORY, month)
    return max(used + missing // _PULL, used * _LEAST_SHARE // _WHOLE)


def relieve_stock(books: ClientBooks, month: Month, used: Cents, code: str) -> None:
    """Move the month's use from stock to cost in two steps."""
    for turn, (number, share) in enumerate(_RELIEF, start=1):
        cents = used * share // _WHOLE
        text = f"Stock used {month.first:%b %Y} part {turn}"
        books.journal(month.day(number), text, ((code, cents), (INVENTORY, -cents)), "inventory")
