from collections.abc import AsyncIterator

import pytest
from pytestqt.qtbot import QtBot

from app.core.outbox import OutboxState
from app.core.periods import month_of
from app.ui.page import Stage
from app.ui.pages.outbox import OutboxPage
from app.ui.pages.post import PostPage
from app.ui.tour_posting import (
    open_account_list,
    show_every_state,
    show_read_only,
    show_recorded,
    show_what_is_sent,
)
from tests.ui.desk import ALDER, NOW, SUMMIT, TODAY, Desk
from tests.ui.waiting import shown, until


@pytest.fixture
async def post(stage: Stage, desk: Desk, qtbot: QtBot) -> AsyncIterator[PostPage]:
    page = PostPage(stage, desk)
    qtbot.addWidget(page)
    await shown(page)
    page.open_company(SUMMIT, month_of(TODAY))
    await until(lambda: page.state and page.state.accounts)
    yield page
    await page.close_page()


@pytest.fixture
async def outbox(stage: Stage, desk: Desk, qtbot: QtBot) -> AsyncIterator[OutboxPage]:
    page = OutboxPage(stage, desk)
    qtbot.addWidget(page)
    await shown(page)
    await until(lambda: page.is_settled)
    yield page
    await page.close_page()


async def test_the_tour_shows_the_form_in_its_states_and_records_nothing(post: PostPage, desk: Desk) -> None:
    await open_account_list(post)
    assert post.form.category.list.isVisible()
    await show_recorded(post, NOW)
    assert "Queued; it is sent when the ledger is in reach." in post.form.note
    await show_read_only(post)
    assert not post.form.post.isEnabled()
    assert desk.postings.items == []


async def test_the_tour_shows_a_posting_in_each_state_and_records_nothing(
    outbox: OutboxPage, desk: Desk
) -> None:
    await show_every_state(outbox, [SUMMIT, ALDER], NOW)
    await show_what_is_sent(outbox)
    shown_states = {item.state for item in outbox.view.items}
    assert shown_states == set(OutboxState) - {OutboxState.DRAFT, OutboxState.ADOPTED}
    assert outbox.view.chosen is not None
    assert outbox.view.chosen.state is OutboxState.UNKNOWN
    assert desk.postings.items == []
