"""Foxglove Studio and Summit Ridge Design: two design studios, one of them tiny."""

from __future__ import annotations

from app.sandbox.demo import charts
from app.sandbox.demo.charts import chart, cost, expense, liability, revenue
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
from app.sandbox.demo.vendors import ach, card, paypal, pos, toast

_DESIGN, _CONSULTING, _FREELANCE, _PRINTING, _LOAN = "4010", "4020", "5010", "5020", "2710"
_SUMMIT_CLIENTS = (
    "Granite Peak Resorts",
    "Larkspur Hotels",
    "Meridian Museum",
    "Oakline Schools",
    "Pinnacle Foods",
    "Redwood Credit Union",
    "Silverton Clinic",
    "Tidewater Brewing",
    "Umber Outfitters",
)
_FOXGLOVE_CLIENTS = ("Wildrose Weddings", "Larch And Loom", "Morrow Bistro", "Petal And Pine")
_SUMMIT_INVOICING = Invoicing(_SUMMIT_CLIENTS, (_DESIGN, _CONSULTING, _DESIGN), 12, 5_400_00, 10_500_00)
_FOXGLOVE_INVOICING = Invoicing(_FOXGLOVE_CLIENTS, (_DESIGN,), 6, 1_150_00, 2_100_00, 5, 24)
_FREELANCERS = Supply(
    ("Imogen Vale Illustration", "Tomas Reed Photo", "Kaya Brandt Type"), _FREELANCE, 4, 11_800_00
)
_PRINTER = Supply(("Letterhouse Press", "Broadsheet Printing"), _PRINTING, 2, 5_200_00, by_check=True)


