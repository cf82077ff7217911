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
    """Return the accounts a typed text may mean: those that hold its words, else those spelled alike."""
    text = " ".join(typed.casefold().split())
    if not text:
        return list(choices)
    found = [(_closeness(choice, text), choice) for choice in choices]
    plain = [(closeness, choice) for closeness, choice in found if closeness[0]]
    plain.sort(key=lambda pair: pair[0], reverse=True)
    if plain:
        return [choice for _, choice in plain]
    alike = [(_likeness(choice, text), choice) for choice in choices]
    alike.sort(key=lambda pair: pair[0], reverse=True)
    return [choice for likeness, choice in alike if likeness >= _ALIKE_ENOUGH]


def _closeness(choice: PostingAccount, text: str) -> tuple[int, float]:
    """Rank a plain match: code, start of the name, start of its words, anywhere; 0 for none."""
    title = choice.account.title.casefold()
    words = title.split()
    if choice.account.code.casefold().startswith(text):
        tier = 4
    elif choice.account.name.casefold().startswith(text) or title.startswith(text):
        tier = 3
    elif all(any(word.startswith(part) for word in words) for part in text.split()):
        tier = 2
    else:
        tier = int(text in title)
    return tier, fuzz.ratio(text, title) if tier else 0.0


def _likeness(choice: PostingAccount, text: str) -> float:
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
