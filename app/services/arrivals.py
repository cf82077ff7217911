"""Brings what a posting made at the ledger into the mirror (product: the mirror shows what was posted)."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from app.core.errors import AppError

_log = logging.getLogger(__name__)


class CompanyRefresher(Protocol):
    """Pulls one company."""

    async def refresh_company(self, company_id: str) -> None:
        """Bring one company up to date by the ledger's id."""
        ...


class Arrivals:
    """Remembers which companies were posted to and pulls each once, however many postings there were."""

    def __init__(self, pull: CompanyRefresher) -> None:
        """Pull nothing until `take_in` or `run` is called."""
        self._pull = pull
        self._expected: set[str] = set()
        self._woken = asyncio.Event()

    def expect(self, company_id: str) -> None:
        """Note that a company was posted to."""
        self._expected.add(company_id)
        self._woken.set()

    async def take_in(self) -> None:
        """Pull every company that was posted to; one that cannot be pulled now comes with the next sync."""
        self._woken.clear()
        while self._expected:
            company_id = self._expected.pop()
            try:
                await self._pull.refresh_company(company_id)
            except AppError as error:
                _log.warning("A posting is not in the mirror yet: %s", error)

    async def run(self) -> None:
        """Pull whenever something was posted, until cancelled."""
        while True:
            await self._woken.wait()
            await self.take_in()
