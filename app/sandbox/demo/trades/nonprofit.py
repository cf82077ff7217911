"""Harbor Food Bank: gifts, grants, donated food that never touches the bank, a fiscal year from July."""

from __future__ import annotations

from datetime import timedelta

from app.core.money import Cents
from app.sandbox.demo import charts
from app.sandbox.demo.charts import AccountRow, asset, chart, expense, liability, revenue
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import Month, next_business_day
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
from app.sandbox.demo.rhythms.invoices import Invoice, record_invoice
from app.sandbox.demo.rhythms.sales import IN_TRANSIT, Channel, every_thursday, sell
from app.sandbox.demo.vendors import Vendor, ach, card, check_card

_DONATIONS, _GRANTS, _IN_KIND, _FOOD_GIVEN, _FOOD_BOUGHT = "4010", "4020", "4030", "5010", "5020"
_CLEARING, _PROGRAM_WAGES, _VAN_LOAN, _VANS, _FUEL, _RESERVE = "1100", "5110", "2710", "1520", "6870", "1700"
_GRANTORS = ("Tidelands Foundation", "Harbor County Health", "Mariner Community Fund")
_GRANT = 33_000_00
_IN_KIND_FORTNIGHT = 27_000_00

ONLINE_GIVING = Channel(
    "Online giving",
    _CLEARING,
    "GIVEBUTTER DONATIONS {n}",
    1_120_00,
    ((_DONATIONS, 1000),),
    (1050, 980, 1000, 990, 1020, 930, 1030),
    fee=29,
    pays_on=every_thursday,
    is_daily=False,
)
_FOOD = Supply(("Greenfield Wholesale", "Coastal Growers Coop"), _FOOD_BOUGHT, 4, 15_400_00)


def _trade(books: ClientBooks, month: Month) -> None:
    sell(books, month, ONLINE_GIVING)
    _claim_grants(books, month)
    _receive_food(books, month)
    buy_on_account(books, month, _FOOD)


