"""Writes the records of a firm file into the book and holds the rules between them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

import apsw

from app.sandbox.firm_records import (
    CompanyObject,
    EntryObject,
    FirmObject,
    FirmRecord,
)
from app.sandbox.firm_rows import KINDS, CompanyRecord, LoadingCompany, Row, line_row
from app.sandbox.firm_rules import RuleError, check
from app.sandbox.firm_stamps import Place, StampRule, Stamps
from app.sandbox.names import made_id, made_line_ids

_BATCH = 4_000
_WORDS = {
    "accounts": "account",
    "bank_accounts": "bank account",
    "journal_entries": "journal entry",
    "reconciliations": "reconciliation",
}


class _Reference(NamedTuple):
    """A record that was named before it was seen."""

    table: str
    company_key: int
    id: str


class FirmWriter:
    """Takes a firm's records one by one; `finish` proves what can only be known at the end."""

    def __init__(self, connection: apsw.Connection, stamps: StampRule, *, replaces: bool) -> None:
        """Write through a connection that is inside a transaction; `replaces` allows ids that are there."""
        self._connection = connection
        self._stamps = stamps
        self._insert = "INSERT OR REPLACE" if replaces else "INSERT"
        self._replaces = replaces
        self._line = 0
        self._firm_line = 0
        self._lines_of_ids: dict[str, int] = {}
        self._contents: Counter[str] = Counter()
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._buffered = 0
        self._open_references: dict[_Reference, int] = {}
        self._companies = {each.id: each for each in _companies_in(connection)}

    @property
    def company_count(self) -> int:
        """How many companies the book holds with those just added."""
        return len(self._companies)

    def add(self, line_number: int, record: FirmRecord) -> None:
        """Take one record; raises RuleError."""
        self._line = line_number
        # Asked by kind: pydantic makes `isinstance` ten times as slow.
        if record.kind == "firm":
            self._add_firm(record)
        elif record.kind == "company":
            self._add_company(record)
        else:
            self._add_record(record)

    def finish(self) -> None:
        """Write what waits and check every record that was named before it was seen; raises RuleError."""
        self._flush()
        for (table, company_key, record_id), line_number in self._open_references.items():
            sql = f"SELECT 1 FROM {table} WHERE company_key = ? AND id = ?"
            if not self._connection.execute(sql, (company_key, record_id)).fetchone():
                raise RuleError(f"the {_WORDS[table]} {record_id} is unknown.", line_number)
        self._connection.executemany(
            "UPDATE companies SET next_entry_number = ? WHERE company_key = ?",
            [(each.next_number, each.key) for each in self._companies.values()],
        )
        self._connection.execute(
            "INSERT INTO firm SELECT ?, 'Practice firm' WHERE NOT EXISTS (SELECT 1 FROM firm)",
            (made_id("firm"),),
        )

    def _add_firm(self, record: FirmObject) -> None:
        if self._firm_line:
            raise RuleError(f"the firm stands on line {self._firm_line} already.")
        self._firm_line = self._line
        firm_id = self._claim(record)
        self._connection.execute("DELETE FROM firm")
        self._connection.execute("INSERT INTO firm VALUES (?, ?)", (firm_id, record.name))

    def _add_company(self, record: CompanyObject) -> None:
        company_id = self._claim(record)
        key = 1 + max((each.key for each in self._companies.values()), default=0)
        currency = record.default_currency or "USD"
        company = self._companies.setdefault(
            company_id, LoadingCompany(key=key, id=company_id, currency=currency)
        )
        company.currency = currency
        place = Place(table="companies", company_key=company.key, id=company_id)
        created, updated = self._stamps.stamps(record, None, place)
        values: dict[str, str | int | None] = {
            "key": company.key,
            "id": company_id,
            "name": record.name,
            "currency": currency,
            "status": record.status or "active",
            "month": record.fiscal_year_start_month or 1,
            "locked": record.locked_through,
            "created": created,
            "updated": updated,
        }
        _put_company(self._connection, values)

    def _add_record(self, record: CompanyRecord) -> None:
        kind = KINDS[record.kind]
        company = self._companies.get(record.company_id)
        if company is None:
            raise RuleError(f"the company {record.company_id} is unknown here; it must come first.")
        check(record)
        for attribute, table in kind.references.items():
            self._refer(company, table, getattr(record, attribute))
        record_id = self._claim(record)
        company.seen[kind.table].add(record_id)
        place = Place(table=kind.table, company_key=company.key, id=record_id)
        stamps = self._stamps.stamps(record, getattr(record, kind.day) if kind.day else None, place)
        self._put(kind.table, (company.key, record_id, *kind.row(record, company, stamps), *stamps))
        if record.kind == "journal_entry":
            self._add_lines(record, company, record_id, stamps)
        elif record.kind == "bank_account":
            company.bank_currencies[record_id] = record.currency_code or company.currency

    def _add_lines(self, entry: EntryObject, company: LoadingCompany, entry_id: str, stamps: Stamps) -> None:
        if self._replaces:
            self._connection.execute(
                "DELETE FROM journal_lines WHERE company_key = ? AND journal_entry_id = ?",
                (company.key, entry_id),
            )
        made_ids = made_line_ids(entry_id, len(entry.lines))
        for position, line in enumerate(entry.lines):
            self._refer(company, "accounts", line.account_id)
            if line.id is not None:
                self._claim_id(line.id)
            row = line_row(line, position, entry, company)
            line_id = line.id or made_ids[position]
            self._put("journal_lines", (company.key, line_id, entry_id, *row, *stamps))

    def _refer(self, company: LoadingCompany, table: str, record_id: str | None) -> None:
        """Remember a named record that has not been seen yet."""
        if record_id is not None and record_id not in company.seen[table]:
            self._open_references.setdefault(_Reference(table, company.key, record_id), self._line)

    def _claim(self, record: FirmRecord) -> str:
        """Return the record's id, made from its content when it has none."""
        if record.id is not None:
            self._claim_id(record.id)
            return record.id
        content = record.model_dump_json(by_alias=True, exclude_unset=True)
        self._contents[content] += 1
        made = made_id(f"{content}#{self._contents[content]}")
        self._claim_id(made)
        return made

    def _claim_id(self, record_id: str) -> None:
        if record_id in self._lines_of_ids:
            raise RuleError(f"the id {record_id} stands on line {self._lines_of_ids[record_id]} already.")
        self._lines_of_ids[record_id] = self._line

    def _put(self, table: str, row: Row) -> None:
        self._rows[table].append(row)
        self._buffered += 1
        if self._buffered >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        for table, rows in self._rows.items():
            marks = ", ".join("?" * len(rows[0]))
            self._connection.executemany(f"{self._insert} INTO {table} VALUES ({marks})", rows)
        self._rows.clear()
        self._buffered = 0


