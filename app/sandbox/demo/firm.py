"""Puts the firm together: each client's books, its trouble, and the objects of the firm file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.ids import Record, stable_id
from app.sandbox.demo.profile import Profile
from app.sandbox.demo.statements import finish_banks
from app.sandbox.demo.trades import PROFILES
from app.sandbox.demo.trouble import Planted, plant_trouble
from app.sandbox.demo.writer import write_books

FIRM_NAME = "Hollis & Reyes Bookkeeping"
_LOCKED_AFTER = timedelta(days=60)


def generate_demo_firm(today: date) -> Iterator[Record]:
    """Yield the firm file of the demo: every company before its records, the same in every run of a day."""
    yield {"kind": "firm", "id": stable_id("firm"), "name": FIRM_NAME}
    for profile in PROFILES:
        books, _ = _write_company(profile, today)
        yield _company(books)
        yield from _accounts(books)
        yield from books.banks
        yield from books.entries
        yield from books.reconciliations
        yield from books.rows
        yield from books.bills


def planted_trouble(today: date) -> list[Planted]:
    """List the trouble in the books of that day, company by company, with the records that make it."""
    return [planted for profile in PROFILES for planted in _write_company(profile, today)[1]]


def _write_company(profile: Profile, today: date) -> tuple[ClientBooks, list[Planted]]:
    books = write_books(profile, today)
    planted = list(plant_trouble(books, follows_banks=False))
    finish_banks(books)
    planted += plant_trouble(books, follows_banks=True)
    return books, planted


def _company(books: ClientBooks) -> Record:
    profile = books.profile
    company: Record = {
        "kind": "company",
        "id": books.company_id,
        "name": profile.name,
        "defaultCurrency": "USD",
        "status": "active",
        "fiscalYearStartMonth": profile.fiscal_year_start,
    }
    if profile.is_locked:
        closed = (books.today - _LOCKED_AFTER).year - 1
        company["lockedThrough"] = date(closed, 12, 31).isoformat()
    return company


def _accounts(books: ClientBooks) -> Iterator[Record]:
    for row in books.profile.chart:
        account: Record = {
            "kind": "account",
            "companyId": books.company_id,
            "id": books.account_ids[row.code],
            "code": row.code,
            "name": row.name,
            "type": row.type,
            "subType": row.sub_type,
            "isActive": row.is_active,
        }
        if row.parent:
            account["parentId"] = books.account_ids[row.parent]
        yield account
