"""The session after the sign-in: renewal, rotation, expiry and what each failure leaves behind."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from app.api.registration import Registration
from app.api.stored_session import StoredSession, entry_name
from app.contract.endpoints import COMPANIES, OAUTH_TOKEN
from app.core.errors import (
    AppError,
    BusyError,
    KeychainError,
    KeychainLockedError,
    OfflineError,
    SignInNeededError,
)
from app.store.keychain import MemoryKeychain
from tests.contract.scripted_server import Seen, answering, reply
from tests.contract.signing_in import reaching, signed_in, stored
from tests.practice_ledger import PracticeLedger
from tests.unit.api.clocks import HandClock


def renewals(ledger: PracticeLedger) -> int:
    """Return how many token requests came after the first one."""
    return len(ledger.requests(OAUTH_TOKEN)) - 1


async def test_fifty_callers_share_one_renewal(ledger: PracticeLedger) -> None:
    """A14: single-flight; any slip would end the family, which the practice ledger rotates without grace."""
    clock = HandClock()
    async with signed_in(ledger.base_url, clock=clock) as reached:
        clock.turn(4_000)
        tokens = await asyncio.gather(*(reached.session.bearer() for _ in range(50)))
        assert len(set(tokens)) == 1
        assert renewals(ledger) == 1
        assert len(await reached.client.companies()) == 3


async def test_fifty_refused_requests_share_one_renewal(ledger: PracticeLedger) -> None:
    """A14, A16."""
    async with signed_in(ledger.base_url) as reached:
        ledger.change_sign_in(expireAccessTokens=True)
        answers = await asyncio.gather(*(reached.client.companies() for _ in range(50)))
        assert [len(each) for each in answers] == [3] * 50
        assert renewals(ledger) == 1


async def test_a_failed_renewal_fails_for_all_who_waited(ledger: PracticeLedger) -> None:
    """A14: one failure, not fifty tries."""
    clock = HandClock()
    async with signed_in(ledger.base_url, clock=clock) as reached:
        clock.turn(4_000)
        ledger.fail("status", OAUTH_TOKEN, status=503, times=0)
        outcomes = await asyncio.gather(
            *(reached.session.bearer() for _ in range(50)), return_exceptions=True
        )
        assert {type(each) for each in outcomes} == {BusyError}
        assert renewals(ledger) == 2


async def test_a_caller_who_gives_up_does_not_lose_the_new_token(ledger: PracticeLedger) -> None:
    """A14, A15: the renewal goes on and is stored."""
    clock, keychain = HandClock(), MemoryKeychain()
    async with signed_in(ledger.base_url, clock=clock, keychain=keychain) as reached:
        before = stored(keychain)["refresh_token"]
        clock.turn(4_000)
        ledger.fail("delay", OAUTH_TOKEN, delayMs=100)
        caller = asyncio.create_task(reached.session.bearer())
        await asyncio.sleep(0.02)
        caller.cancel()
        await asyncio.wait([caller])
        await reached.session.aclose()
        assert stored(keychain)["refresh_token"] != before
        assert len(await reached.client.companies()) == 3


async def test_a_session_survives_a_restart_without_the_network(ledger: PracticeLedger) -> None:
    keychain = MemoryKeychain()
    async with signed_in(ledger.base_url, keychain=keychain) as reached:
        granted = reached.session.granted
    before = len(ledger.requests())
    async with reaching(ledger.base_url, keychain=keychain) as again:
        assert await again.session.restore()
        assert again.session.granted == granted
        assert len(ledger.requests()) == before
        assert len(await again.client.companies()) == 3


class Watched(MemoryKeychain):
    """Notes every secret it was given, and refuses when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []
        self.refusal: KeychainError | None = None

    async def write(self, name: str, secret: str) -> None:
        if self.refusal:
            raise self.refusal
        self.written.append(json.loads(secret)["refresh_token"])
        await super().write(name, secret)


async def test_each_rotated_token_is_stored_before_the_new_one_is_used(ledger: PracticeLedger) -> None:
    """A15: never empty in between."""
    keychain = Watched()
    async with signed_in(ledger.base_url, keychain=keychain) as reached:
        for _ in range(3):
            await reached.session.replace(await reached.session.bearer())
            assert stored(keychain)["refresh_token"] == keychain.written[-1]
    assert len(set(keychain.written)) == 4
    assert None not in keychain.written


