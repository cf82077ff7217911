"""What was posted from here arrives in the mirror once, whenever it is pulled (reliability E12)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from app.core.banking import BankQuery
from tests import small_firm as firm
from tests.practice_ledger import PracticeLedger
from tests.pull_rig import TODAY, PullRig, pulling

PURCHASE = {
    "sourceAccountId": firm.CHECKING_BANK,
    "categoryAccountId": firm.SOFTWARE,
    "date": "2026-06-17",
    "amountCents": 12995,
    "description": "Figma seats",
}


@pytest.fixture
async def rig(ledger: PracticeLedger, tmp_path) -> AsyncIterator[PullRig]:
    async with pulling(ledger.base_url, ledger.access_token(), tmp_path / "mirror.db") as rig:
        await rig.sync()
        yield rig


async def test_a_posting_is_on_screen_after_one_refresh_of_its_company_and_only_once(rig, ledger):
    company = await rig.company(firm.SUMMIT)
    for _ in range(2):
        receipt = ledger.post(firm.SUMMIT, "purchases", PURCHASE, key="one-key").json()["data"]
    for _ in range(2):
        await rig.pull.refresh_company(firm.SUMMIT)
    keys = await rig.books.bank_row_keys(BankQuery(company=company.key, text="figma 129.95"))
    (row,) = (await rig.books.bank_rows(keys)).values()
    assert (row.amount_cents, row.source_type) == (-12995, "purchase")
    assert "Software" in row.account_title
    assert await rig.books.find_entry_number(company.key, receipt["journalEntryId"])


async def test_the_mirror_ties_with_the_posting_in_it(rig, ledger):
    ledger.post(firm.SUMMIT, "purchases", PURCHASE)
    (outcome,) = (await rig.sync("Summit")).values()
    assert outcome.tied
    balance = await rig.statements.mirror_trial_balance(await rig.company(firm.SUMMIT), TODAY)
    spent = {row.account_id: row.balance_cents for row in balance.rows}[firm.SOFTWARE]
    assert spent == firm.MONTHS * firm.SOFTWARE_CENTS + 12995
