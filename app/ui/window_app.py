"""Runs the window: one Qt application, one event loop, services opened before and closed after."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

import qasync
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from app.core.errors import AppError
from app.paths import resource_text
from app.ui.dialogs.ask import ask
from app.ui.dialogs.crash import CrashDialog, crash_text
from app.ui.dialogs.notice import Notice
from app.ui.garbage import garbage_on_this_thread
from app.ui.main_window import MainWindow
from app.ui.services import WindowServices
from app.ui.theme import Appearance, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

OpenServices = Callable[[], AbstractAsyncContextManager[WindowServices]]

_log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def run_window(open_services: OpenServices, open_demo: OpenServices | None = None) -> int:
    """Show the window until it is closed; return the exit code.

    Services are opened inside the event loop and closed after the window has let go of them. When the user
    asks for the demo firm, the window comes back on `open_demo`.
    """
    application = make_application()
    with event_loop(application) as loop:
        return loop.run_until_complete(_run(application, open_services, open_demo))


def make_application() -> QApplication:
    """Make the one Qt application, under the product's name and mark; Qt's own words go to the log."""
    qInstallMessageHandler(_log_words_of_qt)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101 - never a QCoreApplication here
    application.setApplicationName("Tickmark")
    application.setDesktopFileName("tickmark")
    application.setQuitOnLastWindowClosed(False)  # the loop ends when the services are closed, not before
    mark = QPixmap()
    mark.loadFromData(resource_text("icons/tickmark.svg").encode(), "SVG")
    application.setWindowIcon(QIcon(mark))
    return application


def _log_words_of_qt(kind: QtMsgType, _: QMessageLogContext, words: str) -> None:
    _log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", words)


@contextmanager
def event_loop(application: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """Offer the loop in which Qt and coroutines share one thread."""
    with garbage_on_this_thread():
        loop = qasync.QEventLoop(application)
        asyncio.set_event_loop(loop)
        try:
            yield loop
        finally:
            loop.close()
            asyncio.set_event_loop(None)


async def _run(application: QApplication, open_services: OpenServices, open_demo: OpenServices | None) -> int:
    theme = Theme(application)
    try:
        async with open_services() as services:
            wants_demo = await _show(services, theme)
        if wants_demo and open_demo is not None:
            async with open_demo() as services:
                await _show(services, theme)
    except AppError as failure:
        _log.error("Tickmark did not start: %s", failure)
        await ask(Notice("Tickmark cannot start", str(failure), theme, None))
        return 1
    return 0


async def _show(services: WindowServices, theme: Theme) -> bool:
    """Show the window until it is closed; return whether the user asked for the demo firm instead."""
    theme.choose(Appearance(services.settings.current.appearance))
    window = MainWindow(services, theme)
    closed, demo_asked = asyncio.Event(), asyncio.Event()
    window.closed.connect(closed.set)
    window.demo_asked.connect(demo_asked.set)
    window.demo_asked.connect(window.close)
    crashes = Crashes(window)
    window.crashed.connect(crashes.show)
    with crashes.watching():
        await window.start()
        window.show()
        await closed.wait()
        await window.shut_down()
    window.deleteLater()
    return demo_asked.is_set()


class Crashes:
    """Logs what is a bug of ours and shows it once; Tickmark keeps running."""

    def __init__(self, window: MainWindow) -> None:
        """Show reports over this window."""
        self._window = window

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Catch what slots and coroutines raise unasked."""
        loop = asyncio.get_running_loop()
        earlier = sys.excepthook
        sys.excepthook = self._on_exception
        loop.set_exception_handler(self._on_loop_exception)
        try:
            yield
        finally:
            sys.excepthook = earlier
            loop.set_exception_handler(None)

    def show(self, failure: BaseException) -> None:
        """Log one and show it."""
        _log.error("A bug", exc_info=failure)
        self._window.tasks.start("crash", self._ask(crash_text(failure)))

    async def _ask(self, report: str) -> None:
        await ask(CrashDialog(report, self._window.theme, self._window))

    def _on_exception(
        self, kind: type[BaseException], failure: BaseException, _: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        self.show(failure)

    def _on_loop_exception(self, _: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        failure = context.get("exception")
        if isinstance(failure, BaseException):
            self.show(failure)
        else:
            _log.error("The event loop complains: %s", context.get("message"))
