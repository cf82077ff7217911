"""A small firm for tests: figures that can be added up in the head, one of everything that has a rule."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from app.core.periods import add_months, month_end

FIRM = "firm-1"
SUMMIT = "company-summit"
"""Calendar year; its books are locked through 2024."""
HARBOR = "company-harbor"
"""Fiscal year from July; nothing locked."""
EMPTY = "company-empty"
"""No records at all."""

CHECKING, SAVINGS, OLD_BANK, CARD, PAYABLE, LOAN = (
    "acc-checking",
    "acc-savings",
    "acc-oldbank",
    "acc-card",
    "acc-payable",
    "acc-loan",
)
EQUITY, SALES, RENT, SOFTWARE, CLOSED = "acc-equity", "acc-sales", "acc-rent", "acc-software", "acc-closed"
CHECKING_BANK, SAVINGS_BANK, CARD_BANK, CLOSED_BANK = (
    "bank-checking",
    "bank-savings",
    "bank-card",
    "bank-closed",
)
BILL = "bill-1"
DRAFT, VOID = "entry-draft", "entry-void"
MONTHS = 18
"""January 2025 to June 2026: each month a sale, the rent, software by card, and the card paid."""
SALE_CENTS, RENT_CENTS, SOFTWARE_CENTS, OPENING_CENTS = 900_000, 185_000, 4_900, 2_000_000


def small_firm() -> Iterator[dict[str, Any]]:
    """Yield the firm as firm-file objects."""
    yield {"kind": "firm", "id": FIRM, "name": "Hollis & Reyes Bookkeeping"}
    yield _company(SUMMIT, "Summit Ridge Design LLC", lockedThrough="2024-12-31")
    yield from _summit()
    yield _company(HARBOR, "Harbor Food Bank", fiscalYearStartMonth=7)
    yield from _harbor()
    yield _company(EMPTY, "Lakeside Yoga", defaultCurrency="CAD")


def firm_lines(objects: Any) -> bytes:
    """Write objects as the lines of a firm file."""
    return b"".join(json.dumps(each).encode() + b"\n" for each in objects)


def numbered(objects: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number objects the way a file's lines are."""
    return enumerate(objects, start=1)


def entry(
    company: str, entry_id: str, day: str, debit: str, credit: str, cents: int, **more: Any
) -> dict[str, Any]:
    """Return an entry of two lines."""
    return {
        "kind": "journal_entry",
        "companyId": company,
        "id": entry_id,
        "date": day,
        "description": entry_id,
        "lines": [{"accountId": debit, "debitCents": cents}, {"accountId": credit, "creditCents": cents}],
        **more,
    }


def bank_row(row_id: str, bank: str, day: str, cents: int, **more: Any) -> dict[str, Any]:
    """Return a row the bank's feed brought to Summit Ridge."""
    return {
        "kind": "bank_transaction",
        "companyId": SUMMIT,
        "id": row_id,
        "bankAccountId": bank,
        "date": day,
        "description": row_id.upper(),
        "amountCents": cents,
        "sourceType": "plaid_bank_feed",
        "externalTransactionId": f"plaid-{row_id}",
        **more,
    }


def _company(company: str, name: str, **more: Any) -> dict[str, Any]:
    return {"kind": "company", "id": company, "name": name, **more}


def _account(company: str, account: str, code: str, name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "account",
        "companyId": company,
        "id": account,
        "code": code,
        "name": name,
        "type": kind,
        **more,
    }


def _register(bank: str, name: str, kind: str, account: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "bank_account",
        "companyId": SUMMIT,
        "id": bank,
        "accountName": name,
        "accountType": kind,
        "chartAccountId": account,
        **more,
    }


