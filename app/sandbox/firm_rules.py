"""What a record of a firm file must satisfy by itself."""

from __future__ import annotations

from app.core.money import format_cents
from app.sandbox.firm_records import EntryObject
from app.sandbox.firm_rows import CompanyRecord

_FEWEST_LINES = 2


class RuleError(Exception):
    """A record breaks a rule of the firm file."""

    def __init__(self, reason: str, line_number: int = 0) -> None:
        """Keep the sentence; line 0 stands for the line being read."""
        super().__init__(reason)
        self.reason = reason
        self.line_number = line_number


def check(record: CompanyRecord) -> None:
    """Raise RuleError when the record contradicts itself."""
    if record.kind == "journal_entry":
        _check_entry(record)
    elif record.kind == "reconciliation" and record.end_date < record.start_date:
        raise RuleError("endDate lies before startDate.")


def _check_entry(entry: EntryObject) -> None:
    """Hold every entry to one side a line, and a posted one to double entry; drafts may be unfinished."""
    debit = credit = 0
    for line in entry.lines:
        if line.debit_cents and line.credit_cents:
            raise RuleError("a line has both a debit and a credit.")
        debit += line.debit_cents or 0
        credit += line.credit_cents or 0
    if entry.status not in (None, "posted"):
        return
    if len(entry.lines) < _FEWEST_LINES:
        raise RuleError("a posted entry needs at least two lines.")
    if debit != credit:
        raise RuleError(
            f"the entry does not balance: debits {format_cents(debit)}, credits {format_cents(credit)}."
        )
