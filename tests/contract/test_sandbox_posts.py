"""What each post does to the books, and what is refused (contract 2.3)."""

from __future__ import annotations

from typing import Any

import pytest

from app.contract.postings import parse_receipt
from tests import small_firm as firm
from tests.practice_ledger import PracticeLedger

DAY = {"date": "2026-06-17", "description": "Autoclave parts", "reference": "INV-77"}
PURCHASE = {
    **DAY,
    "sourceAccountId": firm.CHECKING_BANK,
    "amountCents": 12_995,
    "categoryAccountId": firm.SOFTWARE,
}
DEPOSIT = {
    **DAY,
    "destinationAccountId": firm.CHECKING_BANK,
    "amountCents": 5_000,
    "categoryAccountId": firm.SALES,
}
TRANSFER = {
    **DAY,
    "sourceAccountId": firm.CHECKING_BANK,
    "destinationAccountId": firm.SAVINGS_BANK,
    "amountCents": 700,
}
BILL_PAYMENT = {**DAY, "sourceAccountId": firm.CHECKING_BANK, "billId": firm.BILL, "amountCents": 50_000}
JOURNAL_ENTRY = {
    **DAY,
    "lines": [
        {"accountId": firm.RENT, "description": "Half", "debitCents": 100, "creditCents": 0},
        {"accountId": firm.SOFTWARE, "debitCents": 50},
        {"accountId": firm.EQUITY, "creditCents": 150},
    ],
}
BODIES: dict[str, dict[str, Any]] = {
    "purchases": PURCHASE,
    "deposits": DEPOSIT,
    "transfers": TRANSFER,
    "bill-payments": BILL_PAYMENT,
    "journal-entries": JOURNAL_ENTRY,
}
KINDS = {
    "purchases": "purchase",
    "deposits": "deposit",
    "transfers": "transfer",
    "bill-payments": "bill_payment",
    "journal-entries": "journal_entry",
}


