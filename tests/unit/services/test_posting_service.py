"""Recording, watching, retrying and stopping postings; what each answer of the ledger makes of them."""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.changes import Change, Changed
from app.core.errors import (
    AccessDeniedError,
    BusyError,
    InputError,
    MissingScopeError,
    OfflineError,
    PeriodLockedError,
    RefusedError,
    SamePostingError,
    SignInNeededError,
    StorageError,
    UncertainError,
)
from app.core.outbox import Blocked, OutboxCounts, OutboxState, Outcome
from tests.posting_rig import NOON, PURCHASE, FullDisk, ScriptedLedger, TurnedClock, open_desk, receipt_bytes

LOST = UncertainError("The answer was lost.")
OFFLINE = OfflineError("Out of reach.")


@pytest.fixture
def ledger():
    return ScriptedLedger()


@pytest.fixture
async def desk(tmp_path, ledger):
    async with open_desk(tmp_path / "outbox.db", ledger) as opened:
        yield opened


async def test_recording_stores_the_documented_bytes_and_sends_nothing(desk, ledger):
    """D01, D02: works offline."""
    item = await desk.service.record(PURCHASE)
    assert json.loads(item.body) == {
        "sourceAccountId": "bank-1",
        "date": "2026-06-17",
        "amountCents": 12995,
        "categoryAccountId": "acc-1",
        "description": "Figma",
        "reference": "INV-1",
    }
    assert (item.state, item.company_name, item.kind) == (OutboxState.QUEUED, "Company c1", "purchase")
    assert item.path == "/api/v1/companies/c1/purchases"
    assert uuid.UUID(item.key).version == 4
    assert ledger.seen == []


async def test_an_odd_company_id_stays_inside_its_part_of_the_path(desk):
    item = await desk.service.record(replace(PURCHASE, company_id="../c2/x?y"))
    assert item.path == "/api/v1/companies/..%2Fc2%2Fx%3Fy/purchases"


async def test_every_posting_has_a_key_of_its_own(desk):
    keys = {(await desk.service.record(PURCHASE, again=True)).key for _ in range(5)}
    assert len(keys) == 5


async def test_a_double_click_is_a_question_and_queues_one(desk):
    """D16."""
    await desk.record()
    with pytest.raises(SamePostingError):
        await desk.record()
    assert (await desk.service.counts()).open == 1
    await desk.service.record(PURCHASE, again=True)
    assert (await desk.service.counts()).open == 2


async def test_a_posted_purchase_has_its_receipt_and_its_company_is_refreshed(desk, ledger):
    """D03, D06."""
    item = await desk.service.record(PURCHASE)
    (sent,) = await desk.service.send_due()
    assert (sent.state, sent.receipt.id, sent.attempts) == (OutboxState.POSTED, "p1", 1)
    assert [(seen.path, seen.key, seen.body) for seen in ledger.seen] == [(item.path, item.key, item.body)]
    assert desk.posted == ["c1"]
    assert await desk.service.find_item(item.id) == sent
    assert await desk.service.send_due() == []


async def test_every_commit_is_announced(desk):
    await desk.record()
    await desk.service.send_due()
    assert desk.changes == [Change(what=Changed.OUTBOX)] * 3


async def test_counts_tell_how_many_wait_and_for_how_much(desk, ledger):
    """D15."""
    await desk.record(amount_cents=100)
    await desk.record("c2", amount_cents=23)
    assert await desk.service.counts() == OutboxCounts(open=2, open_cents=123)
    assert [item.company_id for item in await desk.service.list_items()] == ["c2", "c1"]
    assert [item.company_id for item in await desk.service.list_items("c1")] == ["c1"]


async def test_what_was_not_sent_waits_for_the_network_and_says_so(desk, ledger):
    """M06."""
    ledger.script = [OFFLINE]
    item_id = await desk.record()
    (item,) = await desk.service.send_due()
    assert (item.state, item.blocked, item.reason, item.attempts) == ("queued", "offline", "Out of reach.", 0)
    desk.clock.turn(seconds=2)
    assert [sent.state for sent in await desk.service.send_due()] == [OutboxState.POSTED]
    assert [tried.outcome for tried in await desk.service.list_attempts(item_id)] == ["not_sent", "posted"]


async def test_while_offline_one_posting_tries_and_the_others_only_wait(desk, ledger):
    ledger.script = [OFFLINE, OFFLINE]
    for amount in (1, 2, 3):
        await desk.record(amount_cents=amount)
    await desk.service.send_due()
    assert len(ledger.seen) == 1
    assert {item.blocked for item in await desk.service.list_items()} == {Blocked.OFFLINE}
    desk.clock.turn(seconds=2)
    await desk.service.send_due()
    assert len(ledger.seen) == 2
    assert {item.next_attempt_at for item in await desk.service.list_items()} == {NOON + timedelta(seconds=6)}


