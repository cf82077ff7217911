"""Months, business days and paydays, all counted from the calendar and never from today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from app.core.periods import add_months, month_end

ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_FRIDAY = 4
_WEEK = 7


class Month(NamedTuple):
    """A calendar month; `number` counts months without a break over the years."""

    number: int
    first: date
    last: date

    @property
    def stamp(self) -> str:
        """Year and month as invoice and bill numbers carry them: `2606`."""
        return f"{self.first.year % 100:02d}{self.first.month:02d}"

    def day(self, number: int) -> date:
        """Return a day of the month, or its last one when the month is shorter."""
        return self.first.replace(day=min(number, self.last.day))

    def business_day(self, number: int) -> date:
        """Return the day, or the next weekday, or the one before when that would leave the month."""
        day = next_business_day(self.day(number))
        return day if day <= self.last else previous_business_day(self.last)

    def days(self) -> Iterator[date]:
        """Yield every day of the month."""
        day = self.first
        while day <= self.last:
            yield day
            day += ONE_DAY

    def back(self, months: int) -> Month:
        """Return the month that many months earlier."""
        return month_of(add_months(self.first, -months))


def month_of(day: date) -> Month:
    """Return the month that holds the day."""
    return Month(number=month_number(day), first=day.replace(day=1), last=month_end(day))


def month_number(day: date) -> int:
    """Return the month's place in the unbroken count of months."""
    return day.year * 12 + day.month - 1


def months_between(first: date, last: date) -> Iterator[Month]:
    """Yield the months from that of `first` to that of `last`."""
    for number in range(month_number(first), month_number(last) + 1):
        yield month_of(date(number // 12, number % 12 + 1, 1))


def next_business_day(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    over = day.weekday() - _SATURDAY
    return day if over < 0 else day + timedelta(days=2 - over)


def previous_business_day(day: date) -> date:
    """Return the day itself, or the Friday before a weekend."""
    over = day.weekday() - _FRIDAY
    return day if over <= 0 else day - timedelta(days=over)


def fridays(month: Month, *, every_other: bool) -> list[date]:
    """Return the paydays of a month; every other Friday keeps its rhythm over month ends."""
    first = month.first + timedelta(days=(_FRIDAY - month.first.weekday()) % _WEEK)
    days = [first + timedelta(days=_WEEK * week) for week in range(5)]
    return [day for day in days if day <= month.last and not (every_other and (day.toordinal() // _WEEK) % 2)]


def next_weekday(day: date, weekday: int) -> date:
    """Return the first such weekday after the day."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % _WEEK + 1)
