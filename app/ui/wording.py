"""The words screens use for states, kinds, scopes and types: one place, one word for one thing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.core.accounts import Account
from app.core.outbox import Blocked, OutboxItem, OutboxState, Outcome
from app.ui.tokens import Role
from app.ui.widgets.message_bar import Mood

READS_IN_WORDS = "companies, chart of accounts, journal, bank rows, reconciliations and reports"
"""What a connection may read (contract 1, scopes)."""
POSTS_IN_WORDS = "purchases, deposits, transfers, bill payments and journal entries"
"""What a connection may record once posting is allowed."""

OUTCOME_WORDS = {
    Outcome.POSTED: "Posted",
    Outcome.REFUSED: "Refused",
    Outcome.HELD: "Told to wait",
    Outcome.NOT_SENT: "Not sent",
    Outcome.UNKNOWN: "No clear answer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StateWords:
    """How a state of the outbox looks: word, icon, colors, and the mood of a note about it."""

    word: str
    icon: str
    role: Role = Role.MUTED
    ground: Role = Role.CHIP
    mood: Mood = "info"


_ATTENTION = StateWords(
    word="", icon="warning", role=Role.ATTENTION, ground=Role.ATTENTION_GROUND, mood="attention"
)
_POSTED = StateWords(word="Posted", icon="check", role=Role.GOOD, ground=Role.GOOD_GROUND, mood="good")
_STATES = {
    OutboxState.DRAFT: StateWords(word="Draft", icon="posting"),
    OutboxState.QUEUED: StateWords(word="Waiting", icon="clock"),
    OutboxState.SENDING: StateWords(
        word="Sending", icon="arrow-up", role=Role.ACCENT, ground=Role.ACCENT_SOFT
    ),
    OutboxState.POSTED: _POSTED,
    OutboxState.ADOPTED: _POSTED,
    OutboxState.REFUSED: StateWords(
        word="Refused", icon="cross", role=Role.WRONG, ground=Role.WRONG_GROUND, mood="wrong"
    ),
    OutboxState.UNKNOWN: replace(_ATTENTION, word="Not sure yet", icon="help"),
    OutboxState.NEEDS_LOOK: replace(_ATTENTION, word="Needs a look"),
    OutboxState.STOPPED: StateWords(word="Stopped", icon="stop"),
}
_BLOCKED_FOR_A_PERSON = frozenset(
    {Blocked.AUTH, Blocked.SCOPE, Blocked.COMPANY, Blocked.PERIOD, Blocked.STORAGE}
)


def needs_attention(item: OutboxItem) -> bool:
    """Say whether a posting gets no further without a person."""
    if item.state in (OutboxState.REFUSED, OutboxState.NEEDS_LOOK):
        return True
    return item.is_open and item.blocked in _BLOCKED_FOR_A_PERSON


def state_words(item: OutboxItem) -> StateWords:
    """Return how a posting's state looks; one that waits for a person stands out."""
    words = _STATES[item.state]
    if item.state is OutboxState.QUEUED and needs_attention(item):
        return replace(_ATTENTION, word=words.word)
    return words


def kind_word(kind: str) -> str:
    """Return the word for a kind of posting: `bill_payment` is a Bill payment."""
    return kind.replace("_", " ").capitalize()


def account_type_word(account: Account) -> str:
    """Return what sort of account it is; a register fed by a bank is a Bank, whatever side it is on."""
    return "Bank" if account.bank_account_id else account.type.replace("_", " ").capitalize()
