"""Money between a company's own accounts, and between it and its owners."""

from __future__ import annotations

from app.core.money import Cents
from app.sandbox.demo.charts import CHECKING, INTEREST_EARNED
from app.sandbox.demo.client_books import ClientBooks, FeedRow
from app.sandbox.demo.days import ONE_DAY, Month, next_business_day

_WHOLE = 1000
_HUNDRED = 100_00
_SWEEP_DAY = 19
_LEAST = 500_00
_SAVINGS_RATE = 24
"""Interest a year in thousandths."""


def move_money(books: ClientBooks, month: Month) -> None:
    """Pay the cards, earn interest, and let the surplus of last month leave checking."""
    for code, day in books.profile.cards:
        _pay_card(books, month, code, day)
    if books.profile.savings:
        _earn_interest(books, month)
    _sweep(books, month)


def _pay_card(books: ClientBooks, month: Month, code: str, day: int) -> None:
    """Pay what the card's last statement says in full."""
    owed = -books.balance_before(code, month)
    paid = month.business_day(day)
    if owed <= 0:
        return
    name = next(bank.name for bank in books.profile.banks if bank.code == code)
    feed = (
        FeedRow(CHECKING, paid, f"ACH {name.upper()} AUTOPAY {{n}}", -owed),
        FeedRow(code, next_business_day(paid + ONE_DAY), "AUTOMATIC PAYMENT - THANK YOU {n}", owed),
    )
    text = f"{name} payment"
    books.settle(paid, text, ((code, owed), (CHECKING, -owed)), feed, source="transfer", category=code)


def _earn_interest(books: ClientBooks, month: Month) -> None:
    savings = books.profile.savings
    cents = books.balance_before(savings, month) * _SAVINGS_RATE // _WHOLE // 12
    day = month.business_day(28)
    feed = (FeedRow(savings, day, "INTEREST PAYMENT", cents),)
    legs = ((savings, cents), (INTEREST_EARNED, -cents))
    if cents > 0:
        books.settle(day, "Interest earned", legs, feed, category=INTEREST_EARNED)


def _sweep(books: ClientBooks, month: Month) -> None:
    """Send last month's surplus to savings, then to the owners; fetch some back when checking is short."""
    plan, savings = books.profile.cash, books.profile.savings
    if month.first < books.start:
        return
    target = plan.target * books.growth(month) // _WHOLE
    surplus = books.balance_before(CHECKING, month) - target
    saved = books.balance_before(savings, month) if savings else 0
    if surplus < -target // 4 and savings:
        fetched = max(min(-surplus, saved - _LEAST), 0) // _HUNDRED * _HUNDRED
        _transfer(books, month, -fetched)
        return
    kept = min(surplus * 3 // 10, plan.reserve - saved) // _HUNDRED * _HUNDRED if savings else 0
    if kept >= _LEAST:
        _transfer(books, month, kept)
        surplus -= kept
    leaving = surplus * plan.owner_share // _WHOLE // _HUNDRED * _HUNDRED
    if leaving >= _LEAST:
        books.spend(month.business_day(_SWEEP_DAY + 2), plan.owner, plan.owner_code, leaving, CHECKING)


def _transfer(books: ClientBooks, month: Month, cents: Cents) -> None:
    """Move money to savings, or back when negative."""
    savings = books.profile.savings
    masks = {bank.code: bank.mask for bank in books.profile.banks}
    day = month.business_day(_SWEEP_DAY)
    away, back = ("TO", "FROM") if cents > 0 else ("FROM", "TO")
    feed = (
        FeedRow(CHECKING, day, f"ONLINE TRANSFER {away} SAV {masks[savings]}", -cents),
        FeedRow(savings, day, f"ONLINE TRANSFER {back} CHK {masks[CHECKING]}", cents),
    )
    if cents:
        text = "Transfer to reserve savings" if cents > 0 else "Transfer from reserve savings"
        books.settle(
            day, text, ((savings, cents), (CHECKING, -cents)), feed, source="transfer", category=savings
        )
