from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.answers import Answer
from app.api.tokens import Grant, exchange_request, oauth_error, read_grant, renewal_request
from app.core.errors import UnreadableError

GOOD = {
    "access_token": "mcp_at_1",
    "token_type": "Bearer",
    "expires_in": 3600,
    "refresh_token": "mcp_rt_1",
    "scope": "companies:read accounts:read",
}


def grant_of(**changes: Any) -> Grant:
    answer = {name: value for name, value in {**GOOD, **changes}.items() if value != "missing"}
    return read_grant(json.dumps(answer).encode())


def test_a_full_answer_is_read() -> None:
    grant = grant_of()
    assert (grant.access_token, grant.refresh_token, grant.lifetime) == ("mcp_at_1", "mcp_rt_1", 3600)
    assert grant.scopes == {"companies:read", "accounts:read"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"token_type": "bEARER"}, {}),
        ({"expires_in": "missing"}, {"lifetime": 600}),
        ({"expires_in": None}, {"lifetime": 600}),
        ({"expires_in": "3600"}, {"lifetime": 3600}),
        ({"expires_in": 10**30}, {"lifetime": 86_400}),
        ({"refresh_token": "missing"}, {"refresh_token": None}),
        ({"refresh_token": ""}, {"refresh_token": None}),
        ({"scope": "missing"}, {"scopes": None}),
        ({"scope": "companies:read"}, {"scopes": {"companies:read"}}),
        ({"id_token": {"unheard": "of"}}, {}),
    ],
)
def test_a_tolerable_answer_makes_a_session(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    """A13."""
    grant = grant_of(**changes)
    for name, value in expected.items():
        assert getattr(grant, name) == value


@pytest.mark.parametrize(
    "changes",
    [
        {"token_type": "mac"},
        {"token_type": "missing"},
        {"access_token": "missing"},
        {"access_token": ""},
        {"access_token": "two words"},
        {"access_token": "new\r\nline"},
        {"access_token": "caf\u00e9"},
        {"access_token": 7},
        {"expires_in": 0},
        {"expires_in": -5},
        {"expires_in": "soon"},
        {"refresh_token": "a b"},
        {"scope": ["companies:read"]},
    ],
)
def test_an_intolerable_answer_makes_none(changes: dict[str, Any]) -> None:
    """A13: never a half session."""
    with pytest.raises(UnreadableError):
        grant_of(**changes)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b"null", b'{"access_token":"a"'])
def test_an_answer_that_is_no_token_answer_makes_none(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_grant(body)


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())


@given(changes=st.fixed_dictionaries({}, optional=dict.fromkeys(GOOD, ANYTHING)))
def test_whatever_stands_in_the_fields_it_is_a_usable_grant_or_a_typed_error(changes: dict[str, Any]) -> None:
    """A13."""
    body = json.dumps({**GOOD, **changes}, allow_nan=True).encode(errors="replace")
    try:
        grant = read_grant(body)
    except UnreadableError:
        return
    assert grant.access_token.isascii()
    assert 0 < grant.lifetime <= 86_400


def test_the_exchange_is_a_plain_form_without_any_secret() -> None:
    """A10."""
    uri = "http://127.0.0.1:5001/signed-in/ab?c=d"
    request = exchange_request(
        "/api/oauth/token", client_id="mcp_1", code="c+/=&", redirect_uri=uri, verifier="v" * 43
    )
    assert request.headers == {"Content-Type": "application/x-www-form-urlencoded"}
    assert dict(parse_qsl((request.body or b"").decode(), strict_parsing=True)) == {
        "grant_type": "authorization_code",
        "code": "c+/=&",
        "redirect_uri": uri,
        "client_id": "mcp_1",
        "code_verifier": "v" * 43,
    }


def test_a_token_request_does_not_show_what_it_carries() -> None:
    """C01: not even in a debug line."""
    request = renewal_request("/api/oauth/token", client_id="mcp_1", refresh_token="mcp_rt_secret")
    assert b"mcp_rt_secret" in (request.body or b"")
    assert "mcp_rt_secret" not in repr(request)
    assert "mcp_at_1" not in repr(grant_of())


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"error":"invalid_grant","error_description":"used"}', "invalid_grant"),
        (b'{"error":{"code":"INVALID_CLIENT","message":"?"}}', "invalid_client"),
        (b'{"message":"no"}', ""),
        (b"<html>", ""),
    ],
)
def test_the_error_code_is_found_in_either_style(body: bytes, code: str) -> None:
    assert oauth_error(Answer(status=400, body=body)) == code
