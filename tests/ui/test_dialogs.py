import asyncio

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.dialogs.ask import ask
from app.ui.dialogs.crash import CrashDialog, crash_text
from app.ui.dialogs.question import Question, Wording
from app.ui.theme import Appearance, Theme
from tests.ui.waiting import shown, until

WORDING = Wording(title="Post it again?", text="The same was recorded.", accept="Post again")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def question(theme: Theme, window: QWidget) -> Question:
    return Question(WORDING, theme, window)


async def asked(dialog: Question, window: QWidget) -> asyncio.Task[bool]:
    await shown(window)
    task = asyncio.ensure_future(ask(dialog))
    await until(dialog.isActiveWindow)
    return task


async def test_a_question_is_answered_while_everything_else_runs_on(
    question: Question, window: QWidget
) -> None:
    answer = await asked(question, window)
    await asyncio.sleep(0)
    assert not answer.done()
    QTest.mouseClick(question.accept_button, Qt.MouseButton.LeftButton)
    assert await answer is True


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
async def test_escape_and_enter_give_the_safe_answer(
    key: Qt.Key, question: Question, window: QWidget
) -> None:
    answer = await asked(question, window)
    QTest.keyClick(question, key)
    assert await answer is False


async def test_a_question_stops_only_its_own_window(question: Question, window: QWidget) -> None:
    answer = await asked(question, window)
    assert question.windowModality() is Qt.WindowModality.WindowModal
    question.reject()
    await answer


async def test_a_question_nobody_waits_for_any_more_is_closed(question: Question, window: QWidget) -> None:
    answer = await asked(question, window)
    answer.cancel()
    await asyncio.wait([answer])
    await until(lambda: not window.findChildren(Question))


def test_names_in_a_question_are_never_markup(theme: Theme, window: QWidget) -> None:
    """G03."""
    dialog = Question(
        Wording(title="<b>x</b>", text="<img src=file:///etc/passwd>", accept="a"), theme, window
    )
    formats = {
        label.textFormat()
        for label in dialog.findChildren(QWidget)
        if hasattr(label, "textFormat") and label.text()
    }
    assert formats == {Qt.TextFormat.PlainText}


def test_a_crash_tells_where_it_came_from() -> None:
    try:
        [].pop()
    except IndexError as error:
        text = crash_text(error)
    assert "test_dialogs.py" in text
    assert text.endswith("IndexError: pop from empty list")


async def test_the_text_of_a_crash_can_be_copied(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    dialog = CrashDialog("Traceback: x", theme, window)
    await shown(window)
    dialog.open()
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "Traceback: x"
    assert dialog.copy_button.text() == "Copied"
    dialog.accept()


def test_another_theme_after_a_dialog_is_gone_is_no_crash(theme: Theme, window: QWidget) -> None:
    dialog = CrashDialog("x", theme, window)
    dialog.deleteLater()
    QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    del dialog
    theme.choose(Appearance.DARK)
    theme.choose(Appearance.LIGHT)
