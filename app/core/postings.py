"""What we ask the ledger to record, and what must hold before it is queued."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.accounts import BALANCE_SHEET, Account, AccountType
from app.core.errors import FormError, InputError
from app.core.money import Cents, parse_cents
from app.core.periods import parse_day

LONGEST_TEXT = 500
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class PostingKind(StrEnum):
    """The kinds of posting, named as the ledger names its resources."""

    PURCHASE = "purchase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """Money paid out of a bank account or another balance-sheet account, booked to one category."""

    company_id: str
    source_account_id: str
    """A bank-account id or a chart-account id."""
    category_account_id: str
    date: date
    amount_cents: Cents
    """Always positive: what was paid."""
    description: str = ""
    reference: str = ""

    kind = PostingKind.PURCHASE


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseDraft:
    """A purchase as it was typed; every field may be wrong."""

    company_id: str
    source_account_id: str = ""
    category_account_id: str = ""
    date: str = ""
    amount: str = ""
    description: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingAccount:
    """An account a posting may name, under the id it is posted with."""

    posting_id: str
    """The bank-account id for a register, else the chart-account id."""
    account: Account


def source_choices(accounts: list[Account]) -> list[PostingAccount]:
    """Return what money can be paid from: active balance-sheet accounts, registers first (contract 2.3)."""
    usable = [account for account in accounts if account.is_active and account.type in BALANCE_SHEET]
    usable.sort(key=lambda account: (not account.bank_account_id, account.code, account.name))
    return [PostingAccount(posting_id=a.bank_account_id or a.id, account=a) for a in usable]


def category_choices(accounts: list[Account]) -> list[PostingAccount]:
    """Return what a purchase can be booked to: every active account, expenses first."""
    usable = [account for account in accounts if account.is_active]
    usable.sort(key=lambda account: (account.type != AccountType.EXPENSE, account.code, account.name))
    return [PostingAccount(posting_id=account.id, account=account) for account in usable]


def read_purchase(draft: PurchaseDraft, accounts: list[Account], today: date) -> Purchase:
    """Turn a typed purchase into one that may be queued (product F19).

    `accounts` is the company's whole chart. Raises FormError with a sentence for every field that is wrong;
    fields are named as in `PurchaseDraft`.
    """
    wrong: dict[str, str] = {}
    source = _chosen(draft.source_account_id, source_choices(accounts))
    category = _chosen(draft.category_account_id, category_choices(accounts))
    if source is None:
        wrong["source_account_id"] = _missing_account(
            draft.source_account_id, "the account the money came from"
        )
    if category is None:
        wrong["category_account_id"] = _missing_account(
            draft.category_account_id, "the account it is booked to"
        )
    if source and category and source.id == category.id:
        wrong["category_account_id"] = (
            "Choose another account: money cannot be booked to the account it came from."
        )
    day = _day(draft.date, today, wrong)
    amount_cents = _positive_amount(draft.amount, wrong)
    for name in ("description", "reference"):
        _text(name, getattr(draft, name), wrong)
    if wrong or day is None:
        raise FormError(wrong)
    return Purchase(
        company_id=draft.company_id,
        source_account_id=draft.source_account_id,
        category_account_id=draft.category_account_id,
        date=day,
        amount_cents=amount_cents,
        description=draft.description.strip(),
        reference=draft.reference.strip(),
    )


def _chosen(posting_id: str, choices: list[PostingAccount]) -> Account | None:
    """Find the account a posting id names; a register may be named by either of its ids."""
    for choice in choices:
        if posting_id and posting_id in (choice.posting_id, choice.account.id):
            return choice.account
    return None


def _missing_account(posting_id: str, what: str) -> str:
    if posting_id:
        return f"That account cannot be used here; choose {what}."
    return f"Choose {what}."


def _text(name: str, text: str, wrong: dict[str, str]) -> None:
    if len(text) > LONGEST_TEXT:
        wrong[name] = f"Shorten this to {LONGEST_TEXT} characters."
    if _HALF_CHARACTER.search(text):
        wrong[name] = "Remove the broken character; pasting sometimes leaves half of one."


def _day(text: str, today: date, wrong: dict[str, str]) -> date | None:
    try:
        day = parse_day(text.strip())
    except InputError as error:
        wrong["date"] = str(error) if text.strip() else "Enter the date of the purchase."
        return None
    if day > today:
        wrong["date"] = "The date lies in the future; a purchase is posted on or after its day."
    return day


def _positive_amount(text: str, wrong: dict[str, str]) -> Cents:
    try:
        amount_cents = parse_cents(text)
    except InputError as error:
        wrong["amount"] = str(error) if text.strip() else "Enter the amount that was paid."
        return 0
    if amount_cents <= 0:
        wrong["amount"] = "The amount must be more than zero; a purchase is typed without a minus sign."
    return amount_cents
