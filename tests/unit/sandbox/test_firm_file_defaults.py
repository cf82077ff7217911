"""What a firm file leaves out is filled in the same way every time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.sandbox.book import Book
from app.sandbox.firm_file import load_records
from tests.small_firm import numbered
from tests.unit.sandbox.test_firm_file_rules import BANK, CASH, COMPANY, HEAD, SALES, entry, row, session


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    book = Book(tmp_path / "book.db")
    yield book
    book.close()


def query(book: Book, sql: str) -> list[tuple[Any, ...]]:
    with book.reading() as connection:
        return connection.execute(sql).fetchall()


def test_ids_are_made_from_content_and_twins_get_ids_of_their_own(book: Book, tmp_path: Path) -> None:
    records = [*HEAD, row(), row(), entry(), entry(description="other")]
    load_records(numbered(records), book)
    again = Book(tmp_path / "again.db")
    load_records(numbered(records), again)
    for table, count in (("bank_transactions", 2), ("journal_entries", 2), ("journal_lines", 4)):
        ids = query(book, f"SELECT id FROM {table} ORDER BY id")
        assert len(set(ids)) == count
        assert query(again, f"SELECT id FROM {table} ORDER BY id") == ids
    again.close()


def test_made_ids_are_version_five_uuids(book: Book) -> None:
    load_records(numbered([*HEAD, row()]), book)
    ((made,),) = query(book, "SELECT id FROM bank_transactions")
    assert len(made) == 36
    assert made[14] == "5"
    assert made[19] in "89ab"


def test_stamps_are_noon_utc_of_the_day(book: Book) -> None:
    load_records(numbered([*HEAD, row(), entry(), session()]), book)
    noon = "2026-06-17T12:00:00.000Z"
    assert query(book, "SELECT created_at, updated_at FROM bank_transactions") == [(noon, noon)]
    assert query(book, "SELECT posted_at, created_at FROM journal_entries") == [(noon, noon)]
    assert set(query(book, "SELECT created_at, updated_at FROM journal_lines")) == {(noon, noon)}
    assert query(book, "SELECT completed_at FROM reconciliations") == [("2026-06-30T12:00:00.000Z",)]


def test_given_stamps_are_kept_in_one_form(book: Book) -> None:
    load_records(numbered([*HEAD, row(createdAt="2026-06-17T14:00:00+02:00")]), book)
    noon = "2026-06-17T12:00:00.000Z"
    assert query(book, "SELECT created_at, updated_at FROM bank_transactions") == [(noon, noon)]


def test_statuses_and_sources_have_their_usual_values(book: Book) -> None:
    load_records(numbered([*HEAD, row(), entry(), session()]), book)
    assert query(book, "SELECT status, pending, posted_date FROM bank_transactions") == [
        ("unreconciled", 0, "2026-06-17")
    ]
    assert query(book, "SELECT status, source_type FROM journal_entries") == [("posted", "manual")]
    assert query(book, "SELECT status, cleared_balance_cents, difference_cents FROM reconciliations") == [
        ("completed", 0, 0)
    ]


def test_a_session_in_progress_has_cleared_nothing_yet(book: Book) -> None:
    open_session = session(status="in_progress", startBalanceCents=100, endBalanceCents=350)
    load_records(numbered([*HEAD, open_session]), book)
    columns = "cleared_balance_cents, difference_cents, completed_at"
    assert query(book, f"SELECT {columns} FROM reconciliations") == [(100, 250, None)]


def test_codes_follow_the_account_type(book: Book) -> None:
    second = {**CASH, "id": "till"}
    load_records(numbered([COMPANY, CASH, second, SALES, {**SALES, "id": "own", "code": 4444}]), book)
    codes = dict(query(book, "SELECT id, code FROM accounts"))
    assert codes == {"cash": "1010", "till": "1020", "sales": "4010", "own": "4444"}


def test_numbers_go_on_after_the_highest_given(book: Book) -> None:
    entries = [
        entry(id="e1"),
        entry(id="e2", entryNumber=7),
        entry(id="e3"),
        entry(id="e4", entryNumber="JE-9"),
    ]
    load_records(numbered([*HEAD, *entries]), book)
    assert query(book, "SELECT id, entry_number FROM journal_entries ORDER BY id") == [
        ("e1", "1"),
        ("e2", "7"),
        ("e3", "8"),
        ("e4", "JE-9"),
    ]
    assert query(book, "SELECT next_entry_number FROM companies") == [(9,)]


def test_currencies_come_from_the_company_and_the_register(book: Book) -> None:
    euro = {**BANK, "id": "euro", "currencyCode": "EUR"}
    company = {**COMPANY, "defaultCurrency": "CAD"}
    rows = [row(id="r1"), row(id="r2", bankAccountId="euro"), row(id="r3", currencyCode="GBP")]
    load_records(numbered([company, CASH, SALES, BANK, euro, *rows, entry()]), book)
    assert dict(query(book, "SELECT id, currency_code FROM bank_transactions")) == {
        "r1": "CAD",
        "r2": "EUR",
        "r3": "GBP",
    }
    assert set(query(book, "SELECT currency_code FROM journal_lines")) == {("CAD",)}


def test_a_firm_without_a_name_gets_one(book: Book) -> None:
    load_records(numbered(HEAD), book)
    assert query(book, "SELECT name FROM firm") == [("Practice firm",)]


def test_a_pending_row_has_not_been_posted_yet(book: Book) -> None:
    load_records(numbered([*HEAD, row(pending=True)]), book)
    assert query(book, "SELECT pending, posted_date FROM bank_transactions") == [(1, None)]
