"""Books made of nothing but a number: pages of JSON in one file, with an index of where each one lies."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.contract.endpoints import COMPANIES, LARGEST_LIMIT, Resource
from app.core.periods import add_months, month_of
from tests.pull_rig import TODAY

_NAMESPACE = uuid.UUID("8a0c6a52-94a4-4c1b-9d53-6e2f8f0e6d3e")
_LINES_OF_A_COMPANY = 50_000
_ACCOUNTS = 60
_VENDORS = (
    "Figma monthly",
    "City Power and Light",
    "Uncle Boons Eating out",
    "Office rent",
    "Payroll",
    "Stripe",
)
_FIRST_MONTH = add_months(TODAY.replace(day=1), -24)


@dataclass
class PageBooks:
    """A folder with `pages.bin` and, for each path and cursor, where its page lies in it."""

    folder: Path
    index: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    company_ids: list[str] = field(default_factory=list)

    def page(self, path: str, cursor: str) -> bytes:
        """Return a page as the server sends it."""
        start, length = self.index[path][cursor]
        with (self.folder / "pages.bin").open("rb") as pages:
            pages.seek(start)
            return pages.read(length)

    @classmethod
    def read(cls, folder: Path) -> PageBooks:
        """Open books made before."""
        index = json.loads((folder / "index.json").read_text())
        return cls(folder=folder, index=index["pages"], company_ids=index["companies"])


def make_books(folder: Path, lines: int, companies: int | None = None) -> PageBooks:
    """Write the pages of a firm with so many journal lines; the same number makes the same books."""
    books = PageBooks(folder=folder)
    count = companies or max(1, lines // _LINES_OF_A_COMPANY)
    books.company_ids = [_id("company", number) for number in range(count)]
    with (folder / "pages.bin").open("wb") as out:

        def put(path: str, cursor: str, value: Any) -> None:
            body = json.dumps(value, separators=(",", ":")).encode()
            books.index.setdefault(path, {})[cursor] = (out.tell(), len(body))
            out.write(body)

        listed = [{"id": each, "name": f"Client {n:03}"} for n, each in enumerate(books.company_ids)]
        _put_list(put, COMPANIES, listed)
        for number, company in enumerate(books.company_ids):
            lists, balances = _company(number, lines // count)
            for resource, rows in lists.items():
                _put_list(put, resource.route.path(company), sorted(rows, key=lambda row: str(row["id"])))
            put(f"{COMPANIES}/{company}/reports/trial-balance", "", {"data": {"accounts": balances}})
    (folder / "index.json").write_text(json.dumps({"pages": books.index, "companies": books.company_ids}))
    return books


def _put_list(put: Any, path: str, rows: list[dict[str, Any]]) -> None:
    """Cut a list into pages whose cursor is the last id of the page before; `none` is what changed since."""
    for start in range(0, max(len(rows), 1), LARGEST_LIMIT):
        page = rows[start : start + LARGEST_LIMIT]
        more = start + LARGEST_LIMIT < len(rows)
        put(path, rows[start - 1]["id"] if start else "", _envelope(page, more=more))
    put(path, "none", _envelope([], more=False))


def _envelope(page: list[dict[str, Any]], *, more: bool) -> dict[str, Any]:
    shell = {"limit": LARGEST_LIMIT, "cursor": None, "nextCursor": page[-1]["id"] if more else None}
    return {"data": page, "pagination": {**shell, "hasMore": more}}


def _company(number: int, lines: int) -> tuple[dict[Resource, list[dict[str, Any]]], list[dict[str, Any]]]:
    accounts = [_id(f"account-{number}", each) for each in range(_ACCOUNTS)]
    register, balances = _id("register", number), dict.fromkeys(accounts, 0)
    lists: dict[Resource, list[dict[str, Any]]] = {resource: [] for resource in Resource}
    lists[Resource.ACCOUNTS] = [
        {"id": each, "code": str(1000 + n), "name": f"Account {n}", "type": "expense", "isActive": True}
        for n, each in enumerate(accounts)
    ]
    lists[Resource.BANK_ACCOUNTS] = [
        {"id": register, "accountName": "Checking", "accountType": "checking", "chartAccountId": accounts[0]}
    ]
    for entry, pair, row in _entries(number, accounts, register, lines // 2):
        lists[Resource.JOURNAL_ENTRIES].append(entry)
        lists[Resource.JOURNAL_LINES] += pair
        lists[Resource.BANK_TRANSACTIONS] += row
        for line in pair:
            balances[line["accountId"]] += line["debitCents"] - line["creditCents"]
    return lists, [{"accountId": each, "balance": cents} for each, cents in balances.items()]


def _entries(
    number: int, accounts: list[str], register: str, count: int
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]]:
    """Yield entries of two lines over 24 months that are over; every other one has a bank row."""
    for each in range(count):
        month = month_of(add_months(_FIRST_MONTH, each % 24)).start
        day = month.replace(day=each * 7 % 28 + 1).isoformat()
        stamps = {"createdAt": f"{day}T12:00:00.000Z", "updatedAt": f"{day}T12:00:00.000Z"}
        cents, vendor = 100 + each * 7919 % 900_000, _VENDORS[each % len(_VENDORS)]
        entry_id = _id(f"entry-{number}", each)
        shared = {"journalEntryId": entry_id, "date": day, "description": vendor, "currencyCode": "USD"}
        sides = ((accounts[each % 7 * 8 + 1], cents, 0), (accounts[0 if each % 2 else each % 50], 0, cents))
        pair = [
            {
                "id": _id(f"line-{number}", each * 2 + side),
                **shared,
                "accountId": account,
                "debitCents": debit,
                "creditCents": credit,
                "entryStatus": "posted",
                **stamps,
            }
            for side, (account, debit, credit) in enumerate(sides)
        ]
        entry = {
            "id": entry_id,
            "entryNumber": str(each + 1),
            "date": day,
            "description": vendor,
            "status": "posted",
            "sourceType": "bank",
            **stamps,
        }
        row = {
            "id": _id(f"row-{number}", each),
            "bankAccountId": register,
            "date": day,
            "description": vendor.upper(),
            "amountCents": -cents,
            "status": "reconciled",
            "sourceType": "plaid_bank_feed",
            "journalEntryId": entry_id,
            **stamps,
        }
        yield entry, pair, [row] if each % 2 else []


def _id(kind: str, number: int) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{kind}-{number}"))
