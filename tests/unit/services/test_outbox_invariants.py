"""Whatever happens in whatever order: the invariants of the outbox (reliability 4), against a model of the ledger."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.contract.endpoints import PostRoute
from app.core.errors import (
    BusyError,
    OfflineError,
    PeriodLockedError,
    RefusedError,
    SignInNeededError,
    UncertainError,
)
from app.core.outbox import WAITING_STATES, Blocked, OutboxCounts, OutboxItem
from app.store.outbox import Outbox
from tests.posting_rig import PURCHASE, Accepted, Desk, TurnedClock, receipt_bytes

T = TypeVar("T")

MEMORY = Path("/dev/shm")  # noqa: S108 - waiting for a disk proves nothing here

KEY_MEMORY = timedelta(minutes=20)
"""How long this ledger remembers a key; the app must not need to know."""
FAULTS = (
    "offline",
    "drop_before",
    "drop_after",
    "garbage",
    "other_receipt",
    "in_flight",
    "busy",
    "signed_out",
    "refuse",
)

companies = st.sampled_from(["c1", "c2"])
picks = st.integers(0, 11)


class ModelLedger:
    """Records entries as the real one does, loses answers on command, and notices every broken promise."""

    def __init__(self, clock: TurnedClock) -> None:
        self._clock = clock
        self._remembered: dict[str, tuple[str, timedelta]] = {}
        self._in_flight: set[str] = set()
        self._payloads: dict[str, tuple[str, bytes]] = {}
        self.entries: dict[str, list[str]] = {}
        """The ids of the entries each key made; more than one is a double posting."""
        self.faults: dict[str, list[str]] = {}
        """What happens to the next posts of each company, by their path."""
        self.is_locked = False
        self.crash_files: tuple[Path, Path] | None = None
        self.crash_after_commit = False
        self.is_cut_off = False

    async def post(self, path: str, key: str, body: bytes) -> Accepted:
        assert key not in self._in_flight, "two requests with one key at once (invariant 6)"
        assert self._payloads.setdefault(key, (path, body)) == (path, body), (
            "one key, two payloads (invariant 6)"
        )
        self._in_flight.add(key)
        try:
            await asyncio.sleep(0)
            faults = self.faults.get(path)
            return Accepted(body=self._answer(key, faults.pop(0) if faults else ""))
        finally:
            self._in_flight.discard(key)

    def _answer(self, key: str, fault: str) -> bytes:
        if self.is_cut_off or (not self.crash_after_commit and self._keep_crash_files()):
            raise UncertainError("The process that asked is dead.")
        before = {
            "offline": OfflineError("Out of reach."),
            "drop_before": UncertainError("Lost."),
            "in_flight": BusyError("Still running.", code="idempotency_conflict", retry_after=3),
            "busy": BusyError("Wait.", code="rate_limited", retry_after=20),
            "signed_out": SignInNeededError("Sign in again."),
            "refuse": RefusedError("No such account.", code="invalid_request"),
        }
        if fault in before:
            raise before[fault]
        receipt = self._record(key)
        self._keep_crash_files()
        if fault == "drop_after":
            raise UncertainError("Lost.")
        if fault == "garbage":
            return b"<html>502 Bad Gateway</html>"
        return receipt_bytes(resourceType="deposit") if fault == "other_receipt" else receipt

    def _record(self, key: str) -> bytes:
        if self.is_locked:  # asked before the key is looked up: the order that hides an earlier success
            raise PeriodLockedError("June is closed.")
        now = timedelta(seconds=self._clock.monotonic())
        entry, at = self._remembered.get(key, ("", now))
        if entry and now - at <= KEY_MEMORY:
            return receipt_bytes(entry, replay=True)
        made = self.entries.setdefault(key, [])
        made.append(f"{key}#{len(made)}")
        self._remembered[key] = (made[-1], now)
        return receipt_bytes(made[-1])

    def _keep_crash_files(self) -> bool:
        """Copy the files as a kill at this moment would leave them; whatever the old process asks now is lost."""
        if not self.crash_files:
            return False
        source, target = self.crash_files
        shutil.copytree(source, target)
        self.crash_files, self.is_cut_off = None, True
        return True


class OutboxMachine(RuleBasedStateMachine):
    """Records, sends, crashes, restarts, turns the clock and changes its mind, in any order.

    As in the app, the sender looks whenever it starts and whenever time has passed.
    """

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.new_event_loop()
        self._folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self._generation = 0
        self.clock = TurnedClock()
        self.ledger = ModelLedger(self.clock)
        self.recorded: dict[int, OutboxItem] = {}

    def run(self, work: Coroutine[object, object, T]) -> T:
        return self._loop.run_until_complete(work)

    @property
    def _home(self) -> Path:
        return Path(self._folder.name) / str(self._generation)

    def _open(self) -> Desk:
        self._home.mkdir(exist_ok=True)
        outbox = self.run(Outbox.open(self._home / "outbox.db", None, self.clock))
        return Desk(outbox, self.ledger, self.clock)

    def _items(self) -> list[OutboxItem]:
        return self.run(self.desk.service.list_items())

    @initialize()
    def start(self) -> None:
        self.desk = self._open()

    @rule(company_id=companies, amount_cents=st.integers(1, 9_999))
    def record(self, company_id: str, amount_cents: int) -> None:
        purchase = replace(PURCHASE, company_id=company_id, amount_cents=amount_cents)
        item = self.run(self.desk.service.record(purchase, again=True))
        self.recorded[item.id] = item

    @rule()
    def send(self) -> None:
        self.run(self.desk.service.send_due())

    @rule(company_id=companies, faults=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=4))
    def misbehave(self, company_id: str, faults: list[str]) -> None:
        self.ledger.faults[PostRoute.PURCHASE.route.path(company_id)] = faults

    @rule(is_locked=st.booleans())
    def lock_period(self, is_locked: bool) -> None:
        self.ledger.is_locked = is_locked

    @rule(seconds=st.sampled_from([1, 5, 60, 300, 899, 1_000, 4_000, 90_000]))
    def wait(self, seconds: int) -> None:
        self.clock.turn(seconds=seconds)
        self.send()

    @rule(hours=st.integers(1, 3))
    def turn_the_clock_back(self, hours: int) -> None:
        self.clock.turn(hours=-hours)
        self.send()

    @rule()
    def wake(self) -> None:
        self.desk.service.wake()

    @rule()
    def restart(self) -> None:
        self.run(self.desk.outbox.close())
        self.desk = self._open()
        self.send()

    @precondition(lambda self: self.recorded)
    @rule(after_commit=st.booleans())
    def crash_while_sending(self, after_commit: bool) -> None:
        """Kill -9 with a request on its way, before or after the ledger recorded it; then start again."""
        left = self._home.with_name(str(self._generation + 1))
        self.ledger.crash_files, self.ledger.crash_after_commit = (self._home, left), after_commit
        self.run(self.desk.service.send_due())
        self.ledger.crash_files, self.ledger.is_cut_off = None, False
        self.run(self.desk.outbox.close())
        self._generation += left.exists()
        self.desk = self._open()
        self.send()

    @rule()
    def second_instance_sends_nothing_while_the_first_holds_the_right(self) -> None:
        self.run(self.desk.service.send_due())
        other = self._open()
        assert self.run(other.service.send_due()) == []
        self.run(other.outbox.close())

    @precondition(lambda self: self.recorded)
    @rule(pick=picks)
    def retry(self, pick: int) -> None:
        """A person looks in the ledger first, as the reason says, and retries what is not there."""
        waiting = [item for item in self._items() if item.state in WAITING_STATES]
        missing = [
            item for item in waiting if item.state != "needs_look" or item.key not in self.ledger.entries
        ]
        if missing:
            self.run(self.desk.service.retry(missing[pick % len(missing)].id))

    @precondition(lambda self: self.recorded)
    @rule(pick=picks)
    def stop(self, pick: int) -> None:
        waiting = [item for item in self._items() if item.state in WAITING_STATES]
        if not waiting:
            return
        item = self.run(self.desk.service.stop(waiting[pick % len(waiting)].id))
        assert item.may_be_posted == ("may have been posted" in item.reason)

    @invariant()
    def every_promise_holds(self) -> None:
        items = self._items()
        self._each_row_made_at_most_one_entry()
        self._posted_means_the_ledger_has_it_and_nothing_it_has_is_denied(items)
        self._bytes_and_keys_never_change_and_no_row_is_lost(items)
        self._what_is_shown_is_what_is_there(items)

    def _each_row_made_at_most_one_entry(self) -> None:
        """Invariant 1."""
        assert all(len(made) == 1 for made in self.ledger.entries.values())

    def _posted_means_the_ledger_has_it_and_nothing_it_has_is_denied(self, items: list[OutboxItem]) -> None:
        """Invariant 2."""
        for item in items:
            made = self.ledger.entries.get(item.key, [])
            if item.state == "posted":
                assert item.receipt is not None
                assert [item.receipt.id] == made
            elif made:
                assert item.may_be_posted, item

    def _bytes_and_keys_never_change_and_no_row_is_lost(self, items: list[OutboxItem]) -> None:
        """Invariants 4 and 5."""
        assert {item.id for item in items} == set(self.recorded)
        for item in items:
            first = self.recorded[item.id]
            assert (item.key, item.path, item.body) == (first.key, first.path, first.body)

    def _what_is_shown_is_what_is_there(self, items: list[OutboxItem]) -> None:
        """Invariant 7."""
        is_open = [item for item in items if item.is_open]
        assert self.run(self.desk.service.counts()) == OutboxCounts(
            open=len(is_open),
            open_cents=sum(item.amount_cents for item in is_open),
            needs_look=sum(item.state == "needs_look" for item in is_open),
        )

    def teardown(self) -> None:
        """Invariant 3: with everything well again, nothing stays on its way."""
        try:
            self.ledger.faults, self.ledger.is_locked = {}, False
            self.desk.service.wake()
            for _ in range(8):
                self.run(self.desk.service.send_due())
                self.clock.turn(hours=1)
            for item in self._items():
                settled_or_a_persons = not item.is_open or item.state == "needs_look"
                assert settled_or_a_persons or item.blocked is Blocked.PERIOD, item
            self.every_promise_holds()
        finally:
            self.run(self.desk.outbox.close())
            self._loop.close()
            self._folder.cleanup()


OutboxMachine.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
TestOutboxInvariants = OutboxMachine.TestCase
