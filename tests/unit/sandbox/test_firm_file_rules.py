"""A firm file that breaks a rule is refused with its line and reason, and nothing of it is loaded."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import InputError
from app.sandbox.book import Book
from app.sandbox.firm_file import FirmFileError, load_firm_file, load_records
from tests.small_firm import firm_lines, numbered

COMPANY = {"kind": "company", "id": "c", "name": "Café"}
CASH = {"kind": "account", "companyId": "c", "id": "cash", "name": "Cash", "type": "asset"}
SALES = {"kind": "account", "companyId": "c", "id": "sales", "name": "Sales", "type": "revenue"}
BANK = {
    "kind": "bank_account",
    "companyId": "c",
    "id": "bank",
    "accountName": "Bank",
    "accountType": "checking",
    "chartAccountId": "cash",
}
HEAD: list[dict[str, Any]] = [COMPANY, CASH, SALES, BANK]


def entry(**more: Any) -> dict[str, Any]:
    lines = [{"accountId": "cash", "debitCents": 5}, {"accountId": "sales", "creditCents": 5}]
    return {"kind": "journal_entry", "companyId": "c", "date": "2026-06-17", "lines": lines, **more}


def row(**more: Any) -> dict[str, Any]:
    return {
        "kind": "bank_transaction",
        "companyId": "c",
        "bankAccountId": "bank",
        "date": "2026-06-17",
        "amountCents": -5,
        **more,
    }


def session(**more: Any) -> dict[str, Any]:
    return {
        "kind": "reconciliation",
        "companyId": "c",
        "bankAccountId": "bank",
        "startDate": "2026-06-01",
        "endDate": "2026-06-30",
        "startBalanceCents": 0,
        "endBalanceCents": 0,
        **more,
    }


def lines(*sides: tuple[str, int, int]) -> list[dict[str, Any]]:
    return [{"accountId": a, "debitCents": debit, "creditCents": credit} for a, debit, credit in sides]


BROKEN: dict[str, tuple[Any, str]] = {
    "unbalanced": (
        entry(lines=lines(("cash", 5, 0), ("sales", 0, 4))),
        "does not balance: debits 0.05, credits 0.04",
    ),
    "one line": (entry(lines=lines(("cash", 0, 0))), "at least two lines"),
    "both sides": (entry(lines=lines(("cash", 5, 5), ("sales", 0, 0))), "both a debit and a credit"),
    "negative side": (entry(lines=lines(("cash", -5, 0), ("sales", 0, -5))), "lines.0.debitCents"),
    "amount as text": (row(amountCents="-5"), "amountCents"),
    "amount as fraction": (row(amountCents=-5.5), "amountCents"),
    "amount as truth": (row(amountCents=True), "amountCents"),
    "amount out of range": (row(amountCents=2**53), "amountCents"),
    "no amount": ({k: v for k, v in row().items() if k != "amountCents"}, "amountCents is missing"),
    "no date": ({k: v for k, v in row().items() if k != "date"}, "date is missing"),
    "no lines": ({k: v for k, v in entry().items() if k != "lines"}, "lines is missing"),
    "no company id": ({k: v for k, v in row().items() if k != "companyId"}, "companyId is missing"),
    "impossible date": (row(date="2026-02-30"), "date: a date must be written"),
    "date as moment": (row(date="2026-06-17T00:00:00Z"), "date: a date must be written"),
    "bad stamp": (row(createdAt="yesterday"), "createdAt: a timestamp must be written"),
    "unknown status": (row(status="cleared"), "status"),
    "unknown account type": ({**CASH, "id": "x", "type": "income"}, "type"),
    "unknown bank kind": ({**BANK, "id": "x", "accountType": "piggy"}, "accountType"),
    "flag as text": ({**CASH, "id": "x", "isActive": "yes"}, "isActive"),
    "empty id": ({**CASH, "id": ""}, "id"),
    "id with a slash": ({**CASH, "id": "a/b"}, "id"),
    "month out of range": ({**COMPANY, "id": "d", "fiscalYearStartMonth": 13}, "fiscalYearStartMonth"),
    "unknown company": (row(companyId="nobody"), "company nobody is unknown"),
    "unknown account": (
        entry(lines=lines(("cash", 5, 0), ("nowhere", 0, 5))),
        "account nowhere is unknown",
    ),
    "unknown category": (row(accountId="nowhere"), "account nowhere is unknown"),
    "unknown parent": ({**CASH, "id": "x", "parentId": "nowhere"}, "account nowhere is unknown"),
    "unknown chart account": ({**BANK, "id": "x", "chartAccountId": "nowhere"}, "account nowhere is unknown"),
    "unknown bank account": (row(bankAccountId="nowhere"), "bank account nowhere is unknown"),
    "unknown entry": (row(journalEntryId="nowhere"), "journal entry nowhere is unknown"),
    "unknown session": (row(reconciliationId="nowhere"), "reconciliation nowhere is unknown"),
    "session of no bank": (session(bankAccountId="nowhere"), "bank account nowhere is unknown"),
    "session backwards": (session(endDate="2026-05-31"), "endDate lies before startDate"),
    "doubled id": ({**SALES, "id": "cash"}, "the id cash stands on line 2 already"),
    "doubled id of another kind": (row(id="sales"), "the id sales stands on line 3 already"),
    "doubled line id": (
        entry(lines=[{"id": "l", **each} for each in entry()["lines"]]),
        "the id l stands on line 5 already",
    ),
    "unknown kind": ({"kind": "invoice", "companyId": "c"}, "“invoice” is no kind of record"),
    "no kind": ({"companyId": "c"}, "it has no kind"),
    "not an object": ([1], "it is not a JSON object"),
}


@pytest.fixture
def book(tmp_path: Path) -> Any:
    book = Book(tmp_path / "book.db")
    yield book
    book.close()


def count(book: Book, table: str) -> int:
    with book.reading() as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").get)


def test_the_head_of_the_table_is_itself_a_good_file(book: Book) -> None:
    load_records(numbered([*HEAD, entry(), row(), session()]), book)
    assert count(book, "journal_lines") == 2


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_rule_names_line_and_reason_and_loads_nothing(case: str, book: Book) -> None:
    record, reason = BROKEN[case]
    with pytest.raises(FirmFileError) as refused:
        load_records(numbered([*HEAD, record, row()]), book)
    assert refused.value.line_number == 5
    assert reason in refused.value.reason
    assert book.is_empty
    assert count(book, "firm") == count(book, "accounts") == 0


@pytest.mark.parametrize(
    "text",
    ["", "{", "nonsense", '{"kind":"company"', '{"kind":"company","id":"x","name":"\\ud800"}', "\xff\xfe"],
)
def test_a_line_that_is_not_json_is_named(text: str, book: Book, tmp_path: Path) -> None:
    path = tmp_path / "bad.firm.jsonl"
    path.write_bytes(firm_lines(HEAD) + text.encode("latin-1") + b"\n" + b"null too\n")
    with pytest.raises(FirmFileError, match="of the firm file: it is not JSON") as refused:
        load_firm_file(path, book)
    assert refused.value.line_number == (6 if text == "" else 5)
    assert book.is_empty


def test_a_company_after_its_records_is_refused(book: Book) -> None:
    with pytest.raises(FirmFileError, match=r"Line 1 .*must come first"):
        load_records(numbered([CASH, COMPANY]), book)


def test_another_companys_account_is_unknown_here(book: Book) -> None:
    other = {**COMPANY, "id": "other"}
    stranger = {**CASH, "companyId": "other", "id": "theirs"}
    with pytest.raises(FirmFileError, match="account theirs is unknown"):
        load_records(numbered([*HEAD, other, stranger, row(accountId="theirs")]), book)


def test_a_second_firm_is_refused(book: Book) -> None:
    firm = {"kind": "firm", "id": "f", "name": "Firm"}
    with pytest.raises(FirmFileError, match="Line 2 of the firm file: the firm stands on line 1 already"):
        load_records(numbered([firm, {**firm, "id": "g"}]), book)


@pytest.mark.parametrize("content", [b"", b"\n\n", firm_lines([{"kind": "firm", "name": "Nobody"}])])
def test_a_file_without_companies_is_refused(content: bytes, book: Book, tmp_path: Path) -> None:
    path = tmp_path / "empty.firm.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match="no company"):
        load_firm_file(path, book)
    assert count(book, "firm") == 0


def test_a_missing_file_is_named(book: Book, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.jsonl cannot be read"):
        load_firm_file(tmp_path / "nowhere.jsonl", book)


def test_a_cut_off_gzip_loads_nothing(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "cut.firm.jsonl.gz"
    path.write_bytes(gzip.compress(firm_lines([*HEAD, *(row(description=str(n)) for n in range(999))]))[:-20])
    with pytest.raises(InputError, match="cannot be read"):
        load_firm_file(path, book)
    assert book.is_empty


@pytest.mark.parametrize("packed", [True, False])
def test_gzip_is_known_by_its_first_bytes_whatever_the_name(packed: bool, book: Book, tmp_path: Path) -> None:
    path = tmp_path / "books.anything"
    content = b"\xef\xbb\xbf" + firm_lines(HEAD) + b"\r\n\n"
    path.write_bytes(gzip.compress(content) if packed else content)
    load_firm_file(path, book)
    assert count(book, "accounts") == 2


def test_records_may_name_what_comes_later(book: Book) -> None:
    first = [
        COMPANY,
        row(id="r", journalEntryId="e", accountId="sales", reconciliationId="s"),
        session(id="s"),
    ]
    load_records(numbered([*first, entry(id="e"), BANK, SALES, CASH]), book)
    assert count(book, "bank_transactions") == 1


def test_a_draft_may_be_unfinished(book: Book) -> None:
    draft = entry(status="draft", lines=lines(("cash", 5, 0)))
    load_records(numbered([*HEAD, draft, entry(status="void", lines=[])]), book)
    assert count(book, "journal_entries") == 2


def test_null_stands_for_left_out(book: Book) -> None:
    nothing = dict.fromkeys(("id", "code", "subType", "isActive", "currencyCode", "createdAt"))
    load_records(numbered([*HEAD, {**CASH, **nothing}]), book)
    assert count(book, "accounts") == 3


def test_unknown_fields_are_ignored(book: Book) -> None:
    load_records(numbered([json.loads(json.dumps({**each, "colour": "red"})) for each in HEAD]), book)
    assert not book.is_empty
