"""Posts: exact bytes, a bare key, one try, and the truth about what may have happened (D03 to D06)."""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
import struct
from collections.abc import Awaitable, Callable

import pytest

from app.api.client import LedgerClient
from app.api.wire import TimeLimits, Wire
from app.contract.endpoints import POSTING_SCOPES, READ_SCOPES, PostRoute
from app.contract.postings import PurchaseBody, parse_receipt
from app.core.errors import (
    BusyError,
    InputError,
    LedgerError,
    MissingScopeError,
    OfflineError,
    PeriodLockedError,
    RefusedError,
    SignInNeededError,
    UncertainError,
)
from tests.contract.scripted_server import Seen, answering, behaving, read_request, reply
from tests.contract.signing_in import signed_in
from tests.contract.test_ledger_client_reads import FixedToken
from tests.practice_ledger import PracticeLedger
from tests.small_firm import CHECKING_BANK, RENT, SUMMIT
from tests.unit.api.clocks import HandClock

PATH = PostRoute.PURCHASE.route.path(SUMMIT)
SCOPES = READ_SCOPES + POSTING_SCOPES
RECEIPT = b'{"data":{"id":"p1","resourceType":"purchase","status":"posted"}}'


def purchase(day: str = "2026-06-17") -> bytes:
    return PurchaseBody(
        source_account_id=CHECKING_BANK, category_account_id=RENT, date=day, amount_cents=12_995
    ).to_bytes()


async def post_to(url: str, path: str = PATH) -> bytes:
    """Post to a scripted server and return the body of what it accepted."""
    wire = Wire(url, TimeLimits(connect=0.5, silence=0.3, whole=2))
    clock = HandClock()
    client = LedgerClient(wire, FixedToken(), clock, clock.sleep)
    try:
        return (await client.post(path, "key-1", b'{"amountCents":1}')).body
    finally:
        await wire.aclose()


async def failure_at(url: str) -> type[LedgerError]:
    """Return the kind of error a post to a server ends in."""
    with pytest.raises(LedgerError) as failure:
        await post_to(url)
    return type(failure.value)


# Against the practice ledger


async def test_a_purchase_is_posted_and_its_replay_recognized(ledger: PracticeLedger) -> None:
    """D03: the same key and bytes twice make one purchase."""
    body = purchase()
    async with signed_in(ledger.base_url, SCOPES) as reached:
        first = await reached.client.post(PATH, "key-1", body)
        second = await reached.client.post(PATH, "key-1", body)
    receipts = [parse_receipt(each.body, "purchase") for each in (first, second)]
    assert (first.status, second.status) == (201, 200)
    assert receipts[0].id == receipts[1].id
    assert [each.idempotent_replay for each in receipts] == [False, True]
    assert first.server_time is not None


async def test_exactly_the_given_bytes_travel_under_the_bare_key(ledger: PracticeLedger) -> None:
    """D02, D03."""
    body = purchase().replace(b"{", b'{  "unknownField" : 1,', 1)
    async with signed_in(ledger.base_url, SCOPES) as reached:
        await reached.client.post(PATH, "d0d3c1e2-0000-4000-8000-000000000001", body)
    (seen,) = ledger.requests("purchases")
    assert seen["idempotencyKey"] == "d0d3c1e2-0000-4000-8000-000000000001"
    assert seen["bodySha256"] == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize(
    ("effect", "more", "kind"),
    [
        ("drop_before_commit", {}, UncertainError),
        ("drop_after_commit", {}, UncertainError),
        ("truncate", {}, UncertainError),
        ("garbage", {}, UncertainError),
        ("html_200", {}, UncertainError),
        ("status", {"status": 500}, UncertainError),
        ("status", {"status": 503}, UncertainError),
        ("rate_limit", {"retryAfter": 3}, BusyError),
    ],
)
async def test_a_post_is_sent_once_whatever_happens(
    ledger: PracticeLedger, effect: str, more: dict[str, int], kind: type[LedgerError]
) -> None:
    """D04, D06, M15: the client never retries a post, and never calls a lost answer a failure."""
    async with signed_in(ledger.base_url, SCOPES) as reached:
        ledger.fail(effect, "purchases", times=0, **more)
        with pytest.raises(kind):
            await reached.client.post(PATH, "key-1", purchase())
    assert len(ledger.requests("purchases")) == 1


async def test_a_refused_token_is_renewed_and_the_post_replayed_unchanged(ledger: PracticeLedger) -> None:
    """A16, M11: same key, same bytes."""
    async with signed_in(ledger.base_url, SCOPES) as reached:
        ledger.change_sign_in(expireAccessTokens=True)
        answer = await reached.client.post(PATH, "key-1", purchase())
    first, second = ledger.requests("purchases")
    assert first | {"status": 0, "at": ""} == second | {"status": 0, "at": ""}
    assert (first["status"], second["status"], answer.status) == (401, 201, 201)


async def test_a_session_without_posting_says_which_scope_is_missing(ledger: PracticeLedger) -> None:
    """A18, M12."""
    async with signed_in(ledger.base_url) as reached:
        with pytest.raises(MissingScopeError) as missing:
            await reached.client.post(PATH, "key-1", purchase())
    assert missing.value.scope == "transactions:read_write"


async def test_a_locked_period_a_reused_key_and_a_bad_field_are_told_apart(ledger: PracticeLedger) -> None:
    async with signed_in(ledger.base_url, SCOPES) as reached:
        with pytest.raises(PeriodLockedError):
            await reached.client.post(PATH, "key-1", purchase("2024-12-31"))
        await reached.client.post(PATH, "key-2", purchase())
        with pytest.raises(RefusedError) as reused:
            await reached.client.post(PATH, "key-2", purchase("2026-06-16"))
        with pytest.raises(RefusedError) as invalid:
            await reached.client.post(PATH, "key-3", b"{}")
    assert reused.value.code == "idempotency_conflict"
    assert invalid.value.code in ("invalid_request", "validation_error")


