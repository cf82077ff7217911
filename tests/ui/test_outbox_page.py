from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.core.outbox import Attempt, Blocked, OutboxState, Outcome
from app.core.periods import month_of
from app.ui.dialogs.question import Question
from app.ui.page import Stage
from app.ui.pages.outbox import OutboxPage
from app.ui.pages.outbox_columns import OUTBOX_COLUMNS, OutboxFilter
from app.ui.widgets.attempt_list import AttemptList
from tests.ui.desk import ALDER, NOW, SUMMIT, TODAY, Desk, a_posting, a_receipt
from tests.ui.waiting import shown, until

S = OutboxState


@pytest.fixture
async def page(stage: Stage, desk: Desk, qtbot: QtBot) -> AsyncIterator[OutboxPage]:
    """The screen over an empty outbox."""
    page = OutboxPage(stage, desk)
    qtbot.addWidget(page)
    page.resize(1170, 760)
    await shown(page)
    page.open_company(SUMMIT, month_of(TODAY))
    await until(lambda: page.is_settled)
    yield page
    await page.close_page()


async def show(page: OutboxPage, desk: Desk, *items: object) -> None:
    """Let the outbox hold these, the newest first."""
    desk.postings.items = list(items)  # type: ignore[arg-type]
    desk.postings.become(0)
    await until(lambda: page.is_settled and page.view.chosen)


def cell(page: OutboxPage, row: int, title: str) -> str:
    column = next(place for place, column in enumerate(OUTBOX_COLUMNS) if column.title == title)
    cells = page.rows.cells_at(row)
    assert cells is not None
    return cells[column].text


async def chosen(page: OutboxPage, item_id: int) -> None:
    page.table.move_to(page.rows.row_of(item_id))
    await until(lambda: page.view.chosen_id == item_id)


async def test_an_empty_outbox_says_why_and_what_to_do(page: OutboxPage) -> None:
    assert page.rows.rowCount() == 0
    assert page.table.empty_text == "Nothing has been posted from here yet. Press Ctrl+N to post a purchase."
    assert not page.detail.isVisible()


async def test_postings_of_all_companies_are_listed_newest_first(page: OutboxPage, desk: Desk) -> None:
    """F05: name and color on every row."""
    other = a_posting(2, company_id=ALDER.id, company_name=ALDER.name)
    await show(page, desk, a_posting(1), other)
    assert list(page.rows.keys) == [2, 1]
    cells = page.rows.cells_at(0)
    assert cells is not None
    assert (cells[0].text, cells[0].company) == (ALDER.name, ALDER.key)


async def test_a_company_the_firm_lost_keeps_its_name(page: OutboxPage, desk: Desk) -> None:
    await show(page, desk, a_posting(1, company_id="gone", company_name="Old Client"))
    cells = page.rows.cells_at(0)
    assert cells is not None
    assert (cells[0].text, cells[0].company) == ("Old Client", 0)


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (S.DRAFT, "Draft"),
        (S.QUEUED, "Waiting"),
        (S.SENDING, "Sending"),
        (S.POSTED, "Posted"),
        (S.ADOPTED, "Posted"),
        (S.REFUSED, "Refused"),
        (S.UNKNOWN, "Not sure yet"),
        (S.NEEDS_LOOK, "Needs a look"),
        (S.STOPPED, "Stopped"),
    ],
)
async def test_every_state_has_its_word_and_its_icon(
    state: OutboxState, word: str, page: OutboxPage, desk: Desk
) -> None:
    await show(page, desk, a_posting(1, state=state))
    cells = page.rows.cells_at(0)
    assert cells is not None
    painted = next(one for one in cells if one.pill is not None)
    assert painted.text == word
    assert painted.icon


async def test_reason_day_and_amount_stand_in_the_row(page: OutboxPage, desk: Desk) -> None:
    await show(
        page, desk, a_posting(1, reason="The ledger is out of reach.", created_at=NOW - timedelta(days=1))
    )
    row = {title: cell(page, 0, title) for title in ("Kind", "Date", "Amount", "When", "Reason")}
    assert row == {
        "Kind": "Purchase",
        "Date": "17 Jun 2026",
        "Amount": "129.95",
        "When": "16 Jun",
        "Reason": "The ledger is out of reach.",
    }


