"""The books of one client while they are written: entries, the bank's rows of them, and running totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from app.core.money import Cents
from app.core.periods import add_months
from app.sandbox.demo.days import Month, month_number, month_of, next_business_day
from app.sandbox.demo.dice import Dice
from app.sandbox.demo.ids import Record, stable_id
from app.sandbox.demo.profile import Profile
from app.sandbox.demo.vendors import Vendor

MONTHS_OF_BOOKS = 24
_WHOLE = 1000
_LEVEL_YEAR = 2024
_LOOK_ALIKE_DAYS = 6
_FEED_LAGS = (0, 1, 0, 0, 1, 0, 2, 0, 0, 1)

Leg = tuple[str, Cents]
"""An account code and its amount: positive is debit."""


class FeedRow(NamedTuple):
    """What the bank will show of an entry."""

    bank: str
    day: date
    text: str
    cents: Cents
    payee: str = ""
    """Whom the bank names, which it does not for a paper check."""
    reference: str = ""


class ClientBooks:
    """Takes what happened day by day and keeps what lies between the start of the books and today.

    What happens before the start is folded into the opening balances; what would happen after today is not
    recorded. Bank rows younger than the bookkeeper's lag arrive without an entry.
    """

    def __init__(self, profile: Profile, today: date) -> None:
        """Open empty books that run for 24 whole months and the running one."""
        self.profile = profile
        self.today = today
        self.start = add_months(today.replace(day=1), -MONTHS_OF_BOOKS)
        self.first_month = month_of(self.start).back(profile.warm_up)
        self.caught_up = today - timedelta(days=profile.lag_days)
        self.company_id = stable_id(f"{profile.key}|company")
        self.account_ids = {row.code: stable_id(f"{profile.key}|account|{row.code}") for row in profile.chart}
        self.bank_ids = {bank.code: stable_id(f"{profile.key}|bank|{bank.code}") for bank in profile.banks}
        self.entries: list[Record] = []
        self.rows: list[Record] = []
        self.bills: list[Record] = []
        self.banks: list[Record] = []
        self.reconciliations: list[Record] = []
        self.left_out: set[str] = set()
        """Ids of bank rows that no reconciliation ticks off."""
        self.reconciled_until: dict[str, int] = {}
        """The last month number a register was reconciled for, where the bookkeeper stopped early."""
        self.flow: defaultdict[str, defaultdict[int, Cents]] = defaultdict(lambda: defaultdict(int))
        self._seen: Counter[tuple[str, ...]] = Counter()
        self._last_paid: dict[tuple[str, str, Cents], int] = {}

    def dice(self, stream: str, month: Month) -> Dice:
        """Return the chance of one stream of events in one month."""
        return Dice(f"{self.profile.key}|{stream}|{month.number}")

    def growth(self, month: Month) -> int:
        """Return how large the company is, in thousandths of its size in January 2024."""
        return _WHOLE + self.profile.growth * (month.number - _LEVEL_YEAR * 12) // 12

    def level(self, month: Month) -> int:
        """Return how busy the month is: growth and season, in thousandths."""
        return self.growth(month) * self.profile.season[month.first.month - 1] // _WHOLE

    def balance_before(self, code: str, month: Month) -> Cents:
        """Return an account's debit balance at the end of the month before."""
        return sum(cents for number, cents in self.flow[code].items() if number < month.number)

    def distinct(self, bank: str, name: str, day: date, cents: Cents) -> Cents:
        """Return the amount, moved by some cents when the vendor was paid the same only days ago."""
        ordinal = day.toordinal()
        while abs(self._last_paid.get((bank, name, cents), 0) - ordinal) <= _LOOK_ALIKE_DAYS:
            cents += 37
        self._last_paid[bank, name, cents] = ordinal
        return cents

    def spend(self, day: date, vendor: Vendor, code: str, cents: Cents, bank: str) -> None:
        """Pay a vendor from a register and book it to one account."""
        cents = self.distinct(bank, vendor.name, day, cents)
        feed = (FeedRow(bank, self.feed_day(day, vendor.text), vendor.text, -cents, vendor.name),)
        self.settle(day, vendor.name, ((code, cents), (bank, -cents)), feed, category=code)

    def feed_day(self, day: date, text: str) -> date:
        """Return when the bank shows it: none to two days later, never on a weekend."""
        lag = _FEED_LAGS[(day.toordinal() + len(text)) % len(_FEED_LAGS)]
        return next_business_day(day + timedelta(days=lag))

    def settle(
        self,
        day: date,
        text: str,
        legs: Iterable[Leg],
        feed: tuple[FeedRow, ...],
        *,
        source: str = "bank",
        category: str = "",
        reference: str = "",
        from_papers: bool = False,
    ) -> None:
        """Record an entry with its bank rows.

        An entry that only the feed would tell of waits until the bookkeeper has caught up; one `from_papers`
        (a check written, a payroll run) stands at once and its rows are matched when they come.
        """
        if day < self.start or from_papers or max(row.day for row in feed) <= self.caught_up:
            entry = self.journal(day, text, legs, source, reference=reference)
            if day < self.start:
                return
            entry_id = entry["id"] if entry else None
        else:
            self._count(day, legs)
            entry_id = None
        for row in feed:
            if row.day <= self.today:
                self.rows.append(self.feed_row(row, entry_id, category))

    def journal(
        self, day: date, text: str, legs: Iterable[Leg], source: str, *, reference: str = ""
    ) -> Record | None:
        """Record an entry; legs of zero are left out. Returns None when the day is outside the books."""
        legs = [leg for leg in legs if leg[1]]
        self._count(day, legs)
        if not legs or not self.start <= day <= self.today:
            return None
        entry = self.entry_record(day, text, legs, source)
        if reference:
            entry["reference"] = reference
        self.entries.append(entry)
        return entry

    def entry_record(self, day: date, text: str, legs: Iterable[Leg], source: str) -> Record:
        """Make an entry without recording it."""
        iso = day.isoformat()
        ids = self.account_ids
        return {
            "kind": "journal_entry",
            "companyId": self.company_id,
            "id": stable_id(f"{self.profile.key}|entry|{iso}|{text}|{self._next(iso, text)}"),
            "date": iso,
            "description": text,
            "sourceType": source,
            "lines": [
                {
                    "accountId": ids[code],
                    "description": text,
                    "debitCents": max(0, cents),
                    "creditCents": -cents if cents < 0 else 0,
                }
                for code, cents in legs
            ],
        }

    def feed_row(self, row: FeedRow, entry_id: str | None, category: str = "") -> Record:
        """Make a row as the bank feed brings it, matched when there is an entry."""
        iso = row.day.isoformat()
        count = self._next(row.bank, iso, row.text)
        row_id = stable_id(f"{self.profile.key}|row|{row.bank}|{iso}|{row.text}|{count}")
        number = int(row_id[:6], 16) % 9000 + 1000
        record: Record = {
            "kind": "bank_transaction",
            "companyId": self.company_id,
            "id": row_id,
            "bankAccountId": self.bank_ids[row.bank],
            "date": iso,
            "description": row.text.replace("{n}", str(number)),
            "amountCents": row.cents,
            "status": "reconciled" if entry_id else "unreconciled",
            "sourceType": "plaid_bank_feed",
            "externalTransactionId": row_id[::-1].replace("-", "")[:28],
        }
        if row.payee:
            record["payee"] = row.payee
        if row.reference:
            record["reference"] = row.reference
        if entry_id:
            record["journalEntryId"] = entry_id
        if category:
            record["accountId"] = self.account_ids[category]
        return record

    def _count(self, day: date, legs: Iterable[Leg]) -> None:
        """Keep the true balances, whether or not the bookkeeper knows of it yet."""
        if day <= self.today:
            number = month_number(day)
            for code, cents in legs:
                self.flow[code][number] += cents

    def _next(self, *what: str) -> int:
        self._seen[what] += 1
        return self._seen[what]
