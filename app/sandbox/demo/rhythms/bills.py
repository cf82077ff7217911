"""Suppliers who bill and are paid later, by check or through the clearing house."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from app.core.money import Cents
from app.sandbox.demo.charts import CHECKING, PAYABLE
from app.sandbox.demo.client_books import ClientBooks, FeedRow
from app.sandbox.demo.days import Month, next_business_day
from app.sandbox.demo.ids import stable_id

_WHOLE = 1000
_CHECK_EPOCH = 2010 * 12
_SPREAD = 110


class Supply(NamedTuple):
    """Suppliers of one kind of cost; `cents` is what they bill together in a month at the 2024 level."""

    suppliers: tuple[str, ...]
    code: str
    times: int
    cents: Cents
    by_check: bool = False
    soonest: int = 8
    latest: int = 26


def buy_on_account(books: ClientBooks, month: Month, supply: Supply, total: Cents = 0) -> None:
    """Book the month's bills, which together come to about `total` or the usual level, and pay them."""
    total = total or supply.cents * books.level(month) // _WHOLE
    dice = books.dice(f"bills {supply.code} {supply.suppliers[0]}", month)
    first = month.number * supply.times
    for turn in range(supply.times):
        supplier = supply.suppliers[(first + turn) % len(supply.suppliers)]
        day = month.business_day(dice.between(2, 26))
        cents = books.distinct(PAYABLE, supplier, day, dice.around(total // supply.times, _SPREAD))
        paid = next_business_day(day + timedelta(days=dice.between(supply.soonest, supply.latest)))
        number = f"{month.stamp}-{turn + 1:02d}"
        record_bill(books, day, supplier, supply.code, cents, number)
        if supply.by_check:
            serial = (month.number - _CHECK_EPOCH) * supply.times + turn + 1000
            pay_by_check(books, paid, supplier, cents, serial)
        else:
            pay_by_ach(books, paid, supplier, cents, number)


def record_bill(books: ClientBooks, day: date, supplier: str, code: str, cents: Cents, number: str) -> None:
    """Book a supplier's bill."""
    entry = books.journal(
        day, f"{supplier} bill", ((code, cents), (PAYABLE, -cents)), "bill", reference=number
    )
    if entry is None:
        return
    bill_id = stable_id(f"{entry['id']}|bill")
    entry["sourceId"] = bill_id
    books.bills.append(
        {
            "kind": "bill",
            "companyId": books.company_id,
            "id": bill_id,
            "vendorName": supplier,
            "date": entry["date"],
            "amountCents": cents,
        }
    )


def pay_by_ach(books: ClientBooks, day: date, supplier: str, cents: Cents, reference: str) -> None:
    """Pay a bill through the clearing house."""
    feed = (FeedRow(CHECKING, day, f"ACH {supplier.upper()} BILLPAY {{n}}", -cents, supplier),)
    legs = ((PAYABLE, cents), (CHECKING, -cents))
    text = f"{supplier} payment"
    books.settle(day, text, legs, feed, source="bill_payment", category=PAYABLE, reference=reference)


def pay_by_check(books: ClientBooks, day: date, supplier: str, cents: Cents, serial: int) -> None:
    """Pay a bill with a paper check, which the bank sees some days later and without a name."""
    cashed = next_business_day(day + timedelta(days=2 + serial % 5))
    feed = (FeedRow(CHECKING, cashed, f"CHECK {serial}", -cents, reference=str(serial)),)
    legs = ((PAYABLE, cents), (CHECKING, -cents))
    books.settle(
        day,
        f"{supplier} payment",
        legs,
        feed,
        source="bill_payment",
        category=PAYABLE,
        reference=str(serial),
        from_papers=True,
    )
