"""Kestrel Logistics: freight on invoice, drivers paid weekly, a fuel card that never rests."""

from __future__ import annotations

from app.sandbox.demo import charts
from app.sandbox.demo.charts import asset, chart, cost, expense, liability, revenue
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import Month
from app.sandbox.demo.profile import (
    Accrual,
    Asset,
    Bank,
    CashPlan,
    Loan,
    Payroll,
    Policy,
    Profile,
    Scatter,
    Standing,
)
from app.sandbox.demo.rhythms.bills import Supply, buy_on_account
from app.sandbox.demo.rhythms.invoices import Invoicing, bill_customers
from app.sandbox.demo.rhythms.taxes import pay_state_tax
from app.sandbox.demo.vendors import ach, card, check_card

_LINEHAUL, _WAREHOUSING, _FUEL, _DRIVERS, _CARRIERS, _TOLLS, _TIRES = (
    "4010",
    "4020",
    "5010",
    "5020",
    "5030",
    "5040",
    "5050",
)
_FUEL_CARD, _TRACTOR_LOAN, _TRAILER_LOAN, _FLEET = "2120", "2710", "2720", "1520"
_SHIPPERS = (
    "Amberfield Foods",
    "Bluewater Paper",
    "Corvus Chemical",
    "Dellwood Furniture",
    "Evermark Retail",
    "Fletcher Steel",
    "Great Basin Seed",
    "Highline Beverage",
    "Intermountain Drug",
)
_INVOICING = Invoicing(_SHIPPERS, (_LINEHAUL, _LINEHAUL, _WAREHOUSING), 18, 14_600_00, 17_600_00, 18, 41)
_HAULERS = Supply(("Outrider Freight", "Plainsman Trucking", "Sagebrush Carriers"), _CARRIERS, 6, 50_000_00)


def _trade(books: ClientBooks, month: Month) -> None:
    bill_customers(books, month, _INVOICING)
    buy_on_account(books, month, _HAULERS)
    pay_state_tax(books, month, 4_600_00)


