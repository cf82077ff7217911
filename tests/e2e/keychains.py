"""A real system keychain for processes: a session bus with gnome-keyring on it, and nobody at the screen."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.processes import environment
from tests.system_tools import require

_UNLOCK = "gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null"
_SCRIPT = """
printf 'a password' | {unlock} || exit 1
printf '%s\\n' "$DBUS_SESSION_BUS_ADDRESS"
read -r _ # until the other end is closed
"""
_BROWSER = """#!{python}
import ssl, sys, urllib.request
urllib.request.build_opener(urllib.request.ProxyHandler({{}})).open(sys.argv[1], timeout=30).read()
"""


@contextmanager
def keychain(folder: Path) -> Iterator[dict[str, str]]:
    """Unlock a keychain of its own in `folder` and give the environment in which programs find it.

    The environment also names a browser that follows the ledger's redirects, as a person who consents would.
    """
    require("dbus-run-session", "gnome-keyring-daemon")
    for name in ("data", "run"):
        (folder / name).mkdir(mode=0o700)
    env = environment(
        HOME=str(folder),
        XDG_DATA_HOME=str(folder / "data"),
        XDG_RUNTIME_DIR=str(folder / "run"),
        BROWSER=str(_browser(folder / "browser")),
    )
    command = ["dbus-run-session", "--", "sh", "-c", _SCRIPT.format(unlock=_UNLOCK)]
    with subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as session:
        assert session.stdin is not None
        assert session.stdout is not None
        try:
            address = session.stdout.readline().strip()
            assert address, "no keychain came up"
            yield env | {"DBUS_SESSION_BUS_ADDRESS": address}
        finally:
            session.stdin.close()
            session.wait(30)


def _browser(path: Path) -> Path:
    path.write_text(_BROWSER.format(python=sys.executable))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path
