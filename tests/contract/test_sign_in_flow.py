"""The whole sign-in against the practice ledger."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Iterator

import psutil
import pytest

from app.contract.endpoints import OAUTH_REGISTER, OAUTH_TOKEN, POSTING_SCOPES, READ_SCOPES
from app.core.errors import InputError, SignInCancelledError, SignInError, SignInNeededError
from app.store.keychain import MemoryKeychain
from tests.contract.signing_in import PatientBrowser, reaching, signed_in, stored
from tests.practice_ledger import PracticeLedger


def nobody(_: str) -> None:
    """Nobody looks at the link."""


def free(port: int) -> bool:
    """Say whether a fresh bind to a port succeeds, without sharing it."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


async def test_signing_in_makes_a_session_that_reads(ledger: PracticeLedger) -> None:
    async with signed_in(ledger.base_url) as reached:
        assert reached.session.granted == set(READ_SCOPES)
        assert len(await reached.client.companies()) == 3


async def test_the_keychain_holds_one_small_entry_without_the_access_token(ledger: PracticeLedger) -> None:
    """C01."""
    keychain = MemoryKeychain()
    async with signed_in(ledger.base_url, keychain=keychain) as reached:
        entry = stored(keychain)
        assert set(entry) == {"version", "issuer", "client_id", "redirect_port", "refresh_token", "scope"}
        assert await reached.session.bearer() not in str(entry)


async def test_no_secret_is_ever_logged(ledger: PracticeLedger, caplog: pytest.LogCaptureFixture) -> None:
    """C01, G04: everything at DEBUG, and neither tokens nor codes nor states in it."""
    caplog.set_level(logging.DEBUG)
    keychain, browser = MemoryKeychain(), PatientBrowser()
    async with reaching(ledger.base_url, keychain=keychain, browser=browser) as reached:
        running = asyncio.create_task(reached.sign_in.run(READ_SCOPES, nobody))
        link = await browser.link()
        answer = await link.consent()
        await link.visit(answer)
        await running
        first, first_refresh = await reached.session.bearer(), stored(keychain)["refresh_token"]
        await reached.client.companies()
        await reached.session.replace(first)
        secrets = {first, await reached.session.bearer(), first_refresh, stored(keychain)["refresh_token"]}
        await reached.session.sign_out()
    secrets |= {link.state, answer.split("code=")[1].split("&")[0]}
    said = "\n".join(record.getMessage() + repr(record.args) for record in caplog.records if ours(record))
    assert len(secrets) == 6
    assert not [secret for secret in secrets if secret in said]


def ours(record: logging.LogRecord) -> bool:
    """Leave out the test's own browser and control calls, and the practice ledger in the same process."""
    return not record.name.startswith("uvicorn")


async def test_tokens_travel_in_no_request_line_and_no_basic_header(ledger: PracticeLedger) -> None:
    """A10."""
    async with signed_in(ledger.base_url) as reached:
        token = await reached.session.bearer()
        await reached.client.companies()
    assert not [each for each in ledger.requests() if "mcp_" in each["path"] or token in each["path"]]
    assert "mcp_" not in " ".join(psutil.Process().cmdline())


async def test_a_wrong_answer_first_does_not_stop_the_right_one(ledger: PracticeLedger) -> None:
    """A03, A12: no, empty, wrong and doubled state; then the right one succeeds."""
    browser = PatientBrowser()
    async with reaching(ledger.base_url, browser=browser) as reached:
        running = asyncio.create_task(reached.sign_in.run(READ_SCOPES, nobody))
        link = await browser.link()
        for wrong in (
            "code=x",
            "code=x&state=",
            "code=x&state=no",
            f"code=x&state={link.state}&state={link.state}",
        ):
            assert (await link.visit(f"{link.redirect_uri}?{wrong}")).status_code == 400
        assert (await link.visit(f"{link.redirect_uri}?error=access_denied")).status_code == 400
        assert ledger.requests(OAUTH_TOKEN) == []
        assert (await link.visit(await link.consent())).status_code == 200
        await running
        assert reached.session.is_signed_in


