"""Periods hold whole days, step by their own kind and read the API's days."""

from __future__ import annotations

import locale
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InputError
from app.core.periods import (
    Period,
    PeriodKind,
    add_months,
    day_number,
    day_of_number,
    format_day,
    month_end,
    month_ends,
    month_of,
    parse_day,
    quarter_of,
    span_of,
    year_of,
    year_to_date,
)

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))
steps = st.integers(min_value=-600, max_value=600)
DAY = date(2026, 6, 17)


def custom(start: date, end: date) -> Period:
    return Period(start=start, end=end)


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (month_of(DAY), "June 2026"),
        (quarter_of(DAY), "Q2 2026"),
        (year_of(DAY), "2026"),
        (year_to_date(DAY), "2026 to 17 Jun"),
        (custom(date(2026, 1, 5), DAY), "05 Jan 2026 \u2013 17 Jun 2026"),
    ],
)
def test_a_period_is_called_as_people_call_it(period, label):
    assert period.label == label


def test_labels_do_not_follow_the_computers_locale():
    before = locale.setlocale(locale.LC_TIME)
    try:
        for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "C"):
            try:
                locale.setlocale(locale.LC_TIME, name)
            except locale.Error:
                continue
            assert month_of(date(2026, 5, 1)).label == "May 2026"
            assert format_day(date(2026, 12, 1)) == "01 Dec 2026"
    finally:
        locale.setlocale(locale.LC_TIME, before)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (month_of(date(2024, 2, 10)), date(2024, 2, 1), date(2024, 2, 29)),
        (quarter_of(date(2026, 12, 31)), date(2026, 10, 1), date(2026, 12, 31)),
        (year_of(DAY), date(2026, 1, 1), date(2026, 12, 31)),
        (year_to_date(DAY), date(2026, 1, 1), DAY),
    ],
)
def test_a_period_holds_both_its_ends(period, start, end):
    assert (period.start, period.end) == (start, end)
    assert start in period
    assert end in period
    assert start - timedelta(days=1) not in period
    assert end + timedelta(days=1) not in period


@given(days, steps, st.sampled_from([month_of, quarter_of, year_of]))
def test_stepping_there_and_back_returns_to_the_same_period(day, count, make):
    period = make(day)
    assert period.stepped(count).stepped(-count) == period


@given(days, st.sampled_from([month_of, quarter_of, year_of]))
def test_the_next_period_begins_the_day_after_this_one_ends(day, make):
    period = make(day)
    assert period.stepped(1).start == period.end + timedelta(days=1)
    assert period.stepped(1) == make(period.end + timedelta(days=1))


def test_year_to_date_steps_to_the_same_day_of_another_year():
    stepped = year_to_date(date(2024, 2, 29)).stepped(1)
    assert stepped == year_to_date(date(2025, 2, 28))


def test_a_custom_period_steps_by_its_own_length():
    assert custom(date(2026, 1, 1), date(2026, 1, 10)).stepped(-1) == custom(
        date(2025, 12, 22), date(2025, 12, 31)
    )


@given(days, steps)
def test_adding_months_keeps_the_day_or_takes_the_months_last(day, count):
    moved = add_months(day, count)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == count
    assert moved.day == day.day or moved == month_end(moved)


@given(days)
def test_a_month_ends_the_day_before_the_next_begins(day):
    assert (month_end(day) + timedelta(days=1)).day == 1
    assert month_end(day).month == day.month


def test_month_ends_are_listed_oldest_first():
    assert month_ends(date(2026, 3, 30), 3) == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert month_ends(DAY, 0) == []


@given(days)
def test_a_day_is_read_as_the_api_writes_it(day):
    assert parse_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-30",
        "20260617",
        "2026-W25-3",
        "2026-168",
        "17.06.2026",
        "2026-6-17",
        " 2026-06-17",
        "2026-06-17T00",
    ],
)
def test_any_other_spelling_of_a_day_is_refused(text):
    with pytest.raises(InputError, match="write it as year-month-day, like 2026-06-17"):
        parse_day(text)


def test_a_day_is_written_in_one_short_form():
    assert format_day(date(2026, 6, 7)) == "07 Jun 2026"


@given(days)
def test_a_mirror_integer_names_one_day_and_sorts_like_it(day):
    assert day_of_number(day_number(day)) == day
    assert day_number(day) < day_number(day + timedelta(days=1))


def test_every_kind_is_named_in_plain_words():
    assert [kind.value for kind in PeriodKind] == ["month", "quarter", "year_to_date", "year", "custom"]


def test_a_span_that_is_a_calendar_month_is_called_by_its_name():
    assert span_of(date(2026, 6, 1), date(2026, 6, 30)).label == "June 2026"
    assert span_of(date(2026, 6, 1), date(2026, 6, 29)).kind is PeriodKind.CUSTOM