def _claim_grants(books: ClientBooks, month: Month) -> None:
    """Claim each grantor's monthly share and receive it some weeks later."""
    dice = books.dice("grants", month)
    for turn, grantor in enumerate(_GRANTORS):
        day = month.business_day(5 + 6 * turn)
        cents: Cents = dice.around(_GRANT * books.growth(month) // 1000 // len(_GRANTORS), 60)
        paid = next_business_day(day + timedelta(days=dice.between(14, 30)))
        record_invoice(books, Invoice(day, grantor, _GRANTS, f"CLAIM-{month.stamp}-{turn + 1}", cents, paid))


def _receive_food(books: ClientBooks, month: Month) -> None:
    """Book donated food when it comes and when it is given away; what lies on the shelves hardly changes."""
    dice = books.dice("food", month)
    for number in (10, 24):
        cents = dice.around(_IN_KIND_FORTNIGHT * books.level(month) // 1000, 70)
        day = month.business_day(number)
        legs = ((charts.INVENTORY, cents), (_IN_KIND, -cents))
        books.journal(day, "Donated food received", legs, "inventory")
        missing = books.balance_before(charts.INVENTORY, month) - 28_000_00
        given = cents + missing // 4
        legs = ((_FOOD_GIVEN, given), (charts.INVENTORY, -given))
        books.journal(
            next_business_day(day + timedelta(days=2)), "Donated food distributed", legs, "inventory"
        )


PROFILE = Profile(
    key="harbor",
    name="Harbor Food Bank",
    chart=chart(
        asset(_CLEARING, "Donation clearing"),
        asset(IN_TRANSIT, "Processor receivable"),
        asset(charts.RECEIVABLE, "Grants receivable"),
        asset(charts.INVENTORY, "Donated food inventory"),
        asset(_RESERVE, "Board-designated reserve", "non_current"),
        asset(_VANS, "Delivery vans", "fixed", "1500"),
        charts.LOANS,
        liability(_VAN_LOAN, "Van loan", "2700", "non_current"),
        AccountRow("3000", "Net assets", "equity", "equity"),
        AccountRow(charts.CAPITAL, "Donor-restricted funds", "equity", "equity", "3000"),
        AccountRow(charts.RETAINED, "Unrestricted surplus", "equity", "retained", "3000"),
        revenue("4000", "Support"),
        revenue(_DONATIONS, "Individual contributions", "4000"),
        revenue(_GRANTS, "Government and foundation grants", "4000"),
        revenue(_IN_KIND, "Donated goods", "4000"),
        expense("5000", "Program services"),
        expense(_FOOD_GIVEN, "Donated food distributed", "5000"),
        expense(_FOOD_BOUGHT, "Purchased food", "5000"),
        expense(_PROGRAM_WAGES, "Program staff", "5000"),
        expense(_FUEL, "Van fuel", "5000"),
        without=frozenset({charts.DRAWS}),
    ),
    banks=(
        Bank(charts.CHECKING, "Operating Checking", "checking", "Tidewater Credit Union", "1450"),
        Bank(charts.SAVINGS, "Reserve Savings", "savings", "Tidewater Credit Union", "1468"),
        Bank(charts.CARD, "Visa Nonprofit", "credit_card", "Tidewater Credit Union", "9093"),
        Bank(_VAN_LOAN, "Van Loan", "loan", "Tidewater Credit Union", "3370"),
    ),
    opening={
        charts.CHECKING: 70_000_00,
        charts.SAVINGS: 40_000_00,
        charts.INVENTORY: 28_000_00,
        _RESERVE: 60_000_00,
        charts.CAPITAL: -45_000_00,
    },
    trade=_trade,
    cash=CashPlan(
        66_000_00,
        reserve=110_000_00,
        owner_code=_RESERVE,
        owner=Vendor("Reserve fund contribution", "ACH COMMUNITY FOUNDATION RESERVE {n}"),
    ),
    growth=45,
    season=(960, 940, 960, 970, 980, 970, 970, 980, 1000, 1030, 1130, 1150),
    standing=(
        Standing(ach("Port Authority Warehouse", "RENT"), charts.RENT, 1, 2_900_00, spread=25, yearly=20),
        Standing(ach("Northline Internet"), charts.TELECOM, 9, 129_95),
        Standing(ach("City Water Works"), charts.WATER, 13, 198_00, spread=60),
        Standing(
            ach("Evergreen Health Plans", "PREMIUM"), charts.BENEFITS, 3, 2_340_00, spread=40, yearly=45
        ),
        Standing(ach("Hollis Reyes Bookkeeping"), charts.PROFESSIONAL, 10, 520_00),
        Standing(card("Donorline Database", "CHARLESTON SC"), charts.SOFTWARE, 6, 165_00, charts.CARD),
        Standing(card("Pantrysoft", "MADISON WI"), charts.SOFTWARE, 14, 119_00, charts.CARD),
        Standing(card("Mailwave Campaigns", "ATLANTA GA"), charts.ADVERTISING, 19, 84_00, charts.CARD),
        Standing(ach("Pest Guard Northwest"), charts.REPAIRS, 16, 145_00),
        Standing(ach("Coldchain Refrigeration", "SERVICE"), charts.REPAIRS, 23, 410_00, spread=70),
    ),
    scatter=(
        Scatter(
            (card("Petroline", "EVERETT WA"), card("Corner Fuel", "EVERETT WA")), _FUEL, 8, 102_00, 196_00
        ),
        Scatter(
            (card("Paper And Post", "EVERETT WA"), check_card("Boxcraft Packaging", "EVERETT WA")),
            charts.SUPPLIES,
            5,
            60_00,
            300_00,
        ),
        Scatter((card("Volunteer Lunch Counter", "EVERETT WA"),), charts.TRAVEL, 3, 40_00, 120_00),
    ),
    payroll=Payroll(14_400_00, ((_PROGRAM_WAGES, 680), (charts.WAGES, 320))),
    loans=(Loan(_VAN_LOAN, ach("Tidewater CU Loan", "PMT"), 54_000_00, 560, 144, 15),),
    assets=(Asset(_VANS, "vans", 96_000_00, 150), Asset("1510", "freezers", 58_000_00, 156)),
    policies=(
        Policy(
            ach("Nonprofit Mutual Cover", "PREMIUM"), 7_800_00, 7, charts.PREPAID_INSURANCE, charts.INSURANCE
        ),
    ),
    accruals=(
        Accrual("electricity", 1_120_00, charts.ACCRUED_UTILITIES, charts.POWER, ach("Snoho Public Utility")),
    ),
    fiscal_year_start=7,
    close_days=18,
    lag_days=9,
)
