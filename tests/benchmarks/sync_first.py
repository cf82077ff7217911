"""`first_sync`: a whole firm over a socket into a proven mirror, against one loop over the same pages."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from app.contract.endpoints import Resource
from app.contract.envelopes import parse_page
from app.contract.records import RECORD_OF, CompanyRecord
from app.core.companies import CompanyKey
from app.core.sync import RESOURCES
from app.store.database import Database
from app.store.mirror.batches import Batch
from app.store.mirror.companies import list_companies, save_companies
from app.store.mirror.opening import open_mirror
from app.store.mirror.passes import Pass, save_pages
from tests.benchmarks.page_books import PageBooks, make_books
from tests.benchmarks.page_server import page_server
from tests.benchmarks.registry import Figure
from tests.pull_rig import KEY, pulling
from tests.unit.store.mirror_rig import STARTED

_ROWS_TOGETHER = 4_000


def run(rows: int) -> Figure:
    """Measure journal lines per second, everything else of the books coming along."""
    with TemporaryDirectory() as folder:
        books = make_books(Path(folder), rows)
        with page_server(books.folder) as url:
            seconds = asyncio.run(_sync(url, books.folder / "synced.db"))
        base_seconds = asyncio.run(_plain_loop(books, books.folder / "plain.db"))
    return Figure(
        name="first_sync",
        figure=rows / seconds,
        unit="lines/s",
        base=rows / base_seconds,
        base_name="decoding and inserting in one loop",
        target="at least 0.5, and 60,000 lines/s",
        rows=rows,
    )


async def _sync(url: str, path: Path) -> float:
    async with pulling(url, "mcp_at_benchmark", path) as rig:
        started = time.perf_counter()
        outcomes = await rig.sync()
        seconds = time.perf_counter() - started
        wrong = [outcome.error or outcome.differences for outcome in outcomes.values() if not outcome.tied]
    assert not wrong, wrong[0]
    return seconds


async def _plain_loop(books: PageBooks, path: Path) -> float:
    """Decode, validate and insert every page with the same schema, one after the other, nothing beside it."""
    mirror = await open_mirror(path, KEY)
    listed = [CompanyRecord(id=each, name=each) for each in books.company_ids]
    await mirror.write(partial(save_companies, listed=listed))
    keys = {company.id: company.key for company in await mirror.read(list_companies)}
    started = time.perf_counter()
    for company in books.company_ids:
        for name in RESOURCES:
            await _plain_list(books, mirror, company, keys[company], Resource(name))
    seconds = time.perf_counter() - started
    await mirror.close()
    return seconds


async def _plain_list(
    books: PageBooks, mirror: Database, company: str, key: CompanyKey, resource: Resource
) -> None:
    path, cursor = resource.route.path(company), ""
    batch = Batch(resource)
    while True:
        page = parse_page(books.page(path, cursor), RECORD_OF[resource], resource)
        batch.add(page.rows)
        at = Pass(
            company=key,
            resource=resource,
            updated_since=None,
            cursor=page.next_cursor if page.has_more else None,
            started_at=STARTED,
        )
        if batch.rows >= _ROWS_TOGETHER or not page.has_more:
            await mirror.write(partial(save_pages, at=at, batch=batch))
            batch = Batch(resource)
        if at.cursor is None:
            return
        cursor = at.cursor
