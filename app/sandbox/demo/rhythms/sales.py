"""Sales rung up every day and paid out by a card processor, net of its fees, through a clearing account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from app.core.money import Cents
from app.sandbox.demo.charts import CHECKING, MERCHANT_FEES, SALES_TAX
from app.sandbox.demo.client_books import ClientBooks, FeedRow
from app.sandbox.demo.days import ONE_DAY, Month, next_business_day, next_weekday
from app.sandbox.demo.profile import LEVEL

_WHOLE = 1000
_SPREAD = 130
_TAX_DAY = 20
_MONDAY, _TUESDAY, _THURSDAY = 0, 1, 3
_FORTNIGHT = 14
IN_TRANSIT = "1120"


class Channel(NamedTuple):
    """One way of selling."""

    name: str
    clearing: str
    payout: str
    """The text of the processor's bank rows."""
    daily: Cents
    """Sales before tax on an average day at the 2024 level."""
    split: tuple[tuple[str, int], ...]
    """Accounts the sales are booked to, in thousandths."""
    weekdays: tuple[int, ...] = LEVEL[:7]
    fee: int = 29
    tax: int = 0
    cash: int = 0
    """The part paid in cash, in thousandths; it is banked on Mondays."""
    cash_account: str = "1060"
    pays_on: Callable[[date], date] = lambda day: next_business_day(day + ONE_DAY)
    is_daily: bool = True
    """Whether every day's takings are booked, or those of a week together."""


class SalesDay(NamedTuple):
    """One day's takings, tax included where it says gross."""

    day: date
    net: Cents
    tax: Cents
    cash: Cents

    @property
    def carded(self) -> Cents:
        """What the processor owes for the day."""
        return self.net + self.tax - self.cash


def every_tuesday(day: date) -> date:
    """Return the next Tuesday after a sale."""
    return next_weekday(day, _TUESDAY)


def every_thursday(day: date) -> date:
    """Return the next Thursday after a sale."""
    return next_weekday(day, _THURSDAY)


def every_other_tuesday(day: date) -> date:
    """Return the settlement day of the fortnight a sale falls in."""
    tuesday = next_weekday(day, _TUESDAY)
    return tuesday if tuesday.toordinal() // 7 % 2 else tuesday + timedelta(days=_FORTNIGHT // 2)


