"""Trouble between the books and the bank (checks B2 to B9 and B13 to B18)."""

from __future__ import annotations

from datetime import date, timedelta

from app.core.money import Cents
from app.sandbox.demo.charts import (
    CARD,
    CHECKING,
    SAVINGS,
    SUPPLIES,
)
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import Month
from app.sandbox.demo.plants.planting import (
    RecordIds,
    add_entry,
    add_row,
    drop_entry,
    entries_in,
    find_entry,
    ids,
    leave_open,
    resize,
    row_of,
    swapped_dollars,
)

_FOOD_SALES = "4010"
_SUBCONTRACTORS = "5020"
_SILENT_DAYS = 12
_FED_ONLY = frozenset({"bank", "deposit"})


def leave_pair_open(books: ClientBooks, month: Month) -> RecordIds:
    """B2: a purchase and its return were on the statement and nobody booked them."""
    text = "STUDIO PROVISIONS 4410 BOISE ID"
    bought = add_row(books, CARD, month.business_day(12), text, -184_20, category=SUPPLIES)
    returned = add_row(books, CARD, month.business_day(13), f"RETURN {text}", 184_20, category=SUPPLIES)
    books.left_out.update(ids(bought, returned))
    return ids(bought, returned)


def leave_lines_open(books: ClientBooks, month: Month) -> RecordIds:
    """B3: five rows of the month still have no entry."""
    rows = [
        add_row(books, CHECKING, month.business_day(day), text, -cents, category=SUPPLIES)
        for day, text, cents in (
            (4, "ACH LUMPER SERVICE RENO {n}", 325_00),
            (9, "CHECKCARD {n} STRAP AND TARP SUPPLY OGDEN UT", 188_16),
            (11, "ACH PALLET EXCHANGE WEST {n}", 512_40),
            (16, "ACH LUMPER SERVICE RENO {n}", 275_00),
            (18, "POS DOCK HARDWARE {n} OGDEN UT", 96_73),
        )
    ]
    return ids(*rows)


def mistype_entry(books: ClientBooks, month: Month) -> RecordIds:
    """B4: a card purchase was booked with two digits swapped; the statement has it right."""
    for entry in entries_in(books, month, "Hammer And Home"):
        row = row_of(books, entry, CARD)
        if swapped_dollars(-row["amountCents"]) != -row["amountCents"]:
            resize(entry, None, swapped_dollars(-row["amountCents"]))
            return ids(entry, row)
    raise LookupError(f"No purchase of {month.first:%B %Y} has two different last digits.")


def mistype_deposit(books: ClientBooks, month: Month) -> RecordIds:
    """J10: a deposit was booked with two digits swapped, so that the difference divides by nine."""
    for entry in entries_in(books, month, "Patient card payments"):
        row = row_of(books, entry, CHECKING)
        if swapped_dollars(row["amountCents"]) != row["amountCents"]:
            resize(entry, None, swapped_dollars(row["amountCents"]))
            return ids(entry, row)
    raise LookupError(f"No deposit of {month.first:%B %Y} has two different last digits.")


def shift_feed_balance(books: ClientBooks, _: Month) -> RecordIds:
    """B5: the bank says another balance than its rows add up to."""
    bank = next(bank for bank in books.banks if bank["id"] == books.bank_ids[CARD])
    bank["balanceCents"] += 268_40
    return ids(bank)


def write_check_nobody_cashes(books: ClientBooks, month: Month) -> RecordIds:
    """B6: a check left the books months ago and never reached the bank."""
    legs = ((_SUBCONTRACTORS, 1_180_00), (CHECKING, -1_180_00))
    return ids(add_entry(books, month.business_day(11), "Valley Survey Crew", *legs, source="check"))


def book_deposit_that_never_came(books: ClientBooks, month: Month) -> RecordIds:
    """B7: a deposit stands in the books and not at the bank."""
    legs = ((CHECKING, 860_00), (_FOOD_SALES, -860_00))
    return ids(add_entry(books, month.business_day(14), "Catering order Larch Hall", *legs, source="deposit"))


def silence_feed(books: ClientBooks, _: Month) -> RecordIds:
    """B8: the feed stopped twelve days ago, and with it what only the feed would tell."""
    since = (books.today - timedelta(days=_SILENT_DAYS)).isoformat()
    bank_id = books.bank_ids[CHECKING]
    lost = [row for row in books.rows if row["bankAccountId"] == bank_id and row["date"] > since]
    gone = {row["id"] for row in lost}
    untold = {row.get("journalEntryId") for row in lost}
    books.rows[:] = [row for row in books.rows if row["id"] not in gone]
    forgotten = {
        entry["id"] for entry in books.entries if entry["id"] in untold and entry["sourceType"] in _FED_ONLY
    }
    books.entries[:] = [entry for entry in books.entries if entry["id"] not in forgotten]
    for row in books.rows:
        if row.get("journalEntryId") in forgotten:
            leave_open(row)
    return (bank_id,)


