"""Balances out of month totals, and out of lines only for the days of a month that has not ended."""

from __future__ import annotations

from datetime import date

import apsw

from app.core.accounts import Account
from app.core.companies import CompanyKey
from app.core.periods import day_number, month_end
from app.core.statements import TrialBalance, TrialBalanceRow
from app.store.mirror.identities import id_text, told_form
from app.store.mirror.whole_reads import read_rows

_BY_MONTHS = """
    SELECT account, sum(debit_cents - credit_cents) AS cents FROM month_total
    WHERE company = :company AND month <= :last_month GROUP BY account
"""
_BY_DAYS = """
    SELECT month_total.account, sum(line.debit_cents - line.credit_cents) AS cents FROM month_total
    JOIN journal_line AS line ON line.account = month_total.account AND line.entry_status = 'posted'
        AND line.day BETWEEN :open_month * 100 AND :last_day
    WHERE month_total.company = :company AND month_total.month = :open_month GROUP BY month_total.account
"""
_BALANCE = f"SELECT account, sum(cents) AS cents FROM ({_BY_MONTHS} UNION ALL {_BY_DAYS}) GROUP BY account"
_REGISTER = """
    SELECT min(key) FROM bank_account
    WHERE bank_account.company = :company AND chart_account = account.key
"""
_FAR_FUTURE = date(9999, 12, 31)


def read_trial_balance(connection: apsw.Connection, company: CompanyKey, as_of: date) -> TrialBalance:
    """Return the balance of every account that was posted to up to the day, by code and name."""
    rows = read_rows(
        connection,
        f"{told_form('identity.id')}, coalesce(code, ''), coalesce(name, ''), coalesce(type, ''), cents",
        f"FROM ({_BALANCE}) AS balance JOIN identity ON identity.key = balance.account"
        " LEFT JOIN account ON account.key = balance.account ORDER BY code, name",
        _bindings(company, as_of),
    )
    return TrialBalance(
        as_of=as_of,
        rows=tuple(
            TrialBalanceRow(
                account_id=id_text(told),
                account_code=code,
                account_name=name,
                type=type_,
                balance_cents=cents,
            )
            for told, code, name, type_, cents in rows
        ),
    )


def list_accounts(connection: apsw.Connection, company: CompanyKey, as_of: date | None) -> list[Account]:
    """Return the chart of accounts by code, with balances as of the day, or of everything for None."""
    rows = read_rows(
        connection,
        f"account.key, {told_form('identity.id')}, coalesce(code, ''), account.name, type,"
        f" coalesce(sub_type, ''), parent, account.is_active, coalesce(cents, 0), {told_form('register.id')}",
        f"FROM account JOIN identity ON identity.key = account.key"
        f" LEFT JOIN ({_BALANCE}) AS balance ON balance.account = account.key"
        f" LEFT JOIN identity AS register ON register.key = ({_REGISTER})"
        " WHERE account.company = :company ORDER BY code, account.name",
        _bindings(company, as_of or _FAR_FUTURE),
    )
    return [
        Account(
            key=key,
            id=id_text(told),
            code=code,
            name=name,
            type=type_,
            sub_type=sub_type,
            parent_key=parent,
            is_active=bool(is_active),
            balance_cents=cents,
            bank_account_id=id_text(register),
        )
        for key, told, code, name, type_, sub_type, parent, is_active, cents, register in rows
    ]


def _bindings(company: CompanyKey, as_of: date) -> dict[str, int]:
    """Read whole months from their totals; the day's own month too when the day ends it."""
    day = day_number(as_of)
    month = day // 100
    if as_of == month_end(as_of):
        return {"company": company, "last_month": month, "open_month": 0, "last_day": 0}
    return {"company": company, "last_month": month - 1, "open_month": month, "last_day": day}