async def test_a_callback_seen_twice_is_exchanged_once(ledger: PracticeLedger) -> None:
    """A02, A11, B03: in parallel and in sequence, prefetch or not, both get the page."""
    browser = PatientBrowser()
    async with reaching(ledger.base_url, browser=browser, linger=5) as reached:
        running = asyncio.create_task(reached.sign_in.run(READ_SCOPES, nobody))
        link = await browser.link()
        answer = await link.consent()
        pages = await asyncio.gather(link.visit(answer, Sec_Purpose="prefetch"), link.visit(answer))
        await running
        pages.append(await link.visit(answer))
        assert [page.status_code for page in pages] == [200, 200, 200]
        assert len(ledger.requests(OAUTH_TOKEN)) == 1
        assert reached.session.is_signed_in


async def test_two_sign_ins_share_no_secret(ledger: PracticeLedger) -> None:
    """A02."""
    browser = PatientBrowser()
    links = []
    async with reaching(ledger.base_url, browser=browser) as reached:
        for _ in range(2):
            running = asyncio.create_task(reached.sign_in.run(READ_SCOPES, nobody))
            links.append(await browser.link())
            await links[-1].visit(await links[-1].consent())
            await running
    assert links[0].state != links[1].state
    assert links[0].asked["code_challenge"] != links[1].asked["code_challenge"]


@pytest.mark.parametrize("path", ["/", "/other", "/signed-in/0000000000000000"])
async def test_the_right_answer_on_another_path_is_ignored(ledger: PracticeLedger, path: str) -> None:
    """A07."""
    browser = PatientBrowser()
    async with reaching(ledger.base_url, browser=browser) as reached:
        running = asyncio.create_task(reached.sign_in.run(READ_SCOPES, nobody))
        link = await browser.link()
        answer = await link.consent()
        assert (await link.visit(answer.replace(link.path, path, 1))).status_code == 404
        assert (await link.visit(answer, Host="evil.test")).status_code == 400
        assert ledger.requests(OAUTH_TOKEN) == []
        await link.visit(answer)
        await running


async def test_each_server_has_a_redirect_path_of_its_own(
    ledger: PracticeLedger, still_ledger: PracticeLedger
) -> None:
    """A07, RFC 8252 8.10."""
    paths = set()
    for server in (ledger, still_ledger):
        browser = PatientBrowser()
        async with reaching(server.base_url, browser=browser) as reached:
            running = asyncio.create_task(reached.sign_in.run(READ_SCOPES, nobody))
            paths.add((await browser.link()).path)
            running.cancel()
    assert len(paths) == 2


async def test_only_the_loopback_address_listens(ledger: PracticeLedger) -> None:
    """A05: nothing but 127.0.0.1, and only while signing in."""
    browser = PatientBrowser()
    async with reaching(ledger.base_url, browser=browser) as reached:
        running = asyncio.create_task(reached.sign_in.run(READ_SCOPES, nobody))
        link = await browser.link()
        listening = [
            c.laddr for c in psutil.Process().net_connections("tcp") if c.status == psutil.CONN_LISTEN
        ]
        assert [address.ip for address in listening if address.port == link.port] == ["127.0.0.1"]
        running.cancel()


async def test_nobody_else_can_bind_the_port_meanwhile(ledger: PracticeLedger) -> None:
    """A06: exclusive; even a sharing socket is turned away."""
    browser = PatientBrowser()
    async with reaching(ledger.base_url, browser=browser) as reached:
        running = asyncio.create_task(reached.sign_in.run(READ_SCOPES, nobody))
        link = await browser.link()
        with socket.socket() as thief:
            thief.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            thief.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with pytest.raises(OSError, match="in use"):
                thief.bind(("127.0.0.1", link.port))
        running.cancel()


@pytest.mark.parametrize(
    "ending", ["success", "cancelled", "denied", "timeout", "exception", "task cancelled"]
)
async def test_the_port_is_free_again_however_it_ends(ledger: PracticeLedger, ending: str) -> None:
    """A05, B05: success, cancel, refusal, time limit, exception; a fresh bind succeeds at once."""
    browser = PatientBrowser()
    limit = 0.3 if ending == "timeout" else 20
    async with reaching(ledger.base_url, browser=browser, time_limit=limit) as reached:
        running = asyncio.create_task(reached.sign_in.run(READ_SCOPES, nobody))
        link = await browser.link()
        await link.raw(b"GET /favicon.ico HTTP/1.1\r\nHost: x\r\n\r\n")
        assert not free(link.port)
        if ending == "success":
            await link.visit(await link.consent())
        elif ending == "cancelled":
            await reached.sign_in.cancel()
        elif ending == "denied":
            await link.visit(link.back(error="access_denied"))
        elif ending == "exception":
            await link.visit(link.back(code="made-up"))
        elif ending == "task cancelled":
            running.cancel()
        (outcome,) = await asyncio.gather(running, return_exceptions=True)
        await reached.sign_in.cancel()
        expected = {"success": type(None), "timeout": SignInError, "exception": SignInError}
        expected["task cancelled"] = asyncio.CancelledError
        assert type(outcome) is expected.get(ending, SignInCancelledError)
        assert free(link.port)


