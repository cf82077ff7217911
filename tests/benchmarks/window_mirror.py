"""A mirror of twelve companies for the benchmarks of the window, and the window run on it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks.page_books import make_books
from tests.benchmarks.page_server import page_server
from tests.pull_rig import pulling

_COMPANIES = 12


@contextmanager
def filled_mirror(rows: int) -> Iterator[Path]:
    """Sync twelve companies of `rows` journal lines altogether into a mirror."""
    with TemporaryDirectory() as folder:
        books = make_books(Path(folder), rows, companies=_COMPANIES)
        path = books.folder / "mirror.db"
        with page_server(books.folder) as url:
            asyncio.run(_sync(url, path))
        yield path


def timed(*arguments: str) -> tuple[float, Any]:
    """Run a Python program to its first line; return the seconds until then and the line's JSON."""
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        seconds = time.perf_counter() - started
    return seconds, json.loads(line)


async def _sync(url: str, path: Path) -> None:
    async with pulling(url, "mcp_at_benchmark", path) as rig:
        await rig.sync()
