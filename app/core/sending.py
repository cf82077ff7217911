"""What an answer, or its absence, makes of a posting that was being sent (reliability 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.errors import (
    AccessDeniedError,
    AppError,
    BusyError,
    InputError,
    KeychainError,
    MissingScopeError,
    OfflineError,
    PeriodLockedError,
    RefusedError,
    SignInError,
    SignInNeededError,
)
from app.core.outbox import Blocked, OutboxItem, OutboxState, Outcome, Receipt

RESEND_WINDOW = timedelta(minutes=15)
"""How long an unknown outcome is sent again by itself; the ledger may forget a key after that (D11)."""
LONGEST_WAIT = timedelta(hours=1)
"""No request of the ledger to wait is followed for longer than this (D10)."""
_SHORTEST_WAIT = timedelta(seconds=1)
_LONGEST_BACKOFF = timedelta(minutes=2)
_LONGEST_OFFLINE = timedelta(minutes=5)
CLOCK_SLACK = timedelta(minutes=1)
"""How far apart two looks at the same clock may be set without anybody having turned it."""
_ANSWERED_BEFORE_EXECUTION = frozenset({"", "rate_limited", "too_many_requests"})
_CONFLICT = "idempotency_conflict"
LOOK_FIRST = "An earlier try may have been recorded; look in the ledger before trying again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How an attempt ended, and what the posting becomes by it."""

    outcome: Outcome
    state: OutboxState
    reason: str = ""
    blocked: Blocked | None = None
    next_attempt_at: datetime | None = None
    """None waits for a person, or for a change of what blocks it."""
    receipt: Receipt | None = None
    pauses_company: bool = False
    """Whether the same would happen to every posting of the company."""
    pauses_all: bool = False
    """Whether the same would happen to every posting there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Why a posting waits, and until when."""

    reason: str = ""
    blocked: Blocked | None = None
    until: datetime | None = None
    """None waits for a person, or for a change of what blocks it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When an attempt ended, and the dice for how long to wait."""

    now: datetime
    jitter: float
    """From 0 to 1: the share of the longest wait that is waited (full jitter)."""
    offline_tries: int = 1
    """How often in a row nothing could be sent, this time included."""

    def backoff(self, tries: int, longest: timedelta) -> datetime:
        """Return when to try again: exponential, with full jitter."""
        seconds = min(longest.total_seconds(), 2.0 ** min(tries, 20))
        return self.now + timedelta(seconds=self.jitter * seconds)


def is_too_old(item: OutboxItem, now: datetime) -> bool:
    """Say whether an unknown outcome may no longer be sent again blindly (D11).

    A clock that was turned back gives no age at all; then it is too old, too (M16).
    """
    if item.uncertain_since is None:
        return False
    return not -CLOCK_SLACK <= now - item.uncertain_since <= RESEND_WINDOW


def posted(receipt: Receipt) -> Ending:
    """Take the ledger's receipt."""
    return Ending(outcome=Outcome.POSTED, state=OutboxState.POSTED, receipt=receipt)


def interrupted(moment: Moment) -> Ending:
    """Take the end of this process, or of its patience, before the answer came (M03)."""
    return Ending(
        outcome=Outcome.UNKNOWN,
        state=OutboxState.UNKNOWN,
        reason="Tickmark stopped before the answer came; it is sent again under the same key.",
        next_attempt_at=moment.now,
    )


def failed(item: OutboxItem, failure: AppError, moment: Moment) -> Ending:
    """Take a failure; `item` is the posting while it was sent. What is not known to be safe is unknown."""
    if isinstance(failure, OfflineError):
        return _offline(item, failure, moment)
    if isinstance(failure, BusyError) and failure.code in _ANSWERED_BEFORE_EXECUTION:
        return _busy(item, failure, moment)
    for kinds, blocked in _HOLDS:
        if isinstance(failure, kinds):
            return _held(item, failure, moment, blocked)
    if isinstance(failure, RefusedError):
        return _refused(item, failure)
    if isinstance(failure, InputError):
        return _unsendable(item, failure)
    return _unknown(item, failure, moment)


