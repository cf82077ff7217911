from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InputError
from app.core.periods import format_day
from app.core.typed_days import read_typed_day, tidy_day

TODAY = date(2026, 6, 17)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-06-17", date(2026, 6, 17)),
        ("2026-6-7", date(2026, 6, 7)),
        ("t", TODAY),
        (" Today ", TODAY),
        ("15", date(2026, 6, 15)),
        ("17", TODAY),
        ("6/15", date(2026, 6, 15)),
        ("6/15/26", date(2026, 6, 15)),
        ("06/15/1999", date(1999, 6, 15)),
        ("17 Jun 2026", date(2026, 6, 17)),
        ("3 may", date(2026, 5, 3)),
        ("03 december 2025", date(2025, 12, 3)),
        ("2027-01-01", date(2027, 1, 1)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, day: date) -> None:
    assert read_typed_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "today", "day"),
    [
        ("18", date(2026, 6, 17), date(2026, 5, 18)),
        ("31", date(2026, 5, 1), date(2026, 3, 31)),
        ("30", date(2026, 3, 1), date(2026, 1, 30)),
        ("5", date(2026, 1, 2), date(2025, 12, 5)),
        ("12/24", date(2026, 1, 2), date(2025, 12, 24)),
        ("2/29", date(2027, 6, 17), date(2024, 2, 29)),
    ],
)
def test_a_short_day_is_the_latest_that_is_not_after_today(typed: str, today: date, day: date) -> None:
    assert read_typed_day(typed, today) == day


@pytest.mark.parametrize(
    "typed",
    ["", "0", "32", "2/30", "13/1", "2026-02-30", "17 Foo 2026", "June", "1,5", "\u0661\u0667", "t t"],
)
def test_what_is_no_day_is_told_in_a_sentence(typed: str) -> None:
    with pytest.raises(InputError, match="is not a date; type it like"):
        read_typed_day(typed, TODAY)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(9999, 12, 31)))
def test_a_day_reads_back_from_how_it_is_shown_and_from_how_the_ledger_writes_it(day: date) -> None:
    assert read_typed_day(format_day(day), TODAY) == read_typed_day(day.isoformat(), TODAY) == day


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_a_sentence(typed: str) -> None:
    assert tidy_day(typed, TODAY) in (typed, _shown(typed))


def _shown(typed: str) -> str:
    try:
        return format_day(read_typed_day(typed, TODAY))
    except InputError:
        return typed
