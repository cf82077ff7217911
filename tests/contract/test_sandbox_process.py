"""The practice ledger as a process: started, interrupted, killed in the middle of a post, started again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.core.errors import InputError, StorageError
from app.sandbox.book import Book
from app.sandbox.firm_file import FirmFileError
from app.sandbox.reports import balance_sheet
from app.sandbox.server import SandboxOptions, run_sandbox
from tests import small_firm as firm
from tests.contract.test_sandbox_posts import PURCHASE
from tests.practice_ledger import PracticeLedger, practice_ledger

_SERVE = """
import json, sys
from pathlib import Path
from app.sandbox.server import SandboxOptions, serve
options = json.loads(sys.argv[1])
paths = {name: Path(options[name]) for name in ("data", "db") if options.get(name)}
serve(SandboxOptions(**{**options, **paths}))
"""


class Process:
    """A sandbox in a process of its own."""

    def __init__(self, **options: Any) -> None:
        self.popen = subprocess.Popen(
            [sys.executable, "-c", _SERVE, json.dumps(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.popen.stdout is not None
        self.first_line = self.popen.stdout.readline()
        self.base_url = json.loads(self.first_line)["baseUrl"] if self.first_line else ""

    def end(self, number: int = signal.SIGTERM) -> int:
        self.popen.send_signal(number)
        return self.popen.wait(10)

    def close(self) -> None:
        self.popen.kill()
        self.popen.communicate()


@contextmanager
def process(**options: Any) -> Iterator[Process]:
    running = Process(
        **{name: str(value) if isinstance(value, Path) else value for name, value in options.items()}
    )
    try:
        yield running
    finally:
        running.close()


def test_the_first_line_says_where_and_connections_are_accepted(small_firm_file: Path) -> None:
    with process(data=small_firm_file) as running:
        assert running.first_line == f'{{"baseUrl":"{running.base_url}"}}\n'
        assert running.base_url.startswith("http://127.0.0.1:")
        assert httpx.get(f"{running.base_url}/api/v1/companies").status_code == 401
        assert running.end(signal.SIGTERM) == 0


def test_an_interrupt_ends_it_cleanly_and_gives_the_port_back(small_firm_file: Path, tmp_path: Path) -> None:
    with process(data=small_firm_file, db=tmp_path / "s.db") as running:
        httpx.get(f"{running.base_url}/api/v1/companies")
        port = int(running.base_url.rpartition(":")[2])
        assert running.end(signal.SIGINT) == 0
        assert running.popen.stderr is not None
        assert running.popen.stderr.read() == ""
    with process(data=small_firm_file, db=tmp_path / "s.db", port=port) as again:
        assert again.base_url.endswith(f":{port}")


def test_it_ends_with_whoever_started_it(small_firm_file: Path) -> None:
    with process(data=small_firm_file, stop_on_stdin_eof=True) as running:
        assert running.popen.stdin is not None
        running.popen.stdin.close()
        assert running.popen.wait(10) == 0
        running.popen.stdin = None


def test_a_temporary_database_is_gone_at_the_end(
    small_firm_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with process(data=small_firm_file) as running:
        assert len(list(tmp_path.iterdir())) == 1
        running.end()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("delay", [0.0, 0.004, 0.011, 0.023])
def test_killed_in_the_middle_of_posts_the_books_balance_and_receipts_replay(
    delay: float, small_firm_file: Path, tmp_path: Path
) -> None:
    """kill -9 while posts run: what was answered stands, what stands is whole (D05, D06)."""
    db = tmp_path / "sandbox.db"
    answered: dict[str, dict[str, Any]] = {}
    with process(data=small_firm_file, db=db, auto_approve=True) as running:
        ledger = Remote(running.base_url)
        ledger.access_token()
        poster = threading.Thread(target=post_until_cut, args=(ledger, answered))
        poster.start()
        while len(answered) < 5:
            time.sleep(0.001)
        time.sleep(delay)
        os.kill(running.popen.pid, signal.SIGKILL)
        poster.join()
        ledger.http.close()
    check_books(db)
    options = SandboxOptions(data=small_firm_file, db=db, auto_approve=True)
    with practice_ledger(options) as again:
        stood = again.count("receipts")
        assert len(answered) <= stood <= len(answered) + 1
        for key, receipt in answered.items():
            answer = again.post(firm.SUMMIT, "transfers", transfer(key), key=key)
            assert answer.json()["data"] == {**receipt, "idempotentReplay": True}
        assert again.count("receipts") == stood


class Remote(PracticeLedger):
    """A ledger that runs elsewhere: nothing to look into."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.http = httpx.Client(base_url=base_url, trust_env=False)
        self._tokens = {}


