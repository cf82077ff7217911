"""The window on a mirror that is filled, with no ledger in reach; run as a program it reports its times.

`python -m tests.benchmarks.window_rig MIRROR cold` shows it once and says when it is painted;
`… MIRROR switch` walks through the companies and writes the seconds of each step.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app import bootstrap  # noqa: F401 - the app's own imports are part of its start
from app.ui.main_window import MainWindow
from app.ui.pages.bank import BankPage
from app.ui.theme import Appearance, Theme
from app.ui.window_app import event_loop, make_application
from tests.window_services import window_services

_NOWHERE = "http://127.0.0.1:9"
_STEPS = 60


async def painted(window: MainWindow) -> None:
    """Return once the rows that were asked for are on the screen."""
    page = window.pages[BankPage.title]
    assert isinstance(page, BankPage)
    shown = asyncio.get_running_loop().create_future()

    def on_shown() -> None:
        if not shown.done():
            shown.set_result(None)

    page.rows.shown.connect(on_shown)
    await shown
    page.rows.shown.disconnect(on_shown)
    window.repaint()


async def _measure(mirror_path: Path, what: str) -> None:
    theme = Theme(make_application(), Appearance.LIGHT)
    async with window_services(_NOWHERE, mirror_path) as opened:
        window = MainWindow(opened, theme)
        window.show()
        on_screen = asyncio.ensure_future(painted(window))
        await window.start()
        await on_screen
        if what == "cold":
            _tell({"painted": True})
        else:
            _tell({"seconds": [await _step(window) for _ in range(_STEPS)], "paint": _paint(window)})
        window.hide()
        await window.shut_down()


async def _step(window: MainWindow) -> float:
    started = time.perf_counter()
    window.step_company(1)
    await painted(window)
    return time.perf_counter() - started


def _paint(window: MainWindow) -> float:
    started = time.perf_counter()
    window.repaint()
    return time.perf_counter() - started


def _tell(figures: dict[str, object]) -> None:
    sys.stdout.write(f"{json.dumps(figures)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with event_loop(make_application()) as running:
        running.run_until_complete(_measure(Path(sys.argv[1]), sys.argv[2]))
