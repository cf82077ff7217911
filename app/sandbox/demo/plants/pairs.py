"""Money that stands twice, or moves between own accounts as if it were income (checks C1 to C7)."""

from __future__ import annotations

from datetime import date, timedelta

from app.sandbox.demo.charts import (
    CARD,
    CHECKING,
    INTEREST_EARNED,
    LICENSES,
    REPAIRS,
    SAVINGS,
    SOFTWARE,
    SUPPLIES,
    TRAVEL,
)
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import Month, next_business_day
from app.sandbox.demo.plants.planting import (
    RecordIds,
    add_entry,
    add_payment,
    add_row,
    amount_of,
    find_entry,
    ids,
    row_of,
)
from app.sandbox.demo.vendors import Vendor, card, pos

_TIRES, _CLINICAL, _INGREDIENTS = "5050", "5020", "5010"
_SHOP_CLEARING, _GOODS, _CALIBRATION = "1101", "4010", "6860"


def charge_twice(books: ClientBooks, month: Month) -> RecordIds:
    """C1: a card was charged twice on one day, and both were booked."""
    return _pay_again(books, month, card("Treadway Truck Tire", "SALT LAKE CITY UT"), _TIRES, CARD)


def pay_delivery_twice(books: ClientBooks, month: Month) -> RecordIds:
    """C1: a delivery was paid twice at the till."""
    return _pay_again(books, month, pos("Rye Street Bakery", "PORTLAND OR"), _INGREDIENTS, CHECKING)


def pay_look_alike(books: ClientBooks, month: Month) -> RecordIds:
    """C2: the same amount went to nearly the same name three days later."""
    names = (
        Vendor("Waterline Dental Equip", "WATERLINE DENTAL EQUIP {n} TACOMA WA"),
        Vendor("Waterline Dental Equipment", "WATERLINE DENTAL EQUIPMENT {n} TACOMA WA"),
    )
    first = month.business_day(9)
    days = (first, first + timedelta(days=3))
    pairs = [
        add_payment(books, day, name, _CLINICAL, 640_00, CARD) for day, name in zip(days, names, strict=True)
    ]
    return ids(*(record for pair in pairs for record in pair))


def post_before_feed(books: ClientBooks, month: Month) -> RecordIds:
    """C3: a purchase was posted by hand, which made its own row; then the feed brought the same money."""
    day = month.business_day(9)
    entry = add_entry(
        books, day, "Plotter print head", (SUPPLIES, 640_00), (CHECKING, -640_00), source="purchase"
    )
    posted = add_row(books, CHECKING, day, "Plotter print head", -640_00, entry=entry, category=SUPPLIES)
    posted["sourceType"] = "purchase"
    del posted["externalTransactionId"]
    later = next_business_day(day + timedelta(days=2))
    fed = add_row(books, CHECKING, later, "INKWELL PLOTTER PARTS 5533 BOISE ID", -640_00)
    return ids(posted, fed)


def journal_twice(books: ClientBooks, month: Month) -> RecordIds:
    """C4: the same journal was posted again a week later."""
    legs = ((_CALIBRATION, 437_50), (REPAIRS, -437_50))
    text = "Gauge calibration moved from repairs"
    days = (month.business_day(8), month.business_day(15))
    return ids(*(add_entry(books, day, text, *legs) for day in days))


def book_transfer_as_income(books: ClientBooks, month: Month) -> RecordIds:
    """C5: money fetched from savings was booked as an expense there and as income here."""
    day, cents = month.business_day(12), 6_000_00
    paid = add_entry(books, day, "Savings withdrawal", (LICENSES, cents), (SAVINGS, -cents), source="bank")
    came = add_entry(
        books, day, "Deposit from bank", (CHECKING, cents), (INTEREST_EARNED, -cents), source="deposit"
    )
    away = add_row(books, SAVINGS, day, "ONLINE TRANSFER TO CHK {n}", -cents, entry=paid, category=LICENSES)
    here = add_row(
        books, CHECKING, day, "ONLINE TRANSFER FROM SAV {n}", cents, entry=came, category=INTEREST_EARNED
    )
    return ids(away, here, paid, came)


def strand_in_clearing(books: ClientBooks, month: Month) -> RecordIds:
    """C6: an order was rung up that the processor never paid out."""
    legs = ((_SHOP_CLEARING, 418_20), (_GOODS, -418_20))
    return ids(add_entry(books, month.business_day(11), "Online shop order by phone", *legs, source="sales"))


def journal_in_two_clients(books: ClientBooks, month: Month) -> RecordIds:
    """C7: one manual entry went into two clients' books."""
    legs = ((SOFTWARE, 48_60), (TRAVEL, -48_60))
    return ids(add_entry(books, month.business_day(14), "Typeface license moved from travel", *legs))


def _pay_again(books: ClientBooks, month: Month, vendor: Vendor, code: str, bank: str) -> RecordIds:
    entry = find_entry(books, month, vendor.name)
    row = row_of(books, entry, bank)
    again, row_again = add_payment(
        books, date.fromisoformat(row["date"]), vendor, code, amount_of(entry), bank
    )
    again["date"] = entry["date"]
    return ids(row, row_again, entry, again)
