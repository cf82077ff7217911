"""Tickmark as other programs meet it: a process with arguments, output and an exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

TICKMARK = (sys.executable, "-m", "app")
_PATIENCE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it wrote for programs; fails when that is anything but one JSON value."""
        return json.loads(self.out)


def tickmark(*arguments: str | Path, env: Mapping[str, str] | None = None) -> Finished:
    """Run a command to its end."""
    done = subprocess.run(
        [*TICKMARK, *map(str, arguments)],
        env=env or environment(),
        capture_output=True,
        timeout=_PATIENCE,
        encoding="utf-8",
        check=False,
    )
    return Finished(code=done.returncode, out=done.stdout, err=done.stderr)


def environment(**changes: str) -> dict[str, str]:
    """Return this environment without anything that steers Tickmark or a keychain, and with `changes`."""
    steering = ("TICKMARK_", "DBUS_", "PYTHON_KEYRING_", "XDG_", "BROWSER", "COV_")
    return {name: value for name, value in os.environ.items() if not name.startswith(steering)} | changes


class SandboxProcess:
    """A practice ledger that was started from the command line."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    def control(self, path: str, body: Any = None, method: str = "POST") -> Any:
        """Make a control call; it must succeed."""
        answer = httpx.request(method, f"{self.base_url}/_sandbox/{path}", json=body, trust_env=False)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def requests(self, path: str) -> list[dict[str, Any]]:
        """Return the requests that came so far whose path contains `path`."""
        return [each for each in self.control("requests", method="GET") if path in each["path"]]


@contextmanager
def sandbox_process(*arguments: str | Path, port: int = 0) -> Iterator[SandboxProcess]:
    """Run `tickmark sandbox` for the length of a block."""
    command = [*TICKMARK, "sandbox", "--auto-approve", "--control", "--port", str(port), *map(str, arguments)]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield SandboxProcess(json.loads(process.stdout.readline())["baseUrl"])
        finally:
            process.terminate()
            process.wait(_PATIENCE)
