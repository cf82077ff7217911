"""The server's trial balance is read tolerantly and written in the documented shape (contract 2.2)."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.reports import parse_trial_balance, trial_balance_json
from app.core.errors import UnreadableError
from app.core.statements import TrialBalance, TrialBalanceRow

DAY = date(2026, 6, 30)
ROW = {"accountId": "a", "accountCode": "1100", "accountName": "Checking", "type": "asset"}
rows = st.builds(
    TrialBalanceRow,
    account_id=st.text("abc", min_size=1),
    account_code=st.text("123"),
    account_name=st.text("xyz"),
    type=st.sampled_from(["asset", "liability", "other"]),
    balance_cents=st.integers(-(10**12), 10**12),
)


def balance_of(**fields: object) -> int:
    body = json.dumps({"data": {"accounts": [{**ROW, **fields}]}}).encode()
    return parse_trial_balance(body, DAY).rows[0].balance_cents


@given(st.lists(rows, max_size=5))
def test_what_is_written_is_read_back(listed):
    report = TrialBalance(as_of=DAY, rows=tuple(listed))
    assert parse_trial_balance(json.dumps(trial_balance_json(report)).encode(), DAY) == report


@pytest.mark.parametrize(
    ("fields", "cents"),
    [
        ({"debitBalance": 500, "creditBalance": 0, "balance": -500}, 500),
        ({"debit": None, "credit": 700}, -700),
        ({"debitBalance": 500}, 500),
        ({"balance": "-12.50"}, -1250),
        ({"balanceCents": 9}, 9),
        ({}, 0),
    ],
)
def test_two_sides_are_believed_before_a_signed_balance(fields, cents):
    assert balance_of(**fields) == cents


def test_an_account_without_words_is_still_counted():
    report = parse_trial_balance(b'{"accounts":[{"id":"a","balance":5}]}', DAY)
    assert report.rows == (
        TrialBalanceRow(account_id="a", account_code="", account_name="", type="", balance_cents=5),
    )


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b'{"data":{"accounts":[{"accountId":"a","balance":1.5}]}}', "accounts.0.balance"),
        (b'{"data":{"accounts":null}}', "accounts"),
        (b'{"data":{"asOf":"2026-06-30"}}', "accounts"),
    ],
)
def test_a_report_that_is_wrong_anywhere_is_refused_by_the_fields_name(body, where):
    with pytest.raises(UnreadableError, match=rf"\({where}"):
        parse_trial_balance(body, DAY)


def test_debits_and_credits_are_totalled_in_the_documented_fields():
    report = TrialBalance(
        as_of=DAY,
        rows=(
            TrialBalanceRow(
                account_id="a", account_code="", account_name="", type="asset", balance_cents=12995
            ),
            TrialBalanceRow(
                account_id="b", account_code="", account_name="", type="equity", balance_cents=-12995
            ),
        ),
    )
    written = trial_balance_json(report)["data"]
    assert (written["asOf"], written["totalDebit"], written["totalCredit"]) == ("2026-06-30", 12995, 12995)
    assert written["accounts"][1]["creditBalance"] == 12995
