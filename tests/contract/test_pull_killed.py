"""kill -9 in the middle of a first pull: it goes on where it was and ends complete and equal (E04, E05, F04)."""

from __future__ import annotations

import asyncio
import signal

import pytest

from app.core.sync import Health
from tests.practice_ledger import PracticeLedger
from tests.pull_process import killed_pull
from tests.pull_rig import pulling

PAGES = "/companies/"
PAGES_OF_A_FIRST_PULL = 193
"""Of the example books, the trial balances included."""
MONTH_TOTALS_OUT_OF_STEP = """
    SELECT count(*) FROM month_total AS total WHERE (debit_cents, credit_cents) IS NOT
    (SELECT sum(debit_cents), sum(credit_cents) FROM journal_line
     WHERE account = total.account AND day / 100 = total.month AND entry_status = 'posted')
"""


@pytest.mark.parametrize("crash_at", ["page_taken:70", "before_pages:9", "between_pages_and_cursor:22"])
async def test_a_killed_pull_goes_on_where_it_was(example_ledger: PracticeLedger, tmp_path, crash_at):
    url, token, mirror = example_ledger.base_url, example_ledger.access_token(), tmp_path / "mirror.db"
    before = len(example_ledger.requests(PAGES))
    assert await asyncio.to_thread(killed_pull, url, token, mirror, crash_at) == -signal.SIGKILL
    async with pulling(url, token, mirror) as rig:
        stamps = {health.health for health in await rig.books.list_health()}
        assert await rig.count(MONTH_TOTALS_OUT_OF_STEP) == 0
        outcomes = await rig.sync()
        lines = await rig.count("SELECT count(*) FROM journal_line")
    assert stamps != {Health.TIED}
    assert all(outcome.complete and outcome.tied for outcome in outcomes.values())
    assert lines == example_ledger.count("journal_lines")
    assert len(example_ledger.requests(PAGES)) - before < 1.3 * PAGES_OF_A_FIRST_PULL
