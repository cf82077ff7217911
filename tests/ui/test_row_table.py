"""The table engine: virtual rows, a cursor that survives reloads, keys."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from app.ui.models.columns import Cell, Column
from app.ui.models.row_table import RowTable
from app.ui.models.widths import fitted_widths
from app.ui.theme import Theme
from app.ui.widgets.row_view import RowView
from tests.ui.waiting import until

COLUMNS: tuple[Column[int], ...] = (
    Column(
        title="Number",
        field="number",
        width=200,
        least=80,
        stretch=True,
        cell=lambda row: Cell(text=f"row {row}"),
    ),
    Column(
        title="Amount",
        field="amount",
        width=100,
        least=60,
        right=True,
        cell=lambda row: Cell(text=f"({row})"),
    ),
)


@dataclass(frozen=True)
class Numbers:
    """A query: the numbers below a bound that a factor divides."""

    below: int
    factor: int = 1
    down: bool = False


class NumberSource:
    """Answers from the numbers themselves and counts what it is asked."""

    def __init__(self) -> None:
        self.fetched: list[int] = []
        self.gate: asyncio.Event | None = None

    async def row_keys(self, query: Numbers, *, limit: int | None = None) -> array[int]:
        if self.gate is not None:
            await self.gate.wait()
        keys = range(query.factor, query.below, query.factor)
        return array("q", (reversed(keys) if query.down else keys))[:limit]

    async def rows(self, keys: Sequence[int]) -> dict[int, int]:
        self.fetched.extend(keys)
        return {key: key for key in keys}


@pytest.fixture
def source() -> NumberSource:
    return NumberSource()


@pytest.fixture
def table(source: NumberSource, application: object) -> Iterator[RowTable[Numbers, int]]:
    model = RowTable(source, COLUMNS)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    model.deleteLater()


@pytest.fixture
def view(table: RowTable[Numbers, int], theme: Theme, qtbot: QtBot) -> RowView:
    view = RowView(table, theme, name="Numbers", sort=("number", False))
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    return view


async def show(table: RowTable[Numbers, int], query: Numbers) -> None:
    table.show(query)
    await until(lambda: not table.is_loading)


async def test_a_million_rows_are_mapped_and_only_those_near_the_eye_are_fetched(
    table: RowTable[Numbers, int], view: RowView, source: NumberSource
) -> None:
    await show(table, Numbers(below=1_000_001))
    view.move_to(700_000)
    await until(lambda: table.row_at(700_000) is not None)
    assert table.rowCount() == 1_000_000
    assert len(source.fetched) < 2_000


async def test_the_cursor_stays_on_its_row_when_the_rows_are_sorted_anew(
    table: RowTable[Numbers, int], view: RowView
) -> None:
    await show(table, Numbers(below=1_001))
    view.move_to(300)
    await show(table, Numbers(below=1_001, down=True))
    assert table.keys[view.cursor_row] == 301
    assert list(view.selected_keys()) == [301]


async def test_a_filter_that_hides_the_row_under_the_cursor_starts_at_the_top(
    table: RowTable[Numbers, int], view: RowView
) -> None:
    await show(table, Numbers(below=1_001))
    view.move_to(300)
    await show(table, Numbers(below=1_001, factor=2))
    assert view.cursor_row == -1
    assert view.verticalScrollBar().value() == 0


async def test_a_search_that_is_no_longer_wanted_is_cancelled(
    table: RowTable[Numbers, int], source: NumberSource
) -> None:
    await show(table, Numbers(below=11))
    source.gate = asyncio.Event()
    table.show(Numbers(below=101))
    table.show(Numbers(below=51))
    source.gate.set()
    await until(lambda: not table.is_loading)
    assert table.rowCount() == 50


async def test_j_and_k_move_and_x_selects(table: RowTable[Numbers, int], view: RowView) -> None:
    await show(table, Numbers(below=101))
    view.setFocus()
    view.move_to(0)
    QTest.keyClicks(view, "jjjk")
    assert view.cursor_row == 2
    QTest.keyClick(view, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    assert list(view.selected_keys()) == [3, 4, 5]
    QTest.keyClick(view, Qt.Key.Key_X)
    assert list(view.selected_keys()) == [3, 4]


async def test_enter_opens_the_row_under_the_cursor(
    table: RowTable[Numbers, int], view: RowView, qtbot: QtBot
) -> None:
    await show(table, Numbers(below=101))
    view.move_to(41)
    with qtbot.waitSignal(view.row_opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [42]


async def test_a_click_on_a_header_asks_for_the_other_direction(view: RowView, qtbot: QtBot) -> None:
    header = view.horizontalHeader()
    with qtbot.waitSignal(view.sort_chosen) as chosen:
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.rect().center() / 4)
    assert chosen.args == ["number", True]


async def test_a_failed_search_keeps_the_rows_that_were_good(
    table: RowTable[Numbers, int], source: NumberSource, qtbot: QtBot
) -> None:
    await show(table, Numbers(below=11))
    with qtbot.waitSignal(table.failed):
        table.show(Numbers(below=11, factor=0))
        await until(lambda: not table.is_loading)
    assert table.rowCount() == 10


@pytest.mark.parametrize(
    ("available", "widths"), [(300, [200, 100]), (500, [400, 100]), (222, [141, 80]), (100, [80, 60])]
)
def test_columns_share_what_is_there(available: int, widths: list[int]) -> None:
    assert fitted_widths(COLUMNS, available) == widths
