"""Running practice ledgers for every test that wants one."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.sandbox.server import SandboxOptions
from tests.practice_ledger import PracticeLedger, practice_ledger
from tests.small_firm import firm_lines, small_firm

gc.disable()  # see pytest_runtest_logfinish

EXAMPLE_FIRM = Path(__file__).parent / "data" / "example.firm.jsonl.gz"


def pytest_runtest_logfinish() -> None:
    """Collect garbage between tests, on the main thread: on any other it would destroy Qt objects there."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = [generation for generation in (2, 1, 0) if counts[generation] > thresholds[generation]]
    if due:
        gc.collect(due[0])


@pytest.fixture(scope="session")
def small_firm_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small test firm as a file."""
    path = tmp_path_factory.mktemp("firm") / "small.firm.jsonl"
    path.write_bytes(firm_lines(small_firm()))
    return path


@pytest.fixture
def ledger_options(small_firm_file: Path, tmp_path: Path) -> SandboxOptions:
    """How `ledger` is run: to start it again on the same books, hand these to `practice_ledger`."""
    return SandboxOptions(data=small_firm_file, db=tmp_path / "sandbox.db", auto_approve=True, control=True)


@pytest.fixture
def ledger(ledger_options: SandboxOptions) -> Iterator[PracticeLedger]:
    """A fresh practice ledger with the small firm, for this test alone."""
    with practice_ledger(ledger_options) as running:
        yield running


@pytest.fixture(scope="session")
def still_ledger(small_firm_file: Path) -> Iterator[PracticeLedger]:
    """A practice ledger with the small firm that all tests share: read it, change nothing."""
    with practice_ledger(SandboxOptions(data=small_firm_file, auto_approve=True, control=True)) as running:
        yield running


@pytest.fixture(scope="session")
def example_ledger() -> Iterator[PracticeLedger]:
    """A practice ledger with the example books that all tests share: read it, change nothing."""
    with practice_ledger(SandboxOptions(data=EXAMPLE_FIRM, auto_approve=True, control=True)) as running:
        yield running
