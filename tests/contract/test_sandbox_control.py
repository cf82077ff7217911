"""The control calls: other people's work, vanished records, locks, and what was asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from app.contract import endpoints
from app.sandbox.server import SandboxOptions
from tests import small_firm as firm
from tests.contract.test_sandbox_posts import PURCHASE
from tests.practice_ledger import PracticeLedger, practice_ledger

ROW = firm.bank_row("feed-new", firm.CHECKING_BANK, "2026-06-28", -999)


def row(ledger: PracticeLedger, name: str, record_id: str) -> dict[str, Any] | None:
    rows = ledger.every_row(firm.SUMMIT, name, limit=250)
    return next((each for each in rows if each["id"] == record_id), None)


def test_a_new_feed_row_arrives_now(ledger: PracticeLedger) -> None:
    moment = ledger.clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    ledger.put(ROW)
    rows = ledger.read(firm.SUMMIT, "bank-transactions", updatedSince=moment)["data"]
    assert [each["id"] for each in rows] == ["feed-new"]
    assert rows[0]["createdAt"] == rows[0]["updatedAt"] >= moment


def test_a_replaced_record_keeps_when_it_was_made(ledger: PracticeLedger) -> None:
    before = row(ledger, "bank-transactions", "feed-rent-2026-06")
    ledger.put(firm.bank_row("feed-rent-2026-06", firm.CHECKING_BANK, "2026-06-01", -1))
    after = row(ledger, "bank-transactions", "feed-rent-2026-06")
    assert before is not None
    assert after is not None
    assert after["amountCents"] == -1
    assert after["journalEntryId"] is None
    assert after["createdAt"] == before["createdAt"]
    assert after["updatedAt"] > before["updatedAt"]


def test_untouched_changes_hide_from_incremental_reads(ledger: PracticeLedger) -> None:
    """An edit that does not move updatedAt (E09)."""
    before = row(ledger, "bank-transactions", "feed-rent-2026-06")
    ledger.put(firm.bank_row("feed-rent-2026-06", firm.CHECKING_BANK, "2026-06-01", -1), touch=False)
    after = row(ledger, "bank-transactions", "feed-rent-2026-06")
    assert before is not None
    assert after is not None
    assert after["amountCents"] == -1
    assert after["updatedAt"] == before["updatedAt"]


def test_an_untouched_new_record_is_dated_as_in_a_file(ledger: PracticeLedger) -> None:
    ledger.put(ROW, touch=False)
    new = row(ledger, "bank-transactions", "feed-new")
    assert new is not None
    assert new["updatedAt"] == "2026-06-28T12:00:00.000Z"


def test_a_replaced_entry_brings_its_own_lines(ledger: PracticeLedger) -> None:
    ledger.put(firm.entry(firm.SUMMIT, "rent-2026-06", "2026-06-02", firm.SOFTWARE, firm.CHECKING, 777))
    lines = ledger.read(firm.SUMMIT, "journal-lines", journalEntryId="rent-2026-06")["data"]
    assert {each["accountId"]: each["debitCents"] - each["creditCents"] for each in lines} == {
        firm.SOFTWARE: 777,
        firm.CHECKING: -777,
    }
    assert {each["date"] for each in lines} == {"2026-06-02"}
    trial = ledger.read(firm.SUMMIT, "reports/trial-balance", asOf="2026-06-30")["data"]
    assert trial["totalDebit"] == trial["totalCredit"]


def test_an_entry_can_be_voided(ledger: PracticeLedger) -> None:
    void = firm.entry(
        firm.SUMMIT, "rent-2026-06", "2026-06-01", firm.RENT, firm.CHECKING, 185_000, status="void"
    )
    ledger.put(void)
    assert ledger.read(firm.SUMMIT, "journal-entries", status="void")["data"][0]["voidedAt"]
    report = ledger.read(firm.SUMMIT, "reports/profit-and-loss", startDate="2026-06-01", endDate="2026-06-30")
    assert [each["accountId"] for each in report["data"]["expenses"]] == [firm.SOFTWARE]


def test_companies_and_accounts_can_be_added_and_renamed(ledger: PracticeLedger) -> None:
    company = {"kind": "company", "id": "company-new", "name": "Kestrel Logistics"}
    account = {
        "kind": "account",
        "companyId": "company-new",
        "id": "new-cash",
        "name": "Cash",
        "type": "asset",
    }
    ledger.put(company, account)
    assert ledger.read("company-new", "accounts")["data"][0]["code"] == "1010"
    ledger.put({**company, "name": "Kestrel Freight"})
    names = [each["name"] for each in ledger.get("/companies").json()["data"]]
    assert "Kestrel Freight" in names
    assert "Kestrel Logistics" not in names
    assert ledger.read("company-new", "accounts")["data"]


def test_new_entries_go_on_numbering(ledger: PracticeLedger) -> None:
    ledger.put(firm.entry(firm.SUMMIT, "by-staff", "2026-06-28", firm.RENT, firm.CHECKING, 5))
    new = row(ledger, "journal-entries", "by-staff")
    assert new is not None
    assert new["entryNumber"] == "76"
    ledger.post(firm.SUMMIT, "purchases", PURCHASE)
    assert ledger.rows("SELECT entry_number FROM journal_entries WHERE source_type = 'purchase'") == [("77",)]


def test_a_broken_record_changes_nothing(ledger: PracticeLedger) -> None:
    body = firm.firm_lines([ROW, firm.bank_row("feed-lost", "nowhere", "2026-06-28", -1)])
    answer = ledger.http.post("/_sandbox/records", content=body)
    assert answer.status_code == 400
    assert (
        answer.json()["error"]["message"] == "Line 2 of the firm file: the bank account nowhere is unknown."
    )
    assert row(ledger, "bank-transactions", "feed-new") is None


@pytest.mark.parametrize(
    ("kind", "record_id", "name"),
    [
        ("bank_transaction", "row-pending", "bank-transactions"),
        ("reconciliation", "rec-2026-06", "reconciliations"),
        ("bank_account", firm.CARD_BANK, "bank-accounts"),
        ("account", firm.CLOSED, "accounts"),
        ("journal_entry", "rent-2026-06", "journal-entries"),
    ],
)
def test_a_record_vanishes_without_a_trace(
    kind: str, record_id: str, name: str, ledger: PracticeLedger
) -> None:
    moment = ledger.clock.now().isoformat()
    ledger.vanish(kind, record_id)
    assert row(ledger, name, record_id) is None
    assert ledger.read(firm.SUMMIT, name, updatedSince=moment)["data"] == []


def test_an_entry_takes_its_lines_along(ledger: PracticeLedger) -> None:
    ledger.vanish("journal_entry", "rent-2026-06")
    assert ledger.read(firm.SUMMIT, "journal-lines", journalEntryId="rent-2026-06")["data"] == []


def test_a_company_takes_everything_along(ledger: PracticeLedger) -> None:
    ledger.vanish("company", firm.HARBOR)
    assert ledger.get(f"/companies/{firm.HARBOR}").status_code == 404
    assert ledger.count("journal_lines WHERE company_key = 2") == 0
    assert ledger.read(firm.SUMMIT, "accounts")["data"]


def test_a_line_and_a_bill_can_vanish_alone(ledger: PracticeLedger) -> None:
    line = ledger.read(firm.SUMMIT, "journal-lines", limit=1)["data"][0]
    ledger.vanish("journal_line", line["id"])
    assert row(ledger, "journal-lines", line["id"]) is None
    ledger.vanish("bill", firm.BILL)
    assert ledger.count("bills") == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [("account/nowhere", 404), ("invoice/x", 400), ("company/nobody", 404), ("firm/x", 400)],
)
def test_what_is_not_there_cannot_vanish(path: str, status: int, still_ledger: PracticeLedger) -> None:
    assert still_ledger.http.delete(f"/_sandbox/records/{path}").status_code == status


def test_a_period_is_locked_and_opened(ledger: PracticeLedger) -> None:
    """The period is closed between two attempts (D09)."""
    ledger.lock(firm.SUMMIT, "2026-06-30")
    assert ledger.post(firm.SUMMIT, "purchases", PURCHASE, key="k").status_code == 422
    ledger.lock(firm.SUMMIT, None)
    assert ledger.post(firm.SUMMIT, "purchases", PURCHASE, key="k").status_code == 201


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"companies/{firm.SUMMIT}", {"lockedThrough": "June"}),
        (f"companies/{firm.SUMMIT}", {}),
        ("oauth", {"redirectMatch": "loose"}),
        ("oauth", {"revokeEverything": True}),
        ("oauth", {"rotate": "no"}),
    ],
)
def test_an_unclear_control_call_is_refused(path: str, body: Any, still_ledger: PracticeLedger) -> None:
    answer = still_ledger.http.post(f"/_sandbox/{path}", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_request"


def test_locking_nobody_is_refused(still_ledger: PracticeLedger) -> None:
    answer = still_ledger.http.post("/_sandbox/companies/nobody", json={"lockedThrough": "2026-06-30"})
    assert answer.status_code == 404


def test_requests_tell_what_was_sent(ledger: PracticeLedger) -> None:
    body = json.dumps(PURCHASE).encode()
    ledger.post(firm.SUMMIT, "purchases", body, key="key-1")
    (seen,) = ledger.requests("purchases")
    assert set(seen) == {"method", "path", "idempotencyKey", "bodySha256", "status", "at"}
    assert seen["method"] == "POST"
    assert seen["path"] == f"{endpoints.COMPANIES}/{firm.SUMMIT}/purchases"
    assert seen["idempotencyKey"] == "key-1"
    assert seen["bodySha256"] == hashlib.sha256(body).hexdigest()
    assert seen["status"] == 201
    assert seen["at"].endswith("Z")


def test_requests_are_in_order_and_leave_out_control_calls(ledger: PracticeLedger) -> None:
    ledger.get("/companies")
    ledger.get("/nowhere")
    paths = [each["path"].removeprefix("/api") for each in ledger.requests()]
    assert paths == ["/oauth/register", "/oauth/authorize", "/oauth/token", "/v1/companies", "/v1/nowhere"]
    assert [each["bodySha256"] is None for each in ledger.requests()] == [False, True, False, True, True]


def test_a_dropped_request_has_no_status(ledger: PracticeLedger) -> None:
    ledger.access_token()
    ledger.fail("drop_after_commit", "purchases")
    ledger.fail("status", "purchases", status=503)
    with pytest.raises(httpx.RemoteProtocolError):
        ledger.post(firm.SUMMIT, "purchases", PURCHASE)
    ledger.post(firm.SUMMIT, "purchases", PURCHASE)
    assert [each["status"] for each in ledger.requests("purchases")] == [None, 503]


@pytest.fixture
def plain_ledger(ledger_options: SandboxOptions) -> Iterator[PracticeLedger]:
    with practice_ledger(replace(ledger_options, control=False)) as running:
        yield running


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "faults"),
        ("DELETE", "faults"),
        ("POST", "records"),
        ("DELETE", "records/account/x"),
        ("POST", "oauth"),
        ("POST", "companies/x"),
        ("GET", "requests"),
    ],
)
def test_without_control_there_are_no_such_paths(
    method: str, path: str, plain_ledger: PracticeLedger
) -> None:
    answer = plain_ledger.http.request(method, f"/_sandbox/{path}", content=b"{}")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_a_web_page_cannot_reach_the_control_calls(still_ledger: PracticeLedger) -> None:
    headers = {"origin": "https://evil.test"}
    answer = still_ledger.http.post("/_sandbox/oauth", json={"revokeAll": True}, headers=headers)
    assert answer.status_code == 403
    assert still_ledger.get("/companies").status_code == 200
