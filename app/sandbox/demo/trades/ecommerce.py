"""Driftwood Goods: three sales channels, each with its clearing account, stock, parcels and advertising."""

from __future__ import annotations

from app.core.money import Cents
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
from app.sandbox.demo.rhythms.sales import IN_TRANSIT, Channel, every_other_tuesday, every_tuesday, sell
from app.sandbox.demo.rhythms.stock import relieve_stock, restock_cents
from app.sandbox.demo.rhythms.taxes import pay_state_tax
from app.sandbox.demo.vendors import ach, card, check_card

_GOODS, _POSTAGE_INCOME, _COGS, _PARCELS, _PACKAGING = "4010", "4020", "5010", "5020", "5030"
_SHOP, _MARKET, _PAYPAL, _LOAN = "1101", "1102", "1103", "2710"
_COST_SHARE = 405
_STOCK_TARGET = 190_000_00
_WEEK = (1040, 980, 960, 970, 1010, 1000, 1040)

SHOP = Channel(
    "Online shop",
    _SHOP,
    "SHOPIFY TRANSFER {n}",
    3_350_00,
    ((_GOODS, 930), (_POSTAGE_INCOME, 70)),
    _WEEK,
    fee=31,
    tax=58,
    is_daily=False,
)
MARKET = Channel(
    "Marketplace",
    _MARKET,
    "AMAZON MKTPLACE PMTS {n}",
    1_950_00,
    ((_GOODS, 1000),),
    _WEEK,
    fee=128,
    pays_on=every_other_tuesday,
    is_daily=False,
)
WALLET = Channel(
    "PayPal",
    _PAYPAL,
    "PAYPAL TRANSFER {n}",
    560_00,
    ((_GOODS, 940), (_POSTAGE_INCOME, 60)),
    _WEEK,
    fee=34,
    tax=58,
    pays_on=every_tuesday,
    is_daily=False,
)
_MAKERS = Supply(
    ("Saltmarsh Ceramics", "Loomstead Textiles", "Kelp And Cedar Candles", "Oarlock Woodcraft", "Brightwire"),
    charts.INVENTORY,
    6,
    0,
    soonest=20,
    latest=34,
)


def _trade(books: ClientBooks, month: Month) -> None:
    sold = sum(sell(books, month, channel) for channel in (SHOP, MARKET, WALLET))
    used: Cents = sold * _COST_SHARE // 1000
    buy_on_account(books, month, _MAKERS, restock_cents(books, month, used, _STOCK_TARGET))
    relieve_stock(books, month, used, _COGS)
    pay_state_tax(books, month, 2_700_00)


