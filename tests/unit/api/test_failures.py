from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from app.api.answers import Answer
from app.api.failures import failure_of, is_unauthorized
from app.core.errors import (
    AccessDeniedError,
    BusyError,
    LedgerError,
    MissingScopeError,
    PeriodLockedError,
    RefusedError,
    SignInNeededError,
    UncertainError,
    UnreadableError,
)

NOW = datetime(2026, 6, 17, 12, tzinfo=UTC)
HTML = b"<html><title>502 Bad Gateway</title></html>"


def coded(code: str, *, retryable: bool = False, message: str = "Because.", **more: str) -> bytes:
    return json.dumps({"error": {"code": code, "message": message, "retryable": retryable, **more}}).encode()


def failure(status: int, body: bytes, *, posting: bool = False, retry_after: str = "") -> LedgerError:
    return failure_of(Answer(status=status, body=body, retry_after=retry_after), posting=posting, now=NOW)


@pytest.mark.parametrize("posting", [False, True])
@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, coded("unauthorized"), SignInNeededError),
        (403, coded("UNAUTHORIZED"), SignInNeededError),
        (401, b"", SignInNeededError),
        (403, coded("missing_scope"), MissingScopeError),
        (403, coded("organization_access_denied"), AccessDeniedError),
        (404, coded("Organization_Access_Denied"), AccessDeniedError),
        (422, coded("accounting_period_locked"), PeriodLockedError),
        (423, coded("accounting_period_locked", retryable=True), PeriodLockedError),
        (400, coded("invalid_request"), RefusedError),
        (400, coded("VALIDATION_ERROR", requestId="req_7"), RefusedError),
        (404, coded("not_found"), RefusedError),
        (409, coded("idempotency_conflict"), RefusedError),
        (409, coded("idempotency_conflict", retryable=True), BusyError),
        (418, coded("never_heard_of_it"), RefusedError),
        (403, b'{"error":"No."}', RefusedError),
        (429, coded("rate_limited", retryable=True), BusyError),
        (429, HTML, BusyError),
        (400, coded("rate_limited"), BusyError),
    ],
)
def test_the_ledgers_code_decides_before_the_status(
    status: int, body: bytes, kind: type[LedgerError], posting: bool
) -> None:
    """Contract 3.8: code first, compared without case; an unknown one is permanent."""
    assert type(failure(status, body, posting=posting)) is kind


@pytest.mark.parametrize(
    ("status", "body", "of_a_read", "of_a_post"),
    [
        (500, coded("internal_error", retryable=True), BusyError, UncertainError),
        (500, coded("internal_error"), BusyError, UncertainError),
        (503, HTML, BusyError, UncertainError),
        (500, b'{"error":"Boom"}', BusyError, UncertainError),
        (500, coded("surely_permanent"), RefusedError, UncertainError),
        (408, b"", BusyError, UncertainError),
        (404, HTML, UnreadableError, UncertainError),
        (403, b"", UnreadableError, UncertainError),
        (302, b"", UnreadableError, UncertainError),
        (307, HTML, UnreadableError, UncertainError),
    ],
)
def test_what_may_hide_a_success_is_uncertain_for_posts_only(
    status: int, body: bytes, of_a_read: type[LedgerError], of_a_post: type[LedgerError]
) -> None:
    """D04, M15: a gateway's word, or a 5xx, says nothing about a posting."""
    assert type(failure(status, body)) is of_a_read
    assert type(failure(status, body, posting=True)) is of_a_post


def test_a_missing_scope_is_named() -> None:
    """A18: the banner names the scope."""
    message = "OAuth scope required: reports:read"
    missing = failure(403, coded("missing_scope", message=message))
    assert isinstance(missing, MissingScopeError)
    assert missing.scope == "reports:read"
    assert "reports:read" in str(missing)


def test_a_refusal_keeps_code_request_id_and_the_ledgers_words() -> None:
    refusal = failure(
        400, coded("VALIDATION_ERROR", message="amountCents\n must be positive.", requestId="req_7")
    )
    assert isinstance(refusal, RefusedError)
    assert (refusal.code, refusal.request_id) == ("validation_error", "req_7")
    assert str(refusal) == "The ledger refused this: amountCents must be positive."


def test_the_wait_asked_for_is_measured_by_the_servers_clock() -> None:
    answer = Answer(
        status=429,
        body=b"",
        date=datetime(2026, 6, 17, 9, tzinfo=UTC),
        retry_after="Wed, 17 Jun 2026 09:00:20 GMT",
    )
    busy = failure_of(answer, posting=False, now=NOW)
    assert isinstance(busy, BusyError)
    assert busy.retry_after == 20


def test_a_success_is_never_unauthorized() -> None:
    assert not is_unauthorized(Answer(status=200, body=coded("unauthorized")))
    assert is_unauthorized(Answer(status=401, body=b""))