async def test_news_of_the_network_sends_everything_at_once(desk, ledger):
    ledger.script = [OFFLINE]
    for amount in (1, 2, 3):
        await desk.record(amount_cents=amount)
    await desk.service.send_due()
    desk.service.wake()
    assert [item.state for item in await desk.service.send_due()] == [OutboxState.POSTED] * 3


async def test_a_new_posting_tries_the_network_again(desk, ledger):
    ledger.script = [OFFLINE]
    await desk.record(amount_cents=1)
    await desk.service.send_due()
    new = await desk.record(amount_cents=2)
    assert [item.id for item in await desk.service.send_due()] == [new]


@pytest.mark.parametrize(
    "answer",
    [
        LOST,
        b"",
        b"{}",
        b"<html>Sign in to the hotel network</html>",
        receipt_bytes(resourceType="deposit"),
        receipt_bytes(status="pending"),
        receipt_bytes(id=""),
        receipt_bytes()[:-7],
        BusyError("Still running.", code="idempotency_conflict"),
    ],
)
async def test_a_lost_or_wrong_answer_is_unknown_and_sent_again_with_key_and_bytes(desk, ledger, answer):
    """D05, D06, M04, M07, M15, M27."""
    ledger.script = [answer]
    item_id = await desk.record()
    (item,) = await desk.service.send_due()
    assert (item.state, item.receipt, item.uncertain_since) == (OutboxState.UNKNOWN, None, NOON)
    assert await desk.service.send_due() == []
    desk.clock.turn(seconds=2)
    assert [sent.state for sent in await desk.service.send_due()] == [OutboxState.POSTED]
    assert len({(seen.key, seen.body, seen.path) for seen in ledger.seen}) == 1
    assert [tried.outcome for tried in await desk.service.list_attempts(item_id)] == ["unknown", "posted"]


async def test_an_unknown_outcome_is_never_sent_blindly_after_fifteen_minutes(desk, ledger):
    """D11."""
    ledger.script = [LOST] * 50
    await desk.record()
    for _ in range(20):
        await desk.service.send_due()
        desk.clock.turn(minutes=2)
    sent = len(ledger.seen)
    (item,) = await desk.service.list_items()
    assert item.state is OutboxState.NEEDS_LOOK
    assert "look in the ledger" in item.reason
    assert sent < 10
    desk.clock.turn(days=1)
    await desk.service.send_due()
    assert len(ledger.seen) == sent


async def test_a_posting_left_unknown_over_night_is_not_sent_by_itself(desk, ledger):
    """D11, M26."""
    ledger.script = [LOST]
    item_id = await desk.record()
    await desk.service.send_due()
    desk.clock.turn(hours=12)
    assert await desk.service.send_due() == []
    assert (await desk.service.find_item(item_id)).state is OutboxState.NEEDS_LOOK
    assert len(ledger.seen) == 1


async def test_a_clock_turned_back_makes_no_outcome_younger(desk, ledger):
    """M16: an hour has passed, whatever the clock says."""
    ledger.script = [LOST]
    item_id = await desk.record()
    await desk.service.send_due()
    desk.clock.turn(hours=-1)
    desk.clock.turn(hours=1, seconds=5)
    assert await desk.service.send_due() == []
    assert (await desk.service.find_item(item_id)).state is OutboxState.NEEDS_LOOK
    assert len(ledger.seen) == 1


async def test_a_clock_turned_back_while_it_was_off_gives_an_outcome_no_age(tmp_path, ledger):
    """M16."""
    ledger.script, clock = [LOST], TurnedClock()
    async with open_desk(tmp_path / "outbox.db", ledger, clock) as desk:
        await desk.record()
        await desk.service.send_due()
    clock.turn(hours=-1)
    async with open_desk(tmp_path / "outbox.db", ledger, clock) as desk:
        assert await desk.service.send_due() == []
        assert [item.state for item in await desk.service.list_items()] == [OutboxState.NEEDS_LOOK]
    assert len(ledger.seen) == 1


async def test_a_clock_turned_back_lets_a_new_posting_go_at_once(tmp_path, ledger):
    """M16."""
    clock = TurnedClock()
    async with open_desk(tmp_path / "outbox.db", ledger, clock) as desk:
        await desk.record()
    clock.turn(hours=-5)
    async with open_desk(tmp_path / "outbox.db", ledger, clock) as desk:
        assert [item.state for item in await desk.service.send_due()] == [OutboxState.POSTED]


