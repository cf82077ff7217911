"""The demo's own ledger: the sandbox in a process of its own, so that it never holds the window up."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from app.core.errors import AppError, InputError, StorageError
from app.paths import is_frozen, source_root

WRONG_USAGE = 2
_PATIENCE = 5.0
"""Seconds the sandbox has to end by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoBooks:
    """Which books the demo shows."""

    data: Path | None = None
    """A firm file; the built-in demo firm when there is none."""
    db: Path | None = None
    """Where they are kept from run to run; nowhere when there is none."""
    today: date | None = None


@contextlib.asynccontextmanager
async def run_demo_ledger(books: DemoBooks) -> AsyncGenerator[str, None]:
    """Run the sandbox for the length of a block and give its address.

    It also ends when this process dies, because its standard input then closes. Raises InputError when the
    firm file cannot be used, StorageError when the sandbox does not start.
    """
    with tempfile.TemporaryFile() as messages:
        process = _started(_command(books), messages)
        try:
            yield await _base_url(process, messages)
        finally:
            await asyncio.shield(asyncio.to_thread(_end, process))


def _command(books: DemoBooks) -> list[str]:
    command = [sys.executable] if is_frozen() else [sys.executable, "-m", "app"]
    if books.today is not None:
        command += ["--today", books.today.isoformat()]
    command += ["sandbox", "--auto-approve", "--until-stdin-closes"]
    for option, path in (("--data", books.data), ("--db", books.db)):
        if path is not None:
            command += [option, str(path.absolute())]
    return command


def _started(command: list[str], messages: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start it apart from the terminal: an interrupt is for us, who end it in order."""
    new_group = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=messages,
            cwd=None if is_frozen() else source_root(),
            start_new_session=True,
            creationflags=new_group,
        )
    except OSError as error:
        raise StorageError(f"The practice ledger could not be started ({error.strerror}).") from error


async def _base_url(process: subprocess.Popen[bytes], messages: IO[bytes]) -> str:
    """Wait for the first line, which says where it listens."""
    assert process.stdout is not None  # noqa: S101 - asked for above
    try:
        line = await asyncio.to_thread(process.stdout.readline)
    except asyncio.CancelledError:
        process.terminate()  # while it makes its books it does not look at its input
        raise
    if line:
        return str(json.loads(line)["baseUrl"])
    code = await asyncio.to_thread(process.wait)
    raise _failure(code, messages)


def _failure(code: int, messages: IO[bytes]) -> AppError:
    """Pass on what the sandbox said last."""
    messages.seek(0)
    lines = messages.read().decode(errors="replace").strip().splitlines()
    said = lines[-1].removeprefix("tickmark: ") if lines else "The practice ledger did not start."
    return InputError(said) if code == WRONG_USAGE else StorageError(said)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close its input, which ends it; press on if it does not."""
    assert process.stdin is not None  # noqa: S101 - asked for above
    with contextlib.suppress(OSError):
        process.stdin.close()
    for press in (process.terminate, process.kill):
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            press()
    process.wait()
    assert process.stdout is not None  # noqa: S101 - asked for above
    process.stdout.close()
