"""CSV that a spreadsheet shows as it is: text never turns into a formula (reliability G01)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.core.money import Cents
from app.core.statements import TrialBalance

_STARTS_A_FORMULA = re.compile(r"(^|[,;\"])([=+\-@\t\r\n])")


def trial_balance_csv(report: TrialBalance) -> str:
    """Write a trial balance, one account a line, amounts in major units."""
    lines = [_line("Code", "Account", "Type", "Debit", "Credit")]
    for row in report.rows:
        debit_cents, credit_cents = max(row.balance_cents, 0), max(-row.balance_cents, 0)
        lines.append(_line(row.account_code, row.account_name, row.type, debit_cents, credit_cents))
    lines.append(_line("", "Total", "", report.total_debit_cents, report.total_credit_cents))
    return "".join(lines)


def _line(*cells: str | Cents) -> str:
    return ",".join(_cells(cells)) + "\r\n"


def _cells(cells: Iterable[str | Cents]) -> Iterable[str]:
    for cell in cells:
        yield _text(cell) if isinstance(cell, str) else _amount(cell)


def _text(text: str) -> str:
    harmless = _STARTS_A_FORMULA.sub(r"\1'\2", text)
    return '"' + harmless.replace('"', '""') + '"'


def _amount(cents: Cents) -> str:
    whole, fraction = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{fraction:02d}"