def _summit(books: ClientBooks, month: Month) -> None:
    billed = bill_customers(books, month, _SUMMIT_INVOICING)
    buy_on_account(books, month, _FREELANCERS, billed * 130 // 1000)
    buy_on_account(books, month, _PRINTER, billed * 55 // 1000)
    pay_state_tax(books, month, 1_350_00)


def _foxglove(books: ClientBooks, month: Month) -> None:
    bill_customers(books, month, _FOXGLOVE_INVOICING)
    pay_state_tax(books, month, 210_00)


_CHART = (
    charts.REVENUE,
    revenue(_DESIGN, "Design fees", "4000"),
    charts.COSTS,
    cost(_FREELANCE, "Freelance designers", "5000"),
    cost(_PRINTING, "Printing for clients", "5000"),
)

SUMMIT = Profile(
    key="summit",
    name="Summit Ridge Design",
    chart=chart(
        *_CHART,
        revenue(_CONSULTING, "Brand consulting", "4000"),
        charts.LOANS,
        liability(_LOAN, "Equipment loan", "2700", "non_current"),
        expense("6890", "Charitable contributions"),
    ),
    banks=(
        Bank(charts.CHECKING, "Operating Checking", "checking", "First Harbor Bank", "3308"),
        Bank(charts.SAVINGS, "Reserve Savings", "savings", "First Harbor Bank", "6120"),
        Bank(charts.CARD, "Visa Business", "credit_card", "Granite State Bank", "1174"),
        Bank(_LOAN, "Equipment Loan", "loan", "First Harbor Bank", "2750"),
    ),
    opening={charts.CHECKING: 175_000_00, charts.SAVINGS: 30_000_00, charts.CAPITAL: -60_000_00},
    trade=_summit,
    cash=CashPlan(88_000_00, reserve=120_000_00),
    growth=60,
    season=(960, 980, 1010, 1010, 1020, 1020, 980, 970, 1020, 1030, 1020, 980),
    standing=(
        Standing(ach("Cedar Street Properties", "RENT"), charts.RENT, 2, 5_200_00, spread=25, yearly=30),
        Standing(ach("Northline Internet"), charts.TELECOM, 9, 289_95),
        Standing(card("Pixelworks Suite", "SAN JOSE CA"), charts.SOFTWARE, 4, 659_00, charts.CARD),
        Standing(card("Docket Cloud Storage", "SEATTLE WA"), charts.SOFTWARE, 11, 129_00, charts.CARD),
        Standing(card("Fontwerk Library", "BERLIN NY"), charts.SOFTWARE, 14, 210_00, charts.CARD),
        Standing(card("Taskriver", "AUSTIN TX"), charts.SOFTWARE, 17, 144_00, charts.CARD),
        Standing(card("Framebox Prototyping", "SAN MATEO CA"), charts.SOFTWARE, 23, 380_00, charts.CARD),
        Standing(
            ach("Evergreen Health Plans", "PREMIUM"), charts.BENEFITS, 3, 3_480_00, spread=40, yearly=45
        ),
        Standing(ach("Hollis Reyes Bookkeeping"), charts.PROFESSIONAL, 10, 850_00),
        Standing(
            card("Adlight Search Ads", "MOUNTAIN VIEW CA"),
            charts.ADVERTISING,
            20,
            1_150_00,
            charts.CARD,
            spread=60,
        ),
        Standing(ach("Bright Janitorial"), charts.REPAIRS, 15, 420_00),
        Standing(ach("First Harbor Bank", "MONTHLY SERVICE FEE"), charts.BANK_FEES, 22, 15_00),
    ),
    scatter=(
        Scatter(
            (card("Paper And Post", "BOISE ID"), card("Studio Provisions", "BOISE ID")),
            charts.SUPPLIES,
            6,
            40_00,
            260_00,
        ),
        Scatter(
            (
                toast("Juniper Table", "BOISE ID"),
                card("Skyway Air", "DALLAS TX"),
                card("Hearth Hotels", "DENVER CO"),
            ),
            charts.TRAVEL,
            6,
            65_00,
            620_00,
        ),
        Scatter((paypal("Stockvault Images"),), _PRINTING, 4, 39_00, 120_00),
    ),
    payroll=Payroll(16_800_00),
    loans=(Loan(_LOAN, ach("Harborline Loan Servicing", "PMT"), 58_000_00, 690, 144, 22),),
    assets=(Asset("1510", "furniture", 118_000_00, 160),),
    policies=(
        Policy(ach("Hartwell Insurance", "PREMIUM"), 8_400_00, 5, charts.PREPAID_INSURANCE, charts.INSURANCE),
    ),
    accruals=(
        Accrual("electricity", 640_00, charts.ACCRUED_UTILITIES, charts.POWER, ach("City Power And Light")),
    ),
    is_locked=True,
    close_days=9,
    lag_days=5,
)

FOXGLOVE = Profile(
    key="foxglove",
    name="Foxglove Studio",
    chart=chart(*_CHART),
    banks=(
        Bank(charts.CHECKING, "Business Checking", "checking", "Granite State Bank", "5590"),
        Bank(charts.CARD, "Mastercard Small Business", "credit_card", "Granite State Bank", "7031"),
    ),
    opening={charts.CHECKING: 17_000_00, charts.CAPITAL: -8_000_00},
    trade=_foxglove,
    cash=CashPlan(10_500_00),
    growth=35,
    season=(900, 930, 980, 1030, 1080, 1080, 1050, 1020, 1030, 1010, 960, 930),
    savings="",
    standing=(
        Standing(ach("Millrace Studios", "RENT"), charts.RENT, 3, 1_450_00, spread=25, yearly=25),
        Standing(ach("Northline Internet"), charts.TELECOM, 9, 89_95),
        Standing(ach("City Power And Light"), charts.POWER, 14, 148_00, spread=70),
        Standing(card("Pixelworks Suite", "SAN JOSE CA"), charts.SOFTWARE, 6, 59_99, charts.CARD),
        Standing(card("Showcase Portfolio", "NEW YORK NY"), charts.ADVERTISING, 12, 36_00, charts.CARD),
        Standing(ach("Hollis Reyes Bookkeeping"), charts.PROFESSIONAL, 10, 225_00),
        Standing(ach("Hartwell Insurance", "PREMIUM"), charts.INSURANCE, 16, 96_40),
        Standing(ach("Tomas Reed Photo", "INVOICE"), _FREELANCE, 19, 620_00, spread=90),
    ),
    scatter=(
        Scatter(
            (card("Paper And Post", "ASHLAND OR"), card("Clayfield Art Supply", "ASHLAND OR")),
            charts.SUPPLIES,
            4,
            32_00,
            180_00,
        ),
        Scatter((pos("Corner Fuel", "ASHLAND OR"),), charts.TRAVEL, 2, 34_00, 62_00),
    ),
    assets=(Asset("1510", "cameras", 14_000_00, 156),),
    close_days=17,
    lag_days=9,
)
