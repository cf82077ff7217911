"""Depreciation, insurance paid ahead, and bills accrued before they come."""

from __future__ import annotations

from datetime import date

from app.core.money import Cents
from app.sandbox.demo.charts import ACCUMULATED_DEPRECIATION, CHECKING, DEPRECIATION, SUPPLIES, TRAVEL
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import ONE_DAY, Month, month_number, month_of
from app.sandbox.demo.profile import Accrual, Asset, Policy

_WHOLE = 1000
_FIRST_YEAR = 2021
_FIRST_MONTH = month_number(date(_FIRST_YEAR, 1, 1))
_YEAR = 12
_PREMIUM_RISE = 30
_SPREAD = 45
_RECEIPTS = (1_00, 3_20)
"""Twelfths of an amount; the month is added, so that no two months of a year look alike."""


def close_month(books: ClientBooks, month: Month) -> None:
    """Post what belongs to the month without a bank row."""
    cents = sum(_depreciation(thing, month) for thing in books.profile.assets)
    legs = ((DEPRECIATION, cents), (ACCUMULATED_DEPRECIATION, -cents))
    books.journal(month.last, f"Depreciation {month.last:%b %Y}", legs, "recurring")
    for policy in books.profile.policies:
        _insure(books, policy, month)
    for accrual in books.profile.accruals:
        _accrue(books, accrual, month)
    _sort_receipts(books, month)


def opening_assets(books: ClientBooks, month: Month) -> dict[str, Cents]:
    """Return cost, accumulated depreciation and prepaid insurance where the month begins."""
    opening: dict[str, Cents] = {}
    for thing in books.profile.assets:
        passed = min(max(month.number - _FIRST_MONTH, 0), thing.months)
        lost = thing.cents // thing.months * passed
        opening[thing.code] = opening.get(thing.code, 0) + thing.cents
        opening[ACCUMULATED_DEPRECIATION] = opening.get(ACCUMULATED_DEPRECIATION, 0) - lost
    for policy in books.profile.policies:
        paid = month.back((month.first.month - policy.month - 1) % _YEAR + 1)
        left = _YEAR - (month.number - 1 - paid.number)
        opening[policy.prepaid] = opening.get(policy.prepaid, 0) + _release(policy, paid.first.year) * left
    return opening


def _depreciation(thing: Asset, month: Month) -> Cents:
    passed = month.number - _FIRST_MONTH
    return thing.cents // thing.months if 0 <= passed < thing.months else 0


def _release(policy: Policy, year: int) -> Cents:
    """Return a month's part of the premium paid in a year."""
    return policy.cents * (_WHOLE + _PREMIUM_RISE * (year - _FIRST_YEAR)) // _WHOLE // _YEAR


def _insure(books: ClientBooks, policy: Policy, month: Month) -> None:
    """Release a twelfth on the first; pay the next year's premium in its month.

    The premium is due a day earlier each year, as renewal notices are, so never a whole year after the last.
    """
    back = (month.first.month - policy.month - 1) % _YEAR + 1
    cents = _release(policy, month.back(back).first.year)
    text = f"{policy.insurer.name} coverage {month.first:%b %Y}"
    books.journal(month.first, text, ((policy.code, cents), (policy.prepaid, -cents)), "recurring")
    if month.first.month == policy.month:
        day = month.business_day(26 - (month.first.year - _FIRST_YEAR) % 20)
        premium = _release(policy, month.first.year) * _YEAR
        books.spend(day, policy.insurer, policy.prepaid, premium, CHECKING)


def _accrue(books: ClientBooks, accrual: Accrual, month: Month) -> None:
    """Pay last month's bill, accrue this month's at month end, reverse on the first."""
    bill = _bill(books, accrual, month.back(1))
    books.spend(month.business_day(accrual.day), accrual.vendor, accrual.code, bill, CHECKING)
    estimate = books.dice(f"estimate {accrual.name}", month).around(_bill(books, accrual, month), _SPREAD)
    text = f"Accrued {accrual.name} {month.last:%b %Y}"
    books.journal(month.last, text, ((accrual.code, estimate), (accrual.liability, -estimate)), "recurring")
    after = month_of(month.last + ONE_DAY).first
    books.journal(
        after, f"{text} reversal", ((accrual.liability, estimate), (accrual.code, -estimate)), "recurring"
    )


def _sort_receipts(books: ClientBooks, month: Month) -> None:
    """Move what turned out to be a meal or a trip from supplies, by hand, as every bookkeeper does."""
    cents = books.dice("receipts", month).between(*_RECEIPTS) * _YEAR + month.number % _YEAR
    text = f"Receipts sorted {books.profile.name}"
    books.journal(month.business_day(8), text, ((TRAVEL, cents), (SUPPLIES, -cents)), "manual")


def _bill(books: ClientBooks, accrual: Accrual, month: Month) -> Cents:
    cents = accrual.cents * accrual.season[month.first.month - 1] // _WHOLE
    return books.dice(f"bill {accrual.name}", month).around(cents, _SPREAD)