def _summit() -> Iterator[dict[str, Any]]:
    yield _account(SUMMIT, CHECKING, "1100", "Checking", "asset", subType="bank")
    yield _account(SUMMIT, SAVINGS, "1110", "Savings", "asset", subType="bank")
    yield _account(SUMMIT, OLD_BANK, "1190", "Old bank", "asset", subType="bank")
    yield _account(SUMMIT, CARD, "2100", "Company card", "liability", subType="current")
    yield _account(SUMMIT, PAYABLE, "2000", "Accounts payable", "liability", subType="current")
    yield _account(SUMMIT, LOAN, "2700", "Equipment loan", "liability", subType="non_current")
    yield _account(SUMMIT, EQUITY, "3000", "Owner's equity", "equity", subType="equity")
    yield _account(SUMMIT, SALES, "4000", "Sales", "revenue")
    yield _account(SUMMIT, RENT, "6000", "Rent", "expense")
    yield _account(
        SUMMIT, SOFTWARE, "6400", "Software", "expense", parentId=RENT, description="Subscriptions"
    )
    yield _account(SUMMIT, CLOSED, "6900", "Old category", "expense", isActive=False)
    yield _register(CHECKING_BANK, "Checking", "checking", CHECKING, accountNumber="••4411", balanceCents=1)
    yield _register(SAVINGS_BANK, "Savings", "savings", SAVINGS)
    yield _register(CARD_BANK, "Company card", "credit_card", CARD)
    yield _register(CLOSED_BANK, "Old bank", "checking", OLD_BANK, isActive=False)
    yield {
        "kind": "bill",
        "companyId": SUMMIT,
        "id": BILL,
        "vendorName": "Cedar Street Properties",
        "date": "2026-06-01",
        "amountCents": 50_000,
    }
    yield entry(SUMMIT, "entry-opening", "2025-01-01", CHECKING, EQUITY, OPENING_CENTS)
    for back in range(MONTHS):
        yield from _month(add_months(date(2025, 1, 1), back))
    yield entry(SUMMIT, DRAFT, "2026-06-20", RENT, CHECKING, 77_700, status="draft")
    yield entry(SUMMIT, VOID, "2026-06-21", RENT, CHECKING, 88_800, status="void")
    yield bank_row("row-excluded", CHECKING_BANK, "2026-06-22", -5, status="excluded")
    yield bank_row("row-pending", CHECKING_BANK, "2026-06-29", -1_250, pending=True)


def _month(first: date) -> Iterator[dict[str, Any]]:
    month, last = f"{first:%Y-%m}", month_end(first).isoformat()
    yield entry(SUMMIT, f"sale-{month}", f"{month}-10", CHECKING, SALES, SALE_CENTS, sourceType="bank")
    yield entry(SUMMIT, f"rent-{month}", f"{month}-01", RENT, CHECKING, RENT_CENTS, reference=f"R{month}")
    yield entry(SUMMIT, f"soft-{month}", f"{month}-05", SOFTWARE, CARD, SOFTWARE_CENTS)
    yield entry(SUMMIT, f"paid-{month}", f"{month}-25", CARD, CHECKING, SOFTWARE_CENTS)
    session = f"rec-{month}"
    for name, bank, day, cents in (
        ("sale", CHECKING_BANK, "10", SALE_CENTS),
        ("rent", CHECKING_BANK, "01", -RENT_CENTS),
        ("soft", CARD_BANK, "05", -SOFTWARE_CENTS),
        ("paid", CHECKING_BANK, "25", -SOFTWARE_CENTS),
    ):
        matched = {"status": "reconciled", "journalEntryId": f"{name}-{month}"}
        covered = {"reconciliationId": session} if bank == CHECKING_BANK else {}
        yield bank_row(f"feed-{name}-{month}", bank, f"{month}-{day}", cents, **matched, **covered)
    yield {
        "kind": "reconciliation",
        "companyId": SUMMIT,
        "id": session,
        "bankAccountId": CHECKING_BANK,
        "startDate": f"{month}-01",
        "endDate": last,
        "startBalanceCents": 0,
        "endBalanceCents": 0,
        "status": "in_progress" if month == "2026-06" else "completed",
    }


def _harbor() -> Iterator[dict[str, Any]]:
    yield _account(HARBOR, "har-cash", "1000", "Cash", "asset")
    yield _account(HARBOR, "har-funds", "3000", "Net assets", "equity")
    yield _account(HARBOR, "har-gifts", "4000", "Donations", "revenue")
    yield _account(HARBOR, "har-food", "5000", "Food", "expense")
    yield entry(HARBOR, "har-1", "2025-06-30", "har-cash", "har-gifts", 100_000)
    yield entry(HARBOR, "har-2", "2025-07-01", "har-cash", "har-gifts", 30_000)
    yield entry(HARBOR, "har-3", "2025-08-15", "har-food", "har-cash", 12_000)
