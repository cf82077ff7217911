"""The accounts a picker offers, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from rapidfuzz import fuzz

from app.core.money import format_cents
from app.core.postings import PostingAccount
from app.ui.wording import account_type_word

Index = QModelIndex | QPersistentModelIndex

_ALIKE_ENOUGH = 62
"""The WRatio from which a misspelled name is still offered; below it the list is noise."""


def ranked(choices: Sequence[PostingAccount], typed: str) -> list[PostingAccount]:
    """Return the accounts a typed text may mean: those that hold its words, else those spelled alike.

    Equals stay in the order they came in, which is that of their codes.
    """
    text = " ".join(typed.casefold().split())
    if not text:
        return list(choices)
    plain = [choice for choice in choices if _closeness(choice, text)]
    if plain:
        return sorted(plain, key=lambda choice: _closeness(choice, text), reverse=True)
    alike = [choice for choice in choices if _likeness(choice, text) >= _ALIKE_ENOUGH]
    return sorted(alike, key=lambda choice: _likeness(choice, text), reverse=True)


def _closeness(choice: PostingAccount, text: str) -> int:
    """Rank a plain match: by code, by start of the name, by starts of its words, anywhere; 0 for none."""
    title = choice.account.title.casefold()
    if choice.account.code.casefold().startswith(text):
        return 4
    if choice.account.name.casefold().startswith(text) or title.startswith(text):
        return 3
    if all(any(word.startswith(part) for word in title.split()) for part in text.split()):
        return 2
    return int(text in title)


def _likeness(choice: PostingAccount, text: str) -> float:
    """Compare spellings; the best-fitting part of a long name counts."""
    return fuzz.WRatio(text, choice.account.name.casefold())


class AccountChoices(QAbstractListModel):
    """A short list of accounts; replaced whole with every key."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._choices: tuple[PostingAccount, ...] = ()

    def show(self, choices: Sequence[PostingAccount]) -> None:
        """List these."""
        self.beginResetModel()
        self._choices = tuple(choices)
        self.endResetModel()

    def choice_at(self, row: int) -> PostingAccount:
        """Return what a row offers."""
        return self._choices[row]

    def row_of(self, posting_id: str) -> int:
        """Return where an account stands, or -1."""
        ids = [choice.posting_id for choice in self._choices]
        return ids.index(posting_id) if posting_id in ids else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many accounts are offered."""
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: Index, role: int = 0) -> Any:
        """Return an account's title; for screen readers with its type and balance."""
        if not index.isValid():
            return None
        account = self._choices[index.row()].account
        if role == Qt.ItemDataRole.DisplayRole:
            return account.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{account.title}, {account_type_word(account)}, {format_cents(account.natural_cents)}"
        return None
