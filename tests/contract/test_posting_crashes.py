"""kill -9 at every place that hurts: after the next start the ledger has the purchase exactly once (D01, M01-M05)."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.core.clock import SystemClock
from app.core.crash_points import CRASH_AT
from app.core.outbox import OutboxItem
from app.store.outbox import Outbox
from tests.practice_ledger import PracticeLedger

ROOT = Path(__file__).parents[2]


@pytest.fixture
def outbox_file(tmp_path: Path) -> Path:
    return tmp_path / "outbox.db"


def start(
    act: str, ledger: PracticeLedger, file: Path, crash_at: str = "", watch: Sequence[str] = ()
) -> subprocess.Popen[str]:
    command = [*watch, sys.executable, "-m", "tests.contract.posting_process", act, ledger.base_url]
    return subprocess.Popen(
        [*command, ledger.access_token(), str(file)],
        cwd=ROOT,
        env={**os.environ, CRASH_AT: crash_at},
        stdout=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    output, _ = process.communicate(timeout=30)
    return process.returncode, output.strip()


def purchases(ledger: PracticeLedger) -> int:
    return ledger.count("receipts")


async def the_item(file: Path) -> OutboxItem:
    outbox = await Outbox.open(file, None, SystemClock())
    try:
        (item,) = await outbox.list_items()
        return item
    finally:
        await outbox.close()


@pytest.mark.parametrize(
    ("point", "arrived"), [("before_send", 0), ("after_send", 1), ("after_response_before_commit", 1)]
)
async def test_a_crash_at_any_point_ends_in_one_purchase(
    ledger: PracticeLedger, outbox_file: Path, point: str, arrived: int
) -> None:
    """M02, M03, M05; D01: the attempt is on the disk before the first byte leaves."""
    assert finish(start("record", ledger, outbox_file, f"{point}:1")) == (-signal.SIGKILL, "")
    left = await the_item(outbox_file)
    assert (left.state, left.attempts, purchases(ledger)) == ("sending", 1, arrived)
    assert finish(start("send", ledger, outbox_file)) == (0, "posted")
    settled = await the_item(outbox_file)
    assert settled.receipt is not None
    assert (purchases(ledger), settled.receipt.idempotent_replay) == (1, bool(arrived))
    requests = ledger.requests("purchases")
    assert {(each["idempotencyKey"], each["bodySha256"]) for each in requests} == {
        (left.key, requests[0]["bodySha256"])
    }
    assert len(requests) == arrived + 1


async def test_two_crashes_in_a_row_end_in_one_purchase(ledger: PracticeLedger, outbox_file: Path) -> None:
    finish(start("record", ledger, outbox_file, "after_send:1"))
    finish(start("send", ledger, outbox_file, "after_response_before_commit:1"))
    assert finish(start("send", ledger, outbox_file)) == (0, "posted")
    assert purchases(ledger) == 1


async def test_a_kill_while_the_ledger_is_still_at_work_ends_in_one_purchase(
    ledger: PracticeLedger, outbox_file: Path
) -> None:
    """M03, M07: nobody inside the process chose the moment."""
    ledger.access_token()
    ledger.fail("delay", "purchases", delayMs=700)
    with start("record", ledger, outbox_file) as process:
        while not await is_sending(outbox_file):  # noqa: ASYNC110 - another process has no event to offer
            await asyncio.sleep(0.01)
        process.kill()
    while finish(start("send", ledger, outbox_file)) != (0, "posted"):
        assert (await the_item(outbox_file)).state == "unknown"
    assert purchases(ledger) == 1


async def is_sending(file: Path) -> bool:
    outbox = await Outbox.open(file, None, SystemClock())
    try:
        return [item.state for item in await outbox.list_items()] == ["sending"]
    finally:
        await outbox.close()


@pytest.mark.skipif(
    shutil.which("strace") is None, reason="needs strace to see what reaches the disk, and when"
)
def test_the_attempt_is_on_the_disk_before_the_first_byte_leaves(
    ledger: PracticeLedger, outbox_file: Path, tmp_path: Path
) -> None:
    """D01: whatever was written to the outbox's log is synced, and only then is the request sent."""
    trace = tmp_path / "trace.txt"
    calls = "pwrite64,fsync,fdatasync,sendto,write"
    watch = ["strace", "-f", "-y", "-s", "64", "-e", f"trace={calls}", "-o", str(trace)]
    assert finish(start("record", ledger, outbox_file, watch=watch)) == (0, "posted")
    lines = trace.read_text().splitlines()
    sent = next(number for number, line in enumerate(lines) if '"POST /api/v1/companies' in line)
    on_the_log = [line for line in lines[:sent] if f"{outbox_file}-wal>" in line]
    assert "pwrite64(" in "".join(on_the_log)
    assert "sync(" in on_the_log[-1]
