"""Alder & Finch Café: counter sales every day, deliveries, a small payroll."""

from __future__ import annotations

from app.sandbox.demo import charts
from app.sandbox.demo.charts import AccountRow, asset, chart, cost, liability, revenue
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
from app.sandbox.demo.rhythms.sales import IN_TRANSIT, Channel, sell
from app.sandbox.demo.rhythms.taxes import pay_state_tax
from app.sandbox.demo.vendors import ach, card, check_card, pos, square

_FOOD, _DRINKS, _INGREDIENTS, _COFFEE = "4010", "4020", "5010", "5020"
_CLEARING, _TILL, _LOAN = "1100", "1060", "2710"

COUNTER = Channel(
    name="Counter",
    clearing=_CLEARING,
    payout="SQUARE INC DEPOSIT {n}",
    daily=2_150_00,
    split=((_DRINKS, 560), (_FOOD, 440)),
    weekdays=(860, 880, 920, 960, 1110, 1240, 1030),
    fee=27,
    tax=62,
    cash=140,
    cash_account=_TILL,
    is_daily=False,
)


def _trade(books: ClientBooks, month: Month) -> None:
    sell(books, month, COUNTER)
    pay_state_tax(books, month, 690_00)


PROFILE = Profile(
    key="alder",
    name="Alder & Finch Café",
    chart=chart(
        asset(_TILL, "Cash in till"),
        asset(_CLEARING, "Card clearing"),
        asset(IN_TRANSIT, "Processor receivable"),
        charts.LOANS,
        liability(_LOAN, "Espresso equipment loan", "2700", "non_current"),
        charts.REVENUE,
        revenue(_FOOD, "Food sales", "4000"),
        revenue(_DRINKS, "Beverage sales", "4000"),
        charts.COSTS,
        cost(_INGREDIENTS, "Ingredients", "5000"),
        cost(_COFFEE, "Coffee beans and tea", "5000"),
        AccountRow("6510", "Catering disposables", "expense", "operating", is_active=False),
    ),
    banks=(
        Bank(charts.CHECKING, "Operating Checking", "checking", "First Harbor Bank", "2210"),
        Bank(charts.SAVINGS, "Reserve Savings", "savings", "First Harbor Bank", "4471"),
        Bank(charts.CARD, "Visa Business", "credit_card", "First Harbor Bank", "8802"),
        Bank(_LOAN, "Equipment Loan", "loan", "First Harbor Bank", "0917"),
    ),
    opening={
        charts.CHECKING: 31_000_00,
        charts.SAVINGS: 12_000_00,
        _TILL: 400_00,
        charts.CAPITAL: -40_000_00,
    },
    trade=_trade,
    cash=CashPlan(30_000_00, reserve=40_000_00),
    growth=45,
    season=(920, 930, 970, 1000, 1040, 1060, 1060, 1040, 1000, 985, 990, 1040),
    standing=(
        Standing(ach("Cedar Street Properties", "RENT"), charts.RENT, 1, 4_800_00, spread=25, yearly=30),
        Standing(ach("Northline Internet"), charts.TELECOM, 8, 189_95),
        Standing(ach("City Water Works"), charts.WATER, 13, 412_00, spread=60),
        Standing(card("Pourlist Menu", "AUSTIN TX"), charts.SOFTWARE, 5, 79_00, charts.CARD),
        Standing(card("Shiftwise Scheduling", "DENVER CO"), charts.SOFTWARE, 12, 64_00, charts.CARD),
        Standing(card("Looply Rewards", "SEATTLE WA"), charts.ADVERTISING, 15, 129_00, charts.CARD),
        Standing(ach("Hollis Reyes Bookkeeping"), charts.PROFESSIONAL, 10, 450_00),
        Standing(ach("Greasetrap Service Co"), charts.REPAIRS, 16, 165_00),
        Standing(card("Earshot Business Radio", "NEW YORK NY"), charts.SOFTWARE, 21, 34_95, charts.CARD),
        Standing(ach("First Harbor Bank", "MONTHLY SERVICE FEE"), charts.BANK_FEES, 22, 15_00),
    ),
    scatter=(
        Scatter(
            (
                pos("Greenfield Wholesale", "PORTLAND OR"),
                pos("Tillerman Dairy", "SALEM OR"),
                pos("Rye Street Bakery", "PORTLAND OR"),
                ach("Cascade Produce", "DELIVERY"),
            ),
            _INGREDIENTS,
            24,
            465_00,
            775_00,
            charts.CHECKING,
        ),
        Scatter(
            (ach("Highwater Roasters", "INVOICE"), card("Leafhouse Tea", "EUGENE OR")),
            _COFFEE,
            6,
            560_00,
            850_00,
            charts.CHECKING,
        ),
        Scatter(
            (
                check_card("Restaurant Depot", "PORTLAND OR"),
                card("Paper And Post", "PORTLAND OR"),
                card("Uline Shipping Supply", "CHICAGO IL"),
            ),
            charts.SUPPLIES,
            9,
            80_00,
            270_00,
        ),
        Scatter(
            (square("Harvest Market Stall", "PORTLAND OR"), card("Corner Fuel", "PORTLAND OR")),
            charts.TRAVEL,
            4,
            28_00,
            74_00,
        ),
        Scatter((card("Rosefield Appliance", "PORTLAND OR"),), charts.REPAIRS, 2, 90_00, 320_00),
    ),
    payroll=Payroll(9_300_00),
    loans=(Loan(_LOAN, ach("Harborline Loan Servicing", "PMT"), 62_000_00, 650, 144, 22),),
    assets=(Asset("1510", "equipment", 96_000_00, 160),),
    policies=(
        Policy(ach("Hartwell Insurance", "PREMIUM"), 6_200_00, 3, charts.PREPAID_INSURANCE, charts.INSURANCE),
    ),
    accruals=(
        Accrual(
            "electricity",
            1_240_00,
            charts.ACCRUED_UTILITIES,
            charts.POWER,
            ach("City Power And Light"),
            season=(1060, 1040, 1000, 970, 960, 1000, 1050, 1050, 1000, 970, 1000, 1050),
        ),
    ),
    close_days=10,
)
