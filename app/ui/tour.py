"""Opens every screen and dialog on what the mirror holds and writes a picture of each."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from app.core.errors import StorageError
from app.ui.main_window import MainWindow
from app.ui.theme import Appearance, Theme
from app.ui.tour_scenes import SCENES, settle
from app.ui.window_app import OpenServices, event_loop, make_application

_LOOK_AGAIN = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class TourOptions:
    """Where the pictures go, and how the window looks in them."""

    out: Path
    appearance: Appearance = Appearance.LIGHT
    size: tuple[int, int] = (1440, 900)
    scale: float = 1


def run_tour(open_services: OpenServices, options: TourOptions) -> int:
    """Write `NN-name.png` for every scene; needs no screen. Raises StorageError when it cannot."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(options.scale)
    application = make_application()
    with event_loop(application) as loop:
        loop.run_until_complete(_walk(application, open_services, options))
    return 0


async def _walk(application: QApplication, open_services: OpenServices, options: TourOptions) -> None:
    theme = Theme(application, options.appearance)
    async with open_services() as services:
        window = MainWindow(services, theme)
        window.resize(QSize(*options.size))
        await window.start()
        window.show()
        while window.sync_run.is_running:  # noqa: ASYNC110 - its signal would need a future of its own
            await asyncio.sleep(_LOOK_AGAIN)
        for number, (name, scene) in enumerate(SCENES, start=1):
            await _photograph(window, scene, options.out / f"{number:02d}-{name}.png")
        window.hide()
        await window.shut_down()


async def _photograph(window: MainWindow, scene: Callable[[MainWindow], Awaitable[None]], path: Path) -> None:
    await scene(window)
    await settle(window)
    picture = photograph(window)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not picture.save(str(path)):
        raise StorageError(
            f"{path.name} cannot be written; check the folder\u2019s rights and the free space."
        )


def photograph(window: QWidget) -> QPixmap:
    """Paint the window and what is open above it, as a screen would show them together."""
    picture = window.grab()
    painter = QPainter(picture)
    for above in QApplication.topLevelWidgets():
        if above is not window and above.isVisible() and above.windowType() is not above.windowType().Desktop:
            corner = above.mapToGlobal(QPoint(0, 0)) - window.mapToGlobal(QPoint(0, 0))
            painter.drawPixmap(corner, above.grab())
            painter.setPen(above.palette().color(above.palette().ColorRole.PlaceholderText))
            painter.drawRect(QRect(corner, above.size()).adjusted(-1, -1, 0, 0))  # a screen's window frame
    painter.end()
    return picture
