"""The accounts of one company as a post may use them."""

from __future__ import annotations

from typing import NamedTuple

import apsw

from app.sandbox.problems import invalid

_ACCOUNT = "SELECT id, type, is_active FROM accounts WHERE company_key = ? AND id = ?"
_REGISTER = "SELECT id, chart_account_id, is_active FROM bank_accounts WHERE company_key = ? AND id = ?"
_REGISTER_OF = """
SELECT id FROM bank_accounts
WHERE company_key = ? AND chart_account_id = ? AND is_active ORDER BY id LIMIT 1
"""
_PAYABLE = """
SELECT id FROM accounts
WHERE company_key = ? AND is_active AND type = 'liability'
    AND (sub_type = 'accounts_payable' OR lower(name) LIKE '%accounts payable%')
ORDER BY sub_type IS NOT 'accounts_payable', code, id LIMIT 1
"""


class ChartAccount(NamedTuple):
    """An active account, and the register it is fed by, if any."""

    id: str
    type: str
    bank_account_id: str | None


class Chart:
    """Looks accounts up in the books; every refusal names the field that was wrong."""

    def __init__(self, connection: apsw.Connection, company_key: int) -> None:
        """Look into one company."""
        self._connection = connection
        self._company_key = company_key

    def account(self, name: str, account_id: str) -> ChartAccount:
        """Return an active account of the chart; raises ApiError."""
        row = self._one(_ACCOUNT, account_id)
        if row is None:
            raise invalid(f"{name}: there is no such account.")
        if not row[2]:
            raise invalid(f"{name}: the account is inactive.")
        register = self._one(_REGISTER_OF, account_id)
        return ChartAccount(account_id, row[1], register[0] if register else None)

    def register_or_account(self, name: str, account_id: str) -> ChartAccount:
        """Return what a bank-account id or a chart-account id stands for; raises ApiError."""
        register = self._one(_REGISTER, account_id)
        if register is None:
            return self.account(name, account_id)
        if not register[2]:
            raise invalid(f"{name}: the bank account is inactive.")
        return self.account(name, register[1])._replace(bank_account_id=register[0])

    def payable(self) -> ChartAccount:
        """Return the account bills are owed on: by its subtype, else by its name; raises ApiError."""
        account_id = self._connection.execute(_PAYABLE, (self._company_key,)).get
        if account_id is None:
            raise invalid("The company has no active accounts payable account.")
        return self.account("billId", account_id)

    def require_bill(self, bill_id: str) -> None:
        """Raise ApiError unless the company has this bill."""
        if self._one("SELECT id FROM bills WHERE company_key = ? AND id = ?", bill_id) is None:
            raise invalid("billId: there is no such bill.")

    def _one(self, sql: str, record_id: str) -> tuple[str, str, int] | None:
        row: tuple[str, str, int] | None = self._connection.execute(
            sql, (self._company_key, record_id)
        ).fetchone()
        return row
