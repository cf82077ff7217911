"""Lives through a client's months and leaves its books."""

from __future__ import annotations

from datetime import date

from app.core.money import Cents
from app.sandbox.demo.charts import CAPITAL, RETAINED
from app.sandbox.demo.client_books import ClientBooks, FeedRow
from app.sandbox.demo.days import Month, month_of, months_between
from app.sandbox.demo.profile import Profile
from app.sandbox.demo.rhythms.loans import opening_loans, pay_loans
from app.sandbox.demo.rhythms.month_end import close_month, opening_assets
from app.sandbox.demo.rhythms.standing import pay_standing, scatter_purchases
from app.sandbox.demo.rhythms.treasury import move_money
from app.sandbox.demo.rhythms.wages import run_payroll

_PERMANENT = frozenset({"asset", "liability"})


def write_books(profile: Profile, today: date) -> ClientBooks:
    """Return the books of 24 months up to today, bank rows matched but not yet reconciled."""
    books = ClientBooks(profile, today)
    _take_up(books, books.first_month)
    for month in months_between(books.first_month.first, today):
        pay_standing(books, month)
        scatter_purchases(books, month)
        run_payroll(books, month)
        pay_loans(books, month)
        move_money(books, month)
        profile.trade(books, month)
        close_month(books, month)
    _open(books)
    return books


def _take_up(books: ClientBooks, month: Month) -> None:
    """Give every account the balance it had before its first month."""
    openings = [books.profile.opening, opening_loans(books, month), opening_assets(books, month)]
    if books.profile.extra_opening:
        openings.append(books.profile.extra_opening(books, month))
    for opening in openings:
        for code, cents in opening.items():
            books.flow[code][month.number - 1] += cents


def _open(books: ClientBooks) -> None:
    """Post the opening balances on the first day; retained earnings take what the others leave."""
    month = month_of(books.start)
    legs: list[tuple[str, Cents]] = []
    for row in books.profile.chart:
        cents = books.balance_before(row.code, month)
        if cents and (row.type in _PERMANENT or row.code == CAPITAL):
            legs.append((row.code, cents))
    legs.append((RETAINED, -sum(cents for _, cents in legs)))
    text = "Opening balances"
    entry = books.entry_record(books.start, text, legs, "opening_balance")
    books.entries.insert(0, entry)
    for code, cents in legs:
        if code in books.bank_ids:
            shown = FeedRow(code, books.start, "OPENING BALANCE", cents)
            books.rows.append(books.feed_row(shown, entry["id"]))