def transfer(key: str) -> dict[str, Any]:
    return {
        "date": "2026-06-17",
        "sourceAccountId": firm.CHECKING_BANK,
        "destinationAccountId": firm.SAVINGS_BANK,
        "amountCents": 100,
        "reference": key,
    }


def post_until_cut(ledger: PracticeLedger, answered: dict[str, dict[str, Any]]) -> None:
    for number in range(100_000):
        key = f"key-{number}"
        try:
            answer = ledger.post(firm.SUMMIT, "transfers", transfer(key), key=key)
        except httpx.TransportError:
            return
        answered[key] = answer.json()["data"]


def check_books(db: Path) -> None:
    book = Book(db)
    with book.reading() as connection:
        assert connection.execute("PRAGMA integrity_check").get == "ok"
        unbalanced = connection.execute(
            "SELECT journal_entry_id FROM journal_lines WHERE entry_status = 'posted'"
            " GROUP BY company_key, journal_entry_id HAVING sum(debit_cents - credit_cents) OR count(*) < 2"
        ).fetchall()
        assert unbalanced == []
        whole = connection.execute(
            "SELECT count(*), (SELECT count(*) FROM bank_transactions WHERE source_type = 'transfer'),"
            " (SELECT count(*) FROM receipts) FROM journal_entries WHERE source_type = 'transfer'"
        ).fetchone()
        entries, rows, receipts = whole or (0, 0, 0)
        assert rows == 2 * entries
        assert receipts == entries
        sheet = balance_sheet(connection, 1, "2026-12-31")["data"]
        assert sheet["assets"]["total"] == sheet["liabilities"]["total"] + sheet["equity"]["total"]
    book.close()


def test_a_restarted_ledger_keeps_its_books_and_loads_nothing(
    ledger_options: SandboxOptions, tmp_path: Path
) -> None:
    with practice_ledger(ledger_options) as first:
        first.post(firm.SUMMIT, "purchases", PURCHASE)
        first.vanish("bank_transaction", "row-pending")
        before = {table: first.count(table) for table in ("journal_lines", "bank_transactions", "companies")}
    other = tmp_path / "other.firm.jsonl"
    other.write_text('{"kind":"company","id":"other","name":"Other"}\n')
    with practice_ledger(replace(ledger_options, data=other)) as second:
        assert {table: second.count(table) for table in before} == before
        assert second.get("/companies/other").status_code == 404


def test_a_bad_firm_file_starts_nothing_and_leaves_an_empty_book(
    tmp_path: Path, small_firm_file: Path
) -> None:
    bad = tmp_path / "bad.firm.jsonl"
    bad.write_bytes(small_firm_file.read_bytes() + b"{\n")
    options = SandboxOptions(data=bad, db=tmp_path / "sandbox.db")
    with pytest.raises(FirmFileError, match="it is not JSON"), run_sandbox(options):
        pass
    with practice_ledger(replace(options, data=small_firm_file, auto_approve=True)) as running:
        assert len(running.get("/companies").json()["data"]) == 3


def test_a_taken_port_is_named(small_firm_file: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        options = SandboxOptions(data=small_firm_file, port=port)
        with pytest.raises(InputError, match=f"Port {port} cannot be used"), run_sandbox(options):
            pass


def test_a_database_of_something_else_is_refused(small_firm_file: Path, tmp_path: Path) -> None:
    db = tmp_path / "notes.db"
    db.write_text("no database at all, only words " * 50)
    with pytest.raises(StorageError), run_sandbox(SandboxOptions(data=small_firm_file, db=db)):
        pass


def test_only_loopback_is_listened_on(still_ledger: PracticeLedger) -> None:
    port = int(still_ledger.base_url.rpartition(":")[2])
    with socket.socket() as other:
        other.bind(("127.0.0.2", port))


def test_the_command_needs_no_qt_and_the_window_needs_no_sandbox() -> None:
    code = "import sys, app.sandbox.server; assert not {m for m in sys.modules if m.startswith(('PySide6', 'qasync'))}"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    code = (
        "import sys, app.sandbox; assert not {m for m in sys.modules if m.startswith(('fastapi', 'uvicorn'))}"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
