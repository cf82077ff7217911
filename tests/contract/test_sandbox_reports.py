"""The four reports, computed from posted lines (contract 2.2)."""

from __future__ import annotations

from typing import Any

from tests import small_firm as firm
from tests.practice_ledger import PracticeLedger

SALES_2026, RENT_2026, SOFTWARE_2026 = (
    6 * each for each in (firm.SALE_CENTS, firm.RENT_CENTS, firm.SOFTWARE_CENTS)
)


def report(ledger: PracticeLedger, name: str, company: str = firm.SUMMIT, **params: Any) -> dict[str, Any]:
    data: dict[str, Any] = ledger.read(company, f"reports/{name}", **params)["data"]
    return data


def balances(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {row["accountId"]: row["balance"] for row in rows}


def test_trial_balance_lists_every_account_posted_to(still_ledger: PracticeLedger) -> None:
    trial = report(still_ledger, "trial-balance", asOf="2025-01-04")
    assert trial == {
        "asOf": "2025-01-04",
        "accounts": [
            {
                "accountId": firm.CHECKING,
                "accountCode": "1100",
                "accountName": "Checking",
                "type": "asset",
                "debitBalance": firm.OPENING_CENTS - firm.RENT_CENTS,
                "creditBalance": 0,
                "balance": firm.OPENING_CENTS - firm.RENT_CENTS,
            },
            {
                "accountId": firm.EQUITY,
                "accountCode": "3000",
                "accountName": "Owner's equity",
                "type": "equity",
                "debitBalance": 0,
                "creditBalance": firm.OPENING_CENTS,
                "balance": -firm.OPENING_CENTS,
            },
            {
                "accountId": firm.RENT,
                "accountCode": "6000",
                "accountName": "Rent",
                "type": "expense",
                "debitBalance": firm.RENT_CENTS,
                "creditBalance": 0,
                "balance": firm.RENT_CENTS,
            },
        ],
        "totalDebit": firm.OPENING_CENTS,
        "totalCredit": firm.OPENING_CENTS,
    }


def test_trial_balance_keeps_accounts_that_went_back_to_zero(still_ledger: PracticeLedger) -> None:
    trial = report(still_ledger, "trial-balance", asOf="2026-06-30")
    assert balances(trial["accounts"])[firm.CARD] == 0
    assert trial["totalDebit"] == trial["totalCredit"]


def test_drafts_and_voids_count_nowhere(still_ledger: PracticeLedger) -> None:
    trial = report(still_ledger, "trial-balance", asOf="2026-12-31")
    assert balances(trial["accounts"])[firm.RENT] == firm.MONTHS * firm.RENT_CENTS


def test_profit_and_loss_covers_its_span_both_ends_included(still_ledger: PracticeLedger) -> None:
    statement = report(still_ledger, "profit-and-loss", startDate="2026-01-01", endDate="2026-06-10")
    assert statement == {
        "startDate": "2026-01-01",
        "endDate": "2026-06-10",
        "basis": "accrual",
        "revenue": [
            {"accountId": firm.SALES, "accountCode": "4000", "accountName": "Sales", "balance": SALES_2026}
        ],
        "totalRevenue": SALES_2026,
        "expenses": [
            {"accountId": firm.RENT, "accountCode": "6000", "accountName": "Rent", "balance": RENT_2026},
            {
                "accountId": firm.SOFTWARE,
                "accountCode": "6400",
                "accountName": "Software",
                "balance": SOFTWARE_2026,
            },
        ],
        "totalExpenses": RENT_2026 + SOFTWARE_2026,
        "netIncome": SALES_2026 - RENT_2026 - SOFTWARE_2026,
    }


def test_balance_sheet_shows_earnings_as_rows_that_are_no_accounts(still_ledger: PracticeLedger) -> None:
    sheet = report(still_ledger, "balance-sheet", asOf="2026-06-30")
    month = firm.SALE_CENTS - firm.RENT_CENTS - firm.SOFTWARE_CENTS
    assert balances(sheet["equity"]["accounts"]) == {
        firm.EQUITY: firm.OPENING_CENTS,
        "current-year-earnings": 6 * month,
        "prior-years-earnings": 12 * month,
    }
    assert sheet["assets"]["type"] == "asset"
    assert sheet["assets"]["total"] == firm.OPENING_CENTS + 18 * month
    assert sheet["liabilities"] == {
        "type": "liability",
        "accounts": [
            {"accountId": firm.CARD, "accountCode": "2100", "accountName": "Company card", "balance": 0}
        ],
        "total": 0,
    }
    assert sheet["equity"]["total"] == sheet["assets"]["total"]


def test_the_fiscal_year_begins_in_the_companys_month(still_ledger: PracticeLedger) -> None:
    first_day = report(still_ledger, "balance-sheet", firm.HARBOR, asOf="2025-07-01")
    assert balances(first_day["equity"]["accounts"])["current-year-earnings"] == 30_000
    assert balances(first_day["equity"]["accounts"])["prior-years-earnings"] == 100_000
    day_before = report(still_ledger, "balance-sheet", firm.HARBOR, asOf="2025-06-30")
    assert balances(day_before["equity"]["accounts"])["current-year-earnings"] == 100_000
    spring = report(still_ledger, "balance-sheet", firm.HARBOR, asOf="2026-03-31")
    assert balances(spring["equity"]["accounts"])["current-year-earnings"] == 18_000


def test_a_closing_entry_moves_prior_earnings_into_equity(ledger: PracticeLedger) -> None:
    closing = firm.entry(firm.HARBOR, "closing", "2025-06-30", "har-gifts", "har-funds", 100_000)
    ledger.put(closing)
    sheet = report(ledger, "balance-sheet", firm.HARBOR, asOf="2025-12-31")
    assert balances(sheet["equity"]["accounts"]) == {
        "har-funds": 100_000,
        "current-year-earnings": 18_000,
        "prior-years-earnings": 0,
    }
    assert sheet["assets"]["total"] == sheet["equity"]["total"] == 118_000


def test_reports_of_empty_books_are_empty_and_foot(still_ledger: PracticeLedger) -> None:
    sheet = report(still_ledger, "balance-sheet", firm.EMPTY, asOf="2026-06-30")
    assert sheet["assets"] == {"type": "asset", "accounts": [], "total": 0}
    assert [row["balance"] for row in sheet["equity"]["accounts"]] == [0, 0]
    trial = report(still_ledger, "trial-balance", firm.EMPTY, asOf="2026-06-30")
    assert trial == {"asOf": "2026-06-30", "accounts": [], "totalDebit": 0, "totalCredit": 0}


def test_general_ledger_runs_from_opening_to_closing(still_ledger: PracticeLedger) -> None:
    span = {"startDate": "2026-06-01", "endDate": "2026-06-30", "accountId": firm.CARD}
    answer = still_ledger.read(firm.SUMMIT, "reports/general-ledger", **span)
    assert answer["data"] == {
        "startDate": "2026-06-01",
        "endDate": "2026-06-30",
        "accounts": [
            {
                "accountId": firm.CARD,
                "accountCode": "2100",
                "accountName": "Company card",
                "accountType": "liability",
                "openingBalance": 0,
                "entries": [
                    {
                        "journalEntryId": "soft-2026-06",
                        "date": "2026-06-05",
                        "entryNumber": "72",
                        "description": "soft-2026-06",
                        "reference": None,
                        "debit": 0,
                        "credit": firm.SOFTWARE_CENTS,
                        "runningBalance": -firm.SOFTWARE_CENTS,
                    },
                    {
                        "journalEntryId": "paid-2026-06",
                        "date": "2026-06-25",
                        "entryNumber": "73",
                        "description": "paid-2026-06",
                        "reference": None,
                        "debit": firm.SOFTWARE_CENTS,
                        "credit": 0,
                        "runningBalance": 0,
                    },
                ],
                "totalEntries": 2,
                "totalDebit": firm.SOFTWARE_CENTS,
                "totalCredit": firm.SOFTWARE_CENTS,
                "closingBalance": 0,
            }
        ],
        "warnings": [],
    }
    assert answer["pagination"]["hasMore"] is False


def test_general_ledger_lists_quiet_accounts_with_their_balance(still_ledger: PracticeLedger) -> None:
    data = report(still_ledger, "general-ledger", startDate="2026-06-26", endDate="2026-06-30")
    assert [each["accountId"] for each in data["accounts"]] == [
        firm.CHECKING,
        firm.CARD,
        firm.EQUITY,
        firm.SALES,
        firm.RENT,
        firm.SOFTWARE,
    ]
    assert all(each["openingBalance"] == each["closingBalance"] for each in data["accounts"])
    assert all(each["entries"] == [] for each in data["accounts"])


def test_general_ledger_agrees_with_the_trial_balance(still_ledger: PracticeLedger) -> None:
    data = report(still_ledger, "general-ledger", startDate="2025-07-01", endDate="2026-03-31")
    trial = report(still_ledger, "trial-balance", asOf="2026-03-31")
    assert {each["accountId"]: each["closingBalance"] for each in data["accounts"]} == balances(
        trial["accounts"]
    )


def test_general_ledger_pages_show_every_entry_and_account_once(still_ledger: PracticeLedger) -> None:
    span = {"startDate": "2025-03-01", "endDate": "2026-06-30"}
    whole = report(still_ledger, "general-ledger", **span)["accounts"]
    for limit in (1, 7, 64):
        pages = ledger_pages(still_ledger, **span, limit=limit)
        assert all("Truncated" in page["data"]["warnings"][0] for page in pages[:-1])
        merged: dict[str, dict[str, Any]] = {}
        for section in (each for page in pages for each in page["data"]["accounts"]):
            known = merged.setdefault(section["accountId"], {**section, "entries": []})
            known["entries"] += section["entries"]
        assert list(merged.values()) == whole


def test_a_truncated_general_ledger_says_so(still_ledger: PracticeLedger) -> None:
    data = report(still_ledger, "general-ledger", startDate="2026-01-01", endDate="2026-06-30", limit=5)
    assert sum(len(each["entries"]) for each in data["accounts"]) == 5
    assert data["accounts"][0]["totalEntries"] == 18
    assert data["warnings"] == ["Truncated after 5 entries; go on with nextCursor."]


def test_a_made_up_ledger_cursor_is_refused(still_ledger: PracticeLedger) -> None:
    span = {"startDate": "2026-01-01", "endDate": "2026-06-30"}
    for cursor in ("x", "W10=", "bnVsbA==", "WzEsMiwzLDRd", "é"):
        answer = still_ledger.get(f"/companies/{firm.SUMMIT}/reports/general-ledger", **span, cursor=cursor)
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "invalid_request"


def ledger_pages(ledger: PracticeLedger, **params: Any) -> list[dict[str, Any]]:
    pages = [ledger.read(firm.SUMMIT, "reports/general-ledger", **params)]
    while pages[-1]["pagination"]["hasMore"]:
        params["cursor"] = pages[-1]["pagination"]["nextCursor"]
        pages.append(ledger.read(firm.SUMMIT, "reports/general-ledger", **params))
    return pages
