from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.core.changes import Change, Changed
from app.core.connection import ConnectionStatus
from app.core.errors import StorageError
from app.core.outbox import Blocked, OutboxState
from app.core.periods import month_of
from app.ui.dialogs.question import Question
from app.ui.page import Stage
from app.ui.pages.post import PostPage
from app.ui.pages.post_preview import PurchasePreview
from tests.ui.desk import ALDER, CARD, CHART, CHECKING, SOFTWARE, SUMMIT, TODAY, Desk, a_receipt
from tests.ui.waiting import shown, until

JUNE = month_of(TODAY)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
async def page(stage: Stage, desk: Desk, qtbot: QtBot) -> AsyncIterator[PostPage]:
    """The screen with Summit Ridge Design open."""
    page = PostPage(stage, desk)
    qtbot.addWidget(page)
    page.resize(1170, 760)
    await shown(page)
    page.open_company(SUMMIT, JUNE)
    await until(lambda: page.state and page.state.accounts and page.is_settled)
    yield page
    await page.close_page()


def type_purchase(page: PostPage, amount: str = "129.95") -> None:
    """Fill the form by keys alone, from field to field."""
    page.setFocus()
    for keys in ("1100", "soft", "t", amount, "Desk lamp"):
        field = page.focusWidget()
        assert field is not None
        QTest.keyClicks(field, keys)
        if keys != "Desk lamp":
            QTest.keyClick(field, Qt.Key.Key_Tab)


def press_post(page: PostPage) -> None:
    """Press Ctrl+Enter where the focus is, or in the first field."""
    if page.focusWidget() is None:
        page.setFocus()
    QTest.keyClick(page.focusWidget() or page, Qt.Key.Key_Return, CTRL)


async def test_a_purchase_is_typed_and_recorded_by_keyboard_alone(page: PostPage, desk: Desk) -> None:
    type_purchase(page)
    press_post(page)
    await until(lambda: desk.postings.recorded)
    purchase = desk.postings.recorded[0]
    assert (purchase.source_account_id, purchase.category_account_id) == (
        CHECKING.bank_account_id,
        SOFTWARE.id,
    )
    assert (purchase.date, purchase.amount_cents, purchase.description) == (TODAY, 12_995, "Desk lamp")


async def test_the_button_names_the_company(page: PostPage) -> None:
    """F05."""
    assert page.form.post.text() == "Post to Summit Ridge Design"


async def test_what_is_wrong_is_told_beside_the_fields_and_nothing_is_queued(
    page: PostPage, desk: Desk
) -> None:
    page.form.amount.setFocus()
    QTest.keyClicks(page.form.amount, "-5")
    QTest.mouseClick(page.form.post, Qt.MouseButton.LeftButton)
    await until(lambda: page.form.error_of("amount"))
    assert "more than zero" in page.form.error_of("amount")
    assert page.form.error_of("source_account_id") == "Choose the account the money came from."
    assert page.form.error_of("date") == ""
    assert desk.postings.recorded == []


async def test_the_first_wrong_field_gets_the_focus(page: PostPage) -> None:
    type_purchase(page, amount="twelve")
    press_post(page)
    await until(page.form.amount.hasFocus)
    assert "is not an amount" in page.form.error_of("amount")


async def test_a_date_that_is_none_is_told_beside_it(page: PostPage, desk: Desk) -> None:
    type_purchase(page)
    page.form.focus_field("date")
    QTest.keyClicks(page.form.day, "2026-13-45")
    press_post(page)
    await until(lambda: "is not a date" in page.form.error_of("date"))
    assert desk.postings.recorded == []


async def test_typing_in_a_wrong_field_takes_its_sentence_away(page: PostPage) -> None:
    press_post(page)
    await until(lambda: page.form.error_of("amount"))
    page.form.amount.setFocus()
    QTest.keyClicks(page.form.amount, "1")
    assert page.form.error_of("amount") == ""
    assert page.form.error_of("category_account_id")


