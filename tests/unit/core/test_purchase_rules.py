"""A purchase is queued only when every field can be used (product F19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.accounts import Account
from app.core.errors import FormError
from app.core.postings import (
    LONGEST_TEXT,
    PostingKind,
    Purchase,
    PurchaseDraft,
    category_choices,
    read_purchase,
    source_choices,
)

TODAY = date(2026, 6, 18)


def account(id: str, kind: str, code: str, **fields) -> Account:  # noqa: A002 - the record's own word
    return Account(key=1, id=id, code=code, name=id.title(), type=kind, **fields)


CHART = [
    account("loan", "liability", "2000"),
    account("checking", "asset", "1100", bank_account_id="bank-1"),
    account("inventory", "asset", "1000"),
    account("sales", "revenue", "4000"),
    account("software", "expense", "6400"),
    account("rent", "expense", "6100"),
    account("closed", "expense", "6900", is_active=False),
    account("old", "asset", "1900", is_active=False),
]
GOOD = PurchaseDraft(
    company_id="c1",
    source_account_id="bank-1",
    category_account_id="software",
    date="2026-06-17",
    amount="129.95",
    description=" Figma ",
    reference="INV-1",
)


def wrong_fields(draft: PurchaseDraft) -> dict[str, str]:
    with pytest.raises(FormError) as caught:
        read_purchase(draft, CHART, TODAY)
    return caught.value.fields


def test_a_good_draft_becomes_a_purchase_word_for_word():
    assert read_purchase(GOOD, CHART, TODAY) == Purchase(
        company_id="c1",
        source_account_id="bank-1",
        category_account_id="software",
        date=date(2026, 6, 17),
        amount_cents=12995,
        description="Figma",
        reference="INV-1",
    )
    assert Purchase.kind is PostingKind.PURCHASE


def test_a_register_may_be_named_by_its_chart_account():
    draft = replace(GOOD, source_account_id="checking")
    assert read_purchase(draft, CHART, TODAY).source_account_id == "checking"


def test_an_empty_form_asks_for_everything_in_the_forms_order():
    fields = wrong_fields(PurchaseDraft(company_id="c1"))
    assert list(fields) == ["source_account_id", "category_account_id", "date", "amount"]
    assert fields["source_account_id"] == "Choose the account the money came from."
    assert fields["category_account_id"] == "Choose the account it is booked to."
    assert fields["date"] == "Enter the date of the purchase."
    assert fields["amount"] == "Enter the amount that was paid."


@pytest.mark.parametrize("source", ["sales", "software", "old", "elsewhere"])
def test_money_comes_only_from_an_active_balance_sheet_account(source):
    fields = wrong_fields(replace(GOOD, source_account_id=source))
    assert fields == {
        "source_account_id": "That account cannot be used here; choose the account the money came from."
    }


@pytest.mark.parametrize("category", ["closed", "bank-1", "elsewhere"])
def test_a_purchase_is_booked_only_to_an_active_account_of_the_chart(category):
    assert list(wrong_fields(replace(GOOD, category_account_id=category))) == ["category_account_id"]


@pytest.mark.parametrize("source", ["bank-1", "checking"])
def test_money_cannot_be_booked_to_the_account_it_came_from(source):
    fields = wrong_fields(replace(GOOD, source_account_id=source, category_account_id="checking"))
    assert "money cannot be booked to the account it came from" in fields["category_account_id"]


def test_a_purchase_may_be_dated_today_but_not_later():
    assert read_purchase(replace(GOOD, date="2026-06-18"), CHART, TODAY).date == TODAY
    assert "lies in the future" in wrong_fields(replace(GOOD, date="2026-06-19"))["date"]


@pytest.mark.parametrize("text", ["2026-02-30", "yesterday", "2026-W25-3"])
def test_a_date_that_is_none_is_told_beside_the_date(text):
    assert "is not a date" in wrong_fields(replace(GOOD, date=text))["date"]


@pytest.mark.parametrize("text", ["0", "0.00", "-5", "(5)"])
def test_an_amount_is_more_than_zero(text):
    assert "must be more than zero" in wrong_fields(replace(GOOD, amount=text))["amount"]


def test_an_amount_that_is_none_is_told_beside_the_amount():
    assert "is not an amount" in wrong_fields(replace(GOOD, amount="12,9"))["amount"]


def test_texts_have_a_longest_length():
    fields = wrong_fields(replace(GOOD, description="x" * (LONGEST_TEXT + 1), reference="y" * 501))
    assert list(fields) == ["description", "reference"]
    assert read_purchase(replace(GOOD, description="x" * LONGEST_TEXT), CHART, TODAY)


def test_half_a_character_is_told_beside_its_field():
    assert list(wrong_fields(replace(GOOD, description="caf\ud800"))) == ["description"]


def test_sources_offer_registers_first_under_the_id_they_are_posted_with():
    assert [choice.posting_id for choice in source_choices(CHART)] == ["bank-1", "inventory", "loan"]


def test_categories_offer_expenses_first():
    ids = [choice.posting_id for choice in category_choices(CHART)]
    assert ids == ["rent", "software", "inventory", "checking", "loan", "sales"]


words = st.text(max_size=12)


@given(st.builds(PurchaseDraft, company_id=words, source_account_id=words, date=words, amount=words))
def test_whatever_is_typed_gives_a_purchase_or_a_sentence_for_every_wrong_field(draft):
    fields = wrong_fields(draft)
    assert all(sentence.endswith((".", "!")) for sentence in fields.values())
