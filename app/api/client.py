"""The ledger's API: companies, lists, reports and posts, behind one session."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from app.api.answers import Request
from app.api.calls import Bearer, Calls
from app.api.failures import UNCERTAIN, failure_of
from app.api.limiter import Sleep
from app.api.paging import LedgerPage, Trail, read_ahead
from app.api.wire import Wire
from app.contract.endpoints import (
    COMPANIES,
    IDEMPOTENCY_HEADER,
    LARGEST_LIMIT,
    OAUTH_METADATA,
    OPENAPI,
    Report,
    Resource,
)
from app.contract.envelopes import parse_object, parse_page
from app.contract.records import RECORD_OF, CompanyRecord, Record, RecordT
from app.contract.reports import parse_trial_balance
from app.core.clock import Clock, format_stamp
from app.core.errors import InputError, UncertainError, UnreadableError
from app.core.statements import TrialBalance

_POST_PATH = re.compile(re.escape(COMPANIES) + r"/(?!\.{1,2}/)[A-Za-z0-9._~%-]+/[a-z-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAnswer:
    """The ledger's answer to a post it accepted."""

    status: int
    body: bytes = field(repr=False)
    server_time: datetime | None


class LedgerClient:
    """Reads and posts; reads try again by themselves, posts never do."""

    def __init__(self, wire: Wire, session: Bearer, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        """Share one limiter for everything this client sends; `sleep` waits for backoff and pauses."""
        self._wire = wire
        self._clock = clock
        self._calls = Calls(wire, session, clock, sleep)

    async def companies(self) -> list[CompanyRecord]:
        """List every company the firm sees, over all pages."""
        load = partial(self._page, COMPANIES, CompanyRecord, {}, Trail(None))
        return [company async for page in read_ahead(load, None) for company in page.rows]

    def pages(
        self,
        company_id: str,
        resource: Resource,
        *,
        updated_since: datetime | None = None,
        cursor: str | None = None,
    ) -> AsyncGenerator[LedgerPage[Record], None]:
        """Walk a company's list from a cursor or its beginning, the next page loading ahead.

        Close it when leaving early (`contextlib.aclosing`). Raises UnreadableError for a list that does
        not end; other errors as every read.
        """
        filters = {"updatedSince": format_stamp(updated_since)} if updated_since else {}
        path = resource.route.path(_in_path(company_id))
        load = partial(self._page, path, RECORD_OF[resource], filters, Trail(cursor))
        return read_ahead(load, cursor)

    async def report(self, company_id: str, report: Report, params: Mapping[str, str]) -> bytes:
        """Return one of the server's own statements as it came."""
        path = report.route.path(_in_path(company_id))
        return (await self._calls.read(Request(method="GET", path=path, params=params))).body

    async def trial_balance(self, company_id: str, as_of: date) -> TrialBalance:
        """Return the server's own trial balance."""
        body = await self.report(company_id, Report.TRIAL_BALANCE, {"asOf": as_of.isoformat()})
        return parse_trial_balance(body, as_of)

    async def post(self, path: str, key: str, body: bytes) -> PostAnswer:
        """Send a posting's exact bytes once, with its idempotency key, and return what the ledger accepted.

        Raises OfflineError or SignInNeededError when it was surely not recorded, UncertainError when it may
        have been, BusyError when it may be sent again later, another RefusedError when it may not.
        """
        if not _POST_PATH.fullmatch(path):
            raise InputError("This posting is addressed to no company of the ledger.")
        headers = {IDEMPOTENCY_HEADER: key, "Content-Type": "application/json"}
        answer = await self._calls.once(Request(method="POST", path=path, headers=headers, body=body))
        try:
            parse_object(answer.body)
        except UnreadableError:
            raise UncertainError(UNCERTAIN) from None
        return PostAnswer(status=answer.status, body=answer.body, server_time=answer.date)

    async def openapi(self) -> dict[str, Any]:
        """Return the server's own description of its API; needs no session."""
        answer = await self._wire.send(Request(method="GET", path=OPENAPI))
        if not answer.is_success:
            raise failure_of(answer, posting=False, now=self._clock.now())
        described: dict[str, Any] = parse_object(answer.body)
        return described

    async def server_clock(self) -> datetime | None:
        """Return the server's clock, or None when it does not tell; needs no session."""
        return (await self._wire.send(Request(method="GET", path=OAUTH_METADATA))).date

    async def _page(
        self,
        path: str,
        record: type[RecordT],
        filters: Mapping[str, str],
        trail: Trail,
        cursor: str | None,
    ) -> LedgerPage[RecordT]:
        params = {"limit": str(LARGEST_LIMIT), **filters}
        if cursor is not None:
            params["cursor"] = cursor
        answer = await self._calls.read(Request(method="GET", path=path, params=params))
        page = parse_page(answer.body, record, _name_in_answer(path))
        return LedgerPage(rows=page.rows, next_cursor=trail.onward(page), server_time=answer.date)


def _name_in_answer(path: str) -> str:
    """Return what a bare envelope calls the list: `journalLines` for `…/journal-lines` (contract 3.3)."""
    first, *others = path.rpartition("/")[2].split("-")
    return first + "".join(word.capitalize() for word in others)


def _in_path(company_id: str) -> str:
    """Make an id safe as one part of a path; raises InputError for what would climb out of it (G08)."""
    if company_id in ("", ".", ".."):
        raise InputError("This company has no usable id in the ledger.")
    return quote(company_id, safe="")
