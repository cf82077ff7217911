from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from app.api import paging
from app.api.paging import LedgerPage, Trail, read_ahead
from app.contract.envelopes import Page
from app.contract.records import Record
from app.core.errors import OfflineError, UnreadableError

ROW = Record(id="row-1")


def page(cursor: str | None, *, has_more: bool = True, rows: int = 1) -> Page[Record]:
    return Page(rows=[ROW] * rows, next_cursor=cursor, has_more=has_more)


def test_a_list_ends_when_it_says_so() -> None:
    assert Trail(None).onward(page("left-over", has_more=False)) is None


@pytest.mark.parametrize("cursors", [["a", "a"], ["a", "b", "a"]])
def test_a_cursor_that_comes_back_is_a_protocol_error(cursors: list[str]) -> None:
    """E06: the same page for ever."""
    trail = Trail(None)
    for cursor in cursors[:-1]:
        assert trail.onward(page(cursor)) == cursor
    with pytest.raises(UnreadableError, match="circles"):
        trail.onward(page(cursors[-1]))


def test_the_cursor_a_pass_began_at_must_not_come_back() -> None:
    with pytest.raises(UnreadableError):
        Trail("saved").onward(page("saved"))


def test_three_empty_pages_with_more_to_come_are_a_protocol_error() -> None:
    """E06: hasMore stuck, and nothing in it."""
    trail = Trail(None)
    assert trail.onward(page("a", rows=0)) == "a"
    assert trail.onward(page("b", rows=0)) == "b"
    with pytest.raises(UnreadableError):
        trail.onward(page("c", rows=0))


def test_empty_pages_between_full_ones_are_normal() -> None:
    trail = Trail(None)
    for number in range(12):
        assert trail.onward(page(f"c{number}", rows=number % 2))


def test_more_without_a_cursor_is_a_protocol_error() -> None:
    """E06: nextCursor null with hasMore true and no row to go on from."""
    with pytest.raises(UnreadableError):
        Trail(None).onward(page(None, rows=0))


def test_an_absurd_number_of_pages_is_a_protocol_error() -> None:
    """E06: more than N pages."""
    trail = Trail(None)
    for number in range(paging.MOST_PAGES - 1):
        trail.onward(page(str(number)))
    with pytest.raises(UnreadableError, match="does not end"):
        trail.onward(page("one more"))


class Shelf:
    """Hands out numbered pages and notes what was asked for."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        self.asked: list[str | None] = []
        self.arrived = asyncio.Event()

    async def load(self, cursor: str | None) -> LedgerPage[Record]:
        self.asked.append(cursor)
        number = int(cursor or 0) + 1
        self.arrived.set()
        following = str(number) if number < self.pages else None
        return LedgerPage(rows=[ROW], next_cursor=following, server_time=None)


async def test_pages_come_in_order_and_once() -> None:
    shelf = Shelf(4)
    cursors = [each.next_cursor async for each in read_ahead(shelf.load, None)]
    assert cursors == ["1", "2", "3", None]
    assert shelf.asked == [None, "1", "2", "3"]


async def test_the_next_page_loads_while_the_caller_works_on_this_one() -> None:
    shelf = Shelf(2)
    async with aclosing(read_ahead(shelf.load, None)) as pages:
        await anext(pages)
        shelf.arrived.clear()
        await asyncio.wait_for(shelf.arrived.wait(), 5)
    assert shelf.asked == [None, "1"]


async def test_a_failure_comes_after_the_pages_before_it() -> None:
    async def load(cursor: str | None) -> LedgerPage[Record]:
        if cursor:
            raise OfflineError("gone")
        return LedgerPage(rows=[ROW], next_cursor="1", server_time=None)

    pages = read_ahead(load, None)
    assert (await anext(pages)).rows == [ROW]
    with pytest.raises(OfflineError):
        await anext(pages)


async def test_leaving_early_ends_the_page_that_is_loading() -> None:
    ended = asyncio.Event()

    async def load(cursor: str | None) -> LedgerPage[Record]:
        if cursor:
            try:
                await asyncio.Event().wait()
            finally:
                ended.set()
        return LedgerPage(rows=[ROW], next_cursor="1", server_time=None)

    async with aclosing(read_ahead(load, None)) as pages:
        await anext(pages)
        await asyncio.sleep(0)
    assert ended.is_set()
