"""Whatever is posted, every entry balances, the trial balance foots and the balance sheet holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.contract.endpoints import PostRoute
from app.sandbox.book import Book
from app.sandbox.firm_file import load_records
from app.sandbox.ledger import OpenCompany
from app.sandbox.posting import Post, record
from app.sandbox.reports import balance_sheet, profit_and_loss, trial_balance
from tests import small_firm as firm

_MONEY_ACCOUNTS = (firm.CHECKING_BANK, firm.SAVINGS_BANK, firm.CARD_BANK, firm.CHECKING, firm.LOAN)
_CHART = {firm.CHECKING_BANK: firm.CHECKING, firm.SAVINGS_BANK: firm.SAVINGS, firm.CARD_BANK: firm.CARD}
_ACCOUNTS = (firm.CHECKING, firm.CARD, firm.LOAN, firm.EQUITY, firm.SALES, firm.RENT, firm.SOFTWARE)

days = st.dates(date(2025, 1, 1), date(2027, 12, 31)).map(date.isoformat)
amounts = st.integers(1, 10**12)
texts = st.one_of(st.none(), st.text(max_size=20))


@st.composite
def posts(draw: st.DrawFn) -> tuple[PostRoute, dict[str, Any]]:
    route = draw(st.sampled_from(PostRoute))
    body: dict[str, Any] = {"date": draw(days), "description": draw(texts), "reference": draw(texts)}
    if route is PostRoute.JOURNAL_ENTRY:
        return route, {**body, "lines": draw(balanced_lines())}
    source = draw(st.sampled_from(_MONEY_ACCOUNTS))
    other = draw(st.sampled_from([each for each in _ACCOUNTS if each != _CHART.get(source, source)]))
    fields = {
        PostRoute.PURCHASE: {"sourceAccountId": source, "categoryAccountId": other},
        PostRoute.DEPOSIT: {"destinationAccountId": source, "categoryAccountId": other},
        PostRoute.TRANSFER: {"sourceAccountId": source, "destinationAccountId": firm.EQUITY},
        PostRoute.BILL_PAYMENT: {"sourceAccountId": source, "billId": firm.BILL},
    }
    return route, {**body, "amountCents": draw(amounts), **fields[route]}


@st.composite
def balanced_lines(draw: st.DrawFn) -> list[dict[str, Any]]:
    debits = draw(st.lists(st.tuples(st.sampled_from(_ACCOUNTS), amounts), min_size=1, max_size=4))
    credit = {"accountId": draw(st.sampled_from(_ACCOUNTS)), "creditCents": sum(cents for _, cents in debits)}
    return [*({"accountId": account, "debitCents": cents} for account, cents in debits), credit]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    book = Book(tmp_path_factory.mktemp("book") / "book.db")
    load_records(firm.numbered(firm.small_firm()), book)
    yield book
    book.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=st.lists(posts(), min_size=1, max_size=5), as_of=days)
def test_books_stay_balanced_whatever_is_posted(book: Book, batch: list[Any], as_of: str) -> None:
    receipts = [post(book, route, body) for route, body in batch]
    for receipt, (_, body) in zip(receipts, batch, strict=True):
        check_entry(book, receipt, body)
    with book.reading() as connection:
        trial = trial_balance(connection, 1, as_of)["data"]
        sheet = balance_sheet(connection, 1, as_of)["data"]
    assert trial["totalDebit"] == trial["totalCredit"]
    assert sum(row["balance"] for row in trial["accounts"]) == 0
    assert sheet["assets"]["total"] == sheet["liabilities"]["total"] + sheet["equity"]["total"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=st.lists(posts(), min_size=1, max_size=3), year=st.integers(2025, 2027))
def test_earnings_on_the_balance_sheet_are_those_of_the_profit_and_loss(
    book: Book, batch: list[Any], year: int
) -> None:
    for route, body in batch:
        post(book, route, body)
    with book.reading() as connection:
        sheet = balance_sheet(connection, 1, f"{year}-12-31")["data"]
        earned = profit_and_loss(connection, 1, f"{year}-01-01", f"{year}-12-31")["data"]["netIncome"]
    shown = {row["accountId"]: row["balance"] for row in sheet["equity"]["accounts"]}
    assert shown["current-year-earnings"] == earned


def post(book: Book, route: PostRoute, body: dict[str, Any]) -> dict[str, Any]:
    key = f"key-{datetime.now(UTC).timestamp()}-{id(body)}"
    company = OpenCompany(key=1, id=firm.SUMMIT)
    arrived = Post(route=route, company=company, key=key, body=json.dumps(body).encode())
    return record(book, arrived, datetime.now(UTC))


def check_entry(book: Book, receipt: dict[str, Any], body: dict[str, Any]) -> None:
    with book.reading() as connection:
        lines = connection.execute(
            "SELECT account_id, debit_cents, credit_cents, date, entry_status FROM journal_lines"
            " WHERE company_key = 1 AND journal_entry_id = ?",
            (receipt["journalEntryId"],),
        ).fetchall()
        rows = connection.execute(
            "SELECT amount_cents FROM bank_transactions WHERE company_key = 1 AND journal_entry_id = ?",
            (receipt["journalEntryId"],),
        ).fetchall()
    assert len(lines) >= 2
    assert sum(debit - credit for _, debit, credit, _, _ in lines) == 0
    assert all(bool(debit) != bool(credit) for _, debit, credit, _, _ in lines)
    assert {(day, status) for *_, day, status in lines} == {(body["date"], "posted")}
    assert {account for account, *_ in lines} == set(receipt["affectedAccountIds"])
    linked = [debit - credit for account, debit, credit, _, _ in lines if account in _CHART.values()]
    assert sorted(cents for (cents,) in rows) == sorted(linked)
    assert len(receipt["bankTransactionIds"]) == len(linked)
