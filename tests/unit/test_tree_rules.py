"""What may not stand in any committed file, and what README and CI have to agree on."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from app.cli.parser import build_parser

ROOT = Path(__file__).resolve().parents[2]
BINARY = {".png", ".gz", ".ico", ".icns"}
HOSTS = (
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "js",
    "deb" + "ian.org",
    "ubuntu" + ".com",
    "crates" + ".io",
)
PLACES = ("/ro" + "ot/", "/wo" + "rk/", "/opt" + "/pypi", "/home" + "/", "/Us" + "ers/")
FORBIDDEN_NAMES = {"exec", "exec_", "processEvents", "blockSignals"}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every committed text file, by its path."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = [Path(name) for name in listed.decode().split("\0") if name]
    return {
        path.as_posix(): (ROOT / path).read_text(encoding="utf-8")
        for path in paths
        if path.suffix not in BINARY and (ROOT / path).is_file()
    }


def lines_with(texts, words):
    return [
        f"{path}: {line.strip()[:80]}"
        for path, text in texts.items()
        for line in text.splitlines()
        if any(word in line for word in words)
    ]


def test_no_file_names_a_package_registry(texts):
    assert lines_with(texts, HOSTS) == []


def test_no_file_names_a_place_on_somebodys_machine(texts):
    assert lines_with(texts, PLACES) == []


def test_the_app_never_runs_an_event_loop_inside_another(texts):
    """A dialog is awaited; `exec` under a coroutine kills other tasks."""
    found = [
        f"{path}:{node.lineno} {node.attr}"
        for path, text in texts.items()
        if path.startswith("app/") and path.endswith(".py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN_NAMES
    ]
    assert found == []


def test_the_app_shows_no_browser_of_its_own_and_checks_every_certificate(texts):
    """A04, G07."""
    app = {path: text for path, text in texts.items() if path.startswith("app/")}
    assert lines_with(app, ("QtWebEngine", "verify=False", "CERT_NONE", "check_hostname = False")) == []


def test_only_the_clock_asks_what_time_it_is(texts):
    asked = re.compile(r"\btime\.time\(|datetime\.now\(|date\.today\(|\butcnow\(")
    found = {path for path, text in texts.items() if path.startswith("app/") and asked.search(text)}
    assert found == {"app/core/clock.py"}


def test_every_locked_package_has_its_hashes(texts):
    """H01."""
    for name in ("packaging/requirements.txt", "packaging/requirements-dev.txt"):
        pinned = [block for block in re.split(r"\n(?=\S)", texts[name].strip()) if not block.startswith("#")]
        assert pinned
        assert all(
            re.match(r"\S+==\S+ .*\\\n( +--hash=sha256:[0-9a-f]{64}( \\\n)?)+$", each) for each in pinned
        )
        assert "://" not in texts[name]


def test_readme_has_one_test_command_and_ci_runs_it(texts):
    commands = re.findall(r"^\(.*-m pytest$", texts["README.md"], re.MULTILINE)
    assert len(commands) == 1
    assert "grep -m 1 -E '^\\(.*-m pytest$' README.md" in texts[".ci/run"]


def test_readme_and_ci_install_the_same_system_packages(texts):
    (line,) = re.findall(r"^sudo apt-get install (.*)$", texts["README.md"], re.MULTILINE)
    listed = re.search(r"packages=\((.*?)\)", texts[".ci/run"], re.DOTALL)
    assert listed is not None
    assert sorted(shlex.split(line)) == sorted(listed[1].split())


def test_readme_lists_every_command(texts):
    commands = re.findall(r"^    ([a-z-]+) ", build_parser().format_help(), re.MULTILINE)
    assert len(commands) == 10
    assert [name for name in commands if f"`{name}" not in texts["README.md"]] == []


def test_every_test_that_readme_points_to_is_there(texts):
    named = re.findall(r"`(tests/[^`]+|test_[^`]+)`", texts["README.md"])
    assert named
    for pattern in named:
        folders = ("", "tests/contract/", "tests/unit/store/", "tests/unit/services/")
        assert any(list(ROOT.glob(folder + pattern)) for folder in folders), pattern


def test_every_row_readme_claims_is_named_by_a_test(texts):
    claimed = texts["README.md"].partition("that tests name so far:")[2].partition(".\n")[0]
    rows = [row for span in re.findall(r"[A-H]\d\d(?:\u2013[A-H]\d\d)?", claimed) for row in _rows(span)]
    tests = "".join(text for path, text in texts.items() if path.startswith("tests/"))
    assert len(rows) > 60
    assert [row for row in rows if not re.search(rf"\b{row}\b", tests)] == []


def _rows(span):
    first, _, last = span.partition("\u2013")
    return [f"{first[0]}{number:02d}" for number in range(int(first[1:]), int((last or first)[1:]) + 1)]