async def test_a_post_without_a_session_is_surely_not_sent(ledger: PracticeLedger) -> None:
    async with signed_in(ledger.base_url, SCOPES) as reached:
        ledger.change_sign_in(revokeAll=True)
        with pytest.raises(SignInNeededError):
            await reached.client.post(PATH, "key-1", purchase())


async def test_a_renewal_that_fails_before_a_post_is_no_doubt_about_the_post(ledger: PracticeLedger) -> None:
    """D04: nothing was posted, so the word is offline, not uncertain."""
    async with signed_in(ledger.base_url, SCOPES) as reached:
        ledger.change_sign_in(expireAccessTokens=True)
        ledger.fail("drop_before_commit", "oauth/token", times=0)
        with pytest.raises(OfflineError):
            await reached.client.post(PATH, "key-1", purchase())


# Against servers that break the connection (the measured matrix of D04)


def reset(writer: asyncio.StreamWriter) -> None:
    """Break a connection with a reset."""
    linger = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


async def reset_before_reading(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    reset(writer)


async def read_then_close(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await read_request(reader)


async def read_then_reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    reset(writer)


async def read_then_silence(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await read_request(reader)
    await asyncio.sleep(5)


async def never_read(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    await asyncio.sleep(5)


def answer_with(*parts: bytes) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def behaviour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        for part in parts:
            writer.write(part)
            await writer.drain()

    return behaviour


@pytest.mark.parametrize(
    "behaviour",
    [
        reset_before_reading,
        read_then_close,
        read_then_reset,
        read_then_silence,
        never_read,
        answer_with(b"HTTP/1.1 201 Crea"),
        answer_with(b"HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n", RECEIPT),
        answer_with(b'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"dat'),
        answer_with(b"complete garbage\r\n\r\n"),
        answer_with(reply(200, b"<html>captive portal</html>")),
        answer_with(reply(200)),
        answer_with(reply(204)),
        answer_with(reply(200, b"[]")),
        answer_with(reply(201, b"damaged", Content_Encoding="gzip")),
        answer_with(reply(201, RECEIPT, Content_Encoding="br")),
        answer_with(reply(502, b"<html>bad gateway</html>")),
        answer_with(reply(302, Location="http://127.0.0.1:9/")),
        answer_with(reply(404, b"<html>no such page</html>")),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
async def test_a_post_whose_answer_is_missing_or_unreadable_is_uncertain(
    behaviour: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> None:
    """D04."""
    async with behaving(behaviour) as server:
        assert await failure_at(server.url) is UncertainError


async def test_a_refused_connection_is_surely_not_sent() -> None:
    """D04."""
    async with behaving(read_then_close) as server:
        pass
    assert await failure_at(server.url) is OfflineError


async def test_a_name_that_does_not_resolve_is_surely_not_sent() -> None:
    """D04."""
    assert await failure_at("https://no-such-host.invalid") is OfflineError


async def test_a_connection_that_never_comes_up_is_surely_not_sent() -> None:
    """D04: a full backlog leaves the connection attempt unanswered until its time limit."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        address = deaf.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        assert await failure_at(f"http://127.0.0.1:{address[1]}") is OfflineError
        for each in waiting:
            each.close()


async def test_a_proxy_that_refuses_is_surely_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """D04, G07: 407 from the proxy of the environment, and its password is in no message."""
    async with answering(lambda _: reply(407)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://clerk:hunter2@127.0.0.1:{proxy.port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        with pytest.raises(OfflineError, match="proxy") as failure:
            await post_to("https://ledgerhq.example")
        assert "hunter2" not in str(failure.value)
        assert [each.method for each in proxy.seen] == ["CONNECT"]


async def test_this_computer_is_never_reached_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with answering(lambda _: reply(201, RECEIPT)) as server:
        assert await post_to(server.url) == RECEIPT


async def test_what_the_ledger_accepts_is_returned_as_it_is() -> None:
    async with answering(lambda _: reply(201, RECEIPT)) as server:
        assert await post_to(server.url) == RECEIPT
    (seen,) = server.seen
    assert seen.body == b'{"amountCents":1}'
    assert seen.headers["idempotency-key"] == "key-1"
    assert seen.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "path",
    [
        "/api/oauth/token",
        "/api/v1/companies",
        "/api/v1/companies/x",
        "/api/v1/companies/../purchases",
        "/api/v1/companies/./purchases",
        "/api/v1/companies/x/y/purchases",
        "/api/v1/companies/x/purchases?z=1",
        "/api/v1/companies/x/purchases#z",
        "https://evil.test/api/v1/companies/x/purchases",
        "@evil.test/api/v1/companies/x/purchases",
    ],
)
async def test_a_posting_goes_to_a_company_or_nowhere(path: str) -> None:
    async with answering(lambda _: reply(201, RECEIPT)) as server:
        with pytest.raises(InputError):
            await post_to(server.url, path)
    assert server.seen == []


@pytest.mark.parametrize("retryable", [True, False])
async def test_an_idempotency_conflict_is_told_by_its_own_word(retryable: bool) -> None:
    """D07: still running, or another body."""

    def script(_: Seen) -> bytes:
        error = {"code": "idempotency_conflict", "message": "In use.", "retryable": retryable}
        return reply(409, json.dumps({"error": error}).encode())

    async with answering(script) as server:
        assert await failure_at(server.url) is (BusyError if retryable else RefusedError)