async def test_twenty_sign_ins_register_once(ledger: PracticeLedger) -> None:
    """A20: the saved port is bound again, its registration used again."""
    keychain = MemoryKeychain()
    for _ in range(20):
        async with reaching(ledger.base_url, keychain=keychain) as reached:
            await reached.session.restore()
            await reached.sign_in.run(READ_SCOPES, nobody)
    assert len(ledger.requests(OAUTH_REGISTER)) == 1


@pytest.mark.parametrize("match", ["exact", "any_port"])
async def test_a_taken_port_costs_one_more_registration(ledger: PracticeLedger, match: str) -> None:
    """A20, B06: straight to another port, whatever the server's matching."""
    ledger.change_sign_in(redirectMatch=match)
    keychain = MemoryKeychain()
    async with signed_in(ledger.base_url, keychain=keychain) as reached:
        taken = stored(keychain)["redirect_port"]
        await reached.sign_in.cancel()
        with socket.socket() as other:
            other.bind(("127.0.0.1", taken))
            other.listen()
            await reached.sign_in.run(READ_SCOPES, nobody)
    assert stored(keychain)["redirect_port"] != taken
    assert len(ledger.requests(OAUTH_REGISTER)) == 2


async def test_a_registration_the_server_forgot_at_the_exchange_is_made_afresh_once(
    ledger: PracticeLedger,
) -> None:
    """A21: one re-registration, one new link, no loop."""
    browser = PatientBrowser()
    async with reaching(ledger.base_url, browser=browser) as reached:
        running = asyncio.create_task(reached.sign_in.run(READ_SCOPES, nobody))
        link = await browser.link()
        answer = await link.consent()
        ledger.change_sign_in(forgetClients=True)
        await link.visit(answer)
        again = await browser.link()
        assert again.asked["client_id"] != link.asked["client_id"]
        await again.visit(await again.consent())
        await running
        assert reached.session.is_signed_in
    assert len(ledger.requests(OAUTH_REGISTER)) == 2


async def test_after_a_time_limit_the_next_attempt_registers_afresh(ledger: PracticeLedger) -> None:
    """A21: the authorize page's refusal never reaches us."""
    browser = PatientBrowser()
    async with reaching(ledger.base_url, browser=browser, time_limit=0.2) as reached:
        for _ in range(2):
            with pytest.raises(SignInError, match="in time"):
                await reached.sign_in.run(READ_SCOPES, nobody)
    assert len(ledger.requests(OAUTH_REGISTER)) == 2


async def test_a_newer_attempt_replaces_the_older_one(ledger: PracticeLedger) -> None:
    """B05: the older ends, its tab is told, and only the newer one succeeds."""
    browser = PatientBrowser()
    async with reaching(ledger.base_url, browser=browser) as reached:
        older = asyncio.create_task(reached.sign_in.run(READ_SCOPES, nobody))
        old_link = await browser.link()
        newer = asyncio.create_task(reached.sign_in.run(READ_SCOPES, nobody))
        link = await browser.link()
        with pytest.raises(SignInCancelledError):
            await older
        assert link.redirect_uri == old_link.redirect_uri
        page = await link.visit(await old_link.consent())
        assert (page.status_code, "newer sign-in" in page.text) == (410, True)
        await link.visit(await link.consent())
        await newer
        assert reached.session.is_signed_in


