"""A check box whose tick is drawn in the theme's color; a style sheet cannot tint one."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from app.ui.icons import draw_pixmap
from app.ui.theme import Theme
from app.ui.tokens import Role

_TICK = 12


class TickBox(QCheckBox):
    """A choice that is on or off."""

    def __init__(self, text: str, theme: Theme) -> None:
        """Start switched off."""
        super().__init__(text)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, and the tick when it is on."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        tick = draw_pixmap(
            "check", self._theme.color(Role.ON_ACCENT), size=_TICK, scale=self.devicePixelRatioF()
        )
        painter = QPainter(self)
        painter.drawPixmap(box.center().x() - _TICK // 2 + 1, box.center().y() - _TICK // 2 + 1, tick)
