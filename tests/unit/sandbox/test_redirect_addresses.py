"""Where a registered app may be answered (RFC 8252 7.3; reliability S01, S12, S17)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.sandbox.book import Book
from app.sandbox.clients import Client, is_loopback_host, register
from app.sandbox.problems import OAuthError

GOOD = [
    "https://app.example/callback",
    "http://127.0.0.1/callback",
    "http://127.0.0.1:49152/callback?issuer=1",
    "http://[::1]:8080/",
    "http://localhost:1234/cb",
]
BAD = [
    "http://app.example/callback",
    "http://127.0.0.1.evil.test/cb",
    "http://127.0.0.1:0/cb",
    "http://127.0.0.1:99999/cb",
    "https://app.example/cb#part",
    "https:///nohost",
    "com.example.app:/cb",
    "javascript:alert(1)",
    "https://app.example/c b\n",
    "",
    7,
    None,
]


def registered(tmp_path: Path, metadata: Any) -> dict[str, Any]:
    book = Book(tmp_path / "book.db")
    try:
        with book.writing() as connection:
            return register(connection, metadata, 0.0)
    finally:
        book.close()


@pytest.mark.parametrize("uri", GOOD)
def test_safe_redirects_may_be_registered(uri: str, tmp_path: Path) -> None:
    answer = registered(tmp_path, {"client_name": "App", "redirect_uris": [uri], "logo_uri": "ignored"})
    assert answer["redirect_uris"] == [uri]
    assert answer["token_endpoint_auth_method"] == "none"
    assert "client_secret" not in answer


@pytest.mark.parametrize("uri", BAD)
def test_unsafe_redirects_are_refused(uri: Any, tmp_path: Path) -> None:
    with pytest.raises(OAuthError) as refused:
        registered(tmp_path, {"client_name": "App", "redirect_uris": [GOOD[0], uri]})
    assert refused.value.error == "invalid_redirect_uri"


@pytest.mark.parametrize(
    "metadata",
    [[], None, {"redirect_uris": GOOD}, {"client_name": " ", "redirect_uris": GOOD}, {"client_name": 1}],
)
def test_metadata_that_names_no_app_is_refused(metadata: Any, tmp_path: Path) -> None:
    with pytest.raises(OAuthError) as refused:
        registered(tmp_path, metadata)
    assert refused.value.error == "invalid_client_metadata"


@pytest.mark.parametrize("uris", [None, [], "https://app.example"])
def test_redirects_are_needed(uris: Any, tmp_path: Path) -> None:
    with pytest.raises(OAuthError) as refused:
        registered(tmp_path, {"client_name": "App", "redirect_uris": uris})
    assert refused.value.error == "invalid_redirect_uri"


def client(*uris: str) -> Client:
    return Client(client_id="c", client_name="App", redirect_uris=uris)


@pytest.mark.parametrize(
    ("asked", "exact", "any_port"),
    [
        ("http://127.0.0.1:5000/cb", True, True),
        ("http://127.0.0.1:5001/cb", False, True),
        ("http://127.0.0.1/cb", False, True),
        ("http://127.0.0.1:5001/other", False, False),
        ("http://127.0.0.1:5001/cb?x=1", False, False),
        ("http://[::1]:5000/cb", False, False),
        ("https://app.example/cb", True, True),
        ("https://app.example:444/cb", False, False),
        ("http://127.0.0.1:bad/cb", False, False),
    ],
)
def test_a_redirect_matches_exactly_or_on_any_loopback_port(asked: str, exact: bool, any_port: bool) -> None:
    app = client("http://127.0.0.1:5000/cb", "https://app.example/cb")
    assert app.accepts(asked, any_port=False) is exact
    assert app.accepts(asked, any_port=True) is any_port


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("10.0.0.1", False),
        ("a.test", False),
        ("", False),
        (None, False),
    ],
)
def test_only_this_computer_is_loopback(host: str | None, own: bool) -> None:
    assert is_loopback_host(host) is own