def posted(ledger: PracticeLedger, name: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = ledger.post(firm.SUMMIT, name, body)
    assert answer.status_code == 201, answer.text
    receipt: dict[str, Any] = answer.json()["data"]
    return receipt


def lines_of(ledger: PracticeLedger, receipt: dict[str, Any]) -> dict[str, int]:
    rows = ledger.read(firm.SUMMIT, "journal-lines", journalEntryId=receipt["journalEntryId"])["data"]
    return {row["accountId"]: row["debitCents"] - row["creditCents"] for row in rows}


def bank_rows_of(ledger: PracticeLedger, receipt: dict[str, Any]) -> dict[str, dict[str, Any]]:
    rows = ledger.every_row(firm.SUMMIT, "bank-transactions", startDate=DAY["date"], endDate=DAY["date"])
    made = [row for row in rows if row["id"] in receipt["bankTransactionIds"]]
    return {row["bankAccountId"]: row for row in made}


def test_a_purchase_debits_the_category_and_credits_the_bank(ledger: PracticeLedger) -> None:
    receipt = posted(ledger, "purchases", PURCHASE)
    assert lines_of(ledger, receipt) == {firm.SOFTWARE: 12_995, firm.CHECKING: -12_995}
    (row,) = bank_rows_of(ledger, receipt).values()
    assert row == row | {
        "bankAccountId": firm.CHECKING_BANK,
        "date": "2026-06-17",
        "postedDate": "2026-06-17",
        "description": "Autoclave parts",
        "reference": "INV-77",
        "amountCents": -12_995,
        "status": "reconciled",
        "pending": False,
        "sourceType": "purchase",
        "accountId": firm.SOFTWARE,
        "journalEntryId": receipt["journalEntryId"],
        "externalTransactionId": None,
        "reconciliationId": None,
    }


def test_a_purchase_on_a_card_is_negative_in_its_register(ledger: PracticeLedger) -> None:
    receipt = posted(ledger, "purchases", {**PURCHASE, "sourceAccountId": firm.CARD_BANK})
    assert lines_of(ledger, receipt) == {firm.SOFTWARE: 12_995, firm.CARD: -12_995}
    assert bank_rows_of(ledger, receipt)[firm.CARD_BANK]["amountCents"] == -12_995


def test_a_chart_account_stands_for_the_register_it_is_linked_to(ledger: PracticeLedger) -> None:
    receipt = posted(ledger, "purchases", {**PURCHASE, "sourceAccountId": firm.CHECKING})
    assert set(bank_rows_of(ledger, receipt)) == {firm.CHECKING_BANK}


def test_a_purchase_from_another_balance_sheet_account_touches_no_bank(ledger: PracticeLedger) -> None:
    receipt = posted(ledger, "purchases", {**PURCHASE, "sourceAccountId": firm.LOAN})
    assert receipt["bankTransactionIds"] == []
    assert lines_of(ledger, receipt) == {firm.SOFTWARE: 12_995, firm.LOAN: -12_995}


def test_a_deposit_is_positive_in_its_register(ledger: PracticeLedger) -> None:
    receipt = posted(ledger, "deposits", DEPOSIT)
    assert lines_of(ledger, receipt) == {firm.CHECKING: 5_000, firm.SALES: -5_000}
    assert bank_rows_of(ledger, receipt)[firm.CHECKING_BANK]["amountCents"] == 5_000


def test_a_transfer_makes_a_row_on_both_registers(ledger: PracticeLedger) -> None:
    receipt = posted(ledger, "transfers", TRANSFER)
    assert lines_of(ledger, receipt) == {firm.SAVINGS: 700, firm.CHECKING: -700}
    rows = bank_rows_of(ledger, receipt)
    assert {bank: row["amountCents"] for bank, row in rows.items()} == {
        firm.CHECKING_BANK: -700,
        firm.SAVINGS_BANK: 700,
    }
    assert rows[firm.CHECKING_BANK]["accountId"] == firm.SAVINGS


def test_paying_a_card_is_positive_on_the_card(ledger: PracticeLedger) -> None:
    receipt = posted(ledger, "transfers", {**TRANSFER, "destinationAccountId": firm.CARD_BANK})
    assert bank_rows_of(ledger, receipt)[firm.CARD_BANK]["amountCents"] == 700


def test_a_bill_payment_debits_accounts_payable(ledger: PracticeLedger) -> None:
    receipt = posted(ledger, "bill-payments", BILL_PAYMENT)
    assert lines_of(ledger, receipt) == {firm.PAYABLE: 50_000, firm.CHECKING: -50_000}
    assert bank_rows_of(ledger, receipt)[firm.CHECKING_BANK]["sourceType"] == "bill_payment"


def test_a_journal_entry_stands_as_given(ledger: PracticeLedger) -> None:
    receipt = posted(ledger, "journal-entries", JOURNAL_ENTRY)
    assert receipt["id"] == receipt["journalEntryId"]
    assert lines_of(ledger, receipt) == {firm.RENT: 100, firm.SOFTWARE: 50, firm.EQUITY: -150}
    assert receipt["bankTransactionIds"] == []


def test_a_journal_entry_on_a_bank_account_makes_a_register_row(ledger: PracticeLedger) -> None:
    lines = [
        {"accountId": firm.RENT, "debitCents": 100},
        {"accountId": firm.CHECKING, "creditCents": 60},
        {"accountId": firm.CARD, "creditCents": 40, "description": "On the card"},
    ]
    receipt = posted(ledger, "journal-entries", {**JOURNAL_ENTRY, "lines": lines})
    rows = bank_rows_of(ledger, receipt)
    assert {bank: row["amountCents"] for bank, row in rows.items()} == {
        firm.CHECKING_BANK: -60,
        firm.CARD_BANK: -40,
    }
    assert {row["sourceType"] for row in rows.values()} == {"journal_entry"}
    assert {row["accountId"] for row in rows.values()} == {None}
    assert rows[firm.CARD_BANK]["description"] == "On the card"


@pytest.mark.parametrize("name", BODIES)
def test_a_post_is_an_entry_that_is_posted_at_once(name: str, ledger: PracticeLedger) -> None:
    receipt = posted(ledger, name, BODIES[name])
    rows = ledger.every_row(firm.SUMMIT, "journal-entries", startDate="2026-06-17", endDate="2026-06-17")
    (entry,) = (row for row in rows if row["id"] == receipt["journalEntryId"])
    assert entry == entry | {
        "entryNumber": "76",
        "description": "Autoclave parts",
        "reference": "INV-77",
        "status": "posted",
        "sourceType": "manual" if name == "journal-entries" else KINDS[name],
        "sourceId": None if name == "journal-entries" else receipt["id"],
        "postedAt": receipt["createdAt"],
        "createdAt": receipt["createdAt"],
        "updatedAt": receipt["createdAt"],
    }


@pytest.mark.parametrize("name", BODIES)
def test_a_receipt_reads_as_documented(name: str, ledger: PracticeLedger) -> None:
    answer = ledger.post(firm.SUMMIT, name, BODIES[name])
    assert list(answer.json()["data"]) == [
        "id",
        "resourceType",
        "status",
        "journalEntryId",
        "bankTransactionIds",
        "affectedAccountIds",
        "idempotentReplay",
        "createdAt",
    ]
    assert parse_receipt(answer.content, KINDS[name]).idempotent_replay is False


def test_reports_move_with_a_post(ledger: PracticeLedger) -> None:
    before = ledger.read(firm.SUMMIT, "reports/trial-balance", asOf="2026-06-30")["data"]
    posted(ledger, "purchases", PURCHASE)
    after = ledger.read(firm.SUMMIT, "reports/trial-balance", asOf="2026-06-30")["data"]
    moved = {
        new["accountId"]: new["balance"] - old["balance"]
        for old, new in zip(before["accounts"], after["accounts"], strict=True)
    }
    assert {account: cents for account, cents in moved.items() if cents} == {
        firm.CHECKING: -12_995,
        firm.SOFTWARE: 12_995,
    }


def test_posted_rows_come_with_the_next_incremental_read(ledger: PracticeLedger) -> None:
    receipt = posted(ledger, "transfers", TRANSFER)
    rows = ledger.read(firm.SUMMIT, "bank-transactions", updatedSince=receipt["createdAt"])["data"]
    assert sorted(row["id"] for row in rows) == sorted(receipt["bankTransactionIds"])
    entries = ledger.read(firm.SUMMIT, "journal-entries", updatedSince=receipt["createdAt"])["data"]
    assert [row["id"] for row in entries] == [receipt["journalEntryId"]]


def test_words_may_be_left_out(ledger: PracticeLedger) -> None:
    bare = {name: value for name, value in PURCHASE.items() if name not in ("description", "reference")}
    receipt = posted(ledger, "purchases", bare)
    assert bank_rows_of(ledger, receipt)[firm.CHECKING_BANK]["description"] is None


def test_odd_words_come_back_as_they_went_in(ledger: PracticeLedger) -> None:
    words = 'Café "☕"\\\n\t\u0000\u2028</script> = 1+1'
    receipt = posted(ledger, "purchases", {**PURCHASE, "description": words})
    assert bank_rows_of(ledger, receipt)[firm.CHECKING_BANK]["description"] == words


def test_unknown_fields_are_ignored(ledger: PracticeLedger) -> None:
    posted(ledger, "purchases", {**PURCHASE, "colour": "red", "lines": 7})


def lines(*sides: tuple[str, int, int]) -> dict[str, Any]:
    rows = [{"accountId": a, "debitCents": debit, "creditCents": credit} for a, debit, credit in sides]
    return {**JOURNAL_ENTRY, "lines": rows}


LARGEST = 2**53 - 1
REFUSED: dict[str, tuple[str, Any, str]] = {
    "not JSON": ("purchases", b"{", "not JSON"),
    "empty": ("purchases", b"", "not JSON"),
    "no object": ("purchases", [], "Input should be an object"),
    "no amount": ("purchases", {**PURCHASE, "amountCents": None}, "amountCents"),
    "zero": ("purchases", {**PURCHASE, "amountCents": 0}, "amountCents"),
    "negative": ("deposits", {**DEPOSIT, "amountCents": -5}, "amountCents"),
    "fraction": ("transfers", {**TRANSFER, "amountCents": 12995.0}, "amountCents"),
    "text amount": ("purchases", {**PURCHASE, "amountCents": "12995"}, "amountCents"),
    "truth": ("purchases", {**PURCHASE, "amountCents": True}, "amountCents"),
    "too large": ("purchases", {**PURCHASE, "amountCents": LARGEST + 1}, "amountCents"),
    "no date": ("purchases", {**PURCHASE, "date": "17 June"}, "date"),
    "impossible date": ("purchases", {**PURCHASE, "date": "2026-06-31"}, "date"),
    "missing account": ("purchases", {**PURCHASE, "categoryAccountId": None}, "categoryAccountId"),
    "unknown source": ("purchases", {**PURCHASE, "sourceAccountId": "x"}, "sourceAccountId: there is no"),
    "unknown category": (
        "purchases",
        {**PURCHASE, "categoryAccountId": "x"},
        "categoryAccountId: there is no",
    ),
    "inactive category": ("purchases", {**PURCHASE, "categoryAccountId": firm.CLOSED}, "is inactive"),
    "inactive bank": (
        "purchases",
        {**PURCHASE, "sourceAccountId": firm.CLOSED_BANK},
        "bank account is inactive",
    ),
    "category as source": ("purchases", {**PURCHASE, "sourceAccountId": firm.SALES}, "balance-sheet"),
    "category as destination": ("deposits", {**DEPOSIT, "destinationAccountId": firm.RENT}, "balance-sheet"),
    "transfer to a category": ("transfers", {**TRANSFER, "destinationAccountId": firm.RENT}, "balance-sheet"),
    "transfer to itself": ("transfers", {**TRANSFER, "destinationAccountId": firm.CHECKING}, "both sides"),
    "purchase of itself": ("purchases", {**PURCHASE, "categoryAccountId": firm.CHECKING}, "both sides"),
    "bill from payable": ("bill-payments", {**BILL_PAYMENT, "sourceAccountId": firm.PAYABLE}, "both sides"),
    "unknown bill": ("bill-payments", {**BILL_PAYMENT, "billId": "x"}, "billId: there is no"),
    "another company's account": ("purchases", {**PURCHASE, "categoryAccountId": "har-food"}, "there is no"),
    "register as category": (
        "purchases",
        {**PURCHASE, "categoryAccountId": firm.SAVINGS_BANK},
        "there is no",
    ),
    "one line": ("journal-entries", lines((firm.RENT, 5, 0)), "at least two"),
    "no lines": ("journal-entries", {**DAY}, "lines"),
    "unbalanced": ("journal-entries", lines((firm.RENT, 5, 0), (firm.EQUITY, 0, 4)), "equal"),
    "nothing": ("journal-entries", lines((firm.RENT, 0, 0), (firm.EQUITY, 0, 0)), "exactly one"),
    "both sides of a line": ("journal-entries", lines((firm.RENT, 5, 5), (firm.EQUITY, 5, 5)), "exactly one"),
    "negative side": ("journal-entries", lines((firm.RENT, -5, 0), (firm.EQUITY, 0, -5)), "debitCents"),
    "inactive line": (
        "journal-entries",
        lines((firm.CLOSED, 5, 0), (firm.EQUITY, 0, 5)),
        "lines.0.accountId",
    ),
    "sum too large": (
        "journal-entries",
        lines(*(2 * [(firm.RENT, LARGEST, 0)]), *(2 * [(firm.EQUITY, 0, LARGEST)])),
        "larger than",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_impossible_post_is_refused_and_leaves_nothing(case: str, still_ledger: PracticeLedger) -> None:
    name, body, reason = REFUSED[case]
    before = still_ledger.count("journal_lines"), still_ledger.count("receipts")
    answer = still_ledger.post(firm.SUMMIT, name, body)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["code"] == "invalid_request"
    assert answer.json()["error"]["retryable"] is False
    assert reason in answer.json()["error"]["message"]
    assert (still_ledger.count("journal_lines"), still_ledger.count("receipts")) == before


def test_a_company_without_payables_cannot_pay_bills(ledger: PracticeLedger) -> None:
    ledger.vanish("account", firm.PAYABLE)
    answer = ledger.post(firm.SUMMIT, "bill-payments", BILL_PAYMENT)
    assert "no active accounts payable" in answer.json()["error"]["message"]


def test_payables_are_found_by_subtype_before_name(ledger: PracticeLedger) -> None:
    ledger.put(
        {
            "kind": "account",
            "companyId": firm.SUMMIT,
            "id": "acc-trade",
            "name": "Trade creditors",
            "type": "liability",
            "subType": "accounts_payable",
        }
    )
    assert firm.PAYABLE not in lines_of(ledger, posted(ledger, "bill-payments", BILL_PAYMENT))


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize(("day", "status"), [("2024-12-31", 422), ("2024-01-01", 422), ("2025-01-01", 201)])
def test_nothing_is_posted_on_or_before_the_lock_date(
    name: str, day: str, status: int, ledger: PracticeLedger
) -> None:
    answer = ledger.post(firm.SUMMIT, name, {**BODIES[name], "date": day})
    assert answer.status_code == status
    if status == 422:
        assert answer.json()["error"]["code"] == "accounting_period_locked"
        assert answer.json()["error"]["retryable"] is False


def test_a_body_larger_than_any_posting_is_refused(still_ledger: PracticeLedger) -> None:
    answer = still_ledger.post(firm.SUMMIT, "purchases", {**PURCHASE, "description": "x" * 1_000_001})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_request"
