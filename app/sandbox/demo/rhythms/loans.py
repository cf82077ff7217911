"""Loan payments, split into principal and interest by the loan's own schedule."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from app.core.money import Cents
from app.sandbox.demo.charts import CHECKING, INTEREST_PAID
from app.sandbox.demo.client_books import ClientBooks, FeedRow
from app.sandbox.demo.days import Month, month_number
from app.sandbox.demo.profile import Loan

_RATE_BASE = 120_000


def pay_loans(books: ClientBooks, month: Month) -> None:
    """Pay every loan's instalment."""
    for loan in books.profile.loans:
        turn = _turn(loan, month)
        if 0 <= turn < loan.months:
            _pay(books, loan, month.business_day(loan.day), *_schedule(loan)[turn])


def opening_loans(books: ClientBooks, month: Month) -> dict[str, Cents]:
    """Return what is owed where the month begins, as debit balances."""
    owed: dict[str, Cents] = {}
    for loan in books.profile.loans:
        paid = _schedule(loan)[: max(_turn(loan, month), 0)]
        owed[loan.code] = sum(principal for principal, _ in paid) - loan.principal
    return owed


def _turn(loan: Loan, month: Month) -> int:
    return month.number - month_number(date(*loan.started, 1)) - 1


def _pay(books: ClientBooks, loan: Loan, day: date, principal: Cents, interest: Cents) -> None:
    legs = ((loan.code, principal), (INTEREST_PAID, interest), (CHECKING, -principal - interest))
    feed = [FeedRow(CHECKING, day, loan.lender.text, -principal - interest, loan.lender.name)]
    if loan.code in books.bank_ids:
        feed.append(FeedRow(loan.code, day, "PAYMENT RECEIVED PRINCIPAL {n}", principal))
    books.settle(day, loan.lender.name, legs, tuple(feed), category=loan.code)


@lru_cache(maxsize=64)
def _schedule(loan: Loan) -> tuple[tuple[Cents, Cents], ...]:
    """Return principal and interest of each payment; the last takes what rounding leaves."""
    grown, base = (_RATE_BASE + loan.rate) ** loan.months, _RATE_BASE**loan.months
    payment = loan.principal * loan.rate * grown // (_RATE_BASE * (grown - base))
    owed, schedule = loan.principal, []
    for turn in range(loan.months):
        interest = owed * loan.rate // _RATE_BASE
        principal = owed if turn == loan.months - 1 else payment - interest
        schedule.append((principal, interest))
        owed -= principal
    return tuple(schedule)
