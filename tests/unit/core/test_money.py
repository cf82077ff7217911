"""Amounts are read as people type them, in whole cents, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InputError
from app.core.money import LARGEST_CENTS, format_cents, parse_cents

amounts = st.integers(min_value=-LARGEST_CENTS, max_value=LARGEST_CENTS)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1,299.50", 129950),
        ("1299.5", 129950),
        ("$45", 4500),
        ("$ 45", 4500),
        ("-45", -4500),
        ("-$45.00", -4500),
        ("\u221245", -4500),
        ("45-", -4500),
        ("(45.00)", -4500),
        ("( $1,045.00 )", -104500),
        ("+7.05", 705),
        (".5", 50),
        ("0", 0),
        ("007", 700),
        ("  12.30\n", 1230),
    ],
)
def test_an_amount_is_read_as_people_type_it(text, cents):
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        ".",
        "$",
        "-",
        "()",
        "(-45)",
        "-45-",
        "+45-",
        "--45",
        "1.234",
        "1.",
        "1,00",
        "1,2345",
        ",123",
        "12 34",
        "1e3",
        "NaN",
        "ten",
        "0x10",
        "45 USD",
        "\u0661\u0662",
        "\uff11\uff12",
        "1_000",
        "$-45",
    ],
)
def test_anything_else_is_refused_with_the_text_in_the_sentence(text):
    with pytest.raises(InputError, match="is not an amount; type it like") as caught:
        parse_cents(text)
    assert text.strip() in str(caught.value)


@pytest.mark.parametrize("text", ["90071992547409.92", "1" + "0" * 30, "9" * 5000, "-90071992547409.92"])
def test_an_amount_the_ledger_cannot_hold_is_refused(text):
    with pytest.raises(InputError, match="larger than the ledger can hold"):
        parse_cents(text)


def test_the_largest_amount_is_read_to_the_cent():
    assert parse_cents("90,071,992,547,409.91") == LARGEST_CENTS


@given(amounts.filter(bool), st.booleans())
def test_what_is_written_is_read_back(cents, parentheses):
    assert parse_cents(format_cents(cents, parentheses=parentheses)) == cents


@given(st.text(max_size=40))
def test_no_text_gives_anything_but_cents_in_range_or_a_sentence(text):
    try:
        cents = parse_cents(text)
    except InputError:
        return
    assert type(cents) is int
    assert abs(cents) <= LARGEST_CENTS


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (129950, "1,299.50"),
        (-4500, "(45.00)"),
        (5, "0.05"),
        (-5, "(0.05)"),
        (0, "\u2013"),
        (10**11, "1,000,000,000.00"),
    ],
)
def test_an_amount_is_written_with_cents_and_parentheses(cents, text):
    assert format_cents(cents) == text


def test_a_minus_is_written_when_asked():
    assert format_cents(-129950, parentheses=False) == "-1,299.50"
