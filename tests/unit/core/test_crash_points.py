"""A crash point kills only the process that asks for it, at the place and time it names."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from app.core.crash_points import CRASH_AT, crash_point


@pytest.fixture
def kills(monkeypatch):
    """Record the signals this process would have sent itself."""
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "kill", lambda pid, number: sent.append((pid, number)))
    return sent


def test_nothing_happens_unless_asked(kills, monkeypatch):
    monkeypatch.delenv(CRASH_AT, raising=False)
    crash_point("before_send")
    assert kills == []


def test_only_the_named_point_crashes_and_only_at_its_turn(kills, monkeypatch):
    monkeypatch.setenv(CRASH_AT, "third_turn:3")
    for _ in range(4):
        crash_point("elsewhere")
        crash_point("third_turn")
    assert kills == [(os.getpid(), signal.SIGKILL)]


def test_a_name_alone_means_the_first_time(kills, monkeypatch):
    monkeypatch.setenv(CRASH_AT, "first_turn")
    crash_point("first_turn")
    crash_point("first_turn")
    assert len(kills) == 1


def test_a_real_process_dies_without_a_last_word():
    script = "from app.core.crash_points import crash_point; crash_point('here'); print('alive')"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, CRASH_AT: "here:1"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, b"")
