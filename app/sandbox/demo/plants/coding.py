"""Postings on the wrong account, or on one that should be empty (checks D1 to D19)."""

from __future__ import annotations

from app.sandbox.demo.charts import (
    ADVERTISING,
    CARD,
    CHECKING,
    DRAWS,
    FEDERAL_TAX,
    INTEREST_PAID,
    PROFESSIONAL,
    RECEIVABLE,
    REPAIRS,
    RETAINED,
    SOFTWARE,
    SUPPLIES,
    SUSPENSE,
    UNCATEGORIZED,
)
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import Month
from app.sandbox.demo.plants.planting import (
    RecordIds,
    add_entry,
    add_payment,
    add_row,
    find_entry,
    ids,
    line_on,
    recode,
    row_of,
)
from app.sandbox.demo.vendors import Vendor, ach, card, check_card, pos

_INGREDIENTS, _MATERIALS, _CARRIERS, _PARTS = "5010", "5010", "5030", "4010"
_UTILITIES, _EQUIPMENT, _VAN_LOAN = "6200", "1510", "2710"
SPONSORSHIP, EVICTIONS, CATERING, OTHER_SUPPLIES = "6870", "6880", "6510", "6505"
_SPLIT_MONTHS = 9
_ASLEEP_MONTHS = 14


def leave_uncategorized(books: ClientBooks, month: Month) -> RecordIds:
    """D1: a purchase was booked to the account for what nobody knows."""
    vendor = check_card("Vendco Services", "LINCOLN NE")
    return ids(*add_payment(books, month.business_day(13), vendor, UNCATEGORIZED, 286_70))


def leave_without_category(books: ClientBooks, month: Month) -> RecordIds:
    """D1: a row has neither an entry nor a category."""
    return ids(add_row(books, CARD, month.business_day(5), "MISC POS 4411", -218_99))


def park_in_suspense(books: ClientBooks, month: Month) -> RecordIds:
    """D2: a withdrawal nobody explained stands on suspense."""
    vendor = Vendor("Counter withdrawal", "COUNTER WITHDRAWAL {n}")
    return ids(*add_payment(books, month.business_day(17), vendor, SUSPENSE, 1_250_00))


def miscode_dairy(books: ClientBooks, month: Month) -> RecordIds:
    """D3: a delivery of a vendor always booked to ingredients went to supplies."""
    entry = find_entry(books, month, "Tillerman Dairy")
    recode(books, entry, _INGREDIENTS, SUPPLIES)
    return ids(entry, row_of(books, entry, CHECKING))


def miscode_subscription(books: ClientBooks, month: Month) -> RecordIds:
    """D3: a software subscription went to advertising."""
    entry = find_entry(books, month, "Loadboard Pro")
    recode(books, entry, SOFTWARE, ADVERTISING)
    return ids(entry, row_of(books, entry, CARD))


def split_vendor(books: ClientBooks, month: Month) -> RecordIds:
    """D4: a store is booked half to materials and half to repairs, month after month."""
    vendor = card("Homestead Ranch Supply", "CORTEZ CO")
    planted: list[RecordIds] = []
    for back in range(_SPLIT_MONTHS):
        each = month.back(back)
        dice = books.dice("split", each)
        pairs = [
            add_payment(books, each.business_day(day), vendor, code, dice.between(140_00, 260_00), CARD)
            for day, code in ((6, _MATERIALS), (19, REPAIRS))
        ]
        planted.append(ids(*(entry for entry, _ in pairs)))
    return planted[0]


def post_to_parent(books: ClientBooks, month: Month) -> RecordIds:
    """D5: a bill stands on the heading instead of one of its accounts."""
    vendor = ach("Harbor Sewer District")
    return ids(*add_payment(books, month.business_day(12), vendor, _UTILITIES, 96_40))


def overpay_payroll_tax(books: ClientBooks, month: Month) -> RecordIds:
    """D6: payroll tax was paid twice over, so that the liability is on the wrong side."""
    vendor = Vendor("Federal payroll tax", "ACH GUSTO TAX DEPOSIT {n}")
    entry, row = add_payment(books, month.business_day(18), vendor, FEDERAL_TAX, 5_250_00)
    return (books.account_ids[FEDERAL_TAX], *ids(entry, row))


def refund_more_than_spent(books: ClientBooks, month: Month) -> RecordIds:
    """D7: a vendor's credit makes the month's expense negative."""
    day, cents = month.business_day(22), 1_130_00
    text = "Bright Janitorial credit"
    entry = add_entry(books, day, text, (CHECKING, cents), (REPAIRS, -cents), source="deposit")
    row = add_row(
        books, CHECKING, day, "ACH BRIGHT JANITORIAL REFUND {n}", cents, entry=entry, category=REPAIRS
    )
    return (books.account_ids[REPAIRS], *ids(entry, row))


