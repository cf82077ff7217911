"""Canyon Ridge Builders: jobs with a deposit, four progress invoices, subcontractors paid by check."""

from __future__ import annotations

from datetime import date, timedelta

from app.core.money import Cents
from app.sandbox.demo import charts
from app.sandbox.demo.charts import asset, chart, cost, expense, liability, revenue
from app.sandbox.demo.client_books import ClientBooks, FeedRow
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
from app.sandbox.demo.rhythms.invoices import collect
from app.sandbox.demo.rhythms.taxes import pay_state_tax
from app.sandbox.demo.vendors import ach, card, check_card, pos

_CONTRACTS, _MATERIALS, _SUBCONTRACTORS, _CREWS, _PERMITS = "4010", "5010", "5020", "5030", "5040"
_DEPOSITS, _TRUCK_LOAN, _LOADER_LOAN, _TRUCKS, _FUEL = "2500", "2710", "2720", "1520", "6870"
_STAGES = 4
_JOBS = 2
_DEPOSIT_SHARE = 150
_STREETS = (
    "Alder Court",
    "Birch Hollow",
    "Cottonwood Lane",
    "Dry Creek Road",
    "Elk Meadow",
    "Fern Gulch",
    "Gold Hill",
    "Hidden Mesa",
    "Indigo Point",
    "Jasper Loop",
    "Kiva Street",
    "Lodge Pole",
)
_CREW_SUPPLY = Supply(
    (
        "Apex Framing",
        "Bluestem Electric",
        "Copperline Plumbing",
        "Drystone Masonry",
        "Eagle Roofing",
        "Four Corners Drywall",
        "Granger Concrete",
    ),
    _SUBCONTRACTORS,
    8,
    0,
    by_check=True,
)
_YARDS = Supply(("Mesa Lumber Yard", "Stonegate Building Supply", "Redrock Windows"), _MATERIALS, 4, 0)


