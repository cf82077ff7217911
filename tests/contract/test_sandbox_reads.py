"""Every list of the practice ledger: fields, filters, scopes (contract 2.2)."""

from __future__ import annotations

from typing import Any

import pytest

from app.contract import endpoints
from app.contract.endpoints import POSTING_SCOPES, READ_SCOPES, PostRoute, Report, Resource, Scope
from app.contract.envelopes import parse_page
from app.contract.records import RECORD_OF, CompanyRecord
from tests import small_firm as firm
from tests.practice_ledger import PracticeLedger

NAMES = {resource: resource.route.name for resource in Resource}
FIELDS = {
    "accounts": "id code name type subType parentId currencyCode isActive description createdAt updatedAt",
    "journal-entries": "id entryNumber date description reference status sourceType sourceId postedAt voidedAt"
    " createdAt updatedAt",
    "journal-lines": "id journalEntryId accountId date description debitCents creditCents currencyCode"
    " entryStatus createdAt updatedAt",
    "bank-accounts": "id accountName accountNumber bankName currencyCode countryCode accountType chartAccountId"
    " balanceCents isActive createdAt updatedAt",
    "bank-transactions": "id bankAccountId date postedDate description payee reference amountCents balanceCents"
    " currencyCode status pending sourceType externalTransactionId accountId journalEntryId reconciliationId"
    " createdAt updatedAt",
    "reconciliations": "id bankAccountId startDate endDate startBalanceCents endBalanceCents clearedBalanceCents"
    " differenceCents status transactionCount completedAt createdAt updatedAt",
}


def ids(answer: dict[str, Any]) -> list[str]:
    return [row["id"] for row in answer["data"]]


@pytest.mark.parametrize("name", FIELDS)
def test_every_row_has_exactly_the_documented_fields(name: str, still_ledger: PracticeLedger) -> None:
    rows = still_ledger.read(firm.SUMMIT, name)["data"]
    assert rows
    for row in rows:
        assert list(row) == FIELDS[name].split()


@pytest.mark.parametrize("resource", Resource)
def test_the_clients_own_parser_reads_every_list(resource: Resource, still_ledger: PracticeLedger) -> None:
    body = still_ledger.get(f"/companies/{firm.SUMMIT}/{resource.route.name}").content
    page = parse_page(body, RECORD_OF[resource], resource.value)
    assert page.rows


def test_companies_come_as_documented(still_ledger: PracticeLedger) -> None:
    answer = still_ledger.get("/companies")
    assert ids(answer.json()) == [firm.EMPTY, firm.HARBOR, firm.SUMMIT]
    assert answer.json()["data"][1] == {
        "id": firm.HARBOR,
        "name": "Harbor Food Bank",
        "type": "company",
        "firmId": firm.FIRM,
        "defaultCurrency": "USD",
        "status": "active",
        "createdAt": "2020-01-01T12:00:00.000Z",
        "updatedAt": "2020-01-01T12:00:00.000Z",
        "fiscalYearStartMonth": 7,
    }
    assert len(parse_page(answer.content, CompanyRecord, "companies").rows) == 3


def test_one_company_comes_as_a_single_object(still_ledger: PracticeLedger) -> None:
    answer = still_ledger.get(f"/companies/{firm.EMPTY}").json()
    assert set(answer) == {"data"}
    assert (answer["data"]["name"], answer["data"]["defaultCurrency"]) == ("Lakeside Yoga", "CAD")


def test_a_company_without_records_has_empty_lists(still_ledger: PracticeLedger) -> None:
    for name in FIELDS:
        answer = still_ledger.read(firm.EMPTY, name)
        assert answer == {
            "data": [],
            "pagination": {"limit": 100, "cursor": None, "nextCursor": None, "hasMore": False},
        }


