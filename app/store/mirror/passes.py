"""How far each list has been read: the walk under way, and the watermark it leaves (reliability 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import apsw

from app.core.companies import CompanyKey
from app.core.crash_points import crash_point
from app.core.sync import Health
from app.store.mirror.batches import Batch, write_batch
from app.store.mirror.feeds import FEEDS
from app.store.mirror.whole_reads import milliseconds_of, moment_of, read_rows

OVERLAP = timedelta(minutes=5)
"""Every pass reads again what changed shortly before the last one began (reliability E02, E03)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One walk through one list of one company; cursor, filter and server time belong together (E01)."""

    company: CompanyKey
    resource: str
    updated_since: datetime | None
    cursor: str | None = None
    started_at: datetime | None = None
    """The server's clock at the first page; None before it."""


def begin_pass(connection: apsw.Connection, company: CompanyKey, resource: str) -> Pass:
    """Return the pass that was interrupted, or a new one from the watermark; writes nothing."""
    open_one = connection.execute(
        "SELECT started_at, updated_since, cursor FROM pass WHERE company = ? AND resource = ?",
        (company, resource),
    ).fetchone()
    if open_one:
        return Pass(
            company=company,
            resource=resource,
            started_at=moment_of(open_one[0]),
            updated_since=moment_of(open_one[1]),
            cursor=open_one[2],
        )
    watermark = connection.execute(
        "SELECT updated_since FROM watermark WHERE company = ? AND resource = ?", (company, resource)
    ).get
    return Pass(company=company, resource=resource, updated_since=moment_of(watermark))


def save_pages(connection: apsw.Connection, at: Pass, batch: Batch) -> int:
    """Write a batch and where its list goes on, in the one transaction of the caller (E04).

    `at` carries the cursor of the next page, None at the end of the list: then the watermark moves. Returns
    how many rows were new or changed; while there are any, the company's numbers are not final (E05).
    """
    crash_point("before_pages")
    written = write_batch(connection, at.company, batch)
    if written:
        connection.execute(
            "INSERT INTO company_health (company, health) VALUES (?1, ?2)"
            " ON CONFLICT DO UPDATE SET health = excluded.health WHERE health IS NOT excluded.health",
            (at.company, Health.SYNCING),
        )
    crash_point("between_pages_and_cursor")
    if at.cursor is None:
        _end(connection, at)
    else:
        _remember(connection, at)
    return written


def forget_pass(connection: apsw.Connection, company: CompanyKey, resource: str, *, entirely: bool) -> None:
    """Drop a walk under way; `entirely` drops the watermark too, so that the next one reads everything."""
    connection.execute("DELETE FROM pass WHERE company = ? AND resource = ?", (company, resource))
    if entirely:
        connection.execute("DELETE FROM watermark WHERE company = ? AND resource = ?", (company, resource))


def forget_passes(connection: apsw.Connection, company: CompanyKey) -> None:
    """Let the next pull of a company read every list from its beginning."""
    for resource in FEEDS:
        forget_pass(connection, company, resource, entirely=True)


def row_counts(connection: apsw.Connection, company: CompanyKey) -> dict[str, int]:
    """Return how many records of each list the mirror held when its last pass ended."""
    rows = read_rows(connection, "resource, row_count", "FROM watermark WHERE company = ?", (company,))
    return dict.fromkeys(FEEDS, 0) | {str(resource): int(count) for resource, count in rows}


def _remember(connection: apsw.Connection, at: Pass) -> None:
    connection.execute(
        "INSERT INTO pass VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET started_at = excluded.started_at,"
        " updated_since = excluded.updated_since, cursor = excluded.cursor",
        (at.company, at.resource, _stored(at.started_at), _stored(at.updated_since), at.cursor),
    )


def _end(connection: apsw.Connection, at: Pass) -> None:
    """Move the watermark to where the pass began, by the server's clock, less the overlap (E02)."""
    forget_pass(connection, at.company, at.resource, entirely=False)
    started_at = at.started_at
    if started_at is None:
        message = "a pass that saw a page knows when it began"
        raise ValueError(message)
    count = f"(SELECT count(*) FROM {FEEDS[at.resource].table} WHERE company = :company)"
    connection.execute(
        f"INSERT INTO watermark VALUES (:company, :resource, :since, {count}) ON CONFLICT DO UPDATE SET"
        " updated_since = excluded.updated_since, row_count = excluded.row_count",
        {"company": at.company, "resource": at.resource, "since": milliseconds_of(started_at - OVERLAP)},
    )


def _stored(moment: datetime | None) -> int | None:
    return None if moment is None else milliseconds_of(moment)
