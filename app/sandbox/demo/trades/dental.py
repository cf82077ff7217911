"""Beacon Dental Group: production every weekday, patients paying by card, insurers three weeks later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from app.core.money import Cents
from app.sandbox.demo import charts
from app.sandbox.demo.charts import chart, cost, expense, liability, revenue
from app.sandbox.demo.client_books import ClientBooks, FeedRow
from app.sandbox.demo.days import ONE_DAY, Month, next_business_day
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
from app.sandbox.demo.rhythms.taxes import pay_state_tax
from app.sandbox.demo.vendors import ach, card

_HYGIENE, _TREATMENT, _LAB, _CLINICAL = "4010", "4020", "5010", "5020"
_PRACTICE_LOAN, _CHAIR_LOAN, _EDUCATION = "2710", "2720", "6860"
_OPEN = (0, 1, 2, 3)
_DAILY = 8_900_00
_INSURERS = ("Delta Shield Dental", "Northstar Dental Plan", "Unity Dental Benefits", "Premera Smile")
_LABS = Supply(("Crownworks Dental Lab", "Arch Ceramics Lab"), _LAB, 6, 12_400_00)
_SUPPLIERS = Supply(("Patterson Ridge Dental Supply", "Sterilogix Parts"), _CLINICAL, 4, 6_600_00)


class _Day(NamedTuple):
    """One day's production: what patients pay at the desk and what the insurer will."""

    day: date
    hygiene: Cents
    treatment: Cents
    patient: Cents
    insurer: str
    paid: date


def _days(books: ClientBooks, month: Month) -> list[_Day]:
    dice = books.dice("production", month)
    base = _DAILY * books.level(month) // 1000
    days = []
    for day in month.days():
        if day.weekday() in _OPEN:
            total = dice.around(base, 160)
            hygiene, patient = total * dice.between(290, 350) // 1000, total * dice.between(400, 460) // 1000
            insurer = _INSURERS[day.toordinal() % len(_INSURERS)]
            paid = next_business_day(day + timedelta(days=dice.between(17, 27)))
            days.append(_Day(day, hygiene, total - hygiene, patient, insurer, paid))
    return days


def _trade(books: ClientBooks, month: Month) -> None:
    days = _days(books, month)
    _produce(books, days)
    for each in days:
        total = each.hygiene + each.treatment
        after = each.day + ONE_DAY
        _collect(books, after, "Patient card payments", "MERCHANT BANKCARD DEPOSIT {n}", each.patient)
        row_text = f"ACH {each.insurer.upper()} HCCLAIMPMT {{n}}"
        _collect(books, each.paid, f"{each.insurer} claims", row_text, total - each.patient)
    buy_on_account(books, month, _LABS)
    buy_on_account(books, month, _SUPPLIERS)
    pay_state_tax(books, month, 2_150_00)


def _produce(books: ClientBooks, days: list[_Day]) -> None:
    """Book production by the week, or by what the month leaves of one."""
    hygiene = treatment = 0
    for each in days:
        hygiene, treatment = hygiene + each.hygiene, treatment + each.treatment
        if each.day.weekday() == _OPEN[-1] or each is days[-1]:
            legs = ((charts.RECEIVABLE, hygiene + treatment), (_HYGIENE, -hygiene), (_TREATMENT, -treatment))
            text = f"Production week to {each.day.day:02d} {each.day:%b %Y}"
            books.journal(each.day, text, legs, "invoice")
            hygiene = treatment = 0


def _collect(books: ClientBooks, day: date, text: str, row_text: str, cents: Cents) -> None:
    day = next_business_day(day)
    legs = ((charts.CHECKING, cents), (charts.RECEIVABLE, -cents))
    feed = (FeedRow(charts.CHECKING, day, row_text, cents),)
    books.settle(day, text, legs, feed, source="deposit", category=charts.RECEIVABLE)