def test_every_answer_carries_the_ledgers_time(still_ledger: PracticeLedger) -> None:
    for path in ("/companies", "/nowhere", f"/companies/{firm.SUMMIT}/accounts"):
        assert still_ledger.get(path).headers["date"].endswith(" GMT")


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"type": "expense"}, [firm.CLOSED, firm.RENT, firm.SOFTWARE]),
        ({"isActive": "false"}, [firm.CLOSED]),
        ({"type": "expense", "isActive": "true"}, [firm.RENT, firm.SOFTWARE]),
        ({"type": "payroll"}, []),
    ],
)
def test_accounts_are_filtered(
    params: dict[str, str], expected: list[str], still_ledger: PracticeLedger
) -> None:
    assert ids(still_ledger.read(firm.SUMMIT, "accounts", **params)) == expected


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"status": "draft"}, [firm.DRAFT]),
        ({"status": "void"}, [firm.VOID]),
        ({"startDate": "2026-06-20"}, [firm.DRAFT, firm.VOID, "paid-2026-06"]),
        ({"startDate": "2026-06-25", "endDate": "2026-06-25"}, ["paid-2026-06"]),
        ({"endDate": "2025-01-04"}, ["entry-opening", "rent-2025-01"]),
        ({"startDate": "2026-06-20", "status": "posted"}, ["paid-2026-06"]),
    ],
)
def test_entries_are_filtered(
    params: dict[str, str], expected: list[str], still_ledger: PracticeLedger
) -> None:
    assert ids(still_ledger.read(firm.SUMMIT, "journal-entries", **params)) == expected


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ({}, 2 * (1 + 4 * firm.MONTHS + 2)),
        ({"accountId": firm.SOFTWARE}, firm.MONTHS),
        ({"accountId": firm.SOFTWARE, "startDate": "2026-01-01"}, 6),
        ({"journalEntryId": "sale-2026-06"}, 2),
        ({"journalEntryId": "sale-2026-06", "accountId": firm.SALES}, 1),
        ({"startDate": "2026-06-01", "endDate": "2026-06-01"}, 2),
        ({"accountId": "nowhere"}, 0),
    ],
)
def test_lines_are_filtered(params: dict[str, str], count: int, still_ledger: PracticeLedger) -> None:
    assert len(still_ledger.every_row(firm.SUMMIT, "journal-lines", **params)) == count


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ({"status": "excluded"}, 1),
        ({"status": "unreconciled"}, 1),
        ({"bankAccountId": firm.CARD_BANK}, firm.MONTHS),
        ({"bankAccountId": firm.CARD_BANK, "endDate": "2025-12-31"}, 12),
        ({"startDate": "2026-06-22"}, 3),
        ({"bankAccountId": firm.CHECKING_BANK, "status": "reconciled"}, 3 * firm.MONTHS),
    ],
)
def test_bank_rows_are_filtered(params: dict[str, str], count: int, still_ledger: PracticeLedger) -> None:
    assert len(still_ledger.every_row(firm.SUMMIT, "bank-transactions", **params)) == count


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ({"bankAccountId": firm.CARD_BANK}, 0),
        ({"bankAccountId": firm.CHECKING_BANK}, firm.MONTHS),
        ({"startDate": "2026-01-01", "endDate": "2026-03-31"}, 3),
    ],
)
def test_reconciliations_are_filtered_by_their_end(
    params: dict[str, str], count: int, still_ledger: PracticeLedger
) -> None:
    assert len(still_ledger.every_row(firm.SUMMIT, "reconciliations", **params)) == count


def test_a_reconciliation_counts_its_rows(still_ledger: PracticeLedger) -> None:
    sessions = still_ledger.read(firm.SUMMIT, "reconciliations")["data"]
    assert {each["transactionCount"] for each in sessions} == {3}


@pytest.mark.parametrize("name", FIELDS)
def test_updated_since_is_inclusive(name: str, still_ledger: PracticeLedger) -> None:
    rows = still_ledger.every_row(firm.SUMMIT, name)
    newest = max(row["updatedAt"] for row in rows)
    got = still_ledger.every_row(firm.SUMMIT, name, updatedSince=newest)
    assert [row["id"] for row in got] == [row["id"] for row in rows if row["updatedAt"] == newest]
    later = newest.replace(".000Z", ".001Z")
    assert still_ledger.read(firm.SUMMIT, name, updatedSince=later)["data"] == []