async def test_the_chips_list_and_count_what_they_name(page: OutboxPage, desk: Desk) -> None:
    await show(
        page,
        desk,
        a_posting(1),
        a_posting(2, state=S.REFUSED),
        a_posting(3, blocked=Blocked.PERIOD),
        a_posting(4, state=S.POSTED, receipt=a_receipt()),
        a_posting(5, state=S.STOPPED),
    )
    listed = {}
    for choice in OutboxFilter:
        QTest.mouseClick(page.toolbar.chips[choice], Qt.MouseButton.LeftButton)
        await until(lambda: page.is_settled)
        listed[str(choice)] = list(page.rows.keys)
    assert listed == {"All": [5, 4, 3, 2, 1], "Waiting": [1], "Needs attention": [3, 2], "Posted": [4]}
    assert page.toolbar.chips[OutboxFilter.ATTENTION].text() == "Needs attention  2"


async def test_a_header_sorts(page: OutboxPage, desk: Desk) -> None:
    await show(
        page, desk, a_posting(1, amount_cents=5), a_posting(2, amount_cents=9), a_posting(3, amount_cents=7)
    )
    page.table.sort_chosen.emit("amount_cents", False)
    await until(lambda: list(page.rows.keys) == [1, 3, 2])


async def test_a_posting_that_moves_on_keeps_the_cursor(page: OutboxPage, desk: Desk) -> None:
    await show(page, desk, a_posting(2), a_posting(1))
    await chosen(page, 1)
    desk.postings.become(1, state=S.POSTED, receipt=a_receipt())
    await until(lambda: page.is_settled and page.detail.story.startswith("Posted."))
    assert page.view.chosen_id == 1
    assert page.rows.keys[page.table.cursor_row] == 1


async def test_the_details_tell_what_happened_what_is_kept_and_what_to_do(
    page: OutboxPage, desk: Desk
) -> None:
    await show(page, desk, a_posting(1, blocked=Blocked.OFFLINE, reason="The ledger is out of reach."))
    assert page.detail.story == (
        "Waiting. The ledger is out of reach. The ledger does not have it."
        " Nothing to do: it is sent when the ledger is in reach."
    )


async def test_attempts_are_listed_with_time_outcome_and_reason(page: OutboxPage, desk: Desk) -> None:
    desk.postings.attempts[1] = [
        Attempt(number=1, started_at=NOW, ended_at=NOW, outcome=Outcome.UNKNOWN, detail="The line broke."),
        Attempt(number=2, started_at=NOW),
    ]
    await show(page, desk, a_posting(1, state=S.SENDING, attempts=2))
    texts = [
        label.text()
        for label in page.detail.findChildren(AttemptList)[0].children()
        if hasattr(label, "text")
    ]
    assert [text for text in texts if ":" not in text] == ["No clear answer", "The line broke.", "Under way"]


async def test_the_exact_bytes_and_the_key_are_shown_on_demand(page: OutboxPage, desk: Desk) -> None:
    item = a_posting(1)
    await show(page, desk, item)
    sent = page.detail.findChildren(QPlainTextEdit)[0]
    assert not sent.isVisible()
    page.detail.sent.set_open(True)
    assert sent.isVisible()
    assert item.key in sent.toPlainText()
    assert sent.toPlainText().endswith(item.body.decode())


async def test_what_is_sent_can_be_copied(page: OutboxPage, desk: Desk) -> None:
    await show(page, desk, a_posting(1))
    page.detail.copy.click()
    assert "Idempotency-Key" in QGuiApplication.clipboard().text()