def _companies_in(connection: apsw.Connection) -> list[LoadingCompany]:
    """Remember what later records of the companies that are there depend on."""
    companies = {
        key: LoadingCompany(key=key, id=company_id, currency=currency, next_number=number)
        for key, company_id, currency, number in connection.execute(
            "SELECT company_key, id, default_currency, next_entry_number FROM companies"
        )
    }
    for key, bank_account_id, currency in connection.execute(
        "SELECT company_key, id, currency_code FROM bank_accounts"
    ):
        companies[key].bank_currencies[bank_account_id] = currency
    for key, account_type, count in connection.execute(
        "SELECT company_key, type, count(*) FROM accounts GROUP BY company_key, type"
    ):
        companies[key].accounts_of_type[account_type] = count
    return list(companies.values())


def _put_company(connection: apsw.Connection, values: dict[str, str | int | None]) -> None:
    connection.execute(
        "INSERT INTO companies (company_key, id, name, default_currency, status, fiscal_year_start_month,"
        " locked_through, created_at, updated_at)"
        " VALUES (:key, :id, :name, :currency, :status, :month, :locked, :created, :updated)"
        " ON CONFLICT (company_key) DO UPDATE SET name = excluded.name, status = excluded.status,"
        " default_currency = excluded.default_currency, locked_through = excluded.locked_through,"
        " fiscal_year_start_month = excluded.fiscal_year_start_month,"
        " created_at = excluded.created_at, updated_at = excluded.updated_at",
        values,
    )