def test_updated_since_understands_offsets(still_ledger: PracticeLedger) -> None:
    noon = still_ledger.read(firm.SUMMIT, "journal-entries", updatedSince="2026-06-25T12:00:00.000Z")
    assert ids(noon) == ["paid-2026-06"]
    elsewhere = still_ledger.read(firm.SUMMIT, "journal-entries", updatedSince="2026-06-25T14:00:00+02:00")
    assert ids(elsewhere) == ["paid-2026-06"]


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("journal-lines", {"limit": "0"}),
        ("journal-lines", {"limit": "-1"}),
        ("journal-lines", {"limit": "ten"}),
        ("journal-lines", {"limit": "1.5"}),
        ("journal-lines", {"limit": "²"}),
        ("journal-lines", {"startDate": "2026-02-30"}),
        ("journal-lines", {"endDate": "20260617"}),
        ("journal-lines", {"startDate": "2026-06-02", "endDate": "2026-06-01"}),
        ("journal-lines", {"updatedSince": "yesterday"}),
        ("accounts", {"isActive": "maybe"}),
        ("reports/trial-balance", {}),
        ("reports/trial-balance", {"asOf": "now"}),
        ("reports/balance-sheet", {"asOf": "2026-13-01"}),
        ("reports/profit-and-loss", {"startDate": "2026-01-01"}),
        ("reports/profit-and-loss", {"startDate": "2026-02-01", "endDate": "2026-01-01"}),
        ("reports/general-ledger", {"endDate": "2026-01-01"}),
    ],
)
def test_impossible_parameters_are_refused(
    name: str, params: dict[str, str], still_ledger: PracticeLedger
) -> None:
    answer = still_ledger.get(f"/companies/{firm.SUMMIT}/{name}", **params)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_request"


def test_unknown_parameters_are_ignored(still_ledger: PracticeLedger) -> None:
    assert still_ledger.read(firm.SUMMIT, "accounts", colour="red", startDate="nonsense")["data"]


READS: list[tuple[str, Scope]] = [
    ("", Scope.COMPANIES),
    (f"/{firm.SUMMIT}", Scope.COMPANIES),
    *((f"/{firm.SUMMIT}/{each.route.name}", each.route.scope) for each in Resource),
    *((f"/{firm.SUMMIT}/{each.route.name}", each.route.scope) for each in Report),
]
DATES = {"startDate": "2026-01-01", "endDate": "2026-06-30", "asOf": "2026-06-30"}


@pytest.mark.parametrize(("path", "scope"), READS)
def test_a_read_needs_exactly_its_scope(path: str, scope: Scope, still_ledger: PracticeLedger) -> None:
    url = endpoints.COMPANIES + path
    enough = still_ledger.http.get(url, params=DATES, headers=still_ledger.bearer(scope.value))
    assert enough.status_code == 200
    rest = [
        each.value
        for each in (*READ_SCOPES, *POSTING_SCOPES)
        if each not in (scope, Scope.POST_JOURNAL_ENTRIES)
    ]
    refused = still_ledger.http.get(url, params=DATES, headers=still_ledger.bearer(*rest))
    assert refused.status_code == 403
    assert refused.json()["error"] == {
        "code": "missing_scope",
        "message": f"OAuth scope required: {scope.value}",
        "retryable": False,
    }


def test_posting_journal_entries_covers_reading_them(still_ledger: PracticeLedger) -> None:
    headers = still_ledger.bearer(Scope.POST_JOURNAL_ENTRIES.value)
    url = f"{endpoints.COMPANIES}/{firm.SUMMIT}/journal-entries"
    assert still_ledger.http.get(url, headers=headers).status_code == 200


@pytest.mark.parametrize("route", PostRoute)
def test_reading_never_covers_posting(route: PostRoute, still_ledger: PracticeLedger) -> None:
    headers = still_ledger.bearer(*(each.value for each in READ_SCOPES)) | {"Idempotency-Key": "k"}
    url = f"{endpoints.COMPANIES}/{firm.SUMMIT}/{route.route.name}"
    answer = still_ledger.http.post(url, json={}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["error"]["message"] == f"OAuth scope required: {route.route.scope.value}"
