"""Trouble in the reconciliations themselves (checks B1, B10, B11 and B12)."""

from __future__ import annotations

from datetime import timedelta

from app.sandbox.demo.charts import CARD, CHECKING, DISCREPANCIES, SAVINGS
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import Month
from app.sandbox.demo.plants.planting import RecordIds, add_entry, find_entry, ids, leave_open, row_of
from app.sandbox.demo.statements import session_of


def stop_reconciling(books: ClientBooks, month: Month) -> RecordIds:
    """B1: the card was last reconciled for the month."""
    books.reconciled_until[CARD] = month.number
    return (books.bank_ids[CARD],)


def skip_month(books: ClientBooks, month: Month) -> RecordIds:
    """B10: a month of savings was never reconciled, so the chain has a hole."""
    missing, following = session_of(books, SAVINGS, month), session_of(books, SAVINGS, month.back(-1))
    books.reconciliations.remove(missing)
    for row in books.rows:
        if row.get("reconciliationId") == missing["id"]:
            del row["reconciliationId"]
    return ids(following)


def overlap_sessions(books: ClientBooks, month: Month) -> RecordIds:
    """B10: a session starts before the last one ended."""
    session = session_of(books, CHECKING, month)
    session["startDate"] = (month.first - timedelta(days=5)).isoformat()
    return ids(session)


def force_difference(books: ClientBooks, month: Month) -> RecordIds:
    """B11: a statement line was left out and the session completed with the difference."""
    row = row_of(books, find_entry(books, month, "Paper And Post"), CARD)
    books.left_out.add(row["id"])
    return ids(row)


def plug_difference(books: ClientBooks, month: Month) -> RecordIds:
    """B11: a difference was booked away on the statement's day."""
    legs = ((DISCREPANCIES, 42_19), (CHECKING, -42_19))
    return ids(add_entry(books, month.last, "Reconciliation discrepancy", *legs, source="reconciliation"))


def unmatch_reconciled(books: ClientBooks, month: Month) -> RecordIds:
    """B12: a row was taken out of a completed session, whose total still holds it."""
    row = row_of(books, find_entry(books, month, "Glovebox Medical"), CARD)
    session = session_of(books, CARD, month)
    if row.get("reconciliationId") != session["id"]:
        row = next(each for each in books.rows if each.get("reconciliationId") == session["id"])
    del row["reconciliationId"]
    leave_open(row)
    return ids(session, row)
