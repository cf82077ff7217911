from __future__ import annotations

import logging

import pytest

from app.core.changes import Change, Changed
from app.services.announcements import Announcer

CHANGE = Change(what=Changed.BANK)


def test_a_change_reaches_everybody_in_order_until_they_leave() -> None:
    announcer, heard = Announcer(), []
    leave = announcer.subscribe(lambda change: heard.append(("one", change)))
    announcer.subscribe(lambda change: heard.append(("two", change)))
    announcer.announce(CHANGE)
    leave()
    leave()
    announcer.announce(CHANGE)
    assert heard == [("one", CHANGE), ("two", CHANGE), ("two", CHANGE)]


def test_one_who_fails_keeps_nobody_else_from_hearing(caplog: pytest.LogCaptureFixture) -> None:
    announcer, heard = Announcer(), []

    def fail(_: Change) -> None:
        raise ValueError("a screen's bug")

    announcer.subscribe(fail)
    announcer.subscribe(heard.append)
    with caplog.at_level(logging.ERROR):
        announcer.announce(CHANGE)
    assert heard == [CHANGE]
    assert "not taken up" in caplog.text


def test_leaving_while_a_change_is_told_is_fine() -> None:
    announcer, heard = Announcer(), []
    leave = announcer.subscribe(lambda _: leave())
    announcer.subscribe(heard.append)
    announcer.announce(CHANGE)
    assert heard == [CHANGE]
