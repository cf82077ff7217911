"""The only place that knows everything: builds the app in order and takes it apart in the opposite one."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from app.api.auto_consent import consent_automatically
from app.api.browser import open_system_browser
from app.api.client import LedgerClient
from app.api.ledger import Ledger, open_ledger
from app.core.clock import Clock, SystemClock
from app.core.errors import BusyError
from app.demo import DemoBooks, run_demo_ledger
from app.ground import DEMO, Ground, Wanted, prepare_ground
from app.paths import Profile
from app.services.announcements import Announcer
from app.services.arrivals import Arrivals
from app.services.books import BooksService
from app.services.connection import ConnectionService
from app.services.posting import PostingService
from app.services.posting_parts import PostingParts
from app.services.pull import PullService
from app.services.pull_parts import PullParts
from app.services.statements import StatementsService
from app.store.mirror.opening import open_mirror
from app.store.outbox import Outbox
from app.store.process_lock import turn
from app.store.settings import SettingsFile

_DEMO_FIRM = "Hollis & Reyes Bookkeeping"
_RENEWAL_PATIENCE = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceOptions:
    """What the app is to be built on."""

    server: str
    profile: Path | None = None
    """The platform's own folder when there is none; for a demo, one that is gone afterwards."""
    today: date | None = None
    demo: bool = False
    data: Path | None = None
    """The firm file a demo shows in place of the built-in firm."""
    has_window: bool = False
    """Whether it is for the window: the only one on its profile, and sending in the background."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Everything a user can do, ready to be used."""

    connection: ConnectionService
    books: BooksService
    pull: PullService
    statements: StatementsService
    postings: PostingService
    arrivals: Arrivals
    ledger: LedgerClient
    announcer: Announcer
    clock: Clock
    settings: SettingsFile
    profile: Profile
    firm: str
    """The firm's name where it is known; the API does not tell it."""


@contextlib.asynccontextmanager
async def open_workspace(options: WorkspaceOptions) -> AsyncGenerator[Workspace, None]:
    """Build the app for the length of a block.

    Raises InputError for options that cannot be used, StorageError for a profile that cannot be, or is in use
    by a window, KeychainError, and for a demo whatever its sign-in raises.
    """
    async with AsyncExitStack() as stack:
        clock = SystemClock(options.today)
        wanted = Wanted(
            ledger=DEMO if options.demo else options.server,
            folder=options.profile,
            has_window=options.has_window,
        )
        ground = await prepare_ground(wanted, stack)
        mirror = await open_mirror(ground.mirror, ground.mirror_key)
        stack.push_async_callback(mirror.close)
        outbox = await Outbox.open(ground.profile.outbox, ground.outbox_key, clock)
        stack.push_async_callback(outbox.close)
        ledger = await _open_ledger(options, ground, clock, stack)
        announcer = Announcer()
        books = BooksService(mirror, outbox.has_posted)
        pull = PullService(PullParts(mirror=mirror, ledger=ledger.client, clock=clock, announcer=announcer))
        arrivals = Arrivals(pull)
        posting_parts = PostingParts(
            outbox=outbox,
            ledger=ledger.client,
            announcer=announcer,
            issuer=ground.ledger,
            name_of=partial(_name_of, books),
            on_posted=arrivals.expect,
        )
        postings = PostingService(posting_parts)
        connection = ConnectionService(ledger, ground.keychain, announcer)
        if options.demo:
            await connection.sign_in(posting=True)
        elif ground.is_kept:
            await connection.restore()
        if options.has_window:
            for name, work in (("sender", postings.run()), ("arrivals", arrivals.run())):
                stack.push_async_callback(_stopped, _in_background(name, work))
        yield Workspace(
            connection=connection,
            books=books,
            pull=pull,
            statements=StatementsService(mirror, ledger.client),
            postings=postings,
            arrivals=arrivals,
            ledger=ledger.client,
            announcer=announcer,
            clock=clock,
            settings=SettingsFile(ground.profile.settings),
            profile=ground.profile,
            firm=_DEMO_FIRM if options.demo and options.data is None else "",
        )


async def _open_ledger(
    options: WorkspaceOptions, ground: Ground, clock: Clock, stack: AsyncExitStack
) -> Ledger:
    """Build the way to the ledger, and for a demo the ledger itself."""
    server = options.server
    if options.demo:
        db = ground.profile.practice_books if options.profile else None
        books = DemoBooks(data=options.data, db=db, today=options.today)
        server = await stack.enter_async_context(run_demo_ledger(books))
    ledger = open_ledger(
        server,
        ground.keychain,
        clock,
        consent_automatically if options.demo else open_system_browser,
        partial(_turn_to_renew, ground.profile.session_lock),
    )
    stack.push_async_callback(ledger.aclose)
    return ledger


@contextlib.asynccontextmanager
async def _turn_to_renew(lock: Path) -> AsyncGenerator[None, None]:
    """Keep other processes of this profile from renewing the session meanwhile (A14)."""
    async with turn(lock, _RENEWAL_PATIENCE) as is_ours:
        if not is_ours:
            raise BusyError("Another Tickmark is renewing the session and does not end; try again later.")
        yield


async def _name_of(books: BooksService, company_id: str) -> str:
    """Return a company's name; its id while the mirror does not know it."""
    names = {company.id: company.name for company in await books.list_companies()}
    return names.get(company_id, company_id)


def _in_background(name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Run it until the app ends; should it fail, the event loop hears of it at once."""
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(_tell_failure)
    return task


def _tell_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (failure := task.exception()) is not None:
        context = {"message": f"The {task.get_name()} stopped", "exception": failure}
        task.get_loop().call_exception_handler(context)


async def _stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])
