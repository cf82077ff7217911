"""The Bank screen on a real mirror of the small firm."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.core.companies import Company
from app.core.periods import month_of
from app.services.books import BooksService
from app.ui.page import Stage
from app.ui.pages.bank import BankPage
from tests.practice_ledger import PracticeLedger
from tests.pull_rig import pulling
from tests.ui.waiting import shown, until

JUNE = month_of(date(2026, 6, 17))


@pytest_asyncio.fixture
async def page(
    still_ledger: PracticeLedger, tmp_path: Path, stage: Stage, qtbot: QtBot
) -> AsyncIterator[BankPage]:
    """The screen, open on Summit Ridge in June 2026."""
    async with pulling(still_ledger.base_url, still_ledger.access_token(), tmp_path / "mirror.db") as rig:
        await rig.sync()
        page = BankPage(stage, BooksService(rig.mirror))
        qtbot.addWidget(page)
        page.resize(1200, 700)
        page.open_company(await rig.company("Summit Ridge Design LLC"), JUNE)
        await shown(page)
        await settled(page)
        yield page
        await page.close_page()


async def settled(page: BankPage) -> None:
    await until(lambda: page.is_settled and not page.rows.is_loading)


def descriptions(page: BankPage) -> list[str]:
    return [page.rows.index(row, 1).data() for row in range(page.rows.rowCount())]


async def test_the_month_is_listed_newest_first(page: BankPage) -> None:
    dates = [page.rows.index(row, 0).data() for row in range(page.rows.rowCount())]
    assert dates == sorted(dates, reverse=True)
    assert {day[3:] for day in dates} == {"Jun 2026"}


async def test_words_that_are_typed_filter_the_rows_and_the_details_follow(page: BankPage) -> None:
    QTest.keyClicks(page.toolbar.filter, "rent")
    await settled(page)
    (only,) = descriptions(page)
    assert "RENT" in only.upper()
    await until(lambda: page.detail_title == only)


async def test_the_details_follow_from_one_filter_to_the_next(page: BankPage) -> None:
    QTest.keyClicks(page.toolbar.filter, "rent")
    await settled(page)
    page.toolbar.filter.clear()
    QTest.keyClicks(page.toolbar.filter, "9,000.00")
    await settled(page)
    (only,) = descriptions(page)
    assert "RENT" not in only.upper()
    assert page.detail_title == only


async def test_a_filter_that_finds_nothing_shows_no_details(page: BankPage) -> None:
    QTest.keyClicks(page.toolbar.filter, "no such words")
    await settled(page)
    assert page.rows.rowCount() == 0
    assert page.detail_title == ""
    assert "Clear the filter" in page.table.empty_text


async def test_another_company_starts_without_the_filters_of_the_one_before(page: BankPage) -> None:
    QTest.keyClicks(page.toolbar.filter, "rent")
    await settled(page)
    assert page.company is not None
    other = Company(key=page.company.key, id=page.company.id, name="Another")
    page.open_company(other, JUNE)
    await settled(page)
    assert page.toolbar.filter.text() == ""
    assert page.rows.rowCount() > 1


async def test_escape_in_the_filter_goes_back_to_the_rows(page: BankPage) -> None:
    page.toolbar.filter.setFocus()
    QTest.keyClick(page.toolbar.filter, Qt.Key.Key_Escape)
    await until(page.table.hasFocus)