PROFILE = Profile(
    key="beacon",
    name="Beacon Dental Group",
    chart=chart(
        charts.LOANS,
        liability(_PRACTICE_LOAN, "Practice acquisition loan", "2700", "non_current"),
        liability(_CHAIR_LOAN, "Chair and imaging loan", "2700", "non_current"),
        charts.REVENUE,
        revenue(_HYGIENE, "Hygiene fees", "4000"),
        revenue(_TREATMENT, "Restorative fees", "4000"),
        charts.COSTS,
        cost(_LAB, "Dental lab", "5000"),
        cost(_CLINICAL, "Clinical consumables", "5000"),
        expense(_EDUCATION, "Continuing education"),
    ),
    banks=(
        Bank(charts.CHECKING, "Operating Checking", "checking", "Granite State Bank", "4402"),
        Bank(charts.SAVINGS, "Reserve Savings", "savings", "Granite State Bank", "9915"),
        Bank(charts.CARD, "Amex Business", "credit_card", "American Express", "1009"),
        Bank(_PRACTICE_LOAN, "Practice Loan", "loan", "Granite State Bank", "3381"),
        Bank(_CHAIR_LOAN, "Equipment Loan", "loan", "Medequip Finance", "6644"),
    ),
    opening={
        charts.CHECKING: 150_000_00,
        charts.SAVINGS: 60_000_00,
        charts.RECEIVABLE: 21_000_00,
        charts.CAPITAL: -40_000_00,
    },
    trade=_trade,
    cash=CashPlan(135_000_00, reserve=160_000_00),
    growth=55,
    season=(1010, 990, 1020, 1010, 1000, 1010, 980, 990, 990, 1020, 990, 1000),
    standing=(
        Standing(ach("Harborview Medical Plaza", "RENT"), charts.RENT, 1, 9_800_00, spread=25, yearly=30),
        Standing(ach("Northline Internet"), charts.TELECOM, 9, 349_95),
        Standing(ach("City Water Works"), charts.WATER, 13, 264_00, spread=60),
        Standing(
            ach("Evergreen Health Plans", "PREMIUM"), charts.BENEFITS, 3, 5_460_00, spread=40, yearly=45
        ),
        Standing(ach("Hollis Reyes Bookkeeping"), charts.PROFESSIONAL, 10, 980_00),
        Standing(card("Chairside Practice Cloud", "AUSTIN TX"), charts.SOFTWARE, 5, 899_00, charts.CARD),
        Standing(card("Docket Cloud Storage", "SEATTLE WA"), charts.SOFTWARE, 11, 129_00, charts.CARD),
        Standing(card("Smilecall Reminders", "PHOENIX AZ"), charts.SOFTWARE, 16, 289_00, charts.CARD),
        Standing(ach("Tandem IT Support", "MONTHLY"), charts.PROFESSIONAL, 7, 1_150_00),
        Standing(ach("Medwaste Pickup"), charts.WATER, 17, 318_00),
        Standing(ach("Bright Janitorial"), charts.REPAIRS, 15, 860_00),
        Standing(
            card("Adlight Search Ads", "MOUNTAIN VIEW CA"),
            charts.ADVERTISING,
            20,
            2_300_00,
            charts.CARD,
            spread=50,
        ),
        Standing(ach("Merchant Bankcard", "FEES"), charts.MERCHANT_FEES, 4, 1_720_00, spread=50),
        Standing(ach("Granite State Bank", "ANALYSIS FEE"), charts.BANK_FEES, 21, 46_00),
    ),
    scatter=(
        Scatter(
            (
                card("Glovebox Medical", "ATLANTA GA"),
                card("Sundental Direct", "MIAMI FL"),
                card("Polymer And Composite", "DAYTON OH"),
            ),
            _CLINICAL,
            8,
            170_00,
            1_010_00,
        ),
        Scatter(
            (card("Paper And Post", "TACOMA WA"), card("Cartridge Depot", "TACOMA WA")),
            charts.SUPPLIES,
            6,
            50_00,
            300_00,
        ),
        Scatter((card("Linen And Scrub Service", "TACOMA WA"),), charts.REPAIRS, 2, 220_00, 380_00),
        Scatter(
            (card("Waterfront Sandwich", "TACOMA WA"), card("Evergreen Parking", "TACOMA WA")),
            charts.TRAVEL,
            4,
            28_00,
            210_00,
        ),
        Scatter((card("State Dental Academy", "CHICAGO IL"),), _EDUCATION, 1, 260_00, 480_00),
    ),
    payroll=Payroll(27_400_00, ((charts.WAGES, 1000),)),
    loans=(
        Loan(_PRACTICE_LOAN, ach("Granite State Loan", "PMT"), 760_000_00, 625, 156, 5),
        Loan(_CHAIR_LOAN, ach("Medequip Finance", "INSTALLMENT"), 185_000_00, 710, 144, 12),
    ),
    assets=(Asset("1510", "dental equipment", 420_000_00, 156), Asset("1510", "leasehold", 360_000_00, 180)),
    policies=(
        Policy(
            ach("Hartwell Insurance", "PREMIUM"), 14_400_00, 2, charts.PREPAID_INSURANCE, charts.INSURANCE
        ),
    ),
    accruals=(
        Accrual("electricity", 1_480_00, charts.ACCRUED_UTILITIES, charts.POWER, ach("City Power And Light")),
    ),
    is_locked=True,
    close_days=8,
    lag_days=4,
)
