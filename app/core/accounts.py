"""The chart of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.money import Cents


class AccountType(StrEnum):
    """The five account types, in the order statements print them."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    REVENUE = "revenue"
    EXPENSE = "expense"


DEBIT_NATURED = frozenset({AccountType.ASSET, AccountType.EXPENSE})
BALANCE_SHEET = frozenset({AccountType.ASSET, AccountType.LIABILITY, AccountType.EQUITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One line of the chart of accounts with its balance."""

    key: int
    id: str
    code: str
    name: str
    type: str
    """An `AccountType` value, or whatever else the ledger said, as it is."""
    sub_type: str = ""
    parent_key: int | None = None
    is_active: bool = True
    balance_cents: Cents = 0
    """Debit minus credit of posted lines."""
    bank_account_id: str = ""
    """The register this account is fed by, if any."""

    @property
    def title(self) -> str:
        """Code and name as people say them: `6400 Software`."""
        return f"{self.code} {self.name}".strip()

    @property
    def natural_cents(self) -> Cents:
        """The balance as a statement prints it: positive on the account's usual side."""
        return self.balance_cents if self.type in DEBIT_NATURED else -self.balance_cents
