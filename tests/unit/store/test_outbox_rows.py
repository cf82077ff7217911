"""What the outbox says of its postings: what is due, what was tried, what may still be done with them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.errors import InputError, OfflineError, PeriodLockedError, RefusedError, SamePostingError
from app.core.outbox import Attempt, Blocked, OutboxCounts, OutboxState, Outcome, Receipt
from app.core.sending import Ending, Moment, Wait, failed, interrupted, posted
from app.store.outbox import Outbox
from tests.posting_rig import ISSUER, NEW_ITEM, NOON, TurnedClock
from tests.unit.core.test_outbox_states import ITEM

MOMENT = Moment(now=NOON, jitter=1.0)
UNKNOWN = interrupted(MOMENT)
BEING_SENT = replace(ITEM, state=OutboxState.SENDING, attempts=1)
RECEIPT = Receipt(
    id="p1",
    resource_type="purchase",
    journal_entry_id="j1",
    bank_transaction_ids=("t1", "t2"),
    idempotent_replay=True,
)


@pytest.fixture
def clock():
    return TurnedClock()


@pytest.fixture
async def outbox(tmp_path, clock):
    opened = await Outbox.open(tmp_path / "outbox.db", None, clock)
    yield opened
    await opened.close()


async def add(outbox: Outbox, key: str = "key-1", **changes) -> int:
    return (await outbox.add(replace(NEW_ITEM, key=key, **changes), again=True)).id


async def attempt(outbox: Outbox, item_id: int, ending: Ending):
    assert await outbox.begin(item_id)
    return await outbox.settle(item_id, ending)


async def test_a_new_posting_is_queued_and_due_at_once(outbox):
    item = await outbox.add(NEW_ITEM)
    assert (item.state, item.attempts, item.first_attempt_at, item.receipt) == (
        OutboxState.QUEUED,
        0,
        None,
        None,
    )
    assert item.created_at == item.next_attempt_at == NOON
    assert await outbox.list_due(ISSUER) == [item]
    assert await outbox.find_item(item.id) == item


async def test_postings_are_listed_newest_first_for_one_company_or_all(outbox):
    first, second, third = (
        await add(outbox, "1"),
        await add(outbox, "2", company_id="c2"),
        await add(outbox, "3"),
    )
    assert [item.id for item in await outbox.list_items()] == [third, second, first]
    assert [item.id for item in await outbox.list_items("c1")] == [third, first]


async def test_an_unknown_number_is_told(outbox):
    with pytest.raises(InputError, match="no such posting"):
        await outbox.find_item(7)


async def test_due_postings_come_in_the_order_they_were_recorded_and_only_for_their_server(outbox):
    """D15: another server never sees them."""
    first, second = await add(outbox, "1"), await add(outbox, "2")
    await add(outbox, "3", issuer="https://elsewhere.test")
    assert [item.id for item in await outbox.list_due(ISSUER)] == [first, second]


async def test_a_posting_becomes_due_when_its_time_comes(outbox, clock):
    item_id = await add(outbox)
    await attempt(outbox, item_id, replace(UNKNOWN, next_attempt_at=NOON + timedelta(seconds=8)))
    assert await outbox.list_due(ISSUER) == []
    assert await outbox.next_due_at(ISSUER) == NOON + timedelta(seconds=8)
    clock.turn(seconds=8)
    assert [item.id for item in await outbox.list_due(ISSUER)] == [item_id]
    assert await outbox.next_due_at(ISSUER) is None


async def test_beginning_commits_the_attempt_before_anything_leaves(outbox):
    """D01."""
    item = await outbox.begin(await add(outbox))
    assert (item.state, item.attempts, item.first_attempt_at) == (OutboxState.SENDING, 1, NOON)
    assert await outbox.list_attempts(item.id) == [Attempt(number=1, started_at=NOON)]


async def test_what_is_not_due_cannot_begin(outbox):
    item_id = await add(outbox)
    assert await outbox.begin(item_id)
    assert await outbox.begin(item_id) is None


async def test_an_entry_is_known_as_posted_from_here_by_its_company_and_receipt(outbox):
    item_id = await add(outbox)
    assert not await outbox.has_posted(NEW_ITEM.company_id, "j1")
    await attempt(outbox, item_id, posted(RECEIPT))
    assert await outbox.has_posted(NEW_ITEM.company_id, "j1")
    assert not await outbox.has_posted(NEW_ITEM.company_id, "j2")
    assert not await outbox.has_posted("another company", "j1")


async def test_the_receipt_is_stored_with_the_state_it_proves(outbox, clock):
    """D06."""
    item_id = await add(outbox)
    await outbox.begin(item_id)
    clock.turn(seconds=1)
    item = await outbox.settle(item_id, posted(RECEIPT))
    assert (item.state, item.receipt, item.is_open) == (OutboxState.POSTED, RECEIPT, False)
    assert await outbox.find_item(item_id) == item
    (tried,) = await outbox.list_attempts(item_id)
    assert (tried.ended_at - tried.started_at, tried.outcome) == (timedelta(seconds=1), Outcome.POSTED)


async def test_an_attempt_that_sent_nothing_does_not_count(outbox):
    """M06."""
    item_id = await add(outbox)
    item = await attempt(outbox, item_id, failed(BEING_SENT, OfflineError("Out of reach."), MOMENT))
    assert (item.state, item.attempts, item.first_attempt_at) == (OutboxState.QUEUED, 0, None)
    assert (item.blocked, item.reason) == (Blocked.OFFLINE, "Out of reach.")
    assert [tried.outcome for tried in await outbox.list_attempts(item_id)] == [Outcome.NOT_SENT]


async def test_the_first_unknown_attempt_is_what_the_age_is_measured_from(outbox, clock):
    item_id = await add(outbox)
    await attempt(outbox, item_id, UNKNOWN)
    clock.turn(minutes=1)
    again = await attempt(outbox, item_id, UNKNOWN)
    assert (again.uncertain_since, again.attempts) == (NOON, 2)
    clock.turn(minutes=1)
    unsent = await attempt(outbox, item_id, replace(UNKNOWN, outcome=Outcome.NOT_SENT))
    assert (unsent.uncertain_since, unsent.first_attempt_at, unsent.attempts) == (NOON, NOON, 2)


async def test_a_move_that_is_not_in_the_table_is_a_bug(outbox):
    item_id = await add(outbox)
    with pytest.raises(ValueError, match="cannot go from queued to posted"):
        await outbox.settle(item_id, posted(RECEIPT))


async def test_what_a_dead_process_was_sending_is_settled(outbox):
    """M03."""
    left, waiting = await add(outbox, "1"), await add(outbox, "2")
    await outbox.begin(left)
    assert await outbox.settle_left_behind(UNKNOWN) == 1
    assert (await outbox.find_item(left)).state is OutboxState.UNKNOWN
    assert (await outbox.find_item(waiting)).state is OutboxState.QUEUED
    assert await outbox.settle_left_behind(UNKNOWN) == 0


async def test_a_held_posting_says_why_and_is_not_due(outbox):
    item_id = await add(outbox)
    await outbox.hold(item_id, Wait(reason="Sign in again.", blocked=Blocked.AUTH))
    item = await outbox.find_item(item_id)
    assert (item.state, item.blocked, item.next_attempt_at) == (OutboxState.QUEUED, Blocked.AUTH, None)
    assert item.reason == "Sign in again."


async def test_holding_leaves_a_settled_posting_alone(outbox):
    item = await attempt(outbox, await add(outbox), posted(RECEIPT))
    await outbox.hold(item.id, Wait(reason="r", blocked=Blocked.AUTH))
    assert await outbox.find_item(item.id) == item


async def test_news_releases_what_waits_for_it_and_nothing_else(outbox):
    auth, period = await add(outbox, "1"), await add(outbox, "2")
    await outbox.hold(auth, Wait(blocked=Blocked.AUTH))
    await outbox.hold(period, Wait(blocked=Blocked.PERIOD))
    assert await outbox.release(frozenset({Blocked.AUTH, Blocked.OFFLINE})) == 1
    assert [item.id for item in await outbox.list_due(ISSUER)] == [auth]


async def test_a_person_gets_an_unknown_posting_and_no_other(outbox):
    unknown, queued = await add(outbox, "1"), await add(outbox, "2")
    await attempt(outbox, unknown, UNKNOWN)
    for item_id in (unknown, queued):
        await outbox.ask_for_a_look(item_id, "Look.")
    assert [item.state for item in await outbox.list_items()] == [OutboxState.QUEUED, OutboxState.NEEDS_LOOK]
    assert [item.id for item in await outbox.list_due(ISSUER)] == [queued]


async def test_a_retry_makes_a_blocked_posting_due_and_keeps_key_and_bytes(outbox):
    """D09."""
    item_id = await add(outbox)
    before = await attempt(outbox, item_id, failed(BEING_SENT, PeriodLockedError("Closed."), MOMENT))
    assert await outbox.list_due(ISSUER) == []
    after = await outbox.retry(item_id)
    assert (after.key, after.body, after.next_attempt_at) == (before.key, before.body, NOON)
    assert await outbox.list_due(ISSUER) == [after]


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (None, "Stopped before it was sent; the ledger never had it."),
        (UNKNOWN, "it may have been posted. Look in the ledger."),
        (Ending(outcome=Outcome.HELD, state=OutboxState.QUEUED), "Stopped; the ledger did not record it."),
    ],
)
async def test_a_stopped_posting_says_whether_it_may_have_been_posted(outbox, ending, words):
    """D12, M18."""
    item_id = await add(outbox)
    if ending:
        await attempt(outbox, item_id, ending)
    item = await outbox.stop(item_id)
    assert (item.state, item.next_attempt_at) == (OutboxState.STOPPED, None)
    assert words in item.reason


@pytest.mark.parametrize("act", ["stop", "retry"])
async def test_what_is_being_sent_or_settled_is_neither_stopped_nor_retried(outbox, act):
    item_id = await add(outbox)
    await outbox.begin(item_id)
    with pytest.raises(InputError, match="being sent right now"):
        await getattr(outbox, act)(item_id)
    await outbox.settle(item_id, posted(RECEIPT))
    with pytest.raises(InputError, match="is settled"):
        await getattr(outbox, act)(item_id)


async def test_the_same_posting_within_ten_minutes_is_a_question(outbox, clock):
    """D16."""
    first = await add(outbox)
    clock.turn(minutes=9, seconds=59)
    with pytest.raises(SamePostingError, match="record it again only if there really are two") as caught:
        await outbox.add(replace(NEW_ITEM, key="key-2"))
    assert caught.value.item_id == first
    assert len(await outbox.list_items()) == 1


async def test_two_clicks_at_once_queue_one(outbox):
    """D16."""
    clicks = [outbox.add(replace(NEW_ITEM, key=str(number))) for number in range(2)]
    first, second = await asyncio.gather(*clicks, return_exceptions=True)
    assert first.state is OutboxState.QUEUED
    assert isinstance(second, SamePostingError)


@pytest.mark.parametrize(
    "change",
    [
        {"company_id": "c2"},
        {"kind": "deposit"},
        {"date": "2026-06-16"},
        {"amount_cents": 1},
        {"accounts": ("bank-1", "acc-2")},
    ],
)
async def test_another_posting_is_no_question(outbox, change):
    await outbox.add(NEW_ITEM)
    assert await outbox.add(replace(NEW_ITEM, key="key-2", **change))


async def test_the_same_posting_is_queued_when_asked_for_or_later(outbox, clock):
    await outbox.add(NEW_ITEM)
    assert await outbox.add(replace(NEW_ITEM, key="key-2"), again=True)
    clock.turn(minutes=10)
    assert await outbox.add(replace(NEW_ITEM, key="key-3"))


async def test_a_refused_or_stopped_posting_is_corrected_without_a_question(outbox):
    refused = await add(outbox, "1")
    await attempt(outbox, refused, failed(BEING_SENT, RefusedError("No."), MOMENT))
    await outbox.stop(await add(outbox, "2"))
    assert await outbox.add(replace(NEW_ITEM, key="key-3"))


async def test_what_is_open_is_counted_and_summed(outbox):
    assert await outbox.counts() == OutboxCounts()
    await attempt(outbox, await add(outbox, "1", amount_cents=100), posted(RECEIPT))
    unknown = await add(outbox, "2", amount_cents=20)
    await attempt(outbox, unknown, UNKNOWN)
    await outbox.ask_for_a_look(unknown, "Look.")
    await add(outbox, "3", amount_cents=3)
    assert await outbox.counts() == OutboxCounts(open=2, open_cents=23, needs_look=1)