_HOLDS = (
    ((SignInNeededError, SignInError, KeychainError), Blocked.AUTH),
    ((MissingScopeError,), Blocked.SCOPE),
    ((AccessDeniedError,), Blocked.COMPANY),
)


def _offline(item: OutboxItem, failure: AppError, moment: Moment) -> Ending:
    """Keep what was not sent at all (M06)."""
    return Ending(
        outcome=Outcome.NOT_SENT,
        state=_back(item, moment),
        reason=str(failure),
        blocked=Blocked.OFFLINE,
        next_attempt_at=moment.backoff(moment.offline_tries, _LONGEST_OFFLINE),
        pauses_all=True,
    )


def _busy(item: OutboxItem, failure: BusyError, moment: Moment) -> Ending:
    """Wait as the ledger asked everybody to (D10)."""
    return Ending(
        outcome=Outcome.HELD,
        state=_back(item, moment),
        reason=str(failure),
        next_attempt_at=_as_asked(item, failure, moment),
        pauses_all=True,
    )


def _held(item: OutboxItem, failure: AppError, moment: Moment, blocked: Blocked) -> Ending:
    """Wait until a person has put something right (M11, M12, M13)."""
    return Ending(
        outcome=Outcome.HELD,
        state=_back(item, moment),
        reason=str(failure),
        blocked=blocked,
        pauses_company=blocked is Blocked.COMPANY,
        pauses_all=blocked is Blocked.AUTH,
    )


def _refused(item: OutboxItem, failure: RefusedError) -> Ending:
    """Take a no; after an unknown attempt it proves nothing about that one (M08, M09, M10)."""
    locked = isinstance(failure, PeriodLockedError)
    state = OutboxState.QUEUED if locked else OutboxState.REFUSED
    reason = str(failure)
    if item.uncertain_since is not None or failure.code == _CONFLICT:
        state = OutboxState.NEEDS_LOOK
        reason = f"{reason} {LOOK_FIRST}"
    return Ending(
        outcome=Outcome.REFUSED, state=state, reason=reason, blocked=Blocked.PERIOD if locked else None
    )


def _unsendable(item: OutboxItem, failure: InputError) -> Ending:
    """Give up what can never leave this computer as it is."""
    state = OutboxState.REFUSED if item.uncertain_since is None else OutboxState.NEEDS_LOOK
    return Ending(outcome=Outcome.NOT_SENT, state=state, reason=str(failure))


def _unknown(item: OutboxItem, failure: AppError, moment: Moment) -> Ending:
    """Send again under the same key: it may have taken effect (M03, M04, M07, M15)."""
    if is_too_old(item, moment.now):
        return Ending(outcome=Outcome.UNKNOWN, state=OutboxState.NEEDS_LOOK, reason=f"{failure} {LOOK_FIRST}")
    return Ending(
        outcome=Outcome.UNKNOWN,
        state=OutboxState.UNKNOWN,
        reason=str(failure),
        next_attempt_at=_as_asked(item, failure, moment),
    )


def _back(item: OutboxItem, moment: Moment) -> OutboxState:
    """Return where a posting waits whose last attempt changed nothing."""
    if item.uncertain_since is None:
        return OutboxState.QUEUED
    return OutboxState.NEEDS_LOOK if is_too_old(item, moment.now) else OutboxState.UNKNOWN


def _as_asked(item: OutboxItem, failure: AppError, moment: Moment) -> datetime:
    """Return when to try again: when the ledger said, within reason, or by our own backoff."""
    if isinstance(failure, BusyError) and failure.retry_after is not None:
        seconds = min(max(failure.retry_after, _SHORTEST_WAIT.total_seconds()), LONGEST_WAIT.total_seconds())
        return moment.now + timedelta(seconds=seconds)
    return moment.backoff(item.attempts, _LONGEST_BACKOFF)
