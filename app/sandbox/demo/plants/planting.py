"""Finding, adding, changing and taking away records of books that are otherwise in order."""

from __future__ import annotations

from datetime import date

from app.core.money import Cents
from app.sandbox.demo.charts import CHECKING
from app.sandbox.demo.client_books import ClientBooks, FeedRow, Leg
from app.sandbox.demo.days import Month
from app.sandbox.demo.ids import Record
from app.sandbox.demo.vendors import Vendor

RecordIds = tuple[str, ...]


def ids(*records: Record) -> RecordIds:
    """Return the ids of the records."""
    return tuple(record["id"] for record in records)


def add_entry(books: ClientBooks, day: date, text: str, *legs: Leg, source: str = "manual") -> Record:
    """Post an entry, whatever its date."""
    entry = books.entry_record(day, text, legs, source)
    books.entries.append(entry)
    return entry


def add_row(
    books: ClientBooks,
    bank: str,
    day: date,
    text: str,
    cents: Cents,
    *,
    entry: Record | None = None,
    category: str = "",
) -> Record:
    """Let the feed bring a row, matched to the entry if there is one."""
    payee = entry["description"] if entry else ""
    row = books.feed_row(FeedRow(bank, day, text, cents, payee), entry["id"] if entry else None, category)
    books.rows.append(row)
    return row


def add_payment(
    books: ClientBooks, day: date, vendor: Vendor, code: str, cents: Cents, bank: str = CHECKING
) -> tuple[Record, Record]:
    """Pay a vendor: an entry and its matched row on the same day."""
    entry = add_entry(books, day, vendor.name, (code, cents), (bank, -cents), source="bank")
    return entry, add_row(books, bank, day, vendor.text, -cents, entry=entry, category=code)


def entries_in(books: ClientBooks, month: Month, text: str) -> list[Record]:
    """Return the month's entries of that description."""
    start = f"{month.first:%Y-%m}"
    return [
        entry for entry in books.entries if entry["description"] == text and entry["date"].startswith(start)
    ]


def find_entry(books: ClientBooks, month: Month, text: str) -> Record:
    """Return the month's first entry of that description; LookupError when the month has none."""
    found = entries_in(books, month, text)
    if not found:
        raise LookupError(f"{books.profile.name} has no \u201c{text}\u201d in {month.first:%B %Y}.")
    return found[0]


def row_of(books: ClientBooks, entry: Record, bank: str) -> Record:
    """Return the register's row of an entry; StopIteration when it has none."""
    bank_id = books.bank_ids[bank]
    return next(
        row
        for row in books.rows
        if row.get("journalEntryId") == entry["id"] and row["bankAccountId"] == bank_id
    )


def line_on(books: ClientBooks, entry: Record, code: str) -> Record:
    """Return the entry's first line on an account; StopIteration when it has none."""
    account_id = books.account_ids[code]
    line: Record = next(line for line in entry["lines"] if line["accountId"] == account_id)
    return line


def recode(books: ClientBooks, entry: Record, code: str, other: str) -> None:
    """Move the entry's line, and the category of its rows, from one account to another."""
    line_on(books, entry, code)["accountId"] = books.account_ids[other]
    for row in books.rows:
        if row.get("journalEntryId") == entry["id"]:
            row["accountId"] = books.account_ids[other]


def resize(entry: Record, row: Record | None, cents: Cents) -> None:
    """Give an entry of two lines, and its row, another amount."""
    for line in entry["lines"]:
        side = "debitCents" if line["debitCents"] else "creditCents"
        line[side] = cents
    if row:
        row["amountCents"] = cents if row["amountCents"] > 0 else -cents


def drop_entry(books: ClientBooks, entry: Record) -> None:
    """Take an entry and its rows out of the books."""
    books.entries.remove(entry)
    books.rows[:] = [row for row in books.rows if row.get("journalEntryId") != entry["id"]]


def leave_open(row: Record) -> None:
    """Undo a row's match."""
    row.pop("journalEntryId", None)
    row["status"] = "unreconciled"


def amount_of(entry: Record) -> Cents:
    """Return the sum of an entry's debits."""
    cents: Cents = sum(line["debitCents"] for line in entry["lines"])
    return cents


def revenue_since(books: ClientBooks, first: date, last: date) -> Cents:
    """Return what all revenue accounts earned between two days."""
    earning = {books.account_ids[row.code] for row in books.profile.chart if row.type == "revenue"}
    start, end = first.isoformat(), last.isoformat()
    cents: Cents = sum(
        line["creditCents"] - line["debitCents"]
        for entry in books.entries
        if start <= entry["date"] <= end
        for line in entry["lines"]
        if line["accountId"] in earning
    )
    return cents


def performance_materiality(books: ClientBooks, month: Month) -> Cents:
    """Return 0.75 % of the revenue of the twelve months up to the month's end (checks.md 0)."""
    return revenue_since(books, month.back(11).first, month.last) * 75 // 10_000


def swapped_dollars(cents: Cents) -> Cents:
    """Return the amount with its last two dollar digits swapped, as a tired typist does."""
    rest, digits = cents % 100, cents // 100
    tens, ones = digits // 10 % 10, digits % 10
    return (digits // 100 * 100 + ones * 10 + tens) * 100 + rest
