"""Customers who are billed and pay later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from app.core.money import Cents
from app.sandbox.demo.charts import CHECKING, RECEIVABLE
from app.sandbox.demo.client_books import ClientBooks, FeedRow
from app.sandbox.demo.days import Month, next_business_day

_WHOLE = 1000


class Invoicing(NamedTuple):
    """How a company bills: so many invoices a month, spread over its customers and revenue accounts."""

    customers: tuple[str, ...]
    revenue: tuple[str, ...]
    times: int
    low: Cents
    high: Cents
    soonest: int = 12
    latest: int = 38
    from_day: int = 2


class Invoice(NamedTuple):
    """One invoice before it is booked."""

    day: date
    customer: str
    code: str
    number: str
    cents: Cents
    paid: date


def bill_customers(books: ClientBooks, month: Month, invoicing: Invoicing) -> Cents:
    """Send the month's invoices and collect them when they are paid; returns what was billed."""
    invoices = list(month_invoices(books, month, invoicing))
    for invoice in invoices:
        record_invoice(books, invoice)
    return sum(invoice.cents for invoice in invoices)


def month_invoices(books: ClientBooks, month: Month, invoicing: Invoicing) -> list[Invoice]:
    """Return a month's invoices; each customer is billed as often as the others, for one kind of work."""
    dice, level = books.dice("invoices", month), books.level(month)
    low, high = invoicing.low * level // _WHOLE, invoicing.high * level // _WHOLE
    first, invoices = month.number * invoicing.times, []
    for turn in range(invoicing.times):
        chosen = (first + turn) % len(invoicing.customers)
        day = month.business_day(dice.between(invoicing.from_day, 27))
        paid = next_business_day(day + timedelta(days=dice.between(invoicing.soonest, invoicing.latest)))
        customer = invoicing.customers[chosen]
        cents = books.distinct(RECEIVABLE, customer, day, dice.between(low, high))
        code = invoicing.revenue[chosen % len(invoicing.revenue)]
        number = f"INV-{month.stamp}-{turn + 1:02d}"
        invoices.append(Invoice(day, customer, code, number, cents, paid))
    return invoices


def record_invoice(books: ClientBooks, invoice: Invoice) -> None:
    """Book an invoice and, later, the customer's payment."""
    legs = ((RECEIVABLE, invoice.cents), (invoice.code, -invoice.cents))
    books.journal(invoice.day, f"{invoice.customer} invoice", legs, "invoice", reference=invoice.number)
    collect(books, invoice.paid, invoice.customer, invoice.cents, invoice.number)


def collect(books: ClientBooks, day: date, customer: str, cents: Cents, reference: str) -> None:
    """Book a customer's payment."""
    feed = (FeedRow(CHECKING, day, f"ACH CREDIT {customer.upper()} {{n}}", cents, customer),)
    legs = ((CHECKING, cents), (RECEIVABLE, -cents))
    text = f"{customer} payment"
    books.settle(day, text, legs, feed, source="deposit", category=RECEIVABLE, reference=reference)