async def test_a_person_may_have_it_sent_again_under_the_same_key(desk, ledger):
    ledger.script = [LOST]
    item_id = await desk.record()
    await desk.service.send_due()
    desk.clock.turn(hours=12)
    await desk.service.send_due()
    await desk.service.retry(item_id)
    assert [item.state for item in await desk.service.send_due()] == [OutboxState.POSTED]
    assert len({seen.key for seen in ledger.seen}) == 1


async def test_a_key_used_for_other_bytes_is_never_sent_again(desk, ledger):
    """D07, M08."""
    ledger.script = [RefusedError("Another body.", code="idempotency_conflict")]
    await desk.record()
    (item,) = await desk.service.send_due()
    desk.service.wake()
    assert item.state is OutboxState.NEEDS_LOOK
    assert await desk.service.send_due() == []


async def test_a_refused_purchase_keeps_the_ledgers_reason_and_its_copy_gets_a_new_key(desk, ledger):
    """D08, M09."""
    ledger.script = [RefusedError("No such account.", code="invalid_request")]
    first = await desk.service.record(PURCHASE)
    (refused,) = await desk.service.send_due()
    assert (refused.state, refused.reason, refused.is_open) == (
        OutboxState.REFUSED,
        "No such account.",
        False,
    )
    copy = await desk.service.record(PURCHASE)
    assert copy.key != first.key
    assert [item.id for item in await desk.service.send_due()] == [copy.id]


async def test_a_closed_period_is_tried_again_only_on_a_click(desk, ledger):
    """D09, M10."""
    ledger.script = [PeriodLockedError("June is closed.")]
    item_id = await desk.record()
    await desk.service.send_due()
    desk.service.wake()
    desk.clock.turn(days=3)
    assert await desk.service.send_due() == []
    await desk.service.retry(item_id)
    assert [item.state for item in await desk.service.send_due()] == [OutboxState.POSTED]


@pytest.mark.parametrize(
    ("failure", "blocked"),
    [
        (SignInNeededError("Sign in again."), Blocked.AUTH),
        (MissingScopeError("Allow posting."), Blocked.SCOPE),
        (AccessDeniedError("No longer yours."), Blocked.COMPANY),
    ],
)
async def test_what_a_person_must_put_right_blocks_until_there_is_news(desk, ledger, failure, blocked):
    """M11, M12, M13."""
    ledger.script = [failure]
    await desk.record()
    (item,) = await desk.service.send_due()
    assert (item.state, item.blocked, item.reason) == (OutboxState.QUEUED, blocked, str(failure))
    desk.clock.turn(days=1)
    assert await desk.service.send_due() == []
    desk.service.wake()
    assert [sent.state for sent in await desk.service.send_due()] == [OutboxState.POSTED]


async def test_without_a_session_nothing_else_is_tried(desk, ledger):
    ledger.script = [SignInNeededError("Sign in again.")]
    for amount in (1, 2, 3):
        await desk.record(amount_cents=amount)
    await desk.service.send_due()
    assert len(ledger.seen) == 1
    assert {item.blocked for item in await desk.service.list_items()} == {Blocked.AUTH}


async def test_a_company_out_of_reach_does_not_stop_the_others(desk, ledger):
    """D13, E11, M13."""
    ledger.script = [AccessDeniedError("No longer yours.")]
    blocked = [await desk.record("c1", amount) for amount in (1, 2)]
    free = await desk.record("c2")
    assert [item.id for item in await desk.service.send_due() if item.state == "posted"] == [free]
    assert len(ledger.seen) == 2
    assert {(await desk.service.find_item(item_id)).blocked for item_id in blocked} == {Blocked.COMPANY}


async def test_a_busy_ledger_is_left_alone_by_all_for_as_long_as_it_asked(desk, ledger):
    """D10, M14."""
    ledger.script = [BusyError("Wait.", retry_after=30, code="rate_limited")]
    for company in ("c1", "c2", "c3"):
        await desk.record(company)
        await desk.service.send_due()
    desk.service.wake()
    await desk.service.send_due()
    assert len(ledger.seen) == 1
    desk.clock.turn(seconds=30)
    assert [item.state for item in await desk.service.send_due()] == [OutboxState.POSTED] * 3


async def test_a_stuck_posting_stops_neither_its_company_nor_others(desk, ledger):
    """D13."""
    ledger.script = [LOST]
    for company, amount in (("c1", 1), ("c1", 2), ("c2", 3)):
        await desk.record(company, amount)
    states = [item.state for item in await desk.service.send_due()]
    assert sorted(states) == ["posted", "posted", "unknown"]


async def test_one_company_is_sent_in_the_order_it_was_recorded(desk, ledger):
    """D13."""
    keys = [(await desk.service.record(PURCHASE, again=True)).key for _ in range(6)]
    await asyncio.gather(desk.service.send_due(), desk.service.send_due())
    assert [seen.key for seen in ledger.seen] == keys


