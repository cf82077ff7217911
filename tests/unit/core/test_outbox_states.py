"""The states of a posting, the one table of moves, and what a row says of itself (reliability 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.core.outbox import (
    ALLOWED_MOVES,
    OPEN_STATES,
    WAITING_STATES,
    OutboxCounts,
    OutboxItem,
    OutboxState,
    Receipt,
    check_move,
)

NOW = datetime(2026, 6, 17, 12, tzinfo=UTC)
ITEM = OutboxItem(
    id=1,
    company_id="c1",
    company_name="Summit Ridge",
    kind="purchase",
    state=OutboxState.QUEUED,
    key="k",
    path="/p",
    body=b"{}",
    amount_cents=12995,
    date="2026-06-17",
    description="Figma",
    created_at=NOW,
)
RECEIPT = Receipt(id="p1", resource_type="purchase", journal_entry_id="j1")


@pytest.mark.parametrize("old", OutboxState)
@pytest.mark.parametrize("new", OutboxState)
def test_only_the_moves_of_the_table_are_allowed(old, new):
    if new in ALLOWED_MOVES[old]:
        check_move(old, new)
    else:
        with pytest.raises(ValueError, match=f"cannot go from {old} to {new}"):
            check_move(old, new)


def test_a_settled_posting_never_moves_again():
    settled = set(OutboxState) - OPEN_STATES
    assert settled == {state for state, moves in ALLOWED_MOVES.items() if not moves}


def test_posted_is_reached_only_from_sending():
    assert [old for old, moves in ALLOWED_MOVES.items() if OutboxState.POSTED in moves] == [
        OutboxState.SENDING
    ]


def test_an_attempted_posting_is_stopped_but_one_being_sent_is_not():
    stoppable = {old for old, moves in ALLOWED_MOVES.items() if OutboxState.STOPPED in moves}
    assert stoppable == WAITING_STATES


def test_everything_that_can_be_sent_is_open():
    assert {old for old, moves in ALLOWED_MOVES.items() if OutboxState.SENDING in moves} == WAITING_STATES
    assert WAITING_STATES < OPEN_STATES


@pytest.mark.parametrize("state", OutboxState)
def test_a_row_is_open_while_it_wants_something(state):
    assert replace(ITEM, state=state).is_open is (state in OPEN_STATES)


@pytest.mark.parametrize(
    ("changes", "may_be_posted"),
    [
        ({}, False),
        ({"attempts": 3, "first_attempt_at": NOW}, False),
        ({"state": OutboxState.SENDING}, True),
        ({"state": OutboxState.UNKNOWN, "uncertain_since": NOW}, True),
        ({"state": OutboxState.STOPPED, "uncertain_since": NOW}, True),
        ({"state": OutboxState.POSTED, "uncertain_since": NOW, "receipt": RECEIPT}, False),
    ],
)
def test_a_row_says_whether_the_ledger_may_hold_it_without_a_receipt(changes, may_be_posted):
    assert replace(ITEM, **changes).may_be_posted is may_be_posted


def test_an_empty_outbox_counts_nothing():
    assert OutboxCounts() == OutboxCounts(open=0, open_cents=0, needs_look=0, problem="")
