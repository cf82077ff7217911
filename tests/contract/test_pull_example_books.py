"""The example books, pulled from the practice ledger: complete, tied, and what beancount computes, to the cent."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.core.periods import month_ends
from app.core.sync import RESOURCES, Health
from tests.practice_ledger import PracticeLedger
from tests.pull_rig import PullRig, pulling

EXPECTED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "example.expected.json").read_text()
)
DAYS = [(books["companyId"], day) for books in EXPECTED for day in books["trialBalance"]]
SINGULAR = {"accounts": "account", "bank_accounts": "bank_account", "reconciliations": "reconciliation"} | {
    "bank_transactions": "bank_transaction",
    "journal_entries": "journal_entry",
}


@pytest.fixture(scope="module")
def mirror_file(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("example") / "mirror.db"


@pytest.fixture
async def rig(example_ledger: PracticeLedger, mirror_file: Path) -> AsyncIterator[PullRig]:
    """A mirror of the example books; pulled once, opened again for every test."""
    async with pulling(example_ledger.base_url, example_ledger.access_token(), mirror_file) as rig:
        if not await rig.books.list_companies():
            await rig.sync()
        yield rig


async def test_every_company_is_complete_and_tied(rig):
    outcomes = await rig.sync()
    assert len(outcomes) == 3
    assert all(o.complete and o.tied and o.error is None and o.differences == () for o in outcomes.values())
    assert {health.health for health in await rig.books.list_health()} == {Health.TIED}


@pytest.mark.parametrize("books", EXPECTED, ids=lambda books: books["companyId"])
async def test_the_mirror_holds_every_record_once(rig, books):
    (outcome,) = (o for o in (await rig.sync()).values() if o.company_id == books["companyId"])
    assert set(outcome.rows) == set(RESOURCES)
    for resource, kind in SINGULAR.items():
        assert outcome.rows[resource] == books["counts"][kind], resource


@pytest.mark.parametrize(("company_id", "day"), DAYS)
async def test_the_mirrors_trial_balance_is_the_expected_one(rig, company_id, day):
    (books,) = (books for books in EXPECTED if books["companyId"] == company_id)
    expected = {account: row["debitMinusCreditCents"] for account, row in books["trialBalance"][day].items()}
    balance = await rig.statements.mirror_trial_balance(
        await rig.company(company_id), date.fromisoformat(day)
    )
    computed = {row.account_id: row.balance_cents for row in balance.rows}
    assert {account: cents for account, cents in computed.items() if cents} == {
        account: cents for account, cents in expected.items() if cents
    }
    assert balance.total_debit_cents == balance.total_credit_cents


@pytest.mark.parametrize(("company_id", "day"), DAYS)
async def test_both_sources_state_the_same_trial_balance(rig, company_id, day):
    company, as_of = await rig.company(company_id), date.fromisoformat(day)
    mirror = await rig.statements.mirror_trial_balance(company, as_of)
    server = await rig.statements.ledger_trial_balance(company, as_of)
    assert {row for row in mirror.rows if row.balance_cents} == {
        row for row in server.rows if row.balance_cents
    }


async def test_every_company_ties_at_every_month_end_of_two_years(rig):
    for company in await rig.books.list_companies():
        assert (await rig.tie_out.prove(company, month_ends(date(2026, 10, 31), 24))).tied


async def test_account_balances_are_those_of_the_trial_balance(rig):
    (company, *_) = await rig.books.list_companies()
    for as_of in (date(2026, 3, 31), date(2026, 2, 14), date(2020, 1, 1)):
        balance = await rig.statements.mirror_trial_balance(company, as_of)
        accounts = await rig.books.list_accounts(company.key, as_of)
        assert {a.id: a.balance_cents for a in accounts if a.balance_cents} == {
            row.account_id: row.balance_cents for row in balance.rows if row.balance_cents
        }


async def test_nothing_new_writes_no_row(rig):
    await rig.sync()
    rig.changes.clear()
    before = await rig.count("SELECT max(key) FROM identity")
    await rig.sync()
    assert (
        await rig.count(
            "SELECT sum(rows_written) FROM sync_run WHERE key > (SELECT max(key) - 3 FROM sync_run)"
        )
        == 0
    )
    assert await rig.count("SELECT max(key) FROM identity") == before


async def test_a_line_takes_less_than_300_bytes_of_the_file(rig):
    pages = await rig.count("SELECT page_count FROM pragma_page_count()")
    lines = await rig.count("SELECT count(*) FROM journal_line")
    assert pages * 4096 / lines < 300


async def test_nothing_readable_lies_in_the_file(rig, mirror_file):
    """F11."""
    assert await rig.count("SELECT count(*) FROM company WHERE name LIKE 'Brightwater%'") == 1
    for path in mirror_file.parent.glob("mirror.db*"):
        assert b"Brightwater" not in path.read_bytes()