PROFILE = Profile(
    key="driftwood",
    name="Driftwood Goods",
    chart=chart(
        asset("1100", "Processor clearing"),
        asset(_SHOP, "Shop clearing", parent="1100"),
        asset(_MARKET, "Marketplace clearing", parent="1100"),
        asset(_PAYPAL, "PayPal clearing", parent="1100"),
        asset(IN_TRANSIT, "Processor receivable"),
        asset(charts.INVENTORY, "Inventory"),
        charts.LOANS,
        liability(_LOAN, "Working capital loan", "2700", "non_current"),
        charts.REVENUE,
        revenue(_GOODS, "Merchandise sales", "4000"),
        revenue(_POSTAGE_INCOME, "Shipping income", "4000"),
        charts.COSTS,
        cost(_COGS, "Merchandise cost", "5000"),
        cost(_PARCELS, "Outbound freight", "5000"),
        cost(_PACKAGING, "Packaging", "5000"),
        expense("6505", "Office supplies general"),
        expense("6860", "Product photography"),
    ),
    banks=(
        Bank(charts.CHECKING, "Operating Checking", "checking", "Bayline Bank", "8123"),
        Bank(charts.SAVINGS, "Reserve Savings", "savings", "Bayline Bank", "8131"),
        Bank(charts.CARD, "Visa Signature", "credit_card", "Bayline Bank", "4409"),
        Bank(_LOAN, "Working Capital Loan", "loan", "Bayline Bank", "7002"),
    ),
    opening={
        charts.CHECKING: 120_000_00,
        charts.SAVINGS: 50_000_00,
        charts.INVENTORY: 190_000_00,
        charts.CAPITAL: -90_000_00,
    },
    trade=_trade,
    cash=CashPlan(115_000_00, reserve=140_000_00),
    growth=85,
    season=(900, 890, 920, 940, 970, 960, 950, 970, 990, 1040, 1230, 1290),
    standing=(
        Standing(ach("Wharf Nine Warehouses", "RENT"), charts.RENT, 1, 6_400_00, spread=25, yearly=30),
        Standing(ach("Northline Internet"), charts.TELECOM, 9, 179_95),
        Standing(
            ach("Evergreen Health Plans", "PREMIUM"), charts.BENEFITS, 3, 2_760_00, spread=40, yearly=45
        ),
        Standing(ach("Hollis Reyes Bookkeeping"), charts.PROFESSIONAL, 10, 1_100_00),
        Standing(card("Shopify Plan", "NEW YORK NY"), charts.SOFTWARE, 3, 399_00, charts.CARD),
        Standing(card("Mailwave Campaigns", "ATLANTA GA"), charts.ADVERTISING, 7, 620_00, charts.CARD),
        Standing(card("Docket Cloud Storage", "SEATTLE WA"), charts.SOFTWARE, 11, 89_00, charts.CARD),
        Standing(card("Stockpile Inventory App", "TORONTO NY"), charts.SOFTWARE, 14, 349_00, charts.CARD),
        Standing(card("Helpfold Desk", "BOSTON MA"), charts.SOFTWARE, 18, 215_00, charts.CARD),
        Standing(card("Returnly Labels", "OAKLAND CA"), charts.SOFTWARE, 24, 149_00, charts.CARD),
        Standing(ach("Lensroom Studio", "INVOICE"), "6860", 16, 880_00, spread=80),
        Standing(ach("Bright Janitorial"), charts.REPAIRS, 15, 360_00),
        Standing(ach("Bayline Bank", "SERVICE CHARGE"), charts.BANK_FEES, 22, 25_00),
    ),
    scatter=(
        Scatter(
            (
                card("Parcelway Express", "MEMPHIS TN"),
                card("Postmark Stamps", "WASHINGTON DC"),
                card("Groundlink Shipping", "ATLANTA GA"),
            ),
            _PARCELS,
            26,
            430_00,
            870_00,
        ),
        Scatter(
            (card("Facelight Ads", "MENLO PARK CA"), card("Adlight Search Ads", "MOUNTAIN VIEW CA")),
            charts.ADVERTISING,
            12,
            1_240_00,
            1_800_00,
        ),
        Scatter(
            (card("Uline Shipping Supply", "CHICAGO IL"), check_card("Boxcraft Packaging", "FRESNO CA")),
            _PACKAGING,
            6,
            370_00,
            900_00,
        ),
        Scatter((card("Paper And Post", "OAKLAND CA"),), charts.SUPPLIES, 4, 30_00, 190_00),
        Scatter(
            (card("Harbor Noodle House", "OAKLAND CA"), card("Skyway Air", "DALLAS TX")),
            charts.TRAVEL,
            4,
            40_00,
            380_00,
        ),
    ),
    payroll=Payroll(11_200_00),
    loans=(Loan(_LOAN, ach("Bayline Loan", "PMT"), 210_000_00, 790, 144, 12),),
    assets=(Asset("1510", "warehouse equipment", 64_000_00, 150),),
    policies=(
        Policy(ach("Hartwell Insurance", "PREMIUM"), 9_600_00, 9, charts.PREPAID_INSURANCE, charts.INSURANCE),
    ),
    accruals=(
        Accrual("electricity", 810_00, charts.ACCRUED_UTILITIES, charts.POWER, ach("Bay Power Utility")),
    ),
    close_days=11,
    lag_days=5,
)