async def test_a_lost_token_answer_is_not_asked_for_again(ledger: PracticeLedger) -> None:
    """A11: exactly one exchange, then "please sign in again"."""
    ledger.fail("drop_after_commit", OAUTH_TOKEN)
    async with reaching(ledger.base_url) as reached:
        with pytest.raises(SignInError, match="sign in again"):
            await reached.sign_in.run(READ_SCOPES, nobody)
        assert not reached.session.is_signed_in
    assert len(ledger.requests(OAUTH_TOKEN)) == 1


@pytest.mark.parametrize(("effect", "more"), [("html_200", {}), ("garbage", {}), ("status", {"status": 503})])
async def test_a_token_answer_that_is_none_makes_no_session(
    ledger: PracticeLedger, effect: str, more: dict[str, int]
) -> None:
    """A13: never a half-stored session."""
    keychain = MemoryKeychain()
    ledger.fail(effect, OAUTH_TOKEN, **more)
    async with reaching(ledger.base_url, keychain=keychain) as reached:
        with pytest.raises(SignInError):
            await reached.sign_in.run(READ_SCOPES, nobody)
        assert not reached.session.is_signed_in
    assert keychain._secrets == {}


async def test_a_failed_attempt_leaves_the_session_that_was_there(ledger: PracticeLedger) -> None:
    browser = PatientBrowser()
    keychain = MemoryKeychain()
    async with signed_in(ledger.base_url, keychain=keychain):
        pass
    async with reaching(ledger.base_url, browser=browser, keychain=keychain) as reached:
        await reached.session.restore()
        running = asyncio.create_task(reached.sign_in.run(READ_SCOPES + POSTING_SCOPES, nobody))
        link = await browser.link()
        await link.visit(link.back(error="access_denied"))
        with pytest.raises(SignInCancelledError):
            await running
        assert len(await reached.client.companies()) == 3


async def test_the_link_is_told_and_its_answer_can_be_pasted(ledger: PracticeLedger) -> None:
    """B07: no browser comes up; the same checks hold for a pasted address."""

    async def no_browser(_: str) -> bool:
        return False

    links: asyncio.Queue[str] = asyncio.Queue()
    async with reaching(ledger.base_url, browser=no_browser) as reached:
        running = asyncio.create_task(reached.sign_in.run(READ_SCOPES, links.put_nowait))
        browser = PatientBrowser()
        await browser(await links.get())
        link = await browser.link()
        answer = await link.consent()
        for wrong in ("", "nonsense", link.redirect_uri, f"{link.redirect_uri}?code=x&state=no"):
            with pytest.raises(InputError):
                reached.sign_in.complete_with_url(wrong)
        with pytest.raises(InputError):
            reached.sign_in.complete_with_url(answer.replace("127.0.0.1", "evil.test"))
        assert ledger.requests(OAUTH_TOKEN) == []
        reached.sign_in.complete_with_url(f"  {answer}#fragment\n")
        await running
        assert reached.session.is_signed_in


async def test_nothing_can_be_pasted_when_no_sign_in_is_under_way(ledger: PracticeLedger) -> None:
    async with reaching(ledger.base_url) as reached:
        with pytest.raises(InputError, match="under way"):
            reached.sign_in.complete_with_url("http://127.0.0.1/x?code=y")


async def test_signing_out_forgets_here_and_at_the_server(ledger: PracticeLedger) -> None:
    """A22."""
    keychain = MemoryKeychain()
    async with signed_in(ledger.base_url, keychain=keychain) as reached:
        assert await reached.session.sign_out()
        assert keychain._secrets == {}
        with pytest.raises(SignInNeededError):
            await reached.client.companies()
    assert len(ledger.requests("revoke")) == 1


@pytest.mark.parametrize(("effect", "more"), [("status", {"status": 503}), ("drop_before_commit", {})])
async def test_signing_out_forgets_here_even_when_the_server_does_not(
    ledger: PracticeLedger, effect: str, more: dict[str, int]
) -> None:
    """A22: the local secret goes regardless; the answer says that the server may still know it."""
    keychain = MemoryKeychain()
    async with signed_in(ledger.base_url, keychain=keychain) as reached:
        ledger.fail(effect, "revoke", **more)
        assert not await reached.session.sign_out()
        assert keychain._secrets == {}


@pytest.fixture(autouse=True)
def no_thread_stays() -> Iterator[None]:
    """B05: nothing is left behind by any sign-in."""
    before = psutil.Process().num_threads()
    yield
    assert psutil.Process().num_threads() <= before + 2
