"""Trial balances foot, and two of them are compared account by account (check A1)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.core.statements import TieOut, TrialBalance, TrialBalanceRow, compare_trial_balances

DAY = date(2026, 6, 30)
balances = st.dictionaries(st.sampled_from("abcdef"), st.integers(-(10**9), 10**9))


def balance(by_account: dict[str, int]) -> TrialBalance:
    rows = tuple(
        TrialBalanceRow(
            account_id=account,
            account_code=account * 4,
            account_name="Name",
            type="asset",
            balance_cents=cents,
        )
        for account, cents in by_account.items()
    )
    return TrialBalance(as_of=DAY, rows=rows)


@given(balances)
def test_debits_less_credits_are_the_sum_of_the_balances(by_account):
    report = balance(by_account)
    assert report.total_debit_cents - report.total_credit_cents == sum(by_account.values())
    assert min(report.total_debit_cents, report.total_credit_cents) >= 0


@given(balances)
def test_a_mirror_ties_with_itself(by_account):
    assert compare_trial_balances(balance(by_account), balance(by_account)) == []


@given(balances, balances)
def test_every_account_that_differs_is_named_from_either_side(ours, theirs):
    differences = compare_trial_balances(balance(ours), balance(theirs))
    expected = {a for a in ours | theirs if ours.get(a, 0) != theirs.get(a, 0)}
    assert {difference.account_id for difference in differences} == expected


@given(balances, balances)
def test_the_differences_explain_the_whole_gap(ours, theirs):
    differences = compare_trial_balances(balance(ours), balance(theirs))
    gap = sum(difference.mirror_cents - difference.server_cents for difference in differences)
    assert gap == sum(ours.values()) - sum(theirs.values())


def test_a_difference_carries_the_account_and_both_figures():
    (difference,) = compare_trial_balances(balance({}), balance({"a": 12995}))
    assert (difference.account_name, difference.as_of) == ("aaaa Name", DAY)
    assert (difference.mirror_cents, difference.server_cents) == (0, 12995)


def test_a_proof_without_differences_is_tied():
    proven_at = datetime(2026, 6, 30, 14, 2, tzinfo=UTC)
    differences = tuple(compare_trial_balances(balance({"a": 1}), balance({})))
    assert TieOut(as_of=(DAY,), proven_at=proven_at).tied
    assert not TieOut(as_of=(DAY,), proven_at=proven_at, differences=differences).tied
