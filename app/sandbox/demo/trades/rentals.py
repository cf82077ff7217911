"""Eastgate Property Management: rents into a trust account, owners paid from it, a fee to the office."""

from __future__ import annotations

from datetime import date

from app.core.money import Cents
from app.sandbox.demo import charts
from app.sandbox.demo.charts import asset, chart, expense, liability, revenue
from app.sandbox.demo.client_books import ClientBooks, FeedRow
from app.sandbox.demo.days import Month
from app.sandbox.demo.profile import (
    Accrual,
    Asset,
    Bank,
    CashPlan,
    Payroll,
    Policy,
    Profile,
    Scatter,
    Standing,
)
from app.sandbox.demo.rhythms.taxes import pay_state_tax
from app.sandbox.demo.vendors import Vendor, ach, card, check_card, pos

_TRUST, _OWED_TO_OWNERS, _DEPOSITS_HELD = "1030", "2510", "2520"
_FEES, _LEASING, _FUEL = "4010", "4020", "6870"
_TENANTS = 27
_RENT = 1_190_00
_RENT_STEP = 20_00
_FEE_SHARE = 112
_LETTING_SHARE = 28
_REPAIR_SHARE = 61
_OWNER_NAMES = (
    "Abbott Family Trust",
    "Bellweather Holdings",
    "Calloway Estates",
    "Dunmore Partners",
    "Elderberry LLC",
    "Fairbanks Homes",
    "Gantry Lofts",
    "Hollowell Trust",
    "Inglenook Realty",
)
_TRADESMEN = (
    ach("Rapid Rooter Plumbing", "INVOICE"),
    ach("Keystone Locks", "INVOICE"),
    ach("Summit Appliance Repair", "INVOICE"),
    ach("Brushfire Painting", "INVOICE"),
    ach("Turfline Landscaping", "INVOICE"),
)
_REPAIRS = 12
_BATCHES = ("Maple Court", "Quarry Flats", "Orchard Row", "Station Lofts")


def _trade(books: ClientBooks, month: Month) -> None:
    rents = _collect_rents(books, month) + _collect_batches(books, month)
    repairs = _pay_tradesmen(books, month, rents)
    fee = rents * _FEE_SHARE // 1000
    _take_fee(books, month.business_day(16), fee, "Management fee", _FEES)
    letting = rents * _LETTING_SHARE // 1000
    _take_fee(books, month.business_day(24), letting, "Leasing fee", _LEASING)
    _pay_owners(books, month, rents - repairs - fee - letting)
    pay_state_tax(books, month, 330_00)


