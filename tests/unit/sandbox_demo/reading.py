"""The demo firm as tests look at it: by company, by id, by account."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

from app.sandbox.demo import generate_demo_firm, planted_trouble

Record = dict[str, Any]
COMMON_DAY = date(2026, 11, 25)
NEW_YEAR = date(2026, 1, 1)
LEAP_DAY = date(2024, 2, 29)
DAYS = (COMMON_DAY, NEW_YEAR, LEAP_DAY)


@dataclass
class Client:
    """One company of the demo firm with its records and what was planted in them."""

    company: Record
    accounts: list[Record] = field(default_factory=list)
    entries: list[Record] = field(default_factory=list)
    banks: list[Record] = field(default_factory=list)
    rows: list[Record] = field(default_factory=list)
    sessions: list[Record] = field(default_factory=list)
    bills: list[Record] = field(default_factory=list)
    planted: dict[str, list[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(list))
    by_id: dict[str, Record] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.company["name"]

    def account(self, name: str) -> Record:
        return next(each for each in self.accounts if each["name"] == name)

    def account_of(self, line: Record) -> Record:
        return self.by_id[line["accountId"]]

    @cached_property
    def _lines(self) -> dict[str, list[tuple[str, Record, int]]]:
        lines = defaultdict(list)
        for entry in self.entries:
            for line in entry["lines"]:
                lines[line["accountId"]].append((entry["date"], entry, signed(line)))
        return lines

    def lines(self, account_id: str) -> list[tuple[str, Record, int]]:
        """Return date, entry and signed amount of every line on an account."""
        return self._lines[account_id]

    def balance(self, account_id: str, until: str) -> int:
        return sum(cents for day, _, cents in self.lines(account_id) if day <= until)

    def activity(self, account_id: str, month: str) -> int:
        return sum(cents for day, _, cents in self.lines(account_id) if day.startswith(month))

    def rows_of(self, bank: Record) -> list[Record]:
        """Return the rows the bank itself shows as settled."""
        return [row for row in self.rows if row["bankAccountId"] == bank["id"] and is_settled_feed(row)]

    def sessions_of(self, bank: Record) -> list[Record]:
        return sorted(
            (each for each in self.sessions if each["bankAccountId"] == bank["id"]),
            key=lambda each: each["endDate"],
        )

    def found(self, check: str) -> list[list[Record]]:
        """Return the records of each planting of a check."""
        return [[self.by_id[record_id] for record_id in planted] for planted in self.planted[check]]

    def has(self, *checks: str) -> bool:
        return any(self.planted.get(check) for check in checks)


@dataclass
class Firm:
    today: date
    records: list[Record]
    clients: list[Client]

    def found(self, check: str) -> list[tuple[Client, list[Record]]]:
        """Return company and records of each planting of a check; there is at least one."""
        found = [(client, records) for client in self.clients for records in client.found(check)]
        assert found, check
        return found

    def month_back(self, months: int) -> str:
        number = self.today.year * 12 + self.today.month - 1 - months
        return f"{number // 12}-{number % 12 + 1:02d}"


_LISTS = {
    "account": "accounts",
    "journal_entry": "entries",
    "bank_account": "banks",
    "bank_transaction": "rows",
    "reconciliation": "sessions",
    "bill": "bills",
}


@lru_cache(maxsize=8)
def read_firm(today: date) -> Firm:
    records = list(generate_demo_firm(today))
    clients = {each["id"]: Client(each) for each in records if each["kind"] == "company"}
    for record in records:
        if record["kind"] in _LISTS:
            client = clients[record["companyId"]]
            getattr(client, _LISTS[record["kind"]]).append(record)
            client.by_id[record["id"]] = record
    for planted in planted_trouble(today):
        clients[planted.company_id].planted[planted.check].append(planted.record_ids)
    return Firm(today, records, list(clients.values()))


def signed(line: Record) -> int:
    return line["debitCents"] - line["creditCents"]


def is_settled_feed(row: Record) -> bool:
    return row["sourceType"] == "plaid_bank_feed" and not row.get("pending")


def bank_sign(bank: Record) -> int:
    return -1 if bank["accountType"] in ("credit_card", "loan") else 1


def net_on(entry: Record, account_id: str) -> int:
    return sum(signed(line) for line in entry["lines"] if line["accountId"] == account_id)


def days_between(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
