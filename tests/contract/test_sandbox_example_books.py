"""The example books agree to the cent with what beancount computed from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.practice_ledger import PracticeLedger

EXPECTED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "example.expected.json").read_text("utf-8")
)
TABLES = {
    "account": "accounts",
    "bank_account": "bank_accounts",
    "journal_entry": "journal_entries",
    "bank_transaction": "bank_transactions",
    "reconciliation": "reconciliations",
}


def test_all_three_companies_are_expected() -> None:
    assert [len(each["trialBalance"]) for each in EXPECTED] == [3, 3, 3]


@pytest.mark.parametrize(
    ("company", "as_of"), [(each["companyId"], day) for each in EXPECTED for day in each["trialBalance"]]
)
def test_trial_balance(company: str, as_of: str, example_ledger: PracticeLedger) -> None:
    (books,) = (each for each in EXPECTED if each["companyId"] == company)
    expected = {
        account: row["debitMinusCreditCents"] for account, row in books["trialBalance"][as_of].items()
    }
    report = example_ledger.read(company, "reports/trial-balance", asOf=as_of)["data"]
    computed = {row["accountId"]: row["debitBalance"] - row["creditBalance"] for row in report["accounts"]}
    assert {account: cents for account, cents in computed.items() if cents} == {
        account: cents for account, cents in expected.items() if cents
    }
    assert report["totalDebit"] == report["totalCredit"]


@pytest.mark.parametrize(
    ("company", "span"), [(each["companyId"], span) for each in EXPECTED for span in each["profitAndLoss"]]
)
def test_profit_and_loss(company: str, span: str, example_ledger: PracticeLedger) -> None:
    (books,) = (each for each in EXPECTED if each["companyId"] == company)
    start, end = span.split("..")
    report = example_ledger.read(company, "reports/profit-and-loss", startDate=start, endDate=end)["data"]
    assert {name: report[name] for name in books["profitAndLoss"][span]} == books["profitAndLoss"][span]


@pytest.mark.parametrize("books", EXPECTED, ids=lambda each: each["companyId"])
def test_nothing_was_lost_in_loading(books: dict[str, Any], example_ledger: PracticeLedger) -> None:
    sql = "SELECT count(*) FROM {} JOIN companies USING (company_key) WHERE companies.id = ?"
    for kind, table in TABLES.items():
        ((count,),) = example_ledger.rows(sql.format(table), books["companyId"])
        assert count == books["counts"][kind]


@pytest.mark.parametrize("books", EXPECTED, ids=lambda each: each["companyId"])
def test_balance_sheet_holds(books: dict[str, Any], example_ledger: PracticeLedger) -> None:
    for day in books["trialBalance"]:
        sheet = example_ledger.read(books["companyId"], "reports/balance-sheet", asOf=day)["data"]
        assert sheet["assets"]["total"] == sheet["liabilities"]["total"] + sheet["equity"]["total"]


def test_every_line_is_served_once(example_ledger: PracticeLedger) -> None:
    company = EXPECTED[2]["companyId"]
    lines = example_ledger.every_row(company, "journal-lines", limit=250)
    sql = "SELECT count(*) FROM journal_lines JOIN companies USING (company_key) WHERE companies.id = ?"
    assert len({line["id"] for line in lines}) == len(lines) == example_ledger.rows(sql, company)[0][0]
    assert sum(line["debitCents"] - line["creditCents"] for line in lines) == 0
