"""Calendar days and the periods that statements and reviews are made for."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core.errors import InputError


class PeriodKind(StrEnum):
    """How a period was chosen, which is also how it steps."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR_TO_DATE = "year_to_date"
    YEAR = "year"
    CUSTOM = "custom"


_MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)  # not calendar.month_name, which follows the computer's locale and would mix languages
_MONTHS_IN = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A span of days, both ends included."""

    start: date
    end: date
    kind: PeriodKind = PeriodKind.CUSTOM

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def label(self) -> str:
        """The period in words: `June 2026`, `Q2 2026`, `2026`, `2026 to 17 Jun`."""
        if self.kind is PeriodKind.MONTH:
            return f"{_MONTH_NAMES[self.start.month - 1]} {self.start.year}"
        if self.kind is PeriodKind.QUARTER:
            return f"Q{(self.start.month + 2) // 3} {self.start.year}"
        if self.kind is PeriodKind.YEAR:
            return str(self.start.year)
        if self.kind is PeriodKind.YEAR_TO_DATE:
            return f"{self.end.year} to {self.end.day} {_short_month(self.end)}"
        return f"{format_day(self.start)} \u2013 {format_day(self.end)}"

    def stepped(self, steps: int) -> Period:
        """Return the period as many steps later (or earlier); a custom one moves by its own length."""
        months = _MONTHS_IN.get(self.kind)
        if months:
            start = add_months(self.start, steps * months)
            return Period(start=start, end=add_months(start, months) - timedelta(days=1), kind=self.kind)
        if self.kind is PeriodKind.YEAR_TO_DATE:
            end = add_months(self.end, 12 * steps)
            return Period(start=date(end.year, 1, 1), end=end, kind=self.kind)
        shift = timedelta(days=steps * ((self.end - self.start).days + 1))
        return Period(start=self.start + shift, end=self.end + shift)


def month_of(day: date) -> Period:
    """Return the calendar month that holds the day."""
    return Period(start=day.replace(day=1), end=month_end(day), kind=PeriodKind.MONTH)


def quarter_of(day: date) -> Period:
    """Return the calendar quarter that holds the day."""
    start = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return Period(start=start, end=add_months(start, 3) - timedelta(days=1), kind=PeriodKind.QUARTER)


def year_of(day: date) -> Period:
    """Return the calendar year that holds the day."""
    return Period(start=date(day.year, 1, 1), end=date(day.year, 12, 31), kind=PeriodKind.YEAR)


def year_to_date(day: date) -> Period:
    """Return the year that holds the day, up to that day."""
    return Period(start=date(day.year, 1, 1), end=day, kind=PeriodKind.YEAR_TO_DATE)


def span_of(start: date, end: date) -> Period:
    """Return the days from one to another, as the calendar month when they are one."""
    month = month_of(end)
    return month if (start, end) == (month.start, month.end) else Period(start=start, end=end)


def add_months(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last day when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """Return the last day of the day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month_ends(last: date, count: int) -> list[date]:
    """Return the last `count` month ends up to and including the month of `last`, oldest first."""
    return [month_end(add_months(last.replace(day=1), -back)) for back in range(count - 1, -1, -1)]


def parse_day(text: str) -> date:
    """Read a day as the API writes it, `YYYY-MM-DD`; raises InputError for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # ISO has other spellings: 20260617, 2026-W25-3
        raise InputError(
            f"\u201c{text[:20]}\u201d is not a date; write it as year-month-day, like 2026-06-17."
        )
    return day


def format_day(day: date) -> str:
    """Write a day in one short unambiguous form: `17 Jun 2026`."""
    return f"{day.day:02d} {_short_month(day)} {day.year}"


def _short_month(day: date) -> str:
    return _MONTH_NAMES[day.month - 1][:3]


def day_number(day: date) -> int:
    """Return the day as the integer the mirror stores and sorts by: 20260617."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of_number(number: int) -> date:
    """Return the day of a mirror integer."""
    return date(number // 10_000, number // 100 % 100, number % 100)
