"""JSON that two readers could understand differently is refused (G06)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.strict_json import json_bytes, keys_in, parse_json
from tests.unit.contract.hostile import HOSTILE

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False)
    # a surrogate is no character
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_json_is_refused(body):
    with pytest.raises(ValueError):  # noqa: PT011 - the JSON reader's own words vary
        parse_json(body)


@given(values)
def test_what_is_written_is_read_back(value):
    assert parse_json(json_bytes(value)) == value


@given(values)
def test_escaped_json_reads_the_same(value):
    assert parse_json(json.dumps(value).encode()) == value


def test_whole_characters_may_be_escaped():
    assert parse_json(rb'["\ud83d\ude00 \u00e9"]') == ["\U0001f600 \u00e9"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_json_cannot_hold_is_not_written(value):
    with pytest.raises(ValueError):  # noqa: PT011
        json_bytes([value])


def test_keys_are_counted_without_reading():
    assert keys_in(b'{"a":1,"b":{"c":"d"}}') == 3
