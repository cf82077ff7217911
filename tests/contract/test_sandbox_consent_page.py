"""The consent page: honest, escaped, unframeable, and usable without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import httpx
import pytest

from app.contract import endpoints
from app.sandbox.server import SandboxOptions
from tests.practice_ledger import (
    REDIRECT,
    PracticeLedger,
    answer_of,
    authorization_query,
    pkce,
    practice_ledger,
)


@pytest.fixture
def asking_ledger(ledger_options: SandboxOptions) -> Iterator[PracticeLedger]:
    with practice_ledger(replace(ledger_options, auto_approve=False)) as running:
        yield running


class _Page(HTMLParser):
    """Collects what a person and a form would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags, self.fields = "", [], {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        if tag == "input":
            self.fields[values["name"]] = values["value"] or ""
        if tag == "form":
            self.form = values

    def handle_data(self, data: str) -> None:
        self.text += data


def ask(ledger: PracticeLedger, *scopes: str, name: str = "Tickmark", **more: str) -> httpx.Response:
    query = authorization_query(ledger.register(name), pkce()[1], scopes or ("mcp",), **more)
    return ledger.http.get(endpoints.OAUTH_AUTHORIZE, params=query)


def decide(ledger: PracticeLedger, page: httpx.Response, decision: str) -> httpx.Response:
    form = {**_Page(page.text).fields, "decision": decision}
    return ledger.http.post(endpoints.OAUTH_AUTHORIZE, data=form)


def test_it_names_the_app_the_firm_and_the_scopes_in_words(asking_ledger: PracticeLedger) -> None:
    page = _Page(ask(asking_ledger, "accounts:read", "transactions:read_write").text)
    assert "Allow Tickmark to work with Hollis & Reyes Bookkeeping?" in page.text
    assert "See their charts of accounts" in page.text
    assert "It will also be able to change the books" in page.text
    assert "Post purchases, deposits and transfers" in page.text
    assert "Post bill payments" not in page.text
    assert "127.0.0.1:49152" in page.text


def test_reading_alone_is_not_announced_as_changing(asking_ledger: PracticeLedger) -> None:
    assert "change the books" not in ask(asking_ledger, "companies:read").text


def test_it_is_a_plain_form_without_scripts(asking_ledger: PracticeLedger) -> None:
    page = _Page(ask(asking_ledger).text)
    assert page.form == {"method": "post", "action": endpoints.OAUTH_AUTHORIZE}
    assert page.tags.count("button") == 2
    assert "script" not in page.tags


def test_it_cannot_be_framed_cached_or_sniffed(asking_ledger: PracticeLedger) -> None:
    """Clickjacking is prevented (S19)."""
    headers = ask(asking_ledger).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self' http://127.0.0.1:49152;" in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_names_are_shown_as_text_never_as_markup(asking_ledger: PracticeLedger) -> None:
    name = '<script>alert("&")</script>\'$firm'
    page = ask(asking_ledger, name=name)
    assert name in _Page(page.text).text
    assert "<script" not in page.text


def test_nothing_of_a_refused_request_is_echoed(asking_ledger: PracticeLedger) -> None:
    page = ask(asking_ledger, redirect_uri="https://evil.test/<b>", state="<i>")
    assert page.status_code == 400
    assert "evil" not in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


def test_allow_sends_the_code_to_the_app(asking_ledger: PracticeLedger) -> None:
    answer = decide(asking_ledger, ask(asking_ledger), "allow")
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(REDIRECT)
    assert set(answer_of(answer.headers["location"])) == {"code", "state"}


def test_cancel_says_so_to_the_app(asking_ledger: PracticeLedger) -> None:
    answer = decide(asking_ledger, ask(asking_ledger), "cancel")
    assert answer.status_code == 302
    assert answer_of(answer.headers["location"]) == {"error": "access_denied", "state": "state-1"}


def test_a_page_is_answered_once(asking_ledger: PracticeLedger) -> None:
    page = ask(asking_ledger)
    decide(asking_ledger, page, "cancel")
    again = decide(asking_ledger, page, "allow")
    assert again.status_code == 400
    assert "answered already" in again.text


def test_a_page_that_stood_open_too_long_grants_nothing(asking_ledger: PracticeLedger) -> None:
    page = ask(asking_ledger)
    asking_ledger.clock.turn(minutes=11)
    assert decide(asking_ledger, page, "allow").status_code == 400


def test_nobody_can_allow_without_the_ticket_of_a_page(asking_ledger: PracticeLedger) -> None:
    form = {"ticket": "guessed", "decision": "allow"}
    assert asking_ledger.http.post(endpoints.OAUTH_AUTHORIZE, data=form).status_code == 400


def test_the_ticket_is_not_what_is_stored(asking_ledger: PracticeLedger) -> None:
    ticket = _Page(ask(asking_ledger).text).fields["ticket"]
    ((stored,),) = asking_ledger.rows("SELECT ticket_hash FROM oauth_consents")
    assert re.fullmatch("[0-9a-f]{64}", stored)
    assert stored != ticket
