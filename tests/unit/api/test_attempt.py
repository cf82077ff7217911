from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.attempt import Attempt
from app.api.browser_pages import ANSWERED, CANCELLED, FAILED, NOT_OURS, REPLACED
from app.api.metadata import Endpoints
from app.contract.endpoints import POSTING_SCOPES, READ_SCOPES
from app.core.errors import SignInCancelledError, SignInError

SERVER = "https://ledgerhq.pro"
REDIRECT = "http://127.0.0.1:5001/signed-in/ab"


def attempt(*, names_issuer: bool = False, posting: bool = False, replaced: tuple[str, ...] = ()) -> Attempt:
    return Attempt(
        server=SERVER,
        endpoints=Endpoints(issuer=SERVER, names_issuer=names_issuer),
        client_id="mcp_1",
        redirect_uri=REDIRECT,
        scopes=READ_SCOPES + (POSTING_SCOPES if posting else ()),
        replaced=replaced,
    )


def query(under_way: Attempt, **fields: str) -> str:
    return urlencode({"state": under_way.state, **fields})


async def outcome(under_way: Attempt) -> str:
    return await asyncio.wait_for(under_way.code(), 1)


async def still_waiting(under_way: Attempt) -> bool:
    """Say whether the attempt is open, by ending it well."""
    under_way.judge(query(under_way, code="the-code"))
    return await outcome(under_way) == "the-code"


def test_the_link_asks_for_a_code_with_an_s256_challenge() -> None:
    """A01, A18: the whole authorize address, read-only."""
    link = urlsplit(attempt().link)
    asked = dict(parse_qsl(link.query, strict_parsing=True))
    assert (link.scheme, link.netloc, link.path) == ("https", "ledgerhq.pro", "/api/oauth/authorize")
    assert len(asked.pop("state")) == 43
    assert len(asked.pop("code_challenge")) == 43
    assert asked == {
        "response_type": "code",
        "client_id": "mcp_1",
        "redirect_uri": REDIRECT,
        "scope": "companies:read accounts:read journal_entries:read bank_accounts:read "
        "bank_transactions:read reconciliations:read reports:read",
        "code_challenge_method": "S256",
    }


def test_write_scopes_are_asked_for_only_with_posting() -> None:
    """A18."""
    assert "read_write" not in attempt().link
    assert attempt(posting=True).link.count("read_write") == 3


def test_two_attempts_share_no_secret() -> None:
    """A02: challenge, verifier and state are per attempt."""
    first, second = (dict(parse_qsl(urlsplit(attempt().link).query)) for _ in range(2))
    assert first["state"] != second["state"]
    assert first["code_challenge"] != second["code_challenge"]


async def test_the_right_answer_brings_the_code() -> None:
    under_way = attempt()
    assert under_way.judge(query(under_way, code="c%20+/=")) is ANSWERED
    assert await outcome(under_way) == "c%20+/="


@pytest.mark.parametrize("broken", ["", "state=", "state=wrong", "state={s}&state={s}", "state={s}x", "{s}"])
@pytest.mark.parametrize("rest", ["code=stolen", "error=access_denied", "error=server_error"])
async def test_an_answer_without_exactly_the_right_state_changes_nothing(broken: str, rest: str) -> None:
    """A03, A12: a forged answer, or a forged error, does not end the sign-in."""
    under_way = attempt()
    assert under_way.judge(f"{broken.format(s=under_way.state)}&{rest}") is NOT_OURS
    assert await still_waiting(under_way)


async def test_a_replay_gets_the_same_page_and_changes_nothing() -> None:
    """A02, B03: the state works once; repeats are told the same."""
    under_way = attempt()
    under_way.judge(query(under_way, code="first"))
    assert under_way.judge(query(under_way, code="second")) is ANSWERED
    assert under_way.judge(query(under_way, error="access_denied")) is ANSWERED
    assert await outcome(under_way) == "first"


async def test_a_denied_consent_is_a_calm_cancel() -> None:
    """A12."""
    under_way = attempt()
    assert under_way.judge(query(under_way, error="access_denied")) is CANCELLED
    with pytest.raises(SignInCancelledError):
        await outcome(under_way)


@pytest.mark.parametrize("code", ["server_error", "invalid_scope", "<script>", "A" * 500])
async def test_another_error_ends_the_sign_in(code: str) -> None:
    under_way = attempt()
    assert under_way.judge(query(under_way, error=code)) is FAILED
    with pytest.raises(SignInError) as told:
        await outcome(under_way)
    assert "<" not in str(told.value)
    assert len(str(told.value)) < 120


@pytest.mark.parametrize("rest", ["", "code=", "code=a&code=b", "other=1"])
async def test_an_answer_without_one_code_ends_the_sign_in(rest: str) -> None:
    under_way = attempt()
    assert under_way.judge(f"state={under_way.state}&{rest}") is FAILED
    with pytest.raises(SignInError):
        await outcome(under_way)


@pytest.mark.parametrize("fields", [{"code": "c"}, {"error": "access_denied"}])
@pytest.mark.parametrize(
    ("issuer", "advertised", "accepted"),
    [
        (None, False, True),
        (None, True, False),
        (SERVER, False, True),
        (SERVER, True, True),
        (f"{SERVER}/", False, False),
        (f"{SERVER}/", True, False),
        ("https://evil.test", False, False),
        ("https://evil.test", True, False),
    ],
)
async def test_an_answer_must_come_from_the_server_that_was_asked(
    issuer: str | None, advertised: bool, accepted: bool, fields: dict[str, str]
) -> None:
    """A08, RFC 9207: plain comparison, on errors too, and required once it is announced."""
    under_way = attempt(names_issuer=advertised)
    said = {} if issuer is None else {"iss": issuer}
    page = under_way.judge(query(under_way, **said, **fields))
    assert (page is not FAILED) is accepted


async def test_a_tab_of_an_earlier_attempt_is_told_so() -> None:
    """B05: the stale tab does not end the new sign-in."""
    old = attempt()
    under_way = attempt(replaced=(old.state,))
    assert under_way.judge(query(old, code="old")) is REPLACED
    assert await still_waiting(under_way)


@given(text=st.text())
def test_no_query_breaks_the_judge(text: str) -> None:
    async def judged() -> bool:
        under_way = attempt()
        assert under_way.judge(text) in (NOT_OURS, REPLACED)
        assert under_way.judge("state=" + quote(text, errors="replace")) in (NOT_OURS, REPLACED)
        return await still_waiting(under_way)

    assert asyncio.run(judged())


def test_the_exchange_repeats_the_redirect_address_byte_for_byte() -> None:
    """A10."""
    form = dict(parse_qsl((attempt().exchange("c").body or b"").decode()))
    assert form["redirect_uri"] == REDIRECT
    assert len(form["code_verifier"]) == 43