def _job_cents(books: ClientBooks, month: Month, job: int) -> Cents:
    """Return the contract value of a job that starts in the month."""
    return books.dice(f"job {job}", month).around(123_000_00 * books.level(month) // 1000, 170)


def _billed(books: ClientBooks, month: Month) -> Cents:
    """Return what all running jobs bill in the month."""
    return sum(
        _job_cents(books, month.back(back), job) // _STAGES
        for back in range(1, _STAGES + 1)
        for job in range(_JOBS)
    )


def _trade(books: ClientBooks, month: Month) -> None:
    for job in range(_JOBS):
        _start_job(books, month, job)
    billed = _billed(books, month)
    buy_on_account(books, month, _CREW_SUPPLY, billed * 390 // 1000)
    buy_on_account(books, month, _YARDS, billed * 135 // 1000)
    pay_state_tax(books, month, 3_300_00)


def _running_jobs(books: ClientBooks, month: Month) -> dict[str, Cents]:
    """Begin with the jobs under way; what they brought in before is not part of the opening cash."""
    for back in range(1, _STAGES + 2):
        for job in range(_JOBS):
            _start_job(books, month.back(back), job)
    return {charts.CHECKING: -books.balance_before(charts.CHECKING, month)}


def _start_job(books: ClientBooks, month: Month, job: int) -> None:
    """Take the deposit and bill four stages in the months that follow; the deposit is used up evenly."""
    dice = books.dice(f"job days {job}", month)
    cents = _job_cents(books, month, job)
    name = f"{_STREETS[(month.number * _JOBS + job) % len(_STREETS)]} job {month.stamp}{job + 1}"
    stage = cents // _STAGES
    deposit = stage * _DEPOSIT_SHARE // 1000
    day = month.business_day(dice.between(3, 24))
    feed = (FeedRow(charts.CHECKING, day, "MOBILE CHECK DEPOSIT {n}", deposit * _STAGES),)
    legs = ((charts.CHECKING, deposit * _STAGES), (_DEPOSITS, -deposit * _STAGES))
    books.settle(day, f"{name} retainer", legs, feed, source="deposit", category=_DEPOSITS)
    for turn in range(1, _STAGES + 1):
        _bill_stage(books, month.back(-turn).business_day(dice.between(6, 26)), name, turn, stage, deposit)


def _bill_stage(books: ClientBooks, day: date, name: str, turn: int, stage: Cents, deposit: Cents) -> None:
    """Bill a stage; each is a little larger than the one before."""
    stage = stage * (95 + 2 * turn) // 100
    legs = ((charts.RECEIVABLE, stage - deposit), (_DEPOSITS, deposit), (_CONTRACTS, -stage))
    reference = f"{name.rsplit(maxsplit=1)[-1]}-{turn}"
    books.journal(day, f"{name} progress invoice", legs, "invoice", reference=reference)
    paid = next_business_day(day + timedelta(days=10 + (day.toordinal() * 7) % 16))
    collect(books, paid, name, stage - deposit, reference)


PROFILE = Profile(
    key="canyon",
    name="Canyon Ridge Builders",
    chart=chart(
        asset(_TRUCKS, "Trucks and trailers", "fixed", "1500"),
        liability(_DEPOSITS, "Customer job deposits"),
        charts.LOANS,
        liability(_TRUCK_LOAN, "Truck loan", "2700", "non_current"),
        liability(_LOADER_LOAN, "Skid steer loan", "2700", "non_current"),
        charts.REVENUE,
        revenue(_CONTRACTS, "Construction contracts", "4000"),
        revenue("4020", "Small works", "4000"),
        charts.COSTS,
        cost(_MATERIALS, "Job materials", "5000"),
        cost(_SUBCONTRACTORS, "Subcontractors", "5000"),
        cost(_CREWS, "Crew wages", "5000"),
        cost(_PERMITS, "Permits and inspections", "5000"),
        expense(_FUEL, "Fuel"),
    ),
    banks=(
        Bank(charts.CHECKING, "Operating Checking", "checking", "Mesa Community Bank", "6011"),
        Bank(charts.SAVINGS, "Reserve Savings", "savings", "Mesa Community Bank", "6029"),
        Bank(charts.CARD, "Builder Card", "credit_card", "Mesa Community Bank", "3147"),
        Bank(_TRUCK_LOAN, "Truck Loan", "loan", "Mesa Community Bank", "0255"),
        Bank(_LOADER_LOAN, "Skid Steer Loan", "loan", "Ironhorse Credit", "7710"),
    ),
    opening={
        charts.CHECKING: 320_000_00,
        charts.SAVINGS: 45_000_00,
        charts.CAPITAL: -60_000_00,
    },
    trade=_trade,
    cash=CashPlan(190_000_00, reserve=170_000_00),
    growth=60,
    season=(920, 930, 980, 1030, 1060, 1060, 1050, 1040, 1020, 1000, 970, 940),
    standing=(
        Standing(ach("Canyon Industrial Park", "RENT"), charts.RENT, 2, 3_850_00, spread=25, yearly=25),
        Standing(ach("Northline Internet"), charts.TELECOM, 9, 219_95),
        Standing(
            ach("Evergreen Health Plans", "PREMIUM"), charts.BENEFITS, 3, 4_120_00, spread=40, yearly=45
        ),
        Standing(ach("Hollis Reyes Bookkeeping"), charts.PROFESSIONAL, 10, 1_250_00),
        Standing(card("Planroom Takeoff", "OMAHA NE"), charts.SOFTWARE, 6, 299_00, charts.CARD),
        Standing(card("Jobtread Scheduler", "DALLAS TX"), charts.SOFTWARE, 13, 199_00, charts.CARD),
        Standing(ach("Redline Safety Training"), charts.PROFESSIONAL, 18, 340_00),
        Standing(card("Valley Billboard", "DURANGO CO"), charts.ADVERTISING, 20, 680_00, charts.CARD),
        Standing(ach("Sanitrax Site Toilets"), _MATERIALS, 16, 920_00, spread=80),
        Standing(ach("Mesa Community Bank", "SERVICE CHARGE"), charts.BANK_FEES, 22, 28_00),
        Standing(ach("Dumpster And Haul"), _MATERIALS, 23, 1_340_00, spread=80),
    ),
    scatter=(
        Scatter(
            (
                card("Hammer And Home", "DURANGO CO"),
                card("Fastener Supply", "CORTEZ CO"),
                check_card("Paintworks Pro", "DURANGO CO"),
                card("Toolbarn Rental", "FARMINGTON NM"),
            ),
            _MATERIALS,
            18,
            150_00,
            1_690_00,
        ),
        Scatter(
            (pos("Corner Fuel", "DURANGO CO"), card("Petroline", "CORTEZ CO")), _FUEL, 12, 126_00, 315_00
        ),
        Scatter((ach("County Building Dept", "PERMIT"),), _PERMITS, 5, 180_00, 720_00, charts.CHECKING),
        Scatter((card("Paper And Post", "DURANGO CO"),), charts.SUPPLIES, 4, 30_00, 170_00),
        Scatter((card("Truckside Tire And Lube", "DURANGO CO"),), charts.REPAIRS, 3, 190_00, 1_040_00),
        Scatter(
            (card("Trailhead Diner", "DURANGO CO"), card("Mesa Grill", "CORTEZ CO")),
            charts.TRAVEL,
            4,
            33_00,
            144_00,
        ),
    ),
    payroll=Payroll(16_200_00, ((_CREWS, 760), (charts.WAGES, 240))),
    loans=(
        Loan(_TRUCK_LOAN, ach("Mesa Community Loan", "PMT"), 148_000_00, 640, 144, 8),
        Loan(_LOADER_LOAN, ach("Ironhorse Credit", "INSTALLMENT"), 92_000_00, 720, 144, 17),
    ),
    assets=(Asset(_TRUCKS, "trucks", 260_000_00, 150), Asset("1510", "site equipment", 118_000_00, 156)),
    policies=(
        Policy(
            ach("Builders Mutual Cover", "PREMIUM"), 34_000_00, 6, charts.PREPAID_INSURANCE, charts.INSURANCE
        ),
    ),
    accruals=(
        Accrual("electricity", 720_00, charts.ACCRUED_UTILITIES, charts.POWER, ach("Four States Power")),
    ),
    extra_opening=_running_jobs,
    close_days=12,
    lag_days=7,
)
