"""Sends what the outbox holds: one posting at a time for a company, companies side by side."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from dataclasses import replace

from app.contract.postings import parse_receipt
from app.core.changes import Change, Changed
from app.core.crash_points import crash_point
from app.core.errors import AppError, StorageError
from app.core.outbox import Blocked, OutboxItem, OutboxState
from app.core.sending import LOOK_FIRST, Ending, Moment, failed, interrupted, is_too_old, posted
from app.services.pauses import Pauses
from app.services.posting_parts import PostingParts

_LOOK_AGAIN = 30.0
"""Seconds after which the file is read again: another process may have queued something, or died."""
_STORE_AGAIN = 5.0
"""Seconds after which a disk that failed is tried again."""
_RELEASED_BY_NEWS = frozenset({Blocked.OFFLINE, Blocked.AUTH, Blocked.SCOPE, Blocked.COMPANY})
_KEPT_IN_MEMORY = (
    "The ledger has answered and the answer cannot be stored; Tickmark keeps trying. Free some disk space"
    " and do not quit."
)


class Sender:
    """The only one that moves postings to the ledger, in this process and beside others."""

    def __init__(self, parts: PostingParts) -> None:
        """Send nothing yet."""
        self._parts = parts
        self._outbox = parts.outbox
        self._woken = asyncio.Event()
        self._news = True
        self._claimed = False
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._clock = parts.outbox.clock
        self._pauses = Pauses(self._clock)
        self._unstored: dict[int, Ending] = {}
        self._storage_trouble = ""
        self._storage_rests_until = 0.0

    @property
    def problem(self) -> str:
        """Trouble with the disk, as a sentence; empty when there is none."""
        return _KEPT_IN_MEMORY if self._unstored else self._storage_trouble

    def wake(self) -> None:
        """Try what waits again: the network, the session or the disk may have changed."""
        self._news = True
        self._storage_rests_until = 0.0
        self._woken.set()

    def look(self, *, asked: bool = False) -> None:
        """Look for what has become due; `asked` means a person wants it tried against all appearances."""
        if asked:
            self._pauses.forget()
        self._pauses.forget_offline()
        self._woken.set()

    def seen(self, item: OutboxItem) -> OutboxItem:
        """Return a posting as it is shown: one whose answer cannot be stored says so (M22)."""
        if item.id not in self._unstored:
            return item
        return replace(item, blocked=Blocked.STORAGE, reason=_KEPT_IN_MEMORY)

    async def send_due(self) -> list[OutboxItem]:
        """Send everything that is due, each posting once, and return what became of those that were tried."""
        due = await self._due()
        sent = await asyncio.gather(*(self._send_in_order(items) for items in due.values()))
        return [item for items in sent for item in items]

    async def run(self) -> None:
        """Send whatever becomes due, until cancelled; one company never waits for another."""
        working: dict[str, asyncio.Task[list[OutboxItem]]] = {}
        unsubscribe = self._parts.announcer.subscribe(self._on_change)
        try:
            while True:
                self._woken.clear()
                for company_id, items in (await self._due()).items():
                    if company_id not in working:
                        working[company_id] = asyncio.create_task(self._send_in_order(items))
                        working[company_id].add_done_callback(lambda _: self._woken.set())
                await self._rest()
                for company_id in [name for name, task in working.items() if task.done()]:
                    working.pop(company_id).result()
        finally:
            unsubscribe()
            for task in working.values():
                task.cancel()
            await asyncio.gather(*working.values(), return_exceptions=True)

    def _on_change(self, change: Change) -> None:
        if Changed.CONNECTION in change.what:
            self.wake()

    async def _rest(self) -> None:
        """Wait until something is due, somebody calls, or it is time to look again."""
        try:
            seconds = await self._seconds_to_rest()
        except StorageError:  # the next look at what is due tells it
            seconds = _STORE_AGAIN
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):  # wait_for of Python 3.11 can swallow a cancellation
                await self._woken.wait()

    async def _seconds_to_rest(self) -> float:
        if self._storage_rests:
            return _STORE_AGAIN
        due_at = await self._outbox.next_due_at(self._parts.issuer)
        if due_at is None:
            return _LOOK_AGAIN
        return min(_LOOK_AGAIN, max((due_at - self._clock.now()).total_seconds(), 0.0))

    async def _due(self) -> dict[str, list[OutboxItem]]:
        """Return what may be sent now, by company and in order; nothing while another process sends."""
        if self._storage_rests:
            return {}
        try:
            if not await self._claim():
                return {}
            await self._store_answers()
            await self._take_news()
            due = await self._outbox.list_due(self._parts.issuer)
        except StorageError as error:
            self._rest_from_storage(error)
            return {}
        if not due:
            self._storage_trouble = ""
        by_company: dict[str, list[OutboxItem]] = {}
        for item in due:
            by_company.setdefault(item.company_id, []).append(item)
        return by_company

    async def _claim(self) -> bool:
        """Become the one that sends, and take over what a dead one left behind (M03, D14)."""
        if not self._claimed:
            if not await self._outbox.claim_sending():
                return False
            if await self._outbox.settle_left_behind(interrupted(self._moment())):
                self._announce()
            self._claimed = True
        return True

    async def _take_news(self) -> None:
        """Let go of everything that may no longer be in the way."""
        if self._news:
            self._pauses.forget()
            if await self._outbox.release(_RELEASED_BY_NEWS):
                self._announce()
            self._news = False

    async def _send_in_order(self, items: list[OutboxItem]) -> list[OutboxItem]:
        """Send one company's postings, one after the other; one that fails does not stop the next."""
        async with self._turns[items[0].company_id]:
            return [sent for item in items if (sent := await self._send(item)) is not None]

    async def _send(self, item: OutboxItem) -> OutboxItem | None:
        """Send one posting if it still may go; None when it was not tried."""
        try:
            if self._storage_rests or await self._must_wait(item):
                return None
            started = await self._outbox.begin(item.id)
        except StorageError as error:
            self._rest_from_storage(error)
            return None
        self._storage_trouble = ""
        if started is None:
            return None
        self._announce()
        crash_point("before_send")
        ending = await self._ask(started)
        crash_point("after_response_before_commit")
        self._pauses.learn(ending, item.company_id)
        return await self._settle(started, ending)

    async def _must_wait(self, item: OutboxItem) -> bool:
        """Hold a posting that would only meet what another has met, or that is too old to send blindly."""
        wait = self._pauses.wait_of(item.company_id)
        if item.state is OutboxState.UNKNOWN and is_too_old(item, self._clock.now()):
            await self._outbox.ask_for_a_look(item.id, LOOK_FIRST)
        elif wait is not None:
            await self._outbox.hold(item.id, wait)
        else:
            return False
        self._announce()
        return True

    async def _ask(self, item: OutboxItem) -> Ending:
        """Send the stored bytes and judge the answer; whatever breaks off on the way is unknown."""
        try:
            accepted = await self._parts.ledger.post(item.path, item.key, item.body)
            return posted(parse_receipt(accepted.body, item.kind))
        except AppError as error:
            return failed(item, error, self._moment())
        except BaseException:
            await self._settle(item, interrupted(self._moment()))
            raise

    async def _settle(self, item: OutboxItem, ending: Ending) -> OutboxItem:
        """Store how an attempt ended; what cannot be stored is kept and tried again (F06)."""
        try:
            settled = await self._outbox.settle(item.id, ending)
        except StorageError as error:
            self._unstored[item.id] = ending
            self._rest_from_storage(error)
            return self.seen(item)
        self._unstored.pop(item.id, None)
        self._announce()
        if settled.state is OutboxState.POSTED:
            self._parts.on_posted(settled.company_id)
        return settled

    async def _store_answers(self) -> None:
        for item_id, ending in list(self._unstored.items()):
            await self._settle(await self._outbox.find_item(item_id), ending)

    def _rest_from_storage(self, error: StorageError) -> None:
        self._storage_trouble = str(error)
        self._storage_rests_until = self._clock.monotonic() + _STORE_AGAIN
        self._announce()

    @property
    def _storage_rests(self) -> bool:
        return self._clock.monotonic() < self._storage_rests_until

    def _moment(self) -> Moment:
        return Moment(
            now=self._clock.now(),
            jitter=self._parts.jitter(),
            offline_tries=self._pauses.offline_tries(),
        )

    def _announce(self) -> None:
        self._parts.announcer.announce(Change(what=Changed.OUTBOX))
