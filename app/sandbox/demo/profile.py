"""What makes one client company: its accounts, its rhythms and the trade it is in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.core.money import Cents
from app.sandbox.demo.charts import CARD, CHECKING, DRAWS, EMPLOYER_TAX, SAVINGS, WAGES, AccountRow
from app.sandbox.demo.vendors import Vendor

if TYPE_CHECKING:
    from app.sandbox.demo.client_books import ClientBooks
    from app.sandbox.demo.days import Month

LEVEL = (1000,) * 12
"""A year without seasons, in thousandths by month."""


class Bank(NamedTuple):
    """A register; `code` is the account of the chart it feeds."""

    code: str
    name: str
    kind: str
    bank_name: str
    mask: str


class Standing(NamedTuple):
    """A payment made every month to one vendor."""

    vendor: Vendor
    code: str
    day: int
    cents: Cents
    bank: str = CHECKING
    spread: int = 0
    """How far the amount strays, in thousandths."""
    yearly: int = 0
    """How much it rises each January, in thousandths of the 2024 amount."""
    season: tuple[int, ...] = LEVEL


class Scatter(NamedTuple):
    """Purchases strewn over the month; every vendor is always booked to the same account."""

    vendors: tuple[Vendor, ...]
    code: str
    times: int
    low: Cents
    high: Cents
    bank: str = CARD
    grows: bool = True


class Payroll(NamedTuple):
    """Wages of one pay run at the 2024 level, and where they are booked."""

    gross: Cents
    split: tuple[tuple[str, int], ...] = ((WAGES, 1000),)
    every_other: bool = True
    tax_code: str = EMPLOYER_TAX


class Loan(NamedTuple):
    """A loan paid back in equal monthly payments."""

    code: str
    lender: Vendor
    principal: Cents
    rate: int
    """Interest a year in hundredths of a percent."""
    months: int
    day: int
    started: tuple[int, int] = (2021, 1)


class Asset(NamedTuple):
    """Something that loses the same value every month since January 2021."""

    code: str
    name: str
    cents: Cents
    months: int


class Policy(NamedTuple):
    """A year's insurance premium, paid in advance and released month by month."""

    insurer: Vendor
    cents: Cents
    month: int
    prepaid: str
    code: str


class Accrual(NamedTuple):
    """A bill that comes after the month it belongs to, accrued at the end and reversed the day after."""

    name: str
    cents: Cents
    liability: str
    code: str
    vendor: Vendor
    day: int = 11
    season: tuple[int, ...] = LEVEL


class CashPlan(NamedTuple):
    """How much stays in checking, and where the rest goes."""

    target: Cents
    reserve: Cents = 0
    """Savings are filled up to this amount."""
    owner_code: str = DRAWS
    owner: Vendor = Vendor("Owner distribution", "ONLINE TRANSFER OWNER DISTRIBUTION {n}")
    owner_share: int = 1000
    """The part of the surplus that leaves, in thousandths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One client company."""

    key: str
    name: str
    chart: tuple[AccountRow, ...]
    banks: tuple[Bank, ...]
    opening: Mapping[str, Cents]
    """Debit balances where the books are taken up; retained earnings take the rest."""
    trade: Callable[[ClientBooks, Month], None]
    cash: CashPlan
    growth: int = 50
    """Thousandths of the 2024 level gained each year."""
    season: tuple[int, ...] = LEVEL
    standing: tuple[Standing, ...] = ()
    scatter: tuple[Scatter, ...] = ()
    payroll: Payroll | None = None
    loans: tuple[Loan, ...] = ()
    assets: tuple[Asset, ...] = ()
    policies: tuple[Policy, ...] = ()
    accruals: tuple[Accrual, ...] = ()
    cards: tuple[tuple[str, int], ...] = ((CARD, 18),)
    """Card accounts and the day the last statement is paid."""
    savings: str = SAVINGS
    lag_days: int = 6
    """How many days the bookkeeper is behind the feed."""
    close_days: int = 12
    """How many days after month end the banks are reconciled."""
    warm_up: int = 2
    """Months that are lived through before the books begin, so that nothing is half open."""
    fiscal_year_start: int = 1
    is_locked: bool = False
    extra_opening: Callable[[ClientBooks, Month], dict[str, Cents]] | None = None
