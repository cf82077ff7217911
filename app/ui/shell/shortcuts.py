"""The keys that work everywhere in the window; single letters only where nothing can be typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

_GO_LETTERS = {"Bank": "B", "Accounts": "A", "Post": "P", "Outbox": "X"}
_COUNTED = 9


def add_shortcuts(window: MainWindow) -> None:
    """Bind the window's keys."""
    keys: dict[str, Callable[[], object]] = {
        "F5": window.toggle_sync,
        "Ctrl+N": lambda: window.open_page("Post"),
        "Ctrl+Q": window.close,
        "Alt+,": lambda: window.frame.header.periods.step(-1),
        "Alt+.": lambda: window.frame.header.periods.step(1),
        "Ctrl+PgDown": partial(window.step_page, 1),
        "Ctrl+PgUp": partial(window.step_page, -1),
        "Ctrl+L": window.frame.sidebar.filter.setFocus,
    }
    for place in range(1, _COUNTED + 1):
        keys[f"Ctrl+{place}"] = partial(window.open_recent, place)
    for key, act in keys.items():
        _bind(window, key, act)
    for key, step in (("[", -1), ("]", 1)):
        _bind(window, key, partial(_in_table, partial(window.step_company, step)))
    for title, letter in _GO_LETTERS.items():
        _bind(window, f"G,{letter}", partial(_in_table, partial(window.open_page, title)))


def _bind(window: MainWindow, key: str, act: Callable[[], object]) -> None:
    QShortcut(QKeySequence(key), window).activated.connect(act)


def _in_table(act: Callable[[], object]) -> None:
    """Act only when a table has the focus: elsewhere a letter is a letter."""
    if isinstance(QApplication.focusWidget(), QAbstractItemView):
        act()
