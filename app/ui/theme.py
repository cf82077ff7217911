"""The look: palette, style sheet and fonts from the tokens, light or dark, following the system or not."""

from __future__ import annotations

import sys
from enum import StrEnum
from functools import cache
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.paths import resource_text
from app.ui.tokens import COMPANY_HUES, DARK, LIGHT, Role

ROW_HEIGHT = 28
TEXT_PIXELS = 13
TITLE_PIXELS = 17
CAPTION_PIXELS = 12
_LINUX_FONT = "Inter"


class Appearance(StrEnum):
    """Which of the two themes the user wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The colors in force; `changed` is emitted after the whole app was restyled."""

    changed = Signal()

    def __init__(self, application: QApplication, appearance: Appearance = Appearance.SYSTEM) -> None:
        """Style the application now and whenever the system's scheme changes."""
        super().__init__(application)
        self._application = application
        self._appearance = appearance
        self._colors: dict[Role, QColor] = {}
        application.setStyle(QStyleFactory.create("Fusion"))
        application.setFont(text_font(TEXT_PIXELS))
        application.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def appearance(self) -> Appearance:
        """What the user asked for."""
        return self._appearance

    @property
    def is_dark(self) -> bool:
        """Whether the dark colors are in force."""
        if self._appearance is Appearance.SYSTEM:
            return self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._appearance is Appearance.DARK

    def choose(self, appearance: Appearance) -> None:
        """Switch to another appearance at once."""
        self._appearance = appearance
        self._apply()

    def color(self, role: Role) -> QColor:
        """Return the color of a role in the theme that is in force."""
        return self._colors[role]

    def company_color(self, company_key: int) -> QColor:
        """Return the color that is the company's own."""
        return QColor(COMPANY_HUES[(company_key - 1) % len(COMPANY_HUES)])

    def _apply(self) -> None:
        tokens = DARK if self.is_dark else LIGHT
        self._colors = {role: QColor(code) for role, code in tokens.items()}
        self._application.setPalette(self._palette())
        sheet = Template(resource_text("style.qss")).substitute({role.value: tokens[role] for role in Role})
        self._application.setStyleSheet(sheet)
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        for place, role in _PALETTE_ROLES.items():
            palette.setColor(place, self.color(role))
        for place in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, place, self.color(Role.MUTED))
        return palette


_PALETTE_ROLES = {
    QPalette.ColorRole.Window: Role.SURFACE,
    QPalette.ColorRole.Base: Role.SURFACE,
    QPalette.ColorRole.AlternateBase: Role.WINDOW,
    QPalette.ColorRole.Button: Role.SURFACE,
    QPalette.ColorRole.WindowText: Role.TEXT,
    QPalette.ColorRole.Text: Role.TEXT,
    QPalette.ColorRole.ButtonText: Role.TEXT,
    QPalette.ColorRole.PlaceholderText: Role.MUTED,
    QPalette.ColorRole.Highlight: Role.ACCENT,
    QPalette.ColorRole.HighlightedText: Role.ON_ACCENT,
    QPalette.ColorRole.ToolTipBase: Role.SURFACE,
    QPalette.ColorRole.ToolTipText: Role.TEXT,
    QPalette.ColorRole.Link: Role.ACCENT,
    QPalette.ColorRole.Accent: Role.ACCENT,
    QPalette.ColorRole.Mid: Role.LINE,
    QPalette.ColorRole.Dark: Role.LINE,
    QPalette.ColorRole.Light: Role.SURFACE,
    QPalette.ColorRole.Midlight: Role.LINE,
    QPalette.ColorRole.Shadow: Role.LINE,
}


@cache
def _prefers_inter() -> bool:
    """Say whether the interface font is Inter here; asking for the families takes a while."""
    return sys.platform == "linux" and _LINUX_FONT in QFontDatabase.families()


def _platform_font() -> QFont:
    return QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))


def text_font(pixels: int, *, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the interface font with tabular figures: the platform's own, or Inter on Linux."""
    font = QFont(_LINUX_FONT) if _prefers_inter() else _platform_font()
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
