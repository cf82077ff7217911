"""The person's own browser, and nothing else (A04); and the event loop the window runs on."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from app.api.auto_consent import consent_automatically
from app.contract.endpoints import READ_SCOPES
from tests.contract.scripted_server import Seen, answering, reply
from tests.contract.signing_in import PatientBrowser, reaching
from tests.practice_ledger import PracticeLedger

ROOT = Path(__file__).parents[2]
OPEN = (
    "import asyncio; from app.api.browser import open_system_browser; "
    "print(asyncio.run(open_system_browser('http://127.0.0.1:1/authorize?state=s&scope=a')))"
)


def opened_with(folder: Path, *browsers: str) -> tuple[str, list[str]]:
    """Open an address where only these commands exist; return what was said and what they were given."""
    given = folder / "given"
    for name in browsers:
        stub = folder / name
        stub.write_text(f'#!/bin/sh\necho "$@" >> {given}\n/bin/sleep 0.3\n')
        stub.chmod(0o755)
    environment = {"PATH": str(folder), "PYTHONPATH": str(ROOT), "DISPLAY": ":99", "HOME": str(folder)}
    said = subprocess.run(
        [sys.executable, "-c", OPEN], env=environment, capture_output=True, text=True, check=True
    )
    return said.stdout.strip(), given.read_text().splitlines() if given.exists() else []


def test_the_system_browser_gets_the_whole_address(tmp_path: Path) -> None:
    """A04."""
    assert opened_with(tmp_path, "xdg-open") == ("True", ["http://127.0.0.1:1/authorize?state=s&scope=a"])


def test_without_any_browser_the_answer_is_no(tmp_path: Path) -> None:
    """B07: then the link is shown."""
    assert opened_with(tmp_path) == ("False", [])


def test_no_embedded_browser_is_imported_anywhere() -> None:
    """A04: RFC 8252, 8.12."""
    sources = [path.read_text() for path in (ROOT / "app").rglob("*.py")]
    assert sources
    assert not [source for source in sources if "QtWebEngine" in source or "QtWebView" in source]


async def test_automatic_consent_never_leaves_this_computer() -> None:
    """The stand-in for a person is for the practice ledger only."""
    assert not await consent_automatically("https://ledgerhq.pro/api/oauth/authorize")
    async with answering(lambda _: reply(302, Location="https://ledgerhq.pro/elsewhere")) as server:
        assert not await consent_automatically(server.url)
        assert len(server.seen) == 1


async def test_automatic_consent_gives_up_on_endless_redirects_and_dead_servers() -> None:
    def script(_: Seen) -> bytes:
        return reply(302, Location=f"{server.url}/again")

    async with answering(script) as server:
        assert not await consent_automatically(server.url)
        assert len(server.seen) <= 6
    assert not await consent_automatically(server.url)


async def test_a_refusal_is_no_consent() -> None:
    async with answering(lambda _: reply(400, b"<html>refused</html>")) as server:
        assert not await consent_automatically(server.url)


def test_the_whole_sign_in_runs_on_the_windows_event_loop(
    qapp: QApplication, still_ledger: PracticeLedger
) -> None:
    """Sockets, listener, timers and threads under qasync."""

    async def everything() -> int:
        browser = PatientBrowser()
        async with reaching(still_ledger.base_url, browser=browser) as reached:
            running = asyncio.create_task(reached.sign_in.run(READ_SCOPES, lambda _: None))
            link = await browser.link()
            await link.visit(await link.consent())
            await running
            return len(await reached.client.companies())

    with qasync.QEventLoop(qapp) as loop:
        assert loop.run_until_complete(everything()) == 3
    del loop
    gc.collect()  # here, and not on a thread of the ledger: what is Qt's dies on the thread it lives on
