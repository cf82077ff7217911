"""Days as people type them into a form; what is typed short lies in the past, as what is booked does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from app.core.errors import InputError
from app.core.periods import add_months, format_day

_FORMS = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})(?:/(?P<year>[0-9]{4}|[0-9]{2}))?"),
    re.compile(r"(?P<day>[0-9]{1,2}) ?(?P<name>[A-Za-z]{3,9}),?(?: ?(?P<year>[0-9]{4}))?"),
)
_DAY_ONLY = re.compile(r"[0-9]{1,2}")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_TODAY = frozenset({"t", "today"})
_CENTURY = 2000
_SHORT_YEARS = 100
_YEARS_TO_A_LEAP_DAY = 8
_MONTHS_TO_A_31ST = 2


def read_typed_day(text: str, today: date) -> date:
    """Read `2026-06-17`, `6/17`, `6/17/26`, `17 Jun 2026`, `17` or `t`.

    Without a year, or without a month, it is the latest such day that is not after today. Raises InputError
    for anything else.
    """
    typed = text.strip()
    if typed.lower() in _TODAY:
        return today
    found = _day_of_month(int(typed), today) if _DAY_ONLY.fullmatch(typed) else _full_date(typed, today)
    if found is None:
        raise InputError(f"\u201c{typed[:20]}\u201d is not a date; type it like 2026-06-17, 6/17 or 17.")
    return found


def tidy_day(text: str, today: date) -> str:
    """Write a typed day as screens show it; what is no day stays as it was typed."""
    try:
        return format_day(read_typed_day(text, today))
    except InputError:
        return text


def _day_of_month(day: int, today: date) -> date | None:
    months = (add_months(today.replace(day=1), -back) for back in range(_MONTHS_TO_A_31ST + 1))
    return _latest((_real_day(month.year, month.month, day) for month in months), today)


def _full_date(typed: str, today: date) -> date | None:
    match = next((found for form in _FORMS if (found := form.fullmatch(typed))), None)
    if match is None:
        return None
    parts = match.groupdict()
    day = int(parts["day"])
    month = int(parts["month"]) if "month" in parts else _month_named(parts["name"])
    if parts["year"]:
        year = int(parts["year"])
        return _real_day(year if year >= _SHORT_YEARS else _CENTURY + year, month, day)
    years = range(today.year, today.year - _YEARS_TO_A_LEAP_DAY - 1, -1)
    return _latest((_real_day(year, month, day) for year in years), today)


def _month_named(name: str) -> int:
    """Return the month whose name starts that way, or 0."""
    starts = (number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()))
    return next(starts, 0)


def _real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest(days: Iterable[date | None], today: date) -> date | None:
    return next((day for day in days if day is not None and day <= today), None)
