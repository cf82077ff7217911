"""The whole window on the real parts, with a practice ledger that can be made to fail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.periods import month_of
from app.ui.main_window import MainWindow
from app.ui.theme import Theme
from tests.practice_ledger import PracticeLedger
from tests.pull_rig import TODAY
from tests.small_firm import HARBOR
from tests.ui.waiting import shown, until
from tests.window_services import window_services

_RETRIES = 60.0
"""Seconds a pull may take to give up on a ledger that drops every request."""
NAMES = ["Harbor Food Bank", "Lakeside Yoga", "Summit Ridge Design LLC"]


@pytest_asyncio.fixture
async def window(ledger: PracticeLedger, tmp_path: Path, theme: Theme) -> AsyncIterator[MainWindow]:
    """A window that is signed in and has pulled the small firm."""
    async with window_services(ledger.base_url, tmp_path / "mirror.db") as services:
        await services.connection.sign_in(posting=True)
        window = MainWindow(services, theme)
        await window.start()
        await shown(window)
        await idle(window)
        yield window
        await window.shut_down()
        window.deleteLater()


async def idle(window: MainWindow) -> None:
    await until(lambda: not window.sync_run.is_running, _RETRIES)
    await until(lambda: window.tasks.is_idle and all(page.is_settled for page in window.pages.values()))


async def sync(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F5)
    await idle(window)


def stamps(window: MainWindow) -> dict[str, str]:
    entries = window.frame.sidebar.companies.rows.entries
    return {entry.company.name: entry.stamp.text.split(" ")[0] for entry in entries}


def words(window: MainWindow) -> list[str]:
    return window.frame.status.words()


async def test_the_first_sync_fills_the_window_and_every_company_is_tied(window: MainWindow) -> None:
    assert stamps(window) == dict.fromkeys(NAMES, "tied")
    assert window.windowTitle() == "Harbor Food Bank \u2013 Tickmark"
    assert words(window)[0] == "Online"


async def test_brackets_step_through_the_companies_and_g_through_the_screens(window: MainWindow) -> None:
    table = window.pages["Bank"].focusProxy()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_BracketRight)
    assert window.state.company is not None
    assert window.state.company.name == NAMES[1]
    QTest.keyClick(table, Qt.Key.Key_G)
    QTest.keyClick(table, Qt.Key.Key_A)
    assert window.state.page == "Accounts"
    await idle(window)


async def test_letters_are_letters_where_text_is_typed(window: MainWindow) -> None:
    field = window.frame.sidebar.filter
    field.setFocus()
    QTest.keyClicks(field, "ga]")
    assert field.text() == "ga]"
    assert window.state.page == "Bank"
    await idle(window)


async def test_the_period_steps_by_key_on_every_screen(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.AltModifier)
    assert window.state.period == month_of(TODAY).stepped(-1)
    assert all(page.period == window.state.period for page in window.pages.values())
    await idle(window)


async def test_a_ledger_that_is_gone_is_said_and_what_is_here_stays(
    window: MainWindow, ledger: PracticeLedger
) -> None:
    window.step_company(-1)
    await idle(window)
    rows = len(window.pages["Bank"].focusProxy().model().keys)
    ledger.fail("drop_before_commit", times=0)
    await sync(window)
    assert words(window)[0] == "Offline"
    assert window.frame.messages.text
    assert len(window.pages["Bank"].focusProxy().model().keys) == rows


async def test_a_gateways_page_for_one_company_leaves_the_others_tied(
    window: MainWindow, ledger: PracticeLedger
) -> None:
    ledger.fail("html_200", f"/companies/{HARBOR}/journal-lines", times=0)
    await sync(window)
    assert stamps(window) == {NAMES[0]: "not", NAMES[1]: "tied", NAMES[2]: "tied"}
    assert window.frame.messages.text.startswith("Harbor Food Bank: ")


async def test_a_company_that_may_no_longer_be_seen_is_named(
    window: MainWindow, ledger: PracticeLedger
) -> None:
    ledger.change_sign_in(denyCompany=HARBOR)
    await sync(window)
    assert stamps(window)[NAMES[0]] == "no"
    assert "Harbor Food Bank" in window.frame.messages.text


async def test_a_session_the_ledger_ended_asks_to_sign_in_again(
    window: MainWindow, ledger: PracticeLedger
) -> None:
    ledger.change_sign_in(revokeAll=True)
    await sync(window)
    assert words(window)[0] == "Sign in again"
    assert stamps(window).keys() == set(NAMES)


async def test_without_books_and_session_the_connect_screen_is_all_there_is(
    tmp_path: Path, theme: Theme
) -> None:
    async with window_services("http://127.0.0.1:9", tmp_path / "mirror.db") as services:
        window = MainWindow(services, theme)
        await window.start()
        assert window.outer.currentWidget() is window.connect_page
        await window.shut_down()
