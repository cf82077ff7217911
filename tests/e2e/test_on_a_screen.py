"""The whole app on a screen of its own, driven by keys alone, against a ledger that comes and goes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.keychains import keychain
from tests.e2e.processes import SandboxProcess, sandbox_process, tickmark
from tests.e2e.screens import Window, screen, tickmark_window, wait_for

pytestmark = [pytest.mark.screen, pytest.mark.keyring]


@pytest.fixture
def port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A person's environment: an unlocked keychain, a browser, a screen."""
    folder = tmp_path / "home"
    folder.mkdir()
    with keychain(folder) as env, screen() as display:
        yield env | {"DISPLAY": display}


def purchases(ledger: SandboxProcess) -> list[dict[str, Any]]:
    return [each for each in ledger.requests("/purchases") if each["method"] == "POST"]


def post_a_purchase(window: Window, amount: str, reference: str) -> None:
    """Fill the form from its first field to the last, and post, by keys only."""
    window.press("ctrl+n")
    for text in ("checking", "software"):
        window.type(text)
        window.press("Return", "Tab")
    window.press("Tab")  # the date is today's
    window.type(amount)
    window.press("Tab")
    window.type("By hand")
    window.press("Tab")
    window.type(reference)
    window.press("ctrl+Return")


def test_sign_in_filter_post_and_post_offline_by_keys_alone(
    desk: dict[str, str], tmp_path: Path, port: int, small_firm_file: Path
) -> None:
    """From first run to a posting that waited for the ledger and was recorded once."""
    db, profile = tmp_path / "sandbox.db", tmp_path / "profile"
    server = f"http://127.0.0.1:{port}"
    options = ("--profile", profile, "--server", server, "--today", "2026-06-30")

    def outbox() -> Any:
        return tickmark(*options, "--json", "outbox", env=desk).json

    with tickmark_window_on(desk, *options) as window:
        with sandbox_process("--data", small_firm_file, "--db", db, port=port) as ledger:
            window.picture(tmp_path / "1-connect.png")
            sign_in_with_posting(window)
            wait_for(lambda: window.title != "Tickmark", "the first company")
            wait_for(
                lambda: len(ledger.requests("/reports/trial-balance")) >= 3, "every company to be proven"
            )
            window.press("ctrl+l")
            window.type("summit")
            window.press("Return")
            wait_for(lambda: window.title.startswith("Summit Ridge"), "the company that was typed")
            window.press("slash")
            window.type("rent")
            window.picture(tmp_path / "2-bank-filtered.png")
            post_a_purchase(window, "129.95", "ONLINE-1")
            wait_for(lambda: len(purchases(ledger)) == 1, "the purchase to arrive")
            wait_for(lambda: [item["state"] for item in outbox()] == ["posted"], "the receipt")
            window.press("ctrl+Next")
            window.picture(tmp_path / "3-outbox-posted.png")
            window.press("ctrl+Next", "slash", "ctrl+a")
            window.type("129.95")
            window.press("Return")
            window.picture(tmp_path / "4-bank-posted.png")
        post_a_purchase(window, "45.50", "OFFLINE-2")
        wait_for(lambda: len(outbox()) == 2, "the second purchase to be stored")
        assert sorted(item["state"] for item in outbox()) == ["posted", "queued"]
        window.picture(tmp_path / "5-waiting.png")
        with sandbox_process("--db", db, port=port) as ledger:
            wait_for(lambda: {item["state"] for item in outbox()} == {"posted"}, "the waiting purchase")
            assert [each["status"] for each in purchases(ledger)] == [201]
            window.picture(tmp_path / "6-sent.png")


def tickmark_window_on(desk: dict[str, str], *options: str | Path) -> Any:
    return tickmark_window(desk["DISPLAY"], desk, *options)


def sign_in_with_posting(window: Window) -> None:
    """Allow posting and connect, from the keyboard."""
    window.press("Tab", "space", "shift+Tab", "Return")
