from __future__ import annotations

import json
from typing import Any

import pytest

from app.api.registration import Registration
from app.api.stored_session import StoredSession, read_stored_session

ISSUER = "https://ledgerhq.pro"
SESSION = StoredSession(
    issuer=ISSUER,
    registration=Registration(client_id="mcp_1", port=5001),
    refresh_token="mcp_rt_1",
    scopes=frozenset({"companies:read", "accounts:read"}),
)


def test_an_entry_is_one_small_json_without_an_access_token() -> None:
    """C01."""
    assert json.loads(SESSION.to_text()) == {
        "version": 1,
        "issuer": ISSUER,
        "client_id": "mcp_1",
        "redirect_port": 5001,
        "refresh_token": "mcp_rt_1",
        "scope": "accounts:read companies:read",
    }


def test_an_entry_is_read_back() -> None:
    assert read_stored_session(SESSION.to_text(), ISSUER) == SESSION


def test_an_entry_does_not_show_its_token() -> None:
    assert "mcp_rt_1" not in repr(SESSION)


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"issuer": "https://evil.test"},
        {"redirect_port": 0},
        {"redirect_port": 70_000},
        {"redirect_port": "port"},
        {"redirect_port": None},
        {"scope": "missing"},
    ],
)
def test_an_entry_of_another_kind_counts_as_none(changes: dict[str, Any]) -> None:
    entry = {**json.loads(SESSION.to_text()), **changes}
    text = json.dumps({name: value for name, value in entry.items() if value != "missing"})
    assert read_stored_session(text, ISSUER) is None


@pytest.mark.parametrize("text", ["", "not json", "[]", "7", '"text"', "null", '{"version":1}', "\ud800"])
def test_a_damaged_entry_counts_as_none(text: str) -> None:
    assert read_stored_session(text, ISSUER) is None
