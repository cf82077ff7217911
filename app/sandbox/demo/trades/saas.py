"""Juniper SaaS Inc: subscriptions by the month and by the year, revenue earned over time."""

from __future__ import annotations

from app.core.money import Cents
from app.sandbox.demo import charts
from app.sandbox.demo.charts import AccountRow, asset, chart, cost, expense, liability, revenue
from app.sandbox.demo.client_books import ClientBooks
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
from app.sandbox.demo.rhythms.bills import Supply, buy_on_account
from app.sandbox.demo.rhythms.sales import IN_TRANSIT, Channel, sales_days, sell
from app.sandbox.demo.rhythms.taxes import pay_income_tax, pay_state_tax
from app.sandbox.demo.vendors import Vendor, ach, card, toast

_MONTHLY, _ANNUAL, _DEFERRED, _CLEARING = "4010", "4020", "2500", "1100"
_HOSTING, _SUPPORT, _ENGINEERS, _RESEARCH, _INVESTMENTS = "5010", "5020", "6140", "6860", "1700"
_ANNUAL_SHARE = 340
_TERM = 12
_RECOGNIZED_ON = 25

CARDS = Channel(
    "Subscriptions",
    _CLEARING,
    "STRIPE TRANSFER {n}",
    6_450_00,
    ((_MONTHLY, 1000 - _ANNUAL_SHARE), (_DEFERRED, _ANNUAL_SHARE)),
    (1030, 1040, 1030, 1010, 990, 940, 960),
    fee=28,
    is_daily=False,
)
_CLOUD = Supply(("Nimbus Cloud Hosting", "Edgecast Delivery"), _HOSTING, 2, 22_500_00)
_CONTRACTORS = Supply(("Brightline Security Review", "Pairwise Contractors"), _RESEARCH, 4, 16_500_00)


