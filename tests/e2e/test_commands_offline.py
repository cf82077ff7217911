"""Commands when there is no session or no ledger, and the posting that waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.e2e.desks import Desk, open_desk
from tests.e2e.processes import environment, tickmark
from tests.small_firm import SUMMIT

pytestmark = pytest.mark.keyring


@pytest.fixture
def desk(tmp_path: Path, small_firm_file: Path) -> Iterator[Desk]:
    with open_desk(tmp_path, small_firm_file) as desk:
        yield desk


def test_a_posting_waits_for_the_ledger_and_is_recorded_once(desk):
    """D01, D05, M06: queued while the ledger is away, posted once when it is back on the same books."""
    with desk.ledger():
        desk.ask("sign-in")
        desk.ask("sync")
    post = desk.tickmark("--json", "post", "purchase", "--company", SUMMIT, "--body", desk.body())
    assert post.code == 4
    assert post.json["state"] == "queued"
    assert "waits in the outbox" in post.err
    assert desk.tickmark("outbox", "send").code == 4
    with desk.ledger() as ledger:
        (item,) = desk.ask("outbox", "send")
        assert item["state"] == "posted"
        assert item["idempotencyKey"] == post.json["idempotencyKey"]
        desk.ask("outbox", "send")
        (request,) = [each for each in ledger.requests("/purchases") if each["method"] == "POST"]
        assert request["status"] == 201
        assert request["idempotencyKey"] == item["idempotencyKey"]


def test_the_mirror_is_read_without_the_ledger(desk):
    with desk.ledger():
        desk.ask("sign-in", "--read-only")
        desk.ask("sync")
        denied = desk.tickmark("--json", "post", "purchase", "--company", SUMMIT, "--body", desk.body())
        assert (denied.code, denied.json["state"]) == (1, "queued")
    assert len(desk.ask("companies")) == 3
    assert desk.ask("report", "trial-balance", "--company", SUMMIT)["data"]["accounts"]
    assert desk.tickmark("sync").code == 4
    assert desk.tickmark("report", "trial-balance", "--company", SUMMIT, "--source", "server").code == 4
    assert desk.tickmark("--json", "doctor").code == 4


def test_without_a_session_the_sign_in_is_asked_for(desk):
    with desk.ledger():
        for typed in (("sync",), ("sync", "--company", SUMMIT)):
            done = desk.tickmark("--json", *typed)
            assert (done.code, done.out) == (3, "")
            assert "sign in" in done.err
        desk.ask("sign-in")
        desk.ask("sync")
        assert desk.ask("sign-out")["status"] == "signed_out"
        assert desk.tickmark("sync").code == 3
        assert len(desk.ask("companies")) == 3


def test_a_ledger_out_of_reach_ends_a_sign_in(desk):
    done = desk.tickmark("sign-in")
    assert done.code == 4
    assert "out of reach" in done.err


def test_books_of_one_ledger_are_not_mixed_with_another_ones(desk):
    desk.tickmark("companies")
    done = tickmark("--profile", desk.profile, "--server", "https://ledgerhq.pro", "companies", env=desk.env)
    assert done.code == 2
    assert "--profile" in done.err


def test_two_commands_at_once_renew_one_session(desk):
    """A14 across processes: the practice ledger revokes the session when a refresh token comes twice."""
    with desk.ledger():
        desk.ask("sign-in")
        with ThreadPoolExecutor(4) as pool:
            codes = list(pool.map(lambda _: desk.tickmark("sync").code, range(4)))
        assert codes == [0, 0, 0, 0]


def test_no_keychain_is_told_and_nothing_is_kept_plain(tmp_path):
    """C05: without a keychain a command keeps nothing."""
    done = tickmark("--profile", tmp_path / "profile", "companies", env=environment())
    assert (done.code, done.out) == (1, "")
    assert "keychain" in done.err
    assert not list((tmp_path / "profile").glob("*.db"))
