"""Brings one company's lists from the ledger into the mirror, each from where it was left (reliability 5)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from functools import partial

from app.contract.endpoints import Resource
from app.core.changes import Change, Changed
from app.core.companies import Company
from app.core.crash_points import crash_point
from app.core.errors import LedgerError, MissingScopeError, RefusedError, UnreadableError
from app.core.sync import RESOURCES, PullProgress
from app.services.page_writing import PageWriting
from app.services.pull_parts import PullParts
from app.store.mirror.passes import Pass, begin_pass, forget_pass, forget_passes

OnProgress = Callable[[PullProgress], None]

_RESTARTS = 2
_SHOWN_BY = {
    Resource.ACCOUNTS: Changed.ACCOUNTS | Changed.BANK | Changed.JOURNAL,
    Resource.BANK_ACCOUNTS: Changed.BANK | Changed.ACCOUNTS,
    Resource.RECONCILIATIONS: Changed.RECONCILIATIONS | Changed.BANK,
    Resource.BANK_TRANSACTIONS: Changed.BANK,
    Resource.JOURNAL_ENTRIES: Changed.JOURNAL | Changed.BANK | Changed.ACCOUNTS,
    Resource.JOURNAL_LINES: Changed.JOURNAL | Changed.BANK | Changed.ACCOUNTS,
}
"""The screens that show something of a list: account names and balances stand in many places."""
_PROVEN = frozenset({Resource.ACCOUNTS, Resource.JOURNAL_ENTRIES, Resource.JOURNAL_LINES})


class CompanyPull:
    """One company's pull, which can be run again to catch up."""

    def __init__(self, parts: PullParts, company: Company, on_progress: OnProgress | None) -> None:
        """Report progress on the event loop after every page."""
        self._parts = parts
        self._company = company
        self._on_progress = on_progress
        self._done = 0
        self.rows_read = 0
        self.rows_written = 0
        self.failures: dict[Resource, LedgerError] = {}
        """The lists that could not be read, while others could."""

    @property
    def can_be_proven(self) -> bool:
        """Whether everything a trial balance is made of was read to its end."""
        return not _PROVEN & self.failures.keys()

    async def run(self, *, full: bool = False) -> None:
        """Read every list to its end, or, `full`, from its beginning.

        A list that is refused or unreadable is left out and told in `failures`; what concerns all is raised.
        """
        self.failures.clear()
        self._done = 0
        if full:
            await self._parts.mirror.write(partial(forget_passes, company=self._company.key))
        for resource in map(Resource, RESOURCES):
            try:
                await self._read_list(resource)
            except (MissingScopeError, UnreadableError) as error:
                self.failures[resource] = error
            self._done += 1

    async def _read_list(self, resource: Resource) -> None:
        """Walk one list; a cursor that is refused costs the walk, twice in a row the watermark too (E07)."""
        for restarts in range(_RESTARTS + 1):
            at = await self._parts.mirror.read(
                partial(begin_pass, company=self._company.key, resource=resource)
            )
            writing = PageWriting(self._parts.mirror, self._parts.clock, at)
            try:
                await self._walk(resource, at, writing)
            except RefusedError as error:
                if type(error) is not RefusedError or writing.at.cursor is None or restarts == _RESTARTS:
                    raise
                await self._parts.mirror.write(
                    partial(forget_pass, company=at.company, resource=resource, entirely=restarts > 0)
                )
            else:
                return
            finally:
                self._count(resource, writing.rows_written)

    async def _walk(self, resource: Resource, at: Pass, writing: PageWriting) -> None:
        pages = self._parts.ledger.pages(
            self._company.id, resource, updated_since=at.updated_since, cursor=at.cursor
        )
        async with aclosing(pages), writing:
            async for page in pages:
                await writing.add(page)
                self.rows_read += len(page.rows)
                self._report(resource)
                crash_point("page_taken")

    def _count(self, resource: Resource, written: int) -> None:
        self.rows_written += written
        if written:
            what = _SHOWN_BY[resource] | Changed.TIE_OUT
            self._parts.announcer.announce(Change(what=what, company=self._company.key))

    def _report(self, resource: Resource) -> None:
        if self._on_progress:
            self._on_progress(
                PullProgress(
                    company=self._company.key,
                    resource=resource,
                    rows=self.rows_read,
                    done_resources=self._done,
                )
            )
