"""Cents on the wire are integers, or text in major units; nothing else, never rounded (G05, contract 3.2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.contract.amounts import WireCents, WireDay
from app.core.money import LARGEST_CENTS

cents = TypeAdapter(WireCents)
day = TypeAdapter(WireDay)


@given(st.integers(-LARGEST_CENTS, LARGEST_CENTS))
def test_a_json_integer_is_cents(amount):
    assert cents.validate_json(str(amount)) == amount


@given(st.integers(-LARGEST_CENTS, LARGEST_CENTS))
def test_a_text_in_major_units_is_the_same_amount(amount):
    sign = "-" if amount < 0 else ""
    text = f'"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"'
    assert cents.validate_json(text) == amount


def test_one_decimal_is_tens_of_cents():
    assert cents.validate_json('"129.5"') == 12950


@pytest.mark.parametrize(
    "wire",
    [
        "true",
        "12995.0",
        "1e2",
        "null",
        "[]",
        "{}",
        "1" + "0" * 30,
        str(LARGEST_CENTS + 1),
        str(-LARGEST_CENTS - 1),
        '"12995"',
        '"1_000"',
        '"1_000.00"',
        '"1,299.50"',
        '"129.955"',
        '"+1.00"',
        '" 1.00"',
        '"NaN"',
        '"1e2.00"',
        '"90071992547409.92"',
        '"99999999999999999.00"',
        '"\u0661.\u0662\u0663"',
        '""',
        "NaN",
        "9" * 5000,
    ],
)
def test_any_other_amount_is_refused(wire):
    with pytest.raises(ValidationError):
        cents.validate_json(wire)


def test_a_refused_amount_is_not_repeated_where_others_could_read_it():
    with pytest.raises(ValidationError) as caught:
        cents.validate_json('"secret 42"')
    assert all("secret" not in error["msg"] for error in caught.value.errors())


@pytest.mark.parametrize("wire", ["2026-6-17", "2026-06-17T00:00:00Z", "2026-06-17\n", "\u0662026-06-17", ""])
def test_a_day_has_one_shape(wire):
    with pytest.raises(ValidationError):
        day.validate_python(wire)
    assert day.validate_python("2026-06-17") == "2026-06-17"
