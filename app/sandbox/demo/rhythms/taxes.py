"""Taxes paid by the quarter."""

from __future__ import annotations

from app.core.money import Cents
from app.sandbox.demo.charts import CHECKING, INCOME_TAX, INCOME_TAX_PAYABLE, LICENSES
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import Month
from app.sandbox.demo.vendors import Vendor

STATE = Vendor("State business tax", "ACH STATE BUSINESS TAX {n}")
INCOME = Vendor("IRS estimated income tax", "IRS USATAXPYMT {n}")
_WHOLE = 1000
_QUARTERLY = (1, 4, 7, 10)
_ESTIMATED = (4, 6, 9, 12)
_STATE_DAY = 25
_INCOME_DAY = 15


def pay_state_tax(books: ClientBooks, month: Month, cents: Cents) -> None:
    """Pay the state's business tax after each quarter; `cents` is a quarter's at the 2024 level."""
    if month.first.month in _QUARTERLY:
        amount = books.dice("state tax", month).around(cents * books.growth(month) // _WHOLE, 40)
        books.spend(month.business_day(_STATE_DAY), STATE, LICENSES, amount, CHECKING)


def pay_income_tax(books: ClientBooks, month: Month, cents: Cents) -> None:
    """Provide for a corporation's income tax every month and pay what is provided on its four days."""
    provided = -books.balance_before(INCOME_TAX_PAYABLE, month)
    if month.first.month in _ESTIMATED and provided > 0:
        books.spend(month.business_day(_INCOME_DAY), INCOME, INCOME_TAX_PAYABLE, provided, CHECKING)
    amount = cents * books.growth(month) // _WHOLE
    text = f"Income tax provision {month.last:%b %Y}"
    books.journal(month.last, text, ((INCOME_TAX, amount), (INCOME_TAX_PAYABLE, -amount)), "recurring")
