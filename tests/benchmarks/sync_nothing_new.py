"""`sync_nothing_new`: two hundred companies in which nothing changed, against the bare requests."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from app.api.client import LedgerClient
from app.api.wire import Wire
from app.contract.endpoints import Resource
from app.core.clock import SystemClock
from app.services.tie_out import default_days
from tests.benchmarks.page_books import PageBooks, make_books
from tests.benchmarks.page_server import page_server
from tests.benchmarks.registry import Figure
from tests.pull_rig import TODAY, ReadyToken, pulling
from tests.unit.store.mirror_rig import STARTED

_COMPANIES = 200
_LEAST_LINES = 100
_SIDE_BY_SIDE = 4


def run(rows: int) -> Figure:
    """Measure the seconds of a second sync, and of the same requests with nothing done about them."""
    with TemporaryDirectory() as folder:
        books = make_books(Path(folder), rows, companies=min(_COMPANIES, rows // _LEAST_LINES))
        with page_server(books.folder) as url:
            seconds = asyncio.run(_second_sync(url, books.folder / "synced.db"))
            base_seconds = asyncio.run(_bare_requests(url, books))
    return Figure(
        name="sync_nothing_new",
        figure=seconds,
        unit="s",
        base=base_seconds,
        base_name="the same requests alone",
        target="at most 1.2",
        rows=rows,
    )


async def _second_sync(url: str, path: Path) -> float:
    async with pulling(url, "mcp_at_benchmark", path) as rig:
        await rig.sync()
        started = time.perf_counter()
        outcomes = await rig.sync()
        seconds = time.perf_counter() - started
        written = await rig.count(
            f"SELECT sum(rows_written) FROM sync_run WHERE key > (SELECT max(key) - {len(outcomes)} FROM sync_run)"
        )
    assert all(outcome.tied for outcome in outcomes.values())
    assert written == 0
    return seconds


async def _bare_requests(url: str, books: PageBooks) -> float:
    clock = SystemClock(TODAY)
    wire = Wire(url)
    client = LedgerClient(wire, ReadyToken("mcp_at_benchmark"), clock)
    gate = asyncio.Semaphore(_SIDE_BY_SIDE)

    async def one(company: str) -> None:
        async with gate:
            for resource in Resource:
                async for _page in client.pages(company, resource, updated_since=STARTED):
                    pass
            for day in default_days(TODAY):
                await client.trial_balance(company, day)

    started = time.perf_counter()
    await client.companies()
    await asyncio.gather(*map(one, books.company_ids))
    seconds = time.perf_counter() - started
    await wire.aclose()
    return seconds
