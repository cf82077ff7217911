"""Without a firm file the practice ledger serves the demo firm."""

from __future__ import annotations

from datetime import date

from app.sandbox.server import SandboxOptions
from tests.practice_ledger import practice_ledger


def test_the_demo_firm_is_served_and_its_books_hold() -> None:
    with practice_ledger(SandboxOptions(auto_approve=True, today=date(2026, 6, 17))) as ledger:
        companies = [each["id"] for each in ledger.get("/companies").json()["data"]]
        assert len(companies) == 12
        for company in companies:
            sheet = ledger.read(company, "reports/balance-sheet", asOf="2026-06-17")["data"]
            assert sheet["assets"]["total"] == sheet["liabilities"]["total"] + sheet["equity"]["total"]
        assert ledger.count("journal_lines") > 50_000
        assert ledger.count("bank_transactions") > 20_000
