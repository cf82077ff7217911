"""What the tour shows: each scene puts the window into one state worth looking at."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit

from app.core.connection import ConnectionStatus
from app.core.periods import month_of
from app.core.sync import Health
from app.ui.dialogs.crash import CrashDialog, crash_text
from app.ui.dialogs.notice import Notice
from app.ui.dialogs.question import Question, Wording
from app.ui.main_window import MainWindow
from app.ui.pages.accounts import AccountsPage
from app.ui.pages.bank import BankPage
from app.ui.pages.outbox import OutboxPage
from app.ui.pages.post import PostPage
from app.ui.tour_posting import (
    open_account_list,
    show_every_state,
    show_read_only,
    show_recorded,
    show_what_is_sent,
)

Scene = Callable[[MainWindow], Awaitable[None]]

_AMOUNT = "1,299.50"
_LOOK_AGAIN = 0.01
_QUIET_LOOKS = 5


def _bank(window: MainWindow) -> BankPage:
    page = window.pages[BankPage.title]
    assert isinstance(page, BankPage)  # noqa: S101 - the window made it
    return page


def _post(window: MainWindow) -> PostPage:
    page = window.pages[PostPage.title]
    assert isinstance(page, PostPage)  # noqa: S101 - the window made it
    return page


async def _bank_rows(window: MainWindow) -> None:
    window.open_page(BankPage.title)
    window.open_period(month_of(window.services.clock.today()).stepped(-1))
    await settle(window)
    _bank(window).table.setFocus()
    _bank(window).table.move_to(6)


async def _bank_selection(window: MainWindow) -> None:
    for row in (7, 8, 9):
        _bank(window).table.move_to(row, extend=True)


async def _bank_filtered(window: MainWindow) -> None:
    page = _bank(window)
    page.toolbar.filter.setText("pay")
    page.toolbar.filter.setFocus()
    await settle(window)


async def _bank_nothing_found(window: MainWindow) -> None:
    _bank(window).toolbar.filter.setText("no such words anywhere")
    await settle(window)


async def _bank_no_rows(window: MainWindow) -> None:
    _bank(window).toolbar.filter.clear()
    window.open_period(window.state.period.stepped(24))
    await settle(window)


async def _accounts(window: MainWindow) -> None:
    window.open_period(month_of(window.services.clock.today()))
    window.open_page(AccountsPage.title)


async def _accounts_filtered(window: MainWindow) -> None:
    page = window.pages[AccountsPage.title]
    page.findChildren(QLineEdit)[0].setText("cash")


async def _post_fresh(window: MainWindow) -> None:
    page = window.pages[AccountsPage.title]
    page.findChildren(QLineEdit)[0].clear()
    window.open_page(PostPage.title)


async def _post_wrong(window: MainWindow) -> None:
    page = _post(window)
    page.form.typed.emit("amount", "-12")
    page.form.typed.emit("date", "2026-13-45")
    page.form.post_asked.emit()


async def _post_filled(window: MainWindow) -> None:
    page = _post(window)
    page.form.clear_asked.emit()
    await asyncio.sleep(0)
    accounts = page.state.accounts if page.state else ()
    source = next((one.bank_account_id for one in accounts if one.bank_account_id), "")
    category = next((one.id for one in accounts if one.type == "expense" and one.is_active), "")
    for name, text in (
        ("source_account_id", source),
        ("category_account_id", category),
        ("date", window.services.clock.today().isoformat()),
        ("amount", _AMOUNT),
        ("description", "Annual software subscription"),
        ("reference", "INV-2071"),
    ):
        page.form.typed.emit(name, text)


async def _post_list(window: MainWindow) -> None:
    await open_account_list(window.post_page)


async def _post_recorded(window: MainWindow) -> None:
    await show_recorded(window.post_page, window.services.clock.now())


async def _post_read_only(window: MainWindow) -> None:
    await show_read_only(window.post_page)


async def _outbox_states(window: MainWindow) -> None:
    await show_every_state(window.outbox_page, window.state.companies, window.services.clock.now())


async def _outbox_sent(window: MainWindow) -> None:
    await show_what_is_sent(window.outbox_page)


async def _outbox(window: MainWindow) -> None:
    window.open_page(OutboxPage.title)


async def _syncing(window: MainWindow) -> None:
    window.open_page(BankPage.title)
    window.sync_run.start()


async def _offline(window: MainWindow) -> None:
    await window.sync_run.stop()
    await settle(window)
    window.show_state(
        replace(window.state, connection=replace(window.state.connection, status=ConnectionStatus.OFFLINE))
    )
    window.frame.messages.show_message(
        "LedgerHQ is out of reach. Everything here can be read; postings wait in the outbox.", "attention"
    )


async def _not_tied(window: MainWindow) -> None:
    window.frame.messages.hide()
    company = window.state.company
    if company is None or company.key not in window.state.healths:
        return
    health = replace(
        window.state.healths[company.key],
        health=Health.NOT_TIED,
        differing_accounts=1,
        differing_cents=900,
        problem="",
    )
    connection = replace(window.state.connection, status=ConnectionStatus.SIGNED_IN)
    healths = {**window.state.healths, company.key: health}
    window.show_state(replace(window.state, healths=healths, connection=connection))


async def _menu(window: MainWindow) -> None:
    window.frame.header.menu_button.click()


async def _question(window: MainWindow) -> None:
    window.menu.hide()
    wording = Wording(
        title="Post it again?",
        text="The same purchase was queued two minutes ago. Post it again only if there really are two.",
        accept="Post again",
    )
    Question(wording, window.theme, window).open()


async def _notice(window: MainWindow) -> None:
    _close_dialogs(window)
    sentence = "mirror.db cannot be read with this computer\u2019s key; it was left untouched."
    Notice("Tickmark cannot start", sentence, window.theme, window).open()


async def _crash(window: MainWindow) -> None:
    _close_dialogs(window)
    CrashDialog(crash_text(ValueError("an example, nothing is wrong")), window.theme, window).open()


async def _connect(window: MainWindow) -> None:
    _close_dialogs(window)
    window.outer.setCurrentWidget(window.connect_page)


async def _connect_waiting(window: MainWindow) -> None:
    link = f"{window.state.connection.server}/api/oauth/authorize?response_type=code"
    state = replace(window.state.connection, status=ConnectionStatus.SIGNING_IN, link=link)
    window.connect_page.show_connection(state)


def _close_dialogs(window: MainWindow) -> None:
    for kind in (Question, Notice, CrashDialog):
        for dialog in window.findChildren(kind):
            dialog.close()
            dialog.deleteLater()


async def settle(window: MainWindow) -> None:
    """Wait until nothing in the window is on its way any more."""
    quiet = 0
    while quiet < _QUIET_LOOKS:
        await asyncio.sleep(_LOOK_AGAIN)
        still = window.tasks.is_idle and all(page.is_settled for page in window.pages.values())
        quiet = quiet + 1 if still else 0


SCENES: tuple[tuple[str, Scene], ...] = (
    ("bank", _bank_rows),
    ("bank-selection", _bank_selection),
    ("bank-filtered", _bank_filtered),
    ("bank-nothing-found", _bank_nothing_found),
    ("bank-no-rows", _bank_no_rows),
    ("accounts", _accounts),
    ("accounts-filtered", _accounts_filtered),
    ("post", _post_fresh),
    ("post-wrong", _post_wrong),
    ("post-filled", _post_filled),
    ("post-list", _post_list),
    ("post-recorded", _post_recorded),
    ("post-read-only", _post_read_only),
    ("outbox", _outbox),
    ("outbox-states", _outbox_states),
    ("outbox-sent", _outbox_sent),
    ("syncing", _syncing),
    ("offline", _offline),
    ("not-tied", _not_tied),
    ("menu", _menu),
    ("question", _question),
    ("notice", _notice),
    ("crash", _crash),
    ("connect", _connect),
    ("connect-waiting", _connect_waiting),
)
"""In the order of the pictures."""
