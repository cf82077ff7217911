from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme import Theme
from app.ui.widgets.amount_field import AmountField
from app.ui.widgets.day_field import DayField
from app.ui.widgets.form_field import FormField
from app.ui.widgets.tidy_field import TidyField
from tests.ui.desk import StillClock
from tests.ui.waiting import shown


class Sheet(QWidget):
    """A field and one to leave it for."""

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        self.after = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(field)
        column.addWidget(self.after)


async def entered(field: TidyField, qtbot: QtBot) -> Sheet:
    sheet = Sheet(field)
    qtbot.addWidget(sheet)
    await shown(sheet)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    return sheet


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("1299.5", "1,299.50"),
        ("1,299.50", "1,299.50"),
        ("$45", "45.00"),
        ("-45", "-45"),
        ("0", "0"),
        ("12x", "12x"),
    ],
)
async def test_an_amount_is_tidied_when_the_field_is_left(typed: str, tidy: str, qtbot: QtBot) -> None:
    field = AmountField()
    heard: list[str] = []
    field.typed.connect(heard.append)
    sheet = await entered(field, qtbot)
    QTest.keyClicks(field, typed)
    sheet.after.setFocus()
    assert field.text() == tidy
    assert heard[-1] == tidy


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ("t", "17 Jun 2026"),
        ("-", "17 Jun 2026"),
        ("t-", "16 Jun 2026"),
        ("t--+", "16 Jun 2026"),
        ("t=", "18 Jun 2026"),
    ],
)
async def test_letters_and_signs_step_the_day(keys: str, day: str, qtbot: QtBot) -> None:
    field = DayField(StillClock())
    sheet = await entered(field, qtbot)  # noqa: F841 - the field lives as long as its sheet
    QTest.keyClicks(field, keys)
    assert field.text() == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-06-17", "17 Jun 2026"),
        ("15", "15 Jun 2026"),
        ("6/15", "15 Jun 2026"),
        ("3 Oct 2025", "03 Oct 2025"),
        ("2026-13-45", "2026-13-45"),
    ],
)
async def test_a_day_is_tidied_when_the_field_is_left(typed: str, day: str, qtbot: QtBot) -> None:
    field = DayField(StillClock())
    sheet = await entered(field, qtbot)
    QTest.keyClicks(field, typed)
    assert field.text() == typed
    sheet.after.setFocus()
    assert field.text() == day


async def test_a_day_at_the_end_of_time_does_not_step_over_it(qtbot: QtBot) -> None:
    field = DayField(StillClock())
    sheet = await entered(field, qtbot)  # noqa: F841 - the field lives as long as its sheet
    field.take("31 Dec 9999")
    QTest.keyClicks(field, "+")
    assert field.text() == "31 Dec 9999"


async def test_ctrl_t_is_not_today(qtbot: QtBot) -> None:
    field = DayField(StillClock())
    sheet = await entered(field, qtbot)  # noqa: F841 - the field lives as long as its sheet
    QTest.keyClick(field, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    assert StillClock().today() == date(2026, 6, 17)


def test_an_error_stands_below_its_field_and_is_told_to_screen_readers(theme: Theme, qtbot: QtBot) -> None:
    line = QLineEdit()
    field = FormField("Amount", line, theme)
    qtbot.addWidget(field)
    field.show_error("Enter the amount that was paid.")
    assert field.error == line.accessibleDescription() == "Enter the amount that was paid."
    assert line.property("state") == "wrong"
    field.show_error("")
    assert field.error == ""
    assert line.property("state") == ""


def test_a_field_is_named_by_its_label(theme: Theme, qtbot: QtBot) -> None:
    line = QLineEdit()
    field = FormField("Amount", line, theme)
    qtbot.addWidget(field)
    assert line.accessibleName() == "Amount"
    assert field.focusProxy() is line