async def test_a_double_click_records_once(page: PostPage, desk: Desk) -> None:
    """D16."""
    type_purchase(page)
    QTest.mouseClick(page.form.post, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(page.form.post, Qt.MouseButton.LeftButton)
    await until(lambda: page.form.note)
    assert len(desk.postings.recorded) == 1


async def test_ctrl_enter_twice_records_once_and_shows_no_errors(page: PostPage, desk: Desk) -> None:
    type_purchase(page)
    press_post(page)
    await until(lambda: page.form.note)
    press_post(page)
    assert len(desk.postings.recorded) == 1
    assert page.form.error_of("amount") == ""


async def test_the_next_purchase_begins_with_the_same_account_and_day(page: PostPage) -> None:
    type_purchase(page)
    press_post(page)
    await until(page.form.category.hasFocus)
    assert page.form.source.text() == "1100 Operating Checking"
    assert page.form.day.text() == "17 Jun 2026"
    assert (page.form.category.text(), page.form.amount.text(), page.form.description.text()) == ("", "", "")


async def test_offline_a_posting_is_called_queued(page: PostPage, desk: Desk) -> None:
    desk.connection.become(status=ConnectionStatus.OFFLINE)
    type_purchase(page)
    press_post(page)
    await until(lambda: page.form.note)
    assert page.form.note == "Desk lamp 129.95 \u00b7 Queued; it is sent when the ledger is in reach."


async def test_a_posting_is_called_recorded_only_with_its_receipt(page: PostPage, desk: Desk) -> None:
    type_purchase(page)
    press_post(page)
    await until(lambda: "Queued" in page.form.note)
    desk.postings.become(1, state=OutboxState.SENDING)
    await until(lambda: "on its way" in page.form.note)
    desk.postings.become(1, state=OutboxState.POSTED, receipt=a_receipt())
    await until(lambda: page.form.note.endswith("Sent and recorded."))


async def test_the_entrys_number_is_told_once_the_mirror_knows_it(page: PostPage, desk: Desk) -> None:
    type_purchase(page)
    press_post(page)
    await until(lambda: page.form.note)
    desk.postings.become(1, state=OutboxState.POSTED, receipt=a_receipt("j-9"))
    desk.books.numbers["j-9"] = "1183"
    desk.connection.announcer.announce(Change(what=Changed.JOURNAL, company=SUMMIT.key))
    await until(lambda: page.form.note.endswith("Sent and recorded as entry 1183."))


async def test_a_closed_note_stays_closed(page: PostPage, desk: Desk) -> None:
    type_purchase(page)
    press_post(page)
    await until(lambda: page.form.note)
    page.form.note_closed.emit()
    desk.postings.become(1, blocked=Blocked.OFFLINE)
    await until(lambda: page.is_settled)
    assert page.form.note == ""


async def test_the_same_posting_is_asked_about_and_not_repeated_by_enter(page: PostPage, desk: Desk) -> None:
    """D16."""
    question = await asked_about_a_repetition(page)
    QTest.keyClick(question, Qt.Key.Key_Return)
    await until(lambda: page.state and not page.state.is_recording)
    assert len(desk.postings.recorded) == 1
    assert page.form.amount.text() == "129.95"


async def test_the_same_posting_is_recorded_again_when_there_really_are_two(
    page: PostPage, desk: Desk
) -> None:
    """D16."""
    question = await asked_about_a_repetition(page)
    QTest.mouseClick(question.accept_button, Qt.MouseButton.LeftButton)
    await until(lambda: len(desk.postings.recorded) == 2)


async def asked_about_a_repetition(page: PostPage) -> Question:
    type_purchase(page)
    press_post(page)
    await until(lambda: page.form.note)
    type_purchase(page)
    press_post(page)
    await until(lambda: page.findChildren(Question))
    question: Question = page.findChildren(Question)[0]
    await until(question.isActiveWindow)
    return question


async def test_what_cannot_be_stored_stays_in_the_form(page: PostPage, desk: Desk) -> None:
    """F06, M21."""
    desk.postings.failure = StorageError("The disk is full; nothing was queued.")
    type_purchase(page)
    press_post(page)
    await until(lambda: page.form.note)
    assert page.form.note == "The disk is full; nothing was queued."
    assert page.form.amount.text() == "129.95"
    assert page.form.post.isEnabled()


async def test_without_permission_the_button_is_off_and_says_why(
    page: PostPage, desk: Desk, qtbot: QtBot
) -> None:
    """A18."""
    desk.connection.become(may_post=False)
    await until(lambda: not page.form.post.isEnabled())
    assert "may only read until you allow posting" in page.form.permission_note
    type_purchase(page)
    press_post(page)
    assert desk.postings.recorded == []
    with qtbot.waitSignal(page.allow_posting_asked, timeout=0, raising=True):
        page.form.allow_posting_asked.emit()


async def test_each_company_keeps_its_own_draft(page: PostPage, desk: Desk) -> None:
    """F05."""
    desk.books.charts[ALDER.key] = CHART
    type_purchase(page)
    page.open_company(ALDER, JUNE)
    await until(lambda: page.form.post.text() == "Post to Alder && Finch Caf\u00e9")
    assert page.form.amount.text() == ""
    page.open_company(SUMMIT, JUNE)
    await until(lambda: page.form.amount.text() == "129.95")
    press_post(page)
    await until(lambda: desk.postings.recorded)
    assert desk.postings.recorded[0].company_id == SUMMIT.id


async def test_a_posting_that_ends_on_another_company_leaves_that_one_alone(
    page: PostPage, desk: Desk
) -> None:
    desk.books.charts[ALDER.key] = CHART
    type_purchase(page)
    press_post(page)
    page.open_company(ALDER, JUNE)
    await until(lambda: desk.postings.recorded and page.state and page.state.company == ALDER)
    assert page.form.note == ""


async def test_accounts_of_another_company_cannot_be_posted(page: PostPage, desk: Desk) -> None:
    """F05."""
    page.form.typed.emit("category_account_id", "a-of-somebody-else")
    press_post(page)
    await until(lambda: page.form.error_of("category_account_id"))
    assert "cannot be used here" in page.form.error_of("category_account_id")


async def test_a_draft_outlives_new_accounts_from_a_sync(page: PostPage, desk: Desk) -> None:
    type_purchase(page)
    desk.books.charts[SUMMIT.key] = [CARD, *CHART]
    desk.connection.announcer.announce(Change(what=Changed.ACCOUNTS, company=SUMMIT.key))
    await until(lambda: page.state and len(page.state.accounts) == len(CHART) + 1)
    assert page.form.description.text() == "Desk lamp"


async def test_clear_begins_anew(page: PostPage) -> None:
    type_purchase(page)
    QTest.mouseClick(page.form.clear, Qt.MouseButton.LeftButton)
    assert (page.form.source.text(), page.form.amount.text()) == ("", "")
    assert page.form.source.hasFocus()


async def test_the_preview_shows_entry_bank_row_and_balance(page: PostPage) -> None:
    type_purchase(page)
    page.form.settle()
    texts = [
        label.text()
        for label in page.findChildren(PurchasePreview)[0].findChildren(QWidget)
        if hasattr(label, "text")
    ]
    for expected in (
        "6400 Software",
        "1100 Operating Checking",
        "129.95",
        "(129.95)",
        "12,345.67",
        "12,215.72",
    ):
        assert expected in texts


async def test_the_preview_stands_below_the_form_where_there_is_no_room(page: PostPage) -> None:
    preview = page.findChildren(PurchasePreview)[0]
    assert preview.mapTo(page, preview.rect().topLeft()).x() > page.form.width()
    page.resize(700, 560)
    await until(lambda: preview.mapTo(page, preview.rect().topLeft()).y() > page.form.height())


async def test_without_a_company_the_screen_says_what_to_do(stage: Stage, desk: Desk, qtbot: QtBot) -> None:
    page = PostPage(stage, desk)
    qtbot.addWidget(page)
    await shown(page)
    await until(lambda: page.is_settled)
    assert page.state is None
    press_post(page)
    assert not page.form.isVisible()
