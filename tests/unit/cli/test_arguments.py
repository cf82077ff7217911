"""What can be typed, and what it means."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.cli.options import DEFAULT_SERVER, read_global_options
from app.cli.parser import read_arguments


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    for name in ("TICKMARK_PROFILE", "TICKMARK_SERVER", "TICKMARK_TODAY"):
        monkeypatch.delenv(name, raising=False)


def options(*typed):
    return read_global_options(read_arguments(list(typed)))


def test_without_a_command_the_window_opens():
    assert read_arguments([]).run == "app.cli.window:open_window"


@pytest.mark.parametrize(
    "typed",
    [("--json", "--today", "2026-06-17", "companies"), ("companies", "--today", "2026-06-17", "--json")],
)
def test_global_options_stand_before_or_after_the_command(typed):
    assert (options(*typed).json, options(*typed).today) == (True, date(2026, 6, 17))


def test_what_stands_after_the_command_wins():
    assert options("--today", "2026-01-01", "companies", "--today", "2026-06-17").today == date(2026, 6, 17)


def test_the_environment_fills_in_what_was_not_typed(monkeypatch):
    monkeypatch.setenv("TICKMARK_PROFILE", "/books")
    monkeypatch.setenv("TICKMARK_SERVER", "https://ledger.example")
    monkeypatch.setenv("TICKMARK_TODAY", "2026-06-17")
    found = options("--server", "https://typed.example", "companies")
    assert (found.profile, found.today) == (Path("/books"), date(2026, 6, 17))
    assert found.server == "https://typed.example"


def test_the_vendor_is_the_default_server():
    assert options("companies").server == DEFAULT_SERVER == "https://ledgerhq.pro"


@pytest.mark.parametrize(
    "typed",
    [
        ("comp",),
        ("--pro", "x", "companies"),
        ("sandbox", "--port", "70000"),
        ("sandbox", "--port", "-1"),
        ("tour", "--out", "x", "--size", "big"),
        ("tour", "--out", "x", "--size", "0x900"),
        ("tour", "--out", "x", "--scale", "9"),
        ("tour", "--out", "x", "--scale", "nan"),
        ("tour",),
        ("report", "trial-balance"),
        ("post", "purchase", "--company", "x"),
        ("outbox", "receive"),
        ("companies", "--data", "x"),
    ],
)
def test_what_cannot_be_used_ends_with_code_2(typed, capsys):
    with pytest.raises(SystemExit) as ended:
        read_arguments(list(typed))
    assert ended.value.code == 2
    assert "error: " in capsys.readouterr().err


@pytest.mark.parametrize("typed", [("--demo", "--data", "x", "companies"), ("sandbox", "--data", "x")])
def test_a_firm_file_is_for_the_demo_and_the_sandbox(typed):
    assert options(*typed).data == Path("x")


def test_the_tour_takes_a_size_and_a_scale():
    typed = read_arguments(["tour", "--out", "x", "--size", "1024x700", "--scale", "2", "--theme", "dark"])
    assert (typed.size, typed.scale, typed.theme) == ((1024, 700), 2.0, "dark")
