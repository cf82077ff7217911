"""Pay runs, what is withheld from them, and the wages that month end catches half way."""

from __future__ import annotations

from datetime import date, timedelta

from app.core.money import Cents
from app.sandbox.demo.charts import ACCRUED_WAGES, CHECKING, FEDERAL_TAX, STATE_TAX
from app.sandbox.demo.client_books import ClientBooks, FeedRow
from app.sandbox.demo.days import ONE_DAY, Month, fridays, next_business_day
from app.sandbox.demo.profile import Payroll

_WHOLE = 1000
_FEDERAL = 172
_STATE = 38
_EMPLOYER = 78
_HOURS_SPREAD = 25
_REMITTED_AFTER = timedelta(days=5)
_STATE_DAY = 15


def run_payroll(books: ClientBooks, month: Month) -> None:
    """Pay wages on the month's paydays, remit the taxes, accrue the days after the last payday."""
    payroll = books.profile.payroll
    if payroll is None:
        return
    runs = _pay_runs(books, payroll, month)
    for day, gross in runs:
        _pay(books, payroll, day, gross)
    withheld = sum(gross * _STATE // _WHOLE for _, gross in runs)
    day = month.back(-1).business_day(_STATE_DAY)
    feed = (
        FeedRow(
            CHECKING, day, "STATE DEPT REVENUE WITHHOLDING {n}", -withheld, "State Department of Revenue"
        ),
    )
    legs = ((STATE_TAX, withheld), (CHECKING, -withheld))
    books.settle(day, "State withholding tax", legs, feed, category=STATE_TAX)
    _accrue(books, payroll, month, *runs[-1])


def _pay_runs(books: ClientBooks, payroll: Payroll, month: Month) -> list[tuple[date, Cents]]:
    dice = books.dice("payroll", month)
    level = payroll.gross * books.growth(month) // _WHOLE
    days = fridays(month, every_other=payroll.every_other)
    return [(day, dice.around(level, _HOURS_SPREAD)) for day in days]


def _pay(books: ClientBooks, payroll: Payroll, day: date, gross: Cents) -> None:
    federal, state = gross * _FEDERAL // _WHOLE, gross * _STATE // _WHOLE
    employer = gross * _EMPLOYER // _WHOLE
    net = gross - federal - state
    text = f"Payroll {day.day:02d} {day:%b %Y}"
    legs = [*_wages(payroll, gross), (payroll.tax_code, employer)]
    legs += [(FEDERAL_TAX, -federal - employer), (STATE_TAX, -state), (CHECKING, -net)]
    feed = (FeedRow(CHECKING, day, "ACH GUSTO PAYROLL NET {n}", -net, "Gusto"),)
    books.settle(day, text, legs, feed, source="payroll", category=payroll.split[0][0], from_papers=True)
    due, paid = federal + employer, next_business_day(day + _REMITTED_AFTER)
    feed = (FeedRow(CHECKING, paid, "ACH GUSTO TAX DEPOSIT {n}", -due, "Gusto"),)
    books.settle(
        paid, "Federal payroll tax", ((FEDERAL_TAX, due), (CHECKING, -due)), feed, category=FEDERAL_TAX
    )


def _wages(payroll: Payroll, gross: Cents) -> list[tuple[str, Cents]]:
    """Split the gross over departments; the first takes what rounding leaves."""
    parts = [(code, gross * share // _WHOLE) for code, share in payroll.split]
    rest = gross - sum(cents for _, cents in parts)
    return [(parts[0][0], parts[0][1] + rest), *parts[1:]]


def _accrue(books: ClientBooks, payroll: Payroll, month: Month, last_payday: date, gross: Cents) -> None:
    """Accrue the weekdays worked since the last payday and reverse them on the first."""
    days = [last_payday + timedelta(days=count) for count in range(1, (month.last - last_payday).days + 1)]
    worked = sum(day.weekday() < 5 for day in days)  # noqa: PLR2004 - Monday to Friday
    cents = gross * worked // (10 if payroll.every_other else 5)
    text = f"Accrued wages {month.last:%b %Y}"
    code = payroll.split[0][0]
    books.journal(month.last, text, ((code, cents), (ACCRUED_WAGES, -cents)), "payroll")
    books.journal(
        month.last + ONE_DAY, f"{text} reversal", ((ACCRUED_WAGES, cents), (code, -cents)), "payroll"
    )
