"""What is posted is exactly the documented JSON, and only a whole receipt answers it (contract 2.3, D06, M27)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.contract.endpoints import PostRoute
from app.contract.postings import BODY_OF, JournalEntryBody, PurchaseBody, is_idempotency_key, parse_receipt
from app.core.errors import UnreadableError
from app.core.money import LARGEST_CENTS
from tests.unit.contract.hostile import HOSTILE

PURCHASE = {
    "sourceAccountId": "bank-1",
    "date": "2026-06-17",
    "amountCents": 12995,
    "categoryAccountId": "acc-1",
    "description": "Figma",
    "reference": "INV-1",
}
RECEIPT = {
    "id": "p1",
    "resourceType": "purchase",
    "status": "posted",
    "journalEntryId": "j1",
    "bankTransactionIds": ["t1"],
    "affectedAccountIds": ["a1", "a2"],
    "idempotentReplay": False,
    "createdAt": "2026-06-17T12:00:00.000Z",
}


def receipt_bytes(**changes: object) -> bytes:
    return json.dumps({"data": {**RECEIPT, **changes}}).encode()


def test_a_purchase_is_written_in_the_documented_words_and_order():
    assert (
        PurchaseBody.model_validate(PURCHASE).to_bytes()
        == json.dumps(PURCHASE, separators=(",", ":")).encode()
    )


def test_empty_texts_are_written_as_given():
    body = PurchaseBody.model_validate({**PURCHASE, "description": "", "reference": ""})
    assert json.loads(body.to_bytes()) == {**PURCHASE, "description": "", "reference": ""}


@given(st.integers(1, LARGEST_CENTS), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_bytes_read_back_are_written_as_the_same_bytes(amount_cents, description):
    body = PurchaseBody.model_validate({**PURCHASE, "amountCents": amount_cents, "description": description})
    assert PurchaseBody.model_validate_json(body.to_bytes()).to_bytes() == body.to_bytes()


@pytest.mark.parametrize("amount", [0, -1, True, 1.0, "100", None, LARGEST_CENTS + 1])
def test_an_amount_is_a_positive_integer(amount):
    with pytest.raises(ValidationError):
        PurchaseBody.model_validate({**PURCHASE, "amountCents": amount})


def test_a_journal_entry_is_written_with_both_sides_of_each_line():
    body = JournalEntryBody.model_validate(
        {
            "date": "2026-06-17",
            "lines": [{"accountId": "a", "debitCents": 5}, {"accountId": "b", "creditCents": 5}],
        }
    )
    assert json.loads(body.to_bytes())["lines"][1] == {
        "accountId": "b",
        "description": None,
        "debitCents": 0,
        "creditCents": 5,
    }


def test_every_posting_has_its_body():
    assert set(BODY_OF) == set(PostRoute)


def test_a_receipt_is_read_whole():
    receipt = parse_receipt(receipt_bytes(idempotentReplay=True), "purchase")
    assert (receipt.id, receipt.journal_entry_id) == ("p1", "j1")
    assert receipt.bank_transaction_ids == ("t1",)
    assert receipt.affected_account_ids == ("a1", "a2")
    assert receipt.idempotent_replay
    assert receipt.created_at == "2026-06-17T12:00:00.000Z"


def test_what_a_receipt_leaves_null_counts_as_nothing():
    silent = dict.fromkeys(
        ["journalEntryId", "bankTransactionIds", "affectedAccountIds", "idempotentReplay", "createdAt"]
    )
    receipt = parse_receipt(receipt_bytes(**silent), "purchase")
    assert (receipt.id, receipt.journal_entry_id, receipt.bank_transaction_ids) == ("p1", "", ())
    assert not receipt.idempotent_replay


@pytest.mark.parametrize(
    "changes",
    [
        {"resourceType": "deposit"},
        {"resourceType": None},
        {"status": "pending"},
        {"status": "POSTED "},
        {"status": None},
        {"id": ""},
        {"id": None},
        {"id": 7},
        {"bankTransactionIds": "t1"},
        {"idempotentReplay": "no"},
    ],
)
def test_a_receipt_of_another_kind_or_state_is_never_a_success(changes):
    with pytest.raises(UnreadableError, match="may or may not stand"):
        parse_receipt(receipt_bytes(**changes), "purchase")


@pytest.mark.parametrize("body", [b"{}", b'{"data":{}}', b'{"data":[]}', *HOSTILE])
def test_an_empty_garbled_or_gateways_answer_is_never_a_success(body):
    with pytest.raises(UnreadableError):
        parse_receipt(body, "purchase")


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=255))
def test_printable_ascii_may_travel_as_a_key(text):
    assert is_idempotency_key(text)


@pytest.mark.parametrize("text", ["", " a", "a ", "a\n", "\x7f", "\u00e9", "a" * 256, "a\tb"])
def test_what_a_header_would_change_is_no_key(text):
    assert not is_idempotency_key(text)


def test_a_key_may_hold_a_space_inside():
    assert is_idempotency_key("a b")
