"""The sender behind the window: it wakes by itself, and one company never waits for another (D13)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import asynccontextmanager
from datetime import datetime

import pytest

from app.core.changes import Change, Changed
from app.core.clock import SystemClock
from app.core.errors import InputError, OfflineError, SignInNeededError, StorageError, UncertainError
from app.core.outbox import OutboxItem, OutboxState
from app.store.outbox import Outbox
from tests.posting_rig import Accepted, Desk, FullDisk, ScriptedLedger, open_desk, receipt_bytes


@asynccontextmanager
async def running(desk: Desk):
    task = asyncio.create_task(desk.service.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task})


async def until(desk: Desk, condition: Callable[[list[OutboxItem]], bool]) -> list[OutboxItem]:
    """Wait for the outbox to look like that, listening to what is announced."""
    changed = asyncio.Event()
    unsubscribe = desk.announcer.subscribe(lambda _: changed.set())
    try:
        async with asyncio.timeout(10):
            while not condition(items := await desk.service.list_items()):
                await changed.wait()
                changed.clear()
    finally:
        unsubscribe()
    return items


def all_in(*states: str) -> Callable[[list[OutboxItem]], bool]:
    return lambda items: bool(items) and {item.state for item in items} <= set(states)


class HangingLedger(ScriptedLedger):
    """Never answers posts to one company."""

    def __init__(self, hangs_for: str) -> None:
        super().__init__()
        self._hangs_for = hangs_for
        self.hanging = asyncio.Event()

    async def post(self, path: str, key: str, body: bytes) -> Accepted:
        accepted = await super().post(path, key, body)
        if self._hangs_for in path:
            self.hanging.set()
            await asyncio.Event().wait()
        return accepted


@pytest.fixture
def ledger():
    return ScriptedLedger()


@pytest.fixture
async def desk(tmp_path, ledger):
    async with open_desk(tmp_path / "outbox.db", ledger, SystemClock()) as opened:
        yield opened


async def test_a_new_posting_is_sent_at_once(desk):
    async with running(desk):
        await desk.record()
        await until(desk, all_in("posted"))
    assert desk.posted == ["c1"]


async def test_what_waited_before_the_start_is_sent_at_the_start(desk):
    """M02."""
    await desk.record()
    async with running(desk):
        await until(desk, all_in("posted"))


async def test_a_lost_answer_is_asked_for_again_when_its_time_comes(desk, ledger):
    ledger.script = [UncertainError("Lost.")]
    async with running(desk):
        await desk.record()
        await until(desk, all_in("posted"))
    assert len({seen.key for seen in ledger.seen}) == 1
    assert len(ledger.seen) == 2


@pytest.mark.parametrize("failure", [OfflineError("Out of reach."), SignInNeededError("Sign in again.")])
async def test_news_of_the_connection_sends_what_waits_for_it(desk, ledger, failure):
    ledger.script = [failure]
    async with running(desk):
        await desk.record()
        await until(desk, lambda items: items[0].blocked is not None)
        desk.announcer.announce(Change(what=Changed.CONNECTION))
        await until(desk, all_in("posted"))


async def test_other_news_wakes_nobody(desk, ledger):
    ledger.script = [SignInNeededError("Sign in again.")]
    async with running(desk):
        await desk.record()
        await until(desk, lambda items: items[0].blocked is not None)
        desk.announcer.announce(Change(what=Changed.BANK))
        await desk.record("c2")
        await until(desk, lambda items: items[0].blocked is not None)
    assert len(ledger.seen) == 1


async def test_a_retry_is_sent_at_once(desk, ledger):
    ledger.script = [SignInNeededError("Sign in again.")]
    async with running(desk):
        item_id = await desk.record()
        await until(desk, lambda items: items[0].blocked is not None)
        await desk.service.retry(item_id)
        await until(desk, all_in("posted"))


async def test_a_company_that_hangs_lets_another_through_and_keeps_its_own_order(tmp_path):
    """D13."""
    ledger = HangingLedger("c1")
    async with open_desk(tmp_path / "outbox.db", ledger, SystemClock()) as desk, running(desk):
        await desk.record("c1", 1)
        await ledger.hanging.wait()
        await desk.record("c1", 2)
        await desk.record("c2", 3)
        items = await until(desk, lambda items: items[0].state is OutboxState.POSTED)
        assert [item.state for item in items] == ["posted", "queued", "sending"]


async def test_quitting_in_the_middle_leaves_it_unknown_and_the_next_start_sends_the_same_key(tmp_path):
    """M03, M25."""
    hanging, path = HangingLedger("c1"), tmp_path / "outbox.db"
    async with open_desk(path, hanging, SystemClock()) as desk:
        async with running(desk):
            await desk.record()
            await hanging.hanging.wait()
        (item,) = await desk.service.list_items()
        assert (item.state, item.may_be_posted) == (OutboxState.UNKNOWN, True)
    ledger = ScriptedLedger(receipt_bytes(replay=True))
    async with open_desk(path, ledger, SystemClock()) as desk, running(desk):
        (item,) = await until(desk, all_in("posted"))
    assert item.receipt.idempotent_replay
    assert ledger.seen == hanging.seen


async def test_a_mistake_in_the_code_comes_out_and_leaves_the_posting_unknown(desk, ledger):
    ledger.script = [ZeroDivisionError("a bug")]
    await desk.record()
    with pytest.raises(ZeroDivisionError):
        await desk.service.run()
    (item,) = await desk.service.list_items()
    assert item.state is OutboxState.UNKNOWN


async def test_what_can_never_be_sent_is_given_up(desk, ledger):
    ledger.script = [InputError("This posting is addressed to no company of the ledger.")]
    async with running(desk):
        await desk.record()
        (item,) = await until(desk, all_in("refused"))
    assert (item.attempts, item.reason) == (0, "This posting is addressed to no company of the ledger.")


async def test_a_full_disk_ends_nothing_and_sends_nothing_until_it_is_free(desk, ledger):
    """F06."""
    disk = FullDisk(desk)
    await desk.record()
    disk.fill()
    try:
        async with running(desk):
            await announced(desk)
            assert "cannot be written" in (await desk.service.counts()).problem
            assert [item.state for item in await desk.service.list_items()] == ["queued"]
            assert ledger.seen == []
            disk.free()
            desk.service.wake()
            await until(desk, all_in("posted"))
    finally:
        disk.free()


async def test_a_sender_that_starts_on_a_full_disk_rests_until_there_is_news(desk, ledger):
    """F06."""
    disk = FullDisk(desk)
    await desk.record()
    disk.fill()
    try:
        await desk.service.send_due()
        async with running(desk):
            await asyncio.sleep(0)
            disk.free()
            desk.service.wake()
            await until(desk, all_in("posted"))
    finally:
        disk.free()


async def test_news_that_cannot_be_stored_is_not_forgotten(desk, ledger):
    ledger.script = [SignInNeededError("Sign in again.")]
    disk = FullDisk(desk)
    await desk.record()
    await desk.service.send_due()
    disk.fill()
    try:
        desk.service.wake()
        assert await desk.service.send_due() == []
    finally:
        disk.free()
    desk.service.wake()
    assert [item.state for item in await desk.service.send_due()] == ["posted"]


class UnreadableOutbox(Outbox):
    """Cannot be asked what is due next."""

    async def next_due_at(self, issuer: str) -> datetime | None:
        raise StorageError("outbox.db is damaged; it was left untouched.")


async def test_a_file_that_fails_while_the_sender_rests_does_not_end_it(tmp_path):
    outbox = await UnreadableOutbox.open(tmp_path / "outbox.db", None, SystemClock())
    desk = Desk(outbox, ScriptedLedger(), SystemClock())
    async with running(desk) as task:
        await desk.record("c1")
        await until(desk, all_in("posted"))
        await desk.record("c2")
        await until(desk, all_in("posted"))
        assert not task.done()
    await outbox.close()


async def announced(desk: Desk) -> None:
    """Wait for the next change."""
    changed = asyncio.Event()
    unsubscribe = desk.announcer.subscribe(lambda _: changed.set())
    await changed.wait()
    unsubscribe()


class SlowLedger(ScriptedLedger):
    """Answers only when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def post(self, path: str, key: str, body: bytes) -> Accepted:
        accepted = await super().post(path, key, body)
        self.asked.set()
        await self.may_answer.wait()
        return accepted


async def test_what_is_stopped_while_an_earlier_one_is_sent_is_never_sent(tmp_path):
    """D12."""
    ledger = SlowLedger()
    async with open_desk(tmp_path / "outbox.db", ledger, SystemClock()) as desk:
        await desk.record("c1", 1)
        second = await desk.record("c1", 2)
        sending = asyncio.create_task(desk.service.send_due())
        await ledger.asked.wait()
        await desk.service.stop(second)
        ledger.may_answer.set()
        assert [item.state for item in await sending] == ["posted"]
        assert len(ledger.seen) == 1
