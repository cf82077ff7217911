"""The small words of the core: accounts, bank rows, entries, companies, changes, what a pull says."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from app.core.accounts import Account, AccountType
from app.core.banking import BankAccount, BankTransaction, BankTransactionDetail
from app.core.changes import Change, Changed
from app.core.companies import Company, CompanyKey
from app.core.connection import ConnectionState, ConnectionStatus
from app.core.journal import JournalEntry, JournalLine
from app.core.keychain import Keychain
from app.core.sync import RESOURCES, CompanyHealth, Health, PullOutcome, PullProgress


def account(kind: str = "expense", **fields) -> Account:
    return Account(**{"key": 1, "id": "a", "code": "6400", "name": "Software", "type": kind, **fields})


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("asset", 500),
        ("expense", 500),
        ("liability", -500),
        ("equity", -500),
        ("revenue", -500),
        ("other", -500),
    ],
)
def test_a_balance_is_shown_positive_on_its_usual_side(kind, shown):
    assert account(kind, balance_cents=500).natural_cents == shown


def test_an_account_is_called_by_code_and_name():
    assert account().title == "6400 Software"
    assert account(code="").title == "Software"


def test_statements_print_assets_first_and_expenses_last():
    assert list(AccountType) == ["asset", "liability", "equity", "revenue", "expense"]


def test_a_record_cannot_be_changed_after_it_was_read():
    with pytest.raises(dataclasses.FrozenInstanceError):
        account().name = "Other"


def test_a_bank_row_stands_alone_until_something_is_known_of_it():
    row = BankTransaction(
        key=1, date=date(2026, 6, 17), description="FIGMA", amount_cents=-1500, status="unreconciled"
    )
    detail = BankTransactionDetail(row=row)
    assert (detail.entry, detail.reconciliation, detail.posted_here) == (None, "", False)
    assert BankAccount(
        key=1, id="b", name="Checking", account_type="checking", chart_account_key=None
    ).is_active


def test_an_entry_carries_its_lines():
    line = JournalLine(account_title="6400 Software", description="", debit_cents=1500, credit_cents=0)
    entry = JournalEntry(
        key=1, number="JE-1", date=date(2026, 6, 17), description="Figma", status="posted", lines=(line,)
    )
    assert entry.lines[0].debit_cents == 1500


def test_a_change_without_a_company_concerns_all_of_them():
    change = Change(what=Changed.BANK | Changed.OUTBOX)
    assert change.company is None
    assert Changed.OUTBOX in change.what
    assert Changed.JOURNAL not in change.what


def test_a_company_keeps_dollars_and_the_calendar_year_unless_told():
    company = Company(key=CompanyKey(7), id="c", name="Summit Ridge")
    assert (company.default_currency, company.fiscal_year_start_month) == ("USD", 1)


def test_entries_are_pulled_before_their_lines_and_accounts_before_all():
    assert RESOURCES[0] == "accounts"
    assert RESOURCES.index("journal_entries") < RESOURCES.index("journal_lines")


def test_a_pull_that_says_nothing_has_proven_nothing():
    key = CompanyKey(7)
    assert CompanyHealth(company=key, health=Health.NEVER_SYNCED).tied_at is None
    assert PullProgress(company=key, resource="accounts", rows=0).done_resources == 0
    outcome = PullOutcome(company=key, company_id="c", company_name="Summit Ridge", complete=False, tied=None)
    assert (outcome.rows, outcome.error) == ({}, None)


@pytest.mark.parametrize("status", ConnectionStatus)
def test_requests_can_be_made_while_there_is_a_session(status):
    state = ConnectionState(status=status, server="https://ledgerhq.pro")
    assert state.has_session is (status in {"signed_in", "offline"})


def test_a_keychain_is_whatever_reads_writes_and_deletes():
    assert {name for name in vars(Keychain) if not name.startswith("_")} == {"read", "write", "delete"}
