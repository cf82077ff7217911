"""Fixtures of the widget tests: the app's own event loop, its theme and its stage, offscreen."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import asyncio
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.services.announcements import Announcer
from app.ui.changes import Changes
from app.ui.page import Stage
from app.ui.theme import Appearance, Theme
from tests.ui.desk import Desk, a_desk


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run every coroutine here on the loop the window runs on."""
    return {"qt": _qt_loop}


def _qt_loop() -> asyncio.AbstractEventLoop:
    from qasync import QEventLoop  # noqa: PLC0415 - looks for a binding already imported

    return QEventLoop(QApplication.instance())


@pytest.fixture(scope="session", autouse=True)
def application(qapp: QApplication) -> QApplication:
    """Give the loops their application, which outlives every window."""
    qapp.setQuitOnLastWindowClosed(False)
    return qapp


@pytest.fixture(scope="session")
def theme(application: QApplication) -> Theme:
    """Dress the application in the light theme."""
    return Theme(application, Appearance.LIGHT)


@pytest.fixture
def announcer() -> Announcer:
    """Make what the services tell their changes to."""
    return Announcer()


@pytest.fixture
def stage(theme: Theme, announcer: Announcer) -> Iterator[Stage]:
    """Make what the window gives each screen to stand on."""
    changes = Changes(announcer.subscribe)
    yield Stage(theme=theme, changes=changes)
    changes.close()


@pytest.fixture
def desk(announcer: Announcer) -> Desk:
    """Make services in memory for a signed-in user who may post."""
    return a_desk(announcer)
