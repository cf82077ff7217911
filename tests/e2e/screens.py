"""A screen of its own for a window, with hands on its keyboard."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.processes import TICKMARK
from tests.system_tools import require

_PATIENCE = 60.0
_LOOK_AGAIN = 0.05


def wait_for(condition: Callable[[], object], what: str) -> None:
    """Return once the condition holds; fail by name when it never does."""
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            message = f"waited in vain for {what}"
            raise AssertionError(message)
        time.sleep(_LOOK_AGAIN)


@contextmanager
def screen() -> Iterator[str]:
    """Run an X server for the length of a block and give its display."""
    require("Xvfb", "xdotool")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as numbers:
            display = f":{numbers.readline().strip()}"
        try:
            yield display
        finally:
            server.terminate()


class Window:
    """A Tickmark window, driven as a person drives it: by keys."""

    def __init__(self, display: str) -> None:
        self._env = os.environ | {"DISPLAY": display}
        wait_for(lambda: self._find("Tickmark"), "the window")
        self._id = self._find("Tickmark")
        self._xdotool("windowfocus", "--sync", self._id)

    @property
    def title(self) -> str:
        return self._xdotool("getwindowname", self._id)

    def press(self, *keys: str) -> None:
        """Press keys one after the other: `ctrl+n`, `Tab`, `Return`."""
        for key in keys:
            self._xdotool("key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "15", text)

    def picture(self, path: Path) -> None:
        """Keep what the screen shows, for the eye."""
        subprocess.run(["import", "-window", "root", str(path)], env=self._env, check=False)

    def _find(self, name: str) -> str:
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", name],
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
        )
        return found.stdout.strip().split("\n")[-1]

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self._env, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()


@contextmanager
def tickmark_window(display: str, env: Mapping[str, str], *arguments: str | Path) -> Iterator[Window]:
    """Open the desktop app on a screen and close it by Ctrl+Q."""
    with subprocess.Popen(
        [*TICKMARK, *map(str, arguments)], env={**env, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    ) as process:
        window = Window(display)
        try:
            yield window
            window.press("ctrl+q")
            assert process.wait(_PATIENCE) == 0
        finally:
            process.kill()
