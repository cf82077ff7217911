"""A person's desk for commands: a profile, a keychain that is unlocked, a practice ledger that may come and go."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.keychains import keychain
from tests.e2e.processes import Finished, SandboxProcess, sandbox_process, tickmark
from tests.small_firm import CHECKING_BANK, SOFTWARE

PURCHASE = {
    "sourceAccountId": CHECKING_BANK,
    "date": "2026-06-17",
    "amountCents": 12995,
    "categoryAccountId": SOFTWARE,
    "description": "Figma",
    "reference": "INV-1",
}


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Runs commands on one profile against one address."""

    folder: Path
    firm: Path
    env: Mapping[str, str]
    port: int = field(default_factory=free_port)

    @property
    def profile(self) -> Path:
        return self.folder / "profile"

    def tickmark(self, *arguments: str | Path) -> Finished:
        """Run a command on this profile."""
        server = f"http://127.0.0.1:{self.port}"
        return tickmark("--profile", self.profile, "--server", server, *arguments, env=self.env)

    def ask(self, *arguments: str | Path) -> Any:
        """Run a command that must succeed and return its JSON."""
        done = self.tickmark("--json", *arguments)
        assert done.code == 0, done.err
        return done.json

    def body(self, **changes: Any) -> Path:
        """Write a purchase to a file; `changes` replace parts of it."""
        path = self.folder / "body.json"
        path.write_text(json.dumps({**PURCHASE, **changes}))
        return path

    def ledger(self) -> AbstractContextManager[SandboxProcess]:
        """Run the practice ledger, every time on the same books and the same port."""
        return sandbox_process("--data", self.firm, "--db", self.folder / "sandbox.db", port=self.port)


@contextmanager
def open_desk(folder: Path, firm: Path) -> Iterator[Desk]:
    """Sit down at a desk of one's own."""
    home = folder / "home"
    home.mkdir()
    with keychain(home) as env:
        yield Desk(folder=folder, firm=firm, env=env)
