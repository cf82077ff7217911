"""What each answer, or its absence, makes of a posting (reliability 3, M03-M15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import (
    AccessDeniedError,
    AppError,
    BusyError,
    InputError,
    KeychainError,
    LedgerError,
    MissingScopeError,
    OfflineError,
    PeriodLockedError,
    RefusedError,
    SignInError,
    SignInNeededError,
    StorageError,
    UncertainError,
    UnreadableError,
)
from app.core.outbox import ALLOWED_MOVES, Blocked, OutboxState, Outcome
from app.core.sending import (
    LONGEST_WAIT,
    RESEND_WINDOW,
    Ending,
    Moment,
    failed,
    interrupted,
    is_too_old,
    posted,
)
from tests.unit.core.test_outbox_states import ITEM, NOW, RECEIPT

SENDING = replace(ITEM, state=OutboxState.SENDING, attempts=1, first_attempt_at=NOW)
UNSURE = replace(SENDING, attempts=2, uncertain_since=NOW - timedelta(minutes=5))
TOO_OLD = replace(SENDING, attempts=2, uncertain_since=NOW - timedelta(minutes=16))
FULL = Moment(now=NOW, jitter=1.0)
LOOK = "look in the ledger before trying again"

failures = st.sampled_from(
    [
        OfflineError("o"),
        UncertainError("u"),
        UnreadableError("u"),
        BusyError("b", code="rate_limited"),
        BusyError("b", code="internal_error"),
        BusyError("b", code="idempotency_conflict", retry_after=2),
        RefusedError("r", code="invalid_request"),
        RefusedError("r", code="idempotency_conflict"),
        PeriodLockedError("p"),
        MissingScopeError("m"),
        SignInNeededError("s"),
        AccessDeniedError("a"),
        KeychainError("k"),
        SignInError("s"),
        StorageError("s"),
        InputError("i"),
        LedgerError("l"),
    ]
)
items = st.sampled_from([SENDING, UNSURE, TOO_OLD])
moments = st.builds(Moment, now=st.just(NOW), jitter=st.floats(0, 1), offline_tries=st.integers(1, 10_000))


def ending(failure: AppError, item=SENDING, moment: Moment = FULL) -> Ending:
    return failed(item, failure, moment)


@given(items, failures, moments)
def test_every_ending_is_an_allowed_move_and_says_why(item, failure, moment):
    end = failed(item, failure, moment)
    assert end.state in ALLOWED_MOVES[OutboxState.SENDING]
    assert end.state is not OutboxState.POSTED
    assert str(failure) in end.reason


@given(items, failures, moments)
def test_what_may_be_posted_is_never_called_refused_or_unsent(item, failure, moment):
    end = failed(item, failure, moment)
    if item.uncertain_since is not None:
        assert end.state in (OutboxState.UNKNOWN, OutboxState.NEEDS_LOOK)


@given(items, failures, moments)
def test_nothing_is_sent_again_at_once_and_nothing_too_old_by_itself(item, failure, moment):
    end = failed(item, failure, moment)
    if end.next_attempt_at is not None:
        assert NOW <= end.next_attempt_at <= NOW + LONGEST_WAIT
    if item is TOO_OLD:
        assert end.state is OutboxState.NEEDS_LOOK


def test_a_receipt_settles_it():
    assert posted(RECEIPT) == Ending(outcome=Outcome.POSTED, state=OutboxState.POSTED, receipt=RECEIPT)


def test_nothing_sent_waits_for_the_network_and_every_other_posting_too():
    """M06: connect refused, DNS, offline."""
    end = ending(OfflineError("Out of reach."))
    assert (end.outcome, end.state) == (Outcome.NOT_SENT, OutboxState.QUEUED)
    assert (end.blocked, end.reason) == (Blocked.OFFLINE, "Out of reach.")
    assert end.pauses_all


def test_waiting_for_the_network_grows_to_five_minutes():
    waits = [
        ending(OfflineError("o"), moment=replace(FULL, offline_tries=tries)).next_attempt_at - NOW
        for tries in (1, 2, 3, 50)
    ]
    assert waits == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8), timedelta(minutes=5)]


@pytest.mark.parametrize(
    "failure",
    [UncertainError("u"), UnreadableError("u"), LedgerError("l"), StorageError("s")],
)
def test_whatever_is_not_known_to_be_safe_is_unknown_and_sent_again(failure):
    """M03, M04, M15: never failed, never a new key."""
    end = ending(failure)
    assert (end.outcome, end.state) == (Outcome.UNKNOWN, OutboxState.UNKNOWN)
    assert end.next_attempt_at == NOW + timedelta(seconds=2)
    assert not end.pauses_all


def test_backoff_doubles_with_the_attempts_and_ends_at_two_minutes():
    waits = [
        ending(UncertainError("u"), replace(SENDING, attempts=tries)).next_attempt_at - NOW
        for tries in (2, 5, 7, 400)
    ]
    assert waits == [timedelta(seconds=4), timedelta(seconds=32), timedelta(minutes=2), timedelta(minutes=2)]


def test_jitter_is_full():
    assert ending(UncertainError("u"), moment=replace(FULL, jitter=0.0)).next_attempt_at == NOW
    assert ending(UncertainError("u"), moment=replace(FULL, jitter=0.5)).next_attempt_at == NOW + timedelta(
        seconds=1
    )


def test_an_unknown_outcome_of_long_ago_waits_for_a_person():
    """D11: no blind re-send after fifteen minutes."""
    end = ending(UncertainError("Lost."), TOO_OLD)
    assert (end.state, end.next_attempt_at) == (OutboxState.NEEDS_LOOK, None)
    assert LOOK in end.reason


@pytest.mark.parametrize("code", ["", "rate_limited", "too_many_requests"])
def test_a_busy_ledger_is_given_the_time_it_asked_for_by_all(code):
    """M14: 429 is answered before anything is executed."""
    end = ending(BusyError("Wait.", retry_after=30, code=code))
    assert (end.outcome, end.state) == (Outcome.HELD, OutboxState.QUEUED)
    assert end.next_attempt_at == NOW + timedelta(seconds=30)
    assert end.pauses_all


@pytest.mark.parametrize(
    ("asked", "waited"), [(0, 1), (-5, 1), (999_999, 3600), (float("inf"), 3600), (None, 2), (2.5, 2.5)]
)
def test_absurd_waits_are_bounded(asked, waited):
    """D10."""
    end = ending(BusyError("Wait.", retry_after=asked))
    assert end.next_attempt_at == NOW + timedelta(seconds=waited)


@pytest.mark.parametrize("code", ["idempotency_conflict", "internal_error"])
def test_a_retryable_answer_that_may_hide_a_success_waits_under_the_same_key(code):
    """M07: the first request with this key is still running."""
    end = ending(BusyError("In flight.", retry_after=3, code=code))
    assert (end.outcome, end.state) == (Outcome.UNKNOWN, OutboxState.UNKNOWN)
    assert end.next_attempt_at == NOW + timedelta(seconds=3)
    assert not end.pauses_all


def test_a_key_used_for_other_bytes_needs_a_look():
    """M08: not retryable, whatever the status."""
    end = ending(RefusedError("Other body.", code="idempotency_conflict"))
    assert (end.state, end.next_attempt_at) == (OutboxState.NEEDS_LOOK, None)
    assert LOOK in end.reason


def test_a_refusal_is_final_with_the_ledgers_reason():
    """M09."""
    end = ending(RefusedError("The ledger refused this: no such account.", code="invalid_request"))
    assert (end.outcome, end.state) == (Outcome.REFUSED, OutboxState.REFUSED)
    assert end.reason == "The ledger refused this: no such account."


def test_what_can_never_be_sent_is_given_up_and_counts_no_attempt():
    end = ending(InputError("Addressed to no company."))
    assert (end.outcome, end.state) == (Outcome.NOT_SENT, OutboxState.REFUSED)
    assert ending(InputError("i"), UNSURE).state is OutboxState.NEEDS_LOOK


def test_a_closed_period_waits_for_a_person():
    """M10: no re-dating, no automatic retry."""
    end = ending(PeriodLockedError("June is closed."))
    assert (end.state, end.blocked, end.next_attempt_at) == (OutboxState.QUEUED, Blocked.PERIOD, None)


@pytest.mark.parametrize(
    "failure", [RefusedError("No.", code="invalid_request"), PeriodLockedError("Closed.")]
)
def test_a_refusal_after_an_unknown_attempt_proves_nothing_about_it(failure):
    end = ending(failure, UNSURE)
    assert (end.state, end.next_attempt_at) == (OutboxState.NEEDS_LOOK, None)
    assert LOOK in end.reason


@pytest.mark.parametrize(
    ("failure", "blocked", "pauses_company", "pauses_all"),
    [
        (SignInNeededError("s"), Blocked.AUTH, False, True),
        (KeychainError("k"), Blocked.AUTH, False, True),
        (SignInError("s"), Blocked.AUTH, False, True),
        (MissingScopeError("m"), Blocked.SCOPE, False, False),
        (AccessDeniedError("a"), Blocked.COMPANY, True, False),
    ],
)
def test_what_a_person_must_put_right_holds_whom_it_concerns(failure, blocked, pauses_company, pauses_all):
    """M11, M12, M13."""
    end = ending(failure)
    assert (end.outcome, end.state, end.blocked) == (Outcome.HELD, OutboxState.QUEUED, blocked)
    assert end.next_attempt_at is None
    assert (end.pauses_company, end.pauses_all) == (pauses_company, pauses_all)


@pytest.mark.parametrize(
    ("item", "state"), [(UNSURE, OutboxState.UNKNOWN), (TOO_OLD, OutboxState.NEEDS_LOOK)]
)
@pytest.mark.parametrize("failure", [OfflineError("o"), BusyError("b"), SignInNeededError("s")])
def test_an_unsent_repeat_leaves_an_unknown_posting_unknown(failure, item, state):
    assert ending(failure, item).state is state


def test_an_interrupted_attempt_is_unknown_and_sent_again_at_once():
    """M03."""
    end = interrupted(FULL)
    assert (end.outcome, end.state, end.next_attempt_at) == (Outcome.UNKNOWN, OutboxState.UNKNOWN, NOW)


@pytest.mark.parametrize(
    ("age", "too_old"),
    [
        (timedelta(), False),
        (RESEND_WINDOW, False),
        (RESEND_WINDOW + timedelta(seconds=1), True),
        (timedelta(seconds=-30), False),
        (timedelta(hours=-1), True),
    ],
)
def test_an_age_is_measured_and_a_clock_turned_back_gives_none(age, too_old):
    """M16."""
    assert is_too_old(replace(ITEM, uncertain_since=NOW - age), NOW) is too_old


def test_what_was_never_uncertain_is_never_too_old():
    assert not is_too_old(ITEM, NOW + timedelta(days=400))
