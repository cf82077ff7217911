"""What the Post screen shows, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.core.accounts import Account
from app.core.companies import Company
from app.core.connection import ConnectionState, ConnectionStatus
from app.core.errors import InputError
from app.core.money import Cents, format_cents, parse_cents
from app.core.outbox import OutboxItem
from app.core.periods import format_day
from app.core.postings import PostingAccount, PurchaseDraft, category_choices, source_choices
from app.core.typed_days import read_typed_day

_NO_POSTING = "Tickmark may only read until you allow posting; nothing can be queued before."
_SIGN_IN = "Sign in and allow posting first; nothing can be queued before."


@dataclass(frozen=True, slots=True, kw_only=True)
class PostState:
    """One company's purchase form; a draft never leaves the company it was begun for (product F05)."""

    company: Company
    draft: PurchaseDraft
    today: date
    connection: ConnectionState
    accounts: tuple[Account, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)
    """A sentence for every field that cannot be used, by the draft's field names."""
    recorded: OutboxItem | None = None
    """The posting that was recorded last, as it stands now."""
    entry_number: str = ""
    trouble: str = ""
    """Why the last try to record failed, beside the fields."""
    is_recording: bool = False
    fresh: PurchaseDraft | None = None
    """The draft as it was left after recording; posting it again would be a slip of the hand."""

    @property
    def may_post(self) -> bool:
        """Whether a posting may be queued now."""
        return self.connection.may_post and not self.is_recording

    @property
    def why_not(self) -> str:
        """Why nothing can be posted, as a sentence; empty when it can."""
        if self.connection.may_post:
            return ""
        return _NO_POSTING if self.connection.has_session else _SIGN_IN

    @property
    def is_reachable(self) -> bool:
        """Whether the ledger answered when it was last asked."""
        return self.connection.status is ConnectionStatus.SIGNED_IN

    @property
    def source(self) -> Account | None:
        """The account the money comes from, once chosen."""
        return _chosen(source_choices(list(self.accounts)), self.draft.source_account_id)

    @property
    def category(self) -> Account | None:
        """The account it is booked to, once chosen."""
        return _chosen(category_choices(list(self.accounts)), self.draft.category_account_id)

    @property
    def amount_cents(self) -> Cents | None:
        """The amount, once it can be read and is more than zero."""
        try:
            cents = parse_cents(self.draft.amount)
        except InputError:
            return None
        return cents if cents > 0 else None

    @property
    def day(self) -> date | None:
        """The day, once it can be read."""
        try:
            return read_typed_day(self.draft.date, self.today)
        except InputError:
            return None

    @property
    def draft_to_read(self) -> PurchaseDraft:
        """The draft with its day as the ledger writes it; a day that is none stays as it was typed."""
        return replace(self.draft, date=self.day.isoformat()) if self.day else self.draft

    def typed(self, name: str, text: str) -> PostState:
        """Return the form with one field replaced; what was wrong with it is forgotten."""
        wrong = {other: sentence for other, sentence in self.wrong.items() if other != name}
        changes = {name: text}
        return replace(self, draft=replace(self.draft, **changes), wrong=wrong, trouble="")


def new_draft(company: Company, today: date) -> PurchaseDraft:
    """Begin a purchase for a company, dated today."""
    return PurchaseDraft(company_id=company.id, date=format_day(today))


def next_draft(draft: PurchaseDraft) -> PurchaseDraft:
    """Begin the purchase after this one: from the same account on the same day."""
    return PurchaseDraft(
        company_id=draft.company_id, source_account_id=draft.source_account_id, date=draft.date
    )


def balance_remark(account: Account | None) -> str:
    """Write an account's balance as the remark beside a field."""
    return f"Balance {format_cents(account.natural_cents)}" if account else ""


def _chosen(choices: list[PostingAccount], posting_id: str) -> Account | None:
    return next((choice.account for choice in choices if choice.posting_id == posting_id), None)