def expense_equipment(books: ClientBooks, month: Month) -> RecordIds:
    """D8: a sensor that will serve for years was booked to supplies."""
    vendor = card("Medimage Direct", "IRVINE CA")
    return ids(*add_payment(books, month.business_day(8), vendor, SUPPLIES, 4_380_00, CARD))


def capitalize_trifle(books: ClientBooks, month: Month) -> RecordIds:
    """D9: a bench grinder was booked to fixed assets."""
    vendor = card("Benchworks Tool", "AKRON OH")
    return ids(*add_payment(books, month.business_day(14), vendor, _EQUIPMENT, 389_00, CARD))


def use_new_account(books: ClientBooks, month: Month) -> RecordIds:
    """D10: an account was used for the first time."""
    vendor = card("Devsummit Events", "BOULDER CO")
    entry, row = add_payment(books, month.business_day(11), vendor, SPONSORSHIP, 3_200_00, CARD)
    return (books.account_ids[SPONSORSHIP], *ids(entry, row))


def pay_new_vendor(books: ClientBooks, month: Month) -> RecordIds:
    """D11: a vendor nobody has seen before was paid a large amount."""
    vendor = ach("Northfork Reefer Leasing", "INVOICE")
    return ids(*add_payment(books, month.business_day(13), vendor, _CARRIERS, 7_915_00))


def wake_sleeper(books: ClientBooks, month: Month) -> RecordIds:
    """D12: an account and a vendor came back after more than a year."""
    vendor = ach("Plainsview Legal", "INVOICE")
    add_payment(books, month.back(_ASLEEP_MONTHS).business_day(10), vendor, EVICTIONS, 640_00)
    entry, row = add_payment(books, month.business_day(12), vendor, EVICTIONS, 715_00)
    return (books.account_ids[EVICTIONS], *ids(entry, row))


def post_to_inactive(books: ClientBooks, month: Month) -> RecordIds:
    """D13: an account that was closed got a line."""
    vendor = card("Partyware Outlet", "PORTLAND OR")
    entry, row = add_payment(books, month.business_day(16), vendor, CATERING, 164_25, CARD)
    return (books.account_ids[CATERING], *ids(entry, row))


def keep_twin_accounts(books: ClientBooks, _: Month) -> RecordIds:
    """D14: two active accounts have nearly one name."""
    return books.account_ids[SUPPLIES], books.account_ids[OTHER_SUPPLIES]


def post_to_retained_earnings(books: ClientBooks, month: Month) -> RecordIds:
    """D15: a correction went straight to retained earnings."""
    legs = ((RETAINED, 640_00), (PROFESSIONAL, -640_00))
    return ids(add_entry(books, month.business_day(20), "Prior year tax preparation", *legs))


def journal_to_receivables(books: ClientBooks, month: Month) -> RecordIds:
    """D16: a journal wrote down a customer's balance."""
    legs = ((_PARTS, 186_40), (RECEIVABLE, -186_40))
    return ids(add_entry(books, month.business_day(21), "Short payment Delmar Instruments", *legs))


def pay_loan_without_interest(books: ClientBooks, month: Month) -> RecordIds:
    """D17: three payments in a row went to the loan in full."""
    planted: RecordIds = ()
    for back in range(3):
        entry = find_entry(books, month.back(back), "Tidewater CU Loan")
        interest = line_on(books, entry, INTEREST_PAID)
        entry["lines"].remove(interest)
        line_on(books, entry, _VAN_LOAN)["debitCents"] += interest["debitCents"]
        row_of(books, entry, _VAN_LOAN)["amountCents"] += interest["debitCents"]
        planted += ids(entry, row_of(books, entry, CHECKING))
    return planted


def say_nothing(books: ClientBooks, month: Month) -> RecordIds:
    """D18: neither the entry nor the row says what it is."""
    vendor = Vendor("", "00482213")
    return ids(*add_payment(books, month.business_day(13), vendor, SUPPLIES, 214_60, CARD))


def take_cash(books: ClientBooks, month: Month) -> RecordIds:
    """D19: money went to the owner by ways that want a second look."""
    cash = add_payment(books, month.business_day(10), pos("ATM withdrawal", "MADISON WI"), DRAWS, 200_00)
    sent = add_payment(
        books,
        month.business_day(17),
        Vendor("Zelle transfer per owner", "ZELLE TO M HOLLIS {n}"),
        DRAWS,
        350_00,
    )
    return ids(*cash, *sent)
