"""The real Secret Service in every state a person's computer can be in (C05)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.keyring

ROOT = Path(__file__).parents[3]
SCRIPT = f"{sys.executable} -m tests.unit.store.keychain_script"
UNLOCK = "echo -n password | gnome-keyring-daemon --unlock --components=secrets >&2"
LOCK = "gnome-keyring-daemon --start --components=secrets >&2"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home; without the programs the test is skipped, or fails where they are required."""
    absent = [name for name in ("dbus-run-session", "gnome-keyring-daemon") if not shutil.which(name)]
    if absent and os.environ.get("TICKMARK_REQUIRE_SYSTEM") == "1":
        pytest.fail(f"{absent} must be installed")
    if absent:
        pytest.skip(f"{absent} not installed")
    return tmp_path


def run(command: str, home: Path, **more: str) -> dict[str, Any]:
    """Run the script in a session of its own and return what it says."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
        **more,
    }
    finished = subprocess.run(
        ["sh", "-c", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    answer: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return answer


def in_a_session(*commands: str) -> str:
    return f"dbus-run-session -- sh -c '{'; '.join(commands)}'"


def test_an_unlocked_keychain_keeps_reads_and_forgets(home: Path) -> None:
    """C05 (c): real secrets, at the longest length, with a missing one read as none."""
    answer = run(in_a_session(UNLOCK, SCRIPT), home)
    assert answer == {"missing": None, "kept": True, "sameKey": True, "gone": None}


def test_a_locked_keychain_is_told_as_locked(home: Path) -> None:
    """C05: there is a keychain, and nobody who could unlock it."""
    run(in_a_session(UNLOCK, SCRIPT), home)
    assert run(in_a_session(LOCK, SCRIPT), home)["error"] == "KeychainLockedError"


def test_a_closed_question_is_told_as_dismissed(home: Path) -> None:
    """C05 (b): no keychain yet, and the question whether to make one cannot be answered."""
    assert run(in_a_session(SCRIPT), home)["error"] == "KeychainDismissedError"


def test_no_session_bus_means_no_keychain(home: Path) -> None:
    """C05 (a)."""
    answer = run(SCRIPT, home)
    assert answer["error"] == "NoKeychainError"
    assert "until you quit" in answer["sentence"]


def test_a_bus_without_a_secret_service_means_no_keychain(home: Path) -> None:
    configuration = home / "bus.conf"
    configuration.write_text(
        '<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">'
        '<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>'
    )
    answer = run(f"dbus-run-session --config-file={configuration} -- {SCRIPT}", home)
    assert answer["error"] == "NoKeychainError"


def test_an_unsafe_setting_is_refused_even_beside_a_working_keychain(home: Path) -> None:
    """C04: never a silent downgrade."""
    unsafe = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    answer = run(in_a_session(UNLOCK, SCRIPT), home, **unsafe)
    assert answer["error"] == "NoKeychainError"
    assert "does not keep secrets safe" in answer["sentence"]
