"""One bank row or one entry with everything that is known about it."""

from __future__ import annotations

from dataclasses import replace

import apsw

from app.core.banking import BankTransactionDetail
from app.core.companies import CompanyKey
from app.core.journal import JournalEntry, JournalLine
from app.core.periods import day_of_number, format_day, span_of
from app.store.mirror.bank_rows import TITLE, read_bank_rows
from app.store.mirror.identities import id_text, key_of, told_form
from app.store.mirror.whole_reads import read_rows


def find_bank_row(connection: apsw.Connection, key: int) -> BankTransactionDetail | None:
    """Return everything the mirror knows about one bank row, or None when there is none of that key."""
    row = read_bank_rows(connection, [key]).get(key)
    if row is None:
        return None
    payee, reference, posted_day, entry, reconciliation = connection.execute(
        "SELECT coalesce(payee, ''), coalesce(reference, ''), posted_day, entry, reconciliation"
        " FROM bank_transaction WHERE key = ?",
        (key,),
    ).get
    return BankTransactionDetail(
        row=row,
        payee=payee,
        reference=reference,
        posted_date=None if posted_day is None else day_of_number(posted_day),
        entry=None if entry is None else find_entry(connection, entry),
        reconciliation="" if reconciliation is None else _reconciliation(connection, reconciliation),
    )


def find_entry(connection: apsw.Connection, key: int) -> JournalEntry | None:
    """Return an entry with its lines, debits first, or None when it has not been pulled."""
    found = connection.execute(
        "SELECT coalesce(number, ''), day, coalesce(description, ''), status, coalesce(source_type, '')"
        " FROM journal_entry WHERE key = ?",
        (key,),
    ).fetchone()
    if not found:
        return None
    number, day, description, status, source = found
    entry = JournalEntry(
        key=key,
        number=number,
        date=day_of_number(day),
        description=description,
        status=status,
        source_type=source,
    )
    return replace(entry, lines=_lines(connection, key))


def find_entry_number(connection: apsw.Connection, company: CompanyKey, entry_id: str) -> str:
    """Return the number people know an entry by; empty when it has none or has not been pulled."""
    number = connection.execute(
        "SELECT coalesce(number, '') FROM journal_entry WHERE key = ?",
        (key_of(connection, company, entry_id),),
    ).get
    return number or ""


def find_bank_row_origin(connection: apsw.Connection, key: int) -> tuple[str, str] | None:
    """Return the ledger's ids of a bank row's company and of its entry; None when it is matched to none."""
    rows = read_rows(
        connection,
        f"company.id, {told_form('identity.id')}",
        "FROM bank_transaction AS bank JOIN company ON company.key = bank.company"
        " JOIN identity ON identity.key = bank.entry WHERE bank.key = ?",
        (key,),
    )
    return next(((company_id, id_text(told)) for company_id, told in rows), None)


def _lines(connection: apsw.Connection, entry: int) -> tuple[JournalLine, ...]:
    rows = read_rows(
        connection,
        f"coalesce({TITLE}, ''), coalesce(line.description, ''), debit_cents, credit_cents",
        "FROM journal_line AS line LEFT JOIN account ON account.key = line.account"
        " WHERE line.company = (SELECT company FROM journal_entry WHERE key = :entry) AND line.entry = :entry"
        " ORDER BY debit_cents = 0, debit_cents + credit_cents DESC, line.key",
        {"entry": entry},
    )
    return tuple(
        JournalLine(account_title=title, description=text, debit_cents=debit, credit_cents=credit)
        for title, text, debit, credit in rows
    )


def _reconciliation(connection: apsw.Connection, key: int) -> str:
    """Say which session it is: its first and last day, and how far it is."""
    found = connection.execute(
        "SELECT start_day, end_day, coalesce(status, '') FROM reconciliation WHERE key = ?", (key,)
    ).fetchone()
    if not found:
        return ""
    start, end, status = found
    last = day_of_number(end)
    days = format_day(last) if start is None else span_of(day_of_number(start), last).label
    return f"{days}, {status.replace('_', ' ')}" if status else days
