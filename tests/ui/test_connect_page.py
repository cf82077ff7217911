import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.core.changes import Change, Changed
from app.core.connection import ConnectionState, ConnectionStatus
from app.core.errors import InputError, NoKeychainError, OfflineError, SignInCancelledError
from app.services.announcements import Announcer
from app.ui.page import Stage
from app.ui.pages.connect import ConnectPage
from tests.ui.waiting import shown, until

SIGNED_OUT = ConnectionState(status=ConnectionStatus.SIGNED_OUT, server="https://ledgerhq.pro")
LINK = "https://ledgerhq.pro/api/oauth/authorize?state=x"
LEFT = Qt.MouseButton.LeftButton


@dataclass
class Door:
    """A sign-in that waits for the test in place of a browser."""

    announcer: Announcer
    state: ConnectionState = SIGNED_OUT
    asked: list[tuple[bool, bool]] = field(default_factory=list)
    failure: Exception | None = None
    answer: asyncio.Event = field(default_factory=asyncio.Event)
    cancelled: int = 0

    async def sign_in(self, *, posting: bool, until_quit: bool = False) -> ConnectionState:
        self.asked.append((posting, until_quit))
        self.become(status=ConnectionStatus.SIGNING_IN, link=LINK)
        try:
            await self.answer.wait()
            if self.failure is not None:
                raise self.failure  # noqa: TRY301 - what the test wants to go wrong
        except BaseException:
            self.become(status=ConnectionStatus.SIGNED_OUT, link="")
            raise
        self.become(status=ConnectionStatus.SIGNED_IN, link="")
        return self.state

    def complete_with_url(self, text: str) -> None:
        if "code=" not in text:
            raise InputError("That address is not the answer to this sign-in.")
        self.answer.set()

    async def cancel(self) -> None:
        self.cancelled += 1

    def become(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.announcer.announce(Change(what=Changed.CONNECTION))


@pytest.fixture
async def door(announcer: Announcer) -> Door:
    return Door(announcer)


@pytest.fixture
async def page(stage: Stage, door: Door, qtbot: QtBot) -> AsyncIterator[ConnectPage]:
    page = ConnectPage(stage, door)
    qtbot.addWidget(page)
    page.resize(1024, 700)
    await shown(page)
    page.setFocus()
    yield page
    await page.close_page()


async def waiting(page: ConnectPage) -> ConnectPage:
    QTest.mouseClick(page.start.connect_button, LEFT)
    await until(page.wait.copy_button.isEnabled)
    return page


async def test_read_access_is_all_that_is_asked_for(page: ConnectPage, door: Door) -> None:
    """A18."""
    assert "It cannot post until you allow it." in page.start.scopes
    QTest.keyClick(page.start.connect_button, Qt.Key.Key_Space)
    await until(lambda: door.asked == [(False, False)])


async def test_posting_is_asked_for_when_it_is_ticked(page: ConnectPage, door: Door) -> None:
    """A18."""
    QTest.keyClick(page.start.posting, Qt.Key.Key_Space)
    assert "It may also record purchases" in page.start.scopes
    QTest.mouseClick(page.start.connect_button, LEFT)
    await until(lambda: door.asked == [(True, False)])


async def test_a_double_click_opens_one_browser(page: ConnectPage, door: Door) -> None:
    QTest.mouseClick(page.start.connect_button, LEFT)
    page.start.connect_asked.emit()
    await until(lambda: door.asked)
    assert len(door.asked) == 1


async def test_while_the_browser_has_the_word_the_link_can_be_copied(page: ConnectPage) -> None:
    await waiting(page)
    assert "Your browser shows" in page.wait.sentence
    QTest.mouseClick(page.wait.copy_button, LEFT)
    assert QGuiApplication.clipboard().text() == LINK
    assert page.wait.copy_button.text() == "Copied"


async def test_the_keychain_is_waited_for_in_the_open(page: ConnectPage, door: Door) -> None:
    """C06."""
    await waiting(page)
    page.show_connection(SIGNED_OUT)
    assert page.wait.sentence == "Waiting for your system keychain; it may ask you to unlock it."


async def test_a_session_is_told_to_the_window(page: ConnectPage, door: Door) -> None:
    heard: list[bool] = []
    page.signed_in.connect(lambda: heard.append(True))
    await waiting(page)
    door.answer.set()
    await until(lambda: heard == [True])


async def test_a_pasted_address_ends_the_wait(page: ConnectPage, door: Door) -> None:
    await waiting(page)
    page.wait.address.setFocus()
    QTest.keyClicks(page.wait.address, "http://127.0.0.1:5000/?code=x")
    QTest.keyClick(page.wait.address, Qt.Key.Key_Return)
    await until(lambda: door.state.status is ConnectionStatus.SIGNED_IN)


async def test_another_address_is_told_beside_the_field_and_the_wait_goes_on(
    page: ConnectPage, door: Door
) -> None:
    await waiting(page)
    QTest.keyClicks(page.wait.address, "http://example.com")
    QTest.mouseClick(page.wait.take_button, LEFT)
    assert page.wait.paste_error == "That address is not the answer to this sign-in."
    QTest.keyClicks(page.wait.address, "x")
    assert page.wait.paste_error == ""
    assert door.state.status is ConnectionStatus.SIGNING_IN


async def test_cancel_goes_back_and_says_that_nothing_changed(page: ConnectPage, door: Door) -> None:
    await waiting(page)
    QTest.mouseClick(page.wait.cancel_button, LEFT)
    await until(page.start.isVisible)
    assert door.cancelled == 1
    assert page.note.text == "The sign-in was stopped; nothing was connected."


@pytest.mark.parametrize(
    "failure",
    [
        OfflineError("LedgerHQ is out of reach."),
        SignInCancelledError("The consent was refused; nothing was connected."),
    ],
)
async def test_what_went_wrong_is_one_sentence_and_one_can_try_again(
    failure: Exception, page: ConnectPage, door: Door
) -> None:
    door.failure = failure
    await waiting(page)
    door.answer.set()
    await until(lambda: page.note.text == str(failure))
    assert page.start.isVisible()
    assert page.start.connect_button.isEnabled()


async def test_without_a_keychain_one_may_stay_signed_in_until_one_quits(
    page: ConnectPage, door: Door
) -> None:
    """C05: by choice, never silently."""
    door.failure = NoKeychainError("There is no keychain on this computer.")
    await waiting(page)
    door.answer.set()
    await until(lambda: page.view.offers_until_quit)
    page.note.acted.emit()
    await until(lambda: door.asked[-1] == (False, True))


async def test_the_demo_firm_is_one_click_away(page: ConnectPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.demo_asked, timeout=0, raising=True):
        QTest.mouseClick(page.start.demo_button, LEFT)


async def test_tab_walks_in_reading_order(page: ConnectPage) -> None:
    assert page.start.connect_button.hasFocus()
    for expected in (page.start.posting, page.start.demo_button):
        QTest.keyClick(page.focusWidget() or page, Qt.Key.Key_Tab)
        assert expected.hasFocus()


async def test_a_closed_message_is_gone(page: ConnectPage, door: Door) -> None:
    door.failure = OfflineError("LedgerHQ is out of reach.")
    await waiting(page)
    door.answer.set()
    await until(lambda: page.note.text)
    page.note.closed.emit()
    assert page.view.trouble == ""


async def test_a_bug_in_the_sign_in_is_told_and_the_screen_goes_on(page: ConnectPage, door: Door) -> None:
    heard: list[object] = []
    page.failed.connect(heard.append)
    door.failure = ZeroDivisionError()
    await waiting(page)
    door.answer.set()
    await until(lambda: heard == [door.failure])
    assert page.start.isVisible()
