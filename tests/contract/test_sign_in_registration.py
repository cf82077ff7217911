"""Registration that fails, and sessions whose keychain fails later."""

from __future__ import annotations

import pytest

from app.api.auto_consent import consent_automatically
from app.api.ledger import open_ledger
from app.contract.endpoints import OAUTH_REGISTER, OAUTH_TOKEN, READ_SCOPES
from app.core.clock import SystemClock
from app.core.errors import (
    InputError,
    KeychainLockedError,
    OfflineError,
    SignInError,
    SignInNeededError,
)
from app.store.keychain import MemoryKeychain
from tests.contract.scripted_server import Seen, answering, reply
from tests.contract.signing_in import reaching, signed_in
from tests.practice_ledger import PracticeLedger


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (reply(400, b'{"error":"invalid_redirect_uri"}'), "did not accept this app"),
        (reply(503), "did not accept this app"),
        (reply(201, b"<html>"), "cannot be read"),
        (reply(201, b'{"client_id":7}'), "cannot be read"),
        (reply(201, b'{"client_id":""}'), "cannot be read"),
        (reply(201, b'{"client_id":"a\\nb"}'), "cannot be read"),
        (b"", "was lost"),
    ],
)
async def test_a_registration_that_fails_ends_the_sign_in_in_words(answer: bytes, sentence: str) -> None:
    """A19: nothing is opened, nothing is kept."""
    opened: list[str] = []

    def script(request: Seen) -> bytes:
        return answer if request.target == OAUTH_REGISTER else reply(404)

    async with answering(script) as server, reaching(server.url) as reached:
        with pytest.raises(SignInError, match=sentence):
            await reached.sign_in.run(READ_SCOPES, opened.append)
        assert reached.session.registration is None
    assert opened == []


async def test_a_registration_that_is_never_good_is_tried_twice() -> None:
    """A21: no loop."""

    def script(request: Seen) -> bytes:
        if request.target == OAUTH_REGISTER:
            return reply(201, b'{"client_id":"c%d"}' % len(server.seen))
        if "authorize" in request.target:
            asked = dict(pair.split("=") for pair in request.target.partition("?")[2].split("&"))
            back = asked["redirect_uri"].replace("%3A", ":").replace("%2F", "/")
            return reply(302, Location=f"{back}?state={asked['state']}&code=c")
        return reply(400, b'{"error":"invalid_client"}')

    async with answering(script) as server, reaching(server.url) as reached:
        with pytest.raises(SignInError, match="registration"):
            await reached.sign_in.run(READ_SCOPES, lambda _: None)
    assert len(server.asked(OAUTH_REGISTER)) == len(server.asked(OAUTH_TOKEN)) == 2


async def test_a_ledger_out_of_reach_cannot_be_signed_in_to() -> None:
    async with reaching("http://127.0.0.1:9") as reached:
        with pytest.raises(OfflineError):
            await reached.sign_in.run(READ_SCOPES, lambda _: None)


class Failing(MemoryKeychain):
    """A keychain that locks itself when told to."""

    locked = False

    async def read(self, name: str) -> str | None:
        self._check()
        return await super().read(name)

    async def write(self, name: str, secret: str) -> None:
        self._check()
        await super().write(name, secret)

    async def delete(self, name: str) -> None:
        self._check()
        await super().delete(name)

    def _check(self) -> None:
        if self.locked:
            raise KeychainLockedError("The system keychain is locked; unlock it and try again.")


async def test_a_keychain_that_locks_itself_does_not_end_the_session(ledger: PracticeLedger) -> None:
    """C05, A15: what is in memory goes on being used."""
    keychain = Failing()
    async with signed_in(ledger.base_url, keychain=keychain) as reached:
        keychain.locked = True
        await reached.session.replace(await reached.session.bearer())
        assert len(await reached.client.companies()) == 3
        assert not reached.session.is_kept


@pytest.mark.parametrize("order", [{"revokeAll": True}, {"forgetClients": True}])
async def test_a_session_that_ends_while_the_keychain_is_locked_ends(
    ledger: PracticeLedger, order: dict[str, bool]
) -> None:
    keychain = Failing()
    async with signed_in(ledger.base_url, keychain=keychain) as reached:
        ledger.change_sign_in(**order)
        keychain.locked = True
        with pytest.raises(SignInNeededError):
            await reached.session.replace(await reached.session.bearer())
        assert reached.session.has_ended


async def test_signing_out_with_a_locked_keychain_says_so_after_telling_the_server(
    ledger: PracticeLedger,
) -> None:
    """A22: the memory forgets and the server is told; what stays is said."""
    keychain = Failing()
    async with signed_in(ledger.base_url, keychain=keychain) as reached:
        keychain.locked = True
        with pytest.raises(KeychainLockedError):
            await reached.session.sign_out()
        assert not reached.session.is_signed_in
    assert len(ledger.requests("revoke")) == 1


async def test_signing_out_where_nothing_can_be_revoked_says_so(ledger: PracticeLedger) -> None:
    """A22: no endpoint is advertised; the person is told where to end it."""
    ledger.fail("status", ".well-known", status=404, times=0)
    async with signed_in(ledger.base_url) as reached:
        assert not await reached.session.sign_out()


async def test_the_whole_way_to_a_ledger_is_built_and_closed_in_one_piece(ledger: PracticeLedger) -> None:
    reached = open_ledger(ledger.base_url, MemoryKeychain(), SystemClock(), consent_automatically)
    await reached.sign_in.run(READ_SCOPES, lambda _: None)
    assert len(await reached.client.companies()) == 3
    await reached.aclose()
    with pytest.raises(InputError):
        open_ledger("http://ledgerhq.pro", MemoryKeychain(), SystemClock())