async def test_a_lost_renewal_answer_is_asked_for_once_more(ledger: PracticeLedger) -> None:
    """A15: nothing reached the server, so the same token works."""
    async with signed_in(ledger.base_url) as reached:
        ledger.fail("drop_before_commit", OAUTH_TOKEN)
        await reached.session.replace(await reached.session.bearer())
        assert renewals(ledger) == 2
        assert len(await reached.client.companies()) == 3


async def test_a_renewal_lost_after_the_server_rotated_ends_in_a_new_sign_in(ledger: PracticeLedger) -> None:
    """A15: one more try, then "sign in again"; the registration stays, the dead token goes."""
    keychain = MemoryKeychain()
    async with signed_in(ledger.base_url, keychain=keychain) as reached:
        ended = asyncio.Event()
        reached.session.watch(ended.set)
        ledger.fail("drop_after_commit", OAUTH_TOKEN)
        with pytest.raises(SignInNeededError):
            await reached.session.replace(await reached.session.bearer())
        assert ended.is_set()
        assert stored(keychain)["refresh_token"] is None
        assert stored(keychain)["client_id"]
        with pytest.raises(SignInNeededError):
            await reached.client.companies()
        assert renewals(ledger) == 2
        await reached.sign_in.run(("companies:read",), lambda _: None)
        assert len(await reached.client.companies()) == 3
    assert len(ledger.requests("register")) == 1


@pytest.mark.parametrize(
    ("effect", "more", "kind"),
    [
        ("status", {"status": 500}, BusyError),
        ("status", {"status": 503}, BusyError),
        ("rate_limit", {"retryAfter": 7}, BusyError),
        ("html_200", {}, OfflineError),
        ("drop_before_commit", {}, OfflineError),
        ("status", {"status": 302}, OfflineError),
    ],
)
async def test_a_failing_token_endpoint_never_blanks_the_keychain(
    ledger: PracticeLedger, effect: str, more: dict[str, int], kind: type[AppError]
) -> None:
    """A15: timeouts, 5xx and gateways leave the entry as it was, and the session works again afterwards."""
    keychain = MemoryKeychain()
    async with signed_in(ledger.base_url, keychain=keychain) as reached:
        before = stored(keychain)
        ledger.fail(effect, OAUTH_TOKEN, times=0, **more)
        with pytest.raises(kind):
            await reached.session.replace(await reached.session.bearer())
        assert stored(keychain) == before
        ledger.recover()
        assert await reached.session.replace(await reached.session.bearer())


async def test_a_forgotten_registration_takes_the_whole_entry_with_it(ledger: PracticeLedger) -> None:
    """A21: the next sign-in registers afresh."""
    keychain = MemoryKeychain()
    async with signed_in(ledger.base_url, keychain=keychain) as reached:
        ledger.change_sign_in(forgetClients=True)
        with pytest.raises(SignInNeededError):
            await reached.session.replace(await reached.session.bearer())
        assert keychain._secrets == {}
        await reached.sign_in.run(("companies:read",), lambda _: None)
        assert len(await reached.client.companies()) == 3
    assert len(ledger.requests("register")) == 2


async def test_a_revoked_session_says_so_once_and_asks_no_more(ledger: PracticeLedger) -> None:
    async with signed_in(ledger.base_url) as reached:
        ledger.change_sign_in(revokeAll=True)
        for _ in range(3):
            with pytest.raises(SignInNeededError):
                await reached.client.companies()
        assert renewals(ledger) == 1
        assert len(ledger.requests(COMPANIES)) == 1


async def test_a_server_that_refuses_every_token_is_asked_twice_and_renewed_once() -> None:
    """A16: no loop; what is stored stays."""

    def script(request: Seen) -> bytes:
        if request.target == OAUTH_TOKEN:
            tokens = {"access_token": f"at{len(server.seen)}", "token_type": "bearer", "refresh_token": "rt2"}
            return reply(200, json.dumps(tokens).encode())
        return reply(401 if request.target.startswith(COMPANIES) else 404)

    async with answering(script) as server:
        keychain = MemoryKeychain()
        session = StoredSession(
            issuer=server.url,
            registration=Registration(client_id="mcp_1", port=5001),
            refresh_token="rt1",
            scopes=frozenset({"companies:read"}),
        )
        await keychain.write(entry_name(server.url), session.to_text())
        async with reaching(server.url, keychain=keychain) as reached:
            await reached.session.restore()
            await reached.session.bearer()
            with pytest.raises(SignInNeededError):
                await reached.client.companies()
            assert len(server.asked(COMPANIES)) == 2
            assert len(server.asked(OAUTH_TOKEN)) == 2
            assert not reached.session.is_signed_in
        assert stored(keychain)["refresh_token"] == "rt2"


