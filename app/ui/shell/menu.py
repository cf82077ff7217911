"""The window's menu: appearance, and the connection."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup

from app.ui.theme import Appearance

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

_APPEARANCES = {
    Appearance.SYSTEM: "Follow the system",
    Appearance.LIGHT: "Light",
    Appearance.DARK: "Dark",
}


def fill_menu(window: MainWindow) -> None:
    """Write the menu for the moment it is opened."""
    menu, state = window.menu, window.state.connection
    menu.clear()
    group = QActionGroup(menu)
    for appearance, title in _APPEARANCES.items():
        action = menu.addAction(title, partial(window.choose_appearance, appearance))
        action.setCheckable(True)
        action.setChecked(window.theme.appearance is appearance)
        group.addAction(action)
    menu.addSeparator()
    if state.has_session:
        if not state.may_post:
            menu.addAction("Allow posting\u2026", lambda: window.sign_in(posting=True))
        menu.addAction("Sign out", window.sign_out)
    else:
        menu.addAction("Sign in\u2026", lambda: window.sign_in(posting=state.may_post))
    menu.addSeparator()
    menu.addAction("Quit\tCtrl+Q", window.close)
