from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.core.postings import category_choices, source_choices
from app.ui.models.account_choices import AccountChoices, ranked
from app.ui.theme import Theme
from app.ui.widgets.account_picker import AccountPicker
from tests.ui.desk import CARD, CHART, CHECKING, RENT, SOFTWARE, SUPPLIES
from tests.ui.waiting import shown

CATEGORIES = category_choices(CHART)
SOURCES = source_choices(CHART)


class Form(QWidget):
    """A picker and a field after it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.picker = AccountPicker(theme)
        self.picker.show_choices(CATEGORIES, "")
        self.after = QLineEdit()
        self.chosen: list[str] = []
        self.picker.chosen.connect(self.chosen.append)
        column = QVBoxLayout(self)
        column.addWidget(self.picker)
        column.addWidget(self.after)
        column.addStretch(1)
        self.resize(600, 500)


@pytest.fixture
def form(theme: Theme, qtbot: QtBot) -> Iterator[Form]:
    form = Form(theme)
    qtbot.addWidget(form)
    return form


async def opened(form: Form) -> AccountPicker:
    await shown(form)
    form.picker.setFocus(Qt.FocusReason.TabFocusReason)
    return form.picker


def titles(found: list) -> list[str]:
    return [choice.account.title for choice in found]


@pytest.mark.parametrize(
    ("typed", "first"),
    [("64", SOFTWARE), ("soft", SOFTWARE), ("sup off", SUPPLIES), ("fice", SUPPLIES), ("sofwtare", SOFTWARE)],
)
def test_the_likeliest_account_comes_first(typed: str, first: object) -> None:
    assert ranked(CATEGORIES, typed)[0].account is first


def test_accounts_with_a_code_stay_in_the_order_of_their_codes() -> None:
    assert titles(ranked(CATEGORIES, "6")) == ["6000 Rent", "6400 Software", "6500 Office Supplies"]


def test_a_misspelled_word_is_no_reason_to_offer_everything() -> None:
    assert ranked(CATEGORIES, "xqzw") == []


def test_the_list_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = AccountChoices()
    model.show(CATEGORIES)
    qtmodeltester.check(model)
    model.show(SOURCES)


def test_a_screen_reader_hears_code_name_type_and_balance() -> None:
    model = AccountChoices()
    model.show(SOURCES)
    heard = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "1100 Operating Checking, Bank, 12,345.67"


async def test_typing_and_enter_choose_an_account(form: Form) -> None:
    picker = await opened(form)
    QTest.keyClicks(picker, "softw")
    assert picker.list.isVisible()
    QTest.keyClick(picker, Qt.Key.Key_Return)
    assert form.chosen == [SOFTWARE.id]
    assert picker.text() == "6400 Software"
    assert not picker.list.isVisible()


async def test_down_opens_all_accounts_and_moves_through_them(form: Form) -> None:
    picker = await opened(form)
    for _ in range(3):
        QTest.keyClick(picker, Qt.Key.Key_Down)
    assert picker.list.rows.rowCount() == len(CATEGORIES)
    QTest.keyClick(picker, Qt.Key.Key_Return)
    assert form.chosen == [SUPPLIES.id]


async def test_tab_takes_what_is_offered_and_leaves(form: Form) -> None:
    picker = await opened(form)
    QTest.keyClicks(picker, "rent")
    QTest.keyClick(picker, Qt.Key.Key_Tab)
    assert form.chosen == [RENT.id]
    assert form.after.hasFocus()


async def test_escape_goes_back_to_the_account_chosen_before(form: Form) -> None:
    picker = await opened(form)
    picker.show_choices(CATEGORIES, RENT.id)
    form.after.setFocus()
    picker.show_choices(CATEGORIES, RENT.id)
    picker.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(picker, "soft")
    QTest.keyClick(picker, Qt.Key.Key_Escape)
    assert picker.text() == "6000 Rent"
    assert form.chosen == []


async def test_text_that_means_no_account_stays_and_chooses_none(form: Form) -> None:
    picker = await opened(form)
    picker.show_choices(CATEGORIES, RENT.id)
    picker.selectAll()
    QTest.keyClicks(picker, "zzzz")
    form.after.setFocus()
    assert picker.text() == "zzzz"
    assert form.chosen == [""]


async def test_a_code_typed_in_full_is_taken_when_the_field_is_left(form: Form) -> None:
    picker = await opened(form)
    QTest.keyClicks(picker, "6400")
    form.after.setFocus()
    assert form.chosen == [SOFTWARE.id]


async def test_clearing_the_text_clears_the_account(form: Form) -> None:
    picker = await opened(form)
    picker.show_choices(CATEGORIES, RENT.id)
    picker.selectAll()
    QTest.keyClick(picker, Qt.Key.Key_Delete)
    assert form.chosen == [""]


async def test_a_click_on_a_row_chooses_it_and_the_field_keeps_the_focus(form: Form) -> None:
    picker = await opened(form)
    QTest.mouseClick(picker, Qt.MouseButton.LeftButton)
    view = picker.list.findChildren(QWidget, "qt_scrollarea_viewport")[0]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert form.chosen == [RENT.id]
    assert picker.hasFocus()


async def test_the_list_stays_inside_the_window(form: Form) -> None:
    form.resize(600, 220)
    picker = await opened(form)
    QTest.keyClick(picker, Qt.Key.Key_Down)
    assert form.rect().contains(picker.list.geometry())


async def test_an_account_is_posted_with_the_id_of_its_register(form: Form) -> None:
    picker = await opened(form)
    picker.show_choices(SOURCES, "")
    QTest.keyClicks(picker, "4411")
    QTest.keyClick(picker, Qt.Key.Key_Return)
    assert form.chosen == [CARD.bank_account_id]
    assert CHECKING.bank_account_id != CARD.bank_account_id


async def test_the_list_says_that_nothing_matches(form: Form) -> None:
    picker = await opened(form)
    QTest.keyClicks(picker, "zzzz")
    assert picker.list.nothing == "No account matches."
    QTest.keyClick(picker, Qt.Key.Key_Return)
    assert form.chosen == []


async def test_the_arrow_opens_and_closes_the_list(form: Form) -> None:
    picker = await opened(form)
    opener = picker.actions()[0]
    opener.trigger()
    assert picker.list.isVisible()
    opener.trigger()
    assert not picker.list.isVisible()


async def test_no_list_is_left_behind_when_the_picker_is_hidden(form: Form) -> None:
    picker = await opened(form)
    picker.open_list()
    picker.hide()
    assert not picker.list.isVisible()