PROFILE = Profile(
    key="kestrel",
    name="Kestrel Logistics",
    chart=chart(
        asset(_FLEET, "Tractors and trailers", "fixed", "1500"),
        liability(_FUEL_CARD, "Fleet fuel card", "2100"),
        charts.LOANS,
        liability(_TRACTOR_LOAN, "Tractor loan", "2700", "non_current"),
        liability(_TRAILER_LOAN, "Trailer loan", "2700", "non_current"),
        charts.REVENUE,
        revenue(_LINEHAUL, "Linehaul freight", "4000"),
        revenue(_WAREHOUSING, "Warehousing and handling", "4000"),
        cost("5000", "Cost of freight"),
        cost(_FUEL, "Diesel fuel", "5000"),
        cost(_DRIVERS, "Driver wages", "5000"),
        cost(_CARRIERS, "Purchased transportation", "5000"),
        cost(_TOLLS, "Tolls and scales", "5000"),
        cost(_TIRES, "Tires and truck parts", "5000"),
        expense("6860", "Drug testing and compliance"),
    ),
    banks=(
        Bank(charts.CHECKING, "Operating Checking", "checking", "Great Basin Bank", "3010"),
        Bank(charts.SAVINGS, "Reserve Savings", "savings", "Great Basin Bank", "3028"),
        Bank(charts.CARD, "Visa Business", "credit_card", "Great Basin Bank", "9971"),
        Bank(_FUEL_CARD, "Roadline Fuel Card", "credit_card", "Roadline Fleet", "5156"),
        Bank(_TRACTOR_LOAN, "Tractor Loan", "loan", "Haulers Finance", "4120"),
        Bank(_TRAILER_LOAN, "Trailer Loan", "loan", "Haulers Finance", "4138"),
    ),
    opening={
        charts.CHECKING: 640_000_00,
        charts.SAVINGS: 90_000_00,
        charts.CAPITAL: -120_000_00,
    },
    trade=_trade,
    cash=CashPlan(330_000_00, reserve=260_000_00),
    growth=55,
    season=(960, 960, 1000, 1010, 1010, 1010, 990, 1000, 1010, 1030, 1030, 990),
    standing=(
        Standing(ach("Basin Terminal Properties", "RENT"), charts.RENT, 1, 11_500_00, spread=25, yearly=30),
        Standing(ach("Northline Internet"), charts.TELECOM, 9, 389_95),
        Standing(ach("City Water Works"), charts.WATER, 13, 310_00, spread=60),
        Standing(
            ach("Evergreen Health Plans", "PREMIUM"), charts.BENEFITS, 3, 8_700_00, spread=40, yearly=45
        ),
        Standing(ach("Hollis Reyes Bookkeeping"), charts.PROFESSIONAL, 10, 1_850_00),
        Standing(card("Loadboard Pro", "BEAVERTON OR"), charts.SOFTWARE, 4, 449_00, charts.CARD),
        Standing(card("Hoursafe Eld Logs", "SAN DIEGO CA"), charts.SOFTWARE, 8, 1_190_00, charts.CARD),
        Standing(card("Dispatchwave Tms", "OMAHA NE"), charts.SOFTWARE, 12, 1_640_00, charts.CARD),
        Standing(ach("Cleartest Labs", "INVOICE"), "6860", 17, 430_00, spread=70),
        Standing(ach("Bright Janitorial"), charts.REPAIRS, 15, 540_00),
        Standing(card("Drivers Wanted Board", "TULSA OK"), charts.ADVERTISING, 19, 760_00, charts.CARD),
        Standing(ach("Great Basin Bank", "ANALYSIS FEE"), charts.BANK_FEES, 22, 74_00),
    ),
    scatter=(
        Scatter(
            (
                card("Roadline Travel Stop", "ELKO NV"),
                card("Petroline Truck Plaza", "TWIN FALLS ID"),
                card("Big Sky Diesel", "OGDEN UT"),
                card("Flatiron Fuel Center", "RENO NV"),
                card("Silver State Fuels", "WELLS NV"),
            ),
            _FUEL,
            41,
            1_130_00,
            1_910_00,
            _FUEL_CARD,
        ),
        Scatter(
            (card("Bestpass Tolls", "ALBANY NY"), card("Catscale Weigh", "WALCOTT IA")),
            _TOLLS,
            10,
            48_00,
            560_00,
        ),
        Scatter(
            (card("Treadway Truck Tire", "SALT LAKE CITY UT"), check_card("Fleetparts Direct", "OGDEN UT")),
            _TIRES,
            7,
            590_00,
            2_450_00,
        ),
        Scatter(
            (card("Wasatch Diesel Repair", "OGDEN UT"), card("Reefer Service Center", "RENO NV")),
            charts.REPAIRS,
            5,
            600_00,
            1_900_00,
            grows=False,
        ),
        Scatter(
            (card("Paper And Post", "OGDEN UT"), card("Strap And Tarp Supply", "OGDEN UT")),
            charts.SUPPLIES,
            4,
            80_00,
            540_00,
        ),
        Scatter(
            (card("Hearth Hotels", "DENVER CO"), card("Interstate Grill", "ELKO NV")),
            charts.TRAVEL,
            5,
            48_00,
            380_00,
        ),
    ),
    payroll=Payroll(16_900_00, ((_DRIVERS, 740), (charts.WAGES, 260)), every_other=False),
    loans=(
        Loan(_TRACTOR_LOAN, ach("Haulers Finance", "TRACTOR PMT"), 980_000_00, 680, 144, 7),
        Loan(_TRAILER_LOAN, ach("Trailer Credit Corp", "PMT"), 310_000_00, 640, 144, 16),
    ),
    assets=(Asset(_FLEET, "fleet", 1_680_000_00, 168), Asset("1510", "dock equipment", 120_000_00, 156)),
    policies=(
        Policy(
            ach("Truckers Mutual Cover", "PREMIUM"), 118_000_00, 8, charts.PREPAID_INSURANCE, charts.INSURANCE
        ),
    ),
    accruals=(
        Accrual("electricity", 2_150_00, charts.ACCRUED_UTILITIES, charts.POWER, ach("Rocky Mountain Power")),
    ),
    cards=((charts.CARD, 18), (_FUEL_CARD, 12)),
    close_days=11,
    lag_days=5,
)
