"""Connecting as screens and commands see it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app.api.browser import OpenBrowser
from app.api.ledger import Ledger
from app.contract.endpoints import POSTING_SCOPES, READ_SCOPES
from app.core.changes import Change, Changed
from app.core.connection import ConnectionState, ConnectionStatus
from app.core.errors import (
    InputError,
    KeychainLockedError,
    OfflineError,
    SignInCancelledError,
    SignInNeededError,
)
from app.services.announcements import Announcer
from app.services.connection import ConnectionService
from app.store.keychain import MemoryKeychain
from tests.contract.signing_in import PatientBrowser, reaching
from tests.practice_ledger import PracticeLedger


class Connected:
    """A connection service with everything it announced."""

    def __init__(self, ledger: Ledger, keychain: MemoryKeychain) -> None:
        self.ledger = ledger
        announcer = Announcer()
        self.service = ConnectionService(ledger, keychain, announcer)
        self.changes: list[Change] = []
        self.states: list[ConnectionState] = []
        announcer.subscribe(self._on_change)

    def _on_change(self, change: Change) -> None:
        self.changes.append(change)
        self.states.append(self.service.state)

    @property
    def statuses(self) -> list[ConnectionStatus]:
        return [state.status for state in self.states]


@asynccontextmanager
async def connecting(
    server: str, keychain: MemoryKeychain | None = None, browser: OpenBrowser | None = None
) -> AsyncIterator[Connected]:
    keychain = keychain or MemoryKeychain()
    how: dict[str, Any] = {"browser": browser} if browser else {}
    async with reaching(server, keychain=keychain, **how) as ledger:
        yield Connected(ledger, keychain)


async def test_at_first_nobody_is_signed_in(still_ledger: PracticeLedger) -> None:
    async with connecting(still_ledger.base_url) as connected:
        state = await connected.service.restore()
    assert state == ConnectionState(status=ConnectionStatus.SIGNED_OUT, server=still_ledger.base_url)
    assert connected.changes == []


async def test_signing_in_announces_link_and_session(still_ledger: PracticeLedger) -> None:
    links: list[str] = []
    async with connecting(still_ledger.base_url) as connected:
        state = await connected.service.sign_in(posting=False, on_link=links.append)
    assert state.status is ConnectionStatus.SIGNED_IN
    assert state.granted == set(READ_SCOPES)
    assert not state.may_post
    assert {change.what for change in connected.changes} == {Changed.CONNECTION}
    assert connected.statuses == [ConnectionStatus.SIGNING_IN] * 2 + [ConnectionStatus.SIGNED_IN]
    assert [each.link for each in connected.states] == ["", *links, ""]


async def test_signing_in_for_posting_may_post(still_ledger: PracticeLedger) -> None:
    """A18: asked for only then."""
    async with connecting(still_ledger.base_url) as connected:
        state = await connected.service.sign_in(posting=True)
    assert state.may_post
    assert state.granted == set(READ_SCOPES + POSTING_SCOPES)


async def test_a_stored_session_is_taken_up_without_the_network(ledger: PracticeLedger) -> None:
    keychain = MemoryKeychain()
    async with connecting(ledger.base_url, keychain) as connected:
        await connected.service.sign_in(posting=True)
    before = len(ledger.requests())
    async with connecting(ledger.base_url, keychain) as connected:
        state = await connected.service.restore()
    assert (state.status, state.may_post) == (ConnectionStatus.SIGNED_IN, True)
    assert len(ledger.requests()) == before


async def test_cancelling_leaves_what_was_there(still_ledger: PracticeLedger) -> None:
    browser = PatientBrowser()
    async with connecting(still_ledger.base_url, browser=browser) as connected:
        signing_in = asyncio.create_task(connected.service.sign_in(posting=False))
        await browser.link()
        await connected.service.cancel()
        with pytest.raises(SignInCancelledError):
            await signing_in
    assert connected.service.state.status is ConnectionStatus.SIGNED_OUT


async def test_a_newer_sign_in_goes_on_when_the_older_one_ends(still_ledger: PracticeLedger) -> None:
    """B05."""
    browser = PatientBrowser()
    async with connecting(still_ledger.base_url, browser=browser) as connected:
        older = asyncio.create_task(connected.service.sign_in(posting=False))
        await browser.link()
        newer = asyncio.create_task(connected.service.sign_in(posting=False))
        link = await browser.link()
        with pytest.raises(SignInCancelledError):
            await older
        assert connected.service.state.status is ConnectionStatus.SIGNING_IN
        assert connected.service.state.link == link.url
        await link.visit(await link.consent())
        assert (await newer).status is ConnectionStatus.SIGNED_IN


async def test_a_pasted_address_completes_the_sign_in(still_ledger: PracticeLedger) -> None:
    """B07."""
    browser = PatientBrowser()
    async with connecting(still_ledger.base_url, browser=browser) as connected:
        signing_in = asyncio.create_task(connected.service.sign_in(posting=False))
        link = await browser.link()
        with pytest.raises(InputError):
            connected.service.complete_with_url("https://evil.test/?code=x")
        connected.service.complete_with_url(await link.consent())
        assert (await signing_in).status is ConnectionStatus.SIGNED_IN


async def test_out_of_reach_is_offline_and_comes_back(ledger: PracticeLedger) -> None:
    async with connecting(ledger.base_url) as connected:
        await connected.service.sign_in(posting=False)
        ledger.fail("drop_before_commit", "/companies", times=0)
        with pytest.raises(OfflineError):
            await connected.ledger.client.companies()
        assert connected.service.state.status is ConnectionStatus.OFFLINE
        assert connected.service.state.has_session
        ledger.recover()
        await connected.ledger.client.companies()
        assert connected.service.state.status is ConnectionStatus.SIGNED_IN


async def test_a_session_the_ledger_ended_is_announced(ledger: PracticeLedger) -> None:
    async with connecting(ledger.base_url) as connected:
        await connected.service.sign_in(posting=True)
        ledger.change_sign_in(revokeAll=True)
        with pytest.raises(SignInNeededError):
            await connected.ledger.client.companies()
        assert connected.states[-1].status is ConnectionStatus.SIGN_IN_NEEDED
        assert not connected.states[-1].may_post
        assert (await connected.service.sign_in(posting=False)).status is ConnectionStatus.SIGNED_IN


async def test_signing_out_says_whether_the_ledger_forgot_too(ledger: PracticeLedger) -> None:
    """A22."""
    keychain = MemoryKeychain()
    async with connecting(ledger.base_url, keychain) as connected:
        await connected.service.sign_in(posting=False)
        assert await connected.service.sign_out()
        await connected.service.sign_in(posting=False)
        ledger.fail("status", "revoke", status=503)
        assert not await connected.service.sign_out()
    assert connected.service.state.status is ConnectionStatus.SIGNED_OUT
    assert keychain._secrets == {}


class Locked(MemoryKeychain):
    """A keychain that stays locked."""

    async def read(self, name: str) -> str | None:
        raise KeychainLockedError("The system keychain is locked; unlock it and try again.")


async def test_a_locked_keychain_is_told_before_the_browser_opens(ledger: PracticeLedger) -> None:
    """C05: nobody consents for nothing."""
    async with connecting(ledger.base_url, Locked()) as connected:
        with pytest.raises(KeychainLockedError):
            await connected.service.sign_in(posting=False)
        assert connected.service.state.status is ConnectionStatus.SIGNED_OUT
    assert ledger.requests() == []


async def test_without_a_keychain_one_may_stay_signed_in_until_one_quits(ledger: PracticeLedger) -> None:
    """C05: by choice, and said so."""
    async with connecting(ledger.base_url, Locked()) as connected:
        state = await connected.service.sign_in(posting=False, until_quit=True)
        assert (state.status, state.until_quit) == (ConnectionStatus.SIGNED_IN, True)
        await connected.ledger.session.replace(await connected.ledger.session.bearer())
        assert len(await connected.ledger.client.companies()) == 3
        await connected.service.sign_out()
        assert not connected.service.state.until_quit


async def test_a_cancelled_try_until_quit_leaves_the_kept_session_alone(ledger: PracticeLedger) -> None:
    keychain, browser = MemoryKeychain(), PatientBrowser()
    async with connecting(ledger.base_url, keychain) as connected:
        await connected.service.sign_in(posting=False)
    async with connecting(ledger.base_url, keychain, browser) as connected:
        await connected.service.restore()
        signing_in = asyncio.create_task(connected.service.sign_in(posting=True, until_quit=True))
        await browser.link()
        await connected.service.cancel()
        with pytest.raises(SignInCancelledError):
            await signing_in
        assert len(await connected.ledger.client.companies()) == 3
        assert (connected.service.state.until_quit, connected.service.state.may_post) == (False, False)