def _collect_rents(books: ClientBooks, month: Month) -> Cents:
    """Take the rent of every tenant who pays alone, most of them in the first days."""
    dice, total = books.dice("rents", month), 0
    for unit in range(1, _TENANTS + 1):
        cents = (_RENT + unit * _RENT_STEP) * books.growth(month) // 1000 // 100 * 100
        day = month.business_day(1 + dice.between(0, 99) ** 2 // 1400)
        text = f"Unit {100 + unit} rent"
        feed = (FeedRow(_TRUST, day, f"ACH CREDIT RENTPAY UNIT {100 + unit}", cents),)
        legs = ((_TRUST, cents), (_OWED_TO_OWNERS, -cents))
        books.settle(day, text, legs, feed, source="deposit", category=_OWED_TO_OWNERS)
        total += cents
    return total


def _collect_batches(books: ClientBooks, month: Month) -> Cents:
    """Take the rents that a payment portal collects house by house."""
    dice, total = books.dice("batches", month), 0
    for turn, house in enumerate(_BATCHES):
        for half, number in enumerate((4, 9)):
            cents = dice.around(12_600_00 + turn * 950_00, 30) * books.growth(month) // 1000
            day = month.business_day(number)
            text = f"{house} portal batch {half + 1}"
            feed = (FeedRow(_TRUST, day, f"TENANTPORTAL BATCH {house.upper()} {{n}}", cents),)
            parts = (cents * 3 // 8, cents * 2 // 8)
            legs = [(_TRUST, cents), *((_OWED_TO_OWNERS, -part) for part in parts)]
            legs.append((_OWED_TO_OWNERS, sum(parts) - cents))
            books.settle(day, text, legs, feed, source="deposit", category=_OWED_TO_OWNERS)
            total += cents
    return total


def _pay_tradesmen(books: ClientBooks, month: Month, rents: Cents) -> Cents:
    dice, total = books.dice("repairs", month), 0
    for turn in range(_REPAIRS):
        vendor = _TRADESMEN[turn % len(_TRADESMEN)]
        cents = dice.around(rents * _REPAIR_SHARE // 1000 // _REPAIRS, 400)
        books.spend(month.business_day(dice.between(6, 19)), vendor, _OWED_TO_OWNERS, cents, _TRUST)
        total += cents
    return total


def _take_fee(books: ClientBooks, day: date, cents: Cents, text: str, code: str) -> None:
    """Move the office's fee from the trust to its own account and earn it."""
    legs = ((_OWED_TO_OWNERS, cents), (_TRUST, -cents), (charts.CHECKING, cents), (code, -cents))
    feed = (
        FeedRow(_TRUST, day, f"ONLINE TRANSFER {text.upper()} TO CHK 5521", -cents),
        FeedRow(charts.CHECKING, day, f"ONLINE TRANSFER {text.upper()} FROM TRUST 5539", cents),
    )
    books.settle(day, text, legs, feed, source="transfer", category=code)


def _pay_owners(books: ClientBooks, month: Month, cents: Cents) -> None:
    """Send the owners what is left, all but what rounding keeps."""
    weights = [5 + turn for turn in range(len(_OWNER_NAMES))]
    day = month.business_day(25)
    for weight, name in zip(weights, _OWNER_NAMES, strict=True):
        vendor = Vendor(name, f"ACH OWNER PAYOUT {name.upper()} {{n}}")
        books.spend(day, vendor, _OWED_TO_OWNERS, cents * weight // (sum(weights) + 1), _TRUST)


PROFILE = Profile(
    key="eastgate",
    name="Eastgate Property Management",
    chart=chart(
        asset(_TRUST, "Client trust checking", "bank", "1000"),
        liability(_OWED_TO_OWNERS, "Rents held for owners"),
        liability(_DEPOSITS_HELD, "Tenant security deposits"),
        charts.REVENUE,
        revenue(_FEES, "Management fees", "4000"),
        revenue(_LEASING, "Leasing commissions", "4000"),
        expense(_FUEL, "Vehicle fuel"),
        expense("6880", "Eviction proceedings"),
    ),
    banks=(
        Bank(charts.CHECKING, "Operating Checking", "checking", "Union Plains Bank", "5521"),
        Bank(_TRUST, "Client Trust", "checking", "Union Plains Bank", "5539"),
        Bank(charts.SAVINGS, "Reserve Savings", "savings", "Union Plains Bank", "5547"),
        Bank(charts.CARD, "Visa Business", "credit_card", "Union Plains Bank", "2006"),
    ),
    opening={
        charts.CHECKING: 30_000_00,
        charts.SAVINGS: 10_000_00,
        _TRUST: 76_000_00,
        _DEPOSITS_HELD: -64_000_00,
        _OWED_TO_OWNERS: -12_000_00,
        charts.CAPITAL: -25_000_00,
    },
    trade=_trade,
    cash=CashPlan(28_000_00, reserve=30_000_00),
    growth=40,
    standing=(
        Standing(ach("Plains Tower Offices", "RENT"), charts.RENT, 1, 1_950_00, spread=25, yearly=30),
        Standing(ach("Northline Internet"), charts.TELECOM, 9, 149_95),
        Standing(card("Rentfolio Manager", "SANTA BARBARA CA"), charts.SOFTWARE, 5, 489_00, charts.CARD),
        Standing(card("Docket Cloud Storage", "SEATTLE WA"), charts.SOFTWARE, 11, 49_00, charts.CARD),
        Standing(card("Signwell Leases", "PORTLAND OR"), charts.SOFTWARE, 17, 75_00, charts.CARD),
        Standing(ach("Hollis Reyes Bookkeeping"), charts.PROFESSIONAL, 10, 690_00),
        Standing(card("Rentals Weekly Listings", "OMAHA NE"), charts.ADVERTISING, 13, 395_00, charts.CARD),
        Standing(ach("Bright Janitorial"), charts.REPAIRS, 15, 240_00),
        Standing(ach("Union Plains Bank", "SERVICE CHARGE"), charts.BANK_FEES, 22, 18_00),
    ),
    scatter=(
        Scatter((pos("Corner Fuel", "LINCOLN NE"), card("Petroline", "LINCOLN NE")), _FUEL, 6, 64_00, 128_00),
        Scatter(
            (card("Paper And Post", "LINCOLN NE"), check_card("Keycut Kiosk", "LINCOLN NE")),
            charts.SUPPLIES,
            6,
            18_00,
            150_00,
        ),
        Scatter((card("Prairie Cafe", "LINCOLN NE"),), charts.TRAVEL, 2, 28_00, 96_00),
        Scatter((card("Credscreen Tenant Reports", "IRVINE CA"),), charts.PROFESSIONAL, 4, 52_00, 105_00),
    ),
    payroll=Payroll(4_350_00),
    assets=(Asset("1510", "office furniture", 22_000_00, 156),),
    policies=(
        Policy(
            ach("Hartwell Insurance", "PREMIUM"), 4_800_00, 11, charts.PREPAID_INSURANCE, charts.INSURANCE
        ),
    ),
    accruals=(
        Accrual("electricity", 240_00, charts.ACCRUED_UTILITIES, charts.POWER, ach("Plains Public Power")),
    ),
    close_days=12,
    lag_days=6,
)
