"""Monthly payments and scattered purchases."""

from __future__ import annotations

from app.core.money import Cents
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import Month
from app.sandbox.demo.profile import Scatter, Standing

_WHOLE = 1000
_LEVEL_YEAR = 2024


def pay_standing(books: ClientBooks, month: Month) -> None:
    """Pay everything that is due once a month."""
    dice = books.dice("standing", month)
    for each in books.profile.standing:
        cents = dice.around(standing_amount(each, month), each.spread)
        books.spend(month.business_day(each.day), each.vendor, each.code, cents, each.bank)


def standing_amount(each: Standing, month: Month) -> Cents:
    """Return what the payment comes to before chance."""
    risen = _WHOLE + each.yearly * (month.first.year - _LEVEL_YEAR)
    return each.cents * risen // _WHOLE * each.season[month.first.month - 1] // _WHOLE


def scatter_purchases(books: ClientBooks, month: Month) -> None:
    """Strew purchases over the month, every vendor as often as the others."""
    for index, each in enumerate(books.profile.scatter):
        _scatter(books, month, each, index)


def _scatter(books: ClientBooks, month: Month, each: Scatter, index: int) -> None:
    dice = books.dice(f"scatter{index}", month)
    level = books.level(month) if each.grows else _WHOLE
    low, high = each.low * level // _WHOLE, each.high * level // _WHOLE
    first = month.number * each.times
    for turn in range(each.times):
        vendor = each.vendors[(first + turn) % len(each.vendors)]
        day = month.business_day(dice.between(1, month.last.day))
        books.spend(day, vendor, each.code, dice.between(low, high), each.bank)
