"""Brings the firm's books into the mirror, companies side by side, and has each prove itself."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from app.core.changes import Change, Changed
from app.core.companies import Company, CompanyKey
from app.core.errors import AppError, InputError, LedgerError, OfflineError, SignInNeededError, StorageError
from app.core.statements import TieOut
from app.core.sync import PullOutcome
from app.services.company_pull import CompanyPull, OnProgress
from app.services.pull_parts import PullParts
from app.services.tie_out import TieOutService
from app.store.mirror.companies import list_companies, save_companies
from app.store.mirror.passes import row_counts
from app.store.mirror.proofs import SyncRun, save_run

_SIDE_BY_SIDE = 4
_STOPPED = "The sync was stopped; sync again to finish it."
_GONE = "The ledger no longer lists this company; what is here is what it last told."


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """How one company's pull ended."""

    outcome: PullOutcome
    failure: AppError | None
    got_nothing: bool


class PullService:
    """The only way rows get into the mirror."""

    def __init__(self, parts: PullParts) -> None:
        """Pull nothing until asked."""
        self._parts = parts
        self._mirror = parts.mirror
        self._tie_out = TieOutService(parts.mirror, parts.ledger, parts.clock)
        self._turns: defaultdict[CompanyKey, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def refresh_companies(
        self,
        company_keys: Sequence[CompanyKey] | None = None,
        *,
        full: bool = False,
        on_progress: OnProgress | None = None,
    ) -> list[PullOutcome]:
        """Bring the companies of these keys up to date, or the firm's whole list, and prove each.

        `full` reads everything again instead of what changed. A company that fails never stops the others:
        its outcome carries the sentence. Raises SignInNeededError at once, OfflineError when nothing could be
        read at all, StorageError when this computer cannot keep what comes, InputError for an unknown key.
        """
        companies, gone = await self._chosen(company_keys)
        side_by_side = asyncio.Semaphore(_SIDE_BY_SIDE)

        async def one(company: Company) -> _End:
            async with side_by_side, self._turns[company.key]:
                return await self._refresh(CompanyPull(self._parts, company, on_progress), company, full=full)

        ends = await _all_of([one(company) for company in companies])
        for end in ends:
            if isinstance(end.failure, OfflineError) and all(other.got_nothing for other in ends):
                raise end.failure
        return [end.outcome for end in ends] + [await self._frozen(company) for company in gone]

    async def refresh_list(self) -> None:
        """Bring the list of companies up to date, and nothing of what is in them; raises a LedgerError."""
        listed = await self._parts.ledger.companies()
        if await self._mirror.write(partial(save_companies, listed=listed)):
            self._parts.announcer.announce(Change(what=Changed.COMPANIES))

    async def refresh_company(self, company_id: str) -> None:
        """Bring one company up to date by the ledger's id, as after a posting; an unknown one is skipped."""
        for company in await self._mirror.read(list_companies):
            if company.id == company_id:
                await self.refresh_companies([company.key])

    async def _chosen(self, keys: Sequence[CompanyKey] | None) -> tuple[list[Company], list[Company]]:
        """Return which companies to pull, and which the ledger no longer lists."""
        if keys is None:
            await self.refresh_list()
        known = {company.key: company for company in await self._mirror.read(list_companies)}
        wanted = set(known) if keys is None else set(keys)
        if not wanted <= set(known):
            raise InputError("That company is not in the mirror; sync the whole firm first.")
        current = {
            company.key for company in await self._mirror.read(partial(list_companies, listed_only=True))
        }
        chosen = [company for key, company in known.items() if key in wanted]
        return [c for c in chosen if c.key in current], [c for c in chosen if c.key not in current]

    async def _refresh(self, pull: CompanyPull, company: Company, *, full: bool) -> _End:
        started_at = self._parts.clock.now()
        failure: AppError | None
        try:
            proof, failure, is_complete = await self._pull_and_prove(pull, company, full=full)
        except BaseException as error:
            failure = error if isinstance(error, AppError) else AppError(_STOPPED)
            with contextlib.suppress(StorageError):
                await self._save(pull, company, started_at, failure=failure)
            raise
        await self._save(pull, company, started_at, failure=failure, proof=proof, is_complete=is_complete)
        outcome = PullOutcome(
            company=company.key,
            company_id=company.id,
            company_name=company.name,
            complete=is_complete,
            tied=proof.tied if proof else None,
            differences=proof.differences if proof else (),
            rows=await self._mirror.read(partial(row_counts, company=company.key)),
            error=str(failure) if failure else None,
        )
        return _End(outcome=outcome, failure=failure, got_nothing=failure is not None and not pull.rows_read)

    async def _pull_and_prove(
        self, pull: CompanyPull, company: Company, *, full: bool
    ) -> tuple[TieOut | None, LedgerError | None, bool]:
        """Return the proof if there could be one, what went wrong, and whether every list was read."""
        is_complete = False
        try:
            await pull.run(full=full)
            is_complete = not pull.failures
            proof = await self._proof(pull, company) if pull.can_be_proven else None
        except SignInNeededError:
            raise
        except LedgerError as error:
            return None, error, is_complete
        return proof, next(iter(pull.failures.values()), None), not pull.failures

    async def _proof(self, pull: CompanyPull, company: Company) -> TieOut:
        """Prove the mirror; what was recorded between pull and proof is fetched before anything is blamed."""
        proof = await self._tie_out.prove(company)
        if not proof.tied:
            await pull.run()
            proof = await self._tie_out.prove(company)
        return proof

    async def _save(
        self,
        pull: CompanyPull,
        company: Company,
        started_at: datetime,
        *,
        failure: AppError | None,
        proof: TieOut | None = None,
        is_complete: bool = False,
    ) -> None:
        run = SyncRun(
            company=company.key,
            started_at=started_at,
            ended_at=self._parts.clock.now(),
            is_complete=is_complete,
            rows_written=pull.rows_written,
            tie_out=proof,
            failure=failure,
        )
        await self._mirror.write(partial(save_run, run=run))
        self._parts.announcer.announce(Change(what=Changed.TIE_OUT, company=company.key))

    async def _frozen(self, company: Company) -> PullOutcome:
        return PullOutcome(
            company=company.key,
            company_id=company.id,
            company_name=company.name,
            complete=False,
            tied=None,
            rows=await self._mirror.read(partial(row_counts, company=company.key)),
            error=_GONE,
        )


async def _all_of(pulls: list[Coroutine[Any, Any, _End]]) -> list[_End]:
    """Run them all; the first that raises stops the others and is raised, rather one that asks to sign in."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(pull) for pull in pulls]
    except BaseExceptionGroup as errors:
        sign_in = errors.subgroup(SignInNeededError)
        raise (sign_in or errors).exceptions[0] from None
    return [task.result() for task in tasks]
