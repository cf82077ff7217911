"""The demo: its own ledger, no keychain, no browser, nothing left behind unless a profile is given."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from tests.conftest import EXAMPLE_FIRM
from tests.e2e.processes import TICKMARK, environment, tickmark
from tests.e2e.screens import wait_for


def test_the_demo_firm_ends_complete_and_tied():
    done = tickmark("--demo", "--json", "sync")
    assert done.code == 0, done.err
    companies = done.json["companies"]
    assert len(companies) == 12
    assert all(company["complete"] and company["tied"] for company in companies)
    assert sum(company["rows"]["journal_lines"] for company in companies) > 50_000


def test_a_demo_on_a_firm_file_ends_complete_and_tied():
    done = tickmark("--demo", "--data", EXAMPLE_FIRM, "--json", "sync")
    assert done.code == 0, done.err
    assert [(each["complete"], each["tied"]) for each in done.json["companies"]] == [(True, True)] * 3


def test_a_demo_answers_without_being_synced_first(small_firm_file):
    demo = ("--demo", "--data", small_firm_file, "--json")
    assert len(tickmark(*demo, "companies").json) == 3
    report = tickmark(*demo, "report", "trial-balance", "--company", "Summit Ridge Design LLC")
    assert report.json["data"]["accounts"]
    assert tickmark(*demo, "outbox").json == []


def test_a_demo_profile_keeps_its_books_and_its_outbox(tmp_path, small_firm_file):
    demo = ("--demo", "--data", small_firm_file, "--profile", tmp_path / "kept", "--json")
    body = tmp_path / "body.json"
    body.write_text(
        json.dumps(
            {
                "sourceAccountId": "bank-checking",
                "date": "2026-06-17",
                "amountCents": 4550,
                "categoryAccountId": "acc-software",
            }
        )
    )
    posted = tickmark(*demo, "post", "purchase", "--company", "company-summit", "--body", body)
    assert posted.json["state"] == "posted", posted.err
    assert tickmark(*demo, "outbox").json == [posted.json]
    ask = (*demo, "report", "trial-balance", "--company", "company-summit")
    assert tickmark(*ask).json == tickmark(*ask, "--source", "server").json
    real = tickmark("--profile", tmp_path / "kept", "companies")
    assert real.code == 2
    assert "the demo" in real.err


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("no JSON", "JSON"),
        ('{"kind":"account","companyId":"nobody","id":"a","name":"x","type":"asset"}', "nobody"),
    ],
)
def test_a_malformed_firm_file_is_refused_with_its_line(tmp_path, line, reason):
    firm = tmp_path / "bad.firm.jsonl"
    firm.write_text('{"kind":"firm","id":"f","name":"F"}\n' + line + "\n")
    done = tickmark("--demo", "--data", firm, "--json", "sync")
    assert (done.code, done.out) == (2, "")
    assert "ine 2" in done.err
    assert reason in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_calmly_and_leaves_nothing_behind(tmp_path, how):
    env = environment(TMPDIR=str(tmp_path))
    command = [*TICKMARK, "--demo", "sync"]
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as running:
        wait_for(lambda: psutil.Process(running.pid).children(), "the practice ledger")
        (ledger,) = psutil.Process(running.pid).children()
        running.send_signal(how)
        _, err = running.communicate(timeout=60)
    assert running.returncode == 1
    assert err == "tickmark: stopped\n"
    assert not ledger.is_running() or ledger.status() == psutil.STATUS_ZOMBIE
    assert not list(tmp_path.iterdir())


def test_a_killed_demo_takes_its_ledger_along(small_firm_file):
    """The sandbox notices that its standard input closed."""
    command = [*TICKMARK, "--demo", "--data", str(small_firm_file), "doctor"]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE) as running:
        wait_for(lambda: psutil.Process(running.pid).children(), "the practice ledger")
        (ledger,) = psutil.Process(running.pid).children()
        running.kill()
    wait_for(lambda: not ledger.is_running() or ledger.status() == psutil.STATUS_ZOMBIE, "its end")


def test_a_reader_that_leaves_early_is_no_trouble(small_firm_file):
    command = [*TICKMARK, "--demo", "--data", str(small_firm_file), "--json", "companies"]
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        running.stdout.close()
        _, err = running.communicate(timeout=60)
    assert running.returncode == 1
    assert err == ""


def test_commands_do_without_qt_and_without_the_server():
    """Start-up stays fast: Qt is for the window, FastAPI for the sandbox."""
    script = (
        "import sys, app.cli.main, app.cli.sync, app.cli.report, app.cli.post, app.cli.connect;"
        "import app.cli.companies, app.cli.doctor;"
        "print([name for name in ('PySide6', 'qasync', 'fastapi', 'uvicorn') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_demo_does_not_use_the_profile_of_the_person(tmp_path):
    env = environment(HOME=str(tmp_path), TMPDIR=tempfile.gettempdir())
    assert tickmark("--demo", "--data", EXAMPLE_FIRM, "companies", env=env).code == 0
    assert not list(Path(tmp_path).rglob("*.db"))