def _billed_ahead(books: ClientBooks, month: Month) -> Cents:
    """Return what the month's annual plans were billed."""
    return sum(day.net * _ANNUAL_SHARE // 1000 for day in sales_days(books, month, CARDS))


def _trade(books: ClientBooks, month: Month) -> None:
    sell(books, month, CARDS)
    earned = sum(_billed_ahead(books, month.back(back)) // _TERM for back in range(_TERM))
    text = f"Annual plans earned {month.first:%b %Y}"
    books.journal(month.day(_RECOGNIZED_ON), text, ((_DEFERRED, earned), (_ANNUAL, -earned)), "recurring")
    buy_on_account(books, month, _CLOUD)
    buy_on_account(books, month, _CONTRACTORS)
    pay_state_tax(books, month, 1_600_00)
    pay_income_tax(books, month, 4_850_00)


def _deferred(books: ClientBooks, month: Month) -> dict[str, Cents]:
    """Return what annual plans billed before the month still have to earn."""
    owed = 0
    for back in range(1, _TERM):
        billed = _billed_ahead(books, month.back(back))
        owed += billed - billed // _TERM * back
    return {_DEFERRED: -owed}


PROFILE = Profile(
    key="juniper",
    name="Juniper SaaS Inc",
    chart=chart(
        asset(_CLEARING, "Stripe clearing"),
        asset(IN_TRANSIT, "Processor receivable"),
        asset(_INVESTMENTS, "Treasury bills", "non_current"),
        liability(_DEFERRED, "Unearned revenue"),
        AccountRow("3000", "Stockholders' equity", "equity", "equity"),
        AccountRow(charts.CAPITAL, "Preferred and common stock", "equity", "equity", "3000"),
        charts.REVENUE,
        revenue(_MONTHLY, "Monthly subscriptions", "4000"),
        revenue(_ANNUAL, "Annual subscriptions", "4000"),
        cost("5000", "Cost of revenue"),
        cost(_HOSTING, "Cloud hosting", "5000"),
        cost(_SUPPORT, "Customer support wages", "5000"),
        expense(_ENGINEERS, "Engineering wages", "6100"),
        expense(_RESEARCH, "Contract engineering"),
        expense("6870", "Conference sponsorship"),
        *charts.CORPORATE_TAX,
        without=frozenset({charts.DRAWS}),
    ),
    banks=(
        Bank(charts.CHECKING, "Operating Checking", "checking", "Foundry Bank", "2204"),
        Bank(charts.SAVINGS, "Money Market", "savings", "Foundry Bank", "2212"),
        Bank(charts.CARD, "Corporate Card", "credit_card", "Foundry Bank", "6650"),
    ),
    opening={
        charts.CHECKING: 280_000_00,
        charts.SAVINGS: 400_000_00,
        _INVESTMENTS: 600_000_00,
        charts.CAPITAL: -700_000_00,
    },
    trade=_trade,
    cash=CashPlan(
        270_000_00,
        reserve=600_000_00,
        owner_code=_INVESTMENTS,
        owner=Vendor("Treasury bill purchase", "ACH TREASURYDIRECT PURCHASE {n}"),
    ),
    growth=95,
    standing=(
        Standing(ach("Copperworks Offices", "RENT"), charts.RENT, 1, 6_100_00, spread=25, yearly=30),
        Standing(ach("Northline Internet"), charts.TELECOM, 9, 419_95),
        Standing(
            ach("Evergreen Health Plans", "PREMIUM"), charts.BENEFITS, 3, 9_200_00, spread=40, yearly=45
        ),
        Standing(ach("Hollis Reyes Bookkeeping"), charts.PROFESSIONAL, 10, 1_950_00),
        Standing(card("Gitforge Seats", "SAN FRANCISCO CA"), charts.SOFTWARE, 3, 840_00, charts.CARD),
        Standing(card("Pagerlight On Call", "SAN FRANCISCO CA"), charts.SOFTWARE, 6, 410_00, charts.CARD),
        Standing(card("Helpfold Desk", "BOSTON MA"), charts.SOFTWARE, 8, 960_00, charts.CARD),
        Standing(card("Pixelworks Suite", "SAN JOSE CA"), charts.SOFTWARE, 11, 329_00, charts.CARD),
        Standing(card("Tracelog Monitoring", "NEW YORK NY"), charts.SOFTWARE, 14, 1_480_00, charts.CARD),
        Standing(card("Mailwave Campaigns", "ATLANTA GA"), charts.ADVERTISING, 16, 780_00, charts.CARD),
        Standing(card("Peoplebase Hr", "SAN FRANCISCO CA"), charts.SOFTWARE, 19, 520_00, charts.CARD),
        Standing(card("Docket Cloud Storage", "SEATTLE WA"), charts.SOFTWARE, 21, 189_00, charts.CARD),
        Standing(card("Videoroom Meetings", "SAN JOSE CA"), charts.SOFTWARE, 23, 240_00, charts.CARD),
        Standing(ach("Foundry Bank", "ANALYSIS FEE"), charts.BANK_FEES, 22, 65_00),
    ),
    scatter=(
        Scatter(
            (card("Adlight Search Ads", "MOUNTAIN VIEW CA"), card("Linkhall Sponsored", "SUNNYVALE CA")),
            charts.ADVERTISING,
            8,
            1_230_00,
            1_890_00,
        ),
        Scatter(
            (
                card("Skyway Air", "DALLAS TX"),
                card("Hearth Hotels", "DENVER CO"),
                toast("Foundry Kitchen", "DENVER CO"),
                card("Ridewell Car Service", "DENVER CO"),
            ),
            charts.TRAVEL,
            9,
            64_00,
            1_040_00,
        ),
        Scatter(
            (card("Paper And Post", "DENVER CO"), card("Desk And Monitor Co", "AUSTIN TX")),
            charts.SUPPLIES,
            4,
            68_00,
            960_00,
        ),
    ),
    payroll=Payroll(38_500_00, ((_ENGINEERS, 520), (charts.WAGES, 300), (_SUPPORT, 180))),
    assets=(Asset("1510", "computers", 140_000_00, 150),),
    policies=(
        Policy(ach("Cybershield Cover", "PREMIUM"), 18_000_00, 4, charts.PREPAID_INSURANCE, charts.INSURANCE),
    ),
    accruals=(
        Accrual("electricity", 520_00, charts.ACCRUED_UTILITIES, charts.POWER, ach("Front Range Power")),
    ),
    extra_opening=_deferred,
    fiscal_year_start=2,
    close_days=7,
    lag_days=4,
)
