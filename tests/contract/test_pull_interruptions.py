"""A pull that is stopped goes on where it was, and never skips a row (reliability E01, E04 to E07, E11)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from app.contract.endpoints import Resource
from app.core.companies import CompanyKey
from app.core.errors import (
    AccessDeniedError,
    BusyError,
    InputError,
    MissingScopeError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    StorageError,
    UnreadableError,
)
from app.core.sync import Health
from tests.paged_ledger import PagedLedger, put_entry, with_books
from tests.pull_rig import PullRig, rig_of

ENTRIES = "SELECT count(*) FROM journal_entry"


@pytest.fixture
def ledger() -> PagedLedger:
    return with_books(9)


@pytest.fixture
async def rig(ledger: PagedLedger, tmp_path) -> AsyncIterator[PullRig]:
    async with rig_of(ledger, tmp_path / "mirror.db") as rig:
        yield rig


def failing(ledger: PagedLedger, error: Exception, at: Resource, cursor: str | None = None, times: int = 1):
    """Let the page at this cursor fail so often, then never again."""
    left = [times]

    def fail(resource: Resource, asked: str | None) -> None:
        if resource is at and asked == cursor and left[0]:
            left[0] -= 1
            raise error

    ledger.on_page = fail


async def stamp(rig: PullRig) -> tuple[Health, str]:
    (health,) = await rig.books.list_health()
    return health.health, health.problem


async def test_what_came_before_a_failure_is_kept_and_not_read_again(rig, ledger):
    """E04, E05: the rows and the cursor they lead to are stored together."""
    failing(ledger, UnreadableError("The answer is cut short."), Resource.JOURNAL_ENTRIES, "opaque:e003")
    (outcome,) = (await rig.sync()).values()
    assert (outcome.complete, outcome.tied, outcome.error) == (False, None, "The answer is cut short.")
    assert await stamp(rig) == (Health.INCOMPLETE, "The answer is cut short.")
    assert await rig.count(ENTRIES) == 4
    ledger.served.clear()
    (outcome,) = (await rig.sync()).values()
    cursors = [cursor for resource, cursor, _ in ledger.served if resource is Resource.JOURNAL_ENTRIES]
    assert cursors == ["opaque:e003", "opaque:e005", "opaque:e007"]
    assert (outcome.complete, outcome.tied) == (True, True)
    assert await stamp(rig) == (Health.TIED, "")


async def test_a_refused_cursor_restarts_the_pass_from_the_watermark(rig, ledger):
    """E07."""
    await rig.sync()
    for number in range(9):
        put_entry(ledger, number, cents=5)
    failing(ledger, RefusedError("Cursor expired."), Resource.JOURNAL_LINES, "opaque:l0031")
    ledger.served.clear()
    (outcome,) = (await rig.sync()).values()
    assert (outcome.complete, outcome.tied) == (True, True)
    assert None not in {since for resource, _, since in ledger.served if resource is Resource.JOURNAL_LINES}


async def test_a_cursor_refused_twice_costs_the_watermark(rig, ledger):
    """E07: then everything is read again."""
    await rig.sync()
    for number in range(9):
        put_entry(ledger, number, cents=5)
    failing(ledger, RefusedError("Cursor expired."), Resource.JOURNAL_LINES, "opaque:l0031", times=2)
    ledger.served.clear()
    (outcome,) = (await rig.sync()).values()
    assert (outcome.complete, outcome.tied) == (True, True)
    assert {since for resource, _, since in ledger.served if resource is Resource.JOURNAL_LINES} > {None}


async def test_a_cursor_that_is_always_refused_ends_the_company_with_its_sentence(rig, ledger):
    failing(ledger, RefusedError("Cursor expired."), Resource.JOURNAL_LINES, "opaque:l0031", times=9)
    (outcome,) = (await rig.sync()).values()
    assert (outcome.complete, outcome.error) == (False, "Cursor expired.")


async def test_a_refusal_of_the_first_page_is_not_the_cursors_fault(rig, ledger):
    failing(ledger, RefusedError("No."), Resource.ACCOUNTS, times=9)
    (outcome,) = (await rig.sync()).values()
    assert outcome.error == "No."
    assert ledger.served == []


async def test_a_list_without_permission_is_left_out_and_said_so(rig, ledger):
    failing(ledger, MissingScopeError("Reconciliations may not be read."), Resource.RECONCILIATIONS, times=9)
    (outcome,) = (await rig.sync()).values()
    assert (outcome.complete, outcome.tied, outcome.error) == (
        False,
        True,
        "Reconciliations may not be read.",
    )
    assert await rig.count(ENTRIES) == 9


async def test_a_company_without_access_is_frozen_and_comes_back_without_a_full_resync(rig, ledger):
    """E11."""
    await rig.sync()
    failing(ledger, AccessDeniedError("The firm may not see this company."), Resource.ACCOUNTS)
    await rig.sync()
    assert await stamp(rig) == (Health.NO_ACCESS, "The firm may not see this company.")
    assert await rig.count(ENTRIES) == 9
    ledger.served.clear()
    await rig.sync()
    assert await stamp(rig) == (Health.TIED, "")
    assert None not in {since for _, _, since in ledger.served}


async def test_a_company_that_is_no_longer_listed_is_kept_and_not_polled(rig, ledger):
    """E11."""
    await rig.sync()
    ledger.names.clear()
    ledger.served.clear()
    (outcome,) = (await rig.sync()).values()
    assert "no longer lists" in str(outcome.error)
    assert (outcome.rows["journal_entries"], ledger.served) == (9, [])
    assert (await stamp(rig))[0] is Health.NO_ACCESS


async def test_one_failing_company_never_stops_the_others(rig, ledger):
    """E11: forty companies, of which the first has the books; every third is out of reach."""
    ledger.names += [f"x{number}" for number in range(39)]
    ledger.denied = {f"x{number}" for number in range(0, 39, 3)}
    outcomes = await rig.sync()
    assert len(outcomes) == 40
    assert sum(outcome.complete for outcome in outcomes.values()) == 27
    assert outcomes["Company c1"].tied


async def test_a_failure_that_changed_nothing_leaves_the_proof_standing(rig, ledger):
    await rig.sync()
    failing(ledger, BusyError("The ledger is busy."), Resource.ACCOUNTS)
    await rig.sync()
    assert await stamp(rig) == (Health.TIED, "The ledger is busy.")


async def test_an_ended_session_stops_everything_at_once(rig, ledger):
    ledger.names += [f"x{number}" for number in range(20)]
    failing(ledger, SignInNeededError("Please sign in again."), Resource.BANK_ACCOUNTS, times=99)
    with pytest.raises(SignInNeededError):
        await rig.sync()
    assert len(ledger.served) <= 4
    healths = await rig.books.list_health()
    assert {health.health for health in healths} <= {Health.INCOMPLETE, Health.NEVER_SYNCED}
    assert "Please sign in again." in {health.problem for health in healths}


async def test_being_offline_is_raised_when_nothing_could_be_read(rig, ledger):
    await rig.sync()
    failing(ledger, OfflineError("The ledger is out of reach."), Resource.ACCOUNTS, times=99)
    with pytest.raises(OfflineError):
        await rig.sync()
    assert await stamp(rig) == (Health.TIED, "The ledger is out of reach.")


async def test_going_offline_on_the_way_is_an_outcome(rig, ledger):
    failing(ledger, OfflineError("The ledger is out of reach."), Resource.JOURNAL_LINES, "opaque:l0031")
    (outcome,) = (await rig.sync()).values()
    assert (outcome.complete, outcome.error) == (False, "The ledger is out of reach.")


async def test_a_cancelled_pull_leaves_a_whole_mirror_and_says_so(rig, ledger):
    reached = asyncio.Event()

    async def stuck(resource: Resource) -> None:
        if resource is Resource.JOURNAL_LINES:
            reached.set()
            await asyncio.Event().wait()

    ledger.after_page = stuck
    syncing = asyncio.create_task(rig.sync())
    await asyncio.wait_for(reached.wait(), 5)
    syncing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await syncing
    assert await rig.mirror.read(lambda c: c.pragma("integrity_check")) == "ok"
    assert (await stamp(rig))[0] is Health.INCOMPLETE
    ledger.after_page = None
    (outcome,) = (await rig.sync()).values()
    assert (outcome.complete, outcome.tied) == (True, True)


async def test_a_pull_cancelled_in_the_middle_of_a_write_ends_after_it(rig, ledger):
    release = threading.Event()
    held = []

    async def hold(resource: Resource) -> None:
        if resource is Resource.JOURNAL_LINES and not held:
            held.append(asyncio.create_task(rig.mirror.write(lambda _: release.wait(10))))

    ledger.after_page = hold
    syncing = asyncio.create_task(rig.sync())
    while len(ledger.served) < 18 or rig.mirror._writer._work_queue.empty():  # noqa: ASYNC110 - a thread's queue
        await asyncio.sleep(0.005)
    syncing.cancel()
    await asyncio.sleep(0)
    assert not syncing.done()
    release.set()
    with pytest.raises(asyncio.CancelledError):
        await syncing
    assert await rig.count("SELECT count(*) FROM journal_line") == 18
    assert await held[0]


async def test_a_full_disk_stops_the_pull_and_keeps_what_was_whole(rig, ledger):
    """F06."""
    await rig.sync()
    await rig.mirror.write(lambda c: c.pragma("max_page_count", c.pragma("page_count")))
    put_entry(ledger, 3, description="x" * 100_000)
    with pytest.raises(StorageError, match="disk is full"):
        await rig.sync()
    await rig.mirror.write(lambda c: c.pragma("max_page_count", 1_000_000))
    (outcome,) = (await rig.sync()).values()
    assert outcome.tied


async def test_a_record_no_table_can_hold_refuses_its_page_whole(rig, ledger):
    """G05: 30 February; nothing of the batch is kept, nothing after it is skipped."""
    put_entry(ledger, 4, date="2026-02-30")
    (outcome,) = (await rig.sync()).values()
    assert "a day that is in no calendar" in str(outcome.error)
    assert await rig.count("SELECT count(*) FROM journal_line") == 0
    put_entry(ledger, 4)
    (outcome,) = (await rig.sync()).values()
    assert (outcome.complete, outcome.tied) == (True, True)
    assert await rig.count("SELECT count(*) FROM journal_line") == 18


async def test_an_unknown_company_is_refused(rig):
    with pytest.raises(InputError):
        await rig.pull.refresh_companies([CompanyKey(99)])