@pytest.mark.parametrize(
    ("changes", "offered"),
    [
        ({}, {"stop"}),
        ({"blocked": Blocked.OFFLINE}, {"retry", "stop"}),
        ({"blocked": Blocked.SCOPE}, {"permit", "stop"}),
        ({"blocked": Blocked.AUTH}, {"permit", "stop"}),
        ({"state": S.UNKNOWN, "attempts": 1}, {"retry", "stop"}),
        ({"state": S.NEEDS_LOOK, "attempts": 1}, {"retry", "stop"}),
        ({"state": S.POSTED, "receipt": a_receipt()}, set()),
        ({"state": S.REFUSED, "attempts": 1}, set()),
        ({"state": S.STOPPED}, set()),
    ],
)
async def test_only_what_is_possible_is_offered(
    changes: dict[str, object], offered: set[str], page: OutboxPage, desk: Desk
) -> None:
    """D12."""
    await show(page, desk, a_posting(1, **changes))
    assert {name for name in ("retry", "permit", "stop") if getattr(page.detail, name).isVisible()} == offered


async def test_nothing_can_be_done_while_it_is_being_sent(page: OutboxPage, desk: Desk) -> None:
    await show(page, desk, a_posting(1, state=S.SENDING, attempts=1))
    assert not page.detail.retry.isEnabled()
    assert not page.detail.stop.isEnabled()


async def test_enter_and_space_try_again(page: OutboxPage, desk: Desk) -> None:
    await show(page, desk, a_posting(1, blocked=Blocked.OFFLINE))
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.detail.retry.hasFocus()
    QTest.keyClick(page.detail.retry, Qt.Key.Key_Space)
    await until(lambda: desk.postings.retried == [1])


async def test_stopping_is_asked_about_and_escape_keeps_it(page: OutboxPage, desk: Desk) -> None:
    await show(page, desk, a_posting(1))
    QTest.keyClick(await asked(page, "stop"), Qt.Key.Key_Escape)
    await until(lambda: page.is_settled)
    assert desk.postings.stopped == []


async def test_stopping_what_may_be_posted_says_so(page: OutboxPage, desk: Desk) -> None:
    """D12, M18."""
    await show(page, desk, a_posting(1, state=S.UNKNOWN, attempts=1, uncertain_since=NOW))
    question = await asked(page, "stop")
    assert "It may have been posted" in question.accessibleDescription()
    QTest.mouseClick(question.accept_button, Qt.MouseButton.LeftButton)
    await until(lambda: desk.postings.stopped == [1])
    await until(lambda: page.is_settled and cell(page, 0, "State") == "Stopped")


async def test_trying_again_what_needs_a_look_asks_whether_one_has_looked(
    page: OutboxPage, desk: Desk
) -> None:
    """D11."""
    await show(page, desk, a_posting(1, state=S.NEEDS_LOOK, attempts=1, uncertain_since=NOW))
    question = await asked(page, "retry")
    assert desk.postings.retried == []
    QTest.mouseClick(question.accept_button, Qt.MouseButton.LeftButton)
    await until(lambda: desk.postings.retried == [1])


async def asked(page: OutboxPage, act: str) -> Question:
    QTest.mouseClick(getattr(page.detail, act), Qt.MouseButton.LeftButton)
    await until(lambda: page.findChildren(Question))
    question: Question = page.findChildren(Question)[0]
    await until(question.isActiveWindow)
    return question


async def test_trouble_with_the_disk_is_told_above_the_list(page: OutboxPage, desk: Desk) -> None:
    """F06, M22."""
    desk.postings.problem = "The disk is full; Tickmark keeps trying."
    await show(page, desk, a_posting(1))
    assert page.problem == "The disk is full; Tickmark keeps trying."


async def test_narrow_tables_leave_columns_out_and_cut_no_amount(page: OutboxPage, desk: Desk) -> None:
    await show(page, desk, a_posting(1))
    page.resize(700, 560)
    await until(lambda: page.table.isColumnHidden(7))
    shown_width = sum(page.table.columnWidth(place) for place in range(8))
    assert shown_width <= page.table.viewport().width()


async def test_the_outbox_model_keeps_qts_rules(
    page: OutboxPage, desk: Desk, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(page.rows)
    await show(page, desk, a_posting(1), a_posting(2))
    await show(page, desk, a_posting(1))