@pytest.mark.parametrize(("wall", "steady", "expected"), [(2, 0, 1), (-2, 0, 0), (0, 2, 1), (2, 2, 1)])
async def test_clock_jumps_neither_use_a_dead_token_nor_renew_in_a_storm(
    ledger: PracticeLedger, wall: int, steady: int, expected: int
) -> None:
    """A17: plus and minus two hours, sleep, and both."""
    clock = HandClock()
    async with signed_in(ledger.base_url, clock=clock) as reached:
        clock.wall += timedelta(hours=wall)
        clock.steady += steady * 3_600
        for _ in range(5):
            await reached.session.bearer()
        assert renewals(ledger) == expected


async def test_a_keychain_that_refuses_leaves_a_session_until_quit(
    ledger: PracticeLedger, caplog: pytest.LogCaptureFixture
) -> None:
    """C05: the session works, says that it is not kept, and is kept as soon as the keychain opens."""
    keychain = Watched()
    keychain.refusal = KeychainLockedError("The system keychain is locked; unlock it and try again.")
    async with signed_in(ledger.base_url, keychain=keychain) as reached:
        assert not reached.session.is_kept
        assert len(await reached.client.companies()) == 3
        await reached.session.replace(await reached.session.bearer())
        keychain.refusal = None
        await reached.session.replace(await reached.session.bearer())
        assert reached.session.is_kept
        assert stored(keychain)["refresh_token"]
    assert "mcp_" not in caplog.text


async def test_a_session_renewed_elsewhere_is_taken_over(ledger: PracticeLedger) -> None:
    """A14: whoever stored last is right; the seam where other processes will be kept out."""
    keychain = MemoryKeychain()
    async with signed_in(ledger.base_url, keychain=keychain) as one:
        async with reaching(ledger.base_url, keychain=keychain) as other:
            await other.session.restore()
            await other.session.bearer()
        await one.session.replace(await one.session.bearer())
        assert len(await one.client.companies()) == 3
    assert renewals(ledger) == 2


async def test_a_session_signed_out_elsewhere_ends_here(ledger: PracticeLedger) -> None:
    keychain = MemoryKeychain()
    async with signed_in(ledger.base_url, keychain=keychain) as one:
        async with reaching(ledger.base_url, keychain=keychain) as other:
            await other.session.restore()
            await other.session.sign_out()
        with pytest.raises(SignInNeededError):
            await one.session.replace(await one.session.bearer())
        assert not one.session.is_signed_in


async def test_without_a_refresh_token_the_session_ends_with_its_access_token() -> None:
    """A13, A19: it works, and cannot stay signed in."""

    def script(request: Seen) -> bytes:
        tokens = b'{"access_token":"at","token_type":"bearer","expires_in":3600}'
        if request.target == OAUTH_TOKEN:
            return reply(200, tokens)
        if "register" in request.target:
            granted = {
                "client_id": "c1",
                "client_secret": "ignored",
                "grant_types": ["authorization_code"],
                "x": 1,
            }
            return reply(200, json.dumps(granted).encode())
        if "authorize" in request.target:
            return reply(302, Location=redirect(request.target))
        return reply(200, b'{"data":[]}') if request.target.startswith(COMPANIES) else reply(404)

    async with answering(script) as server:
        clock, keychain = HandClock(), MemoryKeychain()
        async with signed_in(server.url, clock=clock, keychain=keychain) as reached:
            assert await reached.client.companies() == []
            assert stored(keychain)["refresh_token"] is None
            assert "ignored" not in str(stored(keychain))
            clock.turn(4_000)
            with pytest.raises(SignInNeededError):
                await reached.client.companies()
        asked = json.loads(server.asked("register")[0].body)
        assert asked == {
            "client_name": "Tickmark",
            "redirect_uris": asked["redirect_uris"],
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "token_endpoint_auth_method": "none",
        }


def redirect(target: str) -> str:
    """Consent at once."""
    asked = parse_qs(urlsplit(target).query)
    return f"{asked['redirect_uri'][0]}?state={asked['state'][0]}&code=c"