def cut_hole(books: ClientBooks, month: Month) -> RecordIds:
    """B9: for half a month the card's feed brought nothing."""
    first, last = month.day(2).isoformat(), month.day(17).isoformat()
    bank_id = books.bank_ids[CARD]
    lost = {
        row.get("journalEntryId")
        for row in books.rows
        if row["bankAccountId"] == bank_id and first <= row["date"] <= last
    }
    for entry in [entry for entry in books.entries if entry["id"] in lost]:
        drop_entry(books, entry)
    return (bank_id,)


def cross_matches(books: ClientBooks, month: Month) -> RecordIds:
    """B13: two purchases are matched to each other's entries."""
    mine, his = (find_entry(books, month, name) for name in ("Petroline", "Corner Fuel"))
    first, second = row_of(books, mine, CARD), row_of(books, his, CARD)
    first["journalEntryId"], second["journalEntryId"] = his["id"], mine["id"]
    return ids(first, second)


def match_twice(books: ClientBooks, month: Month) -> RecordIds:
    """B14: this month's subscription is matched to last month's entry, which has its own row."""
    name = "Taskriver"
    entry, before = find_entry(books, month, name), find_entry(books, month.back(1), name)
    row = row_of(books, entry, CARD)
    books.entries.remove(entry)
    row["journalEntryId"] = before["id"]
    return ids(row, row_of(books, before, CARD), before)


def pay_by_journal(books: ClientBooks, month: Month) -> RecordIds:
    """B15: cash was moved by a journal that no bank row bears out."""
    legs = ((SUPPLIES, 312_45), (CHECKING, -312_45))
    return ids(add_entry(books, month.business_day(9), "Lockbox keys reimbursed", *legs))


def exclude_payment(books: ClientBooks, month: Month) -> RecordIds:
    """B16: a large payment was excluded instead of booked."""
    row = add_row(books, CHECKING, month.business_day(10), "ACH WESTERN PEAK EQUIPMENT {n}", -6_480_00)
    row["status"] = "excluded"
    return ids(row)


def exclude_known_vendor(books: ClientBooks, month: Month) -> RecordIds:
    """B16: a delivery of a vendor who is booked every week was excluded."""
    text = "POS GREENFIELD WHOLESALE {n} PORTLAND OR"
    row = add_row(books, CHECKING, month.business_day(15), text, -1_712_30)
    row["status"] = "excluded"
    return ids(row)


def overdraw(books: ClientBooks, month: Month) -> RecordIds:
    """B17: checking was emptied into savings and stood below zero for three days."""
    day = month.business_day(7)
    cents = _balance_on(books, CHECKING, day) + 850_00
    away = _transfer(books, day, cents)
    back = _transfer(books, day + timedelta(days=3), -cents)
    return (books.bank_ids[CHECKING], *away, *back)


def reconcile_without_entry(books: ClientBooks, month: Month) -> RecordIds:
    """B18: a row counts as reconciled and no entry stands behind it."""
    entry = find_entry(books, month, "Adlight Search Ads")
    row = row_of(books, entry, CARD)
    books.entries.remove(entry)
    del row["journalEntryId"]
    return ids(row)


def _balance_on(books: ClientBooks, code: str, day: date) -> Cents:
    account_id, last = books.account_ids[code], day.isoformat()
    cents: Cents = sum(
        line["debitCents"] - line["creditCents"]
        for entry in books.entries
        if entry["date"] <= last
        for line in entry["lines"]
        if line["accountId"] == account_id
    )
    return cents


def _transfer(books: ClientBooks, day: date, cents: Cents) -> RecordIds:
    text = "Transfer to savings" if cents > 0 else "Transfer from savings"
    entry = add_entry(books, day, text, (SAVINGS, cents), (CHECKING, -cents), source="transfer")
    rows = [
        add_row(books, CHECKING, day, "ONLINE TRANSFER SAV {n}", -cents, entry=entry, category=SAVINGS),
        add_row(books, SAVINGS, day, "ONLINE TRANSFER CHK {n}", cents, entry=entry, category=CHECKING),
    ]
    return ids(entry, *rows)
