"""Purchases from the outbox to the practice ledger and back, with everything that goes wrong between (reliability 3)."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.api.ledger import Ledger
from app.contract.endpoints import POSTING_SCOPES, READ_SCOPES
from app.core.outbox import Blocked, OutboxItem, OutboxState
from app.sandbox.server import SandboxOptions
from tests.contract.posting_process import SUMMIT_PURCHASE
from tests.contract.signing_in import signed_in
from tests.posting_rig import Desk, TurnedClock, open_desk
from tests.practice_ledger import PracticeLedger, practice_ledger
from tests.small_firm import CLOSED, HARBOR, SUMMIT

SCOPES = READ_SCOPES + POSTING_SCOPES
HARBOR_PURCHASE = replace(
    SUMMIT_PURCHASE, company_id=HARBOR, source_account_id="har-cash", category_account_id="har-food"
)


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
async def reached(ledger: PracticeLedger, clock: TurnedClock) -> AsyncIterator[Ledger]:
    async with signed_in(ledger.base_url, SCOPES, clock=clock) as opened:
        yield opened


@pytest.fixture
async def desk(reached: Ledger, clock: TurnedClock, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path / "outbox.db", reached.client, clock) as opened:
        yield opened


async def send(desk: Desk) -> OutboxItem:
    """Send what is due, which must be one posting."""
    (item,) = await desk.service.send_due()
    return item


async def test_a_purchase_is_posted_with_its_exact_bytes_and_stands_in_the_books(
    desk: Desk, ledger: PracticeLedger
) -> None:
    """D02, D03, D06."""
    recorded = await desk.service.record(SUMMIT_PURCHASE)
    item = await send(desk)
    assert item.state is OutboxState.POSTED
    assert item.receipt is not None
    (seen,) = ledger.requests("purchases")
    assert (seen["idempotencyKey"], seen["bodySha256"]) == (
        recorded.key,
        hashlib.sha256(recorded.body).hexdigest(),
    )
    (row,) = ledger.every_row(SUMMIT, "bank-transactions", startDate="2026-06-17", endDate="2026-06-17")
    assert (row["amountCents"], row["journalEntryId"]) == (-12995, item.receipt.journal_entry_id)
    assert item.receipt.bank_transaction_ids == (row["id"],)


@pytest.mark.parametrize("times", [1, 2, 3, 4, 5])
async def test_a_lost_answer_never_posts_twice(desk: Desk, ledger: PracticeLedger, times: int) -> None:
    """D05, M04: however often it is lost."""
    ledger.fail("drop_after_commit", "purchases", times=times)
    await desk.service.record(SUMMIT_PURCHASE)
    for _ in range(times):
        assert (await send(desk)).state is OutboxState.UNKNOWN
        desk.clock.turn(minutes=2)
    item = await send(desk)
    assert item.receipt is not None
    assert (item.state, item.receipt.idempotent_replay, item.attempts) == ("posted", True, times + 1)
    assert ledger.count("receipts") == 1
    assert len({each["bodySha256"] for each in ledger.requests("purchases")}) == 1


@pytest.mark.parametrize(
    ("effect", "more"),
    [
        ("drop_before_commit", {}),
        ("truncate", {}),
        ("garbage", {}),
        ("html_200", {}),
        ("status", {"status": 500}),
        ("status", {"status": 502}),
        ("status", {"status": 503}),
        ("status", {"status": 504}),
    ],
)
async def test_an_answer_that_says_nothing_is_unknown_then_posted_once(
    desk: Desk, ledger: PracticeLedger, effect: str, more: dict[str, int]
) -> None:
    """M04, M15."""
    ledger.fail(effect, "purchases", **more)
    await desk.service.record(SUMMIT_PURCHASE)
    assert (await send(desk)).state is OutboxState.UNKNOWN
    desk.clock.turn(seconds=2)
    assert (await send(desk)).state is OutboxState.POSTED
    assert ledger.count("receipts") == 1


async def test_a_ledger_that_keeps_failing_is_asked_for_a_quarter_of_an_hour(
    desk: Desk, ledger: PracticeLedger
) -> None:
    """D11, M15."""
    ledger.fail("status", "purchases", times=0, status=500)
    item = await desk.service.record(SUMMIT_PURCHASE)
    for _ in range(12):
        await desk.service.send_due()
        desk.clock.turn(minutes=2)
    tries = len(ledger.requests("purchases"))
    ledger.recover()
    desk.service.wake()
    assert await desk.service.send_due() == []
    assert (await desk.service.find_item(item.id)).state is OutboxState.NEEDS_LOOK
    assert len(ledger.requests("purchases")) == tries < 10


async def test_offline_it_waits_and_is_posted_once_when_the_ledger_is_back(
    ledger_options: SandboxOptions, clock: TurnedClock, tmp_path: Path
) -> None:
    """M06: the practice ledger is stopped, and started again on the same books."""
    async with AsyncExitStack() as stack:
        with practice_ledger(ledger_options) as ledger:
            reached = await stack.enter_async_context(signed_in(ledger.base_url, SCOPES, clock=clock))
        desk = await stack.enter_async_context(open_desk(tmp_path / "outbox.db", reached.client, clock))
        await desk.service.record(SUMMIT_PURCHASE)
        waiting = await send(desk)
        assert (waiting.state, waiting.blocked, waiting.attempts) == (OutboxState.QUEUED, Blocked.OFFLINE, 0)
        port = int(ledger.base_url.rpartition(":")[2])
        with practice_ledger(replace(ledger_options, port=port)) as ledger:
            desk.service.wake()
            assert (await send(desk)).state is OutboxState.POSTED
            assert ledger.count("receipts") == 1


async def test_the_same_key_still_running_waits_for_its_end(desk: Desk, ledger: PracticeLedger) -> None:
    """D07, M07."""
    item = await desk.service.record(SUMMIT_PURCHASE)
    ledger.fail("delay", "purchases", delayMs=800)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ledger.post, SUMMIT, "purchases", item.body, item.key)
        while not ledger.requests("purchases"):
            pass
        waiting = await send(desk)
        assert (waiting.state, waiting.may_be_posted) == (OutboxState.UNKNOWN, True)
        assert first.result().status_code == 201
    desk.clock.turn(seconds=2)
    assert (await send(desk)).state is OutboxState.POSTED
    assert ledger.count("receipts") == 1


async def test_a_key_the_ledger_knows_for_other_bytes_needs_a_look(
    desk: Desk, ledger: PracticeLedger
) -> None:
    """D07, M08: no further post, never a new key."""
    item = await desk.service.record(SUMMIT_PURCHASE)
    ledger.post(SUMMIT, "purchases", item.body.replace(b"12995", b"12996"), item.key)
    assert (await send(desk)).state is OutboxState.NEEDS_LOOK
    desk.service.wake()
    desk.clock.turn(days=1)
    assert await desk.service.send_due() == []
    assert len(ledger.requests("purchases")) == 2


async def test_a_refused_purchase_says_why_and_its_corrected_copy_posts_under_a_new_key(
    desk: Desk, ledger: PracticeLedger
) -> None:
    """D08, M09, M28: the account was closed after the form was filled in."""
    first = await desk.service.record(replace(SUMMIT_PURCHASE, category_account_id=CLOSED))
    refused = await send(desk)
    assert refused.state is OutboxState.REFUSED
    assert "The ledger refused this" in refused.reason
    copy = await desk.service.record(SUMMIT_PURCHASE)
    assert (await send(desk)).state is OutboxState.POSTED
    assert copy.key != first.key


async def test_a_period_closed_meanwhile_blocks_until_somebody_clicks(
    desk: Desk, ledger: PracticeLedger
) -> None:
    """D09, M10: no re-dating, zero automatic tries, the same key on a click."""
    item = await desk.service.record(SUMMIT_PURCHASE)
    ledger.lock(SUMMIT, "2026-06-30")
    assert (await send(desk)).blocked is Blocked.PERIOD
    ledger.lock(SUMMIT, "2026-05-31")
    desk.service.wake()
    desk.clock.turn(hours=3)
    assert await desk.service.send_due() == []
    await desk.service.retry(item.id)
    assert (await send(desk)).state is OutboxState.POSTED
    assert {each["idempotencyKey"] for each in ledger.requests("purchases")} == {item.key}
    (row,) = ledger.rows("SELECT count(*) FROM receipts")
    assert row == (1,)


async def test_a_period_locked_after_a_lost_answer_still_finds_the_receipt(
    desk: Desk, ledger: PracticeLedger
) -> None:
    ledger.fail("drop_after_commit", "purchases")
    await desk.service.record(SUMMIT_PURCHASE)
    await send(desk)
    ledger.lock(SUMMIT, "2026-06-30")
    desk.clock.turn(seconds=2)
    assert (await send(desk)).state is OutboxState.POSTED


async def test_an_expired_token_is_renewed_in_the_middle(desk: Desk, ledger: PracticeLedger) -> None:
    """M11: one renewal, the same key again."""
    await desk.service.record(SUMMIT_PURCHASE)
    ledger.change_sign_in(expireAccessTokens=True)
    item = await send(desk)
    assert (item.state, item.attempts) == (OutboxState.POSTED, 1)
    assert [each["status"] for each in ledger.requests("purchases")] == [401, 201]


async def test_a_lost_session_blocks_everything_until_the_next_sign_in(
    desk: Desk, ledger: PracticeLedger, reached: Ledger
) -> None:
    """M11, M25: the rows stay, and go out under their own keys."""
    for purchase in (SUMMIT_PURCHASE, HARBOR_PURCHASE):
        await desk.service.record(purchase)
    ledger.change_sign_in(revokeAll=True)
    await desk.service.send_due()
    assert {item.blocked for item in await desk.service.list_items()} == {Blocked.AUTH}
    await reached.sign_in.run(SCOPES, lambda _: None)
    desk.service.wake()
    assert [item.state for item in await desk.service.send_due()] == ["posted", "posted"]
    assert ledger.count("receipts") == 2


async def test_a_read_only_session_blocks_until_posting_is_allowed(
    ledger: PracticeLedger, clock: TurnedClock, tmp_path: Path
) -> None:
    """A18, M12."""
    async with (
        signed_in(ledger.base_url, clock=clock) as reached,
        open_desk(tmp_path / "outbox.db", reached.client, clock) as desk,
    ):
        await desk.service.record(SUMMIT_PURCHASE)
        item = await send(desk)
        assert (item.state, item.blocked) == (OutboxState.QUEUED, Blocked.SCOPE)
        assert "transactions:read_write" in item.reason
        await reached.sign_in.run(SCOPES, lambda _: None)
        desk.service.wake()
        assert (await send(desk)).state is OutboxState.POSTED


async def test_a_company_taken_away_blocks_its_own_rows_only(desk: Desk, ledger: PracticeLedger) -> None:
    """D13, E11, M13."""
    ledger.change_sign_in(denyCompany=SUMMIT)
    for purchase in (SUMMIT_PURCHASE, replace(SUMMIT_PURCHASE, amount_cents=1), HARBOR_PURCHASE):
        await desk.service.record(purchase)
    await desk.service.send_due()
    blocked = {item.company_id: item.blocked for item in await desk.service.list_items()}
    assert blocked == {SUMMIT: Blocked.COMPANY, HARBOR: None}
    assert ledger.count("receipts") == 1


async def test_a_ledger_that_asks_to_wait_is_left_alone_by_every_company(
    desk: Desk, ledger: PracticeLedger
) -> None:
    """D10, M14."""
    ledger.fail("rate_limit", "purchases", retryAfter=3)
    await desk.service.record(SUMMIT_PURCHASE)
    await desk.service.send_due()
    await desk.service.record(HARBOR_PURCHASE)
    desk.clock.turn(seconds=2)
    assert await desk.service.send_due() == []
    assert len(ledger.requests("purchases")) == 1
    desk.clock.turn(seconds=1)
    assert [item.state for item in await desk.service.send_due()] == ["posted", "posted"]


async def test_a_company_whose_first_row_always_fails_stops_nobody(
    desk: Desk, ledger: PracticeLedger
) -> None:
    """D13."""
    ledger.fail("status", f"{SUMMIT}/purchases", status=500)
    for purchase in (SUMMIT_PURCHASE, replace(SUMMIT_PURCHASE, date=date(2026, 6, 16)), HARBOR_PURCHASE):
        await desk.service.record(purchase)
    states = sorted(item.state for item in await desk.service.send_due())
    assert states == ["posted", "posted", "unknown"]
