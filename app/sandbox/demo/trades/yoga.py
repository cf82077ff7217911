"""Lakeside Yoga: memberships paid out once a week, teachers paid by the class."""

from __future__ import annotations

from app.sandbox.demo import charts
from app.sandbox.demo.charts import asset, chart, cost, revenue
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import Month
from app.sandbox.demo.profile import Accrual, Asset, Bank, CashPlan, Payroll, Profile, Scatter, Standing
from app.sandbox.demo.rhythms.sales import IN_TRANSIT, Channel, every_tuesday, sell
from app.sandbox.demo.rhythms.taxes import pay_state_tax
from app.sandbox.demo.vendors import ach, card, paypal, pos, square

_MEMBERSHIPS, _CLASSES, _RETAIL, _TEACHERS, _RETAIL_COST, _CLEARING = (
    "4010",
    "4020",
    "4030",
    "5010",
    "5020",
    "1100",
)

STUDIO = Channel(
    "Studio",
    _CLEARING,
    "MINDBODY PAYMENTS {n}",
    830_00,
    ((_MEMBERSHIPS, 640), (_CLASSES, 300), (_RETAIL, 60)),
    (1120, 1030, 1040, 990, 880, 1060, 880),
    fee=32,
    pays_on=every_tuesday,
    is_daily=False,
)


def _trade(books: ClientBooks, month: Month) -> None:
    sell(books, month, STUDIO)
    pay_state_tax(books, month, 240_00)


PROFILE = Profile(
    key="lakeside",
    name="Lakeside Yoga",
    chart=chart(
        asset(_CLEARING, "Studio clearing"),
        asset(IN_TRANSIT, "Processor receivable"),
        charts.REVENUE,
        revenue(_MEMBERSHIPS, "Memberships", "4000"),
        revenue(_CLASSES, "Class packs", "4000"),
        revenue(_RETAIL, "Retail sales", "4000"),
        charts.COSTS,
        cost(_TEACHERS, "Teachers", "5000"),
        cost(_RETAIL_COST, "Mats and apparel", "5000"),
    ),
    banks=(
        Bank(charts.CHECKING, "Studio Checking", "checking", "Lakeshore Savings Bank", "6402"),
        Bank(charts.SAVINGS, "Rainy Day Savings", "savings", "Lakeshore Savings Bank", "6410"),
        Bank(charts.CARD, "Mastercard Small Business", "credit_card", "Lakeshore Savings Bank", "5508"),
    ),
    opening={charts.CHECKING: 21_000_00, charts.SAVINGS: 7_000_00, charts.CAPITAL: -12_000_00},
    trade=_trade,
    cash=CashPlan(20_000_00, reserve=22_000_00),
    growth=40,
    season=(1120, 1060, 1030, 1000, 980, 950, 920, 930, 1010, 1020, 1000, 980),
    standing=(
        Standing(ach("Lakefront Commons", "RENT"), charts.RENT, 1, 4_350_00, spread=25, yearly=25),
        Standing(ach("Northline Internet"), charts.TELECOM, 9, 109_95),
        Standing(ach("City Water Works"), charts.WATER, 13, 118_00, spread=60),
        Standing(card("Mindbody Software", "SAN LUIS OBISPO CA"), charts.SOFTWARE, 6, 349_00, charts.CARD),
        Standing(card("Streamflow Classes", "BROOKLYN NY"), charts.SOFTWARE, 12, 79_00, charts.CARD),
        Standing(card("Mailwave Campaigns", "ATLANTA GA"), charts.ADVERTISING, 16, 65_00, charts.CARD),
        Standing(ach("Hollis Reyes Bookkeeping"), charts.PROFESSIONAL, 10, 340_00),
        Standing(ach("Hartwell Insurance", "PREMIUM"), charts.INSURANCE, 16, 186_50),
        Standing(ach("Bright Janitorial"), charts.REPAIRS, 15, 480_00),
        Standing(ach("Lakeshore Savings", "SERVICE FEE"), charts.BANK_FEES, 22, 12_00),
    ),
    scatter=(
        Scatter(
            (
                ach("Anya Petrov", "TEACHING"),
                ach("Bao Nguyen", "TEACHING"),
                ach("Carmen Ruiz", "TEACHING"),
                ach("Dev Malhotra", "TEACHING"),
                ach("Elin Sorensen", "TEACHING"),
            ),
            _TEACHERS,
            10,
            570_00,
            840_00,
            charts.CHECKING,
        ),
        Scatter(
            (paypal("Lotus Mat Wholesale"), card("Softcotton Apparel", "LOS ANGELES CA")),
            _RETAIL_COST,
            4,
            70_00,
            190_00,
        ),
        Scatter(
            (card("Paper And Post", "MADISON WI"), square("Candle And Incense Co", "MADISON WI")),
            charts.SUPPLIES,
            4,
            30_00,
            130_00,
        ),
        Scatter(
            (pos("Corner Fuel", "MADISON WI"), square("Juice Garden", "MADISON WI")),
            charts.TRAVEL,
            4,
            9_00,
            42_00,
        ),
    ),
    payroll=Payroll(1_700_00),
    assets=(Asset("1510", "studio furniture", 31_000_00, 156),),
    accruals=(
        Accrual(
            "electricity",
            430_00,
            charts.ACCRUED_UTILITIES,
            charts.POWER,
            ach("Lakes Electric"),
            season=(1120, 1100, 1040, 960, 920, 940, 980, 980, 940, 960, 1020, 1080),
        ),
    ),
    close_days=14,
    lag_days=7,
)
