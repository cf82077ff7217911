"""What became of a posting, in sentences: what happened, what is kept, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.outbox import Blocked, OutboxItem, OutboxState

_BY_ITSELF = "Nothing to do: it is sent by itself."
_SAME_KEY = "It goes out under the same key, so the ledger records it once."
_NOT_THERE = "The ledger does not have it."
_IF_FOUND = "If it is there, stop trying; if it is not, try again."
_FINAL = "The ledger does not change what is posted; correct it with another entry."


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A posting's state in words."""

    happened: str
    kept: str = ""
    to_do: str = ""

    def text(self) -> str:
        """Return it as one paragraph."""
        return " ".join(part for part in (self.happened, self.kept, self.to_do) if part)


def tell(item: OutboxItem) -> Story:
    """Tell how a posting stands; nothing is called posted before its receipt is stored."""
    if item.blocked is Blocked.STORAGE:
        return Story(happened=item.reason)
    if item.state is OutboxState.QUEUED:
        return _tell_waiting(item)
    told = _STORIES[item.state]
    if item.state is OutboxState.NEEDS_LOOK and item.reason:
        return Story(happened=item.reason, to_do=_IF_FOUND)
    return Story(happened=item.reason or told.happened, kept=told.kept, to_do=told.to_do)


def recorded_sentence(item: OutboxItem, *, reachable: bool, entry_number: str = "") -> str:
    """Say in one sentence what became of a posting that was just recorded."""
    if item.state in (OutboxState.POSTED, OutboxState.ADOPTED):
        return f"Sent and recorded as entry {entry_number}." if entry_number else "Sent and recorded."
    if item.state is OutboxState.QUEUED:
        if item.blocked in _QUEUED_UNTIL:
            return f"Queued; it is sent {_QUEUED_UNTIL[item.blocked]}."
        if item.blocked is None and not item.reason:
            return (
                "Queued; it is sent in a moment."
                if reachable
                else "Queued; it is sent when the ledger is in reach."
            )
    return tell(item).text()


_QUEUED_UNTIL = {
    Blocked.OFFLINE: "when the ledger is in reach",
    Blocked.AUTH: "once you have signed in again",
    Blocked.SCOPE: "once posting is allowed",
}
_TO_DO = {
    Blocked.OFFLINE: "Nothing to do: it is sent when the ledger is in reach.",
    Blocked.AUTH: "Sign in again; it is sent then.",
    Blocked.SCOPE: "Allow posting; it is sent then.",
    Blocked.COMPANY: "Ask for access to this company, then try again.",
    Blocked.PERIOD: "Open the period in the ledger and try again, or stop and post it with a later date.",
    Blocked.DEPENDENCY: "It is sent once the posting before it is settled.",
}


def _tell_waiting(item: OutboxItem) -> Story:
    happened = item.reason or "It is stored on this computer and waits for its turn."
    to_do = _TO_DO[item.blocked] if item.blocked else _BY_ITSELF
    return Story(happened=happened, kept=_NOT_THERE, to_do=to_do)


_STORIES = {
    OutboxState.DRAFT: Story(
        happened="It is not queued yet.", kept=_NOT_THERE, to_do="Finish it on the Post screen."
    ),
    OutboxState.SENDING: Story(happened="It is on its way to the ledger.", kept=_SAME_KEY),
    OutboxState.POSTED: Story(happened="The ledger recorded it and sent a receipt.", kept=_FINAL),
    OutboxState.ADOPTED: Story(
        happened="An earlier try had been recorded; it was found in the ledger.", kept=_FINAL
    ),
    OutboxState.REFUSED: Story(
        happened="The ledger refused it.",
        kept=_NOT_THERE,
        to_do="Post it again with what is wrong put right.",
    ),
    OutboxState.UNKNOWN: Story(
        happened="It was sent and the answer is missing.",
        kept="The ledger may have recorded it.",
        to_do=f"Nothing to do: it is sent again by itself. {_SAME_KEY}",
    ),
    OutboxState.NEEDS_LOOK: Story(
        happened="It was sent a while ago and the answer never came.",
        kept="The ledger may have recorded it.",
        to_do=f"Look for it in the ledger. {_IF_FOUND}",
    ),
    OutboxState.STOPPED: Story(
        happened="You stopped it.", kept="Nothing more is sent.", to_do="It stays here as history."
    ),
}