async def test_a_stopped_posting_is_never_sent_and_says_whether_it_may_stand(desk, ledger):
    """D12, M18."""
    ledger.script = [LOST]
    tried = await desk.record(amount_cents=1)
    await desk.service.send_due()
    fresh = await desk.record(amount_cents=2)
    assert "may have been posted" in (await desk.service.stop(tried)).reason
    assert "never had it" in (await desk.service.stop(fresh)).reason
    desk.clock.turn(minutes=1)
    assert await desk.service.send_due() == []


async def test_a_posted_one_is_neither_stopped_nor_retried(desk):
    item_id = await desk.record()
    await desk.service.send_due()
    for act in (desk.service.stop, desk.service.retry):
        with pytest.raises(InputError, match="is settled"):
            await act(item_id)


async def test_what_was_recorded_for_another_server_is_not_sent_to_this_one(desk, ledger, tmp_path):
    """D15."""
    await desk.outbox._database.write(
        lambda connection: connection.execute(
            "INSERT INTO item (company_id, company_name, kind, state, key, path, body, body_sha256, amount_cents,"
            " date, accounts, description, issuer, created_at, changed_at, next_attempt_at) VALUES ('c', 'C',"
            " 'purchase', 'queued', 'k', '/p', x'7b7d', '', 1, '2026-06-17', '[]', '', 'https://elsewhere.test',"
            " '2026-06-17T11:00:00.000Z', '', '2026-06-17T11:00:00.000Z')"
        )
    )
    assert await desk.service.send_due() == []
    assert (await desk.service.counts()).open == 1


async def test_an_attempt_left_behind_by_a_dead_process_goes_again_with_its_key(tmp_path, ledger):
    """M03."""
    path = tmp_path / "outbox.db"
    async with open_desk(path, ledger) as desk:
        item_id = await desk.record()
        key = (await desk.outbox.begin(item_id)).key
    async with open_desk(path, ledger) as desk:
        (item,) = await desk.service.send_due()
        assert (item.state, item.attempts, item.uncertain_since) == (OutboxState.POSTED, 2, NOON)
        assert [seen.key for seen in ledger.seen] == [key]
        assert [t.outcome for t in await desk.service.list_attempts(item_id)] == [
            Outcome.UNKNOWN,
            Outcome.POSTED,
        ]


async def test_a_second_process_sends_nothing_while_the_first_lives(tmp_path, ledger):
    """D14, M19."""
    path = tmp_path / "outbox.db"
    async with open_desk(path, ledger) as second:
        async with open_desk(path, ledger) as first:
            await first.service.send_due()
            await second.record()
            assert await second.service.send_due() == []
        assert [item.state for item in await second.service.send_due()] == [OutboxState.POSTED]


@pytest.fixture
def disk(desk):
    filling = FullDisk(desk)
    yield filling
    filling.free()


async def test_a_receipt_that_cannot_be_stored_is_kept_told_and_stored_later(desk, ledger, disk):
    """F06, M22: never marked otherwise, never sent twice."""
    item_id = await desk.record()
    ledger.before_answering = disk.fill
    (item,) = await desk.service.send_due()
    assert (item.state, item.blocked) == (OutboxState.SENDING, Blocked.STORAGE)
    assert "do not quit" in (await desk.service.find_item(item_id)).reason
    assert "do not quit" in (await desk.service.counts()).problem
    assert desk.posted == []
    disk.free()
    desk.clock.turn(seconds=5)
    await desk.service.send_due()
    stored = await desk.service.find_item(item_id)
    assert (stored.state, stored.receipt.id) == (OutboxState.POSTED, "p1")
    assert ((await desk.service.counts()).problem, desk.posted, len(ledger.seen)) == ("", ["c1"], 1)


async def test_what_cannot_be_marked_as_sent_is_not_sent(desk, ledger, disk):
    """F06."""
    for amount in (1, 2):
        await desk.record(amount_cents=amount)
    disk.fill()
    assert await desk.service.send_due() == []
    assert ledger.seen == []
    assert "outbox.db cannot be written" in (await desk.service.counts()).problem
    disk.free()
    assert await desk.service.send_due() == []
    desk.service.wake()
    assert [item.state for item in await desk.service.send_due()] == [OutboxState.POSTED] * 2
    assert (await desk.service.counts()).problem == ""


async def test_what_cannot_be_stored_is_not_queued(desk, disk):
    """M21."""
    disk.fill()
    with pytest.raises(StorageError, match="nothing was changed"):
        await desk.service.record(PURCHASE)
    disk.free()
    assert await desk.service.list_items() == []
