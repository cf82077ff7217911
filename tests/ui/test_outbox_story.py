import pytest

from app.core.outbox import Blocked, OutboxItem, OutboxState
from app.ui.outbox_story import recorded_sentence, tell
from app.ui.wording import account_type_word, kind_word, needs_attention, state_words
from tests.ui.desk import CHECKING, NOW, SOFTWARE, a_posting, a_receipt

S = OutboxState
EVERY_ITEM = [a_posting(1, state=state, blocked=blocked) for state in S for blocked in (None, *Blocked)]


@pytest.mark.parametrize("item", EVERY_ITEM)
def test_only_what_has_a_receipt_is_called_posted(item: OutboxItem) -> None:
    """Product principle 2."""
    settled = item.state in (S.POSTED, S.ADOPTED)
    assert (state_words(item).word == "Posted") is settled
    said = recorded_sentence(item, reachable=True)
    assert settled or "Sent and recorded" not in said
    assert "saved" not in f"{said} {tell(item).text()}".lower()


@pytest.mark.parametrize("state", S)
def test_every_state_is_told_in_sentences(state: OutboxState) -> None:
    assert tell(a_posting(1, state=state)).text().endswith(".")


@pytest.mark.parametrize(
    ("blocked", "reachable", "said"),
    [
        (None, True, "Queued; it is sent in a moment."),
        (None, False, "Queued; it is sent when the ledger is in reach."),
        (Blocked.OFFLINE, True, "Queued; it is sent when the ledger is in reach."),
        (Blocked.AUTH, True, "Queued; it is sent once you have signed in again."),
        (Blocked.SCOPE, True, "Queued; it is sent once posting is allowed."),
    ],
)
def test_a_queued_posting_says_what_it_waits_for(blocked: Blocked | None, reachable: bool, said: str) -> None:
    assert recorded_sentence(a_posting(1, blocked=blocked), reachable=reachable) == said


def test_a_recorded_posting_names_its_entry() -> None:
    item = a_posting(1, state=S.POSTED, receipt=a_receipt())
    assert recorded_sentence(item, reachable=True, entry_number="1183") == "Sent and recorded as entry 1183."


def test_a_held_posting_gives_the_ledgers_reason() -> None:
    item = a_posting(1, reason="The ledger asked to wait a minute.")
    assert recorded_sentence(item, reachable=True).startswith("The ledger asked to wait a minute.")


def test_an_old_doubt_asks_for_a_look_and_says_what_follows_from_it() -> None:
    """D11."""
    item = a_posting(1, state=S.NEEDS_LOOK, uncertain_since=NOW, reason="The answer never came.")
    assert tell(item).text() == "The answer never came. If it is there, stop trying; if it is not, try again."


def test_an_answer_that_cannot_be_stored_is_told_before_all_else() -> None:
    """M22."""
    item = a_posting(1, state=S.SENDING, blocked=Blocked.STORAGE, reason="The answer cannot be stored.")
    assert tell(item).text() == "The answer cannot be stored."


@pytest.mark.parametrize(
    ("item", "needs"),
    [
        (a_posting(1), False),
        (a_posting(1, blocked=Blocked.OFFLINE), False),
        (a_posting(1, blocked=Blocked.PERIOD), True),
        (a_posting(1, state=S.REFUSED), True),
        (a_posting(1, state=S.STOPPED, blocked=Blocked.PERIOD), False),
    ],
)
def test_attention_is_asked_for_only_where_a_person_is_needed(item: OutboxItem, needs: bool) -> None:
    assert needs_attention(item) is needs
    assert (state_words(item).mood in ("attention", "wrong")) is needs


def test_kinds_and_types_are_words() -> None:
    assert kind_word("bill_payment") == "Bill payment"
    assert (account_type_word(CHECKING), account_type_word(SOFTWARE)) == ("Bank", "Expense")
