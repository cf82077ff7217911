"""A pull as a process of its own, to be killed: `python -m tests.pull_process URL TOKEN MIRROR`."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from app.core.crash_points import CRASH_AT
from tests.pull_rig import pulling

ROOT = Path(__file__).parents[1]


async def pull(url: str, token: str, mirror: Path) -> None:
    """Pull the whole firm."""
    async with pulling(url, token, mirror) as rig:
        await rig.sync()


def killed_pull(url: str, token: str, mirror: Path, crash_at: str) -> int:
    """Pull in a process that kills itself at a crash point; return how it ended."""
    command = [sys.executable, "-m", "tests.pull_process", url, token, str(mirror)]
    environment = {**os.environ, CRASH_AT: crash_at}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, timeout=120).returncode


if __name__ == "__main__":
    asyncio.run(pull(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
