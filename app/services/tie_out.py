"""The mirror proves itself: balances against the ledger's own trial balance, to the cent (product F02)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.core.clock import Clock
from app.core.companies import Company
from app.core.statements import TieOut, compare_trial_balances
from app.services.statements import StatementLedger, StatementsService
from app.store.database import Database


class TieOutService:
    """Compares every account of a company's mirror with the ledger's own statement."""

    def __init__(self, mirror: Database, ledger: StatementLedger, clock: Clock) -> None:
        """Compare these two; the clock says for which days."""
        self._statements = StatementsService(mirror, ledger)
        self._clock = clock

    async def prove(self, company: Company, days: Sequence[date] | None = None) -> TieOut:
        """Compare all balances as of each day, by default the last month end and today (check A1).

        Raises a LedgerError when the ledger's statement cannot be had; stores nothing.
        """
        days = days or default_days(self._clock.today())
        differences = []
        for day in days:
            server = await self._statements.ledger_trial_balance(company, day)
            mirror = await self._statements.mirror_trial_balance(company, day)
            differences += compare_trial_balances(mirror, server)
        return TieOut(as_of=tuple(days), proven_at=self._clock.now(), differences=tuple(differences))


def default_days(today: date) -> tuple[date, date]:
    """Return the end of the month before, and today."""
    return today.replace(day=1) - timedelta(days=1), today
