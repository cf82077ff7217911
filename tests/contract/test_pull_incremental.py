"""What changes in the ledger arrives in the mirror, whatever the clocks say (reliability E01 to E03, 5)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from app.contract.endpoints import Resource
from app.core.changes import Changed
from app.core.clock import SystemClock
from tests.paged_ledger import NOON, PagedLedger, put_entry, with_books
from tests.pull_rig import TODAY, PullRig, rig_of

LINES = "SELECT count(*) FROM journal_line"


class SkewedClock(SystemClock):
    """A computer whose clock is a day off."""

    def __init__(self, **by: float) -> None:
        super().__init__(TODAY)
        self._by = timedelta(**by)

    def now(self) -> datetime:
        return super().now() + self._by


@pytest.fixture
def ledger() -> PagedLedger:
    return with_books(5)


@pytest.fixture
async def rig(ledger: PagedLedger, tmp_path) -> AsyncIterator[PullRig]:
    async with rig_of(ledger, tmp_path / "mirror.db") as rig:
        yield rig


def asked(ledger: PagedLedger, resource: Resource) -> list[datetime | None]:
    return [since for served, _, since in ledger.served if served is resource]


async def test_the_next_pass_asks_from_the_servers_clock_less_five_minutes(rig, ledger):
    """E02: not from the newest `updatedAt` that was seen, and not from this computer's clock."""
    await rig.sync()
    ledger.served.clear()
    await rig.sync()
    assert set(asked(ledger, Resource.JOURNAL_LINES)) == {NOON - timedelta(minutes=5)}


@pytest.mark.parametrize("days", [-1, 1])
async def test_a_wrong_clock_on_this_computer_changes_nothing(ledger, tmp_path, days):
    """E02."""
    async with rig_of(ledger, tmp_path / "mirror.db", SkewedClock(days=days)) as rig:
        await rig.sync()
        ledger.served.clear()
        await rig.sync()
    assert set(asked(ledger, Resource.JOURNAL_LINES)) == {NOON - timedelta(minutes=5)}


async def test_without_a_server_clock_the_next_pass_reaches_a_day_back(ledger, tmp_path):
    """E02."""
    ledger.now = None
    clock = SystemClock(TODAY)
    async with rig_of(ledger, tmp_path / "mirror.db", clock) as rig:
        await rig.sync()
        ledger.served.clear()
        await rig.sync()
    (since,) = set(asked(ledger, Resource.ACCOUNTS))
    assert since is not None
    assert timedelta(days=1, minutes=4) < clock.now() - since < timedelta(days=1, minutes=6)


async def test_rows_that_arrive_between_pages_are_never_missed(rig, ledger):
    """E02: before and after the cursor, new and changed, while the pass runs."""

    def meanwhile(resource: Resource, cursor: str | None) -> None:
        if resource is Resource.JOURNAL_LINES and cursor:
            ledger.on_page = lambda _resource, _cursor: None
            put_entry(ledger, 0, cents=777)
            put_entry(ledger, 99)

    ledger.on_page = meanwhile
    await rig.sync()
    (outcome,) = (await rig.sync()).values()
    assert outcome.tied
    assert await rig.count(LINES) == 12
    assert await rig.count("SELECT sum(debit_cents) FROM journal_line") == 4 * 100 + 777 + 100


async def test_rows_committed_late_with_an_older_stamp_are_caught_by_the_overlap(rig, ledger):
    """E03: four minutes between stamp and commit."""
    await rig.sync()
    ledger.now = NOON - timedelta(minutes=4)
    put_entry(ledger, 50)
    ledger.now = NOON + timedelta(minutes=1)
    (outcome,) = (await rig.sync()).values()
    assert outcome.tied
    assert await rig.count(LINES) == 12


async def test_a_page_of_unchanged_rows_is_normal_and_writes_nothing(rig, ledger):
    """E03: equal stamps come again and again."""
    for number in range(5):
        put_entry(ledger, number)
    await rig.sync()
    await rig.sync()
    runs = await rig.count("SELECT group_concat(rows_written) = '17,0' FROM sync_run")
    assert runs == 1


async def test_a_full_sync_reads_everything_again(rig, ledger):
    await rig.sync()
    ledger.served.clear()
    await rig.sync(full=True)
    assert set(asked(ledger, Resource.JOURNAL_LINES)) == {None}
    assert await rig.count(LINES) == 10


async def test_one_company_is_refreshed_without_listing_the_firm(rig, ledger):
    await rig.sync()
    ledger.names = []
    put_entry(ledger, 7)
    ledger.names = ["c1"]
    await rig.pull.refresh_company("c1")
    assert await rig.count(LINES) == 12
    await rig.pull.refresh_company("nobody")


async def test_screens_are_told_what_changed_and_only_that(rig, ledger):
    await rig.sync()
    rig.changes.clear()
    put_entry(ledger, 8)
    await rig.sync()
    told = Changed.NOTHING
    for change in rig.changes:
        told |= change.what
    assert told == Changed.JOURNAL | Changed.BANK | Changed.ACCOUNTS | Changed.TIE_OUT


async def test_progress_counts_rows_and_lists(rig):
    seen = []
    await rig.pull.refresh_companies(on_progress=seen.append)
    assert [progress.rows for progress in seen] == sorted(progress.rows for progress in seen)
    assert seen[-1].rows == 2 + 5 + 10
    assert {progress.done_resources for progress in seen} == {0, 1, 2, 3, 4, 5}


async def test_two_refreshes_at_once_take_turns(rig, ledger):
    await asyncio.gather(rig.sync(), rig.sync())
    assert await rig.count(LINES) == 10
    assert await rig.count("SELECT count(*) FROM pass") == 0
