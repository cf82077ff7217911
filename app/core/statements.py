"""Statements made of posted journal lines, and the proof against the server's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.core.money import Cents


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBalanceRow:
    """One account's balance: debit minus credit of all posted lines up to the day."""

    account_id: str
    account_code: str
    account_name: str
    type: str
    balance_cents: Cents


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBalance:
    """Every account that was ever posted to, as of a day."""

    as_of: date
    rows: tuple[TrialBalanceRow, ...]

    @property
    def total_debit_cents(self) -> Cents:
        """The sum of the debit balances."""
        return sum(row.balance_cents for row in self.rows if row.balance_cents > 0)

    @property
    def total_credit_cents(self) -> Cents:
        """The sum of the credit balances, as a positive number."""
        return -sum(row.balance_cents for row in self.rows if row.balance_cents < 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TieDifference:
    """An account whose balance in the mirror is not the server's."""

    account_id: str
    account_name: str
    as_of: date
    mirror_cents: Cents
    server_cents: Cents


@dataclass(frozen=True, slots=True, kw_only=True)
class TieOut:
    """The proof of one company's mirror: what was compared, when, and what differs."""

    as_of: tuple[date, ...]
    proven_at: datetime
    differences: tuple[TieDifference, ...] = ()

    @property
    def tied(self) -> bool:
        """Whether every account agreed to the cent."""
        return not self.differences


def compare_trial_balances(mirror: TrialBalance, server: TrialBalance) -> list[TieDifference]:
    """List every account whose balances differ, in both directions (check A1).

    An account missing on one side counts as zero there. Both must be of the same day.
    """
    ours = {row.account_id: row for row in mirror.rows}
    theirs = {row.account_id: row for row in server.rows}
    differences = []
    for account_id in ours | theirs:
        mine, his = ours.get(account_id), theirs.get(account_id)
        mirror_cents = mine.balance_cents if mine else 0
        server_cents = his.balance_cents if his else 0
        if mirror_cents != server_cents:
            named = mine or his
            differences.append(
                TieDifference(
                    account_id=account_id,
                    account_name=f"{named.account_code} {named.account_name}".strip() if named else "",
                    as_of=server.as_of,
                    mirror_cents=mirror_cents,
                    server_cents=server_cents,
                )
            )
    return differences
