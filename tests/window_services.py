"""Everything a window is built on, made of the real parts, for a ledger at any address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from app.api.auto_consent import consent_automatically
from app.api.ledger import open_ledger
from app.core.clock import SystemClock
from app.services.announcements import Announcer
from app.services.books import BooksService
from app.services.connection import ConnectionService
from app.services.posting import PostingService
from app.services.posting_parts import PostingParts
from app.services.pull import PullService
from app.services.pull_parts import PullParts
from app.store.keychain import MemoryKeychain
from app.store.mirror.opening import open_mirror
from app.store.outbox import Outbox
from app.store.settings import SettingsFile
from app.ui.services import WindowServices
from tests.pull_rig import KEY, TODAY


@asynccontextmanager
async def window_services(url: str, mirror_path: Path) -> AsyncIterator[WindowServices]:
    """Open the services on a mirror, new or filled; the outbox and the settings lie beside it."""
    clock, announcer = SystemClock(TODAY), Announcer()
    mirror = await open_mirror(mirror_path, KEY)
    outbox = await Outbox.open(mirror_path.with_name("outbox.db"), KEY, clock)
    ledger = open_ledger(url, MemoryKeychain(), clock, consent_automatically)

    async def name_of(company_id: str) -> str:
        return company_id

    try:
        yield WindowServices(
            books=BooksService(mirror),
            pull=PullService(
                PullParts(mirror=mirror, ledger=ledger.client, clock=clock, announcer=announcer)
            ),
            connection=ConnectionService(ledger, MemoryKeychain(), announcer),
            postings=PostingService(
                PostingParts(
                    outbox=outbox,
                    ledger=ledger.client,
                    announcer=announcer,
                    issuer=url,
                    name_of=name_of,
                    on_posted=lambda _: None,
                )
            ),
            subscribe=announcer.subscribe,
            clock=clock,
            settings=SettingsFile(mirror_path.with_name("settings.json")),
        )
    finally:
        await ledger.aclose()
        await outbox.close()
        await mirror.close()
