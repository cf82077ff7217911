"""Paging: every row once, whatever happens between the pages (contract 2.0)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import small_firm as firm
from tests.practice_ledger import PracticeLedger

LISTS = (
    "accounts",
    "journal-entries",
    "journal-lines",
    "bank-accounts",
    "bank-transactions",
    "reconciliations",
)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("limit", [1, 7, 250])
def test_pages_hold_every_row_exactly_once_in_id_order(
    name: str, limit: int, still_ledger: PracticeLedger
) -> None:
    if limit == 1 and name in ("journal-entries", "journal-lines", "bank-transactions"):
        limit = 3
    ids = [row["id"] for row in still_ledger.every_row(firm.SUMMIT, name, limit=limit)]
    assert ids == sorted(set(ids))
    assert len(ids) == still_ledger.count(f"{name.replace('-', '_')} WHERE company_key = 1")


@settings(max_examples=15, deadline=None)
@given(limit=st.integers(1, 40), start=st.sampled_from(["2025-01-01", "2025-06-10", "2026-06-30"]))
def test_filtered_pages_are_a_part_of_the_whole(limit: int, start: str, still_ledger: PracticeLedger) -> None:
    rows = still_ledger.every_row(firm.SUMMIT, "journal-entries")
    part = still_ledger.every_row(firm.SUMMIT, "journal-entries", limit=limit, startDate=start)
    assert part == [row for row in rows if row["date"] >= start]


def test_companies_are_paged_too(still_ledger: PracticeLedger) -> None:
    first = still_ledger.get("/companies", limit=2).json()
    assert first["pagination"] == {"limit": 2, "cursor": None, "nextCursor": firm.HARBOR, "hasMore": True}
    rest = still_ledger.get("/companies", limit=2, cursor=firm.HARBOR).json()
    assert [row["id"] for row in rest["data"]] == [firm.SUMMIT]
    assert rest["pagination"] == {"limit": 2, "cursor": firm.HARBOR, "nextCursor": None, "hasMore": False}


@pytest.mark.parametrize(
    ("asked", "given_limit"), [(None, 100), (250, 250), (251, 250), (10**12, 250), ("007", 7)]
)
def test_the_limit_is_clamped_and_said(asked: object, given_limit: int, still_ledger: PracticeLedger) -> None:
    params = {} if asked is None else {"limit": asked}
    answer = still_ledger.read(firm.SUMMIT, "journal-lines", **params)
    assert answer["pagination"]["limit"] == given_limit
    assert len(answer["data"]) == min(given_limit, 150)


def test_a_full_last_page_has_no_more(still_ledger: PracticeLedger) -> None:
    answer = still_ledger.read(firm.SUMMIT, "accounts", limit=11)
    assert len(answer["data"]) == 11
    assert answer["pagination"]["hasMore"] is False
    assert answer["pagination"]["nextCursor"] is None


def test_a_cursor_past_the_end_gives_an_empty_page(still_ledger: PracticeLedger) -> None:
    answer = still_ledger.read(firm.SUMMIT, "accounts", cursor="zzz")
    assert answer["data"] == []
    assert answer["pagination"]["hasMore"] is False


def test_an_empty_cursor_is_the_beginning(still_ledger: PracticeLedger) -> None:
    assert still_ledger.read(firm.SUMMIT, "accounts", cursor="")["pagination"]["cursor"] is None


def test_rows_added_between_pages_disturb_no_other_row(ledger: PracticeLedger) -> None:
    before = [row["id"] for row in ledger.every_row(firm.SUMMIT, "bank-transactions")]
    first = ledger.read(firm.SUMMIT, "bank-transactions", limit=30)
    ledger.put(
        firm.bank_row("aaa-before-the-cursor", firm.CHECKING_BANK, "2026-06-30", -1),
        firm.bank_row("zzz-after-the-cursor", firm.CHECKING_BANK, "2026-06-30", -1),
    )
    seen = [row["id"] for row in first["data"]]
    cursor = first["pagination"]["nextCursor"]
    seen += [row["id"] for row in ledger.every_row(firm.SUMMIT, "bank-transactions", cursor=cursor, limit=30)]
    assert seen == [*before, "zzz-after-the-cursor"]


def test_a_cursor_survives_the_row_it_names(ledger: PracticeLedger) -> None:
    first = ledger.read(firm.SUMMIT, "bank-transactions", limit=5)
    cursor = first["pagination"]["nextCursor"]
    expected = ledger.read(firm.SUMMIT, "bank-transactions", limit=5, cursor=cursor)["data"]
    ledger.vanish("bank_transaction", cursor)
    assert ledger.read(firm.SUMMIT, "bank-transactions", limit=5, cursor=cursor)["data"] == expected


def test_many_changed_rows_are_found_as_well_as_few(ledger: PracticeLedger) -> None:
    """Both ways of walking a range give the same rows in the same order."""
    fresh = [firm.bank_row(f"new-{n:05}", firm.CHECKING_BANK, "2026-07-01", -n - 1) for n in range(4_200)]
    ledger.put(*fresh)
    since = "2026-06-30T00:00:00.000Z"
    rows = ledger.every_row(firm.SUMMIT, "bank-transactions", limit=250, startDate="2026-07-01")
    changed = ledger.every_row(firm.SUMMIT, "bank-transactions", limit=250, updatedSince=since)
    assert [row["id"] for row in rows] == [row["id"] for row in changed] == [row["id"] for row in fresh]
