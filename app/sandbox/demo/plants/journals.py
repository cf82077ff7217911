"""Journals that an auditor would pull first (checks J1 to J9)."""

from __future__ import annotations

from datetime import timedelta

from app.sandbox.demo.charts import (
    ADVERTISING,
    CHECKING,
    DRAWS,
    LICENSES,
    RECEIVABLE,
    RENT,
    SUPPLIES,
    TRAVEL,
    WAGES,
)
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import Month, next_weekday, previous_business_day
from app.sandbox.demo.plants.planting import (
    RecordIds,
    add_entry,
    add_payment,
    ids,
    performance_materiality,
)
from app.sandbox.demo.vendors import ach

CHARITY = "6890"
_ENGINEERS, _MATERIALS, _DESIGN, _PARCELS = "6140", "5010", "4010", "5020"
_SUNDAY = 6
_CREATED_AFTER = timedelta(days=43)


def move_large_amount(books: ClientBooks, month: Month) -> RecordIds:
    """J1: a manual journal is larger than performance materiality."""
    cents = performance_materiality(books, month) * 112 // 100 // 10 * 10 + 7
    legs = ((_ENGINEERS, cents), (WAGES, -cents))
    return ids(add_entry(books, month.business_day(19), "Engineering share of salaries", *legs))


def post_round_amount(books: ClientBooks, month: Month) -> RecordIds:
    """J2: somebody guessed an amount in whole thousands."""
    legs = ((ADVERTISING, 2_000_00), (DRAWS, -2_000_00))
    return ids(add_entry(books, month.business_day(20), "Street banners paid privately", *legs))


def post_on_sunday(books: ClientBooks, month: Month) -> RecordIds:
    """J3: a manual journal is dated on a Sunday."""
    day = next_weekday(month.day(10), _SUNDAY)
    return ids(add_entry(books, day, "Market stall costs sorted", (SUPPLIES, 58_40), (TRAVEL, -58_40)))


def backdate(books: ClientBooks, month: Month) -> RecordIds:
    """J4: an entry was made six weeks after its date."""
    day = month.business_day(9)
    entry = add_entry(books, day, "Volunteer mileage sorted", (TRAVEL, 64_15), (SUPPLIES, -64_15))
    entry["createdAt"] = entry["updatedAt"] = f"{(day + _CREATED_AFTER).isoformat()}T09:41:00.000Z"
    return ids(entry)


def date_ahead(books: ClientBooks, month: Month) -> RecordIds:
    """J5: an entry is dated in the month to come."""
    day = month.back(-1).business_day(4)
    legs = ((LICENSES, 385_00), (CHECKING, -385_00))
    entry = add_entry(books, day, "Contractor license renewal", *legs)
    entry["createdAt"] = entry["updatedAt"] = f"{books.today.isoformat()}T08:05:00.000Z"
    return ids(entry)


def use_rare_account(books: ClientBooks, month: Month) -> RecordIds:
    """J6: a manual journal hit an account that is hardly ever used."""
    legs = ((CHARITY, 175_00), (DRAWS, -175_00))
    return ids(add_entry(books, month.business_day(12), "Raffle prizes paid privately", *legs))


def stay_under_limit(books: ClientBooks, month: Month) -> RecordIds:
    """J7: a payment keeps just below an approval limit of 10,000."""
    vendor = ach("Redrock Crane Rental", "INVOICE")
    return ids(*add_payment(books, month.business_day(16), vendor, _MATERIALS, 9_940_00))


def invoice_at_the_last_moment(books: ClientBooks, month: Month) -> RecordIds:
    """J8: an invoice several times the usual size stands on the month's last days."""
    legs = ((RECEIVABLE, 41_500_00), (_DESIGN, -41_500_00))
    day = previous_business_day(month.last)
    return ids(add_entry(books, day, "Granite Peak Resorts invoice", *legs, source="invoice"))


def pair_strangers(books: ClientBooks, month: Month) -> RecordIds:
    """J9: two accounts met that never do."""
    legs = ((RENT, 3_220_40), (_PARCELS, -3_220_40))
    return ids(add_entry(books, month.business_day(17), "Pallet storage by the carrier", *legs))
