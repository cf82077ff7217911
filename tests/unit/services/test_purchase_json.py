"""A purchase from a file: exact about every field, and as strict as the form (product F19)."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.postings import PurchaseBody
from app.core.errors import FormError, InputError
from app.core.money import LARGEST_CENTS
from app.core.postings import Purchase
from app.services.purchase_json import purchase_from_json
from tests.unit.contract.hostile import HOSTILE
from tests.unit.core.test_purchase_rules import CHART, TODAY

GOOD = {
    "sourceAccountId": "bank-1",
    "date": "2026-06-17",
    "amountCents": 12995,
    "categoryAccountId": "software",
    "description": "Figma",
    "reference": "INV-1",
}


def read(written: object) -> Purchase:
    return purchase_from_json(json.dumps(written).encode(), "c1", CHART, TODAY)


def wrong_fields(written: object) -> dict[str, str]:
    with pytest.raises(FormError) as caught:
        read(written)
    return caught.value.fields


def test_a_purchase_is_read_word_for_word():
    assert read(GOOD) == Purchase(
        company_id="c1",
        source_account_id="bank-1",
        category_account_id="software",
        date=date(2026, 6, 17),
        amount_cents=12995,
        description="Figma",
        reference="INV-1",
    )


def test_texts_may_be_left_out_or_null():
    written = {**GOOD, "description": None}
    del written["reference"]
    assert (read(written).description, read(written).reference) == ("", "")


@pytest.mark.parametrize("name", ["sourceAccountId", "date", "amountCents", "categoryAccountId"])
@pytest.mark.parametrize("null", [True, False])
def test_a_missing_field_is_named_once(name, null):
    written = {**GOOD, name: None} if null else {key: value for key, value in GOOD.items() if key != name}
    assert wrong_fields(written) == {name: f"{name} is missing."}


def test_an_unknown_field_is_named():
    assert wrong_fields({**GOOD, "amount": 5}) == {"amount": "amount is not a field of a purchase."}


def test_everything_wrong_is_told_at_once():
    fields = wrong_fields({"amountCents": "12995", "date": "2026-06-31", "categoryAccountId": 7, "memo": ""})
    assert set(fields) == {"memo", "sourceAccountId", "categoryAccountId", "date", "amountCents"}
    assert all(name in sentence for name, sentence in fields.items())


@pytest.mark.parametrize("amount", [0, -1, True, 1.0, 12995.0, "12995", "129.95", [], LARGEST_CENTS + 1])
def test_an_amount_is_a_whole_number_of_cents_above_zero(amount):
    fields = wrong_fields({**GOOD, "amountCents": amount})
    assert list(fields) == ["amountCents"]
    assert "whole number of cents above zero" in fields["amountCents"]


@given(st.integers(1, LARGEST_CENTS))
def test_every_amount_is_read_to_the_cent(amount):
    assert read({**GOOD, "amountCents": amount}).amount_cents == amount


def test_the_forms_rules_hold_under_the_files_names():
    fields = wrong_fields({**GOOD, "sourceAccountId": "software", "date": "2026-06-19"})
    assert list(fields) == ["sourceAccountId", "date"]
    assert fields["date"].startswith("date: The date lies in the future")


@pytest.mark.parametrize("body", [b"[]", b"7", b"null", b'"text"', *HOSTILE])
def test_what_is_no_json_object_is_told(body):
    with pytest.raises(InputError, match="holds no JSON object"):
        purchase_from_json(body, "c1", CHART, TODAY)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_what_was_read_is_what_would_be_sent(description):
    purchase = read({**GOOD, "description": description})
    body = PurchaseBody.model_validate({**GOOD, "description": purchase.description})
    assert json.loads(body.to_bytes()) == {**GOOD, "description": description.strip()}
