"""Trial balance, profit and loss, and balance sheet, computed from posted lines (contract 2.2)."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import apsw

from app.contract.reports import trial_balance_json
from app.core.money import Cents
from app.core.statements import TrialBalance, TrialBalanceRow

CURRENT_EARNINGS = "current-year-earnings"
PRIOR_EARNINGS = "prior-years-earnings"

_SUMS = """
SELECT moved.account_id, coalesce(a.code, ''), coalesce(a.name, ''), coalesce(a.type, ''), moved.cents
FROM (
    SELECT account_id, sum(debit_cents) - sum(credit_cents) AS cents
    FROM journal_lines INDEXED BY lines_for_reports
    WHERE company_key = :company AND entry_status = 'posted' AND date BETWEEN :first AND :last
    GROUP BY account_id
) AS moved
LEFT JOIN accounts AS a ON a.company_key = :company AND a.id = moved.account_id
ORDER BY a.code, a.name, moved.account_id
"""
_BEGINNING = "0000-00-00"


class _Sum(NamedTuple):
    """What one account moved: debit minus credit."""

    account_id: str
    code: str
    name: str
    type: str
    cents: Cents

    def row(self, sign: int) -> dict[str, Any]:
        """Return the account as a statement lists it, turned to its natural sign."""
        return {
            "accountId": self.account_id,
            "accountCode": self.code,
            "accountName": self.name,
            "balance": sign * self.cents,
        }


def trial_balance(connection: apsw.Connection, company_key: int, as_of: str) -> dict[str, Any]:
    """Return every account ever posted to with its balance, debit minus credit."""
    rows = tuple(
        TrialBalanceRow(
            account_id=each.account_id,
            account_code=each.code,
            account_name=each.name,
            type=each.type,
            balance_cents=each.cents,
        )
        for each in _sums(connection, company_key, _BEGINNING, as_of)
    )
    return trial_balance_json(TrialBalance(as_of=date.fromisoformat(as_of), rows=rows))


def profit_and_loss(connection: apsw.Connection, company_key: int, start: str, end: str) -> dict[str, Any]:
    """Return what was earned and spent; each row positive on its usual side."""
    sums = _sums(connection, company_key, start, end)
    revenue = [each.row(-1) for each in sums if each.type == "revenue"]
    expenses = [each.row(1) for each in sums if each.type == "expense"]
    total_revenue, total_expenses = _total(revenue), _total(expenses)
    return {
        "data": {
            "startDate": start,
            "endDate": end,
            "basis": "accrual",
            "revenue": revenue,
            "totalRevenue": total_revenue,
            "expenses": expenses,
            "totalExpenses": total_expenses,
            "netIncome": total_revenue - total_expenses,
        }
    }


def balance_sheet(connection: apsw.Connection, company_key: int, as_of: str) -> dict[str, Any]:
    """Return assets, liabilities and equity.

    The ledger never closes its books: what income and expense accounts hold stands in equity as two rows
    that are no accounts, split where the fiscal year begins.
    """
    sums = _sums(connection, company_key, _BEGINNING, as_of)
    year_start = _fiscal_year_start(connection, company_key, as_of)
    earned = -sum(each.cents for each in sums if each.type in ("revenue", "expense"))
    this_year = -sum(
        each.cents
        for each in _sums(connection, company_key, year_start, as_of)
        if each.type in ("revenue", "expense")
    )
    equity = [each.row(-1) for each in sums if each.type == "equity"]
    equity.append(_earnings(CURRENT_EARNINGS, "Current year earnings", this_year))
    equity.append(_earnings(PRIOR_EARNINGS, "Prior years earnings", earned - this_year))
    return {
        "data": {
            "asOf": as_of,
            "assets": _section("asset", [each.row(1) for each in sums if each.type == "asset"]),
            "liabilities": _section("liability", [each.row(-1) for each in sums if each.type == "liability"]),
            "equity": _section("equity", equity),
        }
    }


def _sums(connection: apsw.Connection, company_key: int, first: str, last: str) -> list[_Sum]:
    values = {"company": company_key, "first": first, "last": last}
    return [_Sum(*row) for row in connection.execute(_SUMS, values)]


def _fiscal_year_start(connection: apsw.Connection, company_key: int, as_of: str) -> str:
    month: int = connection.execute(
        "SELECT fiscal_year_start_month FROM companies WHERE company_key = ?", (company_key,)
    ).get
    day = date.fromisoformat(as_of)
    year = day.year if day.month >= month else day.year - 1
    return f"{year:04d}-{month:02d}-01"


def _earnings(row_id: str, name: str, cents: Cents) -> dict[str, Any]:
    return {"accountId": row_id, "accountCode": "", "accountName": name, "balance": cents}


def _section(account_type: str, accounts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": account_type, "accounts": accounts, "total": _total(accounts)}


def _total(rows: list[dict[str, Any]]) -> Cents:
    return sum(row["balance"] for row in rows)