def sales_days(books: ClientBooks, month: Month, channel: Channel) -> list[SalesDay]:
    """Return a month's takings day by day."""
    dice = books.dice(f"sales {channel.name}", month)
    base = channel.daily * books.level(month) // _WHOLE
    days = []
    for day in month.days():
        usual = base * channel.weekdays[day.weekday()] // _WHOLE
        if usual:
            net = dice.around(usual, _SPREAD)
            tax = net * channel.tax // _WHOLE
            days.append(SalesDay(day, net, tax, (net + tax) * channel.cash // _WHOLE))
    return days


def sell(books: ClientBooks, month: Month, channel: Channel) -> Cents:
    """Book a month of one channel: takings, payouts, cash, tax, and what is under way at month end.

    Returns the month's sales before tax.
    """
    before = sales_days(books, month.back(1), channel)
    days = sales_days(books, month, channel)
    if month.number == books.first_month.number:
        _take_up(books, month, channel, before)
    for each in days if channel.is_daily else _weeks(days):
        _ring_up(books, each, channel)
    for paid, gross in _payouts((*before, *days), channel).items():
        if month.first <= paid <= month.last:
            _pay_out(books, paid, gross, channel)
    _carry_over(books, month, channel, days)
    if channel.cash:
        _bank_cash(books, month, channel, (*before, *days))
    if channel.tax:
        _remit_tax(books, month, channel, sum(each.tax for each in days))
    return sum(each.net for each in days)


def _take_up(books: ClientBooks, month: Month, channel: Channel, before: list[SalesDay]) -> None:
    """Begin with what the processor and the till still held of the month before."""
    under_way = sum(each.carded for each in before if channel.pays_on(each.day) >= month.first)
    in_till = sum(each.cash for each in before if next_weekday(each.day, _MONDAY) >= month.first)
    books.flow[channel.clearing][month.number - 1] += under_way
    books.flow[channel.cash_account][month.number - 1] += in_till


def _weeks(days: list[SalesDay]) -> list[SalesDay]:
    """Add the takings up by weeks that end on Sunday or with the month."""
    weeks: list[SalesDay] = []
    for each in days:
        if weeks and each.day.weekday() != _MONDAY:
            last = weeks.pop()
            each = SalesDay(  # noqa: PLW2901 - the week so far takes the day's place
                each.day, last.net + each.net, last.tax + each.tax, last.cash + each.cash
            )
        weeks.append(each)
    return weeks


def _ring_up(books: ClientBooks, each: SalesDay, channel: Channel) -> None:
    parts = [(code, each.net * share // _WHOLE) for code, share in channel.split[1:]]
    first = each.net - sum(cents for _, cents in parts)
    legs = [(channel.clearing, each.carded), (channel.cash_account, each.cash)]
    legs += [(channel.split[0][0], -first), *((code, -cents) for code, cents in parts)]
    legs.append((SALES_TAX, -each.tax))
    books.journal(each.day, f"{channel.name} sales", legs, "sales")


def _payouts(days: tuple[SalesDay, ...], channel: Channel) -> dict[date, Cents]:
    payouts: dict[date, Cents] = defaultdict(int)
    for each in days:
        payouts[channel.pays_on(each.day)] += each.carded
    return payouts


def _pay_out(books: ClientBooks, day: date, gross: Cents, channel: Channel) -> None:
    fee = gross * channel.fee // _WHOLE
    legs = ((CHECKING, gross - fee), (MERCHANT_FEES, fee), (channel.clearing, -gross))
    feed = (FeedRow(CHECKING, day, channel.payout, gross - fee),)
    books.settle(day, f"{channel.name} payout", legs, feed, source="deposit", category=channel.clearing)


def _carry_over(books: ClientBooks, month: Month, channel: Channel, days: list[SalesDay]) -> None:
    """Show what the processor still owes at month end outside the clearing account, and turn it back."""
    cents = sum(each.carded for each in days if channel.pays_on(each.day) > month.last)
    text = f"{channel.name} receipts on their way {month.last:%b %Y}"
    books.journal(month.last, text, ((IN_TRANSIT, cents), (channel.clearing, -cents)), "recurring")
    back = ((channel.clearing, cents), (IN_TRANSIT, -cents))
    books.journal(month.last + ONE_DAY, text, back, "recurring")


def _bank_cash(books: ClientBooks, month: Month, channel: Channel, days: tuple[SalesDay, ...]) -> None:
    """Bring the cash of the week to the bank on Monday."""
    weeks: dict[date, Cents] = defaultdict(int)
    for each in days:
        weeks[next_weekday(each.day, _MONDAY)] += each.cash
    for monday, cents in weeks.items():
        if month.first <= monday <= month.last:
            feed = (FeedRow(CHECKING, monday, "COUNTER DEPOSIT {n}", cents),)
            legs = ((CHECKING, cents), (channel.cash_account, -cents))
            books.settle(monday, "Cash deposit", legs, feed, source="deposit", category=channel.cash_account)


def _remit_tax(books: ClientBooks, month: Month, channel: Channel, cents: Cents) -> None:
    """Pay the month's sales tax in the month after."""
    day = month.back(-1).business_day(_TAX_DAY)
    feed = (FeedRow(CHECKING, day, f"ACH STATE SALES TAX {channel.name.upper()} {{n}}", -cents),)
    legs = ((SALES_TAX, cents), (CHECKING, -cents))
    books.settle(day, f"Sales tax {channel.name}", legs, feed, category=SALES_TAX)
