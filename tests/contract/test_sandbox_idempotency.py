"""One key, one effect (contract 2.3; reliability D05, D07)."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from app.sandbox.server import SandboxOptions
from tests import small_firm as firm
from tests.contract.test_sandbox_posts import BODIES, PURCHASE
from tests.practice_ledger import PracticeLedger, practice_ledger


def problem(answer: httpx.Response) -> tuple[int, str, bool]:
    error = answer.json()["error"]
    return answer.status_code, error["code"], error["retryable"]


def entries_of(ledger: PracticeLedger) -> int:
    return ledger.count("journal_entries")


@pytest.mark.parametrize("name", BODIES)
def test_a_repeat_gets_the_first_receipt_and_does_nothing(name: str, ledger: PracticeLedger) -> None:
    first = ledger.post(firm.SUMMIT, name, BODIES[name], key="key-1")
    count = entries_of(ledger)
    again = ledger.post(firm.SUMMIT, name, BODIES[name], key="key-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["data"] == {**first.json()["data"], "idempotentReplay": True}
    assert entries_of(ledger) == count


def test_a_repeat_is_answered_even_when_the_period_was_locked_since(ledger: PracticeLedger) -> None:
    ledger.post(firm.SUMMIT, "purchases", PURCHASE, key="key-1")
    ledger.lock(firm.SUMMIT, "2026-12-31")
    assert ledger.post(firm.SUMMIT, "purchases", PURCHASE, key="key-1").status_code == 200
    assert ledger.post(firm.SUMMIT, "purchases", PURCHASE, key="key-2").status_code == 422


@pytest.mark.parametrize(
    ("company", "name", "body"),
    [
        (firm.SUMMIT, "purchases", {**PURCHASE, "amountCents": 1}),
        (firm.SUMMIT, "purchases", json.dumps(PURCHASE, indent=1).encode()),
        (firm.SUMMIT, "deposits", PURCHASE),
        (firm.HARBOR, "purchases", PURCHASE),
    ],
)
def test_a_key_with_another_request_is_a_conflict(
    company: str, name: str, body: Any, ledger: PracticeLedger
) -> None:
    """Bodies are compared byte by byte (D02)."""
    ledger.post(firm.SUMMIT, "purchases", PURCHASE, key="key-1")
    answer = ledger.post(company, name, body, key="key-1")
    assert problem(answer) == (409, "idempotency_conflict", False)


def test_a_refused_post_does_not_use_up_its_key(ledger: PracticeLedger) -> None:
    wrong = {**PURCHASE, "categoryAccountId": "nowhere"}
    assert ledger.post(firm.SUMMIT, "purchases", wrong, key="key-1").status_code == 400
    assert ledger.post(firm.SUMMIT, "purchases", PURCHASE, key="key-1").status_code == 201


def test_a_key_is_required(still_ledger: PracticeLedger) -> None:
    answer = still_ledger.post(firm.SUMMIT, "purchases", PURCHASE, key=None)
    assert problem(answer) == (400, "idempotency_key_required", False)


@pytest.mark.parametrize("key", ["k" * 256, "k\x7f", "clé".encode("latin-1").decode("latin-1")])
def test_a_key_is_printable_ascii_of_at_most_255(key: str, still_ledger: PracticeLedger) -> None:
    headers = {**still_ledger.bearer(), b"idempotency-key": key.encode("latin-1")}
    url = f"/api/v1/companies/{firm.SUMMIT}/purchases"
    answer = still_ledger.http.post(url, json=PURCHASE, headers=headers)  # type: ignore[arg-type]
    assert problem(answer) == (400, "invalid_request", False)


def test_the_longest_key_is_fine(ledger: PracticeLedger) -> None:
    assert ledger.post(firm.SUMMIT, "purchases", PURCHASE, key="k" * 255).status_code == 201


def test_a_second_request_meets_the_running_first(ledger: PracticeLedger) -> None:
    """In flight is retryable; another body is not; the first one wins (D07)."""
    ledger.fail("delay", "purchases", delayMs=800)
    ledger.access_token()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ledger.post, firm.SUMMIT, "purchases", PURCHASE, key="key-1")
        while not ledger.requests("purchases"):
            pass
        same = ledger.post(firm.SUMMIT, "purchases", PURCHASE, key="key-1")
        other = ledger.post(firm.SUMMIT, "purchases", {**PURCHASE, "amountCents": 1}, key="key-1")
    assert problem(same) == (409, "idempotency_conflict", True)
    assert problem(other) == (409, "idempotency_conflict", False)
    assert first.result().status_code == 201
    assert ledger.post(firm.SUMMIT, "purchases", PURCHASE, key="key-1").status_code == 200


def test_twenty_duplicates_at_once_post_once(ledger: PracticeLedger) -> None:
    before = entries_of(ledger)
    ledger.access_token()
    with ThreadPoolExecutor(20) as pool:
        answers = list(
            pool.map(lambda _: ledger.post(firm.SUMMIT, "purchases", PURCHASE, key="key-1"), range(20))
        )
    assert [each.status_code for each in answers].count(201) == 1
    assert {each.status_code for each in answers} <= {200, 201, 409}
    assert all(each.json()["error"]["retryable"] for each in answers if each.status_code == 409)
    assert len({each.json()["data"]["id"] for each in answers if each.is_success}) == 1
    assert entries_of(ledger) == before + 1


def test_different_keys_at_once_all_post(ledger: PracticeLedger) -> None:
    before = entries_of(ledger)
    ledger.access_token()
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(
                lambda n: ledger.post(firm.SUMMIT, "transfers", BODIES["transfers"], key=f"k{n}"), range(24)
            )
        )
    assert {each.status_code for each in answers} == {201}
    assert entries_of(ledger) == before + 24
    numbers = ledger.rows("SELECT entry_number FROM journal_entries WHERE source_type = 'transfer'")
    assert len(set(numbers)) == 24


def test_receipts_outlive_a_restart(ledger_options: SandboxOptions) -> None:
    with practice_ledger(ledger_options) as first:
        receipt = first.post(firm.SUMMIT, "purchases", PURCHASE, key="key-1").json()["data"]
    with practice_ledger(ledger_options) as second:
        answer = second.post(firm.SUMMIT, "purchases", PURCHASE, key="key-1")
    assert answer.status_code == 200
    assert answer.json()["data"] == {**receipt, "idempotentReplay": True}
