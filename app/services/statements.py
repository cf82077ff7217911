"""Statements from either side: recomputed from the mirror, or as the ledger itself states them."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Protocol

from app.core.companies import Company
from app.core.statements import TrialBalance
from app.store.database import Database
from app.store.mirror.balances import read_trial_balance


class StatementLedger(Protocol):
    """The ledger's own statements."""

    async def trial_balance(self, company_id: str, as_of: date) -> TrialBalance:
        """Return the server's own trial balance."""
        ...


class StatementsService:
    """Makes statements of posted lines, and fetches the ledger's own beside them."""

    def __init__(self, mirror: Database, ledger: StatementLedger) -> None:
        """Read from both."""
        self._mirror = mirror
        self._ledger = ledger

    async def mirror_trial_balance(self, company: Company, as_of: date) -> TrialBalance:
        """Return the trial balance of what the mirror holds; needs no network."""
        return await self._mirror.read(partial(read_trial_balance, company=company.key, as_of=as_of))

    async def ledger_trial_balance(self, company: Company, as_of: date) -> TrialBalance:
        """Return the ledger's own trial balance; raises a LedgerError."""
        return await self._ledger.trial_balance(company.id, as_of)
