"""The window on a mirror that is filled, with no ledger in reach; run as a program it reports its times.

`python -m tests.benchmarks.window_rig MIRROR cold` shows it once and says when it is painted;
`… MIRROR switch` walks through the companies and writes the seconds of each step.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app import bootstrap  # noqa: F401 - the app's own imports are part of its start
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
from app.ui.main_window import MainWindow
from app.ui.pages.bank import BankPage
from app.ui.services import WindowServices
from app.ui.theme import Appearance, Theme
from app.ui.window_app import event_loop, make_application
from tests.pull_rig import KEY, TODAY

_NOWHERE = "http://127.0.0.1:9"
_STEPS = 60


@asynccontextmanager
async def services(mirror_path: Path) -> AsyncGenerator[WindowServices, None]:
    """Open the services on the mirror."""
    clock, announcer = SystemClock(TODAY), Announcer()
    mirror = await open_mirror(mirror_path, KEY)
    outbox = await Outbox.open(mirror_path.with_name("outbox.db"), KEY, clock)
    ledger = open_ledger(_NOWHERE, MemoryKeychain(), clock)

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
                    issuer=_NOWHERE,
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


async def painted(window: MainWindow) -> None:
    """Return once the rows that were asked for are on the screen."""
    page = window.pages[BankPage.title]
    assert isinstance(page, BankPage)
    shown = asyncio.get_running_loop().create_future()

    def on_shown() -> None:
        if not shown.done():
            shown.set_result(None)

    page.rows.shown.connect(on_shown)
    await shown
    page.rows.shown.disconnect(on_shown)
    window.repaint()


async def _measure(mirror_path: Path, what: str) -> None:
    theme = Theme(make_application(), Appearance.LIGHT)
    async with services(mirror_path) as opened:
        window = MainWindow(opened, theme)
        window.show()
        on_screen = asyncio.ensure_future(painted(window))
        await window.start()
        await on_screen
        if what == "cold":
            _tell({"painted": True})
        else:
            _tell({"seconds": [await _step(window) for _ in range(_STEPS)], "paint": _paint(window)})
        window.hide()
        await window.shut_down()


async def _step(window: MainWindow) -> float:
    started = time.perf_counter()
    window.step_company(1)
    await painted(window)
    return time.perf_counter() - started


def _paint(window: MainWindow) -> float:
    started = time.perf_counter()
    window.repaint()
    return time.perf_counter() - started


def _tell(figures: dict[str, object]) -> None:
    sys.stdout.write(f"{json.dumps(figures)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with event_loop(make_application()) as running:
        running.run_until_complete(_measure(Path(sys.argv[1]), sys.argv[2]))
