"""The trial balance from either side, and the accounts behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest

from tests import small_firm as firm
from tests.practice_ledger import PracticeLedger
from tests.pull_rig import PullRig, pulling

SUMMIT = "Summit Ridge Design LLC"


@pytest.fixture
async def rig(still_ledger: PracticeLedger, tmp_path) -> AsyncIterator[PullRig]:
    async with pulling(still_ledger.base_url, still_ledger.access_token(), tmp_path / "mirror.db") as rig:
        await rig.sync()
        yield rig


async def balances(rig: PullRig, day: date) -> dict[str, int]:
    balance = await rig.statements.mirror_trial_balance(await rig.company(SUMMIT), day)
    return {row.account_id: row.balance_cents for row in balance.rows}


@pytest.mark.parametrize(
    ("day", "sales", "rents", "software"),
    [
        (date(2025, 1, 1), 0, 1, 0),
        (date(2025, 1, 9), 0, 1, 1),
        (date(2025, 1, 10), 1, 1, 1),
        (date(2025, 12, 31), 12, 12, 12),
        (date(2026, 6, 4), 17, 18, 17),
        (date(2099, 12, 31), 18, 18, 18),
    ],
)
async def test_every_day_counts_its_own_lines(rig, day, sales, rents, software):
    found = await balances(rig, day)
    assert found.get(firm.SALES, 0) == -sales * firm.SALE_CENTS
    assert found[firm.RENT] == rents * firm.RENT_CENTS
    assert found.get(firm.SOFTWARE, 0) == software * firm.SOFTWARE_CENTS


async def test_drafts_and_voided_entries_are_not_in_the_balance(rig):
    assert (await balances(rig, date(2026, 6, 30)))[firm.RENT] == 18 * firm.RENT_CENTS
    statuses = "SELECT count(DISTINCT entry_status) FROM journal_line"
    assert await rig.count(statuses) == 3


@pytest.mark.parametrize("day", [date(2025, 1, 9), date(2025, 6, 30), date(2026, 6, 20), date(2024, 1, 1)])
async def test_both_sources_agree_on_every_day(rig, day):
    company = await rig.company(SUMMIT)
    mirror = await rig.statements.mirror_trial_balance(company, day)
    server = await rig.statements.ledger_trial_balance(company, day)
    assert mirror.as_of == server.as_of == day
    assert {r for r in mirror.rows if r.balance_cents} == {r for r in server.rows if r.balance_cents}


async def test_rows_come_in_the_order_of_the_chart(rig):
    balance = await rig.statements.mirror_trial_balance(await rig.company(SUMMIT), date(2026, 6, 30))
    codes = [row.account_code for row in balance.rows]
    assert codes == sorted(codes)
