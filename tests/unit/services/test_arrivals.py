"""What a posting made comes into the mirror."""

from __future__ import annotations

import asyncio

from app.core.errors import OfflineError
from app.services.arrivals import Arrivals


class Pull:
    """Notes what is pulled; the first pull of a company that is away fails."""

    def __init__(self, *away: str) -> None:
        self.pulled: list[str] = []
        self.away = away
        self.done = asyncio.Event()

    async def refresh_company(self, company_id: str) -> None:
        self.pulled.append(company_id)
        self.done.set()
        if company_id in self.away:
            message = "The ledger is out of reach."
            raise OfflineError(message)


async def test_a_company_is_pulled_once_for_all_its_postings():
    pull = Pull()
    arrivals = Arrivals(pull)
    for company_id in ("c1", "c2", "c1"):
        arrivals.expect(company_id)
    await arrivals.take_in()
    await arrivals.take_in()
    assert sorted(pull.pulled) == ["c1", "c2"]


async def test_a_pull_that_fails_stops_nothing():
    pull = Pull("c1")
    arrivals = Arrivals(pull)
    running = asyncio.create_task(arrivals.run())
    for company_id in ("c1", "c2"):
        pull.done.clear()
        arrivals.expect(company_id)
        await asyncio.wait_for(pull.done.wait(), 5)
    running.cancel()
    assert pull.pulled == ["c1", "c2"]
