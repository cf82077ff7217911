"""The older organization-scoped routes: same answers, the company in a header, bare errors (contract 2.4)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.contract import endpoints
from app.contract.envelopes import parse_problem
from tests import small_firm as firm
from tests.contract.test_sandbox_posts import BODIES
from tests.practice_ledger import PracticeLedger

SPAN = {"startDate": "2026-01-01", "endDate": "2026-06-30", "asOf": "2026-06-30"}
READS = [
    "accounts",
    "journal-entries",
    "bank-accounts",
    "bank-transactions",
    "reports/profit-and-loss",
    "reports/balance-sheet",
    "reports/trial-balance",
    "reports/general-ledger",
]


def ask(ledger: PracticeLedger, method: str, name: str, **more: Any) -> httpx.Response:
    headers = {**ledger.bearer(), "x-organization-id": firm.SUMMIT, **more.pop("headers", {})}
    headers = {key: value for key, value in headers.items() if value}
    return ledger.http.request(method, f"{endpoints.API}/{name}", headers=headers, **more)


@pytest.mark.parametrize("name", READS)
def test_reads_answer_as_the_documented_routes_do(name: str, still_ledger: PracticeLedger) -> None:
    older = ask(still_ledger, "GET", name, params={**SPAN, "limit": 7})
    assert older.status_code == 200
    assert older.json() == still_ledger.read(firm.SUMMIT, name, **SPAN, limit=7)


@pytest.mark.parametrize("name", BODIES)
def test_posts_post(name: str, ledger: PracticeLedger) -> None:
    key = {"Idempotency-Key": "key-1"}
    answer = ask(ledger, "POST", name, json=BODIES[name], headers=key)
    assert answer.status_code == 201
    assert answer.json()["data"]["status"] == "posted"
    again = ask(ledger, "POST", name, json=BODIES[name], headers=key)
    assert (again.status_code, again.json()["data"]["idempotentReplay"]) == (200, True)


@pytest.mark.parametrize(
    ("name", "headers", "status", "message"),
    [
        ("accounts", {"x-organization-id": ""}, 400, "The header x-organization-id is required."),
        ("accounts", {"x-organization-id": "nobody"}, 404, "There is no such company in this firm."),
        ("accounts", {"authorization": ""}, 401, "A valid access token is required."),
        ("accounts?limit=0", {}, 400, "limit must be a whole number from 1 to 250."),
        ("journal-lines", {}, 404, "There is no GET /api/v1/journal-lines."),
        ("reconciliations", {}, 404, "There is no GET /api/v1/reconciliations."),
    ],
)
def test_errors_are_a_bare_sentence(
    name: str, headers: dict[str, str], status: int, message: str, still_ledger: PracticeLedger
) -> None:
    answer = ask(still_ledger, "GET", name, headers=headers)
    assert answer.status_code == status
    assert answer.json() == {"error": message}
    assert parse_problem(answer.content).message == message


def test_scopes_hold_there_too(still_ledger: PracticeLedger) -> None:
    answer = ask(still_ledger, "GET", "bank-accounts", headers=still_ledger.bearer("accounts:read"))
    assert answer.status_code == 403
    assert answer.json() == {"error": "OAuth scope required: bank_accounts:read"}


def test_a_locked_period_is_a_bare_sentence(ledger: PracticeLedger) -> None:
    body = {**BODIES["purchases"], "date": "2024-05-05"}
    answer = ask(ledger, "POST", "purchases", json=body, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 422
    assert answer.json() == {"error": "The books are locked through 2024-12-31."}
