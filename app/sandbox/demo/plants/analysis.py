"""Figures that leave their pattern (checks E1 to E11)."""

from __future__ import annotations

from app.sandbox.demo.charts import CARD, CHECKING, INVENTORY, PREPAID_INSURANCE, PROFESSIONAL
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import Month
from app.sandbox.demo.plants.planting import (
    RecordIds,
    add_entry,
    add_payment,
    amount_of,
    drop_entry,
    find_entry,
    ids,
    resize,
    revenue_since,
    row_of,
)
from app.sandbox.demo.vendors import ach

VENDOR_NOTE = "2790"
_MACHINES, _COGS, _POWER = "1520", "5010", "6210"
_PREMIUM_MONTH = 8
_RENT = "Millrace Studios"


def triple_power_bill(books: ClientBooks, month: Month) -> RecordIds:
    """E1: electricity cost more than three times the usual."""
    entry = find_entry(books, month, "Lakes Electric")
    row = row_of(books, entry, CHECKING)
    resize(entry, row, amount_of(entry) * 32 // 10)
    return (books.account_ids[_POWER], *ids(entry, row))


def finance_machine(books: ClientBooks, month: Month) -> RecordIds:
    """E2: a lathe bought on the maker's credit moved two balances at once."""
    legs = ((_MACHINES, 96_400_00), (VENDOR_NOTE, -96_400_00))
    entry = add_entry(books, month.business_day(12), "Turning center on vendor note", *legs, source="bill")
    return (books.account_ids[_MACHINES], books.account_ids[VENDOR_NOTE], *ids(entry))


def slip_decimal(books: ClientBooks, month: Month) -> RecordIds:
    """E3: a subscription was charged ten times its price."""
    entry = find_entry(books, month, "Rentfolio Manager")
    row = row_of(books, entry, CARD)
    resize(entry, row, amount_of(entry) * 10)
    return ids(entry, row)


def pay_large_item(books: ClientBooks, month: Month) -> RecordIds:
    """E4: one bill is larger than what may be wrong in the whole."""
    vendor = ach("Wexler Stone Legal", "INVOICE")
    return ids(*add_payment(books, month.business_day(15), vendor, PROFESSIONAL, 48_217_50))


def forget_rent(books: ClientBooks, month: Month) -> RecordIds:
    """E5: the rent was not paid in the month; the one before stands for it."""
    drop_entry(books, find_entry(books, month, _RENT))
    return ids(find_entry(books, month.back(1), _RENT))


def pay_support_twice(books: ClientBooks, month: Month) -> RecordIds:
    """E6: a monthly fee was paid a second time."""
    entry = find_entry(books, month, "Tandem IT Support")
    vendor = ach("Tandem IT Support", "MONTHLY")
    again, row = add_payment(books, month.business_day(21), vendor, PROFESSIONAL, amount_of(entry))
    return ids(entry, again, row)


def forget_depreciation(books: ClientBooks, month: Month) -> RecordIds:
    """E7: the month has no depreciation; the one before stands for it."""
    books.entries.remove(find_entry(books, month, _depreciation(month)))
    return ids(find_entry(books, month.back(1), _depreciation(month.back(1))))


def forget_reversal(books: ClientBooks, month: Month) -> RecordIds:
    """E8: an accrual was never turned back."""
    text = f"Accrued electricity {month.last:%b %Y}"
    books.entries.remove(find_entry(books, month.back(-1), f"{text} reversal"))
    return ids(find_entry(books, month, text))


def write_off_stock(books: ClientBooks, month: Month) -> RecordIds:
    """E9: a stock correction of nine points of the month's revenue hit the margin."""
    cents = revenue_since(books, month.first, month.last) * 9 // 100
    text = "Stock count correction"
    return ids(add_entry(books, month.day(24), text, (_COGS, cents), (INVENTORY, -cents), source="inventory"))


def freeze_prepaid(books: ClientBooks, month: Month) -> RecordIds:
    """E10: the insurance was not released, in a month in which no premium was paid."""
    month = month.back(1) if month.first.month == _PREMIUM_MONTH else month
    text = f"Truckers Mutual Cover coverage {month.first:%b %Y}"
    books.entries.remove(find_entry(books, month, text))
    return (books.account_ids[PREPAID_INSURANCE],)


def pay_late(books: ClientBooks, month: Month) -> RecordIds:
    """E11: what belonged to the month left the bank in the first days after it."""
    entry = find_entry(books, month.back(-1), _RENT)
    row = row_of(books, entry, CHECKING)
    row["date"] = entry["date"]
    return ids(row)


def _depreciation(month: Month) -> str:
    return f"Depreciation {month.last:%b %Y}"
