"""Every refusal in the documented shape and no other (contract 2.0)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.contract import endpoints
from app.contract.envelopes import parse_problem
from app.sandbox.problems import STATUS, Code
from tests import small_firm as firm
from tests.contract.test_sandbox_posts import PURCHASE
from tests.practice_ledger import PracticeLedger

COMPANY = f"{endpoints.COMPANIES}/{firm.SUMMIT}"


def check(answer: httpx.Response, status: int, code: str, *, retryable: bool = False) -> None:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    assert set(answer.json()) == {"error"}
    assert list(answer.json()["error"]) == ["code", "message", "retryable"]
    problem = parse_problem(answer.content)
    assert (problem.code, problem.retryable) == (code, retryable)
    assert problem.message.endswith((".", "read", "read_write"))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": ""},
        {"authorization": "Bearer"},
        {"authorization": "Bearer mcp_at_unknown"},
        {"authorization": "Basic bWNwOnNlY3JldA=="},
        {"authorization": "Bearer \xff"},
    ],
)
def test_unauthorized(headers: dict[str, str], still_ledger: PracticeLedger) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    check(still_ledger.http.get(f"{COMPANY}/accounts", headers=raw), 401, "unauthorized")


def test_missing_scope(still_ledger: PracticeLedger) -> None:
    answer = still_ledger.http.get(f"{COMPANY}/accounts", headers=still_ledger.bearer("companies:read"))
    check(answer, 403, "missing_scope")


def test_a_denied_company_is_closed_and_the_others_are_not(ledger: PracticeLedger) -> None:
    """One bad company never stops the others (E11)."""
    ledger.change_sign_in(denyCompany=firm.HARBOR)
    for name in ("", "/accounts", "/reports/trial-balance?asOf=2026-01-01"):
        check(ledger.get(f"/companies/{firm.HARBOR}{name}"), 403, "organization_access_denied")
    check(ledger.post(firm.HARBOR, "purchases", PURCHASE), 403, "organization_access_denied")
    assert ledger.get(f"/companies/{firm.SUMMIT}/accounts").status_code == 200
    assert len(ledger.get("/companies").json()["data"]) == 3
    ledger.change_sign_in(denyCompany=None)
    assert ledger.get(f"/companies/{firm.HARBOR}/accounts").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/nowhere"),
        ("GET", "/api/v1/companies/"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("GET", f"{COMPANY}/payroll"),
        ("GET", f"{COMPANY}/accounts/"),
        ("GET", f"{COMPANY}/purchases"),
        ("PUT", f"{COMPANY}/accounts"),
        ("DELETE", f"{COMPANY}/journal-entries"),
        ("POST", f"{endpoints.COMPANIES}/nobody"),
    ],
)
def test_unknown_paths_and_methods(method: str, path: str, still_ledger: PracticeLedger) -> None:
    check(still_ledger.http.request(method, path, headers=still_ledger.bearer()), 404, "not_found")


@pytest.mark.parametrize("name", ["", "/accounts", "/reports/balance-sheet?asOf=2026-01-01"])
def test_an_unknown_company(name: str, still_ledger: PracticeLedger) -> None:
    check(still_ledger.get(f"/companies/nobody{name}"), 404, "not_found")


def test_posting_problems(ledger: PracticeLedger) -> None:
    check(ledger.post(firm.SUMMIT, "purchases", PURCHASE, key=None), 400, "idempotency_key_required")
    check(ledger.post(firm.SUMMIT, "purchases", {}), 400, "invalid_request")
    check(
        ledger.post(firm.SUMMIT, "purchases", {**PURCHASE, "date": "2024-01-01"}),
        422,
        "accounting_period_locked",
    )
    ledger.post(firm.SUMMIT, "purchases", PURCHASE, key="k")
    check(ledger.post(firm.SUMMIT, "deposits", PURCHASE, key="k"), 409, "idempotency_conflict")


def test_a_refused_token_comes_before_everything_else(still_ledger: PracticeLedger) -> None:
    answer = still_ledger.http.post(f"{endpoints.COMPANIES}/nobody/purchases", content=b"{")
    check(answer, 401, "unauthorized")


def test_a_bug_is_an_internal_error_that_may_be_tried_again(ledger: PracticeLedger) -> None:
    token = ledger.bearer()
    with ledger.book.writing() as connection:
        connection.execute("DROP TABLE reconciliations")
    answer = ledger.http.get(f"{COMPANY}/reconciliations", headers=token)
    check(answer, 500, "internal_error", retryable=True)
    assert answer.headers["date"]


def test_every_code_has_its_status() -> None:
    documented: dict[str, Any] = {
        "unauthorized": 401,
        "missing_scope": 403,
        "organization_access_denied": 403,
        "not_found": 404,
        "invalid_request": 400,
        "idempotency_key_required": 400,
        "idempotency_conflict": 409,
        "accounting_period_locked": 422,
        "rate_limited": 429,
        "internal_error": 500,
    }
    assert {code.value: STATUS[code] for code in Code} == documented


@pytest.mark.parametrize(
    "host", ["evil.test", "evil.test:80", "10.0.0.1", "127.0.0.1.evil.test", "", "[", "a:b:c"]
)
def test_only_loopback_names_get_in(host: str, still_ledger: PracticeLedger) -> None:
    """A page that rebinds its name to 127.0.0.1 is refused (A07 on the server's side)."""
    answer = still_ledger.http.get(endpoints.OAUTH_METADATA, headers={"host": host})
    check(answer, 400, "invalid_request")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:80", "[::1]:9", "[::1]"])
def test_every_loopback_name_gets_in(host: str, still_ledger: PracticeLedger) -> None:
    answer = still_ledger.http.get(endpoints.OAUTH_METADATA, headers={"host": host})
    assert answer.json()["issuer"] == f"http://{host}"
