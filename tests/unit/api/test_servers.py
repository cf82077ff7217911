from __future__ import annotations

import pytest

from app.api.servers import is_loopback, origin_of, read_server
from app.core.errors import InputError


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("https://ledgerhq.pro", "https://ledgerhq.pro"),
        (" https://LedgerHQ.pro:443/ ", "https://ledgerhq.pro"),
        ("https://books.example:8443", "https://books.example:8443"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("http://localhost", "http://localhost"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_a_server_is_read_as_one_spelling_of_its_origin(text: str, server: str) -> None:
    assert read_server(text) == server


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ledgerhq.pro",
        "http://ledgerhq.pro",
        "http://127.0.0.1.evil.test",
        "ftp://ledgerhq.pro",
        "https://user:secret@ledgerhq.pro",
        "https://ledgerhq.pro/api",
        "https://ledgerhq.pro?x=1",
        "https://ledgerhq.pro#x",
        "https://ledgerhq.pro:0",
        "https://ledgerhq.pro:99999",
        "https://l\u0435dgerhq.pro",
        "https://ledger hq.pro",
        "https://[::1",
    ],
)
def test_only_https_or_this_computer_is_a_server(text: str) -> None:
    """G07: the host is pinned, and no other scheme keeps the books private."""
    with pytest.raises(InputError):
        read_server(text)


def test_an_origin_leaves_out_path_and_default_port() -> None:
    assert origin_of("https://ledgerhq.pro:443/api/oauth/token?x=1") == "https://ledgerhq.pro"
    assert not is_loopback("https://ledgerhq.pro")
