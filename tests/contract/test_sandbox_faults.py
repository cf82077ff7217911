"""Failures on order: what each effect does to the answer and to the books."""

from __future__ import annotations

import time

import httpx
import pytest

from app.contract import endpoints
from tests import small_firm as firm
from tests.contract.test_sandbox_posts import PURCHASE
from tests.practice_ledger import PracticeLedger


def purchase(ledger: PracticeLedger, key: str = "key-1") -> httpx.Response:
    return ledger.post(firm.SUMMIT, "purchases", PURCHASE, key=key)


def posted(ledger: PracticeLedger) -> int:
    return ledger.count("receipts")


def test_drop_before_commit_hangs_up_with_nothing_done(ledger: PracticeLedger) -> None:
    ledger.access_token()
    ledger.fail("drop_before_commit", "purchases")
    with pytest.raises(httpx.RemoteProtocolError):
        purchase(ledger)
    assert posted(ledger) == 0
    assert purchase(ledger).status_code == 201


def test_drop_after_commit_hangs_up_with_everything_done(ledger: PracticeLedger) -> None:
    """The answer is lost, the post stands, the repeat replays it (D05)."""
    ledger.access_token()
    ledger.fail("drop_after_commit", "purchases", times=3)
    for _ in range(3):
        with pytest.raises(httpx.RemoteProtocolError):
            purchase(ledger)
    assert posted(ledger) == 1
    answer = purchase(ledger)
    assert (answer.status_code, answer.json()["data"]["idempotentReplay"]) == (200, True)


def test_truncate_stops_in_the_middle_of_the_answer(ledger: PracticeLedger) -> None:
    ledger.access_token()
    ledger.fail("truncate", "purchases")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        purchase(ledger)
    assert posted(ledger) == 1


def test_garbage_answers_200_with_no_json(ledger: PracticeLedger) -> None:
    ledger.access_token()
    ledger.fail("garbage", "purchases")
    answer = purchase(ledger)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    with pytest.raises(ValueError, match=r"codec|Expecting"):
        answer.json()
    assert posted(ledger) == 1


def test_html_200_is_a_captive_portal(ledger: PracticeLedger) -> None:
    ledger.access_token()
    ledger.fail("html_200", "purchases")
    answer = purchase(ledger)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert posted(ledger) == 0


@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [
        (500, "internal_error", True),
        (503, "internal_error", True),
        (401, "unauthorized", False),
        (418, "invalid_request", False),
    ],
)
def test_status_answers_without_doing_anything(
    status: int, code: str, retryable: bool, ledger: PracticeLedger
) -> None:
    ledger.access_token()
    ledger.fail("status", "purchases", status=status)
    answer = purchase(ledger)
    assert answer.status_code == status
    assert (answer.json()["error"]["code"], answer.json()["error"]["retryable"]) == (code, retryable)
    assert posted(ledger) == 0


@pytest.mark.parametrize(
    ("asked", "sent"), [(None, "1"), (3, "3"), ("Wed, 21 Oct 2026 07:28:00 GMT",) * 2, ("abc", "abc")]
)
def test_rate_limit_says_how_long_to_wait(asked: object, sent: str, ledger: PracticeLedger) -> None:
    """Whatever Retry-After a client may have to understand (D10)."""
    ledger.access_token()
    ledger.fail("rate_limit", "purchases", retryAfter=asked)
    answer = purchase(ledger)
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == sent
    assert answer.json()["error"]["retryable"] is True
    assert answer.json()["error"]["code"] == "rate_limited"


def test_delay_answers_late_and_right(ledger: PracticeLedger) -> None:
    ledger.access_token()
    ledger.fail("delay", "accounts", delayMs=300)
    started = time.monotonic()
    assert ledger.read(firm.SUMMIT, "accounts")["data"]
    assert time.monotonic() - started >= 0.3


def test_a_post_is_recorded_even_when_the_caller_gave_up(ledger: PracticeLedger) -> None:
    ledger.access_token()
    ledger.fail("delay", "purchases", delayMs=400)
    headers = {**ledger.bearer(), endpoints.IDEMPOTENCY_HEADER: "key-1"}
    url = f"{endpoints.COMPANIES}/{firm.SUMMIT}/purchases"
    with pytest.raises(httpx.ReadTimeout):
        ledger.http.post(url, json=PURCHASE, headers=headers, timeout=0.1)
    while not posted(ledger):
        time.sleep(0.01)
    assert ledger.http.post(url, json=PURCHASE, headers=headers).status_code == 200


def test_faults_count_down_and_stop(ledger: PracticeLedger) -> None:
    ledger.fail("status", "accounts", times=2, status=500)
    statuses = [ledger.get(f"/companies/{firm.SUMMIT}/accounts").status_code for _ in range(3)]
    assert statuses == [500, 500, 200]


def test_zero_times_lasts_until_cleared(ledger: PracticeLedger) -> None:
    ledger.access_token()
    ledger.fail("status", times=0, status=500)
    assert {ledger.get("/companies").status_code for _ in range(3)} == {500}
    ledger.recover()
    assert ledger.get("/companies").status_code == 200


def test_only_the_requests_meant_fail(ledger: PracticeLedger) -> None:
    ledger.access_token()
    ledger.fail("status", "journal-entries", method="post", status=500)
    assert ledger.get(f"/companies/{firm.SUMMIT}/journal-entries").status_code == 200
    assert ledger.get(f"/companies/{firm.SUMMIT}/accounts").status_code == 200
    assert ledger.post(firm.SUMMIT, "journal-entries", {}).status_code == 500


def test_orders_are_filled_in_turn(ledger: PracticeLedger) -> None:
    ledger.access_token()
    ledger.fail("status", "companies", status=500)
    ledger.fail("status", "companies", status=503)
    assert [ledger.get("/companies").status_code for _ in range(3)] == [500, 503, 200]


def test_the_sign_in_can_fail_too(ledger: PracticeLedger) -> None:
    session = ledger.sign_in()
    ledger.fail("drop_after_commit", endpoints.OAUTH_TOKEN)
    form = {
        "grant_type": "refresh_token",
        "refresh_token": session["refresh_token"],
        "client_id": session["client_id"],
    }
    with pytest.raises(httpx.RemoteProtocolError):
        ledger.http.post(endpoints.OAUTH_TOKEN, data=form)
    assert ledger.http.post(endpoints.OAUTH_TOKEN, data=form).json()["error"] == "invalid_grant"


def test_control_calls_never_fail(ledger: PracticeLedger) -> None:
    ledger.fail("drop_before_commit", times=0)
    ledger.fail("status", "_sandbox", times=0)
    assert ledger.requests() == []
    ledger.recover()


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"effect": "explode"},
        {"effect": "delay", "times": -1},
        {"effect": "status", "status": 99},
        {"effect": "status", "status": "500"},
        {"effect": "delay", "delay_ms": 5},
        [],
    ],
)
def test_an_order_nobody_understands_is_refused(order: object, still_ledger: PracticeLedger) -> None:
    answer = still_ledger.http.post("/_sandbox/faults", json=order)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_request"
