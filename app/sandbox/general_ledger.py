"""The general ledger: each account's lines with a running balance, debit minus credit (contract 2.2)."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import apsw

from app.core.money import Cents
from app.sandbox.lists import read_limit
from app.sandbox.problems import invalid

LARGEST_REPORT = 10_000
"""How many entries are listed when no limit is asked for."""

_ACCOUNTS = """
SELECT moved.account_id, coalesce(a.code, ''), coalesce(a.name, ''), coalesce(a.type, ''),
    moved.opening, moved.count, moved.debit, moved.credit
FROM (
    SELECT account_id,
        sum(iif(date < :start, debit_cents - credit_cents, 0)) AS opening,
        sum(date >= :start) AS count,
        sum(iif(date >= :start, debit_cents, 0)) AS debit,
        sum(iif(date >= :start, credit_cents, 0)) AS credit
    FROM journal_lines INDEXED BY lines_for_reports
    WHERE company_key = :company AND entry_status = 'posted' AND date <= :end
        AND (:account IS NULL OR account_id = :account)
    GROUP BY account_id
) AS moved
LEFT JOIN accounts AS a ON a.company_key = :company AND a.id = moved.account_id
ORDER BY coalesce(a.code, ''), moved.account_id
"""
_ENTRIES = """
SELECT line.id AS line_id, line.journal_entry_id, line.date AS day, entry.entry_number,
    coalesce(line.description, entry.description), entry.reference, line.debit_cents, line.credit_cents,
    sum(line.debit_cents - line.credit_cents) OVER (ORDER BY line.date, line.id) AS moved
FROM journal_lines AS line
LEFT JOIN journal_entries AS entry
    ON entry.company_key = line.company_key AND entry.id = line.journal_entry_id
WHERE line.company_key = :company AND line.entry_status = 'posted' AND line.account_id = :account
    AND line.date BETWEEN :start AND :end
"""
_PAGE = f"SELECT * FROM ({_ENTRIES}) WHERE (day, line_id) > (:day, :line) ORDER BY day, line_id LIMIT :limit"


class _Position(NamedTuple):
    """Where a page begins: an account, and the last of its lines that was shown, if any."""

    code: str
    account_id: str
    day: str
    line_id: str


_START = _Position("", "", "", "")


class _Entry(NamedTuple):
    """One line of an account as the report lists it."""

    line_id: str
    journal_entry_id: str
    day: str
    number: str | None
    description: str | None
    reference: str | None
    debit: Cents
    credit: Cents
    moved: Cents
    """What the account moved since the span began, this line included."""


class _Account(NamedTuple):
    """One account's totals over the span."""

    id: str
    code: str
    name: str
    type: str
    opening: Cents
    entry_count: int
    debit: Cents
    credit: Cents

    def section(self, entries: list[_Entry]) -> dict[str, Any]:
        """Return the account with some of its entries; the totals are of all of them."""
        return {
            "accountId": self.id,
            "accountCode": self.code,
            "accountName": self.name,
            "accountType": self.type,
            "openingBalance": self.opening,
            "entries": [
                {
                    "journalEntryId": each.journal_entry_id,
                    "date": each.day,
                    "entryNumber": each.number,
                    "description": each.description,
                    "reference": each.reference,
                    "debit": each.debit,
                    "credit": each.credit,
                    "runningBalance": self.opening + each.moved,
                }
                for each in entries
            ],
            "totalEntries": self.entry_count,
            "totalDebit": self.debit,
            "totalCredit": self.credit,
            "closingBalance": self.opening + self.debit - self.credit,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralLedgerQuery:
    """What was asked of the general ledger."""

    start: str
    end: str
    account_id: str | None
    limit: int
    cursor: str | None


def read_ledger_query(params: Mapping[str, str], start: str, end: str) -> GeneralLedgerQuery:
    """Read the parameters beyond the span; without a limit the report is whole up to its largest size."""
    return GeneralLedgerQuery(
        start=start,
        end=end,
        account_id=params.get("accountId") or None,
        limit=read_limit(params, LARGEST_REPORT),
        cursor=params.get("cursor") or None,
    )


def general_ledger(
    connection: apsw.Connection, company_key: int, query: GeneralLedgerQuery
) -> dict[str, Any]:
    """Return one page of the ledger, accounts in code order; totals are always of the whole span."""
    position = _read_cursor(query.cursor)
    sections: list[dict[str, Any]] = []
    room = query.limit
    for account in _accounts(connection, company_key, query):
        place = (account.code, account.id)
        if place < position[:2]:
            continue
        begin = position if place == position[:2] else _Position(*place, "", "")
        entries = _entries(connection, company_key, query, begin, room + 1)
        if len(entries) > room:
            shown = entries[:room]
            if shown:
                sections.append(account.section(shown))
                begin = _Position(*place, shown[-1].day, shown[-1].line_id)
            return _report(query, sections, begin)
        sections.append(account.section(entries))
        room -= len(entries)
    return _report(query, sections, None)


def _accounts(connection: apsw.Connection, company_key: int, query: GeneralLedgerQuery) -> list[_Account]:
    values = {"company": company_key, "start": query.start, "end": query.end, "account": query.account_id}
    return [_Account(*row) for row in connection.execute(_ACCOUNTS, values)]


def _entries(
    connection: apsw.Connection, company_key: int, query: GeneralLedgerQuery, begin: _Position, limit: int
) -> list[_Entry]:
    values = {
        "company": company_key,
        "account": begin.account_id,
        "start": query.start,
        "end": query.end,
        "day": begin.day,
        "line": begin.line_id,
        "limit": limit,
    }
    return [_Entry(*row) for row in connection.execute(_PAGE, values)]


def _report(
    query: GeneralLedgerQuery, sections: list[dict[str, Any]], goes_on: _Position | None
) -> dict[str, Any]:
    warnings = [f"Truncated after {query.limit} entries; go on with nextCursor."] if goes_on else []
    return {
        "data": {
            "startDate": query.start,
            "endDate": query.end,
            "accounts": sections,
            "warnings": warnings,
        },
        "pagination": {
            "limit": query.limit,
            "cursor": query.cursor,
            "nextCursor": _write_cursor(goes_on) if goes_on else None,
            "hasMore": goes_on is not None,
        },
    }


def _write_cursor(position: _Position) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode()


def _read_cursor(cursor: str | None) -> _Position:
    if cursor is None:
        return _START
    try:
        parts = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
    except ValueError:
        parts = None
    if not isinstance(parts, list) or [type(each) for each in parts] != [str] * len(_START):
        raise invalid("cursor is not one this report gave out.")
    return _Position(*parts)
