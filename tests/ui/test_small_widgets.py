import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.core.companies import Company
from app.ui.garbage import collect_what_is_due, garbage_on_this_thread
from app.ui.theme import Appearance, Theme
from app.ui.widgets.company_bar import CompanyBar
from app.ui.widgets.disclosure import Disclosure
from app.ui.widgets.product_mark import ProductMark
from app.ui.widgets.tick_box import TickBox
from tests.ui.desk import SUMMIT


def colors(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_a_tick_is_seen_in_both_themes(appearance: Appearance, theme: Theme, qtbot: QtBot) -> None:
    theme.choose(appearance)
    box = TickBox("", theme)
    qtbot.addWidget(box)
    plain = len(colors(box.grab().toImage()))
    box.setChecked(True)
    assert len(colors(box.grab().toImage())) > plain
    theme.choose(Appearance.LIGHT)


async def test_details_open_and_close_by_keyboard(theme: Theme, qtbot: QtBot) -> None:
    details = QLabel("details")
    disclosure = Disclosure("Show what is sent", details, theme)
    qtbot.addWidget(disclosure)
    button = disclosure.findChildren(QPushButton)[0]
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert not details.isHidden()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert details.isHidden()


@pytest.mark.parametrize("company", [SUMMIT, None])
def test_a_bar_has_the_companys_color_or_none(company: Company | None, theme: Theme, qtbot: QtBot) -> None:
    bar = CompanyBar(theme)
    qtbot.addWidget(bar)
    bar.show_company(company)
    middle = bar.grab().toImage().pixelColor(1, 13)
    assert (middle == QColor(theme.company_color(SUMMIT.key))) is (company is not None)


def test_the_mark_is_drawn(qtbot: QtBot) -> None:
    mark = ProductMark()
    qtbot.addWidget(mark)
    assert len(colors(mark.grab().toImage())) > 2


def test_garbage_is_left_alone_by_every_thread_but_this(application: QApplication) -> None:
    """A collection on a database thread would destroy Qt objects there."""
    was_enabled = gc.isenabled()
    with garbage_on_this_thread():
        assert not gc.isenabled()
        for _ in range(gc.get_threshold()[0] + 1):
            ring: list[object] = []
            ring.append(ring)
        collect_what_is_due()
        assert gc.get_count()[0] <= gc.get_threshold()[0]
    if not was_enabled:
        gc.disable()
